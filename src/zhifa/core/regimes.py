"""Whose rules of procedure a case follows: the law's own, or those a ministry wrote for its field.

行政处罚法 60 lets rules set another period for deciding; market regulation, construction, agriculture, transport and
the police have such rules. They bind the departments of that field (`rules/organs/regimes.toml` says which). Whether a
township that acts in its own name on a matter of the field takes them is no rule of law: it is offered, or proposed
where a site says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from zhifa.core.citations import parse_all
from zhifa.core.competence import Functions, functions_of
from zhifa.core.rulebook import Entry, Rules

FACT: Final = "matter.regime"
"""The fact that says whose rules a case follows; a variant of a procedure names the same code in `regime`."""
SECTION: Final = "regime"
PROPOSED, OFFERED = "proposed", "offered"


@dataclass(frozen=True, slots=True)
class Choice:
    """One set of rules a case may follow: why, and whether it is proposed or the only one."""

    code: str
    title: str
    reason: str
    cite: str
    status: str
    proposed: bool = False
    only: bool = False


def choices(rules: Rules, matter: Entry | None, *, level: str, carried: Collection[str] | None) -> tuple[Choice, ...]:
    """The rules an organ may follow for a matter, the proposed one first; none where there is nothing to choose.

    `carried` are the functions the organ is registered with, None where nothing is known of them.
    """
    entries = rules.entries(SECTION)
    general = next((entry for entry in entries.values() if entry.data.get("general")), None)
    if general is None:
        return ()
    if matter is None:
        return _of_organ(entries.values(), carried or ())
    functions = functions_of(rules)
    found = [
        choice
        for entry in entries.values()
        if not entry.data.get("general") and (choice := _choice(entry, matter, functions, level, carried))
    ]
    if not found:
        return ()
    if binding := [choice for choice in found if choice.only]:
        return tuple(binding[:1])
    law = _plain(general, "行政处罚法的一般规定", proposed=not any(choice.proposed for choice in found))
    return tuple(sorted((*found, law), key=lambda choice: not choice.proposed))


def _of_organ(entries: Iterable[Entry], carried: Collection[str]) -> tuple[Choice, ...]:
    """Before a matter is named: the rules of a department that has no others to follow."""
    meant = [entry for entry in entries if set(entry.data.get("functions", ())) & set(carried)]
    if len(meant) != 1 or meant[0].data.get("laws"):
        return ()
    return (_plain(meant[0], "本机关承担这一领域的职能", proposed=True),)


def _choice(
    entry: Entry, matter: Entry, functions: Functions, level: str, carried: Collection[str] | None
) -> Choice | None:
    meant = {one.code for one in functions.competent(str(matter.data.get("department", "")))}
    wanted = {str(code) for code in entry.data.get("functions", ())} & meant
    if not wanted or not _of_law(entry, matter):
        return None
    field = "、".join(functions.titles(wanted))
    if level not in ("区县", "市"):
        said = str(entry.data.get("elsewhere", OFFERED))
        why = f"事项的主管部门是{field}，本机关以自己的名义办理，可以参照"
        return _plain(entry, why, proposed=said == PROPOSED, status="configured")
    if carried is None:
        return _plain(entry, f"事项的主管部门是{field}，本机关的职能没有登记", proposed=True)
    if wanted & set(carried) or any(functions.carries(carried, name) for name in functions.titles(wanted)):
        return _plain(entry, f"本机关承担{field}的职能，应当适用", proposed=True, only=True)
    return None


def _of_law(entry: Entry, matter: Entry) -> bool:
    """Whether the matter rests on one of the laws the rules are about, where they are about some only."""
    laws = {str(title) for title in entry.data.get("laws", ())}
    cites = matter.data.get("applied") or matter.cite
    try:
        named = {c.title for text in ([cites] if isinstance(cites, str) else cites) for c in parse_all(str(text))}
    except ValueError:
        return not laws
    return not laws or bool(laws & named)


def _plain(entry: Entry, reason: str, *, proposed: bool, only: bool = False, status: str = "") -> Choice:
    title = str(entry.data.get("title", entry.code))
    return Choice(entry.code, title, reason, entry.cite, status or entry.status, proposed, only)
