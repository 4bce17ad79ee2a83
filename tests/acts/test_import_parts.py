"""Parts of a list taken by several at once: in whatever order they are written, each row is taken once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.acts.lists import row, write
from zhifa.acts import importrows
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.importparts import PartDone, PartTaker
from zhifa.acts.importrows import Job, Numbered
from zhifa.acts.work import Actor
from zhifa.core.imports.keys import PLACE, TOGETHER, number_key
from zhifa.jobs import entering
from zhifa.jobs.entering import Sharing, helpers_for
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.imports.models import AsideRow, Run, RunPart, TakenRow
from zhifa.store.journal.staging import staged
from zhifa.store.readers.imports import taken_before
from zhifa.store.registry.models import Organ


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


class Stop(Exception):
    pass


class LowerHalfFirst:
    """Takes the lower half of the second chunk and then no more, as if the machine had stopped."""

    shares = 2
    turn = nullcontext()

    def rows(self, job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterator[list[PartDone]]:
        taker = PartTaker(job)
        for place, chunk in enumerate(chunks):
            middle = len(chunk) // 2
            lower = taker.take(chunk[middle:])
            if place:
                raise Stop
            yield [lower, taker.take(chunk[:middle])]


def test_what_was_taken_behind_the_mark_is_not_taken_again(town: Organ, wang: Actor, tmp_path: Path) -> None:
    listed = [row(n, **({"处罚决定日期": "五月"} if n in (1, 10) else {})) for n in range(12)]
    path = write(tmp_path / "a.csv", listed)
    with pytest.raises(Stop):
        import_cases(Order(path=path, organ="lq", chunk=4), actor=wang, working=LowerHalfFirst())
    begun = Run.objects.get()
    assert (begun.read, begun.written, begun.aside, rows.Case.objects.count()) == (8, 7, 1, 8)
    assert [(part.first - begun.position, part.written, part.aside) for part in RunPart.objects.all()] == [(3, 1, 1)]
    done = import_cases(Order(path=path, organ="lq", resume=True, chunk=5), actor=wang)
    assert isinstance(done, Imported)
    assert (done.read, done.written, done.unchanged, done.aside) == (12, 10, 0, 2)
    run = Run.objects.get()
    assert (run.read, run.written, run.unchanged, run.aside, run.state) == (12, 10, 0, 2, "done")
    assert (rows.Case.objects.count(), TakenRow.objects.count(), AsideRow.objects.count()) == (10, 10, 2)
    assert not RunPart.objects.exists()


def test_a_row_somebody_took_meanwhile_is_known(
    town: Organ, wang: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", [row(n) for n in range(3)])
    import_cases(Order(path=path, organ="lq"), actor=wang)
    asked: list[int] = []

    def late(source: int, keys: Sequence[bytes]) -> dict[bytes, Any]:
        asked.append(len(keys))
        return taken_before(source, keys) if len(asked) > 1 else {}

    monkeypatch.setattr(importrows, "taken_before", late)
    more = write(tmp_path / "b.csv", [row(n) for n in range(5)])
    done = import_cases(Order(path=more, organ="lq"), actor=wang)
    assert isinstance(done, Imported)
    assert (done.read, done.written, done.unchanged, len(asked)) == (5, 2, 3, 2)
    assert rows.Case.objects.count() == TakenRow.objects.count() == 5
    assert journal.read_stream("case", rows.Case.objects.order_by("number").last().pk)  # type: ignore[union-attr]


def test_a_number_that_comes_again_goes_where_it_went() -> None:
    columns = [SimpleNamespace(code=code, type=kind) for code, kind in (("no", "text"), ("matter", "matter"))]
    plan = SimpleNamespace(layout=SimpleNamespace(columns=columns, number="no"), places={"no": 0, "matter": 1})
    sharing = Sharing(SimpleNamespace(plan=plan, trial=False), 2)  # type: ignore[arg-type]

    def homes(*listed: tuple[str, str]) -> dict[int, int]:
        parts = sharing.parts(list(enumerate(listed)))
        return {number: home for home, part in parts for number, _ in part}

    first = homes(("〔2024〕1号", "a"), ("2号", "b"), ("[2024]1号", "b"))
    assert first[0] == first[2] != first[1]
    second = homes(("2 号", "a"), ("3号", "a"))
    assert (second[0], second[1]) == (first[1], first[0])


def test_a_long_list_is_taken_in_by_as_many_processes_as_there_are_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = tmp_path / "short.csv", tmp_path / "long.csv"
    short.write_bytes(b"a" * (entering.LONG - 1))
    long.write_bytes(b"a" * entering.LONG)

    def many(path: Path, asked: int | None) -> int:
        with helpers_for(path, asked) as helpers:
            return helpers.workers if helpers else 0

    monkeypatch.setattr(entering, "processors", lambda: 6)
    assert [many(path, None) for path in (short, long, tmp_path / "none.csv")] == [0, 6, 0]
    assert [many(path, asked) for path in (short, long) for asked in (0, 2)] == [0, 2, 0, 2]
    monkeypatch.setattr(entering, "processors", lambda: 1)
    assert many(long, None) == 0


def test_keys_of_one_series_lie_side_by_side_and_tell_no_number() -> None:
    salt = bytes(16)
    keys = [number_key(salt, f"渝北公罚〔2024〕{n:07d}号") for n in range(TOGETHER * 2)]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {16}
    assert [key[:PLACE] for key in keys] == sorted(key[:PLACE] for key in keys)
    assert len({key[:PLACE] for key in keys}) == 2
    assert keys[0] != number_key(b"1" * 16, "渝北公罚〔2024〕0000000号")
    assert number_key(salt, "９" * 60)[:PLACE] == number_key(salt, "9" * 12)[:PLACE]


@pytest.mark.django_db
def test_rows_laid_ready_are_forgotten_when_they_are_not_written() -> None:
    delta = {"journal_consumer": (("name", "position"), [("a", 1)])}
    with pytest.raises(Stop), staged(delta):
        raise Stop
    for position in (1, 2):
        with staged({"journal_consumer": (("name", "position"), [(f"c{position}", position)])}) as ready:
            ready.write()
    assert journal.next_position("c2") == 2
    assert journal.next_position("a") == 0
