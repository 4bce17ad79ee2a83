"""Keys of the rows worked out from a case are no longer checked by the database."""

from django.db import migrations

from zhifa.store.unchecked import Uncheck


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0003_fewer_indexes"), ("casework", "0013_derived_keys")]

    operations = [
        Uncheck("appraisal", "case"),
        Uncheck("appraisal", "organ"),
        Uncheck("deduction", "case"),
        Uncheck("deduction", "organ"),
    ]
