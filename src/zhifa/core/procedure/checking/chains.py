"""Approval chains and rules without exception: chains, steps and roles they name must exist."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.conditions import BadCondition, parse
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.checking.survey import Survey, meant, problem, tables, texts
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.rulebook import Entry, Problem


def chain_rules(survey: Survey) -> Iterator[Problem]:
    """Everything wrong with chains, their uses, and the conditions of conformance."""
    for entry in survey.book.section("chain"):
        points = list(tables(entry.data.get("checkpoints")))
        codes = [str(point.get("code", "")) for point in points]
        if len(set(codes)) != len(codes):
            yield problem(entry, "有两关用了同一个代码，应各不相同")
        for point in points:
            if point.get("level") not in entry.data.get("levels", ()):
                yield problem(entry, f"“{point.get('title')}”的 level 不在 levels 之列")
            for role in texts(point.get("by")):
                if role not in ROLE_TITLES:
                    yield problem(entry, f"by 中没有“{role}”这一角色{meant(role, sorted(ROLE_TITLES))}")
    for entry in survey.book.section("chain_use"):
        if not survey.book.versions("chain", str(entry.data.get("chain"))):
            yield problem(entry, f"没有“{entry.data.get('chain')}”这条审批链")
        for key in ("begins", "before"):
            step = str(entry.data.get(key))
            for procedure in texts(entry.data.get("procedures")):
                if not survey.book.versions("step", f"{procedure}/{step}"):
                    yield problem(entry, f"程序 {procedure} 没有“{step}”这一步骤：核对 {key}")
    for entry in survey.book.section("conformance"):
        yield from _conformance(survey, entry)


def _conformance(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data = entry.data
    for procedure in texts(data.get("procedures")):
        if not survey.book.versions("procedure", procedure):
            yield problem(entry, f"没有“{procedure}”这一程序")
        elif data.get("once") and not survey.book.versions("step", f"{procedure}/{data['once']}"):
            yield problem(entry, f"程序 {procedure} 没有“{data['once']}”这一步骤：核对 once")
    if data.get("holds"):
        try:
            parse(str(data["holds"]), survey.vocabulary, FUNCTIONS)
        except BadCondition as error:
            yield problem(entry, f"holds：{error}")
    if data.get("procedures") and not (data.get("holds") or data.get("entered_within")):
        yield problem(entry, "既没有 holds 也没有 entered_within，不知道怎样算做到")
