"""The tables as the migrations up to 0013 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhifa.store.casework.search import backwards, forwards
from zhifa.store.covered import dropping
from zhifa.store.tables import together

BEGINNINGS = (
    ("case", "id"), ("casegrams", "case"), ("proceeding", "id"), ("proceeding", "case"), ("permit", "proceeding"),
    ("permit", "case"),
)  # fmt: skip
"""Ids whose beginnings nobody asks for, and PostgreSQL has a second index for them."""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_questions_publications"),
        ("casework", "0003_search"),
        ("casework", "0004_plan_item"),
        ("casework", "0005_rulings"),
        ("casework", "0006_custody"),
        ("casework", "0007_permits"),
        ("casework", "0008_fine_ledger"),
        ("casework", "0009_findings_under_alerts"),
        ("casework", "0010_rulings_for_patterns"),
        ("casework", "0011_fewer_indexes"),
        ("casework", "0012_parties_in_the_search_index"),
        ("casework", "0013_derived_keys"),
    ]
    dependencies = [("registry", "0005_law_licence")]

    operations = together(
        migrations.CreateModel(
            name="File",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("procedure", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=30)),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("party", models.CharField(blank=True, max_length=200)),
                ("phase", models.CharField(blank=True, max_length=30)),
                ("state", models.CharField(default="open", max_length=10)),
                ("opened_on", models.DateField()),
                ("decided_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("next_due_on", models.DateField(null=True)),
                ("next_due_title", models.CharField(blank=True, max_length=120)),
                ("next_check_on", models.DateField(null=True)),
                ("red_count", models.PositiveIntegerField(default=0)),
                ("question_count", models.PositiveIntegerField(default=0)),
                ("officers", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField()),
                ("head", models.BinaryField()),
                ("as_of", models.DateField()),
                ("rules", models.CharField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("digests", models.JSONField(default=dict)),
                (
                    "organ",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="registry.organ",
                    ),
                ),
                ("sought", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-opened_on", "-id"], name="case_newest"),
                    models.Index(fields=["organ", "-opened_on", "-id"], name="case_of_organ"),
                    models.Index(fields=["kind", "-opened_on", "-id"], name="case_of_kind"),
                    models.Index(
                        condition=models.Q(("red_count__gt", 0)), fields=["-opened_on", "-id"], name="case_with_fault"
                    ),
                    models.Index(condition=models.Q(("state", "open")), fields=["rules"], name="case_rules"),
                    models.Index(
                        condition=models.Q(("next_check_on__isnull", False)),
                        fields=["next_check_on"],
                        name="case_to_check",
                    ),
                    models.Index(fields=["organ", "state", "red_count", "path"], name="case_counted"),
                    models.Index(
                        condition=models.Q(("decided_on__isnull", False)),
                        fields=["organ", "decided_on"],
                        name="case_decided",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["organ", "closed_on"],
                        name="case_closed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="case_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                ("content", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "place"), name="draft_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("next_serial", models.PositiveIntegerField(default=1)),
                ("organ", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.organ")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organ", "kind", "year"), name="number_counter_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("holder", models.CharField(blank=True, max_length=40)),
                ("token", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("organ", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.organ")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "kind", "year", "serial"), name="number_used_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reserved", "issued", "cancelled"])),
                        name="number_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=80)),
                ("item", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("verb", models.CharField(max_length=120)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(max_length=10)),
                ("of", models.CharField(max_length=30)),
                ("state", models.CharField(max_length=10)),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("met_on", models.DateField(null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("cite", models.CharField(max_length=80)),
                ("yellow_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="obligations",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["running", "paused", "lapsed"])),
                        fields=["due_on", "case"],
                        name="obligation_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "code", "item"), name="obligation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("counted_on", models.DateField()),
                ("count", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("standing", models.SmallIntegerField(default=1)),
                ("procedure", models.CharField(max_length=60)),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("permit_kind", models.CharField(blank=True, max_length=60)),
                ("enterprise", models.SmallIntegerField(default=0)),
                ("simple", models.SmallIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "db_table": "outcome",
                "indexes": [models.Index(fields=["organ", "counted_on", "code"], name="outcome_year")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version", "code"), name="outcome_once"),
                    models.CheckConstraint(condition=models.Q(("standing__in", [0, 1])), name="outcome_standing_flag"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("token", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("proceeding", models.CharField(max_length=40)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField()),
                ("frozen", models.JSONField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("scan", models.CharField(blank=True, max_length=64)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="registry.organ"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "version"], name="paper_of_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("organ", "number"),
                        name="paper_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proceeding",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=60)),
                ("parent", models.CharField(blank=True, max_length=40)),
                ("opened_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("phase", models.CharField(blank=True, max_length=30)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proceedings",
                        to="casework.case",
                    ),
                ),
                ("plan_item", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("phase", models.CharField(blank=True, max_length=30)),
                ("role", models.CharField(max_length=30)),
                ("demanded", models.BooleanField()),
                ("cite", models.CharField(max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["role", "demanded", "step"], name="task_inbox")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "step", "role"), name="task_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40, unique=True)),
                ("published_on", models.DateField()),
                ("text", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-published_on", "-proceeding"], name="publication_newest"),
                    models.Index(fields=["organ", "-published_on", "-proceeding"], name="publication_of_organ"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("decided", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=40)),
                ("asked_on", models.DateField()),
                ("text", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("decided", False)), fields=["asked_on"], name="question_undecided")
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "version"), name="question_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseGrams",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grams", models.TextField()),
                (
                    "case",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grams",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("tier", models.CharField(blank=True, max_length=20)),
                ("fined", models.SmallIntegerField()),
                ("fine_fen", models.BigIntegerField()),
                ("lenient", models.CharField(blank=True, max_length=20)),
                ("decided_on", models.DateField()),
                ("standing", models.SmallIntegerField(default=1)),
                ("party", models.CharField(blank=True, max_length=200)),
                ("identity", models.CharField(blank=True, max_length=32)),
                ("facts", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="casework.case",
                    ),
                ),
                ("gains_fen", models.BigIntegerField(default=0)),
                ("happened_on", models.DateField(null=True)),
                ("ordered", models.SmallIntegerField(default=0)),
                ("party_kind", models.CharField(blank=True, max_length=20)),
                ("seat", models.CharField(blank=True, max_length=200)),
                ("simple", models.SmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["matter", "fined", "standing", "tier", "fine_fen", "path"], name="ruling_like"
                    ),
                    models.Index(fields=["matter", "fined", "standing", "-decided_on"], name="ruling_recent"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="ruling_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fined__in", [0, 1]), ("standing__in", [0, 1])), name="ruling_flags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("procedure", models.CharField(max_length=60)),
                ("list", models.CharField(max_length=60)),
                ("no", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("quantity", models.CharField(blank=True, max_length=30)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("value_fen", models.BigIntegerField(null=True)),
                ("kept_at", models.CharField(blank=True, max_length=200)),
                ("keeper", models.CharField(blank=True, max_length=100)),
                ("taken_on", models.DateField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("held", models.SmallIntegerField()),
                ("disposal", models.CharField(blank=True, max_length=20)),
                ("counted_on", models.DateField(null=True)),
                ("found", models.CharField(blank=True, max_length=30)),
                ("short", models.SmallIntegerField(default=0)),
                ("due_on", models.DateField(null=True)),
                ("verb", models.CharField(blank=True, max_length=120)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custody",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["held", "due_on", "case"], name="custody_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "list", "no"), name="custody_once"),
                    models.CheckConstraint(
                        condition=models.Q(("held__in", [0, 1]), ("short__in", [0, 1])), name="custody_flags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("matter", models.CharField(blank=True, max_length=80)),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("certificate", models.CharField(blank=True, max_length=60)),
                ("granted_on", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("ended_as", models.CharField(blank=True, max_length=10)),
                ("ended_on", models.DateField(null=True)),
                ("open_on", models.CharField(blank=True, max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permits",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-granted_on", "-proceeding"], name="permit_newest"),
                    models.Index(condition=models.Q(("ended_as", "")), fields=["valid_until"], name="permit_expiring"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("party", models.CharField(blank=True, max_length=200)),
                ("decided_on", models.DateField()),
                ("delivered_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("fine_fen", models.BigIntegerField()),
                ("gains_fen", models.BigIntegerField(default=0)),
                ("goods_fen", models.BigIntegerField(default=0)),
                ("goods_unvalued", models.SmallIntegerField(default=0)),
                ("paid_fen", models.BigIntegerField(default=0)),
                ("surcharge_fen", models.BigIntegerField(default=0)),
                ("surcharge_daily_fen", models.BigIntegerField(default=0)),
                ("surcharge_cap_fen", models.BigIntegerField(default=0)),
                ("reckoned_on", models.DateField(null=True)),
                ("surcharge_paid_fen", models.BigIntegerField(default=0)),
                ("waived_fen", models.BigIntegerField(default=0)),
                ("deferred", models.CharField(blank=True, max_length=10)),
                ("settled_on", models.DateField(null=True)),
                ("court_on", models.DateField(null=True)),
                ("hand_in_due", models.DateField(null=True)),
                ("standing", models.SmallIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fines",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fines",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "-decided_on", "-id"], name="fine_of_organ"),
                    models.Index(
                        condition=models.Q(("settled_on__isnull", True), ("standing", 1)),
                        fields=["due_on"],
                        name="fine_unpaid",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="fine_once"),
                    models.CheckConstraint(
                        condition=models.Q(("goods_unvalued__in", [0, 1]), ("standing__in", [0, 1])), name="fine_flags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FineMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proceeding", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("moved_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("receipt", models.CharField(blank=True, max_length=100)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fine_movements",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fine_movements",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "moved_on"], name="fine_movement_of_organ"),
                    models.Index(
                        condition=models.Q(("receipt", ""), _negated=True),
                        fields=["organ", "receipt"],
                        name="fine_movement_receipt",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "proceeding", "version"), name="fine_movement_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=32)),
                ("alert", models.CharField(max_length=60)),
                ("group", models.CharField(max_length=20)),
                ("colour", models.CharField(max_length=10)),
                ("proceeding", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=80)),
                ("level", models.CharField(max_length=10)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField()),
                ("remedy", models.TextField(blank=True)),
                ("cite", models.CharField(blank=True, max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("found_on", models.DateField()),
                ("known_on", models.DateField()),
                ("answers", models.CharField(max_length=20)),
                ("answer_by", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="casework.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["level", "-found_on"], name="finding_newest"),
                    models.Index(fields=["-known_on", "-key"], name="finding_known"),
                    models.Index(fields=["organ", "-known_on", "-key"], name="finding_of_organ"),
                    models.Index(fields=["alert", "-known_on", "-key"], name="finding_of_alert"),
                    models.Index(fields=["organ", "group", "colour", "path"], name="finding_counted"),
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="finding_once")],
            },
        ),
        migrations.RunPython(dropping("casework", BEGINNINGS, suffixes=("_like",)), migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    )
