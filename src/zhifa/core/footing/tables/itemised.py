"""Lists that are a table in disguise: an item a line with its number, and their total above, below or in the heading.

刑事警情：12起 / 治安警情：58起 / 共计：70起, or （三）行政强制（37件） above 查封9件，扣押21件，代履行5件、加处罚款2件.
A total below its items is of them; one above them may leave something out, so it must be missed narrowly (0045).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF, mended, mistyped, near, parallel, swapped
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.sums.claims import REST, added_up, narrowly_missed
from zhifa.core.footing.sums.clauses import may_share
from zhifa.core.numerals import number_of

TOTAL: Final = re.compile(
    r"(?:以上|上述)?(?:(?P<many>[两二三四五六七八九十])[项类种者个期次批家所季月]{1,2}[\u4e00-\u9fff]{0,4})?(?:共计|合计|总计|总共|累计|共)|总数"
)
_ENDED: Final = re.compile(r"[；。，（]?$|[，；（。](?=其中|占|同比|较|比|含)")
_ALSO: Final = re.compile(rf"{_ENDED.pattern}|[，、][\u4e00-\u9fff]{{1,8}}\d[^：]*$")
"""What follows the number of an item; of one with a mark or a line of its own also other things it counts."""
_MARK: Final = re.compile(
    r"(?:^|(?<=[。；：]))(?:（(?:[一二三四五六七八九十]{1,2}|\d{1,2})）|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是(?!否)|、))"
)
_CLAUSE: Final = re.compile(r"[。；]")
_COMMON: Final = re.compile(r"案件|人员|企业|问题|单位|执法|行政|情况|数量|总额|金额")
_ONE_THING: Final = frozenset({"case", "person"})
"""Units in which one list may change its word: 件、起; 人、名."""
LATER: Final = re.compile(rf"其中|同比|比上|较上|{SHARE_OF}|平均|人均|日均|率")
_ITEM: Final = 60
_FEWEST: Final = 3
_NARROW: Final = 14
_MOST: Final = 14
_LONG: Final = 4
_PAIR: Final = 2
_BACK: Final = 60
"""How many figures back the whole of a list may stand."""
_SEVENTH: Final = 7
_HUNDREDS: Final = 100


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A paragraph with a mark, a numbered item within one, or what stands up to a stop or a semicolon."""

    text: str
    form: str
    start: int
    figures: tuple[Figure, ...]
    line: bool
    """Whether it is a paragraph of its own."""


def itemised(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every list of items of a report."""
    passages = range(len(reading.document.passages))
    told = [stretch for number in passages for stretch in _stretches(reading, number)]
    for at, stretch in enumerate(told):
        below = TOTAL.match(stretch.text)
        item = bool(stretch.form) and any(one.form == stretch.form for one in told[at + 1 : at + 2])
        spoken = [] if stretch.figures else _spoken_of(told, at, reading, lexicon)
        for whole in stretch.figures or spoken:
            if not _counts(whole) or (stretch.figures and _is_item(stretch, whole, told[at + 1 : at + 2])):
                continue
            if below and (items := _items(told[max(0, at - _MOST) : at][::-1], whole, lexicon, below=True)):
                many = number_of(below["many"]) if below["many"] else len(items)
                if many == len(items):
                    yield settled(whole, items, sure=True)
            elif not (below or item) and (
                items := _items(told[at + 1 : at + 2 + _MOST], whole, lexicon, _begun(stretch, whole))
            ):
                yield from _above(whole, items, stretch, told[at + 1], reading, lexicon)
        yield from _columns(told, at, reading)


def _stretches(reading: Reading, number: int) -> Iterator[_Stretch]:
    """A passage cut where its items begin, else where its sentences and clauses end; words go with what follows."""
    text, figures = reading.document.passages[number].text, reading.of_passage(number)
    marks = [found.start() for found in _MARK.finditer(text)]
    cuts = marks or [found.end() for found in _CLAUSE.finditer(text)]
    begin = 0
    for end in (*(cut for cut in cuts if cut), len(text)):
        inside = tuple(f for f in figures if begin <= f.token.start < end)
        if (inside or end == len(text)) and text[begin:end]:
            mark = _MARK.match(text, begin)
            form = re.sub(r"[一二三四五六七八九十\d]+|[①-⑳]", "#", mark[0]) if mark else ""
            said = text[mark.end() if mark else begin : end]
            yield _Stretch(said, form, end - len(said), inside, end - begin == len(text))
            begin = end


def _is_item(stretch: _Stretch, whole: Figure, following: Sequence[_Stretch]) -> bool:
    """Whether a figure is itself of the list behind it: 甲镇检查9次、立案3件；乙镇…, or has the first beside it."""
    more = [f for f in stretch.figures if f.index > whole.index and f.unit == whole.unit]
    goes_on = any(not one.line and one.figures[:1] and one.figures[0].unit == whole.unit for one in following)
    if more and goes_on and not _begun(stretch, whole):
        return True
    units = [f.unit for f in stretch.figures]
    alike = [one for one in following if len(units) > 1 and [f.unit for f in one.figures] == units]
    return any(f.label[-_PAIR:] == whole.label[-_PAIR:] for one in alike for f in one.figures if f.unit == whole.unit)


def _spoken_of(told: Sequence[_Stretch], at: int, reading: Reading, lexicon: Lexicon) -> list[Figure]:
    """What a line without a figure announces a list of: 简易程序案件主要集中在：, where 简易程序186件 was told."""
    following = told[at + 1].figures[:1] if at + 1 < len(told) else ()
    if not told[at].text.endswith("：") or not following:
        return []
    ahead, behind = (lexicon.words[f"{side} a subject"].pattern for side in ("before", "behind"))
    said = re.match(rf"(?:{ahead})*(?P<who>[一-龥]{{2,12}}?)(?:(?:{behind})[一-龥]{{0,10}})?：$", told[at].text)
    name = _COMMON.sub("", said["who"]) if said else ""
    first = following[0]
    before = reading.figures[max(0, first.index - _BACK) : first.index]
    before = tuple(f for f in before if f.unit == first.unit and _counts(f))
    found = [f for f in before if _COMMON.sub("", core_label(f.label)).endswith(name) or f.noun.startswith(name)]
    found = found if len(name) >= _PAIR else []
    kinds = lexicon.words["kinds headed"].pattern
    if not found and re.match(rf"[从按分]?[一-龥]{{0,4}}(?:{kinds})", told[at].text):
        found = [f for f in before if lexicon.words["told of all"].search(f.lead)][-1:]  # of what was told to be all
    return found[-1:] if len({f.value for f in found}) == 1 else []


def _columns(told: Sequence[_Stretch], at: int, reading: Reading) -> Iterator[Check]:
    """Items that tell the same things in the same words (受理投诉64件，为203名职工追回工资…), their totals before."""
    form = told[at].form
    if not form or (at and told[at - 1].form == form):
        return
    items = list(itertools.takewhile(lambda one: one.form == form and one.figures, told[at : at + _MOST]))
    columns = (_column(first, items, reading) for first in told[at].figures if len(items) >= _FEWEST)
    found = [column for column in columns if column]
    made = [(settled(whole, column, sure=False), whole, column, slipped) for whole, column, slipped in found]
    right = any(one.state == HOLDS for one, *_ in made)
    for one, whole, column, slipped in made:
        if right and one.state == UNEXPLAINED and not may_share(whole, together(column)):
            yield replace(one, state=CONTRADICTION, shown=True)  # the same items are all of what else they count
        elif slipped and one.state != UNEXPLAINED:
            yield one


def _column(first: Figure, items: Sequence[_Stretch], reading: Reading) -> tuple[Figure, Sequence[Figure], bool] | None:
    """What the items say of one thing and its total before them, and whether that is named or missed by a slip."""
    alike = [[f for f in one.figures if f.unit == first.unit and _alike(f.said, first.said, 1)] for one in items[1:]]
    column = [first, *itertools.chain(*alike)]
    before = reading.figures[max(0, first.index - _BACK) : first.index]
    bare = len(first.said) >= _PAIR and all(one.said == first.said for one in column)
    wholes = [f for f in before if f.unit == first.unit and _counts(f)]
    named_so = [f for f in wholes if _alike(f.said, first.said)]
    wholes = named_so or [f for f in wholes if bare and first.said in (f.label[:_PAIR], f.label[-_PAIR:])]
    wholes = [f for f in wholes if f.value >= max(one.value for one in column)] or wholes
    one_each = all(len(some) == 1 for some in alike) and all(map(_counts, column))
    if not one_each or len({f.value for f in wholes}) != 1:
        return None
    return wholes[-1], column, bool(named_so) or _slip(wholes[-1].value, [one.value for one in column])


def _slip(whole: Decimal, values: Sequence[Decimal]) -> bool:
    total = sum(values, Decimal(0))
    return total == whole or mistyped(total, whole) or mended(whole, values)


def _alike(one: str, other: str, least: int = _LONG) -> bool:
    """Whether two names end alike (职工追回工资, 农民工追回工资), or one begins with the other."""
    return one[-_LONG:] == other[-_LONG:] != "" and len(one) >= least or (len(other) >= _LONG and one.startswith(other))


def _counts(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and not figure.depth and figure.period == THIS_YEAR


def _begun(stretch: _Stretch, whole: Figure) -> Figure | None:
    """The first item, where it stands beside its whole: 涉企检查268次，其中消防检查96次； and lines."""
    last = stretch.figures[-1] if stretch.figures else whole
    begins = last.index == whole.index + 1 and last.unit == whole.unit and re.match("，?其中|：", last.lead)
    return last if begins and _counts(last) and stretch.text.endswith("；") else None


def _items(
    told: Sequence[_Stretch], whole: Figure, lexicon: Lexicon, begun: Figure | None = None, *, below: bool = False
) -> list[Figure]:
    """The figures of the items beside a whole, of one form, each told by a bare name or by words of the whole."""
    lines = list(told)
    if lines and not lines[0].figures and not below and not begun:
        del lines[0]  # 具体情况如下：
    form = lines[0].form if lines else ""
    found = [begun] if begun else []
    for stretch in itertools.takewhile(lambda one: _goes_on(lines[0], one, lexicon), lines):
        item = _item(stretch, whole)
        if item is None and found and _without(stretch, lines[0], found[-1]):
            continue
        if item is None:
            if form and stretch.figures:
                return []
            break
        found.append(item)
    found = found[::-1] if below else found
    names = form or lines[0].line or parallel(found, lexicon) if found else False
    return found if names and _FEWEST <= len(found) <= _MOST else []


def _item(stretch: _Stretch, whole: Figure) -> Figure | None:
    """What an item counts of a whole: its only figure behind a bare name, or the one in the words of the whole."""
    same = [f for f in stretch.figures if f.unit == whole.unit or f.same == whole.same in _ONE_THING]
    same = [f for f in same if _counts(f) and not LATER.search(f.lead)]
    if len(same) == 1 and _is_bare(stretch, same[0]):
        return same[0]
    alike = [f for f in same if _words(f) & _words(whole)]
    first = stretch.form or stretch.line or alike[:1] == list(stretch.figures[:1])
    return alike[0] if len(alike) == 1 and first else None


def _goes_on(first: _Stretch, stretch: _Stretch, lexicon: Lexicon) -> bool:
    """Whether a stretch may be one more item of a list."""
    over = TOTAL.match(stretch.text) or lexicon.words["behind items"].match(stretch.text.lstrip("，—"))
    return (stretch.form, stretch.line) == (first.form, first.line) and not over


def _without(stretch: _Stretch, first: _Stretch, last: Figure) -> bool:
    """Whether an item tells what the items do, but nothing of this kind: 非法猎捕4起，罚款1.60万元, and no 补种…株."""
    units = [f.unit for f in stretch.figures]
    return stretch.line and units[:1] == [f.unit for f in first.figures[:1]] != [last.unit] and last.unit not in units


def _words(figure: Figure) -> set[str]:
    name = _COMMON.sub("", core_label(figure.label))
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _is_bare(stretch: _Stretch, figure: Figure) -> bool:
    """A name and its number, and at most parts or shares of it behind."""
    at = figure.token.start - stretch.start
    said = stretch.text[:at].rpartition("：")[2] or stretch.text[:at]
    behind = stretch.text[at + len(figure.printed) :]
    plain_name = bool(said) and len(said) <= 16 and not re.search(r"[，。；、]", said)
    return (
        plain_name
        and len(stretch.text) <= _ITEM
        and bool((_ALSO if stretch.form or stretch.line else _ENDED).match(behind))
    )


def _above(
    whole: Figure, items: Sequence[Figure], ahead: _Stretch, first: _Stretch, reading: Reading, lexicon: Lexicon
) -> Iterator[Check]:
    """A list below its whole, which may leave something out."""
    told = reading.sentences[whole.sentence].text
    named_only = all(not (_words(f) & _words(whole)) for f in items)
    bare = named_only and first.line
    behind = told[whole.token.end - reading.sentences[whole.sentence].start :]
    all_told = lexicon.words["told of all"].search(whole.lead) or ahead.text.endswith("：") or not bare
    if not all_told or lexicon.words["picked out"].search(behind):
        return
    total = together(items)
    texts = [reading.sentences[f.sentence].text for f in items]
    if any(lexicon.words["carried"].search(text) for text in texts):
        return
    before = [f for f in reading.around(whole) if f.unit == whole.unit]
    if any(f.value == total for f in before if f is not whole) or _open(told, lexicon):
        return
    runs = (items[a:b] for a in range(len(items)) for b in range(a + 2, len(items) + 1))
    if len(items) > _FEWEST and any(together(run) == whole.value for run in runs if len(run) < len(items)):
        return
    apart = abs(total - whole.value)
    numbered = first.form and named_only and apart * _SEVENTH <= whole.value and mistyped(total, whole.value)
    sorted_ = numbered or lexicon.words["list headed"].search(first.text) or lexicon.words["sorting"].search(first.text)
    closed = (first.line or first.form) and REST.match(items[-1].label) and abs(total - whole.value) * 2 < whole.value
    made = settled(whole, items, sure=bool(sorted_ or closed) or near(whole.value, total, [f.value for f in items]))
    if bare or made.state != UNEXPLAINED:
        yield made


def _open(text: str, lexicon: Lexicon) -> bool:
    return any(lexicon.words[name].search(text) for name in ("overlap", "excluded"))


def settled(whole: Figure, items: Sequence[Figure], *, sure: bool) -> Check:
    """What items and their whole say together; a wide miss is only unexplained, where nothing makes it sure."""
    total = together(items)
    if total == whole.value:
        return added_up(whole, items)
    close = abs(total - whole.value) * _NARROW <= whole.value or swapped(total, whole.value)
    close = close or (whole.value >= _HUNDREDS and mistyped(total, whole.value))
    made = narrowly_missed(whole, items, "sum")
    certain = sure or close or mended(whole.value, [item.value for item in items])
    return made if certain else replace(made, state=UNEXPLAINED)
