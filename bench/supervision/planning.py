"""The yearly inspection plan of every organ, entered, adopted and filed before the first inspection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bench.supervision.clean import CAP
from bench.supervision.district import YEAR, Place
from zhifa.acts.planning import adopt_plan, enter_plan_item, file_plan
from zhifa.acts.work import Actor
from zhifa.core.values import Refusal
from zhifa.store.registry.people import people


def plans(places: Sequence[Place]) -> None:
    """The items of the demonstration's plan, with the frequency an enterprise may be inspected."""
    for place in places:
        clerk, head = (_as(place.person(key)) for key in ("neiqin", f"{place.code}.head"))
        for share in place.setting.profile.planned:
            facts = {"matter.code": share.matter, "inspection.enterprise": share.enterprise, **share.facts}
            if share.enterprise:
                facts["inspection.cap"] = CAP
            _must(enter_plan_item(place.code, YEAR, facts, actor=clerk))
        _must(adopt_plan(place.code, YEAR, document=f"示例〔{YEAR}〕1号", actor=head))
        _must(file_plan(place.code, YEAR, with_whom="示例区司法局", on=date(YEAR, 1, 1), actor=clerk))


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


def _must(done: object) -> None:
    if isinstance(done, Refusal):
        raise RuntimeError(done.message)
