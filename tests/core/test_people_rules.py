"""The bank of questions, the drawing and marking of papers, assessments, and what makes a certificate lapse."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.assessment import Measured, Period, assess, read_period, standard_of
from zhifa.core.examination import CASE, KINDS, bank, blueprints, draw, mark, order_for
from zhifa.core.lawbook import check_entries, index_of
from zhifa.core.procedure.checking import check_rules
from zhifa.core.qualification import Held, Year, lapses, needed, rule_for
from zhifa.core.rulebook import compile_rules
from zhifa.ports.rules import rulebook
from zhifa.ports.statutes import StatuteFolder

BOOK, DAY = rulebook(), date(2026, 3, 2)
POOL = bank(BOOK, DAY)
PLACE = "500112/lq/"
HELD = Held("证", date(2020, 1, 1))


# ---- the bank ----
def test_the_bank_holds_questions_of_every_kind_each_with_its_article() -> None:
    assert len(POOL) >= 120
    assert set(Counter(one.kind for one in POOL.values())) == set(KINDS)
    assert all(one.cite and one.why for one in POOL.values())
    assert len({one.text for one in POOL.values()}) == len(POOL)


def test_every_question_quotes_its_article_word_for_word(laws: Path) -> None:
    entries = [entry for entry in BOOK.section("question") if entry.data.get("says")]
    assert len(entries) == len(BOOK.section("question"))
    assert check_entries(BOOK, entries, StatuteFolder(laws, index_of(BOOK))) == []
    wrong = compile_rules(
        {"q.toml": '[[question]]\ncode = "x"\nkind = "判断"\ntopic = "试"\ncite = "行政处罚法(2021)#60"\n'
                   'says = ["八十日内作出行政处罚决定"]\nask = "问"\nanswer = "对"\nwhy = "因"\n'}, BOOK
    )  # fmt: skip
    assert not isinstance(wrong, list)
    (entry,) = [one for one in wrong.section("question") if one.code == "x"]
    assert check_entries(wrong, [entry], StatuteFolder(laws, index_of(BOOK)))


BAD = {
    'kind = "单选"\noptions = ["甲", "乙", "丙"]\nanswer = "AB"': "一个答案",
    'kind = "单选"\noptions = ["甲", "乙", "丙"]\nanswer = "D"': "选项的字母",
    'kind = "多选"\noptions = ["甲", "甲", "丙"]\nanswer = "AB"': "各不相同",
    'kind = "判断"\nanswer = "是"': "对 或 错",
    'kind = "案例"': "评分要点",
    'kind = "判断"\nanswer = "对"\nprocedure = "没有这个"': "没有“没有这个”这一程序",
}


@pytest.mark.parametrize("body", BAD)
def test_a_question_that_cannot_be_answered_is_found(body: str) -> None:
    text = f'[[question]]\ncode = "x"\ntopic = "试"\ncite = "行政处罚法(2021)#60"\nask = "问"\nwhy = "因"\n{body}\n'
    book = compile_rules({"q.toml": text}, BOOK)
    assert not isinstance(book, list)
    found = [problem.message for problem in check_rules(book) if problem.path == "q.toml"]
    assert any(BAD[body] in message for message in found), found


def test_fines_can_be_no_measure_and_numbers_of_cases_no_merit() -> None:
    body = """
[[assessment]]
code = "x"
title = "试"
cite = "行政处罚法(2021)#75.1"
limits = "行政处罚法(2021)#74.3"
periods = ["年度"]
grades = [{ title = "合格", least = 0 }]
items = [
  { code = "a", title = "罚款", points = 60, measure = "fines" },
  { code = "b", title = "件数", points = 40, measure = "handled" },
]
"""
    book = compile_rules({"a.toml": body}, BOOK)
    assert not isinstance(book, list)
    said = [problem.message for problem in check_rules(book) if problem.path == "a.toml"]
    assert any("系统不计算“fines”" in message for message in said)
    assert any("只能列出，不能计分" in message for message in said)


# ---- papers ----
@given(st.text(max_size=20))
def test_a_paper_is_as_its_blueprint_says_and_the_same_for_the_same_seed(seed: str) -> None:
    for blueprint in blueprints(BOOK, DAY).values():
        drawn = draw(POOL, blueprint, seed, in_force=lambda _: True)
        assert drawn.lacks == ()
        assert len({one.code for one in drawn.placed}) == len(drawn.placed)
        assert sum(one.points for one in drawn.placed) == blueprint.full_marks == 100
        wanted = Counter({part.kind: part.count for part in blueprint.parts})
        assert Counter(POOL[one.code].kind for one in drawn.placed) == wanted
        assert draw(POOL, blueprint, seed, in_force=lambda _: True) == drawn


def test_a_question_whose_article_is_gone_is_not_drawn() -> None:
    blueprint = blueprints(BOOK, DAY)["before"]
    drawn = draw(POOL, blueprint, "种子", in_force=lambda cite: not cite.startswith("行政处罚法"))
    assert all(not POOL[one.code].cite.startswith("行政处罚法") for one in drawn.placed)
    assert draw(POOL, blueprint, "种子", in_force=lambda _: False).lacks


def test_police_questions_begin_with_their_law() -> None:
    assert not any(one.cite.startswith("治安管理处罚法(2025)") for one in bank(BOOK, date(2025, 12, 31)).values())
    assert any(one.cite.startswith("治安管理处罚法(2025)") for one in POOL.values())


@given(st.sampled_from([one for one in POOL.values() if one.kind != CASE]), st.data())
def test_marks_are_all_or_nothing_in_whatever_order_the_options_stand(question: object, data: st.DataObject) -> None:
    one = POOL[question.code]  # type: ignore[attr-defined]
    order = order_for("王立", "种子", one)
    assert sorted(order) == list(range(len(one.options)))
    chosen = data.draw(st.sets(st.sampled_from(range(len(one.options)))))
    got = mark(one, 3, [str(place) for place in chosen])
    assert got == (3 if chosen == set(one.answer) else 0)


# ---- assessment ----
STANDARD = standard_of(next(iter(BOOK.as_of(DAY).entries("assessment").values())))


def test_periods_are_read() -> None:
    assert read_period("2024q4") == Period("2024Q4", "季度", date(2024, 10, 1), date(2024, 12, 31))
    assert read_period("2024Q1") == Period("2024Q1", "季度", date(2024, 1, 1), date(2024, 3, 31))
    assert read_period("2024-02-29") == Period("2024-02-29", "日常", date(2024, 2, 29), date(2024, 2, 29))
    assert [read_period(text) for text in ("2024Q5", "去年", "1999", "2023-02-29", "")] == [None] * 5


def test_what_did_not_happen_is_not_judged() -> None:
    nothing = assess(STANDARD, {}, {"conduct": 15}, {})
    assert (nothing.score, nothing.grade) == (100, "优秀")
    half = assess(STANDARD, {"on_time": Measured(1, 2)}, {"conduct": 15}, {})
    assert half.score == (12 + 15) * 100 // 40
    many = assess(STANDARD, {"handled": Measured(900, 900), "corrected": Measured(9, 9)}, {"conduct": 15}, {})
    assert many.score == nothing.score, "much work is no merit and mending a mistake no fault"


# ---- certificates ----
def test_the_nearest_rule_of_the_place_holds() -> None:
    here, there = rule_for(BOOK, PLACE, 2024), rule_for(BOOK, "120111/ylq/", 2024)
    assert here is not None
    assert there is not None
    assert (here.hours, there.hours, there.exam) == (60, 40, "抽查")
    assert rule_for(BOOK, PLACE, 2023) is None, "the rule of Yubei begins in 2024"
    assert rule_for(BOOK, "330106/", 2024) is None


@pytest.mark.parametrize(
    ("issued", "owed"),
    [("2023-12-31", 60), ("2024-01-01", 60), ("2024-01-02", 55), ("2024-07-01", 30), ("2024-12-02", 0)],
)
def test_hours_are_owed_for_whole_months(issued: str, owed: int) -> None:
    rule = rule_for(BOOK, PLACE, 2024)
    assert rule is not None
    assert needed(rule, Held("证", date.fromisoformat(issued)), 2024) == owed


def test_a_certificate_lapses_on_the_last_day_of_january() -> None:
    short = {2024: Year(44, recorded=True)}
    came, coming = lapses(BOOK, PLACE, HELD, short, today=date(2025, 1, 30))
    assert (list(came), [one.on for one in coming]) == ([], [date(2025, 1, 31)])
    came, coming = lapses(BOOK, PLACE, HELD, short, today=date(2025, 1, 31))
    assert ([one.say for one in came], list(coming)) == (["2024 年培训 44 学时，应有 60 学时"], [])


@given(
    hours=st.integers(0, 120), recorded=st.booleans(), sat=st.lists(st.booleans(), max_size=3),
    ended=st.sampled_from([None, date(2024, 6, 30), date(2025, 1, 30), date(2025, 6, 30)]),
)  # fmt: skip
def test_it_lapses_just_when_something_recorded_falls_short(
    hours: int, recorded: bool, sat: list[bool], ended: date | None
) -> None:
    known = {2024: Year(hours, recorded, tuple(("在岗", passed) for passed in sat))}
    came, _ = lapses(BOOK, PLACE, Held("证", date(2020, 1, 1), ended), known, today=date(2025, 12, 1))
    failed = bool(sat) and not any(sat)
    gone = ended is not None and ended < date(2025, 1, 31)
    assert bool(came) == (not gone and (failed or (recorded and hours < 60)))
    assert len(came) <= 1
