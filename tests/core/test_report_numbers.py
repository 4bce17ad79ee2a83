"""Which numbers of a report are figures, what each is worth, and which are years, codes and names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.reported import examined
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.periods import LAST_YEAR


def figures(text: str) -> list[Figure]:
    return list(examined(text).reading.figures)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("作出行政处罚1072365件。", "1072365", "件", ""),
        ("作出行政处罚1,072,365件。", "1072365", "件", ""),
        ("作出行政处罚１２３件。", "123", "件", ""),
        ("罚没金额 1.165 万元。", "11650", "元", ""),
        ("罚没金额11026余万元。", "110260000", "元", "least"),
        ("涉及金额194.98亿元。", "19498000000", "元", ""),
        ("培训1600余名执法人员。", "1600", "名", "least"),
        ("出动约300人次。", "300", "人次", "about"),
        ("罚款近50万元。", "500000", "元", "most"),
        ("立案查处二十一起。", "21", "起", ""),
        ("出动七千余人次。", "7000", "人次", "least"),
        ("查获烟叶3千克。", "3", "千克", ""),
        ("占百分之九十五。", "95", "%", ""),
        ("整改率98.62%。", "98.62", "%", ""),
        ("行政处罚2100，占收到申请总数的三成。", "2100", "", ""),
    ],
)
def test_a_figure_has_its_value_unit_and_bound(text: str, value: str, unit: str, bound: str) -> None:
    (found, *_) = figures(text)
    assert (found.value, found.unit, found.token.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    "text",
    [
        "2024年12月31日前完成。",
        "2024-2025年度持续推进。",
        "根据国办发〔2018〕118号文件。",
        "依据《行政处罚法》第58条第1款。",
        "拨打12345热线。",
        "纳入“141”基层智治体系和“7+1”队伍。",
        "联系电话023-67821234。",
        "按照GB/T 9704-2012排版。",
        "自8：30起开展。",
        "《评查标准（2017年版）》施行。",
        "每次检查不得少于两人参加。",
        "推动“执法监管一件事”。",
        "1.强化执法责任",
        "（2）建立研究机制。",
    ],
)
def test_years_codes_marks_and_names_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_label_is_the_wording_that_says_what_is_counted() -> None:
    text = "行政许可申请458件，受理457件；整合12个行政检查事项。原有35名行政执法人员。"
    assert [(f.label, f.noun) for f in figures(text)][:2] == [("行政许可申请", ""), ("受理", "")]
    assert figures(text)[2].noun == "行政检查事项"
    assert figures(text)[3].label == "原有"


def test_last_year_is_told_from_this_year() -> None:
    text = "某局2024年报告\n案卷27件，其中简易12件，与去年简易13件相比有所减少。较去年增长5%。2023年为102件。"
    found = {figure.printed: figure.period for figure in figures(text)}
    assert found == {"27件": "", "12件": "", "13件": LAST_YEAR, "5%": "", "102件": LAST_YEAR}


def test_a_figure_knows_its_line_however_the_text_is_broken() -> None:
    text = (
        "全年依法扣押涉案财物 185\n\n件，依法作出警告类行政处罚 9 件，依法作出罚款类处罚\n\n192 件，金额 1.165 万元。"
    )
    assert [(f.printed, f.line) for f in figures(text)] == [("185件", 1), ("9件", 3), ("192件", 5), ("1.165万元", 5)]
