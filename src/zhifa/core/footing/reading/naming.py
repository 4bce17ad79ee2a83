"""What a figure is called, whatever the text calls it: without time, organ and empty verbs, by the preferred name."""

from __future__ import annotations

import re
from typing import Final

from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.periods import THIS_YEAR

_FILLING: Final = re.compile(
    r"^(?:(?:19|20)\d\d年度?|今年以来|今年|本年度|全年度?|年内|一年来|我[镇街局区县市委乡]|我单位|本[镇街局单位机关]+|全(?:[镇局区县市乡省州所队院]|支队|大队|街道|系统)|分局|大队|镇政府|街道办事处"
    r"|共计?|累计|总计|合计|依法|依职能|已|均|认真|积极|严格|组织|开展|实施|作出|办理|办结|查处|完成|执行|出动|各类|各项|各种|有|现有|目前|其中|的|了)+"
)
_ENDING: Final = re.compile(r"(?:实施|共计?|总计|合计|累计|总数|数量|总量|为|达|有)+$")
ORGAN: Final = re.compile(r"[\u4e00-\u9fff]{2,16}?(?:人民政府|办事处|委员会|[镇乡局队院街](?!人民政府|办事处|道))")
_SILENT: Final = re.compile(r"(?<!立)案件|全年|全部|上述|合计|[的这其]")
_SIGNS: Final = re.compile(r"[^\u4e00-\u9fff]+")
_PAIR: Final = 2
_BACK: Final = 60
"""How many figures back a name is looked for."""


def own_label(figure: Figure, reading: Reading) -> str:
    """A label without the organ whose report this is; another organ stays in it."""
    found = ORGAN.match(figure.label)
    first = enumerate(reading.document.passages[:4])
    heads = "".join(passage.text[:120] for at, passage in first if at < 2 or at != figure.passage)
    return figure.label[found.end() :] if found and found[0] in heads else figure.label


def core_label(label: str) -> str:
    """A label without time, organ and verbs that change nothing: 依职能开展各类行政检查 is 行政检查."""
    core = re.sub(r"^.*等(?:各类|各项|各种)?(?=行政|执法)", "", label)
    return _ENDING.sub("", _FILLING.sub("", core))


def canonical(label: str, lexicon: Lexicon) -> str:
    """A label with every name replaced by the one the rules prefer and empty words left out."""
    said = re.sub(r"（[^）]*）|\([^)]*\)", "", core_label(label))
    for pattern, name in lexicon.synonyms:
        said = pattern.sub(name, said)
    return said


def pairs_of(name: str) -> set[str]:
    """Every two characters of a name that follow one another: names that share one may be of the same thing."""
    return {name[at : at + _PAIR] for at in range(len(name) - 1)}


def pairs_said(words: str) -> frozenset[str]:
    """The pairs of characters of some words, but those across or in what says nothing: 案件, 全年, a sign, a digit."""
    return pairs_of_words(_SILENT.sub("，", words))


def pairs_of_words(words: str) -> frozenset[str]:
    """The pairs of characters of some words, but those across a sign or a digit."""
    return frozenset(pair for piece in _SIGNS.split(words) for pair in pairs_of(piece))


def called(reading: Reading, name: str, before: Figure, lexicon: Lexicon) -> Figure | None:
    """The figure of this year that an earlier sentence gave under a name, in the unit of another; None without one."""
    wanted = canonical(name, lexicon)
    if len(wanted) < 2:
        return None
    for figure in reversed(reading.figures[max(0, before.index - _BACK) : before.index]):
        if figure.same != before.same or figure.moved or figure.period != THIS_YEAR or not figure.exact or figure.group:
            continue
        if figure.sentence != before.sentence and canonical(own_label(figure, reading), lexicon) == wanted:
            return figure
    return None
