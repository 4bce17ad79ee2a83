"""Many at once: numbers without gaps, and no act that overwrites another, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from bench import town
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.numbers import cancel_number, reserve_numbers
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
NOON = datetime(2024, 3, 13, 4, 0, tzinfo=UTC)


def at_once(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Run deeds in threads that start together, each over a connection of its own."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait(30)
            with clock.at(NOON):
                return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [task.result(120) for task in [pool.submit(run, deed) for deed in deeds]]


def told() -> town.Player:
    """An ordinary case up to the notice: its papers can be issued."""
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        if played.step == "notice":
            break
    return player


def test_numbers_have_no_gap_and_no_double_when_many_issue_at_once() -> None:
    town.found_town()
    actor = town.actor("王立")
    players = [told() for _ in range(6)]

    def issue(player: town.Player, code: str) -> Callable[[], object]:
        root = next(iter(player.places.values()))
        return lambda: issue_paper(player.case_id, root, code, actor=actor)

    # Every second paper is refused after it might have taken a number: facts are missing.
    codes = ("penalty-notice", "penalty-decision", "penalty-notice", "penalty-notice")
    results = at_once([issue(player, code) for player in players for code in codes])
    issued = [result for result in results if isinstance(result, PaperIssued)]
    refused = [result for result in results if isinstance(result, Refusal)]
    assert (len(issued), len(refused)) == (18, 6), results
    uses = rows.NumberUse.objects.exclude(kind="案")
    serials = sorted(uses.values_list("serial", flat=True))
    assert serials == list(range(1, 19)), "each number once, none lost"
    assert {use.token for use in uses} == {one.token for one in issued}
    assert len({one.number for one in issued}) == 18
    counter = rows.NumberCounter.objects.exclude(kind="案").get()
    assert counter.next_serial == 19
    assert list(differences(all_cases())) == []


def test_cases_opened_at_once_are_numbered_without_gap_although_some_are_refused() -> None:
    town.found_town()
    actor = town.actor("王立")

    def begin(number: int) -> Callable[[], object]:
        opening = Opening(
            "lq", "penalty.simple", Moment(NOON.date()), {"party.name": f"第{number}人"}, ("王立", "李明")
        )
        wrong = [StepEntry("decision", {}, ("王立", "李明"))] if number % 3 == 0 else []
        return lambda: open_case(opening, actor=actor, steps=wrong)

    results = at_once([begin(number) for number in range(12)])
    assert sum(isinstance(result, Recorded) for result in results) == 8
    numbers = sorted(rows.NumberUse.objects.filter(kind="案").values_list("serial", flat=True))
    assert numbers == list(range(1, 9))
    assert sorted(rows.Case.objects.values_list("number", flat=True)) == sorted(
        f"渝洛碛案〔2024〕{n}号" for n in numbers
    )


def test_reserved_numbers_and_issued_ones_share_one_row_of_numbers() -> None:
    town.found_town()
    actor = town.actor("王立")
    player = told()
    root = next(iter(player.places.values()))
    kind = "罚告"
    first = issue_paper(player.case_id, root, "penalty-notice", actor=actor)
    assert isinstance(first, PaperIssued)
    kind = rows.NumberUse.objects.get(token=first.token).kind
    year = rows.NumberUse.objects.get(token=first.token).year
    deeds: list[Callable[[], object]] = [
        lambda: reserve_numbers("lq", kind, year, 5, holder="李明", actor=actor) for _ in range(3)
    ]
    at_once(deeds)
    assert cancel_number("lq", kind, year, 4, reason="写错", actor=actor) is None
    assert isinstance(cancel_number("lq", kind, year, 1, reason="写错", actor=actor), Refusal), "issued is not spoilt"
    uses = rows.NumberUse.objects.filter(kind=kind, year=year)
    assert sorted(uses.values_list("serial", flat=True)) == list(range(1, 17))
    assert journal.verify().valid


def test_two_officers_at_one_case_never_lose_an_act() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        if played.step == "filing":
            break
    before = rows.Case.objects.get(pk=player.case_id).version
    facts = {"evidence.interviewee": "陈大海", "evidence.interview_role": "当事人", "evidence.interview_record": "承认",
             "evidence.certificates_shown": True, "evidence.rights_told": True}  # fmt: skip
    entry = StepEntry("interview", facts, ("王立", "李明"), Moment.parse("2024-03-06T15:00"))

    def interview(actor: Actor) -> Callable[[], object]:
        return lambda: take_step(player.case_id, entry, actor=actor)

    results = at_once([interview(town.actor(name)) for name in ("王立", "李明") * 5])
    versions = [result.version for result in results if isinstance(result, Recorded)]
    assert sorted(versions) == list(range(before + 1, before + 11)), "each act stands behind the one before it"
    assert rows.Case.objects.get(pk=player.case_id).version == before + 10
    assert list(differences([player.case_id])) == []
    assert journal.verify().valid


def test_of_two_who_take_a_step_that_happens_once_one_wins() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        if played.step == "filing_request":
            break
    entry = StepEntry("filing", {"filing.handlers": "王立、李明"}, ("周强",), Moment.parse("2024-03-05T10:00"))
    head = town.actor("周强")
    results = at_once([lambda: take_step(player.case_id, entry, actor=head) for _ in range(6)])
    assert sum(isinstance(result, Recorded) for result in results) == 1
    assert {result.code for result in results if isinstance(result, Refusal)} == {"times"}
    filed = [e for e in journal.read_stream("case", player.case_id) if e.payload.get("step") == "filing"]
    assert len(filed) == 1
    assert list(differences([player.case_id])) == []
