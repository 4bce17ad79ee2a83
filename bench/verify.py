"""How fast the journal is verified on one core: canonical bytes derived again from the columns, the chain of every
stream, the Merkle tree with its kept subtrees and checkpoints, and the personal values beside the events.

    python bench/verify.py [EVENTS] [--json]       a fresh SQLite journal of that many events (default 300000)

The events are like those of penalty cases: about 430 bytes of payload, twelve to a case, one in four with a personal
value. Prints events per second by the clock and by processor time, median of five runs, and the best one: where other
work shares the processor, the best run says most.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PER_CASE = 12
WANTED = 80_000


def main() -> int:
    """Build the journal, verify it five times, print the figures; 1 when it is slower than wanted."""
    parser = argparse.ArgumentParser(description="核验账簿的速度")
    parser.add_argument("events", nargs="?", type=int, default=300_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhifa-bench-") as folder:
        os.environ["ZHIFA_DATA"] = folder
        os.environ.pop("ZHIFA_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhifa.config.settings"
        figures = _measure(Path(folder), args.events)
    if args.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{name:<28}{value:>14,}\n" for name, value in figures.items())
    return 0 if figures["best_run_per_second"] >= WANTED else 1


def _measure(folder: Path, count: int) -> dict[str, int]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from zhifa.ports.signing import note_signer, signer
    from zhifa.store import journal

    call_command("migrate", "journal", verbosity=0)
    began = time.perf_counter()
    with transaction.atomic():
        written = len(journal.bulk_append(_batches(count), recorded_at=datetime.now(UTC)))
    appended = time.perf_counter() - began
    sign = note_signer(signer(folder / "key.pem", "bench"))
    began = time.perf_counter()
    while journal.sequence():
        journal.checkpoint(origin="bench", sign=sign, at=datetime.now(UTC))
    sequenced = time.perf_counter() - began
    runs = []
    for _ in range(5):
        before = time.process_time()
        result = journal.verify()
        runs.append((result.seconds, time.process_time() - before))
        if not result.valid or result.events != written:
            raise SystemExit(f"the journal does not verify: {result}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT avg(length(CAST(payload AS BLOB))) FROM journal_event")
        size = round(cursor.fetchone()[0])
    seconds, cpu = statistics.median(one[0] for one in runs), statistics.median(one[1] for one in runs)
    return {
        "events": result.events,
        "payload_bytes": size,
        "append_bulk_per_second": round(count / appended),
        "sequence_per_second": round(count / sequenced),
        "verify_events_per_second": round(count / seconds),
        "verify_per_cpu_second": round(count / cpu),
        "best_run_per_second": round(count / min(one[0] for one in runs)),
        "checkpoints": result.checkpoints,
    }


def _batches(count: int) -> Iterator[object]:
    """Cases of twelve events each."""
    from zhifa.store.journal import Batch

    for number in range(count // PER_CASE):
        case = str(uuid.UUID(int=(number * 0x9E3779B97F4A7C15) & (2**128 - 1), version=4))
        yield Batch("case", case, [_event(case, number, step) for step in range(PER_CASE)])


def _event(case: str, number: int, step: int) -> object:
    from zhifa.core.events import STEP_TAKEN, NewEvent
    from zhifa.core.values import Moment

    day = date(2024, 1, 1) + timedelta(days=number % 300 + step)
    facts: dict[str, object] = {
        "review.opinion": f"同意调查终结报告的处理意见，建议按一般情节处理（第{number}号）",
        "review.conclusion": "同意",
        "decision.fine": 20000 + number % 977,
        "decision.kinds": ["罚款", "警告"],
        "decision.basis": "行政处罚法(2021)#57.1(1)",
    }
    personal: tuple[str, ...] = ()
    if step % 4 == 0:
        facts["party.name"] = f"当事人{number}"
        personal = ("/facts/party.name",)
    payload = {
        "step": "legal_review",
        "proceeding": f"{case[:-4]}{step:04x}",
        "manner": "performed",
        "rules": "7d0b3c6e5f4a49d2",
        "officers": [f"5001120{number % 11:02d}", f"5001120{(number + 3) % 11:02d}"],
        "facts": facts,
    }
    return NewEvent(
        type=STEP_TAKEN,
        occurred=Moment(day),
        actor=f"officer:{number % 11}",
        payload=payload,  # type: ignore[arg-type]
        personal=personal,
    )


if __name__ == "__main__":
    raise SystemExit(main())
