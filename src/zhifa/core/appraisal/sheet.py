"""The score sheet of one file: every deduction with its item, points, reason, article and place in the file.

The same file, read up to the same event by the same standard, always has the same score. One fault is deducted once:
the first item that speaks of it takes it, and the rest leaves it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Final, Protocol

from zhifa.core.appraisal.model import Item, Standard
from zhifa.core.procedure.case import Issued
from zhifa.core.procedure.findings import RED, Finding
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.procedure.view import View
from zhifa.core.values import show_date

PAPER, MISSING, STEP, PERIOD, FILE = "paper", "missing", "step", "period", "file"
"""Where in the file a deduction lies: on a paper, where one should lie, at a step, in a period, in the whole file."""
PERIOD_MARK: Final = "period:"
PAPER_MARK: Final = "paper:"


class Lacked(Protocol):
    """A paper a step should have made and that is not in the file."""

    @property
    def proceeding(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def said(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deduction:
    """One deduction: by which item, how many points or fatal, why, by which article, and where it lies."""

    item: str
    title: str
    points: int
    fatal: bool
    ask: bool
    message: str
    cite: str
    place: str
    proceeding: str
    step: str = ""
    version: int = 0
    token: str = ""
    """The paper that speaks of it, where one was issued."""
    paper: str = ""
    """The code of a paper that is not there."""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file appraised: its score, grade and deductions, by which standard, read up to which event."""

    standard: str
    digest: str
    version: int
    score: int
    grade: str
    fatal: int
    asks: int
    deductions: tuple[Deduction, ...]


def appraise(view: View, standard: Standard, lacked: Sequence[Lacked] = ()) -> Sheet:
    """Appraise a case as it stands. `lacked` are the papers its steps were taken without."""
    found = tuple(_Reader(view, standard, lacked).read())
    score, grade = graded(standard, found)
    return Sheet(
        standard=standard.code,
        digest=standard.digest,
        version=view.case.version,
        score=score,
        grade=grade,
        fatal=sum(1 for one in found if one.fatal and not one.ask),
        asks=sum(1 for one in found if one.ask),
        deductions=found,
    )


def graded(standard: Standard, deductions: Sequence[Deduction]) -> tuple[int, str]:
    """Score and grade: each item takes no more than its most, nobody falls below zero, a fatal fault fails the file."""
    taken: dict[str, int] = {}
    for one in deductions:
        if not one.ask and not one.fatal:
            taken[one.item] = taken.get(one.item, 0) + one.points
    for code in taken:
        item = standard.item(code)
        if item is not None and item.most:
            taken[code] = min(taken[code], item.most)
    score = max(0, standard.full - sum(taken.values()))
    if any(one.fatal and not one.ask for one in deductions):
        return score, standard.failed
    return score, next(grade.title for grade in standard.grades if score >= grade.least)


def concerned(standard: Standard, state: State) -> tuple[Item, ...]:
    """The items of a standard that look at some proceeding of a case."""
    book = state.context.book
    found = [(_kind(state, key), run.proceeding.procedure) for key, run in state.runs.items()]
    return tuple(item for item in standard.items if any(item.concerns(book, *one) for one in found))


class _Reader:
    """Goes through a file item by item, in the order of the standard, proceeding by proceeding."""

    def __init__(self, view: View, standard: Standard, lacked: Sequence[Lacked]) -> None:
        self.view, self.state, self.standard, self.lacked = view, view.state, standard, lacked
        self.book = view.state.context.book
        self.papers = [paper for paper in view.case.papers if not paper.withdrawn]
        self.kinds = {key: _kind(view.state, key) for key in view.state.runs}
        self.findings = [(finding, finding.key, self._items(finding)) for finding in view.findings]
        self.used: set[tuple[str, str, str, int, str]] = set()
        self.wanted: set[tuple[str, str]] = set()

    def read(self) -> Iterator[Deduction]:
        fitting = {key: self._fitting(key) for key in self.state.runs}
        for item in self.standard.items:
            for key in self.state.runs:
                if item.code in fitting[key] and self._applies(item, key):
                    yield from self._of(item, key)

    def _fitting(self, key: str) -> frozenset[str]:
        """The items that look at proceedings like this one; the same for all of a kind and procedure."""
        kind, procedure = self.kinds[key], self.state.runs[key].proceeding.procedure

        def fits() -> frozenset[str]:
            return frozenset(item.code for item in self.standard.items if item.concerns(self.book, kind, procedure))

        return self.book.kept(("appraisal", self.standard.digest, kind, procedure), fits)

    def _items(self, finding: Finding) -> frozenset[str]:
        """The items that speak of a finding; the same for all of its step, code and article."""
        name = f"{finding.step}/{finding.code}"

        def found() -> frozenset[str]:
            return frozenset(item.code for item in self.standard.items if _speaks(item, name, finding.cite))

        return self.book.kept(("appraisal", self.standard.digest, name, finding.cite), found)

    def _applies(self, item: Item, key: str) -> bool:
        return item.only_if is None or item.only_if.holds(Scope(self.state, key, self.view.day)) is True

    def _of(self, item: Item, key: str) -> Iterator[Deduction]:
        if item.findings:
            yield from self._findings(item, key)
        if item.papers:
            yield from self._missing(item, key)
        if item.order:
            yield from self._order(item, key)
        if item.unsealed:
            yield from self._unsealed(item, key)
        if item.when is not None:
            yield from self._condition(item, key)

    def _findings(self, item: Item, key: str) -> Iterator[Deduction]:
        for finding, known, items in self.findings:
            if finding.proceeding != key or known in self.used or item.code not in items:
                continue
            self.used.add(known)
            yield self._deduction(item, finding.message, finding.cite, self._place(finding), asks=finding.level != RED)

    def _missing(self, item: Item, key: str) -> Iterator[Deduction]:
        for lack in self.lacked:
            fits = lack.proceeding == key and any(fnmatchcase(lack.code, like) for like in item.papers)
            if not fits or (key, lack.code) in self.wanted:
                continue
            self.wanted.add((key, lack.code))
            place = _Place(MISSING, key, lack.step, lack.version, paper=lack.code)
            yield self._deduction(item, f"“{lack.said}”没有《{lack.title}》", item.cite, place)

    def _order(self, item: Item, key: str) -> Iterator[Deduction]:
        last: tuple[str, date] | None = None
        for code in item.order:
            paper = next((one for one in self.papers if one.proceeding == key and one.paper == code), None)
            if paper is None:
                continue
            title, day = self._title(code), paper.at.day
            if last and day < last[1]:
                said = f"《{title}》（{show_date(day)}）早于《{last[0]}》（{show_date(last[1])}）"
                yield self._deduction(item, said, item.cite, self._on(paper))
            last = (title, day)

    def _unsealed(self, item: Item, key: str) -> Iterator[Deduction]:
        scanned = {str(e.payload["token"]) for e in self.view.case.events if e.type == "paper.scanned_back"}
        for paper in self.papers:
            fits = paper.proceeding == key and any(fnmatchcase(paper.paper, like) for like in item.unsealed)
            if fits and paper.token not in scanned:
                said = f"《{self._title(paper.paper)}》{paper.number}没有盖章正本的扫描件，请看纸质案卷"
                yield self._deduction(item, said, item.cite, self._on(paper))

    def _condition(self, item: Item, key: str) -> Iterator[Deduction]:
        assert item.when is not None
        if item.when.holds(Scope(self.state, key, self.view.day)) is not True:
            return
        instance = self.state.standing(key, item.at) if item.at else None
        place = self._at(key, item.at, instance.taken.version if instance else 0)
        yield self._deduction(item, item.say or item.title, item.cite, place)

    def _place(self, finding: Finding) -> _Place:
        code = finding.code
        if code.startswith(PAPER_MARK):
            paper = next((one for one in self.papers if one.version == finding.version), None)
            if paper is not None:
                return self._on(paper)
        if code.startswith(PERIOD_MARK):
            return self._of_period(finding)
        return self._at(finding.proceeding, finding.step, finding.version)

    def _of_period(self, finding: Finding) -> _Place:
        """A period is shown by its arithmetic; the step that met it, late, goes along."""
        period = finding.code.removeprefix(PERIOD_MARK)
        met = next(
            (o for o in self.view.obligations if (o.proceeding, o.code) == (finding.proceeding, period) and o.met_on),
            None,
        )
        steps = met.period.met_by if met and met.period else ()
        instance = next((i for i in (self.state.standing(finding.proceeding, s) for s in steps) if i), None)
        version = instance.taken.version if instance else 0
        step = instance.taken.step if instance else ""
        return _Place(PERIOD, finding.proceeding, step, version, period=period)

    def _at(self, key: str, step: str, version: int) -> _Place:
        """The paper a step made, else the step itself, else the file as a whole."""
        procedure = self.state.procedure(key)
        made = procedure.steps[step].papers if procedure and step in procedure.steps else ()
        mine = [one for one in self.papers if one.proceeding == key]
        paper = next((one for one in mine if step and one.step == step), None) or next(
            (one for one in mine if one.paper in made), None
        )
        if paper is not None:
            return _Place(PAPER, key, step, version or paper.version, token=paper.token)
        return _Place(STEP if version else FILE, key, step, version)

    def _on(self, paper: Issued) -> _Place:
        return _Place(PAPER, paper.proceeding, paper.step, paper.version, token=paper.token)

    def _title(self, code: str) -> str:
        entry = self.state.context.rules(self.view.day).entry("paper", code)
        return str(entry.data.get("title", code)) if entry else code

    def _deduction(self, item: Item, said: str, cite: str, place: _Place, *, asks: bool = False) -> Deduction:
        return Deduction(
            item=item.code,
            title=item.title,
            points=item.points,
            fatal=item.fatal,
            ask=item.ask or (asks and item.fatal),
            message=said,
            cite=cite or item.cite,
            place=place.kind,
            proceeding=place.proceeding,
            step=place.step,
            version=place.version,
            token=place.token,
            paper=place.paper,
            period=place.period,
        )


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    proceeding: str
    step: str = ""
    version: int = 0
    token: str = ""
    paper: str = ""
    period: str = ""


def _kind(state: State, key: str) -> str:
    found = state.procedure(key)
    return found.kind if found else ""


def _speaks(item: Item, name: str, cites: str) -> bool:
    if not any(fnmatchcase(name, like) for like in item.findings):
        return False
    return not item.cites or any(_rests_on(cite, wanted) for cite in cites.split("；") for wanted in item.cites)


def _rests_on(cite: str, wanted: str) -> bool:
    """Whether a citation is of an article or of a part of it: `#45.2` is of `#45` and not of `#4`."""
    return cite == wanted or (cite.startswith(wanted) and cite[len(wanted)] in ".(")
