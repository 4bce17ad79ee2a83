"""A key is no longer checked: rows stay, and so does everything else the table asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from zhifa.store.unchecked import Uncheck

MADE = [
    migrations.CreateModel("Owner", [("code", models.CharField(max_length=9, primary_key=True))]),
    migrations.CreateModel(
        "Thing",
        [
            ("id", models.AutoField(primary_key=True)),
            ("owner", models.OneToOneField("trial.Owner", models.CASCADE)),
            ("other", models.ForeignKey("trial.Owner", models.CASCADE, related_name="+")),
        ],
    ),
]


def applied(operations: list[Any], state: ProjectState) -> ProjectState:
    with connection.schema_editor() as editor:
        for operation in operations:
            after = state.clone()
            operation.state_forwards("trial", after)
            operation.database_forwards("trial", editor, state, after)
            state = after
    return state


@pytest.fixture
def thing(transactional_db: None) -> Iterator[Any]:
    """The table with one row, after one of its keys is no longer checked."""
    state = applied(MADE, ProjectState())
    owner = state.apps.get_model("trial", "Owner").objects.create(code="a")
    state.apps.get_model("trial", "Thing").objects.create(owner_id=owner.pk, other_id=owner.pk)
    state = applied([Uncheck("thing", "owner")], state)
    yield state.apps.get_model("trial", "Thing")
    with connection.schema_editor() as editor:
        editor.delete_model(state.apps.get_model("trial", "Thing"))
        editor.delete_model(state.apps.get_model("trial", "Owner"))


def test_rows_stay_and_the_key_may_lead_nowhere(thing: Any) -> None:
    thing.objects.create(owner_id="gone", other_id="a")
    assert list(thing.objects.order_by("id").values_list("owner_id", flat=True)) == ["a", "gone"]


@pytest.mark.parametrize("wrong", [{"owner_id": "a", "other_id": "a"}, {"owner_id": "b", "other_id": "gone"}])
def test_it_is_still_unique_and_other_keys_are_still_checked(thing: Any, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        thing.objects.create(**wrong)
