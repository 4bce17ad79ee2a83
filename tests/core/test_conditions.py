"""Conditions: a closed grammar, three-valued logic, reasons in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.conditions import UNKNOWN, BadCondition, Condition, Known, Result, Unknown, parse
from zhifa.core.conditions.logic import compare
from zhifa.core.facts import Column, Fact, Vocabulary
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.values import Moment

GOODS = (
    Column("no", "序号", "integer"),
    Column("name", "名称", "text"),
    Column("quantity", "数量", "integer"),
    Column("spoilt", "已变质", "boolean", required=False),
)
VOCABULARY = Vocabulary(
    {
        fact.code: fact
        for fact in (
            Fact("case.a", "甲", "boolean"),
            Fact("case.b", "乙", "boolean"),
            Fact("case.c", "丙", "boolean"),
            Fact("decision.fine", "罚款金额", "money", "元"),
            Fact("notice.fine", "告知的罚款金额", "money", "元"),
            Fact("decision.kinds", "处罚种类", "choices", options=("警告", "罚款"), absent="empty"),
            Fact("review.conclusion", "审核结论", "choice", options=("同意", "退回")),
            Fact("hearing.on", "听证日期", "date"),
            Fact("notice.at", "告知时间", "moment"),
            Fact("seizure.goods", "扣押清单", "table", columns=GOODS, key="no", absent="empty"),
        )
    }
)


class Facts:
    """A scope of plain facts."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts, self.vocabulary = facts, VOCABULARY

    def fact(self, code: str) -> Result:
        return self.facts.get(code, UNKNOWN)  # type: ignore[no-any-return]

    def recorded(self, code: str) -> bool:
        return code in self.facts

    def lacks(self, code: str) -> bool:
        return isinstance(self.fact(code), Unknown)

    def call(self, name: str, arguments: tuple[Known, ...]) -> Result:
        return len(arguments[0]) if name == "len" and isinstance(arguments[0], tuple) else UNKNOWN

    def title(self, kind: str, code: str) -> str:
        return code


def read(text: str) -> Condition:
    return parse(text, VOCABULARY, FUNCTIONS)


def holds(text: str, **facts: Any) -> bool | Unknown:
    return read(text).holds(Facts({code.replace("__", "."): value for code, value in facts.items()}))


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "case.__class__",
        "case.a.__class__.__mro__",
        "decision.fine.real",
        "().__class__.__bases__[0].__subclasses__()",
        "case.a()",
        "case.done('x')",
        "open('/etc/passwd')",
        "eval('1')",
        "exec('1')",
        "getattr(case, 'a')",
        "print(1)",
        "globals()",
        "lambda: 1",
        "(lambda: case.a)()",
        "[x for x in [1]]",
        "{x for x in [1]}",
        "{1: 2}",
        "{1, 2}",
        "f'{case.a}'",
        "(x := 1)",
        "case.a if case.b else case.c",
        "seizure.goods[0]",
        "seizure.goods[0:1]",
        "*seizure.goods",
        "yield 1",
        "await case.a",
        "1 * 2",
        "2 ** 9999999",
        "1 / 0",
        "'a' * 99999999",
        "1 << 99999999",
        "~1",
        "+1",
        "-case.a",
        "-True",
        "1e999",
        "1j",
        "None",
        "...",
        "b'x'",
        "case",
        "case.a is True",
        "done(step='x')",
        "done(*['x'])",
        "done()",
        "done('a', 'b')",
        "known",
        "any(seizure.goods)",
        "any([case.a])",
        "any(g.quantity for g in seizure.goods for h in seizure.goods)",
        "any(g.quantity > 1 for g in seizure.goods if g.no if g.name)",
        "any(g.quantity > 1 async for g in seizure.goods)",
        "any(a > 1 for (a, b) in seizure.goods)",
        "any(g.weight > 1 for g in seizure.goods)",
        "any(g.name == 'a' for g in 'text')",
        "any(g.name == 'a' for g in decision.kinds)",
        "any(g.__class__ for g in seizure.goods)",
        "any(any(g.no == 1 for g in seizure.goods) for g in seizure.goods)",
        "case.unknown",
        "other.a",
        "review.conclusion == '不同意'",
        "review.conclusion in ['同意', '退会']",
        "'罚金' in decision.kinds",
        "case.a; case.b",
        "case.a\ncase.b",
        "import os",
        "case.a = True",
        "",
        "   ",
        "case.a and",
        "case.a\x00",
    ],
)
def test_nothing_outside_the_grammar_gets_in(text: str) -> None:
    with pytest.raises(BadCondition) as caught:
        read(text)
    assert "条件" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "case.a and " * 400 + "case.a",
        "not " * 450 + "case.a",
        "1" + "+1" * 900 + " > 0",
        "[" * 90 + "]" * 90,
        "any(" * 100,
    ],
)
def test_huge_and_deep_input_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadCondition):
        read(text)


@given(st.text(max_size=60))
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    said = ""
    try:
        read(text)
    except BadCondition as error:
        said = str(error)
    assert not said or "条件" in said


def test_the_message_names_the_column() -> None:
    with pytest.raises(BadCondition, match="第 12 列：没有名为“case.d”的事实"):
        read("case.a and case.d")
    with pytest.raises(BadCondition, match="没有名为“dome”的函数"):
        read("dome('x')")
    with pytest.raises(BadCondition, match="应有 1 个参数"):
        read("done()")


TRUTHS = (True, False, None)


def kleene(left: bool | None, right: bool | None, *, every: bool) -> bool | None:
    if every:
        return False if False in (left, right) else None if None in (left, right) else True
    return True if True in (left, right) else None if None in (left, right) else False


def given_facts(*values: bool | None) -> dict[str, bool]:
    return {f"case.{name}": value for name, value in zip("abc", values, strict=False) if value is not None}


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)))
def test_and_or_not_follow_kleene(left: bool | None, right: bool | None) -> None:
    scope = Facts(given_facts(left, right))
    for word, every in (("and", True), ("or", False)):
        held = read(f"case.a {word} case.b").holds(scope)
        assert (None if isinstance(held, Unknown) else held) is kleene(left, right, every=every)
    held = read("not case.a").holds(scope)
    assert (None if isinstance(held, Unknown) else held) is (None if left is None else not left)


expressions = st.recursive(
    st.sampled_from(["case.a", "case.b", "case.c"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda text: f"(not {text})"),
    ),
    max_leaves=8,
)


@given(expressions, st.tuples(*[st.sampled_from(TRUTHS)] * 3))
def test_unknown_means_that_filling_in_could_still_matter(text: str, values: tuple[bool | None, ...]) -> None:
    """A known answer stays whatever the missing facts turn out to be, and whoever asks why gets a reason."""
    condition = read(text)
    held = condition.holds(Facts(given_facts(*values)))
    completions = product(*[(True, False) if value is None else (value,) for value in values])
    answers = {condition.holds(Facts(given_facts(*full))) for full in completions}
    if not isinstance(held, Unknown):
        assert answers == {held}
    assert not any(isinstance(answer, Unknown) for answer in answers)
    if held is True:
        assert condition.why_not(Facts(given_facts(*values))) == ()
    else:
        assert condition.why_not(Facts(given_facts(*values)))


@given(st.lists(st.sampled_from([0, 1, 5, None]), max_size=4))
def test_lists_reduce_as_their_items_say(quantities: list[int | None]) -> None:
    rows = tuple({"no": n} | ({} if q is None else {"quantity": q}) for n, q in enumerate(quantities))
    scope = Facts({"seizure.goods": rows})
    each = [None if q is None else q > 1 for q in quantities]
    some = True if True in each else None if None in each else False
    every = False if False in each else None if None in each else True
    for kind, wanted in (("any", some), ("all", every)):
        held = read(f"{kind}(g.quantity > 1 for g in seizure.goods)").holds(scope)
        assert (None if isinstance(held, Unknown) else held) is wanted
    total = read("sum(g.quantity for g in seizure.goods)").value(scope)
    assert isinstance(total, Unknown) if None in quantities else total == sum(q for q in quantities if q is not None)


def test_a_filtered_list_looks_at_the_rows_it_names_only() -> None:
    rows = ({"no": 1, "name": "推车", "quantity": 1}, {"no": 2, "name": "水果", "quantity": 30})
    assert holds("all(g.quantity > 10 for g in seizure.goods if g.name == '水果')", seizure__goods=rows) is True
    assert holds("count(g.quantity > 10 for g in seizure.goods) == 1", seizure__goods=rows) is True


def test_a_box_nobody_ticked_in_a_list_means_no() -> None:
    rows = ({"no": 1, "spoilt": True}, {"no": 2})
    assert holds("any(not g.spoilt for g in seizure.goods)", seizure__goods=rows) is True
    assert holds("all(g.spoilt for g in seizure.goods)", seizure__goods=rows) is False


def test_reasons_name_the_root_and_both_sides() -> None:
    scope = Facts({"decision.fine": 30000, "notice.fine": 20000})
    assert read("decision.fine <= notice.fine").why_not(scope) == (
        "须“罚款金额”不超过告知的罚款金额（200 元），现为300 元",
    )
    assert read("case.a and case.b").why_not(Facts({"case.a": True, "case.b": False})) == ("“乙”应为是",)
    assert read("case.a or case.b").why_not(Facts({"case.a": False, "case.b": False})) == (
        "任一：“甲”应为是；或“乙”应为是",
    )
    none = Facts({"case.a": False, "case.b": False, "case.c": False})
    assert read("case.a or (case.b or case.c)").why_not(none) == ("任一：“甲”应为是；或“乙”应为是；或“丙”应为是",)
    both = read("case.a or (case.c and (case.a or case.b))").why_not(none)
    assert both == ("任一：“甲”应为是；或“丙”应为是且（任一：“甲”应为是；或“乙”应为是）",)
    assert read("not case.a").why_not(Facts({"case.a": True})) == ("“甲”应为否",)
    assert read("'罚款' in decision.kinds").why_not(Facts({"decision.kinds": ("警告",)})) == ("须“处罚种类”含“罚款”",)
    assert read("review.conclusion == '同意'").why_not(Facts({})) == ("尚未登记“审核结论”",)


def test_reasons_about_rows_name_the_row_and_the_column_in_chinese() -> None:
    rows = ({"no": 1, "quantity": 1}, {"no": 2, "quantity": 0})
    said = read("all(g.quantity > 0 for g in seizure.goods)").why_not(Facts({"seizure.goods": rows}))
    assert said == ("“扣押清单”第 2 项须“数量”超过0，现为0",)


def test_missing_names_every_fact_nobody_recorded() -> None:
    condition = read("case.a and (decision.fine <= notice.fine or case.b)")
    assert condition.missing(Facts({"case.a": True, "decision.fine": 1})) == ("notice.fine", "case.b")
    assert condition.facts() == {"case.a", "case.b", "decision.fine", "notice.fine"}


def test_known_asks_whether_a_fact_was_recorded() -> None:
    assert holds("known(decision.fine)") is False
    assert holds("known(decision.fine)", decision__fine=0) is True


def test_two_moments_of_one_day_without_times_are_unordered() -> None:
    morning, bare = Moment.parse("2024-03-05T09:00"), Moment.parse("2024-03-05")
    assert compare(bare, "<", morning) is UNKNOWN
    assert compare(morning, "<", Moment.parse("2024-03-05T10:00")) is True
    assert holds("hearing.on > notice.at", hearing__on=date(2024, 3, 6), notice__at=bare) is True
    assert holds("hearing.on - notice.at >= 7", hearing__on=date(2024, 3, 12), notice__at=bare) is True


def test_values_that_cannot_be_compared_are_unknown_and_never_raise() -> None:
    assert holds("decision.fine > 5", decision__fine="text") is UNKNOWN
    assert holds("decision.fine + notice.fine > 5", decision__fine=(), notice__fine=3) is UNKNOWN


def test_unknown_has_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)
