"""Accounts as the register of people shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhifa.store.registry.models import Account


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
