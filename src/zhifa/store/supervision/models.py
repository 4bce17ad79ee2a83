"""How findings are worked off, supervision papers and where they went, accountability, interventions.

Only projectors write these rows: those of a case with the case's other rows, the rest from streams of their own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Working(models.Model):
    """A finding somebody has said something about, as it stood then; it stays when the finding is mended."""

    key = models.CharField(max_length=32, primary_key=True)
    """The key of the finding (`core.oversight.keys`)."""
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="workings")
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="workings")
    """None for a pattern of many cases."""
    alert = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    colour = models.CharField(max_length=10)
    known_on = models.DateField()
    state = models.CharField(max_length=10)
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    """When it was accepted or dismissed; what became of a paper is told by the case in `raised`."""
    ground = models.CharField(max_length=40, blank=True)
    """Why it was dismissed."""
    raised = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="raised_from")
    """The supervision case in which a paper about it was issued."""
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["organ", "alert", "settled_on"], name="working_of_alert"),
            models.Index(fields=["-known_on", "-key"], name="working_newest"),
        ]


class Letter(models.Model):
    """Where a letter between organs went: the proceeding it began there, and the one it came from."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="letters", db_constraint=False)
    proceeding = models.CharField(max_length=40, unique=True)
    sender_case = models.CharField(max_length=40)
    sender_proceeding = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["sender_case", "sender_proceeding"], name="letter_of_sender")]


class Instrument(models.Model):
    """A supervision paper: to whom, until when to report, how far it has come."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="instruments", db_constraint=False)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="instruments", db_constraint=False)
    path = models.CharField(max_length=200)
    """Place of the supervising body: who may read is a prefix of it."""
    proceeding = models.CharField(max_length=40, unique=True)
    procedure = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    supervised = models.CharField(max_length=120, blank=True)
    """The organ as the paper names it."""
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10)
    opened_on = models.DateField()
    issued_on = models.DateField(null=True)
    report_by = models.DateField(null=True)
    reported_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    result = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-opened_on", "-proceeding"], name="instrument_newest"),
            models.Index(fields=["report_by"], name="instrument_due", condition=Q(reported_on__isnull=True)),
        ]


class Liability(models.Model):
    """What was done about a person or an organ that answers for unlawful enforcement."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="liabilities")
    path = models.CharField(max_length=200)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="liabilities")
    """None where the organ itself answers."""
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="liabilities")
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    document = models.CharField(max_length=120, blank=True)
    struck = models.CharField(max_length=200, blank=True)
    """Why the entry was taken back; empty while it stands."""
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-decided_on", "-id"], name="liability_newest")]


class Intervention(models.Model):
    """Somebody inside asked about or meddled with a case, as an officer entered it. Heads of the organ never see it."""

    id = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="interventions")
    path = models.CharField(max_length=200)
    entered_by = models.ForeignKey("registry.Person", models.PROTECT, related_name="interventions")
    entered_on = models.DateField()
    happened_on = models.DateField()
    who = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=20)
    content = models.TextField(blank=True)
    response = models.TextField(blank=True)
    handled_on = models.DateField(null=True)
    handling = models.TextField(blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-entered_on", "-id"], name="intervention_newest")]
