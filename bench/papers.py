"""How many papers a second one core renders: `python -m bench.papers [rounds]`.

Over the mix of all templates, each in its newest version. Every document differs (name, number), because repeated input
only measures a cache. Processor time of all threads is counted, so the figure is for one core whatever else the machine
does. The binding of a casefile is measured by its pages.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tools.contact_sheet import FIRST, documents
from zhifa.core.papers import Document, DocumentNumber, Field, Fields
from zhifa.core.papers.blocks import text
from zhifa.ports.render import NoFont, render_docx, render_html, render_pdf
from zhifa.ports.render.binding import Sheets, bind, page_count
from zhifa.ports.rules import compiled

SLOWEST = 5


def batches(rounds: int) -> dict[str, list[Document]]:
    """Of each template as many documents, no two alike."""
    found: dict[str, list[Document]] = {}
    for name, made in documents(compiled()):
        assert isinstance(made, Document), made
        found[name] = [_other(made, number) for number in range(rounds)]
    return found


def _other(document: Document, number: int) -> Document:
    said = Fields((Field("受送达人", text(f"张三丰{number}")),))
    named = DocumentNumber(f"渝洛碛〔2024〕{number + 1}号")
    blocks = [named if isinstance(block, DocumentNumber) else block for block in document.blocks]
    return replace(document, blocks=(*blocks, said))


def seconds(render: Callable[[Document], object], batch: list[Document]) -> float:
    started = time.process_time()
    for document in batch:
        render(document)
    return time.process_time() - started


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Papers a second by format and template; `全部` is the whole mix."""
    found: dict[str, dict[str, float]] = {}
    everything = batches(rounds)
    count = sum(len(batch) for batch in everything.values())
    for name, render in (("html", render_html), ("docx", render_docx), ("pdf", render_pdf)):
        if isinstance(render(next(iter(everything.values()))[0]), NoFont):
            continue
        spent = {code: seconds(render, batch) for code, batch in everything.items()}
        found[name] = {code: len(everything[code]) / max(used, 1e-9) for code, used in spent.items()}
        found[name]["全部"] = count / sum(spent.values())
    return found


def binding() -> float:
    """Pages a second when a file is bound."""
    made = [render_pdf(batch[0]) for batch in batches(1).values()]
    sheets = [Sheets(one.content, title="文书") for one in made if not isinstance(one, NoFont)]
    if not sheets:
        return 0.0
    pages = sum(page_count(sheet.content) for sheet in sheets)
    started = time.process_time()
    bind(sheets, title="案卷", day=FIRST)
    return pages / (time.process_time() - started)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, figures in measure(rounds).items():
        whole = figures.pop("全部")
        slow = "，".join(f"{code} {rate:,.0f}" for code, rate in sorted(figures.items(), key=lambda i: i[1])[:SLOWEST])
        sys.stdout.write(f"{name:5} {whole:,.0f}/s（{len(figures)} 种模板；最慢：{slow}）\n")
    sys.stdout.write(f"装订 {binding():,.0f} 页/s\n")


if __name__ == "__main__":
    main()
