"""What procedure data may rely on: one sentence of the engine, one small case in which it would show."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.small_rules import book, holds, period, play, step, taken
from tests.play import PEOPLE
from zhifa.core.conditions import UNKNOWN
from zhifa.core.events import STEP_CORRECTED, Event
from zhifa.core.procedure.checking import check_rules
from zhifa.core.procedure.findings import findings
from zhifa.core.procedure.taking import Accepted, Reopened, Request, correct_opening, take
from zhifa.core.values import Moment, Refusal


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
