"""The page of an approval chain: signing in turn, and nobody from outside."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.acts.test_chains import PATH, case, police, proceeding
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER
from zhifa.store.registry.models import Account, Organ

__all__ = ["case", "police"]
pytestmark = pytest.mark.django_db


def client(name: str) -> Client:
    made = Client()
    account, _ = Account.objects.get_or_create(username=name, defaults={"person_id": name})
    made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_signing_in_turn(case: str) -> None:
    at = f"/cases/{case}/p/{proceeding(case)}/chain/decision"
    page = client("甲").get(at).content.decode()
    assert "办案民警签批" in page
    assert "主办部门法制员" in page
    refused = client("局").post(at, {"agreed": "同意"})
    assert refused.status_code == 422
    assert "现在由办案民警签批" in refused.content.decode()
    assert client("甲").post(at, {"agreed": "同意", "opinion": "事实清楚"}).status_code == 303
    assert "事实清楚" in client("法").get(at).content.decode()
    assert "等主办部门法制员签批" in client("局").get(at).content.decode()
    assert case in client("法").get("/chains").content.decode()
    assert case not in client("局").get("/chains").content.decode()


def test_strangers_see_no_chain(case: str) -> None:
    at = f"/cases/{case}/p/{proceeding(case)}/chain/decision"
    Organ.objects.create(code="xx", path="500112/xx/", name="另一机关", short="另一机关", mark="另", level="乡镇")
    for name, role, path, organ in (
        ("外", "head", "500112/xx/", "xx"),
        ("远", "supervisor", "500113/", "xx"),
        ("特", "invited_supervisor", PATH, "ga"),
    ):
        assert register_officer(Registration(name, name, organ, (RoleGiven(role, path),)), actor=INSTALLER) is None
        for answer in (client(name).get(at), client(name).post(at, {"agreed": "同意"})):
            assert answer.status_code in (403, 404)
            assert "三级五关" not in answer.content.decode()
        assert case not in client(name).get("/chains?all=1").content.decode()
