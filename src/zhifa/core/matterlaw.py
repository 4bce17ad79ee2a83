"""Whether the articles of a matter say what the matter says: its sums, its kinds, its conditions, its conduct.

That a figure stands somewhere in the article is not enough: a lower end must belong to its upper end, a fine for an
organisation may not be claimed of a person, and the article must be about this conduct. A decision that cites the
neighbouring article is annulled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any, Final

from zhifa.core.bigrams import sought
from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.lawcheck import Problem, Texts, money_forms, squeeze
from zhifa.core.numerals import chinese_number, number_of
from zhifa.core.rulebook import Entry

_DIGITS: Final = "零〇一二三四五六七八九十百千万亿两0-9"
_SENTENCE: Final = re.compile(r"[。；：\n]")

# How statutes word the kinds of penalty of 行政处罚法 9, and where the same words are none.
_STATED: Final[Mapping[str, str]] = {
    "警告": r"警告(?!标|标志|牌|标识|信号|示)",
    "通报批评": r"通报批评",
    "罚款": r"罚款",
    "没收违法所得": r"没收(?:其)?(?:全部)?违法所得|没收[^。；]{0,18}违法所得",
    "吊销许可证件": r"吊销|撤销[^。；]{0,6}(?:登记证书|许可证)",
    "暂扣许可证件": r"暂扣[^。；]{0,12}(?:证|照)",
    "责令停产停业": r"停产停业|停业整顿|停产整顿|停工整顿|责令停业|责令停产",
    "行政拘留": r"拘留",
}
_ALLOWED_FOR: Final[Mapping[str, str]] = {"罚款": "fines", "行政拘留": "detentions"}
# What a condition on the conduct must find in the article that makes it a condition.
_CONDITIONS: Final[Mapping[str, str]] = {
    "conduct.refused": r"拒不|仍不|拒绝|不改正|不听劝阻|不停止|又不|不恢复|不清除|不拆除",
    "conduct.overdue": r"逾期|期满|期限内|限期内|仍未|未按期|到期",
    "conduct.gravity": r"情节|严重|较重|轻微|较轻|恶劣|特别",
    "conduct.harm": r"造成|后果|损失|损害|发生|致|危害|污染|危及|影响|构成|损坏|引起|事故",
    "conduct.previous": r"次|再|屡|年内",
    "conduct.gains": r"违法所得|非法所得|非法获利|违法收入|所获|利润|违法经营额",
    "conduct.goods_value": r"货值|价值|价款|金额|价|经营额",
    "conduct.area": r"平方米|面积|亩|公顷",
    "conduct.count": r"[件株棵张处只头辆人个具台粒枚份册部次瓶箱公斤千克克吨立方]",
}
_PERSON: Final = re.compile(
    r"个人|公民|自然人|责任人|主管人员|负责人|驾驶人|从业人员|人员处|村民|居民|业主|使用人|公众"
)
_ORGANISATION: Final = re.compile(r"单位|法人|组织|企业|机构|公司")
_LEAST_SHARED: Final = 0.34
"""So much of the conduct's wording must stand in the articles applied or violated; rare pairs weigh more."""
_LEAST_DUTY: Final = 0.12
"""So much in an article that states one duty of several."""
_ARTICLE: Final = re.compile(rf"第([{_DIGITS}]+)条")


class Articles:
    """The loaded texts as a matter's citations ask for them, and how rare a pair of characters is in each."""

    def __init__(self, index: Index, texts: Texts) -> None:
        self.index, self.texts = index, texts
        self._counts: dict[tuple[str, str], Counter[str]] = {}

    def words(self, cite: Citation, day: date | None) -> tuple[str, Counter[str]] | None:
        """The words of a cited place, without spaces, and in how many articles of its law each pair stands."""
        found = self.index.find(cite.title)
        if found is None:
            return None
        version = found.version(cite.version) if cite.version else found.on(day) if day else found.versions[-1]
        key = (found.title, version.label) if version else ("", "")
        statute = self.texts.get(key)
        text = statute.find(cite) if statute else None
        if text is None or statute is None:
            return None
        if key not in self._counts:
            self._counts[key] = Counter(pair for a in statute.articles.values() for pair in sought(a.text))
            self._counts[key][""] = len(statute.articles)
        return squeeze(text), self._counts[key]


@dataclass(frozen=True, slots=True)
class _Read:
    """One version of a matter with the words of its articles."""

    entry: Entry
    applied: str
    violated: str
    counts: tuple[Counter[str], ...]
    articles: Articles

    def cited(self, key: str) -> list[Citation]:
        return [self.articles.index.canonical(cite) for cite in parse_all(self.entry.data.get(key))]


def check_matter(entry: Entry, articles: Articles) -> Iterator[Problem]:
    """What is wrong with a penalty matter; nothing while a text it rests on is not loaded."""
    data = entry.data
    if data.get("kind") != "处罚" or entry.status != "verified" or not data.get("applied"):
        return
    read = _read(entry, articles)
    if read is None:
        return
    cited = "；".join(str(cite) for cite in data["applied"])
    for said in (*_sums(read), *_kinds(read), *_conditions(read), *_conduct(read)):
        yield Problem(f"{entry.path} · matter {entry.key}", cited, said)


def _read(entry: Entry, articles: Articles) -> _Read | None:
    day = entry.validity.start
    applied = [articles.words(cite, day) for cite in parse_all(entry.data.get("applied"))]
    violated = [articles.words(cite, day) for cite in parse_all(entry.data.get("violated"))]
    read = [found for found in (*applied, *violated) if found]
    if len(read) < len(applied) + len(violated):
        return None
    texts = ["\n".join(found[0] for found in part if found) for part in (applied, violated)]
    return _Read(entry, texts[0], texts[1], tuple(found[1] for found in read), articles)


def _sums(read: _Read) -> Iterator[str]:
    for number, row in enumerate(read.entry.data.get("fines", ()), 1):
        if row.get("unsaid") is True:
            continue
        text = read.applied
        if row.get("cite"):
            found = [read.articles.words(cite, read.entry.validity.start) for cite in parse_all(row["cite"])]
            if any(item is None for item in found):
                continue
            text = "\n".join(item[0] for item in found if item)
        yield from (f"fines[{number}] {said}" for said in _sum(row, text))


def _sum(row: Mapping[str, Any], text: str) -> Iterator[str]:
    pattern, said = _worded(row)
    places = list(re.finditer(pattern, text))
    if not places:
        yield f"条文没有“{said}”这样的幅度"
        return
    if row.get("party") in ("个人", "单位") and all(_other_party(row["party"], text, place) for place in places):
        yield f"条文的“{said}”不是对{row['party']}的"
    if "元" in str(row.get("say", "")) and not re.search(pattern, squeeze(str(row["say"]))):
        yield f"say 所引的数额与 min、max 不一致，应有“{said}”"


def _worded(row: Mapping[str, Any]) -> tuple[str, str]:
    """How the statute must word this range, as a pattern and for people."""
    if "base" in row:
        if "max_percent" in row:
            low, high = (_percent(row.get(key)) for key in ("min_percent", "max_percent"))
        else:
            low, high = (_times(row.get(key)) for key in ("min_times", "max_times"))
    else:
        low, high = (_money(row.get(key)) for key in ("min", "max"))
    assert high is not None
    before = rf"(?<![{_DIGITS}.])"
    if low is None:
        return rf"(?<!以上)(?<!以上至){before}(?:{high[0]})(?:以下|以内|的?罚款)", f"{high[1]}以下"
    if low == high:
        return rf"{before}(?:{high[0]})(?!以上|以下|至|—|－|-)", f"{high[1]}"
    short = low[0].replace("元", "元?")
    joint = r"(?:以上(?:至)?|至|—|－|-|～|~|不足|以上不足)"
    return rf"{before}(?:{short}){joint}(?:{high[0]})(?:以下|以内|的?罚款|罚款|$|，|。)", f"{low[1]}以上{high[1]}以下"


def _money(fen: object) -> tuple[str, str] | None:
    if not isinstance(fen, int) or fen == 0:
        return None
    forms = money_forms(fen)
    return "|".join(re.escape(form) for form in forms), forms[0]


def _times(number: object) -> tuple[str, str] | None:
    if number in (None, 0, "0"):
        return None
    forms = [f"{number}倍"]
    if str(number).isdigit():
        said = chinese_number(int(str(number)))
        forms = [f"{said}倍", *([f"两{said[1:]}倍"] if said == "二" else []), f"{number}倍"]
        forms += ["等值", "同等价值"] if number == 1 else []
    elif str(number).endswith(".5"):
        whole = int(str(number)[:-2])
        forms += [f"{chinese_number(whole)}点五倍", f"{chinese_number(whole)}倍半"]
    forms = [form.removesuffix("倍") + "倍?" for form in forms if form.endswith("倍")] + [
        form for form in forms if not form.endswith("倍")
    ]
    return "|".join(forms), forms[0].replace("?", "")


def _percent(number: object) -> tuple[str, str] | None:
    if not isinstance(number, int) or number == 0:
        return None
    said = f"百分之{chinese_number(number)}"
    return f"{said}|{number}[%％]", said


def _other_party(party: str, text: str, place: re.Match[str]) -> bool:
    """Whether the sum is plainly the other side's: its clause last named 单位 where 个人 is claimed, or the reverse.

    Where the article tells persons from organisations, any word for the other side counts; else only 对单位处.
    """
    strict = "个人" in text and "单位" in text
    start = max((cut.end() for cut in _SENTENCE.finditer(text, 0, place.start())), default=0)
    clause = text[start : place.start()]
    mine, other = (_PERSON, _ORGANISATION) if party == "个人" else (_ORGANISATION, _PERSON)
    last = max((found.end() for found in mine.finditer(clause)), default=-1)
    wording = other.pattern if strict else f"对(?:违法)?(?:{other.pattern})"
    return max((found.end() for found in re.finditer(wording, clause)), default=-1) > last


def _kinds(read: _Read) -> Iterator[str]:
    """Kinds the article states and the matter leaves out; sums and days without their kind."""
    data = read.entry.data
    kinds = tuple(str(kind) for kind in data.get("kinds", ()))
    for kind, wording in _STATED.items():
        if kind not in kinds and re.search(wording, read.applied):
            yield f"条文还规定了{kind}，而 kinds 没有写"
    if re.search(r"没收", read.applied) and not any(kind.startswith("没收") for kind in kinds):
        yield "条文还规定了没收，而 kinds 没有写"
    for kind, key in _ALLOWED_FOR.items():
        if data.get(key) and kind not in kinds:
            yield f"写了 {key} 而 kinds 没有{kind}"


def _conditions(read: _Read) -> Iterator[str]:
    for key in ("fines", "detentions"):
        for number, row in enumerate(read.entry.data.get(key, ()), 1):
            condition = str(row.get("if", ""))
            if row.get("cite"):
                continue
            for fact, wording in _CONDITIONS.items():
                if fact in condition and not re.search(wording, read.applied):
                    yield f"{key}[{number}] 以 {fact} 为条件，而条文没有这样的条件"


def _conduct(read: _Read) -> Iterator[str]:
    """Whether the articles are about this conduct, and the penalty article about the duty said to be violated."""
    told = str(read.entry.data.get("conduct", "")) or str(read.entry.data.get("title", ""))
    named = _references(read.applied)
    # 本条前款 is its own duty: an article may forbid in one paragraph and punish in the next.
    refers = bool((named | _own(read, "applied")) & _own(read, "violated"))
    if (share := _shared(told, read.applied + read.violated, read.counts)) < _LEAST_SHARED:
        yield f"所引条文说的不像是这一行为（行为用语只有 {share:.0%} 见于条文）：核对条号，或者用条文的词写 conduct"
        return
    title = str(read.entry.data.get("title", ""))
    named_there = max(_shared(said, read.applied, read.counts) for said in (told, title))
    if named_there < _LEAST_SHARED and not refers:
        yield "罚则条文没有说到这一行为，也没有写明违反 violated 所列的条款：核对罚则或者义务条款的条号"
    if named and _own(read, "violated") and not refers:
        listed = "、".join(f"第{chinese_number(number)}条" for number in sorted(named)[:6])
        yield f"罚则条文写明违反的是{listed}，violated 没有列入"
    for cite in read.cited("violated"):
        found = read.articles.words(cite, read.entry.validity.start)
        pointed = cite.article in named | _own(read, "applied") and cite.title in _titles(read)
        if found and not pointed and _shared(told, found[0], read.counts) < _LEAST_DUTY:
            yield f"violated 所列 {cite} 没有说到这一行为，罚则也没有指向它：核对义务条款的条号"


def _own(read: _Read, key: str) -> frozenset[int]:
    """The numbers of the cited articles that stand in the law of the penalty article."""
    return frozenset(cite.article for cite in read.cited(key) if cite.article and cite.title in _titles(read))


def _titles(read: _Read) -> frozenset[str]:
    return frozenset(cite.title for cite in read.cited("applied"))


def _references(text: str) -> frozenset[int]:
    """The numbers of the articles of its own law that an article names."""
    return frozenset(number_of(found) for found in _ARTICLE.findall(re.sub(r"》第", "", text)))


def _shared(told: str, text: str, counts: tuple[Counter[str], ...]) -> float:
    """How much of a description stands in a text, between 0 and 1; pairs that few articles have weigh more."""
    said = sought(text)
    weights = {pair: min(_rarity(pair, count) for count in counts) for pair in sorted(sought(told))}
    return sum(weight for pair, weight in weights.items() if pair in said) / (sum(weights.values()) or 1.0)


def _rarity(pair: str, count: Counter[str]) -> float:
    whole = count[""] + 1
    return log((whole + 1) / (count[pair] + 1)) / log(whole + 1)
