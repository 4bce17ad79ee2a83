"""Accounts told in any order, over several sentences: 上年末未执结32件。本年移送74件，执结69件。年末未执结37件.

What was there and what came, less what went, is what is left. An account is one where both ends are told, each once,
and everything the passage counts between them came or went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, groupby
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF, THAN, mistyped
from zhifa.core.footing.reading.periods import LAST_YEAR
from zhifa.core.footing.sums.claims import narrowly_missed

_BEFORE: Final = re.compile(r"[上去]一?年|年初|期初|[上前]月|月初|旧存|原有|此前|往年|历年|上期|上季")
_END: Final = re.compile(r"\d{1,2}月(?:末|底)|[一二三四]季度末|(?:19|20)\d\d年(?:末|底)")
"""The end of a named stretch: the first of two is where an account begins."""
_NOW: Final = re.compile(r"^，(?:[本今当]年|本[月季期]|20\d\d年)度?")
"""What is told of the year between what was there and what went came in it: 本年暂扣141辆."""
_ADJUSTED: Final = re.compile(r"(?:调整|变动|增减|清理|更新)后[^，。；]{0,6}$")
"""新增14项，取消9项，调整后为217项: what was told first was there before."""
_NESTED: Final = re.compile(r"其中(?!的)|包括|含")
_CLOSES: Final = re.compile(r"，(?:至?[年期月]末|至?年底|结转下)")
"""办结44件，其中维持31件、…，年末未审结18件: what is left at the end is no part of what was done."""
_SUM: Final = re.compile(r"合计|总计|共计|共有|总共|应办|累计|^共$")
_IN_ALL: Final = re.compile(r"应办|合计|总计|共计|共有")
_DUE: Final = re.compile(r"应(?:办|结|审|执)|合计|总计|共(?:办理|处理|有)")
_BASE: Final = re.compile(rf"{SHARE_OF}[^，。；、]*$")
"""占应办105件的84.8%: told once more, to say of what a share is."""
_ELSE: Final = re.compile(rf"同比|{THAN}|比|{SHARE_OF}|平均|人均|每|目标|计划|净[增减]|新增[^，。；]{{0,6}}持|中，")
_FOLLOWING: Final = re.compile(r"转入|结转|继续|未|尚|在办|待")
_NEW: Final = re.compile("新增[^，。；、]{0,4}$")
_SETTLED: Final = re.compile(
    r"^[^，。；]{0,2}(?:已|均|都|全部)[^，。；]{0,3}(?:办结|审结|结清|清零|销号|完成|执行完毕)"
)
"""年初未结13件已全部办结；当年新收204件，办结196件: what was there has gone, and 办结 is of what came."""
_STATE: Final = re.compile(r"[未待在余存][\u4e00-\u9fff]")
_BRACKETS: Final = re.compile(r"（[^）]*）")
_TWO: Final = 2
_PLAIN_ACCOUNT: Final = 5
"""What there was, what came, both, what went, what is left."""
_NARROW: Final = 10
_LEAST: Final = 3
_SHORT: Final = 4
_MOST: Final = 9
_SENTENCES: Final = 5
_TRIED: Final = 60
"""Stretches of sentences that are asked whether they are an account."""
OPENING, CAME, WENT, CLOSING, TOTAL, OTHER = "opening", "came", "went", "closing", "total", ""


def accounts(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every account of the report: of a passage, else of one of its sentences."""
    ahead: dict[str, list[Figure]] = {}
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and f.exact and not f.depth):
        own = _plain(figures)
        tried = [(told, [_role(f, lexicon) for f in told]) for told in _tried(own)]
        found = [made for told in tried if (made := _account(*told))] or [
            made for one in tried if (made := _rest(*one))
        ]
        before = ahead.get(figures[0].unit)
        if not found and before and own and before[-1].passage == own[0].passage - 1:
            found = [made] if (made := _continued(before, own, lexicon)) else []
        yield from found
        ahead[figures[0].unit] = own
    for sentence in reading.sentences:
        yield from _net(sentence, lexicon)


def _tried(figures: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    """The figures that may be one account."""
    own = [tuple(some) for _, some in groupby(figures, lambda f: f.sentence)]
    runs = [tuple(chain(*own[a:b])) for a in range(len(own)) for b in range(len(own), a + 1, -1)]
    for told in dict.fromkeys([tuple(figures), *runs[:_TRIED], *own]):
        if _LEAST <= len(told) <= _MOST and told[-1].sentence - told[0].sentence <= _SENTENCES:
            yield told


def _continued(before: Sequence[Figure], figures: Sequence[Figure], lexicon: Lexicon) -> Check | None:
    """上年转入4件，新收33件，应办37件。 and, in the paragraph behind, 办结31件，年末未结6件: one account."""
    sides = [[_role(figure, lexicon) for figure in some] for some in (before, figures)]
    opens = OPENING in sides[0] and CLOSING not in sides[0] and WENT not in sides[0]
    if not opens or OPENING in sides[1] or len(before) + len(figures) > _MOST:
        return None
    return _account([*before, *figures], [*sides[0], *sides[1]])


def _net(sentence: Sentence, lexicon: Lexicon) -> Iterator[Check]:
    """新领7,315人，注销5,862人，净增1,453人."""
    for figure in sentence.figures:
        said = re.search(r"(?:净|[比较](?:年初|上年末|上年底|去年底))(增|减|多|少)", figure.lead)
        earlier = [f for f in sentence.figures if f.index < figure.index and f.same == figure.same and f.counted]
        earlier = [f for f in earlier if not f.moved or _NEW.search(f.lead)]
        came = [f for f in earlier if lexicon.words["account came"].search(f.lead) and f.period != LAST_YEAR]
        went = [f for f in earlier if lexicon.words["account went"].search(f.lead) and f not in came]
        came = [f for f in came if any(one.index == f.index + 1 for one in went)] or came
        if len(earlier) == _TWO and len(went) == 1 and not came:
            came = [f for f in earlier if f not in went and f.period != LAST_YEAR]
        if not said or not figure.exact or not came or not went or not all(f.exact for f in (*came, *went)):
            continue
        apart = together(came) - together(went)
        told = figure.value if said[1] in "增多" else -figure.value
        arithmetic = " + ".join(plain(f.value) for f in came) + "".join(f" − {plain(f.value)}" for f in went)
        state = HOLDS if apart == told else CONTRADICTION
        expression = f"{arithmetic} = {plain(apart)} {'=' if apart == told else '≠'} {plain(told)}"
        yield check("balance", state, expression, f"{named(figure)}：由来的减去走的算", [*came, *went, figure])


def _plain(figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a passage without the parts of parts."""
    found: list[Figure] = []
    nested, sentence, inside = False, -1, 0
    for figure in figures:
        said = re.split(r"；", _BRACKETS.sub("", figure.lead))
        nested = bool(_NESTED.search(said[-1])) or (nested and len(said) == 1 and figure.sentence == sentence)
        inside = inside + 1 if nested else 0
        nested = nested and not (inside > _TWO and _CLOSES.match(figure.lead))
        sentence = figure.sentence
        if not nested and not _BASE.search(figure.lead):
            found.append(figure)
    return found


def _role(figure: Figure, lexicon: Lexicon) -> str:
    """On which side of an account a figure stands, by the words of its own clause."""
    lead = re.split(r"[，。；、：]", _BRACKETS.sub("", figure.lead))[-1]
    said = lead + figure.noun
    words = lexicon.words
    if figure.moved or _ELSE.search(said):
        return OTHER
    if words["account opening"].search(said) and (_BEFORE.search(said) or not words["account closing"].search(said)):
        return OPENING
    if _BEFORE.search(said) and _FOLLOWING.search(said):
        return OPENING
    if (
        re.search(rf"期末|年末|至年底|{_END.pattern}", re.split(r"[。；]", figure.lead)[-1])
        or words["account closing"].search(said)
        or words["rest told"].search(said)
    ):
        return CLOSING
    if words["account went"].search(said) or words["account undone"].search(said):
        return WENT
    if _SUM.search(lead) or words["account total"].search(said):
        return TOTAL
    if words["account came"].search(said):
        return CAME
    return WENT if words["finished"].search(said) else OTHER


def _account(figures: Sequence[Figure], roles: Sequence[str]) -> Check | None:
    """One account, if the sides are those of one."""
    sides = list(roles)
    ends = [at for at, side in enumerate(sides) if side == CLOSING]
    first = figures[0].lead
    before = figures[0].period == LAST_YEAR or _END.search(first) or _BEFORE.search(first)
    if len(ends) > 1 and ends[0] == 0 and OPENING not in sides and before:
        sides[0], ends = OPENING, ends[1:]
    adjusted = len(ends) == 1 and OPENING not in sides and _ADJUSTED.search(figures[ends[0]].lead) is not None
    if adjusted and sides[0] != WENT:
        sides[0] = OPENING
    opened = [at for at, side in enumerate(sides) if side == OPENING]
    if sides == [OPENING, CAME, TOTAL]:
        in_all = _IN_ALL.search(figures[-1].lead) and together(figures[:-1]) != figures[-1].value
        return narrowly_missed(figures[-1], figures[:-1], "balance") if in_all else None
    if len(opened) != 1 or len(ends) != 1 or WENT not in sides:
        return None
    if CAME not in sides and not (TOTAL in sides or OTHER in sides or len(figures) == _LEAST):
        return None
    begins = opened[0] if OTHER in sides[: opened[0]] else 0
    if ends[0] < begins:
        return None
    figures, sides, ends = figures[begins:], sides[begins:], [ends[0] - begins]
    opened = [opened[0] - begins]
    ends_told = bool(_END.search(figures[opened[0]].lead) and _END.search(figures[ends[0]].lead))
    same = ends_told or bool(_states(figures[opened[0]]) & _states(figures[ends[0]]))
    last = sides.index(WENT)
    unclear = [f for f, side in zip(figures[:last], sides, strict=False) if side == OTHER and _NOW.match(f.lead)]
    sides = [
        CAME if side == OTHER and at < last and (same or figures[at] in unclear) else side
        for at, side in enumerate(sides)
    ]
    told = {role: [f for f, side in zip(figures, sides, strict=True) if side == role] for role in dict.fromkeys(sides)}
    if OTHER in sides or sides.count(TOTAL) > 1:
        return None
    came, went, total = [*told[OPENING], *told.get(CAME, [])], told[WENT], told.get(TOTAL, [])
    closing, expected = told[CLOSING][0], together(came) - together(went)
    right = expected == closing.value
    if right and total and together(total) != together(came):
        return narrowly_missed(total[0], came, "balance")
    left = bool(total) and together(total) - together(went) == closing.value
    if left and not right and len(came) == _TWO and len(sides) == _PLAIN_ACCOUNT and _IN_ALL.search(total[0].lead):
        return narrowly_missed(total[0], came, "balance")  # what there was and what came are what there was in all
    one = OTHER not in roles and len(figures) <= _SHORT and len({f.sentence for f in figures}) == 1
    if adjusted and abs(expected - closing.value) * _NARROW > closing.value:
        return None
    summed = bool(total) and together(total) - together(went) == closing.value
    done = together(came) - closing.value
    gross = expected < 0 and not (done > 0 and mistyped(together(went), done))
    if not right and expected - 2 * together(unclear) == closing.value:
        return None  # 年初库存86件，本年使用40件，报废5件: it went
    settled = len(figures) > 1 and _SETTLED.match(figures[1].lead) is not None
    if not right and (((settled or not one) and _explained(came, went, closing)) or summed or gross):
        return None
    arithmetic = " + ".join(plain(f.value) for f in came) + "".join(f" − {plain(f.value)}" for f in went)
    explain = f"期初加新增减减少为 {plain(expected)}，{named(closing)}"
    expression = f"{arithmetic} = {plain(expected)}" + ("" if right else f" ≠ {plain(closing.value)}")
    return check("balance", HOLDS if right else CONTRADICTION, expression, explain, [*came, *went, closing])


def _rest(figures: Sequence[Figure], roles: Sequence[str]) -> Check | None:
    """全年应办143件，办结126件，结转下年17件: what was to be done, less what was done, whatever is told before."""
    if TOTAL not in roles:
        return None
    begins = roles.index(TOTAL)
    total, told, sides = figures[begins], figures[begins + 1 :], roles[begins + 1 :]
    if not _DUE.search(total.lead) or sorted(set(sides)) != [CLOSING, WENT] or sides.count(CLOSING) > 1:
        return None
    closing, went = told[sides.index(CLOSING)], [f for f, side in zip(told, sides, strict=True) if side == WENT]
    left = total.value - together(went)
    if any(f.sentence != total.sentence for f in told) or left < 0:
        return None
    right = left == closing.value
    arithmetic = plain(total.value) + "".join(f" − {plain(f.value)}" for f in went)
    expression = f"{arithmetic} = {plain(left)}" + ("" if right else f" ≠ {plain(closing.value)}")
    explain = f"{named(total)} 减去办结的为 {plain(left)}，{named(closing)}"
    return check("balance", HOLDS if right else CONTRADICTION, expression, explain, [total, *went, closing])


def _explained(came: Sequence[Figure], went: Sequence[Figure], closing: Figure) -> bool:
    """Whether some of what came less some of what went is what is left, so that the others are of something else."""
    slack = sum((f.token.slack for f in (*came, *went)), closing.token.slack)
    added = [together(some) for many in range(1, len(came) + 1) for some in combinations(came, many)]
    taken = [together(some) for many in range(1, len(went) + 1) for some in combinations(went, many)]
    return any(abs(one - other - closing.value) <= slack for one in added for other in taken)


def _states(figure: Figure) -> set[str]:
    """What an end of an account says of what is there: 未执结, 待处理."""
    return set(_STATE.findall(re.split(r"[，。；]", figure.lead)[-1] + figure.noun))
