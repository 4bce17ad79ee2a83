"""What several steps have in common, written once: the proofs and demands of delivery above all.

A `[[step_part]]` holds records, checks and papers. A step names it with the places that differ, as in
`parts = [{ use = "delivery", on = "notice.delivered_on" }]`, and `$on` in the part stands for what is named. Steps are
joined with their parts when the rules are compiled, so that nothing behind the compiler knows of parts. On days on
which a part has no version yet the step stands without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from zhifa.core.values import Validity

if TYPE_CHECKING:
    from zhifa.core.rulebook import Entry

SECTION: Final = "step_part"
KEY: Final = "parts"
LISTS: Final = ("records", "may_record", "checks", "papers")
"""What a part adds to the step's own; the step's own words go first and win."""
_PLACE: Final = re.compile(r"\$([a-z_]+)")


class BadPart(ValueError):
    """A step names a part that is not there, or not all of its places; the message says which, in Chinese."""


def joined(entries: Sequence[Entry]) -> Iterator[Entry | tuple[Entry, str]]:
    """The entries, every step joined with its parts, a version for each version of them; or a step and its fault."""
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.section == SECTION:
            parts.setdefault(entry.key, []).append(entry)
    for entry in entries:
        if entry.section != "step" or KEY not in entry.data:
            yield entry
            continue
        try:
            yield from _versions(entry, parts)
        except BadPart as fault:
            yield entry, str(fault)


def _versions(step: Entry, parts: Mapping[str, Sequence[Entry]]) -> Iterator[Entry]:
    named = step.data[KEY]
    if not isinstance(named, list) or not all(isinstance(item, Mapping) and "use" in item for item in named):
        raise BadPart('parts 应写作 [{ use = "delivery", … }]')
    if lost := [str(item["use"]) for item in named if str(item["use"]) not in parts]:
        raise BadPart(f"没有名为“{lost[0]}”的共用部分（[[step_part]]）")
    used = [entry for item in named for entry in parts[str(item["use"])]]
    for validity in _spans(step.validity, [entry.validity for entry in used]):
        data = {key: value for key, value in step.data.items() if key != KEY}
        for item in named:
            part = next((e for e in parts[str(item["use"])] if _covers(e.validity, validity)), None)
            data = _merged(data, _placed(part, item)) if part else data
        if validity.start:
            data["from"] = validity.start.isoformat()
        if validity.end:
            data["to"] = validity.end.isoformat()
        yield replace(step, validity=validity, data=data)


def _spans(own: Validity, others: Iterable[Validity]) -> Iterator[Validity]:
    """The life of a step cut where one of its parts changes."""
    cuts = {day for other in others for day in (other.start, other.end + timedelta(1) if other.end else None) if day}
    inside = sorted(day for day in cuts if own.contains(day) and day != own.start)
    starts: list[date | None] = [own.start, *inside]
    ends: list[date | None] = [*(day - timedelta(1) for day in inside), own.end]
    yield from (Validity(start, end) for start, end in zip(starts, ends, strict=True))


def _covers(outer: Validity, inner: Validity) -> bool:
    return (outer.start is None or (inner.start is not None and outer.start <= inner.start)) and (
        outer.end is None or (inner.end is not None and inner.end <= outer.end)
    )


def _placed(part: Entry, named: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a part with what the step names put in their places."""
    asked: set[str] = set()

    def put(value: Any) -> Any:
        if isinstance(value, str):
            asked.update(_PLACE.findall(value))
            return _PLACE.sub(lambda found: str(named.get(found[1], found[0])), value)
        if isinstance(value, list):
            return [put(item) for item in value]
        if isinstance(value, Mapping):
            return {key: put(item) for key, item in value.items()}
        return value

    made = {key: put(part.data[key]) for key in LISTS if key in part.data}
    if lacking := sorted(asked - set(named)):
        raise BadPart(f"用共用部分“{part.key}”应写明 {'、'.join(lacking)}")
    if needless := sorted(set(named) - asked - {"use"}):
        raise BadPart(f"共用部分“{part.key}”没有 {'、'.join(needless)} 这一处")
    return made


def _merged(step: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(step)
    known = {_fact(item) for key in ("records", "may_record") for item in step.get(key, ())}
    for key, items in part.items():
        fresh = [item for item in items if key in ("checks", "papers") or _fact(item) not in known]
        made[key] = [*step.get(key, ()), *(item for item in fresh if item not in step.get(key, ()))]
    return made


def _fact(item: Any) -> str:
    return str(item["fact"]) if isinstance(item, Mapping) else str(item)
