"""The organs of the second hand: another district, every organ with the eight persons the courses name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bench.town import CERTIFIED, STAFF
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.values import Refusal
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

DISTRICT = "500112/"
TOWNS, DEPARTMENTS = 22, 36
JOINED = date(2020, 1, 1)
EDITOR = "bianji"


@dataclass(frozen=True, slots=True)
class Place:
    """One organ; its persons bear the names of the courses, their ids say where they are."""

    code: str

    def person(self, name: str) -> str:
        return f"{self.code}.{name}"

    def known(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Persons of the organ among those who took a step; the party, a court, another organ are none."""
        return tuple(self.person(name) for name in names if name in STAFF)

    def actor(self, name: str) -> Actor:
        key = self.person(name)
        return Actor(people([key])[key], key)


def found_places(towns: int = TOWNS, departments: int = DEPARTMENTS) -> list[Place]:
    """Every organ and its people, registered by acts. All have what towns are empowered to do."""
    Organ.objects.create(code="qu", path=DISTRICT, name="示例区人民政府", short="示例区", mark="示例府", level="区县")
    editor = Registration(EDITOR, "编辑示例", "qu", (RoleGiven("catalogue_editor", ""),), joined_on=JOINED)
    _must(register_officer(editor, actor=INSTALLER))
    return [_found(number, number < towns) for number in range(towns + departments)]


def _mark(code: str) -> str:
    """What the numbers of an organ's papers begin with: no figures in it."""
    return "示乙" + "".join("零一二三四五六七八九"[int(digit)] for digit in code[1:])


def _found(number: int, town: bool) -> Place:
    code, name = f"b{number + 1:02d}", f"乙{number + 1:02d}{'镇' if town else '街道'}"
    path = f"{DISTRICT}{code}/"
    Organ.objects.create(
        code=code, path=path, name=f"示例区{name}", short=name, mark=_mark(code), level="乡镇",
        superior="示例区人民政府", court="示例区人民法院", bank="示例银行", bank_account="0000",
        address=f"示例区{name}新街 1 号", phone="023-00000000",
    )  # fmt: skip
    place = Place(code)
    for who, roles in STAFF.items():
        given = tuple(RoleGiven(role, path) for role in roles)
        _must(register_officer(Registration(place.person(who), who, code, given, joined_on=JOINED), actor=INSTALLER))
    for who, until in CERTIFIED.items():
        card = f"示乙{code}{who}"
        _must(issue_certificate(card, place.person(who), issued_on=JOINED, expires_on=until, actor=INSTALLER))
    return place


def _must(refused: object) -> None:
    if isinstance(refused, Refusal):
        raise RuntimeError(refused.message)
