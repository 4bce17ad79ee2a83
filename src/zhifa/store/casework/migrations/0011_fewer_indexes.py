"""Cases are found by the day of their decision and closing; what a longer index begins with has none of its own."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

COVERED = (
    ("case", "organ"), ("custody", "case"), ("finding", "organ"), ("fine", "case"), ("fine", "organ"),
    ("finemovement", "case"), ("finemovement", "organ"), ("obligation", "case"), ("outcome", "case"),
    ("outcome", "organ"), ("paper", "case"), ("publication", "organ"), ("question", "case"), ("ruling", "case"),
    ("task", "case"),
)  # fmt: skip
"""Foreign keys with which another index of their table begins."""


def drop(apps: Any, schema_editor: Any) -> None:
    """Only the indexes go. An altered field would have SQLite write every table anew."""
    for name, field in COVERED:
        model = apps.get_model("casework", name)
        column = model._meta.get_field(field).column
        for suffix in ("", "_like"):  # PostgreSQL has a second one for texts
            index = schema_editor._create_index_name(model._meta.db_table, [column], suffix=suffix)
            schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(index)}")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_rulings_for_patterns"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop)],
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
