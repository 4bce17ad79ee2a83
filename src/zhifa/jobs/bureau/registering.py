"""The organ of a profile registered with its staff, through the acts, so that its lists can be imported."""

from __future__ import annotations

from datetime import date

from zhifa.acts.organs import OrganEntry, register_organ
from zhifa.acts.registry import Registration, RoleGiven, cancel_certificate, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER
from zhifa.core.values import Refusal
from zhifa.jobs.bureau.people import staff, unit_staff
from zhifa.jobs.bureau.profile import Bureau, Unit

BEFORE = 4
"""Officers were certified so many years before the one that is simulated."""


def register_bureau(bureau: Bureau, code: str) -> Refusal | None:
    """Register the organ, where it is not yet, and everybody its lists name.

    A district is registered with its justice bureau (`writer`) and its organs below it; lists are imported for the
    district, the report is that of the bureau.
    """
    if bureau.units:
        return _register_district(bureau, code)
    entry = OrganEntry(
        code=code, name=bureau.organ, short=bureau.short, mark=bureau.mark, level=bureau.level,
        functions=bureau.functions,
    )  # fmt: skip
    return register_organ(entry, actor=INSTALLER) or _register_staff(bureau, code)


def writer(bureau: Bureau, code: str) -> str:
    """The organ that writes the report of a profile registered under a code."""
    return f"{code}-sf" if bureau.units else code


def _register_staff(bureau: Bureau, code: str) -> Refusal | None:
    since, year = date(bureau.year - BEFORE, 1, 1), bureau.year
    names = staff(bureau.officers + bureau.removed)
    for serial, name in enumerate(names, 1):
        new = bureau.officers - bureau.added < serial <= bureau.officers
        begun = date(year, 3, 1) if new else since
        if refused := _officer(f"{code}-{serial:04}", name, code, f"{code}/", f"{bureau.area}{serial:06}", begun):
            return refused
        if serial > bureau.officers and (
            refused := cancel_certificate(
                f"{bureau.area}{serial:06}", on=date(year, 6, 30), reason="调离", actor=INSTALLER
            )
        ):
            return refused
    return None


def _officer(key: str, name: str, organ: str, path: str, number: str, since: date) -> Refusal | None:
    given = (RoleGiven("officer", path),)
    if refused := register_officer(Registration(key, name, organ, given, joined_on=since), actor=INSTALLER):
        return refused
    until = date(since.year + 10, 1, 1)
    return issue_certificate(number, key, issued_on=since, expires_on=until, actor=INSTALLER)


def _register_district(bureau: Bureau, code: str) -> Refusal | None:
    above = bureau.organ.removesuffix("司法局")
    own = writer(bureau, code)
    entries = [
        OrganEntry(code=code, name=f"{above}人民政府", short=above, mark=f"{bureau.mark}府", level="区县"),
        OrganEntry(code=own, name=bureau.organ, short=bureau.short, mark=bureau.mark, level=bureau.level, parent=code),
    ]
    entries += [
        OrganEntry(code=f"{code}-{unit.code}", name=unit.name, short=unit.name, level=unit.level,
                   parent=code)
        for unit in bureau.units
    ]  # fmt: skip
    for entry in entries:
        if refused := register_organ(entry, actor=INSTALLER):
            return refused
    for number, unit in enumerate(bureau.units, 1):
        if unit.share and (refused := _register_unit(bureau, code, unit, number)):
            return refused
    return None


def _register_unit(bureau: Bureau, code: str, unit: Unit, number: int) -> Refusal | None:
    organ, since = f"{code}-{unit.code}", date(bureau.year - BEFORE, 1, 1)
    for place, name in enumerate(unit_staff(unit)):
        key, serial = f"{organ}-{place}", f"{bureau.area}{number:04}{place:02}"
        if refused := _officer(key, name, organ, f"{code}/{organ}/", serial, since):
            return refused
    return None
