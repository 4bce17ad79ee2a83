"""The search index keeps no single characters: they are found by the pairs they begin."""

from typing import Any

from django.db import migrations

from zhifa.core.bigrams import indexed
from zhifa.store.casework.search import CASES
from zhifa.store.grams import line_of

TOGETHER = 2000


def leave_out(apps: Any, _schema_editor: Any) -> None:
    grams = apps.get_model("casework", "CaseGrams")
    told, last = grams.objects.order_by("pk").values_list("pk", "grams", "case__sought"), 0
    while chunk := list(told.filter(pk__gt=last)[:TOGETHER]):
        rows = [grams(pk=key, grams=_anew(held, sought)) for key, held, sought in chunk]
        grams.objects.bulk_update(rows, ["grams"], batch_size=200)
        last = chunk[-1][0]


def _anew(held: str, sought: str) -> str:
    """The marks of the rulings, longer than any gram, and the grams of the text."""
    return line_of([*[word for word in held.split() if len(word) > 2], *indexed(sought)])


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_outcomes_by_figure")]

    operations = [
        migrations.RunPython(leave_out, migrations.RunPython.noop),
        migrations.RunPython(CASES.anew, migrations.RunPython.noop),
    ]
