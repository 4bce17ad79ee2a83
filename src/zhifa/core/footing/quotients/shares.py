"""Shares: a part of a whole the text gives, or of a whole nobody gave.

A percentage printed with three decimals says much about the numbers behind it: with 1,026 of something, no whole
number of all gives 71.345 %; and of twelve cases none are 35 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.quotients.grades import and_above
from zhifa.core.footing.quotients.ratios import (
    HUNDRED,
    SHARE,
    Ratio,
    before,
    fits,
    integer_between,
    judge,
    percent,
    ratio,
    whole_number,
)
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import called, pairs_of

_QUARTERS: Final = 4
_QUARTER: Final = re.compile(r"([一二三四])季度[^，；]{0,8}，占全年[^，；]{0,4}的?$")
_ORDERED: Final = re.compile(r"四个?季度[^，。；]*(?:分别|依次)[^，。；]{0,8}$")
_NAMES: Final = 4
_AROUND: Final = 16
"""How many figures back a share may look for its whole."""
OF_WHOLE: Final = re.compile(r"^）?[\u4e00-\u9fff]{0,10}的$")
"""占总数420家的91.9%: the whole stands right before the share."""
_INSIDE: Final = re.compile(r"其中|涉及|中，|里，|[\u4e00-\u9fff]{2}的(?:案件)?占$")
_BARE: Final = re.compile(r"，占(?:比|总数的|总量的|全部的)?(?:为|达)?")
_MOST: Final = re.compile(r"最[多少高低大](?!的?案件)")
_NAMED: Final = re.compile(
    r"占(?:全部|全年|全市|全县|全区|全镇|全局)?总?([\u4e00-\u9fff]{2,8}?)(?:总人数|总数量|总数|总量|人数|件数|数)?的$"
)
_TOGETHER: Final = re.compile(r"^[^，；、]{0,6}[，（](?:约|共|合计|一共|[两三四五][项者类个])?(?:约|共)?占")
_FROM: Final = re.compile(r"[从由]$")
_AFTERWARDS: Final = re.compile(r"^[，（](?:共计?|计|即|为|有|达)?$")


def share(reading: Reading, sentence: Sentence, figure: Figure, words: str, lexicon: Lexicon) -> Check | None:
    """占比: the figure before it over any figure it could be a share of; else over any whole number."""
    earlier = [f for f in before(sentence, figure) if f.counted and not f.moved]
    earlier = earlier[-_AROUND:]
    if not earlier:
        return None
    if _FROM.search(words):
        return None  # 比例从14%升到19%: what it was
    if quarters := _of_quarters(earlier, words):
        return judge("share", figure, quarters)
    if graded := and_above(earlier, words):
        return judge("share", figure, graded)
    if _TOGETHER.match(words) and _listed(earlier, figure):
        return None  # of all the list or of its last
    if _of_another(earlier[-1], words) and not _INSIDE.search(words):
        return None
    if found := _explicit(reading, sentence, figure, earlier, words, lexicon):
        return found
    if not SHARE.search(words):
        return None
    if _MOST.search(words):
        return None  # 二季度最多，占28%: of one of several figures before
    part = _numerator(earlier, figure, words)
    if _of_own(sentence, part, figure, words):
        inside = "其中" in sentence.text[part.token.end - sentence.start : figure.token.start - sentence.start]
        return possible_part(part, figure) if inside else None
    others_ = [f for f in earlier if f is not part and f.index != figure.index - 1]
    siblings = [f for f in others_ if _is_share(sentence, f) and _beside(sentence, f, part)]
    earlier = [f for f in earlier if f not in siblings]
    wholes = [f for f in earlier if f is not part and f.near == part.near and f.value >= part.value and f.value]
    after = [f for f in sentence.figures if f.index > figure.index and f.near == part.near and f.counted]
    ratios = [ratio(part, whole) for whole in reversed(wholes)]
    around = reading.around(figure)
    more = [f for f in around if f.near == part.near and f.counted and f not in wholes and f not in siblings]
    wider = [ratio(part, f) for f in (*more, *after) if f.value and f is not part]
    others = [
        ratio(f, whole) for f in earlier for whole in earlier if f is not whole and whole.value and f.near == whole.near
    ]
    alike = [f for f in earlier if f.same == part.same and f.value]
    alike = [f for f in alike if _beside(sentence, f, part)]  # a whole is no part beside its own
    both = sum((f.value for f in alike), Decimal(0))
    others += [Ratio(f.value * HUNDRED / both, f"{plain(f.value)} ÷ {plain(both)}", (f,)) for f in alike]
    if found := judge("share", figure, [*ratios, *wider, *others], sure=False):
        return found
    shared = bool(ratios or siblings)
    ratios = [r for r in ratios if not _is_share(sentence, r.figures[1])]
    found = None if ratios else _among_shares(reading, sentence, part, figure)
    if found or (shared and not ratios):
        return found
    adjacent = len(figure.lead) <= 22 and part is earlier[-1]
    if ratios and adjacent and any(whole.same == part.same for whole in wholes):
        return judge("share", figure, [r for r in ratios if r.figures[1].same == part.same])
    if ratios:
        return None
    if found := _of_the_main(reading, sentence, part, figure, words):
        return found
    told = sentence.text[part.token.end - sentence.start : figure.token.start - sentence.start]
    if "其中" in told or _INSIDE.search(words):
        return possible_part(part, figure)
    return possible_share(part, figure)


def _of_quarters(earlier: Sequence[Figure], words: str) -> list[Ratio]:
    """一至四季度分别立案29件、56件、12件、59件，其中四季度最多，占全年的37.8%: one of the four of all of them."""
    listed = earlier[-_QUARTERS:]
    named = _QUARTER.search(words)
    ordered = len(listed) == _QUARTERS and _ORDERED.search(listed[0].lead)
    if not named or not ordered or not all(f.lead.startswith("、") for f in listed[1:]):
        return []
    part, whole = listed["一二三四".index(named[1])], together(listed)
    if not whole:
        return []
    return [Ratio(part.value * HUNDRED / whole, f"{plain(part.value)} ÷ {plain(whole)}", (part, *listed))]


def _listed(earlier: Sequence[Figure], figure: Figure) -> list[Figure]:
    """市场监管1571件、城管1200件、交通835件，占…: the items of one enumeration before a share."""
    found: list[Figure] = []
    for place, part in enumerate(reversed(earlier)):
        if part.index != figure.index - 1 - place or part.same != earlier[-1].same:
            return []
        found.insert(0, part)
        if not part.lead.startswith(("、", "），")):
            break
    return found if len(found) > 1 and not found[0].lead.startswith("、") else []


def _of_own(sentence: Sentence, part: Figure, figure: Figure, words: str) -> bool:
    """Whether a share is of something that was not counted: 县级3,317名；本科以上占86.2%, 97趟，占30.5%."""
    between = [f for f in sentence.figures if part.index < f.index < figure.index and not f.token.percent]
    if any(not f.counted for f in between):
        return True
    if re.search(
        r"[；，、](?:[二两三四五六七八九十]+[个家项类者种]|[两三]者|上述|以上|合计|前[两三五十])[^，；、]*占[^，；、]{0,8}$",
        words,
    ):
        return True
    subject = re.search(r"[；，、]([\u4e00-\u9fff]{2,})占(?:比|总数的|[\u4e00-\u9fff]{0,10}的)?$", words)
    far = "；" in words or any(f.token.percent for f in sentence.figures if part.index < f.index < figure.index)
    return bool(subject and far and subject[1] not in part.said) or words.startswith(("以下占", "以上占"))


def _of_another(part: Figure, words: str) -> bool:
    """Whether a share names a subject of its own that has nothing in common with the figure before it."""
    subject = re.search(r"[；，、]([\u4e00-\u9fff]{2,})占(?:比|[\u4e00-\u9fff]{0,10}的)?$", words)
    subject = subject or re.search(r"；(?:[一二三四五六七八九十]是)?([\u4e00-\u9fff]+)，占[\u4e00-\u9fff]*$", words)
    return subject is not None and len(subject[1]) >= _NAMES and not _alike(subject[1], part.said)


def _alike(one: str, other: str) -> bool:
    """Whether two names have two characters in a row in common."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _of_the_main(reading: Reading, sentence: Sentence, part: Figure, figure: Figure, words: str) -> Check | None:
    """重复信访54件，占7.6%, in a sentence of its own: of what the paragraph counts first, if it is nearly that."""
    if not _BARE.fullmatch(words) or part.index != figure.index - 1 or not part.exact:
        return None
    told = [f for f in reading.of_passage(part.passage) if f.sentence < sentence.number and f.same == part.same]
    main = next((f for f in told if f.counted and f.depth == 0 and f.exact and not f.moved), None)
    if main is None or main.value < max(f.value for f in told) or main.value < part.value or not main.value:
        return None
    made = ratio(part, main)
    return judge("share", figure, [made]) if abs(made.value - figure.value) * 4 <= figure.value else None


def _explicit(
    reading: Reading, sentence: Sentence, figure: Figure, earlier: Sequence[Figure], words: str, lexicon: Lexicon
) -> Check | None:
    """386家，占总数420家的91.9%; 376件中食品类占40.4%，共152件: the text says what is part and what whole."""
    whole = earlier[-1]
    if OF_WHOLE.search(words) and whole.index == figure.index - 1 and re.search(r"占|达|为|相当于", whole.lead):
        parts = [f for f in earlier[:-1] if f.near == whole.near and f.period == whole.period]
        if parts and whole.value:
            listed = [f for at, f in enumerate(parts) if all(g.lead.startswith("、") for g in parts[at + 1 :])]
            both = sum((f.value for f in listed), Decimal(0))
            ratios = [ratio(f, whole) for f in reversed(parts)]
            ratios.append(
                Ratio(both * HUNDRED / whole.value, f"{plain(both)} ÷ {plain(whole.value)}", (*listed, whole))
            )
            return judge("share", figure, ratios, sure=parts[-1].same == whole.same)
    if re.search(r"(?:计划|目标|任务)的$", words):
        plans = [f for f in earlier[:-1] if re.search(r"计划|目标|任务", f.label)]
        if plans and plans[-1].value:
            return judge("share", figure, [ratio(whole, f) for f in plans])
    if found := _of_named(reading, figure, whole, words, lexicon):
        return found
    behind = next((f for f in sentence.figures if f.index == figure.index + 1), None)
    if behind and _AFTERWARDS.match(behind.lead) and behind.same == whole.same and whole.value >= behind.value > 0:
        return judge(
            "share", figure, [ratio(behind, f) for f in reversed(earlier) if f.value and f.near == behind.near]
        )
    return None


def _of_named(reading: Reading, figure: Figure, part: Figure, words: str, lexicon: Lexicon) -> Check | None:
    """占在职人数的91.7%: the whole is the one figure of the paragraph that has the name."""
    named_ = _NAMED.search(words)
    if not named_ or part.index != figure.index - 1 or named_[1] in ("全年", "全部", "总数", "总量"):
        return None
    earlier = [
        f for f in reading.around(part) if f.index < part.index and f.near == part.near and f.value >= part.value
    ]
    wholes = [f for f in earlier if named_[1] in f.label and f.counted and not f.moved and f.period == part.period]
    others = [f for f in earlier if f.counted and f.value and not f.moved]
    if not wholes and (above := called(reading, named_[1], part, lexicon)):
        wholes = [above] if above.value >= part.value else []
    elif not wholes and not re.search(r"占全[市县区省国镇]", words):
        told = [f for f in reading.figures[: part.index] if f.same == part.same and f.counted and not f.moved]
        told = [f for f in told if f.period == part.period and f.value >= part.value]
        wholes = [f for f in told if f.label.endswith(named_[1])]
        wholes = wholes or [f for f in others if f.depth == 0 and f.same == part.same and f.period == part.period]
        if "总" in words and any(f.value > max((w.value for w in wholes), default=f.value) for f in told):
            return None  # the total of all is nothing smaller than what was told before
    if len({f.value for f in wholes}) != 1 or not part.exact:
        return None
    sure = not any(fits(part.value * HUNDRED / f.value, figure) for f in others)
    return judge("share", figure, [ratio(part, f) for f in wholes if f.value], sure=sure)


def possible_part(whole: Figure, figure: Figure) -> Check | None:
    """Whether any whole number of the whole gives the percentage printed: of 12 cases none are 35 %."""
    if not whole_number(whole) or not 0 < figure.value < HUNDRED or not figure.exact:
        return None
    low = whole.value * (figure.value - figure.token.step) / HUNDRED
    high = whole.value * (figure.value + figure.token.step) / HUNDRED
    if integer_between(low, high) or fits(low.to_integral_value(ROUND_CEILING) * HUNDRED / whole.value, figure):
        return None
    exact = whole.value * figure.value / HUNDRED
    near = [exact.to_integral_value(ROUND_FLOOR), exact.to_integral_value(ROUND_CEILING)]
    shown = "，".join(f"{plain(n)} 占 {percent(n * HUNDRED / whole.value, figure)}" for n in near)
    expression = f"没有整数 N 使 N ÷ {plain(whole.value)} = {figure.printed}"
    explain = f"{named(figure)}：{named(whole)} 的任何整数部分都不占这个比例（{shown}）"
    return check("share", CONTRADICTION, expression, explain, [whole, figure])


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
    total = sum((f.value for f, _ in others), part.value)
    fitting = [f for f, share in others if total and fits(f.value * HUNDRED / total, share)]
    if len(fitting) >= 2 and len(fitting) * 2 > len(others):
        return judge(
            "share", figure, [Ratio(part.value * HUNDRED / total, f"{plain(part.value)} ÷ {plain(total)}", (part,))]
        )
    return None


def _beside(sentence: Sentence, one: Figure, other: Figure) -> bool:
    """Whether one is told beside another and not as the whole of it: no 其中 between them."""
    first, last = sorted((one, other), key=lambda figure: figure.index)
    between = sentence.text[first.token.end - sentence.start : last.token.start - sentence.start]
    return first.sentence == last.sentence and not re.search(r"其中|[中里]，|包括|含", between)


def _is_share(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is followed by its own share, in digits or words: then it is no whole of the others."""
    following = next((f for f in sentence.figures if f.index == figure.index + 1), None)
    if following and following.token.percent and SHARE.search(following.lead):
        return True
    before_ = next((f for f in sentence.figures if f.index == figure.index - 1), None)
    if before_ and before_.token.percent and SHARE.search(before_.lead) and _AFTERWARDS.match(figure.lead):
        return True
    end = figure.token.end - sentence.start
    return bool(re.match(r"[^；。：\d]{0,6}，(?:约|就|仅)?占", sentence.text[end:]))


def _numerator(earlier: Sequence[Figure], figure: Figure, words: str) -> Figure:
    """The figure the share is of: the one before it, unless an earlier one counts what the words name."""
    said = re.sub(r"数|总|达到|占|比例|的", "", re.split(r"[，；、]", words)[-1])
    for candidate in reversed(earlier):
        noun = candidate.noun[:14] or candidate.label
        if len(earlier) > 1 and sum(pair in said for pair in pairs_of(noun)) >= 3:
            return candidate
    return earlier[-1]


def possible_share(part: Figure, figure: Figure, kind: str = "share") -> Check | None:
    """Whether any whole number of all gives the share printed, or the growth by a part."""
    if not whole_number(part) or not 0 < figure.value < HUNDRED or figure.token.step >= 1:
        return None
    low = part.value * HUNDRED / (figure.value + figure.token.step)
    high = part.value * HUNDRED / (figure.value - figure.token.step) if figure.value > figure.token.step else None
    if high is None or integer_between(low, high):
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
    return check(kind, CONTRADICTION, expression, explain, [part, figure])
