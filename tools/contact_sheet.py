"""Every template as a picture, to be looked at by a person: `python -m tools.contact_sheet DIR [--longest]`.

Each template in its newest version is filled with a made-up case (`zhifa.core.papers.sample`), set by typst and put on
sheets of twelve. What cannot be filled is named and the command ends with 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import typst

from zhifa.core.papers import Document, Missing, fill, template_of
from zhifa.core.papers.sample import sample_context, sample_facts
from zhifa.core.rulebook import Rulebook
from zhifa.ports.render import NoFont
from zhifa.ports.render.fonts import FontSet, installed_fonts
from zhifa.ports.render.pdf import Printer
from zhifa.ports.rules import compiled

FIRST = date(2024, 6, 3)
"""The day for which templates are filled; one that begins later is filled on its first day."""
ORGAN = "示例区示例镇人民政府"
ACROSS, DOWN, PPI = 6, 2, 60
GRID = """
#let items = json(bytes(sys.inputs.items))
#set page(width: 1260pt, height: auto, margin: 12pt)
#set text(font: sys.inputs.font, size: 11pt)
#grid(columns: 6, gutter: 8pt, ..items.map(i => block(stroke: 0.5pt + gray, inset: 2pt, stack(spacing: 3pt,
  text(i.at(0)), image(i.at(1), width: 100%)))))
"""


def documents(book: Rulebook, *, longest: bool = False) -> Iterator[tuple[str, Document | Missing]]:
    """Each template in each of its versions, filled with the made-up case."""
    codes = tuple(dict.fromkeys(entry.key for entry in book.section("paper")))
    for entry in book.section("paper"):
        start = entry.validity.start
        day = entry.validity.end or max(start or FIRST, FIRST)
        template = template_of(book.as_of(day), entry.key)
        assert template is not None, entry.key
        context = sample_context(ORGAN, template.number_kind, day, codes)
        lookup = sample_facts(book.vocabulary, day, longest=longest)
        made = fill(template, lookup=lookup, vocabulary=book.vocabulary, holds=lambda _: True, context=context)
        yield (entry.key if day >= FIRST else f"{entry.key} {day}"), made


def sheets(folder: Path, shown: list[tuple[str, str]], fonts: FontSet) -> int:
    """Put the pictures on sheets; how many there are."""
    compiler = typst.Compiler(root=folder, font_paths=fonts.book, ignore_system_fonts=True)
    size = ACROSS * DOWN
    for number in range(0, len(shown), size):
        inputs = {"items": json.dumps(shown[number : number + size], ensure_ascii=False), "font": fonts.song[0]}
        content = compiler.compile(input=GRID.encode(), format="png", ppi=110, sys_inputs=inputs)
        assert isinstance(content, bytes)
        (folder / f"sheet-{number // size + 1:02d}.png").write_bytes(content)
    return -(-len(shown) // size)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--longest", action="store_true", help="with the longest values that may be entered")
    wanted = parser.parse_args()
    fonts = installed_fonts()
    if isinstance(fonts, NoFont):
        sys.stderr.write(f"{fonts.message}：{fonts.mend}\n")
        return 1
    wanted.folder.mkdir(parents=True, exist_ok=True)
    printer, shown, lacking = Printer(fonts), [], 0
    for code, document in documents(compiled(), longest=wanted.longest):
        if isinstance(document, Missing):
            sys.stderr.write(f"{code}：{document.message}\n")
            lacking += 1
            continue
        for number, content in enumerate(printer.pictures(document, PPI), 1):
            name = f"{code.replace(' ', '-')}-{number}.png"
            (wanted.folder / name).write_bytes(content)
            shown.append((f"{code} {number}", name))
    count = sheets(wanted.folder, shown, fonts)
    sys.stdout.write(f"{len(shown)} 页，{count} 张：{wanted.folder}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
