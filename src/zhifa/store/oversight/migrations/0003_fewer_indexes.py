"""What a longer index begins with has none of its own."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.covered import dropping

COVERED = (("cause", "pattern"), ("pattern", "organ"), ("presence", "case"))
"""Foreign keys with which another index of their table begins."""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_fewer_indexes"),
        ("oversight", "0002_presences"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(dropping("oversight", COVERED))],
            state_operations=[
                migrations.AlterField(
                    model_name="cause",
                    name="pattern",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="oversight.pattern",
                    ),
                ),
                migrations.AlterField(
                    model_name="pattern",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="presence",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="casework.case",
                    ),
                ),
            ],
        ),
    ]
