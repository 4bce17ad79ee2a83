"""The check of a report: asked, refused, with everything wrong, with nothing wrong, beside the cases."""

from __future__ import annotations

from datetime import date

from zhifa.core.footing.examining import examine
from zhifa.core.footing.reading.passages import Line
from zhifa.ports.rules import report_words
from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import LONG_NAME, act
from zhifa.web.report_check_page import report_check_page

FORM = vm.StepForm(
    code="report-check",
    title="核对报告",
    verb="核对",
    action="#",
    fields=(
        vm.FieldView(
            name="file",
            label="报告文件",
            kind="file",
            single=True,
            accept=".txt,.docx,.pdf,.html",
            required=False,
            either=True,
        ),
        vm.FieldView(name="text", label="或者粘贴文字", kind="longtext", required=False, either=True),
    ),
)
WRONG = f"""示例县{LONG_NAME}
2024年度行政执法情况报告
一、五类行政执法行为数据
一是行政许可：申请1243件，受理1243件，许可1209件，不予许可30件。
二是行政处罚：全年作出行政处罚512件，其中简易程序391件，普通程序112件；罚没款36.5万元。
三是行政强制：扣押车辆26辆。四是行政检查：检查企业1640家次，发现隐患885处，已整改871处，整改率96.4%。
二、接受监督情况
被申请行政复议12件，已审结9件，其中维持5件、驳回2件、撤回2件。柔性执法24起，其中不予处罚1起，从轻处罚1起。
附表 行政处罚实施情况统计表
警告罚款没收违法所得其他合计
12480613512
	简易程序	普通程序	小计
一中队	180	52	232
二中队	211	60	271
合计	391	122	503"""
SOUND = """示例镇2024年行政执法情况报告
全年开展行政检查726次，其中涉企检查116次。
作出行政处罚201件，其中警告9件，罚款192件。"""


def page(state: str) -> vm.ReportCheckPage:
    """The page in a state."""
    if state == "ask":
        return vm.ReportCheckPage(form=FORM)
    text = {"full": WRONG, "sound": SOUND}.get(state, "这份文件里没有数字。")
    lines = [Line(number, said) for number, said in enumerate(text.splitlines(), 1)]
    found = examine(lines, report_words(date(2025, 1, 31)))
    return report_check_page(FORM, found, "示例县行政执法情况报告.docx", act("核对另一份"))
