"""From a statutory range and a tier to an interval in fen. The percentages are rule data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from zhifa.core.discretion.model import (
    HEAVIER,
    KEYS,
    LIGHTER,
    ORDINARY,
    REDUCED,
    WEIGHED,
    Bounds,
    Circumstances,
    Facts,
    Line,
)
from zhifa.core.rulebook import Rules
from zhifa.core.values import Refusal, format_yuan


def rule_of(rules: Rules, code: str) -> Mapping[str, Any]:
    entry = rules.entry("discretion_rule", code)
    return entry.data if entry else {}


def bounds_of(row: Mapping[str, Any], scope: Facts) -> Bounds | Refusal:
    """The statutory range of one fine: fixed sums, so much for each unit, or a share of a value."""
    if "base" in row:
        return _of_value(row, scope)
    if "per" in row:
        return _for_each(row, scope)
    high = Fraction(int(row["max"]))
    if not row.get("min"):
        return Bounds("cap", Fraction(0), high, f"{format_yuan(int(row['max']))} 元以下")
    low = Fraction(int(row["min"]))
    if low == high:
        return Bounds("range", low, high, f"{format_yuan(int(low))} 元")
    return Bounds("range", low, high, f"{format_yuan(int(low))} 元以上 {format_yuan(int(high))} 元以下")


def _of_value(row: Mapping[str, Any], scope: Facts) -> Bounds | Refusal:
    """Multiples or per cent of a value; without a lower end it is a ceiling like any other."""
    base = scope.fact(str(row["base"]))
    if not isinstance(base, int) or isinstance(base, bool):
        return _lacking(str(row["base"]), "罚款按价值计算", scope)
    key, unit, part = ("percent", "%", 100) if "max_percent" in row else ("times", "倍", 1)
    high = Fraction(Decimal(str(row[f"max_{key}"]))) / part * base
    about = f"，基数（{scope.vocabulary.label(str(row['base']))}）{format_yuan(base)} 元"
    if f"min_{key}" not in row:
        return Bounds("cap", Fraction(0), high, f"{row[f'max_{key}']}{unit}以下{about}")
    low = Fraction(Decimal(str(row[f"min_{key}"]))) / part * base
    if low == 0:
        return Bounds("cap", low, high, f"{row[f'max_{key}']}{unit}以下{about}")
    return Bounds("multiple", low, high, f"{row[f'min_{key}']}{unit}以上{row[f'max_{key}']}{unit}以下{about}")


def _for_each(row: Mapping[str, Any], scope: Facts) -> Bounds | Refusal:
    """So much for every square metre, tree or piece."""
    code = str(row["per"])
    count = scope.fact(code)
    if not isinstance(count, int | Decimal) or isinstance(count, bool):
        return _lacking(code, "罚款按数量计算", scope)
    low, high = (Fraction(int(row.get(key, 0))) * Fraction(count) for key in ("min", "max"))
    each = bounds_of({key: value for key, value in row.items() if key != "per"}, scope)
    said = each.text if isinstance(each, Bounds) else ""
    text = f"每{scope.vocabulary[code].unit or '件'} {said}，{scope.vocabulary.label(code)} {count}"
    return Bounds("range" if low else "cap", low, high, text)


def _lacking(code: str, why: str, scope: Facts) -> Refusal:
    label = scope.vocabulary.label(code)
    return Refusal("discretion.base", f"{why}，缺“{label}”", f"登记{label}", missing=(code,))


def interval_of(
    rules: Rules, tier: str, bounds: Bounds, found: Circumstances, *, reduced: bool = False
) -> tuple[tuple[int, int], tuple[Line, ...]]:
    """The interval of a tier in fen, with its arithmetic. `reduced` opens what is weighed below the lower end too."""
    several = rule_of(rules, "several")
    if tier == WEIGHED:
        return _weighed(rules, bounds, str(several.get("mixed", {}).get("cite", "")), reduced=reduced)
    if bounds.low == bounds.high and tier != REDUCED:
        return fen(bounds.low, bounds.high), (Line("法定数额固定，没有裁量幅度"),)
    data = rule_of(rules, "fine")[bounds.shape]
    interval, line = _share(tier, bounds, data)
    lines = (line, *_rounded(tier, bounds, data))
    side, count = ("lighter", found.lighter) if tier == LIGHTER else ("heavier", found.heavier)
    rule = several.get(side, {})
    if tier not in (LIGHTER, HEAVIER) or len(count) < int(several.get("at_least", 2)) or rule.get("takes") == "band":
        return interval, lines
    end = interval[0] if rule.get("takes") == "lowest" else interval[1]
    word = "最低" if rule.get("takes") == "lowest" else "最高"
    said = f"有 {len(count)} 个{tier}情节，一般按照{word}处罚幅度：{format_yuan(end)} 元"
    return (end, end), (*lines, Line(said, str(rule.get("cite", ""))))


def _weighed(rules: Rules, bounds: Bounds, cite: str, *, reduced: bool) -> tuple[tuple[int, int], tuple[Line, ...]]:
    """Circumstances on both sides: from where lightening begins to where aggravating ends (第355号令 17(3)).

    Where the article names no lower end, less than a lighter penalty is a reduced one, and that must be decided.
    """
    shares = rule_of(rules, "fine")[bounds.shape]
    least = bounds.low + (bounds.high - bounds.low) * int(shares[KEYS[LIGHTER]][0]) / 100
    low, high = fen(Fraction(0) if reduced else least, bounds.high)
    where = (
        "确定，决定减轻的可以低于从轻的下限" if reduced else f"在 {format_yuan(low)} 元至 {format_yuan(high)} 元内确定"
    )
    said = f"既有从轻又有从重情节，综合衡量事实、性质、情节和社会危害程度后{where}"
    return (low, high), (Line(said, cite),)


def _rounded(tier: str, bounds: Bounds, data: Mapping[str, Any]) -> tuple[Line, ...]:
    """Where an end is no whole fen, how it was rounded: inwards, so that the interval never leaves the article."""
    low, high = (int(part) for part in data[KEYS[tier]]) if KEYS[tier] in data else (0, 0)
    ends = [bounds.low + (bounds.high - bounds.low) * part / 100 for part in (low, high)]
    if all(end.denominator == 1 for end in ends):
        return ()
    return (Line("金额以分为最小单位，不足一分的下限进位、上限舍去，不超出算得的幅度"),)


def _share(tier: str, bounds: Bounds, data: Mapping[str, Any]) -> tuple[tuple[int, int], Line]:
    cite = str(data.get("cite", ""))
    if tier == REDUCED and "reduced" not in data:
        top = max(ceil(bounds.low) - 1, 0)
        return (0, top), Line(f"减轻处罚低于法定下限 {_yuan(bounds.low)} 元", cite)
    low, high = (int(part) for part in data[KEYS[tier]])
    span = bounds.high - bounds.low
    start, end = bounds.low + span * low / 100, bounds.low + span * high / 100
    origin = "" if bounds.low == 0 else f"{_yuan(bounds.low)} + "
    ends = [f"{origin}{_yuan(span)} × {part}% = {_yuan(at)} 元" for part, at in ((low, start), (high, end))]
    said = f"{tier}：{ends[0]} 至 {ends[1]}"
    if tier == ORDINARY:
        return (floor(start) + 1, ceil(end) - 1), Line(said + "（两端不含本数）", cite)
    if tier == REDUCED:
        return (ceil(start), ceil(end) - 1), Line(said + "（上端不含本数）", cite)
    return fen(start, end), Line(said + "（含本数）", cite)


def fen(low: Fraction, high: Fraction) -> tuple[int, int]:
    return ceil(low), floor(high)


def _yuan(amount: Fraction) -> str:
    return format_yuan(round(amount))
