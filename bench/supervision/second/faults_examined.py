"""Faults an examination by somebody else planted and no rule had named."""

from __future__ import annotations

from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

BOTH, CLERK = ("王立", "李明"), ("赵敏",)
REST = "time.publication time.closing time.delivery delivered.unenforced order"


KINDS = (
    of(
        "shelved",
        "查实的线索搁置不处理",
        "clue.shelved",
        lambda: c("clue-main").until("verify").looked("2024-05-10"),
        lambda: c("clue-to-simple").until("verify").looked("2024-06-20"),
        lambda: c("clue-to-building").until("verify").looked("2024-05-20"),
        also="time.clue time.clue_reply",
    ),
    of(
        "talked",
        "约谈代替立案",
        "soft.instead",
        lambda: c("soft-talk").looked("2024-07-01"),
        lambda: c("soft-talk").told("act", soft__kind="劝导").looked("2024-09-01"),
        lambda: c("soft-persuasion").told("act", soft__violation=True).looked("2024-09-01"),
    ),
    of(
        "sealed",
        "治安处罚公示",
        "publication.sealed",
        *(
            lambda name=name, day=day: (
                c(name)
                .then(
                    "redact",
                    f"{day}T09:00",
                    CLERK,
                    procedure="publication",
                    publication__category="行政处罚",
                    publication__decision_number="示例罚〔2026〕1号",
                    publication__content="某某违反治安管理，罚款",
                    publication__masked=["姓名"],
                    publication__redaction_passed=True,
                )
                .then(
                    "publish",
                    f"{day}T10:00",
                    CLERK,
                    procedure="publication",
                    publication__channel="政府门户网站",
                    publication__address="http://example.invalid/1",
                )
            )
            for name, day in (("penalty-police-main", "2026-06-08"), ("hearing-threshold-public-order", "2026-06-08"))
        ),
        also=f"{REST} time.decide",
    ),
    of(
        "court_late",
        "过了三个月才申请法院执行",
        "court.late",
        lambda: c("penalty-unpaid-court").until("court_application").at("court_application", "2025-03-10"),
        lambda: c("penalty-unpaid-court").until("court_application").at("court_application", "2024-12-19"),
        also=f"{REST} court.missed time.other court.order",
    ),
    of(
        "no_such_law",
        "处罚引用查不到的法律",
        "basis.unregistered",
        lambda: c("penalty-ordinary-main").told("decision", decision__basis="《重庆市街巷堆物管理条例》第十二条"),
        lambda: c("penalty-simple-main").told("decision", decision__basis="《城镇摊贩管理办法（试行）》第3条"),
        also=REST,
    ),
    of(
        "no_such_law_for_force",
        "强制措施引用查不到的法律",
        "measure.unregistered",
        lambda: c("seize-unclaimed").told("seize", seizure__basis="依照《施工工地扬尘防控条例》第二十条第二款扣押"),
        lambda: c("vehicle-main").told("detain", detained__basis="《中华人民共和国道路运输车辆法》第九条"),
        also=f"{REST} time.vehicle time.goods confiscated.kept",
    ),
    of(
        "no_such_law_for_order",
        "责令决定引用查不到的法律",
        "duty.unregistered",
        lambda: c("duty-main").told("order", duty__basis="《某省违法建设查处规定》第八条"),
        lambda: c("building-town-finished").told("order", duty__basis="《村镇建房实施细则》第五条"),
        also=f"{REST} duty.order compulsion.order recorder.demolition",
    ),
    of(
        "unsigned",
        "听证笔录没有签名",
        "hearing.unsigned",
        lambda: c("penalty-hearing").told("hearing", hearing__signed=False),
        lambda: c("penalty-hearing").told("hearing", hearing__signed=False, hearing__record="质证以后休会"),
        also=REST,
    ),
    of(
        "child_by_number",
        "身份证号码看得出不满十四周岁",
        "minor.child",
        lambda: c("penalty-ordinary-main").party(id_number="500112201105051234"),
        lambda: c("penalty-simple-main").party(id_number="500112201306011234"),
        also=REST,
    ),
)
