"""Keys of the rows worked out from a case are no longer checked by the database."""

from django.db import migrations

from zhifa.store.unchecked import Uncheck


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("casework", "0013_derived_keys")]

    operations = [
        Uncheck("letter", "case"),
        Uncheck("instrument", "case"),
        Uncheck("instrument", "organ"),
    ]
