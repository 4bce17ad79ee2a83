"""Claims about all and none: 已全部整改 beside 218 of 230, 未发生行政复议 beside two cases of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.periods import THIS_YEAR

_ALL: Final = re.compile(
    r"(?:已?全部|(?<!平)均已?|都已|悉数|无一遗漏地?)(?:在[^，。；]{1,8}内)?(?:按[^，。；\d]{0,6})?(?:及时|依法|按期|按时|完成|实现)*([\u4e00-\u9fff]{2})"
)
_PART: Final = re.compile(
    r"^(?:其中|已经?|现已|目前|实际|完成|截至[^，]{0,6})*([\u4e00-\u9fff]{2})(?:完成|到位|完毕|销号)*$"
)
_EXCEPT: Final = re.compile(r"，(?:其中|仅|只|但|尚|还|仍)[^，。；]{0,6}$")
_BESIDE: Final = 24
_HUNDRED: Final = 100
_NONE: Final = re.compile(
    r"(?:未发生|没有发生|未出现|未产生|没有|(?<![\u4e00-\u9fff])无)(?:一起|1起|一件|1件|新增|新发生?|任何)?"
    r"((?:[\u4e00-\u9fff]{2,6}?、)?[\u4e00-\u9fff]{2,6}?)(?:案件|申请|情况|事项|情形)?(?=[，。；])"
)

_NEVER: Final = re.compile(
    r"(?:全年|本年|年内|20\d\d年度?)(?:均|都|尚)?(?:未|没有)((?:制发|作出|实施|采取|下达|发出|发生|提起|收到|受理|查封|扣押|移送|申请)[\u4e00-\u9fff]{3,16})(?=[，。；])"
)


def fullness(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every claim of all or none that a figure of the report denies."""
    for sentence in reading.sentences:
        yield from _all(sentence)
    yield from _none(reading, lexicon)
    yield from _never(reading)


def _all(sentence: Sentence) -> Iterator[Check]:
    """What was wholly done, and a figure of the same sentence that says how much was."""
    for claim in _ALL.finditer(sentence.text):
        at = sentence.start + claim.start()
        figures = [f for f in sentence.figures if f.counted and f.exact and not f.moved and not f.group]
        before = [f for f in figures if f.token.end <= at]
        if not before or "；" in sentence.text[before[-1].token.end - sentence.start : claim.start()]:
            continue
        whole = before[-1]
        yield from _rate(sentence, claim, at)
        yield from _not_so(sentence, claim, whole)
        for done in figures:
            said = _PART.match(re.split(r"[，；。、（）]", done.lead)[-1])
            if done.index != whole.index + 1 or not said or said[1] != claim[1] or done.same != whole.same:
                continue
            if done.value < whole.value:
                explain = f"说“{claim[0]}”，而 {named(whole)}，{named(done)}"
                yield check("all", CONTRADICTION, f"{plain(done.value)} < {plain(whole.value)}", explain, [whole, done])


def _not_so(sentence: Sentence, claim: re.Match[str], whole: Figure) -> Iterator[Check]:
    """全部按期办结，其中有8条…至今仍未办结."""
    for figure in sentence.figures:
        behind = re.split("[；。]", sentence.text[figure.token.end - sentence.start :])[0]
        meant = figure.index == whole.index + 1 and figure.token.start - sentence.start > claim.end()
        inside = _EXCEPT.search(figure.lead) and figure.same == whole.same
        if meant and inside and figure.exact and figure.value > 0 and re.search(rf"[未没][能有]?{claim[1]}", behind):
            explain = f"说“{claim[0]}”，而 {named(figure)}{behind}"
            yield check("all", CONTRADICTION, f"{plain(figure.value)} > 0", explain, [whole, figure])


def _rate(sentence: Sentence, claim: re.Match[str], at: int) -> Iterator[Check]:
    """均已办结，办结率96.6%."""
    for rate in sentence.figures:
        said = rate.lead[-12:]
        beside = 0 <= rate.token.start - at < _BESIDE and "；" not in rate.lead
        meant = rate.token.percent and rate.exact and f"{claim[1]}率" in said
        if beside and meant and rate.value < _HUNDRED:
            explain = f"说“{claim[0]}”，而{named(rate)}"
            yield check("all", CONTRADICTION, f"{plain(rate.value)}% < 100%", explain, [rate])


def _none(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """What is said not to have happened, and a figure that counts it."""
    for number, passage in enumerate(reading.document.passages):
        for claim in _NONE.finditer(passage.text):
            subjects = lexicon.words["happenings"].findall(claim[1])
            if not subjects or len("".join(subjects)) + 3 < len(claim[1].replace("、", "")):
                continue
            line = passage.line(claim.start())
            for figure in reading.figures:
                if (subject := _counts(figure, subjects)) and not _same_place(figure, number, claim.start()):
                    explain = f"第 {line} 行说“{claim[0]}”，而第 {figure.line} 行有{subject} {figure.printed}"
                    lines = tuple(sorted({line, figure.line}))
                    yield Check("none", CONTRADICTION, f"0 ≠ {plain(figure.value)}", explain, lines, (figure.index,))


def _never(reading: Reading) -> Iterator[Check]:
    """全年未制发监督决定书, and 制发监督决定书2份: the same verb and the same thing."""
    for number, passage in enumerate(reading.document.passages):
        for claim in _NEVER.finditer(passage.text):
            for figure in reading.figures:
                counts = figure.counted and figure.value > 0 and figure.period == THIS_YEAR and not figure.partial
                if counts and figure.label.endswith(claim[1]) and not _same_place(figure, number, claim.start()):
                    line = passage.line(claim.start())
                    explain = f"第 {line} 行说“{claim[0]}”，而第 {figure.line} 行有{named(figure)}"
                    lines = tuple(sorted({line, figure.line}))
                    yield Check("none", CONTRADICTION, f"0 ≠ {plain(figure.value)}", explain, lines, (figure.index,))


def _counts(figure: Figure, subjects: list[str]) -> str:
    if (
        not figure.counted
        or figure.value <= 0
        or figure.period != THIS_YEAR
        or figure.partial
        or figure.near != "thing"
    ):
        return ""
    if figure.moved or figure.group:
        return ""
    return next((s for s in subjects if re.search(rf"{s}(?:案件|申请)?(?:共|有|为)*$", figure.label)), "")


def _same_place(figure: Figure, passage: int, at: int) -> bool:
    return figure.passage == passage and abs(figure.token.start - at) < 30
