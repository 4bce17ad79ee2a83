"""Long lists wait in a queue: whoever has looked at their columns goes on with other things, background work takes
the rows in and tells how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from zhifa.acts.files import root
from zhifa.acts.importing import CHUNK, Imported, Order, new_run, open_list, readable
from zhifa.acts.work import Actor
from zhifa.core.permission import Person
from zhifa.core.values import Refusal
from zhifa.ports import clock, files
from zhifa.store.imports.models import REFUSED, RUNNING, WAITING, Run
from zhifa.store.registry.people import people

SILENT: Final = timedelta(minutes=5)
"""A run of which nothing was heard for so long was cut short, and is gone on with."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run the caller works on from now on, for whoever ordered it."""

    run: str
    order: Order
    actor: Actor


def queue_import(order: Order, *, actor: Actor) -> str | Refusal:
    """Let background work take a kept list in; its run. A list that waits or is under way already is that one."""
    with readable() as told:
        opened = open_list(order, actor=actor)
        if isinstance(opened, Refusal):
            return opened
        table, prepared = opened
        with transaction.atomic():
            same = Run.objects.filter(source=prepared.source, digest=table.digest(), state__in=(WAITING, RUNNING))
            found = same.order_by("-began_at", "-id").first()
            return (found or new_run(order, table, prepared, actor, WAITING)).pk
    return told.refusal


def claim_import() -> Claimed | None:
    """Take up the run that waits longest, or one whose worker fell silent; None when nothing waits."""
    now = clock.now()
    with transaction.atomic():
        free = Q(state=WAITING) | Q(state=RUNNING, seen_at__lt=now - SILENT)
        waiting = Run.objects.select_for_update(of=("self",)).filter(free).select_related("source")
        row = waiting.order_by("began_at", "id").first()
        if row is None:
            return None
        row.state, row.seen_at = RUNNING, now
        row.save(update_fields=["state", "seen_at"])
    order = Order(
        path=files.place(root(), row.digest), name=row.file, organ=row.source.organ_id, layout=row.layout,
        source=row.source.name, mend=row.mends_id is not None, run=row.pk, chunk=CHUNK,
    )  # fmt: skip
    person = people([row.actor]).get(row.actor, Person(row.actor, row.actor, ()))
    return Claimed(row.pk, order, Actor(person, row.actor))


def report_import(run: str, done: Imported) -> None:
    """Say how far a run has come, and that whoever works on it is alive."""
    Run.objects.filter(pk=run).update(seen_at=clock.now(), fraction=done.fraction, rate=round(done.rate))


def put_back(run: str) -> None:
    """Let go of a run that is not done: the next worker goes on where it was left."""
    Run.objects.filter(pk=run, state=RUNNING).update(state=WAITING)


def give_up(run: str, why: Refusal) -> None:
    """Say why nothing more of a list can be taken in."""
    said = "。".join(filter(None, (why.message, why.remedy)))
    Run.objects.filter(pk=run).update(state=REFUSED, refused=said, ended_at=clock.now())
