"""The range of one matter narrowed by exemption, benchmark and circumstances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from zhifa.core.conditions import Unknown
from zhifa.core.discretion.arithmetic import bounds_of, fen, interval_of, rule_of
from zhifa.core.discretion.factors import circumstances, concurrence, groundless, looked_at, tier_of, told
from zhifa.core.discretion.lighter import Comparison, compare, condition_of, explained, row_for, rows_for, unlawful
from zhifa.core.discretion.model import (
    EXEMPT,
    NOT_YET,
    ORDINARY,
    WEIGHED,
    WHOLE,
    Bounds,
    Circumstances,
    Facts,
    Line,
    Range,
)
from zhifa.core.facts import Value
from zhifa.core.rulebook import Entry, Rulebook, Rules
from zhifa.core.values import Refusal, format_yuan

HAPPENED: Final = "case.happened_on"
"""A day of which circumstances of the person, such as age, are judged."""


def range_for(
    *,
    book: Rulebook,
    matter: str,
    facts: Mapping[str, Value],
    happened_on: date,
    decided_on: date | None = None,
) -> Range | Refusal:
    """The interval of the fine for one act, or a refusal naming the fact that is missing.

    Substance follows the day of the act, unless the law of the day of decision is lighter (处罚法 37).
    """
    scope = Facts(book.vocabulary, {HAPPENED: happened_on, **facts})
    party = _party(book.as_of(happened_on), scope)
    if isinstance(party, Refusal):
        return party
    entry, lines, missing = _law(book, matter, party, scope, happened_on, decided_on or happened_on)
    if entry is None:
        return _not_then(book, matter, happened_on)
    rules = book.as_of(max(happened_on, entry.validity.start or happened_on))
    result = _narrow(rules, entry, party, scope, lines)
    if isinstance(result, Refusal):
        return result
    return _within_power(entry, replace(result, missing=tuple(dict.fromkeys((*missing, *result.missing)))))


def _not_then(book: Rulebook, matter: str, happened_on: date) -> Refusal:
    """Why no version of the matter is for an act of this day: which days the versions are for, and what to do."""
    versions = sorted(
        (entry for entry in book.section("matter") if entry.key == matter),
        key=lambda one: one.validity.start or date.min,
    )
    if not versions:
        return Refusal("discretion.matter", f"没有编码为“{matter}”的处罚事项", "核对事项编码")
    first, last = versions[0], versions[-1]
    span = f"自 {first.validity.start} 起" + (f"至 {last.validity.end}" if last.validity.end else "")
    return Refusal(
        "discretion.matter",
        f"“{last.data.get('title', matter)}”收录的规定{span}施行，{happened_on} 的行为适用当时的规定，没有收录",
        "核对违法行为发生日期；确是这一日的，依当时有效的法律认定，并与现行规定比较轻重",
        last.cite,
    )


def comparison_for(
    *, book: Rulebook, matter: str, facts: Mapping[str, Value], happened_on: date, decided_on: date
) -> Comparison | None:
    """The law of the act beside that of the decision, where they are two versions of the matter."""
    scope = Facts(book.vocabulary, {HAPPENED: happened_on, **facts})
    old, new = (book.as_of(day).entry("matter", matter) for day in (happened_on, decided_on))
    party = _party(book.as_of(happened_on), scope)
    if old is None or new is None or new is old or isinstance(party, Refusal):
        return None
    return compare(book, old, new, party, scope, decided_on)


def _within_power(entry: Entry, found: Range) -> Range:
    """What a township holding the power only by delegation may not exceed, and whose matter it is at all."""
    delegated = entry.data.get("delegated")
    if delegated:
        limit = int(delegated["max_fen"])
        said = f"受委托的只能处 {format_yuan(limit)} 元以下罚款，超过的由委托机关处罚"
        return replace(found, limit_fen=limit, trace=(*found.trace, Line(said, str(delegated["cite"]))))
    if entry.data.get("power") == "移送":
        said = f"由{entry.data.get('department')}处罚，发现后移送"
        return replace(found, trace=(*found.trace, Line(said, entry.cite)))
    return found


def _party(rules: Rules, scope: Facts) -> str | Refusal:
    """`个人` or `单位`: which column of the article applies to the party."""
    kind = scope.fact("party.kind")
    mapping = rule_of(rules, "party")
    for key, side in (("person", "个人"), ("organisation", "单位")):
        if kind in mapping.get(key, ()):
            return side
    return Refusal(
        "discretion.party",
        "没有登记当事人类型，不能确定适用个人还是单位的幅度",
        "登记 party.kind",
        missing=("party.kind",),
    )


def _law(
    book: Rulebook, matter: str, party: str, scope: Facts, happened_on: date, decided_on: date
) -> tuple[Entry | None, tuple[Line, ...], tuple[str, ...]]:
    """The version of the matter that applies, why, and the facts the comparison lacked."""
    old = book.as_of(happened_on).entry("matter", matter)
    new = book.as_of(decided_on).entry("matter", matter)
    if old is None or new is old:
        return old, (), ()
    if new is None:
        cite = str(rule_of(book.as_of(decided_on), "lighter_law").get("cite", ""))
        return old, (Line("决定时的清单中没有这一事项：核对新规定是否仍认为是违法", cite),), ()
    found = compare(book, old, new, party, scope, decided_on)
    return found.applies, explained(book, found, happened_on, decided_on), found.missing


def _narrow(rules: Rules, entry: Entry, party: str, scope: Facts, lines: tuple[Line, ...]) -> Range | Refusal:
    """The range of one matter narrowed by exemption, benchmark and circumstances."""
    still, unknown = unlawful(rules.book, entry, scope)
    if still is False:
        reasons = "；".join(condition_of(rules.book, entry.data["only_if"]).why_not(scope))
        line = Line(f"不具备构成条件（{reasons}），不认为是违法", entry.cite)
        return _range(entry, party, EXEMPT, (0, 0), None, (*lines, line), kind="不予处罚")
    exempt = circumstances(rules, scope).exempt
    for factor in exempt:
        lines += (Line(f"{factor.key}：应当不予行政处罚", factor.cite),)
    if exempt:
        return _range(entry, party, EXEMPT, (0, 0), None, lines, kind="不予处罚")
    row = row_for(rules.book, entry, party, scope)
    if row is None:
        return _no_fine(entry, party, lines)
    bounds = bounds_of(row, scope)
    if isinstance(bounds, Refusal):
        return bounds
    found = circumstances(rules, scope, looked_at(rules, entry, row))
    if refused := groundless(rules, found, scope):
        return refused
    basis = str(row.get("cite", entry.cite))
    lines += (Line(f"法定幅度（{party}）：{bounds.text}" + (f"；{row['say']}" if "say" in row else ""), basis),)
    if row.get("may"):
        lines += (Line("条文规定“可以”罚款：由机关衡量是否给予罚款", str(rule_of(rules, "optional").get("cite", ""))),)
    first = rule_of(rules, "first_time")
    if scope.yes("discretion.first_time"):
        lines += (Line("初次违法且危害后果轻微并及时改正，可以不予处罚", str(first.get("cite", ""))),)
    tiered = _tiered(rules, entry, party, scope, bounds, found, lines)
    return replace(tiered, missing=(*unknown, *tiered.missing))


def _no_fine(entry: Entry, party: str, lines: tuple[Line, ...]) -> Range | Refusal:
    waiting = [str(row["say"]) for row in rows_for(entry, party) if "say" in row]
    if waiting:
        lines += tuple(Line(f"尚不得罚款：{said}", entry.cite) for said in waiting)
        return _range(entry, party, NOT_YET, (0, 0), None, lines, kind="责令改正")
    return Refusal(
        "discretion.no_fine",
        f"“{entry.data.get('title')}”没有对{party}的罚款规定",
        "依条文责令停止、改正，或者核对当事人类型",
        entry.cite,
    )


def _tiered(
    rules: Rules,
    entry: Entry,
    party: str,
    scope: Facts,
    bounds: Bounds,
    found: Circumstances,
    lines: tuple[Line, ...],
) -> Range:
    fine = rule_of(rules, "fine")
    if not fine:
        lines += (Line("当日没有可用的裁量规则，按法定幅度"),)
        return _range(entry, party, WHOLE, fen(bounds.low, bounds.high), bounds, lines)
    benchmark, kind, said, missing = _benchmark(rules, entry, scope)
    lines += (*told(found), *said)
    tier = tier_of(found, benchmark, scope)
    reduced = tier == WEIGHED and scope.yes("discretion.reduce")
    interval, proof = interval_of(rules, tier, bounds, found, reduced=reduced)
    if scope.yes("discretion.departure"):
        lines += (*proof, *_departure(rules, scope, tier, interval))
        low, high = fen(bounds.low, bounds.high)
        least = 0 if scope.yes("discretion.reduce") else low
        return _range(entry, party, WHOLE, (least, high), bounds, lines, missing=missing)
    if kind and tier == benchmark:
        lines += (Line(f"本档适用{kind}，不处罚款"),)
        return _range(entry, party, tier, (0, 0), bounds, lines, kind=kind, missing=missing)
    together, more = concurrence(rules, entry, found)
    return _range(entry, party, tier, interval, bounds, (*lines, *proof, *more), missing=missing, concurrence=together)


def _departure(rules: Rules, scope: Facts, tier: str, interval: tuple[int, int]) -> tuple[Line, ...]:
    """What the benchmark would give, and whose approval it takes to leave it for the range of the article."""
    rule = rule_of(rules, "departure")
    side = "superior" if scope.fact("discretion.departure_from") == rule.get("from_superior") else "own"
    way = rule.get(side, {})
    low, high = (format_yuan(end) for end in interval)
    by = scope.fact("discretion.departure_by")
    approved = scope.fact("discretion.departure_opinion") == "同意" and isinstance(by, str)
    return (
        Line(f"按裁量基准为“{tier}”，{low} 元至 {high} 元；本案调整适用，在法定幅度以内确定", str(way.get("cite", ""))),
        Line(f"调整适用已经{by}" if approved else str(way.get("takes", "")), str(way.get("cite", ""))),
    )


def _benchmark(rules: Rules, entry: Entry, scope: Facts) -> tuple[str, str, tuple[Line, ...], tuple[str, ...]]:
    """The tier of the benchmark whose conditions hold: tier, kind it names, how it reads, facts it lacked."""
    benchmark = rules.entry("benchmark", str(entry.data.get("benchmark", "")))
    missing: list[str] = []
    for tier in benchmark.data.get("tiers", ()) if benchmark else ():
        holds: bool | Unknown = True
        if tier.get("when"):
            condition = condition_of(rules.book, str(tier["when"]))
            holds = condition.holds(scope)
            missing += condition.missing(scope) if isinstance(holds, Unknown) else ()
        if holds is True and benchmark:
            note = "（推定的基准）" if benchmark.status != "verified" else ""
            line = Line(f"裁量基准{note}：{tier['tier']}——{tier['say']}", benchmark.cite)
            return str(tier["tier"]), str(tier.get("kind", "")), (line,), tuple(dict.fromkeys(missing))
    return ORDINARY, "", (), tuple(dict.fromkeys(missing))


def _range(
    entry: Entry,
    party: str,
    tier: str,
    interval: tuple[int, int],
    bounds: Bounds | None,
    lines: Sequence[Line],
    *,
    kind: str = "罚款",
    missing: tuple[str, ...] = (),
    concurrence: str = "",
) -> Range:
    low, high = fen(bounds.low, bounds.high) if bounds else (0, 0)
    return Range(
        entry.key,
        str(entry.data.get("title", entry.key)),
        party,
        tier,
        interval[0],
        interval[1],
        low,
        high,
        kind,
        tuple(lines),
        missing,
        concurrence,
        tuple(str(place) for place in entry.data.get("applied", ())),
        entry.status,
    )
