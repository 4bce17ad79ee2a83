"""Faults a second examination by somebody else planted: begun and not carried on, told too much, mended afterwards."""

from __future__ import annotations

from bench.supervision.second.courses import course as c
from bench.supervision.second.kinds import of

HEAD, CLERK, OFFICERS = ("周强",), ("赵敏",), ("王立", "李明")
REST = "time.publication time.closing time.delivery delivered.unenforced court.missed correction.none order"
CLUE = "time.clue time.clue_reply clue.untouched clue.shelved filed.never"

_SEATED = c("penalty-no-penalty").told("investigation_report", conduct__corrected=False)

KINDS = (
    of(
        "left_uncorrected",
        "复查没有改正，没有下文",
        "corrected.not",
        lambda: c("inspection-unannounced").looked("2026-01-10"),
        lambda: c("inspection-main").told("check_correction", rectification__result="未改正").looked("2024-05-20"),
        lambda: c("permit-supervised").looked("2024-10-15"),
        also="inspection.record time.inspection inspection.unplanned inspection.cap",
    ),
    of(
        "closed_uncorrected",
        "没有改正就结案",
        "closed.uncorrected",
        lambda: _SEATED.told("check_correction", rectification__result="未改正"),
        lambda: _SEATED.told("check_correction", rectification__result="未改正").told(
            "closing_request", closing__execution="已送达"
        ),
        also=REST,
    ),
    of(
        "closed_unchecked",
        "没有复查就结案",
        "closed.unchecked",
        lambda: _SEATED.without("check_correction"),
        lambda: _SEATED.without("check_correction").told("order_correction", rectification__deadline="2024-03-11"),
        also=REST,
    ),
    of(
        "unsent",
        "决定移送，没有发函",
        "transfer.unsent",
        lambda: c("transfer-organ-accepted").until("transfer").looked("2024-04-15"),
        lambda: c("transfer-organ-accepted").until("transfer").looked("2024-03-25"),
        also=CLUE,
    ),
    of(
        "received_idle",
        "接受移送、同意联合以后没有下文",
        "received.idle",
        lambda: c("received-accepted", whole=False).without("register", "outcome").looked("2024-04-30"),
        lambda: c("received-objected").looked("2024-06-01"),
        lambda: c("joint-member").without("own_case", "outcome", "close").looked("2024-04-30"),
        also="time.transfer",
    ),
    of(
        "dispute_left",
        "管辖争议搁置",
        "dispute.left",
        lambda: c("jurisdiction-designated").without("refer", "designated", "settle").looked("2024-05-01"),
        lambda: c("jurisdiction-designated").without("refer", "designated", "settle").looked("2024-04-01"),
        also="time.transfer",
    ),
    of(
        "not_redone",
        "责令重新处理而不处理",
        "petition.undone",
        lambda: c("complaint-petition").without("redo").looked("2024-10-20"),
        lambda: c("complaint-rechecked").without("redo", "close").looked("2024-10-20"),
        also="time.complaint",
    ),
    of(
        "not_deregistered",
        "撤销、撤回许可以后不注销",
        "permit.registered_still",
        lambda: c("permit-revoked").looked("2024-12-01"),
        lambda: c("permit-revoked-for-fraud").looked("2024-12-01"),
        also="filed.never",
    ),
    of(
        "public_still",
        "撤销许可以后仍然公示",
        "permit.public_still",
        lambda: c("permit-revoked").without("withdraw").looked("2024-09-15"),
        lambda: c("permit-revoked-for-fraud").without("withdraw").looked("2024-09-01"),
    ),
    of(
        "sealed_still",
        "施工现场没有解除查封",
        "site.sealed_still",
        lambda: c("building-town-ongoing-sealed").without("unseal_site"),
        lambda: c("building-town-ongoing-sealed").without("unseal_site").looked("2024-06-01"),
    ),
    of(
        "goods_kept",
        "强制拆除清点的财物没有交还",
        "goods.kept",
        lambda: c("building-town-finished").without("return_goods").looked("2024-12-20"),
        lambda: c("building-town-finished").without("return_goods").looked("2024-11-15"),
        also="time.publication",
    ),
    of(
        "requisition_kept",
        "征用的财产没有返还",
        "requisition.kept",
        lambda: c("requisition").upto("give_back").looked("2025-09-01"),
        lambda: c("requisition").until("give_back").looked("2025-09-15"),
        also="time.expropriation",
    ),
    of(
        "money_kept",
        "划拨的款项没有上缴",
        "money.kept",
        lambda: c("money-transfer").without("treasury", "complete").looked("2024-07-01"),
        lambda: c("money-transfer").without("treasury", "complete").looked("2024-06-05"),
        also=f"{REST} notice.before notice.more notice.heard filing.before review.missing review.discussion "
        "investigation.before surcharge.untold",
    ),
    of(
        "proceeds_kept",
        "变卖的款项没有处理",
        "proceeds.kept",
        lambda: c("seal-sold-compensated").without("settle_proceeds", "compensate", "close").looked("2024-07-01"),
        lambda: c("seal-sold-compensated").without("settle_proceeds", "compensate", "close").looked("2024-09-01"),
        also="time.publication",
    ),
    of(
        "extension_untold",
        "延长没有告知当事人",
        "extension.untold",
        lambda: c("seize-extended-and-tested").without("tell_extension").looked("2024-04-20"),
        lambda: c("freeze-main").without("tell_extension", "settle", "close").looked("2024-05-10"),
        also="time.publication recorder.off",
    ),
    of(
        "victim_untold",
        "决定书没有送达被侵害人",
        "victim.untold",
        lambda: c("penalty-police-main").without("deliver_victim").looked("2026-06-15"),
        lambda: c("penalty-simple-police-one-officer").without("deliver_victim").looked("2026-04-05"),
        also=REST,
    ),
    of(
        "deferral_over",
        "延期、分期届满没有缴清",
        "deferral.over",
        lambda: c("penalty-deferred-window").looked("2025-02-10"),
        lambda: c("penalty-instalments").without("payment").looked("2024-09-01"),
        also=REST,
    ),
    of(
        "half_paid",
        "缴了一半，没有下文",
        "delivered.unenforced",
        lambda: (
            c("penalty-ordinary-main")
            .told("payment", payment__amount="200", payment__total="200")
            .without("closing_request", "closing", "archive")
            .looked("2024-09-01")
        ),
        also="time.closing",
    ),
    of(
        "passed_on",
        "属于自己管辖的线索移送出去",
        "clue.passed_on",
        *(
            lambda day=day: (
                c("clue-main")
                .until("verify")
                .then(
                    "transfer",
                    day,
                    HEAD,
                    case__lead_organ="某区城市管理局",
                    clue__disposal_reason="建议由专业部门处理",
                )
                .then(
                    "send",
                    f"{day[:10]}T17:30",
                    CLERK,
                    procedure="transfer.organ",
                    letter__to="某区城市管理局",
                    letter__reason="建议由专业部门处理",
                )
            )
            for day in ("2024-03-05T09:00", "2024-03-06T15:00")
        ),
        also=CLUE,
    ),
    of(
        "registered_late",
        "收到线索很久才登记",
        "clue.late",
        lambda: c("clue-main").told("register", clue__received_on="2024-02-10T09:00"),
        lambda: c("clue-to-simple").told("register", clue__received_on="2024-02-20T09:00"),
        also=CLUE,
    ),
    of(
        "converted_unfiled",
        "转为普通程序而不立案",
        "filed.never",
        lambda: c("penalty-simple-to-ordinary").until("to_ordinary").looked("2024-07-01"),
    ),
    of(
        "unsigned_inspection",
        "检查笔录没有签名",
        "inspection.unsigned",
        lambda: c("inspection-main").told("record", inspection__signed=False),
        lambda: c("inspection-unannounced").told("record", inspection__signed=False),
    ),
    of(
        "minor_named",
        "公示未成年人的姓名",
        "publication.minor",
        *(
            lambda said=said: (
                c("publication-corrected")
                .party(name="陈小海示例", born_on="2008-06-01")
                .told("redact", publication__content=said)
            )
            for said in ("陈小海示例乱丢烟头，罚款五十元", "对陈小海示例罚款五十元")
        ),
        also=f"{REST} minor.youth",
    ),
    of(
        "address_told",
        "公示自然人的住址",
        "publication.address",
        lambda: c("penalty-ordinary-main").told(
            "redact", publication__content="陈某（住洛碛镇人民路1号）占道堆放，罚款"
        ),
        lambda: c("penalty-instalments").told("redact", publication__content="洛碛镇人民路1号陈某占道堆放，罚款"),
        also=REST,
    ),
    of(
        "happened_later",
        "违法行为的日期在立案之后",
        "dates.happened",
        lambda: c("penalty-ordinary-main").told("filing_request", case__happened_on="2024-03-20"),
        lambda: c("penalty-ordinary-main").told("filing_request", case__happened_on="2024-03-06"),
        also=f"{REST} filing.limitation",
    ),
    of(
        "unrefunded",
        "决定被撤销，没有退还罚款",
        "remedy.unrefunded",
        *(
            lambda day=day: (
                c("penalty-annulled")
                .then("payment", day, ("当事人",), payment__amount="500", payment__total="500")
                .looked("2024-08-01")
            )
            for day in ("2024-03-25", "2024-04-01")
        ),
        also=f"{REST} time.decide time.remedy",
    ),
    of(
        "confiscated_kept",
        "没收的物品长期没有处理",
        "confiscated.kept",
        lambda: c("seize-unclaimed").without("dispose_confiscated").looked("2025-01-10"),
        lambda: c("seize-two-in-one-case").looked("2025-01-10"),
        also=f"{REST} recorder.off time.decide filed.idle",
    ),
    of(
        "not_executed",
        "决定强制执行以后不执行",
        "compulsion.idle",
        lambda: c("compulsion-main").until("decide_delivery").looked("2024-07-15"),
        lambda: c("compulsion-agreement-broken").until("agreement_broken").looked("2024-08-01"),
        also=f"{REST} time.compulsion",
    ),
    of(
        "told_otherwise",
        "告知一件事，决定另一件事",
        "notice.other",
        lambda: c("penalty-ordinary-main").told("decision", decision__facts="露天焚烧秸秆三处，浓烟影响行车"),
        lambda: c("penalty-unpaid-court").told("decision", decision__facts="夜间施工噪声扰民，没有证明"),
        also=REST,
    ),
    of(
        "stranger_signed",
        "别人签收，没有写明关系",
        "delivery.receiver",
        lambda: c("penalty-ordinary-main").told("delivery", delivery__received_by="吴示例邻居"),
        lambda: c("penalty-simple-main").told("delivery", delivery__received_by="郑示例店员"),
        also=REST,
    ),
    of(
        "published_first",
        "没有决定就公示",
        "publication.before",
        lambda: c("penalty-ordinary-main").at("redact", "2024-03-20T09:00").at("publish", "2024-03-20T10:00"),
        also=REST,
    ),
    of(
        "refused_and_left",
        "被检查人拒绝检查，没有下文",
        "filed.never",
        lambda: c("inspection-refused").without("archive").looked("2025-05-10"),
        also="clue.untouched time.clue",
    ),
    of(
        "mended",
        "事后更正使问题消失",
        "mended.after",
        lambda: (
            c("penalty-ordinary-main")
            .by("interview", "王立")
            .corrected("interview", "2024-03-20", "补登陪同人员", by=OFFICERS)
        ),
        lambda: (
            c("penalty-ordinary-main")
            .without("closing_request", "closing", "archive")
            .at("delivery", "2024-04-10")
            .corrected("delivery", "2024-04-16", "送达日期录入有误", on="2024-03-28")
        ),
        also=REST,
    ),
)
