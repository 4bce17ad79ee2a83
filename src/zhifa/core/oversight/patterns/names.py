"""The patterns by name, as rules call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhifa.core.oversight.patterns import fairness, figures, organs, parties
from zhifa.core.oversight.patterns.model import DEEDS, ORGANS, VISITS, Reader

READERS: Final[Mapping[str, Reader]] = {
    "twice": Reader(DEEDS, ("window", "least"), parties.twice),
    "split": Reader(DEEDS, ("window", "days", "least", "least_a_day", "limit_fen", "hearing_fen"), parties.split),
    "instead_of_order": Reader(DEEDS, ("window", "least"), parties.instead_of_order),
    "out_of_line": Reader(DEEDS, ("window", "least", "times"), fairness.out_of_line),
    "selective": Reader(DEEDS, ("window", "least", "share"), fairness.selective),
    "strangers_money": Reader(DEEDS, ("window", "least", "share", "home"), fairness.strangers_money),
    "month_end": Reader(DEEDS, ("window", "least", "each", "share", "last_days", "months"), figures.month_end),
    "round_counts": Reader(DEEDS, ("window", "least", "each", "months"), figures.round_counts),
    "rises": Reader(DEEDS, ("window", "days", "least_fen", "times"), figures.rises),
    "two_places": Reader(VISITS, ("window", "minutes"), figures.two_places),
    "crowded": Reader(VISITS, ("window", "most"), figures.crowded),
    "doubled": Reader(VISITS, ("window", "least"), figures.doubled),
    "copies": Reader(VISITS, ("window", "least"), figures.copies),
    "late_entry": Reader(VISITS, ("window", "days", "least", "share"), figures.late_entry),
    "outside_plan": Reader(VISITS, ("window", "least", "share"), figures.outside_plan),
    "over_frequency": Reader(VISITS, ("window", "most"), parties.over_frequency),
    "many_organs": Reader(VISITS, ("window", "least", "days"), parties.many_organs),
    "elsewhere": Reader(VISITS, ("window", "home", "elsewhere"), fairness.elsewhere),
    "over_boundary": Reader(VISITS, ("window",), fairness.over_boundary),
    "silent": Reader(ORGANS, ("days", "officers"), organs.silent),
    "unused": Reader(ORGANS, ("window", "share"), organs.unused),
    "report_late": Reader(ORGANS, ("due", "years"), organs.report_late),
}
"""Each rule of supervision that names a reader gives it these parameters."""
