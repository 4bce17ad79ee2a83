"""Rows of what many cases of an organ show together. The sweep works them out anew; nothing else writes them."""

from __future__ import annotations

from django.db import models


class Pattern(models.Model):
    """What many cases of one organ show under one rule of supervision, for as long as they show it."""

    key = models.CharField(max_length=32, primary_key=True)
    """What links and answers call it; the same while rule, organ and subject are (`core.oversight.keys`)."""
    alert = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    colour = models.CharField(max_length=10)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="patterns")
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    subject = models.CharField(max_length=200)
    """What tells two patterns of one rule and organ apart: a matter, a month, a digest of a party."""
    message = models.TextField()
    remedy = models.TextField(blank=True)
    cite = models.CharField(max_length=80, blank=True)
    found_on = models.DateField()
    """The day of the last thing that shows it."""
    known_on = models.DateField()
    answers = models.CharField(max_length=20)
    answer_by = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["-known_on", "-key"], name="pattern_known"),
            models.Index(fields=["organ", "-known_on", "-key"], name="pattern_of_organ"),
            models.Index(fields=["alert", "-known_on", "-key"], name="pattern_of_alert"),
        ]


class Cause(models.Model):
    """One case, and the event in it, by which a pattern is shown; an organ that is silent has none."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="causes")
    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    happened_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pattern", "case", "version"], name="cause_once")]
