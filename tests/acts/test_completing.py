"""Cases known from a list, worked on later: what is entered is judged, what is used today must be known first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.acts.lists import inspection, row, write
from zhifa.acts.cases import StepEntry, add_proceeding, correct_step, take_step
from zhifa.acts.completing import complete_listed, outlook
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor, today
from zhifa.core.permission import Person, RoleHeld
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.completing import Completion
from zhifa.core.procedure.taking import RECORDED, Correction
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.ports.rules import rulebook
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

ORDINARY = {"程序": "一般程序", "立案日期": "2026-02-01"}
NOTE = "依据档案室 2026 年第 12 号案卷，王立核对"


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


@pytest.fixture
def listed(town: Organ, wang: Actor, tmp_path: Path) -> str:
    """An ordinary penalty of 200 yuan, of which a list told the filing and the decision; the id of its case."""
    done = import_cases(Order(path=write(tmp_path / "a.csv", [row(1, **ORDINARY)]), organ="lq"), actor=wang)
    assert isinstance(done, Imported), done
    assert done.written == 1, done.faults
    return rows.Case.objects.get().pk


def record(case: str, step: str, day: str, by: tuple[str, ...], **facts: object) -> object:
    entry = StepEntry(step, {code.replace("__", "."): value for code, value in facts.items()}, by, Moment.parse(day))
    done = take_step(case, entry, actor=actor("王立"), mode=RECORDED)
    assert not isinstance(done, Refusal), done
    return done


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


def said(level: str) -> list[str]:
    return sorted(rows.Finding.objects.filter(level=level).values_list("message", flat=True))


def complete(case: str, unfound: Mapping[str, str] | None = None, note: str = NOTE) -> object:
    return complete_listed(case, Completion(case, "王立", note, unfound or {}), actor=actor("王立"))


def everything_lacking(case: str) -> dict[str, str]:
    folded = fold(case, journal.read_stream("case", case), rulebook().vocabulary)
    assert folded is not None
    seen = outlook(folded, case, {}, people=people(["王立", "李明"]).get, day=today())
    return dict.fromkeys([step.code for step in seen.lacking], "案卷 2027 年已移交档案馆")


# What is entered since is judged for itself


def test_a_step_entered_since_must_tell_of_itself_and_nothing_else_is_asked(listed: str) -> None:
    """补录: an officer enters the legal review. By one who may not review, it is a finding; that nobody told of the
    notice is still nothing that could be held against the case."""
    assert said("red") == []
    record(listed, "legal_review", "2026-03-04", ("王立",), review__conclusion="同意")
    assert said("red") == ["“法制审核”应由法制审核人员办理"]
    assert all("法制审核" in message for message in said("question"))
    assert rows.Task.objects.count() == 0
    assert list(differences([listed])) == []


def test_a_step_earlier_than_all_the_list_told_of_can_be_entered(listed: str) -> None:
    """The list told of the filing of 1 February; the request for it came before."""
    done = record(listed, "filing_request", "2026-01-28", ("王立", "李明"), case__title="乱停车", filing__reason="巡查")
    assert not isinstance(done, Refusal), done
    assert said("red") == []
    assert str(rows.Case.objects.get().opened_on) == "2026-01-28"


# What is used today must be known first


def test_dunning_asks_first_for_the_delivery_the_list_did_not_tell_of(listed: str, wang: Actor) -> None:
    """催告: only whoever was given the decision can be late with the fine (行政处罚法 61, 行政强制法 54)."""
    facts = {"dunning.amount": 20_000, "dunning.pay_by": "2026-09-20"}
    entry = StepEntry("dunning", facts, ("王立", "李明"))
    refused = take_step(listed, entry, actor=wang)
    assert isinstance(refused, Refusal)
    untold = next(gate for gate in refused.gates if gate.code == "untold")
    assert untold.message == "本案由清单录入，清单没有写“送达决定书”：不能判断现在能否“制作催告书”"
    assert untold.remedy == "先补录“送达决定书”，再办理这一步"
    assert untold.about == (f"{listed}/delivery",)
    record(listed, "delivery", "2026-03-06", ("王立", "李明"), delivery__method="直接送达")
    again = take_step(listed, entry, actor=wang)
    gates = again.gates if isinstance(again, Refusal) else ()
    assert [gate.message for gate in gates if gate.code == "untold"] == []


def test_what_the_list_itself_forbids_is_refused_as_ever(listed: str, wang: Actor) -> None:
    """A notice after the decision is too late, whatever else the list did not tell."""
    refused = take_step(listed, StepEntry("notice", {}, ("王立", "李明")), actor=wang)
    assert isinstance(refused, Refusal)
    assert refused.code == "until"


# Completed, it is judged like any case entered afterwards


def test_completed_with_nothing_more_a_case_lacks_what_nobody_entered(listed: str) -> None:
    """补齐: the officer says that this is all there is. A decision without notice is then a decision without notice."""
    assert not isinstance(done := complete(listed), Refusal), done
    red = said("red")
    assert "尚未完成“处罚事先告知”" in red
    assert any("送达决定书期限" in message and "至今未完成" in message for message in red)
    assert rows.Case.objects.get().state == "open"
    assert rows.Fine.objects.get().paid_fen == 0
    event = journal.read_stream("case", listed)[-1]
    assert (event.type, event.actor, event.payload["note"]) == ("proceeding.completed", "王立", NOTE)
    assert list(differences([listed])) == []
    assert journal.verify().valid


def test_what_the_file_does_not_tell_stays_a_question_with_its_reason(listed: str) -> None:
    lacking = everything_lacking(listed)
    assert {"notice", "legal_review", "delivery", "payment"} <= lacking.keys()
    assert not isinstance(done := complete(listed, lacking), Refusal), done
    asked = [message for message in said("question") if message.startswith("案卷里没有查到")]
    assert len(asked) == len(lacking)
    assert "案卷里没有查到“处罚事先告知”：案卷 2027 年已移交档案馆" in asked
    assert not [message for message in said("red") if message.startswith("尚未完成") or "届满" in message]
    assert rows.Fine.objects.count() == 0  # nobody can say that nobody paid
    assert set(rows.Finding.objects.filter(message__in=asked).values_list("alert", flat=True)) == {"listed.unfound"}


def test_found_later_it_is_entered_and_the_question_goes(listed: str) -> None:
    complete(listed, everything_lacking(listed))
    record(listed, "delivery", "2026-04-20", ("王立", "李明"), delivery__method="直接送达")
    assert not [message for message in said("question") if "没有查到“送达决定书”" in message]
    assert any("送达决定书期限" in message for message in said("red"))  # it was late, as is known now


def test_persons_and_facts_of_a_step_the_list_told_of_are_added_by_correction(listed: str) -> None:
    complete(listed, everything_lacking(listed))
    assert "“作出处罚决定”应由行政机关负责人办理" in said("red")
    decision = next(part for part, step in enumerate(("filing", "decision"), 1) if step == "decision")
    mending = Correction(version=1, part=decision, actor="赵敏", reason="案卷载明由负责人决定", by=("周强",))
    done = correct_step(listed, mending, actor=actor("赵敏"))
    assert not isinstance(done, Refusal), done
    assert "“作出处罚决定”应由行政机关负责人办理" not in said("red")


@pytest.mark.parametrize(
    ("unfound", "note", "says"),
    [
        ({}, " ", "写明依据"),
        ({"notice": " "}, NOTE, "为什么查不到"),
        ({"decision": "没有"}, NOTE, "已经录入"),
        ({"no_such": "没有"}, NOTE, "没有“no_such”这一步骤"),
    ],
)
def test_what_cannot_be_completed_says_why(listed: str, unfound: Mapping[str, str], note: str, says: str) -> None:
    refused = complete(listed, unfound, note)
    assert isinstance(refused, Refusal)
    assert says in refused.message
    assert refused.remedy or says.startswith("没有“")


def test_only_who_works_on_the_case_completes_it_and_only_a_listed_one(listed: str, town: Organ) -> None:
    stranger = Actor(Person("外", "外", (RoleHeld("officer", "500113/x/"),)), "外")
    assert isinstance(complete_listed(listed, Completion(listed, "外", NOTE), actor=stranger), Refusal)
    assert len(journal.read_stream("case", listed)) == 1
    opened = add_proceeding(listed, "publication", actor=actor("王立"))
    assert not isinstance(opened, Refusal), opened
    other = next(key for key in opened.opened or [str(opened.events[-1].payload["proceeding"])])
    refused = complete_listed(listed, Completion(other, "王立", NOTE), actor=actor("王立"))
    assert isinstance(refused, Refusal)
    assert "不是由清单录入" in refused.message


# Every kind of list

OTHERS = {
    "permit": {
        "行政许可决定文书号": "渝许字〔2026〕1号", "办理类型": "新办", "行政相对人名称": "罗成",
        "行政相对人类别": "自然人", "许可事项": "占用城市道路审批", "申请日期": "2026-03-01", "受理日期": "2026-03-02",
        "许可决定日期": "2026-03-10", "许可结果": "准予",
    },
    "measure": {
        "强制措施决定书文号": "渝强字〔2026〕1号", "措施种类": "扣押财物", "当事人": "罗成", "批准日期": "2026-03-01",
        "实施日期": "2026-03-01", "依据": "《行政强制法》第二十二条", "执法人员": "王立、李明",
    },
    "compulsion": {
        "强制执行决定书文号": "渝强执字〔2026〕1号", "执行方式": "拍卖", "被执行人": "罗成", "催告日期": "2026-03-01",
        "决定日期": "2026-03-20", "实施日期": "2026-04-01", "执行完毕日期": "2026-04-02",
    },
    "inspection": {**inspection(1), "检查结果": "未发现问题"},
}  # fmt: skip


@pytest.mark.parametrize("layout", OTHERS)
def test_a_case_of_every_list_can_be_completed(town: Organ, wang: Actor, tmp_path: Path, layout: str) -> None:
    """With nothing more a step is missed; with every step named as not found none is, and each is a question."""
    said = OTHERS[layout]
    order = Order(path=write(tmp_path / "a.csv", [said], list(said)), organ="lq", layout=layout)
    done = import_cases(order, actor=wang)
    assert isinstance(done, Imported), done
    assert (done.written, done.findings) == (1, 0), done.faults
    case = rows.Case.objects.get().pk
    lacking = everything_lacking(case)
    assert lacking
    assert not isinstance(first := complete(case), Refusal), first
    assert rows.Finding.objects.exclude(level="question").count() > 0
    assert said_of_order(case)
    assert not isinstance(second := complete(case, lacking), Refusal), second
    assert said_of_order(case) == []
    assert rows.Finding.objects.filter(alert="listed.unfound").count() == len(lacking)
    assert list(differences([case])) == []


def said_of_order(case: str) -> list[str]:
    found = rows.Finding.objects.filter(case=case, code="order")
    return sorted(found.values_list("message", flat=True))
