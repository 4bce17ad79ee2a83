"""What the templates of papers ask of a case, for the check of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhifa.core.papers.lint import SECTION, check_faults, demanded
from zhifa.core.papers.template import BadTemplate, Template, check_template, facts_used, template_of
from zhifa.core.procedure.checking import PaperUse
from zhifa.core.procedure.checking.survey import BEGINNING
from zhifa.core.rulebook import Entry, Problem, Rulebook, Rules

_BESIDE = ("passage", SECTION)
"""What stands on a paper or must stand on it although its own entry does not say so."""


def read_papers(book: Rulebook) -> tuple[list[PaperUse], list[Problem]]:
    """What every template, in every version of it and of its passages, asks of a case; and what is wrong with it."""
    uses: list[PaperUse] = []
    problems: list[Problem] = []
    for code in dict.fromkeys(entry.key for entry in book.section("paper")):
        for rules, entry, template in _versions(book, code, problems):
            said = check_template(template, book.vocabulary)
            said += tuple(f"{message}（{cite}）" for message, cite in demanded(template, rules))
            problems += [Problem(entry.path, f"paper {code}", message) for message in said]
            conditions = dict.fromkeys(item.condition for item in template.body if item.condition)
            uses.append(PaperUse(entry.path, code, facts_used(template), tuple(conditions)))
    for entry in book.section(SECTION):
        problems += [Problem(entry.path, f"{SECTION} {entry.key}", said) for said in check_faults(entry, book)]
        judged = tuple(str(entry.data[key]) for key in ("if", "holds") if entry.data.get(key))
        uses.append(PaperUse(entry.path, entry.key, frozenset(), judged))
    return uses, list(dict.fromkeys(problems))


def _versions(book: Rulebook, code: str, problems: list[Problem]) -> Iterator[tuple[Rules, Entry, Template]]:
    """The template as it is written on every day on which it, a passage or what must stand on it changes."""
    seen: set[tuple[int, ...]] = set()
    for day, beside in book.kept("papers.days", lambda: _days(book)):
        rules = book.as_of(day)
        entry = rules.entry("paper", code)
        if entry is None or (version := (id(entry), *beside)) in seen:
            continue
        seen.add(version)
        try:
            template = template_of(rules, code)
        except (BadTemplate, ValueError) as error:
            problems.append(Problem(entry.path, f"paper {code}", f"{error}（{day} 的文本）"))
            continue
        if template is not None:
            yield rules, entry, template


def _days(book: Rulebook) -> list[tuple[date, tuple[int, ...]]]:
    """Each such day, with the passages and demands in force on it."""
    days = {e.validity.start or BEGINNING for section in ("paper", *_BESIDE) for e in book.section(section)}
    return [
        (day, tuple(id(e) for section in _BESIDE for e in book.as_of(day).entries(section).values()))
        for day in sorted(days)
    ]
