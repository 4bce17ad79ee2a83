"""One town with its officers, for tests of acts."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

TOWN = "lq"
PATH = "500112/lq/"


def founded() -> Organ:
    """洛碛镇 with five persons, the same as in the scenarios."""
    organ = Organ.objects.create(
        code=TOWN,
        path=PATH,
        name="重庆市渝北区洛碛镇人民政府",
        short="洛碛镇",
        mark="渝洛碛",
        level="乡镇",
        superior="重庆市渝北区人民政府",
        court="重庆市渝北区人民法院",
        bank="示例银行洛碛支行",
        bank_account="0000 0000 0000",
    )
    staff = {
        "王立": ("officer",),
        "李明": ("officer",),
        "赵敏": ("legal_reviewer", "clerk"),
        "周强": ("head",),
        "孙悦": ("officer",),
    }
    for name, roles in staff.items():
        given = tuple(RoleGiven(role, PATH) for role in roles)
        assert (
            register_officer(Registration(name, name, TOWN, given, joined_on=date(2020, 1, 1)), actor=INSTALLER) is None
        )
    for name, until in (("王立", None), ("李明", None), ("孙悦", date(2024, 2, 29))):
        refused = issue_certificate(f"渝{name}", name, issued_on=date(2020, 1, 1), expires_on=until, actor=INSTALLER)
        assert refused is None
    return organ


def as_wang() -> Actor:
    return Actor(people(["王立"])["王立"], "王立")


@pytest.fixture
def town(db: None) -> Organ:
    return founded()


@pytest.fixture
def wang(town: Organ) -> Actor:
    return as_wang()
