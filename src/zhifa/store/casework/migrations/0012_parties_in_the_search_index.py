"""Decisions are found by their party through the search index; indexes nobody asks are gone.

Indexes by a name or a digest were written in another place for every row. PostgreSQL has second indexes of ids for
questions by their beginnings, which nobody asks.
"""

from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.casework.rulings import mark_of
from zhifa.store.covered import dropping
from zhifa.store.grams import line_of

TOGETHER = 2000
BEGINNINGS = (
    ("case", "id"), ("casegrams", "case"), ("proceeding", "id"), ("proceeding", "case"), ("permit", "proceeding"),
    ("permit", "case"),
)  # fmt: skip


def mark(apps: Any, _schema_editor: Any) -> None:
    rulings = apps.get_model("casework", "Ruling").objects.order_by("case_id")
    grams = apps.get_model("casework", "CaseGrams")
    told = rulings.values_list("case_id", "party", "identity").iterator(chunk_size=TOGETHER)
    cases = groupby(told, itemgetter(0))
    marks = ((case, {mark_of(known) for row in some for known in row[1:] if known}) for case, some in cases)
    while chunk := dict(islice(marks, TOGETHER)):
        found = list(grams.objects.filter(case_id__in=list(chunk)))
        for row in found:
            row.grams = line_of(sorted({*row.grams.split(), *chunk[row.case_id]}))
        grams.objects.bulk_update(found, ["grams"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_fewer_indexes"), ("registry", "0005_law_licence")]

    operations = [
        migrations.RemoveIndex("ruling", "ruling_of_party"),
        migrations.RemoveIndex("ruling", "ruling_of_identity"),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(dropping("casework", (("permit", "organ"),))),
                migrations.RunPython(dropping("casework", BEGINNINGS, suffixes=("_like",))),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="permit",
                    name="organ",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits",
                        to="registry.organ",
                    ),
                ),
            ],
        ),
    ]
