"""Working cases out without a lock: in this process, or in several where there are many.

The processes only read. What they work out comes back here in order and is written by one: SQLite has one writer, and
on PostgreSQL it is reading and reckoning that take the time.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from zhifa.acts.alike import Alike
from zhifa.acts.watching import Looked, look_ahead
from zhifa.acts.work import context, today
from zhifa.jobs.helping import begin, look
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
        workers = (os.cpu_count() or 1) if count >= many else 0
    everything = chain(first, found)
    if not workers:
        alike = Alike(context(), today()) if whole else None
        yield from ((some, look_ahead(some, alike=alike)) for some in everything)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), begin) as pool:
        waiting: deque[tuple[list[str], Future[Looked]]] = deque()
        try:
            for some in everything:
                waiting.append((some, pool.submit(look, some, whole, clock.now())))
                if len(waiting) >= workers * IN_FLIGHT:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            pool.shutdown(cancel_futures=True)
