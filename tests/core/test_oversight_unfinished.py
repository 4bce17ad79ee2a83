"""What was begun and not carried on, and what a late correction made vanish: found, and the lawful case left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.core.test_oversight_cases import Script, changed, found, played, scenario
from tests.play import PEOPLE, Play, person
from zhifa.core.oversight.judging import judge
from zhifa.core.procedure.taking import Accepted
from zhifa.core.procedure.view import view

Spoil = Callable[[Script], Script]


def without(*steps: str, last: bool = False) -> Spoil:
    """The scenario without some steps, or only without the last of each; a proceeding is opened by what follows."""

    def spoil(script: Script) -> Script:
        dropped = set()
        for step in steps:
            places = [n for n, when in enumerate(script["when"]) if when.get("step") == step]
            dropped |= set(places[-1:] if last else places)
        kept: list[dict[str, Any]] = []
        procedure = ""
        for number, when in enumerate(script["when"]):
            procedure = str(when.get("procedure") or procedure)
            if number not in dropped:
                kept.append({"procedure": procedure, **when} if procedure else when)
                procedure = ""
        return {**script, "when": kept}

    return spoil


def until(step: str) -> Spoil:
    def spoil(script: Script) -> Script:
        place = next(n for n, when in enumerate(script["when"]) if when.get("step") == step)
        return {**script, "when": script["when"][: place + 1]}

    return spoil


def told(step: str, **facts: Any) -> Spoil:
    return lambda script: changed(script, step, **facts)


def told_on(step: str, on: str) -> Spoil:
    """A step at another time, and the one before it with it."""

    def spoil(script: Script) -> Script:
        whens = [dict(when) for when in script["when"]]
        place = next(n for n, when in enumerate(whens) if when.get("step") == step)
        whens[place - 1]["on"] = whens[place]["on"] = on
        return {**script, "when": whens}

    return spoil


def same(script: Script) -> Script:
    return script


def taken(script: Script) -> Script:
    """The scenario says its procedure with a step that is refused."""
    return {**script, "given": {**script["given"], "procedure": "requisition"}}


def both(*spoils: Spoil) -> Spoil:
    def spoil(script: Script) -> Script:
        for one in spoils:
            script = one(script)
        return script

    return spoil


UNCORRECTED = told("check_correction", rectification__result="未改正")


@pytest.mark.parametrize(
    ("rule", "name", "spoil", "lawful", "day"),
    [
        ("corrected.not", "inspection-main", UNCORRECTED, same, "2024-05-20"),
        ("corrected.not", "permit-supervised", same, told("recheck", supervision__corrected=True), "2024-10-15"),
        ("closed.uncorrected", "penalty-no-penalty", UNCORRECTED, same, "2024-04-01"),
        (
            "closed.unchecked",
            "penalty-no-penalty",
            both(told("investigation_report", conduct__corrected=False), without("check_correction")),
            told("investigation_report", conduct__corrected=False),
            "2024-04-01",
        ),
        ("transfer.unsent", "transfer-organ-accepted", until("transfer"), until("send"), "2024-04-15"),
        ("received.idle", "joint-member", without("own_case", "outcome", "close"), same, "2024-04-30"),
        ("received.idle", "received-accepted", without("register", "outcome"), same, "2024-04-30"),
        ("dispute.left", "jurisdiction-designated", without("refer", "designated", "settle"), same, "2024-05-01"),
        ("petition.undone", "complaint-petition", without("redo"), same, "2024-10-20"),
        ("permit.registered_still", "permit-revoked", same, until("issue"), "2024-12-01"),
        ("permit.registered_still", "permit-withdrawal", without("announce", "archive"), same, "2024-12-01"),
        ("permit.public_still", "permit-revoked", without("withdraw"), same, "2024-09-15"),
        ("site.sealed_still", "building-town-ongoing-sealed", without("unseal_site"), same, "2024-06-01"),
        ("goods.kept", "building-town-finished", without("return_goods"), same, "2024-12-20"),
        (
            "requisition.kept",
            "requisition",
            both(taken, without("give_back", "archive", last=True)),
            taken,
            "2025-10-01",
        ),
        ("money.kept", "money-transfer", without("treasury", "complete"), same, "2024-07-01"),
        (
            "proceeds.kept",
            "seal-sold-compensated",
            without("settle_proceeds", "compensate", "close"),
            same,
            "2024-07-01",
        ),
        ("extension.untold", "seize-extended-and-tested", without("tell_extension"), same, "2024-04-20"),
        ("victim.untold", "penalty-police-main", without("deliver_victim"), same, "2026-06-15"),
        ("deferral.over", "penalty-instalments", without("payment", last=True), same, "2024-09-01"),
        (
            "delivered.unenforced",
            "penalty-ordinary-main",
            both(
                told("payment", payment__amount="200", payment__total="200"),
                without("closing_request", "closing", "archive"),
            ),
            same,
            "2024-09-01",
        ),
        ("clue.late", "clue-main", told("register", clue__received_on="2024-02-10T09:00"), same, "2024-03-05"),
        ("inspection.unsigned", "inspection-main", told("record", inspection__signed=False), same, "2024-03-20"),
        (
            "publication.address",
            "penalty-ordinary-main",
            told("redact", publication__content="陈某（住洛碛镇人民路1号）占道堆放，罚款五百元"),
            same,
            "2024-04-10",
        ),
        (
            "dates.happened",
            "penalty-ordinary-main",
            told("filing_request", case__happened_on="2024-03-20"),
            same,
            "2024-04-10",
        ),
        ("confiscated.kept", "seize-unclaimed", without("dispose_confiscated"), same, "2025-01-10"),
        ("compulsion.idle", "compulsion-main", until("decide_delivery"), same, "2024-07-15"),
        ("compulsion.idle", "compulsion-agreement-broken", until("agreement_broken"), until("agreement"), "2024-08-01"),
        (
            "notice.other",
            "penalty-ordinary-main",
            told("decision", decision__facts="露天焚烧秸秆三处，浓烟影响行车"),
            told("decision", decision__facts="堆放砂石占道约三立方米"),
            "2024-04-10",
        ),
        (
            "delivery.receiver",
            "penalty-ordinary-main",
            told("delivery", delivery__received_by="邻居吴某"),
            told("delivery", delivery__received_by="吴小红", delivery__relation="同住成年家属"),
            "2024-04-10",
        ),
        ("publication.before", "penalty-ordinary-main", told_on("publish", "2024-03-20T10:00"), same, "2024-04-10"),
        ("filed.never", "inspection-refused", without("archive"), until("refused"), "2025-05-10"),
    ],
)
def test_what_was_not_carried_on_is_found(rule: str, name: str, spoil: Spoil, lawful: Spoil, day: str) -> None:
    assert rule in played(spoil(scenario(name)), day)
    assert rule not in played(lawful(scenario(name)), day)


def test_what_is_turned_over_to_the_ordinary_procedure_is_filed_there() -> None:
    turned = until("to_ordinary")(scenario("penalty-simple-to-ordinary"))
    assert "filed.never" in played(turned, "2024-06-20")
    assert "filed.never" not in played(turned, "2024-05-30"), "not yet a month"


def test_a_fine_paid_under_a_decision_that_was_annulled_goes_back() -> None:
    script = scenario("penalty-annulled")
    assert "remedy.unrefunded" not in played(script, "2024-08-01"), "nobody paid"
    paid = {
        "step": "payment",
        "on": "2024-03-25",
        "by": ["当事人"],
        "facts": {"payment.amount": "500", "payment.total": "500"},
    }
    place = next(n for n, when in enumerate(script["when"]) if when.get("step") == "remedy_filed")
    script["when"].insert(place, paid)
    assert "remedy.unrefunded" in played(script, "2024-08-01")
    assert "remedy.unrefunded" not in played(script, "2024-06-10"), "not yet a month"


def test_a_fine_deferred_and_not_paid_misses_the_court_too() -> None:
    assert "court.missed" in played(scenario("penalty-deferred-window"), "2025-05-01")
    assert "court.missed" not in played(scenario("penalty-deferred-window"), "2025-02-01")


def test_goods_handed_over_to_whoever_was_there_were_not_kept() -> None:
    spoiled = without("return_goods")(
        changed(scenario("building-town-finished"), "execute", compulsion__party_present=True)
    )
    assert "goods.kept" not in played(spoiled, "2024-12-20")


def test_a_minor_is_named_only_where_the_name_stands_there() -> None:
    script = scenario("publication-corrected")
    script["given"]["party"] |= {"name": "陈小海", "born_on": "2008-06-01"}
    for content, named in (("陈小海乱丢烟头，罚款五十元", True), ("陈某乱丢烟头，罚款五十元", False)):
        assert (
            "publication.minor" in played(changed(script, "redact", publication__content=content), "2024-06-01")
        ) == named
    script["given"]["party"] |= {"born_on": "1998-06-01"}
    adult = changed(script, "redact", publication__content="陈小海乱丢烟头，罚款五十元")
    assert "publication.minor" not in played(adult, "2024-06-01")


def inspected(*, approved: str) -> Play:
    play = Play("inspection", "2025-03-03", {"party.enterprise": False})
    plan = {
        "inspection.kind": "个案检查", "inspection.task_source": "投诉举报", "inspection.items": "市容环境卫生",
        "inspection.enterprise": False, "inspection.unannounced": True, "inspection.basis": "城市市容条例",
    }  # fmt: skip
    seen = {"inspection.place": "新村路口", "inspection.certificates_shown": True}
    play.do("plan", "2025-03-04T09:00", plan)
    for step, on, facts, by in (
        ("conduct", "2025-03-05T10:00", seen, ("王立", "李明")),
        ("approve", approved, {"inspection.approval": "同意"}, ("周强",)),
    ):
        assert isinstance(play.do(step, on, facts, by=by, mode="recorded"), Accepted)
    return play


def test_a_visit_approved_afterwards_was_not_approved() -> None:
    late = [one for one in inspected(approved="2025-03-07").findings() if one.step == "approve"]
    assert [one.code for one in late] == ["until"]
    assert not [one for one in inspected(approved="2025-03-04T15:00").findings() if one.step == "approve"]


def noted(play: Play, day: str, at: str) -> None:
    """What was written last was entered on this day."""
    place = max(n for n, event in enumerate(play.events) if event.type.startswith("step."))
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC)
    play.events[place] = replace(play.events[place], recorded_at=moment)
    assert str(play.events[place].payload.get("step")) == at


def looked_over(*, corrected: str, by: tuple[str, ...] = ("王立", "李明"), reason: str = "补登陪同人员") -> Play:
    """One officer alone on 6 March, entered that day, and another name added on the day of the correction."""
    play = Play("penalty.ordinary", "2024-03-04")
    asked = {"evidence.interviewee": "陈大海", "evidence.interview_role": "当事人", "evidence.interview_record": "属实",
             "evidence.certificates_shown": True, "evidence.rights_told": True}  # fmt: skip
    play.do("interview", "2024-03-06T10:00", asked, by=("王立",), mode="recorded")
    noted(play, "2024-03-06", "interview")
    assert isinstance(play.correct(len(play.events), reason, by=by), Accepted)
    place = max(n for n, event in enumerate(play.events) if event.type == "step.corrected")
    moment = datetime.fromisoformat(f"{corrected}T10:00").replace(tzinfo=UTC)
    play.events[place] = replace(play.events[place], recorded_at=moment)
    return play


def mended(play: Play) -> list[str]:
    seen = view(play.case, context=play.context, people=PEOPLE.get, day=play.today)
    return [one.finding.message for one in judge(seen).findings if one.alert.code == "mended.after"]


def test_a_correction_that_makes_a_fault_vanish_after_days_is_shown_itself() -> None:
    (message,) = mended(looked_over(corrected="2024-03-15"))
    assert message.startswith("更正以后不再显示的问题：“询问”应由不少于 2 名")
    assert mended(looked_over(corrected="2024-03-07")) == [], "a slip put right at once"
    assert mended(looked_over(corrected="2024-03-15", by=("王立",))) == [], "the fault still stands"


def seized(*, approved_entered: str) -> Play:
    """Seized on 12 March and entered that day, an approval of half an hour before entered on another."""
    play = Play("measure.seize", "2024-03-12", {"party.kind": "个人"})
    goods = [{"no": 1, "name": "三轮车", "quantity": "1", "unit": "辆"}]
    play.do("seize", "2024-03-12T10:00", {"seizure.place": "人民路1号", "seizure.goods": goods}, mode="recorded")
    noted(play, "2024-03-12", "seize")
    for step, at, by in (("report", "09:20", ("王立",)), ("approve", "09:30", ("周强",))):
        play.do(step, f"2024-03-12T{at}", {}, by=by, mode="recorded")
        noted(play, approved_entered, step)
    return play


def test_an_approval_entered_days_behind_what_it_approves_is_shown() -> None:
    said = mended(seized(approved_entered="2024-03-20"))
    assert any(message.startswith("补录在前的步骤以后不再显示的问题：") for message in said)
    assert mended(seized(approved_entered="2024-03-12")) == []


def test_somebody_of_another_organ_is_no_officer_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = replace(person("外人", "officer"), roles=())
    monkeypatch.setitem(PEOPLE, "外人", stranger)
    play = Play("penalty.ordinary", "2024-03-04")
    play.do("inspect_scene", "2024-03-06T10:00", {}, by=("王立", "外人"), mode="recorded")
    assert "外人在 2024-03-06 周三 不是本机关办理案件的人员，不得实施“现场检查（勘验）”" in [
        one.message for one in play.findings()
    ]
    assert "who.role" in found(play, "2024-03-08")
