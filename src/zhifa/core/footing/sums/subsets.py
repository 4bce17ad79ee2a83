"""Some of what was just counted: 决定书153份，当事人申请复议的4份. A part told so is not more than what it is of.

The part stands behind its whole in one sentence and says by 的, by a verb of taking back, or by beginning with the
number itself that it is of those just named. Where it exceeds everything the sentence counted before, it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF

_OF_THEM: Final = re.compile(r"[\u4e00-\u9fff]{2}(?:过|到|了)?的([\u4e00-\u9fff]{0,6}?)(?:有|为|共|达)?$")
_TOTAL: Final = re.compile(
    rf"合计|总计|共计?|累计|总|全[省市县区镇]|[较比]|增|减|{SHARE_OF}|每|平均|另|周边|外来|此外|同时|加上|还|又|目标|计划|近[两三五]年|历年"
)
_BEGINS: Final = re.compile(r"^(?:在|被|已|均|因|未|不|于|主动|当场|表示|认为|选择|填写|自愿|获|通过|参与|接受)")
_SINCE: Final = re.compile(r"累计")
_IN_YEAR: Final = re.compile(r"[，；]其中，?(?:\d{4}年|本年|当年|今年)(?!底|末)")
_LEAD: Final = re.compile(r"[，；]")


def subsets(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every part of the report that is more than what it is a part of."""
    for sentence in reading.sentences:
        seen: dict[str, list[Figure]] = {}
        for figure in sentence.figures:
            if not figure.counted or figure.moved or figure.depth:
                continue
            before = seen.setdefault(figure.unit, [])
            whole = before[0] if len(before) == 1 else None
            if whole and whole.value < figure.value and _of_one_year(whole, figure):
                yield too_large(whole, figure)
            if whole and whole.value < figure.value and _of_it(reading, whole, figure, lexicon):
                yield too_large(whole, figure)
            before.append(figure)


def _of_one_year(whole: Figure, figure: Figure) -> bool:
    """自2020年以来累计查处83宗；其中2024年查处91宗: what one year had is no more than what all had."""
    told = figure.index == whole.index + 1 and whole.exact and figure.exact
    return told and _SINCE.search(whole.lead) is not None and _IN_YEAR.match(figure.lead) is not None


def too_large(whole: Figure, part: Figure) -> Check:
    """That a part is more than its whole."""
    explain = f"{named(part)} 是 {named(whole)} 的一部分，却比它大"
    return check("subset", CONTRADICTION, f"{plain(part.value)} > {plain(whole.value)}", explain, [whole, part])


def _of_it(reading: Reading, whole: Figure, figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure is told to be of the one before."""
    text = reading.document.passages[whole.passage].text
    between = text[whole.token.end : figure.token.start]
    said, words = _LEAD.split(between)[-1], lexicon.words
    if not (whole.exact and figure.exact) or whole.period != figure.period or "；" in between or _TOTAL.search(said):
        return False
    if whole.label.endswith("的") or "，" not in between or words["outcomes"].search(whole.label):
        return False
    if words["of another time"].search(said) or not words["counted first"].search(
        reading.sentences[whole.sentence].text.partition(whole.printed)[0]
    ):
        return False
    if found := _OF_THEM.search(said):
        of_them = not found[1] or found[1] in whole.said
    else:
        begins = not said and whole.near == "person" and bool(_BEGINS.match(figure.noun))
        of_them = begins or bool(words["taken from"].search(said))
    return of_them and not _taken_back(reading, whole, figure, lexicon)


def _taken_back(reading: Reading, whole: Figure, figure: Figure, lexicon: Lexicon) -> bool:
    """Whether the sentence counts what came from before, or counts twice."""
    text = reading.sentences[whole.sentence].text
    following: Sequence[Figure] = reading.figures[figure.index + 1 : figure.index + 3]
    larger = any(f.unit == figure.unit and f.value > figure.value and f.sentence == figure.sentence for f in following)
    return larger or any(lexicon.words[name].search(text) for name in ("carried", "overlap", "excluded"))
