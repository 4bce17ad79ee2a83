"""Rows of findings: what is wrong with a case, under its rule of supervision, as lists and counts read it."""

from __future__ import annotations

from django.db import models


class Finding(models.Model):
    """A fault or question about a case, with its article and the event that caused it."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="findings", db_constraint=False)
    organ = models.ForeignKey(
        "registry.Organ", models.PROTECT, related_name="findings", db_index=False, db_constraint=False
    )
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    key = models.CharField(max_length=32)
    """What links and answers call it; the same for as long as it stands (`core.oversight.keys`)."""
    alert = models.CharField(max_length=60)
    """The rule of supervision it falls under."""
    group = models.CharField(max_length=20)
    colour = models.CharField(max_length=10)
    proceeding = models.CharField(max_length=40)
    code = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    step = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    remedy = models.TextField(blank=True)
    cite = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField()
    found_on = models.DateField()
    """The day of the fault itself."""
    known_on = models.DateField()
    """The day on which it could first be seen."""
    answers = models.CharField(max_length=20)
    """Who must answer: officer or head."""
    answer_by = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="finding_once")]
        indexes = [
            models.Index(fields=["level", "-found_on"], name="finding_newest"),
            models.Index(fields=["-known_on", "-key"], name="finding_known"),
            models.Index(fields=["organ", "-known_on", "-key"], name="finding_of_organ"),
            models.Index(fields=["alert", "-known_on", "-key"], name="finding_of_alert"),
            models.Index(fields=["organ", "group", "colour", "path"], name="finding_counted"),
        ]
