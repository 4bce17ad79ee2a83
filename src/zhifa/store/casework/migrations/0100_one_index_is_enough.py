"""Indexes of foreign keys that another index begins with are dropped: each row of a list wrote them twice."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

TWICE = (
    "casework_case_organ_id_573c8eab",
    "casework_obligation_case_id_8cd5939a",
    "casework_ruling_case_id_d0438d52",
    "outcome_organ_id_aeb27451",
    "outcome_case_id_0b5e6cf8",
)
"""PostgreSQL has a second one of each, for patterns nobody asks for."""


def _key(model: str, name: str, to: str, related: str, deleted: object) -> migrations.AlterField:
    field = models.ForeignKey(on_delete=deleted, related_name=related, to=to, db_index=False)  # type: ignore[arg-type]
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_rulings_for_patterns")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}{like}", migrations.RunSQL.noop)
                for name in TWICE
                for like in ("", "_like")
            ],
            state_operations=[
                _key("case", "organ", "registry.organ", "cases", django.db.models.deletion.PROTECT),
                _key("obligation", "case", "casework.case", "obligations", django.db.models.deletion.CASCADE),
                _key("ruling", "case", "casework.case", "rulings", django.db.models.deletion.CASCADE),
                _key("outcome", "organ", "registry.organ", "outcomes", django.db.models.deletion.PROTECT),
                _key("outcome", "case", "casework.case", "outcomes", django.db.models.deletion.CASCADE),
            ],
        )
    ]
