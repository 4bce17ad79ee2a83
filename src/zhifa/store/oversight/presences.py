"""Rows of presences: where officers were and when, as the steps of a case tell, for patterns over many cases."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from zhifa.core.conditions import Unknown
from zhifa.core.planning import ITEM
from zhifa.core.procedure.state import Instance, State
from zhifa.core.procedure.view import View
from zhifa.core.values import SHANGHAI
from zhifa.store.casework.rulings import NUMBERS, PARTY, identity_of
from zhifa.store.oversight.models import Presence
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of

PLACES: Final = ("inspection.place", "evidence.scene_place", "simple.place", "seizure.place")
"""Facts that say where officers were."""
WRITTEN: Final = ("inspection.findings", "evidence.scene_record")
TELLING: Final = 30
"""So many characters of a record tell it from another: “未发现问题” is said of many."""
ASSISTED: Final = frozenset(
    {"assistance", "assistance.received", "joint", "joint.received", "transfer.received", "jurisdiction"}
)
DAILY: Final = "日常检查"


def presence_rows(view: View, organ: Organ) -> Iterator[Values]:
    """One row for each step that says where officers were."""
    state = view.state
    assisted = any(item.procedure in ASSISTED for item in view.case.proceedings.values())
    for key, run in state.runs.items():
        for instance in run.instances:
            place = next((str(instance.own[code]) for code in PLACES if code in instance.own), None)
            if place is not None and instance.standing and instance.source is None:
                yield _row(state, key, instance, organ, place, assisted=assisted)


def _row(state: State, key: str, instance: Instance, organ: Organ, place: str, *, assisted: bool) -> Values:
    def said(code: str) -> object:
        held = instance.own.get(code)
        found = state.fact(key, code) if held is None else held
        return None if isinstance(found, Unknown) else found

    taken, procedure = instance.taken, state.procedure(key)
    number = next((found for code in NUMBERS if isinstance(found := said(code), str) and found), "")
    # What was written in a light case came from elsewhere, and its rows are filled in without being read.
    text = "".join(str(said(code) or "") for code in WRITTEN)
    return values_of(
        Presence,
        organ_id=organ.pk,
        path=organ.path,
        proceeding=key,
        version=taken.version,
        step=taken.step,
        kind=procedure.kind if procedure else "",
        day=taken.at.day,
        minute=taken.at.at.hour * 60 + taken.at.at.minute if taken.at.at else None,
        entered_on=taken.recorded_at.astimezone(SHANGHAI).date(),
        officers="\n".join(sorted(taken.by)),
        place=place[:200],
        party=str(said(PARTY) or "")[:200],
        identity=identity_of(number),
        enterprise=int(said("inspection.enterprise") is True or said("party.enterprise") is True),
        daily=int(said("inspection.kind") == DAILY),
        plan_item=str(said(ITEM) or "")[:20],
        assisted=int(assisted),
        said="" if taken.part else _digest(text),
    )


def _digest(text: str) -> str:
    plain = re.sub(r"\s+", "", text)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest() if len(plain) >= TELLING else ""
