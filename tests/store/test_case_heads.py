"""The last event of a case, cut off before it was placed, is missed by the row that was worked out from it."""

from __future__ import annotations

import pytest
from django.db import connection

from bench import town
from zhifa.store import journal
from zhifa.store.casework.heads import lost_head
from zhifa.store.casework.models import Case
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
    assert journal.verify(heads=lost_head).valid


def test_the_last_event_of_a_case_is_missed(case: Case) -> None:
    change(
        "DELETE FROM journal_event WHERE stream_kind = 'case' AND stream_id = %s AND version = %s",
        case.pk,
        case.version,
    )
    bad = journal.verify(heads=lost_head).first_bad
    assert bad is not None
    if connection.vendor == "postgresql":
        assert (bad.stream_kind, bad.stream_id, bad.version) == ("case", case.pk, case.version)
        assert "删除" in bad.reason
        assert journal.verify().valid, "the journal alone cannot know"
