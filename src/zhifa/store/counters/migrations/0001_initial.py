"""The first counters. What an installation already counted is left to be added up, and is read at once."""

from django.db import migrations, models

from zhifa.store.tables import together

COLUMNS = "organ_id, counted_on, code, standing, procedure, kind, permit_kind, enterprise, simple"
COUNT_WHAT_IS_THERE = (
    f"INSERT INTO counter_delta ({COLUMNS}, count, amount_fen)"
    f" SELECT {COLUMNS}, SUM(count), SUM(amount_fen) FROM outcome GROUP BY {COLUMNS}"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("casework", "0008_fine_ledger")]

    operations = together(
        migrations.CreateModel(
            name="Delta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ_id", models.CharField(max_length=40)),
                ("counted_on", models.DateField()),
                ("code", models.CharField(max_length=60)),
                ("standing", models.SmallIntegerField()),
                ("procedure", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("permit_kind", models.CharField(blank=True, max_length=60)),
                ("enterprise", models.SmallIntegerField()),
                ("simple", models.SmallIntegerField()),
                ("count", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "db_table": "counter_delta",
            },
        ),
        migrations.CreateModel(
            name="DayCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ_id", models.CharField(max_length=40)),
                ("counted_on", models.DateField()),
                ("code", models.CharField(max_length=60)),
                ("standing", models.SmallIntegerField()),
                ("procedure", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("permit_kind", models.CharField(blank=True, max_length=60)),
                ("enterprise", models.SmallIntegerField()),
                ("simple", models.SmallIntegerField()),
                ("count", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "db_table": "counter_day",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "organ_id",
                            "counted_on",
                            "code",
                            "standing",
                            "procedure",
                            "kind",
                            "permit_kind",
                            "enterprise",
                            "simple",
                        ),
                        name="counter_day_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ_id", models.CharField(max_length=40)),
                ("counted_on", models.DateField()),
                ("code", models.CharField(max_length=60)),
                ("standing", models.SmallIntegerField()),
                ("procedure", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("permit_kind", models.CharField(blank=True, max_length=60)),
                ("enterprise", models.SmallIntegerField()),
                ("simple", models.SmallIntegerField()),
                ("count", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "db_table": "counter_month",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "organ_id",
                            "counted_on",
                            "code",
                            "standing",
                            "procedure",
                            "kind",
                            "permit_kind",
                            "enterprise",
                            "simple",
                        ),
                        name="counter_month_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ_id", models.CharField(max_length=40)),
                ("counted_on", models.DateField()),
                ("code", models.CharField(max_length=60)),
                ("standing", models.SmallIntegerField()),
                ("procedure", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("permit_kind", models.CharField(blank=True, max_length=60)),
                ("enterprise", models.SmallIntegerField()),
                ("simple", models.SmallIntegerField()),
                ("count", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "db_table": "counter_year",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "organ_id",
                            "counted_on",
                            "code",
                            "standing",
                            "procedure",
                            "kind",
                            "permit_kind",
                            "enterprise",
                            "simple",
                        ),
                        name="counter_year_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(COUNT_WHAT_IS_THERE, migrations.RunSQL.noop),
    )
