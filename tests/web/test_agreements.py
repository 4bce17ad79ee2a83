"""The way of an administrator's password over the pages: asked for, agreed to, given once."""

from __future__ import annotations

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ADMIN, SignedIn
from tests.web.test_administration import said
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER
from zhifa.store.registry.models import Account, Organ


@pytest.fixture
def offices(house: Organ) -> None:
    for name, role in (("安全", "security_admin"), ("审计", "audit_admin")):
        person = Registration(name, name, TOWN, (RoleGiven(role, PATH),))
        assert register_officer(person, actor=INSTALLER) is None
        Account.objects.create_user(name, "a long enough secret", person_id=name)


def test_a_password_for_an_administrator_goes_over_a_second_one(offices: None, signed_in: SignedIn) -> None:
    system, security, audit = signed_in(ADMIN), signed_in("安全"), signed_in("审计")
    page = said(system.get("/people/审计"))
    assert "申请给出口令" in page
    assert "重置口令" not in page
    assert "同意" in said(system.post("/people/审计/account/reset"), 422)
    assert system.post("/people/审计/account/ask", {"reason": "本人忘记"}).status_code == 303
    assert "等另一名管理员同意" in said(system.get("/people/审计"))
    assert "本人忘记" in said(security.get("/agreements"))
    assert "没有等待同意的申请" in said(audit.get("/agreements")), "not one's own"
    assert audit.get("/agreements/审计").status_code == 404
    assert "核实" in said(security.get("/agreements/审计"))
    assert security.post("/agreements/审计").status_code == 303
    assert security.post("/agreements/审计").status_code == 404, "agreed once"
    assert "重置口令" in said(system.get("/people/审计"))
    assert "一次性口令" in said(system.post("/people/审计/account/reset"))
    assert said(system.post("/people/审计/account/reset"), 422)
    Account.objects.filter(username="审计").update(must_change_password=False)
    log = said(signed_in("审计").get("/audit?kind=accounts&format=csv"))
    for words in ("申请换发口令", "同意换发口令", "口令重置"):
        assert words in log
