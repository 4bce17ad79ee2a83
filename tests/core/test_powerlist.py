"""What power lists are made of: articles in a basis, the words of the layout, near matters told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhifa.core.citations import Citation, parse_all
from zhifa.core.lawbook import index_of
from zhifa.core.powerlist.basis import articles_named, laws_without_article, misquoted, read_basis
from zhifa.core.powerlist.linking import Linker
from zhifa.core.powerlist.model import PowerItem, count, items_of, layout_of, shipped
from zhifa.core.powerlist.reading import Sheet, read_list
from zhifa.ports.rules import rulebook
from zhifa.ports.statutes import StatuteFolder

DAY = date(2026, 11, 21)
RULES = rulebook().as_of(DAY)
LAYOUT = layout_of(RULES)
INDEX = index_of(rulebook())


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("《中华人民共和国消防法》第六十条第一款第（三）项", ["消防法#60.1(3)"]),
        ("《治安管理处罚法》第二十六条第一款第（三）项、第（四）项，第二十七条",
         ["治安管理处罚法#26.1(3)", "治安管理处罚法#26.1(4)", "治安管理处罚法#27"]),
        ("《重庆市市容环境卫生管理条例》第18条第2款；《城市绿化条例》", ["重庆市市容环境卫生管理条例#18.2"]),
        ("【法律】《消防法》（2021年修正）\n第二十八条　违反本法第六十条规定的\n第六十条　单位违反本法规定",
         ["消防法#28", "消防法#60"]),
        ("《娱乐场所管理条例》第十条：“娱乐场所违反《消防法》第三条规定的，依照第四条处理”", ["娱乐场所管理条例#10"]),
        ("第十条　娱乐场所违反《消防法》第三条规定", []),
        ("1.森林法第五十六条；2.《森林法实施条例》第三十条。", ["森林法#56", "森林法实施条例#30"]),
        ("《刑法》第一百三十三条之一", ["刑法#133之1"]),
        ("有关规定", []),
    ],
)  # fmt: skip
def test_articles_are_read_with_the_law_they_stand_under(text: str, cites: list[str]) -> None:
    assert [str(cite) for cite, _ in articles_named(text)] == cites


def test_a_law_named_without_an_article_is_told() -> None:
    assert laws_without_article("《消防法》第六十条；《城市绿化条例》") == ["城市绿化条例"]
    assert laws_without_article("《消防法》第六十条：违反《城市绿化条例》的") == []


def test_a_basis_says_what_each_article_is_worth() -> None:
    found = read_basis("《大气污染防治法》第一百一十九条、《消防法》第六十条、《火星法》第一条", INDEX, DAY)
    assert [base.standing.status for base in found] == ["repealed", "in force", "unknown instrument"]


def test_words_of_another_article_are_noticed() -> None:
    article = "占用、堵塞、封闭疏散通道、安全出口或者有其他妨碍安全疏散行为的，责令改正，处五千元以上五万元以下罚款"
    assert not misquoted(article, f"单位违反本法规定，有下列行为之一的：{article}")
    assert misquoted("在禁止吸烟的场所吸烟的，由卫生健康部门责令改正，处五十元以上二百元以下罚款", article)
    assert not misquoted("", article)


@pytest.mark.parametrize(
    ("said", "code"),
    [("行政处罚", "处罚"), (" 行 政 处 罚 ", "处罚"), ("处罚", "处罚"), ("行政强制措施", "强制"), ("其他类", "其他"),
     ("便民服务事项", "便民服务"), ("罚", "")],
)  # fmt: skip
def test_kinds_are_known_however_they_are_written(said: str, code: str) -> None:
    word = LAYOUT.kinds.find(said)
    assert (word.code if word else "") == code


def test_paragraph_and_item_tell_near_matters_apart() -> None:
    linker = Linker(RULES, INDEX, LAYOUT)
    here = PowerItem(number=1, title="对占用、堵塞消防车通道行为的处罚", kind="处罚")
    assert linker.link(here, [Citation.parse("消防法#60.1(5)")]) == ("fire.lane", ())
    code, near = linker.link(here, [Citation.parse("消防法#60.1(1)")])
    assert (code, near) == ("", ("fire.lane",))
    assert linker.link(PowerItem(number=1, title="完全别的事", kind="处罚"), [Citation.parse("消防法#60")]) == ("", ())
    assert linker.link(PowerItem(number=1, title="消防监督检查", kind="检查"), [])[0] == "inspection.fire_department"


@pytest.mark.parametrize(("code", "kinds", "whole"), [
    ("demo-town", {"许可": 2, "检查": 6}, 108),
    ("demo-street", {"检查": 4}, 90),
    ("demo-police", {"许可": 40, "处罚": 572, "强制": 42, "确认": 50, "奖励": 5, "检查": 7, "公共服务": 7}, 727),
])  # fmt: skip
def test_demonstration_lists_have_their_sizes_and_say_what_they_are(
    code: str, kinds: dict[str, int], whole: int
) -> None:
    head = next(one for one in shipped(RULES) if one.code == code)
    counts = count(items_of(RULES, code), LAYOUT)
    assert (head.demonstration, head.status) == (True, "configured")
    assert "示例" in head.title
    assert counts.whole == whole
    assert counts.adds_up()
    assert {kind: counts.kinds[kind] for kind in kinds} == kinds


def test_a_town_holds_what_towns_may_hold() -> None:
    for code, level in (("demo-town", "乡镇"), ("demo-street", "街道")):
        for item in items_of(RULES, code):
            entry = RULES.entry("matter", item.matter)
            assert entry is not None
            assert level in entry.data["levels"], item.matter


def test_the_catalogue_has_every_kind_in_depth() -> None:
    kinds: dict[str, int] = {}
    for entry in RULES.entries("matter").values():
        kinds[str(entry.data["kind"])] = kinds.get(str(entry.data["kind"]), 0) + 1
    assert kinds["处罚"] >= 350
    assert kinds["许可"] >= 25
    assert kinds["强制"] >= 30
    assert kinds["检查"] >= 20
    assert all(kinds[kind] >= 4 for kind in ("确认", "奖励", "公共服务", "便民服务"))


def test_every_shipped_item_rests_on_an_article_that_is_in_the_text(laws: Path) -> None:
    texts = StatuteFolder(laws, INDEX)
    for head in shipped(RULES):
        for item in items_of(RULES, head.code):
            assert item.cites, item.title
            for cite in (INDEX.canonical(one) for text in item.cites for one in parse_all(text)):
                statute = texts.get((cite.title, cite.version or ""))
                if statute is not None and cite.article is not None:
                    assert statute.find(cite), f"{item.title}: {cite}"


@pytest.mark.parametrize("kind", [word.title for word in LAYOUT.kinds.all.values()])
@pytest.mark.parametrize("written", ["{}", "一、{}（30项）", "（七）{}事项（共30项）", "{}共30项"])
def test_every_kind_heads_its_group(kind: str, written: str) -> None:
    """公共服务 begins with the 共 of 共30项: its heading must not pass for a row, nor its items for the kind above."""
    other, basis = "便民服务" if kind == "行政许可" else "行政许可", "《消防法》第六十条"
    rows = [
        ["序号", "事项名称", "设定依据"],
        [other] * 3,
        ["1", "甲", basis],
        [written.format(kind)] * 3,
        ["2", "乙", basis],
    ]
    read = read_list([Sheet("表", rows)], LAYOUT)
    words = [LAYOUT.kinds.find(said) for said in (other, kind)]
    assert not read.aside
    assert [item.kind for item in read.items] == [word.code for word in words if word]


def test_another_list_in_the_same_file_is_not_mixed_in() -> None:
    """All lists are exported as one file: read back, the town's list must not take the police's items as its own."""

    def sheet(title: str, organ: str, since: str, name: str) -> Sheet:
        head = [[title], [f"编制单位：{organ}　自 {since} 起施行"], ["序号", "事项名称", "职权类型", "设定依据"]]
        return Sheet(title, [*head, ["1", name, "行政处罚", "《消防法》第六十条"]])

    town, police = sheet("镇清单", "甲镇", "2024-01-01", "甲"), sheet("分局清单", "乙分局", "2024-05-01", "乙")
    read = read_list([town, police], LAYOUT)
    assert (read.title, [item.name for item in read.items]) == ("镇清单", ["甲"])
    assert [fault.place for fault in read.aside] == ["分局清单"]
    permits = sheet("甲镇行政许可清单", "甲镇", "2024-01-01", "丙")
    assert [item.name for item in read_list([town, permits], LAYOUT).items] == ["甲", "丙"], "one list, two sheets"
