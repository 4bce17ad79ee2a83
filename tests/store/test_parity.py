"""Every row of every case can be worked out again from the journal: what acts wrote is what the journal tells."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from bench import town
from tests.store.random_acts import Driver
from zhifa.acts.erasure import Erasure, erase_person
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, context
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.next_steps import OPEN
from zhifa.core.procedure.view import view
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.people import people


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_rebuilt_from_the_journal_are_what_acts_wrote(seed: int) -> None:
    town.found_town()
    driver = Driver(random.Random(seed))
    driver.run(120)
    assert driver.written >= 120
    for model in (rows.Proceeding, rows.Obligation, rows.Task, rows.Finding, rows.Outcome):
        assert model.objects.exists(), f"no {model.__name__} was written: the comparison would be empty"
    assert list(differences(all_cases())) == []
    assert journal.verify().valid


@pytest.mark.django_db
def test_open_steps_are_those_of_the_full_list() -> None:
    town.found_town()
    driver = Driver(random.Random(11))
    driver.run(60)
    compared = 0
    for row in rows.Case.objects.all():
        case = fold(row.pk, journal.read_stream("case", row.pk), context().book.vocabulary)
        assert case is not None
        seen = view(case, context=context(), people=lambda _: None, day=row.as_of)
        assert list(seen.open_steps) == [step for step in seen.next_steps if step.state == OPEN]
        compared += len(seen.open_steps)
    assert compared > 20


@pytest.mark.django_db
def test_a_changed_row_is_found() -> None:
    town.found_town()
    Driver(random.Random(5)).run(15)
    found = rows.Obligation.objects.order_by("id").first()
    assert found is not None
    rows.Obligation.objects.filter(pk=found.pk).update(due_on="2031-01-01")
    rows.Task.objects.order_by("id")[:1].get().delete()
    said = {(d.table, d.field) for d in differences(all_cases())}
    assert {("Obligation", "due_on"), ("Task", "row")} <= said


def security_admin() -> Actor:
    given = (RoleGiven("security_admin", ""),)
    assert register_officer(Registration("安全员", "安全员", "lq", given), actor=INSTALLER) is None
    return town.actor("安全员")


@pytest.mark.django_db
def test_an_erased_person_is_gone_from_rows_papers_and_journal_and_all_still_agrees() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        assert isinstance(played.result, Recorded) or played.expected != "done", played
    before = set(rows.Finding.objects.filter(case=player.case_id).values_list("code", "message"))
    root = next(iter(player.places.values()))
    with clock.at(datetime(2024, 6, 1, tzinfo=UTC)):
        issued = issue_paper(player.case_id, root, "interview-record", actor=town.actor("王立"))
        assert isinstance(issued, PaperIssued), issued
        before |= set(rows.Finding.objects.filter(case=player.case_id).values_list("code", "message"))
        done = erase_person(player.case_id, reason="保存期限届满", basis="个人信息保护法#47", actor=security_admin())
    assert isinstance(done, Erasure)
    assert done.values > 3
    assert done.held == 0
    row = rows.Case.objects.get(pk=player.case_id)
    paper = rows.Paper.objects.get(case=row)
    assert (row.party, paper.frozen) == ("（已依法清除）", None)
    told = repr([event.payload for event in journal.read_stream("case", player.case_id)])
    assert "陈大海" not in told
    assert set(rows.Finding.objects.filter(case=row).values_list("code", "message")) == before, "nothing became missing"
    assert list(differences(all_cases())) == []
    assert journal.verify().valid


@pytest.mark.django_db
def test_only_the_security_administrator_erases_and_says_why() -> None:
    town.found_town()
    player = town.Player(town.scenario("penalty-simple-main"))
    player.open()
    wang = erase_person(player.case_id, reason="申请", basis="个人信息保护法#47", actor=town.actor("王立"))
    assert (getattr(wang, "code", ""), rows.Case.objects.get(pk=player.case_id).party) == ("forbidden", "陈大海")
    guard = security_admin()
    blank = erase_person(player.case_id, reason=" ", basis="个人信息保护法#47", actor=guard)
    assert getattr(blank, "missing", ()) == ("reason",)
    journal.hold("case", player.case_id, keep=True)
    held = erase_person(player.case_id, reason="申请", basis="个人信息保护法#47", actor=guard)
    assert getattr(held, "code", "") == "held"
    assert rows.Case.objects.get(pk=player.case_id).party == "陈大海"
    assert people(["安全员"])
