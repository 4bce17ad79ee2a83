"""The tables as the migrations up to 0002 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True
    replaces = [("supervision", "0001_initial"), ("supervision", "0002_derived_keys")]
    dependencies = [("casework", "0013_derived_keys"), ("registry", "0005_law_licence")]

    operations = together(
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40, unique=True)),
                ("procedure", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("supervised", models.CharField(blank=True, max_length=120)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("state", models.CharField(max_length=10)),
                ("opened_on", models.DateField()),
                ("issued_on", models.DateField(null=True)),
                ("report_by", models.DateField(null=True)),
                ("reported_on", models.DateField(null=True)),
                ("checked_on", models.DateField(null=True)),
                ("result", models.CharField(blank=True, max_length=20)),
                ("closed_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instruments",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instruments",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-opened_on", "-proceeding"], name="instrument_newest"),
                    models.Index(
                        condition=models.Q(("reported_on__isnull", True)), fields=["report_by"], name="instrument_due"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intervention",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("entered_on", models.DateField()),
                ("happened_on", models.DateField()),
                ("who", models.CharField(blank=True, max_length=60)),
                ("post", models.CharField(blank=True, max_length=120)),
                ("way", models.CharField(max_length=20)),
                ("content", models.TextField(blank=True)),
                ("response", models.TextField(blank=True)),
                ("handled_on", models.DateField(null=True)),
                ("handling", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interventions", to="casework.case"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interventions", to="registry.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-entered_on", "-id"], name="intervention_newest")],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40, unique=True)),
                ("sender_case", models.CharField(max_length=40)),
                ("sender_proceeding", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sender_case", "sender_proceeding"], name="letter_of_sender")],
            },
        ),
        migrations.CreateModel(
            name="Liability",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField()),
                ("decided_by", models.CharField(max_length=120)),
                ("decided_on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=120)),
                ("struck", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liabilities",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="liabilities", to="registry.organ"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liabilities",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-decided_on", "-id"], name="liability_newest")],
            },
        ),
        migrations.CreateModel(
            name="Working",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("alert", models.CharField(max_length=60)),
                ("group", models.CharField(max_length=20)),
                ("colour", models.CharField(max_length=10)),
                ("known_on", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("answer_by", models.DateField()),
                ("answered_on", models.DateField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("ground", models.CharField(blank=True, max_length=40)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workings",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="workings", to="registry.organ"
                    ),
                ),
                (
                    "raised",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raised_from",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "alert", "settled_on"], name="working_of_alert"),
                    models.Index(fields=["-known_on", "-key"], name="working_newest"),
                ],
            },
        ),
    )
