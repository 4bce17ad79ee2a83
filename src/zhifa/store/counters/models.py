"""Tables of counters. They hold nothing that is not in the outcome rows and can be thrown away and made again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Counted(models.Model):
    """What both tables say: which outcomes, how many, how much. Matters are left out: there are too many of them."""

    organ_id = models.CharField(max_length=40)
    counted_on = models.DateField()
    code = models.CharField(max_length=60)
    standing = models.SmallIntegerField()
    procedure = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    permit_kind = models.CharField(max_length=60, blank=True)
    enterprise = models.SmallIntegerField()
    simple = models.SmallIntegerField()
    count = models.BigIntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        abstract = True


class Counter(Counted):
    """The sum over a day, a month or a year; `counted_on` is its first day."""

    span = models.CharField(max_length=5)

    class Meta:
        db_table = "counter"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "span", "organ_id", "counted_on", "code", "standing", "procedure", "kind", "permit_kind",
                    "enterprise", "simple",
                ],
                name="counter_once",
            ),
            models.CheckConstraint(condition=Q(span__in=["day", "month", "year"]), name="counter_span"),
        ]  # fmt: skip


class Delta(Counted):
    """What one act added or took away, not yet in the counters: counts and amounts may be negative."""

    class Meta:
        db_table = "counter_delta"
