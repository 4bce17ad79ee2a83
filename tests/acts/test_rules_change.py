"""When next year's calendar arrives, due dates reckoned without it are worked out anew by the daily watch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.acts.test_cases import BOTH, DECIDE, HEAR, PARTY, SHOW, TELL
from zhifa.acts import work
from zhifa.acts.cases import Opening, open_case, take_step
from zhifa.acts.work import Actor, Recorded
from zhifa.core.events import DUE_MOVED
from zhifa.core.procedure.state import Context
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.values import Moment
from zhifa.jobs import watch
from zhifa.ports import clock, rules
from zhifa.store import journal
from zhifa.store.casework import models as rows

ARRIVED = """
[[calendar]]
code = "2027"
year = 2027
title = "示例：2027 年放假安排"
status = "configured"
off = [{ name = "元旦", from = "2027-01-01", to = "2027-01-06" }]
work = []
statutory = [{ name = "元旦", day = "2027-01-01" }]
"""


@pytest.mark.django_db
def test_a_late_calendar_moves_due_dates(wang: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.at(datetime(2026, 12, 29, 4, tzinfo=UTC)):
        opened = open_case(Opening("lq", "penalty.simple", Moment.parse("2026-12-29T09:00"), PARTY, BOTH), actor=wang)
        assert isinstance(opened, Recorded)
        for entry in (SHOW, TELL, HEAR, DECIDE):
            at = Moment(date(2026, 12, 29), entry.at.at if entry.at else None)
            done = take_step(opened.case_id, replace(entry, at=at), actor=wang)
            assert isinstance(done, Recorded), done
        publication = rows.Obligation.objects.get(code="publication.penalty")
        assert publication.provisional is True
        before = publication.due_on
        book = compile_rules({**rules.sources(), "site/calendars/2027.toml": ARRIVED})
        assert isinstance(book, Rulebook)
        monkeypatch.setattr(work, "context", lambda: Context(book, rules.calendar_of(book)))
        monkeypatch.setattr("zhifa.acts.watching.context", lambda: Context(book, rules.calendar_of(book)))
        assert watch.run_once().cases == 1
        publication = rows.Obligation.objects.get(code="publication.penalty")
        assert (publication.provisional, publication.due_on) == (False, date(2027, 1, 13))
        assert before < publication.due_on
        assert watch.run_once().cases == 0
        (event,) = [e for e in journal.read_stream("case", opened.case_id) if e.type == DUE_MOVED]
        assert event.payload["why"] == "规则或者日历有了新的版本"
        kept = {due["period"]: due["was"] for due in event.payload["dues"]}  # type: ignore[call-overload, index, union-attr]
        assert kept["publication.penalty"] == before.isoformat(), "what was shown stays readable"


@pytest.mark.django_db
def test_the_journal_says_under_which_rules_each_part_of_it_was_written(
    wang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(datetime(2026, 12, 29, 4, tzinfo=UTC)):
        opened = open_case(Opening("lq", "penalty.simple", Moment.parse("2026-12-29T09:00"), PARTY, BOTH), actor=wang)
        assert isinstance(opened, Recorded)
        book = compile_rules({**rules.sources(), "site/calendars/2027.toml": ARRIVED})
        assert isinstance(book, Rulebook)
        monkeypatch.setattr(work, "context", lambda: Context(book, rules.calendar_of(book)))
        for entry in (SHOW, TELL):
            at = Moment(date(2026, 12, 29), entry.at.at if entry.at else None)
            assert isinstance(take_step(opened.case_id, replace(entry, at=at), actor=wang), Recorded)
    said = [event.payload.get("rules") for event in journal.read_stream("case", opened.case_id)]
    assert said == [rules.rulebook().digest, None, book.digest, None]
    assert journal.verify().valid is True
