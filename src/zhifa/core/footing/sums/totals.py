"""Totals of parts: 共…其中…, brackets, colons, 分别为, 共计 behind its parts.

其中 may name only some of the parts; then no part may exceed the whole, and what remains is said. A list that
claims to be complete must add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import BREAK, LOOSE_END, banded
from zhifa.core.footing.sums.claims import Claim, inside, judge
from zhifa.core.footing.sums.closing import closed, of_family

_SUBSET: Final = re.compile(r"其中|包括|包含|含|主要(?:是|有|为)?")
_MARK: Final = re.compile(
    r"^(?![^中，]*[到回入放])[\u4e00-\u9fff]{0,6}(?:中|里(?!程|面|弄))(?!队|心|学|小|型|国|央|介|医|药|级|层|期|旬|事后)(?=，|：|有|[\u4e00-\u9fff])"
    r"|其中|(?:包括|包含)(?!在)|分别(?:为|是|有|系)?(?!计|统计|比|较|下降|上升|增|占|于)|依次(?:为|是)|分为|主要(?:是|有|为)|(?<=[，（：])含(?=[^）]*\d)|(?<=[，：])即|由"
)
_COMPLETE: Final = re.compile(r"分别(?:为|是|有|系)?|依次(?:为|是)|分为")
_TOTAL: Final = re.compile(
    r"(?:^|[，；、])(?:以上|上述|[一二两三四五六七八九十]+[项类者种个]|各[类项种])*(?:总?共计?|合计|总计|总共|一共|相加|加总|加起来|合起来)(?:是|为|达|有|应办理?|应处理)?$|^[，；、]计$"
)
_OF_ALL: Final = re.compile(
    r"[，；]全(?:省|市|州|县|区|镇|乡|街道|域|局|系统|辖区)(?:总?共|合计)有?([\u4e00-\u9fff]{2,12})$"
)
"""县级持证人员8名，乡镇持证人员3名，全县共有持证人员11名: the total has the name its parts end with."""
_BAND: Final = re.compile(r"（?含?）?(?:以上|以下|以内|至\d|到\d|-\d|的\d)")
"""Behind a number that is a limit and no amount: 5万元以上案件42起."""
_MEAN: Final = re.compile(r"(?:人均|户均|平均)[^，。；、\d]*$")
_EACH: Final = re.compile(r"各(?:有|设|建|配|办理|开展)?$")
"""石渡、白塘各2支: twice as many."""
_SOME: Final = ("主要", "含")
"""Marks that name some of a whole: 处理67679人（含省部级2人、地厅级223人）."""
_ADDED: Final = re.compile(r"[，；]并|另")
"""What adds something of the same kind to a list: 并组织外出学习2次."""
_ATTACHED: Final = re.compile(
    r"（[^）]*）|，?占[^，；。]*?%|，[^，。；\d]{2,10}\d[\d,.]*[^，。；\d]{1,3}，[^，。；\d]{0,8}率为?[\d.]+%"
    r"|[，、][\u4e00-\u9fff]{0,4}\d[\d,.]*[万亿]?[\u4e00-\u9fff]{1,3}(?=；)"
)
"""What belongs to the part before: brackets, its share, some of it and at what rate, its second measure."""
_AND_MORE: Final = re.compile(r"(?:[^，、；。（）\d]*|、)等(?!其[他它]|级)")
"""等 behind a number leaves a list open; before one it is in the name of what is counted: 应急办等科室14名."""
_FAR: Final = Decimal("1.12")
_MEASURE: Final = 6
"""Characters between a number of things and their second measure: 12处，面积0.36万平方米."""
_STOP: Final = re.compile(r"(?:（[^）]*）)?(?:[。；]|$)")
_PAIR: Final = 2
_BACK: Final = 12
"""How many sentences back 其中 may look for its whole."""


def totals(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report held against its parts."""
    for sentence in reading.sentences:
        for claim in _claims(reading, sentence, lexicon):
            if found := judge(claim, lexicon):
                yield found


def _without_limits(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those that only name a band; what stands before the band belongs to the figure behind it."""
    found: list[Figure] = []
    lead = ""
    for figure in figures:
        if _BAND.match(text, figure.token.end):
            lead += figure.lead + figure.printed
            continue
        found.append(
            replace(figure, lead=lead + figure.lead, label=lead.lstrip("，；") + figure.label) if lead else figure
        )
        lead = ""
    return found


def _claims(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> Iterator[Claim]:
    text = reading.document.passages[sentence.passage].text
    figures = _without_limits(
        text,
        [
            f
            for f in sentence.figures
            if f.counted and not f.moved and not _MEAN.search(f.lead) and not _EACH.search(f.lead)
        ],
    )
    yield from _bracketed(reading, sentence, figures)
    yield from _marked(reading, sentence, figures, lexicon)
    yield from _after_colon(reading, sentence, figures, lexicon)
    yield from _trailing(figures)


def _between(reading: Reading, left: Figure, right: Figure) -> str:
    return reading.document.passages[left.passage].text[left.token.end : right.token.start]


def _bracketed(reading: Reading, sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Claim]:
    """A 22名（B 8名，C 14名）."""
    text = reading.document.passages[sentence.passage].text
    for group in sorted({figure.group for figure in figures if figure.group}):
        inside = [figure for figure in figures if figure.group == group]
        outside = [f for f in figures if f.token.end <= group - 1 and f.depth == inside[0].depth - 1]
        if not outside or text[group : group + 1] in "三":
            continue
        whole = outside[-1]
        between = text[whole.token.end : group - 1]
        if len(between) > 14 or re.search(r"[，。；：、]", between) or any(f.period != whole.period for f in inside):
            continue
        opening = inside[0].lead.rpartition("（")[2]
        told = text[group : text.find("）", group)]
        subset = bool(_SUBSET.search(opening))
        if len(inside) == 1 and not subset:
            continue
        loose = bool(LOOSE_END.search(told)) or opening.startswith(_SOME)
        yield Claim((whole,), tuple(inside), not subset and len(inside) > 1, loose)


def _marked(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Claim]:
    """T件，其中A a件，B b件. The whole is any figure before the mark; the parts run until the sentence turns away."""
    text = reading.document.passages[sentence.passage].text
    for place, figure in enumerate(figures):
        mark = next(reversed([*_MARK.finditer(figure.lead)]), None)
        if mark is None or (mark[0] == "由" and not re.search("组成|构成", sentence.text)):
            continue
        if re.search(r"共(?:计)?[^，；、]{0,4}$", figure.lead[mark.end() :]):
            continue
        earlier = [f for f in figures[:place] if f.depth <= figure.depth and f.group in (0, figure.group)]
        earlier = [f for f in earlier if "每" not in f.label]
        if not earlier and mark[0].startswith("其中"):
            earlier = _of_sentences_before(reading, sentence)
        if earlier and mark[0].endswith(("中", "里")) and not mark.start() and not mark[0].startswith("其中"):
            earlier = earlier[-1:]  # 8件诉讼案件中，: of these
        parts, loose = _run(reading, sentence, figures[place:], lexicon)
        earlier, parts = _without_rest(earlier, parts, lexicon)
        if _COMPLETE.match(mark[0]):
            again = (at for at, part in enumerate(parts) if at and _COMPLETE.search(part.lead))
            parts = parts[: next(again, len(parts))]
            rows = (f.index for f in earlier if f.depth == figure.depth and _COMPLETE.search(f.lead))
            # 逮捕分别为A件、B件；起诉分别为C件、D件: the second row is no part of the first.
            begins = next(rows, figure.index)
            earlier = [f for f in earlier if f.index < begins]
            if _each_to_each(figures[:place], parts):
                continue
        wholes = [f for f in earlier if f.near == parts[0].near and f.period == parts[0].period] if parts else []
        if wholes:
            complete = bool(_COMPLETE.match(mark[0])) or mark[0] == "由"
            by_law = len(parts) > _PAIR and of_family(parts, lexicon)
            complete = complete or by_law or (len(parts) > 1 and closed(reading, wholes[-1], parts, lexicon))
            before = [f for f in sentence.figures if f.index < figure.index and f.depth <= figure.depth]
            beside = [f for f in before if f.token.percent or f in figures]  # 平均年龄38岁 is no whole
            near = beside[-1] in wholes if beside else len({f.sentence for f in wholes}) == 1
            loose = loose or mark[0].startswith(_SOME)
            parts = _first_clause(reading, wholes, parts)
            ends = bool(_STOP.match(text, parts[-1].token.end))
            made = Claim(tuple(reversed(wholes)), tuple(parts), complete, loose, ends, near)
            yield made
            yield from _measured(reading, sentence, made, lexicon)


def _without_rest(earlier: list[Figure], parts: list[Figure], lexicon: Lexicon) -> tuple[list[Figure], list[Figure]]:
    """Without a figure that the last before the list and a rest behind it are: 申请22件，审结19件，其中…，未审结3件."""
    for at, rest in enumerate(parts):
        if at > 1 and lexicon.words["pending"].search(rest.said) and of_family(parts[:at], lexicon):
            wider = [f for f in earlier[:-1] if f.value == earlier[-1].value + rest.value and f.same == rest.same]
            if wider:
                return [f for f in earlier if f not in wider], parts[:at]
    return earlier, parts


def _each_to_each(earlier: Sequence[Figure], parts: Sequence[Figure]) -> bool:
    """重大案件34卷、一般案件86卷，优秀分别为21卷和34卷: as many figures as were named before, each of its own."""
    before = list(earlier[-len(parts) :])
    of_own = re.match(r"^[，；（]", parts[0].lead) and not re.match(r"^[，；（]分别", parts[0].lead)
    pairs = zip(before, parts, strict=False)
    return (
        len(before) == len(parts) > 1
        and bool(of_own)
        and all(a.same == b.same and b.value <= a.value for a, b in pairs)
    )


def _first_clause(reading: Reading, wholes: Sequence[Figure], parts: list[Figure]) -> list[Figure]:
    """Parts before the first semicolon, where those behind are far too much: 酒驾14起，其中醉驾2起；超员18起."""
    total, most = sum(part.value for part in parts), max(whole.value for whole in wholes)
    if len(parts) > 1 and total > most * _FAR and _divider(reading, parts[0], parts[1]).startswith("；"):
        return parts[:1]
    return parts


def _measured(reading: Reading, sentence: Sentence, claim: Claim, lexicon: Lexicon) -> Iterator[Claim]:
    """The second measure of the same parts: 46处1.28万平方米，其中住宅12处0.36万平方米，厂房34处0.92万平方米.

    Parts that exhaust the one measure exhaust the other.
    """
    by_place = {f.index: f for f in sentence.figures}
    found = judge(claim, lexicon)
    beside = [by_place.get(part.index + 1) for part in claim.parts]
    after = [reading.figures[whole.index + 1] for whole in claim.wholes if whole.index + 1 < len(reading.figures)]
    wholes = [f for f in after if f not in claim.parts and f not in beside]
    told = [f for f in beside if f and f.counted and not f.moved and len(f.lead) <= _MEASURE]
    if len(told) != len(claim.parts) or not wholes or len({f.same for f in told}) != 1 or found is None:
        return
    measured = tuple(f for f in wholes if f.same == told[0].same and f.counted)
    if measured and found.kind == "part" and sum(f.value for f in told) == measured[0].value:
        yield replace(claim, complete=True)
    elif measured and told[0].same != claim.parts[0].same:
        yield Claim(measured, tuple(told), found.kind == "total" and found.state == HOLDS, claim.subset)


def _of_sentences_before(reading: Reading, sentence: Sentence) -> list[Figure]:
    """What a sentence that begins with 其中 may speak of: every figure of the passage before it."""
    return [
        figure
        for before in reading.sentences[max(0, sentence.number - _BACK) : sentence.number]
        if before.passage == sentence.passage
        for figure in before.figures
        if figure.counted and not figure.moved and figure.depth == 0
    ]


def _run(
    reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon
) -> tuple[list[Figure], bool]:
    """The parts behind a mark, and whether the list is left open by 等."""
    first, added = figures[0], False
    left = lexicon.words["leaving"].search(first.label)
    parts = [first]
    for figure in figures[1:]:
        if figure.depth > first.depth:
            continue
        if figure.depth < first.depth or figure.group != first.group or BREAK.search(figure.lead):
            added = figure.same == first.same and bool(_ADDED.search(figure.lead))
            break
        if figure.period != first.period:
            break
        if figure.near == "person" and lexicon.words["leaving"].search(figure.label) and not left:
            break
        row = len(parts) > 1 and all(part.lead.startswith("、") for part in parts[1:])
        if row and figure.lead.startswith("，") and not lexicon.words["pending"].search(figure.said):
            break
        if _turned(reading, parts, figure):
            break
        if inside(reading, parts[-1], figure):
            continue
        if figure.near == first.near:
            parts.append(figure)
    text = reading.document.passages[sentence.passage].text
    ends = any(lexicon.words["extremes"].search(part.label) for part in parts) and not banded(parts)
    return parts, added or ends or any(_AND_MORE.match(text, part.token.end) for part in parts)


def _turned(reading: Reading, parts: Sequence[Figure], figure: Figure) -> bool:
    """Whether a semicolon ends the list: one behind another clause, or the first after commas."""
    between = _divider(reading, parts[-1], figure)
    if "；" not in between:
        return False
    if not between.startswith("；") or figure.same != parts[0].same:
        return True
    return len(parts) > 1 and not any(_divider(reading, a, b).startswith("；") for a, b in pairwise(parts))


def _divider(reading: Reading, left: Figure, right: Figure) -> str:
    """What stands between two parts, without shares and brackets that belong to the first."""
    return _ATTACHED.sub("", _between(reading, left, right))


def _after_colon(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Claim]:
    """共899项：许可125项、处罚613项。"""
    for place, figure in enumerate(figures[1:], 1):
        whole = figures[place - 1]
        between = _between(reading, whole, figure)
        if "：" not in between[:18] or "；" in between or _MARK.search(between) or whole.depth != figure.depth:
            continue
        parts, loose = _run(reading, sentence, figures[place:], lexicon)
        account = lexicon.words["account opening"].search(figure.label)
        if len(parts) > 1 and whole.near == figure.near and whole.period == figure.period and not account:
            yield Claim((whole,), tuple(parts), True, loose)


def _trailing(figures: Sequence[Figure]) -> Iterator[Claim]:
    """A a件、B b件，共计T件: the parts stand before their total."""
    for place, figure in enumerate(figures):
        wider = _OF_ALL.search(figure.lead)
        if place < 2 or not (wider or _TOTAL.search(figure.lead)):
            continue
        parts: list[Figure] = []
        for earlier in reversed(figures[:place]):
            if "每" in earlier.label:
                return
            of_other = earlier.period != figure.period and "结转" not in earlier.said
            if earlier.depth != figure.depth or earlier.near != figure.near or of_other:
                break
            parts.insert(0, earlier)
            if _MARK.search(earlier.lead) or _TOTAL.search(earlier.lead):
                break
        if len(parts) > 1 and (wider is None or all(wider[1] in part.label for part in parts)):
            yield Claim((figure,), tuple(parts), True)
