"""Faults of compulsion, measures, liberty, hearings and duties: one table, each line a fault in two or more ways."""

from __future__ import annotations

from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

W, L, HEAD = "王立", "李明", ("周强",)
BOTH = (W, L)
BUILDING = "building-village-finished"
AFTER = "time.publication recorder.demolition order"

COMPULSION = (
    of(
        "no_dunning",
        "没有催告就强制执行",
        "compulsion.order",
        lambda: c("compulsion-main").without("dunning", "dunning_delivery", "dunning_answer", "answer_review"),
        lambda: (
            c("compulsion-fulfilled").without("dunning", "dunning_delivery")
            if c("compulsion-fulfilled").has("execute")
            else c(BUILDING).without("dunning", "dunning_delivery")
        ),
        lambda: c(BUILDING).without("dunning_delivery"),
        also=AFTER,
    ),
    of(
        "too_soon",
        "催告期没有满就决定、决定载明的时间没有到就实施",
        "compulsion.order",
        lambda: c("compulsion-main").at("decide", "2024-04-08"),
        lambda: c("compulsion-main").at("execute", "2024-04-15T10:00").at("complete", "2024-04-15T13:00"),
        lambda: c(BUILDING).at("decide", "2024-09-25T15:00"),
        also=AFTER + " review.missing",
    ),
    of(
        "at_night",
        "夜间、节假日强制拆除，停水停电",
        "compulsion.night",
        lambda: c(BUILDING).at("execute", "2024-10-14T22:30").at("complete", "2024-10-15T10:00"),
        lambda: c(BUILDING).told("execute", compulsion__utilities_cut=True),
        lambda: c("compulsion-main").at("execute", "2024-05-01T10:00").later("complete", 10),
        also=AFTER + " compulsion.order time.compulsion",
    ),
    of(
        "no_film",
        "强制拆除没有全程录像",
        "recorder.demolition",
        lambda: c(BUILDING).told("execute", compulsion__recording=None).looked("2024-11-20"),
        lambda: c("compulsion-main").told("execute", compulsion__recording=None).looked("2024-05-20"),
        lambda: c("building-town-finished").told("execute", compulsion__recording=None).looked("2025-12-01"),
        also=AFTER,
    ),
    of(
        "not_resumed",
        "中止的情形消失以后不恢复，撤销以后不恢复原状",
        "time.compulsion",
        lambda: c("compulsion-suspended-resumed"),
        lambda: c("building-village-ongoing-not-stopped"),
        lambda: c("building-village-remedy-annulled"),
        also=AFTER + " compulsion.order",
    ),
    of(
        "no_findings_of_planning",
        "没有认定、没有告知就责令拆除，期限没有到就启动",
        "duty.order notice.before",
        lambda: c("building-town-finished").without("determine"),
        lambda: c("duty-main").without("notice"),
        lambda: c("compulsion-main").at("enforce", "2024-03-20"),
        lambda: c("duty-main").told("order", duty__deadline="2024-03-09"),
        also=AFTER + " notice.before compulsion.order time.compulsion",
    ),
    of(
        "not_pulled_down",
        "责令拆除以后过期不拆，也不启动强制拆除",
        "duty.unenforced",
        lambda: c(BUILDING).until("order_delivery").looked("2024-12-20"),
        lambda: c("compulsion-main").until("order_delivery").looked("2024-12-20"),
        lambda: c("building-town-finished").until("order_delivery").looked("2025-12-20"),
        also="time.compulsion time.other",
    ),
    of(
        "surcharge_over",
        "加处罚款超过罚款本金，没有告知标准就加处",
        "money.surcharge",
        lambda: c("penalty-unpaid-court").told("dunning", dunning__surcharge="620"),
        lambda: c("penalty-unpaid-court").told("decision", decision__surcharge_told=False),
        lambda: (
            c("penalty-unpaid-court")
            .told("decision", decision__surcharge_told=None)
            .told("dunning", dunning__surcharge="300")
        ),
        also="surcharge.untold",
    ),
    of(
        "court_too_early",
        "催告以后没有等满十日、救济期限没有满就申请法院",
        "court.order",
        lambda: c("penalty-unpaid-court").at("court_application", "2024-09-30"),
        lambda: c("penalty-unpaid-court").without("dunning_delivery", "dunning_answer"),
        lambda: (
            c("court-duty").later("court_application", -90)
            if c("court-duty").has("court_application")
            else c("penalty-unpaid-court").at("court_application", "2024-09-26")
        ),
        also="order compulsion.order",
    ),
)
MEASURES = (
    of(
        "charged",
        "保管费、检测费向当事人收",
        "goods.charged",
        lambda: c("seal-main").told("entrust_keeping", custody__charged_party=True),
        lambda: (
            c("seize-extended-and-tested").told("send_test", testing__charged_party=True)
            if c("seize-extended-and-tested").has("send_test")
            else c("seal-main").told("entrust_keeping", custody__charged_party=True)
        ),
        lambda: (
            c("seize-kept-and-counted").told("entrust_keeping", custody__charged_party=True)
            if c("seize-kept-and-counted").has("entrust_keeping")
            else c("seal-main").told("entrust_keeping", custody__charged_party=True)
        ),
        also="measure.told order time.publication time.goods recorder.off",
    ),
    of(
        "freeze_untold",
        "冻结以后不交决定书",
        "time.freeze_told",
        lambda: c("freeze-main").at("deliver_decision", "2024-04-12"),
        lambda: c("freeze-main").without("deliver_decision"),
        lambda: c("freeze-expires"),
        also="time.publication time.goods order",
    ),
    of(
        "freeze_kept",
        "冻结期满不作决定",
        "time.goods",
        lambda: c("freeze-main").upto("extend").looked("2024-05-20"),
        lambda: c("freeze-main").upto("settle").looked("2024-06-20"),
        also="time.publication time.freeze_told",
    ),
    of(
        "sealed_on",
        "查封的财物过期不处理",
        "time.goods",
        lambda: c("seal-main").upto("lift").looked("2024-05-10"),
        lambda: c("seal-main").later("lift", 20),
        also="time.publication time.goods_back order",
    ),
    of(
        "sealed_alone",
        "一人查封、没有批准就查封、没有见证",
        "who.officers measure.unapproved",
        lambda: c("seal-main").by("seize", W),
        lambda: c("seal-main").without("report", "approve"),
        also="time.publication order who.officers",
    ),
    of(
        "preserved_on",
        "先行登记保存七日不处理",
        "time.preservation",
        lambda: c("penalty-preservation-disposed").without("preserve_dispose").looked("2024-03-20"),
        lambda: c("penalty-preservation-lapses"),
        lambda: c("penalty-preservation-disposed").at("preserve_dispose", "2024-03-22T10:00"),
        also="order time.goods_back correction.none decision.reasons surcharge.untold",
    ),
    of(
        "blood_late",
        "血样五日以后才送检、才告知",
        "time.vehicle",
        lambda: c("blood-recheck"),
        lambda: c("blood-main").at("send", "2026-05-12").at("receive", "2026-05-14").later("tell", 7),
        lambda: c("vehicle-main").at("hand_in", "2026-05-01T15:00"),
        also="order time.urgent",
    ),
    of(
        "vehicle_loaded",
        "扣车连货一起扣，不开凭证",
        "measure.object measure.told other",
        lambda: c("vehicle-main").told("detain", detained__cargo=True),
        lambda: c("vehicle-main").told("detain", detained__rights_told=False),
        lambda: c("vehicle-main").told("detain", detained__voucher_delivered=False),
    ),
)
LIBERTY = (
    of(
        "held_over",
        "超过时间不解除、不让走",
        "time.detention",
        lambda: c("detention-main").at("release", "2026-04-07T20:00"),
        lambda: c("summons-main").at("leave", "2026-03-17T19:30"),
        lambda: c("detention-combined"),
        also="time.delivery other police.order",
    ),
    of(
        "family_untold",
        "拘留、传唤不通知家属",
        "time.detention summons.family",
        lambda: c("detention-main").without("notify_family").looked("2026-04-10"),
        lambda: c("summons-main").without("notify_family").looked("2026-03-20"),
        lambda: c("detention-main").at("notify_family", "2026-04-05T11:30"),
        also="order police.order compulsion.order measure.told",
    ),
    of(
        "not_admitted",
        "决定拘留以后不送所",
        "time.detention_admit",
        lambda: c("detention-main").upto("admit").looked("2026-04-20"),
        lambda: c("detention-main").at("admit", "2026-04-07T15:00").at("release", "2026-04-12T15:00"),
        lambda: (
            c("detention-spent").upto("admit").looked("2026-05-30")
            if c("detention-spent").has("admit")
            else c("detention-leave").upto("admit").looked("2026-05-30")
        ),
        also="time.detention police.order",
    ),
    of(
        "never_executed",
        "决定行政拘留以后没有启动执行",
        "time.detention_admit",
        lambda: c("detention-main").until("delivery").looked("2026-05-20"),
        lambda: c("detention-main").until("decision").looked("2026-05-20"),
        lambda: (
            c("penalty-police-main")
            .told("decision", decision__kinds=["行政拘留"], decision__detention_days=5)
            .looked("2026-12-10")
        ),
        also="decision.party time.delivery notice.more time.other delivered.unenforced time.publication "
        "time.closing amount.law "
        "time.detention unclear order",
    ),
    of(
        "summoned_wrongly",
        "没有批准就传唤、不告知原因、一人询问又没有录像",
        "police.order who.officers",
        lambda: c("summons-main").without("approve"),
        lambda: c("summons-main").told("arrive", summons__reason_told=False),
        lambda: c("summons-main").told("question", summons__recording=None),
        lambda: c("summons-main").told("leave", summons__needs_met=False),
        also="order measure.unapproved who.officers",
    ),
    of(
        "searched_wrongly",
        "没有检查证就检查住所、不出示证件",
        "police.order",
        lambda: c("search-home").without("approve"),
        lambda: c("search-home").told("search", search__card_shown=False),
        lambda: c("search-home").told("search", search__woman=True),
        also="order measure.unapproved who.shown",
    ),
    of(
        "detained_wrongly",
        "不应当执行拘留的送所执行",
        "police.order",
        lambda: c("detention-main").told("examine", party__born_on="2012-02-01"),
        lambda: c("detention-main").told("admit", detention__offset_days=5),
        lambda: c("detention-main").at("release", "2026-04-05T09:00"),
        also="order time.detention",
    ),
)
HEARINGS = (
    of(
        "hosted_by_own",
        "办案人员主持听证",
        "hearing.steps",
        lambda: c("penalty-hearing").by("hearing", W).told("hearing", hearing__host="王立"),
        lambda: c("penalty-hearing").by("hearing_report", W),
        also="review.own who.role",
    ),
    of(
        "short_notice",
        "听证前不足七个工作日通知、不公开",
        "hearing.steps",
        lambda: c("penalty-hearing").told("hearing_notice", hearing__scheduled_on="2024-03-25T09:00"),
        lambda: c("penalty-hearing").told("hearing_notice", hearing__public=False),
        lambda: c("penalty-hearing").without("hearing_notice"),
        also="time.hearing order",
    ),
    of(
        "hearing_denied",
        "在期限内要求听证而拒绝",
        "hearing.steps",
        lambda: (
            c("hearing-refused")
            .until("hearing_request")
            .then("hearing_refuse", "2024-03-22", HEAD, procedure="hearing", hearing__refuse_reason="不属于听证范围")
        ),
        lambda: (
            c("penalty-hearing")
            .upto("hearing_accept")
            .then("hearing_refuse", "2024-03-20", HEAD, procedure="hearing", hearing__refuse_reason="逾期提出")
            if c("penalty-hearing").has("hearing_accept")
            else c("hearing-refused")
            .until("hearing_request")
            .then("hearing_refuse", "2024-03-22", HEAD, procedure="hearing", hearing__refuse_reason="逾期提出")
        ),
    ),
    of(
        "hearing_ignored",
        "当事人要求听证，没有举行就决定",
        "notice.heard hearing.steps",
        lambda: c("penalty-hearing").without("hearing", "hearing_report"),
        lambda: c("penalty-hearing").without(
            *(
                s
                for s in ("hearing_accept", "hearing_notice", "hearing", "hearing_report")
                if c("penalty-hearing").has(s)
            )
        ),
        also="order time.hearing",
    ),
    of(
        "hearing_late",
        "听证报告逾期、听证迟迟不办",
        "time.hearing",
        lambda: c("hearing-report-late"),
        lambda: c("hearing-postponed-suspended").later("hearing_report", 20),
        lambda: c("penalty-hearing").until("hearing_request").looked("2024-06-10"),
        also="time.decide filed.idle correction.none decision.reasons",
    ),
    of(
        "hearing_untold",
        "较大数额罚款不告知听证",
        "hearing.told",
        lambda: (
            c("penalty-hearing")
            .told("notice", notice__hearing_told=False)
            .without(
                *(
                    s
                    for s in ("hearing_request", "hearing_accept", "hearing_notice", "hearing", "hearing_report")
                    if c("penalty-hearing").has(s)
                )
            )
        ),
        lambda: c("penalty-hearing-not-asked").told("notice", notice__hearing_told=None),
        also="notice.heard order hearing.steps",
    ),
)
KINDS = (*COMPULSION, *MEASURES, *LIBERTY, *HEARINGS)
