"""A report beside the one that was published for the same organ and year, where the rules carry its totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhifa.acts.report_frame import Frame, checked
from zhifa.core.footing import CONTRADICTION, UNEXPLAINED, Footing, Identity, foot
from zhifa.core.statistics import Indicator, Number, percent, possible, show
from zhifa.store.readers import reports


@dataclass(frozen=True, slots=True)
class Difference:
    """A total of the published report that the cases do not give."""

    code: str
    title: str
    published: str
    found: str
    line: int


@dataclass(frozen=True, slots=True)
class Published:
    """The report that was published for this organ and year, set beside this one.

    `checks` are the relations its own figures break, such as a kind of act it has figures for and does not name.
    """

    title: str
    compared: int
    counted: int
    """How many of the totals compared come from cases here, not from the staff register or from people."""
    differences: tuple[Difference, ...]
    checks: tuple[Footing, ...]


def published_beside(given: Frame, values: Mapping[str, Number], titles: Mapping[str, str]) -> Published | None:
    """The published report of this organ and year, where the rules carry its totals."""
    of_organ = [e for e in given.rules.book.section("profile") if e.data.get("organ") == given.scope.name]
    entry = next((e for e in of_organ if e.data.get("year") == given.year), None)
    if entry is None:
        return None
    told = {str(f["figure"]): f for f in entry.data["figures"] if str(f["figure"]) in given.known}
    totals = {code: reports.number_of(str(item["value"])) for code, item in told.items()}
    named = [str(kind) for kind in entry.data.get("kinds_named", ())]
    checks = foot(checked(given, totals), totals, titles=titles, kinds_named=named or None)
    broken = [*checks, *_headed(entry.data), *_shares(given.known, told, totals)]
    return Published(
        title=str(entry.data.get("report", entry.data.get("title", entry.key))),
        compared=len(totals),
        counted=sum(given.known[code].is_counted for code in totals),
        differences=tuple(_differences(given.known, told, totals, values)),
        checks=tuple(check for check in broken if check.state in (CONTRADICTION, UNEXPLAINED)),
    )


def _differences(
    known: Mapping[str, Indicator],
    told: Mapping[str, Mapping[str, Any]],
    totals: Mapping[str, Number],
    values: Mapping[str, Number],
) -> Iterator[Difference]:
    for code, total in totals.items():
        if total != values[code]:
            published, found = (show(known[code], number) for number in (total, values[code]))
            yield Difference(code, known[code].title, published, found, int(told[code].get("line", 0)))


def _headed(data: Mapping[str, Any]) -> Iterator[Footing]:
    """A heading that announces so many kinds, and the kinds that stand under it."""
    announced, listed = int(data.get("kinds_announced", 0)), [str(kind) for kind in data.get("kinds_listed", ())]
    if announced and announced != len(listed):
        say = "标题说的类数与列出的类数相同"
        yield _broken(
            "headings", say, f"{announced} == {len(listed)}",
            f"{say}：标题写 {announced} 类，列出 {len(listed)} 类（{'、'.join(listed)}），须更正",
        )  # fmt: skip


def _shares(
    known: Mapping[str, Indicator], told: Mapping[str, Mapping[str, Any]], totals: Mapping[str, Number]
) -> Iterator[Footing]:
    """A printed percentage that no whole numbers give, or that the printed ones do not give."""
    for code in totals:
        way = known[code].derived
        if way is None or way.way != "share" or not all(part in totals for part in (*way.of, *way.less)):
            continue
        part = sum((totals[one] for one in way.of), 0) - sum((totals[one] for one in way.less), 0)
        printed = Decimal(str(told[code]["value"]))
        title = known[code].title
        if all(one in totals for one in way.within):
            whole = sum((totals[one] for one in way.within), 0)
            digits = max(-int(printed.as_tuple().exponent), 0)
            if whole and percent(part, whole, digits) != printed:
                right = percent(part, whole, digits)
                yield _broken(
                    code, title, f"{part} / {whole} == {printed}%", f"{part} 除以 {whole} 得 {right}%，须更正"
                )
        elif possible(part, printed) is None:
            explain = f"{title} {printed}%：{part} 无论除以哪个整数，都得不出 {printed}%，须更正"
            yield _broken(code, title, f"{part} / n == {printed}%", explain)


def _broken(code: str, say: str, expression: str, explain: str) -> Footing:
    return Footing(Identity(code, say, (code,), "==", (), CONTRADICTION), CONTRADICTION, expression, explain)
