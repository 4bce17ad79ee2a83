"""Rows of what many cases of an organ show together. The sweep works them out anew; nothing else writes them."""

from __future__ import annotations

from django.db import models


class Pattern(models.Model):
    """What many cases of one organ show under one rule of supervision, until that ends or it is settled."""

    key = models.CharField(max_length=32, primary_key=True)
    """What links and answers call it; the same while rule, organ and subject are (`core.oversight.keys`)."""
    alert = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    colour = models.CharField(max_length=10)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="patterns", db_index=False)
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

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="causes", db_index=False)
    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    happened_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pattern", "case", "version"], name="cause_once")]


class Presence(models.Model):
    """Officers in one place at one time, as a step of a case says. Only the projector of cases writes these rows."""

    case = models.ForeignKey(
        "casework.Case", models.CASCADE, related_name="presences", db_index=False, db_constraint=False
    )
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+", db_constraint=False)
    path = models.CharField(max_length=200)
    proceeding = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    """The kind of the procedure: inspection, penalty, measure."""
    day = models.DateField()
    minute = models.SmallIntegerField(null=True)
    """Minutes since midnight, where the time is known."""
    entered_on = models.DateField()
    officers = models.TextField(blank=True)
    """Ids of the persons, divided by line breaks."""
    place = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=200, blank=True)
    identity = models.CharField(max_length=32, blank=True)
    enterprise = models.SmallIntegerField(default=0)
    daily = models.SmallIntegerField(default=0)
    """1 for an inspection of the daily kind, which the plan and the yearly frequency are about."""
    plan_item = models.CharField(max_length=20, blank=True)
    assisted = models.SmallIntegerField(default=0)
    """1 where the case has a request for assistance or joint handling, or came from another organ."""
    said = models.CharField(max_length=32, blank=True)
    """A digest of what was written down, where it is long enough to tell two records apart."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "proceeding", "version", "step"], name="presence_once")]
        indexes = [
            models.Index(fields=["day", "organ"], name="presence_day"),
            models.Index(fields=["said", "day"], name="presence_said", condition=~models.Q(said="")),
        ]
