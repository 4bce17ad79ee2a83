"""Working cases out without a lock: in this process, and in others where there are many.

The others only read. What they work out comes back here in order and is written by one: SQLite has one writer, and on
PostgreSQL it is reading and reckoning that take the time. Where there is nothing to write yet this one helps.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from zhifa.acts.alike import Alike
from zhifa.acts.watching import Looked, look_ahead
from zhifa.acts.work import context, today
from zhifa.jobs.helping import begin, look, processors
from zhifa.ports import clock

Batch = Sequence[str]
IN_FLIGHT = 4
"""Batches for each process that wait or are under way: enough that none is idle, few enough to hold in memory."""


def batches(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """Ids in groups of a size; the last may be smaller."""
    left = iter(ids)
    while some := list(islice(left, size)):
        yield some


def looks(
    found: Iterator[list[str]], *, whole: bool, many: int, workers: int | None = None
) -> Iterator[tuple[Batch, Looked]]:
    """Every batch with what came of it, in order; by other processes when there are `many` cases or more."""
    first: list[list[str]] = []
    count = 0
    while workers is None and count < many and (some := next(found, None)):
        first.append(some)
        count += len(some)
    if workers is None:
        workers = processors() - 1 if count >= many else 0
    everything = chain(first, found)
    alike = Alike(context(), today()) if whole else None
    if not workers:
        yield from ((some, look_ahead(some, alike=alike)) for some in everything)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), begin) as pool:
        waiting: deque[tuple[Batch, Future[Looked] | Looked]] = deque()
        try:
            for some in everything:
                waiting.append((some, pool.submit(look, some, whole, clock.now())))
                if len(waiting) >= workers * IN_FLIGHT:
                    yield _first(waiting, alike)
            while waiting:
                yield _first(waiting, alike)
        finally:
            pool.shutdown(cancel_futures=True)


def _first(waiting: deque[tuple[Batch, Future[Looked] | Looked]], alike: Alike | None) -> tuple[Batch, Looked]:
    """The first batch with what came of it. While it is not ready this process does what nobody has begun, from the
    last on: starting the others takes a second, and the last batches are not waited for."""
    some, found = waiting.popleft()
    for place in reversed(range(len(waiting))):
        if not isinstance(found, Future) or found.done():
            break
        other, theirs = waiting[place]
        if isinstance(theirs, Future) and theirs.cancel():
            waiting[place] = other, look_ahead(other, alike=alike)
    return some, found.result() if isinstance(found, Future) else found
