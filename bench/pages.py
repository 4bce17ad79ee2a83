"""How long a page of 50 cases takes in a store of 100,000: `python -m bench.pages [CASES]`.

Whole responses: session, permission, queries, template. Asked by a supervisor who sees the district and by an officer
who sees a town; first page, filters, a page deep in the list, and search.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib import import_module
from typing import Any

from bench.site import Spread, fresh_site, spread


def measure(cases: int, repeat: int) -> dict[str, Any]:
    """Milliseconds by page; the store is filled first and its journal verified once."""
    with fresh_site():
        from bench.filling import fill
        from zhifa.store import journal
        from zhifa.store.casework.models import Case

        import_module("zhifa.config.urls")  # before the long filling, so that all code is of one moment
        began = time.perf_counter()
        fill(cases)
        filled = round(time.perf_counter() - began, 1)
        if not journal.verify().valid:
            raise SystemExit("the filled journal does not verify")
        middle = Case.objects.order_by("-opened_on", "-id").values_list("opened_on", "id")[cases // 2]
        deep = f"/cases?after={middle[0]}_{middle[1]}"
        pages = {
            "first": "/cases", "open": "/cases?state=open", "red": "/cases?red=1", "kind": "/cases?kind=permit",
            "deep": deep, "search": "/cases?q=某77", "search none": "/cases?q=没有这人",
        }  # fmt: skip
        district, officer = _client("督察", "supervisor", "500112/"), _client("镇员", "officer", "500112/lq/")
        found: dict[str, Any] = {"cases": Case.objects.count(), "filled_seconds": filled}
        for name, place in pages.items():
            found[f"district {name}"] = _timed(district, place, repeat)
        for name in ("first", "open", "deep", "search"):
            found[f"town {name}"] = _timed(officer, pages[name], repeat)
        return found


def _client(name: str, role: str, path: str) -> Any:
    from django.test import Client

    from zhifa.acts.registry import Registration, RoleGiven, register_officer
    from zhifa.acts.work import INSTALLER
    from zhifa.store.registry.models import Account, Person

    known = Person.objects.filter(pk=name).exists()  # in a store that was kept
    if not known and register_officer(Registration(name, name, "lq", (RoleGiven(role, path),)), actor=INSTALLER):
        raise SystemExit("the visitor could not be registered")
    account, _ = Account.objects.get_or_create(username=name, person=Person.objects.get(pk=name))
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _timed(client: Any, place: str, repeat: int) -> Spread:
    took = []
    for number in range(repeat + 2):
        began = time.perf_counter()
        response = client.get(place)
        if response.status_code != 200:
            raise SystemExit(f"{place}: {response.status_code}")
        if number >= 2:
            took.append((time.perf_counter() - began) * 1000)
    return spread(took)


def main() -> None:
    parser = argparse.ArgumentParser(description="列表页的速度")
    parser.add_argument("cases", nargs="?", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.cases, args.repeat)
    if args.json:
        sys.stdout.write(json.dumps({k: v.row() if isinstance(v, Spread) else v for k, v in found.items()}) + "\n")
        return
    for name, value in found.items():
        sys.stdout.write(f"{name:24}{value}\n")


if __name__ == "__main__":
    main()
