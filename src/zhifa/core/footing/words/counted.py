"""A count beside the names it counts: 甲镇、乙镇、丙镇三镇; 事项为：A、B、C，计3项; 三张清单，即A、B、C; “四个不”：….

A number in Chinese characters right behind names counts the names; one in digits may count what was found in them
(学校、医院、商场5家), so it must say that it is of all of them, or the names must end like what is counted. 和 may
stand inside a name, so a list has a least and a greatest length. Where 等 leaves it open only too many names are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.footing.words.enumerations import counted_check
from zhifa.core.numerals import number_of

_NUMBER: Final = (
    r"(?<![第每\d.,%两一二三四五六七八九十百“‘])(?P<many>[二两三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})"
)
_COUNT: Final = re.compile(
    _NUMBER + r"(?P<of>(?:大|小)?(?:个(?!月|百分点|工作日|小时|季度|年|人|案)|家|所|支|项|类|种|部(?!门|委)"
    r"|级|条|座|门|篇|本|份|套|张|处(?!罚|置|理|于|以)"
    r"|起|宗|例|镇|乡|县|区(?!间)|市(?!场|民|级)|街道|村|社区|部门|单位|中队|大队|方面|环节|领域|大)(?!以上|以下|次))"
    r"(?P<noun>[^，。；：、（）“”《》\d]{0,10})"
)
_ALL: Final = re.compile(
    r"(?P<open>等)?(?P<all>全部|所有|这|以上|上述|共|共计)?(?P<comma>，(?:共计|总计|合计|一共|总共|共有|共|计))?$"
)
_PRODUCT: Final = re.compile(r"[份本篇套张起宗例条座处]")
"""What was made or found for the names before may be counted so."""
_STOPS: Final = re.compile(r"[，。；：！？]")
_BRACKETS: Final = re.compile(r"（[^（）]*）")
_AND: Final = re.compile(r"[^和及与参涉普危](以及|和(?![谐解睦])|及(?![时其格])|与(?![会否此]))(?=[^和及与])")
_SAID: Final = re.compile(
    r"(?:(?P<sure>，?(?:即|分别(?:是|为|对应)|依次(?:是|为)|也就是)：?|（(?:即|分别(?:是|为)))|：(?:即|分别(?:是|为))?|（)(?P<list>[^。；）：]{3,200})"
)
_QUOTED: Final = re.compile(
    r"“(?P<many>[二两三四五六七八九十])(?P<of>[一-龥][^“”]{0,6})”(?P<noun>[^，。；：、（）“”即分]{0,6})"
)
_MARKS: Final = re.compile(r"(?:“[^“”]{1,24}”[、，和与及]{0,2}){2,}(?P<open>等)?$")
_FAR: Final = 2
"""So many names too few or too many are a miscount; more, and the number counts something else."""
_LONGEST: Final = 16
_FEWEST: Final = 3
_SHORT: Final = 3
_PLACE: Final = re.compile(r"(?:乡镇|镇|乡|县区?|街道|村|社区)$")
_ORGAN: Final = re.compile(r"[科室局办队所镇乡县区村站院校厂处股组会委街道]$")


@dataclass(frozen=True, slots=True)
class _List:
    """Names: the least and the most there may be, and the names themselves."""

    least: int
    most: int
    names: tuple[str, ...]


def counted(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every count with its names before or behind it."""
    for passage in reading.document.passages:
        for found in _COUNT.finditer(passage.text):
            if made := _before(passage, found, lexicon) or _behind(passage, found, lexicon):
                yield made
        for found in _QUOTED.finditer(passage.text):
            if made := _behind(passage, found, lexicon):
                yield made


def _before(passage: Passage, found: re.Match[str], lexicon: Lexicon) -> Check | None:
    """Names, and right behind them how many they are."""
    left = _BRACKETS.sub("", passage.text[: found.start()][-240:])
    said = _ALL.search(left)
    assert said is not None
    told = left[: said.start()]
    if told.endswith(("和", "及", "与")):
        return None  # 综合科、法制科和两个执法大队: the count is of the last name
    if told.endswith("”"):
        listed, introduced = _in_marks(told), True
    else:
        segment = _STOPS.split(told)[-1]
        introduced = told[: len(told) - len(segment)].endswith("：") or bool(
            re.search(r"为|是|有|即|包括", segment[:12])
        )
        listed = _names(segment, lexicon, led=True)
    if listed is None or (said["comma"] and not introduced):
        return None
    many, digits = number_of(found["many"]), found["many"].isdigit()
    placed = bool(_PLACE.search(found["of"] + found["noun"])) and all(len(name) <= _SHORT for name in listed.names[1:])
    alike = (
        placed or all(_ORGAN.search(name) for name in listed.names) and bool(_ORGAN.search(found["of"] + found["noun"]))
    )
    whole = bool(said["all"] or said["comma"] or told.endswith("”"))
    over = bool(said["open"]) and listed.least > many
    if not whole and not over and ((digits and not alike) or _PRODUCT.match(found["of"])):
        return None
    if listed.least < _FEWEST and many > _FEWEST:
        return None
    if said["open"] and not said["all"]:
        return _judged(passage, found, many, listed) if listed.least > many else None
    if min(abs(many - listed.least), abs(many - listed.most)) > _FAR:
        return None
    return _judged(passage, found, many, listed)


def _behind(passage: Passage, found: re.Match[str], lexicon: Lexicon) -> Check | None:
    """How many, and the names behind a colon, 即, 分别为 or in brackets."""
    said = _SAID.match(passage.text, found.end())
    if not said:
        return None
    told = said["list"]
    clauses = told.split("，")
    listed = _in_marks(told, whole=False) or _names(clauses[0], lexicon, told=bool(said["sure"]) or found[0][0] == "“")
    if listed is None or (len(clauses) > 1 and "、" in clauses[1]) or re.search(r"等|包括|其中|主要", clauses[0]):
        return None
    many = number_of(found["many"])
    if not said["sure"] and min(abs(many - listed.least), abs(many - listed.most)) > _FAR:
        return None
    return _judged(passage, found, many, listed)


def _in_marks(text: str, *, whole: bool = True) -> _List | None:
    """“甲、乙、丙” or “甲”“乙”“丙”."""
    if not whole:
        run = re.match(r"(?:“[^“”]{1,24}”[、，和与及]{0,2}){2,}", text)
        many = run[0].count("“") if run else 0
        return _List(many, many, ()) if run and not re.match(r"[^。；]*“", text[run.end() :]) else None
    if run := _MARKS.search(text):
        many = run[0].count("“")
        return _List(many, many, ())
    inside = text[text.rfind("“") + 1 : -1]
    names = inside.split("、")
    plain = len(names) > 1 and all(0 < len(name) <= _LONGEST and not re.search(r"[，。；]", name) for name in names)
    return _List(len(names), len(names), ()) if plain else None


def _names(text: str, lexicon: Lexicon, *, led: bool = False, told: bool = False) -> _List | None:
    """The names of a list; None where they are no names.

    The first of a `led` list has words before it. A list that is `told` to be one may have verbs in its names.
    """
    for column in lexicon.columns:
        if "、" in column:
            text = text.replace(column, column.replace("、", ""))
    names = text.split("、")
    own = names[1:] if led else names
    if len(names) < 2 or any(not 0 < len(name) <= _LONGEST + 8 * told for name in own):
        return None
    acting = lexicon.words["list verbs"]
    if any(re.search(r"[\d“”《》%]", name) or (not told and acting.search(name)) for name in own):
        return None
    ends = {name[-1] for name in own}
    joined = [pair[0][0] for name in own for pair in _AND.finditer(name)]
    if len(ends) == 1 and len(names) > 2:
        sure = sum(before in ends for before in joined)
        return _List(len(names) + sure, len(names) + sure, tuple(names))
    return _List(len(names), len(names) + len(joined), tuple(names))


def _judged(passage: Passage, found: re.Match[str], many: int, listed: _List) -> Check:
    return counted_check(many, (listed.least, listed.most), found[0].rstrip("的"), (passage.line(found.start()),))
