"""Invented people and businesses. No name, number or address belongs to anybody: given names say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = ("示例", "样本", "虚构", "演示", "范例", "模拟", "拟名", "假名", "试写", "例文", "样例", "虚拟")
TRADES = (
    "砂石厂",
    "五金加工厂",
    "食品加工坊",
    "汽车修理厂",
    "建材经营部",
    "包装厂",
    "机械厂",
    "水产养殖场",
    "木材加工厂",
)
SHOPS = (
    "小面馆",
    "水果店",
    "杂货铺",
    "五金店",
    "理发店",
    "药房",
    "小吃店",
    "服装店",
    "副食店",
    "茶馆",
    "网吧",
    "幼儿看护点",
)
STREETS = ("人民路", "滨江路", "桂花街", "新街", "老街", "车站路", "学府路", "码头路")
VILLAGES = ("沙坪村", "宝华村", "大天池村", "洛碛村", "水溪村", "上坝村", "桂湾村", "新石村")
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组")


@dataclass(frozen=True, slots=True)
class Party:
    """A party as forms name it."""

    kind: str
    name: str
    address: str
    phone: str
    enterprise: bool = False
    representative: str = ""

    @property
    def facts(self) -> dict[str, object]:
        said: dict[str, object] = {
            "party.kind": self.kind,
            "party.name": self.name,
            "party.address": self.address,
            "party.phone": self.phone,
            "party.enterprise": self.enterprise,
        }
        return said | ({"party.representative": self.representative} if self.representative else {})

    @property
    def masked(self) -> str:
        """The name as a publication may show it."""
        return self.name if self.enterprise else f"{self.name[0]}某"


class Population:
    """Draws parties of a town; a name is given to one person only."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        names = [surname + given for surname, given in product(SURNAMES, GIVEN)]
        rng.shuffle(names)
        self._names = iter(names)
        self.enterprises = [self._enterprise(number) for number in range(48)]

    def name(self) -> str:
        return next(self._names)

    def phone(self) -> str:
        """A number of a kind no network gives out."""
        return f"1000000{self.rng.randrange(10_000):04d}"

    def street(self) -> str:
        return f"洛碛镇{self.rng.choice(STREETS)}{self.rng.randint(1, 188)}号"

    def village(self) -> str:
        return f"洛碛镇{self.rng.choice(VILLAGES)}{self.rng.choice(GROUPS)}"

    def resident(self) -> Party:
        where = self.street() if self.rng.random() < 0.6 else self.village()
        return Party("个人", self.name(), where, self.phone())

    def villager(self) -> Party:
        return Party("个人", self.name(), self.village(), self.phone())

    def trader(self) -> Party:
        """A person with a shop or stall; the fine of a citizen applies."""
        name = self.name()
        shop = f"洛碛镇{name}{self.rng.choice(SHOPS)}"
        return Party("个体工商户", shop, self.street(), self.phone(), representative=name)

    def enterprise(self) -> Party:
        return self.rng.choice(self.enterprises)

    def _enterprise(self, number: int) -> Party:
        head = self.name()
        firm = f"重庆{head[1:]}{SURNAMES[number % len(SURNAMES)]}记{self.rng.choice(TRADES)}"
        return Party("法人", firm, f"洛碛镇工业路{number + 1}号", self.phone(), True, head)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works for the town: roles, certificate where there is one, and when they come and go."""

    id: str
    name: str
    post: str
    roles: tuple[str, ...]
    certificate: str = ""
    joined: date = date(2019, 3, 1)
    leaves: date | None = None

    def certified(self, day: date) -> bool:
        return bool(self.certificate) and self.joined <= day and not (self.leaves and day >= self.leaves)


class Staff:
    """The people of the town: who may act on a day, and who takes over from whom."""

    def __init__(self, members: Sequence[Member], year: int, away: tuple[date, date] | None = None) -> None:
        self.members: Mapping[str, Member] = {member.id: member for member in members}
        self.away = away
        """Days on which the head is away and the deputy acts."""
        self.officers = [member for member in members if member.certificate]
        staying = [member.id for member in self.officers if not member.leaves and member.joined.year < year]
        self.newcomers = [member for member in self.officers if member.joined.year >= year]
        leaving = [member.id for member in self.officers if member.leaves]
        self.successors = {gone: staying[n % len(staying)] for n, gone in enumerate(leaving)}

    def first(self, role: str) -> str:
        return next(member.id for member in self.members.values() if role in member.roles)

    def head(self, day: date) -> str:
        """Who signs as head on a day."""
        if self.away and self.away[0] <= day <= self.away[1]:
            return "fuzhen"
        return self.first("head")

    def pair(self, rng: Random, day: date) -> tuple[str, str]:
        """Two officers with certificates valid on the day."""
        one, two = rng.sample([member.id for member in self.officers if member.certified(day)], 2)
        return one, two

    def crew(self, pair: Sequence[str], day: date) -> tuple[str, ...]:
        """The same two officers on a later day, or who took over from them."""
        found: list[str] = []
        for person in pair:
            stands = person if self.members[person].certified(day) else self.successors[person]
            if stands in found:
                stands = next(m.id for m in self.officers if m.certified(day) and m.id not in found)
            found.append(stands)
        return tuple(found)

    def names(self, ids: Sequence[str]) -> str:
        return "、".join(self.members[person].name for person in ids)
