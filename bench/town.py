"""One town and the cases lawyers wrote as scenarios, played through the real acts: what bench and tests stand on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from zhifa.acts.cases import Opening, StepEntry, add_proceeding, correct_step, open_case, take_step
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, context
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import SHANGHAI, Moment, Refusal
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

SCENARIOS = Path(__file__).parent.parent / "tests" / "scenarios"
STAFF: Mapping[str, tuple[str, ...]] = {
    "王立": ("officer",),
    "李明": ("officer",),
    "赵敏": ("legal_reviewer", "clerk"),
    "周强": ("head",),
    "孙悦": ("officer",),
    "吴协": ("auxiliary",),
    "郑监": ("supervisor",),
    "何监": ("supervisor",),
}
CERTIFIED = {"王立": None, "李明": None, "孙悦": date(2024, 2, 29), "郑监": None, "何监": None}


def found_town(code: str = "lq", mark: str = "渝洛碛") -> Organ:
    """洛碛镇 with the five persons of the scenarios, registered and certified by acts."""
    organ = Organ.objects.create(
        code=code,
        path=f"500112/{code}/",
        name="重庆市渝北区洛碛镇人民政府",
        short="洛碛镇",
        mark=mark,
        level="乡镇",
        superior="重庆市渝北区人民政府",
        court="重庆市渝北区人民法院",
        bank="示例银行洛碛支行",
        bank_account="0000 0000 0000",
        address="重庆市渝北区洛碛镇示例路 1 号",
        phone="023-00000000",
    )
    for name, roles in STAFF.items():
        given = tuple(RoleGiven(role, organ.path) for role in roles)
        _must(register_officer(Registration(name, name, code, given, joined_on=date(2020, 1, 1)), actor=INSTALLER))
    for name, until in CERTIFIED.items():
        _must(issue_certificate(f"渝{name}", name, issued_on=date(2020, 1, 1), expires_on=until, actor=INSTALLER))
    return organ


def _must(refused: Refusal | None) -> None:
    if refused is not None:
        raise RuntimeError(refused.message)


def actor(name: str) -> Actor:
    """A person of the town, signed in."""
    return Actor(people([name])[name], name)


def scenario(name: str) -> dict[str, Any]:
    """A scenario as it is written."""
    return tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Played:
    """One act of a scenario as it went."""

    kind: str
    step: str
    result: Recorded | Refusal
    expected: Any


@dataclass(slots=True)
class Player:
    """Plays one scenario as one case. The clock stands at the latest moment anything was said to have happened."""

    script: Mapping[str, Any]
    organ: str = "lq"
    case_id: str = ""
    places: dict[str, str] = field(default_factory=dict)
    latest: datetime | None = None

    def play(self) -> Iterator[Played]:
        """Open the case and take its steps, one act at a time."""
        yield self.open()
        for when in self.script["when"]:
            yield self.act(when)

    def open(self) -> Played:
        """Open the case with the procedure of the first step and the party the scenario gives."""
        given, first = self.script["given"], self.script["when"][0]
        facts = {f"party.{name}": value for name, value in given.get("party", {}).items()} | given.get("facts", {})
        code = str(first.get("procedure", given.get("procedure", "")))
        at = Moment.parse(str(given["start"]))
        who = str(given.get("opened_by", "王立"))
        with self._at(at):
            result = open_case(Opening(self.organ, code, at, facts, ("王立", "李明")), actor=actor(who))
        if isinstance(result, Refusal):
            raise RuntimeError(f"{code}: {result.message}")
        self.case_id = result.case_id
        self.places[code] = str(result.events[-1].payload["proceeding"])
        return Played("open_case", code, result, "done")

    def act(self, when: Mapping[str, Any]) -> Played:
        """Play one `when` of the scenario."""
        expected = when.get("expect", "done")
        if "correct" in when:
            return Played("correct_step", str(when["correct"]["step"]), self._correct(when["correct"]), expected)
        at = Moment.parse(str(when["on"]))
        known = tuple(name for name in when.get("by", ("王立", "李明")) if name in STAFF)
        mode = "recorded" if when.get("mode") == "record" else "performed"
        with self._at(at):
            place = self._place(when.get("procedure"), at, str(when["step"]))
            entry = StepEntry(str(when["step"]), when.get("facts", {}), known, at, place)
            who = known[0] if known else str(self.script["given"].get("opened_by", "王立"))
            result = take_step(self.case_id, entry, actor=actor(who), mode=mode)
        return Played("take_step", entry.step, result, expected)

    def _correct(self, wanted: Mapping[str, Any]) -> Recorded | Refusal:
        events = journal.read_stream("case", self.case_id)
        taken = [e for e in events if e.type == "step.taken" and e.payload["step"] == wanted["step"]][-1]
        at = Moment.parse(str(wanted["on"])) if wanted.get("on") else None
        correction = Correction(taken.version, "周强", str(wanted["reason"]), at, wanted.get("facts", {}))
        with self._at(at or taken.occurred):
            return correct_step(self.case_id, correction, actor=actor("周强"))

    def _at(self, at: Moment) -> Any:
        instant = datetime.combine(at.day, at.at or time(18), SHANGHAI).astimezone(UTC)
        self.latest = max(self.latest or instant, instant)
        return clock.at(self.latest)

    def _place(self, name: str | None, at: Moment, step: str) -> str:
        """The proceeding a step speaks of, as in the scenarios: `code` the first, `code#2` the second."""
        known = list(rows.Proceeding.objects.filter(case=self.case_id).values_list("id", "procedure", "opened_on"))
        order = [str(e.payload["proceeding"]) for e in journal.read_stream("case", self.case_id)
                 if e.type == "proceeding.opened"]  # fmt: skip
        known.sort(key=lambda row: order.index(row[0]))
        if not name:
            book = context().book
            return next((key for key, code, _ in known if book.versions("step", f"{code}/{step}")), order[0])
        if name in self.places:
            return self.places[name]
        code, _, number = name.partition("#")
        of_code = [key for key, procedure, _ in known if procedure == code]
        wanted = int(number or 1)
        if len(of_code) >= wanted:
            self.places[name] = of_code[wanted - 1]
        else:
            result = add_proceeding(self.case_id, code, actor=actor("王立"), at=at)
            if isinstance(result, Refusal):
                raise RuntimeError(f"{code}: {result.message}")
            self.places[name] = str(result.events[-1].payload["proceeding"])
        return self.places[name]
