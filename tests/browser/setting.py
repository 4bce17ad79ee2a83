"""One town with its people and their accounts, for tests that go through pages."""

from __future__ import annotations

from datetime import date

from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER
from zhifa.store.registry.models import Account, Organ

PASSWORD = "lq-town-2026"
PATH = "500112/lq/"
STAFF = {
    "王立": ("officer",),
    "李明": ("officer",),
    "孙悦": ("officer",),
    "吴双": ("officer", "legal_reviewer"),
    "赵敏": ("legal_reviewer", "clerk"),
    "周强": ("head",),
}
EXPIRED = date(2024, 2, 29)
"""The last day of 孙悦's certificate."""


def register(organ: Organ, staff: dict[str, tuple[str, ...]], path: str) -> None:
    """Register people with their roles at a place of the tree, each with an account of the same name."""
    for name, roles in staff.items():
        given = tuple(RoleGiven(role, path) for role in roles)
        refused = register_officer(
            Registration(name, name, organ.pk, given, joined_on=date(2020, 1, 1)), actor=INSTALLER
        )
        assert refused is None, refused
        if "officer" in roles:
            until = EXPIRED if name == "孙悦" else None
            number = f"渝{name}"
            refused = issue_certificate(number, name, issued_on=date(2020, 1, 1), expires_on=until, actor=INSTALLER)
            assert refused is None, refused
        Account.objects.create_user(name, PASSWORD, person_id=name)


def build_town() -> Organ:
    """洛碛镇 with the officers of the scenarios and one who is both officer and reviewer."""
    organ = Organ.objects.create(
        code="lq",
        path=PATH,
        name="重庆市渝北区洛碛镇人民政府",
        short="洛碛镇",
        mark="渝洛碛",
        level="乡镇",
        superior="重庆市渝北区人民政府",
        court="重庆市渝北区人民法院",
        bank="示例银行洛碛支行",
        bank_account="0000 0000 0000",
        address="洛碛镇人民路100号",
        phone="023-00000000",
    )
    register(organ, STAFF, PATH)
    return organ
