"""How long the daily watch takes when a calendar arrives late and every open case is reckoned anew.

`python -m bench.recompute [CASES]`: open cases with four obligations and more each; working days become holidays.
`obligations_seconds`: every journal is read from the store and folded, and every period reckoned anew. `watch_seconds`:
the watch besides judges every step again, writes down the due dates that were shown, and brings the rows into line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest import mock

from bench.site import fresh_site

if TYPE_CHECKING:
    from zhifa.core.procedure.state import Context

NOW = datetime(2024, 4, 1, 2, tzinfo=UTC)
SCENES = (("penalty-ordinary-main", "decision"), ("penalty-ordinary-main", "deliver"), ("penalty-hearing", "deliver"))
LATE = """
[[calendar]]
code = "2024"
year = 2024
title = "量一量：放假安排改了一日"
status = "configured"
off = [
  { name = "清明节", from = "2024-04-04", to = "2024-04-08" },
  { name = "劳动节", from = "2024-05-01", to = "2024-05-10" },
]
work = []
statutory = [{ name = "劳动节", day = "2024-05-01" }]
"""


def measure(cases: int) -> dict[str, Any]:
    """Seconds for all of them on one core, and what was written."""
    with fresh_site():
        from bench.filling import fill
        from zhifa.acts import work
        from zhifa.core.procedure.state import Context
        from zhifa.core.rulebook import Rulebook, compile_rules
        from zhifa.jobs import watch
        from zhifa.ports import clock, rules
        from zhifa.store.casework import models as rows
        from zhifa.store.journal.models import EventRow as Event

        fill(cases * 2, scenes=SCENES, spread=(-10, 20))
        wanted = rows.Case.objects.filter(state="open").order_by("pk").values_list("pk", flat=True)[:cases]
        rows.Case.objects.exclude(pk__in=set(wanted)).delete()
        with clock.at(NOW):
            watch.run_once()
            obligations = rows.Obligation.objects.count()
            book = compile_rules({**rules.sources(), "calendars/2024.toml": LATE})
            assert isinstance(book, Rulebook)
            late = Context(book, rules.calendar_of(book))
            reckoned = _reckon(late)
            with (
                mock.patch.object(work, "context", return_value=late),
                mock.patch("zhifa.acts.watching.context", return_value=late),
            ):
                events = Event.objects.count()
                began = time.perf_counter()
                done = watch.run_once()
                seconds = time.perf_counter() - began
            written = Event.objects.count() - events
        return {
            "cases": done.cases, "obligations": obligations, **reckoned, "watch_seconds": round(seconds, 2),
            "failed": len(done.failed), "events_written": written,
        }  # fmt: skip


def _reckon(context: Context) -> dict[str, float]:
    """Every open case read from the store and its obligations reckoned, in batches, nothing written."""
    from zhifa.core.procedure.case import fold
    from zhifa.core.procedure.order import unfold
    from zhifa.core.procedure.periods import obligations
    from zhifa.store import journal
    from zhifa.store.casework import models as rows

    began, found = time.perf_counter(), 0
    ids = list(rows.Case.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 200):
        for case_id, events in journal.read_streams("case", ids[start : start + 200]).items():
            case = fold(case_id, events, context.book.vocabulary)
            assert case is not None
            day = NOW.date()
            found += sum(item.state != "waiting" for item in obligations(unfold(case, context, day=day), day))
    return {"obligations_seconds": round(time.perf_counter() - began, 2), "reckoned": found}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.cases)
    for name, value in found.items():
        sys.stdout.write("" if args.json else f"{name:16} {value}\n")
    sys.stdout.write(json.dumps(found) + "\n" if args.json else "")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
