"""设定依据 as lists print it, read into citations: one article, several of one law, whole articles quoted.

Only articles that belong to a law named before them are read; an article named inside the words of another
(违反本法第十条规定) is part of those words. What cannot be read stays text and is reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhifa.core.citations import Citation, Index, Standing
from zhifa.core.numerals import number_of

_N: Final = r"[零〇一二三四五六七八九十百千两0-9０-９]+"
_LAW: Final = re.compile(r"《([^《》\n]{2,80})》")
_ARTICLE: Final = re.compile(
    rf"第\s*({_N})\s*条(?:之({_N}))?(?:\s*第\s*({_N})\s*款)?((?:\s*[、和及]?\s*第\s*[（(]?{_N}[）)]?\s*项)*)"
)
_ITEM: Final = re.compile(rf"第\s*[（(]?({_N})[）)]?\s*项")
_BARE_LAW: Final = re.compile(
    rf"(?:^|[\n；;。])\s*(?:\d+[.．、]\s*)?([\w（）()]{{2,40}}?(?:法|条例|规定|办法|规则|法典|决定))(?=第\s*{_N}\s*条)"
)
_BETWEEN: Final = re.compile(r"[\s:：“”\"、，,和及以或与]*(?:的?规定)?[\s、，,和及:：]*")
_REMARK: Final = re.compile(r"[\s]*(?:[（(【\[][^（）()【】\[\]]{0,80}[）)】\]])?[\s:：“\"]*")


@dataclass(frozen=True, slots=True)
class Basis:
    """One article of a basis: as cited, its standing on the day, and the words quoted of it."""

    cite: Citation
    standing: Standing
    words: str = ""


def articles_named(text: str) -> Iterator[tuple[Citation, str]]:
    """Every article with the law it is named under, in order, and the words printed after it."""
    text = text.translate(_WIDE)
    laws = [(f.start(), f.end(), f[1]) for f in _LAW.finditer(text) if _is_head(text, f.start())]
    laws += [(found.start(1), found.end(1), found[1]) for found in _BARE_LAW.finditer(text)]
    laws.sort()
    found = list(_belonging(text, laws))
    for number, (match, title) in enumerate(found):
        ends = [found[number + 1][0].start()] if number + 1 < len(found) else []
        ends += [start for start, _, _ in laws if start > match.end()]
        words = text[match.end() : min(ends, default=len(text))]
        for cite in _cited(title, match):
            yield cite, words.strip(' \n\t:：“”"、，；;')


_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}


def _belonging(text: str, laws: list[tuple[int, int, str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Articles that stand right after a law or after an article of it, or begin a line after one."""
    last_end, title = -1, ""
    begun = 0
    for match in _ARTICLE.finditer(text):
        while begun < len(laws) and laws[begun][1] <= match.start():
            _, last_end, title = laws[begun]
            begun += 1
        if not title:
            continue
        between = text[last_end : match.start()]
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _REMARK.fullmatch(between) or _BETWEEN.fullmatch(between) or not line.strip(' \t　“"1234567890.．、'):
            last_end = match.end()
            yield match, title


def _name(title: str) -> str:
    """A law's name without its state and the year printed behind it."""
    name = re.sub(r"^中华人民共和国", "", title.strip())
    return re.sub(r"[（(][^（）()]*(?:修正|修订|版|年)[^（）()]*[）)]$", "", name) or name


def _cited(title: str, match: re.Match[str]) -> Iterator[Citation]:
    cite = Citation(
        title=_name(title),
        article=number_of(match[1]),
        sub=number_of(match[2]) if match[2] else 0,
        paragraph=number_of(match[3]) if match[3] else None,
    )
    items = _ITEM.findall(match[4] or "")
    if not items:
        yield cite
    for item in items:
        yield replace(cite, item=number_of(item))


def read_basis(text: str, index: Index, day: date) -> list[Basis]:
    """The articles of a basis with what each is worth on the day; unknown laws are among them, named as such."""
    read: dict[Citation, Basis] = {}
    for cite, words in articles_named(text):
        cited = index.canonical(cite)
        read.setdefault(cited, Basis(cited, index.status(cited, day), words))
    return list(read.values())


def laws_without_article(text: str) -> list[str]:
    """Laws a basis names without any article of theirs: a reader cannot find the place."""
    with_article = {cite.title for cite, _ in articles_named(text)}
    heads = dict.fromkeys(_name(found[1]) for found in _LAW.finditer(text) if _is_head(text, found.start()))
    return [name for name in heads if name not in with_article]


def _is_head(text: str, start: int) -> bool:
    """Whether a law stands for itself; one inside the words of an article (违反《…》的) does not."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if line.count("“") > line.count("”"):
        return False
    if re.match(rf"[\s　“]*第\s*{_N}\s*条", line):
        return bool(re.search(r"[；;”][\s\d.．、）)]*$|。[\s\d]+[.．、][\s]*$", line))
    return bool(re.search(r"(?:^|[\s、，,；;。:：）)】\]”和及与\d.．]|依据|根据|按照|依照)$", line))


def misquoted(words: str, article: str) -> bool:
    """Whether the words printed after an article are not its own: a list that quotes an older text, or another law."""
    said, real = _letters(words), _letters(article)
    if len(said) < 20 or not real:
        return False
    pieces = [said[start : start + 8] for start in range(0, len(said) - 8, 8)]
    return sum(piece in real for piece in pieces) * 2 < len(pieces)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
