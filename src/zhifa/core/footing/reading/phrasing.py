"""Assertions written as data: the wording of a sentence with places for its figures, and what must hold of them.

`{a}比{b}多{d}` with `d == a - b` is a phrase (`rules/reports/phrases*.toml`). A place names what stands in it: `{a}` a
number of things, people or money, `{p%}` a percentage, `{q.}` percentage points, `{t:}` a stretch of time, `{k/}`
times or marks, `{m$}` money alone, `{n#}` a number in characters or digits, with its unit or without. Between them `~`
stands for a few words of the same clause, `…` for words of the sentence without a number, `……` for anything of the
sentence; the rest is a regular expression.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from zhifa.core.rulebook import Entry

KINDS: Final[Mapping[str, int]] = {"": 0xF0000, "%": 0xF2000, ".": 0xF4000, ":": 0xF6000, "/": 0xF8000, "$": 0xFA000}
"""Where the signs begin that stand for figures of a kind while a sentence is read: one sign for each figure."""
_SPAN: Final = 0x2000
_LAST: Final = 0xFBFFF
_NONE: Final = f"{chr(0xF0000)}-{chr(_LAST)}"
_OWN: Final = re.compile(f"[{_NONE}]")
_WORD_NUMBER: Final = "[零一二两三四五六七八九十百千]{1,7}|[0-9]{1,6}"
_PLACE: Final = re.compile(r"\{([a-z]+)([%.:/$#]?)\}|……|…|~")
_GAPS: Final = {
    "……": "[^。]{0,90}?",
    "…": f"[^。；{_NONE}]{{0,40}}?",
    "~": f"[^，。；：！？{_NONE}]{{0,18}}?",
}
FUNCTIONS: Final = frozenset({"about", "apart", "nearest"})


class BadPhrase(ValueError):
    """A phrase that cannot be read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One assertion: how it is worded, what must hold, and what it is called."""

    code: str
    say: str
    pattern: re.Pattern[str]
    places: Mapping[str, str]
    """The kind of every place by its name."""
    holds: ast.expr
    given: ast.expr | None
    """What else must be so, or the wording means something else."""
    cue: re.Pattern[str] | None
    """Words without which no passage has the phrase."""
    unless: re.Pattern[str] | None
    """Words of the sentence that take it back."""
    alike: tuple[str, ...]
    """Places whose figures count the same."""
    unlike: tuple[str, ...]
    """Places whose figures count different things: 86家, 258本."""
    before: str
    """What is meant of the figures told before in the sentence, where the wording does not name it."""
    rounded: frozenset[str]
    """Places whose number is rounded though it is printed without a fraction: 人均43份."""


def sign(kind: str, index: int) -> str:
    """What stands for a figure in a masked sentence."""
    return chr(KINDS[kind] + index)


def plainly(text: str) -> str:
    """A piece of a text without the signs that stand for figures: whoever writes them means none."""
    return _OWN.sub(" ", text)


def index_of(mark: str) -> int:
    """The figure a sign stands for."""
    return (ord(mark) - KINDS[""]) % _SPAN


def is_sign(mark: str) -> bool:
    return KINDS[""] <= ord(mark) <= _LAST


def phrases_of(entry: Entry) -> Iterator[Phrase]:
    """The wordings of an assertion, ready to be looked for; BadPhrase says what cannot be read."""
    data = entry.data
    for text in data["words"]:
        places: dict[str, str] = {}
        try:
            pattern = re.compile(_PLACE.sub(partial(_placed, places), text))
            holds, given = (_relation(str(data[name])) if name in data else None for name in ("holds", "given"))
            cue, unless = (re.compile("|".join(data[name])) if name in data else None for name in ("cue", "unless"))
        except (re.error, SyntaxError) as error:
            raise BadPhrase(f"“{text}”写得不对，{error}") from error
        before = str(data.get("before", ""))
        if holds is None:
            raise BadPhrase("没有 holds")
        for relation in filter(None, (holds, given)):
            _check(relation, {*places, before})
        counted = [name for name, kind in places.items() if not kind]
        yield Phrase(
            code=entry.key, say=str(data["say"]), pattern=pattern, places=places, holds=holds, given=given, cue=cue,
            unless=unless, alike=tuple(data.get("alike", counted)), unlike=tuple(data.get("unlike", ())),
            before=before, rounded=frozenset(data.get("rounded", ())),
        )  # fmt: skip


def _relation(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _placed(places: dict[str, str], found: re.Match[str]) -> str:
    """What a gap or a place is as a regular expression; the kinds of the places are noted."""
    if found[0] in _GAPS:
        return _GAPS[found[0]]
    name, kind = found[1], found[2]
    if name in places:
        raise BadPhrase(f"“{name}”写了两次")
    places[name] = kind
    return f"(?P<{name}>{_wanted(kind)})"


def _wanted(kind: str) -> str:
    if kind == "#":
        return f"{_WORD_NUMBER}|{_wanted('')}"
    firsts = [KINDS[""], KINDS["$"]] if not kind else [KINDS[kind]]
    return "[" + "".join(f"{chr(first)}-{chr(first + _SPAN - 1)}" for first in firsts) + "]"


def _check(node: ast.expr, places: Collection[str]) -> None:
    """That a relation names only places and known functions."""
    if not isinstance(node, ast.Compare):
        raise BadPhrase("holds 应是一个比较，如 d == a - b")
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id not in places and one.id not in FUNCTIONS:
            raise BadPhrase(f"holds 里的“{one.id}”不在文字里")
        if isinstance(one, ast.Call) and not (isinstance(one.func, ast.Name) and one.func.id in FUNCTIONS):
            raise BadPhrase("holds 里只能用这些函数：" + "、".join(sorted(FUNCTIONS)))
