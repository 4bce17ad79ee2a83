"""What the audit administrator looks at: the state of the journal, what administrators did, who tried to sign in.

Nothing here tells what a case says of anybody: of a case only its number, and only where something of it was erased.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessFailureLog, AccessLog
from django.db.models import Exists, OuterRef, Q

from zhifa.core.events import Event
from zhifa.core.journal.canonical import instant
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import CheckpointRow, EventRow, Leaf, Tree, VerificationRow
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Account, Certificate, Organ, Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class VerificationRead:
    """A verification as far as it has come; `valid` is None while nothing is known."""

    id: int
    asked_at: datetime
    asked_by: str
    started: bool
    finished_at: datetime | None
    done: int
    total: int
    checkpoints: int
    valid: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class JournalState:
    """How long the journal is, when it was last signed, when it was last verified and with what result."""

    placed: int
    waiting: int
    alg: str
    signed_size: int
    signed_at: datetime | None
    verification: VerificationRead | None
    """The last one that was finished."""
    running: VerificationRead | None


def journal_state() -> JournalState:
    """The journal as it stands; only the tail that is not yet placed is counted."""
    tree = Tree.objects.first()
    settled = tree.settled_id if tree else 0
    unplaced = EventRow.objects.filter(id__gt=settled).exclude(pk__in=Leaf.objects.values("event_id"))
    last = CheckpointRow.objects.order_by("-id").first()
    rows = VerificationRow.objects
    return JournalState(
        placed=tree.size if tree else 0,
        waiting=unplaced.count(),
        alg=tree.alg if tree else "",
        signed_size=last.size if last else 0,
        signed_at=datetime.fromisoformat(last.recorded_at) if last else None,
        verification=_verification(rows.filter(finished_at__isnull=False).order_by("-finished_at").first()),
        running=_verification(rows.filter(finished_at__isnull=True).order_by("asked_at").first()),
    )


def verification(key: int) -> VerificationRead | None:
    """One verification by its number."""
    return _verification(VerificationRow.objects.filter(pk=key).first())


def _verification(row: VerificationRow | None) -> VerificationRead | None:
    if row is None:
        return None
    return VerificationRead(
        row.pk, row.asked_at, row.asked_by, row.started_at is not None, row.finished_at, row.done, row.total,
        row.checkpoints, row.valid, row.reason,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which acts of administrators: of some kinds, by or on some persons, between two instants, before a row."""

    types: tuple[str, ...] = ()
    person: str = ""
    start: datetime | None = None
    end: datetime | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: its row, the event, what the stream said before, and what it was done to."""

    id: int
    event: Event
    earlier: Event | None
    person: str
    """Whom it concerned, by id; empty where nobody."""
    subject: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Acts, newest first, whether there are more, and the names of the persons and organs in them."""

    lines: tuple[AuditLine, ...]
    more: bool
    names: Mapping[str, str]


def audit_page(wanted: AuditFilter, *, reach: Sequence[str], limit: int = PAGE) -> AuditPage:
    """A page of what administrators did within the reach, newest first; the next begins before its last row."""
    here = OuterRef("stream_id")
    persons = Person.objects.filter(within(reach, "organ__path"), pk=here)
    certificates = Certificate.objects.filter(within(reach, "person__organ__path"), pk=here)
    organs = Organ.objects.filter(within(reach), pk=here)
    own = (
        Q(Exists(persons), stream_kind__in=("officer", "account"))
        | Q(Exists(certificates), stream_kind="certificate")
        | Q(Exists(organs), stream_kind="organ")
        | Q(stream_kind="audit")
    )
    cases = Case.objects.filter(within(reach), pk=here)
    found: list[tuple[int, str, str, int]] = []
    # Both state the condition of an index of their own, so that no database reads past the events of cases.
    for rows in (
        EventRow.objects.filter(~Q(stream_kind="case")).filter(own),
        EventRow.objects.filter(Exists(cases), type="personal.erased").exclude(stream_kind="officer"),
    ):
        narrowed = rows.filter(_narrowing(wanted))
        found += narrowed.order_by("-id").values_list("id", "stream_kind", "stream_id", "version")[: limit + 1]
    found.sort(reverse=True)
    return _read(found[:limit], more=len(found) > limit)


def _narrowing(wanted: AuditFilter) -> Q:
    made = Q()
    if wanted.types:
        made &= Q(type__in=wanted.types)
    if wanted.start:
        made &= Q(recorded_at__gte=instant(wanted.start))
    if wanted.end:
        made &= Q(recorded_at__lt=instant(wanted.end))
    if wanted.before:
        made &= Q(id__lt=wanted.before)
    if wanted.person:
        people = Person.objects.filter(Q(name__contains=wanted.person) | Q(account__username=wanted.person))
        made &= (
            Q(actor__in=people.values("pk"))
            | Q(stream_kind__in=("officer", "account"), stream_id__in=people.values("pk"))
            | Q(stream_kind="certificate", stream_id__in=Certificate.objects.filter(person__in=people).values("pk"))
        )
    return made


def _read(found: Sequence[tuple[int, str, str, int]], *, more: bool) -> AuditPage:
    """The events of these rows with what their streams said before, and every name they mention."""
    streams: dict[tuple[str, str], list[Event]] = {}
    for kind in {row[1] for row in found if row[1] not in ("case", "audit")}:
        for key, events in journal.read_streams(kind, {row[2] for row in found if row[1] == kind}).items():
            streams[kind, key] = events
    lines = []
    numbers = dict(Case.objects.filter(pk__in={r[2] for r in found if r[1] == "case"}).values_list("pk", "number"))
    holders = Certificate.objects.filter(pk__in={r[2] for r in found if r[1] == "certificate"})
    held = dict(holders.values_list("pk", "person_id"))
    for row, kind, key, version in found:
        events = streams.get((kind, key)) or journal.read_stream(kind, key, version)
        event = next(event for event in events if event.version == version)
        earlier = [e for e in events if e.version < version and e.type == event.type]
        person = held.get(key, "") if kind == "certificate" else key if kind in ("officer", "account") else ""
        lines.append(AuditLine(row, event, earlier[-1] if earlier else None, person, numbers.get(key, key)))
    return AuditPage(tuple(lines), more, _names(lines))


def _names(lines: Sequence[AuditLine]) -> Mapping[str, str]:
    keys = {line.event.actor for line in lines} | {line.person for line in lines}
    keys |= {str(line.event.payload.get(key, "")) for line in lines for key in ("person", "for")}
    named = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    organs = Organ.objects.in_bulk()
    return {code: organ.short for code, organ in organs.items()} | {o.path: o.short for o in organs.values()} | named


@dataclass(frozen=True, slots=True)
class SignIn:
    """One attempt to sign in. `person` is empty where no account has that name, and then nobody shows what was typed:
    a password is easily typed into the wrong box."""

    at: datetime
    person: str
    username: str
    outcome: str
    address: str


def sign_ins(
    wanted: AuditFilter, *, reach: Sequence[str], failed: bool, limit: int = PAGE, before: datetime | None = None
) -> tuple[list[SignIn], bool]:
    """Attempts to sign in, newest first, and whether there are more; unknown names only for who sees everything."""
    accounts = Account.objects.filter(within(reach, "person__organ__path"))
    everything = not Organ.objects.exclude(within(reach)).exists()
    known = Q(username__in=accounts.values("username"))
    if wanted.person:
        chosen = Q(person__name__contains=wanted.person) | Q(username=wanted.person)
        mine = Q(username__in=accounts.filter(chosen).values("username"))
    else:
        mine = known | (~Q(username__in=Account.objects.values("username")) if everything else Q(pk__in=[]))
    if wanted.start:
        mine &= Q(attempt_time__gte=wanted.start)
    if wanted.end:
        mine &= Q(attempt_time__lt=wanted.end)
    if before:
        mine &= Q(attempt_time__lt=before)
    holders = dict(Account.objects.values_list("username", "person__name"))
    found: list[SignIn] = []
    for row in AccessFailureLog.objects.filter(mine).order_by("-attempt_time", "-id")[: limit + 1]:
        word = "口令不对，暂停登录" if row.locked_out else "口令不对"
        found.append(_sign_in(row, word, holders))
    if not failed:
        for entry in AccessLog.objects.filter(mine).order_by("-attempt_time", "-id")[: limit + 1]:
            found.append(_sign_in(entry, "登录", holders))
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:limit], len(found) > limit


def _sign_in(row: AccessFailureLog | AccessLog, word: str, holders: Mapping[str, str | None]) -> SignIn:
    name = str(row.username or "")
    known = name in holders
    return SignIn(row.attempt_time, holders.get(name) or "", name if known else "", word, str(row.ip_address or ""))
