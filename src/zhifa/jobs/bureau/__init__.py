"""A bureau's year written as lists: as many rows as a published report counts, made up but lawful."""
