"""Verifying the whole journal as long work: somebody asks, background work does it, the result is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import JOURNAL_VERIFIED, NewEvent
from zhifa.core.permission import may, reach
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.ports.signing import public_keys, trusts
from zhifa.store import journal
from zhifa.store.casework.agreement import bad_row
from zhifa.store.journal.models import Tree, VerificationRow

STREAM = ("audit", "journal")
SILENT = timedelta(minutes=2)
"""A verification of which nothing was heard for so long was cut short, and is begun anew."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A verification that the caller works on from now on."""

    id: int
    asked_by: str


def request_verification(*, actor: Actor) -> int | Refusal:
    """Ask for a verification of the whole journal; one that is already waiting or under way is that one."""
    places = reach(actor.person, "journal.verify", today())
    if refused := may(actor.person, "journal.verify", next(iter(places), ""), today()):
        return refused
    with transaction.atomic():
        waiting = VerificationRow.objects.filter(finished_at__isnull=True).order_by("asked_at").first()
        row = waiting or VerificationRow.objects.create(
            asked_at=clock.now(), asked_by=actor.id, total=Tree.objects.aggregate(size=Max("size"))["size"] or 0
        )
    return row.pk


def claim_verification() -> Claimed | None:
    """Take up the verification that waits longest, or one whose worker fell silent; None when nothing waits."""
    now = clock.now()
    with transaction.atomic():
        free = Q(started_at__isnull=True) | Q(seen_at__lt=now - SILENT)
        open_rows = VerificationRow.objects.select_for_update().filter(free, finished_at__isnull=True)
        row = open_rows.order_by("asked_at").first()
        if row is None:
            return None
        row.started_at = row.seen_at = now
        row.done = 0
        row.save(update_fields=["started_at", "seen_at", "done"])
        return Claimed(row.pk, row.asked_by)


def report_progress(verification: int, done: int, total: int) -> None:
    """Say how far a verification has come, and that whoever works on it is alive."""
    VerificationRow.objects.filter(pk=verification).update(done=done, total=total, seen_at=clock.now())


def verify_journal(progress: Callable[[int, int], None]) -> journal.Verified:
    """Check everything against the keys of this installation."""
    keys = list(public_keys(Path(settings.ZHIFA_DATA)))
    return journal.verify(progress, trusted=trusts(*keys) if keys else None, rows=bad_row)


def abandon_verification(claimed: Claimed) -> None:
    """Let go of a verification that broke off, so that it stops neither the next one nor the other work."""
    said = "核验没有做完，请系统管理员查看后台工作的日志"
    VerificationRow.objects.filter(pk=claimed.id).update(finished_at=clock.now(), reason=said)


def conclude_verification(claimed: Claimed, found: journal.Verified) -> None:
    """Write down what a verification found, in the journal and beside it."""
    reason = found.first_bad.reason if found.first_bad else ""
    if found.first_bad and found.first_bad.stream_id:
        bad = found.first_bad
        reason = f"{bad.stream_kind}/{bad.stream_id} 第 {bad.version} 个事件：{reason}"
    event = NewEvent(
        type=JOURNAL_VERIFIED,
        occurred=this_moment(),
        actor=claimed.asked_by,
        payload={
            "events": found.events,
            "placed": found.placed,
            "checkpoints": found.checkpoints,
            "valid": found.valid,
            "reason": reason,
        },
    )
    with transaction.atomic():
        version = journal.head(*STREAM).version
        if isinstance(journal.append(*STREAM, version, [event], recorded_at=clock.now()), journal.StaleStream):
            raise RuntimeError("核验结果的日志同时被改动")
        VerificationRow.objects.filter(pk=claimed.id).update(
            done=found.events,
            total=found.events,
            checkpoints=found.checkpoints,
            valid=found.valid,
            reason=reason,
            finished_at=clock.now(),
        )
