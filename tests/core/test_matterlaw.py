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

from zhifa.core.citations import Index
from zhifa.core.lawbook import index_of
from zhifa.core.lawcheck import check
from zhifa.core.lawclaims import claims_from_entry
from zhifa.core.lawtext import parse_statute
from zhifa.core.matterlaw import Articles, check_matter
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
"""
INDEX = Index.load(
    [{"title": "样本场所法", "versions": [{"label": "2020", "from": "2020-01-01", "status": "verified"}]}]
)
ARTICLES = Articles(INDEX, {("样本场所法", "2020"): parse_statute(TEXT)})

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


def entry(data: dict[str, Any], **changed: Any) -> Entry:
    """The matter as the compiler makes it."""
    validity = Validity(date(2020, 1, 1))
    return Entry("matter", "sample", validity, "", "verified", "matters/sample.toml", {**data, **changed})


def said(data: dict[str, Any], **changed: Any) -> str:
    return "\n".join(problem.message for problem in check_matter(entry(data, **changed), ARTICLES))


@pytest.mark.parametrize("data", [BIN, SIGN, FORGED, STRAW], ids=["bin", "sign", "forged", "straw"])
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
