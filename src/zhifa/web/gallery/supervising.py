"""The page of a finding: waiting for the organ, answered, raised to a paper, a pattern of many cases."""

from __future__ import annotations

from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import PENALTY_42, act

LONG = "综合行政执法支队兴隆街道片区执法中队对同一当事人同一违法行为先后两次作出罚款决定且均未告知听证权利"


def _entry(title: str, text: str, by: str) -> vm.TimelineEntry:
    return vm.TimelineEntry(title=title, occurred="2026-03-05 周四", text=text, by=by)


def _form(code: str, title: str, *fields: vm.FieldView, refused: bool = False) -> vm.NextForm:
    refusal = vm.RefusalPanel(title=f"没有{title}", lacks=(vm.Lack(what="请填写说明", hint="填写后再保存"),))
    form = vm.StepForm(
        code=code, title=title, verb=title, action="#", fields=fields, refusal=refusal if refused else None
    )
    return vm.NextForm(title=title, form=form)


def _text(name: str, label: str) -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="longtext")


def finding(state: str) -> vm.FindingPage:
    """A finding of a case in one state."""
    said = (_entry("说明", "正在改正：正在联系当事人重新告知", "周样本"),)
    returned = (_entry("退回说明", "写明何时改完；再次说明最迟 2026-03-12 周四", "沈样本"), *said)
    answer = _form("answer", "说明情况", _text("text", "说明"), refused=state == "refused")
    due = vm.DueChip(level="red", word="已超期", on=date(2026, 3, 2), relative="超 3 天")
    many = state == "pattern"
    rows = tuple(
        vm.Row(href="#", cells=(vm.Cell(text=f"渝样本案〔2026〕{n}号"), vm.Cell(text="某某"))) for n in range(1, 9)
    )
    return vm.FindingPage(
        title=LONG if state == "long" else "没有事先告知就作出处罚决定",
        level="yellow" if many else "red",
        word="黄色" if many else "红色",
        state={"answered": "待审核", "closed": "已办结", "empty": "已更正"}.get(state, "待说明"),
        organ="重庆市渝北区洛碛镇人民政府",
        message=LONG if state == "long" else "尚未完成“处罚事先告知”",
        remedy="" if state == "empty" else "重新告知后再作出决定",
        law=PENALTY_42,
        law_text="执法人员在调查或者进行检查时……（示例文字）" if state in {"open", "long"} else "",
        trial=many,
        place=None if many else act("打开案件 渝洛碛案〔2026〕1号"),
        cause=None if many or state == "empty" else _entry("作出处罚决定", "罚款 500 元", "周样本"),
        causes=vm.TableView(
            caption="涉及的案件", columns=(vm.Column(label="案号", kind="main"), vm.Column(label="当事人")), rows=rows,
            empty=vm.Empty(what="没有具体案件"),
        )
        if many
        else None,
        kept="规则只看最近 400 天；其中最早的案件已在其外，办结以前保留" if many else "",
        due=due if state in {"open", "refused", "long", "pattern"} else None,
        waits="等机关负责人说明" if many else "2026-04-01 周三 办结" if state == "closed" else "",
        recurred=vm.FindingRow(
            level="yellow", word="复发", message="同一机关同样的问题 2025-11-03 周一 办结以后，365 天以内又发生"
        )
        if state == "long"
        else None,
        raised=act("监督案件 渝北司案〔2026〕1号") if state == "closed" else None,
        forms=(answer,)
        if state in {"open", "refused", "long"}
        else (_form("accept", "采纳说明", _text("note", "意见")), _form("return", "退回说明", _text("reason", "理由")))
        if state == "answered"
        else (),
        issue=act("发监督文书") if many or state == "answered" else None,
        history=returned if state in {"answered", "closed", "long"} else said if state == "empty" else (),
    )  # fmt: skip
