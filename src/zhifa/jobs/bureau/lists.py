"""The rows of a bureau's year, one after another, in the order of their days; the totals are met exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from zhifa.jobs.bureau.matters import Offences
from zhifa.jobs.bureau.people import Cast, staff, unit_staff
from zhifa.jobs.bureau.profile import SPOT, Bureau

Row = dict[str, str]
SIMPLE, ORDINARY, UNSTATED = "简易程序", "一般程序", ""
STEP: Final = 50
"""Fines are multiples of so many yuan."""
SPOT_FINES: Final = (50, 200)
ORDINARY_FINES: Final = (200, 500, 1000, 1500)

LAGS: Final = (0, 3, 7, 15)
"""So many days lie between an offence that was not dealt with on the spot and its decision."""

PENALTY_HEAD: Final = (
    "行政处罚决定书文号", "处罚机关", "程序", "行政相对人名称", "行政相对人类别", "统一社会信用代码", "公民身份号码",
    "事项代码", "违法行为类型", "违法事实", "处罚依据", "处罚类别", "罚款金额（元）", "拘留日数", "违法日期",
    "立案日期", "法制审核日期", "处罚决定日期", "送达日期", "涉嫌犯罪移送日期", "司法机关受理日期", "执法人员",
)  # fmt: skip
PERMIT_HEAD: Final = (
    "行政许可决定文书号", "办理类型", "行政相对人名称", "行政相对人类别", "公民身份号码", "许可事项", "申请日期",
    "受理日期", "许可决定日期", "许可结果", "许可内容", "许可证书编号", "有效期自", "有效期至",
)  # fmt: skip
MEASURE_HEAD: Final = (
    "强制措施决定书文号",
    "措施种类",
    "当事人",
    "公民身份号码",
    "批准日期",
    "实施日期",
    "依据",
    "执法人员",
)
COMPULSION_HEAD: Final = (
    "强制执行决定书文号", "执行方式", "被执行人", "催告日期", "法制审核日期", "决定日期", "实施日期", "执行完毕日期",
)  # fmt: skip
INSPECTION_HEAD: Final = (
    "检查编号", "检查对象", "统一社会信用代码", "是否涉企", "检查内容", "检查日期", "认定结果日期", "检查结果",
    "处理方式", "检查后处罚决定书文号", "检查人员",
)  # fmt: skip
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "penalties": PENALTY_HEAD,
    "permits": PERMIT_HEAD,
    "measures": MEASURE_HEAD,
    "compulsions": COMPULSION_HEAD,
    "inspections": INSPECTION_HEAD,
}


@dataclass(slots=True)
class Urn:
    """So many of each sort, drawn one by one until none is left."""

    left: dict[tuple[str, str], int]

    def draw(self, rng: Random) -> tuple[str, str]:
        at = rng.randrange(sum(self.left.values()))
        for sort, count in self.left.items():
            if at < count:
                self.left[sort] -= 1
                return sort
            at -= count
        raise AssertionError("an empty urn")


class Year:
    """Writes the lists of one bureau's year."""

    def __init__(self, bureau: Bureau, offences: Offences, rng: Random, inspected: list[tuple[date, str]]) -> None:
        self.bureau, self._offences, self._rng = bureau, offences, rng
        self._inspected = inspected
        """Penalties an inspection led to, day of the offence and number: gathered with them, named by inspections."""
        self._cast = Cast(rng, bureau.area)
        self._staff = staff(bureau.officers)
        self._shares = [unit for unit in bureau.units for _ in range(unit.share)]

    def rows(self, kind: str) -> Iterator[Row]:
        """The rows of one list: penalties, permits, measures, compulsions, inspections."""
        made: Iterator[Row] = getattr(self, f"_{kind}")()
        return made

    def _day(self, place: int, of: int) -> date:
        """The day of one of many rows, the same number on every day of the year."""
        days = (date(self.bureau.year + 1, 1, 1) - date(self.bureau.year, 1, 1)).days
        return date(self.bureau.year, 1, 1) + timedelta(place * days // of)

    def _two(self) -> str:
        one = self._rng.randrange(len(self._staff))
        return f"{self._staff[one]}、{self._staff[(one + 1 + self._rng.randrange(5)) % len(self._staff)]}"

    def _before(self, day: date, days: int) -> date:
        """Some days earlier, in the same year."""
        return max(day - timedelta(days), date(day.year, 1, 1))

    def _penalties(self) -> Iterator[Row]:
        said = self.bureau.penalties
        urn = _urn(self.bureau)
        fines = _Fines(urn, said.fines_yuan, self._rng)
        ordinary = 0
        for place in range(said.total):
            procedure, kind = urn.draw(self._rng)
            fine = fines.next(ordinary=procedure == ORDINARY) if kind == "罚款" else 0
            row = self._penalty(place + 1, procedure, kind, fine, self._day(place, said.total))
            yield row | self._afterwards(row, ordinary) if procedure == ORDINARY else row
            ordinary += procedure == ORDINARY
        for extra in range(said.reviewed - said.ordinary):
            # Reviewed at the end of the year, decided at the beginning of the next one.
            day = date(self.bureau.year + 1, 1, 2 + extra)
            row = self._penalty(said.total + extra + 1, ORDINARY, "罚款", ORDINARY_FINES[0], day)
            filed = date(self.bureau.year, 12, 20).isoformat()
            yield row | {"立案日期": filed, "违法日期": filed, "法制审核日期": f"{self.bureau.year}-12-30"}

    def _afterwards(self, row: Row, place: int) -> Row:
        """What an ordinary case has besides: some are transferred to the police, to some an inspection led."""
        said, of = self.bureau.penalties, self.bureau.penalties.ordinary
        if _among(place, self.bureau.penalised, of):
            self._inspected.append((date.fromisoformat(row["违法日期"]), row["行政处罚决定书文号"]))
        if not _among(place, said.transferred, of):
            return {}
        decided, last = date.fromisoformat(row["处罚决定日期"]), date(self.bureau.year, 12, 31)
        found = {"涉嫌犯罪移送日期": min(decided + timedelta(1), last).isoformat()}
        number = place * said.transferred // of
        if _among(number, said.accepted, said.transferred):
            found["司法机关受理日期"] = min(decided + timedelta(4), last).isoformat()
        return found

    def _penalty(self, serial: int, procedure: str, kind: str, fine: int, day: date) -> Row:
        offence = self._offences.draw(kind, fine)
        name, number = self._cast.person()
        unit = self._shares[serial % len(self._shares)] if self._shares else None
        row = {
            "行政处罚决定书文号": f"{self.bureau.mark}行罚决字〔{day.year}〕{serial:07}号",
            "处罚机关": unit.name if unit else "",
            "程序": procedure,
            "行政相对人名称": name,
            "行政相对人类别": "自然人",
            "公民身份号码": number,
            "违法行为类型": offence.title if offence else kind,
            "违法事实": f"{offence.title if offence else kind}，事实清楚",
            "事项代码": offence.code if offence else "",
            "处罚依据": offence.basis if offence else "",
            "处罚类别": kind,
            "罚款金额（元）": str(fine) if fine else "",
            "违法日期": self._before(day, 0 if procedure == SIMPLE else self._rng.choice(LAGS)).isoformat(),
            "处罚决定日期": day.isoformat(),
            "送达日期": day.isoformat(),
            "执法人员": "、".join(unit_staff(unit)) if unit else self._two(),
        }
        if kind == "行政拘留":
            row["拘留日数"] = str(3 + self._rng.randrange(8))
        if procedure == ORDINARY:
            happened = date.fromisoformat(row["违法日期"])
            row["立案日期"] = happened.isoformat()
            row["法制审核日期"] = max(day - timedelta(1), happened).isoformat()
        return row

    def _permits(self) -> Iterator[Row]:
        counts = dict(self.bureau.permits)
        urn = Urn({(name, ""): count for name, count in counts.items() if count})
        titles = [title for title, share in self.bureau.permit_titles.items() for _ in range(share)]
        total = sum(counts.values())
        for place in range(total):
            result, day = urn.draw(self._rng)[0], self._day(place, total)
            name, number = self._cast.person()
            row = {
                "行政许可决定文书号": f"{self.bureau.mark}许字〔{day.year}〕{place + 1:07}号",
                "办理类型": "撤销" if result == "revoked" else "新办",
                "行政相对人名称": name,
                "行政相对人类别": "自然人",
                "公民身份号码": number,
                "许可事项": titles[self._rng.randrange(len(titles))],
                "许可决定日期": day.isoformat(),
                "许可结果": {"granted": "准予", "refused": "不予", "revoked": "撤销"}[result],
            }
            if result != "revoked":
                row["受理日期"] = row["申请日期"] = self._before(day, self._rng.choice((0, 1, 3, 5))).isoformat()
            if result == "granted":
                row |= {"许可内容": row["许可事项"], "许可证书编号": f"{self.bureau.area}{place + 1:07}"}
                row |= {"有效期自": day.isoformat(), "有效期至": (day + timedelta(6 * 365)).isoformat()}
            yield row
        for place in range(self.bureau.pending):
            yield self._pending(total + place + 1, titles[self._rng.randrange(len(titles))])

    def _pending(self, serial: int, title: str) -> Row:
        """Applied for at the end of the year, granted at the beginning of the next one."""
        applied, day = date(self.bureau.year, 12, 28), date(self.bureau.year + 1, 1, 3)
        name, number = self._cast.person()
        return {
            "行政许可决定文书号": f"{self.bureau.mark}许字〔{day.year}〕{serial:07}号", "办理类型": "新办",
            "行政相对人名称": name, "行政相对人类别": "自然人", "公民身份号码": number, "许可事项": title,
            "申请日期": applied.isoformat(), "受理日期": applied.isoformat(), "许可决定日期": day.isoformat(),
            "许可结果": "准予", "许可内容": title, "许可证书编号": f"{self.bureau.area}{serial:07}",
            "有效期自": day.isoformat(), "有效期至": (day + timedelta(6 * 365)).isoformat(),
        }  # fmt: skip

    def _measures(self) -> Iterator[Row]:
        urn = Urn({("扣押财物", ""): self.bureau.seized})
        shares = self.bureau.other_kinds
        left = self.bureau.other_measures
        for kind, share in shares.items():
            count = self.bureau.other_measures * share // sum(shares.values())
            urn.left[kind, ""] = count
            left -= count
        if left:
            urn.left[next(iter(shares)), ""] += left
        total = sum(urn.left.values())
        for place in range(total):
            kind, day = urn.draw(self._rng)[0], self._day(place, total)
            name, number = self._cast.person()
            yield {
                "强制措施决定书文号": f"{self.bureau.mark}强字〔{day.year}〕{place + 1:06}号",
                "措施种类": kind,
                "当事人": name,
                "公民身份号码": number,
                "批准日期": day.isoformat() if kind != "检验体内酒精含量" else "",
                "实施日期": day.isoformat(),
                "依据": self.bureau.measure_bases.get(kind, ""),
                "执法人员": self._two(),
            }

    def _compulsions(self) -> Iterator[Row]:
        for place in range(self.bureau.sold):
            day = self._day(place, self.bureau.sold)
            dunned = self._before(day, 15 + self._rng.randrange(10))
            yield {
                "强制执行决定书文号": f"{self.bureau.mark}强执字〔{day.year}〕{place + 1:04}号",
                "执行方式": "拍卖或者依法处理查封、扣押的场所、设施或者财物",
                "被执行人": self._cast.person()[0],
                "催告日期": dunned.isoformat(),
                "法制审核日期": max(dunned, day - timedelta(4)).isoformat(),
                "决定日期": max(dunned, day - timedelta(3)).isoformat(),
                "实施日期": day.isoformat(),
                "执行完毕日期": day.isoformat(),
            }

    def _inspections(self) -> Iterator[Row]:
        led = iter(self._inspected)
        for place in range(self.bureau.inspections):
            day, number = self._day(place, self.bureau.inspections), ""
            if found := _among(place, self.bureau.penalised, self.bureau.inspections):
                day, number = next(led, (day, ""))
            name, code = self._cast.firm()
            yield {
                "检查编号": f"{self.bureau.mark}检字〔{day.year}〕{place + 1:05}号",
                "检查对象": name,
                "统一社会信用代码": code,
                "是否涉企": "是",
                "检查内容": "治安防范、消防安全",
                "检查日期": day.isoformat(),
                "认定结果日期": day.isoformat(),
                "检查结果": "发现涉嫌违法行为" if found else "未发现问题",
                "处理方式": "适用普通程序" if found else "",
                "检查后处罚决定书文号": number,
                "检查人员": self._two(),
            }


def _among(place: int, some: int, of: int) -> bool:
    """Whether a place is one of so many that are spread evenly over all."""
    return (place + 1) * some // of > place * some // of


def _urn(bureau: Bureau) -> Urn:
    """How kinds and procedures go together: heavy kinds are ordinary, warnings are never; the rest by proportion."""
    said = bureau.penalties
    left = {(ORDINARY, kind): count for kind, count in said.kinds.items() if kind not in SPOT}
    ordinary = said.ordinary - sum(left.values())
    spot = said.total - said.ordinary
    warned = said.kinds.get("警告", 0)
    simple = warned * said.simple // spot if spot else 0
    left |= {
        (ORDINARY, "罚款"): ordinary,
        (SIMPLE, "警告"): simple,
        (UNSTATED, "警告"): warned - simple,
        (SIMPLE, "罚款"): said.simple - simple,
        (UNSTATED, "罚款"): said.unstated - (warned - simple),
    }
    return Urn({sort: count for sort, count in left.items() if count})


class _Fines:
    """Fines one after another that add up to a total."""

    def __init__(self, urn: Urn, total: int, rng: Random) -> None:
        self._rng, self._left = rng, total
        self._ordinary = urn.left.get((ORDINARY, "罚款"), 0)
        self._spot = sum(count for (procedure, kind), count in urn.left.items() if kind == "罚款") - self._ordinary

    def next(self, *, ordinary: bool) -> int:
        fine = self._heavy() if ordinary else self._light()
        self._left -= fine
        return fine

    def _heavy(self) -> int:
        """Of the ordinary procedure: as much as leaves the rest enough, and not too much."""
        self._ordinary -= 1
        room = self._left - (self._spot * SPOT_FINES[0] + self._ordinary * ORDINARY_FINES[0])
        if not self._ordinary and not self._spot:
            return self._left
        fits = [fine for fine in ORDINARY_FINES if fine <= room]
        return fits[self._rng.randrange(len(fits))] if fits else ORDINARY_FINES[0]

    def _light(self) -> int:
        """On the spot: around what is left for each, so that the last ones need not make up for the rest."""
        self._spot -= 1
        if not self._spot and not self._ordinary:
            return self._left
        mean = (self._left - self._ordinary * 800) / (self._spot + 1)
        low = int(mean // STEP) * STEP
        fine = low + STEP * (self._rng.random() < (mean - low) / STEP)
        spread = STEP * self._rng.choice((-1, 0, 0, 1)) if SPOT_FINES[0] < fine < SPOT_FINES[1] else 0
        return min(max(fine + spread, SPOT_FINES[0]), SPOT_FINES[1])
