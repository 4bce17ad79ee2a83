"""The key of a finding: what it is called in links, answers and directives, the same for as long as it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from zhifa.core.procedure.findings import Finding


def finding_key(case_id: str, finding: Finding) -> str:
    """32 hexadecimal digits for a finding of a case. A fault that comes back after it was put right has its old key."""
    return key_by(case_id, map(str, finding.key))


def key_by(case_id: str, told: Iterable[str]) -> str:
    """The same from what the finding is told by, `Finding.key` in words."""
    return _digest("case", case_id, *told)


def pattern_key(alert: str, organ: str, subject: str) -> str:
    """32 hexadecimal digits for what many cases of an organ show: by which rule, and about whom or what."""
    return _digest("pattern", alert, organ, subject)


def _digest(*parts: str) -> str:
    """Each part with its length before it, so that two lists of parts never read alike."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
