"""Forms by which something is concluded: a period's quality, accountability, an approval chain, an annual report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import LONG_NAME, PENALTY_58, act

REFUSED = vm.RefusalPanel(
    title="没有提出异议", lacks=(vm.Lack(what="异议期已于 2025-01-20 届满", hint="案件记错的，先在案件里更正"),)
)
ORGANS = tuple(vm.Filter(label=f"示例第{n}镇", href="#", here=n == 2) for n in range(1, 30))
WORDS = "“按期办理”中有当事人补正材料的时间，请核对后重新计算。"


def _long(name: str, label: str, value: str = "", *, hint: str = "", required: bool = True) -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="longtext", value=value, hint=hint, required=required)


def _items(organ: str) -> vm.TableView:
    rows = (("案卷得分", "25", "23", "88322/93600"), ("按期整改", "5", "—", "没有发生"), (organ, "15", "14", "932/936"))
    return vm.TableView(
        caption="各项得分",
        name="items",
        columns=(
            vm.Column(label="项目"), vm.Column(label="分值", kind="number"), vm.Column(label="得分", kind="number"),
            vm.Column(label="依据的数字", kind="number"),
        ),
        rows=tuple(vm.Row(href="", cells=tuple(vm.Cell(text=text) for text in row)) for row in rows),
        empty=vm.Empty(what="没有项目"),
    )  # fmt: skip


def conclusion(state: str) -> vm.RecordPage:
    """A conclusion told, refused an objection, objected to, answered, and of an organ with a long name."""
    says = {"told": "已告知，异议期至 2025-01-20", "objected": "异议待答复，最迟 2025-01-20 答复", "answered": "已生效"}
    said = [vm.Verdict(level="none", word="90 分，优秀", why=says.get(state, says["told"]))]
    if state in ("objected", "answered", "long"):
        said.append(
            vm.Verdict(level="none", word="异议", why=f"{WORDS * (12 if state == 'long' else 1)}（2025-01-06）")
        )
    if state == "answered":
        said.append(vm.Verdict(level="none", word="答复", why="案件没有更正，维持结论（2025-01-09）"))
    objecting = admin_forms.form(
        code="object", title="提出异议", verb="提出异议", action="#", note="一个结论提出一次；期限是本地设定",
        fields=[_long("objection", "异议和理由", WORDS if state == "refused" else "", hint="哪一项不对、哪些案件")],
    )  # fmt: skip
    answering = admin_forms.form(
        code="answer", title="答复异议", verb="答复", action="#", note="得分不能手工改",
        fields=[_long("answer", "答复意见"),
                admin_forms.choice("outcome", "处理", (("1", "维持结论"), ("2", "按现在的数据重新计算")), "")],
    )  # fmt: skip
    if state == "refused":
        objecting = replace(objecting, refusal=REFUSED)
    forms = {"told": (objecting,), "refused": (objecting,), "answered": ()}.get(state, (answering,))
    organ = LONG_NAME if state == "long" else "洛碛镇"
    return vm.RecordPage(
        title=f"{organ} 2024 年度考评结论",
        lead="示例区司法局 2025-01-06 告知；2024-01-01 至 2024-12-31",
        verdicts=tuple(said),
        actions=(act("DOCX"), act("PDF")),
        back=act("全部结论"),
        forms=forms,
        tables=(_items(organ),),
    )


def liability(state: str) -> vm.FormPage:
    """The register of accountability being filled in: fresh, refused, among many organs."""
    people = [("", "机关本身"), ("1", "王示范 执法大队队员"), ("2", LONG_NAME)]
    asked = admin_forms.form(
        code="liability", title="责任追究", verb="登记", action="#",
        note="只登记有权机关已经作出的决定；方式只列读过的条文写明的几种。",
        fields=[
            admin_forms.choice("person", "被追究的人员", people, "", required=False),
            admin_forms.choice("level", "承担的责任", [("", "不适用"), ("直接责任", "直接责任")], "", required=False),
            admin_forms.choice("kind", "追究方式", [("批评教育", "批评教育（人员）")], ""),
            _long("reason", "事由"), admin_forms.text("decided_by", "决定机关"),
            admin_forms.day("decided_on", "决定日期"),
        ],
    )  # fmt: skip
    if state == "refused":
        wrong = vm.RefusalPanel(title="没有登记", lacks=(vm.Lack(what="决定日期晚于今天", hint="核对日期"),))
        asked = replace(asked, refusal=wrong)
    organ = LONG_NAME if state == "long" else "示例区第二镇"
    return vm.FormPage(
        title="登记责任追究", lead=organ, form=asked, back=act("责任追究"), organs=ORGANS if state == "long" else ()
    )


def signing(state: str) -> vm.RecordPage:
    """A checkpoint of an approval chain waiting for a signature, refused, and a chain that is through."""
    over = state == "over"
    signed = ("王示范 同意", "李示范 同意" if over else "现在这一关", "周示范 同意" if over else "")
    rows = tuple(
        vm.Row(
            href="",
            quiet=not who,
            cells=(
                vm.Cell(text=f"{n}级"), vm.Cell(text=title, sub="事实、证据、程序"), vm.Cell(text=who),
                vm.Cell(on=date(2024, 6, n) if "同意" in who else None),
            ),
        )
        for n, (title, who) in enumerate(zip(("承办人", "办案部门法制员", LONG_NAME), signed, strict=True), 1)
    )  # fmt: skip
    form = admin_forms.form(
        code="sign", title="办案部门法制员签批", verb="签批", action="#", note="这一关看：事实、证据、程序",
        fields=[
            admin_forms.choice("agreed", "结论", [("同意", "同意"), ("退回", "退回，从头签批")], "同意"),
            _long("opinion", "意见", hint="退回应当写明理由", required=False),
        ],
    )  # fmt: skip
    if state == "refused":
        same = vm.Lack(what="王示范已经签过前面一关", law=PENALTY_58, hint="各关由不同的人签批")
        form = replace(form, refusal=vm.RefusalPanel(title="没有签批", lacks=(same,)))
    word = "各关都已签批" if over else "等办案部门法制员签批"
    return vm.RecordPage(
        title="渝洛碛案〔2024〕191号 三级五关",
        lead="“处罚决定”以前的签批 · 占道经营",
        verdicts=(vm.Verdict(level="none" if over else "blue", word=word, law=PENALTY_58),),
        back=act("回到案件"),
        forms=() if over else (form,),
        tables=(
            vm.TableView(
                caption="各关",
                name="points",
                columns=(vm.Column(label="级", kind="short"), vm.Column(label="关"), vm.Column(label="签批"),
                         vm.Column(label="日期", kind="date")),
                rows=rows,
                empty=vm.Empty(what="没有关"),
            ),
        ),
    )  # fmt: skip


CHAIN = """[[chain]]
code = "three-five"
title = "三级五关"
checkpoints = [
  { code = "officer", title = "承办人", level = "一", by = ["officer"], examines = ["事实", "证据"] },
]
"""


def chain_draft(state: str) -> vm.FormPage:
    """An approval chain being drafted: as it is, and refused for what was written."""
    asked = admin_forms.form(
        code="rule-draft", title="起草", verb="保存并核对", action="#",
        fields=[
            admin_forms.day("effective", "施行日", "2024-07-01", hint="自这一天起适用"),
            admin_forms.text("reason", "为什么改", "本局改为三级五关"), _long("text", "规则全文", CHAIN),
        ],
    )  # fmt: skip
    if state == "refused":
        wrong = vm.Lack(what="第 5 行：“承办人”一关没有写由谁签批（by）", hint="写岗位，如 officer、head")
        asked = replace(asked, refusal=vm.RefusalPanel(title="没有保存", lacks=(wrong,)))
    return vm.FormPage(title="起草", lead="审批链 三级五关", form=asked, back=act("全部草案"))


def finishing(state: str) -> vm.FormPage:
    """What is recorded around a finished report: its publication, refused, and last year's figures."""
    if state == "before":
        source = vm.FieldView(name="source", label="出处", kind="text", hint="上年报告的名称和网址")
        figures = [
            vm.FieldView(name=f"f{n}", label=LONG_NAME if n == 4 else f"第{n}项数字", kind="decimal", unit="件",
                         required=False, hint="本系统：201" if n == 2 else "")
            for n in range(1, 24)
        ]  # fmt: skip
        asked = admin_forms.form(
            code="report-before", title="2023 年的数字", verb="保存", action="#", fields=[source, *figures],
            note="上年的数字不在本系统里，或者与公开的不同的，照公开的年报填写。",
        )  # fmt: skip
        return vm.FormPage(title="2023 年的数字", lead="示例镇人民政府", form=asked, back=act("回到年报"))
    asked = admin_forms.form(
        code="report-published", title="2024 年年报公开", verb="登记公开", action="#",
        fields=[
            admin_forms.day("on", "公开日期", "2025-01-20"),
            admin_forms.text("where", "在哪里公开", LONG_NAME if state == "refused" else "", hint="网站名称和网址"),
            admin_forms.text("reported_to", "报送给谁", required=False),
        ],
    )  # fmt: skip
    if state == "refused":
        wrong = vm.Lack(what="公开的日期不对", hint="自定稿之日 2025-01-22 起，不晚于今天")
        asked = replace(asked, refusal=vm.RefusalPanel(title="没有保存", lacks=(wrong,)))
    return vm.FormPage(title="2024 年年报公开", lead="示例镇人民政府", form=asked, back=act("回到年报"))
