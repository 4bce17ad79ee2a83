"""The check of the rules of supervision: what they name exists, and every finding has a rule that takes it up."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.oversight.model import Alert
from zhifa.core.oversight.patterns import READERS
from zhifa.core.oversight.reading import LAST_RESORT, SECTION, alert_of
from zhifa.core.procedure.findings import PERIOD
from zhifa.core.procedure.reading import BadRule
from zhifa.core.rulebook import Entry, Problem, Rulebook


def misruled(book: Rulebook) -> list[Problem]:
    """Everything wrong with the rules of supervision."""
    entries = book.section(SECTION)
    found = [Problem(e.path, f"{SECTION} {e.key}", said) for e in entries for said in _wrong(book, e)]
    if entries and not any(entry.key == LAST_RESORT for entry in entries):
        found.append(
            Problem(entries[0].path, SECTION, f"缺 code = “{LAST_RESORT}”的总规则：没有别的规则接收的问题归它")
        )
    return found


def _wrong(book: Rulebook, entry: Entry) -> Iterator[str]:
    try:
        alert = alert_of(book, entry)
    except BadRule as error:
        yield str(error)
        return
    except (KeyError, TypeError, ValueError) as error:
        yield f"读不懂：{error}"
        return
    ways = [bool(alert.catches), alert.look is not None, alert.mended_after is not None, bool(alert.reader)]
    if sum(ways) != 1:
        yield "应当恰好用一种办法发现问题：catches、looks_at 加 when、mended_after，或者 reader"
    yield from _unknown(book, alert)
    yield from _unread(alert)


def _unknown(book: Rulebook, alert: Alert) -> Iterator[str]:
    """Steps, procedures, kinds and periods nobody has written."""
    steps, points, periods = (_codes(book, section) for section in ("step", "point", "period"))
    procedures = {entry.key for entry in book.section("procedure")}
    kinds = {str(entry.data.get("kind")) for entry in book.section("procedure")}
    named = [(catch.steps, catch.procedures, catch.kinds) for catch in alert.catches]
    if alert.look:
        named.append((alert.look.steps, alert.look.procedures, alert.look.kinds))
    for of_steps, of_procedures, of_kinds in named:
        yield from (f"没有“{code}”这一步骤" for code in of_steps if code not in steps)
        yield from (f"没有“{code}”这一程序" for code in of_procedures if code not in procedures)
        yield from (f"没有“{code}”这一类程序" for code in of_kinds if code not in kinds)
    known = steps | points | procedures | periods | set(book.vocabulary.facts)
    for catch in alert.catches:
        yield from (f"about 中的“{code}”不是事实、步骤、节点、期限" for code in catch.about if code not in known)
        for code in catch.codes:
            if code.startswith(PERIOD) and code.removeprefix(PERIOD) not in periods:
                yield f"没有“{code.removeprefix(PERIOD)}”这一期限"


def _codes(book: Rulebook, section: str) -> frozenset[str]:
    """The codes of a section, gathered once for all rules of supervision."""
    return book.kept(("codes", section), lambda: frozenset(entry.code for entry in book.section(section)))


def _unread(alert: Alert) -> Iterator[str]:
    """A reader nobody wrote, and parameters it needs or does not know."""
    if not alert.reader:
        if alert.parameters:
            yield "parameters 只用于 reader"
        return
    named = READERS.get(alert.reader)
    if named is None:
        yield f"没有“{alert.reader}”这一跨案件规律，可用：{'、'.join(sorted(READERS))}"
        return
    yield from (f"parameters 缺 {name}" for name in named.parameters if name not in alert.parameters)
    yield from (f"parameters 没有“{name}”" for name in alert.parameters if name not in {*named.parameters, "window"})
