"""Duties near their end, in the colour their rule of supervision gives them before the day and on it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.oversight import Alerts, alerts
from zhifa.core.oversight.model import DUE, NEAR, Alert
from zhifa.core.procedure.findings import PERIOD, Finding
from zhifa.core.rulebook import Rules
from zhifa.store.readers.near import NearDuty, near_duties
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import COLOURED, due_chip, law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

COLUMNS = (
    vm.Column(label="要办的事", kind="main"),
    vm.Column(label="颜色", kind="short"),
    vm.Column(label="案件"),
    vm.Column(label="单位"),
    vm.Column(label="届满", kind="due"),
)
HEAD = ("颜色", "规则", "要办的事", "依据", "单位", "案号", "案由", "当事人", "届满")
MOST = 5000


@require_safe
@signed_in("finding.read")
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What becomes a finding when nobody acts, the nearest first."""
    reach, day, organ = visitor.reach("finding.read"), visitor.day, str(request.GET.get("organ", ""))[:40]
    rules = context().rules(day)
    form = str(request.GET.get("format", ""))
    if form in {"csv", "xlsx"}:
        lines, _ = near_duties(reach=reach, day=day, organ=organ, limit=MOST)
        return export(f"将到期{day}", HEAD, [_exported(line, rules, day) for line in lines], form)
    after = _after(str(request.GET.get("after", "")))
    lines, more = near_duties(reach=reach, day=day, organ=organ, after=after)
    page = vm.ListPage(
        title="将到期",
        lead="还没有违法、再不办就会成为问题的期限。从规则写明的提醒日起列在这里，办完即消失。",
        actions=(vm.Action(label="问题", href=reverse("findings")),),
        table=vm.TableView(
            caption="将到期",
            columns=COLUMNS,
            rows=tuple(_row(line, rules, day) for line in lines),
            pager=vm.Pager(
                shown=f"本页 {len(lines)} 项",
                first=_href(organ) if after else "",
                next=_href(organ, after=f"{lines[-1].due_on}/{lines[-1].id}") if more else "",
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=_href(organ, format=f), download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="没有临近届满的期限", how="临近届满的办案期限自动列在这里。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "near"))


def _href(organ: str, **more: str) -> str:
    said = urlencode({name: value for name, value in {"organ": organ, **more}.items() if value})
    return f"{reverse('near')}?{said}" if said else reverse("near")


def _after(text: str) -> tuple[date, int] | None:
    day, _, key = text.partition("/")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None


def _rule(line: NearDuty, rules: Rules) -> Alert:
    """The rule a finding would fall under if the period ran out."""
    would = Finding(f"{PERIOD}{line.code}", "red", "", line.said, line.cite, "", line.due_on, about=("",))
    entry = rules.entry("procedure", line.procedure)
    read: Alerts = alerts(rules)
    return read.catching(would, line.procedure, str(entry.data.get("kind", "")) if entry else "")


def _row(line: NearDuty, rules: Rules, day: date) -> vm.Row:
    rule = _rule(line, rules)
    level, word = COLOURED[rule.colour_when(DUE if line.due_on == day else NEAR)]
    href = reverse("case", args=[line.case_id])
    return vm.Row(
        href=href,
        cells=(
            vm.Cell(text=line.verb, sub=rule.title, law=law_mark(line.cite, line.said)),
            vm.Cell(text=word, level=level),
            vm.Cell(text=line.number or line.title, sub=line.party, href=href),
            vm.Cell(text=line.organ_name),
            vm.Cell(due=due_chip(line.due_on, day=day)),
        ),
    )


def _exported(line: NearDuty, rules: Rules, day: date) -> tuple[object, ...]:
    rule = _rule(line, rules)
    colour = COLOURED[rule.colour_when(DUE if line.due_on == day else NEAR)][1]
    return (
        colour, rule.title, line.verb, line.cite, line.organ_name, line.number, line.title, line.party, line.due_on,
    )  # fmt: skip


URLS = [path("oversight/near", listed, name="near")]
