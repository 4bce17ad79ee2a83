"""Tables made at once are those the migrations they replace came to, and no earlier site is left behind."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import given
from hypothesis import strategies as some

Key = tuple[str, str]


def one_by_one() -> MigrationLoader:
    """Every migration as it was written, and none that replaces others."""
    loader = MigrationLoader(None, replace_migrations=False)
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
    return loader


WRITTEN = one_by_one()


def with_all_before(migrations: set[Key]) -> set[Key]:
    return {key for one in migrations for key in WRITTEN.graph.forwards_plan(one)}


def test_tables_made_at_once_are_those_made_one_by_one() -> None:
    at_once = MigrationLoader(None)
    assert at_once.replacements
    made, grown = (loader.project_state().models for loader in (at_once, WRITTEN))
    assert made.keys() == grown.keys()
    assert [key for key in grown if made[key] != grown[key]] == []


@pytest.mark.django_db
@given(applied=some.sets(some.sampled_from(sorted(WRITTEN.graph.nodes))).map(with_all_before))
def test_a_site_of_any_state_takes_the_migrations_it_lacks(applied: set[Key]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MigrationRecorder, "applied_migrations", lambda _: dict.fromkeys(applied))
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    taken = [key for one, _ in plan for key in one.replaces or [(one.app_label, one.name)]]
    assert sorted(taken) == sorted(WRITTEN.graph.nodes.keys() - applied)
