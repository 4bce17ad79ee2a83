"""What every act keeps, on both databases: all or nothing, findings instead of silence, nothing undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps

from bench import town
from zhifa.acts.cases import StepEntry, correct_step, hand_over, record_steps, take_step
from zhifa.acts.registry import Registration, RoleGiven, appoint_acting, cancel_certificate, register_officer
from zhifa.acts.watching import look_again
from zhifa.acts.work import INSTALLER, Recorded, context
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.taking import Correction
from zhifa.core.procedure.view import view
from zhifa.core.values import Moment, Refusal
from zhifa.jobs import watch
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

pytestmark = pytest.mark.django_db
TABLES = ("journal_event", "journal_personal", "casework_", "outcome")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row an act may touch."""
    return {
        model._meta.db_table: sorted(map(repr, model._default_manager.values_list()))  # type: ignore[misc]
        for model in apps.get_models()
        if model._meta.db_table.startswith(TABLES)
    }


@contextmanager
def on(text: str) -> Iterator[None]:
    moment = datetime.fromisoformat(text)
    with clock.at(moment.replace(tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def organ(db: None) -> Organ:
    return town.found_town()


def play(name: str, upto: str = "") -> town.Player:
    """A scenario played up to and with a step."""
    player = town.Player(town.scenario(name))
    for played in player.play():
        assert isinstance(played.result, Recorded) or played.expected != "done", played
        if played.step == upto:
            break
    return player


def due(case: str) -> dict[str, tuple[date, str]]:
    found = rows.Obligation.objects.filter(case=case).values_list("code", "due_on", "state")
    return {code: (day, state) for code, day, state in found}


def step(
    code: str, at: str, facts: Mapping[str, object] | None = None, by: tuple[str, ...] = ("王立", "李明")
) -> StepEntry:
    return StepEntry(code, facts or {}, by, Moment.parse(at))


def test_a_refused_act_leaves_every_table_as_it_was() -> None:
    player = play("penalty-ordinary-main", "filing")
    before = everything()
    with on("2024-03-07T02:00"):
        results = [
            take_step(player.case_id, step("decision", "2024-03-07", by=("周强",)), actor=town.actor("周强")),
            take_step(player.case_id, step("filing", "2024-03-07", by=("周强",)), actor=town.actor("周强")),
            record_steps(
                player.case_id,
                [step("inspect_scene", "2024-03-06"), step("no_such_step", "2024-03-06")],
                actor=town.actor("王立"),
            ),
        ]
    assert all(isinstance(result, Refusal) for result in results), results
    assert isinstance(results[2], Refusal)
    assert results[2].message.startswith("第 2 步：")
    assert everything() == before


def test_what_happened_is_stored_with_its_findings_and_a_correction_mends_them() -> None:
    player = play("penalty-ordinary-main", "filing")
    with on("2024-03-10T02:00"):
        alone = step("inspect_scene", "2024-03-06", {"evidence.scene_place": "人民路", "evidence.scene_record": "砂石",
                     "evidence.certificates_shown": True}, ("王立",))  # fmt: skip
        refused = take_step(player.case_id, alone, actor=town.actor("王立"))
        assert isinstance(refused, Refusal)
        stored = take_step(player.case_id, alone, actor=town.actor("王立"), mode="recorded")
        assert isinstance(stored, Recorded)
        assert [gate.code for gate in stored.findings] == ["officers"]
        finding = rows.Finding.objects.get(case=player.case_id)
        assert (finding.level, finding.code, finding.version) == ("red", "officers", stored.version)
        assert finding.cite
        both = Correction(stored.version, "王立", "登记时漏填李明", by=("王立", "李明"))
        assert isinstance(correct_step(player.case_id, both, actor=town.actor("王立")), Recorded)
    assert not rows.Finding.objects.filter(case=player.case_id).exists()


def test_a_corrected_filing_date_moves_what_is_due_and_the_earlier_version_is_still_readable() -> None:
    player = play("penalty-ordinary-main", "investigation_report")
    told = rows.Case.objects.get(pk=player.case_id).version
    assert due(player.case_id)["penalty.decide"][0] == date(2024, 6, 3)
    filing = next(e for e in journal.read_stream("case", player.case_id) if e.payload.get("step") == "filing")
    with on("2024-03-12T10:00"):
        moved = Correction(filing.version, "周强", "审批表载明为三月六日", Moment.parse("2024-03-06T08:00"))
        assert isinstance(correct_step(player.case_id, moved, actor=town.actor("周强")), Recorded)
    assert due(player.case_id)["penalty.decide"][0] == date(2024, 6, 4)
    whole = fold(player.case_id, journal.read_stream("case", player.case_id), context().book.vocabulary)
    assert whole is not None
    kept = {item.period: (item.was, item.on, item.why) for item in whole.moved}
    assert kept["penalty.decide"] == (date(2024, 6, 3), date(2024, 3, 12), "更正了登记")
    case = fold(player.case_id, journal.read_stream("case", player.case_id, told), context().book.vocabulary)
    assert case is not None
    seen = view(case, context=context(), people=lambda _: None, day=date(2024, 3, 12))
    assert {o.code: o.due_on for o in seen.obligations}["penalty.decide"] == date(2024, 6, 3)


def test_silence_is_written_down_by_the_daily_watch_and_a_late_entry_takes_it_back_with_an_alert() -> None:
    player = play("permit-silent-acceptance")
    with on("2024-03-11T02:00"):
        assert watch.run_once().effects == 0
    with on("2024-03-12T02:00"):
        done = watch.run_once()
        assert (done.cases, done.effects, done.failed) == (1, 1, ())
        assert watch.run_once().cases == 0, "nothing is looked at twice on a day"
    arose = journal.read_stream("case", player.case_id)[-1]
    assert (arose.type, arose.payload["deems"], arose.occurred.day) == ("effect.arose", "accept", date(2024, 3, 4))
    assert due(player.case_id)["permit.decide"] == (date(2024, 4, 1), "running")
    with on("2024-03-15T02:00"):
        late = step("correction_notice", "2024-03-08", {"correction.items": "四邻意见书"}, ("王立",))
        assert isinstance(take_step(player.case_id, late, actor=town.actor("王立"), mode="recorded"), Recorded)
    assert [e.type for e in journal.read_stream("case", player.case_id)][-2:] == ["step.taken", "effect.withdrawn"]
    assert rows.Finding.objects.filter(case=player.case_id, code="effect_withdrawn", level="red").count() == 1
    assert "permit.decide" not in due(player.case_id)
    assert list(differences(all_cases())) == []


def test_two_seizures_of_one_case_end_apart() -> None:
    player = play("seize-two-in-one-case")
    found = rows.Obligation.objects.filter(case=player.case_id, code="measure.seize.term")
    ends = dict(found.values_list("proceeding", "due_on"))
    first, second = player.places["measure.seize"], player.places["measure.seize#2"]
    assert (ends[first], ends[second]) == (date(2024, 5, 2), date(2024, 5, 10))
    ended = dict(rows.Proceeding.objects.filter(pk__in=[first, second]).values_list("id", "ended_on"))
    assert (ended[first], ended[second]) == (date(2024, 4, 22), date(2024, 5, 7))


def test_an_officer_leaves_and_the_successor_goes_on() -> None:
    player = play("penalty-ordinary-main", "filing")
    with on("2024-03-06T00:00"):
        assert isinstance(hand_over(player.case_id, ["李明"], "  ", actor=town.actor("周强")), Refusal)
        assert isinstance(hand_over(player.case_id, ["李明"], "调离", actor=town.actor("王立")), Refusal), (
            "not the head"
        )
        assert isinstance(hand_over(player.case_id, ["谁"], "调离", actor=town.actor("周强")), Refusal)
        done = hand_over(player.case_id, ["李明"], "王立调离", actor=town.actor("周强"))
        assert isinstance(done, Recorded)
        assert cancel_certificate("渝王立", on=date(2024, 3, 6), reason="调离", actor=INSTALLER) is None
        roles = (RoleGiven("officer", "500112/lq/", None, date(2024, 3, 5)),)
        left = Registration("王立", "王立", "lq", roles, left_on=date(2024, 3, 6))
        assert register_officer(left, actor=INSTALLER) is None
        refused = take_step(player.case_id, step("interview", "2024-03-06T07:00"), actor=town.actor("李明"))
    assert rows.Case.objects.get(pk=player.case_id).officers == ["李明"]
    assert done.events[-1].payload["from"] == ["王立", "李明"]
    assert isinstance(refused, Refusal)
    assert (refused.code, "王立" in refused.message) == ("stranger", True)


def test_an_acting_head_signs_while_the_appointment_lasts() -> None:
    player = play("penalty-ordinary-main", "filing_request")
    filing = {"filing.handlers": "王立、李明"}
    with on("2024-03-06T01:00"):
        path, days = "500112/lq/", {"start": date(2024, 3, 6), "end": date(2024, 3, 8)}
        assert appoint_acting("赵敏", instead_of="周强", role="head", path=path, actor=INSTALLER, **days) is None
    with on("2024-03-11T01:00"):
        late = take_step(player.case_id, step("filing", "2024-03-11", filing, ("赵敏",)), actor=town.actor("赵敏"))
        assert isinstance(late, Refusal)
        assert late.code == "role"
    with on("2024-03-07T01:00"):
        signed = take_step(player.case_id, step("filing", "2024-03-07", filing, ("赵敏",)), actor=town.actor("赵敏"))
    assert isinstance(signed, Recorded), signed


def test_a_head_of_another_organ_cannot_sign_here() -> None:
    player = play("penalty-ordinary-main", "filing_request")
    Organ.objects.create(code="other", path="500112/other/", name="别处", short="别处", mark="渝别", level="乡镇")
    given = (RoleGiven("head", "500112/other/"), RoleGiven("officer", "500112/other/"))
    assert register_officer(Registration("外人", "外人", "other", given), actor=INSTALLER) is None
    entry = step("filing", "2024-03-05", {"filing.handlers": "王立、李明"}, ("王立", "外人"))
    with on("2024-03-05T08:00"):
        lent = take_step(player.case_id, entry, actor=town.actor("王立"))
        own = take_step(player.case_id, entry, actor=town.actor("外人"))
    assert (getattr(lent, "code", ""), getattr(own, "code", "")) == ("stranger", "forbidden")


def test_a_closed_case_takes_only_what_the_law_lets_follow() -> None:
    player = play("penalty-ordinary-main")
    row = rows.Case.objects.get(pk=player.case_id)
    assert (row.state, row.closed_on) == ("closed", date(2024, 4, 8))
    with on("2024-04-10T02:00"):
        refused = take_step(player.case_id, step("interview", "2024-04-10"), actor=town.actor("王立"))
        assert isinstance(refused, Refusal)
        assert "ended" in {gate.code for gate in refused.gates}
        remedy = step("remedy_filed", "2024-04-10", {"remedy.kind": "行政复议"}, ())
        assert isinstance(take_step(player.case_id, remedy, actor=town.actor("王立")), Recorded)


def test_the_watch_turns_rows_with_the_calendar() -> None:
    player = play("penalty-ordinary-main", "filing")
    row = rows.Case.objects.get(pk=player.case_id)
    assert row.next_check_on is not None
    with on("2024-06-05T02:00"):
        assert look_again(player.case_id) == 0
    row = rows.Case.objects.get(pk=player.case_id)
    assert (row.as_of, row.next_due_title, row.red_count) == (date(2024, 6, 5), "作出处罚决定", 1)
    assert due(player.case_id)["penalty.decide"] == (date(2024, 6, 3), "lapsed")
