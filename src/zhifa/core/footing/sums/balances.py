"""What was there, what came, what went, what is there now: 上年结转 + 新收 − 办结 = 未结.

People, cases, cars. What came and went must be told in one sentence with both ends; people may be told over a passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.figures import LAST_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.numbers import EXACT

_OPENING: Final = re.compile(r"原有|年初|上年末|上年底|去年底|去年末|期初|年初共?有")
_CLOSING: Final = re.compile(r"现有|现实际有|实有|年末|年底|期末|现共有|目前(?:共?有|实有)?")
_CAME: Final = re.compile(r"新增|新进|新招|新录用|新申领|新取得|新办|增加|调入|补充|招录")
_WENT: Final = re.compile(r"减少|调离|调出|退休|注销|清退|离职|辞职|离岗|收回|去世")
_ELSEWISE: Final = re.compile(r"撤回|退回|不予|终止|移送|转办|驳回|其中|合并|同比|上升|下降|增长|占")
_STOCK: Final = re.compile(r"共?有|现有|实有|在册|保有|达")
"""What there is at the end, of which nobody said what there was at the beginning."""
_NESTED: Final = re.compile(r"其中|包括|含|（|分别|：|、")
_SHORT: Final = 7
_SIDES: Final = 4
_TWO: Final = 2
_NAMES: Final = ("account opening", "account came", "account went", "account closing")


@dataclass(frozen=True, slots=True)
class _Account:
    """The figures of one account."""

    opening: list[Figure]
    came: list[Figure]
    went: list[Figure]
    closing: list[Figure]
    total: list[Figure] = field(default_factory=list)
    """What was there and came, together: 共办理98件."""


def balances(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every account of the report."""
    yield from _staff(reading)
    yield from _over_sentences(reading, lexicon)
    yield from _section(reading)
    for sentence in reading.sentences:
        yield from _net(sentence, lexicon)
        for group in _units(sentence):
            yield from _account(reading, sentence, group, lexicon)


def _net(sentence: Sentence, lexicon: Lexicon) -> Iterator[Check]:
    """新领7,315人，注销5,862人，净增1,453人."""
    for figure in sentence.figures:
        said = re.search(r"(?:净|[比较](?:年初|上年末|上年底|去年底))(增|减)", figure.lead)
        earlier = [f for f in sentence.figures if f.index < figure.index and f.same == figure.same and f.counted]
        earlier = [f for f in earlier if not f.moved]
        came = [f for f in earlier if lexicon.words["account came"].search(f.lead) and f.period != LAST_YEAR]
        went = [f for f in earlier if lexicon.words["account went"].search(f.lead) and f not in came]
        if len(earlier) == _TWO and len(went) == 1 and not came:
            came = [f for f in earlier if f not in went and f.period != LAST_YEAR]
        if not said or not figure.exact or not came or not went or not all(f.exact for f in (*came, *went)):
            continue
        apart = together(came) - together(went)
        told = figure.value if said[1] == "增" else -figure.value
        arithmetic = " + ".join(plain(f.value) for f in came) + "".join(f" − {plain(f.value)}" for f in went)
        state = HOLDS if apart == told else CONTRADICTION
        expression = f"{arithmetic} = {plain(apart)} {'=' if apart == told else '≠'} {plain(told)}"
        yield check("balance", state, expression, f"{named(figure)}：由来的减去走的算", [*came, *went, figure])


def _units(sentence: Sentence) -> Iterator[list[Figure]]:
    """The figures of a sentence by what they count, where there are few enough to be one account."""
    seen: dict[str, list[Figure]] = {}
    for figure in sentence.figures:
        if figure.counted and not figure.moved and not figure.group and figure.same != "person":
            seen.setdefault(figure.same, []).append(figure)
    yield from (group for group in seen.values() if 3 <= len(group) <= _SHORT)


def _account(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Check]:
    words = lexicon.words
    if any("其中" in figure.lead for figure in figures[1:]):
        return  # parts of one side are no side of their own
    found = _Account([], [], [], [])
    for figure in figures:
        said = figure.lead.rpartition("；")[2] + figure.noun
        opening = words["account opening"].search(said) or (figure.period == LAST_YEAR and re.search(r"[底末]", said))
        if words["account closing"].search(said) and figure is not figures[0] and "比" not in said:
            found.closing.append(figure)
        elif words["account total"].search(said) and (found.opening or found.came):
            found.total.append(figure)
        elif opening:
            found.opening.append(figure)
        elif words["account went"].search(said):
            found.went.append(figure)
        elif words["account came"].search(said):
            found.came.append(figure)
        else:
            return
    if found.total and len(found.total) == len(found.closing) == 1 and found.went:
        yield from _balance(_Account([], found.total, found.went, found.closing), sure=True)
        return
    if len(found.closing) != 1 or not found.came or not found.went or len(found.opening) > 1:
        return
    if not found.opening:
        text = reading.document.passages[sentence.passage].text
        if (
            words["carried"].search(text)
            or len(found.came) > 1
            or len(found.went) > 1
            or found.closing[0] is not figures[-1]
            or _STOCK.search(found.closing[0].lead)
        ):
            return
        earlier = any(f.period == LAST_YEAR and f.same == figures[0].same for f in sentence.figures)
        if _ELSEWISE.search(sentence.text) or earlier:
            return
    yield from _balance(found, sure=True)


def _over_sentences(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """An account of which every sentence tells one side: 年初旧存86件。全年新收512件，审结537件。年末未结61件。"""
    for figures in reading.families(lambda f: f.same, _of_account):
        if not _SIDES <= len(figures) <= _SHORT or len({f.sentence for f in figures}) < _TWO:
            continue
        sides = [_side(figure, lexicon) for figure in figures]
        found = _Account(*([f for f, side in zip(figures, sides, strict=True) if side == name] for name in _NAMES))
        ends = len(found.opening) == len(found.closing) == 1 and found.closing[0] is figures[-1]
        if "" not in sides and ends and found.came and found.went and found.opening[0] is figures[0]:
            yield from _balance(found, sure=True)


def _of_account(figure: Figure) -> bool:
    return figure.counted and not figure.moved and not figure.group and not figure.token.weak


def _side(figure: Figure, lexicon: Lexicon) -> str:
    """Which side of an account a figure is told to be on; empty for none."""
    said = re.split(r"[。；]", figure.lead)[-1] + figure.noun
    if "其中" in said:
        return ""
    order = ("account closing", "account opening", "account went", "account came")
    return next((name for name in order if lexicon.words[name].search(said)), "")


def _staff(reading: Reading) -> Iterator[Check]:
    """期末 = 期初 + 新增 − 减少, where one passage gives both ends and what moved between them."""
    for number in range(len(reading.document.passages)):
        people = [f for f in reading.of_passage(number) if f.near == "person" and f.same == "person"]
        people = [f for f in people if not f.token.weak and not f.partial and not f.moved]
        opening = [f for f in people if _OPENING.search(f.label) and not re.search(r"[比较]", f.label)]
        closing = [f for f in people if _CLOSING.search(f.label) and f not in opening]
        came = [f for f in people if _CAME.search(f.label) and f not in opening + closing]
        went = [f for f in people if _WENT.search(f.label) and f not in opening + closing + came]
        known = [*opening, *closing, *came, *went]
        others = [f for f in people if f not in known and f.index > min(k.index for k in known)] if known else []
        if any(f.index < max(k.index for k in known) and not _NESTED.search(f.lead) for f in others):
            continue
        if len(opening) == len(closing) == 1 and (came or went):
            one = len({f.sentence for f in (*opening, *closing, *came, *went)}) == 1
            told = bool(came and went) or (one and bool(went) and closing[0].value < opening[0].value)
            yield from _balance(_Account(opening, came, went, closing), sure=told)


def _section(reading: Reading) -> Iterator[Check]:
    """Cases of one section told over several sentences: 受理1,672件。审结1,615件（含上年结转143件）…未审结200件."""
    begins = [at for at, passage in enumerate(reading.document.passages) if passage.level == 1 or at == 0]
    for start, end in zip(begins, [*begins[1:], len(reading.document.passages)], strict=False):
        figures = [f for at in range(start, end) for f in reading.of_passage(at)]
        figures = [
            f
            for f in figures
            if f.same == "case" and f.counted and not f.moved and f.period != LAST_YEAR or _carried(f)
        ]
        opening = [f for f in figures if _carried(f)]
        came = [f for f in figures if re.search(r"^(?:全年|共|依法)*(?:新?受理|新收)(?:案件|复议申请|申请)?$", f.label)]
        went = [f for f in figures if re.search(r"^(?:全年|共)*(?:审结|办结|结案)(?:案件)?$", f.label)]
        closing = [f for f in figures if re.search(r"^(?:尚|年末|年底)*(?:未审结|未办结|未结)(?:案件)?$", f.label)]
        account = _Account(opening, came, went, closing)
        spread = len({f.sentence for f in (*opening, *came, *went, *closing)}) > 1
        if spread and all(len(part) == 1 for part in (opening, came, went, closing)):
            yield from _balance(account, sure=True)


def _carried(figure: Figure) -> bool:
    return figure.same == "case" and bool(re.search(r"上年度?结转", figure.label))


def _balance(account: _Account, *, sure: bool) -> Iterator[Check]:
    figures = [*account.opening, *account.came, *account.went, *account.closing]
    if not all(f.token.bound == EXACT for f in figures):
        return
    closing = account.closing[0]
    begun, came, went = (together(part) for part in (account.opening, account.came, account.went))
    expected = begun + came - went
    arithmetic = " + ".join(plain(f.value) for f in (*account.opening, *account.came))
    arithmetic += "".join(f" − {plain(f.value)}" for f in account.went) + f" = {plain(expected)}"
    words = "、".join(named(f) for f in figures)
    kind = "staff.balance" if closing.near == "person" else "balance"
    if expected == closing.value:
        yield check(kind, HOLDS, arithmetic, f"期末等于期初加新增减减少（{words}）", figures)
        return
    explain = f"期初加新增减减少应为 {plain(expected)}，而 {named(closing)}（{words}）"
    severity = CONTRADICTION if sure else UNEXPLAINED
    yield check(kind, severity, f"{arithmetic} ≠ {plain(closing.value)}", explain, figures)
