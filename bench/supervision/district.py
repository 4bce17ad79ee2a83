"""A district of 22 towns and 36 departments, each with its own people; nothing in it belongs to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from zhifa.acts.powers import PowerEntry, register_power
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.competence import Carried
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal
from zhifa.core.worktime import Calendar
from zhifa.jobs.simulation.deeds import Begin, Deed, Enter, Open, Script, Take
from zhifa.jobs.simulation.diary import Diary
from zhifa.jobs.simulation.people import Member, Population, Staff
from zhifa.jobs.simulation.profile import Profile, read_profile
from zhifa.jobs.simulation.setting import Setting
from zhifa.store.registry.functions import stored_of
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

TOWNS, DEPARTMENTS = 22, 36
YEAR = 2025
DISTRICT = "500112/"
EDITOR = "guize"
MATTERS = (
    "city.litter", "city.stall.roadside", "city.stall.shopfront", "city.pet", "city.sewage", "city.car_wash",
    "inspection.city", "inspection.fire", "inspection.work_safety", "inspection.illegal_building",
    "permit.village_building", "permit.forest_felling",
)  # fmt: skip
FUNCTIONS = ("city", "emergency", "fire", "forestry", "planning", "agriculture", "housing", "market", "transport")
SHARED = ("neiqin", "chuangkou", "shenhe", "shenhe2")
"""Ids the scripts of the demonstration use for the office, the counter and the reviewer of their one town."""


@dataclass(frozen=True, slots=True)
class Place:
    """One organ and its people, as scripts are written for it."""

    code: str
    setting: Setting

    def named(self, script: Script) -> Script:
        """A script of the demonstration with the people of this organ in it."""
        return Script(f"{self.code}/{script.key}", [self._named(deed) for deed in script.deeds])

    def person(self, key: str) -> str:
        return f"{self.code}.{key}" if key in SHARED else key

    def _people(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self.person, keys))

    def _take(self, take: Take) -> Take:
        return replace(take, by=self._people(take.by), actor=self.person(take.actor))

    def _named(self, deed: Deed) -> Deed:
        action = deed.action
        match action:
            case Take():
                action = self._take(action)
            case Open():
                steps = tuple(map(self._take, action.steps))
                officers, actor = self._people(action.officers), self.person(action.actor)
                action = replace(action, officers=officers, actor=actor, steps=steps)
            case Begin():
                action = replace(action, actor=self.person(action.actor))
            case Enter():
                told = tuple((at, self._take(step)) for at, step in action.steps)
                action = replace(action, actor=self.person(action.actor), steps=told)
        return Deed(deed.at, f"{self.code}/{deed.case}" if deed.case else "", action)


def profile_of(book: Rulebook) -> Profile:
    """The shares of the demonstration, for another year."""
    found = read_profile(book, "luoqi-2024")
    assert found is not None
    return replace(found, year=YEAR)


def found_district(book: Rulebook, calendar: Calendar, *, seed: int, towns: int, departments: int) -> list[Place]:
    """Every organ with head, reviewers, clerks and four officers, registered by acts."""
    above = Organ.objects.create(
        code="yubei", path=DISTRICT, name="示例区人民政府", short="示例区", mark="示例府", level="区县"
    )
    _must(
        register_officer(
            Registration(EDITOR, "规则", "yubei", (RoleGiven("catalogue_editor", DISTRICT),)), actor=INSTALLER
        )
    )
    profile = profile_of(book)
    places = []
    for number in range(towns + departments):
        town = number < towns
        name = f"第{number + 1:02d}{'镇' if town else '局'}"
        code = f"o{number + 1:02d}"
        Organ.objects.create(
            code=code,
            path=f"{DISTRICT}{code}/",
            name=f"示例区{name}" + ("人民政府" if town else ""),
            short=name,
            mark=f"示例{number + 1:02d}",
            level="乡镇" if town else "区县部门",
            parent=above,
            superior="示例区人民政府",
            court="示例区人民法院",
            bank=f"示例银行{name}支行",
            bank_account="0000",
            address=f"示例区{name}示例路1号",
            phone="023-00000000",
            functions=[] if town else stored_of([Carried(function) for function in FUNCTIONS]),
        )
        if not town:
            _must(_granted(code))
        rng = Random(f"{seed}/{code}")
        population = Population(rng)
        members = _members(code, population)
        for member in members:
            _welcome(member, code)
        _former(code)
        staff = Staff(members, YEAR)
        staff.members = {**staff.members, **{key: staff.members[f"{code}.{key}"] for key in SHARED}}
        places.append(Place(code, Setting(profile, book, rng, Diary(rng, calendar, YEAR), population, staff, code)))
    return places


def _granted(code: str) -> Refusal | None:
    """A department is given the same matters the towns have by the catalogue."""
    editor = Actor(people([EDITOR])[EDITOR], EDITOR)
    entry = PowerEntry(organ=code, mode="赋权", scope=MATTERS, document="示例府发〔2024〕1号", start=date(2024, 1, 1))
    done = register_power(entry, actor=editor)
    return done if isinstance(done, Refusal) else None


def _members(code: str, population: Population) -> list[Member]:
    inside = [
        Member(f"{code}.head", population.name(), "负责人", ("head",)),
        Member(f"{code}.shenhe", population.name(), "法制审核人员", ("legal_reviewer",)),
        Member(f"{code}.shenhe2", population.name(), "听证主持人", ("legal_reviewer",)),
        Member(f"{code}.chuangkou", population.name(), "窗口人员", ("clerk",)),
        Member(f"{code}.neiqin", population.name(), "内勤", ("clerk",)),
    ]
    officers = [
        Member(f"{code}.zf{n}", population.name(), "执法人员", ("officer",), f"示例{code}{n}") for n in range(1, 7)
    ]
    helpers = [Member(f"{code}.fz", population.name(), "协管员", ("auxiliary",))]
    return [*inside, *officers, *helpers]


def _former(code: str) -> None:
    """An officer whose certificate ran out before the year and who should be in no case of it."""
    path = f"{DISTRICT}{code}/"
    key, joined = f"{code}.old", date(2015, 3, 1)
    given = (RoleGiven("officer", path, joined),)
    _must(register_officer(Registration(key, "过期示例", code, given, "", joined), actor=INSTALLER))
    ends = date(YEAR - 1, 12, 31)
    _must(issue_certificate(f"示例{code}旧", key, issued_on=joined, expires_on=ends, actor=INSTALLER))


def _welcome(member: Member, code: str) -> None:
    given = tuple(RoleGiven(role, f"{DISTRICT}{code}/", member.joined) for role in member.roles)
    _must(
        register_officer(Registration(member.id, member.name, code, given, member.post, member.joined), actor=INSTALLER)
    )
    if member.certificate:
        _must(
            issue_certificate(
                member.certificate, member.id, issued_on=member.joined, expires_on=date(2030, 1, 1), actor=INSTALLER
            )
        )


def _must(refused: Refusal | None) -> None:
    if refused is not None:
        raise RuntimeError(refused.message)
