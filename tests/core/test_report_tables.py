"""Tables of reports: sums down and across, two years, cells one by one, and rows without separators."""

from __future__ import annotations

from tests.core.reported import examined, of, states
from zhifa.core.footing.tables.unseparated import cuts

TEAMS = "单位\t简易程序\t普通程序\t小计\n一中队\t10\t5\t15\n二中队\t20\t7\t{two}\n合计\t30\t{ordinary}\t{all}"


def test_rows_and_columns_that_add_up_hold() -> None:
    text = TEAMS.format(two=27, ordinary=12, all=42)
    assert of(text, "contradiction") == []
    assert states(text)["10 + 5 = 15"] == "holds"
    assert states(text)["15 + 27 = 42"] == "holds"


def test_a_wrong_column_and_a_wrong_row_are_found_where_they_are() -> None:
    columns = [c.explain for c in of(TEAMS.format(two=27, ordinary=13, all=43), "contradiction") if "一列" in c.explain]
    assert [said.split("”")[0] for said in columns] == ["表中“小计", "表中“普通程序"]
    rows = of(TEAMS.format(two=29, ordinary=12, all=44), "contradiction")
    assert [check.lines for check in rows if "二中队" in check.explain] == [(3,)]


def test_the_kinds_of_the_annual_form_are_the_whole() -> None:
    head = "表一 行政处罚实施情况\n警告 | 罚款 | 没收违法所得 | 其他 | 合计 | 罚没金额（万元）\n"
    assert of(head + "3 | 20 | 1 | 0 | 24 | 8.5", "contradiction") == []
    assert of(head + "3 | 20 | 1 | 0 | 25 | 8.5", "contradiction")


def test_two_years_with_difference_and_growth() -> None:
    head = "项目\t2023年\t2024年\t增减\t同比（%）\n"
    assert of(head + "食品\t471\t502\t31\t6.6\n其他\t65\t74\t9\t13.8", "contradiction") == []
    (growth,) = of(head + "食品\t471\t502\t31\t6.6\n其他\t65\t74\t9\t10.8", "contradiction")
    assert growth.lines == (3,)
    assert len(of(head + "食品\t471\t502\t41\t6.6\n其他\t65\t74\t9\t13.8", "contradiction")) == 1


def test_the_text_is_held_against_the_annex() -> None:
    text = "某局2024年报告\n全年作出行政处罚25件。\n附表 行政处罚实施情况统计表\n警告\t罚款\t合计\n4\t20\t24"
    (check,) = of(text, "contradiction")
    assert (check.kind, check.lines) == ("repeat", (2, 5))


def test_cells_on_lines_of_their_own_are_a_table() -> None:
    text = "行政处罚实施数量\n\n警告\n\n罚款\n\n没收违法\n\n所得、没收非法财物\n\n合计（宗）\n\n3\n\n20\n\n1\n\n{all}"
    assert of(text.format(all=24), "contradiction") == []
    assert of(text.format(all=26), "contradiction")


def test_a_row_without_separators_is_cut_where_the_sum_allows_one_cut_only() -> None:
    found, whole = cuts(["警告", "罚款", "合计"], ["9", "192201"])
    assert whole
    assert found == [("9", "192", "201")]
    (check,) = [c for c in examined("警告罚款合计\n9192201").checks if c.kind == "split"]
    assert check.state == "holds"
    assert "罚款 192" in check.explain


def test_where_several_cuts_remain_the_cells_that_are_sure_are_named() -> None:
    (check,) = of("警告罚款没收违法所得其他合计\n10112023", "undecidable")
    assert check.holds is None
    assert "合计" in check.explain
    assert "种拆法" in check.explain


def test_a_total_no_cut_gives_is_not_called_a_contradiction() -> None:
    (check,) = of("警告罚款合计\n11199", "undecidable")
    assert "没有一种拆法" in check.explain


def test_a_heading_of_known_columns_and_prose_below_is_no_table() -> None:
    assert of("警告罚款合计\n2024年全年无处罚。", "undecidable") == []


SUMS = "单位\t申请\t准予\t不予\n甲局\t412\t405\t7\n乙局\t236\t227\t9\n丙局\t188\t180\t8\n丁局\t95\t90\t{many}"


def test_a_row_that_breaks_what_all_others_obey_is_wrong() -> None:
    assert of(SUMS.format(many=5), "contradiction") == []
    (check,) = of(SUMS.format(many=8), "contradiction")
    assert check.expression == "90 + 8 = 98 ≠ 95"


def test_a_table_on_its_side_and_a_row_of_shares() -> None:
    text = "\t食品\t药品\t其他\t合计\n2024年\t386\t142\t100\t628\n2023年\t402\t131\t90\t623\n增减\t-16\t{up}\t10\t5"
    assert of(text.format(up=11), "contradiction") == []
    assert of(text.format(up=21), "contradiction")
    text = "\t食品\t药品\t其他\t合计\n立案\t50\t30\t20\t100\n占比\t50%\t{share}%\t20%\t100%"
    assert of(text.format(share=30), "contradiction") == []
    assert of(text.format(share=35), "contradiction")


def test_a_figure_of_the_text_is_held_against_the_row_that_has_its_name() -> None:
    table = "指标\t2024年\t2023年\n受理投诉\t13860\t15230\n立案\t96\t88\n办结\t93\t85"
    assert of(f"{table}\n\n全年受理投诉13860件，立案96件。", "contradiction") == []
    assert of(f"{table}\n\n全年受理投诉13680件，立案96件。", "contradiction")


def test_the_months_of_a_chart_are_not_held_against_the_year() -> None:
    """A drawing of the course of a year leaves its numbers and the names of the months in the text of a PDF."""
    year = "某镇2024年报告\n全年作出行政处罚201件。\n行政处罚各月数量（件）\n"
    bars = "19 20 17 15 17 14 16 13 19 16 20 15\n1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"
    assert of(year + bars, "contradiction") == []
    teams = "月份\t1月\t2月\t3月\t合计\n甲中队\t80\t60\t{last}\t201\n乙中队\t1\t1\t1\t3"
    assert of(teams.format(last=61), "contradiction") == []
    assert of(teams.format(last=62), "contradiction"), "what a row itself adds up to is still held against it"


QUARTERS = "指标\t一季度\t二季度\t三季度\t四季度\t全年\n立案\t10\t12\t14\t16\t{year}\n办结\t9\t12\t13\t15\t49\n{level}"


def test_what_is_there_at_the_end_of_a_quarter_is_not_added() -> None:
    for level in ("季末持证人员\t64\t66\t66\t68\t68", "执法车辆\t12\t12\t14\t15\t15", "期末存量案件\t8\t8\t9\t10\t9"):
        assert of(QUARTERS.format(year=52, level=level), "contradiction") == []
    assert of(QUARTERS.format(year=62, level="季末持证人员\t64\t66\t66\t68\t68"), "contradiction")
    assert of(QUARTERS.format(year=52, level="移送案件\t4\t6\t5\t7\t32"), "contradiction")


NOTED = (
    "单位\t警告\t罚款\t没收\t合计\n甲所\t18\t43\t11\t{one}\n乙所\t42\t97\t20\t159\n丙所\t29\t81\t16\t126\n"
    "合计\t89\t221\t{taken}\t{all}\n说明：并处两种以上处罚的，只计一次。"
)


def test_a_note_that_cases_stand_in_several_columns_excuses_only_rows_that_are_too_much() -> None:
    assert of(NOTED.format(one=72, taken=47, all=357), "contradiction") == []
    assert of(NOTED.format(one=70, taken=47, all=355), "contradiction") == []
    rows = [check for check in of(NOTED.format(one=76, taken=47, all=361), "contradiction") if "一行" in check.explain]
    assert [check.expression for check in rows if "甲所" in check.explain] == ["18 + 43 + 11 = 72 ≠ 76"]
    (column,) = [c for c in of(NOTED.format(one=72, taken=74, all=357), "contradiction") if "没收”一列" in c.explain]
    assert column.lines[-1] == 5


def test_a_total_of_a_table_told_with_two_digits_swapped_is_found() -> None:
    head = "专业\t监督户次\t简易程序处罚（件）\t罚没款（万元）"
    rows = "公共场所\t2417\t84\t21.45\n医疗卫生\t1386\t17\t46.80\n饮用水\t154\t12\t36.45\n合计\t3957\t113\t104.70"
    report = f"云台县卫生健康局2024年度行政执法情况\n{head}\n{rows}\n全年作出行政处罚312件；罚没款{{}}万元。\n"
    (check,) = of(report.format("107.40"), "contradiction")
    assert (check.kind, check.expression) == ("repeat", "1074000 ≠ 1047000")
    assert of(report.format("104.70"), "contradiction") == []


def test_a_table_goes_on_over_the_page() -> None:
    head = "单位 行政处罚合计（宗） 罚没金额（万元） 行政检查（次）"
    first, last = "甲镇 75 0.58 5\n乙镇 76 0.34 4\n丙镇 76 0.83 6", "丁镇 95 0.95 5\n戊镇 95 0.90 9\n合计 {all} 3.60 29"
    for turn in (f"\n— 6 —\n{head}\n", "\n第 3 页 共 8 页\n\n"):
        report = f"云台县司法局2024年度行政执法情况\n各单位主要数字\n{head}\n{first}{turn}{last}\n"
        assert of(report.format(all=417), "contradiction") == []
        assert [check.kind for check in of(report.format(all=471), "contradiction")] == ["table"]
