"""What was entered wrongly when a case was opened is mended there; papers already issued keep what they said."""

from __future__ import annotations

from tests.acts.test_papers import filed
from zhifa.acts.cases import correct_opening
from zhifa.acts.papers import Draft, issue_paper, preview_paper
from zhifa.acts.work import INSTALLER, Actor, Recorded
from zhifa.core.papers import Document
from zhifa.core.procedure.taking import Reopened
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.store import journal
from zhifa.store.casework import models as rows


def text_of(case: str) -> str:
    (issued,) = [event for event in journal.read_stream("case", case) if event.type == "paper.issued"]
    return repr(issued.payload)


def test_a_party_named_wrongly_is_mended_and_the_paper_issued_before_still_says_the_old_name(wang: Actor) -> None:
    case, proceeding = filed(wang)
    known = Reopened(proceeding, "王立", "补登来源", facts={"clue.source": "举报"})
    assert isinstance(correct_opening(case, known, actor=wang), Recorded)
    issued = issue_paper(case, proceeding, "filing-approval", actor=wang)
    assert not isinstance(issued, Refusal)
    before = text_of(case)
    mended = correct_opening(
        case, Reopened(proceeding, "王立", "当事人姓名录错", facts={"party.name": "张示范"}), actor=wang
    )
    assert isinstance(mended, Recorded)
    assert rows.Case.objects.get(pk=case).party == "张示范"
    assert text_of(case) == before
    assert "张示例" in before
    again = preview_paper(case, proceeding, "filing-approval", actor=wang)
    assert isinstance(again, Draft)
    assert any("张示例" in str(fault) for fault in again.faults)
    assert isinstance(again.found, Document)
    assert "张示范" in repr(again)
    assert list(differences([case])) == []
    assert journal.verify().valid is True


def test_the_wrong_procedure_is_mended_and_nobody_else_may_mend_it(wang: Actor) -> None:
    case, proceeding = filed(wang)
    mending = Reopened(proceeding, "王立", "应当适用简易程序", procedure="penalty.simple")
    refused = correct_opening(case, mending, actor=INSTALLER)
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"
    assert isinstance(correct_opening(case, mending, actor=wang), Recorded)
    assert rows.Proceeding.objects.get(pk=proceeding).procedure == "penalty.simple"
    assert rows.Finding.objects.filter(case=case, code="no_rule").exists()  # a request to file is no step there
    assert list(differences([case])) == []
    bad = correct_opening(case, Reopened(proceeding, "王立", "", procedure="penalty.ordinary"), actor=wang)
    assert isinstance(bad, Refusal)
