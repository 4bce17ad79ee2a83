"""The grammar of citations and the index of instruments."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.lawcheck import gaps
from zhifa.core.numerals import chinese_number, number_of

LAWS = Path(__file__).parents[2] / "src" / "zhifa" / "rules" / "laws"
BEFORE, AFTER = date(2026, 8, 14), date(2026, 8, 15)


@cache
def index() -> Index:
    """The shipped index."""
    found = []
    for path in sorted(LAWS.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        found += document.get("instrument", []) + document.get("successor", [])
    return Index.load(found)


@pytest.mark.parametrize(
    "text",
    [
        "行政处罚法(2021)#58.1(2)",
        "行政处罚法#58",
        "治安管理处罚法(2025)#118",
        "刑法#133之1",
        "行政处罚法(2021)",
        "国办发〔2018〕118号#6",
        "行政检查文书基本格式文本（试行）",
        "某法(2015-04)#3.2(1)(2)",
        "行政处罚法#9(2)",
    ],
)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert str(Citation.parse(text)) == text


def test_forms_people_type_become_the_canonical_one() -> None:
    assert str(Citation.parse(" 《行政处罚法》（2021）＃58.1（2） ")) == "行政处罚法(2021)#58.1(2)"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("#58", "缺法名"),
        ("", "缺法名"),
        ("行政处罚法#", "应为阿拉伯数字"),
        ("行政处罚法#五十八", "五十八"),
        ("行政处罚法#58.", "“.”"),
        ("行政处罚法#58.1(2", "“(2”"),
        ("行政处罚法#58x", "“x”"),
        ("行政处罚法#0", "从 1 起"),
        ("行政处罚法#58.0", "从 1 起"),
        ("行政处罚法#58#59", "“#59”"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, place: str) -> None:
    with pytest.raises(ValueError, match="引用") as caught:
        Citation.parse(text)
    assert place in str(caught.value)


def test_chinese_and_short_forms() -> None:
    citation = Citation.parse("行政处罚法(2021)#58.1(2)")
    assert citation.chinese == "《行政处罚法》第五十八条第一款第（二）项"
    assert Citation.parse("刑法#133之1").chinese == "《刑法》第一百三十三条之一"
    assert index().mark(Citation.parse("行政处罚法(2021)#58")) == "处罚法 §58"
    assert index().mark(Citation.parse("行政处罚法(2021)#58.1(2)")) == "处罚法 §58.1(2)"


def test_several_citations_in_one_field() -> None:
    assert [str(c) for c in parse_all("行政处罚法#44；行政强制法#8; 行政许可法#7")] == [
        "行政处罚法#44",
        "行政强制法#8",
        "行政许可法#7",
    ]
    assert parse_all(None) == []


numbers = st.integers(min_value=1, max_value=1300)
optional = st.none() | st.integers(min_value=1, max_value=20)


@given(st.sampled_from(["行政处罚法", "国办发〔2018〕118号"]), st.none() | st.just("2021"), numbers, optional, optional)
def test_every_citation_survives_writing_and_reading(
    title: str, version: str | None, article: int, paragraph: int | None, item: int | None
) -> None:
    citation = Citation(title, version, article, 0, paragraph, item)
    assert Citation.parse(str(citation)) == citation


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_numbers_survive_being_written_in_chinese(number: int) -> None:
    assert number_of(chinese_number(number)) == number


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (119, "一百一十九"),
        (1002, "一千零二"),
        (1242, "一千二百四十二"),
        (50_000, "五万"),
        (100_000, "十万"),
        (1_000_000, "一百万"),
        (10_500, "一万零五百"),
        (15_000, "一万五千"),
    ],
)
def test_numbers_as_statutes_write_them(number: int, said: str) -> None:
    assert chinese_number(number) == said


def test_number_of_reads_what_is_typed() -> None:
    assert number_of("120") == 120
    assert number_of("两千") == 2000
    with pytest.raises(ValueError, match="不是数字"):
        number_of("第五")


def test_the_day_decides_the_version() -> None:
    cited = Citation.parse("行政处罚法#58")
    assert index().status(cited, date(2021, 7, 14)).version == "2017"
    assert index().status(cited, date(2021, 7, 15)).version == "2021"
    assert index().status(cited, date(2021, 7, 15)).verified
    assert not index().status(cited, date(2021, 7, 14)).verified
    assert index().status(cited, date(2021, 7, 15)).dated
    assert not index().status(Citation.parse("行政许可法#42"), date(2024, 1, 1)).dated, "amended by decision"


def test_a_named_version_is_not_yet_in_force_or_repealed() -> None:
    cited = Citation.parse("治安管理处罚法(2025)#118")
    assert index().status(cited, date(2025, 12, 31)).status == "not yet"
    assert index().status(cited, date(2026, 1, 1)).status == "in force"
    old = index().status(Citation.parse("治安管理处罚法(2012)#99"), date(2026, 1, 1))
    assert old.status == "repealed"
    assert [str(c) for c in old.successors] == ["治安管理处罚法(2025)"]


def test_what_is_not_there_is_said() -> None:
    on = date(2026, 11, 1)
    assert index().status(Citation.parse("行政处罚法(2021)#87"), on).status == "no such article"
    assert index().status(Citation.parse("行政处罚法(2021)#86"), on).status == "in force"
    assert index().status(Citation.parse("行政处罚法(2020)#1"), on).status == "unknown version"
    unknown = index().status(Citation.parse("行政处法#1"), on)
    assert unknown.status == "unknown instrument"
    assert "行政处罚法" in unknown.message
    assert index().status(Citation.parse("生态环境法典#1131"), date(2026, 5, 1)).status == "not yet"
    gone = index().status(Citation.parse("大气污染防治法#500"), date(2026, 9, 1))
    assert gone.status == "no such article", "also in a law that has ended"
    assert index().status(Citation.parse("食品安全法#1"), date(1990, 1, 1)).status == "not yet"
    assert index().status(Citation.parse("建筑法#1"), date(2000, 1, 1)).status == "unknown version"


def test_the_ten_environmental_laws_end_on_the_day_before_the_code() -> None:
    titles = [
        "环境保护法",
        "环境影响评价法",
        "海洋环境保护法",
        "大气污染防治法",
        "水污染防治法",
        "土壤污染防治法",
        "固体废物污染环境防治法",
        "噪声污染防治法",
        "放射性污染防治法",
        "清洁生产促进法",
    ]
    for title in titles:
        cited = Citation.parse(f"{title}#1")
        assert index().status(cited, BEFORE).status == "in force", title
        gone = index().status(cited, AFTER)
        assert gone.status == "repealed", title
        assert [str(c) for c in gone.successors] == ["生态环境法典(2026)"], title
    assert index().status(Citation.parse("生态环境法典#1242"), AFTER).status == "in force"
    assert index().status(Citation.parse("生态环境法典#1243"), AFTER).status == "no such article"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("大气污染防治法#119", ["生态环境法典(2026)#1131"]),
        ("大气污染防治法(2018)#119.2", ["生态环境法典(2026)#1131.3"]),
        ("大气污染防治法#117.1(3)", ["生态环境法典(2026)#1130.1(1)"]),
        ("固体废物污染环境防治法#107", ["生态环境法典(2026)#1231.1(1)"]),
        ("固体废物污染环境防治法#111.1(1)", ["生态环境法典(2026)#1169.1", "生态环境法典(2026)#1169.3"]),
        ("噪声污染防治法#87.1", ["生态环境法典(2026)#1192"]),
        ("噪声污染防治法#82.1(2)", ["生态环境法典(2026)#1190.1(2)"]),
        ("大气污染防治法#116.1", ["生态环境法典(2026)#1129"]),
    ],
)
def test_successors_of_an_article(old: str, new: list[str]) -> None:
    assert [str(c) for c in index().status(Citation.parse(old), AFTER).successors] == new


def test_an_article_split_up_lists_all_its_successors() -> None:
    found = index().status(Citation.parse("固体废物污染环境防治法#111"), AFTER).successors
    assert {str(c) for c in found} >= {"生态环境法典(2026)#1169.1", "生态环境法典(2026)#1174.3"}


def test_names_people_use() -> None:
    for name in ("中华人民共和国行政处罚法", "《行政处罚法》", "处罚法"):
        found = index().find(name)
        assert found is not None
        assert found.title == "行政处罚法"
    document = index().find("国务院办公厅关于进一步规范行政裁量权基准制定和管理工作的意见")
    assert document is not None
    assert document.title == "国办发〔2022〕27号"


def test_versions_of_the_shipped_index_neither_overlap_nor_leave_gaps() -> None:
    assert gaps(index()) == []


def test_two_instruments_cannot_share_a_name() -> None:
    one = {"title": "甲法", "versions": [{"label": "2020", "from": "2020-01-01"}]}
    with pytest.raises(ValueError, match="甲法"):
        Index.load([one, {**one, "title": "乙法", "aliases": ["甲法"]}])


def test_every_successor_is_an_article_of_the_index() -> None:
    assert len(index().successions) > 40
    for succession in index().successions:
        assert index().status(succession.old, BEFORE).status == "in force", succession.old
        for new in succession.new:
            assert index().status(new, succession.on).status == "in force", new


def test_a_revised_law_is_not_called_new() -> None:
    """渔业法 is of 1986: on the eve of its revision an older text governed, which the index does not have."""
    revised = {"title": "渔业法", "enacted": "1986-01-20", "versions": [{"label": "2025", "from": "2026-05-01"}]}
    fishery = Index.load([revised])
    eve = fishery.status(Citation.parse("渔业法#38"), date(2026, 4, 30))
    assert (eve.status, eve.message) == ("unknown version", "2026-04-30 施行的版本未收录，收录的有：2025")
    before = fishery.status(Citation.parse("渔业法#38"), date(1985, 1, 1))
    assert (before.status, before.message) == ("not yet", "渔业法 1986-01-20 才首次公布")


def test_what_follows_is_named_while_the_old_text_still_governs() -> None:
    old, new = ({"label": "2012", "from": "2013-01-01", "to": "2025-12-31"}, {"label": "2025", "from": "2026-01-01"})
    police = Index.load([{"title": "治安管理处罚法", "versions": [old, new]}])
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        cited = Citation.parse("治安管理处罚法(2012)#43")
        assert [str(one) for one in police.status(cited, day).successors] == ["治安管理处罚法(2025)"]
    assert police.status(Citation.parse("治安管理处罚法#43"), date(2026, 1, 1)).successors == ()


def test_sub_articles_may_be_written_in_chinese() -> None:
    assert str(Citation.parse("刑法#133之一.1")) == "刑法#133之1.1"
