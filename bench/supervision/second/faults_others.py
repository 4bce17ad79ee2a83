"""Faults of permits, clues, inspections, letters, remedies, publication and of supervision itself."""

from __future__ import annotations

from datetime import date

from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

W, L, R, HEAD = "王立", "李明", ("赵敏",), ("周强",)
BOTH = (W, L)
MAIN, SIMPLE = "penalty-ordinary-main", "penalty-simple-main"
REST = "time.publication time.closing time.other time.delivery order delivered.unenforced"
PLAIN = "占道约三立方米、持续两日，危害后果轻微，没有从重情节，在幅度内取中间偏低的数额"
PAPERS = "paper.content paper.amount paper.dates paper.party paper.number"

KINDS = (
    of(
        "unexamined",
        "许可没有受理、审查、核查就决定",
        "permit.order",
        lambda: c("permit-granted").without("examine", "site_check"),
        lambda: c("permit-granted").without("site_check"),
        lambda: c("permit-hearing").without("notify_hearing"),
        lambda: c("permit-refused").told("decide", permit__remedies_told=False),
        also="order review.missing time.permit",
    ),
    of(
        "permit_slow",
        "许可逾期、不颁发",
        "time.permit time.delivery",
        lambda: c("permit-refused").without("extend").later("decide", 30),
        lambda: c("permit-granted").without("issue", "archive").looked("2024-07-01"),
        also="time.publication order",
    ),
    of(
        "silence_undone",
        "补录推翻视为受理",
        "effect.withdrawn",
        lambda: c("permit-silence-again"),
        lambda: c("permit-backdated-correction"),
        also="permit.order order time.permit",
    ),
    of(
        "clue_wrong",
        "线索没有核查就处理、查实还不再处理",
        "clue.outcome extension.over",
        lambda: c("clue-main").without("verify"),
        lambda: (
            c("clue-endings")
            .told("verify", clue__within_jurisdiction=True)
            .upto("transfer")
            .then("no_further", "2024-03-05T09:00", (W,), procedure="clue", clue__disposal_reason="不实")
        ),
        lambda: (
            c("clue-agriculture").told("extend", clue__extended_days=9)
            if c("clue-agriculture").has("extend")
            else c("clue-main").without("verify")
        ),
        also="not_filed order clue.untouched time.clue",
    ),
    of(
        "clue_dead",
        "举报登记以后没人管",
        "clue.untouched time.clue",
        lambda: c("clue-main").until("register").looked("2024-05-10"),
        lambda: c("clue-construction").until("register").looked("2024-08-10"),
        also="time.clue_reply",
    ),
    of(
        "seen_not_filed",
        "检查发现违法，不立案也不处理",
        "filed.never",
        lambda: c("inspection-violation").until("result").looked("2024-06-10"),
        lambda: (
            c("inspection-violation")
            .told("result", inspection__disposal="适用简易程序")
            .until("result")
            .looked("2024-06-10")
        ),
        lambda: (
            c("inspection-violation")
            .until("result")
            .then("feedback", "2024-03-07", (W,), procedure="inspection", inspection__feedback="已告知")
            .looked("2024-06-10")
        ),
        lambda: c("clue-main").until("to_penalty").looked("2024-06-10"),
        also="inspection.feedback time.inspection order time.clue_reply",
    ),
    of(
        "unrecorded_inspection",
        "检查没有笔录",
        "inspection.record",
        lambda: c("inspection-main").without("record"),
        lambda: c("inspection-unannounced").without("record"),
        lambda: c("inspection-violation").without("record"),
        also="order time.inspection",
    ),
    of(
        "inspection_unplanned",
        "检查没有批准、一人检查、不出示证件",
        "inspection.order who.officers who.shown",
        lambda: c("inspection-unannounced").without("approve"),
        lambda: c("inspection-unannounced").by("conduct", W),
        lambda: c("inspection-unannounced").told("conduct", inspection__certificates_shown=False),
        also="order",
    ),
    of(
        "made_up_inspection",
        "紧急检查不补办、未扫码不备案",
        "time.inspection",
        lambda: c("inspection-unannounced").without("report_uncoded"),
        lambda: c("inspection-unannounced").at("report_uncoded", "2025-10-29"),
        lambda: c("inspection-urgent").on(date(2025, 11, 3)),
        also="time.other",
    ),
    of(
        "letters_late",
        "移送、协助的函不按期答复",
        "time.transfer",
        lambda: c("assistance-refused"),
        lambda: c("assistance-given").without("delay").at("reply", "2024-04-20"),
        lambda: c("received-declined"),
    ),
    of(
        "remedy_late",
        "复议、诉讼、赔偿逾期",
        "time.remedy",
        lambda: c("reconsideration-upheld").at("reply", "2024-05-08T09:00").later("supplement_evidence", 15),
        lambda: c("litigation-first-effective").without("answer"),
        lambda: c("compensation-late"),
        also="order",
    ),
    of(
        "no_evidence",
        "复议不提交证据、负责人不出庭又不说明",
        "remedy.order",
        lambda: c("reconsideration-upheld").told("reply", remedy__evidence=None),
        lambda: c("litigation-first-effective").told("appear", remedy__absence_reason=None),
        lambda: c("compensation-granted").without("negotiate"),
        also="order",
    ),
    of(
        "still_published",
        "决定撤销以后还公示、不撤回",
        "publication.changed time.publication_withdrawn",
        lambda: c("publication-withdrawn").without("withdraw").looked("2024-07-10"),
        lambda: c("publication-withdrawn").at("withdraw", "2024-06-25"),
        lambda: c("publication-withdrawn").at("basis_falls", "2024-05-09").at("publish", "2024-05-14"),
        also="time.publication time.delivery time.closing publication.more",
    ),
    of(
        "published_numbers",
        "公示了身份证号码、没有脱敏",
        "publication.identity publication.more",
        lambda: c(MAIN).told("redact", publication__content="陈某（身份证号11010119900307797X）占道，罚款500元"),
        lambda: c(MAIN).told("redact", publication__redaction_passed=False),
        lambda: c(MAIN).without("redact"),
        also="publication.more order",
    ),
    of(
        "no_report",
        "监督文书逾期不报告",
        "supervision.report",
        lambda: c("supervision-received-late"),
        lambda: c("supervision-received-main").at("report", "2024-03-29").at("checked", "2024-04-02"),
        lambda: c("supervision-received-main").upto("supplement").looked("2024-04-20"),
        also="transfer.order time.transfer",
    ),
    of(
        "no_handling",
        "监督机构不处理、不核查",
        "supervision.handle",
        lambda: c("supervision-notice-main").until("investigate").looked("2024-09-10"),
        lambda: c("supervision-notice-main").until("register").looked("2024-09-10"),
        lambda: c("supervision-notice-main").without("check", "close").looked("2024-09-10"),
        also="time.other supervision.report",
    ),
    of(
        "review_ignored",
        "不按期作出复查决定",
        "supervision.review",
        lambda: c("supervision-decision-upheld").upto("review_decide").looked("2024-06-10"),
        lambda: c("supervision-decision-changed"),
        lambda: c("supervision-decision-upheld").later("review_decide", 30),
        also="supervision.handle supervision.report",
    ),
    of(
        "questions",
        "该登记的没有登记",
        "missing",
        lambda: c(MAIN).told("decision", decision__term=None),
        lambda: c("permit-granted").told("decide", permit__content=None),
        lambda: c("seal-main").told("seize", seizure__place=None),
        also="unclear paper.content measure.told",
    ),
    of(
        "unknowns",
        "登记不全，判断不了",
        "unclear",
        lambda: c(MAIN).told("notice", notice__fine=None),
        lambda: c(MAIN).party(kind=None),
        lambda: c("inspection-yearly-cap").told("plan", inspection__kind="日常检查"),
        also="missing notice.more",
    ),
)
