"""Steps shared by several measures, and what of a list each of them asks for."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.procedure.reading import procedure
from zhifa.ports.rules import rulebook

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("measure", "paper"),
    [
        ("measure.seize", "seizure-approval"),
        ("measure.seal", "seal-approval"),
        ("measure.freeze", "freeze-approval"),
        ("measure.other", "measure-approval"),
    ],
)
def test_a_shared_step_offers_the_papers_of_its_own_procedure(measure: str, paper: str) -> None:
    found = procedure(rulebook().as_of(DAY), measure)
    assert found is not None
    assert found.steps["approve"].papers == (paper,)
    assert found.steps["make_up_approval"].papers == (paper,)


def test_a_later_step_asks_only_for_what_it_is_about() -> None:
    found = procedure(rulebook().as_of(DAY), "measure.seal")
    assert found is not None
    asked = {record.fact: record.columns for record in found.steps["lift"].records}
    assert asked["seizure.goods"] == ("no", "name", "quantity", "unit", "disposal")
    assert "disposal" not in dict.fromkeys(
        column for record in found.steps["seize"].records for column in record.columns
    )
