"""Drafts: what somebody typed and has not submitted, kept on the server so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhifa.ports import clock
from zhifa.store.casework.models import Draft

LARGEST = 200_000


def save_draft(account: int, place: str, content: Mapping[str, Sequence[str]]) -> bool:
    """Keep what was typed at a place; False when it is too much to be something a person typed.

    Null characters, which PostgreSQL cannot keep in a text, are left out.
    """
    kept = {name: [value.replace("\0", "") for value in values] for name, values in content.items()}
    if sum(len(value) for values in kept.values() for value in values) > LARGEST:
        return False
    Draft.objects.update_or_create(
        account_id=account, place=place[:120], defaults={"content": kept, "saved_at": clock.now()}
    )
    return True


def drop_draft(account: int, place: str) -> None:
    """Forget a draft once it has been submitted."""
    Draft.objects.filter(account_id=account, place=place[:120]).delete()
