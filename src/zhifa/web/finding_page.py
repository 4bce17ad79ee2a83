"""The page of one finding: what is wrong by which article, what was said of it, the one next thing for the visitor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.statutes import article_text, law_index, readable
from zhifa.acts.supervising import Standing, span, standing, why_not_answer
from zhifa.acts.work import context
from zhifa.core.events import (
    FINDING_ACCEPTED,
    FINDING_ANSWERED,
    FINDING_DISMISSED,
    FINDING_RAISED,
    FINDING_RETURNED,
)
from zhifa.core.oversight import Alert, alerts
from zhifa.core.oversight.model import ANSWERS, COLOURS
from zhifa.core.permission import may
from zhifa.core.procedure.findings import PERIOD
from zhifa.core.procedure.periods import Obligation
from zhifa.core.supervising import ANSWERABLE, ANSWERED, GROUNDS, MEASURES, OPEN, RETURNED, SETTLED, STATES, Said
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.findings import causes
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import names_of
from zhifa.store.readers.supervision import WorkingRead, recurred
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed
from zhifa.web.marks import due_chip, law_mark
from zhifa.web.personnel_pages import long_text
from zhifa.web.timeline import timeline
from zhifa.web.visitor import Visitor

HERE = "finding_work"
NO_FINDING = "没有这个问题，或者它不在您的权限范围内。"
TOLD: Mapping[str, str] = {
    FINDING_ANSWERED: "说明",
    FINDING_RETURNED: "退回说明",
    FINDING_ACCEPTED: "采纳说明",
    FINDING_DISMISSED: "认定问题不成立",
    FINDING_RAISED: "立监督案件",
}


def alert_of(code: str, day: date) -> Alert | None:
    """The rule of supervision a finding falls under, as it reads on a day."""
    return alerts(context().rules(day)).all.get(code)


class Found:
    """A finding the visitor may see, still standing or only spoken of."""

    def __init__(self, standing: Standing, visitor: Visitor) -> None:
        self.standing, self.visitor = standing, visitor
        self.key, self.path, self.line, self.read = standing.key, standing.path, standing.line, standing.read
        self.told: Mapping[str, object] = self.read.told.finding if self.read.told else {}

    def said(self, name: str) -> str:
        """A part of the finding, as it stands or as it was told first."""
        return str((getattr(self.line, name) if self.line else self.told.get(name)) or "")

    def allowed(self, action: str) -> bool:
        return may(self.visitor.person, action, self.path, self.visitor.day) is None

    @property
    def answering(self) -> bool:
        """Whether the visitor is who the rule asks."""
        return self.allowed("finding.answer") and why_not_answer(self.standing, self.visitor.actor) is None

    @property
    def organ(self) -> str:
        """The code of the organ."""
        return self.said("organ")

    @property
    def case_id(self) -> str:
        return self.line.case_id if self.line else str(self.told.get("case", ""))


def look_up(key: str, visitor: Visitor) -> Found | None:
    """The finding under a key, if it lies in the visitor's reach."""
    found = standing(key, reach=visitor.reach("finding.read")) if len(key) == 32 else None
    return Found(found, visitor) if found else None


def _law_text(cite: str, day: date) -> str:
    first = cite.replace("；", ";").split(";")[0].strip()
    citation = readable(first) if first else None
    return article_text(law_index().status(citation, day)) if citation else ""


def _history(read: WorkingRead) -> tuple[vm.TimelineEntry, ...]:
    said = read.told.said if read.told else ()
    names = names_of([item.by for item in said])
    return tuple(_entry(item, names) for item in reversed(said))


def _entry(item: Said, names: Mapping[str, str]) -> vm.TimelineEntry:
    payload = item.payload
    parts = ["：".join(str(payload[name]) for name in ("measure", "ground", "text") if payload.get(name))]
    if item.type == FINDING_RETURNED:
        parts.append(f"再次说明最迟 {show_date(date.fromisoformat(str(payload['answer_by'])))}")
    way: tuple[vm.Action, ...] = ()
    if item.type == FINDING_RAISED:
        way = (vm.Action(label="看监督案件", href=reverse("case", args=[payload["case"]])),)
    return vm.TimelineEntry(
        title=TOLD[item.type], occurred=show_date(item.at), text="；".join(filter(None, parts)),
        by=names.get(item.by, item.by), papers=way,
    )  # fmt: skip


def _place(key: str, name: str) -> str:
    return reverse(name, args=[key])


def _answer_form(found: Found, typed: Typed, refused: Refusal | None) -> vm.NextForm:
    back = found.read.told if found.read.state == RETURNED else None
    note = f"退回的理由：{back.said[-1].payload.get('text', '')}" if back else ""
    return vm.NextForm(
        title="说明情况",
        why=f"由{ANSWERS.get(found.said('answers'), '本机关')}说明；能更正的先在案件里更正，更正以后这个问题自行消失",
        form=admin_forms.form(
            code="answer", title="说明情况", verb="提交说明", action=_place(found.key, "finding_answer"),
            refused=refused, note=note,
            fields=[
                admin_forms.choice("measure", "采取的措施", [(m, m) for m in MEASURES], typed.get("measure", "")),
                long_text("text", "说明", typed.get("text", ""), hint="写明事实、凭据在卷宗何处、怎样防止再犯"),
            ],
        ),
    )  # fmt: skip


def _accept_form(found: Found, typed: Typed, refused: Refusal | None) -> vm.NextForm:
    return vm.NextForm(
        title="采纳说明",
        form=admin_forms.form(
            code="accept", title="采纳说明", verb="采纳，办结", action=_place(found.key, "finding_accept"),
            refused=refused, fields=[long_text("note", "意见", typed.get("note", ""), required=False)],
        ),
    )  # fmt: skip


def _return_form(found: Found, typed: Typed, refused: Refusal | None) -> vm.NextForm:
    usual = context().calendar.add_workdays(found.visitor.day, span("answer_again", found.visitor.day) or 1)
    return vm.NextForm(
        title="退回说明",
        form=admin_forms.form(
            code="return", title="退回说明", verb="退回", action=_place(found.key, "finding_return"), refused=refused,
            fields=[
                long_text("reason", "退回的理由", typed.get("reason", ""), hint="还缺什么、要改什么"),
                admin_forms.day("answer_by", "再次说明的最后日期", typed.get("answer_by", str(usual))),
            ],
        ),
    )  # fmt: skip


def _dismiss_form(found: Found, typed: Typed, refused: Refusal | None) -> vm.NextForm:
    return vm.NextForm(
        title="认定问题不成立",
        why="规则判断有误的，计入这条规则的准确率",
        form=admin_forms.form(
            code="dismiss", title="认定问题不成立", verb="认定不成立", action=_place(found.key, "finding_dismiss"),
            refused=refused,
            fields=[
                admin_forms.choice("ground", "为什么不成立", [(g, g) for g in GROUNDS], typed.get("ground", "")),
                long_text("reason", "理由", typed.get("reason", "")),
            ],
        ),
    )  # fmt: skip


Make = Callable[[Found, Typed, "Refusal | None"], vm.NextForm]
FORMS: Mapping[str, Make] = {
    "answer": _answer_form, "accept": _accept_form, "return": _return_form, "dismiss": _dismiss_form,
}  # fmt: skip


def _offered(found: Found) -> list[str]:
    """What the visitor may do now, the likeliest first."""
    state, offered = found.read.state, []
    if state in ANSWERABLE and found.answering:
        offered.append("answer")
    if found.allowed("finding.judge"):
        if state == ANSWERED:
            offered += ["accept", "return"]
        if state in {OPEN, ANSWERED, RETURNED}:
            offered.append("dismiss")
    return offered


def _forms(found: Found, tried: str, typed: Typed, refused: Refusal | None) -> tuple[vm.NextForm, ...]:
    order = sorted(_offered(found), key=lambda code: code != tried) if tried else _offered(found)
    made = (FORMS[code](found, typed if code == tried else {}, refused if code == tried else None) for code in order)
    return tuple(replace(one, opened=bool(tried) or one.form.code != "dismiss") for one in made)


def _waits(found: Found) -> str:
    state = found.read.state
    who = ANSWERS.get(found.said("answers"), "机关")
    if state in ANSWERABLE and not found.answering:
        return f"等{who}说明"
    if state in SETTLED and found.read.settled_on:
        return f"{show_date(found.read.settled_on)} 办结"
    if state == ANSWERED and not found.allowed("finding.judge"):
        return "等监督人员审核说明"
    return ""


def _period(found: Found, read: CaseRead | None) -> Obligation | None:
    """The period that ran out, where that is what was found."""
    code = found.said("code").removeprefix(PERIOD)
    if read is None or code == found.said("code"):
        return None
    of_code = (
        item for item in read.view.obligations if (item.proceeding, item.code) == (found.said("proceeding"), code)
    )
    return next((item for item in of_code if item.due_on and item.due_on.isoformat() == found.said("found_on")), None)


def _began(read: CaseRead, item: Obligation) -> int:
    """The version of the event from which a period ran; 0 where it ran from a day nobody entered as a step.

    Of several at the same moment it is the step by which the rule says that the period begins.
    """
    runs, period = read.view.state.runs, item.period
    starts = {*period.start_steps, *(period.starts.facts() if period.starts else ())} if period else set()
    own = sorted(runs, key=lambda key: key != item.proceeding)
    there = [one for key in own for one in runs[key].instances if one.taken.at == item.started]
    named = [one for one in there if one.step and {one.step.code, one.step.dated_as} & starts]
    return next((one.taken.version for one in named or there), 0)


def _cause(found: Found, read: CaseRead | None) -> vm.TimelineEntry | None:
    """The event at fault; of a period that ran out the one from which it ran."""
    item = _period(found, read)
    version = _began(read, item) if read and item else int(found.said("version") or 0)
    entries = timeline(read, context(), only={version}) if read and version else ()
    return entries[0] if entries else None


def _case(found: Found) -> CaseRead | None:
    if not found.case_id:
        return None
    visitor = found.visitor
    return read_case(found.case_id, reach=visitor.reach("case.read"), context=context(), day=visitor.day)


def _kept(found: Found, alert: Alert | None) -> str:
    """Says of a pattern out of the sight of its rule why it is still here."""
    if found.case_id or not found.line or alert is None:
        return ""
    first = next(iter(causes(found.key, reach=found.visitor.reach("case.read"), limit=1)), None)
    if first is None or first.happened_on > found.visitor.day - timedelta(days=alert.looks_back):
        return ""
    return f"规则只看最近 {alert.looks_back} 天；其中最早的案件已在其外，办结以前保留"


def _causes(found: Found) -> vm.TableView | None:
    """The cases by which a pattern is shown, as far as the visitor sees them."""
    if found.case_id or not found.line:
        return None
    rows = tuple(
        vm.Row(
            href=reverse("case", args=[one.case_id]),
            cells=(
                vm.Cell(text=one.case_number), vm.Cell(text=one.case_party, sub=one.case_title),
                vm.Cell(on=one.happened_on), vm.Cell(text=one.note),
            ),
        )
        for one in causes(found.key, reach=found.visitor.reach("case.read"), limit=100)
    )  # fmt: skip
    columns = (
        vm.Column(label="案号", kind="short"), vm.Column(label="当事人", kind="main"),
        vm.Column(label="日期", kind="date"), vm.Column(label="情况"),
    )  # fmt: skip
    return vm.TableView(
        caption="涉及的案件", columns=columns, rows=rows, empty=vm.Empty(what="没有具体案件，看的是有没有办案")
    )


def _recurred(found: Found) -> vm.FindingRow | None:
    known = found.said("known_on")
    days = span("recurrence", found.visitor.day)
    again = recurred(found.said("alert"), found.organ, date.fromisoformat(known), span=days, besides=found.key)
    if again is None:
        return None
    key, ended = again
    return vm.FindingRow(
        level="yellow", word="复发", message=f"同一机关同样的问题 {show_date(ended)} 办结以后，{days} 天以内又发生",
        action=vm.Action(label="看上一次", href=reverse("finding", args=[key])),
    )  # fmt: skip


def finding_page(
    found: Found, tried: str = "", typed: Typed | None = None, refused: Refusal | None = None
) -> vm.FindingPage:
    """The view model of one finding."""
    day, state = found.visitor.day, found.read.state
    read = _case(found)
    alert = alert_of(found.said("alert"), day)
    colour, cite = found.said("colour"), found.said("cite")
    step = (
        read.view.state.step(found.said("proceeding"), found.said("step"), day) if read and _runs(found, read) else None
    )
    item, cause = _period(found, read), _cause(found, read)
    name = next((one.name for one in organs(reach=("",)) if one.code == found.organ), "")
    raising = state not in SETTLED and state != "raised" and found.allowed("finding.judge")
    return vm.FindingPage(
        title=alert.title if alert else found.said("message")[:40],
        level=colour if colour in {"red", "yellow", "blue"} else "none",  # type: ignore[arg-type]
        word=f"{COLOURS.get(colour, '')}色",
        state=STATES[state],
        organ=name,
        message=found.said("message"),
        remedy=found.said("remedy"),
        law=law_mark(cite) if cite else None,
        law_text=_law_text(cite, date.fromisoformat(found.said("found_on"))),
        trial=bool(alert and alert.trial),
        place=_case_link(found, read),
        step="；".join(item.trace)
        if item
        else f"在“{step.title}”这一步"
        if step and not cause
        else _kept(found, alert),
        cause=cause,
        causes=_causes(found),
        due=due_chip(found.read.answer_by, day=day) if state in ANSWERABLE else None,
        waits=_waits(found),
        recurred=_recurred(found),
        raised=vm.Action(label=f"监督案件 {found.read.raised_title}", href=reverse("case", args=[found.read.raised]))
        if found.read.raised and _sees(found)
        else None,
        forms=_forms(found, tried, typed or {}, refused),
        history=_history(found.read) if _sees(found) else _without_raised(_history(found.read)),
        issue=vm.Action(label="发监督文书", href=_place(found.key, "finding_raise"), primary=state != ANSWERED)
        if raising
        else None,
    )


def _runs(found: Found, read: CaseRead) -> bool:
    return found.said("proceeding") in read.view.state.runs


def _sees(found: Found) -> bool:
    """Whether the visitor may open the case of supervision: the organ sees its own side of the paper only."""
    return found.allowed("finding.judge")


def _without_raised(entries: tuple[vm.TimelineEntry, ...]) -> tuple[vm.TimelineEntry, ...]:
    return tuple(replace(entry, papers=()) for entry in entries)


def _case_link(found: Found, read: CaseRead | None) -> vm.Action | None:
    if read is None:
        return None
    asked = urlencode({"p": found.said("proceeding"), "step": found.said("step")})
    return vm.Action(label=f"打开案件 {read.row.number}", href=f"{reverse('case', args=[read.row.pk])}?{asked}")
