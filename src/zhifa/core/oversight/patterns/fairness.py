"""Patterns of unequal or self-serving enforcement: sums out of line, one kind of party only, strangers' money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from zhifa.core.oversight.patterns.figures import typical
from zhifa.core.oversight.patterns.model import Deed, Found, Parameters, Visit, shown_by, yuan


def out_of_line(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """A fine many times, or a small part of, what like cases were fined: same matter, tier and kind of party."""
    least, times = int(parameters["least"]), int(parameters["times"])
    alike: dict[tuple[str, str, str], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.fine and deed.matter and deed.tier:
            alike[deed.matter, deed.tier, deed.party_kind].append(deed)
    for (_, tier, _kind), group in sorted(alike.items()):
        if len(group) < least:
            continue
        middle = typical(Counter(deed.fine for deed in group))
        for deed in group:
            if deed.fine >= times * middle or times * deed.fine <= middle:
                yield Found(
                    organ=deed.organ,
                    subject=f"{deed.case}/{deed.version}",
                    message=f"罚款 {yuan(deed.fine)}，同一事项、同一阶次（{tier}）的 {len(group)} 件"
                    f"中间数为 {yuan(middle)}",
                    day=deed.day,
                    shown=shown_by([deed]),
                )


def selective(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """A matter an organ enforces against one kind of party alone, while other organs do against several."""
    least, share = int(parameters["least"]), int(parameters["share"])
    matters: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.matter and deed.party_kind:
            matters[deed.matter].append(deed)
    for matter, group in sorted(matters.items()):
        everybody, organs = Counter(deed.party_kind for deed in group), defaultdict[str, list[Deed]](list)
        for deed in group:
            organs[deed.organ].append(deed)
        for organ, own in sorted(organs.items()):
            kinds, others = {deed.party_kind for deed in own}, len(group) - len(own)
            if len(own) < least or len(kinds) != 1 or others < least:
                continue
            (kind,) = kinds
            same = everybody[kind] - len(own)
            if 100 * same <= share * others:
                yield Found(
                    organ=organ,
                    subject=matter,
                    message=f"同一事项的 {len(own)} 件处罚对象全部是{kind}，其他机关只有百分之 {100 * same // others}",
                    day=max(deed.day for deed in own),
                    shown=shown_by(own),
                )


def strangers_money(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """Most of what an organ fines and confiscates comes from firms seated elsewhere (民营经济促进法 64)."""
    least, share = int(parameters["least"]), int(parameters["share"])
    home = tuple(parameters["home"])
    groups: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.seat:
            groups[deed.organ].append(deed)
    for organ, group in sorted(groups.items()):
        away = [deed for deed in group if not any(name in deed.seat for name in home)]
        total, foreign = sum(deed.sum for deed in group), sum(deed.sum for deed in away)
        if len(away) >= least and total and 100 * foreign >= share * total:
            yield Found(
                organ=organ,
                subject="",
                message=f"对单位罚没 {yuan(total)}，其中外地单位 {len(away)} 件 {yuan(foreign)}，"
                f"占百分之 {100 * foreign // total}",
                day=max(deed.day for deed in away),
                shown=shown_by(away),
            )


def over_boundary(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """Officers of a town at work in another town of the district, in a case that neither came from there nor asked
    for help (行政处罚法 22: the place of the act decides)."""
    cases: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.abroad and not visit.assisted:
            cases[visit.organ, visit.case].append(visit)
    for (organ, case), group in sorted(cases.items()):
        yield Found(
            organ=organ,
            subject=case,
            message=f"{group[0].day} 在“{group[0].place}”执法，属{group[0].abroad}，"
            "案卷中没有协助、联合办理、指定管辖的手续",
            day=group[-1].day,
            shown=shown_by(group),
        )


def elsewhere(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """Officers at work outside their district in a case that asked nobody there for help (民营经济促进法 64)."""
    home, names = tuple(parameters["home"]), tuple(parameters["elsewhere"])
    cases: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        away = any(name in visit.place for name in names) and not any(name in visit.place for name in home)
        if away and not visit.assisted:
            cases[visit.organ, visit.case].append(visit)
    for (organ, case), group in sorted(cases.items()):
        yield Found(
            organ=organ,
            subject=case,
            message=f"{group[0].day} 在“{group[0].place}”执法，案卷中没有异地协助、联合办理的手续",
            day=group[-1].day,
            shown=shown_by(group),
        )
