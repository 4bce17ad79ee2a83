"""How the published totals become single offences: their days, origins, procedures and special courses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhifa.jobs.simulation import ordinary, spot
from zhifa.jobs.simulation.offences import INSPECTED, ORDINARY, REPORTED, STREET, Offence
from zhifa.jobs.simulation.profile import InspectionShare
from zhifa.jobs.simulation.setting import Setting

BY_ORDINARY = 0.075
"""Share of penalties that go through the ordinary procedure."""
SPECIAL_ORDINARY = (
    ordinary.RETURNED,
    ordinary.HEARING,
    ordinary.DEFERRED,
    ordinary.REDUCED,
    ordinary.WAIVED,
    ordinary.EARLY,
    ordinary.REVIEWED,
    ordinary.DUNNED,
)
SPECIAL_SIMPLE = (
    spot.ONE_OFFICER,
    spot.PAPER_FIRST,
    spot.LATE,
    spot.DEFERRED,
    spot.DUNNED,
    spot.PAPER_FIRST,
    spot.FILED_LATE,
    spot.LATE,
)
ENDS_ORDINARY = ("extend", "late", "sell", "destroy", "hand_over", "later")
ENDS_SIMPLE = ("lift", "later", "urgent", "lift", "later", "sell")


@dataclass(slots=True)
class Raw:
    """One penalty before it has a day."""

    matter: str
    kind: str
    fine: int
    items: int = 0


def offences(setting: Setting) -> list[Offence]:
    """Every penalty of the year, in order of its day."""
    raws = _raws(setting)
    chosen = _chosen_for_ordinary(setting, raws)
    year, diary = setting.profile.year, setting.diary
    ordinary_days = diary.spread(len(chosen), first=date(year, 1, 8), last=date(year, 10, 25))
    rest = [raw for raw in raws if all(raw is not other for other in chosen)]
    setting.rng.shuffle(rest)
    simple_days = diary.spread(len(rest), first=date(year, 1, 4), last=date(year, 12, 30))
    found = [*_by_ordinary(setting, chosen, ordinary_days), *_simple(setting, rest, simple_days)]
    return _with_inspections(setting, sorted(found, key=lambda offence: offence.number))


def _raws(setting: Setting) -> list[Raw]:
    raws = [
        Raw(share.matter, share.kind, share.fine) for share in setting.profile.penalties for _ in range(share.count)
    ]
    for share in setting.profile.seizures:
        fit = [raw for raw in raws if raw.matter == share.matter and not raw.items]
        for raw in setting.rng.sample(fit, share.cases):
            raw.items = share.items
    return raws


def _chosen_for_ordinary(setting: Setting, raws: Sequence[Raw]) -> list[Raw]:
    """Mostly cases with a seizure, where there is something to look into."""
    number = max(1, round(BY_ORDINARY * len(raws)))
    seized = [raw for raw in raws if raw.items]
    plain = [raw for raw in raws if not raw.items and raw.kind == "罚款"]
    with_goods = min(len(seized), -(-number * 2 // 3))
    chosen = setting.rng.sample(seized, with_goods)
    return [*chosen, *setting.rng.sample(plain, min(len(plain), number - with_goods))]


def _by_ordinary(setting: Setting, raws: list[Raw], days: list[date]) -> Iterator[Offence]:
    ends, special = iter(_turns(ENDS_ORDINARY)), _spread(raws, SPECIAL_ORDINARY)
    for number, (raw, day) in enumerate(zip(raws, days, strict=True), 1):
        drawn = setting.rng.random()
        origin = REPORTED if drawn < 0.45 else STREET if raw.items or drawn < 0.7 else INSPECTED
        yield Offence(
            number,
            raw.matter,
            raw.kind,
            raw.fine,
            day,
            raw.items,
            origin,
            ORDINARY,
            special.get(id(raw), ""),
            next(ends) if raw.items else "",
        )


def _simple(setting: Setting, raws: list[Raw], days: list[date]) -> Iterator[Offence]:
    ends, plain = iter(_turns(ENDS_SIMPLE)), [raw for raw in raws if raw.kind == "罚款" and not raw.items]
    special = _spread(plain, SPECIAL_SIMPLE)
    for number, (raw, day) in enumerate(zip(raws, days, strict=True), 1):
        drawn = setting.rng.random()
        origin = REPORTED if drawn < 0.16 else INSPECTED if drawn < 0.42 and not raw.items else STREET
        episode = special.get(id(raw), "")
        if episode in (spot.PAPER_FIRST, spot.ONE_OFFICER):
            origin = STREET
        end = next(ends) if raw.items else ""
        yield Offence(number, raw.matter, raw.kind, raw.fine, day, raw.items, origin, episode=episode, end=end)


def _spread(raws: Sequence[Raw], specials: Sequence[str]) -> dict[int, str]:
    """Special courses laid evenly over the year; where there are fewer cases than courses, the first of them."""
    step = max(1, len(raws) // len(specials))
    return {id(raw): course for raw, course in zip(raws[step // 2 :: step], specials, strict=False)}


def _turns(items: Sequence[str]) -> Iterator[str]:
    while True:
        yield from items


def _with_inspections(setting: Setting, found: list[Offence]) -> list[Offence]:
    """Give every offence found by an inspection an inspection of the profile; without one it is met on the street."""
    left = {share: share.count for share in setting.profile.inspections if not share.enterprise}
    given: list[Offence] = []
    for offence in found:
        share = _fitting(left, offence) if offence.origin == INSPECTED else None
        if share is not None:
            left[share] -= 1
            given.append(replace(offence, inspection=share))
        else:
            given.append(replace(offence, origin=STREET) if offence.origin == INSPECTED else offence)
    return given


def _fitting(left: dict[InspectionShare, int], offence: Offence) -> InspectionShare | None:
    wanted = f"inspection.{offence.matter.split('.')[0]}"
    return next((share for share, number in left.items() if share.matter == wanted and number), None)


def inspections_left(setting: Setting, found: Sequence[Offence]) -> list[InspectionShare]:
    """The inspections that found no offence, one entry each, in an order drawn by lot."""
    rest: list[InspectionShare] = []
    for share in setting.profile.inspections:
        used = sum(1 for offence in found if offence.inspection == share)
        rest += [share] * (share.count - used)
    setting.rng.shuffle(rest)
    return rest
