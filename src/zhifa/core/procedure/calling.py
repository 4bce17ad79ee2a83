"""What the named functions of conditions answer, and how their arguments are called in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from zhifa.core.conditions import UNKNOWN, Known, Result, Unknown
from zhifa.core.kinship import kin
from zhifa.core.procedure import lawcalls
from zhifa.core.values import SHANGHAI, Moment

if TYPE_CHECKING:
    from zhifa.core.procedure.scope import Scope


PERSONS: Final = ("个人", "个体工商户")
"""Parties to whom the amounts for citizens apply."""


def _home(scope: Scope, step: str) -> str | None:
    return scope.state.home(scope.proceeding, step)


def _done(scope: Scope, step: Any) -> Result:
    home = _home(scope, step)
    return home is not None and scope.state.done(home, step)


def _ever(scope: Scope, step: Any) -> Result:
    home = _home(scope, step)
    return home is not None and bool(scope.state.instances(home, step))


def _anywhere(scope: Scope, step: Any) -> Result:
    """Whether any proceeding of the case, also one this one opened, ever had the step taken by somebody."""
    runs = scope.state.runs.values()
    return any(item.taken.step == step and not item.taken.is_deemed for run in runs for item in run.instances)


def _day(scope: Scope, step: Any) -> Result:
    home = _home(scope, step)
    found = scope.state.standing(home, step) if home else None
    return found.taken.at.day if found else UNKNOWN


def _count_of(scope: Scope, step: Any) -> Result:
    home = _home(scope, step)
    if home is None:
        return 0
    return sum(1 for item in scope.state.instances(home, step) if item.standing and item.counts)


def _needed(scope: Scope, code: Any) -> Result:
    home = _home(scope, code)
    found = scope.state.procedure(home) if home else None
    step = found.steps.get(code) if found else None
    if step is None or step.needed_if is None:
        return step is not None
    return step.needed_if.holds(type(scope)(scope.state, home or scope.proceeding, scope.day, scope.overlay))


def _point(scope: Scope, code: Any) -> Result:
    """A point or a step of the proceeding or of one above it; what none of them knows has not come."""
    state, current = scope.state, scope.proceeding
    while current in state.runs:
        run = state.runs[current].proceeding
        if any(state.context.book.versions(section, f"{run.procedure}/{code}") for section in ("point", "step")):
            return state.satisfied(current, code)
        current = run.parent
    return False


def _dues(scope: Scope, code: Any) -> list[Any]:
    from zhifa.core.procedure.periods import of_period

    return of_period(scope.state, scope.proceeding, code, scope.day)


def _passed(scope: Scope, code: Any) -> Result:
    dues = _dues(scope, code)
    return bool(dues) and all(item.due_on is not None and item.due_on < scope.day for item in dues)


def _running(scope: Scope, code: Any) -> Result:
    return any(item.state in {"running", "paused"} for item in _dues(scope, code))


def _ends(scope: Scope, code: Any) -> Result:
    days = [item.due_on for item in _dues(scope, code) if item.due_on is not None]
    return max(days) if days else UNKNOWN


def _attached(scope: Scope, procedure: str) -> list[str]:
    """Proceedings of a procedure or of its variants attached to this one that had begun by the day."""
    children, book = scope.state.case.children(scope.proceeding), scope.state.context.book
    return [c.id for c in children if procedure in kin(book, c.procedure) and scope.state.begun(c.id) <= scope.day]


def _proceedings(scope: Scope, procedure: Any) -> Result:
    """How many proceedings of a procedure or its variants the whole case had by the day, this one included."""
    everything, book = scope.state.case.proceedings.values(), scope.state.context.book
    return sum(1 for p in everything if procedure in kin(book, p.procedure) and scope.state.begun(p.id) <= scope.day)


def _linked(scope: Scope, procedure: Any) -> Result:
    return bool(_attached(scope, procedure))


def _ended(scope: Scope, procedure: Any) -> Result:
    attached = _attached(scope, procedure)
    return bool(attached) and all(scope.state.ended(item) is not None for item in attached)


def _threshold(scope: Scope, code: Any) -> Result:
    """A statutory sum: the procedure's own where it has one, else that of what it is a variant of, else everybody's."""
    state = scope.state
    rules, owner = state.context.rules(scope.day), state.runs[scope.proceeding].proceeding.procedure
    for place in (*(f"{name}/" for name in kin(state.context.book, owner)), ""):
        if (entry := rules.entry("threshold", f"{place}{code}")) is not None:
            return int(entry.data["value"])
        if rules.entry("threshold", f"{place}{code}.person") is None:
            continue
        kind = scope.fact("party.kind")
        if isinstance(kind, Unknown):
            return UNKNOWN
        entry = rules.entry("threshold", f"{place}{code}.{'person' if kind in PERSONS else 'organisation'}")
        return int(entry.data["value"]) if entry else UNKNOWN
    return UNKNOWN


def _plain(value: Known) -> Any:
    return value.day if isinstance(value, Moment) else value


def _days(scope: Scope, first: Known, last: Known) -> Result:
    first, last = _plain(first), _plain(last)
    return (last - first).days if isinstance(first, date) and isinstance(last, date) else UNKNOWN


def _workdays(scope: Scope, first: Known, last: Known) -> Result:
    first, last = _plain(first), _plain(last)
    if not (isinstance(first, date) and isinstance(last, date)):
        return UNKNOWN
    return scope.state.context.calendar.workdays_between(first, last)


def _times(scope: Scope, amount: Known, number: Known) -> Result:
    both = isinstance(amount, int | Decimal) and isinstance(number, int | Decimal)
    return amount * number if both else UNKNOWN  # type: ignore[operator]


def _after_workdays(scope: Scope, first: Known, number: Known) -> Result:
    day = _plain(first)
    if not (isinstance(day, date) and isinstance(number, int)):
        return UNKNOWN
    return scope.state.context.calendar.add_workdays(day, number)


def _holiday(scope: Scope, when: Known) -> Result:
    """Whether a day is a statutory holiday itself, not a mere day of rest."""
    day = _plain(when)
    return scope.state.context.calendar.is_statutory(day) if isinstance(day, date) else UNKNOWN


def _hour(scope: Scope, when: Known) -> Result:
    """The hour of a moment on the clock; unknown where only the day was recorded."""
    return when.at.hour if isinstance(when, Moment) and when.at else UNKNOWN


def _heaviest(scope: Scope, kinds: Known, form: Any = "penalty") -> Result:
    """The heaviest of several kinds of penalty, in the order of the day's own list, or of a form that has another."""
    order = scope.state.context.rules(scope.day).entry("kind_order", form)
    if not isinstance(kinds, tuple) or not kinds or order is None:
        return UNKNOWN
    ranks = {kind: rank for rank, kind in enumerate(order.data["order"])}
    return max((str(kind) for kind in kinds), key=lambda kind: ranks.get(kind, -1))


def _party_is(scope: Scope, kind: Any) -> Result:
    held = scope.fact("party.kind")
    return held == kind if isinstance(held, str) else UNKNOWN


def _in_list(scope: Scope, name: Any, item: Any) -> Result:
    entry = scope.state.context.rules(scope.day).entry("list", name)
    return item in entry.data["items"] if entry else False


def _set(value: Known) -> set[Any]:
    return set(value) if isinstance(value, tuple) else {value}


def _age(scope: Scope, born: Known, on: Known) -> Result:
    """Full years of age on a day."""
    first, last = _plain(born), _plain(on)
    if not (isinstance(first, date) and isinstance(last, date)):
        return UNKNOWN
    return scope.state.context.births.full_years(first, last)


def _born(scope: Scope) -> Result:
    """The party's day of birth: as it is on record, else as the citizen's number says."""
    born = scope.fact("party.born_on")
    if not isinstance(born, Unknown):
        return born
    number = scope.number("party.id_number")
    said = scope.state.context.births.born_on(number) if isinstance(number, str) else None
    return UNKNOWN if said is None else said


def _fines(scope: Scope, side: str) -> list[int | None]:
    """The ends of every fine the matter's articles allow this kind of party, in force when the act happened.

    None for one counted from a value or a number that nobody recorded; no lower end is an end of nothing.
    """
    code, happened = scope.fact("matter.code"), _plain(scope.fact("case.happened_on"))  # type: ignore[arg-type]
    day = happened if isinstance(happened, date) else scope.day
    entry = scope.state.context.rules(day).entry("matter", str(code))
    if entry is None:
        return []
    party = "个人" if scope.fact("party.kind") in PERSONS else "单位"
    rows = [row for row in entry.data.get("fines", ()) if row.get("party", party) in (party, "任何")]
    return [_fine_end(scope, row, side) for row in rows]


def _fine_end(scope: Scope, row: Mapping[str, Any], side: str) -> int | None:
    """One end of one fine in fen, rounded outwards: what lies beyond it is beyond the article."""
    counted = str(row.get("base") or row.get("per") or "")
    if not counted:
        return int(row.get(side, 0))
    held = scope.fact(counted)
    if isinstance(held, bool) or not isinstance(held, int | Decimal):
        return None
    factor = Decimal(str(row.get(f"{side}_times", 0))) + Decimal(str(row.get(f"{side}_percent", 0))) / 100
    exact = Decimal(held) * (factor if "base" in row else int(row.get(side, 0)))
    return int(exact.to_integral_value(ROUND_CEILING if side == "max" else ROUND_FLOOR))


def _fine_ceiling(scope: Scope) -> Result:
    found = _fines(scope, "max")
    ends = [end for end in found if end is not None]
    return max(ends) if ends and len(ends) == len(found) else UNKNOWN


def _fine_floor(scope: Scope) -> Result:
    found = _fines(scope, "min")
    ends = [end for end in found if end is not None]
    return min(ends) if ends and len(ends) == len(found) else UNKNOWN


def _detention_ceiling(scope: Scope) -> Result:
    """The most days of detention the matter's articles allow for one act, in force when the act happened."""
    code, happened = scope.fact("matter.code"), _plain(scope.fact("case.happened_on"))  # type: ignore[arg-type]
    day = happened if isinstance(happened, date) else scope.day
    entry = scope.state.context.rules(day).entry("matter", str(code))
    ends = [int(row["max"]) for row in entry.data.get("detentions", ())] if entry else []
    return max(ends) if ends else UNKNOWN


def _surcharge(scope: Scope) -> Result:
    from zhifa.core.procedure.accruals import accruals

    return sum(item.amount_fen for item in accruals(scope.state, scope.proceeding, scope.day))


def _taken_on(scope: Scope) -> Result:
    """The day of the step the condition is asked of; unknown where it is asked of none."""
    return scope.taken.at.day if scope.taken else UNKNOWN


def _entered_on(scope: Scope) -> Result:
    """The day on which that step was entered, in Shanghai; one that came in a light case or a list tells nothing."""
    taken = scope.taken
    if taken is None or taken.part or scope.state.listed(taken.proceeding):
        return UNKNOWN
    return taken.recorded_at.astimezone(SHANGHAI).date()


_NUMBERS: Final = re.compile(r"(?<![0-9])([1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
"""A citizen's identity number (GB 11643) or a mobile telephone number, with no digit beside it."""


def _shows_number(scope: Scope, text: Known) -> Result:
    """Whether a text shows a number by which a person is known."""
    return _NUMBERS.search(str(text)) is not None


def _says(scope: Scope, text: Known, words: Known) -> Result:
    """Whether a text has one of some words in it."""
    return any(str(word) in str(text) for word in (words if isinstance(words, tuple) else (words,)))


TELLING: Final = 6
"""A text of fewer characters tells too little to be held against another."""


def _shared(scope: Scope, first: Known, second: Known) -> Result:
    """How much of the shorter of two texts stands in the other, in hundredths of its pairs of characters."""
    shorter, longer = sorted((re.sub(r"\s+", "", str(text)) for text in (first, second)), key=len)
    if len(shorter) < TELLING:
        return UNKNOWN
    pairs = [shorter[place : place + 2] for place in range(len(shorter) - 1)]
    return 100 * sum(pair in longer for pair in pairs) // len(pairs)


def _extreme(choose: Callable[..., Any]) -> Callable[..., Result]:
    def pick(scope: Scope, *values: Known) -> Result:
        try:
            return choose(_plain(value) for value in values)  # type: ignore[no-any-return]
        except TypeError:
            return UNKNOWN

    return pick


_CALLS: Final[Mapping[str, Callable[..., Result]]] = {
    "done": _done,
    "ever": _ever,
    "anywhere": _anywhere,
    "day": _day,
    "count_of": _count_of,
    "needed": _needed,
    "point": _point,
    "passed": _passed,
    "running": _running,
    "ends": _ends,
    "linked": _linked,
    "proceedings": _proceedings,
    "ended": _ended,
    "threshold": _threshold,
    "days": _days,
    "workdays": _workdays,
    "day_of": lambda scope, value: _plain(value),
    "times": _times,
    "after_workdays": _after_workdays,
    "holiday": _holiday,
    "hour": _hour,
    "heaviest": _heaviest,
    "len": lambda scope, value: len(value) if isinstance(value, tuple | str) else UNKNOWN,
    "max": _extreme(max),
    "min": _extreme(min),
    "party_is": _party_is,
    "in_list": _in_list,
    "within": lambda scope, items, group: _set(items) <= _set(group),
    "overlaps": lambda scope, items, group: bool(_set(items) & _set(group)),
    "age": _age,
    "born": _born,
    "in_force": lawcalls.in_force,
    "registered": lawcalls.registered,
    "rests_on": lawcalls.rests_on,
    "fine_ceiling": _fine_ceiling,
    "fine_floor": _fine_floor,
    "detention_ceiling": _detention_ceiling,
    "surcharge": _surcharge,
    "today": lambda scope: scope.day,
    "taken_on": _taken_on,
    "entered_on": _entered_on,
    "says": _says,
    "shared": _shared,
    "shows_number": _shows_number,
}


def call(scope: Scope, name: str, arguments: tuple[Known, ...]) -> Result:
    """Answer a named function for a scope."""
    return _CALLS[name](scope, *arguments)


def title(scope: Scope, kind: str, code: str) -> str:
    """What a step, point, period, procedure or threshold is called."""
    rules = scope.state.context.rules(scope.day)
    if kind in {"step", "point", "period"}:
        current = scope.proceeding
        while current in scope.state.runs:
            proceeding = scope.state.runs[current].proceeding
            entry = rules.entry(kind, f"{proceeding.procedure}/{code}")
            if entry:
                return str(entry.data.get("title", code))
            current = proceeding.parent
    entry = rules.entry(kind, code)
    return str(entry.data.get("title", code)) if entry else code
