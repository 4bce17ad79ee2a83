"""The appraisal of casefiles: what the machine says of each file, and what people make of a sample.

`Appraisal` and `Deduction` follow from a case like its other rows: only the projector of cases writes them, and they
can be rebuilt from its journal. Rounds, their files and suggestions follow the journals of the rounds.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhifa.store.registry.models import Organ


class Appraisal(models.Model):
    """A casefile appraised by the machine: by which standard, read up to which event, with what score."""

    case = models.ForeignKey(
        "casework.Case", models.CASCADE, related_name="appraisals", db_index=False, db_constraint=False
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="appraisals", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=30)
    light = models.SmallIntegerField(default=0)
    decided_on = models.DateField()
    """The day of the decision, or that of the closing where nothing is decided."""
    standard = models.CharField(max_length=40)
    digest = models.CharField(max_length=16)
    """Which text of the standard, by the beginning of its digest."""
    version = models.PositiveIntegerField()
    """The last event of the case it was read up to."""
    score = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=10)
    fatal = models.PositiveSmallIntegerField()
    asks = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="appraisal_once"),
            models.CheckConstraint(condition=Q(light__in=[0, 1]), name="appraisal_light_flag"),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-case"], name="appraisal_newest"),
            models.Index(fields=["organ", "light", "decided_on", "fatal", "grade", "score"], name="appraisal_counted"),
            models.Index(fields=["-decided_on", "-case"], name="appraisal_failed", condition=Q(fatal__gt=0)),
        ]


class Deduction(models.Model):
    """One deduction from a file: the item, points or fatal, why, and where in the file it lies."""

    case = models.ForeignKey(
        "casework.Case", models.CASCADE, related_name="deductions", db_index=False, db_constraint=False
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="deductions", db_index=False, db_constraint=False)
    decided_on = models.DateField()
    light = models.SmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField()
    """Its place on the sheet."""
    item = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    points = models.PositiveSmallIntegerField()
    fatal = models.SmallIntegerField()
    ask = models.SmallIntegerField()
    message = models.TextField()
    cite = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=10)
    proceeding = models.CharField(max_length=40)
    step = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    token = models.CharField(max_length=40, blank=True)
    paper = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="deduction_once"),
            models.CheckConstraint(condition=Q(fatal__in=[0, 1], ask__in=[0, 1]), name="deduction_flags"),
        ]
        indexes = [models.Index(fields=["organ", "light", "item", "decided_on", "case"], name="deduction_counted")]


class Round(models.Model):
    """A round of appraisal by people (评查活动): what it looks at, how its sample was drawn, how far it is."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="appraisal_rounds")
    title = models.CharField(max_length=120)
    standard = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    first_on = models.DateField()
    last_on = models.DateField()
    organs = models.JSONField(help_text="评查对象：机关代码")
    kinds = models.JSONField(default=list)
    size = models.PositiveSmallIntegerField(help_text="每个机关抽取件数；0 为普查")
    readers = models.JSONField(default=list)
    mark = models.CharField(max_length=64)
    """The digest of the event by which it was planned: part of every seed, so that no draw can be tried out before."""
    seed = models.CharField(max_length=200, blank=True)
    pool = models.JSONField(default=dict, help_text="每个机关的抽样范围：件数和摘要")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10)
    planned_on = models.DateField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["planned", "drawn", "closed"]), name="round_state_known")
        ]
        indexes = [models.Index(fields=["-planned_on", "-id"], name="round_newest")]


FILE_STATES = ("drawn", "first", "second", "differs", "settled", "sent", "objected", "final")
"""Drawn, read once, read twice with one result, read twice with two, settled, sent, objected to, final."""


class RoundFile(models.Model):
    """One file of a round: its readers, what each said, how it was settled, sent, objected to and made final."""

    id = models.CharField(max_length=60, primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="appraised_in")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="appraised_files")
    machine = models.JSONField(help_text="抽取时机器的评分：得分、等次、扣分，读到案件的第几个事件")
    first_reader = models.CharField(max_length=40, blank=True)
    second_reader = models.CharField(max_length=40, blank=True)
    first = models.JSONField(null=True)
    second = models.JSONField(null=True)
    settled = models.JSONField(null=True)
    state = models.CharField(max_length=10)
    score = models.PositiveSmallIntegerField(null=True)
    grade = models.CharField(max_length=10, blank=True)
    sent_on = models.DateField(null=True)
    object_by = models.DateField(null=True)
    objection = models.TextField(blank=True)
    objected_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    final_on = models.DateField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="round_file_once"),
            models.CheckConstraint(
                condition=Q(state__in=FILE_STATES),
                name="round_file_state_known",
            ),
            models.CheckConstraint(
                condition=Q(first_reader="") | ~Q(first_reader=models.F("second_reader")), name="round_file_two_readers"
            ),
        ]
        indexes = [
            models.Index(fields=["first_reader", "state"], name="round_file_first"),
            models.Index(fields=["second_reader", "state"], name="round_file_second"),
            models.Index(fields=["case"], name="round_file_of_case"),
        ]


class Suggestion(models.Model):
    """A suggestion to mend (行政执法督察建议书) sent to an organ after a round: by when, and what it answered."""

    id = models.CharField(max_length=40, primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="suggestions")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="appraisal_suggestions")
    content = models.TextField()
    sent_on = models.DateField()
    mend_by = models.DateField()
    review_by = models.DateField()
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organ", "mend_by"], name="suggestion_due")]


class QualityConclusion(models.Model):
    """What an organ's enforcement was found to be worth in a period (考评结论): kept as it was told to the organ.

    Items and figures are those of the day of the conclusion, or of the answer where an objection had them recounted.
    """

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="quality_conclusions")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=60)
    first_on = models.DateField()
    last_on = models.DateField()
    standard = models.CharField(max_length=40)
    rules = models.CharField(max_length=64)
    """The digest of the rules it was counted under."""
    items = models.JSONField(help_text="各项：名称、分值、得分、依据的数字")
    score = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=10)
    told_by = models.CharField(max_length=120)
    told_on = models.DateField()
    object_by = models.DateField()
    objection = models.TextField(blank=True)
    objected_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    first_score = models.PositiveSmallIntegerField()
    """The score first told, which an answer may have changed."""
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "first_on", "last_on"], name="quality_concluded_once")]
        indexes = [models.Index(fields=["-last_on", "-id"], name="quality_newest")]
