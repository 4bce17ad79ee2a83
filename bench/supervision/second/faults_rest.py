"""Faults of rules the other tables meet too seldom: what a scenario refuses, done all the same, and what it leaves."""

from __future__ import annotations

from datetime import date

from bench.supervision.second.courses import against as a
from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

W, L, R, HEAD = "王立", "李明", ("赵敏",), ("周强",)
MAIN, SIMPLE = "penalty-ordinary-main", "penalty-simple-main"
REST = (
    "time.publication time.closing time.delivery time.decide time.goods order unclear missing who.officers "
    "correction.none decision.reasons surcharge.untold filing.limitation notice.more who.certificate goods.count"
)

KINDS = (
    of(
        "too_much_taken",
        "收的比决定的多",
        "money.over",
        lambda: c(MAIN).told("payment", payment__amount="900", payment__total="900"),
        lambda: c("penalty-ordinary-paid-not-collected").told("payment", payment__amount="700", payment__total="700"),
        lambda: c("penalty-simple-traffic-main").told("payment", payment__amount="260", payment__total="260"),
        also=REST,
    ),
    of(
        "paid_first",
        "先收钱后决定",
        "money.before",
        lambda: c(MAIN).at("payment", "2024-03-10"),
        lambda: (
            c(SIMPLE)
            .at("collect_on_spot", "2024-05-06T09:02")
            .at("show_certificates", "2024-05-06T09:00")
            .at("decision", "2024-05-07T09:12")
            .at("delivery", "2024-05-07T09:15")
        ),
        lambda: (
            c("penalty-traffic-fine").at("payment", "2024-02-20")
            if c("penalty-traffic-fine").has("payment")
            else c(MAIN).at("payment", "2024-03-14")
        ),
        also="money.on_spot time.money notice.heard simple.over other " + REST,
    ),
    of(
        "duty_untold",
        "责令决定不告知救济",
        "duty.untold",
        lambda: c("duty-main").told("order", duty__remedies_told=False),
        lambda: c("compulsion-main").told("order", duty__remedies_told=False),
        lambda: c("building-village-finished").told("order", duty__remedies_told=False),
        also="remedy.untold time.compulsion compulsion.order " + REST,
    ),
    of(
        "not_elsewhere",
        "别的规则不管的：鉴定不告知、各期数额不对、移交不告知",
        "other",
        lambda: a("penalty-agriculture-main", "test_result"),
        lambda: a("penalty-instalments", "deferral"),
        lambda: a("seal-handed-over", "hand_over"),
        also="measure.told " + REST,
    ),
    of(
        "complaint_late",
        "投诉信访逾期",
        "time.complaint",
        lambda: c("complaint-not-accepted"),
        lambda: c("complaint-petition").upto("extend").looked("2024-08-20"),
        lambda: c("complaint-founded").until("register").looked("2024-07-20"),
        also=REST,
    ),
    of(
        "taken_late",
        "征收公告逾期、征用物不返还",
        "time.expropriation",
        lambda: c("expropriation-land-hearing"),
        lambda: c("expropriation-land").at("announce", "2024-07-29"),
        lambda: c("expropriation-land").at("announce", "2024-07-22"),
        also="other expropriation.order " + REST,
    ),
    of(
        "taken_wrongly",
        "征收没有公布调查结果、没有给足补偿就要求搬迁",
        "expropriation.order",
        lambda: a("expropriation-house", "survey"),
        lambda: a("expropriation-land", "hand_over", 1),
        lambda: a("expropriation-land-hearing", "fund"),
        also="remedy.untold " + REST,
    ),
    of(
        "police_on_spot",
        "治安案件超过五百元当场处罚",
        "simple.police",
        lambda: a("penalty-simple-police-one-officer", "decision"),
        lambda: (
            c("penalty-simple-police-one-officer")
            .told("tell", notice__fine="800")
            .told("decision", decision__fine="800")
        ),
        lambda: (
            c("penalty-simple-police-one-officer")
            .told("tell", notice__fine="700")
            .told("decision", decision__fine="700")
        ),
        also="notice.more other amount.law simple.over money.on_spot time.money " + REST,
    ),
    of(
        "supervised_wrongly",
        "监督文书没有审批就发出、没有调查就结论",
        "supervision.order who.officers",
        lambda: a("supervision-circular", "issue"),
        lambda: a("supervision-no-fault", "no_fault"),
        lambda: a("supervision-decision-upheld", "close"),
        lambda: a("supervision-notice-main", "investigate"),
        also="who.officers supervision.review " + REST,
    ),
    of(
        "monitored_wrongly",
        "设备检定过期、不清晰的录入",
        "monitoring.order",
        lambda: a("monitoring-late", "capture"),
        lambda: a("monitoring-main", "enter"),
        lambda: a("monitoring-main", "enter", 1),
        also=REST,
    ),
    of(
        "too_fast",
        "不能快速办理的快速办理",
        "fast.order",
        lambda: a("penalty-fast-excluded", "consent"),
        lambda: a("penalty-fast-excluded", "consent", 2),
        lambda: a("penalty-fast-main", "investigation_report"),
        also=REST,
    ),
    of(
        "nameless",
        "决定书没有写明当事人",
        "decision.party",
        lambda: a("penalty-party-unknown", "decision"),
        lambda: a("penalty-police-limitation", "decision"),
        lambda: c("penalty-police-main").party(id_number=None),
        also="hearing.told " + REST,
    ),
    of(
        "twice_over",
        "只能一次的办了两次",
        "order.twice",
        lambda: a("penalty-transport-extension", "extension"),
        lambda: a("permit-renewal-by-silence", "decide"),
        lambda: c("permit-acceptance-late"),
        also="time.permit permit.order " + REST,
    ),
    of(
        "closed_acts",
        "终结以后还办、颠倒步骤",
        "order",
        lambda: a("penalty-market-terminated", "interview"),
        lambda: a("monitoring-to-general", "decision"),
        lambda: a("penalty-preservation-lapses", "preserve"),
        also="notice.before notice.heard " + REST,
    ),
    of(
        "letters_wrong",
        "移送没有正职审批、没有清单，延期太晚",
        "transfer.order",
        lambda: a("penalty-transfer-crime", "approve"),
        lambda: a("penalty-transfer-crime", "hand"),
        lambda: a("assistance-given", "delay"),
        also="time.transfer time.crime " + REST,
    ),
    of(
        "reviewed_own",
        "审核人办过本案",
        "review.own",
        lambda: a("penalty-own-review", "legal_review"),
        lambda: a("penalty-market-main", "case_review"),
        also="who.role " + REST,
    ),
    of(
        "not_discussed",
        "应当集体讨论没有讨论",
        "review.discussion",
        lambda: a("penalty-collective-discussion", "decision"),
        lambda: a("penalty-agriculture-main", "decision"),
        also=REST,
    ),
    of(
        "wrong_rank",
        "执法人员代负责人批准",
        "who.role",
        lambda: a("publication-exempt", "exempt"),
        lambda: a("clue-not-filed", "not_file"),
        also="time.clue time.clue_reply " + REST,
    ),
    of(
        "recused_again",
        "回避以后继续办",
        "who.recused",
        lambda: a("penalty-recusal-asked", "inspect_scene"),
        lambda: a("penalty-recused-both", "inspect_scene"),
        also=REST,
    ),
    of(
        "no_power_at_all",
        "没有职权、强制措施权委托",
        "power.none",
        lambda: a("inspection-no-power", "plan"),
        lambda: a("freeze-refused", "seize"),
        also="measure.term measure.object measure.told other " + REST,
    ),
    of(
        "lowered",
        "没有情节而减轻",
        "amount.reasons",
        lambda: a("penalty-reduce-ground", "investigation_report"),
        lambda: a("penalty-reduce-ground", "investigation_report", 1),
        also="amount.law amount.benchmark " + REST,
    ),
    of(
        "cash_taken",
        "不该收现金的收现金",
        "money.on_spot",
        lambda: a("penalty-simple-limits", "collect_on_spot"),
        lambda: a("penalty-goods-and-others", "collect_on_spot"),
        also="time.money simple.over " + REST,
    ),
    of(
        "extended_over",
        "扣押延长三十一日",
        "measure.term",
        lambda: a("seize-extended-and-tested", "extend"),
        lambda: a("seal-extended-confiscated", "extend"),
        also="recorder.off " + REST,
    ),
    of(
        "goods_missing",
        "盘点短少、自己交自己收",
        "goods.count",
        lambda: a("seal-extended-confiscated", "move_goods"),
        lambda: a("seal-extended-confiscated", "stocktake"),
        also=REST,
    ),
    of(
        "too_often_said",
        "达到频次上限仍检查",
        "inspection.cap",
        lambda: a("inspection-yearly-cap", "plan"),
        lambda: c("inspection-yearly-cap").told(
            "plan", inspection__kind="日常检查", inspection__count_this_year=3, inspection__cap=2
        ),
        also="inspection.unplanned " + REST,
    ),
    of(
        "too_old",
        "超过时效立案",
        "filing.limitation",
        lambda: a("penalty-limitation", "filing"),
        lambda: a("penalty-police-limitation", "filing"),
        also=REST,
    ),
    of(
        "unexamined_penalty",
        "没有调查报告就决定",
        "investigation.before",
        lambda: a("reconsideration-redo", "decision"),
        lambda: c(MAIN).without("investigation_report"),
        also="amount.law amount.benchmark notice.heard notice.before review.missing review.discussion paper.content "
        + REST,
    ),
    of(
        "rights_kept",
        "不告知陈述申辩权",
        "notice.rights",
        lambda: a("penalty-notice-content", "notice"),
        lambda: c(SIMPLE).told("tell", notice__rights_told=False),
        also=REST,
    ),
    of(
        "unfilmed",
        "扣押没有录像",
        "recorder.off",
        lambda: c("seal-main").without("store_recording").looked("2024-03-29"),
        lambda: c("seize-stated-term-tested"),
        also="measure.told " + REST,
    ),
    of(
        "minors",
        "处罚不满十四周岁、未成年不从轻",
        "minor.child minor.youth",
        lambda: c(MAIN).party(born_on="2011-05-01"),
        lambda: c(MAIN).party(born_on="2008-05-01").told("investigation_report", discretion__tier="一般"),
        lambda: c(SIMPLE).party(born_on="2012-01-01").told("tell", case__happened_on="2024-05-06"),
        lambda: (
            c("penalty-unpaid-court")
            .party(born_on="2007-01-01")
            .told("investigation_report", discretion__tier="从重")
            .told("filing_request", case__happened_on="2024-03-01")
        ),
        also=REST,
    ),
    of(
        "blameless",
        "没有过错也罚",
        "fined.faultless",
        lambda: c(MAIN).told("investigation_report", conduct__no_fault=True),
        lambda: c(SIMPLE).told("tell", conduct__no_fault=True),
        also=REST,
    ),
    of(
        "shelved",
        "查实了不立案、立了案不查",
        "not_filed filed.idle",
        lambda: (
            c("clue-main")
            .until("verify")
            .then("not_file", "2024-03-05", HEAD, procedure="clue", clue__disposal_reason="当事人有困难，先放一放")
        ),
        lambda: c(MAIN).until("filing").looked("2024-05-20"),
        lambda: c("penalty-hearing").until("filing").looked("2024-05-10"),
        also="time.clue_reply time.clue clue.outcome " + REST,
    ),
    of(
        "court_forgotten",
        "错过申请法院的期限",
        "court.missed",
        lambda: c("penalty-unpaid-court").upto("court_application").looked("2025-03-20"),
        lambda: c("penalty-unpaid-court").upto("dunning").looked("2025-03-20"),
        also="delivered.unenforced " + REST,
    ),
    of(
        "no_second_look",
        "限期改正不复查，检查不反馈",
        "inspection.recheck inspection.feedback",
        lambda: c("inspection-main").on(date(2025, 3, 3)).without("check_correction", "archive").looked("2025-06-10"),
        lambda: c("inspection-main").on(date(2025, 3, 3)).without("feedback", "archive").looked("2025-06-10"),
        lambda: c("inspection-unannounced").without("check_correction", "archive").looked("2026-01-10"),
        lambda: c("inspection-unannounced").without("feedback", "archive").looked("2026-01-10"),
        also="time.inspection inspection.unplanned inspection.cap inspection.record corrected.not " + REST,
    ),
    of(
        "out_of_plan",
        "涉企日常检查不在计划",
        "inspection.unplanned",
        lambda: c("inspection-main").on(date(2025, 3, 3)),
        lambda: c("inspection-main").on(date(2025, 6, 9)),
        also="inspection.cap " + REST,
    ),
    of(
        "asked_twice",
        "补正要求两次",
        "permit.asked_again",
        lambda: (
            c("permit-granted")
            .until("supplement")
            .then("correction_notice", "2024-05-11", (W,), procedure="permit", correction__items="再补一份平面图")
        ),
        lambda: (
            c("permit-granted")
            .until("correction_notice")
            .then("correction_notice", "2024-05-09", (W,), procedure="permit", correction__items="再补一份说明")
        ),
        also="permit.order time.permit order.twice " + REST,
    ),
    of(
        "urgent_late",
        "紧急扣押不补办、解除不退还、不答复举报人",
        "time.urgent time.goods_back time.clue_reply",
        lambda: c("seize-urgent"),
        lambda: c("seal-lifted-unrelated"),
        lambda: c("clue-main").without("reply").looked("2024-05-10"),
        lambda: c("vehicle-disapproved"),
        lambda: c("freeze-lifted"),
        also="filed.never filed.idle recorder.off " + REST,
    ),
)
