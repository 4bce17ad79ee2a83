"""Letters between organs: one act writes both sides, and each side sees what the other did, not the other's case."""

from __future__ import annotations

from datetime import date

import pytest

from tests.acts.conftest import PATH
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, context, today
from zhifa.core.values import Moment
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework.models import Case, Proceeding, Task
from zhifa.store.readers.cases import read_case
from zhifa.store.readers.letters import referred, referred_paper
from zhifa.store.readers.papers import read_paper
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

BUREAU_PATH = "500112/cg/"


@pytest.fixture
def bureau(town: Organ) -> Organ:
    """区城市管理局 with one person for everything."""
    organ = Organ.objects.create(
        code="cg", path=BUREAU_PATH, name="重庆市渝北区城市管理局", short="区城市管理局", mark="渝城管", level="区县",
        superior="重庆市渝北区人民政府", court="重庆市渝北区人民法院",
    )  # fmt: skip
    for name, roles in {"张局": ("head",), "钱科": ("officer", "clerk"), "冯科": ("officer",)}.items():
        given = tuple(RoleGiven(role, BUREAU_PATH) for role in roles)
        entry = Registration(name, name, "cg", given, joined_on=date(2020, 1, 1))
        assert register_officer(entry, actor=INSTALLER) is None
        if "officer" in roles:
            issued = issue_certificate(f"渝{name}", name, issued_on=date(2020, 1, 1), expires_on=None, actor=INSTALLER)
            assert issued is None
    return organ


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


def clue_registered() -> str:
    """A clue of the town, registered today."""
    facts = {"clue.source": "举报", "clue.summary": "区管道路上堆放砂石", "party.kind": "个人", "party.name": "陈大海"}
    at = Moment(today())
    steps = [StepEntry("register", facts, ("王立", "李明"), at)]
    opened = open_case(Opening("lq", "clue", at, officers=("王立", "李明")), actor=actor("王立"), steps=steps)
    assert isinstance(opened, Recorded), opened
    return opened.case_id


def transferred(case_id: str, to: str) -> None:
    """The head transfers it, the clerk sends the letter."""
    at = Moment(today())
    decided = StepEntry("transfer", {"case.lead_organ": to, "clue.disposal_reason": "属区管道路"}, ("周强",), at)
    letter = {"letter.to": to, "letter.reason": "属区管道路"}
    sent = StepEntry("send", letter, ("赵敏",), at, "transfer.organ")
    for entry, who in ((decided, "周强"), (sent, "赵敏")):
        done = take_step(case_id, entry, actor=actor(who))
        assert isinstance(done, Recorded), done


def clue_sent(to: str) -> str:
    """A clue of the town, transferred to another organ by letter today."""
    case_id = clue_registered()
    transferred(case_id, to)
    return case_id


def received() -> Case:
    return Case.objects.get(organ_id="cg")


def answered(case_id: str, step: str, facts: dict[str, object], who: str) -> object:
    return take_step(case_id, StepEntry(step, facts, (who,), Moment(today())), actor=actor(who))


def taken(case_id: str, path: str) -> list[str]:
    read = read_case(case_id, reach=(path,), context=context(), day=today())
    assert read is not None
    return [item.step for item in read.view.case.taken]


@pytest.mark.django_db
def test_a_letter_begins_a_case_with_the_other_organ_and_its_inbox_asks_for_an_answer(bureau: Organ) -> None:
    mine = clue_sent("区城市管理局")
    theirs = received()
    assert theirs.path == BUREAU_PATH
    assert theirs.party == "陈大海"
    assert set(Task.objects.filter(case=theirs, demanded=True).values_list("step", flat=True)) == {"accept"}
    assert theirs.next_due_title == "接受移送"
    assert read_case(mine, reach=(BUREAU_PATH,), context=context(), day=today()) is None
    assert read_case(theirs.pk, reach=(PATH,), context=context(), day=today()) is None


@pytest.mark.django_db
def test_what_the_other_organ_does_stands_in_the_case_of_the_one_that_wrote(bureau: Organ) -> None:
    mine = clue_sent("重庆市渝北区城市管理局")
    theirs = received().pk
    assert isinstance(answered(theirs, "sign", {"letter.signed_by": "钱科"}, "钱科"), Recorded)
    accepted = answered(theirs, "accept", {}, "张局")
    assert isinstance(accepted, Recorded)
    assert accepted.opened
    told = take_step(
        theirs,
        StepEntry("outcome", {"letter.outcome": "罚款二千元"}, ("钱科",), Moment(today()), "transfer.received"),
        actor=actor("钱科"),
    )
    assert isinstance(told, Recorded), told
    assert taken(mine, PATH) == ["register", "transfer", "send", "receipt", "answer", "outcome"]
    read = read_case(mine, reach=(PATH,), context=context(), day=today())
    assert read is not None
    answer = next(item for item in read.view.case.taken if item.step == "answer")
    assert (answer.by, answer.facts["letter.answer"]) == (("区城市管理局",), "接受")
    assert not read.view.findings
    assert not list(differences(all_cases()))


@pytest.mark.django_db
def test_an_objection_goes_back_with_its_reason(bureau: Organ) -> None:
    mine = clue_sent("区城市管理局")
    objected = answered(received().pk, "object", {"letter.answer_reason": "路段已移交镇管"}, "张局")
    assert isinstance(objected, Recorded), objected
    read = read_case(mine, reach=(PATH,), context=context(), day=today())
    assert read is not None
    answer = next(item for item in read.view.case.taken if item.step == "answer")
    assert answer.facts["letter.answer"] == "认为不属于本机关管辖"
    assert answer.facts["letter.answer_reason"] == "路段已移交镇管"


@pytest.mark.django_db
def test_an_organ_that_is_not_registered_gets_a_paper_and_nothing_else(bureau: Organ) -> None:
    clue_sent("某某市城市管理局")
    assert not Case.objects.filter(organ_id="cg").exists()


@pytest.mark.django_db
def test_a_refused_step_leaves_nothing_on_either_side(bureau: Organ) -> None:
    mine = clue_sent("区城市管理局")
    refused = answered(received().pk, "object", {}, "张局")
    assert not isinstance(refused, Recorded)
    assert taken(mine, PATH) == ["register", "transfer", "send"]


@pytest.mark.django_db
def test_the_file_goes_along_by_reference_and_opens_no_other_paper(bureau: Organ) -> None:
    mine = clue_registered()
    main = next(iter(Proceeding.objects.filter(case_id=mine).values_list("id", flat=True)))
    issued = issue_paper(mine, main, "clue-register", actor=actor("王立"))
    assert isinstance(issued, PaperIssued), issued
    transferred(mine, "区城市管理局")
    theirs = received().pk
    read = read_case(theirs, reach=(BUREAU_PATH,), context=context(), day=today())
    assert read is not None
    assert [(item.name, item.token) for item in referred(read)] == [("案源登记表", issued.token)]
    opened = referred_paper(theirs, issued.token, reach=(BUREAU_PATH,), context=context(), day=today())
    assert opened is not None
    assert opened.row.case_id == mine
    assert read_paper(issued.token, reach=(BUREAU_PATH,)) is None
    assert referred_paper(theirs, issued.token, reach=("500112/xx/",), context=context(), day=today()) is None
    assert referred_paper(mine, issued.token, reach=(PATH,), context=context(), day=today()) is None
