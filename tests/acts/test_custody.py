"""Goods in custody: a row for each item, through its states to its end; a count is stored in every case it touches."""

from __future__ import annotations

import pytest

from bench import town
from tests.acts.test_acts_contract import on, play
from zhifa.acts.custody import Counted, Stocktake, take_stock
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework import models as rows
from zhifa.store.readers.custody import CustodyFilter, custody_counts, custody_page
from zhifa.store.registry.models import Organ

pytestmark = pytest.mark.django_db
LIST = "seizure.goods"


@pytest.fixture(autouse=True)
def organ(db: None) -> Organ:
    return town.found_town()


def held(case: str) -> list[tuple[str, str, str]]:
    found = rows.Custody.objects.filter(case_id=case, held=1).order_by("id")
    return [(row.name, row.quantity + row.unit, row.state) for row in found]


def states(case: str) -> dict[str, tuple[str, int]]:
    return {row.name: (row.state, row.held) for row in rows.Custody.objects.filter(case_id=case)}


def test_what_was_seized_is_held_until_it_is_dealt_with_item_by_item() -> None:
    seized = play("seize-disposed-in-parts", "seize")
    assert held(seized.case_id) == [
        ("草莓", "5箱", "在管"),
        ("假冒香烟", "2条", "在管"),
        ("管制刀具", "1把", "在管"),
    ]
    line = custody_page(CustodyFilter(), reach=("",)).lines[0]
    assert (str(line.taken_on), str(line.due_on), line.verb) == ("2024-03-05", "2024-03-20", "决定书写明的期限")
    ended = play("seize-disposed-in-parts")
    assert set(states(ended.case_id).values()) == {("已了结", 0)}
    assert not list(differences(all_cases()))


def test_an_item_passes_through_the_states_of_the_rules() -> None:
    sold = play("seize-disposed-in-parts", "hand_over")
    assert states(sold.case_id)["草莓"] == ("变价款待处理", 1)
    assert states(sold.case_id)["假冒香烟"] == ("已了结", 0)
    lifted = play("seal-unclaimed", "lift")
    assert states(lifted.case_id) == {"无标识油桶": ("待退还", 1)}
    announced = play("seal-unclaimed", "announce_claim")
    assert states(announced.case_id) == {"无标识油桶": ("公告领取", 1)}
    taken = play("seal-extended-confiscated", "close")
    assert set(states(taken.case_id).values()) == {("没收待处理", 1)}
    auctioned = play("seal-extended-confiscated")
    assert set(states(auctioned.case_id).values()) == {("已了结", 0)}


def test_preserved_evidence_is_held_too_and_owed_once_the_preservation_lapsed() -> None:
    kept = play("penalty-preservation-lapses", "preserve_return")  # refused: the seven days are not over
    assert states(kept.case_id) == {"砂石": ("保存中", 1)}
    back = play("penalty-preservation-lapses")
    assert states(back.case_id) == {"砂石": ("已了结", 0)}


def counted(player: town.Player, *found: str) -> list[Counted]:
    place = player.places["measure.seize"]
    return [Counted(player.case_id, place, LIST, str(no), text) for no, text in enumerate(found, 1)]


def test_a_count_that_agrees_is_a_step_and_one_that_differs_a_finding() -> None:
    player = play("seize-disposed-in-parts", "store_recording")
    actor = town.actor("王立")
    with on("2024-03-05T12:00"):
        assert take_stock(counted(player, "5", "2", "1"), note="", with_=["李明"], actor=actor) == Stocktake(3, 0)
        assert not rows.Finding.objects.filter(case_id=player.case_id, step="stocktake").exists()
    with on("2024-03-05T13:00"):
        short = counted(player, "5", "1.0", "1")
        assert take_stock(short, note="少一条，正在查明", with_=[], actor=actor) == Stocktake(3, 1)
    finding = rows.Finding.objects.get(case_id=player.case_id, step="stocktake")
    assert (finding.level, finding.message) == ("red", "盘点与台账不符：少一条，正在查明")
    row = rows.Custody.objects.get(case_id=player.case_id, no="2")
    assert (row.found, row.short, str(row.counted_on)) == ("1", 1, "2024-03-05")
    counts = custody_counts(reach=("",), day=row.counted_on)
    assert (counts.held, counts.short) == (3, 1)
    assert not list(differences(all_cases()))


@pytest.mark.parametrize("typed", ["", "两条", "-1", "NaN", "Infinity", "1e40"])
def test_a_count_nobody_can_read_stores_nothing(typed: str) -> None:
    player = play("seize-disposed-in-parts", "store_recording")
    before = rows.Case.objects.get(pk=player.case_id).version
    with on("2024-03-05T12:00"):
        done = take_stock(counted(player, "5", typed, "1"), note="", with_=[], actor=town.actor("王立"))
    assert isinstance(done, Refusal), done
    assert rows.Case.objects.get(pk=player.case_id).version == before


def test_a_count_is_all_or_nothing_over_several_cases() -> None:
    one, other = (play("seize-disposed-in-parts", "store_recording") for _ in range(2))
    with on("2024-03-05T12:00"):
        lines = [*counted(one, "5", "2", "1"), *counted(other, "5", "x", "1")]
        done = take_stock(lines, note="", with_=[], actor=town.actor("王立"))
    assert isinstance(done, Refusal)
    assert not rows.Custody.objects.exclude(counted_on=None).exists()
