"""Pages that speak of commands, packages and files are compared with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhifa.cli.main import NAMES


def _named(requirement: str) -> str:
    return re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0].lower()


def _declared(checkout: Path) -> set[str]:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    listed: list[str] = list(project["project"]["dependencies"])
    for group in (project["project"]["optional-dependencies"], project["dependency-groups"]):
        for requirements in group.values():
            listed += requirements
    return {_named(requirement) for requirement in listed}


def test_every_dependency_has_purpose_licence_and_alternative(checkout: Path) -> None:
    page = (checkout / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    described = {row[0].strip().lower(): row[1:] for row in rows if row[0].strip() != "package"}
    assert set(described) == _declared(checkout) | {"uv"}
    assert [name for name, cells in described.items() if len(cells) != 3 or not all(map(str.strip, cells))] == []


LOCKS = ("requirements.lock", "requirements-cluster.lock")


def test_the_locks_hold_every_dependency_in_one_version(checkout: Path) -> None:
    locked: list[dict[str, set[str]]] = []
    for name in LOCKS:
        found: dict[str, set[str]] = {}
        for line in (checkout / name).read_text(encoding="utf-8").splitlines():
            if "==" in line:
                found.setdefault(_named(line), set()).add(line.split()[0])
        locked.append(found)
    product, cluster = locked
    assert _declared(checkout) - set(product) - set(cluster) == set()
    assert {name for name in product.keys() & cluster.keys() if product[name] != cluster[name]} == set()


@pytest.mark.parametrize("name", [*LOCKS, "tools/uv.lock"])
def test_lock_files_name_no_host_and_every_line_has_its_hash(name: str, checkout: Path) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--extra", text)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def _pages(checkout: Path) -> list[Path]:
    return [*sorted(checkout.glob("README*.md")), *sorted((checkout / "docs").rglob("*.md"))]


def _code(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    yield from re.findall(r"^```.*?^```", text, flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", text)


def test_commands_in_the_pages_are_commands(checkout: Path) -> None:
    found = {
        (page.name, name)
        for page in _pages(checkout)
        for code in _code(page)
        for name in re.findall(r"(?:^|[\s/])zhifa ([a-z][a-z-]+)", code, flags=re.MULTILINE)
        if name not in NAMES and name != "help"
    }
    assert found == set()


def test_make_targets_in_the_pages_exist(checkout: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (checkout / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    used = {
        name for page in _pages(checkout) for code in _code(page) for name in re.findall(r"\bmake ([a-z]+)\b", code)
    }
    assert used - targets == set()


def test_links_between_pages_lead_somewhere(checkout: Path) -> None:
    broken = [
        f"{page.relative_to(checkout)}: {target}"
        for page in _pages(checkout)
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_setting_of_the_environment_is_documented(checkout: Path) -> None:
    page = (checkout / "docs/operations.md").read_text(encoding="utf-8")
    read = {
        name
        for place in (checkout / "src/zhifa").rglob("*.py")
        for name in re.findall(r"environ(?:\.get)?[\[(]\s*\"(ZHIFA_[A-Z_]+)\"", place.read_text(encoding="utf-8"))
    }
    assert {name for name in read if f"`{name}`" not in page} == {"ZHIFA_DEBUG"}
