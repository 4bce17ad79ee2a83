"""The audit administrator's page: the journal verified as long work, what administrators did, who tried to sign in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ADMIN, PARTY, STRANGER, SignedIn, ordinary
from tests.web.test_administration import said
from zhifa.acts.accounts import Opened, close_account, open_account
from zhifa.acts.erasure import erase_person
from zhifa.acts.registry import Registration, RoleGiven, appoint_acting, cancel_certificate, register_officer
from zhifa.acts.verification import SILENT, claim_verification, request_verification
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.values import Refusal
from zhifa.jobs import verification
from zhifa.jobs.sequencer import place_all
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import VerificationRow
from zhifa.store.readers.audit import AuditFilter, audit_page, journal_state
from zhifa.store.registry.models import Account, Organ
from zhifa.store.registry.people import people

AUDITOR = "审计"


@pytest.fixture
def auditor(house: Organ) -> Actor:
    person = Registration(AUDITOR, AUDITOR, TOWN, (RoleGiven("audit_admin", PATH),))
    assert register_officer(person, actor=INSTALLER) is None
    Account.objects.create_user(AUDITOR, "a long enough secret", person_id=AUDITOR)
    return Actor(people([AUDITOR])[AUDITOR], AUDITOR)


def test_a_verification_is_asked_for_done_in_the_background_and_shown(auditor: Actor, signed_in: SignedIn) -> None:
    client = signed_in(AUDITOR)
    assert client.post("/audit/verify").status_code == 303
    waiting = said(client.get("/audit"))
    assert "等后台工作开始" in waiting
    assert 'formaction="/audit/verify"' not in waiting, "not asked for twice"
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert "zhifa work" in said(client.get("/audit")), "after a while it says what may be wrong"
    place_all()
    assert verification.run_once() == 1
    (row,) = VerificationRow.objects.all()
    assert (row.valid, row.reason) == (True, "")
    assert "完好" in said(client.get(f"/audit/verify/{row.pk}"))
    page = said(client.get("/audit"))
    assert f"{AUDITOR}提出" in page
    assert 'formaction="/audit/verify"' in page
    (event,) = journal.read_stream("audit", "journal")
    assert (event.type, event.actor, event.payload["valid"]) == ("journal.verified", AUDITOR, True)
    assert verification.run_once() == 0


def test_one_verification_at_a_time_and_a_silent_one_is_begun_anew(auditor: Actor) -> None:
    first = request_verification(actor=auditor)
    assert isinstance(first, int)
    assert request_verification(actor=auditor) == first
    claimed = claim_verification()
    assert claimed is not None
    assert claim_verification() is None, "somebody is at work"
    with clock.at(clock.now() + SILENT + timedelta(seconds=1)):
        assert claim_verification() == claimed


def test_what_breaks_a_verification_does_not_stop_the_next(
    auditor: Actor, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn
) -> None:
    request_verification(actor=auditor)
    with monkeypatch.context() as patch:
        patch.setattr(verification, "verify_journal", lambda _: 1 / 0)
        assert verification.run_once() == 1
    assert "没有做完" in said(signed_in(AUDITOR).get("/audit"))
    assert journal_state().running is None
    assert isinstance(request_verification(actor=auditor), int)


def test_a_broken_journal_is_told(auditor: Actor, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhifa.core.journal.audit import Bad

    bad = Bad("摘要不符", 3, 4, "case", "ab", 2)
    monkeypatch.setattr(verification, "verify_journal", lambda _: journal.Verified(3, False, bad, 0.1, 3, 1))
    request_verification(actor=auditor)
    verification.run_once()
    page = said(signed_in(AUDITOR).get("/audit"))
    assert "case/ab 第 2 个事件：摘要不符" in page
    assert "sign-red" in page


def test_only_the_audit_administrator_asks(house: Organ) -> None:
    for name in ("王立", "周强", ADMIN):
        assert isinstance(request_verification(actor=Actor(people([name])[name], name)), Refusal)
    assert not VerificationRow.objects.exists()


def test_what_administrators_did_is_told_in_words(auditor: Actor, signed_in: SignedIn) -> None:
    admin = Actor(people([ADMIN])[ADMIN], ADMIN)
    given = (RoleGiven("officer", PATH), RoleGiven("clerk", PATH))
    assert register_officer(Registration("新人", "新人", TOWN, given), actor=admin) is None
    changed = Registration("新人", "新人", TOWN, (RoleGiven("officer", PATH, None, today()),), post="队长")
    assert register_officer(changed, actor=admin) is None
    assert isinstance(open_account("新人", "xinren", actor=admin), Opened)
    assert close_account("新人", reason="调离", actor=admin) is None
    assert cancel_certificate("渝李明", on=today(), reason="退休", actor=admin) is None
    ends = today() + timedelta(days=3)
    assert (
        appoint_acting("赵敏", instead_of="周强", role="head", path=PATH, start=today(), end=ends, actor=admin) is None
    )
    page = said(signed_in(AUDITOR).get("/audit"))
    for words in (
        "给予岗位：执法人员（洛碛镇）、经办人员（洛碛镇）", "职务改为 队长", f"执法人员（洛碛镇）至 {today()}",
        "账号开通", "账号停用", "调离", "李明的证件 渝李明", "退休", "代行周强的行政机关负责人职务", "人员变更",
    ):  # fmt: skip
        assert words in page, words
    only = said(signed_in(AUDITOR).get("/audit?kind=accounts"))
    assert "账号停用" in only
    assert "代行周强" not in only
    of = said(signed_in(AUDITOR).get("/audit?q=新人&format=csv"))
    assert of.count("新人") >= 4
    assert "渝李明" not in of
    assert said(signed_in(AUDITOR).get(f"/audit?to={date(2000, 1, 1)}&format=csv")).count("\r\n") == 1


def test_an_erasure_is_listed_and_nothing_of_the_case_is_told(auditor: Actor, wang: Actor, signed_in: SignedIn) -> None:
    case = ordinary(wang)
    security = Registration("安全", "安全", TOWN, (RoleGiven("security_admin", PATH),))
    assert register_officer(security, actor=INSTALLER) is None
    actor = Actor(people(["安全"])["安全"], "安全")
    assert not isinstance(
        erase_person(case, reason="保存期满", basis="个人信息保护法(2021)#47.1(2)", actor=actor), Refusal
    )
    other = ordinary(wang, party={**PARTY, "party.name": "何不见"})
    client = signed_in(AUDITOR)
    for address in ("/audit", "/audit?kind=erasure", "/audit?format=csv"):
        page = said(client.get(address))
        assert f"案件 {Case.objects.get(pk=case).number}" in page
        assert "保存期满" in page
        assert str(PARTY["party.name"]) not in page
        assert "何不见" not in page
        assert Case.objects.get(pk=other).number not in page
    assert client.get(f"/cases/{case}").status_code == 403


def test_pages_follow_one_another_without_gap(auditor: Actor) -> None:
    seen: list[int] = []
    wanted = AuditFilter()
    while True:
        page = audit_page(wanted, reach=(PATH,), limit=3)
        seen += [line.id for line in page.lines]
        if not page.more:
            break
        wanted = AuditFilter(before=page.lines[-1].id)
    whole = audit_page(AuditFilter(), reach=(PATH,), limit=500)
    assert seen == [line.id for line in whole.lines]
    assert len(seen) > 6
    assert seen == sorted(seen, reverse=True)


def test_administrators_of_another_part_of_the_tree_are_not_seen(auditor: Actor, signed_in: SignedIn) -> None:
    page = said(signed_in(AUDITOR).get("/audit?format=csv"))
    assert STRANGER not in page, "an officer of the next town"
    assert "王立" in page


def test_attempts_to_sign_in_are_listed_but_not_what_was_typed_for_a_name(auditor: Actor, signed_in: SignedIn) -> None:
    for _ in range(5):
        Client().post("/sign-in", {"username": "王立", "password": "wrong"}, REMOTE_ADDR="10.0.0.7")
    Client().post("/sign-in", {"username": "mysecretpassword", "password": "x"})
    assert Client().post("/sign-in", {"username": "赵敏", "password": "a long enough secret"}).status_code == 302
    client = signed_in(AUDITOR)
    failed = said(client.get("/audit?kind=failed&format=csv"))
    assert failed.count("口令不对") == 5, "unknown names are for whoever sees the whole installation"
    assert "暂停登录" in failed
    assert "10.0.0.7" in failed
    signed = said(client.get("/audit?kind=signed"))
    assert "赵敏" in signed
    assert "没有这个账号" not in said(client.get("/audit?kind=failed"))
    above = Registration("总审", "总审", "sfj", (RoleGiven("audit_admin", "500112/"),))
    assert register_officer(above, actor=INSTALLER) is None
    Account.objects.create_user("总审", "a long enough secret", person_id="总审")
    page = said(signed_in("总审").get("/audit?kind=failed"))
    assert "没有这个账号" in page
    assert "mysecretpassword" not in page
