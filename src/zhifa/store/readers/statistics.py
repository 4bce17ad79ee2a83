"""Annual figures of an organ, the rows behind each, and what they stand on.

Counted figures come from the table `outcome` by the portable statements of `core.statistics`, so that they are the
same on every database. An organ's figures include those of the organs below it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from django.db import connection, transaction

from zhifa.core.permission import shows
from zhifa.core.rulebook import Rules
from zhifa.core.statistics import (
    GROUPS,
    OUTCOMES,
    Engine,
    Indicator,
    Number,
    Sheet,
    Span,
    Statement,
    TableRule,
    ask_figures,
    ask_table,
    drill,
    form_tables,
    indicators,
)
from zhifa.store import counters, journal
from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import within
from zhifa.store.readers.people import StaffFigures, staff_figures
from zhifa.store.registry.models import Organ


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days in which things are counted, both ends included."""

    start: date
    end: date


def year_of(year: int) -> Period:
    """The reporting year: 1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month_of(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class OrganScope:
    """An organ as reports name it, and the organs counted under it (itself first)."""

    code: str
    name: str
    short: str
    level: str
    path: str
    units: tuple[tuple[str, str], ...]
    """Code and short name of each organ counted."""
    functions: tuple[str, ...] = ()
    """What the organ is charged with, whenever."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.units)


def organ_scope(organ: str, *, reach: Sequence[str]) -> OrganScope | None:
    """The organ of this code with the organs below it; None where there is none within the reach."""
    row = Organ.objects.filter(within(reach), pk=organ).first()
    if row is None:
        return None
    below = Organ.objects.filter(path__startswith=row.path).exclude(pk=row.pk).order_by("path")
    units = ((row.pk, row.short), *below.values_list("code", "short"))
    functions = tuple(str(carried["function"]) for carried in row.functions)
    return OrganScope(row.pk, row.name, row.short, row.level, row.path, tuple(units), functions)


def above_of(scope: OrganScope) -> str:
    """The part of the tree a report adds up: below the organ above this one, or below itself where none is above."""
    above = scope.path.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else scope.path


def beside(scope: OrganScope, *, reach: Sequence[str]) -> OrganScope | None:
    """The same organ counting every organ under the one above it, itself first; None where that exceeds the reach."""
    above = above_of(scope)
    if not any(above.startswith(prefix) for prefix in reach):
        return None
    others = Organ.objects.filter(path__startswith=above).exclude(path=above).exclude(pk=scope.code).order_by("path")
    mine = dict(scope.units)[scope.code]
    return replace(scope, units=((scope.code, mine), *others.values_list("code", "short")))


def organ_named(text: str, *, reach: Sequence[str]) -> str | None:
    """The code of the organ whose code, name or short name this is; None for none or several."""
    known = Organ.objects.filter(within(reach))
    if known.filter(pk=text).exists():
        return text
    found = {*known.filter(name=text).values_list("code", flat=True)}
    found |= {*known.filter(short=text).values_list("code", flat=True)}
    return found.pop() if len(found) == 1 else None


def organ_list(*, reach: Sequence[str], limit: int = 20) -> list[tuple[str, str]]:
    """Code and short name of organs within the reach, in the order of the tree."""
    return list(Organ.objects.filter(within(reach)).order_by("path").values_list("code", "short")[:limit])


class Database:
    """The engine of this installation: SQLite or PostgreSQL, through the connection of the request."""

    mark = "%s"

    def ask(self, made: Statement) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(made.sql, list(made.params))
            return [tuple(row) for row in cursor.fetchall()]


DATABASE: Final[Engine] = Database()


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted figure, and how much of it was annulled afterwards and stays counted (fen for amounts)."""

    value: Number = 0
    annulled: Number = 0


def counted(wanted: Sequence[Indicator], period: Period, organs: Sequence[str]) -> dict[str, Counted]:
    """Every counted figure of a period; entered ones are left out. One statement each for all and for standing."""
    chosen = [indicator for indicator in wanted if indicator.is_counted]
    if not chosen:
        return {}
    every = _sums(chosen, period, organs)
    standing = _sums([replace(indicator, standing_only=True) for indicator in chosen], period, organs)
    return {code: Counted(value, value - standing[code]) for code, value in every.items()}


def by_month(wanted: Sequence[Indicator], year: int, organs: Sequence[str]) -> dict[str, tuple[Number, ...]]:
    """Every counted figure of the twelve months of a year; they add up to the figure of the year."""
    chosen = [indicator for indicator in wanted if indicator.is_counted]
    if not chosen:
        return {}
    told = [_sums(chosen, month_of(year, month), organs) for month in range(1, 13)]
    return {indicator.code: tuple(sums[indicator.code] for sums in told) for indicator in chosen}


def _sums(chosen: Sequence[Indicator], period: Period, organs: Sequence[str]) -> dict[str, Number]:
    return ask_figures(DATABASE, chosen, _span(period, organs, chosen))


def _span(period: Period, organs: Sequence[str], wanted: Sequence[Indicator], group: str = "") -> Span:
    """What is read for these figures: the counters wherever they know every column."""
    source = counters.relation(period.start, period.end) if counters.covers(wanted, GROUPS.get(group, "")) else OUTCOMES
    return Span(start=period.start, end=period.end, organs=tuple(organs), source=source)


def form_sheets(form: str, year: int, scope: OrganScope | None, rules: Rules, *, rows: bool = False) -> list[Sheet]:
    """Every table of a form for an organ and those below it, or for all; from the outcome rows where `rows` is set.

    What people enter is left out: it belongs to a report. BadIndicator where no such form is in force.
    """
    known, period = indicators(rules), year_of(year)
    units = dict(scope.units if scope else Organ.objects.order_by("path").values_list("code", "short"))
    made = []
    for rule in form_tables(rules, form):
        span = _span(period, scope.codes if scope else (), rule.counted(known), rule.rows)
        if rows or span.source == OUTCOMES:
            # The index of the rows begins with the organ: all are named where all are asked for.
            span = replace(span, source=OUTCOMES, organs=tuple(units))
        made.append(ask_table(DATABASE, rule, known, span, units=units)[0])
    return made


def sheet(
    rule: TableRule,
    known: Mapping[str, Indicator],
    period: Period,
    scope: OrganScope,
    entered: Mapping[str, Number],
) -> tuple[Sheet, tuple[str, ...]]:
    """One annual table filled from the database, and the value behind each of its lines."""
    span = _span(period, scope.codes, rule.counted(known), rule.rows)
    return ask_table(DATABASE, rule, known, span, units=dict(scope.units), own=scope.code, entered=entered)


UNTOLD: Final = "不在您的权限范围内"
"""Instead of the subject of a private case."""
Place: TypeAlias = tuple[date, str, int, str, str]


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One outcome behind a figure, with the case it lies in."""

    case_id: str
    proceeding: str
    version: int
    counted_on: date
    count: int
    amount_fen: int
    standing: bool
    code: str
    number: str
    title: str
    party: str
    organ: str
    told: bool = True
    """Whether whoever asks may know which case it is; it is counted all the same."""

    @property
    def place(self) -> Place:
        """Where it stands among the rows of a figure: one event may count several things, in several proceedings."""
        return (self.counted_on, self.case_id, self.version, self.code, self.proceeding)


@dataclass(frozen=True, slots=True)
class CountedPage:
    """A page of the rows behind a figure; together the pages hold exactly what was counted."""

    rows: tuple[CountedRow, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Which figure is opened: the indicator, the period, the organs, and the line of a table if one was clicked."""

    indicator: Indicator
    period: Period
    organs: tuple[str, ...]
    group: str = ""
    value: str = ""


def cell_rows(cell: Cell, *, reach: Sequence[str], after: Place | None = None, limit: int = 0) -> CountedPage:
    """The outcome rows a figure is the sum of, newest first; `after` is the place of the last one seen.

    The organs of the cell must come from `organ_scope`, which knows who may look; of private cases in it `reach` says
    whether they are told. Without a limit all are read.
    """
    indicator, organs = cell.indicator, cell.organs
    if cell.group == "organ":
        organs = tuple(code for code in organs if code == cell.value) or ("",)
    elif cell.group:
        indicator = replace(indicator, where=(*indicator.where, (GROUPS[cell.group], (cell.value,))))
    made = drill(indicator, start=cell.period.start, end=cell.period.end, organs=organs, mark=DATABASE.mark)
    params: list[Any] = list(made.params)
    beyond = ""
    if after:
        day, *rest = after
        later, held = [], list[str]()
        for name in ("case_id", "version", "code", "proceeding"):
            later.append(" AND ".join([*held, f"d.{name} > %s"]))
            held.append(f"d.{name} = %s")
        beyond = f" WHERE (d.counted_on < %s OR (d.counted_on = %s AND ({' OR '.join(f'({one})' for one in later)})))"
        params += [day, day, *(value for n in range(len(rest)) for value in rest[: n + 1])]
    cases = rows.Case._meta.db_table
    sql = (
        "SELECT d.case_id, d.proceeding, d.version, d.counted_on, d.count, d.amount_fen, d.standing, d.code, c.number,"
        f" c.title, c.party, g.short, c.kind, c.path FROM ({made.sql}) d JOIN {cases} c ON c.id = d.case_id"
        f" JOIN {Organ._meta.db_table} g ON g.code = c.organ_id{beyond}"
        " ORDER BY d.counted_on DESC, d.case_id, d.version, d.code, d.proceeding"
    )
    if limit:
        sql += f" LIMIT {int(limit) + 1}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        read = [_counted_row(row, reach) for row in cursor.fetchall()]
    return CountedPage(tuple(read[:limit] if limit else read), bool(limit) and len(read) > limit)


def _counted_row(row: Sequence[Any], reach: Sequence[str]) -> CountedRow:
    case, proceeding, version, day, count, amount, standing, code, number, title, party, organ, kind, path = row
    on = date.fromisoformat(day) if isinstance(day, str) else day
    if not (told := shows(reach, kind, path)):
        number, title, party = "", UNTOLD, ""
    return CountedRow(
        case, proceeding, version, on, int(count), int(amount), bool(standing), code, number, title, party, organ, told
    )


def staff_of(scope: OrganScope, year: int) -> StaffFigures:
    """Movement of certified officers in a year, over the organ and those below it."""
    return staff_figures(scope.codes, year)


@dataclass(frozen=True, slots=True)
class Standing:
    """What figures stand on: how many events had their place in the journal, and the checkpoint over them if any."""

    position: int
    waiting: int
    checkpoint_size: int = 0
    checkpoint_root: str = ""
    checkpoint_at: datetime | None = None


def standing() -> Standing:
    """How far the journal has come: events placed, events still to be placed, the newest checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, settled_id FROM journal_tree WHERE id = 1")
        placed, settled = cursor.fetchone() or (0, 0)
        cursor.execute(
            "SELECT COUNT(*) FROM journal_event e LEFT JOIN journal_leaf l ON l.event_id = e.id"
            " WHERE e.id > %s AND l.event_id IS NULL",
            [settled],
        )
        waiting = int(cursor.fetchone()[0])
    note = journal.last_checkpoint()
    if note is None:
        return Standing(int(placed), waiting)
    kept = note.checkpoint
    return Standing(int(placed), waiting, kept.size, kept.root.hex(), kept.at)


@contextmanager
def one_state() -> Iterator[None]:
    """Everything read inside comes from one state of the database, so that figures and their standing agree."""
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
