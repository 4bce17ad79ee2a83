import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.library.search import ARTICLES
from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = together(
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sub", models.PositiveIntegerField(default=0)),
                ("path", models.TextField(blank=True)),
                ("words", models.TextField()),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="articles", to="library.text"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("text", "number", "sub"), name="article_once")],
            },
        ),
        migrations.CreateModel(
            name="ArticleGrams",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grams", models.TextField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="library.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, unique=True)),
                ("short", models.CharField(blank=True, max_length=60)),
                ("level", models.CharField(blank=True, max_length=40)),
                ("rank", models.PositiveSmallIntegerField()),
                ("numbered_by", models.CharField(max_length=2)),
                ("known", models.BooleanField()),
                ("sought", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["rank", "title"], name="instrument_order")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(blank=True, max_length=10)),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("promulgated", models.DateField(null=True)),
                ("dated", models.BooleanField()),
                ("indexed", models.BooleanField()),
                ("superseded", models.BooleanField(default=False)),
                ("file", models.CharField(max_length=400)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("digest", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("preface", models.TextField(blank=True)),
                ("annex", models.TextField(blank=True)),
                ("flaws", models.JSONField(default=list)),
                ("articles_count", models.PositiveIntegerField()),
                ("highest", models.PositiveIntegerField()),
                ("loaded_at", models.DateTimeField()),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="library.instrument"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["end", "start"], name="text_in_force")],
                "constraints": [models.UniqueConstraint(fields=("instrument", "label"), name="text_once")],
            },
        ),
        migrations.RunPython(ARTICLES.forwards, ARTICLES.backwards),
    )
