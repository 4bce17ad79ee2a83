"""Faults no single case shows: each plants several cases that are lawful one by one, or an organ that does nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bench.supervision.clean import Writer, change, entered_later, in_time, when
from bench.supervision.district import YEAR
from bench.supervision.faults_steps import with_party
from bench.supervision.planted import Kind
from zhifa.jobs.simulation.deeds import Open, Script, Take
from zhifa.jobs.simulation.diary import at
from zhifa.jobs.simulation.offences import STREET

PERSON = {"kind": "个人", "name": "甲示例某", "address": "洛碛镇人民路 1 号", "phone": "10000000000"}
STALL = "city.stall.roadside"
FIRMS = {"discretion.min": "500", "discretion.max": "1850"}
"""The range for organisations, ten times that for persons."""
FINED = (("investigation_report", "report.fine"), ("notice", "notice.fine"), ("decision", "decision.fine"))


def _spaced(writer: Writer, number: int, days: int, first: date) -> list[date]:
    """So many working days, so far apart."""
    return [writer.setting.diary.working(first + timedelta(days=days * place)) for place in range(number)]


def _same_person(writer: Writer, days: Sequence[date], name: str, **facts: object) -> list[Script]:
    scripts = []
    for day in days:
        script = with_party(writer.simple(day=day, origin=STREET, matter=STALL), **PERSON | {"name": name} | facts)
        scripts.append(script)
    return scripts


def _twice(writer: Writer) -> Sequence[Script]:
    """One act, fined in two cases some days apart."""
    day = writer.day(last=(10, 20))
    scripts = _same_person(writer, _spaced(writer, 2, 6, day), f"两次{writer.place.code}")
    return [change(script, "tell", {"case.happened_on": day.isoformat()}) for script in scripts]


def _split(writer: Writer) -> Sequence[Script]:
    """Five fines on the spot within days where one by the ordinary procedure was due."""
    first = writer.setting.diary.working(date(YEAR, writer.setting.rng.randint(3, 9), 3))
    days = [first, first, first, _spaced(writer, 1, 0, first + timedelta(days=1))[0]] + [first]
    scripts = _same_person(writer, days, f"拆分{writer.place.code}")
    for number, script in enumerate(scripts):
        change(script, "tell", {"case.happened_on": (first - timedelta(days=number)).isoformat()})
    return scripts


def _only_fined(writer: Writer) -> Sequence[Script]:
    """Five fines in half a year and not one order to put it right."""
    days = _spaced(writer, 5, 35, date(YEAR, 3, 4))
    scripts = _same_person(writer, days, f"反复{writer.place.code}")
    return [change(script, "tell", without=("conduct.corrected",)) for script in scripts]


def _two_places(writer: Writer) -> Sequence[Script]:
    """The same two officers five minutes apart at two ends of the town."""
    day = writer.day(last=(11, 10))
    first, second = writer.simple(day=day, origin=STREET), writer.simple(day=day, origin=STREET)
    pair = first.deeds[0].action
    assert isinstance(pair, Open)
    second = _by(second, pair.officers)
    shift = when(first, "show_certificates") + timedelta(minutes=5) - when(second, "show_certificates")
    second.deeds = [replace(d, at=d.at + shift) if d.at.date() == day else d for d in second.deeds]
    for number, script in enumerate((first, second)):
        change(script, "show_certificates", {"simple.place": f"洛碛镇示例{'东西'[number]}街 {number + 1} 号"})
    return [in_time(first), in_time(second)]


def _by(script: Script, officers: tuple[str, ...]) -> Script:
    """The whole case by other officers."""
    opening = script.deeds[0].action
    assert isinstance(opening, Open)
    names = dict(zip(opening.officers, officers, strict=True))

    def mapped(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(key, key) for key in keys)

    found = []
    for deed in script.deeds:
        action = deed.action
        if isinstance(action, Take):
            action = replace(action, by=mapped(action.by), actor=names.get(action.actor, action.actor))
        elif isinstance(action, Open):
            steps = tuple(replace(step, by=mapped(step.by)) for step in action.steps)
            action = replace(action, officers=officers, actor=names.get(action.actor, action.actor), steps=steps)
        found.append(replace(deed, action=action))
    script.deeds = found
    return script


def _crowded(writer: Writer) -> Sequence[Script]:
    """Fourteen inspections of one pair in one day."""
    day = writer.day(last=(11, 10))
    first = writer.inspection(day)
    opening = first.deeds[0].action
    assert isinstance(opening, Open)
    scripts = [first, *(_by(writer.inspection(day), opening.officers) for _ in range(13))]
    for number, script in enumerate(scripts):
        _at(script, day, 9 + number // 2, 25 * (number % 2))
    return scripts


def _at(script: Script, day: date, hour: int, minute: int) -> Script:
    """An inspection whose visit begins at a fixed minute."""
    shift = at(day, hour, minute) - when(script, "conduct")
    for step in ("conduct", "record", "result"):
        change(script, step, at=lambda moment: moment + shift)
    begun = at(day, 8, 0)
    ready = [d for d in script.deeds if d.at.date() == day and d.at < at(day, hour, minute)]
    script.deeds = [
        replace(d, at=min(d.at, begun + timedelta(minutes=n))) if d in ready else d for n, d in enumerate(script.deeds)
    ]
    return in_time(script)


def _copies(writer: Writer) -> Sequence[Script]:
    """Five parties, one record, word for word."""
    said = "现场检查经营场所一处，证照齐全，消防器材在有效期内，通道畅通，未发现违法行为，当事人无异议。"
    days = _spaced(writer, 5, 9, date(YEAR, 5, 6))
    return [change(writer.inspection(day), "record", {"inspection.findings": said}) for day in days]


def _too_many(writer: Writer) -> Sequence[Script]:
    """One firm, inspected three times in a year as daily routine."""
    name = f"重庆示例{writer.place.code}食品厂"
    firm = {"kind": "法人", "name": name, "address": "洛碛镇工业路 9 号"}
    days = _spaced(writer, 3, 50, date(YEAR, 3, 10))
    return [with_party(writer.inspection(day, enterprise=True), **firm) for day in days]


def _elsewhere(writer: Writer) -> Sequence[Script]:
    """A scene in another district, and nobody there was asked."""
    script = writer.ordinary(day=writer.day(first=(6, 2), last=(9, 20)), origin=STREET)
    return [change(script, "inspect_scene", {"evidence.scene_place": "江北区示例路 77 号仓库"})]


def _month_end(writer: Writer) -> Sequence[Script]:
    """Twelve fines in the last days of three months running."""
    days = []
    for month in (4, 5, 6):
        end = date(YEAR, month + 1, 1)
        last = [d for d in writer.setting.diary.days if d.month == month and (end - d).days <= 4]
        days += [last[n % len(last)] for n in range(16)]
    return [writer.simple(day=day, origin=STREET) for day in days]


def _round(writer: Writer) -> Sequence[Script]:
    """Ten fines every month from July to November, no more and no less, whatever else is done."""
    scripts = []
    for month in (7, 8, 9, 10):
        days = [d for d in writer.setting.diary.days if d.month == month][:20]
        scripts += [writer.simple(day=days[(n * 2) % len(days)], origin=STREET) for n in range(10)]
    return scripts


def _entered_after(writer: Writer) -> Sequence[Script]:
    """Most of what an organ did in the street was typed in weeks later."""
    days = _spaced(writer, 8, 4, date(YEAR, 8, 4))
    return [in_time(entered_later(writer.simple(day=day, origin=STREET), 14)) for day in days]


def _no_plan(writer: Writer) -> Sequence[Script]:
    """Fourteen daily inspections of shops that no plan knows of."""
    days = _spaced(writer, 14, 6, date(YEAR, 2, 10))
    return [change(writer.inspection(day), "plan", without=("inspection.plan_item",)) for day in days]


def _nothing(writer: Writer) -> Sequence[Script]:
    """After spring the organ does nothing more."""
    return []


def _strangers(writer: Writer) -> Sequence[Script]:
    """Eight firms from far away pay nearly everything the organ takes."""
    scripts = []
    for number, day in enumerate(_spaced(writer, 8, 9, date(YEAR, 6, 9))):
        script = writer.ordinary(day=day, origin=STREET, matter=STALL)
        name = f"外地{number}号{writer.place.code}商贸公司"
        with_party(script, kind="法人", name=name, address="湖南省长沙市某路 1 号")
        for step, fact in FINED:
            change(script, step, {fact: "600", **(FIRMS if step == "investigation_report" else {})})
        for step, fact in (("investigation_report", "report.reasons"), ("decision", "decision.reasons")):
            change(
                script,
                step,
                {fact: "占道经营面积较大、持续时间较长，有前款所列从轻情节，综合衡量后在从轻幅度内罚款600元"},
            )
        scripts.append(change(script, "payment", {"payment.amount": "600", "payment.total": "600"}))
    return scripts


REPEATED = ("pattern.twice", "pattern.split", "pattern.instead_of_order", "pattern.month_end", "pattern.round_counts")
LATER = (
    "time.closing",
    "time.money",
    "time.publication",
    "time.other",
    "order",
    "pattern.crowded",
    "pattern.two_places",
)
KINDS = (
    Kind("twice", "一事两罚", _twice, ("pattern.twice",), LATER),
    Kind("split", "拆分处罚", _split, ("pattern.split",), LATER),
    Kind("only_fined", "以罚代管", _only_fined, ("pattern.instead_of_order",), LATER),
    Kind("two_places", "同时在两处", _two_places, ("pattern.two_places",), LATER),
    Kind("crowded", "一天十四处", _crowded, ("pattern.crowded",), (*LATER, "inspection.order")),
    Kind("copies", "记录照抄", _copies, ("pattern.copies",)),
    Kind("too_many", "一年三次日常检查", _too_many, ("pattern.over_frequency",)),
    Kind("elsewhere", "违规异地执法", _elsewhere, ("pattern.elsewhere",)),
    Kind("month_end", "月末集中", _month_end, ("pattern.month_end",), (*REPEATED, *LATER)),
    Kind("round", "每月十件", _round, ("pattern.round_counts",), (*REPEATED, *LATER, "pattern.silent"), alone=True),
    Kind("entered_after", "事后补录", _entered_after, ("pattern.late_entry",), LATER),
    Kind("no_plan", "没有计划的检查", _no_plan, ("pattern.outside_plan",)),
    Kind("nothing", "长期不执法", _nothing, ("pattern.silent",), alone=True),
    Kind("strangers", "罚没来自外地", _strangers, ("pattern.strangers_money",), ("pattern.rises",)),
)
