"""A demonstration year: a town's cases told as scripts and played through the real acts with the clock set to each."""
