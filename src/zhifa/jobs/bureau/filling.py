"""What only people know of a published year, entered for its report: figures no case gives, last year's figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhifa.acts.annual_report import annual_report
from zhifa.acts.report_entries import enter_before, enter_report_facts
from zhifa.acts.report_figures import MISSING, REGISTRY
from zhifa.acts.work import Actor
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal
from zhifa.store.readers import reports


def fill_report(book: Rulebook, code: str, organ: str, *, actor: Actor) -> Refusal | None:
    """Enter every figure of a published report that people may enter and the cases or registers do not already give,
    and what it prints of the year before."""
    entry = next((one for one in book.section("profile") if one.key == code), None)
    if entry is None:
        return None
    data: Mapping[str, Any] = entry.data
    year = int(data["year"])
    model = annual_report(organ, year, reach=("",))
    if isinstance(model, Refusal):
        return model
    wanted: dict[str, int | str] = {}
    for told in (*data["figures"], *data.get("filled", ())):
        indicator = model.indicators.get(str(told["figure"]))
        known = model.figures.get(str(told["figure"]))
        if not (indicator and known and indicator.entered and indicator.source != REGISTRY):
            continue
        if known.source == MISSING or reports.written(known.value) != str(told["value"]):
            wanted[indicator.code] = told["value"]
    done = enter_report_facts(organ, year, wanted, actor=actor) if wanted else None
    if isinstance(done, Refusal):
        return done
    if before := data.get("before"):
        figures = {str(code): str(value) for code, value in before["figures"].items()}
        past = enter_before(organ, year, figures, str(before["source"]), actor=actor)
        return past if isinstance(past, Refusal) else None
    return None
