"""What procedure data may rely on about periods: one sentence, one small case in which it would show."""

from __future__ import annotations

from datetime import date

from tests.core.small_rules import book, holds, period, play, step, taken
from tests.play import PEOPLE, Play
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import view
from zhifa.ports.rules import calendar


def test_a_period_counted_back_from_a_day_to_come_runs_before_it() -> None:
    game = play(
        step("grant", 'records = ["a.until"]'),
        step("renew"),
        period("renewal", 'starts = "a.until"; length = -30; kind = "window"; of = "party"; met_by = "renew"'),
    )
    taken(game, "grant", "2024-03-04", {"a.until": "2024-12-31"})
    found = game.obligations("2024-03-05")["renewal"]
    assert (found.state, found.due_on) == ("running", date(2024, 12, 1))
    assert game.obligations("2024-12-02")["renewal"].state == "lapsed"
    assert holds(game, "passed('renewal')", "2024-12-02") is True
    taken(game, "renew", "2024-11-30")
    assert game.obligations("2024-12-31")["renewal"].state == "met"


def test_a_period_nobody_can_yet_say_runs_is_listed_as_waiting() -> None:
    game = play(
        step("ask", 'may_record = ["a.flag", "a.until"]'),
        step("answer"),
        period("one", 'starts = "ask"; length = 5; only_if = "a.flag"; met_by = "answer"'),
        period("other", 'starts = "ask"; until = "a.until"; kind = "term"'),
    )
    taken(game, "ask", "2024-03-04")
    waiting = game.obligations("2024-03-05")
    assert (waiting["one"].state, waiting["other"].state) == ("waiting", "waiting")
    assert game.findings("2024-05-01") == []


def test_the_watch_comes_back_on_the_day_a_period_begins() -> None:
    game = play(
        step("grant", 'records = ["a.until"]'),
        step("apply"),
        period("window", 'starts = "a.until"; length = 3; unit = "month"; kind = "window"; met_by = "apply"'),
    )
    taken(game, "grant", "2024-03-04", {"a.until": "2024-06-01"})
    seen = view(game.case, context=game.context, people=PEOPLE.get, day=date(2024, 3, 5))
    assert seen.next_check_on == date(2024, 6, 1)


def test_extensions_count_in_the_order_in_which_they_were_granted() -> None:
    game = play(
        step("start"),
        step("by_head"),
        step("by_all"),
        step("decide"),
        period("decide", 'starts = "start"; length = 90; met_by = "decide"; rolls = false; extended_by = '
               '[{ step = "by_all", length = 30 }, { step = "by_head", length = 30 }]'),
    )  # fmt: skip
    taken(game, "start", "2024-03-01")
    taken(game, "by_head", "2024-05-20")  # before 30 May
    taken(game, "by_all", "2024-06-20")  # before 29 June, after 30 May
    assert game.obligations("2024-07-01")["decide"].due_on == date(2024, 7, 29)


def test_an_extension_granted_after_expiry_changes_nothing_and_says_so_and_a_suspension_makes_room_for_one() -> None:
    rules = (
        step("start"),
        step("stop"),
        step("resume"),
        step("extend"),
        step("decide"),
        period("decide", 'starts = "start"; length = 30; met_by = "decide"; rolls = false; '
               'paused_by = [{ from = "stop", to = "resume" }]; extended_by = [{ step = "extend", length = 30 }]'),
    )  # fmt: skip
    late = play(*rules)
    taken(late, "start", "2024-03-01")
    taken(late, "extend", "2024-04-05")
    found = late.obligations("2024-04-10")["decide"]
    assert (found.state, found.due_on) == ("lapsed", date(2024, 3, 31))
    assert any("不计延长" in line for line in found.trace)
    stopped = play(*rules)
    taken(stopped, "start", "2024-03-01")
    taken(stopped, "stop", "2024-03-25")
    taken(stopped, "extend", "2024-04-05")
    assert stopped.obligations("2024-04-10")["decide"].state == "paused"
    taken(stopped, "resume", "2024-04-15")  # 22 days stood still
    assert stopped.obligations("2024-04-20")["decide"].due_on == date(2024, 5, 22)


def test_a_period_that_was_met_no_longer_runs() -> None:
    game = play(step("ask"), step("answer"), period("wait", 'starts = "ask"; length = 30; met_by = "answer"'))
    taken(game, "ask", "2024-03-04")
    assert holds(game, "running('wait')", "2024-03-05") is True
    taken(game, "answer", "2024-03-06")
    assert holds(game, "running('wait')", "2024-03-07") is False
    assert holds(game, "passed('wait')", "2024-03-07") is False


def test_a_running_period_outlives_its_repeal_and_a_new_one_does_not_reach_back() -> None:
    game = play(
        step("ask"),
        step("answer"),
        period("old", 'starts = "ask"; length = 30; met_by = "answer"; to = "2024-03-15"'),
        period("new", 'starts = "ask"; length = 3; met_by = "answer"; from = "2024-03-16"'),
    )
    taken(game, "ask", "2024-03-04")
    running = game.obligations("2024-03-20")
    assert (running["old"].state, running["old"].due_on) == ("running", date(2024, 4, 3))
    assert "new" not in running
    after = play(
        step("ask"),
        step("answer"),
        period("old", 'starts = "ask"; length = 30; met_by = "answer"; to = "2024-03-15"'),
        period("new", 'starts = "ask"; length = 3; met_by = "answer"; from = "2024-03-16"'),
    )
    taken(after, "ask", "2024-03-18")
    assert set(after.obligations("2024-03-20")) == {"new"}


def test_a_procedure_repealed_without_a_successor_still_carries_what_began_under_it() -> None:
    text = 'code = "main"\ntitle = "旧程序"\nkind = "supervision"\ncite = "行政处罚法(2021)#54"\nphases = ["办理"]\n'
    ended = book("[[procedure]]\n" + text + 'to = "2024-03-31"\n', step("ask"), step("answer"), procedures=())
    game = Play("main", "2024-03-01", context=Context(ended, calendar()))
    taken(game, "ask", "2024-03-04")
    taken(game, "answer", "2024-04-10")
    assert game.findings("2024-04-11") == []


def test_hours_from_a_bare_day_are_late_only_after_their_latest_end() -> None:
    rules = (
        step("seize"),
        step("approve"),
        period("hours", 'starts = "seize"; length = 24; unit = "hour"; met_by = "approve"'),
    )
    for began, done, wanted in (
        ("2024-03-04", "2024-03-05T23:00", "met"),
        ("2024-03-04", "2024-03-06T00:30", "late"),
        ("2024-03-04T10:00", "2024-03-05T10:30", "late"),
        ("2024-03-04T10:00", "2024-03-05T09:30", "met"),
        ("2024-03-04T10:00", "2024-03-05", "met"),
    ):
        game = play(*rules)
        taken(game, "seize", began)
        taken(game, "approve", done)
        assert game.obligations("2024-03-07")["hours"].state == wanted, (began, done)


def test_the_watch_comes_back_on_the_day_the_law_changes() -> None:
    game = play(step("ask"), step("more", 'from = "2024-06-01"'), step("close", "ends = true"))
    taken(game, "ask", "2024-03-04")
    seen = view(game.case, context=game.context, people=PEOPLE.get, day=date(2024, 3, 5))
    assert seen.next_check_on == date(2024, 6, 1)
    taken(game, "close", "2024-03-06")
    assert view(game.case, context=game.context, people=PEOPLE.get, day=date(2024, 3, 7)).next_check_on is None


def test_a_period_may_name_its_own_way_of_counting_and_the_first_fitting_length_holds() -> None:
    game = play(
        step("ask", 'may_record = ["a.closed"]'),
        step("answer"),
        period("natural", 'starts = "ask"; length = 5; count = "natural"; rolls = false; met_by = "answer"'),
        period("work", 'starts = "ask"; length = 90; count = "work"; met_by = "answer"'),
        period("first", 'starts = "ask"; length = 90; rolls = false; met_by = "answer"; shorter_if = '
               '[{ if = "a.closed", length = 10 }, { if = "known(a.closed)", length = 20 }]'),
    )  # fmt: skip
    taken(game, "ask", "2024-03-04", {"a.closed": True})
    due = {code: item.due_on for code, item in game.obligations("2024-03-05").items()}
    assert due == {
        "natural": date(2024, 3, 9),
        "work": calendar().add_workdays(date(2024, 3, 4), 90),
        "first": date(2024, 3, 14),
    }
