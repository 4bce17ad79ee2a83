"""What a report asserts, and whether it can be true: each kind right, wrong, and only looking wrong."""

from __future__ import annotations

import pytest

from tests.core.reported import examined, of, states

WRONG = [
    ("分别为 that does not add up", "查处案件120件，分别为市容60件、违建40件、噪声15件。"),
    ("a colon announces all of it", "保留权力事项90项：行政许可30项、行政处罚50项、行政检查11项。"),
    ("其他 closes the list", "发现问题140个，其中应立未立80个，补充说明14个，其他27个。"),
    ("a total behind its parts", "简易案件12件、普通案件15件，合计28件。"),
    ("three parts that leave out one", "已审结16起，其中，维持10起；撤回2起；驳回3起。"),
    ("a part larger than the whole", "开展行政检查120次，其中涉企检查132次。"),
    ("simple and ordinary are all penalties", "行政处罚200件，其中简易程序150件、普通程序40件。"),
    ("in brackets", "执法人员22名（综合办3名，大队5名，其他13名）。"),
    ("amounts", "罚没款62.5万元，其中罚款50.9万元、其他3.6万元。"),
    ("a rate", "发现隐患509条，整改502条，整改率96.2%。"),
    ("a rate of the opposite", "完成抽检4860批次，不合格105批次，合格率95.8%。"),
    ("a share", "办结案件320件，其中食品案件96件，占34.2%。"),
    ("a share among shares", "图斑共1874个。合法1322个，占70.5%；其他431个，占23.0%；违法121个，占7.5%。"),
    ("no whole number gives it", "1026项事项划入统一实施，综合执法事项数达到执法事项总数的71.345%。"),
    ("growth", "处罚案件241件，上年为200件，同比增长25.5%。"),
    ("the wrong way", "受理投诉180件，上年200件，同比增长10%。"),
    ("from one number to another", "将12支队伍调整为5支，精简率达68.33%。"),
    ("a difference", "处罚案件241件，去年200件，同比增加31件。"),
    ("percentage points", "合格率95.2%，比上年的92.1%提高4.1个百分点。"),
    ("fewer things than announced", "主要做了四项工作：一是培训。二是检查。三是公示。"),
    (
        "kinds",
        "（六）五类行政执法行为数据\n一是许可：无。二是处罚：无。三是强制：无。四是执行：无。五是征收：无。六是检查：无。",
    ),
    ("accepted more than applied", "行政许可申请245件，受理251件。"),
    ("taken more than sent", "涉嫌犯罪移送34件，司法机关受理37件。"),
    ("closed more than came", "受理投诉举报136件，办结139件。"),
    ("officers", "年初有执法人员28名，年内调入4名，退休3名，年末有执法人员30名。"),
    ("said twice", "全年共开展行政检查4126次。\n二、检查\n依法开展行政检查4216次，覆盖辖区。"),
    ("a unit lost", "全年罚没金额987万元。\n二、处罚\n罚没金额987元。"),
]


@pytest.mark.parametrize(("what", "text"), WRONG, ids=[what for what, _ in WRONG])
def test_what_cannot_be_right_is_a_contradiction(what: str, text: str) -> None:
    assert of(text, "contradiction"), states(text)


SOUND = [
    "查处案件120件，分别为市容60件、违建45件、噪声15件。",
    "查处案件420件，主要有油烟60件、噪声45件等。",
    "开展行政检查726次，其中涉企检查116次、双随机检查64次、联合检查31次。",
    "现有执法人员11名，其中今年新增3名，清退9名。",
    "全年出动约3200人次，其中夜间1500人次、周末1900人次。",
    "受理诉求563件，办结570件（含上年结转12件）。",
    "发现隐患509条，整改502条，整改率98.6%，其中重大隐患6条。",
    "抽检4860批次，合格4755批次，合格率97.8%；对105批次不合格食品全部处置，处置率100%。",
    "上半年开展行政检查300次。\n全年开展行政检查726次。",
    "派出所开展行政检查300次。\n全局开展行政检查726次。",
    "复议案件60件，占1.0%；部门案件421件，占6.8%；其他1942件，占31.3%。",
    "落实“三项制度”。一是公示。二是记录。",
    "今年案件1241件，同比增长10.0%（上年同期1128件）。立案1286件，同比增长8.3%。",
    "违法用地76宗，涉及面积412.6亩，同比2023年的102宗减少26宗，下降25.5%。",
    "其中简易案卷12件，一般案卷15件，与去年简易案卷13件，一般案卷8件相比有所增加。",
    "罚款10.25万元，没收3.33万元，合计13.6万元。",
    "2025年计划开展行政检查900次，力争整改率达到100%。\n全年开展行政检查726次。",
    "立案42件，结案45件。",
    "抽检16641批次，其中食品10673批次，农产品5968批次。不合格347批次。其中，市局的4068批次中，食品3108批次、农产品960批次。",
    "受理12件，维持4件、撤销1件、撤回4件；诉讼6件，审结5件，其中驳回3件、撤诉2件。",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_may_be_right_is_never_a_contradiction(text: str) -> None:
    assert of(f"某镇2024年报告\n{text}", "contradiction") == []


def test_what_remains_is_said_and_not_condemned() -> None:
    (left,) = of("柔性执法24起，其中不予处罚1起，从轻处罚1起，减轻处罚0起。", "unexplained")
    assert "其余 22 没有说明" in left.explain
    (left,) = of("全年共计申请农村宅基地243件，作出行政许可209件。", "unexplained")
    assert left.expression == "243 − 209 = 34"
    (left,) = of("行政处罚：一般程序20247件，法制审核20248件。", "unexplained")
    assert left.kind == "penalty.reviewed"
    assert left.cite


def test_an_act_of_no_kind_and_a_seizure_without_measures_are_asked_about() -> None:
    text = "开展了行政许可、行政检查、行政处罚三类行政执法行为。三是行政处罚。处罚4家次，交通领域执法216起。"
    assert [check.kind for check in of(text, "unexplained")] == ["outside"]
    assert [check.kind for check in of("全年依法扣押涉案财物185件。", "unexplained")] == ["unnamed"]
    assert of("全年实施行政强制措施185件，其中扣押财物185件。", "unexplained") == []
    assert of("三是行政强制：扣押车辆26辆。", "unexplained") == []


def test_what_holds_shows_its_arithmetic() -> None:
    text = "许可申请458186件，受理458186件，许可457920件，不予许可266件。将12支调整为5支，精简率达58.33%。"
    found = states(text)
    assert found["457920 + 266 = 458186"] == "holds"
    assert found["(12 − 5) ÷ 12 = 58.33%"] == "holds"


def test_kinds_are_added_to_a_whole_named_pages_before() -> None:
    text = "依法作出警告、罚款类行政处罚 201 件。\n二、数据\n依法作出警告类行政处罚9件，依法作出罚款类行政处罚192件。"
    assert states(text)["9 + 192 = 201"] == "holds"


def test_a_check_points_to_its_lines_and_figures() -> None:
    found = examined("一、总体\n无关的一行。\n行政处罚200件，其中简易程序150件、普通程序40件。")
    (check,) = found.contradictions
    assert check.lines == (3,)
    assert [found.figures[index].printed for index in check.figures] == ["200件", "150件", "40件"]


def test_officers_who_stayed_left_and_came() -> None:
    text = "全镇原有 35 名行政执法人员，调离工作岗位执法人员 1 名，现实际有 34 名执法人员。"
    assert states(text)["35 − 1 = 34"] == "holds"
    assert of(text.replace("34", "33"), "contradiction")
