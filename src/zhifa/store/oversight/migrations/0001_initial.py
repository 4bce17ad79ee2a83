import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0009_findings_under_alerts"),
        ("registry", "0005_law_licence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pattern",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("alert", models.CharField(max_length=60)),
                ("group", models.CharField(max_length=20)),
                ("colour", models.CharField(max_length=10)),
                ("path", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=200)),
                ("message", models.TextField()),
                ("remedy", models.TextField(blank=True)),
                ("cite", models.CharField(blank=True, max_length=80)),
                ("found_on", models.DateField()),
                ("known_on", models.DateField()),
                ("answers", models.CharField(max_length=20)),
                ("answer_by", models.DateField()),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="patterns", to="registry.organ"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("happened_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="causes", to="oversight.pattern"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pattern",
            index=models.Index(fields=["-known_on", "-key"], name="pattern_known"),
        ),
        migrations.AddIndex(
            model_name="pattern",
            index=models.Index(fields=["organ", "-known_on", "-key"], name="pattern_of_organ"),
        ),
        migrations.AddIndex(
            model_name="pattern",
            index=models.Index(fields=["alert", "-known_on", "-key"], name="pattern_of_alert"),
        ),
        migrations.AddConstraint(
            model_name="cause",
            constraint=models.UniqueConstraint(fields=("pattern", "case", "version"), name="cause_once"),
        ),
    ]
