"""Invited supervisors and social review: cards without a party's data, opinions counted and answered, strangers out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.web.conftest import PARTY, SignedIn
from zhifa.acts import consultations as acts
from zhifa.acts import social
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.values import Refusal
from zhifa.store.casework.models import Case
from zhifa.store.readers.social import consultation, social_figures
from zhifa.store.registry.models import Account, Organ
from zhifa.store.registry.people import people

EVERYWHERE = ("",)
PEOPLE = {
    "员甲": ("invited_supervisor", "500112/"),
    "员乙": ("invited_supervisor", "500113/"),
    "外督": ("supervisor", "500113/"),
    "外长": ("head", "500112/yz/"),
    "镇长": ("head", "500112/lq/"),
}


def who(name: str) -> Actor:
    return Actor(people([name])[name], name)


@pytest.fixture
def guests(house: Organ) -> None:
    """Invited supervisors of this district and another, a supervisor and a head from elsewhere, the town's head."""
    for name, (role, path) in PEOPLE.items():
        person = Registration(name, name, "sfj", (RoleGiven(role, path),), joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
        Account.objects.create_user(name, "a long enough secret", person_id=name)
    said = social.Appointment("sfj", "员甲", "第六届", today(), today() + timedelta(days=700), "城管")
    assert isinstance(social.appoint(said, actor=who("监督")), str)


def ask(case: str, kind: str = acts.INVITED, card: str = "") -> str | Refusal:
    text = card or acts.drafted_card(Case.objects.get(pk=case))
    said = acts.Asked(kind, case, "占道堆物从轻处罚", text, "合理吗？", today() + timedelta(days=7))
    return acts.open_consultation(said, actor=who("周强"))


def test_a_card_tells_what_was_done_and_not_by_whom(guests: None, waiting: str) -> None:
    card = acts.drafted_card(Case.objects.get(pk=waiting))
    assert "砂石" in card
    assert "200" in card
    for value in PARTY.values():
        if value != "个人":
            assert str(value) not in card
    key = ask(waiting)
    assert isinstance(key, str), key


@pytest.mark.parametrize("slip", ["陈大海在人民路堆砂石", "身份证 110101199003070038", "电话 13800138000"])
def test_a_card_that_tells_who_it_is_about_is_refused(guests: None, waiting: str, slip: str) -> None:
    refused = ask(waiting, card=slip)
    assert isinstance(refused, Refusal)
    assert "看得出当事人" in refused.message


def test_opinions_are_given_once_answered_and_counted(guests: None, waiting: str) -> None:
    key = ask(waiting)
    assert isinstance(key, str)
    member = who("员甲")
    assert acts.give_opinion(key, stance="合法但不合理", text="初次违法，宜免罚", actor=member) is None
    assert isinstance(acts.give_opinion(key, stance="合法合理", text="", actor=member), Refusal)
    assert isinstance(acts.give_opinion(key, stance="合法合理", text="", actor=who("员乙")), Refusal)
    early = acts.close_consultation(key, summary="完", actor=who("周强"))
    assert isinstance(early, Refusal)
    assert "还有 1 条" in early.message
    number = consultation(key, reach=EVERYWHERE).opinions[0].number  # type: ignore[union-attr]
    silent = acts.answer_opinion(key, number, outcome="不采纳", answer="", actor=who("周强"))
    assert isinstance(silent, Refusal)
    assert acts.answer_opinion(key, number, outcome="采纳", answer="", actor=who("周强")) is None
    assert acts.close_consultation(key, summary="改为不予处罚", actor=who("周强")) is None
    assert isinstance(acts.give_opinion(key, stance="合法合理", text="", actor=member), Refusal)
    figures = social_figures(["lq"], today().year)
    assert (figures["social.consultations"], figures["social.opinions"], figures["social.followed"]) == (1, 1, 1)


def test_a_social_review_names_nobody(guests: None, waiting: str) -> None:
    key = ask(waiting, acts.SOCIAL)
    assert isinstance(key, str)
    assert isinstance(acts.give_opinion(key, stance="合法合理", text="", actor=who("员甲")), Refusal)
    assert isinstance(acts.give_opinion(key, stance="合法合理", text="", giver="", actor=who("周强")), Refusal)
    assert acts.give_opinion(key, stance="合法合理", text="", giver="商户代表", actor=who("周强")) is None
    assert social_figures(["lq"], today().year)["social.reviews"] == 1


def test_an_invited_supervisor_sees_the_card_and_nothing_else(guests: None, waiting: str, signed_in: SignedIn) -> None:
    key = ask(waiting)
    assert isinstance(key, str)
    case = Case.objects.get(pk=waiting)
    member = signed_in("员甲")
    page = member.get(f"/cards/{key}").content.decode()
    assert "砂石" in page
    for word in (case.number, waiting, PARTY["party.name"], PARTY["party.id_number"], "人民路1号"):
        assert word not in page
    assert key in member.get("/cards").content.decode()
    assert member.post(f"/cards/{key}", {"stance": "合法合理"}).status_code == 303
    for place in ("/cases", f"/cases/{waiting}", "/oversight", "/consultations", f"/consultations/{key}", "/digests",
                  "/statistics", "/people", "/clues", "/oversight/officers", f"/consultations/new?case={waiting}",
                  "/invited/new", "/oversight/conformance", "/chains", "/plan", "/fines"):  # fmt: skip
        assert member.get(place).status_code in (403, 404), place


def _statuses(client: Client, places: list[str]) -> dict[str, int]:
    return {place: client.get(place).status_code for place in places}


def test_strangers_see_neither_cards_nor_opinions(guests: None, waiting: str, signed_in: SignedIn) -> None:
    key = ask(waiting)
    assert isinstance(key, str)
    member = social.Met("sfj", "第一次例会", today(), "学习裁量基准", ("员甲",))
    meeting = social.hold_meeting(member, actor=who("监督"))
    assert isinstance(meeting, str)
    own = [f"/consultations/{key}", f"/consultations/new?case={waiting}"]
    for name in ("外督", "外长", "员乙"):
        client = signed_in(name)
        seen = _statuses(
            client, [*own, f"/cards/{key}", f"/invited/meetings/{meeting}", f"/invited/meetings/{meeting}/change"]
        )
        assert set(seen.values()) <= {403, 404}, (name, seen)
        for place in ("/consultations?format=csv", "/cards", "/invited?format=csv", "/invited"):
            text = client.get(place).content.decode()
            assert "占道堆物从轻处罚" not in text, (name, place)
            assert "员甲" not in text, (name, place)
        assert client.post(f"/consultations/{key}/close", {"summary": "完"}).status_code in (403, 404)
    assert set(_statuses(signed_in("镇长"), own).values()) == {200}
    assert "占道堆物从轻处罚" in signed_in("镇长").get("/consultations?format=csv").content.decode()
    assert "学习裁量基准" in signed_in("员甲").get(f"/invited/meetings/{meeting}").content.decode()


def test_after_the_term_cards_are_closed(guests: None, waiting: str, signed_in: SignedIn) -> None:
    key = ask(waiting)
    from zhifa.store.social.models import Term

    term = Term.objects.get().pk
    assert social.end_term(term, on=today(), reason="届满前辞任", actor=who("监督")) is None
    assert signed_in("员甲").get(f"/cards/{key}").status_code == 404
    assert isinstance(acts.give_opinion(str(key), stance="合法合理", text="", actor=who("员甲")), Refusal)


def test_the_pages_do_what_they_say(guests: None, waiting: str, signed_in: SignedIn) -> None:
    """A head asks, a supervisor appoints and records a meeting; forms refuse what is missing."""
    head = signed_in("镇长")
    at = f"/consultations/new?case={waiting}"
    assert "砂石" in head.get(at).content.decode()
    assert head.post(at, {"kind": "invited", "title": ""}).status_code == 422
    said = {"kind": "social", "title": "占道堆物", "card": "商户占道堆物", "asked": "合理吗", "due_on": str(today())}
    assert head.post(at, said).status_code == 303
    key = next(iter(acts.Consultation.objects.values_list("pk", flat=True)))
    page = f"/consultations/{key}"
    assert head.post(f"{page}/opinion", {"giver": "居民代表", "stance": "合法合理"}).status_code == 303
    number = acts.Opinion.objects.get().number
    assert head.post(f"{page}/opinions/{number}", {"outcome": "不采纳"}).status_code == 422
    assert head.post(f"{page}/opinions/{number}", {"outcome": "采纳"}).status_code == 303
    assert head.post(f"{page}/close", {"summary": "照办"}).status_code == 303
    assert "照办" in head.get(page).content.decode()
    supervisor = signed_in("监督")
    assert supervisor.get("/invited/new").status_code == 200
    meeting = {"organ": "sfj", "title": "例会", "on": str(today()), "minutes": "略", "attended": ["员甲"]}
    assert supervisor.post("/invited/meetings/new", meeting).status_code == 303
    assert "例会" in supervisor.get("/invited").content.decode()
