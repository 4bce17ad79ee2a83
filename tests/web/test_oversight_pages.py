"""The cockpit: figures that open their cases, the same number of queries however many, each supervisor their own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import DECIDED, SignedIn, ago, ordinary
from tests.web.test_social_pages import guests
from zhifa.acts.work import Actor, today
from zhifa.jobs.sequencer import place_all
from zhifa.jobs.tallying import count, run_once
from zhifa.store.casework.models import Case, Finding
from zhifa.store.readers.cockpit import LATE, due_by_organ, due_page

__all__ = ["guests"]
PLACES = ("/oversight", "/oversight?organ=lq", "/oversight/wall", "/oversight/due/late", "/oversight/spells/begun",
          "/oversight/officers", "/oversight/conformance", "/digests/lq/month/{month}", "/consultations")  # fmt: skip


def tally() -> None:
    place_all()
    run_once()
    count()


def faulty(wang: Actor) -> str:
    """A case decided without review a month ago and not published: with faults, and with duties that are late."""
    return ordinary(wang, replace(DECIDED[1], at=ago(28)), replace(DECIDED[2], at=ago(27)))


def queries(client: Client) -> dict[str, int]:
    found = {}
    for place in PLACES:
        at = place.format(month=f"{today():%Y-%m}")
        client.get(at)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at).status_code == 200, at
        found[place] = len(asked)
    return found


def test_more_cases_ask_no_more_of_the_database(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    faulty(wang)
    tally()
    before = queries(signed_in("监督"))
    for _ in range(3):
        faulty(wang)
    tally()
    assert queries(signed_in("监督")) == before


def test_every_number_opens_as_many_cases(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    for _ in range(2):
        faulty(wang)
    tally()
    client = signed_in("监督")
    late = due_by_organ(reach=("500112/",), day=today())["lq"].late
    assert late == len(due_page(LATE, reach=("500112/",), day=today(), limit=0).lines) > 0
    page = client.get("/oversight?organ=lq").content.decode()
    assert f'href="/oversight/due/late?organ=lq">{late}<' in page.replace(' class="figure"', "")
    assert client.get("/oversight/due/late?organ=lq&format=csv").content.decode().count("\n") == late + 1
    begun = re.findall(r'href="(/oversight/spells/begun[^"]*)"', page)
    assert begun
    shown = client.get(begun[-1].replace("&amp;", "&")).content.decode()
    assert f"新出现的问题 {Finding.objects.exclude(colour='blue').count()} 项" in shown


def test_a_case_is_three_clicks_from_the_district(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    case = faulty(wang)
    tally()
    client = signed_in("监督")
    assert 'href="/oversight?organ=lq"' in client.get("/oversight").content.decode()
    assert f"/cases/{case}" in client.get("/oversight?organ=lq").content.decode()


def test_each_sees_what_is_theirs(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    faulty(wang)
    tally()
    number = Case.objects.get().number
    places = ["/oversight", "/oversight/wall", "/oversight/due/late", "/oversight/due/late?format=csv",
              "/oversight/spells/begun", "/oversight/spells/begun?format=csv", "/oversight/officers",
              f"/oversight/officers/lq/王立?month={today():%Y-%m}", "/oversight/conformance",
              "/oversight/conformance/reviewed", "/oversight/conformance?format=csv", "/digests"]  # fmt: skip
    for name, status in (("外督", {200, 302, 404}), ("外长", {200, 302, 404}), ("员甲", {403})):
        client = signed_in(name)
        for place in places:
            answer = client.get(place)
            assert answer.status_code in status, (name, place, answer.status_code)
            text = answer.content.decode(errors="ignore")
            for word in (number, "洛碛镇", "陈大海", "王立"):
                assert word not in text.replace(place, ""), (name, place, word)
    for name in ("监督", "镇长"):
        assert "洛碛镇" in signed_in(name).get("/oversight").content.decode()
        assert number in signed_in(name).get("/oversight/due/late?format=csv").content.decode()


def test_the_wall_has_nothing_to_press_and_fetches_itself(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    faulty(wang)
    page = signed_in("监督").get("/oversight/wall?organ=lq").content.decode()
    assert "<button" not in page.split('id="wall"')[1].split("<dialog")[0]
    assert 'hx-get="/oversight/wall?organ=lq"' in page
    assert 'hx-trigger="every 60s"' in page


def test_nothing_wrong_says_so(guests: None, signed_in: SignedIn) -> None:
    page = signed_in("监督").get("/oversight").content.decode()
    assert "没有超期、临期和须改正、须说明的问题" in page


@pytest.mark.parametrize("place", ["/oversight?organ=none", "/oversight/due/never", "/oversight/spells/x",
                                   "/oversight/officers?month=2024-99", "/digests/lq/month/2024-13",
                                   "/oversight/conformance/none"])  # fmt: skip
def test_what_is_not_there_is_not_found(place: str, guests: None, signed_in: SignedIn) -> None:
    assert signed_in("监督").get(place).status_code == 404


def test_a_month_can_be_made_only_by_who_may(guests: None, wang: Actor, signed_in: SignedIn) -> None:
    """A head makes the digest of the day; an officer of the same organ only reads it."""
    at = f"/digests/lq/day/{today()}"
    assert signed_in("王立").get(at).status_code == 200
    refused = signed_in("王立").post(at)
    assert refused.status_code == 422
    assert "没有办理此事的权限" in refused.content.decode()
    assert signed_in("镇长").post(at).status_code == 303
    assert "已制发" in signed_in("王立").get(at).content.decode()


def test_every_page_stands_under_its_tab(guests: None, signed_in: SignedIn) -> None:
    client = signed_in("监督")
    for place in ("/oversight", "/oversight/conformance", "/complaints", "/consultations", "/invited"):
        page = client.get(place).content.decode()
        tabs = page.split('class="section-tabs')[1].split("</nav>")[0]
        assert f'href="{place}" aria-current="page"' in tabs, place
