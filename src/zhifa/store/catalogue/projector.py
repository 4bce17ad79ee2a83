"""From the journal of a draft to its row; nothing else writes that row."""

from __future__ import annotations

from zhifa.core.ruledraft import Draft, read_text
from zhifa.store.catalogue.models import RuleDraft


def project(draft: Draft) -> None:
    """Bring the row of a draft into line with what its journal tells."""
    assert draft.effective is not None
    assert draft.entered_on is not None
    said, _ = read_text(draft.text, draft.effective)
    RuleDraft.objects.update_or_create(
        pk=draft.id,
        defaults={
            "number": draft.number,
            "state": draft.state,
            "codes": [one.where for one in said],
            "reason": draft.reason,
            "effective_on": draft.effective,
            "author": draft.author,
            "entered_on": draft.entered_on,
            "approver": draft.approver,
            "published_on": draft.published_on,
            "file": draft.file,
            "content": draft.content if draft.state == "published" else "",
            "version": draft.version,
        },
    )
