"""Things counted and named: 六个中队，即一中队…; 《甲》《乙》《丙》四个文件; 3次，分别于3月、6月; 一是、二是、四是.

Where 等 leaves a list open, only too many names are wrong. 和 may stand inside a name, so a list has a least and a
greatest length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.numerals import number_of

_NUMBER: Final = r"(?<![第每\d.一二三四五六七八九十百“])([一二两三四五六七八九十]{1,3}|\d{1,2})"
_THINGS: Final = (
    r"(?:大类|大|个|支|家|所|名|位|项|条|种|类|次|场|轮|批|期|部|套|座|处|份|件|起|宗|例|篇|张|镇|乡|县|街道|村)"
)
_NAMED: Final = re.compile(
    _NUMBER
    + _THINGS
    + r"[^，。；：、（）\d“”《》]{0,12}(?:(?:，|：|（)(?:时间|日期)?)?"
    + r"(?:即|分别(?:是|为|于|在|对应)|依次(?:是|为))：?([^。；）：]{3,200})"
)
_TITLES: Final = re.compile(
    r"((?:《[^《》]{2,60}》[、，和及与]{0,2}){2,})(等)?(?:，?(?:共计|共|计|合计|总共))?"
    + _NUMBER
    + r"(?:个|项|部|份|件|种|套|篇)"
)
_MAKE: Final = re.compile(
    r"(?<![\u4e00-\u9fff、])([\u4e00-\u9fff]{2,18}、(?:[\u4e00-\u9fff]{2,10}、)+?[\u4e00-\u9fff]{2,18}?)(等|共计?)?"
    + _NUMBER
    + r"(?:个|支|家|所|次|场|轮|大类|类|项|种|大)"
)
_ORGAN: Final = re.compile(r"[科室股队所站处组]$")
_AND: Final = re.compile(r"和|以及|及|与")
_AMOUNT: Final = re.compile(r"\d(?![\d月日])")
_QUOTED: Final = re.compile(r"“([一二两三四五六七八九十]|\d)(?:个|大|项)?([\u4e00-\u9fff]{2})”")
_ORDINAL: Final = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九十])是(?!否)")
_ANNOUNCED: Final = re.compile(_NUMBER + r"(?:个|项|点|条|类|种|大|方面)[\u4e00-\u9fff]{0,8}[：。]")
_SIDES: Final = re.compile(_NUMBER + r"(?:个|大)?(?:方面|环节|途径|渠道|层面)[^，。；：]{0,8}：([^。：]{6,300})。")
"""从四个方面着手：进党校，…；进企业，…；进社区，…。"""
_MARKS: Final = (
    tuple(f"（{at}）" for at in range(1, 16)),
    tuple(f"（{sign}）" for sign in "一二三四五六七八九十"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
    tuple(f"{sign}要" for sign in "一二三四五六七八九十"),
    tuple(f"第{sign}，" for sign in "一二三四五六七八九十"),
    ("1.", *(f"；{at}." for at in range(2, 16))),
)
_SUMMED: Final = re.compile(
    r"(?:以上|上述|这)([二两三四五六七八九十]|\d)(?:点|条|项(?!合计|共|相加|之和)|类|种|大|方面|个(?:方面|问题|环节|措施|举措|做法|特点|原因|短板|不足))"
)
_LENGTHS: Final = 2
_PARTS: Final = re.compile(_NUMBER + r"(批|轮|期|阶段|次)[^。]{0,60}?第一\2")
_LONGEST_NAME: Final = 22


def enumerations(reading: Reading) -> Iterator[Check]:
    """Every count of the report whose things are named beside it."""
    before: Passage | None = None
    for passage in reading.document.passages:
        yield from _named(passage)
        yield from _titled(passage)
        yield from _of_one_make(passage)
        yield from _quoted(passage)
        yield from _gaps(passage)
        yield from _inline(passage)
        yield from _parallel(passage)
        yield from _above(passage, before)
        yield from _numbered(passage)
        before = passage


def _named(passage: Passage) -> Iterator[Check]:
    for found in _NAMED.finditer(passage.text):
        told = _list_of(found[2])
        if told is None or "等" in told or _AMOUNT.search(told):
            continue
        pieces = [piece for piece in told.split("、") if piece]
        joined = _AND.findall(pieces[-1]) if pieces else []
        least, most = len(pieces), len(pieces) + len(joined)
        if least < 2 or any(len(piece) > _LONGEST_NAME for piece in pieces):
            continue
        yield _said(passage, found.start(1), number_of(found[1]), (least, most), found[0][:20])


def _list_of(text: str) -> str | None:
    """The names up to where the sentence goes on; None where commas divide them."""
    first, *rest = text.split("，")
    if "、" not in first or (rest and "、" in rest[0] and "、" not in first):
        return None
    before, sign, last = first.rpartition("、")
    return before + sign + re.split(r"召开|开展|进行|举行|组织|完成|实施", last)[0]


def _titled(passage: Passage) -> Iterator[Check]:
    for found in _TITLES.finditer(passage.text):
        many, listed = number_of(found[3]), found[1].count("《")
        if not found[2] or listed > many:
            yield _said(passage, found.start(3), many, (listed, listed), found[0][-12:])


def _of_one_make(passage: Passage) -> Iterator[Check]:
    """春季、夏季、秋季三次: names that end alike are names and nothing else."""
    for found in _MAKE.finditer(passage.text):
        *names, last = found[1].split("、")
        names[0] = re.split(r"开展|设[立有]?|分(?![别局])|在|对|为|由|组织|包括|涉及|查处|于", names[0])[-1]
        joined = _AND.split(last)
        names += joined if len({name[-1:] for name in (*names, *joined)}) == 1 else [last]
        lengths = {len(name) for name in names}
        alike = len({name[-1:] for name in names}) == 1 and (len(lengths) <= _LENGTHS or bool(_ORGAN.search(last)))
        if not alike and len(lengths) > 1:
            continue
        many = number_of(found[3])
        if found[2] != "等" or len(names) > many:
            yield _said(passage, found.start(3), many, (len(names), len(names)), found[0][-16:])


def _quoted(passage: Passage) -> Iterator[Check]:
    """“五个聚焦”: as many as there are items that begin with the word."""
    for found in _QUOTED.finditer(passage.text):
        yield from _begun_alike(passage, found)
        begun = re.search(rf"一是{found[2]}", passage.text[found.end() :])
        if not begun or begun.start() > _LONGEST_NAME:
            continue
        many = len(re.findall(rf"[一二三四五六七八九十]是{found[2]}", passage.text[found.end() :]))
        yield _said(passage, found.start(), number_of(found[1]), (many, many), found[0])


def _begun_alike(passage: Passage, found: re.Match[str]) -> Iterator[Check]:
    """“四个坚持”的要求，坚持…、坚持…、坚持…: one right behind the other in its sentence."""
    rest = re.match(rf"[^，。；：]{{0,8}}[，：]({found[2]}[^。；：\d]+)", passage.text[found.end() :])
    items = re.split("[、，]", rest[1]) if rest else []
    if len(items) >= _LENGTHS and all(item.startswith(found[2]) and len(item) > _LENGTHS for item in items):
        yield _said(passage, found.start(), number_of(found[1]), (len(items), len(items)), found[0])


def _inline(passage: Passage) -> Iterator[Check]:
    """三个方面：（1）…（2）…: marks inside the paragraph."""
    for found in _ANNOUNCED.finditer(passage.text):
        behind = passage.text[found.end() :]
        for marks in _MARKS:
            if behind.startswith(marks[0]):
                many = next((at for at, mark in enumerate(marks) if mark not in behind), len(marks))
                if many > 1:
                    yield _said(passage, found.start(1), number_of(found[1]), (many, many), found[0].rstrip("：。"))


def _parallel(passage: Passage) -> Iterator[Check]:
    """As many items between semicolons as are announced, where all begin with the same word."""
    for found in _SIDES.finditer(passage.text):
        items = found[2].split("；")
        if len(items) > _LENGTHS and len({item[:1] for item in items}) == 1:
            yield _said(passage, found.start(1), number_of(found[1]), (len(items), len(items)), found[0].split("：")[0])


def _above(passage: Passage, last: Passage | None) -> Iterator[Check]:
    """（一）…（二）…（三）…以上三点: the marks stand before their number, or in the paragraph before."""
    for found in _SUMMED.finditer(passage.text):
        begins = last is not None and found.start() <= _LENGTHS + 1
        before = last.text if last is not None and begins else passage.text[: found.start()]
        many = max((_run(before, marks) for marks in _MARKS), default=0)
        ordinals = [number_of(mark[1]) for mark in _ORDINAL.finditer(before)]
        many = many or (ordinals[-1] if ordinals == list(range(1, len(ordinals) + 1)) and ordinals else 0)
        if many > 1:
            yield _said(passage, found.start(1), number_of(found[1]), (many, many), found[0])


def _run(text: str, marks: Sequence[str]) -> int:
    """How many marks stand in a text one after the other."""
    return next((at for at, mark in enumerate(marks) if mark not in text), len(marks))


def _numbered(passage: Passage) -> Iterator[Check]:
    """三批，第一批6件、第二批5件、第三批7件: the last number is the count."""
    for found in _PARTS.finditer(passage.text):
        behind = re.split("。", passage.text[found.start() :])[0]
        told = [number_of(sign) for sign in re.findall(rf"第([一二三四五六七八九十]){found[2]}", behind)]
        if len(told) > 1 and told == list(range(1, len(told) + 1)):
            yield _said(passage, found.start(1), number_of(found[1]), (len(told), len(told)), found[0][:8])


def _gaps(passage: Passage) -> Iterator[Check]:
    """一是、二是、四是: a number is missing, or counted wrongly."""
    last = 0
    for found in _ORDINAL.finditer(passage.text):
        number = number_of(found[1])
        if last and number == last + 2 and f"{found[1]}是" not in passage.text[: found.start()]:
            line = passage.line(found.start())
            explain = f"“{found[1]}是”前面没有相邻的一项：序号不连续"
            yield Check("count", CONTRADICTION, f"{last} → {number}", explain, (line,))
        last = 1 if number == 1 else number if number == last + 1 else 0


def counted_check(many: int, listed: tuple[int, int], words: str, lines: tuple[int, ...]) -> Check:
    """A count held against the list of what it counts, of which there may be a least and a most."""
    least, most = listed
    if least <= many <= most:
        return Check("count", HOLDS, f"{words} = {many}", f"“{words}”，列出 {many} 项", lines)
    explain = f"“{words}”说有 {many} 项，而列出的是 {least} 项"
    return Check("count", CONTRADICTION, f"{many} ≠ {least}", explain, lines)


def _said(passage: Passage, at: int, many: int, listed: tuple[int, int], words: str) -> Check:
    return counted_check(many, listed, words, (passage.line(at),))
