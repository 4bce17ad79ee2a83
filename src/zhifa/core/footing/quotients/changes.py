"""What became of a figure: the amount of one time beside that of another, and what the text says of the difference.

上年380件，今年412件，增加32件 · 由40天压缩到30天 · 是去年的1.5倍. A pair of amounts is found by its wording;
the difference, the percentage, the percentage points or the multiple that follows it without a subject of its own is
worked out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.ratios import DOWN, UP, change, judge
from zhifa.core.footing.reading.figures import LAST_YEAR, THIS_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import called

_MOVE: Final = (
    r"(?:降低|下降|减少|减|降|压缩|压减|缩短|缩减|精简|上升|提高|提升|增加|增长|增|升|扩大|扩充|调整|整合|归并|合并"
    r"|变更|变|发展|回升|追加|攀升|上涨|回落|扩展|优化)"
)
_FROM: Final = re.compile(r"(?:由|从|将|把|原来|原先|原有|原)(?:\d{4}年度?)?[^，。；\d]{0,20}$")
_TO: Final = re.compile(
    rf"^[^，。；\d]{{0,14}}，?[^，。；\d]{{0,14}}{_MOVE}[^，。；\d]{{0,4}}[至到为成](?:[^，。；\d]{{0,3}}\d{{4}}年)?[^，。；\d]{{0,8}}$"
)
_EACH: Final = re.compile(
    r"(\d{4})年(?:度)?(?:和|、|与|及)(\d{4})年(?:度)?[^，。；\d]{0,16}分别(?:为|是|有)?[^，。；\d]{0,10}$"
)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s?年")
_AND: Final = re.compile(r"^[^，。；\d]{0,6}(?:和|、|，|及|与)$")
_EFFECT: Final = re.compile(
    r"(?:同比|环比|较|比|与|上年度?|去年|上一年度?|前一年|同期|相比|年均|的|了|，|、|；|（|）|。|即|也就是|净|约|已|共|累计|整体|总体|总数|数量"
    r"|绝对数|绝对值|幅度?|率|度|为|达到?|是|有所|明显|大幅|新|又|进一步|一年|其|年|\d{4}|出|相差|相当于|案件数|件数|率先|今年|总量|直接)+"
)
_COMPARED: Final = re.compile(r"([\u4e00-\u9fff]{2,12}?)(?:较|比|与)(?:上年|去年|\d{4}年)")
_TWICE: Final = (Decimal("1.85"), Decimal("2.3"))
_WORDS: Final = re.compile(r"幅|净|差|增|减|升|降|提|缩|压|多|少|涨|落|精简")


_MEASURE: Final = re.compile(r"^(?:全年|其中|上述)|(?:总?[数量额]|[件起次户人宗]数|总[件起次人]数)$")
_NAMED: Final = 2
_PASSAGES: Final = 3
"""How many paragraphs back the amount of this year may stand."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two amounts of the same thing at two times."""

    then: Figure
    now: Figure

    @property
    def last(self) -> int:
        return max(self.then.index, self.now.index)

    @property
    def first(self) -> int:
        return min(self.then.index, self.now.index)


def changes(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Figure, Check]]:
    """Every statement about a difference, with the figure that states it."""
    for sentence in reading.sentences:
        told: set[int] = set()
        for pair in (*_pairs(reading, sentence), *_recalled(reading, sentence, lexicon)):
            if made := _doubled(sentence, pair):
                yield pair.now, made
            for effect in _effects(sentence, pair):
                if effect.index not in told and (found := _best(reading, sentence, pair, effect)):
                    told.add(effect.index)
                    yield effect, found


def _best(reading: Reading, sentence: Sentence, pair: Pair, effect: Figure) -> Check | None:
    """受理2431件，13件在办，较上年的2704件下降10.1%: another amount of this year that makes it true is meant."""
    found = _judged(pair, effect)
    if found is None or found.state != CONTRADICTION:
        return found
    far = pair.now.sentence != pair.then.sentence
    told = [f for at in (-1, 0) for f in reading.of_passage(sentence.passage + at)] if far else sentence.figures
    alike = [
        f for f in told
        if f.index < pair.last and f.unit == pair.now.unit and f.period == THIS_YEAR and f.exact and not f.moved
    ]  # fmt: skip
    others = (_judged(Pair(pair.then, now), effect) for now in alike if now is not pair.now)
    return next((one for one in others if one is not None and one.state == HOLDS), found)


def _pairs(reading: Reading, sentence: Sentence) -> Iterator[Pair]:
    text = reading.document.passages[sentence.passage].text
    amounts = [f for f in sentence.figures if not f.moved and f.near not in ("points", "times") and f.exact]
    for place, second in enumerate(amounts[1:], 1):
        for first in reversed(amounts[max(0, place - 2) : place]):
            if first.unit != second.unit or (first.token.percent != second.token.percent):
                continue
            if pair := _pair(text, sentence, first, second):
                yield pair
                break


def _recalled(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> Iterator[Pair]:
    """处罚总量较2022年的198宗上升8.1%: this year's amount stands in a sentence before, under the same name."""
    for place, then in enumerate(sentence.figures):
        if then.period != LAST_YEAR or then.moved or not then.counted or not then.exact:
            continue
        if any(f.same == then.same and f.period == THIS_YEAR for f in sentence.figures[max(0, place - 2) : place + 1]):
            continue
        said = _COMPARED.match(re.split(r"[，；。]", then.lead)[-1])
        name = said[1] if said else then.label if place == 0 else ""
        if name and (now := called(reading, name, then, lexicon) or _shortened(reading, name, then)):
            yield Pair(then, now)


def _shortened(reading: Reading, name: str, then: Figure) -> Figure | None:
    """收到申请数 for 收到行政复议申请301件: the nearest figure whose name has these characters in their order."""
    wanted = _MEASURE.sub("", name)
    if len(wanted) < _NAMED:
        return None
    told = [f for at in range(then.passage, then.passage - _PASSAGES, -1) for f in reversed(reading.of_passage(at))]
    for figure in told:
        if figure.index >= then.index or figure.sentence == then.sentence or figure.same != then.same:
            continue
        whole = figure.exact and figure.period == THIS_YEAR and not (figure.moved or figure.partial or figure.group)
        if whole and _within(wanted, figure.label):
            return figure
    return None


def _within(name: str, label: str) -> bool:
    """Whether the characters of a name stand in a label in their order."""
    rest = iter(label)
    return all(sign in rest for sign in name)


def _pair(text: str, sentence: Sentence, first: Figure, second: Figure) -> Pair | None:
    """Two figures as then and now, if the words around them say so."""
    before, between = text[sentence.start : first.token.start], text[first.token.end : second.token.start]
    beside = second.index == first.index + 1
    if beside and _FROM.search(before[-40:]) and _TO.search(between):
        return Pair(first, second)
    if beside and re.search(r"原来|原先|以前|过去", before[-30:]) and re.match(r"，(?:现在|目前|现)", between):
        return Pair(first, second)
    if beside and (years := _EACH.search(before)) and _AND.match(between) and int(years[1]) != int(years[2]):
        return Pair(first, second) if int(years[1]) < int(years[2]) else Pair(second, first)
    if beside and re.search(r"[由从]$", between) and re.match(_MOVE, text[second.token.end :]):
        return Pair(second, first)
    inner = [f for f in sentence.figures if first.index < f.index < second.index]
    if not all(f.moved or f.token.percent or f.near == "times" or f.near != first.near for f in inner):
        return None
    if any(f.near != first.near and f.counted and f.index != first.index + 1 for f in inner):
        return None
    if "；" in between or len(between) > 40 or not _same_thing(first, second):
        return None
    if first.period == THIS_YEAR and second.period == LAST_YEAR:
        return Pair(second, first)
    if first.period == LAST_YEAR and second.period == THIS_YEAR:
        return Pair(first, second)
    if (one := _YEAR.findall(first.lead)) and (other := _YEAR.findall(second.lead)) and one[-1] != other[-1]:
        return Pair(first, second) if one[-1] < other[-1] else Pair(second, first)
    return None


_TIME_WORDS: Final = re.compile(
    r"(?:19|20)\d\d年度?|今年|去年|上年度?|本年度?|上一年度?|前一年|全年|同期|同比|较|比|与|由|从|的|为|是|有|达到?|（|）|，|数|共|相比|增长|下降"
    r"|增加|减少|上升|降|升|至|到|案件|提高|降低|分别|仅|只有|约|年|累计|总计|合计|总量|总数|数量|件|办理|实施|作出|开展|组织|受理"
)


def _same_thing(first: Figure, second: Figure) -> bool:
    """Whether the words of the second name nothing the words of the first do not."""
    left = second.lead if len(second.lead) < 30 else second.label
    said = _TIME_WORDS.sub("", left)
    own = _TIME_WORDS.sub("", first.label + first.noun)
    return not said or said in own or (bool(own) and own in said) or len(said) <= 1


def _effects(sentence: Sentence, pair: Pair) -> Iterator[Figure]:
    """What follows a pair and speaks of nothing else; and one percentage or multiple right before it."""
    for figure in sentence.figures:
        if figure.index <= pair.last:
            continue
        if not _speaks_of(figure, pair):
            break
        yield figure
    inner = [
        f for f in sentence.figures if pair.first < f.index < pair.last and pair.then.sentence == pair.now.sentence
    ]
    yield from (figure for figure in inner if _speaks_of(figure, pair))
    ahead = next((f for f in sentence.figures if f.index == pair.first - 1), None)
    first = pair.then if pair.then.index == pair.first else pair.now
    if "其中" in first.lead or re.search(r"[较比与](?:[上去]一?年|\d{4}年)", first.lead):
        return
    if ahead and _speaks_of(ahead, pair) and re.match(r"[，（：]|，即", first.lead) and not _speaks_of(first, pair):
        own = re.search(r"([\u4e00-\u9fff]{2,})[由从]$", first.lead)
        if own is None or own[1] in ahead.label:
            yield ahead


def _speaks_of(figure: Figure, pair: Pair) -> bool:
    lead = re.split(r"[。；]", figure.lead)[-1]
    moved = _WORDS.search(lead) or figure.near == "times"
    kind = figure.token.percent or figure.near in ("points", "times") or figure.unit == pair.now.unit
    if not moved or not kind or not figure.exact or re.search(r"[至到]$", lead):
        return False
    rest = UP.sub("", DOWN.sub("", lead))
    rest = _EFFECT.sub("", rest)
    own = pair.now.label + pair.now.noun + pair.then.label
    return (
        not rest
        or all(sign in own for sign in rest)
        or (figure.index < pair.first and bool(re.search(r"[较比]|同比|是", lead)))
    )


def _judged(pair: Pair, effect: Figure) -> Check | None:
    lead = effect.lead
    rising = bool(UP.search(lead))
    down = bool(DOWN.search(lead)) and not re.search(r"增|升|提|多", lead)
    if effect.near == "times":
        return _multiple(pair, effect, rising=rising)
    if effect.near == "points" or (effect.unit == pair.now.unit):
        return _difference(pair, effect, down=down, rising=rising)
    if not effect.token.percent or pair.now.token.percent or not pair.then.value:
        return None
    if (down and pair.now.value > pair.then.value) or (rising and not down and pair.now.value < pair.then.value):
        return _wrong_way(pair, effect, down=down)
    return judge("growth", effect, [change(pair.now, pair.then, down=pair.now.value < pair.then.value)])


def _wrong_way(pair: Pair, effect: Figure, *, down: bool) -> Check:
    sign = ">" if down else "<"
    told = "下降" if down else "上升"
    explain = f"{named(effect)} 说{told}，而此前是 {pair.then.printed}，此后是 {pair.now.printed}"
    expression = f"{plain(pair.now.value)} {sign} {plain(pair.then.value)}"
    return check("growth", CONTRADICTION, expression, explain, [pair.then, pair.now, effect])


def _difference(pair: Pair, effect: Figure, *, down: bool, rising: bool) -> Check | None:
    apart = pair.now.value - pair.then.value
    figures = [pair.then, pair.now, effect]
    arithmetic = f"{plain(pair.now.value)} − {plain(pair.then.value)} = {plain(apart)}"
    slack = effect.token.slack + pair.now.token.slack + pair.then.token.slack
    kind = "points" if effect.near == "points" else "growth"
    if (down and apart > 0 and effect.value) or (rising and not down and apart < 0 and effect.value):
        return _wrong_way(pair, effect, down=down)
    if abs(abs(apart) - effect.value) <= slack:
        return check(kind, HOLDS, arithmetic, f"{named(effect)}：与两个数相符", figures)
    explain = f"{named(effect)}：{pair.then.printed} 与 {pair.now.printed} 相差 {plain(abs(apart))}"
    return check(kind, CONTRADICTION, f"{arithmetic} ≠ {plain(effect.value)}", explain, figures)


def _doubled(sentence: Sentence, pair: Pair) -> Check | None:
    """翻一番: about twice as much."""
    ends = sorted((pair.then.token.end, pair.now.token.end))
    first, last = (end - sentence.start for end in ends)
    clause = sentence.text[:first].rpartition("；")[2] + sentence.text[first:].partition("；")[0]
    clause += sentence.text[last:].partition("；")[0] if "；" in sentence.text[first:last] else ""
    if not re.search(r"翻(?:了)?一?番", clause) or not pair.then.value or pair.now.token.percent:
        return None
    whole = pair.now.value / pair.then.value
    shown = rounded(whole)
    arithmetic = f"{plain(pair.now.value)} ÷ {plain(pair.then.value)} = {shown}"
    right = _TWICE[0] <= whole <= _TWICE[1]
    state = HOLDS if right else CONTRADICTION
    return check(
        "growth", state, f"{arithmetic} {'≈' if right else '≠'} 2", "翻一番是原来的两倍", [pair.then, pair.now]
    )


def _multiple(pair: Pair, effect: Figure, *, rising: bool) -> Check | None:
    """是去年的1.5倍, 增长1.5倍: writers mix the two up, so only what neither meaning gives is wrong."""
    if not pair.then.value or effect.token.unit is None or effect.token.unit.word != "倍":
        return None
    whole = pair.now.value / pair.then.value
    meant: Sequence[Decimal] = (whole, whole - 1) if rising else (whole,)
    step = effect.token.step
    if any(abs(value - effect.value) < step for value in meant):
        arithmetic = f"{plain(pair.now.value)} ÷ {plain(pair.then.value)} = {rounded(whole)}"
        return check("growth", HOLDS, arithmetic, f"{named(effect)}：相符", [pair.then, pair.now, effect])
    shown = rounded(whole)
    arithmetic = f"{plain(pair.now.value)} ÷ {plain(pair.then.value)} = {shown} ≠ {plain(effect.value)}"
    explain = f"{named(effect)}：{pair.now.printed} 是 {pair.then.printed} 的 {shown} 倍"
    return check("growth", CONTRADICTION, arithmetic, explain, [pair.then, pair.now, effect])
