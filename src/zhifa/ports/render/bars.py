"""Bars of a paper as SVG, and as PNG for files that take no SVG; grey, so that they print on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from zhifa.core.papers.blocks import Bars, BarSet
from zhifa.ports.render.fonts import NoFont, installed_fonts

LAYOUT: Final = Path(__file__).with_name("bars.typ")
WIDTH, HEIGHT, HEAD, FOOT, GAP = 480, 104, 14, 18, 8
WIDEST: Final = 26
SHARE: Final = WIDTH / HEIGHT
FILLS: Final = ('fill="#777"', 'fill="#fff" stroke="#777"')
PPI: Final = 220.0
_TURN: Final = Lock()


def svg(bars: Bars, fonts: Sequence[str] = (), *, alone: bool = False) -> str:
    """The drawing as one SVG element without style or script: a bar for each value, its number above it.

    Only where it stands `alone`, outside a page, must it say what language it is.
    """
    high = max((value for one in bars.sets for value in one.values), default=0) or 1
    slot = WIDTH / max(len(bars.labels), 1)
    floor = HEIGHT - FOOT
    said = [f'<line x1="0" x2="{WIDTH}" y1="{floor}.5" y2="{floor}.5" stroke="#777"/>']
    for number, one in enumerate(bars.sets):
        said += _set(bars, one, number, slot, high)
    for place, label in enumerate(bars.labels):
        said.append(_text(round(place * slot + slot / 2), HEIGHT - 5, label))
    family = f' font-family="{", ".join(fonts)}"' if fonts else ""
    language = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    return f'<svg{language} viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="10"{family}>{"".join(said)}</svg>'


def _set(bars: Bars, one: BarSet, number: int, slot: float, high: int) -> list[str]:
    width = min(int((slot - GAP) / len(bars.sets)), WIDEST)
    inset = (slot - width * len(bars.sets)) / 2
    made = []
    for place, value in enumerate(one.values):
        height = max(round((HEIGHT - FOOT - HEAD) * value / high), 1 if value else 0)
        x, y = round(place * slot + inset + number * width), HEIGHT - FOOT - height
        if height:
            size = f'width="{max(width - 2, 1)}" height="{height}"'
            made.append(f'<rect x="{x}" y="{y}" {size} {FILLS[number % len(FILLS)]}/>')
        made.append(_text(x + width // 2 - 1, y - 3, f"{value:,}"))
    return made


def _text(x: int, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" fill="#333">{words}</text>'


def png(bars: Bars) -> bytes | None:
    """The drawing as PNG; the same bars give the same bytes. None on a machine without a Chinese font."""
    fonts = installed_fonts()
    if isinstance(fonts, NoFont):
        return None
    with _TURN:
        made = _drawer().compile(format="png", ppi=PPI, sys_inputs={"svg": svg(bars, fonts.hei, alone=True)})
    return made if isinstance(made, bytes) else None


@cache
def _drawer() -> typst.Compiler:
    fonts = installed_fonts()
    assert not isinstance(fonts, NoFont)
    return typst.Compiler(input=LAYOUT, root=LAYOUT.parent, font_paths=fonts.book, ignore_system_fonts=True)
