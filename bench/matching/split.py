"""Which half a description belongs to.

The half follows from the id alone: the first byte of sha256(id), even is
"tuning", odd is "reported".  Nothing else is looked at, so a new description
never moves an old one.

    python bench/matching/split.py            counts of both halves, by kind
    python bench/matching/split.py tuning     the descriptions of one half, as JSON lines
"""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
HALVES = ("tuning", "reported")


def half(ident: str) -> str:
    return HALVES[hashlib.sha256(ident.encode("utf-8")).digest()[0] % 2]


def descriptions(path=HERE / "descriptions.jsonl"):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def main(argv):
    rows = descriptions()
    if argv and argv[0] not in HALVES:
        return 2
    if argv:
        for r in rows:
            if half(r["id"]) == argv[0]:
                pass
        return 0
    counts = Counter((half(r["id"]), r["kind"]) for r in rows)
    for h in HALVES:
        {k: n for (hh, k), n in sorted(counts.items()) if hh == h}
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
