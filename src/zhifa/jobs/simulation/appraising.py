"""The bureau appraises a sample of the town's files at the end of the year: drawn, read by two, sent, objected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from zhifa.acts.appraisal_files import object_to_file, read_file, send_results, settle_file, suggest
from zhifa.acts.appraisal_rounds import Planned, draw_round, plan_round
from zhifa.acts.quality_conclusions import conclude_quality, object_to_quality
from zhifa.acts.work import Actor
from zhifa.core.appraisal.reading import Line, loaded
from zhifa.core.assessment import read_period
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, office
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.setting import Setting
from zhifa.jobs.simulation.town import BUREAU, EXPERTS, PATHS, TOWN
from zhifa.store.readers.appraisal_rounds import FileRead, files_of
from zhifa.store.readers.quality_conclusions import conclusions
from zhifa.store.registry.people import people

WATCHER = "jiandu"
SIZE, WAITING = 6, 2
"""So many files are drawn; of so many the second reader has not begun when the demonstration opens."""
SEED = "2024-12-10 福彩3D 第2024331期 5 0 2（演示）"
Run = Callable[[Actor], Refusal | None]


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


@dataclass(slots=True)
class _Round:
    """What the deeds tell one another: the keys of the rounds once they are drawn up."""

    keys: dict[str, str] = field(default_factory=dict)

    def plan(self, name: str, asked: Planned) -> Run:
        def run(_: Actor) -> Refusal | None:
            done = plan_round(asked, BUREAU, actor=_as(WATCHER))
            if isinstance(done, Refusal):
                return done
            self.keys[name] = done
            return None

        return run

    def draw(self, name: str) -> Run:
        def run(_: Actor) -> Refusal | None:
            done = draw_round(self.keys[name], SEED, actor=_as(WATCHER))
            return done if isinstance(done, Refusal) else None

        return run

    def read(self, name: str, order: int, *, spare: int = 0) -> Run:
        """One reader of each file; a second reader now and then sees what the first did not."""

        def run(_: Actor) -> Refusal | None:
            found = files_of(self.keys[name])
            for file in found[: len(found) - spare]:
                reader = file.first_reader if order == 1 else file.second_reader
                if refused := read_file(file.id, _seen(file, order), actor=_as(reader)):
                    return refused
            return None

        return run

    def settle(self, name: str) -> Run:
        def run(_: Actor) -> Refusal | None:
            for file in files_of(self.keys[name]):
                if file.state == "differs" and (
                    refused := settle_file(file.id, loaded((file.second or {})["lines"]), actor=_as(WATCHER))
                ):
                    return refused
            return None

        return run

    def send(self, name: str, organ: str) -> Run:
        def run(_: Actor) -> Refusal | None:
            done = send_results(self.keys[name], organ, actor=_as(WATCHER))
            return done if isinstance(done, Refusal) else None

        return run

    def suggest(self, name: str, organ: str) -> Run:
        said = "案卷普遍缺少送达回证、立案审批表和现场笔录。请对照评查表逐卷补齐，今后随办随归。"

        def run(_: Actor) -> Refusal | None:
            done = suggest(self.keys[name], organ, said, actor=_as(WATCHER))
            return done if isinstance(done, Refusal) else None

        return run

    def object(self, name: str, head: str) -> Run:
        def run(_: Actor) -> Refusal | None:
            worst = min(files_of(self.keys[name]), key=lambda file: (file.score or 0, file.number))
            return object_to_file(worst.id, "回证在纸质案卷中，没有扫描，请核对原卷。", actor=_as(head))

        return run


def _seen(file: FileRead, order: int) -> tuple[Line, ...]:
    lines = loaded(file.machine["lines"])
    if order == 2 and file.number == 2:
        return (*lines, Line("record.video", lost=2, words="没有调取执法记录仪的录像"))
    return tuple(replace(line, words="") for line in lines)


def _concluded(year: int) -> Refusal | None:
    period = read_period(str(year))
    done = conclude_quality(period, actor=_as(WATCHER)) if period else None
    return done if isinstance(done, Refusal) else None


def _disputed(head: str) -> Refusal | None:
    told = conclusions(reach=(PATHS[TOWN],))
    why = "“按期办理”中有当事人补正材料的时间，请核对后重新计算。"
    return object_to_quality(told[0].id, why, actor=_as(head)) if told else None


def appraisal(setting: Setting) -> Iterator[Deed]:
    """Penalties of the year up to November: planned and drawn, read, sent, objected to; a second round just begun."""
    year, town, working = setting.profile.year, setting.organ, setting.diary.working
    made = _Round()
    readers = (WATCHER, *EXPERTS)
    asked = Planned(
        f"{year} 年行政处罚案卷评查", "chongqing", date(year, 1, 1), date(year, 11, 30), (town,), ("penalty",), SIZE,
        readers, date(year + 1, 1, 31),
    )  # fmt: skip
    first = at(working(date(year, 12, 9)), 9, 0)
    drawn = at(working(date(year, 12, 11)), 10, 0)
    begun = at(working(date(year, 12, 16)), 9, 0)
    sent = at(working(date(year, 12, 30)), 15, 0)
    yield office(first, "制定评查活动", made.plan("penalties", asked))
    yield office(drawn, "评查抽样", made.draw("penalties"))
    yield office(begun, "第一名评查", made.read("penalties", 1))
    yield office(plus(begun, 3000), "第二名评查", made.read("penalties", 2))
    yield office(plus(sent, -60), "定分", made.settle("penalties"))
    yield office(sent, "反馈评查结果", made.send("penalties", town))
    yield office(plus(sent, 30), "督察建议书", made.suggest("penalties", town))
    answered = at(working(date(year + 1, 1, 6)), 10, 0)
    yield office(answered, "评查异议", made.object("penalties", setting.staff.first("head")))
    yield office(plus(answered, -30), "考评结论", lambda _: _concluded(year))
    yield office(plus(answered, 30), "对考评结论的异议", lambda _: _disputed(setting.staff.first("head")))
    other = replace(asked, title=f"{year} 年行政许可案卷评查", kinds=("permit",), last_on=date(year, 12, 31))
    yield office(plus(answered, 60), "制定评查活动", made.plan("permits", other))
    yield office(plus(answered, 120), "评查抽样", made.draw("permits"))
    yield office(plus(answered, 180), "第一名评查", made.read("permits", 1, spare=WAITING))
