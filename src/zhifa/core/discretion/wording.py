"""What a matter threatens, in words and without a case: its fines, its range at a glance, its benchmark in yuan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zhifa.core.discretion.arithmetic import bounds_of, fen, interval_of, rule_of
from zhifa.core.discretion.model import KEYS, Circumstances, Facts
from zhifa.core.facts import Vocabulary
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Refusal, format_yuan

SAMPLE_FEN: Final = 1_000_000
"""What an interval is worked out for where the fine is a share of a value nobody has named."""
ANYBODY: Final = "任何"


def _times(row: Mapping[str, Any]) -> tuple[str, str]:
    return ("percent", "%") if "max_percent" in row else ("times", " 倍")


def amount_words(row: Mapping[str, Any], words: Vocabulary) -> str:
    """One fine of an article: `500 元以上 2,000 元以下`, `违法所得 1 倍以上 3 倍以下`, `每平方米 100 元以下`."""
    if "base" in row:
        key, unit = _times(row)
        low = f"{row[f'min_{key}']}{unit}以上 " if f"min_{key}" in row else ""
        return f"{words.label(str(row['base']))}的 {low}{row[f'max_{key}']}{unit}以下"
    low_fen, high_fen = row.get("min"), row.get("max")
    if high_fen is None:
        return ""
    each = f"每{words[str(row['per'])].unit or '件'} " if "per" in row else ""
    if low_fen == high_fen:
        return f"{each}{format_yuan(high_fen)} 元"
    low = f"{format_yuan(low_fen)} 元以上 " if low_fen else ""
    return f"{each}{low}{format_yuan(high_fen)} 元以下"


def _fixed(rows: Sequence[Mapping[str, Any]]) -> str:
    """From the least to the most of the sums an article names: `500–2,000 元`, `500 元以下`."""
    ends = [(row.get("min", 0), row["max"]) for row in rows if "max" in row and not row.keys() & {"base", "per"}]
    if not ends:
        return ""
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return f"{format_yuan(high)} 元" if low == high else f"{format_yuan(low)}–{format_yuan(high)} 元" if low else (
        f"{format_yuan(high)} 元以下"
    )  # fmt: skip


def range_words(entry: Entry, words: Vocabulary) -> str:
    """What a matter threatens at a glance: sums by party, shares of a value, days of detention, else the kinds."""
    fines: Sequence[Mapping[str, Any]] = entry.data.get("fines", ())
    parts = []
    for party in dict.fromkeys(str(row.get("party", ANYBODY)) for row in fines):
        if said := _fixed([row for row in fines if row.get("party", ANYBODY) == party]):
            parts.append(said if party == ANYBODY else f"{party} {said}")
    shared = [row for row in fines if row.keys() & {"base", "per"}]
    if shared:
        parts.append(amount_words(shared[0], words) + ("等" if len(shared) > 1 else ""))
    if days := [(row.get("min", 0), row["max"]) for row in entry.data.get("detentions", ()) if "max" in row]:
        parts.append(f"拘留 {min(low for low, _ in days)}–{max(high for _, high in days)} 日")
    kinds = [str(kind) for kind in entry.data.get("kinds", ())]
    return "；".join(parts) or "、".join(kinds)


@dataclass(frozen=True, slots=True)
class TierWords:
    """One tier of a benchmark: what puts a case into it, and the sums it leads to for every fine of the article."""

    tier: str
    say: str
    when: str
    sums: tuple[str, ...]


def tiers_of(rules: Rules, entry: Entry) -> tuple[TierWords, ...]:
    """The benchmark of a matter with its intervals, one for every fine in the order of the article."""
    benchmark = rules.entry("benchmark", str(entry.data.get("benchmark", "")))
    return tuple(_tiers(rules, entry, benchmark)) if benchmark else ()


def _tiers(rules: Rules, entry: Entry, benchmark: Entry) -> Iterator[TierWords]:
    for tier in benchmark.data.get("tiers", ()):
        kind = str(tier.get("kind", ""))
        sums = tuple(kind or _sum(rules, row, str(tier["tier"])) for row in entry.data.get("fines", ()))
        yield TierWords(str(tier["tier"]), str(tier.get("say", "")), str(tier.get("when", "")), sums)


def _sum(rules: Rules, row: Mapping[str, Any], tier: str) -> str:
    """The interval of one fine for a tier: in yuan, or for each unit or each ten thousand yuan of the value."""
    words = rules.book.vocabulary
    known = {str(row["base"]): SAMPLE_FEN} if "base" in row else {str(row["per"]): 1} if "per" in row else {}
    bounds = bounds_of(row, Facts(words, known)) if row.keys() & {"max", "max_percent", "max_times"} else None
    if bounds is None or isinstance(bounds, Refusal):
        return ""
    low, high = fen(bounds.low, bounds.high)
    data = rule_of(rules, "fine").get(bounds.shape)
    if data and tier in KEYS and (KEYS[tier] in data or tier == "减轻"):
        (low, high), _ = interval_of(rules, tier, bounds, Circumstances((), (), ()))
    each = ""
    if "base" in row:
        each = f"{words.label(str(row['base']))}每 {format_yuan(SAMPLE_FEN)} 元："
    elif "per" in row:
        each = f"每{words[str(row['per'])].unit or '件'}："
    return f"{each}{_between(low, high)}"


def _between(low: int, high: int) -> str:
    """An interval in yuan; where it stops a fen short of both ends, the ends with a word that they are left out."""
    if low == high:
        return f"{format_yuan(low)} 元"
    if low % 100 == 1 and high % 100 == 99:
        return f"{format_yuan(low - 1)}–{format_yuan(high + 1)} 元（不含两端）"
    return f"{format_yuan(low)}–{format_yuan(high)} 元"
