"""Goods in custody, item by item, so that an organ sees what it holds and what must be decided."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows of the new table follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_rulings")]

    operations = [
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("procedure", models.CharField(max_length=60)),
                ("list", models.CharField(max_length=60)),
                ("no", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("quantity", models.CharField(blank=True, max_length=30)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("value_fen", models.BigIntegerField(null=True)),
                ("kept_at", models.CharField(blank=True, max_length=200)),
                ("keeper", models.CharField(blank=True, max_length=100)),
                ("taken_on", models.DateField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("held", models.SmallIntegerField()),
                ("disposal", models.CharField(blank=True, max_length=20)),
                ("counted_on", models.DateField(null=True)),
                ("found", models.CharField(blank=True, max_length=30)),
                ("short", models.SmallIntegerField(default=0)),
                ("due_on", models.DateField(null=True)),
                ("verb", models.CharField(blank=True, max_length=120)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="custody", to="casework.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["held", "due_on", "case"], name="custody_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "list", "no"), name="custody_once"),
                    models.CheckConstraint(
                        condition=models.Q(("held__in", [0, 1]), ("short__in", [0, 1])), name="custody_flags"
                    ),
                ],
            },
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
