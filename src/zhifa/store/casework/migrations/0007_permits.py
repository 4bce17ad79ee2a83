"""The register of permits: whose, until when, and how they ended."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows of the new table follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_custody"),
        ("registry", "0003_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("certificate", models.CharField(blank=True, max_length=60)),
                ("granted_on", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("ended_as", models.CharField(blank=True, max_length=10)),
                ("ended_on", models.DateField(null=True)),
                ("open_on", models.CharField(blank=True, max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="permits", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="registry.organ"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-granted_on", "-proceeding"], name="permit_newest"),
                    models.Index(condition=models.Q(("ended_as", "")), fields=["valid_until"], name="permit_expiring"),
                ],
            },
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
