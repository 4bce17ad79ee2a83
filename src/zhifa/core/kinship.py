"""Variants: a procedure written as another one with what differs, and which procedures are of one family.

A ministry's rules on penalties are the ordinary procedure of 行政处罚法 with other clocks and a few more steps. Such a
procedure names its base (`like`); what it does not write it takes over, version by version, and whatever speaks of the
base - a paper, a count, a condition, a matter - speaks of it too. The engine sees whole procedures only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from zhifa.core.values import Validity

if TYPE_CHECKING:
    from zhifa.core.rulebook import Entry, Rulebook, Rules

TAKEN_OVER: Final = ("step", "point", "period", "transition")
"""What a variant takes over from its base, beside what the procedure says of itself."""
ALSO: Final = "also"
"""The table of lists a variant adds to those of its base, where it does not write them anew."""
PLACES: Final = ("before", "behind")
"""The keys that put a new step where the variant wants it in the order."""
OF_A_CITE: Final = ("says", "says_cite", "starts_cite", "status")
"""What belongs to the article an entry cites: with another article it has to be said again."""
ITS_OWN: Final = ("like", "omits", "regime", "offered")
"""What a procedure says of itself alone, and its variants do not take over."""
NAMED: Final = ("until", "never_by", "settled")
"""Lists of steps from which one that the variant omits simply falls out."""


def bases(procedures: Iterable[Entry]) -> dict[str, str]:
    """The base of every variant, by code. A circle is left out: it is reported where it is written."""
    direct = {entry.key: str(entry.data["like"]) for entry in procedures if entry.data.get("like")}
    return {code: base for code, base in direct.items() if code not in _above(direct, code)}


def _above(direct: Mapping[str, str], code: str) -> list[str]:
    found: list[str] = []
    while code in direct and direct[code] not in found:
        code = direct[code]
        found.append(code)
    return found


def kin(book: Rulebook, code: str) -> tuple[str, ...]:
    """A procedure and those it is written after, nearest first: what is said of any of them is said of it."""
    return book.kept(("kin", code), lambda: (code, *_above(bases(book.section("procedure")), code)))


def family(book: Rulebook, code: str) -> tuple[str, ...]:
    """A procedure and every variant of it, of all times."""

    def read() -> tuple[str, ...]:
        direct = bases(book.section("procedure"))
        return (code, *(other for other in direct if code in _above(direct, other)))

    return book.kept(("family", code), read)


def variant(rules: Rules, code: str, regime: str) -> str:
    """The procedure of a family that follows certain rules (`regime`) on the day; else the one asked for."""
    known = rules.entries("procedure")
    named = (other for other in family(rules.book, code) if other in known)
    return next((other for other in named if regime and known[other].data.get("regime") == regime), code)


def expanded(section: str, written: Sequence[Entry], procedures: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of a section with every variant written out in full; base entries stay as they are."""
    direct = bases(procedures)
    if not direct or section not in ("procedure", *TAKEN_OVER):
        return written
    owned: dict[str, list[Entry]] = {}
    for entry in written:
        owned.setdefault(_owner(entry), []).append(entry)
    spans = {code: [e.data for e in procedures if e.key == code] for code in direct}
    for variant in sorted(direct, key=lambda code: len(_above(direct, code))):
        omitted = {str(item) for data in spans[variant] for item in data.get("omits", ())}
        kept = [entry for entry in owned.get(direct[variant], ()) if entry.code not in omitted]
        owned[variant] = list(_variant(variant, kept, owned.get(variant, ()), omitted))
    return [entry for owner in dict.fromkeys((*owned, *direct)) for entry in owned.get(owner, ())]


def _owner(entry: Entry) -> str:
    return entry.key if entry.section == "procedure" else str(entry.data.get("procedure", ""))


def _variant(variant: str, base: Sequence[Entry], own: Sequence[Entry], omitted: set[str]) -> Iterator[Entry]:
    """The entries of a variant in their order: the base's, those it rewrites in their place, then its new ones."""
    if own and own[0].section == "procedure":
        yield from (made for entry in own for made in (_overlaid(variant, base, entry, omitted) or [entry]))
        return
    mine: dict[str, list[Entry]] = {}
    for entry in own:
        mine.setdefault(entry.code, []).append(entry)
    known = {entry.code for entry in base}
    row: list[Entry] = []
    for entry in base:
        row += _inherited(variant, entry, mine.get(entry.code, ()), omitted)
    for code, entries in mine.items():
        made = [m for entry in entries for m in _overlaid(variant, base, entry, omitted)] if code in known else entries
        place = next((entry for entry in entries if any(key in entry.data for key in PLACES)), None)
        if code in known and place is None:
            _in_place(row, base, made)
        else:
            row = [entry for entry in row if entry.code != code or place is None]
            at = _place(row, place or entries[0])
            row[at:at] = made
    yield from row


def _in_place(row: list[Entry], base: Sequence[Entry], made: Sequence[Entry]) -> None:
    """Put rewritten entries where the base has them, beside versions that are still taken over."""
    order = list(dict.fromkeys(entry.code for entry in base))
    for entry in made:
        rank = order.index(entry.code)
        at = next((n for n, e in enumerate(row) if e.code in order and order.index(e.code) > rank), len(row))
        while at and row[at - 1].code not in order:
            at -= 1
        row.insert(at, entry)


def _place(row: Sequence[Entry], entry: Entry) -> int:
    """Where a new entry goes: where it says, else behind the last step of its phase, else at the end."""
    for key, shift in zip(PLACES, (0, 1), strict=True):
        if key in entry.data:
            found = [n for n, other in enumerate(row) if other.code == str(entry.data[key])]
            return (found[0] if not shift else found[-1] + 1) if found else len(row)
    same = [n for n, other in enumerate(row) if other.data.get("phase", "") == entry.data.get("phase", "")]
    return same[-1] + 1 if same else len(row)


def _inherited(variant: str, entry: Entry, own: Sequence[Entry], omitted: set[str]) -> Iterator[Entry]:
    """A base entry as the variant has it on the days for which it writes nothing of its own."""
    data = _without({**entry.data, "procedure": variant}, omitted)
    for span in _outside(entry.validity, [item.validity for item in own]):
        yield replace(
            entry,
            key=f"{variant}/{entry.code}",
            validity=span,
            data=_dated(data, span),
            taken_from=entry.taken_from or str(entry.data["procedure"]),
        )


def _overlaid(variant: str, base: Sequence[Entry], own: Entry, omitted: set[str]) -> list[Entry]:
    """What the variant writes, laid over each version of the base it meets; only the keys it writes are its own."""
    made = []
    for under in base:
        if (under.code != own.code and own.section != "procedure") or not under.validity.overlaps(own.validity):
            continue
        span = _both(under.validity, own.validity)
        data = {**_without({k: v for k, v in under.data.items() if k not in ITS_OWN}, omitted), **own.data}
        if "cite" in own.data:
            data = {k: v for k, v in data.items() if k not in OF_A_CITE or k in own.data}
        for key, items in dict(own.data.get(ALSO, {})).items():
            data[key] = [*_listed(data.get(key)), *_listed(items)]
        data.pop(ALSO, None)
        made.append(
            replace(
                own,
                validity=span,
                cite=str(data.get("cite", "")),
                status=str(data.get("status", "verified")),
                data=_dated({**data, **({"procedure": variant} if own.section != "procedure" else {})}, span),
            )
        )
    return made


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value in (None, "") else [value]


def _without(data: dict[str, Any], omitted: set[str]) -> dict[str, Any]:
    """Without the steps the variant omits, where a list loses nothing by it: one of several, or what closes a step."""
    for key in NAMED if omitted else ():
        if isinstance(data.get(key), list):
            data[key] = [code for code in data[key] if code not in omitted]
    for key in ("after", "starts", "met_by") if omitted else ():
        if isinstance(data.get(key), str):
            data[key] = _fewer(data[key], omitted)
        elif key in data:
            data[key] = [_fewer(str(group), omitted) for group in data[key]]
    if omitted and "reopens" in data:
        kept = [{**r, "steps": [c for c in _listed(r.get("steps")) if c not in omitted]} for r in data["reopens"]]
        data["reopens"] = [item for item in kept if item["steps"]]
    return data


def _fewer(group: str, omitted: set[str]) -> str:
    parts = [part.strip() for part in group.split("|")]
    return "|".join([part for part in parts if part not in omitted] or parts)


def _dated(data: Mapping[str, Any], span: Validity) -> dict[str, Any]:
    """The words of an entry with the days on which it is in force."""
    kept = {key: value for key, value in data.items() if key not in ("from", "to")}
    if span.start:
        kept["from"] = span.start.isoformat()
    if span.end:
        kept["to"] = span.end.isoformat()
    return kept


def _both(one: Validity, other: Validity) -> Validity:
    starts = [day for day in (one.start, other.start) if day]
    ends = [day for day in (one.end, other.end) if day]
    return Validity(max(starts) if starts else None, min(ends) if ends else None)


def _outside(span: Validity, others: Sequence[Validity]) -> Iterator[Validity]:
    """The days of a span that none of the others covers."""
    start = span.start or date.min
    for other in sorted((o for o in others if o.overlaps(span)), key=lambda o: o.start or date.min):
        if other.start and other.start > start:
            yield Validity(None if start == date.min else start, other.start - timedelta(1))
        if other.end is None:
            return
        start = max(start, other.end + timedelta(1))
    if span.end is None or start <= span.end:
        yield Validity(None if start == date.min else start, span.end)
