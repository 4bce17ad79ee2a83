"""Writers and the sequencer at the same time."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from tests.store.journal_sites import NOW, Site, describe, in_thread, proposed, site_of
from zhifa.store import journal


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    with django_db_blocker.unblock(), site_of(request.param, tmp_path / "db") as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def postgresql(tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    with django_db_blocker.unblock(), site_of("postgresql", tmp_path / "db") as made:  # type: ignore[attr-defined]
        yield made


@contextmanager
def second_connection(site: Site) -> Iterator[Site]:
    """The same database over another connection of this thread."""
    alias = f"second_{secrets.token_hex(4)}"
    connections.databases[alias] = describe(site.url)
    try:
        yield Site(alias, site.url, site.vendor)
    finally:
        connections[alias].close()
        del connections.databases[alias]
        delattr(connections._connections, alias)  # type: ignore[attr-defined]


def together(site: Site, *works: Callable[[], Any]) -> list[Any]:
    results: list[Any] = []
    threads = [threading.Thread(target=in_thread(site, work, results)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == len(works)
    return results


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("knows_hash", [True, False])
def test_of_two_writers_on_one_stream_exactly_one_wins(site: Site, count: int, knows_hash: bool) -> None:
    (first,) = site.write("a")
    gate = threading.Barrier(2)

    def write() -> Any:
        gate.wait(10)
        with transaction.atomic(using=site.alias):
            return journal.append(
                "case", "a", 1, [proposed(at) for at in range(count)], recorded_at=NOW,
                last_hash=first.hash if knows_hash else None, using=site.alias,
            )  # fmt: skip

    results = together(site, write, write)
    lost = [one for one in results if isinstance(one, journal.StaleStream)]
    assert len(lost) == 1
    assert (lost[0].stream_id, lost[0].expected_version) == ("a", 1)
    assert len(journal.read_stream("case", "a", using=site.alias)) == 1 + count
    assert site.verify().valid


def test_a_stale_append_of_several_events_leaves_no_half_behind(site: Site) -> None:
    (first,) = site.write("a")
    site.write("a")
    with transaction.atomic(using=site.alias):
        stale = journal.append(
            "case", "a", 1, [proposed(2), proposed(3, name="张三")], recorded_at=NOW, last_hash=first.hash,
            using=site.alias,
        )  # fmt: skip
    assert isinstance(stale, journal.StaleStream)
    assert site.ask("SELECT count(*) FROM journal_event")[0][0] == 2
    assert site.ask("SELECT count(*) FROM journal_personal")[0][0] == 0
    site.write("a", 2)
    assert site.verify().valid


def test_many_writers_and_a_sequencer_end_in_one_gap_free_order(site: Site) -> None:
    done = threading.Event()
    writers = 4

    def write(number: int) -> Callable[[], int]:
        def run() -> int:
            for _ in range(15):
                while True:
                    with transaction.atomic(using=site.alias):
                        last = journal.head("case", "shared", using=site.alias)
                        result = journal.append(
                            "case", "shared", last.version, [proposed(number)], recorded_at=NOW, using=site.alias
                        )
                    if not isinstance(result, journal.StaleStream):
                        break
                site.write(f"own-{number}")
            return number

        return run

    def sequence() -> int:
        total = 0
        while not done.is_set():
            total += site.sequence()
        return total

    results: list[Any] = []
    sequencer = threading.Thread(target=in_thread(site, sequence, results))
    sequencer.start()
    together(site, *[write(number) for number in range(writers)])
    done.set()
    sequencer.join(30)
    while site.sequence():
        pass
    events = journal.read_from(0, 1000, using=site.alias)
    assert len(events) == writers * 30
    assert [event.position for event in events] == list(range(writers * 30))
    assert [event.version for event in events if event.stream_id == "shared"] == list(range(1, writers * 15 + 1))
    assert site.verify().valid


def test_an_event_committed_late_is_not_skipped(postgresql: Site) -> None:
    with second_connection(postgresql) as slow:
        with transaction.atomic(using=slow.alias):
            (late,) = _append(slow, "late")
            (early,) = postgresql.write("early")
            for _ in range(3):
                postgresql.sequence()
            seen = journal.read_from(0, 10, using=postgresql.alias)
            assert [event.stream_id for event in seen] == ["early"]
        ids = dict(postgresql.ask("SELECT stream_id, id FROM journal_event"))
        assert ids["late"] < ids["early"], "the late one took its id first"
        assert postgresql.sequence() == 1
        seen = journal.read_from(1, 10, using=postgresql.alias)
        assert [(event.stream_id, event.hash) for event in seen] == [("late", late.hash)]
        assert seen[0].hash != early.hash
        postgresql.sequence()
        assert postgresql.ask("SELECT settled_id FROM journal_tree")[0][0] >= max(ids.values())
        assert postgresql.verify().valid


def test_a_rolled_back_writer_does_not_hold_the_order_up(postgresql: Site) -> None:
    with second_connection(postgresql) as slow:
        with transaction.atomic(using=slow.alias):
            _append(slow, "never")
            postgresql.write("a")
            assert postgresql.sequence() == 1
            assert postgresql.ask("SELECT settled_id FROM journal_tree")[0][0] == 0
            transaction.set_rollback(True, using=slow.alias)
        postgresql.write("b")
        assert postgresql.sequence() == 1
        postgresql.sequence()
        assert postgresql.ask("SELECT settled_id FROM journal_tree")[0][0] >= 3
        assert postgresql.verify().valid


def test_ids_taken_in_bulk_and_committed_late_are_not_skipped(postgresql: Site) -> None:
    with second_connection(postgresql) as slow:
        with transaction.atomic(using=slow.alias):
            many = [journal.Batch("case", f"bulk-{at}", [proposed(at, name="张三")]) for at in range(50)]
            assert len(journal.bulk_append(many, recorded_at=NOW, using=slow.alias)) == 50
            postgresql.write("early")
            postgresql.sequence()
            postgresql.sequence()
        assert postgresql.sequence() == 50
        assert postgresql.verify().events == 51


def test_only_one_sequencer_works_at_a_time(postgresql: Site) -> None:
    postgresql.write("a")
    with second_connection(postgresql) as other, transaction.atomic(using=other.alias):
        assert other.sequence() == 1
        assert postgresql.sequence() == 0
    assert postgresql.sequence() == 0
    assert postgresql.ask("SELECT count(*) FROM journal_leaf")[0][0] == 1


def _append(site: Site, stream: str) -> list[Any]:
    written = journal.append("case", stream, 0, [proposed(1)], recorded_at=NOW, using=site.alias)
    assert isinstance(written, list)
    return written
