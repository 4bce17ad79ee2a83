"""Lists of penalties as offices send them, taken in month by month: cases of which nothing else is known."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bench.supervision.measuring import Seen
from bench.supervision.second.places import EDITOR, Place
from bench.supervision.second.staging import Stage
from bench.supervision.seeing import asks_for
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.powerlists import ListFile, ListTaken, import_list
from zhifa.acts.work import Actor, context
from zhifa.ports import clock
from zhifa.store.casework.models import Case, Finding
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

HEAD = (
    "行政处罚决定书文号", "程序", "行政相对人名称", "行政相对人类别", "公民身份号码", "统一社会信用代码", "事项代码",
    "违法行为类型", "违法事实", "处罚依据", "处罚类别", "罚款金额（元）", "违法日期", "立案日期", "事先告知日期",
    "法制审核日期", "处罚决定日期", "送达日期", "结案日期", "执法人员",
)  # fmt: skip
STALL = "city.stall.roadside"
BASIS = "《重庆市市容环境卫生管理条例》第十八条"


@dataclass(slots=True)
class Rows:
    """The rows of one organ's lists, each with the key of the fault it belongs to, or of a lawful case."""

    place: Place
    rows: list[tuple[str, date, dict[str, str]]] = field(default_factory=list)

    def add(self, key: str, day: date, name: str, *, kind: str = "自然人", fine: int = 100, **more: str) -> None:
        """One fine on the spot; `more` by the titles of columns."""
        number = f"乙罚〔{day.year}〕{self.place.code[1:]}{len(self.rows) + 1:04d}号"
        row = {
            "行政处罚决定书文号": number, "程序": "简易程序", "行政相对人名称": name, "行政相对人类别": kind,
            "事项代码": STALL, "违法行为类型": "占道经营", "违法事实": "在人行道摆摊占道经营", "处罚依据": BASIS,
            "处罚类别": "罚款", "罚款金额（元）": str(fine), "违法日期": str(day), "处罚决定日期": str(day),
            "执法人员": "王立、李明",
        }  # fmt: skip
        self.rows.append((key, day, row | more))


def enter_lists(stage: Stage, all_rows: Sequence[Rows]) -> None:
    """Every organ's rows of a month as one file, some days after the month."""
    for one in all_rows:
        months = sorted({day.replace(day=1) for _, day, _ in one.rows})
        for month in months:
            _enter(stage, one, month)


def _enter(stage: Stage, one: Rows, month: date) -> None:
    chosen = [(key, row) for key, day, row in one.rows if day.replace(day=1) == month]
    entered = datetime(month.year + month.month // 12, month.month % 12 + 1, 8, 2, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, clock.at(entered):
        path = Path(folder) / f"{one.place.code}-{month:%Y-%m}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            writer.writerows([row.get(title, "") for title in HEAD] for _, row in chosen)
        done = import_cases(Order(path=path, organ=one.place.code), actor=one.place.actor("王立"))
    if not isinstance(done, Imported) or done.aside:
        raise RuntimeError(f"{one.place.code} {month}：{done}")
    stage.acts += 1
    stage.recorded += len(chosen)
    ids = dict(Case.objects.filter(organ_id=one.place.code).values_list("number", "id"))
    for key, row in chosen:
        case_id = ids[row["行政处罚决定书文号"]]
        stage.scripts[case_id] = key
        for found in Finding.objects.filter(case_id=case_id).order_by("key"):
            seen = Seen(found.key, found.alert, found.organ_id, (key,), found.message)
            (stage.asked if asks_for(found.level, found.code) else stage.seen).append(seen)


def publish_powers(place: Place, matters: Sequence[str]) -> None:
    """The organ's power list of the year before, with these matters of the catalogue in it."""
    book = context().rules(date(2025, 1, 1))
    rows: list[Sequence[object]] = [("序号", "事项名称", "职权类型", "设定依据", "实施主体", "事项代码")]
    organ = Organ.objects.get(pk=place.code)
    for number, code in enumerate(matters, 1):
        entry = book.entry("matter", code)
        assert entry is not None
        rows.append((number, entry.data["title"], "行政处罚", entry.cite, organ.name, code))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    listed = ListFile(
        name=f"{place.code}.csv", content=out.getvalue().encode("utf-8-sig"), title=f"{organ.short}权责清单",
        start=date(2024, 1, 1), organ=place.code,
    )  # fmt: skip
    with clock.at(datetime(2023, 12, 20, tzinfo=UTC)):
        done = import_list(listed, actor=Actor(people([EDITOR])[EDITOR], EDITOR))
    if not isinstance(done, ListTaken) or not done.written:
        raise RuntimeError(f"{place.code}：{done}")
