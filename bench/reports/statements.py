"""What invented reports say: sentences with figures that agree, and the same with one figure spoilt.

Every maker draws its figures, words them in one of the wordings of its half, and spoils them where asked. The two
halves share no wording, so that what was tuned on one is measured on the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """A passage; `spoilt` is the piece of it that cannot be right, empty when nothing was spoilt."""

    text: str
    kind: str
    spoilt: str = ""


@dataclass(slots=True)
class Draw:
    """A source of figures and wordings for one report: which half it belongs to, and its organ."""

    random: random.Random
    half: int
    organ: str
    year: int
    penalties: int
    """The penalties of the year, the same wherever the report speaks of them."""
    simple: int

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def parts(self, many: int, low: int = 5, high: int = 400) -> list[int]:
        return [self.random.randint(low, high) for _ in range(many)]

    def word(self, tuned: Sequence[str], reported: Sequence[str]) -> str:
        return self.random.choice(tuned if self.half == 0 else reported)

    def some(self, names: Sequence[str], many: int) -> list[str]:
        return self.random.sample(list(names), many)

    def off(self, number: int) -> int:
        """Another number a clerk might have typed: one digit or two wrong."""
        step = self.random.choice([1, 2, 3, 9, 10, 18, 20, 27])
        return number + step if number <= step or self.random.random() < 0.5 else number - step


Maker = Callable[[Draw, bool], Said]


def percent(part: int | Decimal, whole: int | Decimal, places: int) -> str:
    value = Decimal(part) * 100 / Decimal(whole)
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _wrong_percent(draw: Draw, text: str) -> str:
    value = Decimal(text)
    off = draw.random.choice([Decimal("1.7"), Decimal("-2.3"), Decimal("5.4"), Decimal("9"), Decimal("-3.6")])
    places = -int(value.as_tuple().exponent)
    return str(abs(value + off).quantize(Decimal(1).scaleb(-places)))


FIELDS = [
    "市容环境",
    "违法建设",
    "噪声扰民",
    "渣土运输",
    "户外广告",
    "园林绿化",
    "燃气安全",
    "物业管理",
    "占道经营",
    "油烟污染",
]
TRADES = [
    "餐饮服务",
    "危险化学品",
    "建筑施工",
    "道路运输",
    "特种设备",
    "医疗机构",
    "网络交易",
    "农药兽药",
    "文化娱乐",
    "消防安全",
]
CHANNELS = ["电话", "网络平台", "来信来访", "上级转办", "媒体反映"]


def total(draw: Draw, spoil: bool) -> Said:
    """Cases by field, said to be all of them."""
    names, numbers = draw.some(FIELDS, 4), draw.parts(4)
    whole = draw.off(sum(numbers)) if spoil else sum(numbers)
    listed = [f"{name}类{number}件" for name, number in zip(names, numbers, strict=True)]
    text = draw.word(
        [
            f"全年共查处各类违法案件{whole}件，分别为{'、'.join(listed)}。",
            f"{draw.year}年，{draw.organ}办结环境秩序类违法案件{whole}件：{'，'.join(listed)}。",
        ],
        [
            f"本年度立案并作出处罚决定的案件有{'、'.join(listed)}，合计{whole}件。",
            f"按领域分，{'、'.join(names)}四类案件分别为{'件、'.join(map(str, numbers))}件，共计{whole}件。",
            f"所办案件共{whole}件（{'，'.join(listed)}）。",
        ],
    )
    return Said(text, "total", text if spoil else "")


def others(draw: Draw, spoil: bool) -> Said:
    """其中 with 其他: the list is complete."""
    names, numbers = draw.some(TRADES, 3), draw.parts(4, 8, 260)
    whole = draw.off(sum(numbers)) if spoil else sum(numbers)
    listed = [f"{name}领域{number}个" for name, number in zip([*names, "其他"], numbers, strict=True)]
    text = draw.word(
        [f"检查中发现问题{whole}个，其中{'，'.join(listed)}，均已督促整改。"],
        [
            f"共排查出风险隐患{whole}个。其中：{'；'.join(listed)}。",
            f"对{whole}个问题建立台账，其中{'、'.join(listed)}。",
        ],
    )
    return Said(text, "others", text if spoil else "")


def procedures(draw: Draw, spoil: bool) -> Said:
    """Simple and ordinary procedure."""
    simple, ordinary = draw.simple, draw.penalties - draw.simple
    whole = draw.off(simple + ordinary) if spoil else simple + ordinary
    text = draw.word(
        [
            f"全年作出行政处罚决定{whole}件，其中适用简易程序{simple}件、普通程序{ordinary}件。",
            f"办理行政处罚案件{whole}件，其中简易程序案件{simple}件，一般程序案件{ordinary}件。",
        ],
        [
            f"实施行政处罚{whole}宗，按程序划分，简易程序{simple}宗，一般程序{ordinary}宗。",
            f"行政处罚案件总数{whole}件。适用简易程序的{simple}件，适用普通程序的{ordinary}件，没有听证案件。",
            f"共处罚{whole}起（简易程序{simple}起，普通程序{ordinary}起）。",
        ],
    )
    return Said(text, "procedures", text if spoil else "")


def subset(draw: Draw, spoil: bool) -> Said:
    """A part of a whole; spoilt, it exceeds it."""
    whole = draw.number(200, 2000)
    part = whole + draw.number(5, 90) if spoil else draw.number(20, whole - 60)
    text = draw.word(
        [
            f"组织开展行政检查{whole}次，其中涉企行政检查{part}次。",
            f"全年检查各类市场主体{whole}户次，其中双随机抽查{part}户次。",
        ],
        [
            f"出动检查组开展监督检查共{whole}次（其中夜间检查{part}次）。",
            f"检查经营单位{whole}家次，包括重点单位{part}家次等。",
        ],
    )
    return Said(text, "subset", text if spoil else "")


def rectified(draw: Draw, spoil: bool) -> Said:
    """A rate of correction."""
    found = draw.number(120, 900)
    done = found - draw.number(3, 40)
    rate = percent(done, found, draw.random.choice([1, 2]))
    rate = _wrong_percent(draw, rate) if spoil else rate
    text = draw.word(
        [
            f"检查发现隐患{found}处，已整改{done}处，整改率{rate}%。",
            f"查出问题{found}条，整改完成{done}条，整改率达{rate}%。",
        ],
        [
            f"全年排查隐患{found}处，完成整改{done}处，隐患整改率为{rate}%，其余隐患正在整改。",
            f"建立问题清单{found}项，截至年底整改到位{done}项，问题整改率{rate}%。",
        ],
    )
    return Said(text, "rate", text if spoil else "")


def closed(draw: Draw, spoil: bool) -> Said:
    """Complaints received and closed; spoilt, more are closed than came, or the rate is wrong."""
    came = draw.number(150, 3000)
    done = came - draw.number(2, 30)
    rate = percent(done, came, 1)
    if spoil:
        rate = _wrong_percent(draw, rate)
    text = draw.word(
        [f"受理群众投诉举报{came}件，办结{done}件，办结率{rate}%。"],
        [
            f"承接12345热线工单{came}件，已办结{done}件，办结率为{rate}%，满意率93.5%。",
            f"收到12315平台转来投诉{came}件，按期办结{done}件，办结率{rate}%，其余在法定期限内办理。",
        ],
    )
    return Said(text, "closing", text if spoil else "")


def overtaken(draw: Draw, spoil: bool) -> Said:
    """More closed than came in."""
    came = draw.number(150, 3000)
    done = came + draw.number(3, 60) if spoil else came - draw.number(0, 20)
    text = draw.word(
        [f"全年受理投诉举报{came}件，办结{done}件。"],
        [f"共接收信访投诉{came}件，已全部按程序转办，办结{done}件。", f"收到各类举报线索{came}条，办结{done}条。"],
    )
    return Said(text, "order", text if spoil else "")


def share(draw: Draw, spoil: bool) -> Said:
    """A share of a whole that the text gives."""
    whole = draw.number(150, 1900)
    part = draw.number(30, whole - 30)
    rate = percent(part, whole, draw.random.choice([1, 2]))
    rate = _wrong_percent(draw, rate) if spoil else rate
    name = draw.some(TRADES, 1)[0]
    text = draw.word(
        [
            f"办结案件{whole}件，其中{name}案件{part}件，占{rate}%。",
            f"全年处罚{whole}起，{name}领域{part}起，占总数的{rate}%。",
        ],
        [
            f"在{whole}件案件中，涉及{name}的有{part}件，占比{rate}%。",
            f"立案{whole}宗，其中{name}类{part}宗，占全部案件的{rate}%，仍是违法多发领域。",
        ],
    )
    return Said(text, "share", text if spoil else "")


def growth(draw: Draw, spoil: bool) -> Said:
    """Growth against a year the text gives."""
    then = draw.number(200, 2000)
    now = then + draw.number(10, then // 2) * draw.random.choice([1, -1])
    rate = percent(abs(now - then), then, draw.random.choice([1, 2]))
    rate = _wrong_percent(draw, rate) if spoil else rate
    way = "增长" if now > then else "下降"
    text = draw.word(
        [
            f"全年实施行政检查{now}次，上年为{then}次，同比{way}{rate}%。",
            f"处罚案件{now}件，较上年的{then}件{way}{rate}%。",
        ],
        [
            f"罚没案件数{now}件，同比{way}{rate}%（去年同期{then}件）。",
            f"与{draw.year - 1}年的{then}件相比，{draw.year}年办理案件{now}件，{way}{rate}%。",
        ],
    )
    return Said(text, "growth", text if spoil else "")


def direction(draw: Draw, spoil: bool) -> Said:
    """The way a figure went."""
    then = draw.number(200, 2000)
    now = then - draw.number(20, 150)
    rate = percent(then - now, then, 1)
    way = "增长" if spoil else "下降"
    text = draw.word(
        [f"受理投诉{now}件，上年{then}件，同比{way}{rate}%。"],
        [
            f"全年发生案件{now}起，较去年{then}起{way}{rate}%。",
            f"信访量由上年的{then}件到今年的{now}件，同比{way}{rate}%。",
        ],
    )
    return Said(text, "direction", text if spoil else "")


def points(draw: Draw, spoil: bool) -> Said:
    """Percentage points between two rates."""
    now, then = Decimal(draw.number(900, 990)) / 10, Decimal(draw.number(800, 890)) / 10
    gap = now - then + (Decimal("1.5") if spoil else 0)
    text = draw.word(
        [f"案卷合格率{now}%，比上年的{then}%提高{gap}个百分点。"],
        [f"群众满意度达到{now}%，较去年（{then}%）上升{gap}个百分点。"],
    )
    return Said(text, "points", text if spoil else "")


def tasks(draw: Draw, spoil: bool) -> Said:
    """A count that announces a list."""
    names = draw.some(
        [
            "完善责任清单",
            "规范文书制作",
            "加强业务培训",
            "推进联合检查",
            "公开执法信息",
            "健全监督机制",
            "优化营商环境",
        ],
        4,
    )
    told = {3: "三", 4: "四", 5: "五"}[draw.random.choice([3, 5]) if spoil else 4]
    listed = "".join(f"{'一二三四'[at]}是{name}，不断提高工作水平。" for at, name in enumerate(names))
    text = draw.word(
        [f"主要开展了以下{told}项工作：{listed}", f"重点从{told}个方面推进：{listed}"],
        [f"一年来，我们着力抓好{told}项重点工作。{listed}", f"下一步将在{told}个方面下功夫，{listed}"],
    )
    return Said(text, "count", text if spoil else "")


def staff(draw: Draw, spoil: bool) -> Said:
    """Officers at the beginning, come, gone, at the end."""
    begun, came, went = draw.number(30, 120), draw.number(2, 12), draw.number(1, 9)
    ended = begun + came - went + (draw.random.choice([-2, 1, 3]) if spoil else 0)
    text = draw.word(
        [f"年初有执法人员{begun}名，年内新增{came}名，退休{went}名，年末有执法人员{ended}名。"],
        [
            f"原有持证人员{begun}人，今年新取得证件{came}人，调离岗位注销{went}人，现有持证人员{ended}人。",
            f"上年末执法人员{begun}名，本年度调入{came}名，减少{went}名，期末实有{ended}名。",
        ],
    )
    return Said(text, "staff", text if spoil else "")


def remedy(draw: Draw, spoil: bool) -> Said:
    """Reconsideration and its results."""
    kept, back, undone = draw.number(4, 20), draw.number(2, 8), draw.number(2, 6)
    done = kept + back + undone + (draw.random.choice([1, 2]) if spoil else 0)
    came = done + draw.number(0, 4)
    text = draw.word(
        [f"全年行政复议案件{came}件，审结{done}件，其中维持{kept}件，驳回{back}件，终止{undone}件。"],
        [
            f"被申请行政复议{came}起，已审结{done}起：维持{kept}起、撤销{undone}起、申请人撤回{back}起。",
            f"办理复议应诉{came}件，办结{done}件，结果为维持{kept}件、调解终止{back}件、驳回申请{undone}件。",
        ],
    )
    return Said(text, "remedy", text if spoil else "")


def permits(draw: Draw, spoil: bool) -> Said:
    """Applications, accepted, granted."""
    asked = draw.number(120, 3000)
    taken = asked - draw.number(0, 12)
    refused = draw.number(1, 9)
    given = taken - refused
    if spoil:
        taken, given = asked + draw.number(4, 40), given
    text = draw.word(
        [f"行政许可申请{asked}件，受理{taken}件，许可{given}件，不予许可{refused}件。"],
        [
            f"共收到行政许可申请{asked}宗，依法受理{taken}宗，准予许可{given}宗，不予许可{refused}宗。",
            f"办理行政许可事项：申请{asked}件，受理{taken}件，作出准予许可决定{given}件。",
        ],
    )
    return Said(text, "permit", text if spoil else "")


def money(draw: Draw, spoil: bool) -> Said:
    """Amounts that add up."""
    fine, taken = Decimal(draw.number(1200, 90000)) / 100, Decimal(draw.number(300, 20000)) / 100
    whole = fine + taken + (Decimal(draw.random.choice(["10", "-1.5", "3.2"])) if spoil else 0)
    text = draw.word(
        [
            f"罚款{fine}万元，没收违法所得{taken}万元，合计{whole}万元。",
            f"罚没款{whole}万元，其中罚款{fine}万元、其他{taken}万元。",
        ],
        [
            f"收缴罚没款共{whole}万元（罚款{fine}万元、没收{taken}万元）。",
            f"罚没收入总计{whole}万元，分别为罚款{fine}万元和没收违法所得{taken}万元。",
        ],
    )
    return Said(text, "money", text if spoil else "")


def transferred(draw: Draw, spoil: bool) -> Said:
    """Cases sent to the police and taken by them."""
    sent = draw.number(6, 60)
    taken = sent + draw.number(1, 6) if spoil else sent - draw.number(0, 5)
    text = draw.word(
        [f"向公安机关移送涉嫌犯罪案件{sent}件，公安机关立案{taken}件。"],
        [f"涉嫌犯罪移送{sent}件，司法机关受理{taken}件。", f"全年移送司法机关案件{sent}起，被司法机关立案{taken}起。"],
    )
    return Said(text, "transfer", text if spoil else "")


GROUPS: tuple[tuple[Maker, ...], ...] = (
    (total, share), (others, rectified), (procedures,), (subset, growth), (closed, overtaken, direction), (points,),
    (tasks,), (staff,), (remedy,), (permits,), (money,), (transferred,),
)  # fmt: skip
"""What one report says at most once of each: two of a group would contradict one another by chance."""


def repeat(draw: Draw, spoil: bool) -> tuple[Said, Said]:
    """The same figure at the beginning and further down."""
    many = draw.number(300, 6000)
    again = draw.off(many) if spoil else many
    first = draw.word(
        [f"全年共开展行政检查{many}次，执法工作平稳有序。"],
        [f"{draw.year}年，我单位开展各类行政检查{many}次，未发生执法过错。", f"一年来，累计实施行政检查{many}次。"],
    )
    second = draw.word(
        [f"行政检查方面，{draw.organ}全年实施行政检查{again}次，做到检查有计划、过程有记录。"],
        [
            f"三是行政检查。全年组织开展行政检查{again}次，全部录入执法平台。",
            f"依法开展行政检查{again}次，覆盖辖区重点单位。",
        ],
    )
    return Said(first, "repeat"), Said(second, "repeat", second if spoil else "")


TRAPS: tuple[Callable[[Draw], str], ...] = (
    lambda d: f"全年出动约{d.number(20, 90) * 100}人次，发放资料{d.number(3, 9)}000余份，其中向企业发放2800余份。",
    lambda d: f"上半年检查{d.number(100, 300)}次，下半年加大力度，全年检查总量{d.number(800, 1500)}次。",
    lambda d: f"受理案件{d.number(310, 400)}件，办结{d.number(401, 440)}件（含上年结转{d.number(30, 60)}件）。",
    lambda d: f"查处案件{d.number(300, 500)}件，主要有餐饮油烟{d.number(40, 90)}件、噪声扰民{d.number(40, 90)}件等。",
    lambda d: f"平均每件案件办理时间为{d.number(12, 30)}天，比法定期限90天缩短六成以上。",
    lambda d: f"12345热线和110联动处置占道经营问题{d.number(100, 400)}起，三分之二的问题在24小时内解决。",
    lambda d: f"根据国办发〔2018〕118号文件和《行政处罚法》第五十八条，{d.organ}对重大执法决定全部进行法制审核。",
    lambda d: f"{d.year + 1}年计划组织培训4期、检查企业{d.number(100, 300)}家，力争整改率达到98%。",
    lambda d: f"近三年累计办理案件{d.number(2000, 4000)}件，其中今年{d.number(300, 900)}件。",
    lambda d: f"开展“亮剑”专项行动期间检查{d.number(50, 99)}次，发现问题{d.number(120, 180)}个，其中重大隐患2个。",
    lambda d: "落实“三项制度”，推行“一目录、五清单”，建立1+3+N工作机制。一是公示到位。二是记录到位。",
    lambda d: (
        f"对{d.number(20, 40)}家企业开展联合检查，其中涉及市场监管{d.number(15, 20)}家次、"
        f"应急管理{d.number(15, 20)}家次、消防{d.number(15, 20)}家次。"
    ),
    lambda d: f"注册登记市场主体{d.number(2, 9)}.{d.number(1, 9)}万户，监管对象涉及4大类23小类。",
    lambda d: f"另有协管人员{d.number(60, 90)}名，其中今年新增{d.number(5, 9)}名，平均年龄38岁，大专以上占95%以上。",
)  # fmt: skip
"""Passages that look wrong and are not: rough numbers, open lists, other periods, plans, names with numbers."""
