"""No administrator alone gets at the account of another: agreement by a second one, once, and not for long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acts.test_administration import person, place
from zhifa.acts.accounts import Opened, ask_for_reset, close_account, open_account, reset_password
from zhifa.acts.agreement import AGREED_FOR, ASKED_FOR, agree_reset, agreement_needed, pending
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.registry.models import Account, Organ


@pytest.fixture
def system(town: Organ) -> Actor:
    return person("系统", "system_admin")


@pytest.fixture
def security(town: Organ) -> Actor:
    made = person("安全", "security_admin")
    assert isinstance(open_account("安全", "anquan", actor=INSTALLER), Opened)
    return made


@pytest.fixture
def audit(town: Organ) -> Actor:
    made = person("审计", "audit_admin")
    assert isinstance(open_account("审计", "shenji", actor=INSTALLER), Opened)
    return made


def code(result: object) -> str:
    assert isinstance(result, Refusal), result
    return result.code


def test_an_officer_needs_no_agreement(system: Actor, security: Actor) -> None:
    assert isinstance(open_account("王立", "wangli", actor=system), Opened)
    assert isinstance(reset_password("王立", actor=system), Opened)
    assert place(ask_for_reset("王立", reason="忘记", actor=system)) == ("person",)


def test_a_reset_of_an_administrator_waits_for_another_one(system: Actor, security: Actor, audit: Actor) -> None:
    before = Account.objects.get(person_id="安全").password
    assert code(reset_password("安全", actor=system)) == "agreement"
    assert place(ask_for_reset("安全", reason=" ", actor=system)) == ("reason",)
    assert ask_for_reset("安全", reason="忘记口令", actor=system) is None
    assert place(ask_for_reset("安全", reason="再问", actor=system)) == ("reason",), "asked once"
    assert code(reset_password("安全", actor=system)) == "agreement"
    assert code(agree_reset("安全", actor=security)) == "own", "nobody agrees to their own"
    assert code(agree_reset("安全", actor=system)) == "forbidden"
    assert Account.objects.get(person_id="安全").password == before
    assert agree_reset("安全", actor=audit) is None
    assert place(agree_reset("安全", actor=audit)) == ("person",), "already agreed"
    assert isinstance(reset_password("安全", actor=system), Opened)
    assert code(reset_password("安全", actor=system)) == "agreement", "an agreement serves once"
    kinds = [(event.type, event.actor) for event in journal.read_stream("account", "安全")][1:]
    assert kinds == [
        ("account.reset_asked", "系统"),
        ("account.reset_agreed", "审计"),
        ("account.reset", "系统"),
    ]


def test_closing_and_opening_again_is_no_way_round(system: Actor, security: Actor, audit: Actor) -> None:
    assert close_account("审计", reason="测试", actor=system) is None
    assert code(open_account("审计", "shenji", actor=system)) == "agreement"
    assert ask_for_reset("审计", reason="误停", actor=system) is None
    assert agree_reset("审计", actor=security) is None
    assert isinstance(open_account("审计", "shenji", actor=system), Opened)


def test_nor_is_a_puppet(system: Actor, security: Actor) -> None:
    """A new administrator's first account needs agreement too, once there is somebody to give it."""
    person("傀儡", "audit_admin")
    assert code(open_account("傀儡", "kuilei", actor=system)) == "agreement"


def test_a_new_installation_can_open_its_first_administrators(system: Actor) -> None:
    person("安全", "security_admin")
    assert not agreement_needed("安全")
    assert isinstance(open_account("安全", "anquan", actor=system), Opened)
    assert agreement_needed("安全"), "from now on"


def test_requests_and_agreements_lapse(system: Actor, security: Actor, audit: Actor) -> None:
    assert ask_for_reset("审计", reason="忘记口令", actor=system) is None
    with clock.at(clock.now() + ASKED_FOR + timedelta(minutes=1)):
        assert place(agree_reset("审计", actor=security)) == ("person",)
        assert ask_for_reset("审计", reason="忘记口令", actor=system) is None
        assert agree_reset("审计", actor=security) is None
        with clock.at(clock.now() + AGREED_FOR + timedelta(minutes=1)):
            assert pending("审计") is None
            assert code(reset_password("审计", actor=system)) == "agreement"


def test_only_who_asked_uses_the_agreement(system: Actor, security: Actor, audit: Actor) -> None:
    other = person("另一系统", "system_admin")
    assert ask_for_reset("审计", reason="忘记口令", actor=system) is None
    assert agree_reset("审计", actor=security) is None
    assert code(reset_password("审计", actor=other)) == "agreement"
    assert isinstance(reset_password("审计", actor=system), Opened)


def test_an_administrator_of_another_place_does_not_agree(system: Actor, security: Actor, audit: Actor) -> None:
    Organ.objects.create(code="yz", path="500112/yz/", name="玉峰山", short="玉峰山", mark="", level="乡镇")
    far = person("远", "audit_admin", organ="yz", path="500112/yz/")
    assert ask_for_reset("安全", reason="忘记口令", actor=system) is None
    assert code(agree_reset("安全", actor=far)) == "forbidden"


def test_whoever_owns_the_machine_helps_where_nobody_can_agree(system: Actor) -> None:
    assert isinstance(open_account("系统", "xitong", actor=INSTALLER), Opened)
    assert isinstance(reset_password("系统", actor=INSTALLER), Opened)
