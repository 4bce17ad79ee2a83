"""Cases brought to where a test begins, through the acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.work import Actor, Recorded, today
from zhifa.core.values import Moment
from zhifa.store.casework.models import Proceeding
from zhifa.store.registry.people import people

TWO = ("王立", "李明")
PARTY = {"party.kind": "个人", "party.name": "陈大海", "party.address": "洛碛镇镇中路18号"}
FILED = (
    (
        "filing_request",
        20,
        {
            "case.title": "占道经营",
            "filing.reason": "现场发现桌椅占用人行道",
            "matter.code": "city.stall.shopfront",
            "case.happened_on": None,
        },
    ),
    ("filing", 19, {"filing.handlers": "王立、李明"}),
    (
        "inspect_scene",
        18,
        {
            "evidence.scene_place": "镇中路18号",
            "evidence.scene_record": "桌椅四套，占人行道约六平方米",
            "evidence.certificates_shown": True,
        },
    ),
)
REPORT = {
    "report.facts": "桌椅四套占用人行道",
    "report.proposal": "给予行政处罚",
    "report.kinds": ["罚款"],
    "report.fine": "200",
    "case.complex": True,
    "case.complicated": False,
    "case.major": False,
    "case.public_interest": False,
}
NOTICE = {
    "notice.facts": "占道摆放桌椅四套",
    "notice.basis": "《重庆市市容环境卫生管理条例》第十八条",
    "notice.kinds": ["罚款"],
    "notice.fine": "200",
    "notice.rights_told": True,
}
REPORTED = (*FILED, ("investigation_report", 17, REPORT))
HEARD = (
    *REPORTED,
    ("notice", 16, NOTICE),
    ("notice_delivery", 15, {"delivery.method": "直接送达", "delivery.received_by": "陈大海"}),
    ("defence_waived", 15, {"defence.waiver": "当事人书面声明放弃陈述、申辩"}),
)


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


def ago(days: int) -> Moment:
    return Moment(today() - timedelta(days=days))


def penalty(
    steps: Sequence[tuple[str, int, Mapping[str, object]]] = (),
    *,
    party: Mapping[str, object] = PARTY,
    officers: tuple[str, ...] = TWO,
) -> str:
    """The address of a penalty case begun thirty days ago and taken through some steps, each so many days ago."""
    by = {"filing": ("周强",), "defence_waived": ("陈大海",)}
    opened = open_case(Opening("lq", "penalty.ordinary", ago(30), party, officers), actor=actor(officers[0]))
    assert isinstance(opened, Recorded), opened
    entries = []
    for step, days, facts in steps:
        said = {code: str(ago(21)) if value is None else value for code, value in facts.items()}
        entries.append(StepEntry(step, said, by.get(step, officers), ago(days)))
    if entries:
        done = record_steps(opened.case_id, entries, actor=actor(officers[0]))
        assert isinstance(done, Recorded), done
        assert not done.findings, done.findings
    proceeding = Proceeding.objects.get(case_id=opened.case_id, procedure="penalty.ordinary")
    return f"/cases/{opened.case_id}?p={proceeding.pk}"
