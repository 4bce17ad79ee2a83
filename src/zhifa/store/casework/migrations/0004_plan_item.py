"""Inspections name the item of the yearly plan they carry out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_search")]

    operations = [
        migrations.AddField(
            model_name="proceeding",
            name="plan_item",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
    ]
