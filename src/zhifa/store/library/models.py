"""The texts of law a site has loaded: what is law on which day stays in the rules, the words are here.

Texts are data, not acts: they are replaced when their file is corrected, and no journal tells of it.
"""

from __future__ import annotations

from django.db import models


class Instrument(models.Model):
    """A law, regulation, rule or document of which at least one text is loaded."""

    title = models.CharField(max_length=300, unique=True)
    short = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField()
    """Higher law first."""
    numbered_by = models.CharField(max_length=2)
    known = models.BooleanField()
    """False: not in the index of instruments that comes with the rules; shown as 目录外."""
    sought = models.TextField()
    """Title, short title and other names as `core.bigrams.plain` writes them."""

    class Meta:
        indexes = [models.Index(fields=["rank", "title"], name="instrument_order")]

    def __str__(self) -> str:
        return self.title


class Text(models.Model):
    """One version of an instrument, with the days it was in force; both ends included, empty where not known."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="texts")
    label = models.CharField(max_length=10, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    promulgated = models.DateField(null=True)
    dated = models.BooleanField()
    """False where the days are reported and do not stand in the text that was read."""
    indexed = models.BooleanField()
    """The index of instruments knows this version; otherwise its days come from INDEX.csv."""
    superseded = models.BooleanField(default=False)
    file = models.CharField(max_length=400)
    note = models.CharField(max_length=400, blank=True)
    """What the collector says of the text."""
    digest = models.CharField(max_length=64)
    """Of the file and of everything that was worked out beside it: the same digest is not written again."""
    source = models.CharField(max_length=64)
    """Digest of the file alone."""
    preface = models.TextField(blank=True)
    annex = models.TextField(blank=True)
    flaws = models.JSONField(default=list)
    """What could not be read, as [place, reason, remedy]."""
    articles_count = models.PositiveIntegerField()
    highest = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "label"], name="text_once")]
        indexes = [models.Index(fields=["end", "start"], name="text_in_force")]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.label}"


class Article(models.Model):
    """One 条 of a text as the gazette prints it, with the 编章节 it stands in (one a line) and its days in force."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="articles")
    number = models.PositiveIntegerField()
    sub = models.PositiveIntegerField(default=0)
    path = models.TextField(blank=True)
    words = models.TextField()
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number", "sub"], name="article_once")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.number}之{self.sub}"


class ArticleGrams(models.Model):
    """The grams of an article's words, in order and divided by spaces: what the search index is made of."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="grams")
    grams = models.TextField()
