"""Document numbers of an organ, kind and year: every one with what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.papers import Number
from zhifa.store.casework.models import Case, NumberCounter, NumberUse, Paper
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number: reserved to a holder, issued with a paper or a case, or cancelled for a reason."""

    serial: int
    text: str
    state: str
    holder: str
    title: str
    paper: str
    """Token of the paper that carries it, or empty."""
    case: str
    """Id of the case that carries it or in which its paper was issued, or empty."""
    on: date | None
    reason: str
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class NumberAccount:
    """All numbers of one organ, kind and year given out so far, and those of which nothing is known."""

    lines: tuple[NumberLine, ...]
    given: int
    """The highest serial given out."""
    missing: tuple[int, ...]

    def count(self, state: str) -> int:
        return sum(1 for line in self.lines if line.state == state)


def number_kinds(organ: str) -> list[tuple[str, int]]:
    """The kinds and years in which an organ has given out numbers, the latest year first."""
    found = NumberCounter.objects.filter(organ_id=organ).order_by("-year", "kind")
    return list(found.values_list("kind", "year"))


def number_account(organ_code: str, kind: str, year: int) -> NumberAccount:
    """Every number of an organ, kind and year in order, with its holder, paper or reason."""
    organ = Organ.objects.get(pk=organ_code)
    uses = list(NumberUse.objects.filter(organ=organ, kind=kind, year=year).order_by("serial"))
    counter = NumberCounter.objects.filter(organ=organ, kind=kind, year=year).first()
    given = counter.next_serial - 1 if counter else 0
    tokens = [use.token for use in uses if use.token]
    papers = {row.token: row for row in Paper.objects.filter(pk__in=tokens).defer("frozen")}
    cases = {row.pk: row for row in Case.objects.filter(pk__in=[t for t in tokens if t not in papers])}
    held = people(use.holder for use in uses if use.holder)
    names = {key: person.name for key, person in held.items()}
    lines = tuple(
        _line(use, organ, papers.get(use.token), cases.get(use.token), names.get(use.holder, "")) for use in uses
    )
    known = {use.serial for use in uses}
    return NumberAccount(lines, given, tuple(n for n in range(1, given + 1) if n not in known))


def _line(use: NumberUse, organ: Organ, paper: Paper | None, case: Case | None, holder: str) -> NumberLine:
    written = paper.number if paper else case.number if case else ""
    return NumberLine(
        serial=use.serial,
        text=written or str(Number(organ.mark, use.kind, use.year, use.serial)),
        state=use.state,
        holder=holder,
        title=paper.title if paper else "案号" if case else "",
        paper=paper.pk if paper else "",
        case=paper.case_id if paper else case.pk if case else "",
        on=paper.issued_on if paper else case.opened_on if case else None,
        reason=use.reason or (paper.withdrawn_why if paper else ""),
        withdrawn_on=paper.withdrawn_on if paper else None,
    )


def reserved_numbers(organ: str, kind: str, year: int, holders: Collection[str]) -> Sequence[tuple[int, str]]:
    """Serials reserved to one of these persons and not yet used, lowest first, with the holder's id."""
    found = NumberUse.objects.filter(organ_id=organ, kind=kind, year=year, state="reserved", holder__in=list(holders))
    return list(found.order_by("serial").values_list("serial", "holder"))
