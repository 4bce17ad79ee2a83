"""Which half a description belongs to.

The half follows from the id alone: the first byte of sha256(id), even is "tuning", odd is "reported". Nothing else is
looked at, so a new description never moves an old one.

    python bench/matching/split.py            counts of both halves, by kind
    python bench/matching/split.py tuning     the descriptions of that half, as JSON lines
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HALVES = ("tuning", "reported")


def half(ident: str) -> str:
    return HALVES[hashlib.sha256(ident.encode()).digest()[0] % 2]


def descriptions(path: Path = HERE / "descriptions.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(words: Sequence[str]) -> int:
    rows = descriptions()
    if words and words[0] not in HALVES:
        sys.stderr.write(f"no half {words[0]}: {' or '.join(HALVES)}\n")
        return 2
    if words:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows if half(row["id"]) == words[0]]
    else:
        counts = Counter((half(row["id"]), row["kind"]) for row in rows)
        lines = [f"{name:8} {kind:8} {number}" for (name, kind), number in sorted(counts.items())]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
