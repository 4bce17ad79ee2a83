"""What was talked over, warned of or taught in the year: a minute's record each, never a penalty."""

from __future__ import annotations

from zhifa.jobs.simulation.deeds import Script, Take
from zhifa.jobs.simulation.matters import scenes
from zhifa.jobs.simulation.setting import Setting


def year_of(setting: Setting) -> list[Script]:
    """So many records as the profile says, over the year."""
    days = setting.diary.spread(setting.profile.soft)
    scripts = []
    for number, day in enumerate(days, 1):
        scene = scenes()["soft"][number % len(scenes()["soft"])]
        party, alone = setting.population.villager(), scene["kind"] not in {"普法", "合规指导"}
        facts = {
            "soft.kind": scene["kind"],
            "soft.content": scene["content"],
            "soft.place": f"洛碛镇{scene['place']}",
            "soft.people": 1 if alone else setting.rng.randrange(12, 60, 4),
            "soft.result": scene["result"],
        }
        if alone:
            facts |= {"party.kind": "个人", "party.name": party.name}
        crew = setting.staff.pair(setting.rng, day)[:1]
        script = Script(f"柔{number:03d}")
        script.open(
            setting.diary.sometime(day),
            "soft",
            {},
            organ=setting.organ,
            officers=crew,
            steps=[Take("act", facts, crew)],
        )
        scripts.append(script)
    return scripts
