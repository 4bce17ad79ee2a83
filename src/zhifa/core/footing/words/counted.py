"""A count beside the names it counts: 甲镇、乙镇、丙镇三镇; 事项为：A、B、C，计3项; 三张清单，即A、B、C; “四个不”：….

A number in Chinese characters right behind names counts the names; one in digits may count what was found in them
(学校、医院、商场5家), so it must say that it is of all of them, or the names must end like what is counted. 和 may
stand inside a name, so a list has a least and a greatest length. Where 等 leaves it open only too many names are wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import CONTRADICTION
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
    r"|级|关(?![于键系口注停闭联怀爱节税卡])|地(?![方块段区点下质理震域址铁级市])|条|座|门|篇|本|份|套|张|处(?!罚|置|理|于|以)"
    r"|起|宗|例|镇|乡|县|区(?!间)|市(?!场|民|级)|街道|村|社区|部门|单位|中队|大队|名(?![录称牌义额誉词列为])|方面|环节|领域|大|次(?![数要日序年]))(?!以上|以下|次))"
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
_PROPER: Final = re.compile(r"“([二两三四五六七八九十][一-龥]{2,6})”")
_SIGNS: Final = re.compile(r"[二两三四五六七八九十]")
_PARTED: Final = re.compile(r"“[二三四五六七八九](.)[二三四五六七八九](.)”[^，。；“”]{0,10}，?（([^（）]+)）")
_TWO: Final = re.compile(
    r"分[为成][^，。；：、“”]{2,20}(?<![以普涉])[和与][^，。；：、和与]{2,20}[，。；](?P<between>[^“”]{0,80}?即)"
    r"(?P<many>[二两三四五六])(?P<of>[种类])(?P<noun>类型|情形|情况|方式)"
)
_MARKS: Final = re.compile(r"(?:“[^“”]{1,24}”[、，和与及]{0,2}){2,}(?P<open>等)?$")
_FAR: Final = 2
"""So many names too few or too many are a miscount; more, and the number counts something else."""
_LONGEST: Final = 16
_LONG: Final = 4
_FEWEST: Final = 3
_SHORT: Final = 3
_PAIR: Final = 2
_SQUADS: Final = frozenset({"中队", "大队"})
_OF_SQUADS: Final = frozenset({"执法", "稽查", "监察", "巡查", "督察", "机动", "直属", "特勤", "交警", "巡警"})
_ORDINALS: Final = "一二三四五六七八九十"
_KINDS_OF_PLACES: Final = re.compile(r"[县市区乡镇]（(?:[县市区乡镇]|街道?|、)+）")
"""三个县（市、区）: the names of what they may be."""
_PLACE: Final = re.compile(r"(?:乡镇|镇|乡|县区?|街道|村|社区)$")


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
            if _is_ordinal(passage, found):
                continue
            if made := _before(passage, found, lexicon) or _behind(passage, found, lexicon):
                yield made
        for found in _QUOTED.finditer(passage.text):
            if made := _behind(passage, found, lexicon):
                yield made
        for found in _TWO.finditer(passage.text):
            words, line = found[0][found.start("many") - found.start() :], passage.line(found.start("many"))
            yield counted_check(number_of(found["many"]), (2, 2), words, (line,))
    yield from _named_alike(reading, lexicon)


def _is_ordinal(passage: Passage, found: re.Match[str]) -> bool:
    """执法三中队 beside 执法二中队 is the third of them, and not three."""
    name = passage.text[max(0, found.start() - _PAIR) : found.start()]
    if found["of"] in _SQUADS and name in _OF_SQUADS and not found["many"].isdigit():
        return True
    others = f"[{_ORDINALS.replace(found['many'], '')}]"
    return bool(re.fullmatch("[一-龥]{2}", name)) and bool(re.search(f"{name}{others}{found['of']}", passage.text))


def _named_alike(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """A proper name with another number: “四个一律” beside “五个一律”, “三级四关” beside （三级：即…；五关：即…）."""
    told = [(found, p) for p in reading.document.passages for found in _PROPER.finditer(p.text)]
    often = Counter(found[1] for found, _ in told)
    kinds: dict[str, list[tuple[re.Match[str], Passage]]] = {}
    for one in told:
        kinds.setdefault(_SIGNS.sub("#", one[0][1]), []).append(one)
    for alike in kinds.values():
        meant, where = max(alike, key=lambda one: (_is_proper(one[0][1], lexicon), often[one[0][1]]))
        around = {said for found, p in alike if found[1] == meant[1] for said in _beside(found, p)}
        for found, passage in alike:
            sure = _is_proper(meant[1], lexicon) or (
                often[meant[1]] > often[found[1]] and around & _beside(found, passage)
            )
            if found[1] != meant[1] and sure and not _is_proper(found[1], lexicon):
                yield _other_name(found[1], meant[1], (passage.line(found.start()), where.line(meant.start())))
    for passage in reading.document.passages:
        for found in _PARTED.finditer(passage.text):
            for kind in found.groups()[:2]:
                inside = re.search(rf"(?:^|[；，。])([二三四五六七八九]{kind})(?:：|即|分别)", found[3])
                if inside and inside[1] not in found[0].split("”")[0]:
                    yield _other_name(found[0].split("”")[0][1:], inside[1], (passage.line(found.start()),))


def _is_proper(name: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.words["named_counts"].fullmatch(name))


def _beside(found: re.Match[str], passage: Passage) -> set[str]:
    """The two words a name in quotation marks stands between."""
    before, behind = passage.text[max(0, found.start() - 2) : found.start()], passage.text[found.end() :][:2]
    return {said for said in (f"{before}“", f"”{behind}") if len(said) > 2 and re.fullmatch("[“”一-龥]+", said)}


def _other_name(name: str, proper: str, lines: tuple[int, ...]) -> Check:
    explain = f"“{name}”与“{proper}”说的是同一件事，数不一样"
    return Check("count", CONTRADICTION, f"{name} ≠ {proper}", explain, tuple(sorted(set(lines))))


def _before(passage: Passage, found: re.Match[str], lexicon: Lexicon) -> Check | None:
    """Names, and right behind them how many they are."""
    left = _BRACKETS.sub("", passage.text[len(passage.mark) : found.start()][-240:])
    said = _ALL.search(left)
    assert said is not None
    told = left[: said.start()]
    if told.endswith(("和", "及", "与")):
        return None  # 综合科、法制科和两个执法大队: the count is of the last name
    campaigns = None
    if found["of"] == "次" and not told.endswith("”"):
        return None  # 次 counts what was done to the names
    if told.endswith("”"):
        listed, introduced = _in_marks(told), True
    else:
        segment = _STOPS.split(told)[-1]
        introduced = told[: len(told) - len(segment)].endswith("：") or bool(
            re.search(r"为|是|有|即|包括|涉及|涵盖|覆盖|聚焦|围绕|分布", segment[:12])
        )
        campaigns = lexicon.words["campaigns"].match(found["of"] + found["noun"])
        listed = _of_one_end(segment, found) or _names(
            re.sub("[“”]", "", segment) if campaigns else segment, lexicon, led=True
        )
        introduced = introduced or bool(campaigns)
    if listed is None or (said["comma"] and not introduced):
        return None
    many, digits = number_of(found["many"]), found["many"].isdigit()
    placed = bool(_PLACE.search(found["of"] + found["noun"])) and all(len(name) <= _SHORT for name in listed.names[1:])
    organ = lexicon.words["organs"]
    alike = bool(campaigns) or found["of"] in "类种" or placed
    alike = alike or all(map(organ.search, (*listed.names, found["of"] + found["noun"])))
    whole = bool(said["all"] or said["comma"] or told.endswith("”"))
    over = bool(said["open"]) and listed.least > many
    if not whole and not over and ((digits and not alike) or _PRODUCT.match(found["of"])):
        return None
    if listed.least < _FEWEST and many > _FEWEST and not re.search("分[为成]", told):
        return None
    if said["open"] and not said["all"]:
        return _judged(passage, found, many, listed) if listed.least > many else None
    if min(abs(many - listed.least), abs(many - listed.most)) > _FAR:
        return None
    return _judged(passage, found, many, listed)


def _behind(passage: Passage, found: re.Match[str], lexicon: Lexicon) -> Check | None:
    """How many, and the names behind a colon, 即, 分别为 or in brackets, or with what is counted in each."""
    if run := _repeating(passage, found):
        return _judged(passage, found, number_of(found["many"]), run)
    said = _SAID.match(passage.text, found.end())
    if not said or _KINDS_OF_PLACES.match(passage.text, found.end() - 1):
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


def _repeating(passage: Passage, found: re.Match[str]) -> _List | None:
    """三个专项行动，食品专项行动、燃气专项行动、农资专项行动均…: names that all end with what is counted."""
    noun = found["noun"][-_LONG:]
    said = re.match(r"[，：]([^，。；：（）\d]+)", passage.text[found.end() :]) if len(noun) >= _PAIR else None
    pieces = re.split("、|以及|和(?!解|谐)", said[1]) if said else []
    if len(pieces) < _PAIR or "等" in "".join(pieces) or not all(piece.endswith(noun) for piece in pieces[:-1]):
        return None
    last = pieces[-1].partition(noun)
    alone = len(last[0]) > 1 and last[1] and not any(piece == noun for piece in pieces)
    return _List(len(pieces), len(pieces), tuple(pieces)) if alone else None


def _of_one_end(segment: str, found: re.Match[str]) -> _List | None:
    """A制度、B制度和C制度三项制度: names that end with what is counted, however long."""
    noun = found["noun"][:_PAIR]
    names = re.split("、|以及|和(?!解|谐)|及(?!时)", segment)
    ends = len(noun) == _PAIR and len(names) >= _PAIR and all(len(n) > _PAIR and n.endswith(noun) for n in names)
    return _List(len(names), len(names), tuple(names)) if ends else None


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
    last = _AND.search(names[-1])
    firsts = [*names[:-1], names[-1][: last.start(1)]] if last else []
    alike = bool(firsts) and all(name.endswith(names[0][-2:]) for name in firsts)
    return _List(len(names) + alike, len(names) + len(joined), tuple(names))


def _judged(passage: Passage, found: re.Match[str], many: int, listed: _List) -> Check:
    return counted_check(many, (listed.least, listed.most), found[0].rstrip("的"), (passage.line(found.start()),))
