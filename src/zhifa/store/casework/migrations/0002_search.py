from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from zhifa.core.bigrams import grams, plain
from zhifa.store.casework.search import backwards, forwards


def fill(apps: Any, _editor: object) -> None:
    """Cases that are there already are made searchable; their next projection would do the same."""
    Case, CaseGrams = apps.get_model("casework", "Case"), apps.get_model("casework", "CaseGrams")
    for case in Case.objects.only("number", "title", "party").iterator(chunk_size=500):
        case.sought = "\n".join(map(plain, (case.number, case.title, case.party)))
        case.save(update_fields=["sought"])
        CaseGrams.objects.create(case=case, grams=" ".join(sorted(grams(case.sought))))


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        migrations.AddField("case", "sought", models.TextField(blank=True)),
        migrations.CreateModel(
            name="CaseGrams",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grams", models.TextField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="casework.case"
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex("case", "case_counted"),
        migrations.AddIndex("case", models.Index(fields=["organ", "state", "red_count", "path"], name="case_counted")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    ]
