"""How many statements each kind of act sends: a statement more is a decision, never an accident."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import town
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, correct_step, hand_over, open_case, take_step
from zhifa.acts.papers import issue_paper
from zhifa.acts.watching import look_again
from zhifa.acts.work import Recorded
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import Moment, Refusal
from zhifa.ports import clock
from zhifa.store import journal

pytestmark = pytest.mark.django_db

STEP = {
    "SELECT casework_case": 1,
    "SELECT journal_event": 1,
    "SELECT registry_person": 1,
    "INSERT journal_event": 1,
    "UPDATE casework_case": 1,
}
"""Lock and read the case with its organ, read its journal and its people, write the event and the row."""


def statements(deed: Callable[[], object]) -> dict[str, int]:
    """Statements by verb and table; transaction control does not count."""
    found: dict[str, int] = {}
    with CaptureQueriesContext(connection) as captured:
        deed()
    for query in captured.captured_queries:
        sql = re.sub(r"^\d+ times: ", "", str(query["sql"]).strip())
        if match := re.match(
            r"(SELECT|INSERT|UPDATE|DELETE).*?\b(?:FROM|INTO|UPDATE)\s+\"?(\w+)|(UPDATE) \"?(\w+)", sql, re.S
        ):
            verb, table = (match[1], match[2]) if match[1] and match[2] else (match[3], match[4])
            found[f"{verb} {table}"] = found.get(f"{verb} {table}", 0) + 1
    return found


@contextmanager
def on(text: str) -> Iterator[None]:
    with clock.at(datetime.fromisoformat(text).replace(tzinfo=UTC)):
        yield


@pytest.fixture
def player(db: None) -> town.Player:
    """An ordinary case in the middle of its investigation."""
    town.found_town()
    made = town.Player(town.scenario("penalty-ordinary-main"))
    for played in made.play():
        if played.step == "filing":
            break
    return made


INTERVIEW = StepEntry(
    "interview",
    {
        "evidence.interviewee": "陈大海", "evidence.interview_role": "当事人", "evidence.interview_record": "承认堆放",
        "evidence.certificates_shown": True, "evidence.rights_told": True,
    },
    ("王立", "李明"),
    Moment.parse("2024-03-06T15:00"),
)  # fmt: skip


def rewritten(*tables: str) -> dict[str, int]:
    """Tables whose rows changed are emptied for the case and filled again."""
    return {f"{verb} {table}": 1 for table in tables for verb in ("DELETE", "INSERT")}


def test_a_step_that_changes_nothing_but_the_journal(player: town.Player) -> None:
    with on("2024-03-06T10:00"):
        actor = town.actor("王立")
        take_step(player.case_id, INTERVIEW, actor=actor)
        seen = statements(lambda: take_step(player.case_id, INTERVIEW, actor=actor))
    personal = {"INSERT journal_personal": 1, "SELECT journal_personal": 1}
    assert seen == STEP | personal


def test_a_refused_step_writes_nothing(player: town.Player) -> None:
    entry = StepEntry("decision", {}, ("周强",), Moment.parse("2024-03-06"))
    with on("2024-03-06T10:00"):
        actor = town.actor("周强")
        results: list[object] = []
        seen = statements(lambda: results.append(take_step(player.case_id, entry, actor=actor)))
    assert isinstance(results[0], Refusal)
    assert seen == {k: 1 for k in STEP if k.startswith("SELECT")} | {"SELECT journal_personal": 1}


def test_a_decision_that_opens_a_proceeding_and_is_counted() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-ordinary-main"))
    player.open()
    whens = player.script["when"]
    at = next(n for n, when in enumerate(whens) if when["step"] == "decision" and "expect" not in when)
    for when in whens[:at]:
        player.act(when)
    entry = StepEntry("decision", whens[at]["facts"], ("周强",), Moment.parse(whens[at]["on"]))
    with on("2024-03-22T10:00"):
        actor = town.actor("周强")
        results: list[object] = []
        seen = statements(lambda: results.append(take_step(player.case_id, entry, actor=actor)))
    assert isinstance(results[0], Recorded)
    # a decision is counted, kept as a ruling that like cases are compared with, stands on the fine ledger, and from now
    # on the file is appraised; the search index finds it by its party
    tables = rewritten("casework_proceeding", "casework_obligation", "casework_task", "casework_casegrams")
    tables |= {"INSERT outcome": 1, "INSERT casework_ruling": 1, "INSERT casework_fine": 1}
    tables |= {"INSERT casework_finding": 1}  # its reasons are a few words: a finding of supervision
    tables |= {"INSERT appraisal_appraisal": 1, "INSERT appraisal_deduction": 1}
    tables |= {"INSERT counter_delta": 1}
    assert seen == STEP | {"SELECT journal_personal": 1} | tables


def test_opening_a_case() -> None:
    town.found_town()
    opening = Opening("lq", "penalty.simple", Moment.parse("2024-05-06"), {"party.name": "张示例"}, ("王立", "李明"))
    with on("2024-05-06T10:00"):
        actor = town.actor("王立")
        open_case(opening, actor=actor)
        seen = statements(lambda: open_case(opening, actor=actor))
    assert seen == {
        "SELECT registry_organ": 1,
        "SELECT registry_person": 1,
        "SELECT casework_numbercounter": 1,
        "UPDATE casework_numbercounter": 1,
        "INSERT casework_numberuse": 1,
        "INSERT journal_event": 1,
        "INSERT journal_personal": 1,
        "INSERT casework_case": 1,
        "INSERT casework_casegrams": 1,
        "INSERT casework_proceeding": 1,
        "INSERT casework_task": 1,
    }


def test_correcting_handing_over_beginning_and_looking_again(player: town.Player) -> None:
    filing = next(e for e in journal.read_stream("case", player.case_id) if e.payload.get("step") == "filing")
    with on("2024-03-12T10:00"):
        head, wang = town.actor("周强"), town.actor("王立")
        look_again(player.case_id)
        read = {"SELECT journal_personal": 1}
        looked = statements(lambda: look_again(player.case_id))
        given = statements(lambda: hand_over(player.case_id, ["李明"], "调离", actor=head))
        moved = Correction(filing.version, "周强", "误填", Moment.parse("2024-03-06T08:00"))
        corrected = statements(lambda: correct_step(player.case_id, moved, actor=head))
        begun = statements(lambda: add_proceeding(player.case_id, "measure.seize", actor=wang))
    assert looked == {k: n for k, n in STEP.items() if "INSERT" not in k} | read
    assert given == STEP | read | {"SELECT registry_person": 1}
    again = {"SELECT casework_obligation": 1, "INSERT journal_event": 2}
    assert corrected == STEP | read | rewritten("casework_obligation") | again, "what was shown before is written down"
    assert begun == STEP | read | rewritten("casework_proceeding", "casework_task")


def test_issuing_a_numbered_paper(player: town.Player) -> None:
    for when in player.script["when"][2:]:
        if player.act(when).step == "notice":
            break
    root = next(iter(player.places.values()))
    with on("2024-03-13T11:00"):
        actor = town.actor("王立")
        results: list[object] = []
        seen = statements(lambda: results.append(issue_paper(player.case_id, root, "interview-record", actor=actor)))
    assert not isinstance(results[0], Refusal), results
    read = {"SELECT journal_personal": 1, "INSERT journal_personal": 1, "INSERT casework_paper": 1}
    read |= {"SELECT casework_paper": 1}  # the papers issued before: names and numbers must agree
    assert seen == STEP | {"SELECT registry_person": seen["SELECT registry_person"]} | read
