"""What a rule of supervision looks at, in words."""

from __future__ import annotations

from collections.abc import Iterable

from zhifa.core.oversight import Alert
from zhifa.core.oversight.model import Catch, Look
from zhifa.core.oversight.patterns import READERS
from zhifa.core.oversight.patterns.model import DEEDS, VISITS
from zhifa.core.procedure.findings import PAPER, PERIOD
from zhifa.core.rulebook import Rules

KINDS = {
    "clue": "线索", "inspection": "检查", "penalty": "处罚", "permit": "许可", "measure": "强制措施",
    "publication": "公示", "hearing": "听证", "compulsion": "强制执行", "duty": "责令履行", "remedy": "复议诉讼",
    "transfer": "移送协助", "requisition": "征用", "expropriation": "征收", "soft": "柔性执法",
}  # fmt: skip
GATES = {
    "order": "步骤的先后", "needs": "步骤的前提", "check": "登记的内容", "certificate": "执法证件", "officers": "人数",
    "role": "职责", "auxiliary": "辅助人员", "separation": "职责分离", "recused": "回避", "missing": "应当登记的内容",
    "until": "已经截止的步骤", "ended": "已经终结的程序", "times": "只能一次的步骤", "already": "重复的步骤",
    "no_rule": "规则里没有的步骤", "effect_withdrawn": "撤回的法律效果",
}  # fmt: skip
MOST = 4


def looks_at(alert: Alert, rules: Rules) -> str:
    """One line: the findings, the condition or the pattern a rule rests on."""
    if alert.look:
        return _look(alert.look, rules)
    if alert.reader:
        return _reader(alert)
    said = [text for catch in alert.catches if (text := _catch(catch, rules))]
    return "；".join(dict.fromkeys(said)) or "没有别的规则接收的问题"


def _named(rules: Rules, codes: Iterable[str]) -> str:
    """Titles of steps, points, periods, procedures and facts by their codes."""
    found = dict.fromkeys(title for code in codes if (title := _title(rules, code)))
    titles = list(found)
    return "、".join(titles[:MOST]) + ("等" if len(titles) > MOST else "")


def _title(rules: Rules, code: str) -> str:
    if code in rules.book.vocabulary.facts:
        return rules.book.vocabulary.label(code)
    for section in ("procedure", "step", "point", "period"):
        own = (entry for key, entry in rules.entries(section).items() if key == code or key.endswith(f"/{code}"))
        entry = next((one for one in own if one.data.get("title")), None)
        if entry is not None:
            return str(entry.data["title"])
    return ""


def _where(catch: Catch | Look, rules: Rules) -> str:
    kinds = "、".join(KINDS.get(kind, kind) for kind in catch.kinds)
    return kinds or _named(rules, catch.procedures)


def _catch(catch: Catch, rules: Rules) -> str:
    periods = [code.removeprefix(PERIOD) for code in catch.codes if code.startswith(PERIOD)]
    where = _where(catch, rules)
    if periods:
        return f"期限：{_named(rules, periods)}"
    if "period" in catch.codes:
        return f"{where}的期限" if where else "其余的期限"
    if any(code == "paper" or code.startswith(PAPER) for code in catch.codes):
        return "文书核对"
    gates = "、".join(GATES[code] for code in catch.codes if code in GATES)
    about = _named(rules, catch.about) or _named(rules, catch.steps)
    said = [part for part in (where, gates, about) if part]
    return "：".join(said[:2]) + (f"（{said[2]}）" if len(said) > 2 else "")


def _look(look: Look, rules: Rules) -> str:
    where, steps = _where(look, rules), _named(rules, look.steps)
    after = f"满 {look.days} 天" if look.days is not None else "时"
    return f"{where}：{steps}{after}" if where else f"{steps}{after}"


def _reader(alert: Alert) -> str:
    source = READERS[alert.reader].source
    what = {DEEDS: "罚没决定", VISITS: "现场执法"}.get(source, "机关")
    window = alert.parameters.get("window")
    return f"跨案件：{f'近 {window} 天的' if window else ''}{what}"
