"""What the rules of supervision add to an act: `python -m bench.judging`.

The cases of the scenarios are worked out as an act works them out (fold, view), then judged. Both are measured on the
same cases in turn, on one core and without a database; an act costs several times the view.
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
    """Milliseconds of the view and of judging, and the share; 1 when judging takes more than a fifth of the view."""
    with fresh_site():
        from bench import town
        from zhifa.acts.cases import take_step  # noqa: F401 - loads the models
        from zhifa.acts.work import context, today
        from zhifa.core.oversight import judge
        from zhifa.core.procedure.case import fold
        from zhifa.core.procedure.view import view
        from zhifa.store import journal
        from zhifa.store.casework import models as rows
        from zhifa.store.casework.projector import derived_rows
        from zhifa.store.registry.people import people_at

        town.found_town()
        for name in NAMES:
            if Path(town.SCENARIOS / f"{name}.toml").is_file():
                list(town.Player(town.scenario(name)).play())
        given, day = context(), today()
        whole: list[float] = []
        judged: list[float] = []
        for row in rows.Case.objects.select_related("organ").order_by("pk"):
            events = journal.read_stream("case", row.pk)
            for _ in range(ROUNDS):
                began = time.perf_counter()
                case = fold(row.pk, events, given.book.vocabulary)
                assert case is not None
                people = people_at(row.path, {p for t in case.taken for p in t.by}, case.former_paths)
                seen = view(case, context=given, people=people.get, day=day)
                between = time.perf_counter()
                judge(seen)
                ended = time.perf_counter()
                derived_rows(seen, row.organ)
                whole.append((time.perf_counter() - began - (ended - between)) * 1000)
                judged.append((ended - between) * 1000)
    of_all, of_judging = spread(whole), spread(judged)
    share = sum(judged) / sum(whole)
    said = {"work_ms": of_all.row(), "judging_ms": of_judging.row(), "share": round(share, 4)}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0 if share <= 0.2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
