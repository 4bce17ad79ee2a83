"""A figure said again by pointing at it: 以上214件, 受理的102件中, 不计入上述5937件, 停用的12处不在416处之内.

Such a figure was told before. Where it was not, and what the words point at is the same number but for a slip, one of
the two is wrong. A sum of figures told before may be pointed at as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped, reordered, swapped
from zhifa.core.footing.reading.naming import canonical, own_label, pairs_of, pairs_said
from zhifa.core.footing.twice.sameness import close, compared

_THESE: Final = re.compile(
    r"(?:上述|前述|(?:^|[在对将把从])(?:以上|这)|[为给织向]这)(?:被[一-龥]{1,4}的)?(?:全部|共|[一-龥]{0,8}(?:合计|共计|总计))?$"
)
_OUTSIDE: Final = re.compile(r"(?:不|未|不再)(?:计入|列入|纳入|包[括含]在|含在|在|算在)(?:上述|以上|这|前述)?$")
_INSIDE: Final = re.compile(r"(?:已|均|都|全部)(?:计入|列入|纳入|包[括含]在|含在)(?:上述|以上|这|前述)?$")
_OF: Final = re.compile(
    r"(?:^[在对将从由被所]?|[在对将从由被]|\d[件条起宗个次名人家户处](?=[发查受立检巡排]))(?P<who>[一-龥]{2,12}?)的(?:这|全部)?$"
)
_AMONG: Final = re.compile(r"[一-龥]{0,6}?(?:之?中|里|当中|之?内)(?![心医小])")
_NAMED: Final = re.compile(r"([一-龥]{2,8}?)(?:的|案件)?(?:之?中|里|当中|之?内)(?![心医小])")
"""What a figure that points back says it is of: 33件结案中."""
_RUNNING: Final = re.compile(
    r"[一-龥]{0,6}?(?:，其中|，(?=[一-龥]{1,6}\d)|结论|结果|，?(?:全部|均)|已|不[在计]|看，|，有)"
)
_EACH: Final = re.compile(
    r"(?P<who>[一-龥]{2,8}?)(?:案件)?(?:的?(?:文书|案卷|卷宗|材料)|、\d+[件起宗名人][一-龥]{2,8}?)?"
    r"，?已?(?:逐[件一个]|全[部面员]|进行全|均)"
)
_WHOLE: Final = re.compile(
    r"(?:^|[对将为]|今年|目前|年[末底]|组织|安排|[和与及])$|[全我本][镇乡县区市街局](?:道)?[仅共]?$"
)
"""What stands before a number that is of all: 全区22个镇街, 对192起处罚案件的文书逐件…."""
_HEAD: Final = re.compile(r"(?P<who>[一-龥]{2,16}?)(?=[和与及、，。；的]|$)")
_ABOUT: Final = re.compile(r"[一-龥]{2,6}?(?:分别)?(?:涉及|分布|来自|集中)[^，。；、]{2,12}、")
"""What begins a sentence and says of what it is: 1140件诉求涉及占路经营、违法建设."""
_THERE: Final = re.compile(r"[现共实]有[^，。；]{0,16}$")
_BEGUN: Final = re.compile(
    r"^[^，。；]{0,12}[：】]|^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])"
)
_THING: Final = re.compile(
    r"(?P<name>[一-龥]{0,8}?)(?:(?P<of>之?中(?!心)|里|当中|的)|(?=[，、。；]|有\d|均|全部|共\d|按|分布|涉及))(?![心医小])"
)
"""What a sentence that begins with a number is about: 121件受理案件中."""
_TIME: Final = re.compile(r"^(?:20\d\d年度?|[今本]年度?|全年|年内|一年来|共|累计)+")
_OF_YEAR: Final = re.compile(r"(?:全年|一年来)(?:(?P<who>[一-龥]{2,4})的)?$")
_BRACKETS: Final = re.compile(r"（[^（）]*）")
_LOOKED: Final = 80
_BACK: Final = 8
"""How many paragraphs before a figure what it points at may stand."""
_FAR: Final = 40
_MOST: Final = 10
_FAR_OFF: Final = 7
_LONG: Final = 4
_TENS: Final = 10
_HUNDREDS: Final = 100


def referred(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every figure that points back at another."""
    for figure in reading.figures:
        if not figure.counted or not figure.exact or figure.moved:
            continue
        text = reading.document.passages[figure.passage].text
        before = text[max(0, figure.token.start - _FAR) : figure.token.start]
        behind = _BRACKETS.sub("", text[figure.token.end : figure.token.end + _LOOKED])
        clause = re.split(r"[，。；：、（）]", before)[-1]
        among = bool(_AMONG.match(behind))
        owner = _OF.search(clause)
        bare = among and (clause in ("在", "从") or (not clause and before[-1:] in ("", "。", "；", "，")))
        if figure.value < _TENS and not bare:
            continue
        said = _NAMED.match(behind) if bare else None
        if said and lexicon.words["stages"].search(said[1]):
            told = [f for f in _earlier(figure, reading) if said[1] in f.said or f.value == figure.value]
            made = _pointed(figure, told) or _owned(figure, said[1], told, reading, lexicon, among=True)
        elif bare or _THESE.search(clause) or _OUTSIDE.search(clause) or _INSIDE.search(clause):
            made = _pointed(figure, _earlier(figure, reading))
            if said and not made:
                made = _owned(figure, said[1], _earlier(figure, reading), reading, lexicon, among=False)
        elif owner and (among or _RUNNING.match(behind)):
            thing = _EACH.match(behind)
            made = _owned(figure, owner["who"], _earlier(figure, reading), reading, lexicon, among=among)
            if thing and not made:
                whose = owner["who"] + thing["who"]
                made = _owned(figure, whose, _earlier(figure, reading), reading, lexicon, among=among)
        elif _WHOLE.search(clause) and (each := _EACH.match(behind) or ("全" in clause and _HEAD.match(behind))):
            told, area = _earlier(figure, reading), clause.rstrip("仅共")[-1:] if "全" in clause else ""
            made = _owned(figure, each["who"], told, reading, lexicon, among=False, area=area)
            here = [f for f in told if f.passage == figure.passage]
            if len({f.value for f in here}) == 1 and not canonical(each["who"], lexicon):
                made = made or _pointed(figure, here[-1:])
        elif before[-1:] == "。" and _ABOUT.match(behind):
            made = _pointed(figure, [f for f in _earlier(figure, reading)[-1:] if swapped(f.value, figure.value)])
        else:
            made = None
        if not made and (year := _OF_YEAR.search(clause)):
            made = _of_year(figure, f"{year['who'] or ''}，{behind[:_LONG]}", reading)
        if made := made or _definite(figure, behind, reading):
            yield made


def _of_year(figure: Figure, said: str, reading: Reading) -> Check | None:
    """全年48136件处罚案件中, where 41836件 was told, and 48136 nowhere else: how far before does not matter."""
    others = [f for f in reading.figures if f.unit == figure.unit and f is not figure and f.counted and not f.moved]
    if any(f.value == figure.value for f in others):
        return None
    names = pairs_of(said)
    near = [f for f in others if f.index < figure.index and f.exact and not f.depth]
    near = [f for f in near if swapped(f.value, figure.value) or reordered(f.value, figure.value)]
    near = [f for f in near if any(name in f.said for name in names)]
    return compared(figure.said, near[-1], figure) if len({f.value for f in near}) == 1 else None


def _definite(figure: Figure, behind: str, reading: Reading) -> Check | None:
    """58件结案案件，… · 年末在办46件中，…: a sentence that begins with a number speaks of one told before.

    The only figure before whose words share a pair of characters with these is meant, if one is the other mistyped.
    """
    sentence = reading.sentences[figure.sentence]
    begins = sentence.figures[0] is figure and figure.value >= _TENS
    lead = _BEGUN.sub("", figure.lead)
    thing = _THING.match(behind)
    if not begins or thing is None or len(lead) > _TENS or (lead and not thing["of"] and not lead.endswith("的")):
        return None
    names = pairs_said(lead) | pairs_said(thing["name"])
    told = [f for f in reading.figures[: figure.index] if f.unit == figure.unit and f.counted and not f.moved]
    told = [f for f in told if f.sentence != figure.sentence and f.period == figure.period]
    if any(f.value == figure.value for f in told):
        return None
    alike = [f for f in told if f.exact and names & (pairs_said(f.label) | pairs_said(f.noun))]
    if figure.value >= _HUNDREDS:
        alike = [f for f in alike if _slip(f, figure)]
    if len({f.value for f in alike}) != 1 or not _slip(alike[-1], figure):
        return None
    return compared(f"{lead}{thing['name']}", alike[-1], figure)


def _earlier(figure: Figure, reading: Reading) -> list[Figure]:
    """The figures told before that count the same, the nearest last."""
    told = reading.figures[max(0, figure.index - _FAR) : figure.index]
    told = tuple(f for f in told if figure.passage - f.passage <= _BACK and f.counted and not f.moved)
    return [f for f in told if (f.unit == figure.unit or f.same == figure.same == "person") and f.value > 0]


def _shared(figure: Figure, meant: Figure, reading: Reading) -> bool:
    """Whether the sentence tells what is missing: 11名全部参加市级轮训，其余4人参加县级轮训."""
    told = reading.sentences[figure.sentence].figures
    return any(f.value == abs(meant.value - figure.value) and f.same == figure.same for f in told if f is not figure)


def _pointed(figure: Figure, told: Sequence[Figure]) -> Check | None:
    if not told:
        return None
    if found := _told(figure, told):
        return found
    near = [f for f in told if f.exact and _slip(f, figure)]
    near = [f for f in near if figure.value >= _HUNDREDS or f.passage == figure.passage]
    if near:
        return compared(figure.label, near[-1], figure)
    last = [f for f in told if f.passage == figure.passage and f.exact][-_MOST:]
    for run in (last[begin:] for begin in range(len(last) - 1)):
        total = together(run)
        if total >= _HUNDREDS and mistyped(total, figure.value) and not any(f.group for f in run):
            explain = f"{named(figure)}指的是前面的{'、'.join(map(named, run))}"
            expression = f"{' + '.join(plain(f.value) for f in run)} = {plain(total)} ≠ {plain(figure.value)}"
            return check("repeat", CONTRADICTION, expression, explain, [*run, figure])
    return None


def _owned(
    figure: Figure, who: str, told: Sequence[Figure], reading: Reading, lexicon: Lexicon, *, among: bool, area: str = ""
) -> Check | None:
    """受理的102件中 of 受理102件; without the same words only a slip of the last figure is believed.

    `area` says of what all are meant (全镇): what there is in it (现有, 共有) is the same number.
    """
    name = canonical(who, lexicon)
    behind = reading.document.passages[figure.passage].text[figure.token.end :]
    alike = [f for f in told if f.exact and len(name) > 1 and _named_so(f, name, reading, lexicon)]
    alike = alike or [f for f in told if f.exact and (_said_so(f, f"{who}{behind}") or f.noun == who)]
    if found := _told(figure, told):
        return found
    if len({f.value for f in alike}) == 1 and not _shared(figure, alike[-1], reading):
        meant = alike[-1]
        label = canonical(own_label(meant, reading), lexicon)
        own = label == name and meant.passage == figure.passage
        own = own or (among and len(name) >= _LONG and label.endswith(name) and close(meant, figure))
        own = own or bool(area and area in meant.lead and _THERE.search(meant.lead))
        own = own or (among and close(meant, figure) and meant.passage == figure.passage)
        sure = canonical(meant.noun, lexicon).startswith(name) or _said_so(meant, f"{who}{behind}")
        if own or _slip(meant, figure, sure=sure):
            return compared(who, meant, figure)
    if alike or not among:
        return None
    near = [f for f in told if f.exact and f.passage == figure.passage and figure.sentence - f.sentence <= 1]
    near = [f for f in near if _slip(f, figure) and figure.value >= _HUNDREDS]
    return compared(figure.label, near[-1], figure) if len({f.value for f in near}) == 1 else None


def _named_so(figure: Figure, name: str, reading: Reading, lexicon: Lexicon) -> bool:
    own = canonical(own_label(figure, reading), lexicon)
    if own == name or canonical(figure.noun, lexicon).startswith(name) or (len(own) > 2 and name.startswith(own)):
        return True
    return len(own) > 1 and own.endswith(name) and not _denied(own, name)


def _said_so(figure: Figure, said: str) -> bool:
    """抽查的25本案卷 is said in the words of 抽查案卷25本."""
    label, told = (_TIME.sub("", words) for words in (figure.label, said))
    return len(label) >= _LONG and told.startswith(label)


def _denied(one: str, other: str) -> bool:
    """不予受理 is not 受理."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return bool(re.search(r"[不未非没无拟应]$|不予$|未予$", longer.removesuffix(shorter)))


def _told(figure: Figure, told: Sequence[Figure]) -> Check | None:
    """The figure told before, or the sum of some that stand together."""
    same = next((f for f in reversed(told) if abs(f.value - figure.value) <= f.token.slack + figure.token.slack), None)
    if same:
        return check("repeat", HOLDS, f"{plain(same.value)} = {plain(figure.value)}", "前后相同", [same, figure])
    last = [f for f in told[-_MOST:] if figure.value >= _HUNDREDS or f.passage == figure.passage]
    runs = (last[begin:end] for begin in range(len(last)) for end in range(begin + 2, len(last) + 1))
    sums = [*runs, *map(list, combinations(last, 2))]
    found = next((run for run in sums if together(run) == figure.value), None)
    if found is None and any(abs(a.value - b.value) == figure.value for a, b in combinations(last, 2)):
        found = last[:0]
    if found is None:
        return None
    return check("repeat", HOLDS, f"{plain(figure.value)}", "由前面的数得出", [*found, figure])


def _slip(one: Figure, other: Figure, *, sure: bool = True) -> bool:
    """Small numbers of which one digit differs are often just two numbers, where not all words are the same."""
    apart = abs(one.value - other.value)
    small = one.value < _HUNDREDS and not sure and not swapped(one.value, other.value)
    return mistyped(one.value, other.value) and not (small and apart * _FAR_OFF > one.value)
