"""The annual report of a police bureau at its real size, beside the one it published: `python -m bench.reporting`.

Outcome rows of the whole year (`bench.outcomes`) stand in the place of 1.5 million cases; what only people know is
entered. Every figure of the published report is compared, and the report is made, finished and written in every form.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.annual import YEAR, _load, write_cell
from bench.site import fresh_site

CODE, ORGAN = "yubei-police-2024", "yb"


def _timed(deed: Callable[[], Any], into: dict[str, float], name: str) -> Any:
    began = time.perf_counter()
    made = deed()
    into[name] = round(time.perf_counter() - began, 3)
    return made


def measure(work: Path) -> dict[str, Any]:
    """The figures that differ from the published ones, what its writer is told, and seconds."""
    write_cell(work / "one", [YEAR])
    with fresh_site():
        loaded = _load(work / "one")
        from zhifa.acts.annual_document import document
        from zhifa.acts.annual_report import ReportModel, annual_report
        from zhifa.acts.registry import Registration, RoleGiven, register_officer
        from zhifa.acts.report_check import examine_file
        from zhifa.acts.report_finishing import finish_report, finished_report
        from zhifa.acts.work import INSTALLER, Actor
        from zhifa.cli.cases import installer
        from zhifa.core.footing import CONTRADICTION
        from zhifa.core.footing.examining import Examination
        from zhifa.jobs.bureau.filling import fill_report
        from zhifa.jobs.bureau.profile import bureaus
        from zhifa.ports.render import render_docx, render_pdf
        from zhifa.ports.rules import rulebook
        from zhifa.store import counters
        from zhifa.store.registry.models import Organ
        from zhifa.store.registry.people import people

        bureau, took = bureaus(rulebook())[CODE], dict[str, float]()
        Organ.objects.create(
            code=ORGAN, path=f"{ORGAN}/", name=bureau.organ, short=bureau.short, mark=bureau.mark, level=bureau.level,
            functions=[{"function": "police", "from": None, "to": None}],
        )  # fmt: skip
        _timed(counters.recount, took, "recount")
        actor = installer()
        role = RoleGiven("head", f"{ORGAN}/")
        assert register_officer(Registration("head", "示负责", ORGAN, (role,)), actor=INSTALLER) is None
        head = Actor(people(["head"])["head"], "head")
        assert fill_report(rulebook(), CODE, ORGAN, actor=actor) is None
        model = _timed(lambda: annual_report(ORGAN, YEAR, reach=("",)), took, "figures_and_text")
        assert isinstance(model, ReportModel)
        paper = document(model, day=date(YEAR + 1, 1, 20))
        docx = _timed(lambda: render_docx(paper), took, "docx")
        _timed(lambda: render_pdf(paper), took, "pdf")
        examined = _timed(lambda: examine_file(docx, "r.docx"), took, "check_report")
        assert isinstance(examined, Examination)
        _timed(lambda: finish_report(ORGAN, YEAR, actor=head), took, "finish")
        kept = finished_report(ORGAN, YEAR)
        assert model.published is not None
        return {
            "rows": loaded["rows"],
            "kind": model.kind,
            "compared": model.published.compared,
            "different": {d.code: [d.published, d.found] for d in model.published.differences},
            "told_of_the_published": [check.explain for check in model.published.checks],
            "contradictions_in_ours": [c.explain for c in examined.checks if c.state == CONTRADICTION],
            "finished": kept is not None,
            "seconds": took,
        }


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="zhifa-bench-") as folder:
        place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(json.dumps(measure(place), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
