"""Passages of a few lines, most with one figure wrong, the others right and only looking wrong.

`# kind` heads each, `---` divides them. Each is put under the title of a report and checked like a draft: once as it is
right, and once for every mistake alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.reports import drafts
from bench.reports.score import Score

PASSAGES: Final = Path(__file__).parent / "passages"
TITLE: Final = "云台县综合行政执法局2024年度行政执法工作报告\n"
_KIND: Final = re.compile(r"\s*#\s*(\S+)[^\n]*\n")


def score(begin: str = "") -> Score:
    """Check every passage of the files whose name begins so; `reports` counts the passages."""
    result = Score()
    for path in sorted(PASSAGES.glob(f"{begin}*.txt")):
        for number, text in texts(path):
            drafts.tried(f"{path.stem} {number}", "passage.txt", text, result)
    return result


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """The passages of a file as reports of their own: the number and kind of each, and its text."""
    for number, block in enumerate(re.split(r"\n---\n", path.read_text(encoding="utf-8")), 1):
        kind = _KIND.match(block)
        yield f"{number} {kind[1] if kind else ''}", TITLE + block[kind.end() if kind else 0 :].strip()
