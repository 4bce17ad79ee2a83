"""Appraisal through the acts: rows at once, a draw anybody can repeat, two readers, objection, answer, suggestion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from zhifa.acts.appraisal_files import (
    answer_file,
    object_to_file,
    read_file,
    reply_to_suggestion,
    send_results,
    settle_file,
    suggest,
)
from zhifa.acts.appraisal_rounds import Planned, close_round, draw_round, plan_round, sampled
from zhifa.acts.appraising import appraise_cases, sheet, standard_named, waiting
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded, context
from zhifa.core.appraisal.reading import Line, loaded
from zhifa.core.drawing import digest_of
from zhifa.core.values import SHANGHAI, Moment, Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store.appraisal.models import Appraisal, Deduction, Round, RoundFile, Suggestion
from zhifa.store.journal.models import EventRow
from zhifa.store.readers.appraisal_rounds import file_read, pool
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db
BUREAU, NEXT = "sfj", "yz"
TODAY = date(2024, 6, 3)
PARTY = {"party.kind": "个人", "party.name": "陈大海", "party.address": "洛碛镇人民路1号"}


def actor(name: str) -> Actor:
    return Actor(people([name])[name], name)


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=SHANGHAI)):
        yield


@pytest.fixture
def district(town: Organ) -> Organ:
    """The town, the next town and the bureau that watches both, with people who may read files."""
    Organ.objects.create(
        code=NEXT, path="500112/yz/", name="玉峰山镇人民政府", short="玉峰山镇", mark="渝玉峰", level="乡镇"
    )
    Organ.objects.create(
        code=BUREAU, path="500112/sf/", name="区司法局", short="区司法局", mark="渝司", level="区县部门"
    )
    for name, organ, role, path in (
        ("监督", BUREAU, "supervisor", "500112/"),
        ("专家", BUREAU, "third_party_reviewer", "500112/"),
        ("外审", NEXT, "legal_reviewer", "500112/yz/"),
        ("外长", NEXT, "head", "500112/yz/"),
    ):
        person = Registration(name, name, organ, (RoleGiven(role, path),), joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
    return town


def simple_case(number: int, *, by: tuple[str, ...] = ("王立", "李明")) -> str:
    """A fine on the spot, entered afterwards."""
    on = Moment.parse(f"2024-05-{number:02d}")
    opened = open_case(Opening("lq", "penalty.simple", on, PARTY, by), actor=actor("王立"))
    assert isinstance(opened, Recorded)
    told = {
        "matter.code": "CS-001", "simple.facts": "占道", "notice.kinds": ["警告"], "notice.basis": "条例",
        "notice.rights_told": True,
    }  # fmt: skip
    decided = {
        "decision.kinds": ["警告"], "decision.facts": "占道", "decision.basis": "条例", "decision.term": "当场",
        "decision.remedies_told": True,
    }  # fmt: skip
    entries = [
        StepEntry("show_certificates", {"simple.place": "人民路"}, by, on),
        StepEntry("tell", told, by, on),
        StepEntry("hear", {"defence.offered": False}, by, on),
        StepEntry("decision", decided, by, on),
    ]
    done = record_steps(opened.case_id, entries, actor=actor("王立"))
    assert isinstance(done, Recorded), done
    return opened.case_id


def planned(**more: object) -> Planned:
    given = Planned(
        "二季度评查", "chongqing", date(2024, 4, 1), date(2024, 6, 2), ("lq",), (), 2, ("监督", "专家", "外审"),
    )  # fmt: skip
    return replace(given, **more)  # type: ignore[arg-type]


def drawn_round(seed: str = "双色球 2024063 期 06 09 12") -> str:
    key = plan_round(planned(), BUREAU, actor=actor("监督"))
    assert isinstance(key, str), key
    done = draw_round(key, seed, actor=actor("监督"))
    assert not isinstance(done, Refusal), done
    return key


# ---- by the machine


def test_a_file_is_appraised_the_moment_it_is_decided(district: Organ) -> None:
    case = simple_case(6, by=("王立",))
    row = Appraisal.objects.get(case_id=case)
    assert (row.grade, row.standard) == ("不合格", "chongqing")
    assert Deduction.objects.filter(case_id=case, item="fatal.officers").count() == 4
    made = sheet(case)
    assert made is not None
    assert (made.score, made.grade, made.version) == (row.score, row.grade, row.version)
    assert not list(differences([case]))


def test_appraised_again_a_file_has_the_same_rows(district: Organ) -> None:
    case = simple_case(6)
    before = list(Deduction.objects.filter(case_id=case).order_by("number").values_list("item", "message", "points"))
    assert waiting() == []
    assert waiting(everything=True) == [case]
    assert appraise_cases([case]) == 1
    again = list(Deduction.objects.filter(case_id=case).order_by("number").values_list("item", "message", "points"))
    assert again == before
    other = sheet(case, standard_named("guangdong"))
    assert other is not None
    assert other.standard == "guangdong"
    assert Appraisal.objects.get(case_id=case).standard == "chongqing"


def test_a_file_of_another_text_of_the_standard_waits(district: Organ) -> None:
    case = simple_case(6)
    Appraisal.objects.filter(case_id=case).update(digest="older")
    assert waiting() == [case]


# ---- the draw


def test_anybody_can_repeat_the_draw(district: Organ) -> None:
    cases = {simple_case(number) for number in (6, 7, 8, 9, 10)}
    key = drawn_round()
    row = Round.objects.get(pk=key)
    ids = pool("lq", row.first_on, row.last_on, row.kinds)
    assert set(ids) == cases
    assert row.pool["lq"] == {"count": 5, "digest": digest_of(ids)}
    drawn = list(RoundFile.objects.filter(round=row).order_by("number").values_list("case_id", flat=True))
    assert drawn == list(sampled(row.seed, "lq", list(reversed(ids)), 2))
    planned_event = EventRow.objects.get(stream_kind="appraisal", stream_id=key, version=1)
    assert row.seed == f"双色球 2024063 期 06 09 12|{bytes(planned_event.hash).hex()}"


def test_a_sample_is_drawn_once_and_by_whoever_supervises(district: Organ) -> None:
    simple_case(6)
    key = plan_round(planned(), BUREAU, actor=actor("监督"))
    assert isinstance(key, str)
    refused = draw_round(key, "123456", actor=actor("周强"))
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"
    short = draw_round(key, "123", actor=actor("监督"))
    assert isinstance(short, Refusal)
    assert draw_round(key, "123456", actor=actor("监督")) == 1
    assert isinstance(draw_round(key, "654321", actor=actor("监督")), Refusal)
    assert isinstance(plan_round(planned(), "lq", actor=actor("周强")), Refusal)


def test_nobody_reads_files_of_their_own_organ_or_their_own_work(district: Organ) -> None:
    for number in (6, 7, 8):
        simple_case(number)
    own = plan_round(planned(readers=("赵敏", "外审")), BUREAU, actor=actor("监督"))
    assert isinstance(own, str)
    refused = draw_round(own, "123456", actor=actor("监督"))
    assert isinstance(refused, Refusal)
    assert "两名" in refused.message
    assert not RoundFile.objects.exists()
    for file in RoundFile.objects.filter(round_id=drawn_round()):
        assert file.first_reader != file.second_reader
        assert {file.first_reader, file.second_reader} <= {"监督", "专家", "外审"}
    officer = plan_round(planned(readers=("王立", "外审")), BUREAU, actor=actor("监督"))
    assert isinstance(officer, Refusal)


# ---- reading, settling, objecting


def first_file(key: str) -> RoundFile:
    return RoundFile.objects.filter(round_id=key).order_by("number")[0]


def machine_lines(file: RoundFile) -> tuple[Line, ...]:
    return loaded(file.machine["lines"])


def test_two_readers_who_agree_settle_a_file(district: Organ) -> None:
    simple_case(6)
    file = first_file(drawn_round())
    lines = machine_lines(file)
    early = read_file(file.pk, lines, actor=actor(file.second_reader))
    assert isinstance(early, Refusal)
    stranger = next(one for one in ("监督", "专家", "外审") if one not in (file.first_reader, file.second_reader))
    assert isinstance(read_file(file.pk, lines, actor=actor(stranger)), Refusal)
    assert read_file(file.pk, lines, actor=actor(file.first_reader)) is None
    assert isinstance(read_file(file.pk, lines, actor=actor(file.first_reader)), Refusal)
    assert read_file(file.pk, lines, actor=actor(file.second_reader)) is None
    file.refresh_from_db()
    assert (file.state, file.score) == ("settled", file.machine["score"])


def test_whoever_departs_from_the_machine_says_why_and_a_difference_is_settled(district: Organ) -> None:
    simple_case(6)
    file = first_file(drawn_round())
    lines = machine_lines(file)
    silent = (*lines, Line("fatal.facts", fatal=True))
    refused = read_file(file.pk, silent, actor=actor(file.first_reader))
    assert isinstance(refused, Refusal)
    assert "理由" in refused.message
    told = (*lines, Line("fatal.facts", fatal=True, words="只有一张照片"))
    assert read_file(file.pk, told, actor=actor(file.first_reader)) is None
    assert read_file(file.pk, lines, actor=actor(file.second_reader)) is None
    file.refresh_from_db()
    assert file.state == "differs"
    assert isinstance(settle_file(file.pk, lines, actor=actor("周强")), Refusal)
    assert settle_file(file.pk, told, actor=actor("监督")) is None
    file.refresh_from_db()
    assert (file.state, file.grade) == ("settled", "不合格")


def settled_round() -> str:
    simple_case(6)
    key = drawn_round()
    for file in RoundFile.objects.filter(round_id=key):
        for reader in (file.first_reader, file.second_reader):
            assert read_file(file.pk, machine_lines(file), actor=actor(reader)) is None
    return key


def test_an_organ_objects_within_ten_working_days_and_is_answered(district: Organ) -> None:
    key = settled_round()
    assert send_results(key, "lq", actor=actor("监督")) == 1
    file = first_file(key)
    assert file.object_by == context().calendar.add_workdays(TODAY, 10)
    assert isinstance(object_to_file(file.pk, "不服", actor=actor("外长")), Refusal)
    assert isinstance(object_to_file(file.pk, "  ", actor=actor("周强")), Refusal)
    assert object_to_file(file.pk, "回证在纸质卷里", actor=actor("周强")) is None
    file.refresh_from_db()
    assert file.answer_by == context().calendar.add_workdays(TODAY, 10)
    assert isinstance(close_round(key, actor=actor("监督")), Refusal)
    better = tuple(replace(line, lost=0, words="已经看到") for line in machine_lines(file))
    assert answer_file(file.pk, "采纳", better, actor=actor("监督")) is None
    file.refresh_from_db()
    assert (file.state, file.score) == ("final", 100)
    assert close_round(key, actor=actor("监督")) is None
    assert Round.objects.get(pk=key).state == "closed"


def test_after_its_period_nobody_objects_and_the_result_is_final(district: Organ) -> None:
    key = settled_round()
    send_results(key, "lq", actor=actor("监督"))
    file = first_file(key)
    assert isinstance(close_round(key, actor=actor("监督")), Refusal)
    assert file.object_by is not None
    later = file.object_by + timedelta(days=1)
    with clock.at(datetime(later.year, later.month, later.day, 10, tzinfo=SHANGHAI)):
        late = object_to_file(file.pk, "不服", actor=actor("周强"))
        assert isinstance(late, Refusal)
        assert "届满" in late.message
        assert close_round(key, actor=actor("监督")) is None
    file.refresh_from_db()
    assert file.state == "final"


def test_a_suggestion_is_to_be_mended_in_thirty_days(district: Organ) -> None:
    key = settled_round()
    made = suggest(key, "lq", "补齐送达回证", actor=actor("监督"))
    assert isinstance(made, str)
    row = Suggestion.objects.get(pk=made)
    assert (row.mend_by, row.review_by) == (TODAY + timedelta(days=30), TODAY + timedelta(days=15))
    assert isinstance(suggest(key, NEXT, "没有抽到", actor=actor("监督")), Refusal)
    assert isinstance(reply_to_suggestion(made, "已改", actor=actor("外长")), Refusal)
    assert reply_to_suggestion(made, "已经补齐", actor=actor("周强")) is None
    assert isinstance(reply_to_suggestion(made, "再报", actor=actor("周强")), Refusal)


def test_the_rows_of_a_round_follow_from_its_journal(district: Organ) -> None:
    key = settled_round()
    send_results(key, "lq", actor=actor("监督"))
    read = file_read(key, 1)
    assert read is not None
    types = list(
        EventRow.objects.filter(stream_kind="appraisal_file", stream_id=read.id)
        .order_by("version").values_list("type", flat=True)
    )  # fmt: skip
    assert types == ["appraisal.assigned", "appraisal.read", "appraisal.read", "appraisal.settled", "appraisal.sent"]
