"""Several processes at the cases of an import at size: light ones they work out, rows of lists they take in."""

from __future__ import annotations

import multiprocessing
import pickle
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final

from zhifa.acts.casting import Cast
from zhifa.acts.importparts import PartDone, Turn
from zhifa.acts.importrows import Job, Numbered
from zhifa.acts.light import LightCase
from zhifa.core.imports.model import squeezed
from zhifa.core.values import Refusal
from zhifa.jobs.helping import Turns, begin, cast_cases, processors, take_rows, take_up
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
LONG: Final = 1_000_000
"""Bytes of a list from which on other processes are worth the second or two they take to start."""


class Helpers:
    """Processes that work cases out; each of them keeps what it learns of kinds.

    Rows of lists they write as well, each part in a transaction of its own: PostgreSQL takes them side by side, on
    SQLite they take turns.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = self.shares = workers or processors()
        self._spawn = multiprocessing.get_context("spawn")
        self._turns = Turns(self._spawn.Lock())
        self._pools: list[ProcessPoolExecutor] = []
        self._last = clock.now()

    @property
    def turn(self) -> Turn:
        """Held by who writes."""
        return self._turns

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

    def rows(self, job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterator[list[PartDone]]:
        """What became of the chunks of an imported list, in their order, for `import_cases` as `working`."""
        pools, told = self._started(), pickle.dumps(job)  # as bytes: it can be read only when Django is set up
        ready = [pool.submit(take_up, told) for pool in pools]
        sharing = Sharing(job, len(pools))
        waiting: deque[list[Future[PartDone]]] = deque()
        for one in ready:
            one.result()
        for chunk in chunks:
            waiting.append([pools[n].submit(take_rows, part, self._instant()) for n, part in sharing.parts(chunk)])
            if len(waiting) >= AHEAD:
                yield [part.result() for part in waiting.popleft()]
        while waiting:
            yield [part.result() for part in waiting.popleft()]

    def _instant(self) -> datetime:
        """Another millisecond for each part: ids begin with it, and those of one part lie side by side."""
        self._last = max(clock.now(), self._last + timedelta(milliseconds=1))
        return self._last

    def _started(self) -> list[ProcessPoolExecutor]:
        """The processes, each with a queue of its own."""
        if not self._pools:
            self._pools = [ProcessPoolExecutor(1, self._spawn, begin, (self._turns,)) for _ in range(self.workers)]
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


def helpers_for(path: Path, workers: int | None) -> AbstractContextManager[Helpers | None]:
    """So many processes as are asked for; else one for each processor for a long list, and none for a short one."""
    if workers is None:
        long = path.is_file() and path.stat().st_size >= LONG
        workers = processors() if long and processors() > 1 else 0
    return Helpers(workers) if workers > 0 else nullcontext()


class Sharing:
    """Shares rows out: those that look alike go to one process, as long as it does not get too many. A number that
    comes again soon goes where it went, so that the row above it is the one that becomes a case."""

    def __init__(self, job: Job, among: int) -> None:
        columns = {column.code: column.type for column in job.plan.layout.columns}
        self._places = sorted(place for code, place in job.plan.places.items() if columns[code] in TELLING)
        self._mapped = sorted(job.plan.places.values())
        self._number = job.plan.places.get(job.plan.layout.number, -1)
        self._home: dict[tuple[str, ...], int] = {}
        self._load = Counter(dict.fromkeys(range(among), 0))
        self._gone: deque[dict[str, int]] = deque([{}], maxlen=None if job.trial else AHEAD + 1)
        """Where the numbers of each chunk went, as long as the chunk may be under way."""

    def parts(self, rows: Sequence[Numbered]) -> list[tuple[int, list[Numbered]]]:
        """The rows of a chunk by the number of the process that gets them."""
        parts: dict[int, list[Numbered]] = defaultdict(list)
        most = len(rows) * FULL / len(self._load)
        self._gone.append(gone := {})
        for row in rows:
            cells = row[1]
            number = self._known_by(cells)
            home = next((earlier[number] for earlier in self._gone if number in earlier), None)
            if home is None:
                home = self._by_look(cells)
                if len(parts[home]) >= most:
                    home = min(self._load, key=lambda n: len(parts[n]))
            gone[number] = home
            parts[home].append(row)
            self._load[home] += 1
        return [(home, part) for home, part in parts.items() if part]

    def _known_by(self, cells: Sequence[str]) -> str:
        number = squeezed(cells[self._number]) if 0 <= self._number < len(cells) else ""
        return number or "\x1f".join([cells[place].strip() for place in self._mapped if place < len(cells)])

    def _by_look(self, cells: Sequence[str]) -> int:
        look = tuple([cells[place] for place in self._places if place < len(cells)])
        home = self._home.get(look)
        if home is None:
            home = self._home[look] = min(self._load, key=self._load.__getitem__)
        return home
