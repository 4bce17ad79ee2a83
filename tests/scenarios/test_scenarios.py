"""Every scenario a lawyer wrote, played against the engine: given, when, then."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.play import Play
from zhifa.core.conditions import Unknown
from zhifa.core.facts import dump_value
from zhifa.core.procedure.next_steps import OPEN
from zhifa.core.procedure.outcomes import outcomes
from zhifa.core.procedure.periods import obligations
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import Accepted
from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.values import Refusal, Validity
from zhifa.ports.rules import calendar_of, rulebook

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))


def changed(book: Rulebook, rules: Sequence[Mapping[str, Any]]) -> Rulebook:
    """The rulebook with a scenario's own changes of the law; what an entry does not say stays as it was."""
    entries = [entry for section in book.sections() for entry in book.written(section)]
    for rule in rules:
        section, code = str(rule["section"]), str(rule.get("code") or rule.get("on"))
        owner = rule.get("procedure")
        key = f"{owner}/{code}" if owner else code
        start = date.fromisoformat(str(rule["from"])) if "from" in rule else None
        data = {name: value for name, value in rule.items() if name != "section"}
        old = next((e for e in reversed(entries) if (e.section, e.key) == (section, key)), None)
        if old is not None and start is not None:
            place = entries.index(old)
            entries[place] = replace(old, validity=Validity(old.validity.start, start - timedelta(days=1)))
            data = {**old.data, **data}
        made = Entry(section, key, Validity(start), str(data.get("cite", "")), "configured", "scenario", data)
        entries.insert(entries.index(entries[place]) + 1 if old is not None and start else len(entries), made)
    return Rulebook(entries, "scenario")


class Stage:
    """Plays one scenario file."""

    def __init__(self, script: Mapping[str, Any], rules: Rulebook | None = None) -> None:
        self.script, given = script, script["given"]
        book = rules or rulebook()
        if "rule" in script:
            book = changed(book, script["rule"])
        first = script["when"][0]
        facts = {f"party.{name}": value for name, value in given.get("party", {}).items()}
        facts |= given.get("facts", {})
        self.play = Play(
            str(first.get("procedure", given.get("procedure", ""))),
            str(given["start"]),
            facts,
            context=Context(book, calendar_of(book)),
        )
        self.places: dict[str, str] = {str(first.get("procedure")): self.play.root}
        self.current = self.play.root

    def place(self, name: str | None, on: str, step: str = "") -> str:
        """The proceeding a step speaks of: `code` the first, `code#2` the second; opened when first named.

        Without a name it is the first proceeding whose procedure has the step.
        """
        if not name:
            book = self.play.context.book
            proceedings = self.play.case.proceedings.values()
            return next((p.id for p in proceedings if book.versions("step", f"{p.procedure}/{step}")), self.play.root)
        if name in self.places:
            return self.places[name]
        code, _, number = name.partition("#")
        known = [p.id for p in self.play.case.proceedings.values() if p.procedure == code]
        wanted = int(number or 1)
        self.places[name] = known[wanted - 1] if len(known) >= wanted else self.play.open(code, on)
        return self.places[name]

    def act(self, when: Mapping[str, Any]) -> None:
        expected = when.get("expect", "done")
        if "correct" in when:
            result = self.correct(when["correct"])
        else:
            on = str(when["on"])
            result = self.play.do(
                str(when["step"]),
                on,
                when.get("facts", {}),
                by=tuple(when.get("by", ("王立", "李明"))),
                mode="recorded" if when.get("mode") == "record" else "performed",
                proceeding=self.place(when.get("procedure"), on, str(when["step"])),
            )
        self.check(when, result, expected)

    def correct(self, wanted: Mapping[str, Any]) -> Accepted | Refusal:
        """The latest entry of a step is corrected: its day, its facts."""
        taken = [item for item in self.play.case.taken if item.step == wanted["step"]][-1]
        return self.play.correct(
            taken.version, str(wanted["reason"]), on=str(wanted.get("on", "")), facts=wanted.get("facts", {})
        )

    def check(self, when: Mapping[str, Any], result: Accepted | Refusal, expected: Any) -> None:
        where = f"{when.get('step', 'correction')} {when.get('on', '')}"
        if isinstance(expected, Mapping) and "refused" in expected:
            assert isinstance(result, Refusal), f"{where}: should have been refused"
            said = " ".join([result.code, result.message, *(f"{g.code} {g.message} {g.cite}" for g in result.gates)])
            for word in expected["refused"]:
                assert word in said, f"{where}: {word!r} not in {said}"
            return
        assert isinstance(result, Accepted), f"{where}: {[g.message for g in getattr(result, 'gates', ())] or result}"
        if isinstance(expected, Mapping) and "findings" in expected:
            said = " ".join(f"{gate.code} {gate.message}" for gate in result.findings)
            for word in expected["findings"]:
                assert word in said, f"{where}: {word!r} not among findings {said!r}"
        elif when.get("mode") == "record" and expected == "done":
            assert not result.findings, f"{where}: {[gate.message for gate in result.findings]}"

    def look(self, then: Mapping[str, Any]) -> None:
        on = str(then["on"])
        day = date.fromisoformat(on)
        shown = {event.version for event in self.play.events}
        self.play.settle(day)
        state = self.play.state(on)
        opened = {(item.proceeding, item.step.code) for item in self.play.next(on) if item.state == OPEN}
        names = {step for _, step in opened}
        for code in then.get("open", ()):
            assert code in names, f"{on}: {code} should be open, open are {sorted(names)}"
        for code in then.get("not_open", ()):
            assert code not in names, f"{on}: {code} should not be open"
        running = obligations(state, day)
        for wanted in then.get("obligations", ()):
            self.obligation(on, wanted, running)
        for code, value in then.get("facts", {}).items():
            self.fact(on, code, value, state)
        if "findings" in then:
            self.findings(on, then["findings"])
        for wanted in then.get("outcomes", ()):
            rows = [row.code for row in outcomes(self.play.case, context=self.play.context)]
            code = wanted if isinstance(wanted, str) else wanted["code"]
            assert code in rows, f"{on}: outcome {code} not in {rows}"
        assert shown <= {event.version for event in self.play.events}

    def obligation(self, on: str, wanted: Mapping[str, Any], running: Sequence[Any]) -> None:
        place = self.place(wanted["in"], on) if "in" in wanted else None
        found = [
            o for o in running
            if o.code == wanted["code"] and place in (None, o.proceeding) and str(wanted.get("item", o.item)) == o.item
        ]  # fmt: skip
        if wanted.get("state") == "absent":
            assert not found, f"{on}: {wanted['code']} should not run"
            return
        assert found, f"{on}: {wanted['code']} not among {[o.code for o in running]}"
        states = [(o.state, str(o.due_on)) for o in found]
        assert any(
            str(wanted.get("due", o.due_on)) == str(o.due_on) and wanted.get("state", o.state) == o.state for o in found
        ), f"{on}: {wanted} but {states}"

    def fact(self, on: str, code: str, value: Any, state: Any) -> None:
        held = [state.fact(key, code) for key in state.runs]
        known = [dump_value(item) for item in held if not isinstance(item, Unknown)]
        assert value in known, f"{on}: {code} is {known}, wanted {value!r}"

    def findings(self, on: str, wanted: Sequence[str]) -> None:
        said = [f"{finding.level} {finding.message}" for finding in self.play.findings(on)]
        if not wanted:
            assert said == [], f"{on}: {said}"
        for word in wanted:
            assert any(word in line for line in said), f"{on}: {word!r} not in {said}"


def played(path: Path, rules: Rulebook | None = None) -> None:
    """A scenario from its first act to its last look."""
    script = tomllib.loads(path.read_text(encoding="utf-8"))
    stage = Stage(script, rules)
    thens = sorted(script.get("then", ()), key=lambda item: str(item["on"]))
    for when in script["when"]:
        stage.act(when)
    for then in thens:
        stage.look(then)
    assert script["when"], "a scenario without acts shows nothing"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path: Path) -> None:
    played(path)
