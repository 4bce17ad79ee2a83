"""Lawful cases as they come about, many of them on the very edge of what the law allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bench.supervision.district import YEAR, Place
from zhifa.core.values import Moment
from zhifa.jobs.simulation import clues, ordinary, permits
from zhifa.jobs.simulation.deeds import MAIN, Deed, Enter, Open, Script, Take
from zhifa.jobs.simulation.diary import at as clock_at
from zhifa.jobs.simulation.inspections import inspection
from zhifa.jobs.simulation.offences import INSPECTED, ORDINARY, REPORTED, STREET, Offence
from zhifa.jobs.simulation.ordinary import by_ordinary
from zhifa.jobs.simulation.profile import InspectionShare, PermitShare
from zhifa.jobs.simulation.spot import on_the_spot

SIMPLES = ("city.litter", "city.stall.roadside", "city.pet", "city.sewage", "city.stall.shopfront", "city.car_wash")
SEIZED = ("city.stall.roadside", "city.stall.shopfront")
SPECIAL = (
    ordinary.RETURNED, ordinary.HEARING, ordinary.DEFERRED, ordinary.WAIVED, ordinary.REVIEWED, ordinary.DUNNED, "",
)  # fmt: skip
ENDS = ("extend", "sell", "hand_over", "later", "urgent", "lift")
PERMITS = (
    PermitShare("permit.village_building", "乡村建设规划许可", 1),
    PermitShare("permit.forest_felling", "林木采伐许可", 1),
)
CAP = 2
PUBLISHING = ("redact", "publish")
BEFORE_PUBLISHING = ("notice", "decision", "decide")
APART = 12
"""So many minutes lie at least between two places of one officer."""


class Writer:
    """Writes scripts for one organ; numbers them so that none is met twice."""

    def __init__(self, place: Place) -> None:
        self.place, self.setting, self.number = place, place.setting, 0
        self.seen: dict[tuple[str, date], list[int]] = {}
        """When each officer was somewhere: nobody is in two places at once."""

    def _next(self) -> int:
        self.number += 1
        return self.number

    def day(self, first: tuple[int, int] = (1, 10), last: tuple[int, int] = (11, 20)) -> date:
        """Some working day of the year."""
        return self.setting.diary.spread(1, first=date(YEAR, *first), last=date(YEAR, *last))[0]

    def simple(self, day: date | None = None, **more: object) -> Script:
        """A fine on the spot."""
        matter = str(more.pop("matter", "") or self.setting.rng.choice(SIMPLES))
        offence = Offence(self._next(), matter, "罚款", 5000, day or self.day(), **more)  # type: ignore[arg-type]
        return self.lawful(lambda: self._owned(on_the_spot(self.setting, offence)))

    def ordinary(self, day: date | None = None, **more: object) -> Script:
        """A fine by the ordinary procedure."""
        matter = str(more.pop("matter", "") or self.setting.rng.choice(SEIZED))
        offence = Offence(
            self._next(), matter, "罚款", 5000, day or self.day(last=(9, 30)), procedure=ORDINARY, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return self.lawful(lambda: self._owned(by_ordinary(self.setting, offence)))

    def permit(self, day: date | None = None, episode: str = "") -> Script:
        """An application and its decision."""
        share = self.setting.rng.choice(PERMITS)
        return self._owned(permits.permit(self.setting, share, day or self.day(last=(10, 20)), self._next(), episode))

    def clue(self, day: date | None = None, end: str = clues.NOTHING) -> Script:
        """A clue that led to nothing more."""
        return self._owned(clues.clue(self.setting, day or self.day(), self._next(), end))

    def inspection(self, day: date | None = None, *, enterprise: bool = False, matter: str = "") -> Script:
        """An inspection with its record; one of an enterprise carries out an item of the plan."""
        chosen = matter or ("inspection.work_safety" if enterprise else "inspection.city")
        share, number = InspectionShare(chosen, enterprise, 1), self._next()
        return self.lawful(lambda: self._inspection(share, day or self.day(), number))

    def _inspection(self, share: InspectionShare, day: date, number: int) -> Script:
        script = inspection(self.setting, share, day, number)
        if share.enterprise:
            change(script, "plan", {"inspection.count_this_year": 0, "inspection.cap": CAP})
            change(script, "conduct", {"inspection.scanned": True})
        return self._owned(script)

    def _owned(self, script: Script) -> Script:
        return self.place.named(script)

    def lawful(self, write: Callable[[], Script]) -> Script:
        """A script whose officers are not elsewhere at the same time in another one."""
        for _ in range(40):
            script = write()
            places = [
                ((officer, deed.at.date()), deed.at.hour * 60 + deed.at.minute)
                for deed, take in _present(script)
                for officer in take.by
            ]
            if all(abs(minute - other) >= APART for who, minute in places for other in self.seen.get(who, ())):
                for who, minute in places:
                    self.seen.setdefault(who, []).append(minute)
                return script
        raise RuntimeError(f"{self.place.code}：一年里排不开")


def _present(script: Script) -> Iterator[tuple[Deed, Take]]:
    """The steps that say where officers were."""
    for _, deed, take in steps_of(script):
        if take.step in ("show_certificates", "inspect_scene", "conduct", "seize"):
            yield deed, take


def steps_of(script: Script) -> Iterator[tuple[int, Deed, Take]]:
    """Every step with the place of its deed; those taken with the opening have the place of that."""
    for place, deed in enumerate(script.deeds):
        if isinstance(deed.action, Take):
            yield place, deed, deed.action
        elif isinstance(deed.action, Open):
            yield from ((place, deed, step) for step in deed.action.steps)


def change(
    script: Script,
    step: str,
    facts: Mapping[str, object] | None = None,
    *,
    by: tuple[str, ...] | None = None,
    without: Sequence[str] = (),
    at: Callable[[datetime], datetime] | None = None,
    papers: bool = True,
) -> Script:
    """The script with one of its steps otherwise: facts, persons, minute. KeyError when it has no such step."""
    found = False
    for place, deed, take in list(steps_of(script)):
        if take.step != step:
            continue
        found = True
        kept = {code: value for code, value in take.facts.items() if code not in without} | dict(facts or {})
        other = replace(take, facts=kept, by=take.by if by is None else by, papers=take.papers if papers else ())
        if isinstance(deed.action, Open):
            steps = tuple(other if one is take else one for one in deed.action.steps)
            script.deeds[place] = replace(deed, action=replace(deed.action, steps=steps))
        else:
            script.deeds[place] = Deed(at(deed.at) if at else deed.at, deed.case, other)
    if not found:
        raise KeyError(f"{script.key} 没有步骤 {step}")
    return script


def drop(script: Script, *steps: str) -> Script:
    """The script without some of its steps."""
    script.deeds = [d for d in script.deeds if not (isinstance(d.action, Take) and d.action.step in steps)]
    return script


def drop_from(script: Script, step: str) -> Script:
    """The script up to a step, which is not taken any more, nor anything later."""
    first = when(script, step)
    script.deeds = [deed for deed in script.deeds if deed.at < first]
    return script


def when(script: Script, step: str) -> datetime:
    """The minute of a step."""
    return next(deed.at for _, deed, take in steps_of(script) if take.step == step)


def later(script: Script, step: str, days: int) -> Script:
    """The script with this step and what follows so many days later; publication keeps to its decision."""
    first = when(script, step)

    def moves(deed: Deed) -> bool:
        apart = isinstance(deed.action, Take) and deed.action.step in PUBLISHING and step not in BEFORE_PUBLISHING
        return deed.at >= first and not apart

    script.deeds = [replace(d, at=d.at + timedelta(days=days)) if moves(d) else d for d in script.deeds]
    return in_time(script)


def entered_later(script: Script, days: int) -> Script:
    """The case written down on paper, and all of it entered so many days after it began."""
    opening = script.deeds[0]
    assert isinstance(opening.action, Open)
    entered = opening.at + timedelta(days=days)
    rest = script.deeds[1:]
    told = tuple((d.at, d.action) for d in rest if isinstance(d.action, Take) and _entered(d.action, d.at, entered))
    script.deeds = [
        Deed(entered, opening.case, replace(opening.action, at=Moment.of(opening.at))),
        Deed(entered + timedelta(minutes=5), opening.case, Enter(told, opening.action.actor)),
        *(
            replace(d, at=max(d.at, entered + timedelta(minutes=30 + n)))
            for n, d in enumerate(rest)
            if not (isinstance(d.action, Take) and _entered(d.action, d.at, entered))
        ),
    ]
    return script


def _entered(take: Take, at: datetime, entered: datetime) -> bool:
    """Whether a step is in the pile of paper: those of other proceedings follow once theirs is there."""
    return at < entered and take.proceeding == MAIN


def year_of(writer: Writer, number: int) -> list[Script]:
    """The lawful cases of one organ, with those on the edge among them."""
    rng = writer.setting.rng
    write: list[Callable[[], Script]] = []
    for origin in (STREET, STREET, STREET, REPORTED, REPORTED):
        write.append(partial(writer.simple, origin=origin))
    for matter in ("inspection.city", "inspection.fire"):
        write.append(partial(writer.simple, origin=INSPECTED, inspection=InspectionShare(matter, False, 1)))
    ends = ("lift", "urgent", "later")
    write.append(partial(writer.simple, matter=SEIZED[number % 2], items=3, end=ends[number % 3]))
    write.append(partial(writer.ordinary, origin=STREET, items=3, end=ENDS[number % len(ENDS)]))
    write.append(partial(writer.ordinary, origin=REPORTED, episode=SPECIAL[number % len(SPECIAL)]))
    write += [partial(writer.permit, episode=e) for e in ("", (permits.CORRECTED, permits.EXTENDED, "")[number % 3])]
    write += [partial(writer.clue, end=end) for end in (clues.NOTHING, clues.NOT_FILED, clues.TRANSFERRED)]
    write += [writer.inspection] * 5
    write += [partial(writer.inspection, enterprise=True), partial(writer.inspection, matter="inspection.fire")]
    write += [partial(edge, writer) for edge in rng.sample(EDGES, 4)]
    return [one() for one in write]


def _published_on_the_last_day(writer: Writer) -> Script:
    """Seven working days, and published on the seventh."""
    script = writer.simple()
    last = writer.setting.diary.calendar.add_workdays(when(script, "decision").date(), 7)
    for step, minute in (("redact", 0), ("publish", 6)):
        change(script, step, at=lambda _, minute=minute: clock_at(last, 17, 20 + minute))
    return in_time(script)


def _entered_within_days(writer: Writer) -> Script:
    """On a paper form, entered within the time that is usual."""
    return in_time(entered_later(writer.simple(day=writer.day(last=(11, 1))), writer.setting.rng.randint(3, 6)))


def _youth_treated_lightly(writer: Writer) -> Script:
    """Seventeen years old, and fined in the lighter tier."""
    script = writer.simple()
    opening = script.deeds[0].action
    assert isinstance(opening, Open)
    happened = when(script, "decision").date()
    facts = dict(opening.facts) | {"party.kind": "个人", "party.born_on": f"{happened.year - 17}-01-02"}
    script.deeds[0] = replace(script.deeds[0], action=replace(opening, facts=facts))
    return change(script, "tell", {"case.happened_on": happened.isoformat()})


def _delivered_on_the_seventh_day(writer: Writer) -> Script:
    """The decision reaches the party on the last day the law gives."""
    script = writer.ordinary()
    day = when(script, "decision").date() + timedelta(days=7)
    shift = (day - when(script, "delivery").date()).days
    return later(script, "delivery", shift) if shift > 0 else script


def _looked_into_on_the_last_day(writer: Writer) -> Script:
    """A clue decided on the fifteenth working day."""
    script = writer.clue()
    last = writer.setting.diary.calendar.add_workdays(when(script, "register").date(), 14)
    shift = (last - when(script, "verify").date()).days
    looked_at = change(script, "verify", at=lambda moment: moment - timedelta(days=0))
    ended = (last - when(looked_at, "no_further").date()).days
    return later(script, "no_further", ended) if shift > 0 and ended > 0 else script


def _one_visit_after_another(writer: Writer) -> Script:
    """Two shops side by side, ten minutes apart, by the same two officers: possible, and done every day."""
    return writer.inspection()


def _complained_about_again(writer: Writer) -> Script:
    """An enterprise inspected for a complaint: no daily inspection, no item of the plan."""
    script = writer.inspection(enterprise=True)
    facts = {"inspection.kind": "个案检查", "inspection.task_source": "投诉举报"}
    return change(
        script, "plan", facts, without=("inspection.plan_item", "inspection.count_this_year", "inspection.cap")
    )


def in_time(script: Script) -> Script:
    """The deeds by their minute, as they are played."""
    script.deeds.sort(key=lambda deed: deed.at)
    return script


EDGES: Sequence[Callable[[Writer], Script]] = (
    _published_on_the_last_day,
    _entered_within_days,
    _youth_treated_lightly,
    _delivered_on_the_seventh_day,
    _looked_into_on_the_last_day,
    _one_visit_after_another,
    _complained_about_again,
)
"""Lawful by a hair, or by an exception a careless rule would not know."""
