"""Clues that did not become penalties: nothing found, not filed, sent to another organ, or still open."""

from __future__ import annotations

from datetime import date, datetime

from zhifa.jobs.simulation.deeds import Script, Take
from zhifa.jobs.simulation.diary import plus
from zhifa.jobs.simulation.matters import scenes, words
from zhifa.jobs.simulation.offences import clue_opening
from zhifa.jobs.simulation.setting import INSIDE, Pair, Setting

NOTHING, NOT_FILED, TRANSFERRED = "no_further", "not_file", "transfer"
LETTER = "移送"


def clue(setting: Setting, day: date, number: int, end: str) -> Script:
    """One clue and how it ended."""
    script = Script(f"线{number:03d}")
    source, pair, received = register(setting, script, day)
    looked = setting.diary.sometime(setting.diary.later(day, 1, 4))
    crew = setting.crew(pair, looked)
    verify(script, looked, crew, found=end == NOT_FILED, own=end != TRANSFERRED)
    ended = setting.diary.afternoon(setting.diary.later(looked.date(), 1, 2))
    _dispose(setting, script, ended, setting.crew(pair, ended), end)
    if source != "网格上报":
        answered = setting.diary.sometime(setting.diary.later(ended.date(), 1, 3))
        script.take(answered, "reply", {"clue.reply": words()["clue_reply"]}, by=(INSIDE,))
    return script


def register(setting: Setting, script: Script, day: date) -> tuple[str, Pair, datetime]:
    """A clue comes in and is written down."""
    source = setting.rng.choice(("投诉", "举报", "网格上报"))
    matter = setting.rng.choice(sorted(scenes()["matter"]))
    place = f"洛碛镇{setting.rng.choice(scenes()['matter'][matter]['places'])}"
    facts = clue_opening(setting, source, matter, place)
    pair, received = setting.staff.pair(setting.rng, day), setting.diary.sometime(day)
    step = Take("register", facts, (INSIDE,))
    script.open(received, "clue", {}, organ=setting.organ, officers=pair, actor=INSIDE, steps=[step])
    return source, pair, received


def verify(script: Script, looked: datetime, crew: Pair, *, found: bool, own: bool) -> None:
    """Two officers look on the spot."""
    facts = {
        "clue.verification": "现场核查，经营者已自行整改" if found else "到现场核查并询问周边人员，未见所反映的情况",
        "clue.violation_found": found,
        "clue.within_jurisdiction": own,
    }
    script.take(looked, "verify", facts, by=crew)


def _dispose(setting: Setting, script: Script, when: datetime, crew: Pair, end: str) -> None:
    wording = scenes()["clue"][end]
    if end == TRANSFERRED:
        _transfer(setting, script, plus(when, 5), *setting.rng.choice(wording))
        return
    facts = {"clue.disposal_reason": setting.rng.choice(wording)}
    by = crew[:1] if end == NOTHING else setting.head(when.date())
    script.take(plus(when, 5), end, facts, by=by)


def _transfer(setting: Setting, script: Script, when: datetime, organ: str, reason: str) -> None:
    """The head lets the clue go, and the next day the letter goes out."""
    facts = {"case.lead_organ": organ, "clue.disposal_reason": reason}
    script.take(when, TRANSFERRED, facts, by=setting.head(when.date()), opens=LETTER)
    sent = setting.diary.sometime(setting.diary.later(when.date(), 1, 1))
    script.take(sent, "send", {"letter.to": organ, "letter.reason": reason}, by=(INSIDE,), proceeding=LETTER)
