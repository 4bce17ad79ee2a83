"""Outcomes are indexed by what figures ask for: those of one code stand together, day after day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_tables_squashed_0013")]

    operations = [
        migrations.RemoveIndex(model_name="outcome", name="outcome_year"),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(fields=["organ", "code", "counted_on"], name="outcome_of_figure"),
        ),
    ]
