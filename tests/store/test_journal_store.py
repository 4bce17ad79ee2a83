"""Appending, reading, following and erasing, and what the database itself refuses, on both databases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.store.journal_sites import NOW, Site, proposed, site_of
from zhifa.core.journal.proof import check_proof
from zhifa.core.journal.tree import consistent
from zhifa.core.values import Moment
from zhifa.ports.hashing import suites
from zhifa.ports.signing import note_signer, signer
from zhifa.store import journal


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    with django_db_blocker.unblock(), site_of(request.param, tmp_path / "db") as made:  # type: ignore[attr-defined]
        yield made


def append(site: Site, stream: str, version: int, *events: object, **more: object) -> object:
    return journal.append("case", stream, version, list(events), recorded_at=NOW, using=site.alias, **more)  # type: ignore[arg-type]


def test_what_was_appended_reads_back(site: Site) -> None:
    with transaction.atomic(using=site.alias):
        written = append(
            site, "a", 0, proposed(1, name="张三 😀\x01"), proposed(2), captured_at=datetime(2024, 1, 1, tzinfo=UTC)
        )
    assert isinstance(written, list)
    assert journal.read_stream("case", "a", using=site.alias) == written
    assert journal.read_stream("case", "a", 1, using=site.alias) == written[:1]
    assert journal.read_stream("case", "b", using=site.alias) == []
    assert journal.read_streams("case", ["a", "b"], using=site.alias) == {"a": written, "b": []}
    assert written[0].occurred == Moment.parse("2024-03-05T14:30")
    assert written[0].recorded_at == NOW
    head = journal.head("case", "a", using=site.alias)
    assert (head.version, head.hash) == (2, written[1].hash)


def test_personal_values_stand_beside_the_event_only(site: Site) -> None:
    site.write("a", name="张三丰")
    assert "张三丰" not in site.ask("SELECT payload FROM journal_event")[0][0]
    assert site.ask("SELECT path, value FROM journal_personal") == [("/facts/party.name", '"张三丰"')]


def test_an_append_costs_one_query_when_the_head_is_known(site: Site) -> None:
    (first,) = site.write("a")
    with transaction.atomic(using=site.alias):
        with CaptureQueriesContext(connections[site.alias]) as queries:
            append(site, "a", 1, proposed(2), proposed(3), last_hash=first.hash)
        assert len(queries) == 1
        with CaptureQueriesContext(connections[site.alias]) as queries:
            append(site, "b", 0, proposed(1, name="张三"))
        assert len(queries) == 2


def test_an_append_costs_little_python(tmp_path: Path, django_db_blocker: object) -> None:
    with django_db_blocker.unblock(), site_of("sqlite", tmp_path / "db") as site:  # type: ignore[attr-defined]
        best = 1.0
        with transaction.atomic(using=site.alias):
            for number in range(300):
                began = time.perf_counter()
                append(site, f"c{number}", 0, proposed(1, name="张三"))
                best = min(best, time.perf_counter() - began)
    assert best < 0.000_3 + 0.000_2, "0.3 ms of Python beside the database"


def test_appending_outside_a_transaction_is_a_defect(site: Site) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append(site, "a", 0, proposed(1))


def test_a_stream_that_moved_on_or_does_not_exist_yet_is_stale(site: Site) -> None:
    site.write("a", 2)
    with transaction.atomic(using=site.alias):
        assert append(site, "a", 1, proposed(2)) == journal.StaleStream("case", "a", 1, 2)
        assert append(site, "a", 3, proposed(2)) == journal.StaleStream("case", "a", 3, 2)
        assert append(site, "new", 1, proposed(2)) == journal.StaleStream("case", "new", 1, 0)
    with transaction.atomic(using=site.alias):
        assert append(site, "a", 0, proposed(1)) == journal.StaleStream("case", "a", 0)
    assert append(site, "a", 2) == []


def test_bulk_append_is_all_or_nothing(site: Site) -> None:
    site.write("taken")
    batches = [journal.Batch("case", f"c{number}", [proposed(1, name="张三"), proposed(2)]) for number in range(250)]
    with transaction.atomic(using=site.alias):
        assert len(journal.bulk_append(batches, recorded_at=NOW, using=site.alias)) == 500
    with transaction.atomic(using=site.alias):
        more = [journal.Batch("case", "fresh", [proposed(1)]), journal.Batch("case", "taken", [proposed(1)])]
        assert journal.bulk_append(more, recorded_at=NOW, using=site.alias) == journal.StaleStream(
            "case", "taken", 0, 1
        )
    assert journal.read_stream("case", "fresh", using=site.alias) == []
    assert len(journal.read_stream("case", "c249", using=site.alias)) == 2
    site.write("after")
    result = site.verify()
    assert (result.valid, result.events) == (True, 502)


@pytest.mark.parametrize("table", ["journal_event", "journal_leaf", "journal_checkpoint"])
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_the_database_refuses_to_change_what_was_recorded(site: Site, table: str, verb: str, tmp_path: Path) -> None:
    site.write("a")
    site.sequence()
    sign = note_signer(signer(tmp_path / "k" / "key.pem", "office"))
    assert journal.checkpoint(origin="office", sign=sign, at=NOW, using=site.alias)
    column = "position" if table == "journal_leaf" else "id"
    statements = {
        "update": f"UPDATE {table} SET {column} = {column}",
        "delete": f"DELETE FROM {table}",
        "truncate": f"TRUNCATE {table} CASCADE" if site.vendor == "postgresql" else f"DELETE FROM {table} WHERE 1",
    }
    with pytest.raises(DatabaseError, match="只能追加"):
        site.ask(statements[verb])
    assert site.verify().valid


def test_personal_values_cannot_be_changed_or_quietly_deleted(site: Site) -> None:
    site.write("a", name="张三")
    with pytest.raises(DatabaseError, match="不能修改"):
        site.ask("UPDATE journal_personal SET value = '1'")
    with pytest.raises(DatabaseError, match="先在账簿中记录"):
        site.ask("DELETE FROM journal_personal")


def test_erasing_takes_what_was_asked_for_and_leaves_what_is_held(site: Site) -> None:
    site.write("a", 3, name="张三")
    site.write("b", name="李四")
    common = {"actor": "admin:1", "occurred": Moment.parse("2029-03-05"), "reason": "撤回同意",
              "basis": "个人信息保护法(2021)#47.1(3)", "recorded_at": NOW, "using": site.alias}  # fmt: skip
    place = "/facts/party.name"
    with transaction.atomic(using=site.alias):
        one = journal.erase("case", "a", 3, only=[(2, place)], **common)  # type: ignore[arg-type]
        assert isinstance(one, journal.Erased)
        assert (one.values, one.held) == (1, 0)
        assert journal.hold("case", "a", keep=True, using=site.alias) == 2
        held = journal.erase("case", "a", 4, **common)  # type: ignore[arg-type]
        assert held == journal.Erased(0, 2, None)
        assert journal.hold("case", "a", keep=False, using=site.alias) == 2
        assert isinstance(journal.erase("case", "a", 3, **common), journal.StaleStream)  # type: ignore[arg-type]
    with transaction.atomic(using=site.alias):
        rest = journal.erase("case", "a", 4, **common)  # type: ignore[arg-type]
    assert isinstance(rest, journal.Erased)
    assert (rest.values, rest.event and rest.event.payload["values"]) == (
        2, [{"version": 1, "paths": [place]}, {"version": 3, "paths": [place]}],
    )  # fmt: skip
    assert site.ask("SELECT value FROM journal_personal") == [('"李四"',)]
    assert site.verify().valid


def test_consumers_follow_positions(site: Site) -> None:
    for name in ("a", "b", "a"):
        site.write(name, name="张三")
    assert journal.read_from(0, 10, using=site.alias) == [], "nothing is seen before it has a position"
    assert site.sequence() == 3
    with transaction.atomic(using=site.alias):
        at = journal.next_position("counters", using=site.alias)
        seen = journal.read_from(at, 2, using=site.alias)
        journal.advance("counters", at + len(seen), using=site.alias)
    assert [(event.position, event.stream_id) for event in seen] == [(0, "a"), (1, "b")]
    assert journal.next_position("counters", using=site.alias) == 2
    (last,) = journal.read_from(2, 10, using=site.alias)
    assert (last.stream_id, last.version) == ("a", 2)


def test_a_checkpoint_is_made_once_per_size_and_grows_consistently(site: Site, tmp_path: Path) -> None:
    sign = note_signer(signer(tmp_path / "k" / "key.pem", "office"))
    common = {"origin": "office", "sign": sign, "at": NOW, "using": site.alias}
    assert journal.checkpoint(**common) is None  # type: ignore[arg-type]
    site.write("a", 5)
    site.sequence()
    first = journal.checkpoint(**common)  # type: ignore[arg-type]
    assert first
    assert journal.checkpoint(**common) == first == journal.last_checkpoint(using=site.alias)  # type: ignore[arg-type]
    with transaction.atomic(using=site.alias):
        journal.bulk_append(
            [journal.Batch("case", f"c{at}", [proposed(1)]) for at in range(300)], recorded_at=NOW, using=site.alias
        )
    site.sequence()
    second = journal.checkpoint(**common)  # type: ignore[arg-type]
    assert second
    alg = second.checkpoint.alg
    hashes = journal.prove_consistency(5, 305, alg=alg, using=site.alias)
    assert consistent(5, 305, first.checkpoint.root, second.checkpoint.root, hashes, suites()[alg])
    proof = journal.prove("case", "c290", second, "key", using=site.alias)
    assert check_proof(proof, suites()) is None
    assert proof.events[0].position == 295
