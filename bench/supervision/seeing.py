"""What the rules have found, read from the rows everybody reads."""

from __future__ import annotations

from bench.supervision.measuring import Seen
from bench.supervision.staging import District
from zhifa.core.oversight.judging import OVERSIGHT
from zhifa.core.procedure.findings import QUESTION
from zhifa.store.casework.models import Finding
from zhifa.store.oversight.models import Cause, Pattern


def of_cases(stage: District) -> list[Seen]:
    """Every finding of a case, with the script of the case."""
    script = {played.case_id: key for key, played in stage.cases.items()}
    read = Finding.objects.order_by("key").values_list("key", "alert", "organ_id", "case_id", "message")
    return [Seen(key, alert, organ, (script[case],), message) for key, alert, organ, case, message in read]


def of_patterns(stage: District) -> dict[str, Seen]:
    """Every pattern that stands now, by key, with the scripts of its cases."""
    script = {played.case_id: key for key, played in stage.cases.items()}
    shown: dict[str, list[str]] = {}
    for pattern, case in Cause.objects.order_by("pattern_id", "case_id").values_list("pattern_id", "case_id"):
        shown.setdefault(pattern, []).append(script[case])
    read = Pattern.objects.order_by("key").values_list("key", "alert", "organ_id", "message")
    return {key: Seen(key, alert, organ, tuple(shown.get(key, ())), message) for key, alert, organ, message in read}


def asked() -> dict[str, str]:
    """Findings that ask for a fact and accuse nobody: left out of precision."""
    read = Finding.objects.filter(level=QUESTION).values_list("key", "alert", "level", "code")
    return {key: alert for key, alert, level, code in read if asks_for(level, code)}


def asks_for(level: str, code: str) -> bool:
    """Whether a finding asks for what is not told. What a rule asks of something that was told can be wrong."""
    return level == QUESTION and not code.startswith(OVERSIGHT)
