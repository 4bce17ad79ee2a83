"""Statutes as papers quote them, and what no longer is law."""

from __future__ import annotations

from datetime import date

from zhifa.core.lawbook import index_of
from zhifa.core.quotations import dead, quoted
from zhifa.ports.rules import rulebook

INDEX = index_of(rulebook())
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
