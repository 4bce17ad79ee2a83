"""What supervision adds to an act: `python -m bench.judging`.

The scenarios are played on SQLite, every act measured whole. Then their cases are worked out as an act works them out
(fold, view, rows) and checked: judged by the rules of supervision, appraised, presences noted, each with its rows.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.site import fresh_site, spread

NAMES = (
    "penalty-simple-main", "penalty-ordinary-main", "penalty-hearing", "inspection-main", "clue-main",
    "seize-kept-and-counted",
)  # fmt: skip
ROUNDS = 60


def main() -> int:
    """Milliseconds of acts, of working out and of checks; 1 when checks add more than a fifth to an act."""
    with fresh_site():
        from bench import town
        from zhifa.acts.cases import take_step  # noqa: F401 - loads the models
        from zhifa.acts.work import context, today
        from zhifa.core.oversight import judge
        from zhifa.core.procedure.case import fold
        from zhifa.core.procedure.view import view
        from zhifa.store import journal
        from zhifa.store.appraisal.models import Appraisal, Deduction
        from zhifa.store.casework import models as rows
        from zhifa.store.casework.projector import TABLES, derived_rows
        from zhifa.store.oversight.models import Presence
        from zhifa.store.registry.people import people_at

        town.found_town()
        list(town.Player(town.scenario(NAMES[0])).play())  # reads the rules
        acts, began = 0, time.process_time()
        for name in NAMES:
            if Path(town.SCENARIOS / f"{name}.toml").is_file():
                acts += len(list(town.Player(town.scenario(name)).play()))
        act = (time.process_time() - began) * 1000 / acts
        given, day = context(), today()
        checks = {rows.Finding, Appraisal, Deduction, Presence}
        others = [model for model in TABLES.values() if model not in checks]
        whole: list[float] = []
        judged: list[float] = []
        for row in rows.Case.objects.select_related("organ").order_by("pk"):
            events = journal.read_stream("case", row.pk)
            for _ in range(ROUNDS):
                began = time.process_time()
                case = fold(row.pk, events, given.book.vocabulary)
                assert case is not None
                people = people_at(row.path, {p for t in case.taken for p in t.by}, case.former_paths)
                seen = view(case, context=given, people=people.get, day=day)
                between = time.process_time()
                judge(seen)
                derived_rows(seen, row.organ, only=checks)
                ended = time.process_time()
                derived_rows(seen, row.organ, only=others)
                whole.append((time.process_time() - began - (ended - between)) * 1000)
                judged.append((ended - between) * 1000)
    of_all, of_judging = spread(whole), spread(judged)
    checks = sum(judged) / len(judged)
    share = checks / (act - checks)
    said = {
        "act_ms": round(act, 3), "work_ms": of_all.row(), "checks_ms": of_judging.row(),
        "checks_mean_ms": round(checks, 3), "added_to_an_act": round(share, 4),
    }  # fmt: skip
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0 if share <= 0.2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
