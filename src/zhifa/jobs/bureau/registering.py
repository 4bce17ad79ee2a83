"""The bureau of a profile registered with its staff, through the acts, so that its lists can be imported."""

from __future__ import annotations

from datetime import date

from zhifa.acts.organs import OrganEntry, register_organ
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER
from zhifa.core.values import Refusal
from zhifa.jobs.bureau.people import staff
from zhifa.jobs.bureau.profile import Bureau


def register_bureau(bureau: Bureau, code: str) -> Refusal | None:
    """Register the organ, where it is not yet, and everybody its lists name."""
    entry = OrganEntry(
        code=code, name=bureau.organ, short=bureau.short, mark=bureau.mark, level=bureau.level,
        functions=bureau.functions,
    )  # fmt: skip
    if refused := register_organ(entry, actor=INSTALLER):
        return refused
    path, since = f"{code}/", date(bureau.year - 4, 1, 1)
    for serial, name in enumerate(staff(bureau.officers), 1):
        key = f"{code}-{serial:04}"
        given = (RoleGiven("officer", path),)
        if refused := register_officer(Registration(key, name, code, given, joined_on=since), actor=INSTALLER):
            return refused
        number = f"{bureau.area}{serial:06}"
        if refused := issue_certificate(
            number, key, issued_on=since, expires_on=date(bureau.year + 6, 1, 1), actor=INSTALLER
        ):
            return refused
    return None
