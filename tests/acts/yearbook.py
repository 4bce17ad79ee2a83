"""A handful of cases of one year, recorded through the acts, for tests of figures and reports."""

from __future__ import annotations

from collections.abc import Mapping

from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import Moment

BOTH = ("王立", "李明")
HEAD = ("周强",)
PERSON = {"party.kind": "个人", "party.name": "张示例"}
FIRM = {
    "party.kind": "法人",
    "party.name": "洛碛砂石有限公司",
    "party.credit_code": "91500112MA5U00000X",
    "party.enterprise": True,
}
GOODS = [
    {"no": 1, "name": "三轮车", "quantity": "1", "unit": "辆"},
    {"no": 2, "name": "遮阳伞", "quantity": "4", "unit": "把"},
]


def step(
    code: str, on: str, facts: Mapping[str, object] | None = None, by: tuple[str, ...] = BOTH, proceeding: str = ""
) -> StepEntry:
    return StepEntry(code, facts or {}, by, Moment.parse(on), proceeding=proceeding)


def recorded(
    actor: Actor, procedure: str, on: str, party: Mapping[str, object], *entries: StepEntry, organ: str = "lq"
) -> str:
    """A case entered afterwards: what happened is stored as it was, whatever is lacking."""
    opened = open_case(Opening(organ, procedure, Moment.parse(on), party, BOTH), actor=actor)
    assert isinstance(opened, Recorded), opened
    done = record_steps(opened.case_id, entries, actor=actor)
    assert isinstance(done, Recorded), done
    return opened.case_id


def fined(actor: Actor, on: str, yuan: str, kinds: tuple[str, ...] = ("罚款",), organ: str = "lq") -> str:
    """A penalty on the spot; several kinds in one decision when asked."""
    decided = {
        "decision.kinds": list(kinds),
        "decision.facts": "占用人行道摆摊",
        "decision.basis": "见决定书",
        "decision.term": "十五日内",
        "decision.remedies_told": True,
        "matter.code": "city.stall.roadside",
    }
    if "罚款" in kinds:
        decided["decision.fine"] = yuan
    told = {"matter.code": decided.pop("matter.code"), "simple.facts": "占用人行道摆摊", "notice.kinds": list(kinds)}
    return recorded(
        actor, "penalty.simple", on, PERSON, step("tell", on, told), step("decision", on, decided), organ=organ
    )


def annulled(actor: Actor, on: str, yuan: str, until: str) -> str:
    """An ordinary penalty that reconsideration took away."""
    decided = {"decision.kinds": ["罚款"], "decision.fine": yuan, "decision.facts": "占道", "decision.basis": "条例"}
    return recorded(
        actor,
        "penalty.ordinary",
        on,
        PERSON,
        step("filing_request", on, {"filing.reason": "占道", "matter.code": "city.stall.roadside"}),
        step("decision", on, decided, HEAD),
        step("remedy_filed", until, {"remedy.kind": "行政复议"}, ()),
        step("remedy_result", until, {"remedy.result": "撤销"}, ()),
    )


def permitted(actor: Actor, on: str, kind: str, result: str = "准予") -> str:
    return recorded(
        actor,
        "permit",
        on,
        PERSON,
        step("apply", on, {"application.permit_kind": kind, "application.content": "拆旧建新"}, ()),
        step("accept", on),
        step("decide", on, {"permit.result": result}, HEAD),
    )


def inspected(actor: Actor, on: str, *, enterprise: bool) -> str:
    return recorded(
        actor,
        "inspection",
        on,
        FIRM if enterprise else PERSON,
        step("plan", on, {"inspection.kind": "日常检查", "inspection.enterprise": enterprise}),
        step("conduct", on, {"inspection.place": "厂区", "inspection.certificates_shown": True}),
        step("result", on, {"inspection.result": "未发现问题"}),
    )


def seized(actor: Actor, on: str) -> str:
    """One seizure of five items."""
    facts = {"seizure.reason": "拒不改正", "seizure.basis": "条例", "seizure.place": "人民路", "seizure.goods": GOODS}
    return recorded(actor, "measure.seize", on, PERSON, step("seize", on, facts))


def a_year(actor: Actor) -> dict[str, str]:
    """The cases of 2024, with one of the year before and one of the year after, by name."""
    return {
        "fine": fined(actor, "2024-03-05T09:00", "100"),
        "both": fined(actor, "2024-12-31T23:30", "50", ("警告", "罚款")),
        "warning": fined(actor, "2024-06-03T09:00", "", ("警告",)),
        "annulled": annulled(actor, "2024-05-06T10:00", "200", "2024-08-01"),
        "before": fined(actor, "2023-12-31T10:00", "100"),
        "after": fined(actor, "2025-01-01T00:10", "100"),
        "house": permitted(actor, "2024-04-01", "乡村建设规划许可"),
        "forest": permitted(actor, "2024-04-02", "林木采伐许可", "不予"),
        "firm": inspected(actor, "2024-07-01T09:00", enterprise=True),
        "square": inspected(actor, "2024-07-02T09:00", enterprise=False),
        "seizure": seized(actor, "2024-09-01T15:00"),
    }
