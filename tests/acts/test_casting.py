"""Light cases that are alike are judged once: what is written of each is what judging it by itself would write."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.acts.test_light import light, step
from zhifa.acts.light import Entered, Light, LightCase, enter_light
from zhifa.acts.work import Actor
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
NAMES = (
    "罗成", "欧阳喆堃", "Nguyễn Văn A", "某公司“分公司”", "半角'引号'与\"双引号\"", "反\\斜\\线", "换\n行", "ꚠ3ꚡ",
    "很长的名称" * 19, "张三", "李四",
)  # fmt: skip

CHEAPER = {"decision": {"decision.fine": "150"}, "tell": {"notice.fine": "150"}}


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch, town: Organ) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def named(number: int, name: str) -> LightCase:
    """The same record with another plate, place and driver, and a number of its own."""
    capture = {"party.name": name, "simple.place": f"滨江路口 {name[:20]}"}
    found = light(f"渝A{number:05}", capture=capture, archive={"archive.number": f"2026-电-{number}"})
    return LightCase(found.procedure, found.steps, number=f"示例〔2026〕{number}号")


def written(cases: list[LightCase], actor: Actor) -> Entered:
    done = enter_light("lq", cases, actor=actor)
    assert isinstance(done, Entered), done
    return done


def test_what_is_filled_in_is_what_judging_each_by_itself_would_say(wang: Actor) -> None:
    done = written([named(n, name) for n, name in enumerate(NAMES * 3)], wang)
    assert len(done.case_ids) == 3 * len(NAMES)
    assert done.refused == ()
    assert list(differences(done.case_ids)) == []
    assert journal.verify().valid
    told = {row.party for row in rows.Case.objects.all()}
    assert told == {" ".join(name.splitlines()) if "\n" not in name else name for name in NAMES}


def test_alike_cases_are_judged_once_and_others_by_themselves(wang: Actor) -> None:
    here = Light(Organ.objects.get(pk="lq"), wang.id)
    here.cast([named(n, f"驾驶人{n}") for n in range(40)])
    assert here.judged == 1
    here.cast([named(n, f"驾驶人{n}") for n in range(40)])
    assert here.judged == 1, "the next batch knows the kind"
    dearer = light(decision={"decision.fine": "150"}, tell={"notice.fine": "150"})
    here.cast([LightCase(dearer.procedure, dearer.steps, number=f"{n}号") for n in range(5)])
    assert here.judged == 2, "another sum is another kind"


def test_findings_of_alike_cases_have_keys_of_their_own(wang: Actor) -> None:
    """More was collected than decided: found in each, answered in each by itself."""
    over = [named(n, f"驾驶人{n}") for n in range(12)]
    cases = [
        replace(case, steps=tuple(replace(s, facts={**s.facts, **CHEAPER.get(s.step, {})}) for s in case.steps))
        for case in over
    ]
    here = Light(Organ.objects.get(pk="lq"), wang.id)
    here.cast(cases)
    assert here.judged == 1
    done = written(cases, wang)
    found = rows.Finding.objects.filter(alert="money.over").values_list("key", flat=True)
    assert len(set(found)) == len(found) == len(cases)
    assert list(differences(done.case_ids)) == []


def test_of_a_citizens_number_only_the_age_it_tells_makes_a_kind(wang: Actor) -> None:
    """Thirty numbers, one kind; a child among them is found, and so is a number in which no day stands."""
    born = [f"{1960 + n}0{1 + n % 9}1{n % 10}" for n in range(30)]
    told = {f"500101{day}00{n:02}": "" for n, day in enumerate(born)}
    told |= {"500101201305040011": "minor.child", "500101201305040012": "minor.child", "E12345678": ""}
    cases = [light(capture={"party.id_number": number}) for number in told]
    cases = [LightCase(one.procedure, one.steps, number=f"{n}号") for n, one in enumerate(cases)]
    here = Light(Organ.objects.get(pk="lq"), wang.id)
    here.cast(cases)
    assert here.judged <= 4, "grown up, a child, no day"
    done = written(cases, wang)
    found = rows.Finding.objects.filter(alert__startswith="minor").values_list("case_id", "alert")
    assert [dict(found).get(key, "") for key in done.case_ids] == list(told.values())
    assert list(differences(done.case_ids)) == []


def test_an_officer_without_a_certificate_is_never_taken_for_one_with(wang: Actor) -> None:
    """The kind is learned from somebody who may act; whoever may not still gets the finding."""
    fit, unfit = named(1, "罗成"), named(2, "罗成")
    other = tuple(step(s.step, str(s.at), s.facts, ("赵敏",) if s.by == ("王立",) else s.by) for s in unfit.steps)
    done = written([fit, named(3, "罗成"), LightCase(unfit.procedure, other, number="9号")], wang)
    found = {row.pk: row.red_count for row in rows.Case.objects.filter(pk__in=done.case_ids)}
    assert [found[key] > 0 for key in done.case_ids] == [False, False, True]
    assert list(differences(done.case_ids)) == []


def test_a_row_nobody_can_read_is_named_even_where_its_kind_is_known(wang: Actor) -> None:
    done = written([named(1, "罗成"), named(2, "罗成"), named(3, "名" * 300), named(4, "罗成")], wang)
    assert [(place, isinstance(why, Refusal)) for place, why in done.refused] == [(3, True)]
    assert len(done.case_ids) == 3


def test_other_processes_cast_and_this_one_writes() -> None:
    """On a database of its own: the measurement fails where a case is missing or has a finding."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.light", "1200", "--workers", "2", "--json"],
        capture_output=True, text=True, timeout=300, cwd=ROOT, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout)["cases"] == 200, "two processes warm up on five hundred each"
