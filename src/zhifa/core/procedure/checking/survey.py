"""What the rules name: procedures, steps, points, periods, facts, and who records them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final

from zhifa.core.conditions import BadCondition, Condition, parse
from zhifa.core.kinship import family, kin
from zhifa.core.procedure.functions import FUNCTIONS, SUBSTANCE
from zhifa.core.rulebook import Entry, Problem, Rulebook

BEGINNING: Final = date(2000, 1, 1)
"""A day to look at rules that have no first day."""


@dataclass(frozen=True, slots=True)
class PaperUse:
    """What a paper template asks of the case: the facts it reads and the conditions it judges."""

    path: str
    code: str
    facts: frozenset[str]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One condition as written: in which entry, under which key, with the list its `row` stands for."""

    entry: Entry
    key: str
    text: str
    each: str = ""


def texts(value: Any) -> list[str]:
    """A text or a list of texts."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def tables(value: Any) -> list[Mapping[str, Any]]:
    """A table or a list of tables."""
    items = [value] if isinstance(value, Mapping) else value
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list | tuple) else []


def alternatives(text: str) -> list[str]:
    """`a|b` as its parts."""
    return [part.strip() for part in text.split("|")]


def problem(entry: Entry, message: str) -> Problem:
    """A problem of one entry."""
    return Problem(entry.path, f"{entry.section} {entry.key}", message)


def meant(name: str, known: Iterator[str] | list[str]) -> str:
    """A hint for a misspelt name."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"；是否为“{near[0]}”" if near else ""


class Survey:
    """An index of the rulebook by procedure, over all times."""

    def __init__(self, book: Rulebook, papers: tuple[PaperUse, ...] = ()) -> None:
        self.book, self.papers = book, papers
        self.vocabulary = book.vocabulary
        self.procedures = {entry.key for entry in book.section("procedure")}
        self._own: dict[tuple[str, str], dict[str, list[Entry]]] = {}
        for section in ("step", "point", "period", "transition"):
            for entry in book.section(section):
                owner = str(entry.data.get("procedure", ""))
                self._own.setdefault((owner, section), {}).setdefault(entry.code, []).append(entry)
        self.parents = self._parents()
        self._read: dict[tuple[str, bool, tuple[str, ...]], Condition | BadCondition] = {}

    def condition(self, text: str, *, of_substance: bool = False, rows: tuple[str, ...] = ()) -> Condition:
        """A condition, read once however many ask; BadCondition each time when the grammar does not allow it."""
        key = (text, of_substance, rows)
        if key not in self._read:
            try:
                # What is judged without a case can ask about no step, period or day.
                self._read[key] = parse(text, self.vocabulary, SUBSTANCE if of_substance else FUNCTIONS, rows)
            except BadCondition as error:
                self._read[key] = error
        found = self._read[key]
        if isinstance(found, BadCondition):
            raise found
        return found

    def own(self, procedure: str, section: str) -> Mapping[str, list[Entry]]:
        """The entries of a procedure by code, every version."""
        return self._own.get((procedure, section), {})

    def entries(self, *sections: str) -> Iterator[Entry]:
        for section in sections:
            yield from self.book.section(section)

    def _parents(self) -> Mapping[str, frozenset[str]]:
        """The procedures under which another may run: those that open it or that it names, and theirs in turn."""
        direct: dict[str, set[str]] = {code: set() for code in self.procedures}
        for entry in self.book.section("step"):
            for opened in opened_by(entry):
                for member in family(self.book, opened):
                    direct.setdefault(member, set()).add(str(entry.data.get("procedure", "")))
        for entry in self.book.section("procedure"):
            named = set(texts(entry.data.get("beside")))
            for other in self.book.section("procedure") if named else ():
                if other.data.get("kind") in named or not named.isdisjoint(kin(self.book, other.key)):
                    direct[entry.key].add(other.key)
        found: dict[str, frozenset[str]] = {}
        for code in direct:
            seen: set[str] = set()
            waiting = list(direct[code])
            while waiting:
                parent = waiting.pop()
                if parent not in seen:
                    seen.add(parent)
                    waiting += direct.get(parent, ())
            found[code] = frozenset(seen)
        return found

    def above(self, procedure: str) -> list[str]:
        """The procedure itself and everything it may run under; one nobody opens may run under any."""
        known = self.parents.get(procedure, frozenset())
        return [procedure, *sorted(known or (self.procedures - {procedure}))]

    def epochs(self, procedure: str) -> list[date]:
        """One day for each version of a procedure or of anything in it."""
        days: set[date] = set()
        spans = [e.validity for e in self.book.versions("procedure", procedure)]
        for span in spans:
            days.add(span.start or BEGINNING)
        for section in ("step", "point", "period"):
            for versions in self.own(procedure, section).values():
                for entry in versions:
                    days |= {entry.validity.start} if entry.validity.start else set()
                    days |= {entry.validity.end + timedelta(days=1)} if entry.validity.end else set()
        return sorted(day for day in days if any(span.contains(day) for span in spans))

    @cached_property
    def expressions(self) -> Sequence[Expression]:
        """Every condition written in the rules, papers apart."""
        return tuple(self._expressions())

    def _expressions(self) -> Iterator[Expression]:
        for entry in self.entries("step", "point", "period", "transition", "outcome", "accrual", "custody"):
            yield from self.expressions_of(entry)
        for entry in self.entries("discretion_factor", "leniency_kind", "leniency"):
            if entry.data.get("when") not in (None, ""):
                yield Expression(entry, "when", str(entry.data["when"]))
        for entry in self.entries("paper"):
            if entry.data.get("only_if") not in (None, ""):
                yield Expression(entry, "only_if", str(entry.data["only_if"]))
        for entry in self.entries("appraisal_item"):
            for key in ("when", "only_if"):
                if entry.data.get(key) not in (None, ""):
                    yield Expression(entry, key, str(entry.data[key]))
        for section, key, word in (
            ("benchmark", "tiers", "when"),
            ("matter", "fines", "if"),
            ("matter", "detentions", "if"),
        ):
            for entry in self.entries(section):
                for number, item in enumerate(tables(entry.data.get(key)), 1):
                    if item.get(word) not in (None, ""):
                        yield Expression(entry, f"{key}[{number}].{word}", str(item[word]))

    def expressions_of(self, entry: Entry) -> Iterator[Expression]:
        """The conditions of one entry of a procedure, an outcome or an accrual."""
        data, each = entry.data, str(entry.data.get("each", ""))
        for key in PLAIN.get(entry.section, ()):
            text = data.get(key)
            if text in (None, "") or self._names_steps(entry, key, str(text)):
                continue
            yield Expression(entry, key, str(text), each)
        for key in NESTED.get(entry.section, ()):
            for number, item in enumerate(tables(data.get(key)), 1):
                if item.get("if") not in (None, ""):
                    yield Expression(entry, f"{key}[{number}].if", str(item["if"]), each)
        dims = data.get("dims")
        if entry.section == "outcome" and isinstance(dims, Mapping):
            for name, text in dims.items():
                yield Expression(entry, f"dims.{name}", str(text))

    def _names_steps(self, entry: Entry, key: str, text: str) -> bool:
        """`starts` and `met_by` of a period name steps or are conditions; a bare word can only be a step."""
        if entry.section not in {"period", "accrual"} or key not in {"starts", "met_by"}:
            return False
        return all(part.replace("_", "").isalnum() for part in alternatives(text))

    @cached_property
    def recorders(self) -> Mapping[str, set[tuple[str, str]]]:
        """Who records each fact, as (procedure, step)."""
        found: dict[str, set[tuple[str, str]]] = {}
        for entry in self.book.section("step"):
            owner = str(entry.data.get("procedure", ""))
            for code in recorded_by(entry):
                found.setdefault(code, set()).add((owner, entry.code))
        for entry in self.book.section("period"):
            lapse = entry.data.get("on_lapse")
            if isinstance(lapse, Mapping):
                for code in lapse.get("facts", {}):
                    owner = str(entry.data.get("procedure", ""))
                    found.setdefault(str(code), set()).add((owner, str(lapse.get("deems", ""))))
        return found

    @cached_property
    def owners(self) -> Mapping[str, set[str]]:
        """In which procedures each fact is recorded."""
        return {code: {owner for owner, _ in who} for code, who in self.recorders.items()}

    @cached_property
    def senders(self) -> Mapping[str, set[str]]:
        """Which procedures begin a procedure with another organ."""
        found: dict[str, set[str]] = {}
        for entry in self.book.section("step"):
            for item in tables(entry.data.get("sends")):
                begun, owner = str(item.get("procedure", "")), str(entry.data.get("procedure", ""))
                found.setdefault(begun, set()).add(owner)
        return found

    @cached_property
    def papers_there(self) -> Mapping[str, None]:
        """The codes of all templates in their order."""
        return dict.fromkeys(entry.code for entry in self.book.section("paper"))

    @cached_property
    def benchmarks_used(self) -> frozenset[str]:
        """The benchmarks matters name."""
        return frozenset(str(entry.data.get("benchmark", "")) for entry in self.book.section("matter"))

    @cached_property
    def matters(self) -> Mapping[str, list[Entry]]:
        """Every version of every matter, by code."""
        found: dict[str, list[Entry]] = {}
        for entry in self.book.section("matter"):
            found.setdefault(entry.code, []).append(entry)
        return found


PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "step": ("needs", "needed_if", "counts_if"),
    "point": ("when",),
    "period": ("starts", "met_by", "until", "only_if"),
    "transition": ("if",),
    "outcome": ("when", "counted_on", "amount", "count"),
    "accrual": ("starts", "principal", "only_if"),
    "custody": ("starts",),
}
NESTED: Final[Mapping[str, tuple[str, ...]]] = {
    "step": ("checks", "fewer_if", "reopens", "records", "effects", "opens", "sends", "answers", "tells"),
    "period": ("shorter_if", "on_lapse"),
    "custody": ("states",),
}


def recorded_by(entry: Entry) -> set[str]:
    """Every fact a step may leave behind, in its own proceeding or in another."""
    data = entry.data
    found = {str(item["fact"]) if isinstance(item, Mapping) else str(item) for item in data.get("records", ())}
    found |= set(texts(data.get("may_record"))) | set(data.get("sets", {}))
    for effect in tables(data.get("effects")):
        found |= set(effect.get("sets", {})) | set(texts(effect.get("dated_as")))
    return found | ({str(data["dated_as"])} if data.get("dated_as") else set())


def opened_by(entry: Entry) -> list[str]:
    """The procedures a step opens."""
    return [str(i.get("procedure", "")) if isinstance(i, Mapping) else str(i) for i in entry.data.get("opens", ())]
