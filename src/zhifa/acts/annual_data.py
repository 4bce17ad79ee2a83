"""The annual report as data: tables, figures, checks, and what it stands on."""

from __future__ import annotations

from zhifa.acts.annual_report import AnnualTable, ReportModel, TableLine, figure_address
from zhifa.acts.report_figures import CASES, Figure
from zhifa.acts.report_members import Member
from zhifa.acts.report_published import Published
from zhifa.core.facts import Json
from zhifa.core.footing import HOLDS, Footing
from zhifa.core.statistics import GROUPS, Number
from zhifa.core.values import show_date


def report_data(model: ReportModel) -> dict[str, Json]:
    """The report as one JSON document: tables, figures, checks, and what it stands on."""
    return {
        "title": model.title,
        "tables": {table.rule.code: _table_data(table) for table in model.tables},
        "figures": {code: _figure_data(model, figure) for code, figure in model.figures.items()},
        "months": {code: [_number(value) for value in values] for code, values in model.months.items()},
        "checks": [_check_data(check) for check in model.checks],
        "published": _published_data(model.published),
        "source": _source_data(model),
    } | ({"members": [_member_data(one) for one in model.members]} if model.members else {})


def _member_data(one: Member) -> dict[str, Json]:
    broken: list[Json] = list(one.broken)
    return {
        "organ": one.code,
        "name": one.short,
        "finished": one.frozen_on.isoformat() if one.frozen_on else None,
        "published": one.published_on.isoformat() if one.published_on else None,
        "figures": {code: _number(value) for code, value in one.values.items()},
        "broken": broken,
    }


def _number(number: Number | None) -> Json:
    return number if number is None or isinstance(number, int) else format(number, "f")


def _figure_data(model: ReportModel, figure: Figure) -> dict[str, Json]:
    made: dict[str, Json] = {
        "title": figure.title,
        "value": _number(figure.value),
        "unit": "分" if figure.unit == "万元" else figure.unit,
        "shown": figure.shown,
        "shown_unit": figure.unit,
        "source": figure.source,
        "annulled": _number(figure.annulled),
        "last_year": _number(figure.before),
    }
    if figure.before_source:
        made["last_year_source"] = figure.before_source
    if figure.source == CASES:
        made["cases"] = figure_address(model.organ.code, model.year, figure.code)
    return made


def _table_data(table: AnnualTable) -> dict[str, Json]:
    def line(one: TableLine) -> dict[str, Json]:
        return {
            "name": one.label,
            "values": [_number(cell.value) for cell in one.cells],
            "shown": [cell.shown for cell in one.cells],
        }

    return {
        "title": table.rule.title,
        "rows_by": GROUPS[table.rule.rows],
        "columns": [{"figure": column.indicator, "title": column.title} for column in table.rule.columns],
        "rows": [line(one) for one in table.lines if not one.total],
        "total": next((line(one) for one in table.lines if one.total), None),
        "note": table.rule.note,
        "status": table.rule.status,
    }


def _check_data(check: Footing) -> dict[str, Json]:
    return {
        "code": check.identity.code,
        "expression": check.expression,
        "holds": check.holds,
        "severity": None if check.state == HOLDS else check.state,
        "explain": check.explain,
    }


def _published_data(published: Published | None) -> Json:
    if published is None:
        return None
    return {
        "title": published.title,
        "compared": published.compared,
        "differences": [
            {"figure": d.code, "title": d.title, "published": d.published, "found": d.found, "line": d.line}
            for d in published.differences
        ],
        "checks": [_check_data(check) for check in published.checks],
    }


def _source_data(model: ReportModel) -> dict[str, Json]:
    found = model.standing
    checkpoint: Json = None
    if found.checkpoint_at:
        checkpoint = {
            "size": found.checkpoint_size,
            "root": found.checkpoint_root,
            "at": found.checkpoint_at.isoformat(),
        }
    return {
        "organ": {"code": model.organ.code, "name": model.organ.name, "units": list(model.organ.codes)},
        "year": model.year,
        "from": f"{model.year}-01-01",
        "to": f"{model.year}-12-31",
        "complete": model.complete,
        "journal": {"position": found.position, "waiting": found.waiting, "checkpoint": checkpoint},
        "rules": model.rules_digest,
        "basis": model.report.cite,
        "entered": {
            code: {"by": entry.actor, "on": show_date(entry.recorded_at.date())}
            for code, entry in sorted(model.entries.facts.items())
        },
    }
