"""What procedure data may rely on: one sentence of the engine, one small case in which it would show."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.small_rules import book, period, play, step, taken
from tests.play import PEOPLE, Play
from zhifa.core.conditions import UNKNOWN, parse
from zhifa.core.events import EFFECT_AROSE, EFFECT_WITHDRAWN, STEP_CORRECTED, Event
from zhifa.core.procedure.checking import check_rules
from zhifa.core.procedure.findings import findings
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.settling import settle
from zhifa.core.procedure.state import Context, Scope
from zhifa.core.procedure.taking import Accepted, Reopened, Request, correct_opening, take
from zhifa.core.procedure.view import view
from zhifa.core.values import Moment, Refusal
from zhifa.core.worktime import Calendar
from zhifa.ports.rules import calendar

SILENT = (
    step("ask", "repeat = true"),
    step("grant", 'dated_as = "a.on"; may_record = ["a.text", "a.flag"]'),
    period("answer", 'starts = "ask"; length = 5; kind = "window"; met_by = "grant"; on_lapse = { deems = "grant", '
           'dated = "start", facts = { "a.flag" = true } }'),
    period("issue", 'starts = "grant"; length = 10; kind = "term"'),
)  # fmt: skip


def holds(game: Play, text: str, day: str) -> object:
    condition = parse(text, game.context.book.vocabulary, FUNCTIONS)
    return condition.value(Scope(game.state(day), game.root, date.fromisoformat(day)))


def effects(game: Play) -> list[str]:
    kinds = {EFFECT_AROSE: "arose", EFFECT_WITHDRAWN: "withdrawn"}
    return [kinds[event.type] for event in game.events if event.type in kinds]


# Effects of silence


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


# Periods


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


def test_a_period_nobody_can_yet_say_runs_is_listed_as_waiting_with_what_for() -> None:
    game = play(
        step("ask", 'may_record = ["a.flag", "a.until"]'),
        step("answer"),
        period("one", 'starts = "ask"; length = 5; only_if = "a.flag"; met_by = "answer"'),
        period("other", 'starts = "ask"; until = "a.until"; kind = "term"'),
    )
    taken(game, "ask", "2024-03-04")
    waiting = game.obligations("2024-03-05")
    assert (waiting["one"].state, waiting["one"].waits_for) == ("waiting", ("甲的情形",))
    assert (waiting["other"].state, waiting["other"].waits_for) == ("waiting", ("甲的终日",))
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


# Steps


def test_a_fact_pushed_from_another_proceeding_gives_way_to_a_later_one_of_its_own() -> None:
    game = play(
        step("decide", 'records = ["a.amount"]; repeat = true'),
        step("vary", 'effects = [{ in = "parent", sets = { "a.amount" = 300 } }]', of="remedy"),
        procedures=("main", "remedy"),
    )
    remedy = game.open("remedy", "2024-03-01")
    taken(game, "decide", "2024-03-04", {"a.amount": 500})
    varied = taken(game, "vary", "2024-04-04", proceeding=remedy)
    assert game.state().fact(game.root, "a.amount") == 300
    taken(game, "decide", "2024-05-04", {"a.amount": 400})
    assert game.state().fact(game.root, "a.amount") == 400
    game.correct(varied, "没有这份决定", void=True)
    assert game.state("2024-04-10").fact(game.root, "a.amount") == 500


def test_a_proceeding_is_linked_from_the_day_it_began() -> None:
    game = play(step("ask", "repeat = true"), step("act", of="other"), procedures=("main", "other"))
    game.open("other", "2024-04-01")
    assert holds(game, "linked('other')", "2024-03-20") is False
    assert holds(game, "linked('other')", "2024-04-01") is True
    assert (holds(game, "proceedings('other')", "2024-03-20"), holds(game, "proceedings('other')", "2024-05-01")) == (
        0,
        1,
    )


def test_whoever_did_it_above_does_not_judge_it_below_even_when_it_was_sent_back() -> None:
    game = play(
        step("report", 'by = "officer"; repeat = true'),
        step("return", 'reopens = [{ steps = ["report"] }]'),
        step("hear", 'by = "officer"; never_by = ["report"]', of="hearing"),
        procedures=("main", "hearing"),
    )
    hearing = game.open("hearing", "2024-03-01")
    game.do("report", "2024-03-04", by=("王立",))
    taken(game, "return", "2024-03-05")
    game.do("report", "2024-03-06", by=("孙悦",))
    refused = game.do("hear", "2024-03-08", by=("王立",), proceeding=hearing)
    assert isinstance(refused, Refusal)
    assert refused.code == "separation"
    assert isinstance(game.do("hear", "2024-03-08", by=("李明",), proceeding=hearing), Accepted)


def test_a_second_recusal_does_not_take_back_the_first() -> None:
    game = play(
        step("recuse", 'repeat = true; records = ["case.recused"]'), step("act", 'by = "officer"; repeat = true')
    )
    taken(game, "recuse", "2024-03-04", {"case.recused": "王立"})
    taken(game, "recuse", "2024-03-05", {"case.recused": "李明"})
    for name in ("王立", "李明"):
        refused = game.do("act", "2024-03-06", by=(name, "孙悦"))
        assert isinstance(refused, Refusal), name
        assert [gate.code for gate in refused.gates] == ["recused"]


def test_what_happened_later_on_the_same_day_opens_no_gate_for_an_earlier_minute() -> None:
    game = play(step("review"), step("decide", 'by = "head"; after = ["review"]'))
    taken(game, "review", "2024-03-04T15:00")
    refused = game.do("decide", "2024-03-04T09:00", by=("周强",))
    assert isinstance(refused, Refusal)
    assert refused.code == "order"
    assert isinstance(game.do("decide", "2024-03-04", by=("周强",)), Accepted)  # no time: in one order all is well


def test_one_event_for_joint_offenders_opens_what_it_opens_for_each() -> None:
    game = play(
        step("decide", 'opens = ["notice"]'), step("publish", of="notice"), procedures=("main", "notice")
    )  # fmt: skip
    other = game.open("main", "2024-03-01")
    request = Request(game.root, "decide", Moment(date(2024, 3, 4)), {}, ("王立",), "王立", also=(other,))
    result = take(
        game.case, request, context=game.context, people=PEOPLE.get, today=game.today, ids=["n1", "n2", "n3", "n4"]
    )
    assert isinstance(result, Accepted)
    game.write(result.events)
    assert [p.parent for p in game.case.proceedings.values() if p.procedure == "notice"] == [game.root, other]


def test_known_asks_whether_it_was_recorded_and_not_what_its_absence_means() -> None:
    game = play(step("ask", 'may_record = ["a.closed"]'))
    assert holds(game, "a.closed", "2024-03-02") is False
    assert holds(game, "known(a.closed)", "2024-03-02") is False
    taken(game, "ask", "2024-03-04", {"a.closed": False})
    assert holds(game, "known(a.closed)", "2024-03-05") is True


ROWS = [{"no": 1, "value": 5}, {"no": 2}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("all(g.no < 9 for g in a.list if g.value > 3)", True),
        ("all(g.no < 2 for g in a.list if g.value > 3)", UNKNOWN),
        ("any(g.no == 2 for g in a.list if g.value > 3)", UNKNOWN),
        ("any(g.no == 3 for g in a.list if g.value > 3)", False),
        ("any(g.no == 1 for g in a.list if g.value > 3)", True),
        ("count(g.no > 0 for g in a.list if g.value > 3)", UNKNOWN),
        ("count(g.no == 1 for g in a.list if g.value > 3)", 1),
        ("sum(g.no for g in a.list if g.value > 3)", UNKNOWN),
        ("sum(g.value for g in a.list)", UNKNOWN),
        ("not a.flag or a.closed", UNKNOWN),
        ("a.flag and a.closed", False),
        ("a.flag or not a.closed", True),
    ],
)
def test_a_row_nobody_can_place_leaves_the_answer_open_only_where_it_matters(text: str, wanted: object) -> None:
    game = play(step("ask", 'records = ["a.list"]'))
    taken(game, "ask", "2024-03-04", {"a.list": ROWS})
    assert holds(game, text, "2024-03-05") is wanted or holds(game, text, "2024-03-05") == wanted


# Corrections


def test_the_wrong_procedure_and_the_wrong_party_are_mended_where_they_were_entered() -> None:
    game = play(
        step("act", 'by = "officer"; after = ["before"]'),
        step("before"),
        step("act", 'by = "officer"', of="short"),
        procedures=("main", "short"),
    )
    taken(game, "act", "2024-03-04")
    told = [item.code for item in game.findings("2024-03-05")]
    assert told == ["order"]
    mending = Reopened(game.root, "王立", "应当适用简易程序", procedure="short", facts={"a.text": "乙"})
    event = correct_opening(game.case, mending, context=game.context, today=game.today)
    assert not isinstance(event, Refusal)
    shown = len(game.events)
    game.write([event])
    assert game.findings("2024-03-05") == []
    assert game.state().fact(game.root, "a.text") == "乙"
    game.events, kept = game.events[:shown], game.events
    assert [item.code for item in game.findings("2024-03-05")] == told  # as it was shown then
    game.events = kept
    for bad in (
        Reopened("nobody", "王立", "理由"),
        Reopened(game.root, "王立", " "),
        Reopened(game.root, "王立", "理由", procedure="none"),
        Reopened(game.root, "王立", "理由", at=Moment(date(2030, 1, 1))),
        Reopened(game.root, "王立", "理由", facts={"a.amount": "多"}),
    ):
        assert isinstance(correct_opening(game.case, bad, context=game.context, today=game.today), Refusal)


def test_a_value_erased_from_a_correction_does_not_bring_back_what_it_corrected() -> None:
    game = play(step("ask", 'records = ["a.text"]'))
    asked = taken(game, "ask", "2024-03-04", {"a.text": "甲"})
    assert isinstance(game.correct(asked, "姓名录错", facts={"a.text": "乙"}), Accepted)
    last = game.events[-1]
    assert last.type == STEP_CORRECTED
    payload = {**last.payload, "facts": {"a.text": None}}
    game.events[-1] = Event(
        **{**{f: getattr(last, f) for f in last.__slots__}, "payload": payload, "erased": ("/facts/a.text",)}
    )
    assert game.state().fact(game.root, "a.text") is UNKNOWN
    assert findings(game.case, context=game.context, people=PEOPLE.get, day=date(2024, 3, 5)) == []


def test_the_check_of_the_rules_knows_the_steps_of_the_proceeding_above() -> None:
    def said(never_by: str) -> list[str]:
        rules = book(
            step("report", 'opens = ["hearing"]'),
            step("hear", f'never_by = ["{never_by}"]', of="hearing"),
            procedures=("main", "hearing"),
        )
        return [problem.message for problem in check_rules(rules)]

    assert not any("never_by" in message for message in said("report"))
    assert any("never_by" in message for message in said("nothing"))


def test_a_step_carries_its_own_facts_and_its_day_to_the_proceeding_above() -> None:
    carries = 'effects = [{ in = "parent", carries = ["a.amount"], dated_as = "a.on" }]'
    game = play(
        step("decide", 'may_record = ["a.amount"]'),
        step("vary", f'records = ["a.amount"]; {carries}', of="remedy"),
        procedures=("main", "remedy"),
    )
    remedy = game.open("remedy", "2024-03-01")
    taken(game, "decide", "2024-03-04", {"a.amount": 500})
    taken(game, "vary", "2024-04-08", {"a.amount": 120}, proceeding=remedy)
    state = game.state()
    assert (state.fact(game.root, "a.amount"), state.fact(game.root, "a.on")) == (120, date(2024, 4, 8))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("after_workdays(a.on, 5)", date(2024, 10, 12)),  # a Saturday on which offices work
        ("holiday(a.on)", False),
        ("holiday(a.on + 1)", True),
        ("hour(a.on)", UNKNOWN),
        ("times(a.amount, 3)", 15),
        ("times(a.text, 3)", UNKNOWN),
        ("proceedings('main')", 1),
    ],
)
def test_functions_of_days_and_amounts(text: str, wanted: object) -> None:
    game = play(step("ask", 'dated_as = "a.on"; may_record = ["a.amount", "a.text"]'))
    taken(game, "ask", "2024-09-30", {"a.amount": 5, "a.text": "甲"})
    assert holds(game, text, "2024-10-01") == wanted


@pytest.mark.parametrize(
    "rules",
    [
        (period("p", 'starts = "ends(\'q\')"; length = 3; met_by = "do"'),
         period("q", 'starts = "ends(\'p\')"; length = 3; met_by = "do"')),
        (period("p", 'starts = "ask"; length = 3; met_by = "do"; only_if = "not passed(\'p\')"'),),
        ('[[point]]\nprocedure = "main"\ncode = "p"\ntitle = "甲点"\nwhen = "point(\'q\')"\n',
         '[[point]]\nprocedure = "main"\ncode = "q"\ntitle = "乙点"\nwhen = "point(\'p\')"\n'),
        (step("p", 'needed_if = "needed(\'q\')"'), step("q", 'needed_if = "needed(\'p\')"')),
    ],
)  # fmt: skip
def test_what_waits_for_itself_is_named_by_the_check_of_the_rules(rules: tuple[str, ...]) -> None:
    said = [problem.message for problem in check_rules(book(step("ask"), step("do"), *rules))]
    assert [message for message in said if "自己等待自己" in message], said


def test_of_two_ways_the_one_nobody_can_judge_is_asked_about_and_is_no_breach() -> None:
    never = '[[point]]\nprocedure = "main"\ncode = "never"\ntitle = "从不"\nwhen = "ever(\'other\')"\n'
    maybe = '[[point]]\nprocedure = "main"\ncode = "maybe"\ntitle = "也许"\nwhen = "a.flag"\n'
    game = play(
        never, maybe, step("other", 'may_record = ["a.flag"]'), step("do", 'by = "head"; after = ["never|maybe"]')
    )
    refused = game.do("do", "2024-03-04", by=("周强",))
    assert isinstance(refused, Refusal)
    assert refused.missing == ("a.flag",)
    game.do("do", "2024-03-04", by=("周强",), mode="recorded")
    assert [item.level for item in game.findings("2024-03-05")] == ["question"]


def test_whether_a_step_is_needed_is_asked_when_its_turn_comes() -> None:
    game = play(
        step("notice"),
        step("hearing", 'needed_if = "ever(\'notice\')"; after = ["notice"]'),
        step("review", 'after = ["hearing"]; needed_if = "done(\'hearing\')"'),
        step("decide", 'by = "head"; after = ["review"]'),
    )
    refused = game.do("decide", "2024-03-04", by=("周强",))
    assert isinstance(refused, Refusal)  # no hearing yet, so nobody can say that no review is needed
    taken(game, "notice", "2024-03-05")
    assert isinstance(game.do("decide", "2024-03-06", by=("周强",)), Refusal)
    taken(game, "hearing", "2024-03-07")
    refused = game.do("decide", "2024-03-08", by=("周强",))
    assert isinstance(refused, Refusal)
    assert "review步骤" in refused.message


def test_facts_are_looked_up_and_never_down() -> None:
    game = play(step("ask", 'may_record = ["a.text"]'), step("tell", 'may_record = ["a.amount"]', of="child"),
                procedures=("main", "child"))  # fmt: skip
    child = game.open("child", "2024-03-01")
    taken(game, "ask", "2024-03-04", {"a.text": "上"})
    taken(game, "tell", "2024-03-04", {"a.amount": 7}, proceeding=child)
    state = game.state()
    assert state.fact(child, "a.text") == "上"
    assert state.fact(game.root, "a.amount") is UNKNOWN


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


def test_what_was_recorded_and_lawfully_erased_is_still_known_to_have_been_recorded() -> None:
    game = play(
        step("ask", 'records = ["a.text"]'),
        step("answer"),
        period("reply", 'starts = "ask"; length = 5; only_if = "known(a.text)"; met_by = "answer"'),
    )
    taken(game, "ask", "2024-03-04", {"a.text": "甲"})
    before = [item.code for item in game.findings("2024-04-01")]
    asked = game.events[-1]
    fields = {name: getattr(asked, name) for name in asked.__slots__}
    game.events[-1] = Event(
        **{**fields, "payload": {**asked.payload, "facts": {"a.text": None}}, "erased": ("/facts/a.text",)}
    )
    assert before == ["period:reply"]
    assert [item.code for item in game.findings("2024-04-01")] == before


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
    assert due == {"natural": date(2024, 3, 9), "work": calendar().add_workdays(date(2024, 3, 4), 90), "first": date(2024, 3, 14)}


def test_what_would_be_written_for_nothing_is_named_by_the_check_of_the_rules() -> None:
    rules = book(
        step("ask", 'records = ["a.until"]'),
        step("stop"),
        period(
            "back", 'starts = "a.until"; length = -30; met_by = "ask"; extended_by = [{ step = "stop", length = 5 }]'
        ),
        period(
            "hours",
            'starts = "ask"; length = 24; unit = "hour"; met_by = "stop"; paused_by = [{ from = "ask", to = "stop" }]',
        ),
    )
    said = [problem.message for problem in check_rules(rules)]
    assert len([message for message in said if "写了也不起作用" in message]) == 2
