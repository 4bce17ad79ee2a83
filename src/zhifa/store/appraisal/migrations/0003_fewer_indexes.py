"""Files and deductions are found by longer indexes, which begin with the case or the organ as well."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.covered import dropping

COVERED = (("appraisal", "case"), ("appraisal", "organ"), ("deduction", "case"), ("deduction", "organ"))
"""Foreign keys with which another index of their table begins."""


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0002_quality_conclusions"),
        ("casework", "0011_fewer_indexes"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(dropping("appraisal", COVERED))],
            state_operations=[
                migrations.AlterField(
                    model_name="appraisal",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appraisals",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="appraisal",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="deduction",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deductions",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="deduction",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deductions",
                        to="registry.organ",
                    ),
                ),
            ],
        ),
    ]
