"""Percentages worked out again: shares, rates, growth; and whether any whole numbers could give what is printed.

A percentage printed with three decimals says much about the numbers behind it: with 1,026 of something, no whole
number of all gives 71.345 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.figures import LAST_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.lexicon import Lexicon
from zhifa.core.footing.ratelists import groups, in_row
from zhifa.core.footing.ratios import DOWN, HUNDRED, SHARE, UP, Ratio, change, fits, judge, percent, ratio

_GROWTH: Final = re.compile(r"同比|环比|上年|去年|上一年|\d{4}年|同期")
_AROUND: Final = 16
"""How many figures back a share may look for its whole."""
_RATE: Final = re.compile(r"([\u4e00-\u9fff]{1,10}?)率")
_CHANGED: Final = re.compile(
    r"(?:调整|精简|减少|压减|压缩|缩减|整合|归并|合并|下降|降低|缩短|增加|增长|上升|提高|提升|扩大|扩充)[^，。；\d]{0,4}[为到至成]$|[降增减升]至$"
)


def rates(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every percentage of the report that can be worked out again."""
    for sentence in reading.sentences:
        rows = groups(sentence)
        for row in rows:
            yield from in_row(reading, sentence, row)
        listed = {figure.index for row in rows for figure in row}
        for figure in sentence.figures:
            if figure.index in listed:
                continue
            if figure.token.percent and figure.exact:
                found = _percentage(reading, sentence, figure, lexicon)
                if found:
                    yield found
            elif figure.moved and figure.counted and figure.exact and (found := _moved(sentence, figure)):
                yield found
        yield from _points(sentence)


def _percentage(reading: Reading, sentence: Sentence, figure: Figure, lexicon: Lexicon) -> Check | None:
    words = _lead(sentence, figure)
    if made := _from_to(reading, sentence, figure, words):
        return made
    if lexicon.words["averaged"].search(words):
        return None
    moved = bool(UP.search(words) or DOWN.search(words))
    before = _before(sentence, figure)
    if (
        moved
        and (_GROWTH.search(words) or (before and (before[-1].period == LAST_YEAR or before[-1].moved)))
        or figure.moved
    ):
        return _growth(sentence, figure, words)
    if SHARE.search(words):
        return _share(reading, sentence, figure, words)
    if found := _last_rate(words):
        return _rate(lexicon, sentence, figure, found)
    return None


def _lead(sentence: Sentence, figure: Figure) -> str:
    """What stands between the figure before and this percentage."""
    return figure.lead


def _last_rate(words: str) -> str:
    found = [match[1] for match in _RATE.finditer(words) if match.end() > len(words) - 8]
    return found[-1] if found else ""


def _before(sentence: Sentence, figure: Figure) -> list[Figure]:
    return [f for f in sentence.figures if f.index < figure.index and not f.token.percent]


def _from_to(reading: Reading, sentence: Sentence, figure: Figure, words: str) -> Check | None:
    """将12支调整为5支，精简率达58.33%: the change from one number to the other."""
    if not (DOWN.search(words) or UP.search(words) or "率" in words) or "百分点" in words:
        return None
    numbers = _before(sentence, figure)[-2:]
    if len(numbers) < 2 or not _CHANGED.search(numbers[1].lead) or numbers[0].same != numbers[1].same:
        return None
    if not numbers[0].value or len(figure.lead) > 20:
        return None
    then, now = numbers
    down = now.value < then.value
    if DOWN.search(words) and not down and not UP.search(words) and now.value != then.value:
        explain = f"{named(figure)} 说减少，而由 {then.printed} 到 {now.printed} 是增加"
        return check("change", CONTRADICTION, f"{plain(now.value)} > {plain(then.value)}", explain, [then, now, figure])
    return judge("change", figure, [change(now, then, down=down)])


def _growth(sentence: Sentence, figure: Figure, words: str) -> Check | None:
    """同比增长: this year's figure against last year's; without last year's, whether any whole number fits."""
    down = bool(DOWN.search(words)) and not UP.search(words)
    earlier = [f for f in _before(sentence, figure) if f.counted]
    now = [f for f in earlier if f.period != LAST_YEAR and not f.moved]
    subject = now[-1] if now else None
    if subject is None or subject.partial != figure.partial:
        return None
    then = [f for f in _clause(sentence, figure) if f.period == LAST_YEAR and f.counted and f.value and not f.moved]
    then = [f for f in then if any(f.same == other.same for other in now)]
    if then:
        beside = min(then, key=lambda f: abs(f.index - figure.index))
        alike = [f for f in now if f.same == beside.same]
        return _against_last_year(figure, alike, [f for f in then if f.same == beside.same], down=down)
    moved = [f for f in earlier if f.moved and f.same == subject.same and f.index > subject.index]
    if moved:
        base = subject.value + moved[-1].value if down else subject.value - moved[-1].value
        if base > 0:
            words = f"{plain(moved[-1].value)} ÷ {plain(base)}"
            made = Ratio(moved[-1].value * HUNDRED / base, words, (subject, moved[-1]))
            return judge("growth", figure, [made])
        return None
    return _possible_growth(subject, figure, down=down) if len(figure.lead) <= 14 else None


def _clause(sentence: Sentence, figure: Figure) -> list[Figure]:
    """The figures between the semicolons around a figure."""
    found: list[Figure] = []
    here = False
    for other in sentence.figures:
        if "；" in other.lead:
            if here:
                break
            found = []
        found.append(other)
        here = here or other is figure
    return found if here else []


def _against_last_year(figure: Figure, now: Sequence[Figure], then: Sequence[Figure], *, down: bool) -> Check | None:
    ratios = [change(a, b, down=down) for a in reversed(now) for b in then]
    best = change(now[-1], then[0], down=down)
    if best.value < 0 and not any(fits(one.value, figure) for one in ratios) and len(now) == len(then) == 1:
        way = "下降" if down else "增长"
        explain = f"{named(figure)} 说{way}，而上年 {then[0].printed}，今年 {now[-1].printed}"
        sign = ">" if down else "<"
        expression = f"{plain(now[-1].value)} {sign} {plain(then[0].value)}"
        return check("growth", CONTRADICTION, expression, explain, [then[0], now[-1], figure])
    return judge("growth", figure, ratios, sure=len(now) <= 2 and len(then) <= 2)


def _possible_growth(subject: Figure, figure: Figure, *, down: bool) -> Check | None:
    """Whether any whole number of last year gives the growth printed."""
    if not _whole_number(subject) or figure.value == 0:
        return None
    low, high = figure.value - figure.token.step, figure.value + figure.token.step
    rates_ = [(HUNDRED - p if down else HUNDRED + p) / HUNDRED for p in (low, high)]
    if min(rates_) <= 0:
        return None
    bounds = sorted(subject.value / rate for rate in rates_)
    if _integer_between(bounds[0], bounds[1]):
        return None
    near = (
        subject.value / ((HUNDRED - figure.value if down else HUNDRED + figure.value) / HUNDRED)
    ).to_integral_value()
    if near <= 0:
        return None
    way = "下降" if down else "增长"
    expression = f"没有整数 N 使 {plain(subject.value)} 比 N {way} {figure.printed}"
    explain = f"{named(figure)}：{named(subject)}，上年无论是多少件都得不出这个比率（最近的上年数 {plain(near)}）"
    return check("growth", CONTRADICTION, expression, explain, [subject, figure])


def _integer_between(low: Decimal, high: Decimal) -> bool:
    """Whether a whole number lies strictly between two bounds."""
    first = low.to_integral_value(ROUND_FLOOR) + 1
    return first < high


def _whole_number(figure: Figure) -> bool:
    return figure.exact and figure.token.step == 1 and figure.counted and figure.near != "money" and figure.value > 0


def _share(reading: Reading, sentence: Sentence, figure: Figure, words: str) -> Check | None:
    """占比: the figure before it over any figure it could be a share of; else over any whole number."""
    earlier = [f for f in _before(sentence, figure) if f.counted and not f.moved]
    earlier = earlier[-_AROUND:]
    if not earlier:
        return None
    part = _numerator(earlier, figure, words)
    wholes = [f for f in earlier if f is not part and f.near == part.near and f.value >= part.value and f.value]
    after = [f for f in sentence.figures if f.index > figure.index and f.near == part.near and f.counted]
    ratios = [ratio(part, whole) for whole in reversed(wholes)]
    around = reading.around(figure)
    more = [f for f in around if f.near == part.near and f.counted and f not in wholes]
    wider = [ratio(part, f) for f in (*more, *after) if f.value and f is not part]
    others = [
        ratio(f, whole) for f in earlier for whole in earlier if f is not whole and whole.value and f.near == whole.near
    ]
    if found := judge("share", figure, [*ratios, *wider, *others], sure=False):
        return found
    siblings = bool(ratios)
    ratios = [r for r in ratios if not _is_share(sentence, r.figures[1])]
    if siblings and not ratios:
        return _among_shares(reading, sentence, part, figure)
    adjacent = len(figure.lead) <= 22 and part is earlier[-1]
    if ratios and adjacent and any(whole.same == part.same for whole in wholes):
        return judge("share", figure, [r for r in ratios if r.figures[1].same == part.same])
    return None if ratios else _possible_share(part, figure)


def _among_shares(reading: Reading, sentence: Sentence, part: Figure, figure: Figure) -> Check | None:
    """One of several shares of a whole named before the sentence: the whole that fits the others must fit this."""
    others = [
        (f, share) for f, share in zip(sentence.figures, sentence.figures[1:], strict=False) if _is_share(sentence, f)
    ]
    others = [(f, share) for f, share in others if f is not part and share.exact and f.same == part.same]
    earlier = [f for f in reading.around(figure) if f.index < part.index and f.same == part.same and f.value]
    for whole in reversed(earlier):
        fitting = [f for f, share in others if fits(f.value * HUNDRED / whole.value, share)]
        if len(fitting) >= 2 or (len(others) == 1 and fitting):
            return judge("share", figure, [ratio(part, whole)])
    return None


def _is_share(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is followed by its own share, in digits or words: then it is no whole of the others."""
    following = next((f for f in sentence.figures if f.index == figure.index + 1), None)
    if following and following.token.percent and SHARE.search(following.lead):
        return True
    end = figure.token.end - sentence.start
    return bool(re.match(r"[^；。：\d]{0,6}，(?:约|就|仅)?占", sentence.text[end:]))


def _numerator(earlier: Sequence[Figure], figure: Figure, words: str) -> Figure:
    """The figure the share is of: the one before it, unless an earlier one counts what the words name."""
    said = re.sub(r"数|总|达到|占|比例|的", "", re.split(r"[，；、]", words)[-1])
    for candidate in reversed(earlier):
        noun = candidate.noun[:14] or candidate.label
        grams = {noun[at : at + 2] for at in range(len(noun) - 1)}
        if len(earlier) > 1 and sum(gram in said for gram in grams) >= 3:
            return candidate
    return earlier[-1]


def _possible_share(part: Figure, figure: Figure) -> Check | None:
    """Whether any whole number of all gives the share printed."""
    if not _whole_number(part) or not 0 < figure.value < HUNDRED or figure.token.step >= 1:
        return None
    low = part.value * HUNDRED / (figure.value + figure.token.step)
    high = part.value * HUNDRED / (figure.value - figure.token.step) if figure.value > figure.token.step else None
    if high is None or _integer_between(low, high):
        return None
    exact = part.value * HUNDRED / figure.value
    near = [exact.to_integral_value(ROUND_FLOOR), exact.to_integral_value(ROUND_CEILING)]
    shown = "，".join(f"{plain(n)} 得 {percent(part.value * HUNDRED / n, figure)}" for n in near if n)
    inside = (part.value * figure.value / HUNDRED).to_integral_value()
    turned = ""
    if fits(inside * HUNDRED / part.value, figure):
        turned = f"；只有把 {plain(part.value)} 当作总数，{plain(inside)} 才占这个比例"
    expression = f"没有整数 N 使 {plain(part.value)} ÷ N = {figure.printed}"
    explain = f"{named(figure)}：{part.printed} 占任何整数的比例都不是它（总数 {shown}）{turned}"
    return check("share", CONTRADICTION, expression, explain, [part, figure])


def _rate(lexicon: Lexicon, sentence: Sentence, figure: Figure, stem: str) -> Check | None:
    """整改率: what was put right over what was found, both named in the sentence."""
    figures = [f for f in sentence.figures if f.counted and not f.moved and f is not figure]
    key = lexicon.words.get(f"rate {stem[-2:]}") or re.compile(re.escape(stem[-2:]))
    parts = [f for f in figures if key.search(f.said) and f.index < figure.index]
    parts = parts or [f for f in figures if key.search(f.said)]
    if not parts:
        pairs = [ratio(a, b) for a in figures for b in figures if a is not b and b.value and a.near == b.near]
        return judge("rate", figure, [r for r in pairs if r.value <= HUNDRED], sure=False)
    ratios = []
    for part in parts:
        wholes = [f for f in figures if f is not part and f.near == part.near and f.value and f.period == part.period]
        said = [ratio(part, whole) for whole in reversed(wholes) if part.value <= whole.value]
        ratios += [_rest(one) for one in said] if _denied(part, stem) else said
    plain_case = len(parts) == 1 and bool(ratios) and _strictly(sentence, parts[0], figure, ratios)
    return judge("rate", figure, ratios, sure=plain_case)


def _denied(part: Figure, stem: str) -> bool:
    """不合格 beside a 合格率: the figure counts what is not meant."""
    key = stem[-2:]
    return any(f"{sign}{key}" in part.said and f"{sign}{key}" not in stem for sign in ("不", "未", "尚未"))


def _rest(one: Ratio) -> Ratio:
    """The share of all the others."""
    return Ratio(HUNDRED - one.value, f"1 − {one.words}", one.figures)


def _strictly(sentence: Sentence, part: Figure, figure: Figure, ratios: Sequence[Ratio]) -> bool:
    """The numbers stand right before the rate, no other rate between them, and count the same things."""
    wholes = [one.figures[1] for one in ratios if one.figures[1].index < part.index]
    beside = [f for f in wholes if f.same == part.same and part.index - f.index <= 2]
    return (
        part.index == figure.index - 1
        and bool(beside)
        and not any(
            between.token.percent for between in sentence.figures if beside[0].index < between.index < part.index
        )
    )


def _moved(sentence: Sentence, figure: Figure) -> Check | None:
    """同比增加12件, with both years' figures in the sentence."""
    words = figure.lead
    down = bool(DOWN.search(words)) and not UP.search(words)
    now = [f for f in _before(sentence, figure) if f.counted and not f.moved and f.period != LAST_YEAR]
    if not now or now[-1].same != figure.same:
        return None
    then = [f for f in sentence.figures if f.period == LAST_YEAR and f.same == figure.same and not f.moved]
    if len(then) != 1 or len(now) != 1:
        return None
    difference = then[0].value - now[-1].value if down else now[-1].value - then[0].value
    arithmetic = f"{plain(now[-1].value)} − {plain(then[0].value)} = {plain(now[-1].value - then[0].value)}"
    figures = [then[0], now[-1], figure]
    if difference == figure.value:
        return check("growth", HOLDS, arithmetic, f"{named(figure)}：与两年的数字相符", figures)
    if not all(f.exact for f in figures):
        return None
    explain = f"{named(figure)}：今年 {now[-1].printed}，上年 {then[0].printed}，应相差 {plain(abs(difference))}"
    return check("growth", CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, figures)


def _points(sentence: Sentence) -> Iterator[Check]:
    """较上年提高3个百分点, with both rates in the sentence."""
    for figure in sentence.figures:
        if figure.near != "points" or not figure.exact:
            continue
        percents = [f for f in sentence.figures if f.token.percent and f.exact]
        then = [f for f in percents if f.period == LAST_YEAR]
        now = [f for f in percents if f.period != LAST_YEAR and f.index < figure.index]
        if len(then) != 1 or len(now) != 1:
            continue
        down = bool(DOWN.search(figure.lead)) and not UP.search(figure.lead)
        difference = then[0].value - now[0].value if down else now[0].value - then[0].value
        arithmetic = (
            f"{plain(now[0].value)}% − {plain(then[0].value)}% = {plain(now[0].value - then[0].value)} 个百分点"
        )
        figures = [then[0], now[0], figure]
        slack = max(f.token.step for f in figures)
        if abs(difference - figure.value) < slack or difference == figure.value:
            yield check("points", HOLDS, arithmetic, f"{named(figure)}：相符", figures)
        else:
            explain = f"{named(figure)}：两个比率相差 {plain(abs(difference))} 个百分点"
            yield check("points", CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, figures)
