"""Tables of counters. They hold nothing that is not in the outcome rows and can be thrown away and made again."""

from __future__ import annotations

from django.db import models

from zhifa.store.counters.keys import KEYS


class Counted(models.Model):
    """What every table says: which outcomes, how many, how much. Matters are left out: there are too many of them."""

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


# A table for each span: the few rows of years are found at once whatever the planner knows of the many days.
class DayCounter(Counted):
    """The sum over a day."""

    class Meta:
        db_table = "counter_day"
        constraints = [models.UniqueConstraint(fields=KEYS, name="counter_day_once")]


class MonthCounter(Counted):
    """The sum over a month; `counted_on` is its first day."""

    class Meta:
        db_table = "counter_month"
        constraints = [models.UniqueConstraint(fields=KEYS, name="counter_month_once")]


class YearCounter(Counted):
    """The sum over a year; `counted_on` is its first day."""

    class Meta:
        db_table = "counter_year"
        constraints = [models.UniqueConstraint(fields=KEYS, name="counter_year_once")]


class Delta(Counted):
    """What one act added or took away, not yet in the counters: counts and amounts may be negative."""

    class Meta:
        db_table = "counter_delta"
