"""One changed byte, one deleted row, one reordered pair: verification names the first bad event, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction

from tests.store.journal_sites import NOW, Site, proposed, site_of
from zhifa.core.journal.checkpoint import Note
from zhifa.core.values import Moment
from zhifa.ports.signing import note_signer, signer, trusts
from zhifa.store import journal
from zhifa.store.journal import guards


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: object) -> Iterator[Site]:
    with django_db_blocker.unblock(), site_of(request.param, tmp_path / "db") as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def key(tmp_path: Path) -> object:
    return signer(tmp_path / "keys" / "key.pem", "office")


def fill(site: Site) -> None:
    """Three cases that take turns: ids 1 to 12, with a personal value in each second round."""
    for turn in range(4):
        for case in ("a", "b", "c"):
            site.write(case, name=f"当事人{case}{turn}" if turn % 2 else None)


def mark(site: Site, key: object) -> Note:
    note = journal.checkpoint(origin="office", sign=note_signer(key), at=NOW, using=site.alias)  # type: ignore[arg-type]
    assert note
    return note


def event_id(site: Site, stream: str, version: int) -> int:
    rows = site.ask("SELECT id FROM journal_event WHERE stream_id = %s AND version = %s", [stream, version])
    return int(rows[0][0])


PLACED = pytest.mark.parametrize("placed", [True, False], ids=["placed", "waiting"])


@PLACED
def test_an_untouched_journal_holds(site: Site, key: object, placed: bool) -> None:
    fill(site)
    if placed:
        assert site.sequence() == 12
        mark(site, key)
    result = site.verify(trusted=trusts(key.public))  # type: ignore[attr-defined]
    assert (result.events, result.valid, result.first_bad) == (12, True, None)
    assert result.placed == (12 if placed else 0)


@PLACED
@pytest.mark.parametrize(
    "change",
    [
        "payload = replace(payload, '同意', '不同')",
        "payload = replace(payload, '20002', '20003')",
        "payload = payload || ' '",
        "payload = '{'",
        "actor = 'officer:2'",
        "occurred = '2024-03-06T14:30'",
        "recorded_at = '2024-03-05T06:30:00.000001Z'",
        "captured_at = '2024-03-05T06:30:00.000001Z'",
        "type = 'step.corrected'",
        "type_version = 2",
        "alg = 'sha256'",
        "alg = 'md4'",
        "hash = prev_hash",
        "prev_hash = hash",
        "stream_kind = 'clue'",
    ],
)
def test_one_changed_column_names_its_event(site: Site, placed: bool, change: str) -> None:
    fill(site)
    if placed:
        site.sequence()
    bad = event_id(site, "b", 2)
    site.tamper(f"UPDATE journal_event SET {change} WHERE id = %s", [bad])
    result = site.verify()
    assert not result.valid
    assert result.first_bad
    assert (result.first_bad.event_id, result.first_bad.position) == (bad, 4 if placed else None)
    assert result.first_bad.version == 2


@PLACED
def test_every_single_byte_of_a_payload_counts(site: Site, placed: bool) -> None:
    fill(site)
    if placed:
        site.sequence()
    bad = event_id(site, "a", 3)
    (text,) = site.ask("SELECT payload FROM journal_event WHERE id = %s", [bad])[0]
    for at in range(0, len(text), 7):
        changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
        site.tamper("UPDATE journal_event SET payload = %s WHERE id = %s", [changed, bad])
        found = site.verify().first_bad
        assert found
        assert found.event_id == bad
    site.tamper("UPDATE journal_event SET payload = %s WHERE id = %s", [text, bad])
    assert site.verify().valid


@PLACED
@pytest.mark.parametrize("version", [1, 2, 3])
def test_one_deleted_row_is_named(site: Site, placed: bool, version: int) -> None:
    fill(site)
    if placed:
        site.sequence()
    gone = event_id(site, "b", version)
    site.tamper("DELETE FROM journal_event WHERE id = %s", [gone])
    found = site.verify().first_bad
    assert found
    if placed:
        assert (found.event_id, found.position) == (gone, 3 * version - 2)
        assert "删除" in found.reason
    else:
        # What is gone cannot be read: the first event that does not follow is named, and what it lacks.
        assert (found.stream_id, found.version) == ("b", version + 1)
        assert f"第 {version} 个" in found.reason


def test_the_last_event_of_a_waiting_stream_leaves_a_gap_on_sqlite(tmp_path: Path, django_db_blocker: object) -> None:
    with django_db_blocker.unblock(), site_of("sqlite", tmp_path / "db") as site:  # type: ignore[attr-defined]
        fill(site)
        gone = event_id(site, "c", 4)
        site.tamper("DELETE FROM journal_event WHERE id = %s", [gone])
        found = site.verify().first_bad
        assert found
        assert found.event_id == gone


@PLACED
def test_a_reordered_pair_in_one_stream_is_named(site: Site, placed: bool) -> None:
    fill(site)
    if placed:
        site.sequence()
    site.tamper("UPDATE journal_event SET version = 99 WHERE stream_id = 'b' AND version = 2")
    site.tamper("UPDATE journal_event SET version = 2 WHERE stream_id = 'b' AND version = 3")
    site.tamper("UPDATE journal_event SET version = 3 WHERE stream_id = 'b' AND version = 99")
    found = site.verify().first_bad
    assert found
    assert (found.stream_id, found.event_id) == ("b", 5)


@PLACED
def test_two_rows_that_change_ids_are_named(site: Site, placed: bool) -> None:
    fill(site)
    if placed:
        site.sequence()
    for old, new in ((5, 99), (8, 5), (99, 8)):
        site.tamper(f"UPDATE journal_event SET id = {new} WHERE id = {old}")
    found = site.verify().first_bad
    assert found
    assert found.event_id == 5


@pytest.mark.parametrize("whole", [False, True], ids=["event only", "event and hash"])
def test_a_reordered_pair_of_positions_is_named(site: Site, whole: bool) -> None:
    fill(site)
    site.sequence()
    columns = "event_id, hash" if whole else "event_id"
    (first,), (second,) = (site.ask(f"SELECT {columns} FROM journal_leaf WHERE position = {at}")[:1] for at in (3, 4))
    site.tamper("UPDATE journal_leaf SET event_id = 99 WHERE position = 3")
    for at, row in ((4, first), (3, second)):
        values = ", ".join(f"{name} = %s" for name in columns.split(", "))
        site.tamper(f"UPDATE journal_leaf SET {values} WHERE position = {at}", list(row))
    found = site.verify().first_bad
    assert found
    assert found.position == 3
    assert found.event_id == second[0]


def test_a_deleted_position_is_named(site: Site) -> None:
    fill(site)
    site.sequence()
    site.tamper("DELETE FROM journal_leaf WHERE position = 7")
    found = site.verify().first_bad
    assert found
    assert found.position == 7


def test_positions_closed_up_after_a_deletion_are_named(site: Site) -> None:
    fill(site)
    site.sequence()
    gone = site.ask("SELECT event_id FROM journal_leaf WHERE position = 11")[0][0]
    site.tamper("DELETE FROM journal_leaf WHERE position = 11")
    site.tamper("DELETE FROM journal_personal WHERE event_id = %s", [gone])
    site.tamper("DELETE FROM journal_event WHERE id = %s", [gone])
    site.tamper("UPDATE journal_tree SET size = 11, peaks = %s", [b"".join([bytes(32)] * 3)])
    found = site.verify().first_bad
    assert found
    assert found.position is not None


def test_an_event_slipped_in_below_the_settled_id_is_found(site: Site) -> None:
    fill(site)
    site.sequence()
    site.write("d")
    site.tamper("UPDATE journal_event SET id = -5 WHERE stream_id = 'd'")
    found = site.verify().first_bad
    assert found
    assert (found.event_id, found.stream_id) == (-5, "d")


def test_a_tail_cut_off_with_everything_that_knew_it_contradicts_the_kept_checkpoint(site: Site, key: object) -> None:
    fill(site)
    site.sequence()
    early = mark(site, key)
    early_state = site.ask("SELECT size, peaks, link, settled_id FROM journal_tree")[0]
    site.write("a", 3)
    site.sequence()
    late = mark(site, key)
    assert site.verify(kept=[early, late]).valid
    site.tamper("DELETE FROM journal_leaf WHERE position >= 12")
    site.tamper("DELETE FROM journal_event WHERE id > 12")
    site.tamper("UPDATE journal_tree SET size = %s, peaks = %s, link = %s, settled_id = %s", list(early_state))
    found = site.verify().first_bad
    assert found
    assert "截去" in found.reason
    assert found.position == 12
    site.tamper("DELETE FROM journal_checkpoint WHERE size > 12")
    if site.vendor == "sqlite":
        site.tamper("UPDATE sqlite_sequence SET seq = 12 WHERE name = 'journal_event'")
    assert site.verify().valid, "nothing inside knows of the tail any more"
    found = site.verify(kept=[late]).first_bad
    assert found
    assert "截去" in found.reason


def test_a_journal_written_anew_contradicts_the_kept_checkpoint(
    site: Site, key: object, tmp_path: Path, django_db_blocker: object
) -> None:
    fill(site)
    site.sequence()
    note = mark(site, key)
    with site_of(site.vendor, tmp_path / "other") as forged:
        for _ in range(12):
            forged.write("a")
        forged.sequence()
        assert forged.verify().valid
        found = forged.verify(kept=[note]).first_bad
        assert found
        assert "检查点" in found.reason


def test_a_checkpoint_signed_by_somebody_else_is_refused(site: Site, key: object, tmp_path: Path) -> None:
    fill(site)
    site.sequence()
    mark(site, signer(tmp_path / "keys" / "other.pem", "office"))
    assert not site.verify(trusted=trusts(key.public)).valid  # type: ignore[attr-defined]
    assert site.verify().valid


@pytest.mark.parametrize(
    ("change", "value"),
    [("UPDATE journal_personal SET value = %s", '"李四"'),
     ("UPDATE journal_personal SET salt = %s", bytes(16)),
     ("UPDATE journal_personal SET path = %s", "/facts/x"),
     ("DELETE FROM journal_personal", None)],
)  # fmt: skip
@PLACED
def test_a_personal_value_changed_beside_the_chain_is_named(
    site: Site, placed: bool, change: str, value: object
) -> None:
    fill(site)
    if placed:
        site.sequence()
    bad = event_id(site, "b", 2)
    site.tamper(f"{change} WHERE event_id = %s", [bad] if value is None else [value, bad])
    found = site.verify().first_bad
    assert found
    assert found.event_id == bad
    assert "个人信息" in found.reason


@PLACED
def test_a_person_lawfully_erased_leaves_a_journal_that_holds(site: Site, key: object, placed: bool) -> None:
    fill(site)
    if placed:
        site.sequence()
        mark(site, key)
    with transaction.atomic(using=site.alias):
        erased = journal.erase(
            "case", "b", 4, actor="admin:1", occurred=Moment.parse("2029-03-05"), reason="保存期限届满",
            basis="个人信息保护法(2021)#47.1(2)", recorded_at=NOW, using=site.alias,
        )  # fmt: skip
    assert isinstance(erased, journal.Erased)
    assert erased.values == 2
    assert site.ask("SELECT count(*) FROM journal_personal")[0][0] == 4
    assert site.verify().valid
    events = journal.read_stream("case", "b", using=site.alias)
    assert [event.erased for event in events] == [(), ("/facts/party.name",), (), ("/facts/party.name",), ()]
    assert events[1].payload["facts"]["party.name"] is None  # type: ignore[index,call-overload]
    site.sequence()
    assert site.verify().valid


def test_long_journals_keep_their_subtrees_and_name_a_swap_far_inside(site: Site, key: object) -> None:
    with_names = [proposed(number, name=f"人{number}" if number % 5 == 0 else None) for number in range(600)]
    with transaction.atomic(using=site.alias):
        written = journal.bulk_append(
            [journal.Batch("case", f"c{number}", [event]) for number, event in enumerate(with_names)],
            recorded_at=NOW,
            using=site.alias,
        )
    assert len(written) == 600
    assert site.sequence() == 600
    mark(site, key)
    assert site.ask("SELECT count(*) FROM journal_node")[0][0] == 2
    assert site.verify().valid
    rows = dict(site.ask("SELECT position, event_id FROM journal_leaf WHERE position IN (300, 301)"))
    hashes = dict(site.ask("SELECT position, hash FROM journal_leaf WHERE position IN (300, 301)"))
    site.tamper("UPDATE journal_leaf SET event_id = -1 WHERE position = 300")
    for at, other in ((301, 300), (300, 301)):
        site.tamper(
            "UPDATE journal_leaf SET event_id = %s, hash = %s WHERE position = %s", [rows[other], hashes[other], at]
        )
    found = site.verify().first_bad
    assert found
    assert (found.position, found.event_id) == (300, rows[301])
    site.tamper("UPDATE journal_node SET hash = %s WHERE height = 8", [bytes(32)])
    assert not site.verify().valid


def test_triggers_that_are_gone_are_told_although_every_event_holds(site: Site) -> None:
    fill(site)
    site.sequence()
    guards.remove(site.alias)
    found = site.verify()
    assert (found.events, found.valid) == (12, False)
    assert "journal_event_no_" in found.reason
    guards.install(site.alias)
    assert site.verify().valid


def test_a_trigger_that_no_longer_refuses_is_told(site: Site) -> None:
    fill(site)
    if site.vendor == "sqlite":
        with connections[site.alias].cursor() as cursor:
            cursor.execute("DROP TRIGGER journal_leaf_no_UPDATE")
            cursor.execute("CREATE TRIGGER journal_leaf_no_UPDATE BEFORE UPDATE ON journal_leaf BEGIN SELECT 1; END")
    else:
        with connections[site.alias].cursor() as cursor:
            cursor.execute("ALTER TABLE journal_leaf DISABLE TRIGGER journal_leaf_no_change")
    found = site.verify().first_bad
    assert found
    assert "journal_leaf_no_" in found.reason


def test_a_tree_that_cannot_be_read_is_a_finding_and_no_error(site: Site) -> None:
    fill(site)
    site.sequence()
    site.tamper("UPDATE journal_tree SET size = 11")
    found = site.verify()
    assert not found.valid
    assert "总序的登记" in found.reason
