"""Examinations: the bank of questions, papers drawn from it by data, and the marking of answers.

A paper is drawn by a seed in a way anybody can repeat: questions of each part in the order of the digest of seed and
code. Only questions whose article is in force on the day are drawn. Cases are marked by a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.core.drawing import drawn, rank
from zhifa.core.rulebook import Entry, Rulebook

SINGLE, MULTIPLE, TRUE_FALSE, CASE = "单选", "多选", "判断", "案例"
KINDS: Final = (SINGLE, MULTIPLE, TRUE_FALSE, CASE)
YES, NO = "正确", "错误"
LETTERS: Final = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, the choices, which are right, and the article that says so."""

    code: str
    kind: str
    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    """Which options are right, counted from 0; empty for a case."""
    why: str
    cite: str
    status: str
    topic: str
    belongs: str
    """The procedure or matter it belongs to."""
    points: tuple[str, ...] = ()
    """What a good answer to a case says."""

    @property
    def right(self) -> str:
        """The right answer as a marked paper shows it."""
        if self.kind == CASE:
            return "；".join(self.points)
        if self.kind == TRUE_FALSE:
            return self.options[self.answer[0]]
        return "".join(LETTERS[place] for place in self.answer)


def question_of(entry: Entry) -> Question:
    """A question as written. The answer is written as letters, 对 or 错."""
    data = entry.data
    kind = str(data["kind"])
    options = tuple(str(option) for option in data.get("options", ()))
    said = str(data.get("answer", ""))
    if kind == TRUE_FALSE:
        options = (YES, NO)
    places = [0 if said == "对" else 1] if kind == TRUE_FALSE else sorted(LETTERS.index(letter) for letter in said)
    return Question(
        code=entry.code,
        kind=kind,
        text=str(data["ask"]),
        options=options,
        answer=tuple(places),
        why=str(data.get("why", "")),
        cite=entry.cite,
        status=entry.status,
        topic=str(data.get("topic", "")),
        belongs=str(data.get("matter") or data.get("procedure") or ""),
        points=tuple(str(point) for point in data.get("expect", ())),
    )


def bank(book: Rulebook, day: date) -> Mapping[str, Question]:
    """The questions of a day by code."""
    rules = book.as_of(day)
    return rules.built("questions", lambda made: {k: question_of(e) for k, e in made.entries("question").items()})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper: so many questions of a kind, from these topics (any when empty), with so many points each."""

    kind: str
    count: int
    points: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """How papers of one sort are composed."""

    code: str
    title: str
    kind: str
    minutes: int
    pass_mark: int
    parts: tuple[Part, ...]
    cite: str
    status: str

    @property
    def full_marks(self) -> int:
        return sum(part.count * part.points for part in self.parts)


def blueprints(book: Rulebook, day: date) -> Mapping[str, Blueprint]:
    """The ways of composing a paper that hold on a day, by code."""
    return {key: _blueprint(entry) for key, entry in book.as_of(day).entries("exam_paper").items()}


def _blueprint(entry: Entry) -> Blueprint:
    data = entry.data
    parts = tuple(
        Part(str(one["kind"]), int(one["count"]), int(one["points"]), tuple(map(str, one.get("topics", ()))))
        for one in data["parts"]
    )
    return Blueprint(
        entry.code, str(data["title"]), str(data["kind"]), int(data["minutes"]), int(data["pass"]), parts,
        entry.cite, entry.status,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A question on a paper, with the points it is worth."""

    code: str
    points: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper and what anybody needs to draw it again: the seed and the digest of the pool it was drawn from."""

    placed: tuple[Placed, ...]
    seed: str
    pool: str
    lacks: tuple[str, ...] = ()
    """Parts for which the bank has too few questions in force."""


def draw(pool: Mapping[str, Question], blueprint: Blueprint, seed: str, *, in_force: Callable[[str], bool]) -> Drawn:
    """Draw a paper. `in_force` says whether an article is law on the day of the examination."""
    usable = {code: one for code, one in pool.items() if in_force(one.cite)}
    placed: list[Placed] = []
    lacks: list[str] = []
    for part in blueprint.parts:
        taken = {one.code for one in placed}
        fits = [
            code for code, one in usable.items()
            if one.kind == part.kind and code not in taken and (not part.topics or one.topic in part.topics)
        ]  # fmt: skip
        chosen = drawn(seed, fits, part.count)
        if len(chosen) < part.count:
            lacks.append(f"{part.kind}题要 {part.count} 道，现行有效的只有 {len(chosen)} 道")
        placed += [Placed(code, part.points) for code in chosen]
    return Drawn(tuple(placed), seed, digest(usable.values()), tuple(lacks))


def digest(questions: Iterable[Question]) -> str:
    """What tells one state of the bank from another."""
    said = sorted(f"{q.code}|{q.kind}|{q.text}|{'/'.join(q.options)}|{q.answer}|{q.cite}" for q in questions)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def order_for(person: str, seed: str, question: Question) -> tuple[int, ...]:
    """The order in which one person sees the options, so that neighbours cannot copy letters."""
    if question.kind == TRUE_FALSE:
        return tuple(range(len(question.options)))
    places = range(len(question.options))
    return tuple(sorted(places, key=lambda place: rank(seed, person, question.code, str(place))))


def mark(question: Question, points: int, answer: Sequence[str] | str) -> int | None:
    """The points for an answer (numbers of options as they stand in the bank); None where a person must mark.

    All or nothing: of a multiple choice every right option and no wrong one.
    """
    if question.kind == CASE:
        return None
    given = [answer] if isinstance(answer, str) else answer
    chosen = sorted({int(one) for one in given if one.isdecimal()})
    return points if tuple(chosen) == question.answer else 0


def marked(paper: Sequence[Placed], pool: Mapping[str, Question], answers: Mapping[str, Any]) -> dict[str, int]:
    """The points of every question a machine can mark; questions no longer in the bank count in full."""
    found: dict[str, int] = {}
    for one in paper:
        question = pool.get(one.code)
        points = one.points if question is None else mark(question, one.points, answers.get(one.code, ()))
        if points is not None:
            found[one.code] = points
    return found
