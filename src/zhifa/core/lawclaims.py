"""What rule entries claim of the articles they cite, so that law can be asked whether it says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from zhifa.core.citations import Citation, parse_all
from zhifa.core.lawcheck import UNIT_WORDS, Claim
from zhifa.core.numerals import chinese_number
from zhifa.core.values import Validity

# Tables inside entries that hold no claims: the index itself and the days of the calendar.
_SILENT = frozenset({"versions", "days", "off", "work", "statutory"})


def claims_from_entry(section: str, entry: Mapping[str, Any], *, place: str = "") -> list[Claim]:
    """What a rule entry claims of its articles: itself and every cited table inside it.

    Reads `cite` and `applied` (together they must say the figures), `violated` and other `…_cite` keys (they must
    exist), `length` with `unit`, `value` of thresholds, `min`/`max`/`min_fen`/`max_fen`/`fen`/`amounts` in fen,
    `min_times`/`max_times`, `percent`, `kinds` of penalties and `says` (literal words). `unsaid = true` in a table
    keeps its figures from being looked for: they are derived. ValueError when a citation cannot be read.
    """
    where = place or f"{section} {entry.get('code') or entry.get('title') or ''}".strip()
    root = Claim(
        where,
        (),
        Validity(_date(entry.get("from")), _date(entry.get("to"))),
        status=str(entry.get("status", "verified")),
        unit=str(entry.get("unit", "day")),
    )
    return list(_walk(section, entry, root))


def _date(raw: object) -> date | None:
    return date.fromisoformat(str(raw)) if raw else None


def _inner_date(raw: object) -> date | None:
    """A date of a table inside an entry; in pauses `from` and `to` name steps instead."""
    try:
        return _date(raw)
    except ValueError:
        return None


def _walk(section: str, table: Mapping[str, Any], base: Claim) -> Iterator[Claim]:
    """The claims of one table; a table without a citation of its own rests on that of the table around it."""
    own = _cited(table, "cite", "applied")
    mine = Claim(
        base.place,
        own or base.citations,
        Validity(
            _inner_date(table.get("from")) or base.validity.start, _inner_date(table.get("to")) or base.validity.end
        ),
        unit=str(table.get("unit", base.unit)),
        status=str(table.get("status", base.status)),
    )
    claim = _figures(section, table, mine)
    if own or claim != mine:
        yield claim
    yield from _beside(table, mine)
    for key, value in table.items():
        for number, inner in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(inner, Mapping) or key in _SILENT:
                continue
            if section == "matter" and key == "detentions":
                own = _cited(inner, "cite") or mine.citations
                if all(isinstance(inner.get(end, 0), int) for end in ("min", "max")) and "max" in inner:
                    words = (_detention(inner),)
                    yield replace(mine, place=f"{base.place}.{key}[{number}]", citations=own, words=words)
            elif section == "matter" and key == "fines":
                # The ranges are read as pairs beside the article: see matterlaw.sums.
                yield replace(mine, place=f"{base.place}.{key}[{number}]", citations=_cited(inner, "cite"))
            else:
                yield from _walk(section, inner, replace(mine, place=f"{base.place}.{key}[{number}]"))


def _detention(row: Mapping[str, Any]) -> str:
    """How a statute words a detention: 五日以上十日以下拘留."""
    least = f"{chinese_number(row['min'])}日以上" if "min" in row else ""
    return f"{least}{chinese_number(row['max'])}日以下拘留"


def _cited(table: Mapping[str, Any], *keys: str) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for key in keys for citation in parse_all(table.get(key))))


def _beside(table: Mapping[str, Any], mine: Claim) -> Iterator[Claim]:
    """Citations beside the main one: the articles violated, the ground of a `seizure`, and `limitation_cite` with its
    years or months.

    They are followed as they stand today, so a version younger than the rule is no error; a dead one is.
    """
    mine = replace(mine, validity=Validity(None, mine.validity.end))
    for citation in _cited(table, "violated"):
        yield replace(mine, place=f"{mine.place}.violated", citations=(citation,))
    for key in table:
        if (key.endswith("_cite") or key == "seizure") and isinstance(table[key], str):
            name = key.removesuffix("_cite")
            claim = replace(mine, place=f"{mine.place}.{key}", citations=_cited(table, key))
            for unit in ("year", "month"):
                length = table.get(f"{name}_{unit}s")
                claim = replace(claim, length=length, unit=unit) if isinstance(length, int) else claim
            yield claim


def _figures(section: str, table: Mapping[str, Any], claim: Claim) -> Claim:
    """The numbers and words that the table says stand in its articles."""
    says = tuple(str(word) for word in _list(table.get("says")))
    if table.get("unsaid") is True:
        return replace(claim, words=says)
    amounts = [table[key] for key in ("fen", "min_fen", "max_fen", "min", "max") if key in table]
    amounts += _list(table.get("amounts"))
    percents = [table[key] for key in ("min_percent", "max_percent") if key in table]
    percents, length = percents + _list(table.get("percent")) + _list(table.get("percent_per_day")), table.get("length")
    if section == "discretion_rule":
        shares = [share for share in table.values() if isinstance(share, list) and len(share) == 2]
        percents += [part for share in shares for part in share if part not in (0, 100)]
    if section == "threshold" and "value" in table:
        kind = str(table.get("unit", "fen"))
        if kind in UNIT_WORDS:
            length = table["value"]
        elif kind in ("percent", "%"):
            percents.append(table["value"])
        elif kind in ("fen", "元", "money", "yuan"):
            amounts.append(table["value"])
    if section == "counting":
        says += tuple(f"{chinese_number(days)}日" for days in _list(table.get("workday_lengths")))
        says += (f"{chinese_number(table['workday_up_to'])}日以内",) if "workday_up_to" in table else ()
    kinds = tuple(str(word) for word in _list(table.get("kinds"))) if section == "matter" else ()
    return replace(
        claim,
        length=length if isinstance(length, int) and not isinstance(length, bool) else None,
        amounts=tuple(amount for amount in amounts if isinstance(amount, int) and amount > 0),
        percents=tuple(percent for percent in percents if isinstance(percent, int)),
        times=tuple(int(str(table[key])) for key in ("min_times", "max_times") if str(table.get(key, "")).isdigit()),
        words=(*says, *kinds),
    )


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
