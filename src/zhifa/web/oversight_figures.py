"""The figures of the cockpit as tiles, a heat table and charts, each leading to what it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.tallying import measure
from zhifa.store.readers.activity import Month
from zhifa.store.readers.cockpit import LATE, SOON, Due, Faults
from zhifa.store.readers.people import OrganRead
from zhifa.web import viewmodels as vm
from zhifa.web.charts import Monthly, by_month
from zhifa.web.personnel_pages import acting_organs
from zhifa.web.visitor import Visitor, missing

WARMTHS = 4
OVERSIGHT = "oversight.read"


def place(name: str, *args: object, **asked: str) -> str:
    """An address with what is asked of it."""
    said = {key: value for key, value in asked.items() if value}
    return reverse(name, args=args) + (f"?{urlencode(said)}" if said else "")


def findings_place(organ: str = "", **asked: str) -> str:
    """Where the findings behind a figure are listed."""
    said = {key: value for key, value in {"organ": organ, **asked}.items() if value}
    return f"{reverse('oversight')}/findings" + (f"?{urlencode(said)}" if said else "")


def finding_place(key: str) -> str:
    """The page of one finding."""
    return f"{reverse('oversight')}/findings/{key}"


def figure(number: int, href: str) -> vm.Figure:
    return vm.Figure(text=f"{number:,}", href=href if number else "")


def sum_of(due: Mapping[str, Due]) -> Due:
    return Due(sum(one.late for one in due.values()), sum(one.soon for one in due.values()))


def tiles(
    organ: str,
    due: Due,
    found: Mapping[tuple[str, str], Faults],
    again: int,
    opened: int,
    now: Month,
) -> tuple[vm.Tile, ...]:
    """What matters today, each number leading to its cases."""
    red, yellow = sum(one.red for one in found.values()), sum(one.yellow for one in found.values())
    share = now.share
    return (
        vm.Tile(
            label="现已超期",
            figure=figure(due.late, place("oversight_due", LATE, organ=organ)),
            unit="项",
            level="red" if due.late else "none",
            word="超期" if due.late else "",
        ),
        vm.Tile(label="七天内到期", figure=figure(due.soon, place("oversight_due", SOON, organ=organ)), unit="项"),
        vm.Tile(
            label="须改正的问题",
            figure=figure(red, findings_place(organ, colour="red")),
            unit="项",
            level="red" if red else "none",
            word="红色" if red else "",
        ),
        vm.Tile(
            label="须说明的问题",
            figure=figure(yellow, findings_place(organ, colour="yellow")),
            unit="项",
            level="yellow" if yellow else "none",
            word="黄色" if yellow else "",
        ),
        vm.Tile(label="改后复发", figure=figure(again, place("oversight_spells", "again", organ=organ)), unit="项"),
        vm.Tile(label="在办案件", figure=figure(opened, place("cases", organ=organ, state="open")), unit="件"),
        vm.Tile(
            label="本月执法人员活跃",
            figure=vm.Figure(text="—" if share is None else str(share), href=place("oversight_officers", organ=organ)),
            unit="" if share is None else "%",
            note=f"{now.active:,} / {now.officers:,} 人",
        ),
    )


def groups_of(found: Mapping[tuple[str, str], Faults]) -> list[str]:
    """The groups in which anything is wrong, the fullest first."""
    sums: dict[str, int] = {}
    for (_, group), one in found.items():
        sums[group] = sums.get(group, 0) + one.grave
    return sorted((group for group, number in sums.items() if number), key=lambda group: (-sums[group], group))


def heat(
    organs: Sequence[OrganRead], due: Mapping[str, Due], found: Mapping[tuple[str, str], Faults], *, rows: int = 0
) -> vm.Heat:
    """Organs by groups of faults, the organ with most of them first; `rows` limits them where there is little room."""
    groups = groups_of(found)

    def weight(organ: OrganRead) -> int:
        return sum(found.get((organ.code, group), Faults()).grave for group in groups)

    busy = [one for one in organs if weight(one) or due.get(one.code, Due()).late or due.get(one.code, Due()).soon]
    order = sorted(busy, key=lambda one: (-weight(one), -due.get(one.code, Due()).late, one.path))
    high = max((found.get((o.code, g), Faults()).grave for o in order for g in groups), default=0)
    made = tuple(_heat_row(one, groups, due, found, high) for one in (order[:rows] if rows else order))
    calm = len(organs) - len(busy)
    return vm.Heat(
        title="问题集中在哪里",
        columns=("超期", "七天内", *groups, "合计"),
        rows=(*made, _total_row(order, groups, due, found)) if len(made) > 1 else made,
        note=f"另有 {calm} 个单位没有超期、没有临期、没有须改正或者须说明的问题。" if calm and made else "",
    )


def _heat_row(
    organ: OrganRead,
    groups: Sequence[str],
    due: Mapping[str, Due],
    found: Mapping[tuple[str, str], Faults],
    high: int,
) -> vm.HeatRow:
    mine, code = due.get(organ.code, Due()), organ.code
    numbers = [found.get((code, group), Faults()).grave for group in groups]
    cells = [
        vm.HeatCell(figure=figure(mine.late, place("oversight_due", LATE, organ=code))),
        vm.HeatCell(figure=figure(mine.soon, place("oversight_due", SOON, organ=code))),
        *(
            vm.HeatCell(figure=figure(n, findings_place(code, group=group, exact="1")), warmth=warmth(n, high))
            for group, n in zip(groups, numbers, strict=True)
        ),
        vm.HeatCell(figure=figure(sum(numbers), findings_place(code, exact="1"))),
    ]
    return vm.HeatRow(label=organ.short, href=place("oversight", organ=code), cells=tuple(cells))


def _total_row(
    organs: Sequence[OrganRead], groups: Sequence[str], due: Mapping[str, Due], found: Mapping[tuple[str, str], Faults]
) -> vm.HeatRow:
    whole = sum_of({one.code: due.get(one.code, Due()) for one in organs})
    sums = [sum(found.get((one.code, group), Faults()).grave for one in organs) for group in groups]
    cells = (
        vm.HeatCell(figure=figure(whole.late, place("oversight_due", LATE))),
        vm.HeatCell(figure=figure(whole.soon, place("oversight_due", SOON))),
        *(vm.HeatCell(figure=figure(n, findings_place(group=group))) for group, n in zip(groups, sums, strict=True)),
        vm.HeatCell(figure=figure(sum(sums), findings_place())),
    )
    return vm.HeatRow(label="合计", href="", cells=cells, total=True)


def warmth(number: int, high: int) -> int:
    """From 0 for none to 4 for the most."""
    return 0 if not number or not high else max(1, -(-number * WARMTHS // high))


def charts(months: Sequence[Month], organ: str) -> tuple[vm.Chart, ...]:
    """The last months: faults begun and put right, faults that came back, active officers."""
    firsts = [one.month for one in months]

    def spells(what: str) -> list[str]:
        return [place("oversight_spells", what, organ=organ, month=_month(first)) for first in firsts]

    people = [place("oversight_officers", organ=organ, month=_month(first)) for first in firsts]
    return (
        by_month(
            "新出现与已改正的问题", "项", firsts,
            [Monthly("新出现", [m.begun for m in months], spells("begun")),
             Monthly("已改正", [m.ended for m in months], spells("ended"), "second")],
        ),
        by_month("改后复发", "项", firsts, [Monthly("复发", [m.again for m in months], spells("again"))]),
        by_month("执法人员活跃度", "%", firsts, [Monthly("活跃", [m.share for m in months], people)], most=100),
    )  # fmt: skip


def _month(first: date) -> str:
    return f"{first:%Y-%m}"


# What every page of supervision asks


def asked_organ(request: HttpRequest, visitor: Visitor) -> tuple[OrganRead | None, list[OrganRead]] | None:
    """The organ asked for, None for everything in reach, and all organs in reach; nothing out of reach."""
    within = list(acting_organs(visitor, OVERSIGHT))
    asked = str(request.GET.get("organ", ""))[:40]
    if not asked:
        return (within[0] if len(within) == 1 else None), within
    found = next((organ for organ in within if organ.code == asked), None)
    return (found, within) if found else None


def reach_of(organ: OrganRead | None, visitor: Visitor) -> tuple[str, ...]:
    """An organ with those below it, or everything the visitor may look into."""
    return (organ.path,) if organ else visitor.reach(OVERSIGHT)


def nowhere(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    return missing(request, visitor, "没有这个单位，或者它不在您的监督范围内。", to=("oversight", "看监督"))


def asked_month(request: HttpRequest, visitor: Visitor) -> date | None:
    """The month asked for; the current one where none is; None where it is no month."""
    asked = str(request.GET.get("month", ""))
    try:
        return date.fromisoformat(f"{asked}-01") if asked else visitor.day.replace(day=1)
    except ValueError:
        return None


def activity_explained(day: date) -> str:
    """How activity is reckoned, in words with the limits of the day; empty where the rules do not reckon it."""
    limits = measure(day)
    if limits is None:
        return ""
    return (
        "当月至少参加过一次须由持证人员实施的步骤，这一步骤现在有效，"
        f"在发生后 {limits.recorded_within} 个工作日内登记，而且不是注水："
        f"同一人在 {limits.apart_minutes} 分钟内办几个不同对象、{limits.copies} 件以上逐字相同的记录、"
        f"一次列名超过 {limits.most_persons} 人、应当写明情况而几乎没有写的都不算。"
        "分母是当月末有有效证件的在岗执法人员。算法和界限是本地配置。"
    )
