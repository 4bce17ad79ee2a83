"""A procedure as a picture: phases as bands, steps as boxes, points as diamonds, what is sent back as dashed lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.differing import ADDED, CHANGED, REMOVED, SAME, SIGNS, WORDS, Difference, Mark
from zhifa.core.procedure.layout import CHIP, EDGE, GAP, SMALL, TITLE, WIDE, Layout, Line, Spot, lay_out, wrapped
from zhifa.core.procedure.model import Period, Procedure, Step
from zhifa.core.procedure.wording import length_words

MARGIN, HEAD, LABEL, LANE, FOOT = 20.0, 62.0, 60.0, 11.0, 46.0
STYLE: Final = """
text{font-family:"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;fill:#1d2733}
.title{font-size:20px;font-weight:600}.sub{font-size:12px;fill:#5b6875}
.band{fill:#f6f8fa}.band.odd{fill:#edf1f5}.phase{font-size:14px;font-weight:600;fill:#45525f}
.box{fill:#fff;stroke:#9aa8b5;stroke-width:1.1}.box.main{stroke:#1f4468;stroke-width:2.2}
.box.other{fill:#fbf7ee;stroke:#b39a62}.box.law{fill:#eef0f7;stroke:#8d92b8}.box.ends{stroke-width:3.4}
.name{font-size:13px;text-anchor:middle;fill:#45525f}.name.main{font-weight:600;fill:#1d2733}
.by{font-size:10.5px;fill:#5b6875;text-anchor:middle}
.chip{fill:#e6eef6;stroke:#7f9ab5;stroke-width:.8}.chiptext{font-size:10px;fill:#27435f;text-anchor:middle}
.point{fill:#e9f1f8;stroke:#33506e;stroke-width:1.2}.line{fill:none;stroke:#a9b4bf;stroke-width:1.1}
.line.main{stroke:#1f4468;stroke-width:2.6}.arrow.main{fill:#1f4468}
.box.same{fill:#f4f5f6;stroke:#c3cad1;stroke-width:1}.name.same{fill:#7b8793;font-weight:400}
.box.added{fill:#f1f8f4;stroke:#1f6f50;stroke-width:2.4}.box.changed{fill:#fdf8ec;stroke:#8a5a00;stroke-width:2.2}
.box.removed{fill:#fff;stroke:#7b8793;stroke-width:1.4;stroke-dasharray:5 4}
.name.removed{text-decoration:line-through;fill:#7b8793;font-weight:400}
.tag{font-size:10.5px;font-weight:600;fill:#fff}.tab.added{fill:#1f6f50}.tab.changed{fill:#8a5a00}.tab.removed{fill:#6b7682}
.chip.added{stroke:#1f6f50;stroke-width:1.6}.chip.changed{stroke:#8a5a00;stroke-width:1.6}
.chip.removed{fill:#fff;stroke-dasharray:3 2}.chip.same{fill:#f4f5f6;stroke:#d3d9df}
.either{stroke-dasharray:1.5 3;stroke-linecap:round}
.back{fill:none;stroke:#b0562b;stroke-width:1.3;stroke-dasharray:6 4}
.arrow{fill:#7d8b99}.backarrow{fill:#b0562b}.key{font-size:11px;fill:#45525f}
"""


def draw(procedure: Procedure, difference: Difference | None = None) -> str:
    """The procedure as one SVG document that needs nothing else; with a difference, what it changes against another."""
    procedure = difference.whole if difference else procedure
    notes = (
        {c: (f"改动：{'、'.join(m.differs)}",) for c, m in difference.steps.items() if m.differs} if difference else {}
    )
    layout = lay_out(procedure, notes)
    periods = {period.code: period for period in procedure.periods}
    loops = list(_loops(procedure, layout))
    left, top = MARGIN + LABEL, MARGIN + HEAD
    for spot in layout.spots.values():
        spot.x += left
        spot.y += top
    inner = layout.width + GAP
    width = max(left + inner + LANE * (len(loops) + 2) + MARGIN, 760)
    rest = list(_unattached(procedure, difference, int((width - 2 * MARGIN) / 11)))
    height = top + layout.height + FOOT + MARGIN + 18 * len(rest)
    parts = [*_head(procedure, difference), *_bands(layout, top, width)]
    parts += [part for line in layout.lines for part in _line(layout, line)]
    parts += [part for n, loop in enumerate(loops) for part in _loop(layout, loop, left + inner + LANE * (n + 1))]
    parts += [part for spot in layout.spots.values() for part in _spot(spot, periods, difference)]
    parts += [
        f'<text class="key" x="{MARGIN}" y="{top + layout.height + 22 + 18 * n:.0f}">{escape(line)}</text>'
        for n, line in enumerate(rest)
    ]
    parts += _difference_key(height - MARGIN - 16) if difference else _key(height - MARGIN - 16)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(procedure.title)}流程图">\n<style>{STYLE}</style>\n'
        '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="arrow" d="M0 0L8 4L0 8z"/></marker>'
        '<marker id="main" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto">'
        '<path class="arrow main" d="M0 0L8 4L0 8z"/></marker>'
        '<marker id="back" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="backarrow" d="M0 0L8 4L0 8z"/></marker></defs>\n'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _head(procedure: Procedure, difference: Difference | None) -> Iterator[str]:
    against = f"　与“{difference.title}”相比" if difference else ""
    yield f'<text class="title" x="{MARGIN}" y="{MARGIN + 20}">{escape(procedure.title + against)}</text>'
    counted = f"{len(procedure.steps)} 个步骤，{len(procedure.points)} 个节点，{len(procedure.periods)} 个期限"
    if difference:
        counted = "，".join(f"{WORDS[kind]} {difference.count(kind)}" for kind in (ADDED, CHANGED, REMOVED, SAME))
        counted = f"步骤和期限：{counted}"
    said = f"{procedure.code}　依据 {procedure.cite}　{counted}"
    yield f'<text class="sub" x="{MARGIN}" y="{MARGIN + 42}">{escape(said)}</text>'


def _bands(layout: Layout, top: float, width: float) -> Iterator[str]:
    for number, (name, start, end) in enumerate(layout.bands):
        odd = " odd" if number % 2 else ""
        yield (
            f'<rect class="band{odd}" x="{MARGIN}" y="{top + start:.0f}" width="{width - 2 * MARGIN:.0f}" '
            f'height="{end - start:.0f}"/>'
        )
        middle = top + (start + end) / 2
        yield f'<text class="phase" x="{MARGIN + 10}" y="{middle + 5:.0f}">{escape(name)}</text>'


def _unattached(procedure: Procedure, difference: Difference | None, size: int) -> Iterator[str]:
    """Periods that begin with a fact and not with a step, below the picture."""
    said = []
    for period in procedure.periods:
        if not period.start_steps:
            mark = difference.periods[period.code] if difference else Mark(SAME)
            said.append(_tagged(mark, f"{period.title} {_length(period)}"))
    yield from wrapped(f"不由步骤起算的期限：{'；'.join(said)}", size) if said else ()


def _tagged(mark: Mark, text: str) -> str:
    return text if mark.kind == SAME else f"{SIGNS[mark.kind]}{text}"


def _length(period: Period) -> str:
    return length_words(period, lambda condition: "所定之日") + ("可延长" if period.extended_by else "")


def _spot(spot: Spot, periods: Mapping[str, Period], difference: Difference | None) -> Iterator[str]:
    if spot.step is not None:
        yield from _step(spot, spot.step, periods, difference)
    elif spot.point is not None:
        x, y, w, h = spot.x, spot.y, spot.width / 2 + 8, spot.height / 2
        yield (
            f'<path class="point" d="M{x:.0f} {y - h:.0f}L{x + w:.0f} {y:.0f}L{x:.0f} {y + h:.0f}L{x - w:.0f} '
            f'{y:.0f}z"><title>{escape(spot.point.cite)}</title></path>'
        )
        lines = wrapped(spot.point.title, 10)
        for number, text in enumerate(lines):
            row = y + 4 + (number - (len(lines) - 1) / 2) * 13
            yield f'<text class="by" x="{x:.0f}" y="{row:.0f}">{escape(text)}</text>'


def _step(spot: Spot, step: Step, periods: Mapping[str, Period], difference: Difference | None) -> Iterator[str]:
    mark = difference.steps[step.code] if difference else None
    kinds = ["box", mark.kind] if mark else ["box", *_kinds(spot, step)]
    x, y = spot.x - WIDE / 2, spot.y - spot.height / 2
    yield (
        f'<rect class="{" ".join(kinds)}" x="{x:.0f}" y="{y:.0f}" width="{WIDE:.0f}" height="{spot.height:.0f}" rx="5">'
        f"<title>{escape(f'{step.code} {step.cite}')}</title></rect>"
    )
    name = f"name {mark.kind}" if mark else "name main" if spot.main else "name"
    row = y + EDGE
    for text in spot.title:
        row += TITLE
        yield f'<text class="{name}" x="{spot.x:.0f}" y="{row - 3:.0f}">{escape(text)}</text>'
    for text in (_said_by(step), *spot.notes):
        row += SMALL
        yield f'<text class="by" x="{spot.x:.0f}" y="{row - 2:.0f}">{escape(text)}</text>'
    for code in spot.chips:
        yield from _chip(spot, periods[code], row + 3, difference.periods[code] if difference else None)
        row += CHIP
    if mark and mark.kind != SAME:
        yield from _tab(x, y, mark.kind)


def _kinds(spot: Spot, step: Step) -> Iterator[str]:
    if step.by == ("system",):
        yield "law"
    elif step.is_outsiders:
        yield "other"
    if spot.main:
        yield "main"
    if step.ends:
        yield "ends"


def _chip(spot: Spot, period: Period, y: float, mark: Mark | None) -> Iterator[str]:
    """A period on the step it begins with: what and how long; the whole of it where one points."""
    kind = f"chip {mark.kind}" if mark else "chip"
    text = _tagged(mark or Mark(SAME), f"{period.title.removesuffix('期限')} {_length(period)}")
    fitted = "" if len(text) <= CHARACTERS else f' textLength="{WIDE - 20:.0f}" lengthAdjust="spacingAndGlyphs"'
    said = f"{period.title} {_length(period)} {period.cite}" + (f" 改动：{'、'.join(mark.differs)}" if mark else "")
    yield (
        f'<rect class="{kind}" x="{spot.x - WIDE / 2 + 6:.0f}" y="{y:.0f}" width="{WIDE - 12:.0f}" '
        f'height="{CHIP - 2:.0f}" rx="7"/>'
    )
    yield (
        f'<text class="chiptext" x="{spot.x:.0f}" y="{y + 10.5:.1f}"{fitted}>{escape(text)}'
        f"<title>{escape(said)}</title></text>"
    )


def _tab(x: float, y: float, kind: str) -> Iterator[str]:
    """The sign and the word of a difference, at the corner of its box: a disc, a diamond or a bar."""
    shapes = {
        ADDED: f'<circle class="tab added" cx="{x + 2:.0f}" cy="{y:.0f}" r="10"/>',
        CHANGED: f'<path class="tab changed" d="M{x + 2:.0f} {y - 13:.0f}l13 13l-13 13l-13 -13z"/>',
        REMOVED: f'<rect class="tab removed" x="{x - 11:.0f}" y="{y - 8:.0f}" width="26" height="16"/>',
    }
    yield f'<rect class="tab {kind}" x="{x + 2:.0f}" y="{y - 8:.0f}" width="46" height="16" rx="3"/>'
    yield shapes[kind]
    yield f'<text class="tag" x="{x - 3:.0f}" y="{y + 4:.0f}">{SIGNS[kind]}</text>'
    yield f'<text class="tag" x="{x + 18:.0f}" y="{y + 4:.0f}">{WORDS[kind]}</text>'


def _said_by(step: Step) -> str:
    names = [ROLE_TITLES.get(role, role).removeprefix("行政机关") for role in step.by]
    roles = "、".join(names) if len("、".join(names)) <= 9 else f"{names[0]}等"
    how = "视情形" if step.needed_if is not None else "可重复" if step.repeat else "可选" if step.optional else ""
    return f"{roles} · {how}" if how else roles


def _line(layout: Layout, line: Line) -> Iterator[str]:
    source, target = layout.spots[line.source], layout.spots[line.target]
    both = source.main and target.main and not line.either
    style, end = ("line main", "main") if both else ("line either" if line.either else "line", "to")
    if target.row <= source.row:
        yield _sideways(source, target, style)
        return
    x, y = source.x, source.y + source.height / 2
    path = f"M{x:.0f} {y:.0f}"
    for spot in (*(layout.spots[code] for code in line.bends), target):
        reach = spot.tall if line.target != spot.code else spot.height + 2
        top = spot.y - reach / 2
        middle = (y + top) / 2
        path += f"C{x:.0f} {middle:.0f} {spot.x:.0f} {middle:.0f} {spot.x:.0f} {top:.0f}"
        x, y = spot.x, spot.y + reach / 2
        path += f"L{x:.0f} {y:.0f}" if spot is not target else ""
    yield f'<path class="{style}" d="{path}" marker-end="url(#{end})"/>'


def _sideways(source: Spot, target: Spot, style: str) -> str:
    """A line to something on the same row or above: out at one side, in at the same."""
    side = 1 if target.x >= source.x else -1
    x1, x2 = source.x + side * source.width / 2, target.x - side * target.width / 2
    if target.row == source.row and abs(x2 - x1) < WIDE:
        return f'<path class="{style}" d="M{x1:.0f} {source.y:.0f}L{x2:.0f} {target.y:.0f}" marker-end="url(#to)"/>'
    x2 = target.x + side * target.width / 2
    bow = max(x1, x2) + 24 if side > 0 else min(x1, x2) - 24
    path = f"M{x1:.0f} {source.y:.0f}C{bow:.0f} {source.y:.0f} {bow:.0f} {target.y:.0f} {x2:.0f} {target.y:.0f}"
    return f'<path class="{style}" d="{path}" marker-end="url(#to)"/>'


CHARACTERS: Final = 15
"""So many characters of a period stand on its chip as they are; more of them are set closer."""
Loop = tuple[str, str, str]
"""From which step, back to which, and what is told about it."""


def _loops(procedure: Procedure, layout: Layout) -> Iterator[Loop]:
    """What a step sends back: one dashed line to the first of the steps that must be done again."""
    for step in procedure.steps.values():
        for reopening in step.reopens:
            known = [code for code in reopening.steps if code in layout.spots]
            earlier = [code for code in known if layout.spots[code].row <= layout.spots[step.code].row]
            if not earlier:
                continue
            first = min(earlier, key=lambda code: (layout.spots[code].row, procedure.steps[code].rank))
            titles = "、".join(procedure.steps[code].title for code in known)
            yield (step.code, first, f"{step.title}之后须重新办理：{titles}")


def _loop(layout: Layout, loop: Loop, lane: float) -> Iterator[str]:
    source, target = layout.spots[loop[0]], layout.spots[loop[1]]
    x1, x2 = source.x + source.width / 2 - 16, target.x + target.width / 2 - 16
    y1, y2 = source.y + source.height / 2, target.y - target.height / 2
    low, high, turn = y1 + 10, y2 - 12, 7
    path = (
        f"M{x1:.0f} {y1:.0f}L{x1:.0f} {low - turn:.0f}Q{x1:.0f} {low:.0f} {x1 + turn:.0f} {low:.0f}"
        f"L{lane - turn:.0f} {low:.0f}Q{lane:.0f} {low:.0f} {lane:.0f} {low - turn:.0f}"
        f"L{lane:.0f} {high + turn:.0f}Q{lane:.0f} {high:.0f} {lane - turn:.0f} {high:.0f}"
        f"L{x2 + turn:.0f} {high:.0f}Q{x2:.0f} {high:.0f} {x2:.0f} {high + turn:.0f}L{x2:.0f} {y2 - 1:.0f}"
    )
    yield f'<path class="back" d="{path}" marker-end="url(#back)"><title>{escape(loop[2])}</title></path>'


def _key(y: float) -> list[str]:
    """What the signs mean."""
    marks = [
        ('<rect class="box main" x="{x}" y="{t}" width="22" height="12" rx="3"/>', "每案必经"),
        ('<rect class="box" x="{x}" y="{t}" width="22" height="12" rx="3"/>', "视情形或者可选"),
        ('<rect class="box other" x="{x}" y="{t}" width="22" height="12" rx="3"/>', "当事人、法院等"),
        ('<rect class="box law" x="{x}" y="{t}" width="22" height="12" rx="3"/>', "依法自行发生"),
        ('<rect class="box ends" x="{x}" y="{t}" width="22" height="12" rx="3"/>', "程序终结"),
        ('<rect class="chip" x="{x}" y="{t}" width="22" height="12" rx="6"/>', "自本步骤起算的期限"),
        ('<path class="line main" d="M{x} {m}h22" marker-end="url(#main)"/>', "主线"),
        ('<path class="line" d="M{x} {m}h22" marker-end="url(#to)"/>', "在先步骤"),
        ('<path class="line either" d="M{x} {m}h22" marker-end="url(#to)"/>', "任一即可"),
        ('<path class="back" d="M{x} {m}h22" marker-end="url(#back)"/>', "退回重办"),
    ]
    return _row_of_marks(marks, y)


def _difference_key(y: float) -> list[str]:
    """What the signs of a difference mean."""
    marks = [
        (
            f'<rect class="box {kind}" x="{{x}}" y="{{t}}" width="22" height="12" rx="3"/>',
            f"{SIGNS[kind]} {WORDS[kind]}",
        )
        for kind in (ADDED, CHANGED, REMOVED, SAME)
    ]
    return _row_of_marks(marks, y)


def _row_of_marks(marks: Sequence[tuple[str, str]], y: float) -> list[str]:
    parts, x = [], MARGIN
    for shape, text in marks:
        parts.append(shape.format(x=f"{x:.0f}", t=f"{y - 6:.0f}", m=f"{y:.0f}"))
        parts.append(f'<text class="key" x="{x + 28:.0f}" y="{y + 4:.0f}">{text}</text>')
        x += 40 + 11.5 * len(text)
    return parts
