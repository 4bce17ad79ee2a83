"""The same figure said twice, and what the report does but does not name among its kinds of acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import Check, check, named
from zhifa.core.footing.identities import UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Concept, Lexicon
from zhifa.core.footing.reading.naming import core_label, own_label
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.twice.sameness import close, compared, of_everything, slipped

_LONG: Final = 7
_ENTRY: Final = re.compile(r"\s*(?:（?[\d一二三四五六七八九十]{1,3}[）.．、]|[①-⑳])?\s*([\u4e00-\u9fff]{2,12})：")


def repeats(reading: Reading, lexicon: Lexicon, celled: Sequence[Figure] = ()) -> Iterator[Check]:
    """Figures that are said more than once: those the rules name, and those whose long wording is the same."""
    for concept, figures in yearly(reading, lexicon, celled).items():
        yield from _compared(concept.title, figures, reading, lexicon)
    seen: dict[tuple[str, str], list[Figure]] = {}
    for figure in reading.figures:
        core = core_label(own_label(figure, reading))
        if (
            len(core) >= _LONG
            and not figure.noun
            and speaks_for_all(figure, reading, lexicon)
            and not _concept(figure, reading, lexicon)
        ):
            seen.setdefault((core, figure.same), []).append(figure)
    for (title, _), figures in seen.items():
        yield from _compared(title, figures, reading, lexicon)


def yearly(reading: Reading, lexicon: Lexicon, celled: Sequence[Figure]) -> dict[Concept, list[Figure]]:
    """The figures a report gives once for the whole year, wherever it says them, in text and in tables."""
    found: dict[Concept, list[Figure]] = {}
    for figure in reading.figures:
        if (concept := _concept(figure, reading, lexicon)) and speaks_for_all(figure, reading, lexicon):
            found.setdefault(concept, []).append(figure)
    for figure in celled:
        if figure.depth == 0 and not figure.partial and (concept := _of_cell(figure, lexicon)):
            found.setdefault(concept, []).append(figure)
    return found


def _concept(figure: Figure, reading: Reading, lexicon: Lexicon) -> Concept | None:
    core = core_label(own_label(figure, reading))
    return next((c for c in lexicon.concepts if figure.unit in c.units and c.word.fits(core)), None)


def _of_cell(figure: Figure, lexicon: Lexicon) -> Concept | None:
    """A cell is named by its column and by what its table is about: 合计 of 行政处罚 is all penalties."""
    name = re.sub(r"数量$|次数$|总数$|合计$|总计$", "", figure.label)
    core = name if figure.lead and figure.lead in name else f"{figure.lead}{name}"
    money = figure.unit == "元"
    return next((c for c in lexicon.concepts if ("元" in c.units) == money and c.word.fits(core)), None)


def speaks_for_all(figure: Figure, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a figure speaks for the whole year and the whole organ."""
    return scope(figure, reading, lexicon) == ""


def scope(figure: Figure, reading: Reading, lexicon: Lexicon) -> str | None:
    """The words that say of what part a figure of the whole year is; None of a figure of less than the year."""
    if not figure.counted or not figure.exact or figure.period != THIS_YEAR or figure.moved or figure.partial:
        return None
    if figure.group or "其中" in figure.lead:
        return None
    sentence = reading.sentences[figure.sentence]
    told = sentence.text[: figure.token.start - sentence.start]
    own = told.rfind(figure.label) if figure.label else len(told)
    before = told[: max(0, own)]
    parts = {before[max(0, m.start() - 3) : m.end()] for m in lexicon.words["others"].finditer(before)}
    return "，".join(sorted(parts)) or _entry(sentence, reading, lexicon)


def _entry(sentence: Sentence, reading: Reading, lexicon: Lexicon) -> str:
    """Whose entry of a list a sentence is: 3.白沙镇：检查893次, where the one before or behind is another's."""
    around = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    names = {s.number: found[1] for s in around if (found := _ENTRY.match(s.text))}
    organs = {at: name for at, name in names.items() if lexicon.words["organs"].search(name)}
    return organs.get(sentence.number, "") if len(set(organs.values())) > 1 else ""


def _compared(title: str, figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    first = figures[0]
    for other in figures[1:]:
        if other.sentence == first.sentence:
            continue
        if abs(other.value - first.value) <= first.token.slack + other.token.slack:
            yield compared(title, first, other, right=True)
        elif _scale_slip(first, other):
            yield compared(title, first, other, kind="unit")
        elif slipped(first, other) or _of_one_thing(first, other, reading, lexicon):
            yield compared(title, first, other)


def _of_one_thing(first: Figure, other: Figure, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether two figures of one name and different value are of everything; near one another nobody need say so."""
    near = close(first, other)
    return all(of_everything(figure, reading, lexicon, said=not near) for figure in (first, other))


def _scale_slip(one: Figure, other: Figure) -> bool:
    """The same digits with another multiplier: 12.5万元 and 12.5元."""
    ratio = max(one.value, other.value) / max(min(one.value, other.value), one.token.step.min(other.token.step))
    return one.unit == "元" and ratio in (10**4, 10**8, 1000, 100)


def unnamed(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Acts that fall outside the kinds the report says it has, and seizures without any figure of measures."""
    yield from _outside(reading, lexicon)
    seized = [f for f in reading.figures if lexicon.words["seizing"].search(f.label) and f.counted and f.value > 0]
    seized = [f for f in seized if not f.partial and f.period == THIS_YEAR and "解除" not in f.label and not f.group]
    seized = [f for f in seized if "强制" not in _told_before(f, reading)]
    seized = [f for f in seized if lexicon.words["seizing"].sub("", f.label).strip("、和或")]  # 查封、扣押16019件 is it
    measured = any("强制" in f.said for f in reading.figures)
    if seized and not measured and not any("刑事" in f.said or "巡查" in f.label for f in seized):
        first = seized[0]
        explain = f"有{named(first)}，属于行政强制措施，而报告没有行政强制的数字"
        yield check("unnamed", UNEXPLAINED, f"行政强制 = ? （{first.printed}）", explain, [first])


def _told_before(figure: Figure, reading: Reading) -> str:
    """The words before a figure: 三是行政强制：扣押… says which kind of act it is."""
    text = reading.document.passages[figure.passage].text
    return text[max(0, figure.token.start - 60) : figure.token.start]


def _outside(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """三类行政执法行为 of which the text names three, and then 交通领域执法 216 起."""
    for number, passage in enumerate(reading.document.passages):
        found = re.search(r"[二两三四五六七八九]类(?:行政)?执法行为", passage.text)
        named_kinds = list(dict.fromkeys(lexicon.words["acts"].findall(passage.text[: found.end()]))) if found else []
        if not found or len(named_kinds) < 2:
            continue
        for figure in reading.of_passage(number):
            label = re.sub(r"^.*[一二三四五六七八九十]是", "", figure.label)
            if not figure.counted or not lexicon.words["loose_acts"].search(label):
                continue
            if figure.near == "thing" and not lexicon.words["acts"].search(label):
                kinds = "、".join(named_kinds)
                explain = f"{named(figure)}不属于所列的{kinds}，报告没有说明它是哪一类行为"
                yield check("outside", UNEXPLAINED, f"{figure.printed} ∉ {{{kinds}}}", explain, [figure])
