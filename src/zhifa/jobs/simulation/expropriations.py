"""Land and houses the town took part in expropriating, each project one case, entered from its papers afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from zhifa.jobs.simulation.deeds import Script, Take
from zhifa.jobs.simulation.diary import at
from zhifa.jobs.simulation.matters import scenes
from zhifa.jobs.simulation.profile import ExpropriationShare
from zhifa.jobs.simulation.setting import CLERK, INSIDE, Setting

OWNED = "重庆市渝北区洛碛镇{village}集体经济组织"


def expropriation(setting: Setting, share: ExpropriationShare, number: int) -> Script:
    """One project from its first announcement to the handing over, after which the office enters it."""
    script, scene = Script(f"征{number:02d}"), scenes()["expropriation"]
    first = setting.diary.working(date(setting.profile.year, 1, 8) + timedelta(days=21 * number))
    village = scene["villages"][number % len(scene["villages"])]
    party = {"party.kind": "其他组织", "party.name": OWNED.format(village=village), "party.address": f"洛碛镇{village}"}
    rows = _households(setting, share)
    begun = at(first, 9, 30)
    entered = setting.diary.morning(setting.diary.working(first + timedelta(days=230)))
    officers = setting.staff.pair(setting.rng, entered.date())
    script.open(entered, "expropriation.land", party, organ=setting.organ, officers=officers, actor=INSIDE, began=begun)
    script.enter(entered, list(_steps(setting, share, scene, village, rows, first)), actor=INSIDE)
    return script


def _households(setting: Setting, share: ExpropriationShare) -> list[dict[str, object]]:
    """Two of the households as an example of the register; the whole of it is an attachment of the file."""
    return [
        {
            "no": number,
            "holder": setting.population.name(),
            "certificate": f"渝（2019）渝北区不动产权第{number:06d}号",
            "land": "1.5",
            "house": "118.00",
            "compensation": "286000.00",
        }
        for number in (1, 2)
    ]


def _steps(
    setting: Setting,
    share: ExpropriationShare,
    scene: Mapping[str, Any],
    village: str,
    rows: list[dict[str, object]],
    first: date,
) -> list[tuple[datetime, Take]]:
    """Every step of the law on the day it was taken on paper."""
    head = setting.staff.head(first)
    quantities: dict[str, object] = {"expropriation.land_area": share.land}
    if share.houses:
        quantities |= {"expropriation.houses": share.houses, "expropriation.house_area": share.house_area}
    scope = {"expropriation.scope": f"{village}，以勘测定界图为准"}
    posted = {"expropriation.posted_at": "镇政府、村委会、村民小组公告栏"}
    agreed = [{"no": row["no"], "agreed": True} for row in rows]
    paid = [{"no": row["no"], "paid": row["compensation"]} for row in rows]
    moved = [{"no": row["no"], "moved": True} for row in rows]
    told = {"expropriation.remedies_told": True}
    opening = scope | posted | scene["opening"] | {"expropriation.project": share.project}
    survey = {"expropriation.land_classes": [{"no": 1, "owner": village, "class": "农用地", "area": share.land}]}
    steps: list[tuple[int, str, dict[str, object], str]] = [
        (0, "pre_announce", opening, CLERK),
        (16, "survey", quantities | survey, CLERK),
        (18, "risk", dict(scene["risk"]), CLERK),
        (25, "plan", {"expropriation.plan": scene["plan"]}, CLERK),
        (32, "announce_plan", {**posted, "expropriation.registration": scene["registration"],
                               "expropriation.register_by": str(first + timedelta(days=66))}, CLERK),
        (45, "register", {"expropriation.households": rows}, CLERK),
        (50, "fund", {"expropriation.funds": share.funds, "expropriation.funds_ready": True}, head),
        (60, "agree", {"expropriation.households": agreed, "expropriation.agreement": scene["agreement"]}, CLERK),
        (75, "apply", {}, head),
        (120, "approve", {"expropriation.approval": share.approval, "expropriation.approval_result": "批准"}, ""),
        (130, "announce", quantities | scope | posted | told | {"expropriation.schedule": scene["schedule"]}, CLERK),
        (150, "pay", {"expropriation.paid": share.funds, "expropriation.households": paid}, CLERK),
        (200, "hand_over", {"expropriation.handed_over": "全部交付", "expropriation.households": moved}, CLERK),
    ]  # fmt: skip
    return [
        (at(setting.diary.working(first + timedelta(days=later)), 10), Take(code, facts, (who,) if who else ()))
        for later, code, facts, who in steps
    ]
