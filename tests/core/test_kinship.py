"""Variants of procedures: what a variant takes over, rewrites, adds and omits, and that its base stands for it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.small_rules import book, period, step
from zhifa.core.kinship import family, kin
from zhifa.core.procedure.checking import check_rules
from zhifa.core.procedure.model import Procedure
from zhifa.core.procedure.reading import procedure
from zhifa.core.rulebook import Rulebook, compile_rules, load

DAY = date(2026, 11, 20)
BASE = (
    step("begin", 'dated_as = "a.on"; may_record = ["a.flag", "a.text"]'),
    step("look", 'after = ["begin"]; optional = true'),
    step("end", 'after = ["begin|look"]; until = ["look"]; ends = true; checks = [{ if = "a.closed", say = "甲" }]'),
    period("main.decide", 'starts = "begin"; length = 90; met_by = "end"; says = ["九十日"]'),
)
ISLAND = """
[[procedure]]
code = "island"
like = "main"
title = "海岛程序"
cite = "行政处罚法(2021)#60"
from = "2022-01-01"
{head}
{body}
"""


def island(body: str = "", head: str = "") -> Rulebook:
    return book(*BASE, ISLAND.format(head=head, body=body))


def on(day: date, rules: Rulebook, code: str = "island") -> Procedure:
    found = procedure(rules.as_of(day), code)
    assert found is not None
    return found


def says(rules: Rulebook) -> list[str]:
    return [str(problem) for problem in check_rules(rules)]


def test_a_variant_that_writes_nothing_is_its_base_under_another_name() -> None:
    rules = island()
    base, variant = on(DAY, rules, "main"), on(DAY, rules)
    assert (variant.title, variant.kind, variant.phases) == ("海岛程序", base.kind, base.phases)
    assert list(variant.steps) == list(base.steps)
    assert [period.length for period in variant.periods] == [90]
    assert {entry.taken_from for entry in rules.section("step") if entry.key.startswith("island/")} == {"main"}


def test_what_is_written_is_laid_over_the_base_and_another_article_must_quote_for_itself() -> None:
    body = '[[period]]\nprocedure = "island"\ncode = "main.decide"\ncite = "行政处罚法(2021)#36"\nlength = 30'
    rules = island(body)
    (found,) = on(DAY, rules).periods
    assert (found.title, found.length, found.cite, found.start_steps) == (
        "main.decide期限", 30, "行政处罚法(2021)#36", ("begin",),
    )  # fmt: skip
    entry = rules.versions("period", "island/main.decide")[0]
    assert "says" not in entry.data
    assert entry.taken_from == ""


def test_also_adds_to_the_lists_of_the_base() -> None:
    body = """[[step]]
procedure = "island"
code = "end"
also = { checks = [{ if = "a.flag", say = "乙" }], after = ["look"] }"""
    found = on(DAY, island(body)).steps["end"]
    assert [check.say for check in found.checks] == ["甲", "乙"]
    assert found.after == (("begin", "look"), ("look",))


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ('behind = "begin"', ["begin", "ask", "look", "end"]),
        ('before = "begin"', ["ask", "begin", "look", "end"]),
        ("", ["begin", "look", "end", "ask"]),
    ],
)
def test_a_new_step_stands_where_it_says_or_at_the_end_of_its_phase(place: str, order: list[str]) -> None:
    assert list(on(DAY, island(step("ask", place, of="island"))).steps) == order


def test_what_is_omitted_is_gone_and_falls_out_of_the_lists_that_lose_nothing() -> None:
    found = on(DAY, island(head='omits = ["look"]'))
    assert list(found.steps) == ["begin", "end"]
    assert (found.steps["end"].after, found.steps["end"].until) == ((("begin",),), ())


def test_the_base_still_changes_under_a_variant_until_the_variant_has_words_of_its_own() -> None:
    rules = book(
        *BASE[:3],
        period("main.decide", 'to = "2023-06-30"; starts = "begin"; length = 90; met_by = "end"'),
        period("main.decide", 'from = "2023-07-01"; starts = "begin"; length = 60; met_by = "end"'),
        ISLAND.format(
            head="",
            body='[[period]]\nprocedure = "island"\ncode = "main.decide"\nfrom = "2024-01-01"\nlength = 30',
        ),
    )
    lengths = [on(day, rules).periods[0].length for day in (date(2023, 6, 30), date(2023, 7, 1), date(2024, 1, 1))]
    assert lengths == [90, 60, 30]
    assert procedure(rules.as_of(date(2021, 12, 31)), "island") is None


def test_a_variant_of_a_variant_takes_over_from_both() -> None:
    reef = '[[procedure]]\ncode = "reef"\nlike = "island"\ntitle = "礁石程序"\n'
    rules = island(step("ask", of="island") + reef, head='omits = ["look"]')
    assert list(on(DAY, rules, "reef").steps) == ["begin", "end", "ask"]
    assert kin(rules, "reef") == ("reef", "island", "main")
    assert family(rules, "main") == ("main", "island", "reef")


def test_what_is_kept_is_what_was_written() -> None:
    rules = island()
    again = load(rules.dump())
    assert [e.key for e in again.written("step")] == ["main/begin", "main/look", "main/end"]
    assert [e.key for e in again.section("step")] == [e.key for e in rules.section("step")]
    onto = compile_rules({"more.toml": step("ask", of="main")}, onto=rules)
    assert isinstance(onto, Rulebook)
    assert list(on(DAY, onto).steps) == ["begin", "look", "end", "ask"]


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ('omits = ["lok"]', "", "omits 所说的“lok”在“main”中不存在；是否为“look”"),
        ('omits = ["look"]', step("look", of="island"), "既写在 omits 里又重新写了"),
        ('omits = ["begin"]', "", "begin"),
        ("", '[[step]]\nprocedure = "island"\ncode = "edn"\nofficers = 1\n', "没有可以改写、补充的"),
        ("", '[[step]]\nprocedure = "island"\ncode = "end"\nalso = { title = ["甲"] }\n', "also 中不能写“title”"),
        ("", step("ask", 'behind = "nowhere"', of="island"), "behind 所说的“nowhere”不存在"),
        ("", step("ask", 'behind = "begin"', of="main"), "“main”不是变体"),
        ("", '[[procedure]]\ncode = "one"\nlike = "two"\n[[procedure]]\ncode = "two"\nlike = "one"\n', "绕了一圈"),
        ("", '[[procedure]]\ncode = "one"\nlike = "mian"\n', "like 所说的程序“mian”不存在；是否为“main”"),
    ],
)
def test_a_variant_that_names_its_base_wrongly_is_told_so(head: str, body: str, said: str) -> None:
    found = says(island(body, head))
    assert any(said in problem for problem in found), found
