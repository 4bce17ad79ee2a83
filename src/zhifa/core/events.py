"""Events: what happened, as the journal keeps it, and the list of everything that can happen.

An event is never changed. A mistake is mended by a later event that names the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhifa.core.facts import Json
from zhifa.core.values import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """What an act proposes to write: the journal adds the stream, the version and the chain.

    `personal` names the payload values that are personal data, as paths like `/facts/party.name` (`~1` stands for
    a slash and `~0` for a tilde inside one key; a number picks one row of a list). Only commitments to these values
    enter the chain, so that they can be erased later without breaking it (个人信息保护法 47 条).
    """

    type: str
    occurred: Moment
    actor: str
    payload: Mapping[str, Json]
    personal: tuple[str, ...] = ()
    type_version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened: when in law, when it was recorded, by whom, with its facts.

    `occurred` is the legal date; `recorded_at` the server's instant and `captured_at` that of the device, both UTC.
    Personal values stand in the payload where they still exist; an erased one is None and its path is in `erased`.
    """

    stream_kind: str
    stream_id: str
    version: int
    type: str
    type_version: int
    occurred: Moment
    recorded_at: datetime
    captured_at: datetime | None
    actor: str
    payload: Mapping[str, Json]
    hash: bytes = b""
    erased: tuple[str, ...] = ()
    position: int | None = None
    """The gap-free global position; None until the sequencer has given one, and in what `append` returns."""
    part: int = 0
    """Which of the things that one event of a light case stands for; 0 for every other event."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: its code, the stream it belongs to, its Chinese name and what it says."""

    code: str
    stream: str
    title: str
    meaning: str


CASE_OPENED = "case.opened"
CASE_ENTERED = "case.entered"
CASE_ASSIGNED = "case.assigned"
CASE_HANDED_OVER = "case.handed_over"
CASE_ASKED = "case.asked"
CASE_ANSWERED = "case.answered"
CASE_SIGNED = "case.signed"
PROCEEDING_OPENED = "proceeding.opened"
PROCEEDING_CORRECTED = "proceeding.corrected"
PROCEEDING_COMPLETED = "proceeding.completed"
STEP_TAKEN = "step.taken"
STEP_CORRECTED = "step.corrected"
EFFECT_AROSE = "effect.arose"
EFFECT_WITHDRAWN = "effect.withdrawn"
DUE_MOVED = "due.moved"
PAPER_ISSUED = "paper.issued"
PAPER_NUMBER_RESERVED = "paper.number_reserved"
PAPER_NUMBER_CANCELLED = "paper.number_cancelled"
PAPER_SCANNED_BACK = "paper.scanned_back"
PAPER_WITHDRAWN = "paper.withdrawn"
ORGAN_REGISTERED = "organ.registered"
ACCOUNT_OPENED = "account.opened"
ACCOUNT_RESET = "account.reset"
ACCOUNT_CLOSED = "account.closed"
OFFICER_REGISTERED = "officer.registered"
CERTIFICATE_ISSUED = "certificate.issued"
CERTIFICATE_SUSPENDED = "certificate.suspended"
CERTIFICATE_CANCELLED = "certificate.cancelled"
ACTING_APPOINTED = "acting.appointed"
PERSONAL_ERASED = "personal.erased"
REPORT_FACT_ENTERED = "report.fact_entered"
REPORT_PASSAGE_EDITED = "report.passage_edited"
REPORT_KIND_CHOSEN = "report.kind_chosen"
REPORT_BEFORE_ENTERED = "report.before_entered"
REPORT_SUGGESTION_JUDGED = "report.suggestion_judged"
REPORT_FROZEN = "report.frozen"
REPORT_PUBLISHED = "report.published"
JOURNAL_VERIFIED = "journal.verified"
ACCOUNT_RESET_ASKED = "account.reset_asked"
ACCOUNT_RESET_AGREED = "account.reset_agreed"
PLAN_ITEM_ENTERED = "plan.item_entered"
PLAN_ITEM_STRUCK = "plan.item_struck"
PLAN_ADOPTED = "plan.adopted"
PLAN_FILED = "plan.filed"
SUPERVISION_PLAN_ITEM_ENTERED = "supervision_plan.item_entered"
SUPERVISION_PLAN_ITEM_STRUCK = "supervision_plan.item_struck"
SUPERVISION_PLAN_ADOPTED = "supervision_plan.adopted"
SUPERVISION_PLAN_REPORTED = "supervision_plan.reported"
FINDING_ANSWERED = "finding.answered"
FINDING_RETURNED = "finding.returned"
FINDING_ACCEPTED = "finding.accepted"
FINDING_DISMISSED = "finding.dismissed"
FINDING_RAISED = "finding.raised"
LIABILITY_RECORDED = "liability.recorded"
LIABILITY_STRUCK = "liability.struck"
INTERVENTION_ENTERED = "intervention.entered"
INTERVENTION_HANDLED = "intervention.handled"
PAYMENTS_IMPORTED = "payments.imported"
IMPORT_MAPPED = "import.mapped"
IMPORT_FINISHED = "import.finished"
IMPORT_LEFT_OUT = "import.left_out"
POWER_REGISTERED = "power.registered"
POWER_ENDED = "power.ended"
ORGAN_SUCCEEDED = "organ.succeeded"
CASE_SUCCEEDED = "case.succeeded"
RULES_DRAFTED = "rules.drafted"
RULES_APPROVED = "rules.approved"
RULES_REFUSED = "rules.refused"
RULES_WITHDRAWN = "rules.withdrawn"
RULES_PUBLISHED = "rules.published"
RULES_RESCINDED = "rules.rescinded"
LIST_TAKEN = "list.taken"
CERTIFICATE_CHECKED = "certificate.checked"
CERTIFICATE_RESTORED = "certificate.restored"
CERTIFICATE_RETURNED = "certificate.returned"
CERTIFICATE_REPLACED = "certificate.replaced"
CERTIFICATE_LAPSED = "certificate.lapsed"
CERTIFICATE_LAPSE_WITHDRAWN = "certificate.lapse_withdrawn"
TRAINING_HELD = "training.held"
TRAINING_ATTENDED = "training.attended"
TRAINING_STRUCK = "training.struck"
EXAM_SET = "exam.set"
EXAM_BEGUN = "exam.begun"
EXAM_HANDED_IN = "exam.handed_in"
EXAM_MARKED = "exam.marked"
EXAM_RECORDED = "exam.recorded"
ASSESSMENT_ENTERED = "assessment.entered"
ASSESSMENT_OBJECTED = "assessment.objected"
ASSESSMENT_ANSWERED = "assessment.answered"
EQUIPMENT_BOUGHT = "equipment.bought"
EQUIPMENT_ISSUED = "equipment.issued"
EQUIPMENT_RETURNED = "equipment.returned"
EQUIPMENT_CHECKED = "equipment.checked"
EQUIPMENT_SCRAPPED = "equipment.scrapped"
STATION_POSTED = "station.posted"
STATION_ENDED = "station.ended"
APPRAISAL_PLANNED = "appraisal.planned"
APPRAISAL_DRAWN = "appraisal.drawn"
APPRAISAL_CLOSED = "appraisal.closed"
APPRAISAL_ASSIGNED = "appraisal.assigned"
APPRAISAL_READ = "appraisal.read"
APPRAISAL_SETTLED = "appraisal.settled"
APPRAISAL_SENT = "appraisal.sent"
APPRAISAL_OBJECTED = "appraisal.objected"
APPRAISAL_ANSWERED = "appraisal.answered"
APPRAISAL_FINAL = "appraisal.final"
QUALITY_CONCLUDED = "quality.concluded"
QUALITY_OBJECTED = "quality.objected"
QUALITY_ANSWERED = "quality.answered"
SUGGESTION_SENT = "suggestion.sent"
SUGGESTION_REPLIED = "suggestion.replied"
DIGEST_MADE = "digest.made"
INVITED_APPOINTED = "invited.appointed"
INVITED_ENDED = "invited.ended"
MEETING_HELD = "meeting.held"
CONSULTATION_OPENED = "consultation.opened"
OPINION_GIVEN = "opinion.given"
OPINION_ANSWERED = "opinion.answered"
CONSULTATION_CLOSED = "consultation.closed"

_LISTED = (
    EventType(
        CASE_OPENED,
        "case",
        "案件建立",
        "线索、检查或申请成为一个案件，载明机关、人员和规则（含日历）摘要；以后规则更新的，其后的第一个事件写明新的摘要",
    ),
    EventType(
        CASE_ENTERED,
        "case",
        "轻案录入",
        "成批录入的一个办结案件：案件、程序和各步骤在一个事件里；以后的异议、复议、更正是各自的事件",
    ),
    EventType(CASE_ASSIGNED, "case", "案件分派", "指定承办人员"),
    EventType(CASE_HANDED_OVER, "case", "案件移交", "承办人员调离、回避时把案件交给另一人，载明原因"),
    EventType(CASE_ASKED, "case", "询问承办人", "审核人员或者负责人在作出意见之前向承办人提出的问题；期限照常计算"),
    EventType(CASE_ANSWERED, "case", "承办人回答", "承办人对提问的回答，载明所回答的事件；每个提问回答一次"),
    EventType(CASE_SIGNED, "case", "审批链签批", "审批链的一关：谁、哪一关、同意还是退回、意见；退回以后从头签批"),
    EventType(PROCEEDING_OPENED, "case", "程序启动", "案件中开始一个程序，载明程序代码、上级程序"),
    EventType(
        PROCEEDING_CORRECTED,
        "case",
        "程序启动更正",
        "更正一个程序启动时的登记：程序选错、当事人写错，载明理由；原事件保留",
    ),
    EventType(
        PROCEEDING_COMPLETED,
        "case",
        "清单案件补齐",
        "由清单录入的程序，案卷里有的都已录入，从此和别的案件一样判断；载明依据，案卷里查不到的步骤逐项写明原因",
    ),
    EventType(STEP_TAKEN, "case", "步骤完成", "在系统中作出或者事后补录的一个步骤，载明事实、人员和方式"),
    EventType(STEP_CORRECTED, "case", "步骤更正", "更正以前的一个步骤，载明被更正的事件和理由；原事件保留"),
    EventType(EFFECT_AROSE, "case", "法律效果发生", "期限届满等使法律直接产生的效果，载明条文和日期"),
    EventType(EFFECT_WITHDRAWN, "case", "法律效果撤回", "更正以后不再成立的法律效果，载明原效果"),
    EventType(
        DUE_MOVED,
        "case",
        "届满日改变",
        "更正以后，或者日历、规则改变以后，显示过的届满日成为另一日，载明原来显示的日期和改变的原因",
    ),
    EventType(PAPER_ISSUED, "case", "文书制发", "一份文书定稿，载明模板、文号、内容摘要和版本"),
    EventType(PAPER_NUMBER_RESERVED, "paper_numbers", "文号预留", "把一段文号留给机关或者人员，每个号都要有去向"),
    EventType(PAPER_NUMBER_CANCELLED, "paper_numbers", "文号作废", "预留的文号不再使用，载明理由"),
    EventType(PAPER_SCANNED_BACK, "case", "盖章文书扫描入卷", "打印、签名、盖章后的文书扫描件作为发出的正本"),
    EventType(PAPER_WITHDRAWN, "case", "文书撤回", "已签发的文书不再有效，载明理由；文号不再使用，内容保留"),
    EventType(ORGAN_REGISTERED, "organ", "机关登记", "机关的登记和变更：名称、代字、层级、上级、复议机关、法院、银行"),
    EventType(ACCOUNT_OPENED, "account", "账号开通", "为一名人员开通或者重新开通登录账号；口令不入日志"),
    EventType(ACCOUNT_RESET, "account", "口令重置", "系统管理员为一名人员换发一次性口令"),
    EventType(
        ACCOUNT_RESET_ASKED, "account", "申请换发口令", "系统管理员申请为另一名管理员开通账号或者换发口令，载明理由"
    ),
    EventType(
        ACCOUNT_RESET_AGREED,
        "account",
        "同意换发口令",
        "另一名管理员同意为一名管理员开通账号或者换发口令；用一次即失效",
    ),
    EventType(ACCOUNT_CLOSED, "account", "账号停用", "一名人员不再能够登录，载明理由；账号保留"),
    EventType(OFFICER_REGISTERED, "officer", "人员登记", "执法人员、审核人员或者负责人的登记和变更"),
    EventType(CERTIFICATE_ISSUED, "certificate", "执法证件发放", "证号、种类、执法范围和有效期"),
    EventType(CERTIFICATE_SUSPENDED, "certificate", "执法证件暂扣", "暂停使用的起止日期和理由"),
    EventType(CERTIFICATE_CANCELLED, "certificate", "执法证件注销", "注销日期和理由"),
    EventType(ACTING_APPOINTED, "officer", "代行职务", "负责人不在时由谁、在何期间代行"),
    EventType(REPORT_FACT_ENTERED, "report", "年报数字填报", "只有人知道的数字（培训、装备等）的填报，以后填的为准"),
    EventType(REPORT_PASSAGE_EDITED, "report", "年报段落改写", "单位改写的一段文字；文字为空表示恢复规则中的文字"),
    EventType(REPORT_KIND_CHOSEN, "report", "年报体例选定", "年报改用哪一种体例；为空表示由机关的级别、职能决定"),
    EventType(
        REPORT_BEFORE_ENTERED,
        "report",
        "上年数字补录",
        "上年公开的年报里的数字和出处，代替由案件计出的上年数字",
    ),
    EventType(REPORT_SUGGESTION_JUDGED, "report", "年报建议取舍", "由当年的问题提出的一条建议：写进报告，或者不用"),
    EventType(
        REPORT_FROZEN,
        "report",
        "年报定稿",
        "整份报告和全部数字、日志的检查点、规则摘要；以后照原样重出，再次定稿另成一份",
    ),
    EventType(REPORT_PUBLISHED, "report", "年报公开", "定稿的年报哪一日在哪里公开、报送给谁"),
    EventType(
        PLAN_ITEM_ENTERED, "plan", "检查计划列项", "年度检查计划的一个项目：列入，或者以后改写；负责人批准以后生效"
    ),
    EventType(PLAN_ITEM_STRUCK, "plan", "检查计划删项", "从年度检查计划中删去一个项目，载明理由；负责人批准以后生效"),
    EventType(PLAN_ADOPTED, "plan", "检查计划批准", "负责人批准年度检查计划当时的全部项目，载明计划文件"),
    EventType(PLAN_FILED, "plan", "检查计划备案", "批准的年度检查计划报送备案，载明备案机关和日期"),
    EventType(
        SUPERVISION_PLAN_ITEM_ENTERED, "supervision_plan", "监督计划列项", "年度监督计划的一个项目：列入或者改写"
    ),
    EventType(SUPERVISION_PLAN_ITEM_STRUCK, "supervision_plan", "监督计划删项", "删去一个项目，载明理由"),
    EventType(SUPERVISION_PLAN_ADOPTED, "supervision_plan", "监督计划批准", "负责人批准当时的全部项目，载明计划文件"),
    EventType(
        SUPERVISION_PLAN_REPORTED, "supervision_plan", "监督计划执行报告", "执行情况报告给谁、哪一日，当时的各项数字"
    ),
    EventType(
        FINDING_ANSWERED, "finding", "问题说明", "有关机关对一个问题的说明和采取的措施；第一个事件载明问题当时的样子"
    ),
    EventType(FINDING_RETURNED, "finding", "说明退回", "监督人员退回说明，载明理由和新的期限"),
    EventType(FINDING_ACCEPTED, "finding", "说明采纳", "监督人员采纳说明，问题办结"),
    EventType(
        FINDING_DISMISSED, "finding", "问题不成立", "监督人员认定问题不成立，载明原因；规则有误的计入规则的准确率"
    ),
    EventType(FINDING_RAISED, "finding", "转为监督文书", "就这一问题立了哪一个监督案件"),
    EventType(LIABILITY_RECORDED, "liability", "责任追究登记", "对谁、因哪个案件、以什么方式、由谁决定追究责任"),
    EventType(LIABILITY_STRUCK, "liability", "责任追究登记撤回", "登记有误撤回的理由；原登记保留"),
    EventType(
        INTERVENTION_ENTERED,
        "intervention",
        "干预过问登记",
        "承办人登记的内部人员干预、过问：谁、何时、以什么方式、说了什么",
    ),
    EventType(INTERVENTION_HANDLED, "intervention", "干预过问处理", "监督机构对登记的处理"),
    EventType(
        PAYMENTS_IMPORTED,
        "payments",
        "代收罚款对账",
        "代收机构送来的缴款文件：文件的摘要，每一行记入了哪个案件，或者为什么没有记入",
    ),  # fmt: skip
    EventType(IMPORT_MAPPED, "import", "清单栏目对应", "一个来源的案件清单按哪种版式读、哪一栏是什么；以后确认的为准"),
    EventType(
        IMPORT_FINISHED,
        "import",
        "案件清单导入",
        "一个文件导入完毕：文件的摘要，读出、录入、以前已有、没有录入的行数，问题数；每个案件有自己的事件",
    ),
    EventType(
        IMPORT_LEFT_OUT, "import", "清单的行不再录", "放在一边的行不再等待改好：哪个文件的哪些行，谁说的，为什么"
    ),
    EventType(
        POWER_REGISTERED, "power", "职权登记", "一个机关对一些事项的职权：法定、赋权或者委托，载明文件、期限、公布"
    ),
    EventType(POWER_ENDED, "power", "职权终止", "登记的职权提前终止，载明日期和理由"),
    EventType(ORGAN_SUCCEEDED, "organ", "机关承接", "机关撤销、合并以后由哪个机关继续行使职权，自哪一日起"),
    EventType(CASE_SUCCEEDED, "case", "案件承接", "继续行使职权的机关接着办理在办案件，载明原机关和依据"),
    EventType(
        RULES_DRAFTED,
        "catalogue",
        "规则草案写入",
        "事项、基准、条文接替的草案全文、施行日和理由；再次写入即改写，原批准失效",
    ),
    EventType(RULES_APPROVED, "catalogue", "规则草案批准", "没有参加起草的人批准草案当时的文字"),
    EventType(RULES_REFUSED, "catalogue", "规则草案不予批准", "不批准的理由；草案保留"),
    EventType(RULES_WITHDRAWN, "catalogue", "规则草案撤回", "公布以前撤回草案的理由；草案保留"),
    EventType(RULES_PUBLISHED, "catalogue", "规则公布", "批准的草案公布：写成哪个文件、文件的全部内容"),
    EventType(RULES_RESCINDED, "catalogue", "规则停止施行", "已公布、施行日还没有到的规则停止施行，载明理由"),
    EventType(
        LIST_TAKEN,
        "power_list",
        "权责清单收录",
        "一个权责清单的一个版本自哪一日起施行：名称、编制机关、各类事项数、内容摘要；原来的版本到前一日为止",
    ),
    EventType(CERTIFICATE_CHECKED, "certificate", "执法证件年审", "一个年度的审验结论和经办人；不合格的写明理由"),
    EventType(CERTIFICATE_RESTORED, "certificate", "执法证件恢复使用", "暂停使用提前结束的日期和理由"),
    EventType(CERTIFICATE_RETURNED, "certificate", "执法证件收回", "离岗、注销、暂停后证件交回的日期和收件人"),
    EventType(
        CERTIFICATE_REPLACED, "certificate", "执法证件换发", "损毁、遗失、到期换发的新证号；原证自换发之日起不再使用"
    ),
    EventType(
        CERTIFICATE_LAPSED,
        "certificate",
        "执法证件失效",
        "学时不足或者考试不合格，依规定到期失效：年度、应有和实有、依据",
    ),
    EventType(
        CERTIFICATE_LAPSE_WITHDRAWN, "certificate", "执法证件失效撤回", "补录学时或者考试以后不再成立的失效，载明原失效"
    ),
    EventType(
        TRAINING_HELD, "training", "培训登记", "一次培训：举办机关、内容、方式、日期、学时、课件；再次登记即改写"
    ),
    EventType(TRAINING_ATTENDED, "training", "培训签到", "参加的人员和各人学时；以后登记的为准，学时为零表示没有参加"),
    EventType(TRAINING_STRUCK, "training", "培训登记删除", "登记有误的培训不再计算学时，载明理由"),
    EventType(EXAM_SET, "exam", "考试设定", "种类、起止、时长、合格线、组卷规则、抽题种子和所抽试题、应考人员"),
    EventType(EXAM_BEGUN, "exam", "开始答卷", "一名人员打开试卷的时刻，服务器自此计时"),
    EventType(EXAM_HANDED_IN, "exam", "交卷", "一名人员的答案和客观题得分；到时未交的，以服务器保存的答案交卷"),
    EventType(EXAM_MARKED, "exam", "阅卷", "案例题的得分和阅卷人"),
    EventType(EXAM_RECORDED, "exam", "考试成绩登记", "在别处举行的考试的成绩，载明出处"),
    EventType(ASSESSMENT_ENTERED, "assessment", "执法考核登记", "一名人员一个时段的各项得分：系统算出的和负责人评定的"),
    EventType(ASSESSMENT_OBJECTED, "assessment", "对考核的异议", "被考核人的异议和理由"),
    EventType(ASSESSMENT_ANSWERED, "assessment", "考核异议答复", "负责人对异议的答复；改变得分的另行登记"),
    EventType(EQUIPMENT_BOUGHT, "equipment", "装备入库", "装备、服装、用房、车辆的登记：种类、编号、数量、来源"),
    EventType(EQUIPMENT_ISSUED, "equipment", "装备领用", "领用人和日期"),
    EventType(EQUIPMENT_RETURNED, "equipment", "装备交回", "交回日期和状况"),
    EventType(EQUIPMENT_CHECKED, "equipment", "装备检查", "检查、检定的日期、结果和下次日期"),
    EventType(EQUIPMENT_SCRAPPED, "equipment", "装备报废", "报废日期和理由"),
    EventType(
        STATION_POSTED, "station", "派驻坐班", "哪个机关的人员、自哪一日、每周哪几天在哪个镇街坐班；仍以原机关名义执法"
    ),
    EventType(STATION_ENDED, "station", "坐班结束", "结束日期和理由"),
    EventType(
        APPRAISAL_PLANNED,
        "appraisal",
        "评查活动制定",
        "一次案卷评查：标准及其摘要、评查对象、案卷的起止日期和种类、抽取件数、评查人员、完成期限",
    ),
    EventType(
        APPRAISAL_DRAWN,
        "appraisal",
        "评查抽样",
        "按公开的种子抽取的案卷：种子、每个机关抽样范围的件数和摘要、抽中的案卷；任何人可以重抽核对",
    ),
    EventType(APPRAISAL_CLOSED, "appraisal", "评查活动结束", "全部案卷有了最终结果，载明各等次的件数"),
    EventType(
        APPRAISAL_ASSIGNED, "appraisal_file", "评查分派", "一件案卷分给哪两名评查人员，以及抽取时机器的评分和读到的事件"
    ),
    EventType(APPRAISAL_READ, "appraisal_file", "评查评分", "一名评查人员对各项目的扣分和理由、得分、等次"),
    EventType(APPRAISAL_SETTLED, "appraisal_file", "评查定分", "两名评查人员一致，或者由组织者就不同之处定下的得分"),
    EventType(APPRAISAL_SENT, "appraisal_file", "评查结果反馈", "结果送达被评查机关，载明可以提出异议的最后一日"),
    EventType(APPRAISAL_OBJECTED, "appraisal_file", "评查异议", "被评查机关的异议和理由，载明应当答复的最后一日"),
    EventType(APPRAISAL_ANSWERED, "appraisal_file", "评查异议复核", "对异议的复核：维持，或者改变的扣分、得分和理由"),
    EventType(APPRAISAL_FINAL, "appraisal_file", "评查结果生效", "异议期满没有异议，或者复核以后的最终结果"),
    EventType(QUALITY_CONCLUDED, "quality", "执法质量考评结论", "一个机关一个时段各项的数字、得分、规则摘要和异议期"),
    EventType(QUALITY_OBJECTED, "quality", "对考评结论的异议", "被考评机关的异议和理由，载明应当答复的最后一日"),
    EventType(
        QUALITY_ANSWERED, "quality", "考评异议答复", "维持，或者按答复之日的数据重新计算的各项得分；答复以后生效"
    ),
    EventType(SUGGESTION_SENT, "suggestion", "督察建议", "向被评查机关发出的整改建议：内容、整改期限、申请复查的期限"),
    EventType(SUGGESTION_REPLIED, "suggestion", "整改报告", "被评查机关报送的整改情况"),
    EventType(
        DIGEST_MADE, "digest", "日清、周结、月通报制发", "一个时段的监督数字和清单，载明日志的位置；再次制发即另一份"
    ),
    EventType(INVITED_APPOINTED, "invited", "特邀监督员聘任", "聘请谁做第几届特邀行政执法监督员、自何日至何日"),
    EventType(INVITED_ENDED, "invited", "特邀监督员解聘", "提前解聘的日期和理由"),
    EventType(MEETING_HELD, "meeting", "监督员例会", "例会的日期、到会的监督员、会议记录；再次登记即改写"),
    EventType(
        CONSULTATION_OPENED,
        "consultation",
        "征求意见",
        "就一个案件征求特邀监督员或者社会评议人的意见：隐去个人信息的案情、想听什么、至何日",
    ),
    EventType(OPINION_GIVEN, "consultation", "提出意见", "一名监督员或者一名评议人的结论和意见"),
    EventType(OPINION_ANSWERED, "consultation", "意见答复", "机关对一条意见的处理：采纳、部分采纳、不采纳，理由"),
    EventType(CONSULTATION_CLOSED, "consultation", "征求意见结束", "结束的日期和小结"),
    EventType(
        JOURNAL_VERIFIED, "audit", "日志核验", "对全部日志的一次核验：谁提出、核对多少个事件、是否完好、哪里有误"
    ),
    EventType(PERSONAL_ERASED, "*", "个人信息清除", "依法清除的个人信息所在的事件和位置；承诺值保留，内容不再存在"),
)

EVENT_TYPES: Mapping[str, EventType] = {kind.code: kind for kind in _LISTED}
"""Every type of event the journal accepts, by code."""
