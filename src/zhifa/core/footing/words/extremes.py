"""The greatest and the least: nothing lies beyond them, no mean is outside them, and ranks go down.

最多的31件，最少的36件; 得分在82分至97分之间，平均98.5分; 从高到低为：412件、367件、205件; 第一名、第二名; 其中三所最多.
Figures are only held against one another where they count the same and the words show that the same is meant: 最多 is
the opposite of 最少 and not of 最低.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, amount, check, named, together
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF
from zhifa.core.numerals import number_of

_PAIRS: Final = {"高": "低", "多": "少", "大": "小", "长": "短", "重": "轻", "快": "慢"}
_MOST: Final = re.compile(r"最([高多大长重])")
_LEAST: Final = re.compile(r"最([低少小短轻])")
_MEAN: Final = re.compile(
    r"平均(?!每|[一-龥]{0,4}率)|均值|均分|平均每(?:个(?!月)|家|所|件|宗|名|户|镇|街)?(?P<of>[一-龥]{0,6})"
)
_EACH: Final = re.compile(r"([户件案人家宗起])均")
_SINGLE: Final = re.compile(r"最[高多大]的?一[件起宗户家案笔单](?!天|日|月)")
_APART: Final = re.compile(
    rf"相差|差距|之差|极差|相比|[较比](?!例)|倍|多出|少于|多于|高于|低于|{SHARE_OF}|增|减|降|升|共|合计|总"
)
_RANGE: Final = re.compile(
    r"(?<![\d.,])(?P<low>[-−+]?\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,6})?)(?P<one>[^\d，。；、：]{0,5}?)(?:至|到|—|-|~|和|与)(?P<high>[-−+]?\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,6})?)(?P<unit>[^\d，。；、：]{1,5}?)(?P<between>之间|不等)?(?=[，。；、（）]|之间|不等)"
)
_WITHIN: Final = re.compile(r"(?:介于|在|均在|全部在|一律为|均为|幅度为|区间为|范围为|分布在)$")
_DOWN: Final = re.compile(
    r"[从由](?:高到低|多到少|大到小|高至低|多至少|大至小|高往低)|降序|前[二两三四五六七八九十\d](?:大类|[位名类个])?的?依次|(?:排名?|位?居|位?列)前[二两三四五六七八九十\d][位名]?的?(?:分别)?[是为]"
)
_UP: Final = re.compile(r"[从由](?:低到高|少到多|小到大|低至高|少至多|小至大)|升序")
_RANK: Final = re.compile(
    r"(?:第(?=.(?:名|位|的?是|[多高大]的))|(?:[排列居]|排在|排名|名列)第)([一二三四五六七八九十])"
)
_LOW_FIRST: Final = re.compile(r"倒数|最低|最少|末位|用时|最短|最快|升序|[从由](?:低|少|小)|成绩单")
_TOP: Final = re.compile(r"(?:居|列|位居|位列|排名|排在|排)?前([二两三四五六七八九十]|\d)(?:位|名|的)?")
_WHO: Final = re.compile(r"(?:^|[，。；（])(?:其中|主要)?(?:以|而|是)?([一-龥]{2,14})$")
_TIMES: Final = {"天": "一[天日]|[单当]日", "日": "一[天日]|[单当]日", "个月": "个?月", "月": "个?月"}
"""What must be said beside a greatest for a mean of a stretch of time to be of the same."""
_PAIR: Final = 2
_FEWEST: Final = 3
_LEAD: Final = 20
_FAR: Final = 200
"""How many signs behind its list a claim may stand."""


def extremes(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every sentence that names a greatest, a least, a range or an order."""
    for sentence in reading.sentences:
        figures = [f for f in sentence.figures if not f.moved and not f.token.weak]
        yield from _ends(sentence, figures, lexicon)
        yield from _ranges(sentence, figures)
        yield from _ordered(sentence, figures)
        yield from _ranked(sentence, figures)
        yield from _single(reading, figures)
    yield from _claims(reading, lexicon)


def _last(figure: Figure) -> str:
    """The words before a figure in its part of the sentence."""
    return re.split(r"；", figure.lead)[-1]


def _ends(sentence: Sentence, figures: list[Figure], lexicon: Lexicon) -> Iterator[Check]:
    """最多…最少…, the mean and single ones beside them."""
    greatest = [f for f in figures if _is_end(f, _MOST, _LEAST)]
    least = [f for f in figures if _is_end(f, _LEAST, _MOST)]
    for high in greatest:
        for low in least:
            near = _alike(high, low) and "；" not in _between(sentence, high, low)
            if near and _opposite(high, low) and _of_one(high, low, lexicon) and high.value < low.value:
                yield _said(high, low, "最大的小于最小的")
    for one in (*greatest, *least):
        ends = [f for f in (greatest if one in least else least) if _alike(one, f) and f.index < one.index]
        for other in figures:
            if other in greatest or other in least or not _alike(one, other) or "；" in _between(sentence, one, other):
                continue
            each = _EACH.search(_last(other))
            if each and f"一{each[1]}" in _last(one) and _beyond(one, other, high=one in greatest):
                yield _said(one, other, "平均数不会超出最大和最小的数")
            mean = _MEAN.search(_last(other))
            if mean and not _APART.search(_last(other)[mean.end() :]):
                if _mean_of(mean, sentence, one) and _beyond(one, other, high=one in greatest):
                    yield _said(one, other, "平均数不会超出最大和最小的数")
            elif ends and other.index > one.index and "其中" in other.lead:
                outer = [f for f in (one, ends[-1]) if _beyond(f, other, high=f in greatest)]
                if outer:
                    yield _said(outer[0], other, "其中的数超出了最大和最小的数")


def _single(reading: Reading, figures: Sequence[Figure]) -> Iterator[Check]:
    """罚款276.4万元…罚款最高的一件，罚款282.5万元: one of them is more than all that was told before."""
    for figure in figures:
        if not figure.exact or figure.near != "money" or not _SINGLE.search(figure.lead) or not figure.label:
            continue
        ending = figure.label[-_PAIR:]
        told = [f for f in reading.of_passage(figure.passage) if f.index < figure.index and f.near == "money"]
        alike = [f for f in told if f.exact and not f.moved and ending in f.label and "均" not in f.lead]
        if alike and all(f.value < figure.value for f in alike):
            yield _said(max(alike, key=lambda f: f.value), figure, "其中一件的比全部的还多")


def _is_end(figure: Figure, way: re.Pattern[str], against: re.Pattern[str]) -> bool:
    """Whether a figure is said to be the greatest or the least, and is no difference or share of it."""
    said = _last(figure)
    found = way.search(said)
    return bool(found) and not against.search(said) and not _APART.search(said[max(0, found.start() - 4) :])  # type: ignore[union-attr]


def _opposite(high: Figure, low: Figure) -> bool:
    """最多 is the opposite of 最少 and not of 最低."""
    one, other = _MOST.search(_last(high)), _LEAST.search(_last(low))
    return bool(one and other) and _PAIRS.get(one[1]) == other[1]  # type: ignore[index]


def _beyond(end: Figure, other: Figure, *, high: bool) -> bool:
    return other.value > end.value if high else other.value < end.value


def _between(sentence: Sentence, one: Figure, other: Figure) -> str:
    first, last = sorted((one, other), key=lambda figure: figure.index)
    return sentence.text[first.token.end - sentence.start : last.token.start - sentence.start]


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same; a unit nobody knows is the words behind."""
    same = one.unit == other.unit and one.token.percent == other.token.percent
    return same and (bool(one.unit) or (bool(one.noun) and one.noun == other.noun))


def _of_one(one: Figure, other: Figure, lexicon: Lexicon) -> bool:
    """Whether the greatest and the least are of one thing: no 检查最多 beside 处罚最少."""
    stages = lexicon.words["stages"]
    found = [stages.findall(re.split(r"最", _last(figure))[0][-8:]) for figure in (one, other)]
    return not all(found) or found[0][-1] == found[1][-1]


def _mean_of(mean: re.Match[str], sentence: Sentence, one: Figure) -> bool:
    """Whether a mean is of what the greatest is of: 平均每个乡镇 beside 16个乡镇…最多的."""
    of = mean["of"]
    if not of:
        return not re.search(r"平均每", mean[0])
    who = re.split(r"办|查|检|处|出|受|接|约|为|用|立|审", of)[0]
    if who in _TIMES:
        return bool(re.search(_TIMES[who], _last(one)))
    return len(who) > 1 and who[:2] in sentence.text[: one.token.end - sentence.start] and who not in ("个月", "人员")


def _ranges(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Check]:
    """介于A和B之间, and a mean, a least or one of them outside."""
    for found in _RANGE.finditer(sentence.text):
        if not found["between"] and not _WITHIN.search(sentence.text[: found.start()]):
            continue
        low, high = (Decimal(found[end].replace(",", "").replace("−", "-")) for end in ("low", "high"))
        unit = re.sub(r"之间|不等", "", found["unit"])
        behind = [f for f in figures if f.token.start - sentence.start >= found.end()]
        if low >= high or (found["one"] and found["one"] != unit):
            continue
        for figure in behind:
            value, written = _printed(figure)
            if "；" in sentence.text[found.end() : figure.token.start - sentence.start] or written != unit:
                continue
            told = figure.lead if figure is not behind[0] else figure.lead[-24:]
            meant = re.search(r"其中|最[高低多少大小长短轻重]|平均|均值", told) and not _APART.search(told)
            signed = -1 if re.search(r"[-−]$", figure.lead) else 1
            if meant and not re.search(r"平均每", told) and not low <= value * signed <= high:
                expression = f"{value * signed} ∉ {low} 至 {high}"
                explain = f"{named(figure)}不在“{found[0]}”之内"
                yield check("order", CONTRADICTION, expression, explain, [figure])


def _printed(figure: Figure) -> tuple[Decimal, str]:
    """A figure as it is printed: its digits and what is written behind them."""
    found = re.match(r"\d[\d,]*(?:\.\d+)?", figure.printed)
    digits = Decimal(found[0].replace(",", "")) if found else figure.value
    written = figure.printed[found.end() :] if found else ""
    return digits, written or re.split(r"[，。；、）]", figure.noun)[0]


def _ordered(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Check]:
    """从高到低为：412件、367件、205件."""
    for pattern, down in ((_DOWN, True), (_UP, False)):
        found = pattern.search(sentence.text)
        listed: list[Figure] = []
        for figure in figures if found else ():
            if figure.token.start - sentence.start < found.end():  # type: ignore[union-attr]
                continue
            if listed and (
                not _alike(listed[0], figure)
                or re.search(r"；|共|合计|其[他余]|平均|占[^，。；、]{0,8}[总全]", figure.lead)
            ):
                break
            listed.append(figure)
        if len(listed) < _FEWEST:
            continue
        for one, other in zip(listed, listed[1:], strict=False):
            if (other.value > one.value) if down else (other.value < one.value):
                yield _said(one, other, f"不是{found[0]}" if found else "")


def _ranked(sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Check]:
    """第一名18.6万元，第二名21.9万元; 居前三的64件、58件、51件，第四位57件."""
    if _LOW_FIRST.search(sentence.text):
        return
    ranks: dict[int, Figure] = {}
    for at, figure in enumerate(figures):
        found = [*_RANK.finditer(_last(figure))]
        if len(found) != 1:
            continue
        rank = number_of(found[0][1])
        before = ranks.get(rank - 1)
        if before is not None and _alike(before, figure) and figure.value > before.value:
            yield _said(before, figure, f"第{found[0][1]}的大于前一名的")
        ranks[rank] = figure
        top = _TOP.search(sentence.text)
        listed = [f for f in figures[max(0, at - rank + 1) : at] if _alike(f, figure)]
        many = (int(top[1]) if top[1].isdigit() else number_of(top[1])) if top else 0
        if many == rank - 1 == len(listed) and listed:
            least = min(listed, key=lambda f: f.value)
            if figure.value > least.value:
                yield _said(least, figure, f"第{found[0][1]}的大于前{many}位的")


def _claims(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """一所30件、二所52件、三所41件，其中三所最多."""
    for number, passage in enumerate(reading.document.passages):
        called = lexicon.words["called"]
        claims = [
            (claim, who, high)
            for high, end in ((True, "greatest"), (False, "least"))
            for claim in lexicon.words[end].finditer(passage.text)
            if (who := _WHO.search(passage.text[max(0, claim.start() - _LEAD) : claim.start()]))
        ]
        named = [(f, called.sub("", f.label)) for f in reading.of_passage(number) if f.exact] if claims else []
        for claim, who, high in claims:
            before = range(claim.start() - _FAR, claim.start() - len(who[1]) + 2)
            name = called.sub("", who[1])
            near = [(f, label) for f, label in named if name and label.endswith(name) and f.token.end in before]
            mine = [f for f, label in near if label == name] or [f for f, _ in near]
            mine = mine or _clause_before(passage.text[: claim.start()], named, who[1])
            if len(mine) != 1:
                continue
            for other in _chain(mine[0], reading.around(mine[0])):
                if (other.value > mine[0].value) if high else (other.value < mine[0].value):
                    yield _said(mine[0], other, f"不是“{who[1]}{claim[0]}”")
                    break


def _clause_before(text: str, named_: Sequence[tuple[Figure, str]], measure: str) -> list[Figure]:
    """二季度12家次，三季度18家次，…，二季度恰逢旺季，检查家次为全年最多: the one name between the list and the claim,
    whose own clause says what was counted and nothing of others."""
    before = [(f, label) for f, label in named_ if f.token.end <= len(text)]
    if not before or not (before[-1][0].unit and before[-1][0].unit in measure):
        return []
    behind = text[before[-1][0].token.end :]
    if "。" in behind or "；" in behind:
        return []
    of_list = [(f, label) for f, label in before if f.sentence == before[-1][0].sentence and len(label) > 1]
    return [f for f, label in of_list if re.search(rf"，{re.escape(label)}[^，]*，", behind)]


def _chain(one: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The other figures of the list one stands in, divided by 、 or ， and named alike; a total is named otherwise."""
    at = next(place for place, figure in enumerate(figures) if figure is one)
    for headed in (True, False):
        first = last = at
        while last + 1 < len(figures) and _goes_on(figures[last], figures[last + 1], headed=headed):
            last += 1
        while first and _goes_on(figures[first - 1], figures[first], headed=headed):
            first -= 1
        if "：" in figures[first].lead:
            break
    listed = figures[first : last + 1]
    if listed[0].value * 2 >= together(listed) and listed[0] is not one:
        listed = listed[1:]  # 在编65人，研究生8人，…: the first is all of them
    return [f for f in listed if f.exact and not f.moved and f is not one]


def _goes_on(one: Figure, other: Figure, *, headed: bool) -> bool:
    """Whether one is of the list of the other; behind a colon its names need not end alike."""
    lead = other.lead.removeprefix("）").removesuffix("（")
    listed = lead.startswith("、") or lead == f"，{other.label}"
    ends = headed or one.label[-1:] == other.label[-1:] or lead.startswith("、")
    return listed and ends and one.sentence == other.sentence and _alike(one, other)


def _said(one: Figure, other: Figure, explain: str) -> Check:
    expression = f"{amount(one)} {'<' if one.value < other.value else '>'} {amount(other)}"
    return check("order", CONTRADICTION, expression, f"{named(one)}，{named(other)}：{explain}", [one, other])
