"""Rows of rulings: every decision to punish or not, with the sum, the tier and the circumstances it rested on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from zhifa.core.conditions import Unknown
from zhifa.core.facts import Json, dump_value
from zhifa.core.kinship import kin
from zhifa.core.procedure.calling import PERSONS
from zhifa.core.procedure.state import Instance, State
from zhifa.core.procedure.view import View
from zhifa.core.values import Moment
from zhifa.store.casework.models import Ruling
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, columns, values_of

KINDS, FINE, NONE = "decision.kinds", "decision.fine", "decision.no_penalty_ground"
LENIENT, TIER, MATTER, PARTY = "decision.leniency", "discretion.tier", "matter.code", "party.name"
GAINS, ORDERED = "decision.gains", "rectification.content"
NUMBERS: Final = ("party.credit_code", "party.id_number")
COMPARED: Final = ("conduct.", "discretion.lighter", "discretion.heavier")
"""Facts by which like cases are compared: none of them says who somebody is."""


def ruling_rows(view: View, organ: Organ) -> Iterator[Values]:
    """One row for each step that decided on a penalty; an annulled one stays, marked."""
    state = view.state
    for key, run in state.runs.items():
        for instance in run.instances:
            if instance.step is not None and instance.counts and {KINDS, NONE} & set(instance.own):
                yield _row(state, key, instance, organ)


def _row(state: State, key: str, instance: Instance, organ: Organ) -> Values:
    def said(code: str) -> object:
        held = instance.own.get(code)
        found = state.fact(key, code) if held is None else held
        return None if isinstance(found, Unknown) else found

    def text(code: str, longest: int) -> str:
        return str(said(code) or "")[:longest]

    fine, gains, kind = instance.own.get(FINE), instance.own.get(GAINS), text("party.kind", 20)
    happened = said("case.happened_on")
    number = next((found for code in NUMBERS if isinstance(found := said(code), str) and found), "")
    return values_of(
        Ruling,
        path=organ.path,
        proceeding=key,
        version=instance.taken.version,
        matter=text(MATTER, 80),
        tier=text(TIER, 20),
        fined=int(isinstance(fine, int)),
        fine_fen=fine if isinstance(fine, int) else 0,
        lenient=text(LENIENT, 20) if NONE in instance.own else "",
        decided_on=_day(instance),
        standing=int(instance.standing),
        party=text(PARTY, 200),
        identity=identity_of(number),
        party_kind=kind,
        seat="" if kind in PERSONS else text("party.address", 200),
        happened_on=happened.day if isinstance(happened, Moment) else happened if isinstance(happened, date) else None,
        gains_fen=gains if isinstance(gains, int) else 0,
        simple=int("penalty.simple" in kin(state.context.book, state.runs[key].proceeding.procedure)),
        ordered=int(bool(said(ORDERED)) or said("conduct.corrected") is True),
        facts=json.dumps(_compared(state, key, instance), ensure_ascii=False, sort_keys=True),
    )


def identity_of(number: str) -> str:
    """What stands for a party's number; nothing for none."""
    return hashlib.blake2b(number.encode(), digest_size=16).hexdigest() if number else ""


def marks_of(rulings: Iterable[Values]) -> Iterable[str]:
    """Under what the index of cases finds the decisions of a case again by their party, each once: see `mark_of`."""
    return dict.fromkeys([mark_of(known) for row in rulings for known in (row[_PLACES[0]], row[_PLACES[1]]) if known])


def mark_of(known: str) -> str:
    """A word that stands for a party's name or for what stands for its number; no word of a text is so long.

    Both are as good as random. An index of the table itself would be written in another place for each row, which
    costs more than everything else of a long list; that of the cases gathers its words and merges them.
    """
    return hashlib.blake2b(known.encode(), digest_size=8).hexdigest()


_PLACES: Final = tuple(columns(Ruling).index(name) for name in ("party", "identity"))


def _day(instance: Instance) -> date:
    made = instance.own.get("decision.made_on")
    if isinstance(made, Moment):
        return made.day
    return made if isinstance(made, date) else instance.taken.at.day


def _compared(state: State, key: str, instance: Instance) -> Mapping[str, Json]:
    """The circumstances recorded in the proceeding, above it or in the decision itself."""
    found: dict[str, Json] = {}
    facts = state.vocabulary.facts
    for code in state.context.book.kept("rulings.compared", lambda: sorted(c for c in facts if c.startswith(COMPARED))):
        held = instance.own.get(code)
        value = state.recorded(key, code) if held is None else held
        if not isinstance(value, Unknown):
            found[code] = dump_value(value)  # type: ignore[arg-type]
    return found
