"""Faults of penalties by the ordinary and the simple procedure, of crimes fined, and of what papers say."""

from __future__ import annotations

from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

W, L, R, HEAD = "王立", "李明", ("赵敏",), ("周强",)
BOTH = (W, L)
MAIN, SIMPLE = "penalty-ordinary-main", "penalty-simple-main"
REST = "time.publication time.closing time.other time.delivery order delivered.unenforced"
PLAIN = "占道约三立方米、持续两日，危害后果轻微，没有从重情节，在幅度内取中间偏低的数额"
PAPERS = "paper.content paper.amount paper.dates paper.party paper.number"

PENALTY = (
    of(
        "untold",
        "没有告知就决定",
        "notice.before",
        lambda: c(MAIN).without("notice", "notice_delivery"),
        lambda: c(SIMPLE).without("tell"),
        also="notice.heard notice.more notice.rights order review.missing review.discussion amount.benchmark "
        "simple.over",
    ),
    of(
        "defence_cut",
        "告知第二日就决定、没有复核申辩",
        "notice.heard",
        lambda: c(MAIN).at("decision", "2024-03-15"),
        lambda: c("penalty-defence-reviewed").without("defence_review"),
        lambda: c(SIMPLE).without("hear"),
        also="order",
    ),
    of(
        "beyond_notice",
        "决定比告知的重",
        "notice.more",
        lambda: c(MAIN).told("decision", decision__fine="800"),
        lambda: c(SIMPLE).told("tell", notice__fine="20"),
        also="amount.law amount.benchmark simple.over " + REST,
    ),
    of(
        "beyond_law",
        "罚款超出法定幅度",
        "amount.law amount.benchmark",
        lambda: (
            c("publication-withdrawn")
            .told("tell", notice__fine="2000")
            .told("decision", decision__fine="2000")
            .upto("basis_falls")
        ),
        lambda: (
            c(SIMPLE)
            .told("tell", matter__code="city.litter", notice__fine="600", conduct__corrected=True)
            .told("decision", decision__fine="600")
            .without("collect_on_spot", "hand_in", "bank_in")
        ),
        also="pattern.out_of_line simple.over amount.benchmark " + REST,
    ),
    of(
        "old_law",
        "引用已经废止的法律",
        "basis.dead basis.unregistered",
        lambda: c(MAIN).told("decision", decision__basis="《中华人民共和国治安管理处罚条例》第十九条"),
        lambda: c(SIMPLE).told("decision", decision__basis="《中华人民共和国环境噪声污染防治法》第五十八条"),
    ),
    of(
        "remedies_kept",
        "决定书不告知复议、诉讼",
        "remedy.untold",
        lambda: c(MAIN).told("decision", decision__remedies_told=None),
        lambda: c("penalty-simple-untold"),
        also="time.closing time.publication order",
    ),
    of(
        "no_delivery",
        "决定以后不送达",
        "time.delivery",
        lambda: c(MAIN).without("delivery", "payment", "closing_request", "closing", "archive").looked("2024-05-20"),
        lambda: c(SIMPLE).without("delivery", "collect_on_spot", "hand_in", "bank_in").looked("2024-06-20"),
        also=REST,
    ),
    of(
        "wrong_delivery",
        "留置没有见证、电子没有同意、公告不满三十日",
        "delivery.wrong",
        lambda: c(MAIN).told("delivery", delivery__method="留置送达", delivery__refusal="拒收"),
        lambda: c(MAIN).told("delivery", delivery__method="电子送达", delivery__arrived_at="2024-03-25T10:00"),
        lambda: (
            c("penalty-public-delivery").at("delivery", "2024-04-10")
            if c("penalty-public-delivery").has("delivery")
            else c(MAIN).told("delivery", delivery__method="公告送达")
        ),
        also=REST + " delivered.unenforced",
    ),
    of(
        "not_collected",
        "送达以后不缴也不催",
        "delivered.unenforced",
        lambda: c(MAIN).without("payment", "closing_request", "closing", "archive").looked("2024-07-20"),
        lambda: c(SIMPLE).without("collect_on_spot", "hand_in", "bank_in", "archive").looked("2024-09-20"),
        also=REST + " court.missed",
    ),
    of(
        "undecided",
        "立案以后不决定",
        "time.decide",
        lambda: c(MAIN).upto("investigation_report").looked("2024-07-01"),
        lambda: c("penalty-market-extension-late"),
        lambda: c("penalty-fast-late"),
        also="filed.idle review.hasty",
    ),
    of(
        "review_slow",
        "审核逾期",
        "time.review",
        lambda: c("penalty-agriculture-main").without("review_extension").at("legal_review", "2024-08-20"),
        lambda: c("penalty-agriculture-main").at("legal_review", "2024-08-29").later("discussion", 10),
        lambda: c("penalty-construction-main").later("legal_review", 40),
        also="time.decide order review.missing time.publication time.delivery",
    ),
    of(
        "review_empty",
        "审核意见只有两个字",
        "review.hasty",
        lambda: c("penalty-agriculture-main").told("legal_review", review__opinion="同意"),
        lambda: c("penalty-construction-main").told("legal_review", review__opinion="可以"),
        lambda: c("penalty-hearing").told("legal_review", review__opinion="无"),
    ),
    of(
        "review_skipped",
        "应当法制审核没有审核",
        "review.missing",
        lambda: c("penalty-hearing").without("legal_review"),
        lambda: c("penalty-agriculture-main").without("legal_review", "review_received", "review_extension"),
        also="order time.review",
    ),
    of(
        "surcharge_silent",
        "没有告知加处罚款",
        "surcharge.untold",
        lambda: c(MAIN).told("decision", decision__surcharge_told=False),
        lambda: c("penalty-market-main").told("decision", decision__surcharge_told=False),
        lambda: c("penalty-hearing").told("decision", decision__surcharge_told=False),
        also="time.publication",
    ),
    of(
        "only_fine",
        "只罚款不责令改正",
        "correction.none",
        lambda: (
            c(MAIN)
            .told("investigation_report", conduct__corrected=None)
            .told("decision", decision__reasons=PLAIN)
            .looked("2024-05-20")
        ),
        lambda: (
            c("penalty-unpaid-court")
            .told("investigation_report", conduct__corrected=None)
            .told("decision", decision__reasons=PLAIN)
        ),
        lambda: (
            c("penalty-instalments")
            .told("investigation_report", conduct__corrected=None)
            .told("decision", decision__reasons=PLAIN)
        ),
        also="time.publication",
    ),
    of(
        "no_reason",
        "决定书不说理",
        "decision.reasons",
        lambda: c(MAIN).told("decision", decision__reasons="依法处罚"),
        lambda: c("penalty-hearing").told("decision", decision__reasons="情节一般"),
    ),
    of(
        "filed_late",
        "当场处罚不备案、结案拖延",
        "time.closing",
        lambda: c(SIMPLE).without("report_filing").looked("2024-06-10"),
        lambda: c(SIMPLE).at("report_filing", "2024-05-20"),
        lambda: c("penalty-simple-construction"),
        also="time.publication order",
    ),
    of(
        "cash_kept",
        "收的现金不上交",
        "time.money",
        lambda: c(SIMPLE).without("hand_in", "bank_in").looked("2024-06-10"),
        lambda: c("penalty-collect-remote"),
        also="time.publication order time.closing",
    ),
    of(
        "over_simple",
        "超过限额当场处罚",
        "simple.over",
        lambda: (
            c("penalty-simple-traffic-main")
            .told("tell", notice__fine="300")
            .told("decision", decision__fine="300")
            .told("payment", payment__amount="300", payment__total="300")
        ),
        lambda: (
            c(SIMPLE)
            .told("tell", notice__fine="500")
            .told("decision", decision__fine="500")
            .told("collect_on_spot", payment__amount="500")
        ),
        also="amount.law amount.benchmark money.on_spot",
    ),
    of(
        "alone",
        "一人办案、证件过期、辅助人员、没有立案",
        "who.officers who.certificate who.auxiliary filing.before",
        lambda: c(MAIN).by("inspect_scene", W),
        lambda: c(MAIN).by("interview", W, "孙悦"),
        lambda: c(MAIN).by("inspect_scene", W, L, "吴协"),
        lambda: c(MAIN).without("filing"),
        also="who.officers order investigation.before",
    ),
    of(
        "long_after",
        "两个月以后才登记",
        "entered.late",
        lambda: c(SIMPLE),
        lambda: c("penalty-hearing"),
        lambda: c("inspection-main"),
        also="time.delivery pattern.late_entry time.closing time.publication",
    ),
    of(
        "monitor_late",
        "监控记录逾期审核、告知、消除",
        "time.monitoring",
        lambda: c("monitoring-late"),
        lambda: c("monitoring-main").at("tell_owner", "2026-06-02"),
        lambda: c("monitoring-main").told("enter", monitoring__queryable_on="2026-05-20"),
        lambda: c("monitoring-objection"),
        also="time.closing time.delivery",
    ),
    of(
        "fined_for_crime",
        "以罚代刑",
        "crime.fined",
        lambda: c("transfer-penalty-instead"),
        lambda: (
            c("penalty-transfer-crime")
            .upto("police_decision")
            .then(
                "decision",
                "2024-03-16",
                HEAD,
                procedure="penalty.ordinary",
                decision__kinds=["罚款"],
                decision__facts="擅自采砂",
                decision__basis="水法",
                decision__reasons="采砂一百二十吨，情节一般，处中等数额罚款",
                decision__term="十五日内缴纳",
                decision__remedies_told=True,
                decision__fine="3000",
                decision__surcharge_told=True,
            )
        ),
        lambda: c("transfer-fined-by-court").then(
            "decision",
            "2025-01-10",
            HEAD,
            procedure="penalty.ordinary",
            decision__kinds=["罚款"],
            decision__facts="擅自采砂",
            decision__basis="水法",
            decision__reasons="采砂一百二十吨，情节一般，处中等数额罚款",
            decision__term="十五日内缴纳",
            decision__remedies_told=True,
            decision__fine="3000",
            decision__surcharge_told=True,
        ),
        also="notice.before notice.heard notice.more order time.crime correction.none time.delivery time.publication "
        "time.decide time.transfer review.missing review.discussion",
    ),
    of(
        "crime_late",
        "涉嫌犯罪不按期移送",
        "time.crime",
        lambda: c("penalty-transfer-late"),
        lambda: c("penalty-transfer-crime").upto("hand").looked("2024-04-20"),
        lambda: c("penalty-transfer-crime").upto("team").looked("2024-04-20"),
        also="time.transfer time.decide",
    ),
)
WRITTEN = (
    of(
        "sums_apart",
        "决定书上的数额不一致",
        "paper.amount",
        lambda: (
            c(MAIN)
            .told("decision", decision__facts="占道堆放砂石三立方米，决定罚款八百元")
            .papered("decision", "penalty-decision")
        ),
        lambda: (
            c(SIMPLE)
            .told("decision", decision__facts="在道路上乱倒垃圾，罚款 80 元")
            .papered("decision", "on-the-spot-penalty-decision")
        ),
        lambda: (
            c(MAIN).told("notice", notice__facts="占道堆放砂石，拟罚款一千二百元").papered("notice", "penalty-notice")
        ),
        also=PAPERS + " amount.law",
    ),
    of(
        "days_apart",
        "文书的日期不合程序",
        "paper.dates",
        lambda: (
            c(MAIN)
            .told("decision", decision__facts="2024年3月30日占道堆放砂石三立方米")
            .papered("decision", "penalty-decision")
        ),
        lambda: c(MAIN).told("notice", notice__facts="2024年5月1日占道堆放砂石").papered("notice", "penalty-notice"),
        lambda: (
            c(MAIN)
            .told("decision", decision__facts="2024年2月30日占道堆放砂石三立方米")
            .papered("decision", "penalty-decision")
        ),
        also=PAPERS,
    ),
    of(
        "parties_apart",
        "文书上的当事人前后不一致",
        "paper.party",
        lambda: (
            c(MAIN)
            .papered("inspect_scene", "scene-record")
            .told("investigation_report", party__name="陈小海")
            .papered("notice", "penalty-notice")
        ),
        lambda: (
            c(MAIN)
            .papered("inspect_scene", "scene-record")
            .told("investigation_report", party__name="大海商行")
            .papered("decision", "penalty-decision")
        ),
        lambda: (
            c(MAIN)
            .party(name="陈示例海")
            .told("notice", notice__facts="当事人陈示例每占道堆放砂石")
            .papered("notice", "penalty-notice")
        ),
        also="delivery.receiver " + PAPERS,
    ),
    of(
        "numbers_wrong",
        "引用了没有的文号",
        "paper.number",
        lambda: (
            c(MAIN)
            .told("decision", decision__facts="见示乙零一告〔2024〕999号，占道堆放砂石三立方米")
            .papered("decision", "penalty-decision")
            .of("b01")
        ),
        lambda: (
            c(MAIN)
            .told("notice", notice__facts="见示乙零二询〔2023〕88号，占道堆放砂石")
            .papered("notice", "penalty-notice")
            .of("b02")
        ),
        lambda: (
            c(SIMPLE)
            .told("decision", decision__facts="见示乙零三询〔2023〕8号，乱倒垃圾")
            .papered("decision", "on-the-spot-penalty-decision")
            .of("b03")
        ),
        also=PAPERS,
    ),
    of(
        "paper_short",
        "文书缺少法定内容",
        "paper.content",
        lambda: c(MAIN).told("decision", decision__facts="略").papered("decision", "penalty-decision"),
        lambda: (
            c(SIMPLE).told("decision", decision__facts="（待补）").papered("decision", "on-the-spot-penalty-decision")
        ),
        lambda: c(MAIN).told("notice", notice__facts="XX占道").papered("notice", "penalty-notice"),
        also=PAPERS + " missing",
    ),
)
KINDS = (*PENALTY, *WRITTEN)
