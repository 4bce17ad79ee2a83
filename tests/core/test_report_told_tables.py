"""What a report says of a table beside it, and what of tables is no mistake."""

from __future__ import annotations

import re

import pytest

from tests.core.reported import of

MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")

HEADED = "某县2024年执法通报\n"


def test_a_mean_lies_within_the_column_it_is_of() -> None:
    table = "单位\t案卷\t平均分\n甲局\t20\t91.4\n乙局\t20\t93.2\n丙局\t15\t85.6\n小计\t55\t—\n"
    assert of(HEADED + table + "3个部门的总平均分为90.5分。平均分最低的是丙局，为85.6分。", "contradiction") == []
    assert of(HEADED + table + "3个部门的总平均分为93.9分。", "contradiction")
    assert of(HEADED + table + "平均分最低的是甲局，为91.4分。", "contradiction")


def test_a_table_that_keeps_an_account_keeps_it_in_every_row() -> None:
    table = (
        "类别\t年初存量\t本年新增\t本年销号\t年末存量\n违建\t86\t41\t97\t30\n欠薪\t23\t148\t163\t8\n"
        "投诉\t57\t312\t331\t{}\n"
    )
    assert of(HEADED + table.format(38), "contradiction") == []
    assert of(HEADED + table.format(48), "contradiction")


def test_years_told_together_are_those_of_the_table() -> None:
    table = "指标\t2022年\t2023年\t2024年\n检查（家次）\t1640\t1812\t1526\n立案（件）\t118\t146\t163\n"
    assert of(HEADED + table + "三年累计立案427件。", "contradiction") == []
    assert of(HEADED + table + "三年累计立案417件。", "contradiction")


def test_kinds_that_count_in_one_column_only_break_no_law() -> None:
    table = (
        "方式\t户数\t税款\t滞纳金\t罚款\n处罚\t214\t18642\t2105\t9873\n不罚\t97\t3218\t486\t0\n"
        "移送\t13\t—\t—\t—\n合计\t324\t21860\t2591\t9873\n"
    )
    assert of(HEADED + table, "contradiction") == []


def test_more_may_be_closed_in_a_quarter_than_came() -> None:
    table = "季度\t受理投诉\t办结投诉\n一季度\t143\t131\n二季度\t149\t162\n三季度\t158\t151\n全年\t450\t444\n"
    assert of(HEADED + table, "contradiction") == []


def test_shares_told_of_a_table() -> None:
    table = "类别\t立案（件）\t面积（亩）\n开垦\t57\t214.6\n占地\t63\t372.9\n采伐\t29\t41.2\n合计\t149\t628.7\n"
    assert of(HEADED + table + "从面积看，占地占59.3%，开垦占34.1%。", "contradiction") == []
    assert of(HEADED + table + "从面积看，占地占53.9%，开垦占34.1%。", "contradiction")


def test_rows_without_separators_below_an_unknown_head_cannot_be_decided() -> None:
    rows = "安全生产2148683129600\n市容环卫527193171416850\n合计7412792482926450\n"
    text = HEADED + "领域检查次数发现问题责令改正立案罚款（元）\n" + rows
    assert [check.lines for check in of(text, "undecidable") if check.kind == "split"] == [(3,), (4,), (5,)]


STREETS = (
    "街道案件办理情况表\n街道\t行政处罚（件）\t行政检查（次）\t罚款（万元）\t办结率\n望湖街道\t62\t415\t14.6\t98.4%\n"
    "云台街道\t91\t640\t21.9\t95.6%\n石矶街道\t35\t297\t6.3\t100.0%\n合计\t188\t1352\t42.8\t97.3%\n"
)


@pytest.mark.parametrize(
    "said",
    [
        "从表中看，云台街道作出行政处罚最多，为{91|97}件，石矶街道最少，为35件。",
        "从罚款看，云台街道为{21.9|29.1}万元，居首位。",
        "望湖街道、云台街道、石矶街道分别检查415次、{640|604}次和297次。",
        "行政检查中，望湖街道{415|451}次，云台街道640次。",
        "望湖街道办结率为{98.4|94.8}%，高于全区平均水平。",
        "三个街道共作出行政处罚{188|118}件，以云台街道为多。",
        "全年各街道行政检查合计{1352|1532}次。",
        "如上表所示，石矶街道的行政检查次数为{297|279}次，次数较少。",
        "行政处罚较多的是云台街道（{91|19}件）和望湖街道（62件）。",
        "行政处罚由多到少依次为云台街道、{望湖街道、石矶街道|石矶街道、望湖街道}。",
    ],
)
def test_a_cell_told_again_is_what_the_table_gives(said: str) -> None:
    assert of(HEADED + STREETS + MARK.sub(r"\1", said), "contradiction") == []
    assert of(HEADED + STREETS + MARK.sub(r"\2", said), "contradiction")


@pytest.mark.parametrize(
    "said",
    [
        "云台街道对餐饮企业作出行政处罚19件，对集贸市场作出72件。",
        "上半年云台街道作出行政处罚40件，比上年同期少19件。",
        "2023年云台街道作出行政处罚97件，本年有所下降。",
        "石矶街道行政检查297次，其中联合检查79次。",
        "云台街道作出行政处罚约90件，望湖街道超过60件。",
        "望湖街道和云台街道作出行政处罚153件，占八成以上。",
        "云台街道建成行政处罚案卷室1间，存放案卷910件。",
        "云台街道行政检查发现问题460个，均已整改。",
        "专项行动中，云台街道作出行政处罚19件。",
        "云台街道下属站所行政处罚19件。",
        "原统计望湖街道行政处罚52件，更正为62件。",
        "云台街道行政检查由604次更正为640次。",
    ],
)
def test_what_is_no_cell_is_not_held_against_one(said: str) -> None:
    assert of(HEADED + STREETS + said, "contradiction") == []


def test_a_text_that_says_what_a_column_makes_is_not_held_to_a_wrong_total() -> None:
    table = (
        "单位\t案件（起）\t案值（万元）\n直属局\t215\t398.6\n东县局\t142\t143.9\n西县局\t118\t167.2\n合计\t475\t790.7\n"
    )
    found = of(HEADED + "全年查处475起，案值709.7万元，分单位如下：\n" + table, "contradiction")
    assert "table" in {check.kind for check in found}
    assert "total" not in {check.kind for check in found}
