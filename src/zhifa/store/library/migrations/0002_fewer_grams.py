"""The search index keeps no single characters: they are found by the pairs they begin."""

from typing import Any

from django.db import migrations

from zhifa.core.bigrams import indexed
from zhifa.store.grams import line_of
from zhifa.store.library.search import ARTICLES

TOGETHER = 500


def leave_out(apps: Any, _schema_editor: Any) -> None:
    grams = apps.get_model("library", "ArticleGrams")
    told, last = grams.objects.order_by("pk").values_list("pk", "article__words"), 0
    while chunk := list(told.filter(pk__gt=last)[:TOGETHER]):
        rows = [grams(pk=key, grams=line_of(indexed(words))) for key, words in chunk]
        grams.objects.bulk_update(rows, ["grams"], batch_size=100)
        last = chunk[-1][0]


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.RunPython(leave_out, migrations.RunPython.noop),
        migrations.RunPython(ARTICLES.anew, migrations.RunPython.noop),
    ]
