"""Deeds, spells of faults and monthly tallies follow what is recorded, through the real acts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acts.conftest import TOWN, town, wang
from tests.web.conftest import BOTH, INVESTIGATED, PARTY, ago, entry
from zhifa.acts.cases import Opening, StepEntry, correct_step, open_case, record_steps
from zhifa.acts.fault_spells import compare
from zhifa.acts.tallying import count_officers, first_of, follow
from zhifa.acts.work import Actor, Recorded, today
from zhifa.core.procedure.taking import Correction
from zhifa.jobs.sequencer import place_all
from zhifa.store.activity.models import Deed, Spell, Tally
from zhifa.store.casework.models import Finding
from zhifa.store.readers.activity import came_back, months
from zhifa.store.registry.models import Organ

__all__ = ["town", "wang"]
pytestmark = pytest.mark.django_db

SCENE = {
    "evidence.scene_place": "人民路1号",
    "evidence.scene_record": "商户在人行道上堆放砂石约三立方米，影响通行",
    "evidence.certificates_shown": True,
}


def case_of(wang: Actor, *steps: StepEntry, days: int = 0) -> str:
    opened = open_case(Opening(TOWN, "penalty.ordinary", ago(days, "09:00"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded), opened
    done = record_steps(opened.case_id, steps, actor=wang)
    assert isinstance(done, Recorded), done
    return opened.case_id


def look(day: int, time: str, record: str) -> StepEntry:
    facts = {**SCENE, "evidence.scene_record": record}
    return entry("inspect_scene", day, facts, time=time)


def activity() -> tuple[int, int]:
    """Active officers and officers of the town this month, after everything was read."""
    place_all()
    while follow():
        pass
    count_officers(today())
    month = first_of(today())
    said = dict(Tally.objects.filter(organ_id=TOWN, month=month).values_list("code", "number"))
    return said["active"], said["officers"]


def test_padding_does_not_raise_activity(town: Organ, wang: Actor) -> None:
    """Back-dated entries in bulk, visits minutes apart, copies: nobody becomes active by any of them."""
    before = activity()
    assert before[0] == 0
    assert before[1] > 0
    for number in range(3):
        case_of(
            wang,
            *INVESTIGATED[:2],
            look(0, f"10:{number:02d}", f"第{'甲乙丙'[number]}处商户占道经营，当场劝离并拍照"),
            days=40,
        )
        case_of(
            wang, *INVESTIGATED[:2], look(0, f"1{number}:30", "商户占道经营，当场劝离，拍照留存，未再反复"), days=40
        )
        case_of(wang, *INVESTIGATED[:3], days=40)
    assert activity() == before
    assert set(Deed.objects.values_list("flaw", flat=True)) == {"series", "copy", "late"}


def test_honest_work_of_today_counts_and_a_correction_takes_it_back(town: Organ, wang: Actor) -> None:
    case = case_of(wang, *INVESTIGATED[:2], look(0, "10:00", "商户占道经营，当场劝离并拍照，已经清理"), days=40)
    assert activity()[0] == len(BOTH)
    assert set(Deed.objects.filter(case_id=case, flaw="").values_list("person", flat=True)) == set(BOTH)
    version = Deed.objects.filter(case_id=case, step="inspect_scene").values_list("version", flat=True)[0]
    facts = {**SCENE, "evidence.scene_record": "无"}
    mended = Correction(version, wang.id, "记录有误", facts=facts)
    corrected = correct_step(case, mended, actor=wang)
    assert isinstance(corrected, Recorded), corrected
    assert activity()[0] == 0


def test_a_fault_has_a_spell_until_it_is_gone_and_may_come_back(town: Organ, wang: Actor) -> None:
    case_of(wang, *INVESTIGATED, entry("decision", 7, {"decision.kinds": ["警告"]}, ("周强",)), days=40)
    begun, ended = compare()
    assert begun == Finding.objects.count() > 0
    assert ended == 0
    assert compare() == (0, 0)
    gone = Finding.objects.order_by("key").first()
    assert gone is not None
    Finding.objects.filter(key=gone.key).delete()
    assert compare() == (0, 1)
    spell = Spell.objects.get(key=gone.key)
    assert spell.until == today()
    Spell.objects.filter(key=gone.key).update(since=today() - timedelta(days=30), until=today() - timedelta(days=20))
    gone.pk = None
    gone.save(force_insert=True)
    assert compare() == (1, 0)
    back = Spell.objects.get(key=gone.key, until=None)
    assert back.again == 1
    assert back.since == today()
    assert [line.before for line in came_back(reach=("",))] == [today() - timedelta(days=20)]
    assert months(reach=("",), day=today())[-1].again == (gone.colour in ("red", "yellow"))


def test_what_goes_and_comes_back_on_one_day_never_ended(town: Organ, wang: Actor) -> None:
    case_of(wang, *INVESTIGATED, entry("decision", 7, {"decision.kinds": ["警告"]}, ("周强",)), days=40)
    compare()
    gone = Finding.objects.order_by("key").first()
    assert gone is not None
    Finding.objects.filter(key=gone.key).delete()
    compare()
    gone.pk = None
    gone.save(force_insert=True)
    assert compare() == (0, 0)
    assert Spell.objects.filter(key=gone.key, until=None).count() == 1
