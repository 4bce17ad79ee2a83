"""Long lists sent in the browser wait for background work, which tells how far it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0004_uploads"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="run", name="import_run_state"),
        migrations.AddField(model_name="run", name="fraction", field=models.FloatField(default=0)),
        migrations.AddField(model_name="run", name="rate", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="run", name="refused", field=models.TextField(blank=True)),
        migrations.AddField(model_name="run", name="seen_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "refused"]), name="import_run_state"
            ),
        ),
    ]
