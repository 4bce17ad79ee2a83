"""Whose matter it is: which organ may act, in what capacity, and to whom it goes otherwise.

法定 is power by statute, 赋权 power given to a township or subdistrict by decision of the province (行政处罚法 24),
委托 power used in the name of another organ (行政处罚法 20). The catalogue says how a matter is usually held: in a
district by the department it names (行政处罚法 17, 23), which an organ is by the functions it carries. What an organ
was given, as when penalties of several departments are concentrated in one (行政处罚法 18), is registered with its
document and its days, and then decides alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.core.competence import UNRECORDED, Carried, Functions, carried_on
from zhifa.core.rulebook import Entry
from zhifa.core.values import Validity, show_date

COUNTY: Final = "区县"
LEVELS: Final = (COUNTY, "乡镇", "街道", "市")
STATUTE, GRANT, ENTRUST, TRANSFER, NONE = "法定", "赋权", "委托", "移送", "无权"
MODES: Final = (STATUTE, GRANT, ENTRUST)


@dataclass(frozen=True, slots=True)
class Agency:
    """One level of organ that may act on a matter, and in what capacity."""

    level: str
    mode: str
    department: str

    @property
    def text(self) -> str:
        """As screens say it: 区县生态环境部门（法定）, 乡镇（赋权）."""
        whose = f"{self.level}{self.department}" if self.level == COUNTY else self.level
        return f"{whose}（{self.mode}）"


def agencies(entry: Entry) -> tuple[Agency, ...]:
    """Who may act on a matter by the catalogue: the competent department by statute, towns as they hold it."""
    return tuple(_agencies(entry.data))


def _agencies(data: Mapping[str, Any]) -> Iterator[Agency]:
    department, mode = str(data.get("department", "")), str(data.get("power", STATUTE))
    for level in data.get("levels", ()):
        if level == COUNTY:
            yield Agency(level, STATUTE, department)
        elif mode != TRANSFER:
            yield Agency(str(level), mode, department)


def goes_to(entry: Entry, functions: Functions) -> str:
    """Who decides a matter by the catalogue, as a transfer names it: 区县生态环境部门, 所在地乡镇人民政府."""
    levels = [str(level) for level in entry.data.get("levels", ())]
    department = str(entry.data.get("department", ""))
    if levels and COUNTY not in levels:
        own = [one.title for level in levels if (one := functions.of_level(level))]
        return f"所在地{'或者'.join(own or [department])}"
    named = functions.competent(department)
    if not named:
        return f"{COUNTY}{department or '主管部门'}"
    return "或者".join(
        f"所在地{one.title}" if one.level else one.title if one.apart else f"{COUNTY}{one.title}" for one in named
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What an organ was given over some matters: in what capacity, by which document, from when to when."""

    id: str
    organ: str
    mode: str
    scope: tuple[str, ...]
    """Codes of matters, or `领域:` with the name of a field."""
    document: str = ""
    principal: str = ""
    """For 委托 the organ in whose name is acted, which answers for it before the reviewing body and the court."""
    principal_code: str = ""
    reconsideration: str = ""
    court: str = ""
    published_on: date | None = None
    validity: Validity = Validity()
    finishes: bool = False
    """Whether cases begun while it lasted may be decided after its end by the organ that began them."""

    def covers(self, entry: Entry) -> bool:
        """Whether a matter lies in the scope."""
        return entry.key in self.scope or f"领域:{entry.data.get('field', '')}" in self.scope


@dataclass(frozen=True, slots=True)
class Holder:
    """An organ as its competence is judged: its level, the functions it carries, what it was given."""

    level: str
    carried: tuple[Carried, ...] = ()
    powers: tuple[Power, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """In what capacity an organ acts on a matter on a day; `无权` with the reason and where the matter goes."""

    mode: str
    power: Power | None = None
    reason: str = ""
    goes_to: str = ""
    note: str = ""
    """What the answer takes for granted because nobody registered it."""

    @property
    def may_act(self) -> bool:
        return self.mode != NONE

    @property
    def principal(self) -> str:
        """The organ in whose name papers are made out, when it is another."""
        return self.power.principal if self.power and self.mode == ENTRUST else ""


def standing(entry: Entry, holder: Holder, functions: Functions, day: date, *, begun: date | None = None) -> Standing:
    """How an organ holds a matter: by what is registered for it, else by the catalogue for its level and functions.

    Of several that are in force the organ's own capacity goes before one in another's name. What was registered and
    has ended ends the power: an entrustment that expired is not replaced by what organs usually hold. `begun` is the
    day on which the case was opened: a power that was moved with the rule 原机关办结 serves the cases begun under it.
    """
    given = [power for power in holder.powers if power.covers(entry)]
    running = [power for power in given if power.validity.contains(day) or _finishing(power, day, begun)]
    if running:
        chosen = min(running, key=lambda power: (MODES.index(power.mode), power.id))
        return Standing(chosen.mode, chosen)
    if given:
        last = max(given, key=lambda power: power.validity.end or date.max)
        return Standing(NONE, last, _ended(last, day), last.principal or goes_to(entry, functions))
    usual = next((agency for agency in agencies(entry) if agency.level == holder.level), None)
    if usual is None and holder.level and entry.data.get("levels"):
        return Standing(NONE, None, f"{holder.level}没有这个事项的职权", goes_to(entry, functions))
    mode = usual.mode if usual else STATUTE
    return _by_function(entry, holder, functions, day, mode) if holder.level in ("", COUNTY) else Standing(mode)


def _by_function(entry: Entry, holder: Holder, functions: Functions, day: date, mode: str) -> Standing:
    """Organs of a district hold what the department they are holds; one nobody described is not refused for it."""
    department = str(entry.data.get("department", ""))
    held = carried_on(holder.carried, day)
    if not functions.competent(department) or functions.carries((), department):
        return Standing(mode)
    if held is None:
        return Standing(mode, note=UNRECORDED)
    if functions.carries(held, department):
        return Standing(mode)
    own = functions.said(held)
    carries = f"登记的职能是{own}" if own else f"{show_date(day)} 没有登记的职能"
    return Standing(NONE, None, f"{carries}，这个事项由{department}主管", goes_to(entry, functions))


def _finishing(power: Power, day: date, begun: date | None) -> bool:
    end = power.validity.end
    return power.finishes and begun is not None and power.validity.contains(begun) and end is not None and day > end


def _ended(power: Power, day: date) -> str:
    start, end = power.validity.start, power.validity.end
    named = f"（{power.document}）" if power.document else ""
    if start and day < start:
        return f"{power.mode}{named}自 {show_date(start)} 起，{show_date(day)} 还没有生效"
    return f"{power.mode}{named}已于 {show_date(end)} 届满" if end else f"{power.mode}{named}不在有效期内"


def overlapping(power: Power, others: Iterable[Power]) -> Power | None:
    """Another power of the same organ and capacity over one of the same matters at the same time."""
    return next(
        (
            other
            for other in others
            if other.id != power.id
            and other.mode == power.mode
            and set(other.scope) & set(power.scope)
            and other.validity.overlaps(power.validity)
        ),
        None,
    )
