"""Whether each row of fines and detentions keeps the conditions under which its article lets it be imposed.

A fine the article allows only after a refusal to correct, a sum for organisations claimed of everybody, a fine the
organ may impose written as one it must: the figures stand in the article, and the decision is annulled all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from zhifa.core.citations import parse_all
from zhifa.core.lawcheck import money_forms, squeeze
from zhifa.core.matterlaw.model import DIGITS, Read
from zhifa.core.matterlaw.sums import SENTENCE, before_sum, worded
from zhifa.core.numerals import chinese_number, number_of

_ONLY_IF: Final = re.compile(
    r"[^，]{0,8}(?:拒不[^，]{0,10}|仍不[^，]{0,8}|逾期[^，]{0,14}|情节(?:特别)?(?:严重|较重|恶劣|较轻)"
    r"|造成[^，]{0,12}后果|再次[^，]{0,6}|一年内[^，]{0,10})的，"
)
"""A clause that begins with a condition: 拒不改正的，处……."""
_WITHIN: Final = re.compile(r"(?:拒不|逾期|仍不)[^，。；]{0,14}的(?=[，并处]|由)|情节(?:严重|较重|恶劣|较轻|轻微)的")
_REFUSING: Final = re.compile(r"拒|逾期|隐患|仍不")
_BY_SUM: Final = re.compile(r"不足[^，]{1,12}元的?，[^，]*$|元以上的，[^，]*$")
_SUM_IF: Final = re.compile(r"conduct\.(?:gains|goods_value|value|cost) *(?:<=|>=|<|>|==) *([0-9]+)")
_CAP: Final = re.compile(r"不得?超过([0-9]+|[零〇一二三四五六七八九十百千万亿]+)元")
_MAY: Final = re.compile(r"(?<!许)可以?(?:对[^，。；]{0,20})?[并单]?处?[^，。；]{0,24}$")
_CHOICE: Final = re.compile(r"(?<!许)可|或者[^，]{0,10}$")
_ORGANISATION: Final = re.compile(r"对[^，。；]{0,16}(?:单位|企业|组织|法人)")
_PERSON: Final = re.compile(r"对[^，。；]{0,16}(?:个人|公民|自然人)")
_SIDE: Final = "单位|企业|组织|法人|个人|公民|自然人"
_APART: Final = re.compile(rf"对[^，。；]{{0,20}}(?:{_SIDE})[^，。；]{{0,12}}[处罚][^，。；]{{0,10}}$")
# What the multiples are taken of, as statutes word it.
_BASES: Final[Mapping[str, str]] = {
    "conduct.gains": r"所得|收入|所获|经营额|利润|收费|所收|收取|报酬|冒领",
    "conduct.goods_value": r"货值|价值|价款|金额|销售额",
    "conduct.value": r"价|额|款|产值|损失|费|收入",
    "conduct.cost": r"费|造价|价款|价格|投资|成本|金额|税款|额|损失|报酬|利益",
}
_ORDERS: Final = re.compile(r"责令(?:其)?(?:立即|限期)?(?:改正|停止(?!执业|使用有关)|恢复|拆除|清除|补|退还|采取)")
_LONGEST_BASE: Final = 60


def rows(read: Read) -> Iterator[str]:
    """Rows that leave out or add to the condition, the threshold, the choice, the base or the party of the article."""
    fines: Sequence[Mapping[str, Any]] = read.entry.data.get("fines", ())
    ordered = "" if fines else read.applied
    for number, row in enumerate(fines, 1):
        text = _text(read, row)
        clauses = tuple(_clauses(row, text)) if text else ()
        ordered += _before(row, text) if len(clauses) == 1 else ""
        if clauses:
            found = (*_conditional(row, clauses, read.entry.data), *_thresholds(row, text), *_choice(row, clauses))
            yield from (f"fines[{number}] {said}" for said in (*found, *_base(row, clauses), *_everybody(row, clauses)))
    for number, row in enumerate(read.entry.data.get("detentions", ()), 1):
        yield from (f"detentions[{number}] {said}" for said in _days(row, _text(read, row)))
    if read.entry.data.get("order_to_correct") is False and (order := _ORDERS.search(ordered)):
        yield f"条文写明“{order[0]}”，order_to_correct 应为 true"


def _text(read: Read, row: Mapping[str, Any]) -> str:
    """The words the row rests on: those of its own citation, else those of the matter; empty where not loaded."""
    if not row.get("cite"):
        return read.applied
    found = [read.articles.words(cite, read.entry.validity.start) for cite in parse_all(row["cite"])]
    return "" if any(item is None for item in found) else "\n".join(item[0] for item in found if item)


def _clauses(row: Mapping[str, Any], text: str) -> Iterator[tuple[str, str]]:
    """The clause before and behind every place where the article states the sum."""
    for place in re.finditer(worded(row)[0], text):
        end = SENTENCE.search(text, place.end())
        yield before_sum(text, place), text[place.start() : end.start() if end else len(text)]


def _before(row: Mapping[str, Any], text: str) -> str:
    """What the article says in front of a sum it states once: the clause, and what a refusal in it refers back to."""
    place = re.search(worded(row)[0], text)
    front = text[: place.start()] if place else ""
    clause = SENTENCE.split(front)[-1]
    return re.split(r"[。\n]", front)[-1] if _ONLY_IF.match(clause) else clause


def _conditional(
    row: Mapping[str, Any], clauses: Sequence[tuple[str, str]], matter: Mapping[str, Any]
) -> Iterator[str]:
    """A sum that every clause of the article ties to a condition, in a row that has none."""
    if row.get("if"):
        return
    if tied := _tied(row, [before for before, _ in clauses], matter):
        yield f"没有写条件，而条文只在“{tied}”时才罚：写 if"
    by_sum = all(_BY_SUM.search(before) for before, _ in clauses)
    if by_sum and not any(_SUM_IF.search(str(other.get("if", ""))) for other in matter["fines"]):
        yield "条文按金额分档，各行都没有写 if"


def _tied(row: Mapping[str, Any], clauses: Sequence[str], matter: Mapping[str, Any]) -> str:
    """The condition on which the article allows the sum wherever it states it.

    Where refusing is itself the conduct, or another row tells the graver case, the bare row is the usual one.
    """
    if all(_ONLY_IF.match(clause) for clause in clauses):
        return clauses[0].split("，")[0]
    if row.get("cite") or matter.get("only_if"):
        return ""
    found = [named[-1] if (named := _WITHIN.findall(clause)) else "" for clause in clauses]
    graded = any("gravity" in str(other.get("if", "")) for other in matter["fines"])
    if not all(found) or (graded and found[0].startswith("情节")):
        return ""
    return "" if _REFUSING.search(f"{matter.get('title', '')}{matter.get('conduct', '')}") else found[0]


def _thresholds(row: Mapping[str, Any], text: str) -> Iterator[str]:
    """A sum at which the row begins or ends must be one the article names, or what a cap makes of the multiples."""
    times = str(row.get("max_times", "")) if str(row.get("max_times", "")).isdigit() else ""
    caps = [number_of(cap) // int(times) * 100 for cap in _CAP.findall(text)] if times and int(times) else []
    for said in _SUM_IF.findall(str(row.get("if", ""))):
        fen = int(said)
        named = any(re.search(rf"(?<![{DIGITS}]){re.escape(form)}", text) for form in money_forms(fen))
        if fen and not named and fen not in caps:
            yield f"以“{money_forms(fen)[0]}”为界，条文没有这个数额"


def _choice(row: Mapping[str, Any], clauses: Sequence[tuple[str, str]]) -> Iterator[str]:
    """可以处罚款 and 处罚款 are not the same power."""
    if not row.get("may") and all(_MAY.search(before) for before, _ in clauses):
        yield "条文写的是“可以”罚款，这一行没有写 may = true"
    if row.get("may") and not row.get("cite") and not any(_CHOICE.search(before) for before, _ in clauses):
        yield "写了 may = true，条文没有写“可以”，也不是择一"


def _base(row: Mapping[str, Any], clauses: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Multiples and percentages of what the article takes them of."""
    wording = _BASES.get(str(row.get("base", "")))
    if wording and not any(re.search(wording, before[-_LONGEST_BASE:] + behind[:12]) for before, behind in clauses):
        yield f"以 {row['base']} 为基数，条文写的不是"


def _everybody(row: Mapping[str, Any], clauses: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A sum stated for organisations alone, or for persons alone, claimed of everybody."""
    if row.get("party") != "任何" or not all(_APART.search(before) for before, _ in clauses):
        return
    both = (("单位", _ORGANISATION), ("个人", _PERSON))
    sides = [name for name, side in both if any(side.search(before) for before, _ in clauses)]
    if len(sides) == 1:
        yield f"条文的这一幅度只对{sides[0]}，party 不能写任何"


def _days(row: Mapping[str, Any], text: str) -> Iterator[str]:
    """Days of detention as a pair: 十日以下 is not the upper half of 五日以上十日以下."""
    least = f"{chinese_number(row['min'])}日以上" if "min" in row else ""
    said = f"{least}{chinese_number(row['max'])}日以下"
    pattern = rf"(?<![{DIGITS}])" + ("" if least else "(?<!以上)") + re.escape(said)
    if text and not re.search(pattern + "(?:行政)?拘留", text):
        yield f"条文没有“{said}拘留”这样的幅度"
    if "日以" in str(row.get("say", "")) and not re.search(pattern, squeeze(str(row["say"]))):
        yield f"say 所引的日数与 min、max 不一致，应有“{said}”"
