"""The tables as the migrations up to 0005 leave them, for a new site (docs/decisions/0050-tables-made-together.md)."""

import django.db.models.deletion
from django.db import migrations, models

from zhifa.store.tables import together


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_powers"),
        ("registry", "0003_functions"),
        ("registry", "0004_certificate_life"),
        ("registry", "0005_law_licence"),
    ]
    dependencies = []

    operations = together(
        migrations.CreateModel(
            name="Organ",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("short", models.CharField(max_length=60)),
                ("mark", models.CharField(help_text="文号中的机关代字，如 渝洛碛", max_length=40)),
                ("level", models.CharField(max_length=20)),
                ("superior", models.CharField(blank=True, help_text="行政复议机关", max_length=120)),
                ("court", models.CharField(blank=True, help_text="有管辖权的人民法院", max_length=120)),
                ("bank", models.CharField(blank=True, help_text="代收罚款的银行", max_length=120)),
                ("bank_account", models.CharField(blank=True, max_length=60)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.organ",
                    ),
                ),
                ("functions", models.JSONField(default=list, help_text="职能和起止日期：[{function, from, to}]")),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("post", models.CharField(blank=True, max_length=60)),
                ("joined_on", models.DateField(null=True)),
                ("left_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="registry.organ"
                    ),
                ),
                (
                    "law_licence",
                    models.CharField(blank=True, help_text="法律职业资格证书编号，法制审核人员用", max_length=40),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("number", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("issued_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("cancelled_on", models.DateField(null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                ("suspended", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="registry.person"
                    ),
                ),
                ("checks", models.JSONField(default=list, help_text="年审：[{year, on, passed, note}]")),
                ("lapse_withdrawn_on", models.DateField(help_text="因补录而撤回失效的日期", null=True)),
                ("lapsed_on", models.DateField(null=True)),
                ("lapsed_why", models.CharField(blank=True, max_length=200)),
                ("replaced_by", models.CharField(blank=True, max_length=40)),
                ("returned_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True), ("expires_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="certificate_dates_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=30)),
                ("path", models.CharField(max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("acting_for", models.CharField(blank=True, max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "role", "path", "valid_from"), name="role_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "organ",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="succession",
                        serialize=False,
                        to="registry.organ",
                    ),
                ),
                ("since", models.DateField()),
                ("document", models.CharField(max_length=120)),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="predecessors", to="registry.organ"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Power",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "mode",
                    models.CharField(choices=[("法定", "法定"), ("赋权", "赋权"), ("委托", "委托")], max_length=4),
                ),
                ("scope", models.JSONField(help_text="事项代码，或者 领域:名称")),
                ("document", models.CharField(max_length=120)),
                ("principal", models.CharField(blank=True, help_text="委托机关", max_length=120)),
                ("reconsideration", models.CharField(blank=True, max_length=120)),
                ("court", models.CharField(blank=True, max_length=120)),
                ("published_on", models.DateField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=200)),
                ("finishes", models.BooleanField(default=False, help_text="期满后原机关办结已经立案的案件")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="registry.organ"
                    ),
                ),
                (
                    "principal_organ",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entrusted",
                        to="registry.organ",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organ", "valid_from"], name="power_of_organ")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["法定", "赋权", "委托"])), name="power_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "委托"), _negated=True),
                            models.Q(("valid_to__isnull", False), models.Q(("principal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="entrustment_has_term",
                    ),
                ],
            },
        ),
    )
