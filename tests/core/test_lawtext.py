"""Texts of law from many hands: every word gets its address, or is named."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from zhifa.core.citations import Citation
from zhifa.core.lawlines import heading, lines_of
from zhifa.core.lawtext import Statute, article_of, parse_statute, words_at

LAW = """# 样本法

2020年1月1日通过

目录
第一编　总则
第二编　分则

# 第一编　总则

## 第一分编　通则

### 第一章

一般规定

第一条　为了试验，制定本法。

### 第二章　分别规定

#### 第一节　甲

第二条　有下列情形之一的，处一千元罚款：

（一）甲的；

（二）乙的，包括：

1.丙；

（2）丁；

前款规定的罚款，由乡镇人民政府决定。

第二条之一　补上的一条。

第三条规定的情形除外。

第三条　数额如下：

| 一 | 二 |
|---|---|
| 三 | 四 |

# 第二编　附则

第四条　本法自2020年2月1日起施行。

附表一　名录

一、甲
"""


def reasons(statute: Statute) -> list[str]:
    return [flaw.reason for flaw in statute.flaws]


def test_divisions_articles_paragraphs_items_and_points() -> None:
    law = parse_statute(LAW)
    assert list(law.articles) == [(1, 0), (2, 0), (2, 1), (3, 0), (4, 0)]
    assert law.articles[1, 0].path == ("第一编　总则", "第一分编　通则", "第一章　一般规定")
    assert law.articles[2, 0].path == ("第一编　总则", "第一分编　通则", "第二章　分别规定", "第一节　甲")
    assert law.articles[4, 0].path == ("第二编　附则",), "a wider division ends the narrower ones"
    second = law.articles[2, 0]
    assert len(second.paragraphs) == 2
    assert list(second.paragraphs[0].items) == [1, 2]
    assert second.paragraphs[0].point(2, 1) == "丙；"
    assert second.paragraphs[0].point(2, 2) == "丁；"
    assert law.find(Citation.parse("样本法#2.1(2)(2)")) == "有下列情形之一的，处一千元罚款：\n乙的，包括：\n丁；"
    assert law.find(Citation.parse("样本法#2.1(2)(3)")) is None
    assert law.articles[2, 1].text == "补上的一条。\n第三条规定的情形除外。", "words that name an article begin none"
    assert len(law.articles[3, 0].paragraphs) == 1, "a table is no 款 of its own"
    assert law.annex == "附表一　名录\n一、甲"
    assert "2020年1月1日通过" in law.preface
    assert law.flaws == ()


def test_an_article_is_read_again_from_its_printed_words() -> None:
    for article in parse_statute(LAW).articles.values():
        again = article_of(article.number, article.sub, article.printed, article.path)
        assert again == article


def test_printed_words_carry_the_numbers_of_items() -> None:
    article = parse_statute(LAW).articles[2, 0]
    cited = Citation.parse("样本法#2.1(1)")
    assert words_at(article, cited, printed=True) == "有下列情形之一的，处一千元罚款：\n（一）甲的；"
    assert words_at(article, cited) == "有下列情形之一的，处一千元罚款：\n甲的；"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第一条甲。\n第二条本办法所称乙。\n第三条有下列情形的。", [1, 2, 3]),
        ("第一条（目的）\n甲。\n第二条（范围）\n乙。", [1, 2]),
        ("第一条　甲。 第二条　乙。\n第三条　丙。", [1, 2, 3]),
        ("**第一条** 甲。\n\n**第二条** 乙。", [1, 2]),
        ("第 一 条 甲。\n第二 条乙。", [1, 2]),
        ("第一条　甲。\n第二条条乙。", [1, 2]),
        ("第1条　甲。\n第2条　乙。\n第2条之1　丙。", [1, 2, 2]),
        ("第一条　甲：\n第三条第二款规定的乙。\n第二条　丙。\n第三条　丁。", [1, 2, 3]),
        ("第一条　甲。\n第二十条　是别的法的第二十条。\n第二条　乙。", [1, 2]),
    ],
)
def test_ways_of_writing_the_number(text: str, places: list[int]) -> None:
    assert [number for number, _ in parse_statute(text).articles] == places


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("第一条　甲。\n第二条　乙。\n第四条　丁。", "第二条之后", "缺第三条"),
        ("第一条　甲。\n第九条　丁。", "第一条之后", "缺第二条至第八条"),
        ("第二条　甲。\n第三条　丁。", "文首", "缺第一条"),
        ("第一条　甲。\n第二－条　乙。\n第二条　丙。", "第 2 行 第二－条", "没有收录"),
        ("第一条　甲。\n第叁条　乙。\n第二条　丙。", "第 2 行 第叁条", "条号“第叁条”读不懂"),
        ("第一条　甲。\n第二条　乙。\n第二条　丙。\n第三条　丁。", "第 3 行 第二条", "第二条重复，这一段没有收录"),
        ("第一条　甲。\n第四条　乙。\n第二条　丙。", "第 2 行 第四条", "排在"),
        ("第一条　甲。\n第二条\n第三条　乙。", "第二条", "只有条号，没有内容"),
        ("第一条　下列各项：\n甲；\n乙。", "第一条", "列举的各项没有（一）（二）的编号"),
        ("第一条　下列：\n（一）甲；\n（一）乙。", "第一条", "第（一）项出现两次"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, place: str, reason: str) -> None:
    found = parse_statute(text).flaws
    assert any(flaw.place == place and reason in flaw.reason for flaw in found), found
    assert all(flaw.place and flaw.reason and flaw.remedy for flaw in found)


def test_a_slip_of_the_pen_is_mended_and_said() -> None:
    law = parse_statute("第三十条　甲。\n第三十－条 乙。\n第三十二条　丙。")
    assert law.articles[31, 0].text == "乙。"
    assert "条号写作“第三十－条”，按第三十一条读" in reasons(law)


def test_a_repeated_article_does_not_swell_the_one_before() -> None:
    law = parse_statute("第一条　甲。\n第二条　乙。\n第一条　又是甲。\n更多。\n第三条　丙。")
    assert law.articles[2, 0].text == "乙。"
    assert [flaw.lost for flaw in law.flaws] == [True]


def test_a_second_document_in_the_file_is_an_annex() -> None:
    law = parse_statute("第一条　甲。\n第二条　乙。\n第三条　丙。\n示范合同\n第一条　丁。\n第二条　戊。")
    assert list(law.articles) == [(1, 0), (2, 0), (3, 0)]
    assert law.annex == "第一条　丁。\n第二条　戊。"
    assert "回到第一条" in law.flaws[0].reason


def test_what_stands_before_the_text_itself_is_named() -> None:
    law = parse_statute("第一条　别的法。\n第一章　总则\n第一条　甲。\n第二条　乙。")
    assert law.articles[1, 0].text == "甲。"
    assert "别的法" in law.preface
    assert law.flaws[0].lost


def test_documents_numbered_otherwise() -> None:
    running = parse_statute("意见\n一、总体要求\n（一）甲。\n二、任务\n本部分任务如下。\n（二）乙。\n（三）丙。")
    assert running.numbered_by == "项"
    assert running.articles[2, 0].path == ("二、任务",)
    assert running.articles[1, 0].text == "甲。", "what introduces a division belongs to no number"
    ended = parse_statute(
        "意见\n一、目的\n为了试验。\n二、任务\n（一）甲。\n三、措施\n（二）乙。\n四、本意见自印发之日起施行。\n废止旧文。"
    )
    assert (ended.preface, ended.annex) == ("意见\n一、目的\n为了试验。", "四、本意见自印发之日起施行。\n废止旧文。")
    assert "没有（一）的编号" in ended.flaws[0].reason, "not in the article before, and not lost"
    divided = parse_statute("规定\n一、甲：\n（一）乙；\n（二）丙。\n二、丁。\n四、戊。")
    assert divided.numbered_by == "段"
    assert divided.find(Citation.parse("规定#1.1(2)")) == "甲：\n丙。"
    assert "缺三、" in reasons(divided)


def test_nothing_to_address_is_no_article() -> None:
    assert parse_statute("只有标题").articles == {}
    assert parse_statute("").articles == {}


NUMBERED = re.compile(
    r"^(?:第[^条]{1,8}条(?:之[一二三四五六七八九十]{1,3}(?!\w))?条?|[（(]?[一二三四五六七八九十]+[、)）])"
)


def test_every_line_of_a_text_is_somewhere(laws: Path) -> None:
    """Words of a real text are in an article, before, behind, a heading, or in what a flaw says is left out."""
    for row in _rows(laws):
        text = (laws / row["file"]).read_text(encoding="utf-8")
        law = parse_statute(text)
        if not law.articles or any(flaw.lost for flaw in law.flaws):
            continue
        kept = _plain("".join([law.preface, law.annex, *(a.printed for a in law.articles.values())]))
        headings = _plain("".join(part for a in law.articles.values() for part in a.path))
        for line in lines_of(text):
            words = _plain(NUMBERED.sub("", line.text))
            contents = heading(line) is not None  # of a table of contents, which is not kept
            assert words in kept or _plain(line.text) in headings or contents, (row["file"], line)


def test_real_texts_number_without_gaps_or_say_so(laws: Path) -> None:
    unexplained = []
    for row in _rows(laws):
        law = parse_statute((laws / row["file"]).read_text(encoding="utf-8"))
        whole = len([1 for _, sub in law.articles if not sub])
        if whole != law.highest and not any("缺" in reason for reason in reasons(law)):
            unexplained.append(row["file"])
    assert unexplained == []


def _plain(text: str) -> str:
    return "".join(text.split())


def _rows(laws: Path) -> list[dict[str, str]]:
    with (laws / "INDEX.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["file"].endswith(".md")]
