"""Training, examinations, certificates that lapse by rule, assessments, equipment and postings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.acts.test_administration import person, place, register_next_town
from tests.acts.test_annual_report import report
from tests.web.conftest import ago, ordinary
from zhifa.acts import assessments, equipment, exams, stations, training
from zhifa.acts.cases import StepEntry, record_steps, take_step
from zhifa.acts.certificates import (
    check_certificate,
    coming_lapses,
    replace_certificate,
    restore_certificate,
    return_certificate,
    settle_certificates,
)
from zhifa.acts.registry import (
    Registration,
    RoleGiven,
    cancel_certificate,
    issue_certificate,
    register_officer,
    suspend_certificate,
)
from zhifa.acts.report_entries import Entered, enter_report_fact
from zhifa.acts.watching import look_again
from zhifa.acts.work import INSTALLER, Actor, Recorded, context, today
from zhifa.core.events import EVENT_TYPES
from zhifa.core.examination import CASE, bank, blueprints, draw
from zhifa.core.responsibility import answerable
from zhifa.core.values import Refusal
from zhifa.jobs.watch import of_people
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import EventRow
from zhifa.store.personnel import models as rows
from zhifa.store.personnel.projector import PROJECTORS, project
from zhifa.store.readers.assessments import assessment
from zhifa.store.readers.cases import read_case
from zhifa.store.readers.equipment import equipment_item, held_by, postings_of
from zhifa.store.readers.people import staff, staff_figures
from zhifa.store.readers.training import exam, results_of, sitting, years_of
from zhifa.store.registry.models import Account, Certificate, Organ
from zhifa.store.registry.people import people
from zhifa.web.people_figures import reviewers_lacks

LAST = today().year - 1
"""The year before this one: what was missing in it made certificates lapse on 31 January."""


@pytest.fixture
def head(town: Organ) -> Actor:
    return Actor(people(["周强"])["周强"], "周强")


def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    return clock.at(datetime(day.year, day.month, day.day, hour - 8, minute, tzinfo=UTC))  # type: ignore[return-value]


def held(head: Actor, year: int, hours: int, **attended: int) -> str:
    """A training of a year in many hours, and who attended."""
    key = training.enter_training(
        training.Held(TOWN, "年度轮训", "集中授课", date(year, 6, 3), hours, "讲师"), actor=head
    )
    assert isinstance(key, str), key
    if attended:
        assert training.enter_attendance(key, attended, actor=head) is None
    return key


def certificate(name: str) -> Certificate:
    return Certificate.objects.get(pk=f"渝{name}")


def why_not(name: str, day: date) -> str:
    return people([name])[name].why_uncertified(day)


# ---- certificates ----
def test_without_any_training_recorded_nobody_is_judged(town: Organ) -> None:
    assert settle_certificates() == 0
    assert people(["王立"])["王立"].certificate_on(today())


def test_a_certificate_lapses_by_rule_for_missing_hours_and_the_law_writes_it(head: Actor) -> None:
    held(head, LAST, 60, 王立=60, 李明=44)
    lapse = date(LAST + 1, 1, 31)
    row = certificate("李明")
    assert (row.lapsed_on, row.lapsed_why) == (lapse, f"{LAST} 年培训 44 学时，应有 60 学时")
    event = journal.read_stream("certificate", "渝李明")[-1]
    assert (event.type, event.actor, event.occurred.day) == ("certificate.lapsed", "law", lapse)
    assert event.payload["cite"] == "国办发〔2018〕118号#23"
    one = people(["李明"])["李明"]
    assert one.certificate_on(lapse - timedelta(days=1)), "each act is judged on its own day"
    assert one.certificate_on(lapse) is None
    assert "失效" in why_not("李明", lapse)
    assert certificate("王立").lapsed_on is None
    assert settle_certificates() == 0, "nothing is written twice"


def test_hours_entered_late_take_the_lapse_back_and_that_is_told(head: Actor) -> None:
    key = held(head, LAST, 60, 王立=60, 李明=44)
    assert certificate("李明").lapsed_on
    assert training.enter_attendance(key, {"李明": 60}, actor=head) is None
    row = certificate("李明")
    assert (row.lapsed_on, row.lapse_withdrawn_on) == (None, today())
    types = [event.type for event in journal.read_stream("certificate", "渝李明")]
    assert types[-2:] == ["certificate.lapsed", "certificate.lapse_withdrawn"]


def test_a_training_struck_no_longer_counts(head: Actor) -> None:
    key = held(head, LAST, 60, 王立=60, 李明=60)
    held(head, LAST, 4, 王立=4)
    assert certificate("李明").lapsed_on is None
    assert training.strike_training(key, reason="登记重复", actor=head) is None
    assert certificate("李明").lapsed_on == date(LAST + 1, 1, 31)
    assert certificate("王立").lapsed_why == f"{LAST} 年培训 4 学时，应有 60 学时"


def test_a_certificate_of_part_of_a_year_owes_part_of_the_hours(head: Actor) -> None:
    person("吴新", "officer")
    assert issue_certificate("渝吴新", "吴新", issued_on=date(LAST, 9, 2), expires_on=None, actor=INSTALLER) is None
    held(head, LAST, 60, 王立=60, 李明=60, 吴新=15)
    assert certificate("吴新").lapsed_on is None, "three whole months: 15 hours"


def test_who_will_lose_the_certificate_is_known_before(head: Actor) -> None:
    year = today().year
    with at(date(year, 12, 1)):  # type: ignore[attr-defined]
        held(head, year, 60, 王立=60, 李明=20)
        found = coming_lapses(["王立", "李明"], {"王立": PATH, "李明": PATH})
    assert {name: (lapse.on, lapse.had) for name, lapse in found.items()} == {"李明": (date(year + 1, 1, 31), 20)}
    with at(date(year + 1, 2, 1)):  # type: ignore[attr-defined]
        of_people()
        assert certificate("李明").lapsed_on == date(year + 1, 1, 31)


def test_a_failed_examination_lapses_and_a_passed_one_makes_good(head: Actor) -> None:
    held(head, LAST, 60, 王立=60, 李明=60)
    said = exams.Elsewhere(TOWN, "在岗考试", "在岗", date(LAST, 11, 3), 60, 100, "市统一考试", {"王立": 80, "李明": 52})
    assert isinstance(exams.record_results(said, actor=head), str)
    assert certificate("李明").lapsed_why == f"{LAST} 年考试不合格"
    again = exams.Elsewhere(TOWN, "在岗考试补考", "在岗", date(LAST, 12, 20), 60, 100, "市统一考试", {"李明": 61})
    assert isinstance(exams.record_results(again, actor=head), str)
    assert certificate("李明").lapsed_on is None
    assert [(r.passed, r.score) for r in results_of("李明")] == [(True, 61), (False, 52)]


def test_the_rest_of_a_certificates_life(town: Organ) -> None:
    year = today().year
    admin = INSTALLER
    assert suspend_certificate("渝李明", start=date(year, 1, 10), end=None, reason="调查期间", actor=admin) is None
    restored = restore_certificate("渝李明", start=date(year, 1, 10), on=date(year, 1, 20), reason="查清", actor=admin)
    assert restored is None
    one = people(["李明"])["李明"]
    assert one.certificate_on(date(year, 1, 15)) is None
    assert one.certificate_on(date(year, 1, 20))
    assert check_certificate("渝李明", year=LAST, passed=True, on=date(year, 1, 25), actor=admin) is None
    assert place(check_certificate("渝李明", year=LAST, passed=False, on=date(year, 1, 25), actor=admin)) == ("note",)
    assert certificate("李明").checks == [{"year": LAST, "on": f"{year}-01-25", "passed": True, "note": ""}]
    day = date(year, 1, 30)
    assert replace_certificate("渝李明", "渝李明二", on=day, expires_on=None, reason="遗失", actor=admin) is None
    now = people(["李明"])["李明"].certificate_on(today())
    assert now is not None
    assert now.number == "渝李明二"
    figures = staff_figures([TOWN], year)
    assert (figures.added, figures.removed) == (0, 0), "a new card adds nobody and removes nobody"
    assert cancel_certificate("渝李明二", on=today(), reason="退休", actor=admin) is None
    assert return_certificate("渝李明二", on=today(), to_whom="区司法局", actor=admin) is None
    assert Certificate.objects.get(pk="渝李明二").returned_on == today()


def test_whoever_does_not_keep_the_register_changes_no_certificate(town: Organ, wang: Actor) -> None:
    for refused in (
        check_certificate("渝李明", year=LAST, passed=True, on=today(), actor=wang),
        return_certificate("渝李明", on=today(), to_whom="某人", actor=wang),
        replace_certificate("渝李明", "新", on=today(), expires_on=None, reason="破损", actor=wang),
    ):
        assert isinstance(refused, Refusal)


# ---- training ----
@pytest.mark.parametrize(
    ("title", "kind", "on", "hours", "where"),
    [
        ("", "集中授课", date(2024, 3, 1), 4, "title"),
        ("轮训", "看电影", date(2024, 3, 1), 4, "kind"),
        ("轮训", "集中授课", None, 4, "on"),
        ("轮训", "集中授课", date(2999, 3, 1), 4, "on"),
        ("轮训", "集中授课", date(2024, 3, 1), 0, "hours"),
    ],
)
def test_a_training_that_cannot_have_been_is_refused(
    head: Actor, title: str, kind: str, on: date | None, hours: int, where: str
) -> None:
    assert place(training.enter_training(training.Held(TOWN, title, kind, on, hours), actor=head)) == (where,)


def test_attendance_is_of_ones_own_people_and_not_longer_than_the_training(head: Actor) -> None:
    register_next_town()
    person("外人", "officer", organ="yz", path="500112/yz/")
    key = held(head, LAST, 8)
    assert place(training.enter_attendance(key, {"外人": 4}, actor=head)) == ("persons",)
    assert place(training.enter_attendance(key, {"王立": 9}, actor=head)) == ("persons",)
    assert place(training.enter_attendance("none", {"王立": 4}, actor=head)) == ("persons",)


def test_training_of_the_district_counts_in_the_town(town: Organ) -> None:
    Organ.objects.create(code="qu", path="500112/", name="渝北区", short="渝北区", mark="渝北", level="区县")
    bureau = person("监督", "supervisor", organ="qu", path="500112/")
    key = training.enter_training(training.Held("qu", "全区轮训", "网络培训", date(LAST, 5, 6), 30), actor=bureau)
    assert isinstance(key, str)
    assert training.enter_attendance(key, {"王立": 30}, actor=bureau) is None
    known = years_of(["王立", "李明"])
    assert known["王立"][LAST].hours == 30
    assert known["李明"][LAST].recorded, "training was offered to all below the district"


# ---- examinations ----
def setting(*candidates: str, blueprint: str = "before") -> exams.Setting:
    return exams.Setting(TOWN, "岗前考试", blueprint, today(), today() + timedelta(days=3), candidates)


def right_answers(key: str) -> dict[str, list[str]]:
    found = exam(key)
    assert found is not None
    pool = exams.questions_of(found.opens_on)
    return {one["code"]: [str(n) for n in pool[one["code"]].answer] for one in found.paper}


def sit(key: str, who: Actor, answers: dict[str, list[str]]) -> int:
    account = Account.objects.create_user(who.id, "a long enough secret", person_id=who.id)
    assert exams.begin_sitting(key, actor=who) is None
    assert exams.hand_in(key, answers, account=account.pk, actor=who) is None
    return int(account.pk)


def test_a_paper_is_drawn_by_a_seed_and_anybody_can_draw_it_again(head: Actor) -> None:
    key = exams.set_exam(setting("王立"), actor=head, seed="种子")
    assert isinstance(key, str), key
    found = exam(key)
    assert found is not None
    book, day = context().book, found.opens_on
    drawn = draw(
        bank(book, day), blueprints(book, day)["before"], "种子", in_force=lambda cite: exams.in_force(day, cite)
    )
    assert [one["code"] for one in found.paper] == [one.code for one in drawn.placed]
    assert found.draw["pool"] == drawn.pool
    assert (found.full_marks, len(found.paper)) == (100, 45)


def test_an_examination_is_sat_marked_and_enters_the_record(head: Actor, wang: Actor) -> None:
    key = exams.set_exam(setting("王立"), actor=head)
    assert isinstance(key, str)
    sit(key, wang, right_answers(key))
    row = sitting(key, "王立")
    assert row is not None
    assert (row.score, row.passed) == (100, True)
    refused = exams.hand_in(key, {}, account=0, actor=wang)
    assert isinstance(refused, Refusal)
    assert "已经交卷" in refused.message


def test_when_the_time_is_over_what_was_saved_is_what_counts(head: Actor, wang: Actor) -> None:
    key = exams.set_exam(setting("王立"), actor=head)
    assert isinstance(key, str)
    account = Account.objects.create_user("王立", "a long enough secret", person_id="王立")
    answers = right_answers(key)
    begun = clock.now()
    assert exams.begin_sitting(key, actor=wang) is None
    assert exams.save_answers(key, answers, account=account.pk, actor=wang) is None
    with clock.at(begun + timedelta(minutes=91)):
        assert isinstance(exams.save_answers(key, {}, account=account.pk, actor=wang), Refusal)
        assert exams.close_overdue() == 1
        assert exams.close_overdue() == 0
    row = sitting(key, "王立")
    assert row is not None
    assert (row.score, row.handed_in_at) == (100, row.due_at)
    assert journal.read_stream("exam", key)[-1].actor == "law"


def test_a_case_is_marked_by_somebody_else(head: Actor, wang: Actor) -> None:
    key = exams.set_exam(setting("王立", "周强", blueprint="yearly"), actor=head)
    assert isinstance(key, str)
    found = exam(key)
    assert found is not None
    pool = exams.questions_of(found.opens_on)
    (case,) = [one["code"] for one in found.paper if pool[one["code"]].kind == CASE]
    sit(key, wang, {**right_answers(key), case: ["应当两人执法，出示证件。"]})
    row = sitting(key, "王立")
    assert row is not None
    assert (row.score, row.passed) == (None, None), "not judged before the case is marked"
    assert place(exams.mark_sitting(key, "王立", {case: 21}, actor=head)) == ("marks",)
    assert isinstance(exams.mark_sitting(key, "王立", {case: 12}, actor=wang), Refusal)
    assert exams.mark_sitting(key, "王立", {case: 12}, actor=head) is None
    row = sitting(key, "王立")
    assert row is not None
    assert (row.score, row.passed) == (92, True)
    sit(key, head, {})
    assert place(exams.mark_sitting(key, "周强", {case: 1}, actor=head)) == ("marks",)


def test_only_who_is_called_sits_and_only_in_its_days(head: Actor, wang: Actor) -> None:
    key = exams.set_exam(setting("李明"), actor=head)
    assert isinstance(key, str)
    assert place(exams.begin_sitting(key, actor=wang)) == ("exam",)
    li = Actor(people(["李明"])["李明"], "李明")
    with at(today() + timedelta(days=9)):  # type: ignore[attr-defined]
        assert place(exams.begin_sitting(key, actor=li)) == ("exam",)
    assert isinstance(exams.set_exam(setting("王立"), actor=wang), Refusal)


# ---- assessment ----
def test_an_officer_is_assessed_objects_and_is_answered(head: Actor, wang: Actor) -> None:
    held(head, LAST, 60, 王立=45, 李明=60)
    period = str(LAST)
    assert place(assessments.enter_assessment("王立", period, {}, {}, actor=head)) == ("conduct",)
    short = assessments.enter_assessment("王立", period, {"conduct": 10}, {}, actor=head)
    assert place(short) == ("conduct.why",)
    said = {"conduct": "两次投诉属实"}
    assert assessments.enter_assessment("王立", period, {"conduct": 10}, said, actor=head) is None
    key = assessments.assessment_key("王立", period)
    found = assessment(key)
    assert found is not None
    lines = {line["code"]: line for line in found.items}
    assert (lines["hours"]["points"], lines["hours"]["measured"]) == (11, "45/60")
    assert lines["on_time"]["points"] is None, "nothing fell due: not judged"
    assert found.score == (10 + 11) * 100 // 30
    assert not any("罚" in str(line["title"]) for line in found.items)
    assert assessments.object_to(key, "其中一次不属实", actor=wang) is None
    assert place(assessments.object_to(key, "我来说", actor=head)) == ("objection",)
    assert assessments.answer_objection(key, "已核实，重新评定", actor=head) is None
    assert assessments.enter_assessment("王立", period, {"conduct": 15}, {}, actor=head) is None
    found = assessment(key)
    assert found is not None
    assert (found.score, found.objection, found.answer) == (26 * 100 // 30, "其中一次不属实", "已核实，重新评定")


def test_nobody_assesses_themselves_or_those_of_another_organ(head: Actor, wang: Actor) -> None:
    assert place(assessments.enter_assessment("周强", str(LAST), {"conduct": 15}, {}, actor=head)) == ("person",)
    assert isinstance(assessments.enter_assessment("李明", str(LAST), {"conduct": 15}, {}, actor=wang), Refusal)
    assert place(assessments.enter_assessment("李明", "去年", {"conduct": 15}, {}, actor=head)) == ("period",)


# ---- equipment and postings ----
def test_the_life_of_a_recorder(head: Actor) -> None:
    start = date(LAST, 3, 4)
    key = equipment.buy(equipment.Bought(TOWN, "recorder", "执法记录仪", start, "R-01"), actor=head)
    assert isinstance(key, str), key
    again = equipment.buy(equipment.Bought(TOWN, "recorder", "执法记录仪", start, "R-01"), actor=head)
    assert place(again) == ("serial",)
    item = equipment_item(key)
    assert item is not None
    assert item.next_check_on == date(LAST + 1, 3, 4)
    assert equipment.issue(key, "王立", on=date(LAST, 3, 5), actor=head) is None
    assert place(equipment.issue(key, "李明", on=date(LAST, 3, 6), actor=head)) == ("person",)
    assert [one.serial for one in held_by("王立")] == ["R-01"]
    assert equipment.check(key, on=date(LAST, 9, 2), result="完好", actor=head) is None
    assert place(equipment.give_back(key, on=date(LAST, 3, 1), condition="", actor=head)) == ("on",)
    assert equipment.give_back(key, on=date(LAST, 10, 8), condition="电池老化", actor=head) is None
    assert equipment.scrap(key, on=date(LAST, 11, 4), reason="不能修复", actor=head) is None
    assert place(equipment.issue(key, "王立", on=today(), actor=head)) == ("equipment",)
    assert held_by("王立") == []


def test_who_sits_elsewhere_acts_for_their_own_organ(head: Actor) -> None:
    register_next_town()
    entry = stations.PostingEntry("王立", "yz", "便民服务中心二楼", (1, 3), date(LAST, 3, 4))
    key = stations.post(entry, actor=head)
    assert isinstance(key, str), key
    assert place(stations.post(entry, actor=head)) == ("start",)
    assert place(stations.post(stations.PostingEntry("王立", TOWN, "镇政府", (1,), today()), actor=head)) == (
        "station",
    )
    (found,) = postings_of("王立")
    monday = date(LAST, 3, 4) + timedelta(days=(7 - date(LAST, 3, 4).weekday()) % 7)
    assert (found.organ, found.station) == (TOWN, "yz")
    assert [found.here_on(monday + timedelta(days=n)) for n in range(4)] == [True, False, True, False]
    assert people(["王立"])["王立"].within("500112/yz/").roles == (), "a posting gives no role in the other town"
    assert stations.end_posting(key, on=date(LAST, 9, 30), reason="轮换", actor=head) is None
    assert postings_of("王立")[0].valid_to == date(LAST, 9, 30)


def test_the_annual_report_takes_from_the_registers_what_nobody_entered(head: Actor) -> None:
    assert isinstance(
        training.enter_training(training.Held(TOWN, "讲授", "法律专题讲授", date(2024, 6, 3), 4), actor=head), str
    )
    for serial in ("PC-1", "PC-2"):
        said = equipment.Bought(TOWN, "computer", "电脑", date(2024, 3, 4), serial)
        assert isinstance(equipment.buy(said, actor=head), str)
    figures = report().figures
    assert (figures["training.lectures"].value, figures["training.lectures"].source) == (1, "registry")
    assert (figures["equipment.computers"].value, figures["equipment.computers"].source) == (2, "registry")
    assert figures["training.online"].source == "missing"
    assert isinstance(enter_report_fact(TOWN, 2024, "training.lectures", 3, actor=head), Entered)
    figures = report().figures
    assert (figures["training.lectures"].value, figures["training.lectures"].source) == (3, "entered")


# ---- who may act ----
def test_an_auxiliary_takes_no_step_of_officers(head: Actor, wang: Actor) -> None:
    person("协管", "auxiliary")
    case = ordinary(wang)
    facts = {
        "evidence.scene_place": "人民路1号",
        "evidence.scene_record": "已清理",
        "evidence.certificates_shown": True,
    }
    refused = take_step(case, StepEntry("inspect_scene", facts, ("王立", "李明", "协管")), actor=wang)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.cite) == ("auxiliary", "行政处罚法(2021)#42.1")
    done = record_steps(case, [StepEntry("inspect_scene", facts, ("王立", "协管"), ago(20, "10:00"))], actor=wang)
    assert isinstance(done, Recorded)
    assert "auxiliary" in {getattr(gate, "code", "") for gate in done.findings}, "what happened is kept, with its fault"
    helped = {**facts, "case.helpers": "协管"}
    assert isinstance(take_step(case, StepEntry("inspect_scene", helped, ("王立", "李明")), actor=wang), Recorded)


def test_a_lapsed_certificate_stops_acts_from_its_day_on(head: Actor, wang: Actor) -> None:
    held(head, LAST, 60, 王立=60, 李明=12)
    case = ordinary(wang)
    facts = {
        "evidence.scene_place": "人民路1号",
        "evidence.scene_record": "已清理",
        "evidence.certificates_shown": True,
    }
    refused = take_step(case, StepEntry("inspect_scene", facts, ("王立", "李明")), actor=wang)
    assert isinstance(refused, Refusal)
    assert "失效" in refused.message
    assert refused.code == "certificate"


def test_an_officer_posted_to_a_town_takes_no_step_in_its_cases(head: Actor, wang: Actor) -> None:
    register_next_town()
    person("外派", "officer", organ="yz", path="500112/yz/")
    assert issue_certificate("渝外派", "外派", issued_on=date(2020, 1, 1), expires_on=None, actor=INSTALLER) is None
    clerk = person("玉办", "clerk", organ="yz", path="500112/yz/")
    entry = stations.PostingEntry("外派", TOWN, "便民服务中心", (1, 2, 3, 4, 5, 6, 7), date(LAST, 3, 4))
    assert isinstance(stations.post(entry, actor=clerk), str)
    case = ordinary(wang)
    facts = {
        "evidence.scene_place": "人民路1号",
        "evidence.scene_record": "已清理",
        "evidence.certificates_shown": True,
    }
    outsider = Actor(people(["外派"])["外派"], "外派")
    refused = take_step(case, StepEntry("inspect_scene", facts, ("外派", "王立")), actor=outsider)
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"


def test_who_answers_for_a_case_follows_from_its_journal(head: Actor, wang: Actor) -> None:
    person("分管", "in_charge")
    case = ordinary(wang)
    read = read_case(case, reach=("500112/",), context=context(), day=today())
    assert read is not None
    staff_there = [line.person for line in staff(reach=(PATH,))]
    state = read.view.state
    found = answerable(state.case, state, context().rules(today()), read.people, staff_there, PATH)
    said = {(one.level.code, one.name) for one in found}
    assert {
        ("leading", "周强"),
        ("in_charge", "分管"),
        ("approving", "周强"),
        ("direct", "王立"),
        ("direct", "李明"),
    } <= said
    direct = next(one for one in found if one.level.code == "direct" and one.name == "王立")
    assert [deed.title for deed in direct.deeds][:1] == ["提请立案"]
    assert not any(one.name == "孙悦" for one in found), "who took no part is not named"


def test_rows_can_be_rebuilt_from_the_journal(head: Actor, wang: Actor) -> None:
    key = exams.set_exam(setting("王立"), actor=head)
    assert isinstance(key, str)
    sit(key, wang, right_answers(key))
    held(head, LAST, 60, 王立=60, 李明=12)
    assert assessments.enter_assessment("王立", str(LAST), {"conduct": 15}, {}, actor=head) is None
    bought = equipment.buy(equipment.Bought(TOWN, "computer", "电脑", date(LAST, 3, 4)), actor=head)
    assert isinstance(bought, str)
    tables = (rows.Session, rows.Attendance, rows.Exam, rows.Sitting, rows.Assessment, rows.Equipment, rows.Posting)

    def stored() -> list[list[dict[str, object]]]:
        return [
            [
                {k: v for k, v in row.items() if not (k == "id" and isinstance(v, int))}
                for row in t.objects.order_by("pk").values()
            ]
            for t in tables
        ]

    before = stored()
    for table in reversed(tables):
        table.objects.all().delete()
    streams = EventRow.objects.filter(type__in=PROJECTORS).order_by("id").values_list("stream_kind", "stream_id")
    for kind, one in dict.fromkeys(streams):
        for event in journal.read_stream(kind, one):
            project(event)
    assert stored() == before
    assert set(PROJECTORS) <= set(EVENT_TYPES)


def test_cases_of_whoever_lost_a_certificate_are_looked_at_again(head: Actor, wang: Actor) -> None:
    case = ordinary(wang)
    Case.objects.filter(pk=case).update(next_check_on=None)
    held(head, LAST, 60, 王立=60, 李明=12)
    assert Case.objects.get(pk=case).next_check_on == today()
    look_again(case)
    read = read_case(case, reach=("500112/",), context=context(), day=today())
    assert read is not None
    late = [finding.message for finding in read.view.findings if "失效" in finding.message]
    assert late, "what was done after the lapse has become a fault"


def test_a_reviewer_without_a_licence_in_law_is_a_question(head: Actor, town: Organ) -> None:
    line = next(one for one in staff(reach=(PATH,)) if one.person.id == "赵敏")
    assert [lack.question for lack in reviewers_lacks([line], today())] == [True]
    given = tuple(RoleGiven(held.role, held.path) for held in line.person.roles)
    said = Registration("赵敏", "赵敏", TOWN, given, joined_on=date(2020, 1, 1), law_licence="A2019")
    assert register_officer(said, actor=INSTALLER) is None
    line = next(one for one in staff(reach=(PATH,)) if one.person.id == "赵敏")
    assert (line.law_licence, reviewers_lacks([line], today())) == ("A2019", [])
