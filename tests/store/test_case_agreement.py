"""What a look at the rows of cases tells: the last event of a case, cut off before it was placed, is missed by the row
that was worked out from it, and a row of a case or an organ that is not there is found."""

from __future__ import annotations

import pytest
from django.db import connection

from bench import town
from zhifa.store import journal
from zhifa.store.casework.agreement import bad_row, derived_keys
from zhifa.store.casework.models import Case, Outcome, Proceeding
from zhifa.store.casework.projector import TABLES
from zhifa.store.journal import guards


@pytest.fixture
def case(db: None) -> Case:
    town.found_town()
    player = town.Player(town.scenario("penalty-simple-main"))
    list(player.play())
    return Case.objects.get(pk=player.case_id)


def change(sql: str, *given: object) -> None:
    guards.remove("default")
    with connection.cursor() as cursor:
        cursor.execute(sql, list(given))
        assert cursor.rowcount == 1
    guards.install("default")


def test_a_whole_journal_and_its_cases_agree(case: Case) -> None:
    assert journal.verify(rows=bad_row).valid


def test_the_last_event_of_a_case_is_missed(case: Case) -> None:
    change(
        "DELETE FROM journal_event WHERE stream_kind = 'case' AND stream_id = %s AND version = %s",
        case.pk,
        case.version,
    )
    bad = journal.verify(rows=bad_row).first_bad
    assert bad is not None
    if connection.vendor == "postgresql":
        assert (bad.stream_kind, bad.stream_id, bad.version) == ("case", case.pk, case.version)
        assert "删除" in bad.reason
        assert journal.verify().valid, "the journal alone cannot know"


@pytest.mark.parametrize("table", [Proceeding, Outcome])
def test_a_row_of_no_case_is_found(case: Case, table: type[Proceeding | Outcome]) -> None:
    change(
        f"UPDATE {table._meta.db_table} SET case_id = 'nowhere' WHERE id = (SELECT min(id) FROM {table._meta.db_table})"
    )
    bad = journal.verify(rows=bad_row).first_bad
    assert bad is not None
    assert bad.stream_id == "nowhere"
    assert table._meta.db_table in bad.reason


def test_a_row_of_no_organ_is_found(case: Case) -> None:
    change("UPDATE outcome SET organ_id = 'nobody' WHERE id = (SELECT min(id) FROM outcome)")
    bad = journal.verify(rows=bad_row).first_bad
    assert bad is not None
    assert bad.stream_id == case.pk
    assert "nobody" in bad.reason


def test_the_database_checks_no_key_of_a_derived_row(db: None) -> None:
    with connection.cursor() as cursor:
        for model in TABLES.values():
            assert "case" in {key.name for key in derived_keys(model)}
            assert connection.introspection.get_relations(cursor, model._meta.db_table) == {}, model
        assert list(connection.introspection.get_relations(cursor, Case._meta.db_table)) == ["organ_id"]


def test_a_case_that_goes_takes_its_rows_with_it(case: Case) -> None:
    case.delete()
    for model in TABLES.values():
        assert not model._default_manager.filter(case_id=case.pk).exists(), model
