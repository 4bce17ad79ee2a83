"""A made-up case with every fact the papers print, for tests and measurements of papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from zhifa.core.conditions import parse
from zhifa.core.facts import Column, Value, Vocabulary
from zhifa.core.papers import Context, Document, Issued, Listed, Missing, Number, Officer, fill, template_of
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.rulebook import Rulebook, Rules
from zhifa.core.values import Moment
from zhifa.ports.rules import compiled

DAY = date(2024, 6, 3)
LONG_PARTY = "重庆市渝北区洛碛镇喆堃垚镕珺玥祎燚䶮生态农业发展与乡村旅游综合开发有限责任公司第一分公司"
STORY = (
    "经查，当事人于2024年5月6日起，未经批准，擅自在洛碛镇大天池村三组占用道路堆放建筑材料，占用面积12.5㎡，"
    "影响车辆和行人通行。以上事实有现场检查（勘验）笔录1份、询问笔录2份、现场照片6张、测量记录1份为证，"
    "各项证据来源合法、相互印证，经当事人核对无误。"
)
GOODS: tuple[Mapping[str, Value], ...] = tuple(
    {
        "no": n,
        "name": name,
        "specification": "DN20×6m",
        "quantity": Decimal(n * 2),
        "unit": "件",
        "condition": "七成新",
        "kept_at": "洛碛镇综合行政执法大队仓库",
        "disposal": "解除",
        "value": 12_300 * n,
    }
    for n, name in enumerate(("钢管", "彩钢瓦", "可移动式遮阳棚（含支架、配重及全部连接件）", "电动三轮车"), 1)
)
GIVEN: dict[str, Value] = {
    "party.name": LONG_PARTY,
    "party.kind": "法人",
    "party.credit_code": "91500112MA5U000000",
    "party.representative": "张䶮",
    "party.address": "重庆市渝北区洛碛镇滨江路888号附6号（原供销社旧址）3幢2单元",
    "party.phone": "023-00000000",
    "case.title": "擅自占用道路堆放物料",
    "clue.source": "检查发现",
    "matter.violated": "《城市道路管理条例》第二十七条第一项",
    "matter.basis": "《城市道路管理条例》第四十二条",
    "filing.reason": STORY,
    "report.facts": STORY,
    "decision.facts": STORY,
    "notice.facts": STORY,
    "decision.kinds": ("警告", "罚款"),
    "notice.kinds": ("警告", "罚款"),
    "report.kinds": ("警告", "罚款"),
    "decision.fine": 123_450,
    "notice.fine": 123_450,
    "report.fine": 123_450,
    "notice.hearing_told": True,
    "report.proposal": "给予行政处罚",
    "defence.offered": True,
    "defence.adoption": "部分采纳",
    "discretion.tier": "一般",
    "discretion.min": 50_000,
    "discretion.max": 200_000,
    "deferral.conclusion": "同意分期",
    "deferral.instalments": (
        {"no": 1, "due_on": date(2024, 7, 1), "amount": 61_725},
        {"no": 2, "due_on": date(2024, 8, 1), "amount": 61_725},
    ),
    "seizure.goods": GOODS,
    "compulsion.goods": tuple(
        {k: v for k, v in row.items() if k in {"no", "name", "quantity", "unit", "condition", "kept_at"}}
        for row in GOODS
    ),
    "agreement.phases": (
        {"no": 1, "due_on": date(2024, 7, 1), "content": "缴清一半并清除临街部分", "amount": 61_725},
        {"no": 2, "due_on": date(2024, 8, 1), "content": "缴清其余并全部清除", "amount": 61_725},
    ),
    "remedy.evidence": (
        {"no": 1, "name": "现场检查笔录", "proves": "占道堆放的事实", "pages": "1-2"},
        {"no": 2, "name": "行政处罚决定书", "proves": "被诉行政行为", "pages": "3-5"},
    ),
    "letter.files": (
        {"no": 1, "name": "案源登记表", "number": "", "dated_on": date(2024, 3, 4), "token": "t1"},
        {"no": 2, "name": "现场检查笔录", "number": "", "dated_on": date(2024, 3, 6), "token": "t2"},
    ),
    "transfer.goods": ({"no": 1, "name": "砂石样品", "quantity": Decimal(1), "unit": "袋", "remark": "案卷室"},),
    "preservation.goods": tuple(
        {k: v for k, v in row.items() if k in {"no", "name", "quantity", "unit", "condition", "disposal"}}
        for row in GOODS
    ),
    "custody.counted": tuple(
        {"no": row["no"], "name": row["name"], "listed": row["quantity"], "found": row["quantity"], "unit": row["unit"]}
        for row in GOODS
    ),
    "evidence.samples": tuple(
        {k: v for k, v in row.items() if k in {"no", "name", "quantity", "unit"}} for row in GOODS
    ),
    "application.materials": ({"no": 1, "name": "身份证复印件"}, {"no": 2, "name": "宅基地使用申请表"}),
    "seizure.urgent": True,
    "review.conclusion": "同意",
    "discussion.conclusion": "同意",
    "archive.number": "2024-0012",
}
ABSENT = frozenset({"party.id_number", "payment.collected_on", "decision.other", "clue.disposal_reason"})
CONTEXT = Context(
    organ="重庆市渝北区洛碛镇人民政府",
    number=Number("渝洛碛", "罚", 2024, 12),
    issued_on=DAY,
    officers=(Officer("李镕基", "50011200101"), Officer("王玥", "50011200102")),
    reconsideration_body="重庆市渝北区人民政府",
    court="重庆市渝北区人民法院",
    address="重庆市渝北区洛碛镇洛北街1号",
    contact="李玥",
    phone="023-00000001",
    bank="重庆农村商业银行洛碛支行（洛碛镇洛北街20号）",
    payee="重庆市渝北区财政局",
    account="0000 1111 2222 3333",
    verify_url="https://zhifa.example/p/7K2M-9QXD",
    issued=(
        Issued("penalty-decision", "渝洛碛罚〔2024〕12号", DAY),
        Issued("preservation-notice", "渝洛碛先存〔2024〕3号", date(2024, 5, 7)),
        Issued("seizure-decision", "渝洛碛扣〔2024〕2号", date(2024, 5, 8)),
        Issued("dunning-notice", "渝洛碛催〔2024〕1号", date(2024, 7, 8)),
    ),
    contents=(
        Listed("立案审批表", "", date(2024, 5, 6), "1"),
        Listed("行政处罚决定书", "渝洛碛罚〔2024〕12号", DAY, "2-4"),
    ),
)


@cache
def book() -> Rulebook:
    return compiled()


def sample_value(code: str, vocabulary: Vocabulary) -> Value | None:
    """A plausible value for any declared fact."""
    if code in ABSENT:
        return None
    if code in GIVEN:
        return GIVEN[code]
    fact = vocabulary.facts.get(code)
    if fact is None:
        return None
    match fact.type:
        case "longtext":
            return f"{fact.label}：{STORY}"
        case "money":
            return 100_000
        case "date":
            return DAY
        case "moment":
            return Moment(DAY, time(9, 30))
        case "integer":
            return 15
        case "decimal":
            return Decimal("2.50")
        case "boolean":
            return False
        case "choice":
            return fact.options[0]
        case "choices":
            return (fact.options[0],)
        case "table":
            return tuple({column.code: _cell(column, n) for column in fact.columns} for n in (1, 2))
    return f"{fact.label}示例"


def _cell(column: Column, number: int) -> Value:
    """A plausible entry in a list."""
    made: dict[str, Value] = {
        "integer": number,
        "decimal": Decimal("12.50"),
        "money": 100_000,
        "date": DAY,
        "moment": Moment(DAY, time(9, 30)),
        "boolean": True,
    }
    return made.get(column.type, column.options[0] if column.options else f"{column.label}{number}")


class SampleScope:
    """Just enough of a case for the conditions that templates use."""

    def __init__(self, vocabulary: Vocabulary, lookup: Callable[[str], Value | None]) -> None:
        self.vocabulary, self.lookup = vocabulary, lookup

    def fact(self, code: str) -> Any:
        from zhifa.core.conditions import UNKNOWN

        found = self.lookup(code)
        if found is not None:
            return found
        absent = {"no": False, "zero": 0, "empty": ()}.get(self.vocabulary[code].absent)
        return UNKNOWN if absent is None else absent

    def recorded(self, code: str) -> bool:
        return self.lookup(code) is not None

    def lacks(self, code: str) -> bool:
        return self.lookup(code) is None

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        raise AssertionError(f"templates call no {name}")

    def title(self, kind: str, code: str) -> str:
        return code


def judge(vocabulary: Vocabulary, lookup: Callable[[str], Value | None]) -> Callable[[str], bool | None]:
    scope = SampleScope(vocabulary, lookup)

    def holds(expression: str) -> bool | None:
        held = parse(expression, vocabulary, FUNCTIONS).holds(scope)
        return held if isinstance(held, bool) else None

    return holds


def lookup_with(vocabulary: Vocabulary, changes: Mapping[str, Value | None]) -> Callable[[str], Value | None]:
    return lambda code: changes[code] if code in changes else sample_value(code, vocabulary)


def codes() -> list[str]:
    """Every template that is in force on the sample's day or came later: law that is new has its papers too."""
    newest = {entry.key: entry for entry in book().section("paper")}
    return sorted(key for key, entry in newest.items() if not entry.validity.end or entry.validity.end >= DAY)


def day_for(code: str) -> date:
    """The day a template is looked at: the sample's, or the first of its own where it came later."""
    spans = [entry.validity for entry in book().versions("paper", code)]
    start = next((span.start for span in spans if span.start), None)
    return DAY if start is None or any(span.contains(DAY) for span in spans) else start


def filled(
    code: str,
    *,
    day: date | None = None,
    context: Context = CONTEXT,
    rules: Rules | None = None,
    without: tuple[str, ...] = (),
    **changes: Value | None,
) -> Document | Missing:
    """A paper of the sample case; `group__name` changes a fact, `without` forgets some."""
    rules = rules or book().as_of(day or day_for(code))
    vocabulary = book().vocabulary
    template = template_of(rules, code)
    assert template is not None, code
    lookup = lookup_with(
        vocabulary, {key.replace("__", "."): value for key, value in changes.items()} | dict.fromkeys(without)
    )
    return fill(template, lookup=lookup, vocabulary=vocabulary, holds=judge(vocabulary, lookup), context=context)
