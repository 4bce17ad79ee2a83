"""How pages of drafts say what stands in a rule; keys and values are worded as on the page of a matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zhifa.core.conditions import BadCondition
from zhifa.core.discretion.changes import LABELS, shown
from zhifa.core.discretion.lighter import condition_of
from zhifa.core.discretion.wording import amount_words
from zhifa.core.facts import Vocabulary
from zhifa.core.papers.plaintext import to_text
from zhifa.core.procedure.wording import said as in_chinese
from zhifa.core.rulebook import Rulebook

SECTIONS: Final[Mapping[str, str]] = {
    "matter": "事项", "benchmark": "裁量基准", "successor": "条文接替", "instrument": "法规目录",
    "paper": "文书", "passage": "文书段落", "chain": "审批链", "chain_use": "采用审批链", "conformance": "五个一律",
}  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    name: SECTIONS[name] for name in ("matter", "benchmark", "chain", "chain_use", "conformance")
}
"""What a draft can begin with; papers have pages of their own."""
PLAIN: Final = ("matter", "benchmark")
"""What has a plain form."""
STATES: Final[Mapping[str, str]] = {
    "waiting": "待批准",
    "approved": "已批准，待公布",
    "published": "已公布",
    "refused": "未批准",
    "withdrawn": "已撤回",
    "rescinded": "停止施行",
}
PAPER_KEYS: Final[Mapping[str, str]] = {
    "versions": "版本", "body": "文书文字", "required": "必填的事实", "optional": "选填的事实",
    "number_kind": "文种（字）", "applies_to": "适用的程序",
}  # fmt: skip
CHAIN_KEYS: Final[dict[str, str]] = {
    "chain": "审批链", "organs": "采用的机关", "checkpoints": "各关", "begins": "自哪一步以后签批",
    "before": "签完以前不能办的一步", "says_of": "原话", "say": "怎样算做到", "once": "哪一步办了以后才看",
    "holds": "条件", "entered_within": "几个工作日内登记",
}  # fmt: skip
KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "chain": CHAIN_KEYS | {"levels": "层级"}, "chain_use": CHAIN_KEYS, "conformance": CHAIN_KEYS,
}  # fmt: skip
"""What keys are called in sections that use them in a sense of their own."""
LISTED: Final = frozenset(
    {"checkpoints", "fines", "tiers", "near", "heard", "says", "detentions", "versions", "evidence"}
)
"""Lists whose items stand in lines of their own."""


def key_label(key: str, section: str = "") -> str:
    """What a key is called on pages; an unknown one by its own name."""
    return KEYS.get(section, {}).get(key) or PAPER_KEYS.get(key) or LABELS.get(key, key)


def where_label(where: str) -> str:
    """`matter city.pile` as pages say it: `事项 city.pile`."""
    section, _, code = where.partition(" ")
    return f"{SECTIONS.get(section, section)} {code}".strip()


def said(key: str, value: Any, words: Vocabulary) -> str:
    """A value of a rule in words, one line for each thing in a list of sentences."""
    if key == "body" and isinstance(value, list):
        return to_text(value)
    if key in LISTED and isinstance(value, list):
        return "\n".join(shown(key, [item], words) for item in value)
    return shown(key, value, words)


def condition_words(book: Rulebook, text: str) -> str:
    """A condition of the catalogue as it reads in Chinese; one that cannot be read stands as it is."""
    if not text:
        return ""
    try:
        return in_chinese(condition_of(book, text), book.vocabulary, lambda _, code: code)
    except BadCondition:
        return text


def fine(row: Mapping[str, Any], book: Rulebook) -> str:
    """One row of fines: whose where that matters, from what to what, of which case as the article or the rule says."""
    party = f"{row['party']} " if row.get("party") not in (None, "任何") else ""
    case = str(row.get("say") or condition_words(book, str(row.get("if", ""))))
    return f"{party}{amount_words(row, book.vocabulary)}" + (f"（{case}）" if case else "")
