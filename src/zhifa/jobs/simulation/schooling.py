"""What a year brings the people of the town besides cases: training, examinations, equipment, assessments, postings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhifa.acts import assessments, equipment, exams, stations, training
from zhifa.acts.work import Actor
from zhifa.core.examination import CASE, TRUE_FALSE
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, office
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.matters import scenes
from zhifa.jobs.simulation.people import Member, Staff
from zhifa.jobs.simulation.setting import Setting
from zhifa.store.readers.training import exam
from zhifa.store.registry.people import people

Run = Callable[[Actor], "Refusal | None"]
SHIRKER = 5
"""This officer of the list missed the longest training: a certificate that will lapse."""


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


def _outcome(result: object) -> Refusal | None:
    return result if isinstance(result, Refusal) else None


@dataclass(frozen=True, slots=True)
class _Year:
    """The year with those who teach, learn and carry."""

    setting: Setting

    @property
    def staff(self) -> Staff:
        return self.setting.staff

    @property
    def year(self) -> int:
        return self.setting.profile.year

    @property
    def head(self) -> str:
        return self.staff.first("head")

    def certified(self, day: date) -> list[Member]:
        return [member for member in self.staff.officers if member.certified(day)]

    def working(self, month: int, day: int) -> date:
        return self.setting.diary.working(date(self.year, month, day))


def schooling(setting: Setting, *, until: datetime) -> Iterator[Deed]:
    """Training, the yearly examination, equipment and assessments of the town as deeds."""
    made = _Year(setting)
    yield from _training(made)
    yield from _newcomers(made)
    yield from _examination(made)
    yield from _equipment(made)
    yield from _assessments(made, until)
    yield from _postings(made)


def _training(made: _Year) -> Iterator[Deed]:
    for number, said in enumerate(scenes()["schooling"]["training"]):
        day = made.working(said["month"], said["day"])
        attending = [member.id for member in made.certified(day)]
        if number == 0 and len(attending) > SHIRKER:
            attending = [one for one in attending if one != made.staff.officers[SHIRKER - 1].id]
        yield office(at(day, 17, 10), "登记培训", _held(made, said, day, attending))


def _held(made: _Year, said: Mapping[str, object], day: date, attending: Sequence[str]) -> Run:
    def run(_: Actor) -> Refusal | None:
        hours = int(str(said["hours"]))
        held = training.Held(
            made.setting.organ, str(said["title"]), str(said["kind"]), day, hours, str(said["teacher"]),
            str(said["content"]),
        )  # fmt: skip
        key = training.enter_training(held, actor=_as(made.head))
        if isinstance(key, Refusal):
            return key
        return training.enter_attendance(key, dict.fromkeys(attending, hours), actor=_as(made.head))

    return run


def _newcomers(made: _Year) -> Iterator[Deed]:
    """Whoever begins was trained and examined before the certificate was issued; it is entered on the first day."""
    before = scenes()["schooling"]["before"]
    for member in made.staff.newcomers:
        yield office(at(member.joined, 9, 30), "岗前培训", _held(made, before, member.joined, [member.id]))
        yield office(at(member.joined, 9, 40), "岗前考试", _passed(made, member))


def _passed(made: _Year, member: Member) -> Run:
    scored = 70 + made.setting.rng.randrange(25)

    def run(_: Actor) -> Refusal | None:
        said = exams.Elsewhere(
            made.setting.organ, "岗前资格考试", "岗前", member.joined, 60, 100, "区司法局组织的资格考试（演示）",
            {member.id: scored},
        )  # fmt: skip
        return _outcome(exams.record_results(said, actor=_as(made.head)))

    return run


def _examination(made: _Year) -> Iterator[Deed]:
    """The yearly examination: drawn on one day, sat by everybody within the week, marked by the head."""
    day = made.working(11, 11)
    called = [member.id for member in made.certified(day)]
    if not called:
        return
    held: dict[str, str] = {}
    closes = made.setting.diary.working(day + timedelta(days=7))

    def draw(_: Actor) -> Refusal | None:
        setting = exams.Setting(made.setting.organ, f"{made.year} 年在岗考试", "yearly", day, closes, tuple(called))
        key = exams.set_exam(setting, actor=_as(made.head), seed=f"{made.setting.profile.code}/{made.year}")
        if isinstance(key, Refusal):
            return key
        held["exam"] = key
        return None

    yield office(at(day, 8, 40), "组织考试", draw)
    for number, person in enumerate(called):
        begun = plus(at(day, 9, 0), 3 * number)
        yield office(begun, "开始作答", _begin(held, person))
        yield office(plus(begun, 35), "交卷", _hand_in(made, held, person))
    for number, person in enumerate(called):
        yield office(plus(at(closes, 9, 0), 2 * number), "阅卷", _marked(made, held, person))


def _begin(held: Mapping[str, str], person: str) -> Run:
    return lambda _: exams.begin_sitting(held["exam"], actor=_as(person))


def _hand_in(made: _Year, held: Mapping[str, str], person: str) -> Run:
    chance = made.setting.rng.random

    def run(_: Actor) -> Refusal | None:
        found = exam(held["exam"])
        assert found is not None
        pool = exams.questions_of(found.opens_on)
        answers: dict[str, list[str]] = {}
        for one in found.paper:
            question = pool[str(one["code"])]
            if question.kind == CASE:
                answers[question.code] = ["；".join(question.points[: 3 + int(chance() * 4)])]
            elif chance() < 0.86:
                answers[question.code] = [str(place) for place in question.answer]
            else:
                wrong = 1 - question.answer[0] if question.kind == TRUE_FALSE else (question.answer[0] + 1) % 3
                answers[question.code] = [str(wrong)]
        return exams.hand_in(held["exam"], answers, account=0, actor=_as(person))

    return run


def _marked(made: _Year, held: Mapping[str, str], person: str) -> Run:
    got = 12 + made.setting.rng.randrange(8)

    def run(_: Actor) -> Refusal | None:
        found = exam(held["exam"])
        assert found is not None
        pool = exams.questions_of(found.opens_on)
        marks = {str(one["code"]): got for one in found.paper if pool[str(one["code"])].kind == CASE}
        return exams.mark_sitting(held["exam"], person, marks, actor=_as(made.head))

    return run


def _equipment(made: _Year) -> Iterator[Deed]:
    """What the report counts at the end of the year, and recorders; a leaver brings the uniform back."""
    first = made.working(1, 4)
    for number, said in enumerate(scenes()["schooling"]["equipment"]):
        yield office(plus(at(first, 10, 0), number), "装备入库", _bought(made, said, first))
    for number, member in enumerate(made.staff.officers, 1):
        day = max(first, member.joined)
        yield office(plus(at(day, 10, 30), number), "制式服装", _uniform(made, member, number, day))


def _bought(made: _Year, said: Mapping[str, object], day: date) -> Run:
    def run(_: Actor) -> Refusal | None:
        bought = equipment.Bought(
            made.setting.organ, str(said["kind"]), str(said["name"]), day, str(said.get("serial", "")),
            int(str(said.get("quantity", 1))), "演示采购",
        )  # fmt: skip
        key = equipment.buy(bought, actor=_as(made.head))
        if isinstance(key, Refusal) or not said.get("to"):
            return _outcome(key)
        member = made.staff.officers[int(str(said["to"])) % len(made.staff.officers)]
        return equipment.issue(key, member.id, on=day, actor=_as(made.head)) if not member.leaves else None

    return run


def _uniform(made: _Year, member: Member, number: int, day: date) -> Run:
    def run(_: Actor) -> Refusal | None:
        head = _as(made.head)
        bought = equipment.Bought(made.setting.organ, "uniform", "制式服装（春秋、夏、冬）", day, f"F{number:02d}")
        key = equipment.buy(bought, actor=head)
        if isinstance(key, Refusal):
            return key
        return equipment.issue(key, member.id, on=day, actor=head)

    return run


def brought_back(staff: Staff) -> Iterator[Deed]:
    """Whoever leaves brings everything back on the last morning; worn suits are scrapped."""
    for member in staff.officers:
        if member.leaves:
            yield office(at(member.leaves, 8, 20), "交回装备", _back(staff, member, member.leaves))


def _back(staff: Staff, member: Member, day: date) -> Run:
    from zhifa.store.readers.equipment import held_by

    def run(_: Actor) -> Refusal | None:
        head = _as(staff.first("head"))
        for item in held_by(member.id):
            done = equipment.give_back(item.id, on=day, condition="离岗交回", actor=head)
            if done is None and item.kind == "uniform":
                done = equipment.scrap(item.id, on=day, reason="旧服装不再发放", actor=head)
            if done is not None:
                return done
        return None

    return run


def _assessments(made: _Year, until: datetime) -> Iterator[Deed]:
    """The yearly assessment in the first days of the next year; one officer objects and is answered."""
    day = until.date() - timedelta(days=3)
    there = [member for member in made.staff.officers if member.certified(date(made.year, 12, 31))]
    for number, member in enumerate(there):
        low = number == 1
        yield office(plus(at(day, 14, 0), 4 * number), "年度考核", _assessed(made, member.id, low=low))
    if len(there) > 1:
        key = assessments.assessment_key(there[1].id, str(made.year))
        said = scenes()["schooling"]["objection"]
        yield office(at(day, 16, 40), "考核异议",
                     lambda _: assessments.object_to(key, said["said"], actor=_as(there[1].id)))  # fmt: skip


def _assessed(made: _Year, person: str, *, low: bool) -> Run:
    points, why = (11, {"conduct": "一次投诉属实：告知权利不完整"}) if low else (15, {})

    def run(_: Actor) -> Refusal | None:
        return assessments.enter_assessment(person, str(made.year), {"conduct": points}, why, actor=_as(made.head))

    return run


def _postings(made: _Year) -> Iterator[Deed]:
    """Somebody of the bureau sits in the town on one day of the week."""
    day = made.working(2, 21)
    entry = stations.PostingEntry(
        "jiandu",
        made.setting.organ,
        "镇便民服务中心二楼",
        (3,),
        day,
        None,
        "行政执法监督联络、指导",
        "演示文件〔示例〕5号",
    )
    yield office(at(day, 9, 0), "派驻坐班", lambda _: _outcome(stations.post(entry, actor=_as("jiandu"))))
