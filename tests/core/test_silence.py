"""What the law makes of silence: once, on its own days, moved and taken away with its ground."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.small_rules import book, period, play, step, taken
from tests.play import Play
from zhifa.core.events import EFFECT_AROSE, EFFECT_WITHDRAWN
from zhifa.core.procedure.settling import settle
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import Accepted
from zhifa.core.values import Moment
from zhifa.core.worktime import Calendar
from zhifa.ports.rules import calendar

SILENT = (
    step("ask", "repeat = true"),
    step("grant", 'dated_as = "a.on"; may_record = ["a.text", "a.flag"]'),
    period("answer", 'starts = "ask"; length = 5; kind = "window"; met_by = "grant"; on_lapse = { deems = "grant", '
           'dated = "start", facts = { "a.flag" = true } }'),
    period("issue", 'starts = "grant"; length = 10; kind = "term"'),
)  # fmt: skip


def effects(game: Play) -> list[str]:
    kinds = {EFFECT_AROSE: "arose", EFFECT_WITHDRAWN: "withdrawn"}
    return [kinds[event.type] for event in game.events if event.type in kinds]


def test_an_answer_that_comes_after_the_law_has_answered_starts_nothing_anew() -> None:
    game = play(*SILENT)
    taken(game, "ask", "2024-03-04")
    taken(game, "grant", "2024-03-20", {"a.flag": False, "a.text": "补发的通知"})
    game.settle(date(2024, 3, 21))
    state = game.state("2024-03-21")
    assert state.fact(game.root, "a.on") == date(2024, 3, 4)
    assert state.fact(game.root, "a.flag") is True
    assert state.fact(game.root, "a.text") == "补发的通知"
    assert game.obligations("2024-03-21")["issue"].started == Moment(date(2024, 3, 4))
    assert [item.code for item in game.findings("2024-03-21")] == []  # the party's step is never red


def test_silence_moves_with_the_day_it_is_counted_from() -> None:
    game = play(*SILENT)
    asked = taken(game, "ask", "2024-03-04")
    game.settle(date(2024, 4, 1))
    assert isinstance(game.correct(asked, "收文日期录错", on="2024-03-11"), Accepted)
    game.settle(date(2024, 4, 2))
    assert effects(game) == ["arose", "withdrawn", "arose"]
    (deemed,) = [item for item in game.case.taken if item.is_deemed]
    assert (deemed.at.day, deemed.known_on) == (date(2024, 3, 11), date(2024, 3, 19))  # the sixteenth is a Saturday
    assert any(item.code == "effect_withdrawn" for item in game.findings("2024-04-03"))


def test_what_arose_may_be_taken_away_and_arise_once_more() -> None:
    game = play(*SILENT)
    taken(game, "ask", "2024-03-04")
    game.settle(date(2024, 4, 1))
    late = taken(game, "grant", "2024-03-06")
    game.settle(date(2024, 4, 2))
    assert isinstance(game.correct(late, "不是三月，是四月", on="2024-04-01"), Accepted)
    game.settle(date(2024, 4, 3))
    assert effects(game) == ["arose", "withdrawn", "arose"]
    assert game.settle(date(2024, 4, 4)) == []
    assert game.obligations("2024-04-03")["issue"].started == Moment(date(2024, 3, 4))


def test_a_deemed_step_that_ends_the_proceeding_does_not_take_away_its_own_ground() -> None:
    for dated in ("start", "due"):
        game = play(
            step("ask"),
            step("over", "ends = true"),
            period("wait", f'starts = "ask"; length = 5; kind = "term"; only_if = "not done(\'over\')"; '
                   f'on_lapse = {{ deems = "over", dated = "{dated}" }}'),
        )  # fmt: skip
        taken(game, "ask", "2024-03-04")
        game.settle(date(2024, 4, 1))
        assert effects(game) == ["arose"], dated
        assert game.state("2024-04-01").ended(game.root) is not None


def test_each_row_of_a_list_lapses_for_itself() -> None:
    game = play(
        step("grant", 'records = ["a.list"]'),
        step("lost", "repeat = true"),
        period("row", 'starts = "grant"; each = "a.list"; until = "row.due"; kind = "term"; '
               'on_lapse = { deems = "lost", dated = "due" }'),
    )  # fmt: skip
    taken(game, "grant", "2024-03-04", {"a.list": [{"no": 1, "due": "2024-03-10"}, {"no": 2, "due": "2024-04-10"}]})
    game.settle(date(2024, 3, 20))
    assert effects(game) == ["arose"]
    game.settle(date(2024, 4, 20))
    assert effects(game) == ["arose", "arose"]
    assert [str(item.at) for item in game.case.taken if item.is_deemed] == ["2024-03-10", "2024-04-10"]


def test_a_calendar_that_comes_later_moves_the_effect_and_accuses_nobody() -> None:
    rules = book(
        step("ask"),
        step("over"),
        period("wait", 'starts = "ask"; length = 5; unit = "workday"; kind = "window"; met_by = "over"; '
               'on_lapse = { deems = "over", dated = "due" }'),
    )  # fmt: skip
    early, late = Calendar(years=[]), calendar()
    game = Play("main", "2026-02-01", context=Context(rules, early))
    taken(game, "ask", "2026-02-12")
    game.settle(date(2026, 3, 1))
    game.context = Context(rules, late)
    assert [event.type for event in settle(game.case, context=game.context, day=date(2026, 3, 1))]
    game.settle(date(2026, 3, 1))
    (deemed,) = [item for item in game.case.taken if item.is_deemed]
    assert deemed.at.day == date(2026, 2, 26)
    assert game.findings("2026-03-02") == []


@pytest.mark.parametrize("watched", [True, False])
def test_a_period_that_begins_anew_does_not_undo_what_its_first_lapse_made(watched: bool) -> None:
    game = play(
        step("keep", "repeat = true"),
        step("disposed", "repeat = true"),
        step("lapse", "repeat = true"),
        period("term", 'starts = "keep"; length = 7; rolls = false; kind = "term"; met_by = "disposed"; '
               'on_lapse = { deems = "lapse", dated = "due" }'),
    )  # fmt: skip
    first, second = "2024-03-04", "2024-04-08"
    if watched:
        taken(game, "keep", first)
        game.settle(date(2024, 3, 20))
        taken(game, "keep", second)
    else:  # typed in the other order, long after
        taken(game, "keep", second)
        taken(game, "keep", first)
    game.settle(date(2024, 4, 10))
    assert [str(item.at) for item in game.case.taken if item.is_deemed] == ["2024-03-11"]
    game.settle(date(2024, 5, 1))
    assert sorted(str(item.at) for item in game.case.taken if item.is_deemed) == ["2024-03-11", "2024-04-15"]
    assert "withdrawn" not in effects(game)
    assert game.settle(date(2024, 6, 1)) == []


def test_an_effect_that_arose_is_not_taken_away_by_what_the_law_asks_later() -> None:
    game = play(
        step("ask"),
        step("over"),
        step("other"),
        period("wait", 'starts = "ask"; length = 5; kind = "term"; only_if = "not done(\'other\')"; '
               'on_lapse = { deems = "over", dated = "due" }'),
    )  # fmt: skip
    taken(game, "ask", "2024-03-04")
    game.settle(date(2024, 3, 20))
    taken(game, "other", "2024-03-20")
    game.settle(date(2024, 3, 21))
    assert effects(game) == ["arose"]


def test_what_is_done_after_the_end_makes_nothing_late_and_lets_nothing_lapse() -> None:
    """An application withdrawn before the organ had to answer, and an answer recorded after that all the same."""
    game = play(*SILENT, step("withdraw", "ends = true"))
    taken(game, "ask", "2024-03-04")
    taken(game, "withdraw", "2024-03-06")
    taken(game, "grant", "2024-03-20")
    game.settle(date(2024, 4, 1))
    assert effects(game) == []
    assert game.obligations("2024-04-01")["answer"].state == "ended"
