"""An examination paper as pages show it: to be sat in the candidate's own order, to be marked, or marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from zhifa.acts.exams import placed_of, questions_of
from zhifa.core.examination import CASE, LETTERS, MULTIPLE, Question, order_for
from zhifa.store.readers.training import ExamRead
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark

State = Literal["sitting", "marking", "marked"]


def _options(
    question: Question, order: Sequence[int], chosen: Sequence[str], *, told: bool
) -> tuple[vm.ExamOption, ...]:
    return tuple(
        vm.ExamOption(
            value=str(place),
            letter=LETTERS[number],
            label=question.options[place],
            chosen=str(place) in chosen,
            right=told and place in question.answer,
        )
        for number, place in enumerate(order)
    )


def questions(
    exam: ExamRead, person: str, answers: Mapping[str, Any], state: State, marks: Mapping[str, int]
) -> tuple[vm.ExamQuestion, ...]:
    """The questions of a paper in the order in which one person sees their options."""
    pool, seed, told = questions_of(exam.opens_on), str(exam.draw.get("seed", "")), state != "sitting"
    made = []
    for number, placed in enumerate(placed_of(exam.paper), 1):
        question = pool.get(placed.code)
        if question is None:
            continue
        given = answers.get(placed.code, ())
        chosen = [given] if isinstance(given, str) else list(given)
        order = order_for(person, seed, question)
        letters = "".join(LETTERS[n] for n, place in enumerate(order) if place in question.answer)
        case = question.kind == CASE
        made.append(
            vm.ExamQuestion(
                name=placed.code,
                number=number,
                kind=question.kind,
                text=question.text,
                points=placed.points,
                options=() if case else _options(question, order, chosen, told=told),
                many=question.kind == MULTIPLE,
                written=chosen[0] if case and chosen else "",
                got=marks.get(placed.code) if told else None,
                right=(question.right if case or len(question.options) == 2 else letters) if told else "",
                why=question.why if told else "",
                law=law_mark(question.cite, question.why, question.status) if told else None,
            )
        )
    return tuple(made)
