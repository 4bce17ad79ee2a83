"""Organs, persons, their roles and certificates, and the accounts with which persons sign in.

Rows of persons, roles and certificates change only in the projector, from the journal; accounts and sessions are
ordinary rows.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Organ(models.Model):
    """An administrative organ. `path` places it in the tree (`500112/lq/`): permission is a prefix of it."""

    code = models.CharField(max_length=40, primary_key=True)
    path = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=60)
    mark = models.CharField(max_length=40, help_text="文号中的机关代字，如 渝洛碛")
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    superior = models.CharField(max_length=120, blank=True, help_text="行政复议机关")
    court = models.CharField(max_length=120, blank=True, help_text="有管辖权的人民法院")
    bank = models.CharField(max_length=120, blank=True, help_text="代收罚款的银行")
    bank_account = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    functions = models.JSONField(default=list, help_text="职能和起止日期：[{function, from, to}]")

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """Which organ goes on with the powers of one that was abolished or merged, from a day on."""

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="succession", primary_key=True)
    successor = models.ForeignKey(Organ, models.PROTECT, related_name="predecessors")
    since = models.DateField()
    document = models.CharField(max_length=120)


class Power(models.Model):
    """What an organ was given over some matters, in its own name or in that of a principal, and for how long."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="powers")
    mode = models.CharField(max_length=4, choices=[(mode, mode) for mode in ("法定", "赋权", "委托")])
    scope = models.JSONField(help_text="事项代码，或者 领域:名称")
    document = models.CharField(max_length=120)
    principal = models.CharField(max_length=120, blank=True, help_text="委托机关")
    principal_organ = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="entrusted")
    reconsideration = models.CharField(max_length=120, blank=True)
    court = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    finishes = models.BooleanField(default=False, help_text="期满后原机关办结已经立案的案件")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=["法定", "赋权", "委托"]), name="power_mode_known"),
            models.CheckConstraint(
                condition=~Q(mode="委托") | (Q(valid_to__isnull=False) & ~Q(principal="")), name="entrustment_has_term"
            ),
        ]
        indexes = [models.Index(fields=["organ", "valid_from"], name="power_of_organ")]


class Person(models.Model):
    """A person who works with the system: officer, reviewer, head, supervisor."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="persons")
    post = models.CharField(max_length=60, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    law_licence = models.CharField(max_length=40, blank=True, help_text="法律职业资格证书编号，法制审核人员用")
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A role a person holds in an organ and below it, while it lasts; `acting` when in another's place."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30)
    path = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    acting_for = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "path", "valid_from"], name="role_once", nulls_distinct=False
            )
        ]


class Certificate(models.Model):
    """An enforcement certificate. Suspensions are pairs of dates; cancelled it never comes back."""

    number = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    suspended = models.JSONField(default=list)
    lapsed_on = models.DateField(null=True)
    lapsed_why = models.CharField(max_length=200, blank=True)
    lapse_withdrawn_on = models.DateField(null=True, help_text="因补录而撤回失效的日期")
    replaced_by = models.CharField(max_length=40, blank=True)
    returned_on = models.DateField(null=True)
    checks = models.JSONField(default=list, help_text="年审：[{year, on, passed, note}]")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("issued_on")),
                name="certificate_dates_in_order",
            )
        ]


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **more: object) -> Account:
        account = self.model(username=username, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How a person signs in. Deactivated rather than deleted: what was done under it stays attributable."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects = AccountManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username
