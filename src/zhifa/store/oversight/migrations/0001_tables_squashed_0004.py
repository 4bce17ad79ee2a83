"""The tables as the migrations up to 0004 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("oversight", "0001_initial"),
        ("oversight", "0002_presences"),
        ("oversight", "0003_fewer_indexes"),
        ("oversight", "0004_derived_keys"),
    ]
    dependencies = [("casework", "0013_derived_keys"), ("registry", "0005_law_licence")]

    operations = together(
        migrations.CreateModel(
            name="Pattern",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("alert", models.CharField(max_length=60)),
                ("group", models.CharField(max_length=20)),
                ("colour", models.CharField(max_length=10)),
                ("path", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=200)),
                ("message", models.TextField()),
                ("remedy", models.TextField(blank=True)),
                ("cite", models.CharField(blank=True, max_length=80)),
                ("found_on", models.DateField()),
                ("known_on", models.DateField()),
                ("answers", models.CharField(max_length=20)),
                ("answer_by", models.DateField()),
                (
                    "organ",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-known_on", "-key"], name="pattern_known"),
                    models.Index(fields=["organ", "-known_on", "-key"], name="pattern_of_organ"),
                    models.Index(fields=["alert", "-known_on", "-key"], name="pattern_of_alert"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("happened_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="oversight.pattern",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pattern", "case", "version"), name="cause_once")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=30)),
                ("day", models.DateField()),
                ("minute", models.SmallIntegerField(null=True)),
                ("entered_on", models.DateField()),
                ("officers", models.TextField(blank=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("party", models.CharField(blank=True, max_length=200)),
                ("identity", models.CharField(blank=True, max_length=32)),
                ("enterprise", models.SmallIntegerField(default=0)),
                ("daily", models.SmallIntegerField(default=0)),
                ("plan_item", models.CharField(blank=True, max_length=20)),
                ("assisted", models.SmallIntegerField(default=0)),
                ("said", models.CharField(blank=True, max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day", "organ"], name="presence_day"),
                    models.Index(
                        condition=models.Q(("said", ""), _negated=True), fields=["said", "day"], name="presence_said"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version", "step"), name="presence_once")
                ],
            },
        ),
    )
