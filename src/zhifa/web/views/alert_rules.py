"""The rules of supervision: what each looks at, its article and colour, how well it was measured, how many are open."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.oversight import Alert, alerts
from zhifa.core.oversight.measured import Measured, measured
from zhifa.core.oversight.model import ANSWERS, OVERDUE
from zhifa.core.rulebook import Rules
from zhifa.store.readers.findings import counts_by_alert
from zhifa.store.readers.supervision import dismissed_by_rule
from zhifa.web import viewmodels as vm
from zhifa.web.alert_words import looks_at
from zhifa.web.exports import export
from zhifa.web.marks import COLOURED, law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

TRIAL = "试行"
COLUMNS = (
    vm.Column(label="规则", kind="main"),
    vm.Column(label="颜色", kind="short"),
    vm.Column(label="看什么"),
    vm.Column(label="答复", kind="short"),
    vm.Column(label="精确率", kind="number"),
    vm.Column(label="召回率", kind="number"),
    vm.Column(label="现有", kind="number"),
)
HEAD = (
    "代码", "规则", "类别", "颜色", "试行", "看什么", "依据", "依据的来源", "怎么改", "由谁答复", "答复工作日",
    "精确率", "召回率", "测量时正确", "测量时错误", "现有", "认定规则有误",
)  # fmt: skip
STAGES = {"before": "将到期", "on": "当日", "after": "逾期未办", "late": "逾期才办"}


@require_safe
@signed_in("finding.read")
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every rule in force, by head; each opens what stands under it."""
    rules = context().rules(visitor.day)
    every = list(alerts(rules).all.values())
    group = str(request.GET.get("group", ""))
    reach = visitor.reach("finding.read")
    known, standing, wrong = measured(rules.book), counts_by_alert(reach=reach), dismissed_by_rule(reach=reach)
    shown = [alert for alert in every if not group or alert.group == group]
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        rows = [_exported(alert, rules, known, standing, wrong) for alert in shown]
        return export(f"监督规则{visitor.day}", HEAD, rows, form)
    here = reverse("alert_rules")
    groups = sorted({alert.group for alert in every}, key=lambda name: [a.group for a in every].index(name))
    page = vm.ListPage(
        title="监督规则",
        lead=f"{len(every)} 条。精确率、召回率在标注数据上测得（一个区县一年、预设问题，测法见 bench/supervision）；"
        f"低于 0.95 的标明{TRIAL}，没有样本的写“未测”。答复的工作日数由本地设定。",
        actions=(vm.Action(label="现有的问题", href=reverse("findings")),),
        table=vm.TableView(
            caption="监督规则",
            columns=COLUMNS,
            rows=tuple(_row(alert, rules, known.get(alert.code), standing, wrong) for alert in shown),
            filters=(
                vm.Filter(label="全部类别", href=here, here=not group, count=str(len(every))),
                *(
                    vm.Filter(
                        label=name,
                        href=f"{here}?{urlencode({'group': name})}",
                        here=name == group,
                        count=str(sum(alert.group == name for alert in every)),
                    )
                    for name in groups
                ),
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{here}?{urlencode({'group': group, 'format': f})}", download=True)
                for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="没有这一类规则", how="规则写在规则目录的 alerts 里。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "alert_rules"))


def _share(value: float | None) -> str:
    return "未测" if value is None else f"{value:.2f}"


def _colours(alert: Alert) -> str:
    """The colours of the stages of a period, where the rule tells them apart."""
    stages = STAGES if alert.colours else {}
    return " · ".join(f"{said}{COLOURED[alert.colour_when(stage)][1][0]}" for stage, said in stages.items())


def _row(
    alert: Alert, rules: Rules, known: Measured | None, standing: Mapping[str, int], wrong: Mapping[str, int]
) -> vm.Row:
    level, word = COLOURED[alert.colour_when(OVERDUE)]
    href = f"{reverse('findings')}?{urlencode({'alert': alert.code})}"
    return vm.Row(
        href=href,
        quiet=not standing.get(alert.code),
        cells=(
            vm.Cell(
                text=alert.title,
                sub=" · ".join(part for part in (alert.group, TRIAL if alert.trial else "") if part),
                law=law_mark(alert.cite, alert.title, alert.status),
            ),
            vm.Cell(text=word, sub=_colours(alert), level=level),
            vm.Cell(text=looks_at(alert, rules), sub=f"改法：{alert.mends}"),
            vm.Cell(text=ANSWERS[alert.answers], sub=f"{alert.within} 个工作日"),
            vm.Cell(
                text=_share(known.precision if known else None),
                sub=f"{known.right} 对 {known.wrong} 错" if known and known.precision is not None else "",
            ),
            vm.Cell(
                text=_share(known.recall if known else None),
                sub=f"{known.planted} 找到 {known.found}" if known and known.recall is not None else "",
            ),
            vm.Cell(
                text=str(standing.get(alert.code, 0)),
                sub=f"{wrong[alert.code]} 次认定规则有误" if alert.code in wrong else "",
            ),
        ),
    )


def _exported(
    alert: Alert, rules: Rules, known: Mapping[str, Measured], standing: Mapping[str, int], wrong: Mapping[str, int]
) -> tuple[object, ...]:
    found = known.get(alert.code)
    return (
        alert.code, alert.title, alert.group, COLOURED[alert.colour][1], TRIAL if alert.trial else "",
        looks_at(alert, rules), alert.cite, alert.status, alert.mends, ANSWERS[alert.answers], alert.within,
        _share(found.precision if found else None), _share(found.recall if found else None),
        found.right if found else "", found.wrong if found else "", standing.get(alert.code, 0),
        wrong.get(alert.code, 0),
    )  # fmt: skip


URLS = [path("oversight/rules", listed, name="alert_rules")]
