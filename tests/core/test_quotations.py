"""Statutes as papers quote them, and what no longer is law."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.citations import Index
from zhifa.core.lawbook import index_of
from zhifa.core.quotations import dead, names_of, quoted, unregistered
from zhifa.core.rulebook import compile_rules
from zhifa.ports.rules import rulebook

INDEX = index_of(rulebook())
NAMES = names_of(INDEX)
ENDINGS = next(one.data["items"] for one in rulebook().section("list") if one.code == "law_names")
OLD = "依据《大气污染防治法》第一百一十八条第三款的规定"
AFTER, BEFORE, DECIDED = date(2026, 8, 20), date(2026, 8, 10), date(2026, 9, 10)


def test_articles_are_read_with_their_paragraphs_and_items() -> None:
    text = (
        "依《中华人民共和国行政处罚法》第三十三条第一款、《消防法》第六十条第一款第（三）项和《刑法》第一百三十三条之一"
    )
    assert [str(item) for item in quoted(text)] == ["行政处罚法#33.1", "消防法#60.1(3)", "刑法#133之1"]


def test_an_act_after_the_code_cannot_rest_on_the_repealed_law() -> None:
    ((citation, successors),) = dead(OLD, INDEX, (AFTER, DECIDED))
    assert citation.title == "大气污染防治法"
    assert [str(item) for item in successors] == ["生态环境法典(2026)#1132.3"]


def test_an_act_before_it_may_rest_on_either() -> None:
    assert dead(OLD, INDEX, (BEFORE, DECIDED)) == []
    assert dead("依据《生态环境法典》第一千一百三十二条第三款", INDEX, (BEFORE, DECIDED)) == []


def test_an_article_beyond_the_last_one_is_no_basis() -> None:
    assert dead("依据《行政处罚法》第八十七条", INDEX, (AFTER,))


def test_what_nobody_registered_is_left_alone() -> None:
    assert dead("依据《某镇村规民约》第三条", INDEX, (AFTER,)) == []


def unknown(text: str) -> list[str]:
    return unregistered(text, NAMES, ENDINGS)


@pytest.mark.parametrize(
    "written",
    [
        "《{}》第三条", "依照《中华人民共和国{}》第三条第一款", "《{}（2021年修订）》第三条", "《{}(2019)》第三条",
        "《{}》（2019年3月2日修正） 第 12 条", "《{}2021修正》第三条", "《 {} 》第三条之一",
    ],
)  # fmt: skip
def test_a_law_of_the_index_is_known_however_it_is_written(written: str) -> None:
    """Under its title and every registered short name, with texts or without."""
    names = [name for one in INDEX.instruments for name in (one.title, one.short, *one.aliases) if name]
    assert len(names) > 600
    assert {name: found for name in names if (found := unknown(written.format(name)))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "《市容环境卫生管理条例》第十八条",  # 重庆市 left out
        "《土地管理法》第五条、《实施条例》第六条",
        "《重庆市实施〈中华人民共和国水土保持法〉办法》第六条",
        "《重庆市实施《水土保持法》办法》第六条",
        "《家用汽车产品修理更换退货责任规定》第六条",
        '《重庆市"大综合一体化"行政执法条例》第六条',
        "《行政检查文书基本格式文本(试行)》第三条",
    ],
)
def test_local_and_implementing_rules_are_known_by_part_of_their_names(text: str) -> None:
    assert unknown(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("《某某市容条例》第三条", ["某某市容条例"]),
        ("《行政处罚法》第三条、《某某市容条例（试行）》第五条", ["某某市容条例（试行）"]),
        ("《某某市容条例》（以下简称《市容规定》）第三条，《市容规定》第五条", ["某某市容条例"]),
        ("《某某管理办法》（国家某某总局令第47号）第二十条", ["某某管理办法"]),
        ("《某省实施〈中华人民共和国水土保持法〉办法》第六条", ["某省实施〈中华人民共和国水土保持法〉办法"]),
        ("《行政处罰法》第三条、《行政处罰法》第五条", ["行政处罰法"]),
    ],
)
def test_a_law_the_index_does_not_know_is_named_once_as_it_was_written(text: str, names: list[str]) -> None:
    assert unknown(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "", "按有关规定处理", "渝北府发〔2020〕5号第三条", "渝北府发〔2020〕5号文件《某镇摊点管理办法》第三条",
        "《某镇摊点管理办法》（渝北府发〔2020〕5号）第三条", "《关于开展专项整治的通知》第三条",
        "《某地技术规范》第三条", "《某某市容条例》", "某某公司章程第三条",
    ],
)  # fmt: skip
def test_what_is_no_law_or_quotes_no_article_is_not_asked_about(text: str) -> None:
    assert unknown(text) == []


@pytest.mark.parametrize("odd", ["1" * 400 + "-", "（" * 400, "《" * 400, "2021修正（试行）" * 40 + "-"])
def test_what_is_hardly_a_title_is_read_as_quickly(odd: str) -> None:
    assert unknown(f"《{odd}》第三条") == []


def test_an_index_that_knows_nothing_says_nothing() -> None:
    assert unregistered("《某某市容条例》第三条", names_of(Index([])), ENDINGS) == []


def test_a_law_the_bureau_registers_is_asked_about_no_more() -> None:
    """Its name and its days are enough; nobody has read its text."""
    text = "《某某市容条例》第三条"
    registered = """
[[instrument]]
title = "某某市容条例"
level = "地方性法规"
versions = [{ label = "2020", from = "2020-01-01", status = "reported" }]
"""
    book = compile_rules({"laws/x.toml": registered}, rulebook())
    assert not isinstance(book, list), book
    assert unknown(text) == ["某某市容条例"]
    assert unregistered(text, names_of(index_of(book)), ENDINGS) == []
