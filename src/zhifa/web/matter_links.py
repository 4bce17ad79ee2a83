"""Where else a matter stands: in lists of powers, in the comparison of provinces, in drafts of rules not yet done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.listings import listing_matter
from zhifa.acts.work import context
from zhifa.core.crosswalk import sides
from zhifa.core.ruledraft import APPROVED, WAITING
from zhifa.store.readers.rule_drafts import draft_lines
from zhifa.web import viewmodels as vm
from zhifa.web.rule_words import STATES
from zhifa.web.visitor import Visitor


def elsewhere(code: str, day: date, visitor: Visitor) -> tuple[vm.NearMatter, ...]:
    """Links from the page of a matter, each with what it is; only what this person may open."""
    found: list[vm.NearMatter] = []
    if visitor.may("powers.read"):
        found += _lists(code, day)
    if visitor.may("rules.read"):
        found += _drafts(code)
    return (*found, *_crosswalk(code, day))


def _lists(code: str, day: date) -> Iterator[vm.NearMatter]:
    for head, item in listing_matter(code, day):
        place = f"{reverse('list', args=[head.code])}?{urlencode({'q': item.name})}"
        sample = "；示例清单" if head.demonstration else ""
        yield vm.NearMatter(title=head.title, href=place, say=f"权责清单第 {item.number} 项{sample}")


def _drafts(code: str) -> Iterator[vm.NearMatter]:
    for line in draft_lines():
        if f"matter {code}" in line.codes and line.state in (WAITING, APPROVED):
            said = f"{STATES[line.state]}，拟自 {line.effective_on} 起施行：{line.reason}"
            yield vm.NearMatter(
                title=f"规则草案第 {line.number} 号", href=reverse("rule_draft", args=[line.id]), say=said
            )


def _crosswalk(code: str, day: date) -> Iterator[vm.NearMatter]:
    rules = context().rules(day)
    for entry in rules.entries("crosswalk").values():
        if any(side.matter == code for side in sides(rules, entry).values()):
            title = f"两地对照：{entry.data['title']}"
            yield vm.NearMatter(
                title=title, href=f"{reverse('crosswalk')}#{entry.key}", say=str(entry.data["difference"])
            )
