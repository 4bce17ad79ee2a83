"""Made-up persons and firms with numbers that check; the same seed gives the same ones. None of them exists."""

from __future__ import annotations

from random import Random

from zhifa.core.imports.checkdigits import citizen_check, credit_check
from zhifa.jobs.bureau.profile import Unit
from zhifa.jobs.simulation.people import GIVEN, SURNAMES, TRADES

SECOND = "安邦博超达东芳刚海浩宏华嘉建杰军凯兰乐磊丽林玲龙梅民敏明宁鹏平强琴清荣瑞涛婷伟文霞翔欣雪艳阳颖勇宇媛云珍志"


class Cast:
    """Draws parties."""

    def __init__(self, rng: Random, area: str) -> None:
        self._rng, self._area = rng, area

    def person(self) -> tuple[str, str]:
        """A name and a citizen's number."""
        draw = self._rng.randrange
        name = SURNAMES[draw(len(SURNAMES))] + GIVEN[draw(len(GIVEN))] + SECOND[draw(len(SECOND))]
        first = f"{self._area}{1955 + draw(50)}{1 + draw(12):02}{1 + draw(28):02}{draw(1000):03}"
        return name, first + citizen_check(first)

    def firm(self) -> tuple[str, str]:
        """A name and a credit code."""
        draw = self._rng.randrange
        name = f"{GIVEN[draw(len(GIVEN))]}{SECOND[draw(len(SECOND))]}{TRADES[draw(len(TRADES))]}"
        first = f"91{self._area}MA{draw(10**7):07}"
        return name, first + credit_check(first)


def staff(count: int) -> list[str]:
    """Names of so many officers, each once."""
    names = [surname + "警" + second for second in SECOND for surname in SURNAMES]
    return names[:count]


def unit_staff(unit: Unit) -> tuple[str, str]:
    """The two officers of an organ of a district; their names tell where they belong."""
    return f"{SURNAMES[0]}{unit.code}甲", f"{SURNAMES[1]}{unit.code}乙"
