"""The case library: what opens beside a matter, and that an entry nobody could find is refused."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.guidance import KINDS, guidance_of
from zhifa.core.procedure.checking import check_rules
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.ports import rules

DAY = date(2026, 10, 1)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rules.rulebook()


def test_the_library_is_large_enough_to_help_and_says_that_it_is_ours(book: Rulebook) -> None:
    library = book.as_of(DAY).entries("guidance")
    assert len(library) >= 40
    assert {entry.data["kind"] for entry in library.values()} == set(KINDS)
    assert all(entry.status == "configured" and entry.cite for entry in library.values())
    helped = [code for code in book.as_of(DAY).entries("matter") if guidance_of(book.as_of(DAY), code)]
    assert len(helped) >= 150


def test_what_is_written_for_a_matter_comes_before_what_is_written_for_its_field(book: Rulebook) -> None:
    found = guidance_of(book.as_of(DAY), "city.litter")
    assert [item.own for item in found] == [True, False, False]
    assert found[0].title.startswith("乱丢废弃物")
    assert guidance_of(book.as_of(DAY), "no.such") == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('kind = "指引"\ntext = ["甲"]', "没有写 matters 或者 field"),
        ('kind = "判决"\nmatters = ["m"]\ntext = ["甲"]', "kind 不能是“判决”"),
        ('kind = "指引"\nmatters = ["x"]\ntext = ["甲"]', "没有代码为“x”的事项"),
        ('kind = "指引"\nfield = "海洋"\ntext = ["甲"]', "没有“海洋”这一领域"),
        ('kind = "指引"\nmatters = ["m"]\ntext = "甲"', "text 应为列表"),
    ],
)
def test_an_entry_of_a_site_that_nobody_would_find_is_named(wrong: str, said: str) -> None:
    site = compile_rules(
        {
            "facts.toml": '[fact."decision.kinds"]\nlabel = "种类"\ntype = "choices"\noptions = ["罚款"]\n',
            "m.toml": '[[matter]]\ncode = "m"\ntitle = "某事"\nkind = "处罚"\nfield = "市容"\n',
            "g.toml": f'[[guidance]]\ncode = "g"\ntitle = "怎样取证"\n{wrong}\n',
        }
    )
    assert isinstance(site, Rulebook)
    assert any(said in str(problem) for problem in check_rules(site)), [str(p) for p in check_rules(site)]
