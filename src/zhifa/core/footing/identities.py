"""Cross-footing: relations between figures that must hold, with an explanation in Chinese where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from zhifa.core.rulebook import Entry, Rules

Number: TypeAlias = "int | Decimal"
HOLDS, CONTRADICTION, UNEXPLAINED, UNDECIDABLE = "holds", "contradiction", "unexplained", "undecidable"
_RELATIONS: Final[Mapping[str, tuple[str, Callable[[Number, Number], bool]]]] = {
    "==": ("等于", lambda left, right: left == right),
    "<=": ("不大于", lambda left, right: left <= right),
    ">=": ("不小于", lambda left, right: left >= right),
}


class BadIdentity(ValueError):
    """An identity the rules define wrongly; the message names it, in Chinese."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One relation: the sum of some figures against the sum of others, or a kind of act the report must name.

    `severity` says what a failure means: `contradiction` (the figures cannot both be right) or `unexplained`
    (possible, but the report must say why).
    """

    code: str
    say: str
    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]
    severity: str
    needs_name: str = ""


@dataclass(frozen=True, slots=True)
class Footing:
    """How one identity stands, with the arithmetic."""

    identity: Identity
    state: str
    expression: str
    explain: str

    @property
    def holds(self) -> bool | None:
        """True, False, or None where figures are missing."""
        return None if self.state == UNDECIDABLE else self.state == HOLDS


def identities(rules: Rules) -> Sequence[Identity]:
    """The identities in force, in the order they are written."""
    return rules.built("identities", lambda given: [_identity(e) for e in given.entries("identity").values()])


def _identity(entry: Entry) -> Identity:
    data = entry.data
    severity, relation = str(data.get("severity", CONTRADICTION)), str(data.get("relation", "=="))
    if severity not in (CONTRADICTION, UNEXPLAINED):
        raise BadIdentity(f"勾稽关系 {entry.key}：severity 只能是 contradiction 或 unexplained，现为“{severity}”")
    if relation not in _RELATIONS:
        raise BadIdentity(f"勾稽关系 {entry.key}：relation 只能是 {'、'.join(_RELATIONS)}，现为“{relation}”")
    named = str(data.get("needs_name", ""))
    left, right = (tuple(str(code) for code in data.get(side, ())) for side in ("left", "right"))
    if not left or bool(right) == bool(named):
        raise BadIdentity(f"勾稽关系 {entry.key}：须写 left 和 right，或者 left 和 needs_name")
    return Identity(entry.key, str(data["say"]), left, relation, right, severity, named)


def foot(
    wanted: Iterable[Identity],
    figures: Mapping[str, Number],
    *,
    titles: Mapping[str, str] | None = None,
    kinds_named: Sequence[str] | None = None,
) -> list[Footing]:
    """Judge every identity on the figures given.

    A figure that was not given makes its identity undecidable. `kinds_named` is the report's own list of kinds of
    acts; without it nothing is said about what the list leaves out.
    """
    return [_one(identity, figures, titles or {}, kinds_named) for identity in wanted]


def _one(
    identity: Identity,
    figures: Mapping[str, Number],
    titles: Mapping[str, str],
    kinds_named: Sequence[str] | None,
) -> Footing:
    missing = [code for code in (*identity.left, *identity.right) if code not in figures]
    if identity.needs_name:
        missing = [] if any(figures.get(code) for code in identity.left) else missing
    if missing or (identity.needs_name and kinds_named is None):
        said = "、".join(titles.get(code, code) for code in missing) or "报告列举的行为类别"
        return Footing(identity, UNDECIDABLE, identity.say, f"缺“{said}”，不能核对")
    if identity.needs_name:
        return _naming(identity, figures, titles, kinds_named or ())
    left, right = _side(identity.left, figures, titles), _side(identity.right, figures, titles)
    word, test = _RELATIONS[identity.relation]
    expression = f"{left[1]} {identity.relation} {right[1]}"
    if test(left[0], right[0]):
        return Footing(identity, HOLDS, expression, f"{left[2]}{word}{right[2]}：相符")
    difference = Decimal(left[0]) - Decimal(right[0])
    need = "须更正" if identity.severity == CONTRADICTION else "须说明原因"
    explain = f"{identity.say}：{left[2]}应{word}{right[2]}，相差 {_plain(abs(difference))}，{need}"
    return Footing(identity, identity.severity, expression, explain)


def _naming(
    identity: Identity, figures: Mapping[str, Number], titles: Mapping[str, str], kinds_named: Sequence[str]
) -> Footing:
    """Whether the report's list of kinds of acts names the kind for which it gives a figure."""
    found: list[tuple[str, Number]] = [
        (titles.get(code, code), figures[code]) for code in identity.left if figures.get(code)
    ]
    listed = "、".join(kinds_named) or "无"
    expression = f"{identity.needs_name} ∈ {{{listed}}}"
    if not found or identity.needs_name in kinds_named:
        return Footing(identity, HOLDS, expression, f"{identity.say}：相符")
    shown = "、".join(f"{title} {_plain(value)}" for title, value in found)
    explain = f"有{shown}，属于{identity.needs_name}，而报告列举的行为类别（{listed}）没有它，须说明原因"
    return Footing(identity, identity.severity, expression, explain)


def _side(codes: tuple[str, ...], figures: Mapping[str, Number], titles: Mapping[str, str]) -> tuple[Number, str, str]:
    """The sum of one side, as numbers and as words; zeros are left out of long sums."""
    total: Number = sum((figures[code] for code in codes), 0)
    shown = [code for code in codes if figures[code]] if len(codes) > 2 else list(codes)
    numbers = " + ".join(_plain(figures[code]) for code in shown) or "0"
    words = " + ".join(f"{titles.get(code, code)} {_plain(figures[code])}" for code in shown) or "0"
    if len(shown) > 1:
        words, numbers = f"（{words} = {_plain(total)}）", f"{numbers} = {_plain(total)}"
    return total, numbers, words


def _plain(number: Number) -> str:
    return format(number.normalize(), "f") if isinstance(number, Decimal) else str(number)
