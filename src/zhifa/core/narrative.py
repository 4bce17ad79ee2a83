"""The annual report as data: its passages in order, with every number taken from a figure.

A passage is a list of pieces; a piece that shows a figure names it, so that the screen can open the cases behind
it. Passages a site may rewrite carry a name; a rewritten passage still takes its numbers through placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from zhifa.core.rulebook import Entry, Rules

KINDS: Final = ("heading", "text", "ask", "table", "chart", "months", "members", "note", "page_break", "annex")
"""`ask` asks the site for a passage that nobody else can write, printed once it is written; `months` draws counted
figures month by month; `members` is the table of organs whose reports a report adds up; `annex` begins the annex."""
_KEYS: Final = frozenset(
    [*KINDS, "level", "edit", "draft", "when", "unless", "given", "compared", "figures", "landscape"]
)
_FEWEST: Final = 2
"""A chart of one bar tells nothing."""
_PLACE: Final = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z0-9_]+)*)\s*\}\}")
_FIGURE: Final = re.compile(r"\{\{\s*figure\.([a-z0-9_.]+)\s*\}\}")
_BRACKETS: Final = re.compile(r"[\[\]]")
_STOPS: Final = "。；，、"
"""Marks between the parts of a sentence, the strongest first."""
_ENDS: Final = ((re.compile(f"[{_STOPS}]{{2,}}"), lambda found: min(found[0], key=_STOPS.index)),
                (re.compile(f"(^|[：（。\\n])[{_STOPS}]+"), lambda found: found[1]),
                (re.compile(f"[{_STOPS}]+(）)"), lambda found: found[1]))  # fmt: skip
"""What is left of the marks around a part that fell out: the strongest of a run, none at the start or after a colon."""


class BadReport(ValueError):
    """A report the rules define wrongly; the message names the passage, in Chinese."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `figure` names the figure it shows, empty for plain words."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of the report ready to be printed.

    `edit` is the name under which a site rewrites it; `draft` says that it does not come from cases and must be
    confirmed before publication; `rewritten` that the site's own words are shown.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    table: str = ""
    figures: tuple[str, ...] = ()
    """The figures a chart draws, over the year or by month; `compared` where last year's stand beside them."""
    compared: bool = False
    edit: str = ""
    draft: bool = False
    rewritten: bool = False
    landscape: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report is composed from: each figure as printed, the codes of those that are not 0, of those that nobody
    entered yet, of those that are known of the year before, and the words of the report: the organ, the years, the
    comparisons."""

    words: Mapping[str, str]
    shown: Mapping[str, str]
    nonzero: Collection[str]
    missing: Collection[str] = ()
    compared: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A composed report: title, passages, and the kinds of acts its text names."""

    title: str
    passages: tuple[Passage, ...]
    kinds_named: tuple[str, ...]
    cite: str


def said_of(text: str, nonzero: Collection[str]) -> str:
    """A text without its parts in square brackets of which every figure is 0, and without the marks they leave.

    Parts may stand in each other. Brackets around no figure are the writer's own and stay.
    """
    kept = _parts_said(text, nonzero)
    if kept == text:
        return text
    for pattern, left in _ENDS:
        kept = pattern.sub(left, kept)
    return kept


def _parts_said(text: str, nonzero: Collection[str]) -> str:
    said, start, depth, end = "", 0, 0, 0
    for found in _BRACKETS.finditer(text):
        if found[0] == "[":
            start, depth = (found.start(), 1) if depth == 0 else (start, depth + 1)
        elif depth:
            depth -= 1
            if not depth:
                said += text[end:start] + _part_said(text[start + 1 : found.start()], nonzero)
                end = found.end()
    return said + text[end:]


def _part_said(part: str, nonzero: Collection[str]) -> str:
    figures = _FIGURE.findall(part)
    if not figures:
        return f"[{part}]"
    return _parts_said(part, nonzero) if any(code in nonzero for code in figures) else ""


def pieces_of(text: str, words: Mapping[str, str], shown: Mapping[str, str], place: str) -> tuple[Piece, ...]:
    """A text with its placeholders filled: `{{figure.…}}` from figures, others from the words of the report."""
    return tuple(_pieces(text, words, shown, place))


def _pieces(text: str, words: Mapping[str, str], shown: Mapping[str, str], place: str) -> Iterator[Piece]:
    if "{{" in _PLACE.sub("", text) or "}}" in _PLACE.sub("", text):
        raise BadReport(f"{place}：占位符应写作 {{{{figure.指标代码}}}}")
    end = 0
    for found in _PLACE.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()])
        name, end = found[1], found.end()
        group, _, code = name.partition(".")
        if group == "figure" and code in shown:
            yield Piece(shown[code], code)
        elif name in words:
            yield Piece(words[name])
        else:
            known = (
                "没有名为“" + (code if group == "figure" else name) + "”的" + ("指标" if group == "figure" else "词")
            )
            raise BadReport(f"{place}：{known}")
    if end < len(text):
        yield Piece(text[end:])


def compose(rules: Rules, code: str, told: Told, *, edits: Mapping[str, str] | None = None) -> Report:
    """Compose a report of the rules in force; `edits` are the passages the site rewrote.

    BadReport names the first passage that cannot be composed.
    """
    entry = rules.entry("report", code)
    if entry is None:
        raise BadReport(f"没有名为“{code}”的报告")
    made = tuple(_passages(entry, told, edits or {}))
    title = "".join(piece.text for piece in pieces_of(str(entry.data["title"]), told.words, told.shown, "标题"))
    return Report(title, made, tuple(str(kind) for kind in entry.data.get("kinds_named", ())), entry.cite)


def paragraphs(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The paragraphs of a passage: a line break begins a new one, empty lines are none."""
    current: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        current.append(replace(piece, text=first))
        for text in rest:
            if any(one.text.strip() for one in current):
                yield tuple(current)
            current = [replace(piece, text=text)]
    yield tuple(current)


def _passages(entry: Entry, told: Told, edits: Mapping[str, str]) -> Iterator[Passage]:
    named = {str(item["edit"]) for item in entry.data["body"] if "edit" in item}
    if strange := sorted(set(edits) - named):
        raise BadReport(f"报告没有名为“{strange[0]}”的可改写段落")
    for number, item in enumerate(entry.data["body"], 1):
        place = f"报告 {entry.key} 第 {number} 段"
        kind = _kind(item, place)
        if _shown_at_all(item, told, place):
            passage = _passage(item, kind, place, told, edits)
            if kind != "text" or passage.text.strip():
                yield passage


def _kind(item: Mapping[str, Any], place: str) -> str:
    kinds = [kind for kind in KINDS if kind in item]
    if len(kinds) != 1:
        raise BadReport(f"{place}：须有且只有一个主要键（{'、'.join(KINDS)}）")
    if unknown := sorted(set(item) - _KEYS):
        raise BadReport(f"{place}：未知的键“{unknown[0]}”")
    return kinds[0]


def _shown_at_all(item: Mapping[str, Any], told: Told, place: str) -> bool:
    """`when` wants one of its figures above 0, `unless` none, `given` all of them counted or entered, `compared` all of
    them known of the year before; a chart wants bars to compare."""
    for key in ("when", "unless", "given", "compared", "figures"):
        if missing := [code for code in item.get(key, ()) if code not in told.shown]:
            raise BadReport(f"{place}：没有名为“{missing[0]}”的指标")
    for key, least in (("when", 1), *_bars_wanted(item)):
        if key in item and sum(code in told.nonzero for code in item[key]) < least:
            return False
    if any(code in told.missing for code in item.get("given", ())):
        return False
    if any(code not in told.compared for code in item.get("compared", ())):
        return False
    return not any(code in told.nonzero for code in item.get("unless", ()))


def _bars_wanted(item: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    if "chart" in item:
        return (("figures", 1 if "compared" in item else _FEWEST),)
    return (("figures", 1),) if "months" in item else ()


def _passage(item: Mapping[str, Any], kind: str, place: str, told: Told, edits: Mapping[str, str]) -> Passage:
    edit = str(item.get("edit", ""))
    own = edits.get(edit, "") if edit else ""
    text = own or (str(item[kind]) if kind not in {"table", "page_break"} else "")
    return Passage(
        kind="text" if kind == "ask" and own else kind,
        pieces=pieces_of(said_of(text, told.nonzero), told.words, told.shown, place),
        level=int(item.get("level", 0)),
        table=str(item["table"]) if kind == "table" else "",
        figures=tuple(str(code) for code in item.get("figures", ())),
        compared="compared" in item,
        edit=edit,
        draft=bool(item.get("draft", False)) and not own,
        rewritten=bool(own),
        landscape=bool(item.get("landscape", False)),
    )


def typed_numbers(text: str) -> tuple[str, ...]:
    """Numbers typed by hand in a rewritten passage: each should be a figure, or be confirmed by whoever signs."""
    plain = _PLACE.sub("", text)
    return tuple(
        found[0] for found in re.finditer(r"[0-9][0-9,.]*(?:\s*(?:万|亿))?", plain) if not _is_year(plain, found)
    )


def _is_year(text: str, found: re.Match[str]) -> bool:
    return len(found[0]) == 4 and text[found.end() :].lstrip().startswith("年")
