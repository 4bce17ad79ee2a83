"""A published report beside the cases: its yearly figures against those our own annual report would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhifa.acts.annual_report import annual_report
from zhifa.acts.report_figures import MISSING, Figure
from zhifa.acts.work import context, today
from zhifa.core.footing.examining import Examination, examine
from zhifa.core.footing.reading.entries import lexicon
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.twice.repeats import yearly
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports.reportfiles import read_report
from zhifa.ports.tables import Unreadable
from zhifa.store.readers.statistics import organ_named

_FEN: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Compared:
    """One yearly figure of the report and what the cases give; `code` is the indicator that opens them."""

    code: str
    title: str
    reported: str
    counted: str
    same: bool
    line: int


def examine_file(content: bytes, name: str) -> Examination | Refusal:
    """Read anybody's report and try everything it asserts; refused when the file cannot be read. Nothing is kept."""
    try:
        lines = read_report(content, name)
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")
    return examine(lines, words())


def words() -> Lexicon:
    """What the words of reports mean today."""
    return lexicon(context().book.as_of(today()))


def compare(found: Examination, agency: str, year: int, *, reach: Sequence[str]) -> list[Compared] | Refusal:
    """Set the yearly figures of an examined report beside the cases of an organ and year.

    Amounts are compared to the digits the report prints. Refused without such an organ in the reach or such a year.
    """
    organ = organ_named(agency, reach=reach)
    if organ is None:
        return bad_input(
            f"没有代码或者名称为“{agency[:40]}”的机关，或者同名的不止一个", "核对机关代码，或改用全称", place="agency"
        )
    model = annual_report(organ, year, reach=reach)
    if isinstance(model, Refusal):
        return model
    return list(_compared(found, model.figures))


def _compared(found: Examination, figures: Mapping[str, Figure]) -> Iterator[Compared]:
    for concept, told in yearly(found.reading, words(), found.celled).items():
        ours = figures.get(concept.figure)
        if ours is None or ours.source == MISSING:
            continue
        counted = Decimal(ours.value) / _FEN if "元" in concept.units else Decimal(ours.value)
        first = told[0]
        same = abs(first.value - counted) <= first.token.slack
        shown = f"{ours.shown}{ours.unit}"
        yield Compared(concept.figure, ours.title, first.printed, shown, same, first.line)
