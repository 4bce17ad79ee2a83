"""The fine ledger: each decision about money, and each movement of money, worked out from the journal."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows of the new tables follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_permits"),
        ("registry", "0003_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("party", models.CharField(blank=True, max_length=200)),
                ("decided_on", models.DateField()),
                ("delivered_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("fine_fen", models.BigIntegerField()),
                ("gains_fen", models.BigIntegerField(default=0)),
                ("goods_fen", models.BigIntegerField(default=0)),
                ("goods_unvalued", models.SmallIntegerField(default=0)),
                ("paid_fen", models.BigIntegerField(default=0)),
                ("surcharge_fen", models.BigIntegerField(default=0)),
                ("surcharge_daily_fen", models.BigIntegerField(default=0)),
                ("surcharge_cap_fen", models.BigIntegerField(default=0)),
                ("reckoned_on", models.DateField(null=True)),
                ("surcharge_paid_fen", models.BigIntegerField(default=0)),
                ("waived_fen", models.BigIntegerField(default=0)),
                ("deferred", models.CharField(blank=True, max_length=10)),
                ("settled_on", models.DateField(null=True)),
                ("court_on", models.DateField(null=True)),
                ("hand_in_due", models.DateField(null=True)),
                ("standing", models.SmallIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fines", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fines", to="registry.organ"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "-decided_on", "-id"], name="fine_of_organ"),
                    models.Index(
                        condition=models.Q(("settled_on__isnull", True), ("standing", 1)),
                        fields=["due_on"],
                        name="fine_unpaid",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="fine_once"),
                    models.CheckConstraint(
                        condition=models.Q(("goods_unvalued__in", [0, 1]), ("standing__in", [0, 1])), name="fine_flags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FineMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("moved_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("receipt", models.CharField(blank=True, max_length=100)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fine_movements", to="casework.case"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fine_movements", to="registry.organ"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "moved_on"], name="fine_movement_of_organ"),
                    models.Index(
                        condition=models.Q(("receipt", ""), _negated=True),
                        fields=["organ", "receipt"],
                        name="fine_movement_receipt",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="fine_movement_once")
                ],
            },
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
