"""The page that shows for every procedure, step, period and paper its article and the scenario that tries it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhifa.core.kinship import kin
from zhifa.core.procedure.checking.coverage import Shown, shown_by
from zhifa.core.procedure.checking.survey import Survey, texts
from zhifa.core.procedure.model import Period, Procedure
from zhifa.core.procedure.reading import procedure
from zhifa.core.rulebook import Rulebook, Rules

MOST = 3
"""So many scenarios are named; of the rest only the number."""
Scripts = Mapping[str, Mapping[str, Any]]


def coverage(book: Rulebook, scenarios: Scripts, rules: Rules) -> Iterator[str]:
    """The lines of the page, procedures in the order of the rules."""
    survey = Survey(book)
    shown = shown_by(survey, scenarios)
    found = [item for code in rules.entries("procedure") if (item := procedure(rules, code))]
    yield "# 程序、步骤、期限、文书、条文、场景\n"
    yield (
        "每一步骤、期限、文书各由哪一条规定，哪一个场景走过一遍。场景是 `tests/scenarios` 里的文件，律师可以读；"
        "没有场景的，`zhifa rules check` 不放行。变体只列它改写、新加的，其余由原程序的场景说明。\n"
    )
    yield from _sums(survey, found, scenarios)
    for item in found:
        yield from _procedure(survey, shown, rules, item)
    yield from _papers(survey, shown, rules)


def _sums(survey: Survey, found: Sequence[Procedure], scenarios: Scripts) -> Iterator[str]:
    own = [e for section in ("step", "period") for e in survey.entries(section) if not e.taken_from]
    steps = sum(entry.section == "step" for entry in own)
    papers = len({entry.key for entry in survey.entries("paper")})
    yield (
        f"程序 {len(found)} 个，步骤 {steps} 个，期限 {len(own) - steps} 个（变体只计自己写的），"
        f"文书 {papers} 种，场景 {len(scenarios)} 个。\n"
    )


def _procedure(survey: Survey, shown: Shown, rules: Rules, found: Procedure) -> Iterator[str]:
    yield f"## {found.title} `{found.code}`\n"
    base = kin(survey.book, found.code)[1:2]
    steps = [s for s in found.steps.values() if not _taken_over(rules, "step", found.code, s.code)]
    periods = [p for p in found.periods if not _taken_over(rules, "period", found.code, p.code)]
    if base:
        rest = len(found.steps) - len(steps), len(found.periods) - len(periods)
        yield f"照 `{base[0]}` 写；其余 {rest[0]} 个步骤、{rest[1]} 个期限与它相同。\n"
    yield from _head("步骤", "代码", "条文", "起算的期限", "文书", "场景")
    for step in steps:
        starts = "、".join(p.title for p in found.periods if step.code in p.start_steps)
        papers = "、".join(_title(rules, code) for code in step.papers)
        yield _row(step.title, f"`{step.code}`", step.cite, starts, papers, _names(shown.steps, found.code, step.code))
    yield ""
    if periods:
        yield from _head("期限", "代码", "条文", "起算", "场景")
        for period in periods:
            names = _names(shown.periods, found.code, period.code)
            yield _row(period.title, f"`{period.code}`", period.cite, _start(found, period), names)
        yield ""


def _taken_over(rules: Rules, section: str, owner: str, code: str) -> bool:
    entry = rules.entry(section, f"{owner}/{code}")
    return entry is not None and bool(entry.taken_from)


def _start(found: Procedure, period: Period) -> str:
    named = "、".join(found.steps[code].title for code in period.start_steps if code in found.steps)
    return named or (f"`{period.starts.text}`" if period.starts else "")


def _papers(survey: Survey, shown: Shown, rules: Rules) -> Iterator[str]:
    yield "## 文书\n"
    yield from _head("文书", "模板", "条文", "制发的步骤", "场景")
    for code, entry in rules.entries("paper").items():
        places = [
            (str(step.data["procedure"]), step.code)
            for step in rules.entries("step").values()
            if code in texts(step.data.get("papers")) and not step.taken_from
        ]
        names = list(dict.fromkeys(name for place in places for name in shown.steps.get(place, ())))
        said = "、".join(dict.fromkeys(f"`{owner}/{step}`" for owner, step in places))
        yield _row(_title(rules, code), f"`{code}`", entry.cite, said, _said(names))


def _title(rules: Rules, code: str) -> str:
    entry = rules.entry("paper", code)
    return str(entry.data.get("title", code)) if entry else code


def _names(shown: Mapping[tuple[str, str], Sequence[str]], owner: str, code: str) -> str:
    return _said(shown.get((owner, code), ()))


def _said(names: Sequence[str]) -> str:
    linked = "、".join(f"[{name}](../../tests/scenarios/{name}.toml)" for name in names[:MOST])
    return linked + (f" 等 {len(names)} 个" if len(names) > MOST else "")


def _head(*heads: str) -> list[str]:
    return [_row(*heads), "|" + " --- |" * len(heads)]


def _row(*cells: str) -> str:
    return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |"
