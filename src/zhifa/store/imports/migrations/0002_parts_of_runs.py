"""Parts of a file that are done before all above them are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RunPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("rows", models.BinaryField()),
                ("read", models.PositiveIntegerField()),
                ("written", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("aside", models.PositiveIntegerField()),
                ("findings", models.PositiveIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="imports.run",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "first"), name="import_part_once")],
            },
        ),
    ]
