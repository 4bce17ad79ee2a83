"""Figures of the annual report that the registers give: trainings held by kind, equipment there at the year's
end, meetings with invited supervisors, consultations and social reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from zhifa.core.rulebook import Rules
from zhifa.store.readers.equipment import equipment_in
from zhifa.store.readers.social import social_figures
from zhifa.store.readers.training import sessions_by_kind


def register_figures(rules: Rules, organs: Sequence[str], year: int) -> Mapping[str, int]:
    """By indicator, as far as anything is registered; what somebody entered for the report goes before it."""
    trainings = {str(e.data["title"]): str(e.data.get("figure", "")) for e in rules.entries("training_kind").values()}
    things = {code: str(entry.data.get("figure", "")) for code, entry in rules.entries("equipment_kind").items()}
    found: Counter[str] = Counter()
    for kind, held in sessions_by_kind(organs, year).items():
        found[trainings.get(kind, "")] += held
    for kind, many in equipment_in(organs, date(year, 12, 31)).items():
        found[things.get(kind, "")] += many
    social = {figure: many for figure, many in social_figures(organs, year).items() if many}
    return {figure: many for figure, many in found.items() if figure} | social
