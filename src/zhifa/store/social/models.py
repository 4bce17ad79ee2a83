"""Invited supervisors, their meetings, and consultations about cases. Only the projector writes these rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhifa.store.registry.models import Organ, Person


class Term(models.Model):
    """A term of an invited supervisor: which round of appointments, since when, until when, for which fields."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="invited", help_text="聘请的机关")
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms")
    batch = models.CharField(max_length=40, help_text="第几届")
    fields = models.CharField(max_length=200, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="term_in_order")]
        indexes = [models.Index(fields=["organ", "-begins_on"], name="term_of_organ")]


class Meeting(models.Model):
    """A meeting with the invited supervisors: who came, what was said, what was decided."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    minutes = models.TextField()
    attended = models.JSONField(default=list, help_text="到会的特邀监督员")
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organ", "-held_on"], name="meeting_of_organ")]


CONSULTATION_KINDS = ("invited", "social")


class Consultation(models.Model):
    """What outsiders are asked about a case: a card without a party's data, until when, what came of it.

    `invited` asks the invited supervisors, `social` people chosen for a round of social review (社会评议).
    """

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in CONSULTATION_KINDS])
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="consultations")
    path = models.CharField(max_length=200)
    case_id = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    card = models.TextField()
    asked = models.CharField(max_length=500, help_text="想听什么意见")
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True)
    summary = models.TextField(blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=CONSULTATION_KINDS), name="consultation_kind_known")]
        indexes = [
            models.Index(fields=["organ", "-opened_on"], name="consultation_of_organ"),
            models.Index(fields=["kind", "-opened_on", "-id"], name="consultation_newest"),
        ]


class Opinion(models.Model):
    """One opinion in a consultation, and what the organ answered to it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="opinions")
    number = models.PositiveIntegerField()
    giver = models.CharField(max_length=60, help_text="特邀监督员的人员编号，或者社会评议人的身份，如 商户代表")
    stance = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    given_on = models.DateField()
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="opinion_once")]
        indexes = [models.Index(fields=["giver", "-given_on"], name="opinion_of_giver")]
