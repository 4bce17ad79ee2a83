"""Lint: what is wrong with a paper before it is signed, each fault with its place, article and remedy.

What a paper must and must not say is a dated rule, `[[paper_check]]`: texts that must stand on it (`must_say`) or
must not, facts that must be printed, days that follow one another, conditions that must hold. What only reading can
find (figures against capitals, articles out of force, a name that differs from an earlier paper) is a named function
of `lintreading`, referred to by the rule. No article stands in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from zhifa.core.citations import Index
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.papers import blocks as b
from zhifa.core.papers import lintreading as reading
from zhifa.core.papers.fill import Context, Missing
from zhifa.core.papers.lintreading import Read, Sheet
from zhifa.core.papers.template import CONTEXT_LABELS, Placeholder, Template, facts_printed, parse_text, strings, texts
from zhifa.core.rulebook import Entry, Rulebook, Rules
from zhifa.core.values import show_date

SECTION: Final = "paper_check"
CHECKS: Final[Mapping[str, Callable[[Sheet], Iterator[Read]]]] = {
    "amounts": reading.amounts,
    "stated_fines": reading.stated_fines,
    "articles": reading.articles,
    "titles": reading.titles,
    "leftovers": reading.leftovers,
    "empty_words": reading.empty_words,
    "calendar": reading.impossible_dates,
    "story_dates": reading.story_dates,
    "happened": reading.happened_later,
    "number": reading.number,
    "cited_numbers": reading.cited_numbers,
    "same_as_before": reading.same_as_before,
    "id_number": reading.id_numbers,
    "party_name": reading.party_name,
    "officers": reading.officers,
    "rows": reading.rows,
    "seal": reading.seal,
}
"""Functions a rule may name, by name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a paper: where on it, what, by which article, and how to mend it."""

    code: str
    place: str
    message: str
    cite: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class Given:
    """Everything a paper is judged by: its template and facts, the case's other papers, the law of its days."""

    template: Template
    document: b.Document | Missing
    context: Context
    vocabulary: Vocabulary
    lookup: Callable[[str], Value | None]
    holds: Callable[[str], bool | None]
    index: Index
    procedure: str = ""
    happened_on: date | None = None
    """The day of the act: a decision may rest on the law of that day or of its own (从旧兼从轻)."""
    days: Mapping[str, date] = field(default_factory=dict)
    """Facts that name the day on which a step happened."""
    earlier: tuple[b.Document, ...] = ()
    numbers: frozenset[str] = frozenset()
    """Numbers this case knows: of its papers and its own."""
    mark: str = ""
    officers_needed: int = 0
    uncertified: tuple[str, ...] = ()


def lint(given: Given, rules: Rules) -> tuple[Fault, ...]:
    """Every fault of a paper, in the order of the rules; nothing for a clean one.

    A paper that cannot be filled has one fault for each thing it lacks and is judged no further.
    """
    if isinstance(given.document, Missing):
        lacking = given.document
        return tuple(
            Fault("missing", gap.label, f"《{lacking.title}》还缺“{gap.label}”", lacking.cite, "补齐以后再制作")
            for gap in lacking.gaps
        )
    sheet = Sheet(
        template=given.template,
        document=given.document,
        pieces=tuple(reading.pieces(given.document)),
        context=given.context,
        lookup=given.lookup,
        vocabulary=given.vocabulary,
        printed=facts_printed(given.template),
        index=given.index,
        happened_on=given.happened_on,
        days=given.days,
        earlier=given.earlier,
        numbers=given.numbers,
        mark=given.mark,
        officers_needed=given.officers_needed,
        uncertified=given.uncertified,
    )
    found: list[Fault] = []
    for entry in rules.entries(SECTION).values():
        if _concerns(entry, given) and (not entry.data.get("if") or given.holds(str(entry.data["if"]))):
            found += [
                Fault(entry.key, read.place, _said(entry, read.what), entry.cite, str(entry.data.get("remedy", "")))
                for read in _reads(entry, sheet, given)
            ]
    return tuple(dict.fromkeys(found))


def _concerns(entry: Entry, given: Given) -> bool:
    papers, kinds = strings(entry.data.get("papers")), strings(entry.data.get("kinds"))
    if papers or kinds:
        return given.template.code in papers or (bool(kinds) and given.template.number_kind in kinds)
    return True


def _said(entry: Entry, what: str) -> str:
    title = str(entry.data.get("title", entry.key))
    return f"{title}：{what}" if what else title


def _reads(entry: Entry, sheet: Sheet, given: Given) -> Iterator[Read]:
    data = entry.data
    if check := str(data.get("check", "")):
        yield from CHECKS[check](sheet)
    if (holds := str(data.get("holds", ""))) and given.holds(holds) is False:
        yield Read("", "")
    whole = "\n".join(text for _, text in sheet.pieces)
    for text in strings(data.get("must_say")):
        wanted = with_context(text, sheet)
        if wanted and wanted not in whole:
            yield Read("正文", f"没有写“{wanted}”")
    for text in strings(data.get("must_not_say")):
        for place, said in sheet.pieces:
            if with_context(text, sheet) in said:
                yield Read(place, f"写了“{with_context(text, sheet)}”")
    for code in strings(data.get("prints")):
        if code not in sheet.printed:
            yield Read("", f"文书上没有“{given.vocabulary.label(code)}”")
    yield from _out_of_order(strings(data.get("order")), sheet)


def with_context(text: str, sheet: Sheet) -> str:
    """A demanded text with what it names of the issuing (`{{paper.court}}`); empty where that is not known."""
    said = ""
    for piece in parse_text(text):
        if isinstance(piece, Placeholder):
            name = piece.name.partition(".")[2]
            value = sheet.template.title if name == "title" else str(getattr(sheet.context, name, "") or "")
            if not value:
                return ""
            said += value
        else:
            said += piece
    return said


def _out_of_order(codes: tuple[str, ...], sheet: Sheet) -> Iterator[Read]:
    """Days that should follow one another: the first of each pair that does not."""
    last: tuple[str, date] | None = None
    for code in codes:
        day = sheet.context.issued_on if code == "paper.issued_on" else reading.day_of(sheet.lookup(code))
        if day is None:
            continue
        if last and day < last[1]:
            first, second = (_label(name, sheet) for name in (code, last[0]))
            yield Read("日期", f"{first}（{show_date(day)}）早于{second}（{show_date(last[1])}）")
        last = (code, day)


def _label(code: str, sheet: Sheet) -> str:
    return CONTEXT_LABELS["issued_on"] if code == "paper.issued_on" else sheet.vocabulary.label(code)


def demanded(template: Template, rules: Rules) -> tuple[tuple[str, str], ...]:
    """What the statute wants on a paper and its template does not say, each with the article: for whoever edits it."""
    printed = facts_printed(template)
    words = "\n".join(text for item in template.body for text in texts(item))
    found: list[tuple[str, str]] = []
    for entry in rules.entries(SECTION).values():
        if template.code not in strings(entry.data.get("papers")):
            continue
        lacking = [code for code in strings(entry.data.get("prints")) if code not in printed]
        found += [(f"法定内容“{rules.book.vocabulary.label(code)}”没有印在文书上", entry.cite) for code in lacking]
        unsaid = [text for text in strings(entry.data.get("must_say")) if text not in words]
        found += [(f"{entry.data.get('title')}：没有写“{text}”", entry.cite) for text in unsaid]
        if entry.data.get("check") == "seal" and not any(item.kind == "seal" for item in template.body):
            found.append((f"{entry.data.get('title')}：没有盖章的位置", entry.cite))
    return tuple(found)


def check_faults(entry: Entry, book: Rulebook) -> Iterator[str]:
    """What is wrong with a rule for papers itself: papers, facts and functions it names that are not there."""
    data = entry.data
    known = {paper.key for paper in book.section("paper")}
    yield from (f"没有代码为“{code}”的文书" for code in strings(data.get("papers")) if code not in known)
    for key in ("prints", "order"):
        for code in strings(data.get(key)):
            if code not in book.vocabulary and code != "paper.issued_on":
                yield f"{key} 中有未知的事实 {code}"
    if (check := data.get("check")) and check not in CHECKS:
        yield f"没有名为“{check}”的核对，可用：{'、'.join(CHECKS)}"
    if not any(data.get(key) for key in ("check", "holds", "must_say", "must_not_say", "order", "prints")):
        yield "没有写要核对什么：check、holds、must_say、must_not_say、order、prints 至少一项"
    for text in (*strings(data.get("must_say")), *strings(data.get("must_not_say"))):
        try:
            places = [piece for piece in parse_text(text) if isinstance(piece, Placeholder)]
        except ValueError as error:
            yield str(error)
            continue
        yield from (
            f"“{text}”只能引签发信息（paper.…）"
            for place in places
            if place.name.partition(".")[2] not in CONTEXT_LABELS
        )
