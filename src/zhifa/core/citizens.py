"""What a citizen's number tells of whoever bears it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_NUMBER: Final = re.compile(r"[1-9][0-9]{5}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]")
BORN: Final = "born:"
"""Before the code of a fact: only the day of birth this number tells was asked for."""


class Births:
    """Days of birth by citizens' numbers, and ages."""

    __slots__ = ()

    def born_on(self, number: str) -> date | None:
        """What stands in the seventh to fourteenth places (GB 11643); None where it is no day."""
        said = _NUMBER.fullmatch(number)
        if said is None:
            return None
        try:
            return date(*map(int, said.groups()))
        except ValueError:
            return None

    def full_years(self, born: date, on: date) -> int:
        """Full years of age on a day."""
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
