"""Two-dimensional codes by which anybody checks a paper: one symbol, as SVG for pages and PDF, as PNG for DOCX."""

from __future__ import annotations

import io

import segno

MASK = 2
"""One fixed mask pattern: readers accept any of the eight, and weighing all eight is most of the work."""


def _symbol(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False, mask=MASK)


def svg(text: str) -> str:
    """The code as an inline SVG element without style, fit for a strict content security policy."""
    return _symbol(text).svg_inline(border=2, svgclass="paper-qr-code", lineclass=None, omitsize=True)


def png(text: str) -> bytes:
    """The code as PNG bytes; the same text always gives the same bytes."""
    out = io.BytesIO()
    _symbol(text).save(out, kind="png", scale=6, border=2)
    return out.getvalue()
