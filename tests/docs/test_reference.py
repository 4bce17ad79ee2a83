"""Pages made from rules and code are up to date, and the glossary names only what exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from zhifa.cli.main import main
from zhifa.cli.reference import pages
from zhifa.cli.rules import SCENARIOS, read_scenarios
from zhifa.core.events import EVENT_TYPES
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.rulebook import Rulebook
from zhifa.ports.rules import rulebook


@cache
def made_pages() -> Mapping[str, str]:
    return pages(rulebook(), read_scenarios(SCENARIOS))


MADE = ["coverage.md", "procedures.md", "facts.md", "events.md", "commands.md"]


@pytest.mark.parametrize("name", MADE)
def test_the_reference_is_what_the_rules_and_the_code_say(checkout: Path, name: str) -> None:
    kept = (checkout / "docs/reference" / name).read_text(encoding="utf-8")
    assert kept == made_pages()[name], f"docs/reference/{name} 已过时：运行 zhifa rules reference"


def test_the_reference_holds_every_procedure_step_period_and_fact() -> None:
    made = made_pages()
    assert sorted(made) == sorted(MADE)
    book = rulebook()
    for section in ("procedure", "step", "period"):
        for entry in book.section(section):
            if entry.validity.end is None:
                assert f"`{entry.code}`" in made["procedures.md"], entry.key
    assert all(f"`{code}`" in made["facts.md"] for code in book.vocabulary.facts)
    assert all(f"`{code}`" in made["events.md"] for code in EVENT_TYPES)


def test_tables_are_whole() -> None:
    for name, text in made_pages().items():
        width = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = len(re.findall(r"(?<!\\)\|", line))
            width = width or cells
            assert cells == width, f"{name}: {line}"


def test_the_command_writes_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "reference", "--out", str(tmp_path / "made")]) == 0
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == sorted(MADE)
    assert "procedures.md" in capsys.readouterr().out


def terms(checkout: Path) -> list[tuple[str, str, str, str]]:
    found = []
    for line in (checkout / "docs/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] not in {"中文", "---"}:
            found.append((cells[0], cells[1], cells[2], cells[3]))
    return found


def exists(book: Rulebook, name: str) -> bool:
    if ":" in name:
        module, _, attribute = name.partition(":")
        return hasattr(import_module(module), attribute)
    codes = {
        entry.code for section in ("procedure", "step", "point", "period", "paper") for entry in book.section(section)
    }
    return name in codes | set(book.vocabulary.facts) | set(EVENT_TYPES) | set(ROLE_TITLES)


def test_every_identifier_of_the_glossary_exists(checkout: Path) -> None:
    listed = terms(checkout)
    assert len(listed) > 50
    book = rulebook()
    missing = [(term, name) for term, _, name, _ in listed if not exists(book, name.strip("`"))]
    assert missing == []


def test_the_glossary_says_each_term_once_with_both_languages_and_its_meaning(checkout: Path) -> None:
    listed = terms(checkout)
    assert len({term for term, _, _, _ in listed}) == len(listed)
    assert all(english and meaning and name.startswith("`") for _, english, name, meaning in listed)


def test_every_procedure_and_role_of_the_organ_is_explained(checkout: Path) -> None:
    named = {name.strip("`") for _, _, name, _ in terms(checkout)}
    assert {entry.key for entry in rulebook().section("procedure")} <= named
    assert {"officer", "legal_reviewer", "head", "clerk"} <= named
