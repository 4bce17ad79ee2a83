"""What a mean is said to be for each of, and which figures and numbers in characters count that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.quotients.terms import Term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.numerals import number_of

_SCALE: Final = r"(?P<scale>(?:十万|百万|千万|[百千万])?)(?!克|米|瓦)"
_EACH: Final = re.compile(
    rf"(?:^|[^个\d])(?:(?:平均|均)?每(?:一)?|平均单){_SCALE}(?P<each>[\u4e00-\u9fff（）]{{1,16}}?)(?:抽查|抽取|评查|检查|报送)?$"
    r"|(?:^|[^\u4e00-\u9fff\d]|[^案部\d一二两三四五六七八九十])(?P<all>[人户件案家次场村镇街所队站卷组车台宗校月日周年起笔处项艘份店])均"
    r"(?![衡为已在由有未按属予能可系经获得无不达被符])(?!每)(?P<verb>[\u4e00-\u9fff（）]{0,12})$"
    r"|(?P<many>(?:\d+|[二两三四五六七八九十]{1,3})[\u4e00-\u9fff]{1,8}?|[村局镇街乡所站]居?)(?P<how>平均|各)(?!每|自|项|类|种)(?P<does>[\u4e00-\u9fff]{0,10})$"
    r"|单(?P<single>[案件起宗次笔户家处])平均[\u4e00-\u9fff]{0,8}$"
    r"|(?P<which>[\u4e00-\u9fff]{2,8})平均(?!每)[\u4e00-\u9fff]{0,8}$"
)
_UNDER: Final = re.compile(r"^[/／](?P<each>[\u4e00-\u9fff])")
"""2620元/人."""
_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_PERSON: Final = re.compile(r"[人名位员]|[民辅干]警|警力|队员|干部")
_PEOPLE: Final = re.compile(r"人口$|人数$")
_HOMES: Final = frozenset("户家")
_CASES: Final = frozenset("案件起宗")
_OCCASIONS: Final = frozenset("场次期")
EXTREME: Final = re.compile(r"最[高低多少大小长短]|单[笔件]|其余|剩余|超过|以上|以下")
_SPELT: Final = re.compile(r"(?<![第每同任某各这那数几上半\d])([二两三四五六七八九十百]{1,4})([\u4e00-\u9fff])")
_LIMIT: Final = re.compile(r"至少|至多|最[多少]|不[少多高低]于|不超过|每周[一二三四五六日]")
_CHANGES: Final = re.compile(r"(?:增加|增长|上升|提高|减少|下降|降低|递增|递减)了?$")
"""两年间每年增加7件 is of the difference of two amounts and of none."""
_TIE: Final = 2


@dataclass(frozen=True, slots=True)
class Each:
    """What a mean is said to be for each of."""

    word: str
    scale: int = 1
    before: str = ""
    """The words right before it, which may name what was counted: 罚款案件平均每件."""
    whole: bool = False
    """Whether each has just so many, and not about so many: 每期2天."""

    def names(self, figure: Figure) -> int:
        """By how many characters it names a figure: 家违规机构追回 the 查处违法违规机构168家."""
        unit = figure.token.unit.word if figure.token.unit else ""
        name = self.word.removeprefix(unit) if unit else re.sub(r"^个", "", self.word)
        return next((many for many in range(len(name), 1, -1) if name[:many] in figure.said), 0)


def each_of(reading: Reading, sentence: Sentence, mean: Figure, before: Figure | None) -> Each | None:
    """What a figure is said to come to each of; None where it is no mean."""
    text = reading.document.passages[sentence.passage].text
    if under := _UNDER.match(text[mean.token.end :]):
        return Each(under["each"])
    if before and before.lead.endswith("每") and re.fullmatch(r"[\u4e00-\u9fff]{0,14}", mean.lead):
        unit = before.token.unit.word if before.token.unit else ""
        return Each(unit + mean.lead, int(before.value)) if unit and before.value > 1 else None
    clause = re.split(r"[，。；：]", text[sentence.start : mean.token.start])[-1]
    found = _EACH.search(clause)
    if found is None or _LIMIT.search(clause) or _CHANGES.search(clause):
        return None
    ahead = clause[: found.start()] + clause[found.start() : found.start() + 1].strip("平均每")
    if found["all"]:
        return Each(found["all"], before=ahead)
    if found["single"]:
        return Each(found["single"], before=ahead)
    if found["which"]:
        return Each(re.sub(r"^.*(?=案件$)", "", found["which"]), before=found["which"].removesuffix("案件"))
    if found["many"]:
        return Each(re.sub(r"^(?:\d+|[二两三四五六七八九十]+)个?", "", found["many"]), whole=found["how"] == "各")
    whole = not found["scale"] and "均" not in clause and found["each"][-1] not in "天日"
    return Each(found["each"], _SCALES.get(found["scale"], 1), ahead, whole)


def is_number(figure: Figure, each: Each) -> bool:
    """Whether a figure counts what the mean is for each of."""
    if figure.moved or EXTREME.search(figure.lead) or re.search(r"每[^，。；]{0,6}$", figure.lead):
        return False
    word, unit = each.word, figure.token.unit.word if figure.token.unit else ""
    if _PERSON.match(word):
        return figure.near == "person" or (not figure.unit and bool(_PEOPLE.search(figure.label)))
    if word[0] in _HOMES:
        return unit[:1] in _HOMES and (unit[1:] == "次") == (word[1:2] == "次")
    if word in _OCCASIONS:
        return unit in (*_OCCASIONS, f"{word}次") or (word == "次" and unit[:1] in _HOMES and unit.endswith("次"))
    if word[0] in _CASES and figure.same == "case":
        return True
    if unit and word.startswith(unit) and unit != "个":
        return True
    name = word.removeprefix("个")
    if any(figure.label.endswith(name[:many]) for many in range(_TIE, len(name) + 1)):
        return True
    noun = re.sub(r"^个", "", word)[:2]
    if len(noun) < _TIE:
        return bool(noun) and (noun in figure.noun[:4] or figure.label.endswith(noun))
    return noun in figure.noun[:6]


def spelt_numbers(reading: Reading, sentence: Sentence, each: Each, lexicon: Lexicon) -> Iterator[Term]:
    """Numbers in characters that no figure is made of: 三名复议员, 四个分局."""
    text = reading.document.passages[sentence.passage].text[: sentence.end]
    begin = max((s.start for s in reading.sentences_of(sentence.passage) if sentence.number - s.number == 1), default=0)
    for found in _SPELT.finditer(text, begin):
        unit = lexicon.unit_at(text, found.start(2))
        noun = text[found.end(1) + (len(unit.word) if unit else 0) :][:4]
        if unit is None or any(found.start() < f.token.end and f.token.start < found.end() for f in sentence.figures):
            continue
        person = bool(_PERSON.match(each.word)) and unit.near == "person"
        name = re.sub(r"^个", "", each.word)[:2]
        if (
            person
            or (unit.word == each.word[:1] and unit.word != "个")
            or (unit.word == "个" and name and name in noun)
        ):
            try:
                yield Term(Decimal(number_of(found[1])), found[0] + noun)
            except ValueError:
                continue
