"""Cases are found by the day of their decision and closing; what a longer index begins with has none of its own."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.covered import dropping

COVERED = (
    ("case", "organ"), ("custody", "case"), ("finding", "organ"), ("fine", "case"), ("fine", "organ"),
    ("finemovement", "case"), ("finemovement", "organ"), ("obligation", "case"), ("outcome", "case"),
    ("outcome", "organ"), ("paper", "case"), ("publication", "organ"), ("question", "case"), ("ruling", "case"),
    ("task", "case"),
)  # fmt: skip
"""Foreign keys with which another index of their table begins."""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_rulings_for_patterns"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(dropping("casework", COVERED))],
            state_operations=[
                migrations.AlterField(
                    model_name="case",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="custody",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custody",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="finding",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="fine",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fines",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="fine",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fines",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="finemovement",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fine_movements",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="finemovement",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fine_movements",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="obligations",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcome",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcome",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="publication",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="registry.organ",
                    ),
                ),
                migrations.AlterField(
                    model_name="question",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="ruling",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="casework.case",
                    ),
                ),
                migrations.AlterField(
                    model_name="task",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("decided_on__isnull", False)), fields=["organ", "decided_on"], name="case_decided"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)), fields=["organ", "closed_on"], name="case_closed"
            ),
        ),
    ]
