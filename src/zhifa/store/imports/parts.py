"""Parts of a file that were taken while others still are: which of its rows are done, and how the mark moves on.

A part is written in the transaction that takes its rows. When everything before a row of the file is done, the parts
up to it are added to the run and go: there are never more of them than are under way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F, Sum

from zhifa.store.imports.models import Run, RunPart

FIGURES = ("read", "written", "unchanged", "aside", "findings")


def keep_part(run: str, numbers: Sequence[int], **figures: int) -> None:
    """Inside the transaction that takes these rows: they are done."""
    first, last = min(numbers), max(numbers)
    held = bytearray((last - first) // 8 + 1)
    for number in numbers:
        held[(number - first) // 8] |= 1 << (number - first) % 8
    RunPart.objects.create(run_id=run, first=first, last=last, rows=bytes(held), **figures)


def done_rows(run: str) -> set[int]:
    """The rows behind the mark of a run that are done."""
    return {number for part in RunPart.objects.filter(run_id=run) for number in _numbers(part)}


def _numbers(part: RunPart) -> Iterator[int]:
    held = bytes(part.rows)
    return (n for n in range(part.first, part.last + 1) if held[(n - part.first) // 8] >> (n - part.first) % 8 & 1)


def figures_of(run: Run) -> dict[str, int]:
    """What came of a run so far, with the parts behind its mark."""
    parts = RunPart.objects.filter(run=run).aggregate(**{name: Sum(name, default=0) for name in FIGURES})
    return {name: getattr(run, name) + parts[name] for name in FIGURES}


def move_mark(run: str, position: int) -> None:
    """Every row of the file up to this one is done: the figures of its parts become the run's."""
    parts = RunPart.objects.filter(run_id=run, last__lte=position)
    sums = parts.aggregate(**{name: Sum(name, default=0) for name in FIGURES})
    Run.objects.filter(pk=run).update(position=position, **{name: F(name) + sums[name] for name in FIGURES})
    parts.delete()
