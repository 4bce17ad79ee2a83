"""One report examined: its figures, and every identity it asserts with its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import localcontext
from typing import Final

from zhifa.core.footing.certainty import assured
from zhifa.core.footing.checks import WORST, Check
from zhifa.core.footing.derived.beliefs import believed
from zhifa.core.footing.derived.derived import derived
from zhifa.core.footing.derived.doubted import doubted
from zhifa.core.footing.identities import CONTRADICTION, UNDECIDABLE
from zhifa.core.footing.quotients.converted import converted
from zhifa.core.footing.quotients.growths import growths
from zhifa.core.footing.quotients.means import means
from zhifa.core.footing.quotients.parted import parted
from zhifa.core.footing.quotients.proportions import proportions
from zhifa.core.footing.quotients.rates import rates
from zhifa.core.footing.quotients.recalled import recalled
from zhifa.core.footing.reading.figures import MOST_NUMBERS, Figure, Reading, read_figures
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Document, Line, document
from zhifa.core.footing.sums.accounts import accounts
from zhifa.core.footing.sums.among import among
from zhifa.core.footing.sums.both import both
from zhifa.core.footing.sums.clauses import clauses
from zhifa.core.footing.sums.divided import divided
from zhifa.core.footing.sums.left_over import left_over
from zhifa.core.footing.sums.named import named_parts
from zhifa.core.footing.sums.narrow import narrow
from zhifa.core.footing.sums.relations import related, relations
from zhifa.core.footing.sums.runs import runs
from zhifa.core.footing.sums.sortings import sortings
from zhifa.core.footing.sums.standing import standing
from zhifa.core.footing.sums.stretches import stretches
from zhifa.core.footing.sums.subsets import subsets
from zhifa.core.footing.sums.summed import summed_up
from zhifa.core.footing.sums.totals import totals
from zhifa.core.footing.sums.yearly import yearly
from zhifa.core.footing.tables.cells import money_in, table_figures
from zhifa.core.footing.tables.checked import tables
from zhifa.core.footing.tables.headlines import headlines
from zhifa.core.footing.tables.introduced import introduced
from zhifa.core.footing.tables.itemised import itemised
from zhifa.core.footing.tables.quoted import quoted
from zhifa.core.footing.tables.told import told_of_tables
from zhifa.core.footing.tables.unseparated import unseparated
from zhifa.core.footing.twice.referred import referred
from zhifa.core.footing.twice.repeats import repeats, unnamed
from zhifa.core.footing.twice.restated import restated
from zhifa.core.footing.twice.retold import retold
from zhifa.core.footing.twice.transposed import transposed
from zhifa.core.footing.words.announced import announced
from zhifa.core.footing.words.counted import counted
from zhifa.core.footing.words.dates import dates
from zhifa.core.footing.words.enumerations import enumerations
from zhifa.core.footing.words.extremes import extremes
from zhifa.core.footing.words.fullness import fullness
from zhifa.core.footing.words.headings import headings
from zhifa.core.footing.words.phrases import phrases
from zhifa.core.footing.words.rankings import rankings
from zhifa.core.footing.words.trends import trends
from zhifa.core.footing.words.years import years

_DIGITS: Final = 64
"""A number has up to sixteen digits, and 亿 besides: enough to tell any product or quotient of two of them."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What a report says and whether it can be true. `figures` are those of the text, then those of tables."""

    reading: Reading
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]

    @property
    def celled(self) -> tuple[Figure, ...]:
        """The figures of the tables."""
        return tuple(figure for figure in self.figures if figure.passage < 0)

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def contradictions(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state == CONTRADICTION)


def examine(lines: Sequence[Line], lexicon: Lexicon) -> Examination:
    """Read a report and try everything it asserts. Pure: the same lines and words give the same answer."""
    with localcontext(prec=_DIGITS):
        return _examined(lines, lexicon)


def _examined(lines: Sequence[Line], lexicon: Lexicon) -> Examination:
    reading = read_figures(document(lines, lexicon.columns), lexicon)
    groups: list[tuple[str, list[Figure]]] = []
    count, yuan = len(reading.figures), money_in(reading.document)
    for number, grid in enumerate(reading.document.grids):
        heads = "".join(cell.text for row in grid.rows[:3] for cell in row)
        for group in table_figures(grid, number, count, lexicon, yuan):
            count += len(group)
            groups.append((f"{grid.title}{heads}", group))
    celled = [figure for _, group in groups for figure in group]
    found = [
        *totals(reading, lexicon),
        *runs(reading, lexicon),
        *narrow(reading, lexicon),
        *among(reading, lexicon),
        *divided(reading, lexicon),
        *clauses(reading, lexicon),
        *stretches(reading, lexicon),
        *yearly(reading),
        *left_over(reading),
        *subsets(reading, lexicon),
        *summed_up(reading, lexicon),
        *converted(reading, lexicon),
        *sortings(reading, lexicon),
        *standing(reading, lexicon),
        *both(reading, lexicon),
        *relations(reading, lexicon),
        *accounts(reading, lexicon),
        *named_parts(reading, lexicon, celled),
        *_quoted(reading, lexicon),
        *proportions(reading, lexicon),
        *means(reading, lexicon),
        *recalled(reading, lexicon),
        *fullness(reading, lexicon),
        *dates(reading, lexicon),
        *years(reading, lexicon),
        *extremes(reading, lexicon),
        *rankings(reading, celled, lexicon),
        *trends(reading),
        *headings(reading, lexicon),
        *enumerations(reading),
        *announced(reading),
        *phrases(reading, lexicon),
        *counted(reading, lexicon),
        *repeats(reading, lexicon, celled),
        *referred(reading, lexicon),
        *restated(reading, lexicon, celled),
        *retold(reading, lexicon, celled),
        *unnamed(reading, lexicon),
        *tables(reading.document.grids, lexicon),
        *told_of_tables(reading),
        *quoted(reading, lexicon),
        *introduced(reading),
        *itemised(reading, lexicon),
        *headlines(reading),
        *(check for told, group in groups for check in related(group, told, told, lexicon)),
        *unseparated(reading.document.lines, lexicon),
        *_unread(reading),
    ]
    figures = (*reading.figures, *celled)
    found += transposed(reading, figures, found, lexicon)
    told = believed(reading, celled, lexicon)
    sure = list(doubted(_once(assured(found, reading, lexicon)), told, lexicon))
    sure += assured(derived(told, sure), reading, lexicon)
    return Examination(reading, figures, tuple(_ordered(_once(sure))))


def _quoted(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Percentages: what words bind before what stands near, and what is only meant last."""
    bound = list(parted(reading, lexicon))
    certain = frozenset(q.figure.index for q, _, sure in bound if sure and q.figure)
    grown = list(growths(reading, lexicon, certain))
    near = list(rates(reading, lexicon, certain | {at for one in grown for at in one.figures[-1:]}))
    known = {at for one in (*grown, *near) for at in one.figures[-1:]}
    yield from grown
    yield from near
    yield from (one for q, one, sure in bound if sure or q.figure is None or q.figure.index not in known)


def _unread(reading: Reading) -> Iterator[Check]:
    """That the rest of a monstrous report was not looked at."""
    if reading.unread:
        explain = f"正文数字超过 {MOST_NUMBERS} 个，第 {reading.unread} 行以后的没有核对"
        yield Check("limit", UNDECIDABLE, f"> {MOST_NUMBERS}", explain, (reading.unread,))


def _once(checks: Iterable[Check]) -> Iterator[Check]:
    """The same arithmetic on the same figures is said once, as the worse of the two."""
    best: dict[tuple[object, ...], Check] = {}
    for check in checks:
        key = (tuple(sorted(check.figures)),) if check.figures else (check.kind, check.expression, check.lines)
        if key not in best or WORST[check.state] < WORST[best[key].state]:
            best[key] = check
    yield from best.values()


def _ordered(checks: Iterable[Check]) -> list[Check]:
    return sorted(checks, key=lambda check: (WORST[check.state], check.lines[:1], check.kind, check.expression))
