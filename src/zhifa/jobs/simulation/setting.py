"""What every script needs: the rules, the diary, the people, one source of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from zhifa.core.rulebook import Rulebook
from zhifa.jobs.simulation.deeds import MAIN, Issued, Script, Volume
from zhifa.jobs.simulation.diary import Diary, plus
from zhifa.jobs.simulation.matters import words
from zhifa.jobs.simulation.people import Population, Staff
from zhifa.jobs.simulation.profile import Profile

Pair = tuple[str, ...]
CLERK, INSIDE = "chuangkou", "neiqin"
"""Who sits at the counter, and who keeps the team's papers."""


@dataclass(slots=True)
class Setting:
    """The town as scripts are written for it."""

    profile: Profile
    book: Rulebook
    rng: Random
    diary: Diary
    population: Population
    staff: Staff
    organ: str

    def head(self, day: date) -> tuple[str]:
        return (self.staff.head(day),)

    def crew(self, pair: Sequence[str], moment: datetime) -> Pair:
        """The officers of the case on a later day, or their successors."""
        return self.staff.crew(pair, moment.date())

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


@dataclass(frozen=True, slots=True)
class Notice:
    """What is published of a decision."""

    category: str
    content: str
    paper: str
    enterprise: bool = False


def publish(setting: Setting, script: Script, name: str, notice: Notice, day: date) -> None:
    """Check for what must be masked and publish, in one sitting on a day."""
    diary = setting.diary
    begun = diary.sometime(diary.working(day))
    script.take(
        begun,
        "redact",
        {
            "publication.category": notice.category,
            "publication.decision_number": Issued(notice.paper),
            "publication.content": notice.content,
            "publication.masked": ["无需隐去"] if notice.enterprise else ["姓名", "身份证件号码", "住址", "联系方式"],
            "publication.redaction_passed": True,
        },
        by=(INSIDE,),
        proceeding=name,
    )
    script.take(
        plus(begun, 6),
        "publish",
        {"publication.channel": "政府门户网站", "publication.address": words()["published_at"]},
        by=(INSIDE,),
        proceeding=name,
    )


def archive(setting: Setting, script: Script, kind: str, day: date, *, pages: int, proceeding: str = MAIN) -> None:
    """Bind and number the casefile."""
    script.take(
        setting.diary.sometime(setting.diary.working(day)),
        "archive",
        {"archive.number": Volume(kind), "archive.pages": pages},
        by=(INSIDE,),
        proceeding=proceeding,
    )
