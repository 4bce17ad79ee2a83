"""Document numbers: organ mark, kind, year in hexagonal brackets, serial without leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<head>[\u3400-\u9fff]{2,24})〔(?P<year>\d{4})〕(?P<serial>[1-9]\d*)号")


@dataclass(frozen=True, slots=True)
class Number:
    """A document number such as `渝洛碛罚〔2024〕12号`: it runs per organ, kind and year and is never reused."""

    organ_mark: str
    kind: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.organ_mark}{self.kind}〔{self.year}〕{self.serial}号"

    @classmethod
    def parse(cls, written: str, *, kinds: tuple[str, ...]) -> Number:
        """Read a canonical number; `kinds` are the known kinds, since mark and kind are written together.

        ValueError, in Chinese, on square or round brackets, 第, leading zeros or an unknown kind.
        """
        found = _FORM.fullmatch(written.strip())
        if found is None:
            raise ValueError(
                f"“{written[:40]}”不是规范文号，应写作 渝洛碛罚〔2024〕12号（六角括号、不加“第”、不编虚位）"
            )
        head = found["head"]
        for kind in sorted(kinds, key=len, reverse=True):
            if head.endswith(kind) and len(head) > len(kind):
                return cls(head[: -len(kind)], kind, int(found["year"]), int(found["serial"]))
        raise ValueError(f"“{written[:40]}”的文种不在可用范围：{'、'.join(kinds)}")
