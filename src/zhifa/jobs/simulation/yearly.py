"""The town's yearly inspection plan: entered by the office, adopted by the head, filed with the bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from zhifa.acts.planning import adopt_plan, enter_plan_item, file_plan
from zhifa.acts.work import Actor
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, office
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.people import Staff
from zhifa.jobs.simulation.profile import PlannedShare, Profile
from zhifa.jobs.simulation.setting import INSIDE, Setting
from zhifa.store.registry.people import people

Run = Callable[[Actor], Refusal | None]


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


def yearly_plan(setting: Setting) -> Iterator[Deed]:
    """Entered and adopted on the first working morning, before the first inspection; filed a week later."""
    profile = setting.profile
    if not profile.planned:
        return
    first = at(setting.diary.working(date(profile.year, 1, 1)), 8, 10)
    for number, share in enumerate(profile.planned):
        yield office(plus(first, 2 * number), "列入检查计划", _enter(setting.organ, profile, share))
    yield office(plus(first, 25), "批准检查计划", _adopt(setting.organ, profile, setting.staff))
    filed = setting.diary.later(first.date(), 6, 8)
    yield office(at(filed, 9, 5), "检查计划备案", _file(setting.organ, profile.year, filed))


def _enter(organ: str, profile: Profile, share: PlannedShare) -> Run:
    said = {"matter.code": share.matter, "inspection.enterprise": share.enterprise, **share.facts}

    def run(_: Actor) -> Refusal | None:
        done = enter_plan_item(organ, profile.year, said, actor=_as(INSIDE))
        return done if isinstance(done, Refusal) else None

    return run


def _adopt(organ: str, profile: Profile, staff: Staff) -> Run:
    def run(_: Actor) -> Refusal | None:
        document = f"{profile.year}年度行政检查计划（演示文号〔{profile.year}〕1号）"
        return adopt_plan(organ, profile.year, document=document, actor=_as(staff.first("head")))

    return run


def _file(organ: str, year: int, day: date) -> Run:
    return lambda _: file_plan(organ, year, with_whom="渝北区司法局", on=day, actor=_as(INSIDE))
