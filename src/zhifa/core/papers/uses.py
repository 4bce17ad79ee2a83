"""What the templates of papers ask of a case, for the check of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.papers.lint import SECTION, check_faults
from zhifa.core.papers.template import BadTemplate, Template, check_template, facts_used, template_of
from zhifa.core.procedure.checking import PaperUse
from zhifa.core.procedure.checking.survey import BEGINNING
from zhifa.core.rulebook import Problem, Rulebook


def read_papers(book: Rulebook) -> tuple[list[PaperUse], list[Problem]]:
    """What every template, in every version of it and of its passages, asks of a case; and what is wrong with it."""
    uses: list[PaperUse] = []
    problems: list[Problem] = []
    for entry in book.section("paper"):
        for template in _versions(book, entry.key, entry.path, problems):
            said = check_template(template, book.vocabulary)
            problems += [Problem(entry.path, f"paper {entry.key}", message) for message in said]
            conditions = dict.fromkeys(item.condition for item in template.body if item.condition)
            uses.append(PaperUse(entry.path, entry.key, facts_used(template), tuple(conditions)))
    for entry in book.section(SECTION):
        problems += [Problem(entry.path, f"{SECTION} {entry.key}", said) for said in check_faults(entry, book)]
        judged = tuple(str(entry.data[key]) for key in ("if", "holds") if entry.data.get(key))
        uses.append(PaperUse(entry.path, entry.key, frozenset(), judged))
    return uses, problems


def _versions(book: Rulebook, code: str, path: str, problems: list[Problem]) -> Iterator[Template]:
    """The template on every day on which it or a passage changes."""
    days = {e.validity.start or BEGINNING for section in ("paper", "passage") for e in book.section(section)}
    for day in sorted(days):
        try:
            template = template_of(book.as_of(day), code)
        except (BadTemplate, ValueError) as error:
            problems.append(Problem(path, f"paper {code}", f"{error}（{day} 的文本）"))
            continue
        if template is not None:
            yield template
