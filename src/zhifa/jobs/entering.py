"""Light cases worked out by several processes and written by one, for imports at size."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Final

from zhifa.acts.casting import Cast
from zhifa.acts.importrows import Job, Numbered, Worked
from zhifa.acts.light import LightCase
from zhifa.core.values import Refusal
from zhifa.jobs.helping import begin, cast_cases, take_up, work_rows
from zhifa.ports import clock

Done = Sequence[Cast | Refusal]
IN_FLIGHT: Final = 3
"""Groups for each process that wait or are under way."""
AHEAD: Final = 3
"""Chunks of rows that wait or are under way."""
TELLING: Final = frozenset({"procedure", "matter", "organ", "choice", "choices", "yesno", "yuan", "wan", "integer"})
"""Types of columns by which rows are of one kind: such rows go to one process, which learns the kind for all."""
FULL: Final = 1.15
"""A process that has so many times its share of a chunk passes the rest on."""


class Helpers:
    """Processes that work cases out; each of them keeps what it learns of kinds."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pools: list[ProcessPoolExecutor] = []

    def __call__(self, organ: str, actor: str, groups: Iterable[Sequence[LightCase]]) -> Iterator[Done]:
        """Light cases, for `enter_light` as `casting`, one batch after another."""
        pools = self._started()
        waiting: deque[Future[Done]] = deque()
        for place, group in enumerate(groups):
            waiting.append(pools[place % len(pools)].submit(cast_cases, organ, actor, group, clock.now()))
            if len(waiting) >= self.workers * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def rows(self, job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterator[list[Worked]]:
        """Chunks of an imported list, in their order, for `import_cases` as `working`."""
        pools, told = self._started(), pickle.dumps(job)  # as bytes: it can be read only when Django is set up
        ready = [pool.submit(take_up, told) for pool in pools]
        sharing = Sharing(job, len(pools))
        waiting: deque[list[Future[list[Worked]]]] = deque()
        for one in ready:
            one.result()
        for chunk in chunks:
            parts = sharing.parts(chunk)
            waiting.append([pools[n].submit(work_rows, part, clock.now()) for n, part in parts])
            if len(waiting) >= AHEAD:
                yield _together(waiting.popleft())
        while waiting:
            yield _together(waiting.popleft())

    def _started(self) -> list[ProcessPoolExecutor]:
        """The processes, each with a queue of its own."""
        if not self._pools:
            spawn = multiprocessing.get_context("spawn")
            self._pools = [ProcessPoolExecutor(1, spawn, begin) for _ in range(self.workers)]
        return self._pools

    def _stop(self) -> None:
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)
        self._pools = []

    def __enter__(self) -> Helpers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()


def _together(parts: Sequence[Future[list[Worked]]]) -> list[Worked]:
    return sorted((one for part in parts for one in part.result()), key=lambda one: one.number)


class Sharing:
    """Shares rows out: those that look alike go to one process, as long as it does not get too many."""

    def __init__(self, job: Job, among: int) -> None:
        columns = {column.code: column.type for column in job.plan.layout.columns}
        self._places = sorted(place for code, place in job.plan.places.items() if columns[code] in TELLING)
        self._home: dict[tuple[str, ...], int] = {}
        self._load = Counter(dict.fromkeys(range(among), 0))

    def parts(self, rows: Sequence[Numbered]) -> list[tuple[int, list[Numbered]]]:
        """The rows of a chunk by the number of the process that gets them."""
        parts: dict[int, list[Numbered]] = defaultdict(list)
        most = len(rows) * FULL / len(self._load)
        for row in rows:
            cells = row[1]
            look = tuple([cells[place] for place in self._places if place < len(cells)])
            home = self._home.get(look)
            if home is None:
                home = self._home[look] = min(self._load, key=self._load.__getitem__)
            if len(parts[home]) >= most:
                home = min(self._load, key=lambda n: len(parts[n]))
            parts[home].append(row)
            self._load[home] += 1
        return [(home, part) for home, part in parts.items() if part]
