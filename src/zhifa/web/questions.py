"""Questions to the officers in charge and their answers, as both sides see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from zhifa.core.procedure.questions import OPEN, Question, questions
from zhifa.core.procedure.view import ERASED
from zhifa.core.values import Refusal
from zhifa.store.readers.cases import CaseRead
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.story import names, stamp
from zhifa.web.visitor import Visitor

WORDS = {"open": "等承办人回答", "answered": "已回答", "overtaken": "已作出意见，不再等待回答"}
SHORT = {"open": "等回答", "answered": "已回答"}
"""What a list says of a file about which something was asked."""


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer that was refused: which question, what was typed, why."""

    version: int
    typed: str
    refusal: Refusal


def question_place(case_id: str, proceeding: str) -> str:
    """Where the officers find the open questions of a case."""
    return f"{reverse('case', args=[case_id])}?p={proceeding}#questions"


def asked(read: CaseRead, proceeding: str) -> tuple[vm.QuestionRow, ...]:
    """Everything asked in a proceeding with its answer, as the reviewer reads it."""
    return tuple(_row(read, item) for item in questions(read.view.case) if item.proceeding == proceeding)


def waiting_questions(read: CaseRead, visitor: Visitor, tried: Answering | None = None) -> tuple[vm.QuestionRow, ...]:
    """The questions of a case nobody has decided over, in whatever proceeding; officers in charge answer them here."""
    mine = visitor.person.id in read.view.case.officers and visitor.may("case.act")
    rows = []
    for item in questions(read.view.case):
        refused = tried if tried and tried.version == item.version else None
        if item.decided and refused is None:
            continue
        rows.append(
            _row(read, item, form=_form(read, item, refused) if mine and (item.state == OPEN or refused) else None)
        )
    return tuple(rows)


def _row(read: CaseRead, item: Question, form: vm.StepForm | None = None) -> vm.QuestionRow:
    by, when = names(read, (item.answered_by,)), stamp(item.answered_at) if item.answered_at else ""
    return vm.QuestionRow(
        said=item.text or ERASED,
        who=f"{names(read, (item.by,))} {stamp(item.at)}",
        state=WORDS[item.state],
        answer=(item.answer or ERASED) if item.answered_at else "",
        answered=f"{by} {when}" if when else "",
        form=form,
    )


def _form(read: CaseRead, item: Question, tried: Answering | None) -> vm.StepForm:
    box = vm.FieldView(name="answer", label="回答", kind="longtext", value=tried.typed if tried else "")
    return admin_forms.form(
        code=f"answer-{item.version}",
        title="回答",
        verb="回答",
        action=reverse("answer_question", args=[read.row.pk, item.version]),
        fields=[box],
        refused=tried.refusal if tried else None,
        note="回答记入案卷，提问人在审核页看到；不能再改，也不停止期限的计算。",
    )
