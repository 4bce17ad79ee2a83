"""The annual report of an organ: figures from its cases, what only people know, the text, the tables, the checks.

Due every year by 31 January for the year before (国办发〔2018〕118号). A report is worked out anew whenever it is
asked for; it says how far the journal had come and by which rules, so that two readers compare the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from zhifa.acts.report_figures import MISSING, Figure, compared_words, report_figures, report_months
from zhifa.acts.report_frame import Frame, checked, fillers, frame, misplaced, optional, passages
from zhifa.acts.report_members import Member, member_notes, members_of
from zhifa.acts.report_published import Published, published_beside
from zhifa.core.footing import CONTRADICTION, UNEXPLAINED, Footing, foot
from zhifa.core.narrative import Passage, Report, Told, compose
from zhifa.core.procedure.taking import bad_input
from zhifa.core.statistics import (
    GROUPS,
    Form,
    Indicator,
    Number,
    Sheet,
    TableRule,
    form_tables,
    forms,
    show,
)
from zhifa.core.values import Refusal
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read


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
    frame: Frame
    """What it is made with."""
    indicators: Mapping[str, Indicator]
    figures: Mapping[str, Figure]
    months: Mapping[str, tuple[Number, ...]]
    """Of the figures drawn by month, the number of each month."""
    tables: tuple[AnnualTable, ...]
    checks: tuple[Footing, ...]
    published: Published | None
    members: tuple[Member, ...]
    """The organs whose acts it adds up, where it adds up any."""
    member_notes: tuple[str, ...]
    optional: frozenset[str]
    """Figures that are printed only where somebody gives them: nobody has to."""
    compared: bool
    """Whether anything is known of the year before."""
    entries: reports.Entries
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
    def kind(self) -> str:
        """The kind of report its text is."""
        return self.frame.report.key

    @property
    def broken(self) -> tuple[Footing, ...]:
        """The checks that do not hold, contradictions first."""
        found = [check for check in self.checks if check.state in (CONTRADICTION, UNEXPLAINED)]
        return tuple(sorted(found, key=lambda check: check.state != CONTRADICTION))

    @property
    def missing(self) -> tuple[Figure, ...]:
        """Figures people have still to enter."""
        found = [figure for figure in self.figures.values() if figure.source == MISSING]
        return tuple(f for f in found if f.code not in self.optional and not self.indicators[f.code].derived)

    @property
    def drafts(self) -> tuple[Passage, ...]:
        """Passages that no case shows and nobody has confirmed."""
        return tuple(passage for passage in self.report.passages if passage.draft)


def figure_address(
    organ: str, year: int, code: str, *, group: str = "", value: str = "", month: int | None = None
) -> str:
    """The address of the page with the cases behind a figure, or behind one line or one month of it."""
    query = {"organ": organ, "year": str(year), "figure": code} | ({"by": group, "value": value} if group else {})
    return "/statistics/cases?" + urlencode(query | ({"month": str(month)} if month else {}))


def annual_report(
    organ_code: str, year: int, *, reach: Sequence[str], form: str = "", report: str = ""
) -> ReportModel | Refusal:
    """The report of an organ for a calendar year, from everything recorded so far.

    Its annex is in the form asked for, its text of the kind asked for, else as they are chosen for this organ.
    """
    with read.one_state():
        given = frame(organ_code, year, reach=reach, form=form, report=report)
        if isinstance(given, Refusal):
            return given
        standing = read.standing()
        entries, figures = given.entries, report_figures(given)
        values = {code: figure.value for code, figure in figures.items()}
        found = [read.sheet(rule, given.known, read.year_of(year), given.scope, values) for rule in _rules(given)]
        members, months = members_of(given), report_months(given)
    composed, stale = _report(given, figures)
    titles = {code: indicator.title for code, indicator in given.known.items()}
    return ReportModel(
        organ=given.scope,
        year=year,
        complete=given.complete,
        report=composed,
        frame=given,
        form=given.form,
        forms=tuple(forms(given.rules).values()),
        indicators=given.known,
        figures=figures,
        months=months,
        tables=tuple(_table(sheet, keys, given) for sheet, keys in found),
        checks=tuple(foot(checked(given, values), values, titles=titles, kinds_named=composed.kinds_named)),
        published=published_beside(given, values, titles),
        members=members,
        member_notes=tuple(member_notes(given, members, values)),
        optional=optional(given),
        compared=any(figure.before for figure in figures.values()),
        entries=entries,
        stale=stale,
        words=fillers(given),
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


def _own(entries: reports.Entries, name: str) -> str:
    entry = entries.passages.get(name)
    return entry.text if entry else ""


def _table(sheet: Sheet, keys: Sequence[str], given: Frame) -> AnnualTable:
    """The printed table; where a report adds up many organs, those that did nothing of the kind are left out."""
    codes = [column.indicator for column in sheet.rule.columns]

    def cells(values: Sequence[Number]) -> tuple[TableCell, ...]:
        return tuple(
            TableCell(code, value, show(given.known[code], value)) for code, value in zip(codes, values, strict=True)
        )

    lines = [
        TableLine(line.name, key, cells(line.values))
        for line, key in zip(sheet.lines, keys, strict=True)
        if any(line.values) or not given.aggregates
    ]
    shortened = given.aggregates and sheet.rule.rows == "organ"
    rule = replace(sheet.rule, note=f"{sheet.rule.note}没有数字的单位不列。") if shortened else sheet.rule
    return AnnualTable(rule, (*lines, TableLine(sheet.total.name, "", cells(sheet.total.values), total=True)))


def _report(given: Frame, figures: Mapping[str, Figure]) -> tuple[Report, tuple[str, ...]]:
    """The text with its figures, and the names of rewritten passages that no longer fit the rules."""
    shown = {code: figure.shown for code, figure in figures.items()}
    words = given.words | compared_words(given.known, figures)
    names = passages(given)
    edits, stale = {}, []
    for name, entry in given.entries.passages.items():
        if name in names and not misplaced(entry.text, words, shown):
            edits[name] = entry.text
        else:
            stale.append(name)
    told = Told(
        words=words,
        shown=shown,
        nonzero={code for code, figure in figures.items() if figure.value > 0},
        missing={code for code, figure in figures.items() if figure.source == MISSING},
        compared={code for code, figure in figures.items() if figure.before is not None} if given.complete else (),
    )
    return compose(given.rules, given.report.key, told, edits=edits), tuple(stale)
