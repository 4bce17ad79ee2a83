"""How many papers a second one core renders: `python -m bench.papers [count]`.

Every document differs (name, amount, number), because repeated input only measures a cache. Processor time of
all threads is counted, so the figure is for one core whatever else the machine does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tests.core.papers_sample import CONTEXT, filled
from zhifa.core.facts import Value
from zhifa.core.papers import Document, Number
from zhifa.ports.render import NoFont, render_docx, render_html, render_pdf

SHORT = "当事人在洛碛镇洛北街人行道上摆放货架占道经营，经劝阻未改正。"
CHANGES: dict[str, dict[str, Value | None]] = {
    "on-the-spot-penalty-decision": {
        "decision__facts": SHORT,
        "decision__reasons": "初次违法、当场改正，按较轻档次处罚。",
        "simple__evidence": "现场照片2张",
        "defence__offered": False,
    },
    "filing-approval": {},
    "seizure-decision": {},
    "penalty-decision": {},
}
"""A short decision of two pages, a form of one, a decision with list of three, a long decision of four."""


def documents(code: str, count: int, first: int) -> list[Document]:
    made = []
    for n in range(first, first + count):
        context = replace(
            CONTEXT, number=Number("渝洛碛", "罚", 2024, n), verify_url=f"https://zhifa.example/p/{n:08d}"
        )
        document = filled(code, context=context, party__name=f"张三丰{n}", decision__fine=20_000 + n, **CHANGES[code])
        assert isinstance(document, Document)
        made.append(document)
    return made


def rate(render: Callable[[Document], object], batch: list[Document]) -> float:
    started = time.process_time()
    for document in batch:
        render(document)
    return len(batch) / (time.process_time() - started)


def measure(count: int) -> dict[str, dict[str, float]]:
    """Papers a second by template and format."""
    figures: dict[str, dict[str, float]] = {}
    for code in CHANGES:
        started = time.process_time()
        batch = documents(code, count, 1)
        figures[code] = {"fill": count / (time.process_time() - started)}
        warm = documents(code, 1, 10**6)
        for name, render in (("html", render_html), ("docx", render_docx), ("pdf", render_pdf)):
            if isinstance(render(warm[0]), NoFont):
                continue
            figures[code][name] = rate(render, batch)
    return figures


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for code, figures in measure(count).items():
        said = "  ".join(f"{name} {value:,.0f}/s" for name, value in figures.items())
        sys.stdout.write(f"{code:32} {said}\n")


if __name__ == "__main__":
    main()
