"""Fills a store with as many cases as a district gathers, in bulk.

A generator for measurements, not a way around acts: a few cases are played through the real acts, and copied with
new ids, names, numbers and shifted dates — rows and journal alike, the journal sealed anew. Dates move by whole weeks,
so a rebuild finds what was copied, but for holidays and for law that changed in between.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction

from bench import town
from zhifa.core.bigrams import indexed, plain
from zhifa.core.events import Event, NewEvent
from zhifa.core.values import Moment
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import digest_of, replace_rows
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, columns

TABLES = (rows.Proceeding, rows.Obligation, rows.Finding, rows.Task, rows.Question, rows.Custody, rows.Publication,
          rows.Ruling, rows.Permit, rows.Fine, rows.FineMovement, rows.Outcome)  # fmt: skip
BATCH = 500
PLAYED = (("penalty-simple-main", ""), ("penalty-simple-main", "tell"), ("penalty-ordinary-main", "filing"),
          ("penalty-ordinary-main", "notice"), ("permit-granted", ""), ("penalty-own-review", ""))  # fmt: skip
A_YEAR = ((("penalty-simple-main", ""), 100), (("penalty-ordinary-main", ""), 10), (("permit-granted", ""), 10),
          (("penalty-ordinary-main", "filing"), 10), (("penalty-ordinary-main", "notice"), 10),
          (("penalty-ordinary-main", "deliver"), 10))  # fmt: skip
"""What a bureau has besides light cases: most simple and closed, a fifth still open."""
DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
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
        key = _played(name, upto)
        others = tuple((table, tuple(table._default_manager.filter(case_id=key))) for table in TABLES)
        found.append(Model(rows.Case.objects.get(pk=key), others, tuple(journal.read_stream("case", key))))
    return found


def _played(name: str, upto: str) -> str:
    player = town.Player(town.scenario(name))
    for played in player.play():
        if played.step == upto:
            break
    return player.case_id


def fill(
    count: int,
    *,
    towns: int = 22,
    seed: int = 1,
    scenes: Sequence[tuple[str, str]] = PLAYED,
    weights: Sequence[int] | None = None,
    spread: tuple[int, int] = (-700, 900),
) -> list[str]:
    """Found the towns and add cases until there are `count`; returns the places of the towns in the tree.

    `scenes` are scenarios, each with the step up to which it is played, and `weights` how often each is copied; days
    are moved within `spread`.
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
            _add([_copied(chance.choices(made, weights)[0], organs, chance, done + n, spread) for n in range(size)])
        done += size
    _link_heads()
    return [organ.path for organ in organs]


@dataclass(frozen=True, slots=True)
class _Copy:
    row: rows.Case
    others: list[tuple[type[models.Model], list[Values]]]
    events: list[NewEvent]


def _copied(model: Model, organs: list[Organ], chance: random.Random, number: int, spread: tuple[int, int]) -> _Copy:
    organ = chance.choice(organs)
    days = timedelta(days=chance.randint(*spread) // 7 * 7)
    # As time passes while a store fills, ids go up: neighbours lie side by side in every index.
    case_id = f"{number:012x}{chance.getrandbits(80):020x}"
    name = chance.choice(SURNAMES) + chance.choice(SURNAMES) + f"某{number}"
    runs = dict(model.others)[rows.Proceeding]
    ids = {run.pk: f"{number:012x}{chance.getrandbits(80):020x}" for run in runs}
    ids[model.row.pk] = case_id
    others = [(table, [_row(row, case_id, organ, ids, days) for row in some]) for table, some in model.others]
    row = _row(model.row, case_id, organ, ids, days)
    row.pk, row.path, row.party = case_id, organ.path, name
    row.number = f"{organ.mark}案〔{row.opened_on.year}〕{number}号"
    row.sought = "\n".join(map(plain, (row.number, row.title, row.party)))
    for _, some in others:
        for one in some:
            if getattr(one, "party", ""):
                one.party = name
    others.insert(0, (rows.CaseGrams, [rows.CaseGrams(case_id=case_id, grams=" ".join(sorted(indexed(row.sought))))]))
    told = [(table, [tuple(getattr(one, name) for name in columns(table)) for one in some]) for table, some in others]
    row.digests = {table.__name__: digest_of(some) for table, some in told}
    return _Copy(row, told, list(_events(model.events, organ, ids, days, name, row.number)))


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
        text = DAY.sub(lambda found: (date(*map(int, found.groups())) + days).isoformat(), _text(event))
        for old, new in ids.items():
            text = text.replace(old, new)
        payload = json.loads(text)
        if "organ" in payload:
            payload |= {"organ": organ.pk, "number": number}
        personal = []
        for place, facts in (("", payload), *((f"/steps/{n}", one) for n, one in enumerate(payload.get("steps", ())))):
            if "party.name" in (said := facts.get("facts", {})):
                said["party.name"] = name
            personal += [f"{place}{PERSONAL}{code}" for code in said if code.startswith("party.")]
        occurred = Moment(event.occurred.day + days, event.occurred.at)
        yield NewEvent(type=event.type, occurred=occurred, actor=event.actor, payload=payload, personal=tuple(personal))


def _text(event: Event) -> str:
    if (text := _TEXTS.get(event.hash)) is None:
        text = _TEXTS[event.hash] = json.dumps(event.payload, ensure_ascii=False)
    return text


_TEXTS: dict[bytes, str] = {}


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
