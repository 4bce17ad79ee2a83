"""Fills a store with as many cases as a district gathers, in bulk.

A generator for measurements, not a way around acts: a few cases are played through the real acts, and copied with
new ids, names, numbers and shifted dates — rows and journal alike, the journal sealed anew. Shifted dates fall on other
weekdays, so a rebuild would move some due dates by a weekend; everything else is as acts write it.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction

from bench import town
from zhifa.core.bigrams import grams, plain
from zhifa.core.events import Event, NewEvent
from zhifa.core.values import Moment
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import replace_rows
from zhifa.store.registry.models import Organ

TABLES = (rows.Proceeding, rows.Obligation, rows.Task, rows.Finding, rows.Outcome)
BATCH = 500
PLAYED = (("penalty-simple-main", ""), ("penalty-simple-main", "tell"), ("penalty-ordinary-main", "filing"),
          ("penalty-ordinary-main", "notice"), ("permit-granted", ""), ("penalty-own-review", ""))  # fmt: skip
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
PERSONAL = "/facts/"


@dataclass(frozen=True, slots=True)
class Model:
    """A case as acts wrote it: its row, its other rows, its journal."""

    row: rows.Case
    others: tuple[tuple[type[models.Model], tuple[models.Model, ...]], ...]
    events: tuple[Event, ...]


def _models(scenes: Sequence[tuple[str, str]]) -> list[Model]:
    found = []
    for name, upto in scenes:
        player = town.Player(town.scenario(name))
        for played in player.play():
            if played.step == upto:
                break
        key = player.case_id
        others = tuple((table, tuple(table._default_manager.filter(case_id=key))) for table in TABLES)
        found.append(Model(rows.Case.objects.get(pk=key), others, tuple(journal.read_stream("case", key))))
    return found


def fill(
    count: int,
    *,
    towns: int = 22,
    seed: int = 1,
    scenes: Sequence[tuple[str, str]] = PLAYED,
    spread: tuple[int, int] = (-700, 900),
) -> list[str]:
    """Found the towns and add cases until there are `count`; returns the places of the towns in the tree.

    `scenes` are scenarios, each with the step up to which it is played; days are moved within `spread`.
    """
    chance = random.Random(seed)
    organs = [town.found_town()]
    for number in range(1, towns):
        code = f"t{number:02d}"
        organs.append(Organ.objects.create(code=code, path=f"500112/{code}/", name=f"示例镇{number}",
                      short=f"示例镇{number}", mark=f"渝示{number}", level="乡镇"))  # fmt: skip
    made = _models(scenes)
    done = rows.Case.objects.count()
    while done < count:
        size = min(BATCH, count - done)
        with transaction.atomic():
            _add([_copied(made, organs, chance, done + n, spread) for n in range(size)])
        done += size
    _link_heads()
    return [organ.path for organ in organs]


@dataclass(frozen=True, slots=True)
class _Copy:
    row: rows.Case
    others: list[tuple[type[models.Model], list[models.Model]]]
    events: list[NewEvent]


def _copied(
    made: list[Model], organs: list[Organ], chance: random.Random, number: int, spread: tuple[int, int]
) -> _Copy:
    model, organ = chance.choice(made), chance.choice(organs)
    days = timedelta(days=chance.randint(*spread))
    case_id = f"{chance.getrandbits(128):032x}"
    name = chance.choice(SURNAMES) + chance.choice(SURNAMES) + f"某{number}"
    ids = {run.pk: f"{chance.getrandbits(128):032x}" for run in dict(model.others)[rows.Proceeding]}
    others = [(table, [_row(row, case_id, organ, ids, days) for row in some]) for table, some in model.others]
    row = _row(model.row, case_id, organ, ids, days)
    row.pk, row.path, row.party = case_id, organ.path, name
    row.number = f"{organ.mark}案〔{row.opened_on.year}〕{number}号"
    row.sought = "\n".join(map(plain, (row.number, row.title, row.party)))
    others.insert(0, (rows.CaseGrams, [rows.CaseGrams(case_id=case_id, grams=" ".join(sorted(grams(row.sought))))]))
    return _Copy(row, others, list(_events(model.events, organ, ids, days, name, row.number)))


def _row(row: Any, case_id: str, organ: Organ, ids: dict[str, str], days: timedelta) -> Any:
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and value in ids:
            value = ids[value]
        elif type(value) is date:
            value += days
        values[field.attname] = value
    values |= {"case_id": case_id} if "case_id" in values else {}
    values |= {"organ_id": organ.pk} if "organ_id" in values else {}
    values |= {"path": organ.path} if "path" in values else {}
    values |= {"key": _key(case_id, values["key"])} if "key" in values else {}
    return type(row)(**values)


def _key(case_id: str, key: str) -> str:
    """The key of a finding of another case."""
    return hashlib.blake2b(f"{case_id}{key}".encode(), digest_size=16).hexdigest()


def _events(
    events: tuple[Event, ...], organ: Organ, ids: dict[str, str], days: timedelta, name: str, number: str
) -> Iterator[NewEvent]:
    for event in events:
        text = json.dumps(event.payload, ensure_ascii=False)
        for old, new in ids.items():
            text = text.replace(old, new)
        payload = json.loads(text)
        facts = payload.get("facts", {})
        if "organ" in payload:
            payload |= {"organ": organ.pk, "number": number}
        if "party.name" in facts:
            facts["party.name"] = name
        personal = tuple(f"{PERSONAL}{code}" for code in facts if code.startswith("party."))
        occurred = Moment(event.occurred.day + days, event.occurred.at)
        yield NewEvent(type=event.type, occurred=occurred, actor=event.actor, payload=payload, personal=personal)


def _add(copies: list[_Copy]) -> None:
    batches = [journal.Batch("case", copy.row.pk, copy.events) for copy in copies]
    journal.bulk_append(batches, recorded_at=clock.now())
    rows.Case.objects.bulk_create([copy.row for copy in copies])
    for number, table in enumerate((rows.CaseGrams, *TABLES)):
        replace_rows(table, "", [row for copy in copies for row in copy.others[number][1]], fresh=True)


def _link_heads() -> None:
    """Each case's row names the hash of its last event."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_case SET head = (SELECT hash FROM journal_event e WHERE e.stream_kind = 'case'"
            " AND e.stream_id = casework_case.id AND e.version = casework_case.version)"
        )
