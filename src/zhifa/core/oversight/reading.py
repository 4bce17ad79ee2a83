"""The rules of supervision read from their entries, once for each version of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhifa.core.conditions import BadCondition, parse
from zhifa.core.kinship import kin
from zhifa.core.oversight.model import Alert, Catch, Look
from zhifa.core.procedure.findings import PAPER, PERIOD, Finding
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.reading import BadRule
from zhifa.core.rulebook import Entry, Rulebook, Rules

SECTION, LAST_RESORT = "alert", "other"
PARTS = {
    "code": "codes", "level": "levels", "step": "steps", "procedure": "procedures",
    "kind": "kinds", "about": "about", "cite": "cites",
}  # fmt: skip
"""How the parts of a catch are written and what they are called here."""


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))  # type: ignore[call-overload]


def catch_of(item: Mapping[str, Any]) -> Catch:
    """A catch as written: `{ code = "order", about = "legal_review" }`."""
    return Catch(**{name: _texts(item.get(key)) for key, name in PARTS.items()})


def _look(book: Rulebook, entry: Entry) -> Look | None:
    data = entry.data
    if "when" not in data:
        return None
    try:
        condition = parse(str(data["when"]), book.vocabulary, FUNCTIONS)
    except BadCondition as error:
        raise BadRule(f"{entry.path} · {entry.section} {entry.key}：{error}") from None
    at = data["looks_at"]
    days = data.get("after_days")
    return Look(
        _texts(at["step"]),
        condition,
        _texts(at.get("kind")),
        _texts(at.get("procedure")),
        None if days is None else int(days),
    )


def alert_of(book: Rulebook, entry: Entry) -> Alert:
    """A rule of supervision from its entry."""
    data = entry.data
    return Alert(
        code=entry.code,
        title=str(data["title"]),
        group=str(data["group"]),
        cite=entry.cite,
        status=entry.status,
        colour=str(data["colour"]),
        answers=str(data["answers"]),
        within=int(data["within"]),
        mends=str(data["mends"]),
        say=str(data.get("say") or data["title"]),
        trial=bool(data.get("trial")),
        since=entry.validity.start,
        colours=dict(data.get("colours", {})),
        catches=tuple(map(catch_of, data.get("catches", ()))),
        look=_look(book, entry),
        mended_after=int(data["mended_after"]) if "mended_after" in data else None,
        reader=str(data.get("reader", "")),
        parameters=dict(data.get("parameters", {})),
    )


class Alerts:
    """All rules of supervision of a day, ready to be asked."""

    def __init__(self, rules: Rules) -> None:
        self.book = book = rules.book
        self.all: Mapping[str, Alert] = {
            key: book.kept((SECTION, id(entry)), lambda entry=entry: alert_of(book, entry))  # type: ignore[misc]
            for key, entry in rules.entries(SECTION).items()
        }
        self._by_code: dict[str, list[tuple[Catch, Alert]]] = {}
        for alert in self.all.values():
            for catch in alert.catches:
                for code in catch.codes or ("",):
                    self._by_code.setdefault(code, []).append((catch, alert))
        self._caught: dict[object, Alert] = {}
        self._looks: dict[str, tuple[Alert, ...]] = {}

    def catching(self, finding: Finding, procedure: str, kind: str) -> Alert:
        """The one rule that takes up a finding of the engine: the closest fit, of equals the first written."""
        key = (finding.code, finding.level, finding.step, procedure, finding.about, finding.cite)
        if key not in self._caught:
            self._caught[key] = self._closest(finding, procedure, kind)
        return self._caught[key]

    def _closest(self, finding: Finding, procedure: str, kind: str) -> Alert:
        family = kin(self.book, procedure) if procedure else ()
        fits = [
            (catch.closeness(finding.code), alert)
            for code in _codes(finding.code)
            for catch, alert in self._by_code.get(code, ())
            if _fits(catch, finding, family, kind)
        ]
        return max(fits, key=lambda pair: pair[0])[1] if fits else self._last_resort()

    def _last_resort(self) -> Alert:
        """The rule that takes up what no other does, as it was first written where none is in force yet."""
        entries = self.book.versions(SECTION, LAST_RESORT)
        if not entries:
            raise BadRule(f'没有一条监督规则接收这一问题：rules/alerts 应有 code = "{LAST_RESORT}" 的总规则')
        return alert_of(self.book, entries[0])

    def looks(self, procedure: str, kind: str) -> tuple[Alert, ...]:
        """The rules that ask a condition of proceedings of a procedure."""
        if procedure not in self._looks:
            family = kin(self.book, procedure)
            self._looks[procedure] = tuple(
                alert
                for alert in self.all.values()
                if alert.look
                and (not alert.look.kinds or kind in alert.look.kinds)
                and (not alert.look.procedures or any(code in alert.look.procedures for code in family))
            )
        return self._looks[procedure]

    def readers(self) -> tuple[Alert, ...]:
        """The rules that look at many cases together."""
        return tuple(alert for alert in self.all.values() if alert.reader)


def alerts(rules: Rules) -> Alerts:
    """The rules of supervision in force on the day of the rules."""
    return rules.built("oversight.alerts", Alerts)


def _codes(code: str) -> Sequence[str]:
    """The codes under which a catch may name a finding: its own, those of all periods or papers, anything."""
    for family in (PERIOD, PAPER):
        if code.startswith(family):
            return (code, family.rstrip(":"), "")
    return (code, "")


def _fits(catch: Catch, finding: Finding, family: Sequence[str], kind: str) -> bool:
    return (
        (not catch.levels or finding.level in catch.levels)
        and (not catch.steps or finding.step in catch.steps)
        and (not catch.procedures or any(code in catch.procedures for code in family))
        and (not catch.kinds or kind in catch.kinds)
        and (not catch.about or any(code in catch.about for code in finding.about))
        and (not catch.cites or any(_cited(finding.cite, cite) for cite in catch.cites))
    )


def _cited(cite: str, wanted: str) -> bool:
    """Whether a citation is the wanted one or a part of it: paragraphs and items of an article, not its neighbours."""
    return cite == wanted or (cite.startswith(wanted) and not cite[len(wanted)].isalnum())
