"""Verifications somebody asked for, and indexes by which the events of administrators are found among all others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerificationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=80)),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("checkpoints", models.IntegerField(default=0)),
                ("valid", models.BooleanField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "db_table": "journal_verification",
            },
        ),
        migrations.AddIndex(
            model_name="eventrow",
            index=models.Index(
                condition=models.Q(("stream_kind", "case"), _negated=True), fields=["-id"], name="journal_not_of_cases"
            ),
        ),
        migrations.AddIndex(
            model_name="eventrow",
            index=models.Index(
                condition=models.Q(("type", "personal.erased")), fields=["-id"], name="journal_erasures"
            ),
        ),
        migrations.AddIndex(
            model_name="verificationrow",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", True)), fields=["asked_at"], name="verification_open"
            ),
        ),
    ]
