"""Decisions by matter, tier and sum, so that like cases can be compared and earlier ones counted."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows of the new table follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_plan_item")]

    operations = [
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("tier", models.CharField(blank=True, max_length=20)),
                ("fined", models.SmallIntegerField()),
                ("fine_fen", models.BigIntegerField()),
                ("lenient", models.CharField(blank=True, max_length=20)),
                ("decided_on", models.DateField()),
                ("standing", models.SmallIntegerField(default=1)),
                ("party", models.CharField(blank=True, max_length=200)),
                ("identity", models.CharField(blank=True, max_length=32)),
                ("facts", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rulings", to="casework.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["matter", "fined", "standing", "tier", "fine_fen", "path"], name="ruling_like"
                    ),
                    models.Index(fields=["matter", "fined", "standing", "-decided_on"], name="ruling_recent"),
                    models.Index(fields=["party", "matter"], name="ruling_of_party"),
                    models.Index(
                        condition=models.Q(("identity", ""), _negated=True),
                        fields=["identity", "matter"],
                        name="ruling_of_identity",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="ruling_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fined__in", [0, 1]), ("standing__in", [0, 1])), name="ruling_flags"
                    ),
                ],
            },
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
