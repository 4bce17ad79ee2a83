"""A folder of texts of law for tests: written as collectors write them, also wrongly."""

from __future__ import annotations

import csv
from pathlib import Path

HEAD = ("file", "title", "level", "version_date", "effective_in_text", "status")
GOOD = """# 河道采砂管理办法

第一章　总则

第一条　为了加强河道采砂管理，制定本办法。

第二章　罚则

第二条　有下列行为之一的，处一千元以上五千元以下罚款：

（一）未经许可采砂的；

（二）在禁采期采砂的。

第三条　本办法自2020年3月1日起施行。
"""
LATER = GOOD.replace("一千元以上五千元", "二千元以上一万元").replace("2020年3月1日", "2024年5月1日")
CODE = """第一条　为了保护环境，制定本法。

第二条　禁止露天焚烧秸秆。
"""


class LawFolder:
    """Files and lines of INDEX.csv, written together."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(exist_ok=True)
        self.lines: list[tuple[str, ...]] = []

    def put(
        self, file: str, title: str, text: str | bytes | None, *, date: str = "2020-02-01", effective: str = "",
        level: str = "部门规章", status: str = "in force",
    ) -> None:  # fmt: skip
        """One text and its line; None puts the line alone."""
        if text is not None:
            path = self.place / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.lines = [line for line in self.lines if line[0] != file or line[1] != title]
        self.lines.append((file, title, level, date, effective, status))
        self.write()

    def write(self) -> None:
        with (self.place / "INDEX.csv").open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows([HEAD, *self.lines])
