"""Rules of supervision: each finding of the engine under exactly one of them, keys that last, colours by stage."""

from __future__ import annotations

from datetime import date

import pytest

from bench.supervision.phrases import PHRASES
from tests.play import Play
from zhifa.core.oversight import Alert, alerts
from zhifa.core.oversight.checking import misruled
from zhifa.core.oversight.keys import finding_key, pattern_key
from zhifa.core.oversight.measured import LEAST, measured
from zhifa.core.oversight.model import LATE, NEAR, OVERDUE, QUESTION
from zhifa.core.procedure.findings import Finding
from zhifa.core.rulebook import compile_rules
from zhifa.ports.rules import rulebook

DAY = date(2026, 3, 2)


def of(code: str, *, procedure: str = "penalty.ordinary", kind: str = "penalty", **more: object) -> Alert:
    """The rule that takes up a finding."""
    given: dict[str, object] = {"level": "red", "cite": "", "step": "", "about": (), **more}
    finding = Finding(code=code, proceeding="p1", message="", remedy="", on=DAY, **given)  # type: ignore[arg-type]
    return alerts(rulebook().as_of(DAY)).catching(finding, procedure, kind)


@pytest.mark.parametrize(
    ("code", "more", "rule"),
    [
        ("order", {"about": ("legal_review",)}, "review.missing"),
        ("order", {"about": ("heard",)}, "notice.heard"),
        ("order", {"about": ("something",)}, "order"),
        ("order", {"about": ("approve",), "kind": "measure", "procedure": "measure.seize"}, "measure.unapproved"),
        ("certificate", {}, "who.certificate"),
        ("check", {"cite": "行政处罚法(2021)#4"}, "amount.law"),
        ("check", {"cite": "行政处罚法(2021)#44"}, "other"),
        ("check", {"about": ("notice.rights_told",), "cite": "行政处罚法(2021)#44"}, "notice.rights"),
        ("period:publication.penalty", {"kind": "publication", "procedure": "publication"}, "time.publication"),
        ("period:penalty.decide", {"procedure": "penalty.ordinary.market"}, "time.decide"),
        ("period:nobody.knows", {"kind": "soft", "procedure": "soft"}, "time.other"),
        ("period:detention.admit", {"kind": "compulsion", "procedure": "detention"}, "time.detention_admit"),
        ("period:detention.custody", {"kind": "compulsion", "procedure": "detention"}, "time.detention"),
        ("period:transfer.hand", {"kind": "transfer", "procedure": "transfer.crime"}, "time.crime"),
        ("period:supervision.rectify", {"kind": "transfer", "procedure": "supervision.received"}, "supervision.report"),
        ("period:permit.issue", {"kind": "permit", "procedure": "permit"}, "time.permit"),
        (
            "check",
            {"cite": "行政强制法(2011)#43.1", "kind": "compulsion", "procedure": "compulsion"},
            "compulsion.night",
        ),
        ("check", {"cite": "治安管理处罚法(2025)#97.3", "kind": "measure", "procedure": "summons"}, "police.order"),
        ("order", {"about": ("approve",), "kind": "measure", "procedure": "search"}, "police.order"),
        ("paper:law.dead", {}, "basis.dead"),
        ("paper:nobody.knows", {}, "paper.content"),
        ("order", {"level": "question"}, "unclear"),
        ("something new", {}, "other"),
    ],
)
def test_a_finding_falls_under_the_rule_that_fits_closest(code: str, more: dict[str, object], rule: str) -> None:
    assert of(code, **more).code == rule  # type: ignore[arg-type]


def test_before_any_rule_was_in_force_the_last_resort_takes_everything_up() -> None:
    finding = Finding("order", "red", "p1", "", "", "", date(2019, 1, 1))
    assert alerts(rulebook().as_of(date(2019, 1, 1))).catching(finding, "", "").code == "other"


def test_a_rule_has_colours_for_before_on_and_after_the_day() -> None:
    rule = of("period:publication.penalty", procedure="publication", kind="publication")
    assert [rule.colour_when(stage) for stage in (NEAR, "on", OVERDUE, LATE)] == ["blue", "yellow", "red", "yellow"]
    assert of("order").colour_when(QUESTION) == "blue"


def test_the_key_of_a_period_lasts_when_it_is_met_late_and_that_of_a_step_tells_steps_apart() -> None:
    play = Play("penalty.ordinary", "2024-03-01")
    open_still = Finding("period:penalty.decide", "red", "p1", "至今未完成", "", "", DAY, about=("",))
    met_late = Finding("period:penalty.decide", "red", "p1", "才完成", "", "", DAY, about=("",))
    assert finding_key("c1", open_still) == finding_key("c1", met_late) != finding_key("c2", met_late)
    first = Finding("order", "red", play.root, "缺", "", "", DAY, "decision", 4)
    second = Finding("order", "red", play.root, "缺", "", "", DAY, "decision", 5)
    assert len({finding_key("c1", first), finding_key("c1", second)}) == 2
    assert len(finding_key("c1", first)) == len(pattern_key("split", "lq", "甲")) == 32


def test_every_rule_watches_over_something_the_measurement_names() -> None:
    named = [code for codes in PHRASES.values() for code in codes]
    assert set(named) == set(alerts(rulebook().as_of(DAY)).all)


def test_parts_of_a_key_never_run_into_each_other() -> None:
    assert pattern_key("a", "bc", "d") != pattern_key("ab", "c", "d")


def test_a_rule_that_is_often_wrong_says_that_it_is_on_trial() -> None:
    rules = alerts(rulebook().as_of(DAY)).all
    figures = measured(rulebook())
    assert figures, "python -m bench.supervision --write writes what was measured"
    assert set(figures) <= set(rules)
    doubtful = {code for code, one in figures.items() if one.precision is not None and one.precision < LEAST}
    assert not {code for code in doubtful if not rules[code].trial}


def test_a_rule_of_supervision_that_names_what_is_not_there_is_refused() -> None:
    text = """
[[alert]]
code = "x"
title = "试"
group = "其他"
cite = "行政处罚法(2021)#75.1"
colour = "red"
answers = "head"
within = 5
mends = "改"
"""
    wrong = {
        'catches = [{ step = "no_such_step" }]': "没有“no_such_step”这一步骤",
        'catches = [{ code = "period:no.such" }]': "没有“no.such”这一期限",
        'reader = "no_such"': "没有“no_such”这一跨案件规律",
        'reader = "silent"\nparameters = { days = 3 }': "parameters 缺 officers",
        'reader = "silent"\nparameters = { days = 3, officers = 2, nights = 1 }': "parameters 没有“nights”",
        'looks_at = { step = "decision" }\nwhen = "no.such.fact"': "no.such.fact",
        "": "应当恰好用一种办法",
    }
    for lines, said in wrong.items():
        book = compile_rules({"alerts/x.toml": text + lines}, rulebook())
        assert not isinstance(book, list), book
        problems = [str(problem) for problem in misruled(book)]
        assert any(said in problem for problem in problems), (lines, problems)
    assert misruled(rulebook()) == []
