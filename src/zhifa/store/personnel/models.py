"""Training, examinations, assessments of officers, equipment and postings. Only the projector writes these rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhifa.store.registry.models import Organ, Person


class Session(models.Model):
    """A training that was held: by whom, when, how, how many hours; struck when it was entered by mistake."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    held_on = models.DateField()
    hours = models.PositiveSmallIntegerField(help_text="学时")
    teacher = models.CharField(max_length=60, blank=True)
    content = models.TextField(blank=True)
    courseware = models.JSONField(default=list, help_text="课件：[{digest, name}]")
    struck = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organ", "-held_on"], name="training_of_organ")]


class Attendance(models.Model):
    """A person at a training, with the hours that count for them."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once")]


class Exam(models.Model):
    """An examination: its kind, days, length, pass mark and the paper that was drawn for it."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="exams")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    opens_on = models.DateField()
    closes_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    full_marks = models.PositiveSmallIntegerField()
    paper = models.JSONField(help_text="试题：[{code, points}]；在别处举行的为空")
    draw = models.JSONField(default=dict, help_text="抽题：规则、种子、题库摘要")
    candidates = models.JSONField(default=list)
    where = models.CharField(max_length=200, blank=True, help_text="在别处举行的考试的出处")
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organ", "-opens_on"], name="exam_of_organ")]


class Sitting(models.Model):
    """A person at an examination: begun, handed in, marked."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="sittings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sittings")
    begun_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exam", "person"], name="sitting_once")]


class Assessment(models.Model):
    """The assessment of a person for a period: its items, what the person says against it, the answer."""

    id = models.CharField(max_length=80, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="assessments")
    standard = models.CharField(max_length=40)
    period = models.CharField(max_length=10, help_text="2024、2024Q3 或者 2024-03-05")
    items = models.JSONField()
    score = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=10)
    entered_on = models.DateField()
    entered_by = models.CharField(max_length=40)
    objection = models.TextField(blank=True)
    objected_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organ", "period"], name="assessment_of_organ")]


EQUIPMENT_STATES = ("在库", "领用", "报废")


class Equipment(models.Model):
    """A piece of equipment, a suit, a room or a vehicle and where it is in its life."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="equipment")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    serial = models.CharField(max_length=60, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=4, choices=[(state, state) for state in EQUIPMENT_STATES])
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="equipment")
    bought_on = models.DateField()
    issued_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    check_result = models.CharField(max_length=200, blank=True)
    next_check_on = models.DateField(null=True)
    scrapped_on = models.DateField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EQUIPMENT_STATES), name="equipment_state_known"),
            models.CheckConstraint(
                condition=Q(state="领用", holder__isnull=False) | (~Q(state="领用") & Q(holder__isnull=True)),
                name="equipment_issued_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organ", "kind"], name="equipment_of_organ")]


class Posting(models.Model):
    """A person of one organ who sits in another place on some days of the week and goes on acting for their own."""

    id = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="postings")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="sent", help_text="以谁的名义")
    station = models.ForeignKey(Organ, models.PROTECT, related_name="stationed", help_text="在哪个镇街")
    place = models.CharField(max_length=120)
    weekdays = models.JSONField(help_text="每周哪几天，1 是周一")
    duties = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(organ=models.F("station")), name="posting_to_another_place"),
        ]
