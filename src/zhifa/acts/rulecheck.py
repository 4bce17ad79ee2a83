"""Whether rules hold together and law bears them out: for the whole rulebook, and for a draft on top of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zhifa.acts.statutes import law_index
from zhifa.core.lawbook import check_entries, index_of
from zhifa.core.lawcheck import Texts
from zhifa.core.oversight.checking import misruled
from zhifa.core.papers.uses import read_papers
from zhifa.core.procedure.checking import check_rules
from zhifa.core.published import PLACE
from zhifa.core.rulebook import Entry, Problem, Rulebook, compile_rules
from zhifa.core.ruledraft import Said, file_name, file_text, read_text, retroactive, rewritten
from zhifa.ports.statutes import StatuteFolder
from zhifa.store.library.direct import Library


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft tried out: its entries, the rules as they would be (None where they do not compile), what is wrong."""

    said: tuple[Said, ...]
    book: Rulebook | None
    problems: tuple[Problem, ...]


def try_out(base: Rulebook, text: str, effective: date, *, number: int, today: date, judge: bool = True) -> Checked:
    """Compile a draft together with rules and look at it as at every other rule; without `judge` only compile it.

    What was wrong with the rules before is not the draft's fault and is left out.
    """
    said, problems = read_text(text, effective)
    if problems:
        return Checked(tuple(said), None, tuple(problems))
    problems = [*retroactive(said, effective, today, law_index()), *rewritten(said, base)]
    place = f"{PLACE}{file_name(number)}"
    book = compile_rules({place: file_text(said, number=number, reason="")}, base)
    if isinstance(book, list):
        return Checked(tuple(said), None, (*problems, *_named(book, place)))
    if not judge:
        return Checked(tuple(said), book, ())
    if found := _faults(book):  # only then is it worth the time to look at the rules before
        problems += [problem for problem in found if problem not in _faults(base)]
    fresh = [entry for name in book.sections() for entry in book.section(name) if entry.path == place]
    problems += _unlawful(book, fresh)
    return Checked(tuple(said), book, tuple(dict.fromkeys(_named(problems, place))))


def _named(problems: Sequence[Problem], place: str) -> list[Problem]:
    """Problems with the draft called a draft, not by a file that does not exist yet."""
    return [
        Problem("草案" if problem.path == place else problem.path, problem.where, problem.message)
        for problem in problems
    ]


def _faults(book: Rulebook) -> list[Problem]:
    def look() -> list[Problem]:
        uses, problems = read_papers(book)
        return [*check_rules(book, papers=uses), *misruled(book), *problems]

    return book.kept("faults", look)


def _unlawful(book: Rulebook, entries: Sequence[Entry]) -> list[Problem]:
    found = []
    for problem in check_entries(book, entries, _texts(book)):
        path, _, where = problem.place.partition(" · ")
        said = f"{problem.citation}：{problem.message}" if problem.citation else problem.message
        found.append(Problem(path, where, said))
    return found


def _texts(book: Rulebook) -> Texts:
    """The words of the law this site has: the folder it names, else its library."""
    place = os.environ.get("ZHIFA_LAWS", "")
    if place and Path(place).is_dir():
        return book.kept(("texts", place), lambda: StatuteFolder(Path(place), index_of(book)))
    return Library.of_site()


Standing = tuple[tuple[str, date, int], ...]
"""Drafts already approved: text, first day, number."""


@lru_cache(maxsize=4)
def _with(base: Rulebook, approved: Standing, today: date) -> Rulebook:
    for text, effective, number in approved:
        base = try_out(base, text, effective, number=number, today=today, judge=False).book or base
    return base


@lru_cache(maxsize=8)
def tried(base: Rulebook, approved: Standing, text: str, effective: date, number: int, today: date) -> Checked:
    """A draft tried out on the rules with approved drafts on top, remembered while all of it is the same."""
    return try_out(_with(base, approved, today), text, effective, number=number, today=today)
