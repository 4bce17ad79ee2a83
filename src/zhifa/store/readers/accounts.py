"""Accounts as the register of people shows them, and requests for the passwords of administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from zhifa.core.events import (
    ACCOUNT_CLOSED,
    ACCOUNT_OPENED,
    ACCOUNT_RESET,
    ACCOUNT_RESET_AGREED,
    ACCOUNT_RESET_ASKED,
    Event,
)
from zhifa.core.journal.canonical import instant
from zhifa.store import journal
from zhifa.store.journal.models import EventRow
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Account, Person


@dataclass(frozen=True, slots=True)
class AccountRead:
    """How a person signs in; `fresh` while the one-time password has not been changed."""

    username: str
    active: bool
    fresh: bool
    last_login: datetime | None


def account_of(person: str) -> AccountRead | None:
    """The account of a person, open or closed; None when there never was one."""
    row = Account.objects.filter(person_id=person).first()
    return AccountRead(row.username, row.is_active, row.must_change_password, row.last_login) if row else None


@dataclass(frozen=True, slots=True)
class ResetRequest:
    """A request for an administrator's password that nobody has used yet, and who agreed to it."""

    person: str
    asked_by: str
    asked_at: datetime
    reason: str
    agreed_by: str = ""
    agreed_at: datetime | None = None


def reset_request(person: str) -> ResetRequest | None:
    """The last request for this person's password, if no password followed; it may have lapsed."""
    return _request(person, journal.read_stream("account", person))


def _request(person: str, events: Sequence[Event]) -> ResetRequest | None:
    found: ResetRequest | None = None
    for event in events:
        if event.type == ACCOUNT_RESET_ASKED:
            found = ResetRequest(person, event.actor, event.recorded_at, str(event.payload["reason"]))
        elif event.type == ACCOUNT_RESET_AGREED and found:
            found = replace(found, agreed_by=event.actor, agreed_at=event.recorded_at)
        elif event.type in (ACCOUNT_OPENED, ACCOUNT_RESET, ACCOUNT_CLOSED):
            found = None
    return found


def reset_requests(*, reach: Sequence[str], since: datetime) -> list[ResetRequest]:
    """Requests since an instant for persons within the reach that nobody agreed to yet, the oldest first."""
    asked = EventRow.objects.filter(~Q(stream_kind="case"), stream_kind="account", type=ACCOUNT_RESET_ASKED)
    asked = asked.filter(recorded_at__gte=instant(since))
    keys = set(asked.values_list("stream_id", flat=True))
    within_reach = Person.objects.filter(within(reach, "organ__path"), pk__in=keys).values_list("pk", flat=True)
    streams = journal.read_streams("account", within_reach)
    found = [_request(person, events) for person, events in streams.items()]
    return sorted((one for one in found if one and not one.agreed_by), key=lambda one: one.asked_at)
