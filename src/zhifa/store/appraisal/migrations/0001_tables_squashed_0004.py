"""The tables as the migrations up to 0004 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("appraisal", "0001_initial"),
        ("appraisal", "0002_quality_conclusions"),
        ("appraisal", "0003_fewer_indexes"),
        ("appraisal", "0004_derived_keys"),
    ]
    dependencies = [("casework", "0013_derived_keys"), ("registry", "0005_law_licence")]

    operations = together(
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("standard", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("organs", models.JSONField(help_text="评查对象：机关代码")),
                ("kinds", models.JSONField(default=list)),
                ("size", models.PositiveSmallIntegerField(help_text="每个机关抽取件数；0 为普查")),
                ("readers", models.JSONField(default=list)),
                ("mark", models.CharField(max_length=64)),
                ("seed", models.CharField(blank=True, max_length=200)),
                ("pool", models.JSONField(default=dict, help_text="每个机关的抽样范围：件数和摘要")),
                ("due_on", models.DateField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("planned_on", models.DateField()),
                ("version", models.PositiveIntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_rounds",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-planned_on", "-id"], name="round_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "drawn", "closed"])), name="round_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundFile",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("machine", models.JSONField(help_text="抽取时机器的评分：得分、等次、扣分，读到案件的第几个事件")),
                ("first_reader", models.CharField(blank=True, max_length=40)),
                ("second_reader", models.CharField(blank=True, max_length=40)),
                ("first", models.JSONField(null=True)),
                ("second", models.JSONField(null=True)),
                ("settled", models.JSONField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("grade", models.CharField(blank=True, max_length=10)),
                ("sent_on", models.DateField(null=True)),
                ("object_by", models.DateField(null=True)),
                ("objection", models.TextField(blank=True)),
                ("objected_on", models.DateField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                ("final_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraised_in", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraised_files", to="registry.organ"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="appraisal.round"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["first_reader", "state"], name="round_file_first"),
                    models.Index(fields=["second_reader", "state"], name="round_file_second"),
                    models.Index(fields=["case"], name="round_file_of_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="round_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("drawn", "first", "second", "differs", "settled", "sent", "objected", "final"),
                            )
                        ),
                        name="round_file_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_reader", ""),
                            models.Q(("first_reader", models.F("second_reader")), _negated=True),
                            _connector="OR",
                        ),
                        name="round_file_two_readers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("content", models.TextField()),
                ("sent_on", models.DateField()),
                ("mend_by", models.DateField()),
                ("review_by", models.DateField()),
                ("reply", models.TextField(blank=True)),
                ("replied_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_suggestions",
                        to="registry.organ",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suggestions", to="appraisal.round"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organ", "mend_by"], name="suggestion_due")],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("light", models.SmallIntegerField(default=0)),
                ("decided_on", models.DateField()),
                ("standard", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=16)),
                ("version", models.PositiveIntegerField()),
                ("score", models.PositiveSmallIntegerField()),
                ("grade", models.CharField(max_length=10)),
                ("fatal", models.PositiveSmallIntegerField()),
                ("asks", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appraisals",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-decided_on", "-case"], name="appraisal_newest"),
                    models.Index(
                        fields=["organ", "light", "decided_on", "fatal", "grade", "score"], name="appraisal_counted"
                    ),
                    models.Index(
                        condition=models.Q(("fatal__gt", 0)), fields=["-decided_on", "-case"], name="appraisal_failed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case",), name="appraisal_once"),
                    models.CheckConstraint(condition=models.Q(("light__in", [0, 1])), name="appraisal_light_flag"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decided_on", models.DateField()),
                ("light", models.SmallIntegerField(default=0)),
                ("number", models.PositiveSmallIntegerField()),
                ("item", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("points", models.PositiveSmallIntegerField()),
                ("fatal", models.SmallIntegerField()),
                ("ask", models.SmallIntegerField()),
                ("message", models.TextField()),
                ("cite", models.CharField(blank=True, max_length=120)),
                ("place", models.CharField(max_length=10)),
                ("proceeding", models.CharField(max_length=40)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("version", models.PositiveIntegerField(default=0)),
                ("token", models.CharField(blank=True, max_length=40)),
                ("paper", models.CharField(blank=True, max_length=60)),
                ("period", models.CharField(blank=True, max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deductions",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deductions",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "light", "item", "decided_on", "case"], name="deduction_counted")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="deduction_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ask__in", [0, 1]), ("fatal__in", [0, 1])), name="deduction_flags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityConclusion",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=60)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("standard", models.CharField(max_length=40)),
                ("rules", models.CharField(max_length=64)),
                ("items", models.JSONField(help_text="各项：名称、分值、得分、依据的数字")),
                ("score", models.PositiveSmallIntegerField()),
                ("grade", models.CharField(max_length=10)),
                ("told_by", models.CharField(max_length=120)),
                ("told_on", models.DateField()),
                ("object_by", models.DateField()),
                ("objection", models.TextField(blank=True)),
                ("objected_on", models.DateField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                ("first_score", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_conclusions",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-last_on", "-id"], name="quality_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "first_on", "last_on"), name="quality_concluded_once")
                ],
            },
        ),
    )
