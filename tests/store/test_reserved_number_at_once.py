"""A number printed on one form is used once, however many people enter it at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import town
from tests.store.test_contract_concurrency import at_once, told
from zhifa.acts.numbers import cancel_number, reserve_numbers
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework import models as rows

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
DAY = Moment.parse("2024-03-12")
YEAR = DAY.day.year


def test_a_reserved_number_goes_to_one_paper_or_is_cancelled() -> None:
    town.found_town()
    actor = town.actor("王立")
    players = [told() for _ in range(4)]
    probe = issue_paper(players[0].case_id, next(iter(players[0].places.values())), "penalty-notice", actor=actor)
    assert isinstance(probe, PaperIssued)
    kind = rows.NumberUse.objects.get(token=probe.token).kind
    block = reserve_numbers("lq", kind, YEAR, 1, holder="王立", actor=actor)
    assert not isinstance(block, Refusal)
    serial = block[0].serial

    def issue(player: town.Player) -> Callable[[], object]:
        root = next(iter(player.places.values()))
        return lambda: issue_paper(player.case_id, root, "penalty-notice", actor=actor, at=DAY, serial=serial)

    def cancel() -> object:
        return cancel_number("lq", kind, YEAR, serial, reason="写坏", actor=actor)

    results = at_once([*(issue(player) for player in players), cancel])
    issued = [result for result in results if isinstance(result, PaperIssued)]
    done = len(issued) + (results[-1] is None)
    assert done == 1, results
    use = rows.NumberUse.objects.get(kind=kind, year=YEAR, serial=serial)
    assert use.state == ("issued" if issued else "cancelled")
    assert rows.Paper.objects.filter(number=str(block[0])).count() == len(issued)
    assert list(differences(all_cases())) == []
