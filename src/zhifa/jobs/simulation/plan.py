"""The whole year as deeds: every case of the profile, who comes and goes, and what is still open at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from zhifa.core.rulebook import Rulebook
from zhifa.core.worktime import Calendar
from zhifa.jobs.simulation import clues, permits, softly
from zhifa.jobs.simulation.allotting import inspections_left, offences
from zhifa.jobs.simulation.apart import apart
from zhifa.jobs.simulation.appraising import appraisal
from zhifa.jobs.simulation.deeds import Deed, Script, in_order
from zhifa.jobs.simulation.diary import Diary, at
from zhifa.jobs.simulation.expropriations import expropriation
from zhifa.jobs.simulation.inspections import inspection
from zhifa.jobs.simulation.matters import scenes
from zhifa.jobs.simulation.offences import ORDINARY, REPORTED, Offence
from zhifa.jobs.simulation.ordinary import by_ordinary, unfinished
from zhifa.jobs.simulation.people import Population, Staff
from zhifa.jobs.simulation.profile import PermitShare, Profile
from zhifa.jobs.simulation.schooling import brought_back, schooling
from zhifa.jobs.simulation.setting import Setting
from zhifa.jobs.simulation.spot import on_the_spot
from zhifa.jobs.simulation.supervision import supervision
from zhifa.jobs.simulation.town import TOWN, movements, neighbours, staff_of
from zhifa.jobs.simulation.yearly import yearly_plan

TO_CLUE = 8
"""Of the inspections that found nothing to penalise, so many note a clue to follow."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be played, with whom, and the minute at which the demonstration stands."""

    profile: Profile
    staff: Staff
    population: Population
    deeds: list[Deed]
    now: datetime


def plan(profile: Profile, book: Rulebook, calendar: Calendar, *, seed: int = 1) -> Plan:
    """Write every script of the year. The same profile, rules and seed give the same plan."""
    rng = Random(f"{profile.code}/{seed}")
    diary, population = Diary(rng, calendar, profile.year), Population(rng)
    staff = staff_of(profile, population, diary)
    setting = Setting(profile, book, rng, diary, population, staff, TOWN)
    now = at(calendar.add_workdays(date(profile.year + 1, 1, 1), 7), 9, 30)
    scripts = [*_penalties(setting), *_permits(setting), *_clues(setting), *_after(setting, now)]
    scripts += [expropriation(setting, share, number) for number, share in enumerate(profile.expropriations, 1)]
    scripts += softly.year_of(setting)
    others = [
        *brought_back(staff),
        *movements(staff, rng),
        *yearly_plan(setting),
        *neighbours(population, profile.year),
        *supervision(profile.year),
        *schooling(setting, until=now),
        *appraisal(setting),
    ]
    return Plan(profile, staff, population, in_order(apart(scripts), others, until=now), now)


def _penalties(setting: Setting) -> list[Script]:
    """Penalties with what led to them, and the inspections that led to none."""
    found = offences(setting)
    scripts = [(by_ordinary if o.procedure == ORDINARY else on_the_spot)(setting, o) for o in found]
    rest = inspections_left(setting, found)
    year = setting.profile.year
    days = setting.diary.spread(len(rest), first=date(year, 1, 3), last=date(year, 12, 31))
    for number, (share, day) in enumerate(zip(rest, days, strict=True), 1):
        noted = not share.enterprise and number % max(1, len(rest) // TO_CLUE) == 0
        scripts.append(inspection(setting, share, day, number, noted=noted))
    return scripts


def _permits(setting: Setting) -> list[Script]:
    wanted = [share for share in setting.profile.permits for _ in range(share.count)]
    setting.rng.shuffle(wanted)
    year = setting.profile.year
    days = setting.diary.spread(len(wanted), first=date(year, 1, 3), last=date(year, 11, 8))
    episodes = {2: permits.SILENT, 4: permits.EXTENDED}
    return [
        permits.permit(setting, share, day, number, episodes.get(number, permits.CORRECTED if number % 4 == 1 else ""))
        for number, (share, day) in enumerate(zip(wanted, days, strict=True), 1)
    ]


def _clues(setting: Setting) -> list[Script]:
    """Clues that led to nothing more, about one for five penalties."""
    number = max(3, sum(share.count for share in setting.profile.penalties) // 5)
    year = setting.profile.year
    days = setting.diary.spread(number, first=date(year, 1, 4), last=date(year, 12, 13))
    ends = (clues.NOTHING, clues.NOT_FILED, clues.TRANSFERRED)
    return [clues.clue(setting, day, n, ends[n % 3]) for n, day in enumerate(days)]


def _after(setting: Setting, now: datetime) -> list[Script]:
    """What is on the desks when the year is over: cases under way, fresh clues, applications, inspections."""
    profile, calendar = setting.profile, setting.diary.calendar
    size = max(1, sum(share.count for share in profile.penalties) // 40)
    matters = [share for share in profile.penalties if share.kind == "罚款"]
    first = date(profile.year + 1, 1, 1)
    scripts: list[Script] = []
    for number in range(size):
        share, day = matters[number % len(matters)], setting.diary.days[number - size]
        offence = Offence(900 + number, share.matter, share.kind, share.fine, day, 0, REPORTED, ORDINARY)
        scripts.append(unfinished(setting, offence, now.date()))
    for number in range(size):
        script = Script(f"新线{number}")
        clues.register(setting, script, calendar.add_workdays(first, 2 + number % 5))
        scripts.append(script)
    if profile.permits:
        scripts.append(_application(setting, profile.permits[0], calendar.add_workdays(first, 3), 1))
        scripts.append(_application(setting, profile.permits[-1], calendar.add_workdays(first, 6), 2))
    return scripts


def _application(setting: Setting, share: PermitShare, day: date, number: int) -> Script:
    script = Script(f"新许{number}")
    party = setting.population.villager()
    pair = setting.staff.pair(setting.rng, day)
    scene = scenes()["permit"][share.permit_kind]
    permits.apply(setting, script, share, party, pair, permits.wanted(setting.rng, scene, party), day)
    return script
