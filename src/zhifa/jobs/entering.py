"""Light cases worked out by several processes and written by one, for imports at size."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType

from zhifa.acts.casting import Cast
from zhifa.acts.light import LightCase
from zhifa.core.values import Refusal
from zhifa.jobs.helping import begin, cast_cases
from zhifa.ports import clock

Done = Sequence[Cast | Refusal]
IN_FLIGHT = 3
"""Groups for each process that wait or are under way."""


class Helpers:
    """Processes that cast light cases; to be handed to `enter_light` as `casting`, one batch after another."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), begin)

    def __call__(self, organ: str, actor: str, groups: Iterable[Sequence[LightCase]]) -> Iterator[Done]:
        waiting: deque[Future[Done]] = deque()
        for group in groups:
            waiting.append(self._pool.submit(cast_cases, organ, actor, group, clock.now()))
            if len(waiting) >= self.workers * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def __enter__(self) -> Helpers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
