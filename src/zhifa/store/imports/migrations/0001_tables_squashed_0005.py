"""The tables as the migrations up to 0005 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("imports", "0001_initial"),
        ("imports", "0002_parts_of_runs"),
        ("imports", "0003_keys_in_series"),
        ("imports", "0004_uploads"),
        ("imports", "0005_runs_in_the_background"),
    ]
    dependencies = [("registry", "0005_law_licence")]

    operations = together(
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("layout", models.CharField(max_length=60)),
                ("mapping", models.JSONField(default=dict)),
                ("salt", models.CharField(max_length=64)),
                ("confirmed_by", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="import_sources", to="registry.organ"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organ", "name"), name="import_source_once")],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("file", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("header", models.JSONField(default=list)),
                ("layout", models.CharField(max_length=60)),
                ("state", models.CharField(default="running", max_length=10)),
                ("position", models.PositiveIntegerField(default=0)),
                ("read", models.PositiveIntegerField(default=0)),
                ("written", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("aside", models.PositiveIntegerField(default=0)),
                ("findings", models.PositiveIntegerField(default=0)),
                ("actor", models.CharField(max_length=40)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "mends",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mended_by",
                        to="imports.run",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="imports.source"
                    ),
                ),
                ("fraction", models.FloatField(default=0)),
                ("rate", models.PositiveIntegerField(default=0)),
                ("refused", models.TextField(blank=True)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-began_at", "-id"], name="import_runs_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "refused"])),
                        name="import_run_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "source_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BinaryField(max_length=16)),
                ("seal", models.BinaryField(max_length=16)),
                ("run", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("case", models.CharField(max_length=40)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="imports.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AsideRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                ("faults", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows_aside", to="imports.run"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="import_aside_once")],
            },
        ),
        migrations.CreateModel(
            name="RunPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("rows", models.BinaryField()),
                ("read", models.PositiveIntegerField()),
                ("written", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("aside", models.PositiveIntegerField()),
                ("findings", models.PositiveIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="imports.run",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "first"), name="import_part_once")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("digest", "path"), name="import_upload_once")],
            },
        ),
    )
