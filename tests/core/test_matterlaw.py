"""A matter is held against its articles: ranges as pairs, for whom, of which item, which kind, which conduct."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhifa.core.citations import Citation, Index, Succession
from zhifa.core.lawbook import index_of
from zhifa.core.lawcheck import check
from zhifa.core.lawclaims import claims_from_entry
from zhifa.core.lawtext import parse_statute
from zhifa.core.matterlaw import Articles, check_matter, successor
from zhifa.core.rulebook import Entry
from zhifa.core.values import Validity
from zhifa.ports import rules
from zhifa.ports.statutes import StatuteFolder

TEXT = """# 中华人民共和国样本场所法

## 第一章　总则

第一条　为了检验事项，制定本法。

第二条　经营者不得将垃圾桶放在盲道上。

第三条　经营者应当每日清洗招牌和门窗。

第四条　任何人不得在桥面下焚烧秸秆和枯枝落叶。

## 第二章　法律责任

第五条　违反本法第二条规定，将垃圾桶放在盲道上的，责令改正，给予警告；\
拒不改正的，对单位处五千元以上二万元以下的罚款，对个人处二百元以上一千元以下的罚款。

第六条　有下列行为之一的，责令限期改正：

（一）违反本法第三条规定，不清洗招牌的；

（二）违反本法第三条规定，不清洗门窗的；

（三）违反本法第三条规定，伪造清洗记录的。

有前款第一项、第二项行为之一的，处一千元以上五千元以下的罚款；有前款第三项行为的，处货值金额百分之五十以上三倍以下的罚款，\
并没收违法所得和伪造记录的工具，情节严重的，责令停业整顿、吊销许可证。

第七条　违反本法第四条规定，在桥面下焚烧秸秆和枯枝落叶的，处违法所得二至五倍的罚款，违法所得不足十万元的，以十万元计算。

第八条　有下列行为之一的，给予警告，可以并处五百元以下的罚款；情节严重的，处五日以上十日以下拘留：

（一）在场所内吸烟的；

（二）夜间敲锣打鼓、高声叫卖的；

（三）攀爬树木、踩踏花草的。

第九条　经营者出售过期食物，货值金额不足一万元的，处五千元以上二万元以下的罚款；\
货值金额一万元以上的，处货值金额二倍以上五倍以下的罚款。

第十条　经营者随地吐痰的，处五十元罚款。
"""
NEW_TEXT = """# 中华人民共和国样本新法

第一条　为了检验接替，制定本法。

第二条　将垃圾桶放在盲道上的，责令改正，给予警告；\
拒不改正的，对单位处五千元以上三万元以下的罚款，对个人处二百元以上一千元以下的罚款。

第三条　不清洗招牌和门窗的，处一百元的罚款。

第四条　各级人民政府应当加强领导。

第五条　县级以上地方各部门依照职责分工做好工作，建立健全协调机制。

第六条　本法自2026年1月1日起施行。
"""
INDEX = Index.load(
    [
        {"title": "样本场所法", "versions": [{"label": "2020", "from": "2020-01-01", "status": "verified"}]},
        {"title": "样本新法", "versions": [{"label": "2026", "from": "2026-01-01", "status": "verified"}]},
    ]
)
TEXTS = {("样本场所法", "2020"): parse_statute(TEXT), ("样本新法", "2026"): parse_statute(NEW_TEXT)}
ARTICLES = Articles(INDEX, TEXTS)

BIN: dict[str, Any] = {
    "kind": "处罚",
    "title": "垃圾桶占盲道",
    "conduct": "经营者将垃圾桶放在盲道上",
    "violated": ["样本场所法(2020)#2"],
    "applied": ["样本场所法(2020)#5"],
    "kinds": ["警告", "罚款"],
    "fines": [
        {"party": "单位", "min": 500000, "max": 2000000, "if": "conduct.refused"},
        {"party": "个人", "min": 20000, "max": 100000, "if": "conduct.refused"},
    ],
}
SIGN: dict[str, Any] = {
    "kind": "处罚",
    "title": "不清洗招牌",
    "conduct": "经营者不清洗招牌",
    "violated": ["样本场所法(2020)#3"],
    "applied": ["样本场所法(2020)#6.1(1)", "样本场所法(2020)#6.2"],
    "kinds": ["罚款"],
    "fines": [{"party": "任何", "min": 100000, "max": 500000}],
}
FORGED: dict[str, Any] = SIGN | {
    "title": "伪造清洗记录",
    "conduct": "经营者伪造清洗记录",
    "applied": ["样本场所法(2020)#6.1(3)", "样本场所法(2020)#6.2"],
    "kinds": ["罚款", "没收违法所得", "没收非法财物", "责令停产停业", "吊销许可证件"],
    "fines": [{"party": "任何", "base": "conduct.goods_value", "min_percent": 50, "max_percent": 300}],
}
STRAW: dict[str, Any] = {
    "kind": "处罚",
    "title": "桥面下焚烧秸秆",
    "conduct": "在桥面下焚烧秸秆和枯枝落叶",
    "violated": ["样本场所法(2020)#4"],
    "applied": ["样本场所法(2020)#7"],
    "kinds": ["罚款"],
    "fines": [
        {"party": "任何", "min": 20000000, "max": 50000000, "if": "conduct.gains < 10000000"},
        {"party": "任何", "base": "conduct.gains", "min_times": 2, "max_times": 5},
    ],
}
NOISY: dict[str, Any] = {
    "kind": "处罚",
    "title": "夜间敲锣打鼓叫卖",
    "conduct": "夜间敲锣打鼓、高声叫卖",
    "violated": ["样本场所法(2020)#8(2)"],
    "applied": ["样本场所法(2020)#8(2)"],
    "kinds": ["警告", "罚款", "行政拘留"],
    "fines": [{"party": "任何", "max": 50000, "may": True}],
    "detentions": [{"min": 5, "max": 10, "if": "conduct.gravity == '严重'"}],
}
PRICED: dict[str, Any] = {
    "kind": "处罚",
    "title": "出售过期食物",
    "conduct": "经营者出售过期食物",
    "violated": ["样本场所法(2020)#9"],
    "applied": ["样本场所法(2020)#9"],
    "kinds": ["罚款"],
    "fines": [
        {"party": "任何", "min": 500000, "max": 2000000, "if": "conduct.goods_value < 1000000"},
        {"party": "任何", "base": "conduct.goods_value", "min_times": 2, "max_times": 5},
    ],
}
SPIT: dict[str, Any] = PRICED | {
    "title": "随地吐痰",
    "conduct": "经营者随地吐痰",
    "violated": ["样本场所法(2020)#10"],
    "applied": ["样本场所法(2020)#10"],
    "fines": [{"party": "任何", "min": 5000, "max": 5000}],
}


def entry(data: dict[str, Any], **changed: Any) -> Entry:
    """The matter as the compiler makes it."""
    validity = Validity(date(2020, 1, 1))
    return Entry("matter", "sample", validity, "", "verified", "matters/sample.toml", {**data, **changed})


def said(data: dict[str, Any], **changed: Any) -> str:
    return "\n".join(problem.message for problem in check_matter(entry(data, **changed), ARTICLES))


@pytest.mark.parametrize("data", [BIN, SIGN, FORGED, STRAW, NOISY, PRICED, SPIT])
def test_what_the_articles_state_is_accepted(data: dict[str, Any]) -> None:
    assert said(data) == ""


def test_a_lower_end_must_belong_to_its_upper_end() -> None:
    mixed = [{"party": "任何", "min": 20000, "max": 2000000, "if": "conduct.refused"}]
    assert "没有“二百元以上二万元以下”这样的幅度" in said(BIN, fines=mixed)
    assert "没有“二万元以下”这样的幅度" in said(BIN, fines=[{"party": "单位", "max": 2000000, "if": "conduct.refused"}])


def test_what_an_organisation_pays_is_not_a_persons_fine() -> None:
    for party, row in (("个人", BIN["fines"][0]), ("单位", BIN["fines"][1])):
        assert f"不是对{party}的" in said(BIN, fines=[row | {"party": party}])


def test_a_range_of_another_item_is_not_this_items() -> None:
    assert "没有“一千元以上五千元以下”" in said(FORGED, fines=SIGN["fines"])
    assert "没有“百分之五十以上百分之三百以下”" in said(SIGN, fines=FORGED["fines"])
    assert "没有规定吊销许可证件" in said(SIGN, kinds=["罚款", "吊销许可证件"])


def test_a_floor_counts_as_the_multiples_of_itself() -> None:
    wrong = [{"party": "任何", "min": 10000000, "max": 50000000, "if": "conduct.gains < 10000000"}]
    assert "没有“十万元以上五十万元以下”" in said(STRAW, fines=wrong)


@pytest.mark.parametrize("kind", FORGED["kinds"])
def test_a_kind_the_article_states_may_not_be_left_out(kind: str) -> None:
    assert kind in said(FORGED, kinds=[other for other in FORGED["kinds"] if other != kind])


def test_a_kind_the_article_does_not_state_may_not_be_claimed() -> None:
    assert "没有规定行政拘留" in said(BIN, kinds=["警告", "罚款", "行政拘留"])


def test_a_condition_must_stand_in_the_article() -> None:
    assert "conduct.refused 为条件" in said(SIGN, fines=[SIGN["fines"][0] | {"if": "conduct.refused"}])


def test_a_condition_of_the_article_may_not_be_left_out() -> None:
    unconditional = [{key: value for key, value in row.items() if key != "if"} for row in BIN["fines"]]
    assert "只在“拒不改正的”时才罚" in said(BIN, fines=unconditional)


def test_the_neighbouring_article_is_found_out() -> None:
    assert "罚则条文写明违反的是第二条" in said(BIN, violated=["样本场所法(2020)#3"])
    assert said(BIN, applied=["样本场所法(2020)#7"])
    assert "不像是这一行为" in said(STRAW, conduct="饲养烈性犬不办登记", title="无证养犬")


def test_nothing_is_said_while_a_text_is_not_loaded() -> None:
    assert list(check_matter(entry(BIN, fines=[{"party": "任何", "max": 1}]), Articles(INDEX, {}))) == []


def _planted(shipped: Entry) -> Iterator[tuple[str, Entry]]:
    """Errors a person makes: the next article, another sum, a penalty forgotten or invented."""
    data = dict(shipped.data)
    for step in (-1, 1):
        moved = [re.sub(r"#(\d+)", lambda found: f"#{int(found[1]) + step}", cite) for cite in data["applied"]]  # noqa: B023
        yield "罚则条号", replace(shipped, data=data | {"applied": moved, "cite": moved[0]})
    for number, row in enumerate(data.get("fines", ())):
        for key in ("min", "max"):
            worse = dict(row) | {key: row.get(key, 0) * 10}
            if row.get(key) and worse.get("min", 0) <= worse["max"]:
                rows = [*data["fines"][:number], worse, *data["fines"][number + 1 :]]
                yield "数额", replace(shipped, data=data | {"fines": rows})
    for kind in ("罚款", "行政拘留", "吊销许可证件"):
        held = tuple(data.get("kinds", ()))
        other = tuple(name for name in held if name != kind) if kind in held else (*held, kind)
        yield "种类", replace(shipped, data=data | {"kinds": other})


def test_the_shipped_matters_have_no_error_and_planted_ones_are_found(laws: Path) -> None:
    """Every fifth penalty matter, each with the errors of a careless editor: at least 98 of 100 are named."""
    book = rules.compiled()
    index = index_of(book)
    texts = StatuteFolder(laws, index)
    articles = Articles(index, texts)
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    matters = [item for item in book.section("matter") if item.data.get("kind") == "处罚" and item.status == "verified"]
    for shipped in matters[::5]:
        assert list(check_matter(shipped, articles)) == []
        for sort, wrong in _planted(shipped):
            tried[sort] += 1
            claims = claims_from_entry("matter", wrong.data, place=wrong.key)
            found[sort] += bool(check(claims, index, texts) or list(check_matter(wrong, articles)))
    assert min(tried.values()) > 300
    assert {sort: round(found[sort] / tried[sort], 3) for sort in tried if found[sort] < 0.98 * tried[sort]} == {}


def test_a_row_keeps_the_condition_of_its_clause() -> None:
    free = [{key: value for key, value in row.items() if key != "if"} for row in BIN["fines"]]
    assert "条文只在“拒不改正的”时才罚" in said(BIN, fines=free)
    priced = [{key: value for key, value in row.items() if key != "if"} for row in PRICED["fines"]]
    assert "各行都没有写 if" in said(PRICED, fines=priced)
    moved = [PRICED["fines"][0] | {"if": "conduct.goods_value < 3000000"}, PRICED["fines"][1]]
    assert "以“三万元”为界，条文没有这个数额" in said(PRICED, fines=moved)


def test_what_the_organ_may_do_is_not_what_it_must() -> None:
    assert "没有写 may = true" in said(NOISY, fines=[NOISY["fines"][0] | {"may": False}])
    assert "写了 may = true" in said(SIGN, fines=[SIGN["fines"][0] | {"may": True}])


def test_multiples_are_taken_of_what_the_article_says() -> None:
    other = [PRICED["fines"][0], PRICED["fines"][1] | {"base": "conduct.gains"}]
    assert "以 conduct.gains 为基数" in said(PRICED, fines=other)


def test_a_sum_for_organisations_is_not_everybodys() -> None:
    assert "只对单位，party 不能写任何" in said(BIN, fines=[BIN["fines"][0] | {"party": "任何"}])


def test_days_of_detention_are_a_pair() -> None:
    assert "没有“十日以下拘留”" in said(NOISY, detentions=[{"max": 10, "if": "conduct.gravity == '严重'"}])
    quoted = [NOISY["detentions"][0] | {"say": "情节严重的，处五日以上十五日以下拘留"}]
    assert "say 所引的日数与 min、max 不一致" in said(NOISY, detentions=quoted)


def test_an_order_the_article_gives_may_not_be_denied() -> None:
    assert "条文写明“责令改正”" in said(BIN, order_to_correct=False)


def test_an_exact_sum_is_no_upper_end() -> None:
    assert "没有“五十元以下”" in said(SPIT, fines=[{"party": "任何", "max": 5000}])


def test_the_neighbouring_item_is_found_out() -> None:
    wrong = ["样本场所法(2020)#8(3)"]
    assert "第（二）项说的更像是这一行为" in said(NOISY, applied=wrong, violated=["样本场所法(2020)#8"])


def test_what_a_paper_prints_is_applied_and_nothing_twice() -> None:
    shown = check_matter(replace(entry(BIN), cite="样本场所法(2020)#6"), ARTICLES)
    assert "cite 所引的条款不在 applied 之列" in "\n".join(problem.message for problem in shown)
    assert "applied 把同一条款列了两次" in said(SIGN, applied=["样本场所法(2020)#6.2", "样本场所法(2020)#6.2"])


@pytest.mark.parametrize(
    "changed",
    [{"applied": ["样本场所法(2020)#五"]}, {"fines": [{"party": "任何", "min": "五百"}]}, {"detentions": [{"min": 5}]}],
    ids=["citation", "figure", "days"],
)
def test_what_is_no_figure_is_left_to_the_check_of_shapes(changed: dict[str, Any]) -> None:
    assert said(BIN, **changed) == ""


def test_a_successor_says_what_the_old_article_said() -> None:
    def found(new: str) -> str:
        one = Succession(Citation.parse("样本场所法(2020)#5"), (Citation.parse(new),), date(2026, 1, 1))
        return "\n".join(problem.message for problem in successor(one, ARTICLES))

    assert found("样本新法(2026)#2") == ""
    assert "样本新法(2026)#2 说的更像是旧条的内容" in found("样本新法(2026)#3")
    assert "没有关系" in found("样本新法(2026)#5")
