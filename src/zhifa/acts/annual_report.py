"""The annual report of an organ: figures from its cases, what only people know, the text, the tables, the checks.

Due every year by 31 January for the year before (国办发〔2018〕118号). A report is worked out anew whenever it is
asked for; it says how far the journal had come and by which rules, so that two readers compare the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from zhifa.acts.register_figures import register_figures
from zhifa.acts.work import context, today
from zhifa.core.footing import CONTRADICTION, UNEXPLAINED, Footing, foot, identities
from zhifa.core.narrative import BadReport, Report, compose, pieces_of
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.statistics import (
    GROUPS,
    Form,
    Indicator,
    Number,
    Sheet,
    TableRule,
    form_indicators,
    form_tables,
    forms,
    indicators,
    show,
)
from zhifa.core.values import Refusal
from zhifa.store.readers import statistics as read
from zhifa.store.readers.people import StaffFigures

CASES, REGISTRY, ENTERED, MISSING = "cases", "registry", "entered", "missing"
"""Where a figure comes from; `missing` is one people should have entered and did not: it counts as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the report. Amounts are fen; `shown` is as printed, in the indicator's unit."""

    code: str
    title: str
    unit: str
    value: Number
    shown: str
    source: str
    annulled: Number = 0
    """How much of it was annulled afterwards and stays counted, as the forms ask."""
    annulled_shown: str = "0"
    before: Number | None = None
    """The same figure a year earlier; None where nothing is known of that year."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of an annual table; `code` is its figure."""

    code: str
    value: Number
    shown: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line; `key` is the value of the table's grouping column, which opens the cases of this line alone."""

    label: str
    key: str
    cells: tuple[TableCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class AnnualTable:
    """One filled table of the annex."""

    rule: TableRule
    lines: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A total of the published report that the cases do not give."""

    code: str
    title: str
    published: str
    found: str
    line: int


@dataclass(frozen=True, slots=True)
class Published:
    """The report that was published for this organ and year, set beside this one.

    `checks` are the relations its own figures break, such as a kind of act it has figures for and does not name.
    """

    title: str
    compared: int
    counted: int
    """How many of the totals compared come from cases here, not from the staff register or from people."""
    differences: tuple[Difference, ...]
    checks: tuple[Footing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """An annual report, ready to be shown, printed or compared."""

    organ: read.OrganScope
    year: int
    complete: bool
    """False while the year still runs."""
    report: Report
    form: Form
    forms: tuple[Form, ...]
    """The one the annex is in, and all that could be chosen."""
    indicators: Mapping[str, Indicator]
    figures: Mapping[str, Figure]
    tables: tuple[AnnualTable, ...]
    checks: tuple[Footing, ...]
    published: Published | None
    compared: bool
    """Whether anything is known of the year before."""
    entries: read.Entries
    stale: tuple[str, ...]
    """Rewritten passages that no longer fit the rules; the rules' own text stands in their place."""
    words: Mapping[str, str]
    sources: Mapping[str, str]
    """The editable text of each passage with a name, placeholders and all."""
    standing: read.Standing
    rules_digest: str

    @property
    def title(self) -> str:
        return self.report.title

    @property
    def broken(self) -> tuple[Footing, ...]:
        """The checks that do not hold, contradictions first."""
        found = [check for check in self.checks if check.state in (CONTRADICTION, UNEXPLAINED)]
        return tuple(sorted(found, key=lambda check: check.state != CONTRADICTION))

    @property
    def missing(self) -> tuple[Figure, ...]:
        """Figures people have still to enter."""
        return tuple(figure for figure in self.figures.values() if figure.source == MISSING)


def figure_address(organ: str, year: int, code: str, *, group: str = "", value: str = "") -> str:
    """The address of the page with the cases behind a figure, or behind one line of it."""
    query = {"organ": organ, "year": str(year), "figure": code}
    return "/statistics/cases?" + urlencode(query | ({"by": group, "value": value} if group else {}))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report of an organ and year is made with: the organ, the rules of that year, its form."""

    scope: read.OrganScope
    year: int
    rules: Rules
    report: Entry
    form: Form
    """Of the annex: the one the report names unless another was asked for."""

    known: Mapping[str, Indicator]
    """The indicators the report has to do with: those of its own form, which its text uses, and of the chosen one."""

    @property
    def every(self) -> Mapping[str, Indicator]:
        """The indicators of all forms: whatever is printed somewhere can be opened."""
        return indicators(self.rules)

    @property
    def words(self) -> dict[str, str]:
        return {"organ": self.scope.name, "year": str(self.year), "next_year": str(self.year + 1)}


def frame(organ: str, year: int, *, reach: Sequence[str], form: str = "") -> Frame | Refusal:
    """The organ and the rules for a year's report; refused without such an organ in the reach, such a year or form."""
    scope = read.organ_scope(organ, reach=reach)
    if scope is None:
        return bad_input(
            f"没有代码为“{organ[:40]}”的机关，或者它不在您的权限范围内", "核对机关代码，或改用全称", place="organ"
        )
    if not 1 < year <= today().year:
        return bad_input(f"{year} 年还没有开始，不能统计", f"年度最晚为 {today().year}", place="year")
    rules = context().book.as_of(read.year_of(year).end)
    reports = rules.entries("report")
    report = next((one for one in reports.values() if scope.level in one.data.get("levels", ())), None)
    report = report or next(iter(reports.values()), None)
    known = forms(rules)
    if report is None or not known:
        return bad_input(f"{year} 年还没有年度报告制度，规则中没有该年的报告格式", "选择以后的年度", place="year")
    own = str(report.data.get("form") or next(iter(known)))
    chosen = form or own
    if chosen not in known:
        return bad_input(f"{year} 年没有“{chosen[:20]}”这种报表格式", f"可用：{'、'.join(known)}", place="form")
    counted = {**form_indicators(rules, own), **form_indicators(rules, chosen)}
    return Frame(scope, year, rules, report, known[chosen], counted)


def annual_report(organ_code: str, year: int, *, reach: Sequence[str], form: str = "") -> ReportModel | Refusal:
    """The report of an organ for a calendar year, from everything recorded so far, its annex in the form asked for."""
    with read.one_state():
        given = frame(organ_code, year, reach=reach, form=form)
        if isinstance(given, Refusal):
            return given
        standing = read.standing()
        entries = read.report_entries(given.scope.code, year)
        figures = _figures(given, entries)
        values = {code: figure.value for code, figure in figures.items()}
        found = [read.sheet(rule, given.known, read.year_of(year), given.scope, values) for rule in _rules(given)]
    report, stale = _report(given, figures, entries)
    titles = {code: indicator.title for code, indicator in given.known.items()}
    return ReportModel(
        organ=given.scope,
        year=year,
        complete=today() > read.year_of(year).end,
        report=report,
        form=given.form,
        forms=tuple(forms(given.rules).values()),
        indicators=given.known,
        figures=figures,
        tables=tuple(_table(sheet, keys, given.known) for sheet, keys in found),
        checks=tuple(foot(identities(given.rules), values, titles=titles, kinds_named=report.kinds_named)),
        published=_published(given, values, titles),
        compared=any(figure.before for figure in figures.values()),
        entries=entries,
        stale=stale,
        words=given.words,
        sources={name: _own(entries, name) or text for name, text in passages(given).items()},
        standing=standing,
        rules_digest=given.rules.book.digest,
    )


@dataclass(frozen=True, slots=True)
class FigureCases:
    """What a figure opens: its title and unit, and a page of the rows it is the sum of."""

    organ: read.OrganScope
    indicator: Indicator
    page: read.CountedPage


def figure_cases(
    organ_code: str,
    year: int,
    code: str,
    *,
    reach: Sequence[str],
    group: str = "",
    value: str = "",
    after: read.Place | None = None,
    limit: int = 0,
) -> FigureCases | Refusal:
    """Exactly the rows counted in a figure, or in one line of its table; refused for figures people entered."""
    given = frame(organ_code, year, reach=reach)
    if isinstance(given, Refusal):
        return given
    indicator = given.every.get(code)
    if indicator is None or (group and group not in GROUPS):
        return bad_input("没有这个数字", "从统计表或年报中点开数字", place="figure")
    if not indicator.is_counted:
        return bad_input(f"“{indicator.title}”不由案件计出，没有对应的案件", "查看填报记录或人员库", place="figure")
    cell = read.Cell(indicator=indicator, period=read.year_of(year), organs=given.scope.codes, group=group, value=value)
    return FigureCases(given.scope, indicator, read.cell_rows(cell, reach=reach, after=after, limit=limit))


def _rules(given: Frame) -> list[TableRule]:
    return form_tables(given.rules, given.form.code)


def _own(entries: read.Entries, name: str) -> str:
    entry = entries.passages.get(name)
    return entry.text if entry else ""


def passages(given: Frame) -> dict[str, str]:
    """The passages a site may rewrite, by name, with the text the rules give them."""
    named = [item for item in given.report.data["body"] if item.get("edit")]
    return {str(item["edit"]): str(next(item[k] for k in ("text", "heading", "note") if k in item)) for item in named}


def _figures(given: Frame, entries: read.Entries) -> dict[str, Figure]:
    """Every figure of the year, and of the year before where anything is known of it."""
    now = _values(given, given.year, entries)
    past = _values(given, given.year - 1, read.report_entries(given.scope.code, given.year - 1))
    known_past = any(found.value for found, source in past.values() if source in (CASES, ENTERED))
    made = {}
    for code, (found, source) in now.items():
        indicator = given.known[code]
        made[code] = Figure(
            code=code,
            title=indicator.title,
            unit=indicator.unit,
            value=found.value,
            shown=show(indicator, found.value),
            source=source,
            annulled=found.annulled,
            annulled_shown=show(indicator, found.annulled),
            before=past[code][0].value if known_past else None,
        )
    return made


@dataclass(frozen=True, slots=True)
class _Value:
    value: Number
    annulled: Number = 0


def _values(given: Frame, year: int, entries: read.Entries) -> dict[str, tuple[_Value, str]]:
    """The value of every indicator in a year, and where it comes from."""
    counted = read.counted(list(given.known.values()), read.year_of(year), given.scope.codes)
    staff = staff_values(read.staff_of(given.scope, year))
    registered = register_figures(given.rules, given.scope.codes, year)
    # A review sent back is counted as a review done, not as a decision annulled.
    steps = {key for key, outcome in given.rules.entries("outcome").items() if outcome.data.get("every")}
    found: dict[str, tuple[_Value, str]] = {}
    for code, indicator in given.known.items():
        if indicator.entered and code in entries.facts:
            found[code] = (_Value(entries.facts[code].number), ENTERED)
        elif indicator.is_counted:
            gone = counted[code].annulled if steps.isdisjoint(indicator.outcomes) else 0
            found[code] = (_Value(counted[code].value, gone), CASES)
        elif indicator.source == REGISTRY and code in staff:
            found[code] = (_Value(staff[code]), REGISTRY)
        elif code in registered:
            found[code] = (_Value(registered[code]), REGISTRY)
        else:
            found[code] = (_Value(0), MISSING)
    return found


def staff_values(staff: StaffFigures) -> dict[str, int]:
    """The movement of officers as figures of the report."""
    return {
        "people.before": staff.at_start,
        "people.added": staff.added,
        "people.removed": staff.removed,
        "people.officers": staff.at_end,
    }


def _table(sheet: Sheet, keys: Sequence[str], known: Mapping[str, Indicator]) -> AnnualTable:
    codes = [column.indicator for column in sheet.rule.columns]

    def cells(values: Sequence[Number]) -> tuple[TableCell, ...]:
        return tuple(
            TableCell(code, value, show(known[code], value)) for code, value in zip(codes, values, strict=True)
        )

    lines = [TableLine(line.name, key, cells(line.values)) for line, key in zip(sheet.lines, keys, strict=True)]
    return AnnualTable(sheet.rule, (*lines, TableLine(sheet.total.name, "", cells(sheet.total.values), total=True)))


def _report(given: Frame, figures: Mapping[str, Figure], entries: read.Entries) -> tuple[Report, tuple[str, ...]]:
    """The text with its figures, and the names of rewritten passages that no longer fit the rules."""
    shown = {code: figure.shown for code, figure in figures.items()}
    names = passages(given)
    edits, stale = {}, []
    for name, entry in entries.passages.items():
        if name in names and not misplaced(entry.text, given.words, shown):
            edits[name] = entry.text
        else:
            stale.append(name)
    nonzero = {code for code, figure in figures.items() if figure.value}
    report = compose(given.rules, given.report.key, words=given.words, shown=shown, nonzero=nonzero, edits=edits)
    return report, tuple(stale)


def misplaced(text: str, words: Mapping[str, str], shown: Mapping[str, str]) -> str:
    """What is wrong with the placeholders of a passage; empty when nothing is."""
    try:
        pieces_of(text, words, shown, "本段")
    except BadReport as error:
        return str(error)
    return ""


def _published(given: Frame, values: Mapping[str, Number], titles: Mapping[str, str]) -> Published | None:
    """The published report of this organ and year, where the rules carry its totals."""
    of_organ = [e for e in given.rules.book.section("profile") if e.data.get("organ") == given.scope.name]
    entry = next((e for e in of_organ if e.data.get("year") == given.year), None)
    if entry is None:
        return None
    told = {str(f["figure"]): f for f in entry.data["figures"] if str(f["figure"]) in given.known}
    totals = {code: read.number_of(str(item["value"])) for code, item in told.items()}
    named = [str(kind) for kind in entry.data.get("kinds_named", ())]
    checks = foot(identities(given.rules), totals, titles=titles, kinds_named=named or None)
    return Published(
        title=str(entry.data.get("report", entry.data.get("title", entry.key))),
        compared=len(totals),
        counted=sum(given.known[code].is_counted for code in totals),
        differences=tuple(
            Difference(
                code,
                titles[code],
                show(given.known[code], total),
                show(given.known[code], values[code]),
                int(told[code].get("line", 0)),
            )
            for code, total in totals.items()
            if total != values[code]
        ),
        checks=tuple(check for check in checks if check.state in (CONTRADICTION, UNEXPLAINED)),
    )
