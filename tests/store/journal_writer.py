"""A process that writes until it is killed: `python -m tests.store.journal_writer SEED`.

Each act appends three events, two of them with a personal value, to one case; sometimes it sequences as well. What
was committed is said on standard output, one line per act, after the commit.
"""

from __future__ import annotations

import random
import sys

import django


def main() -> None:
    django.setup()
    from django.db import transaction

    from tests.store.journal_sites import NOW, proposed
    from zhifa.store import journal

    chance = random.Random(sys.argv[1])
    while True:
        case = f"case-{chance.randrange(5)}"
        with transaction.atomic():
            last = journal.head("case", case)
            new = [proposed(last.version + at, name=None if at == 2 else f"某{at}") for at in (1, 2, 3)]
            written = journal.append("case", case, last.version, new, recorded_at=NOW)
        if isinstance(written, list):
            sys.stdout.write(f"{case} {written[-1].version}\n")
            sys.stdout.flush()
        if chance.random() < 0.3:
            journal.sequence(chance.randrange(1, 9))


if __name__ == "__main__":
    main()
