import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.casework.search import backwards, forwards


# The watch works every case out again after the migration before this one, and so makes it searchable.
class Migration(migrations.Migration):
    dependencies = [("casework", "0002_questions_publications")]

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
        migrations.RunPython(forwards, backwards),
    ]
