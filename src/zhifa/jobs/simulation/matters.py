"""What the rules say of a matter, and the wording of the invented cases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from zhifa.core.citations import parse_all
from zhifa.core.discretion import range_for
from zhifa.core.discretion.model import reasons
from zhifa.core.facts import FactError, Value
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal, format_yuan


@cache
def scenes() -> Mapping[str, Any]:
    """Places and wording by matter, from scenes.toml."""
    text = (resources.files("zhifa.jobs.simulation") / "scenes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words() -> Mapping[str, Any]:
    """Wording all cases share."""
    return scenes()["words"]  # type: ignore[no-any-return]


def chinese(places: object) -> str:
    """Citations of the rules as a paper writes them."""
    given = places if isinstance(places, list | tuple) else [places]
    said = []
    for place in given:
        try:
            said += [citation.chinese for citation in parse_all(str(place))]
        except ValueError:
            said.append(str(place))
    return "、".join(said)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A penalty as it is proposed: what was done, under which articles, in which range and why."""

    matter: str
    title: str
    what: str
    place: str
    violated: str
    basis: str
    kind: str
    fine: int
    tier: str
    least: int
    most: int
    reasons: str
    evidence: str
    conduct: Mapping[str, object]

    @property
    def amount(self) -> str:
        """The fine as it is typed."""
        return format_yuan(self.fine)

    @property
    def known(self) -> dict[str, object]:
        """The range as the decision records it; a warning has none."""
        if self.kind != "罚款":
            return {"discretion.tier": self.tier}
        least, most = format_yuan(self.least), format_yuan(self.most)
        return {"discretion.tier": self.tier, "discretion.min": least, "discretion.max": most}

    def typed(self, group: str) -> dict[str, object]:
        """Kind and fine as a step of a group (report, notice, decision) records them."""
        said: dict[str, object] = {f"{group}.kinds": [self.kind]}
        return said | ({f"{group}.fine": self.amount} if self.kind == "罚款" else {})


def weigh(
    book: Rulebook, matter: str, fine: int, *, party_kind: str, conduct: Mapping[str, object], on: date, rng: Random
) -> Weighed:
    """Weigh one offence by the benchmark; a fine the benchmark does not allow is an error of the profile."""
    entry = book.as_of(on).entry("matter", matter)
    if entry is None:
        raise ValueError(f"{on} 没有事项 {matter}")
    found = range_for(book=book, matter=matter, facts=_facts(book, conduct, party_kind), happened_on=on)
    if isinstance(found, Refusal):
        raise ValueError(f"{matter}：{found.message}")
    scene = scenes()["matter"][matter]
    place = rng.choice(scene["places"])
    return Weighed(
        matter=matter,
        title=str(scene["title"]),
        what=rng.choice(scene["facts"]).format(place=place),
        place=f"洛碛镇{place}",
        violated=chinese(entry.data["violated"]),
        basis=chinese(entry.data["applied"]),
        kind=found.kind,
        fine=fine,
        tier=found.tier,
        least=found.min_fen,
        most=found.max_fen,
        reasons=reasons(found, fine),
        evidence=str(scene["evidence"]),
        conduct=conduct,
    )


def _facts(book: Rulebook, conduct: Mapping[str, object], party_kind: str) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for code, raw in {**conduct, "party.kind": party_kind}.items():
        value = book.vocabulary.read(code, raw)
        if isinstance(value, FactError):
            raise ValueError(f"{code}：{value.message}")
        facts[code] = value
    return facts
