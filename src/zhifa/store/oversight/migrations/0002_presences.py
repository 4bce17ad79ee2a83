"""Presences: where officers were and when, for patterns over many cases."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_rulings_for_patterns"),
        ("oversight", "0001_initial"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organ"
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
    ]
