"""Findings stand under rules of supervision: a key of their own, colour, who answers by when. Rows follow anew."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_fine_ledger"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.DeleteModel(name="Finding"),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=32)),
                ("alert", models.CharField(max_length=60)),
                ("group", models.CharField(max_length=20)),
                ("colour", models.CharField(max_length=10)),
                ("proceeding", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=80)),
                ("level", models.CharField(max_length=10)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField()),
                ("remedy", models.TextField(blank=True)),
                ("cite", models.CharField(blank=True, max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("found_on", models.DateField()),
                ("known_on", models.DateField()),
                ("answers", models.CharField(max_length=20)),
                ("answer_by", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="registry.organ"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["level", "-found_on"], name="finding_newest"),
                    models.Index(fields=["-known_on", "-key"], name="finding_known"),
                    models.Index(fields=["organ", "-known_on", "-key"], name="finding_of_organ"),
                    models.Index(fields=["alert", "-known_on", "-key"], name="finding_of_alert"),
                    models.Index(fields=["organ", "group", "colour", "path"], name="finding_counted"),
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="finding_once")],
            },
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
