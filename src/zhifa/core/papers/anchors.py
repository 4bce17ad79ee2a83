"""Where on a paper a remark speaks of: the block that holds the named place, a quoted text or a date."""

from __future__ import annotations

import re
from typing import Final

from zhifa.core.papers.blocks import Document
from zhifa.core.papers.lintreading import numbered_pieces
from zhifa.core.values import Moment, chinese_date

_QUOTED: Final = re.compile(r"“([^“”]{2,40})”")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def anchor(document: Document, said: str) -> int | None:
    """The number of the block a remark speaks of; None where nothing on the paper tells.

    A remark of the lint names the place before a colon; others are found by what they quote or by their days.
    """
    places = list(numbered_pieces(document))
    named = set(said.split("：")[:-1])
    for number, where, _ in places:
        if where in named:
            return number
    words = [*_QUOTED.findall(said), *(chinese_date(Moment.parse(day).day) for day in _DAY.findall(said))]
    return next((number for word in words for number, where, text in places if word in text or word == where), None)
