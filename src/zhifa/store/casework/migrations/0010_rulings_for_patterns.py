"""Rulings say what patterns over many cases ask for. Rows follow anew."""

from typing import Any

from django.db import migrations, models


def work_out_again(apps: Any, schema_editor: Any) -> None:
    """The rows follow from the journal: the watch works every case out again at its next round."""
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    cases.update(next_check_on=models.F("as_of"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_findings_under_alerts"),
    ]

    operations = [
        migrations.AddField(
            model_name="ruling",
            name="gains_fen",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ruling",
            name="happened_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="ruling",
            name="ordered",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ruling",
            name="party_kind",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="ruling",
            name="seat",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="ruling",
            name="simple",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.RunPython(work_out_again, migrations.RunPython.noop),
    ]
