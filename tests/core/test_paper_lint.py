"""Faults planted into clean papers are all found before signature, and clean papers have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from tests.core.papers_sample import CONTEXT, GOODS, SampleScope, book, lookup_with
from zhifa.core.conditions import UNKNOWN, parse
from zhifa.core.facts import Value
from zhifa.core.lawbook import index_of
from zhifa.core.papers import Context, Document, Number, Officer, fill, template_of
from zhifa.core.papers.lint import CHECKS, SECTION, Fault, Given, demanded, lint
from zhifa.core.papers.lintreading import day_of
from zhifa.core.papers.template import Template, read_template
from zhifa.core.procedure.functions import FUNCTIONS

DAY = date(2024, 6, 3)
MARK = "渝洛碛"
CLEAN: dict[str, Value | None] = {
    "party.name": "重庆顺达建材有限公司",
    "party.kind": "法人",
    "party.credit_code": "91500112MA5U000000",
    "party.id_number": None,
    "party.representative": "张䶮",
    "party.address": "重庆市渝北区洛碛镇滨江路888号",
    "decision.facts": "当事人于2024年5月6日在洛碛镇大天池村三组占用道路堆放砂石，有现场笔录、照片为证。",
    "notice.facts": "当事人于2024年5月6日在洛碛镇大天池村三组占用道路堆放砂石。",
    "decision.reasons": "当事人初次违法，按一般情节处罚。",
    "decision.term": "自收到本决定书之日起十五日内缴纳罚款1234.50元。",
    "decision.basis": "《城市道路管理条例》第四十二条",
    "notice.basis": "《城市道路管理条例》第四十二条",
    "decision.made_on": DAY,
    "simple.place": "洛碛镇大天池村三组",
    "filing.filed_on": date(2024, 5, 7),
    "notice.made_on": date(2024, 5, 20),
    "report.submitted_on": date(2024, 5, 18),
    "notice.delivered_on": date(2024, 5, 21),
    "delivery.delivered_on": DAY,
    "dunning.made_on": DAY,
    "dunning.pay_by": date(2024, 6, 20),
    "dunning.amount": 123_450,
    "hearing.requested_on": date(2024, 5, 22),
    "hearing.scheduled_on": date(2024, 6, 20),
    "hearing.place": "镇政府二楼会议室",
    "hearing.host": "赵敏",
    "rectification.content": "清除占道的砂石",
    "rectification.deadline": date(2024, 6, 10),
    "interview.done": None,
    "decision.fine": 123_450,
    "notice.fine": 123_450,
    "permit.refusal_reason": "申请的场地在规划道路范围内，不符合规定的条件。",
    "seizure.reason": "涉案砂石可能被转移。",
    "seizure.basis": "《城市道路管理条例》第四十二条",
    "seizure.seized_on": date(2024, 6, 1),
    "matter.violated": "《城市道路管理条例》第二十七条第一项",
    "discretion.min": 50_000,
    "discretion.max": 200_000,
    "discretion.departure_reason": None,
    "case.happened_on": date(2024, 5, 6),
}


@dataclass(frozen=True)
class Plant:
    """A fault put into a clean paper, and the rule that must find it."""

    says: str
    finds: str
    paper: str = "penalty-decision"
    facts: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    template: Mapping[str, Any] = field(default_factory=dict)
    """Words of the template replaced, as an editor might."""
    given: Mapping[str, Any] = field(default_factory=dict)
    ceiling: int | None = None
    floor: int | None = None
    before: Mapping[str, Any] | None = None
    """Facts as an earlier paper of the case has them."""


def edited(code: str, words: Mapping[str, str]) -> Template:
    """The template with words replaced, or an item left out, by its beginning."""
    rules = book().as_of(DAY)
    entry = rules.entry("paper", code)
    assert entry is not None

    def swapped(data: Any) -> Any:
        if isinstance(data, str):
            for old, new in words.items():
                data = data.replace(old, new)
            return data
        if isinstance(data, Mapping):
            return {key: swapped(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [
                swapped(item) for item in data if not (isinstance(item, Mapping) and "seal" in item and "seal" in words)
            ]
        return data

    def passage(name: str) -> Any:
        found = rules.entry("passage", name)
        return swapped(found.data) if found else None

    return read_template(code, swapped(entry.data), passage=passage)


class Scope(SampleScope):
    """The sample case, with a legal range of the fine."""

    ceiling: int | None = None
    floor: int | None = None

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        found = {"fine_ceiling": self.ceiling, "fine_floor": self.floor}.get(name)
        if name == "len":
            return 0
        return UNKNOWN if found is None else found


def judged(plant: Plant) -> tuple[Fault, ...]:
    rules, vocabulary = book().as_of(DAY), book().vocabulary
    template = edited(plant.paper, plant.template)
    lookup = lookup_with(vocabulary, {**CLEAN, **plant.facts})
    scope = Scope(vocabulary, lookup)
    scope.ceiling, scope.floor = plant.ceiling, plant.floor

    def holds(text: str) -> bool | None:
        held = parse(text, vocabulary, FUNCTIONS).holds(scope)
        return held if isinstance(held, bool) else None

    context = replace(CONTEXT, number=Number(MARK, template.number_kind or "罚", 2024, 12), issued_on=DAY)
    context = replace(context, **plant.context)
    document = fill(template, lookup=lookup, vocabulary=vocabulary, holds=holds, context=context)
    earlier: tuple[Document, ...] = ()
    if plant.before is not None:
        other = template_of(rules, "penalty-notice")
        assert other is not None
        then = lookup_with(vocabulary, {**CLEAN, **plant.before})
        made = fill(other, lookup=then, vocabulary=vocabulary, holds=holds, context=context)
        assert isinstance(made, Document)
        earlier = (made,)
    given = Given(
        template=template,
        document=document,
        context=context,
        vocabulary=vocabulary,
        lookup=lookup,
        holds=holds,
        index=index_of(book()),
        happened_on=day_of(lookup("case.happened_on")),
        days={c: d for c in ("filing.filed_on", "notice.delivered_on", "decision.made_on") if (d := day_of(lookup(c)))},
        numbers=frozenset(paper.number for paper in CONTEXT.issued),
        mark=MARK,
        officers_needed=2,
        earlier=earlier,
    )
    return lint(replace(given, **plant.given), rules)


ON_SPOT, NOTICE, SEIZURE = "on-the-spot-penalty-decision", "penalty-notice", "seizure-decision"
PLANTED = [
    Plant("处罚依据没有登记", "missing", facts={"decision.basis": None}),
    Plant("没有写履行期限", "missing", facts={"decision.term": None}),
    Plant("没有当事人地址", "missing", facts={"party.address": None}),
    Plant("没有代收机构", "missing", context={"bank": ""}),
    Plant("没有编号", "missing", context={"number": None}),
    Plant("当场处罚写成可以直接起诉", "remedy.on_the_spot", ON_SPOT, template={"remedy.on_the_spot": "remedy.direct"}),
    Plant("当场处罚没有写复议", "remedy.on_the_spot", ON_SPOT, template={"六十日内先向": "请向"}),
    Plant("复议机关写错", "remedy.direct", template={"{{paper.reconsideration_body}}": "重庆市人民政府"}),
    Plant("法院写错", "remedy.direct", template={"{{paper.court}}": "重庆市江北区人民法院"}),
    Plant("复议期限写成三十日", "remedy.direct", template={"六十日内": "三十日内"}),
    Plant("诉讼期限写成三个月", "remedy.direct", template={"六个月内": "三个月内"}),
    Plant("扣押决定的复议期限写错", "remedy.measure", SEIZURE, template={"六十日内": "十五日内"}),
    Plant("不予许可没有救济途径", "remedy.permit", "permit-refusal", template={"提起行政诉讼": "反映"}),
    Plant("加处罚款没有写不超过本金", "remedy.payment", template={"不超出罚款的数额": "另行计算"}),
    Plant(
        "缴款期限写成三十日",
        "remedy.payment",
        facts={"decision.term": "三十日内缴纳"},
        template={"十五日内": "三十日内"},
    ),
    Plant("模板删去违法事实", "content.penalty-decision", template={"{{decision.facts}}": "见调查报告"}),
    Plant("模板删去处罚依据", "content.penalty-decision", template={"{{decision.basis}}": "有关规定"}),
    Plant("当场决定书没有处罚地点", "content.on-the-spot", ON_SPOT, template={"{{simple.place}}": "本镇"}),
    Plant("告知书没有陈述申辩的权利", "content.rights", NOTICE, template={"陈述和申辩": "意见", "陈述、申辩": "意见"}),
    Plant("告知书没有告知事实", "content.penalty-notice", NOTICE, template={"{{notice.facts}}": "略"}),
    Plant("听证告知写成三日", "content.hearing-rights", "hearing-rights-notice", template={"五个工作日": "三日"}),
    Plant("扣押决定没有期限", "content.seizure-decision", SEIZURE, template={"{{seizure.term_days}}": "三十"}),
    Plant("查封决定没有期限", "content.seal-decision", "seal-decision", template={"{{seizure.term_days}}": "三十"}),
    Plant(
        "冻结决定没有账号", "content.freeze-decision", "freeze-decision", template={"{{freezing.account}}": "其账户"}
    ),
    Plant("冻结决定没有复议机关", "remedy.freeze", "freeze-decision", template={"六十日内向": "向"}),
    Plant("催告书没有金额", "content.dunning-notice", "dunning-notice", template={"{{dunning.amount}}": "应缴数额"}),
    Plant(
        "不予许可没有理由",
        "content.permit-refusal",
        "permit-refusal",
        template={"{{permit.refusal_reason}}": "不符合条件"},
    ),
    Plant("听证通知没有地点", "content.hearing-notice", "hearing-notice", template={"{{hearing.place}}": "本机关"}),
    Plant("询问没有告知回避", "content.interview-rights", "interview-record", template={"回避": "更换人员"}),
    Plant("决定书没有落款和印章", "content.seal", template={"seal": ""}),
    Plant("扣押决定没有印章", "content.seal-measure", SEIZURE, template={"seal": ""}),
    Plant("大写写错", "amount.capitals", facts={"decision.reasons": "罚款1234.50元（大写：壹仟贰佰叁拾元整）适当。"}),
    Plant("文字里的罚款多一个零", "amount.stated", facts={"decision.term": "十五日内缴纳罚款12345元。"}),
    Plant("以万元写的罚款不符", "amount.stated", facts={"decision.reasons": "处罚款1.2万元适当。"}),
    Plant("以汉字写的罚款不符", "amount.stated", facts={"decision.reasons": "处罚款一千二百元适当。"}),
    Plant("罚款超过上限", "amount.ceiling", ceiling=100_000),
    Plant("罚款低于下限", "amount.floor", floor=200_000),
    Plant("拟处罚款超过上限", "amount.notice", NOTICE, ceiling=100_000),
    Plant("罚款高于告知", "amount.higher", facts={"notice.fine": 100_000, "decision.term": "十五日内缴纳。"}),
    Plant("种类里没有罚款", "amount.kind", facts={"decision.kinds": ("警告",)}),
    Plant("引用以后才施行的法典", "law.dead", facts={"decision.basis": "《生态环境法典》第一千一百三十一条"}),
    Plant("引用已经废止的条文", "law.dead", facts={"decision.basis": "《环境噪声污染防治法》第五十八条"}),
    Plant("引用别的法规废止的条例", "law.dead", facts={"decision.basis": "《城市规划法》第四十条"}),
    Plant("条号超出全法", "law.dead", facts={"decision.basis": "《行政处罚法》第九十九条"}),
    Plant("法规名称少一个字", "law.title", facts={"decision.basis": "《城市道路管理条列》第四十二条"}),
    Plant("决定早于告知", "order.decision", facts={"notice.delivered_on": date(2024, 6, 10)}),
    Plant("告知早于立案", "order.decision", facts={"filing.filed_on": date(2024, 5, 25)}),
    Plant("送达早于决定", "order.delivery", "delivery-receipt", facts={"delivery.delivered_on": date(2024, 6, 2)}),
    Plant("告知书早于调查终结", "order.notice", NOTICE, facts={"report.submitted_on": date(2024, 6, 5)}),
    Plant("催告早于送达", "order.dunning", "dunning-notice", facts={"delivery.delivered_on": date(2024, 6, 5)}),
    Plant("听证日早于通知", "order.hearing", "hearing-notice", facts={"hearing.scheduled_on": date(2024, 6, 1)}),
    Plant(
        "改正期限早于责令",
        "order.rectification",
        "rectification-order",
        facts={"rectification.deadline": date(2024, 6, 1)},
    ),
    Plant(
        "写着以后才立案", "order.happened", facts={"filing.filed_on": date(2024, 6, 30), "notice.delivered_on": None}
    ),
    Plant("违法日期写成以后", "date.story", facts={"decision.facts": "当事人于2024年7月6日占道堆放砂石。"}),
    Plant("二月三十日", "date.impossible", facts={"decision.facts": "当事人于2024年2月30日占道堆放砂石。"}),
    Plant("二十五时", "date.impossible", facts={"decision.facts": "当事人于2024年5月6日25时10分占道堆放砂石。"}),
    Plant("当事人名称与告知书不同", "same.before", before={"party.name": "重庆顺达建筑材料有限公司"}),
    Plant("信用代码与告知书不同", "same.before", before={"party.credit_code": "91500112MA5U000001"}),
    Plant("住所与告知书不同", "same.before", before={"party.address": "重庆市渝北区洛碛镇滨江路8号"}),
    Plant(
        "事实里当事人名称错一个字",
        "same.name",
        facts={"decision.facts": "经查，当事人重庆顺达建村有限公司占道堆放砂石。"},
    ),
    Plant(
        "证件号码校验位不对",
        "same.id_number",
        facts={"decision.facts": "驾驶人证件号码11010519491231002A。".replace("A", "1")},
    ),
    Plant(
        "证件号码与登记的差一位",
        "same.id_number",
        facts={"party.id_number": "11010519491231002X", "decision.facts": "当事人（110105194912310026）占道。"},
    ),
    Plant(
        "只有一名持证人员",
        "officers",
        context={"officers": (Officer("李镕基", "50011200101"),)},
        given={"uncertified": ("王玥",)},
    ),
    Plant("文号是去年的", "number.wrong", context={"number": Number(MARK, "罚", 2023, 12)}),
    Plant("文号是别的机关的", "number.wrong", context={"number": Number("渝龙兴", "罚", 2024, 12)}),
    Plant("文种用错", "number.wrong", context={"number": Number(MARK, "简罚", 2024, 12)}),
    Plant(
        "所引文号本案没有", "number.cited", facts={"decision.reasons": "见渝洛碛先存〔2024〕30号先行登记保存通知书。"}
    ),
    Plant("留有叉号", "words.left", facts={"decision.facts": "当事人于2024年5月6日在××路占道。"}),
    Plant("留有待补", "words.left", facts={"decision.reasons": "情节一般（待补充）。"}),
    Plant("标点连写", "words.left", facts={"decision.reasons": "情节一般，。"}),
    Plant("理由只写略", "words.empty", facts={"decision.reasons": "略"}),
    Plant("清单没有数量", "list.rows", SEIZURE, facts={"seizure.goods": ({**GOODS[0], "quantity": None}, *GOODS[1:])}),
    Plant("清单没有名称", "list.rows", SEIZURE, facts={"seizure.goods": ({**GOODS[0], "name": ""}, *GOODS[1:])}),
]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.says)
def test_a_planted_fault_is_found(plant: Plant) -> None:
    found = judged(plant)
    assert plant.finds in {fault.code for fault in found}, [str(fault) for fault in found]
    fault = next(fault for fault in found if fault.code == plant.finds)
    assert fault.message
    assert fault.remedy
    assert fault.cite


@pytest.mark.parametrize(
    "code",
    ["penalty-decision", ON_SPOT, NOTICE, SEIZURE, "dunning-notice", "hearing-notice", "permit-refusal",
     "interview-record", "rectification-order", "hearing-rights-notice", "delivery-receipt", "seal-decision",
     "freeze-decision", "freeze-notice"],
)  # fmt: skip
def test_a_clean_paper_has_no_fault(code: str) -> None:
    assert judged(Plant("", "", code, ceiling=200_000, floor=50_000, before={})) == ()


def test_every_rule_for_papers_is_planted_and_every_function_used() -> None:
    rules = book().section(SECTION)
    assert {entry.key for entry in rules} <= {plant.finds for plant in PLANTED}
    assert {str(entry.data["check"]) for entry in rules if "check" in entry.data} == set(CHECKS)
    assert len(PLANTED) >= 40


def test_what_the_statute_wants_cannot_be_edited_away_unsaid() -> None:
    rules = book().as_of(DAY)
    bare = edited("penalty-decision", {"{{decision.basis}}": "有关规定"})
    assert demanded(bare, rules) == (("法定内容“处罚依据”没有印在文书上", "行政处罚法(2021)#59.1"),)
    whole = template_of(rules, "penalty-decision")
    assert whole is not None
    assert demanded(whole, rules) == ()


def test_a_draft_is_not_blamed_for_its_blank_number() -> None:
    found = judged(Plant("", "", context={"number": None, "draft": True}))
    assert found == ()


def test_context_is_what_it_says() -> None:
    assert isinstance(CONTEXT, Context)
