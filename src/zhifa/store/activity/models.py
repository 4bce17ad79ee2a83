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


class Awaited(models.Model):
    """A checkpoint of an approval chain whose turn it is: a case, the step that waits, who may sign."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="awaited")
    case_id = models.CharField(max_length=40)
    proceeding = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    chain = models.CharField(max_length=60)
    checkpoint = models.CharField(max_length=60)
    roles = models.JSONField()
    handlers = models.BooleanField()
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id", "proceeding", "step"], name="awaited_once")]
        indexes = [models.Index(fields=["organ", "since"], name="awaited_of_organ")]


CONFORMITY = ("kept", "broken", "unknown")


class Conformity(models.Model):
    """Whether a proceeding keeps one of the rules without exception."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="conformities")
    case_id = models.CharField(max_length=40)
    proceeding = models.CharField(max_length=40)
    demand = models.CharField(max_length=40)
    on = models.DateField()
    state = models.CharField(max_length=8, choices=[(state, state) for state in CONFORMITY])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_id", "proceeding", "demand"], name="conformity_once"),
            models.CheckConstraint(condition=models.Q(state__in=CONFORMITY), name="conformity_known"),
        ]
        indexes = [models.Index(fields=["organ", "demand", "state", "on"], name="conformity_counted")]
