"""A justice bureau above the town, and a town case with a fault: what tests of supervision stand on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bench import town
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.store.casework.models import Finding
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

BUREAU, PATH, DISTRICT = "sf", "500112/sf/", "500112/"
STAFF: Mapping[str, tuple[tuple[str, str], ...]] = {
    "沈监": (("supervisor", DISTRICT),),
    "韩监": (("supervisor", DISTRICT),),
    "秦局": (("head", PATH), ("supervisor", DISTRICT)),
    "吕文": (("clerk", PATH),),
}
FAULTY = "penalty-decision-before-notice"


def found_bureau() -> Organ:
    """区司法局: two supervisors of the whole district, the head and a clerk of the bureau."""
    organ = Organ.objects.create(
        code=BUREAU, path=PATH, name="重庆市渝北区司法局", short="区司法局", mark="渝北司", level="区县部门",
        phone="023-00000001",
    )  # fmt: skip
    for name, roles in STAFF.items():
        given = tuple(RoleGiven(role, path) for role, path in roles)
        entry = Registration(name, name, BUREAU, given, joined_on=date(2020, 1, 1))
        assert register_officer(entry, actor=INSTALLER) is None
        if ("supervisor", DISTRICT) in roles:
            kind = "行政执法监督证"
            issued = date(2020, 1, 1)
            assert (
                issue_certificate(f"监{name}", name, issued_on=issued, expires_on=None, kind=kind, actor=INSTALLER)
                is None
            )
    return organ


def stranger(name: str, organ: Organ, role: str, path: str) -> Actor:
    """Somebody of another place with a role there."""
    entry = Registration(name, name, organ.pk, (RoleGiven(role, path),), joined_on=date(2020, 1, 1))
    assert register_officer(entry, actor=INSTALLER) is None
    return actor(name)


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


def faulty_case() -> str:
    """A case of the town in which the decision came before the notice, recorded afterwards; its id."""
    player = town.Player(town.scenario(FAULTY))
    for _ in player.play():
        pass
    return player.case_id


def red_finding(case_id: str) -> str:
    """The key of the first red finding of a case."""
    return Finding.objects.filter(case_id=case_id, colour="red").order_by("key").values_list("key", flat=True)[0]
