"""What the journal tells of people and of faults over time: deeds, spells of a fault, monthly tallies.

Everything here is derived and can be worked out again; `zhifa.acts.tallying` alone writes it.
"""

from __future__ import annotations

from django.db import models

from zhifa.store.registry.models import Organ


class Deed(models.Model):
    """What one person did in one step, and why it does not count for their activity where it does not."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="deeds")
    case_id = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    part = models.PositiveIntegerField(default=0)
    person = models.CharField(max_length=40)
    procedure = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    on = models.DateField()
    minute = models.PositiveSmallIntegerField(null=True)
    delay = models.PositiveIntegerField()
    persons = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=16, blank=True)
    flaw = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id", "version", "part", "person"], name="deed_once")]
        indexes = [models.Index(fields=["organ", "on", "person"], name="deed_of_month")]


class Spell(models.Model):
    """A fault from the day it stood to the day it was put right; `again` where the organ had put right its like."""

    key = models.CharField(max_length=40)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="spells")
    case_id = models.CharField(max_length=40, blank=True)
    alert = models.CharField(max_length=80)
    group = models.CharField(max_length=20)
    colour = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField(null=True)
    again = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "since"], name="spell_once")]
        indexes = [
            models.Index(fields=["organ", "since"], name="spell_begun"),
            models.Index(fields=["organ", "until"], name="spell_ended"),
            models.Index(fields=["organ", "alert"], name="spell_alike"),
        ]


class Tally(models.Model):
    """One number of an organ and a month, such as how many officers were active."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="tallies")
    month = models.DateField(help_text="当月第一天")
    code = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "month", "code"], name="tally_once")]
        indexes = [models.Index(fields=["month", "code"], name="tally_of_month")]
