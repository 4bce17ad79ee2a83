"""An installation with one town, for tests that import in processes of their own; says what its tables hold.

python -m tests.store.import_site make
python -m tests.store.import_site tell
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any


def make() -> None:
    """Tables, a town and two officers."""
    from django.core.management import call_command

    from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
    from zhifa.acts.work import INSTALLER
    from zhifa.store.registry.models import Organ

    call_command("migrate", verbosity=0)
    Organ.objects.create(
        code="lq", path="500112/lq/", name="洛碛镇人民政府", short="洛碛镇", mark="渝洛碛", level="乡镇"
    )
    for name in ("王立", "李明"):
        given = (RoleGiven("officer", "500112/lq/"),)
        register_officer(Registration(name, name, "lq", given, joined_on=date(2020, 1, 1)), actor=INSTALLER)
        issue_certificate(f"渝{name}", name, issued_on=date(2020, 1, 1), expires_on=None, actor=INSTALLER)


def tell() -> dict[str, Any]:
    """What was imported, without what differs from one installation to the next: ids, hashes, salts."""
    from zhifa.jobs.rebuild import differences
    from zhifa.store import journal
    from zhifa.store.casework import models as rows
    from zhifa.store.imports.models import AsideRow, Run, TakenRow

    numbers = dict(rows.Case.objects.values_list("id", "number"))
    taken = TakenRow.objects.order_by("number").values_list("number", "case")
    runs = Run.objects.order_by("began_at").values_list("read", "written", "unchanged", "aside", "findings", "state")
    return {
        "cases": sorted(rows.Case.objects.values_list("number", "title", "state", "red_count")),
        "taken": [[row, numbers[case]] for row, case in taken],
        "aside": [[one.number, one.faults] for one in AsideRow.objects.order_by("number")],
        "outcomes": rows.Outcome.objects.count(),
        "findings": rows.Finding.objects.count(),
        "numbers": sorted(rows.NumberUse.objects.values_list("serial", flat=True)),
        "runs": list(runs),
        "events": rows.Case.objects.count() == sum(len(journal.read_stream("case", key)) for key in list(numbers)[:50])
        or len(numbers) > 50,
        "differences": len(list(differences(list(numbers)[:50]))),
        "valid": journal.verify().valid,
    }


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "make":
        make()
    else:
        sys.stdout.write(json.dumps(tell(), ensure_ascii=False))
