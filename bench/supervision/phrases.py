"""What supervision has to watch over, phrase by phrase, and the rules that do."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, tuple[str, ...]] = {
    "期限（届满以前、当日、以后）": (
        "time.other", "time.decide", "time.permit", "time.review", "time.hearing", "time.compulsion", "time.remedy",
        "time.monitoring", "time.vehicle", "time.complaint", "time.expropriation", "time.inspection", "time.closing",
        "extension.over",
    ),
    "资格：证件当日有效、两人、职责、回避、出示": (
        "who.certificate", "who.officers", "who.role", "who.auxiliary", "who.recused", "who.shown", "power.none",
    ),
    "步骤次序": (
        "order", "order.twice", "filing.before", "investigation.before", "permit.order", "police.order", "court.order",
        "remedy.order", "transfer.order", "supervision.order", "expropriation.order", "monitoring.order", "fast.order",
        "compulsion.order", "compulsion.night", "duty.order", "measure.unapproved", "hearing.steps", "hearing.unsigned",
        "other",
    ),
    "审核缺失": ("review.missing", "review.own", "review.discussion", "review.hasty"),
    "没有告知听证": ("hearing.told",),
    "告知、听取意见的时间太短": ("notice.before", "notice.heard", "notice.rights", "notice.more", "notice.other"),
    "数额超出幅度、与同类案件悬殊": (
        "amount.law", "amount.benchmark", "amount.reasons", "simple.over", "simple.police", "pattern.out_of_line",
        "minor.child", "minor.youth", "fined.faultless", "decision.reasons",
    ),
    "依据不在施行期内": ("basis.dead", "basis.other", "filing.limitation"),
    "依据查不到": ("basis.unregistered", "measure.unregistered", "duty.unregistered"),
    "一事两罚": ("pattern.twice",),
    "拆分以避开限额": ("pattern.split",),
    "扣押财物逾期": (
        "time.goods", "time.goods_back", "time.urgent", "time.freeze_told", "time.preservation", "measure.term",
        "measure.object", "measure.told", "goods.count", "goods.charged", "goods.kept", "proceeds.kept",
        "requisition.kept", "site.sealed_still", "extension.untold", "confiscated.kept",
    ),
    "公示逾期": ("time.publication", "time.publication_withdrawn", "publication.changed", "publication.before",
        "permit.public_still",
   ),
    "公示过多": (
        "publication.more", "publication.identity", "publication.sealed", "publication.minor", "publication.address",
    ),
    "救济告知有误": ("remedy.untold", "surcharge.untold", "duty.untold"),
    "决定不送达": ("time.delivery", "delivery.wrong", "delivery.receiver", "victim.untold"),
    "送达不执行": (
        "delivered.unenforced", "duty.unenforced", "court.missed", "court.late", "money.surcharge", "money.on_spot",
        "money.over", "money.before", "time.money", "money.kept", "deferral.over",
        "compulsion.idle", "remedy.unrefunded",
    ),
    "拘留不执行": ("time.detention_admit", "time.detention", "summons.family"),
    "应受未受": (
        "clue.untouched", "clue.late", "clue.passed_on", "received.idle", "time.clue", "time.clue_reply",
        "clue.outcome",
    ),
    "应立未立": (
        "not_filed", "filed.never", "clue.shelved", "corrected.not", "soft.instead", "crime.fined", "time.crime",
    ),
    "立而不决": ("filed.idle", "time.decide"),
    "事后很久才登记": ("entered.late", "mended.after", "pattern.late_entry", "effect.withdrawn", "dates.happened"),
    "没有打开记录仪": ("recorder.off", "recorder.demolition"),
    "以罚代管": ("correction.none", "closed.uncorrected", "closed.unchecked", "pattern.instead_of_order"),
    "违规异地": ("pattern.elsewhere", "pattern.over_boundary"),
    "趋利性、选择性执法": ("pattern.strangers_money", "pattern.rises", "pattern.selective"),
    "检查超频次、无计划": (
        "inspection.cap", "inspection.unplanned", "inspection.order", "inspection.record", "inspection.feedback",
        "inspection.recheck", "inspection.unsigned", "pattern.over_frequency", "pattern.outside_plan",
        "pattern.many_organs",
    ),
    "疑似指标": ("pattern.month_end", "pattern.round_counts"),
    "疑似注水": ("pattern.two_places", "pattern.crowded", "pattern.copies", "pattern.doubled"),
    "事项从未行使": ("pattern.unused",),
    "机关长期不执法": ("pattern.silent",),
    "年报没有按期公开": ("pattern.report_late",),
    "文书": (
        "paper.content", "paper.amount", "paper.dates", "paper.party", "paper.number", "decision.party",
    ),
    "移送、协助": ("time.transfer", "transfer.unsent", "dispute.left"),
    "监督本身": ("supervision.report", "supervision.handle", "supervision.review"),
    "材料不全的提问": ("unclear", "missing", "no_rule", "listed.unfound"),
    "许可补正、注销": ("permit.asked_again", "permit.registered_still"),
    "信访重新处理": ("petition.undone",),
}  # fmt: skip
"""The words of the task in order; the last lines are what no phrase of it names."""
