"""Templates of papers edited by a site: tried out on a sample or a real case before they become a draft of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhifa.acts.paperfill import fill_paper, paper_context
from zhifa.acts.work import Actor, act, context, this_moment, today
from zhifa.core.papers import BadTemplate, Document, Missing, Template, check_template, fill, read_template
from zhifa.core.papers.lint import demanded
from zhifa.core.papers.plaintext import BadLine, from_text
from zhifa.core.papers.sample import sample_context, sample_facts
from zhifa.core.papers.template import undeclared
from zhifa.core.permission import may, reading
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.ruledraft import ORDER
from zhifa.core.tomltext import entry_text

SECTIONS: Final = ("paper", "passage")
LONGEST: Final = 40_000
PASSAGE_TITLE: Final = "通用段落"


@dataclass(frozen=True, slots=True)
class Tried:
    """A template as it was typed: the paper it makes, what is wrong with it, and its rule entry."""

    section: str
    document: Document | None
    problems: tuple[str, ...]
    data: Mapping[str, Any]

    @property
    def rule_text(self) -> str:
        """The text of the draft it becomes."""
        return entry_text(self.section, self.data, ORDER)


def template_entry(section: str, code: str) -> Entry | None:
    """The template or passage in force today, else the latest."""
    if section not in SECTIONS:
        return None
    book = context().book
    versions = book.versions(section, code)
    return book.as_of(today()).entry(section, code) or (versions[-1] if versions else None)


def try_template(entry: Entry, text: str, required: str, *, actor: Actor, organ: str, case_id: str = "") -> Tried:
    """Read the typed template and fill it with a sample case, or with a case the actor may read."""
    if len(text) > LONGEST or "\0" in text:
        return Tried(entry.section, None, (f"最长 {LONGEST} 字，不含控制字符",), {})
    try:
        body = from_text(text)
    except BadLine as fault:
        return Tried(entry.section, None, (str(fault),), {})
    data = _data(entry, body, required)
    rules = context().rules(today())
    try:
        template = _template(entry, data, rules)
    except (BadTemplate, ValueError) as fault:
        return Tried(entry.section, None, (str(fault),), data)
    data = _declared(data, template, rules)
    template = _template(entry, data, rules)
    said = check_template(template, rules.book.vocabulary)
    said = tuple(problem.removeprefix(f"{template.code}：") for problem in said)
    if entry.section == "paper":
        said += tuple(f"{message}（{cite}）" for message, cite in demanded(template, rules))
    if any("未知的" in problem for problem in said):
        return Tried(entry.section, None, said, data)
    shown = _of_case(template, rules, case_id, actor) if case_id else _of_sample(template, rules, organ)
    if isinstance(shown, Document):
        return Tried(entry.section, shown, said, data)
    return Tried(entry.section, None, (*said, shown), data)


def _data(entry: Entry, body: list[dict[str, Any]], required: str) -> dict[str, Any]:
    data = {key: value for key, value in entry.data.items() if key not in ("from", "procedure")}
    if not entry.validity.end:
        data.pop("to", None)
    codes = [code for code in required.replace("，", " ").replace("、", " ").replace(",", " ").split() if code]
    return {**data, "body": body, "required": list(dict.fromkeys(codes))}


def _template(entry: Entry, data: Mapping[str, Any], rules: Rules) -> Template:
    def passage(name: str) -> Mapping[str, Any] | None:
        found = rules.entry("passage", name)
        return found.data if found else None

    title = str(data.get("title") or PASSAGE_TITLE)
    return read_template(entry.key, {**data, "title": title}, passage=passage)


def _declared(data: dict[str, Any], template: Template, rules: Rules) -> dict[str, Any]:
    """Facts newly printed without a condition become optional, so that only what must be known keeps a paper back."""
    fresh = undeclared(template, rules.book.vocabulary)
    optional = [code for code in dict.fromkeys((*data.get("optional", ()), *fresh)) if code not in data["required"]]
    made = {key: value for key, value in data.items() if key not in ("required", "optional")}
    return (
        made
        | ({"required": data["required"]} if data["required"] else {})
        | ({"optional": optional} if optional else {})
    )


def _of_sample(template: Template, rules: Rules, organ: str) -> Document | str:
    day, book = today(), rules.book
    codes = tuple(dict.fromkeys(entry.key for entry in book.section("paper")))
    issuing = sample_context(organ, template.number_kind, day, codes)
    vocabulary = book.vocabulary
    lookup = sample_facts(vocabulary, day)
    made = fill(template, lookup=lookup, vocabulary=vocabulary, holds=lambda _: True, context=issuing)
    return made if isinstance(made, Document) else made.message


def _of_case(template: Template, rules: Rules, case_id: str, actor: Actor) -> Document | str:
    with act(case_id) as work:
        if work is None or may(actor.person, reading(work.row.kind), work.row.path, work.day):
            return "没有这个案件，或者它不在您的权限范围内"
        at = this_moment()
        seen = work.look()
        main = seen.headline.main
        issuing = paper_context(work, work.organ, main, at, draft=True, token="")
        made = fill_paper(seen.state, main, template, at=at, context=issuing)
    return made.message if isinstance(made, Missing) else made
