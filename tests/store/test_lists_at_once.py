"""However many people take a version of one list at the same moment, one is in force and each act is in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bench import town
from tests.acts.listfiles import HEAD, csv_of
from tests.store.test_contract_concurrency import at_once
from zhifa.acts.powerlists import ListFile, VersionTaken, preview_list, take_list
from zhifa.acts.work import Actor
from zhifa.core.permission import Person, RoleHeld
from zhifa.store.journal import read_stream
from zhifa.store.powerlists.models import ListVersion

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


def test_versions_taken_at_once_follow_one_another() -> None:
    town.found_town()
    keys = []
    for number in range(4):
        name = f"editor{number}"
        actor = Actor(Person(name, name, (RoleHeld("catalogue_editor", ""),)), name)
        row = ["1", f"事项{number}", "行政处罚", "《消防法》第六十条", "镇", "乡镇", "赋权"]
        given = ListFile(name="a.csv", content=csv_of([list(HEAD), row]), title="镇清单", start=date(2026, 9, 1))
        key = preview_list(given, actor=actor)
        assert isinstance(key, str)
        keys.append((key, actor))

    def take(key: str, actor: Actor) -> Callable[[], object]:
        return lambda: take_list(key, actor=actor)

    results = at_once([take(key, actor) for key, actor in keys])
    assert all(isinstance(result, VersionTaken) for result in results), results
    code = ListVersion.objects.values_list("code", flat=True).distinct().get()
    assert ListVersion.objects.filter(code=code, end=None, replaced=False).count() == 1
    assert [event.version for event in read_stream("power_list", code)] == [1, 2, 3, 4]
