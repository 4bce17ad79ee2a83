"""How pages say what stands in a rule: the names of its keys, and its values in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from zhifa.core.values import format_yuan

KEYS: Final[Mapping[str, str]] = {
    "title": "名称", "kind": "类别", "field": "领域", "conduct": "构成要件", "only_if": "构成条件",
    "violated": "违反条款", "applied": "罚则", "cite": "依据", "says": "条文原话",
    "kinds": "处罚种类", "fines": "罚款", "detentions": "拘留",
    "may_combine": "可以并处", "order_to_correct": "责令改正", "goods": "可扣押的物品", "seizure": "扣押依据",
    "tiers": "阶次", "old": "旧条", "new": "新条", "on": "接替之日", "versions": "版本", "benchmark": "裁量基准",
    "department": "主管部门", "levels": "行使层级", "power": "行使方式",
    "delegated": "委托限额", "procedures": "适用程序",
    "hearing": "听证", "publication": "公示", "limitation_years": "追责时效（年）",
    "limitation_months": "追责时效（月）",
    "limitation_cite": "时效依据", "words": "常用词", "heard": "常见说法", "near": "容易混淆", "evidence": "要取的证据",
    "status": "核实程度", "note": "说明", "level": "效力级别", "short": "简称", "aliases": "别名", "since": "首次施行",
    "after_gap": "前有空档", "permit_kind": "许可类别",
}  # fmt: skip
SECTIONS: Final[Mapping[str, str]] = {
    "matter": "事项", "benchmark": "裁量基准", "successor": "条文接替", "instrument": "法规目录",
}  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    "waiting": "待批准", "approved": "已批准，待公布", "published": "已公布", "refused": "未批准",
    "withdrawn": "已撤回", "rescinded": "停止施行",
}  # fmt: skip
STANDING: Final[Mapping[str, str]] = {"verified": "已读条文", "reported": "据报道", "configured": "本地配置"}
_UNITS: Final[Mapping[str, str]] = {
    "conduct.gains": "违法所得", "conduct.goods_value": "货值", "conduct.value": "价值", "conduct.cost": "费用（价款）",
    "conduct.area": "平方米", "conduct.count": "件",
}  # fmt: skip


def key_label(key: str) -> str:
    """What a key is called on pages; an unknown one by its own name."""
    return KEYS.get(key, key)


def where_label(where: str) -> str:
    """`matter city.pile` as pages say it: `事项 city.pile`."""
    section, _, code = where.partition(" ")
    return f"{SECTIONS.get(section, section)} {code}".strip()


def said(key: str, value: Any) -> str:
    """A value of a rule in words, one line for each thing in it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "status":
        return STANDING.get(str(value), str(value))
    if isinstance(value, Mapping):
        return "，".join(f"{key_label(name)} {said(name, item)}" for name, item in value.items())
    if isinstance(value, list):
        word: Callable[[Any], str] = _ROWS.get(key, lambda item: said("", item))
        return "\n".join(word(item) for item in value)
    return str(value)


def fine(row: Mapping[str, Any]) -> str:
    """One row of fines as a statute would put it: `个人：五十元以上五百元以下` in figures."""
    per = f"每{_UNITS.get(str(row.get('per')), str(row.get('per')))}" if row.get("per") else ""
    text = f"{row.get('party', '')}：{per}{span(row)}"
    text += "（可以）" if row.get("may") else ""
    condition = row.get("say") or (f"条件 {row['if']}" if row.get("if") else "")
    text += f"；{condition}" if condition else ""
    return text + (f"〔{row['cite']}〕" if row.get("cite") else "")


def span(row: Mapping[str, Any]) -> str:
    """The range of a row of fines: a sum, a multiple or a share, from where to where."""
    if "base" not in row:
        low, high = (_money(row.get(key)) for key in ("min", "max"))
    elif "max_percent" in row:
        low, high = (f"{row[key]}%" if row.get(key) else "" for key in ("min_percent", "max_percent"))
    else:
        low, high = (f"{row[key]} 倍" if row.get(key) else "" for key in ("min_times", "max_times"))
    base = _UNITS.get(str(row.get("base")), str(row.get("base"))) if "base" in row else ""
    if low == high:
        return f"{base}{high}"
    return f"{base}{low}以上{high}以下" if low else f"{base}{high}以下"


def _money(fen: object) -> str:
    return f"{format_yuan(fen).removesuffix('.00')} 元" if isinstance(fen, int) and fen else ""


def _tier(row: Mapping[str, Any]) -> str:
    return f"{row.get('tier')}：{row.get('say', '')}" + (f"〔{row['when']}〕" if row.get("when") else "")


def _near(row: Mapping[str, Any]) -> str:
    return f"{row.get('matter')}：{row.get('say', '')}"


def _detention(row: Mapping[str, Any]) -> str:
    return f"{row.get('min', 1)} 日以上 {row.get('max')} 日以下" + (f"；{row['say']}" if row.get("say") else "")


def _version(row: Mapping[str, Any]) -> str:
    until = f"至 {row['to']}" if row.get("to") else ""
    return f"{row.get('label')} 版：自 {row.get('from')} {until}，末条 {row.get('highest', '不详')}"


_ROWS: Final[Mapping[str, Callable[[Any], str]]] = {
    "fines": fine, "tiers": _tier, "near": _near, "detentions": _detention, "versions": _version,
}  # fmt: skip
