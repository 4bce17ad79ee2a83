"""Counts that announce a list: 五类…, 三级：…, and the length of the list that follows or stands before.

A number inside a proper name (三项制度) announces nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.footing.words.enumerations import counted_check
from zhifa.core.numerals import number_of

_COUNT: Final = re.compile(
    r"(?<![第每“‘\d.一二三四五六七八九十百])([一二两三四五六七八九十]{1,3}|\d{1,2})"
    r"(大类|类|个方面|方面|大方面|个环节|种情形|种方式|种|项工作|项措施|项重点|项任务|项内容|项|件(?:大事|实事|要事|工作|事)|个问题|大问题|条措施|条意见|点|级(?!单位|机关|机构|部门|医院|政府|以)|关|个领域|大领域|个阶段|个部门|个单位"
    r"|个[\u4e00-\u9fff]{0,6}?(?:问题|方面|环节|特点|亮点|短板|做法|举措|措施|机制|步骤|方向|难点|不足|原因|经验|任务)"
    r"|[个项件类条种大](?=[^，。；：、\d]{0,14}[：，。]一是(?!否))"
    r"|个(?=[：。]|$)|大[\u4e00-\u9fff]{2,4}(?=[：。]|$))"
)
_TO_DO: Final = re.compile(r"([二两三四五六七八九十])[个件项条大场道类种张](?!月)")
"""Behind a verb in a heading: 办好四件实事."""
_AHEAD: Final = 40
"""How many passages on the list of a count may go."""
_LOOSE: Final = frozenset({"项", "点", "级", "关", "种", "个部门", "个单位"})
_ORDINAL: Final = re.compile(r"(?<![统唯专单同])([一二三四五六七八九十]{1,3})是(?!否)")
_LISTED: Final = re.compile(r"[^，。；：、\d]{0,10}[：，。]一是(?!否)")
_FIRSTS: Final = re.compile(r"第([一二三四五六七八九十]{1,3})[，、]")
_SIGNS: Final = "一二三四五六七八九十"
_QUOTED: Final = re.compile(r"“[^”]*”|《[^》]*》")
_NAMED: Final = re.compile(r"“([二两三四五六七八九十])[项个大]([一-龥]{2})”(?:工作|落实情况|情况)?$")
_NEAR: Final = 30
"""So near the beginning of a paragraph stands what it is about."""
_LIST_SIGNS: Final = re.compile(r"、|和|及|以及|与|；")


@dataclass(frozen=True, slots=True)
class _Promise:
    """A count that announces a list: how many, as written, and where."""

    many: int
    words: str
    passage: int
    start: int
    end: int
    line: int
    heading: bool


def headings(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every announced count held against its list."""
    for promise in _promises(reading, lexicon):
        passage = reading.document.passages[promise.passage]
        text = passage.text
        named = _before(promise, text, len(passage.mark), lexicon)
        found = named if named and named[0] == promise.many else _behind(reading, promise, text) or named
        if found is None:
            continue
        many, sure, line = found
        lines = tuple(sorted({promise.line, line}))
        if sure or many == promise.many:
            yield counted_check(promise.many, (many, many), promise.words, lines)
    yield from _named_heading(reading)


def _named_heading(reading: Reading) -> Iterator[Check]:
    """落实“三项制度” above 1. …公示制度, 2. …记录制度, 3. …审核制度: as many paragraphs of that name."""
    passages = reading.document.passages
    for number, passage in enumerate(passages):
        found = _NAMED.search(passage.text) if passage.level and "。" not in passage.text else None
        if not found:
            continue
        behind = range(number + 1, len(passages))
        end = next((at for at in behind if 0 < passages[at].level <= passage.level), len(passages))
        below = passages[number + 1 : end]
        items = [one for one in below if one.level and one.level == below[0].level]
        if len(items) > 1 and all(found[2] in one.text[:_NEAR] for one in items):
            listed = (len(items), len(items))
            yield counted_check(number_of(found[1]), listed, found[0], (passage.line(found.start()), items[0].line(0)))


def _promises(reading: Reading, lexicon: Lexicon) -> Iterator[_Promise]:
    for number, passage in enumerate(reading.document.passages):
        text = passage.text
        hidden = [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
        hidden += [(m.start(), m.end()) for m in lexicon.words["named_counts"].finditer(text)]
        heading = passage.level > 0 and "。" not in text
        counts = [found for found in _COUNT.finditer(text) if _announces(found, text, len(passage.mark))]
        begun = {found.start() for found in counts}
        if heading:
            verbs = lexicon.words["announcing"].finditer(text)
            counts += [m for verb in verbs if (m := _TO_DO.match(text, verb.end())) and m.start() not in begun]
        for found in counts:
            many = number_of(found[1])
            tail = re.match(r"[^，。；：、！？（）\d]{0,14}", text[found.end() :])
            words = found[0] + (tail[0] if tail else "")
            named = any(start <= found.start() < end for start, end in hidden)
            if 2 <= many <= 30 and not named and "情况进行" not in words:
                line = passage.line(found.start())
                yield _Promise(many, words, number, found.start(), found.end(), line, heading)


def _announces(found: re.Match[str], text: str, begins: int) -> bool:
    """Whether a count is no amount (核对 23 项) and no part of a name."""
    if text[found.start() - 1 : found.start()] == "、" and found.start() != begins:
        return False
    if found[1].isdigit() and (found[2] in _LOOSE or "件" in found[2]) and not _LISTED.match(text, found.end()):
        return False
    told = text[found.start() - 1 : found.start()] == "有" and not found[1].isdigit()
    return (
        found[2] != "个"
        or told
        or text[found.end() : found.end() + 1] == "："
        or bool(_LISTED.match(text, found.end()))
    )


_ELSEWHERE: Final = re.compile(r"[^。]{0,6}\d{4}年[^。]{0,12}一是")
"""2025年，一是…: of another year, and none of the things announced."""


def _behind(reading: Reading, promise: _Promise, text: str) -> tuple[int, bool, int] | None:
    """The list that follows: 一是…二是…, numbered paragraphs, or names behind a colon."""
    after = text[promise.end :]
    if listed := _named_list(after):
        return listed[0], listed[1], promise.line
    if (
        (first := after.find("一是")) >= 0
        and not re.search(r"[。\d]", after[:first])
        and "，" not in after[: max(first - 1, 0)]
    ):
        return _marked(reading, promise, promise.end + first)
    stop = re.search(r"[。！？]", after)
    introduced = after[: stop.start()] if stop else after
    if len(introduced) > 40 and not introduced.endswith("："):
        return None
    if introduced.count("，") > 2:
        return None
    here = promise.end + (stop.end() if stop else len(after))
    if _ELSEWHERE.match(text[here:]):
        return None
    return _marked(reading, promise, here)


def _named_list(after: str) -> tuple[int, bool] | None:
    """…类：A、B、C or …级：即A、B、C — names without figures and verbs between."""
    found = re.match(
        r"[^，。；：、（）]{0,12}(?:：即?|，即|，(?:分别|具体)(?:是|为)：?|（即?)([^。；）]{2,160})", after
    )
    if not found or re.search(r"一是|\d|等|，.*，", found[1]) or "、" not in found[1]:
        return None
    items = found[1].split("，")[0]
    pieces = [piece for piece in items.split("、") if piece]
    joined = sum(bool(re.search(r"[^和及与]{2}(?:和|以及|及|与)[^和及与]{2}", piece)) for piece in pieces)
    if any(len(piece) > 24 for piece in pieces):
        return None
    return len(pieces) + (1 if joined and re.search(r"和|以及|及|与", pieces[-1]) else 0), joined <= 1 and not joined


def _marked(reading: Reading, promise: _Promise, start: int) -> tuple[int, bool, int] | None:
    """The length of the marked list that begins right behind, in this passage or the next ones."""
    passages = reading.document.passages
    rest = passages[promise.passage].text[start:]
    level = passages[promise.passage].level
    if found := _ordinals(rest, passages, promise, start, level):
        return found
    following = promise.passage + 1
    if rest.strip() or following >= len(passages):
        return None
    first = passages[following]
    if not first.level or first.level <= level or not re.match(r"[（]?(?:一|1)[）、.．]", first.mark):
        return None
    many, line = 0, first.line(0)
    for passage in passages[following : following + 4 * _AHEAD]:
        if passage.level and passage.level < first.level:
            break
        if passage.level == first.level:
            many += 1
            many += _going_on(passage.text, many + 1)
    return many, _is_sure(promise), line


def _going_on(text: str, number: int) -> int:
    """The marks that go on within a paragraph: （一）….（二）….（三）…"""
    many = 0
    for sign in _SIGNS[number - 1 :]:
        if f"。（{sign}）" not in text and f"；（{sign}）" not in text:
            break
        many += 1
    return many


def _ordinals(
    rest: str, passages: Sequence[Passage], promise: _Promise, start: int, level: int
) -> tuple[int, bool, int] | None:
    """一是…二是…: counted on while the numbers run on, over passages of the same section."""
    texts = [rest]
    for passage in passages[promise.passage + 1 : promise.passage + _AHEAD]:
        if passage.level and (passage.level <= level or level == 0):
            break
        texts.append(passage.text)
    last, line = 0, promise.line
    for place, told in enumerate(texts):
        for found in (_ORDINAL if _ORDINAL.search(told) else _FIRSTS).finditer(told):
            if number_of(found[1]) == last + 1:
                if last == 0 and (place > 1 or found.start() > 60):
                    return None
                last += 1
                spot = passages[promise.passage + place]
                line = spot.line(found.start() + (start if place == 0 else 0))
        if last == 0 and told.strip() and place:
            return None
    return (last, _is_sure(promise), line) if last > 1 else None


def _is_sure(promise: _Promise) -> bool:
    """A bare 项 or 点 inside a long sentence may count something else; kinds and aspects announce what follows."""
    return promise.heading or not re.match(r".{1,3}(?:种|级|关|个单位|个部门)", promise.words)


def _before(promise: _Promise, text: str, begins: int, lexicon: Lexicon) -> tuple[int, bool, int] | None:
    """A、B、C三类: the names before the count. Only kinds of acts are surely names and nothing else."""
    told = re.split(r"[，。；：！？（）]", text[begins : promise.start])[-1]
    if re.search(r"\d", told):
        return None
    open_ended = told.endswith("等")
    pieces = [piece for piece in _LIST_SIGNS.split(told.removesuffix("等")) if piece]
    if len(pieces) < 2:
        return None
    acts = [piece for piece in pieces if lexicon.words["acts"].search(piece)]
    sure = len(acts) == len(pieces) and (not open_ended or len(pieces) > promise.many)
    if open_ended and len(pieces) < promise.many:
        return None
    return len(pieces), sure, promise.line
