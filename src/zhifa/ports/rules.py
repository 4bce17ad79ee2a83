"""The rules shipped with the program: TOML sources compiled once into one JSON kept beside them."""

from __future__ import annotations

import json
import os
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

from zhifa.core.rulebook import Problem, Rulebook, compile_rules, load
from zhifa.core.worktime import Calendar

COMPILED = "rulebook.json"


class BrokenRules(Exception):
    """The shipped rules do not compile: a defect of the installation, with every problem named."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("规则不能编译：\n" + "\n".join(str(problem) for problem in problems))
        self.problems = problems


def folder() -> Path:
    """Where the rule sources lie."""
    return Path(str(resources.files("zhifa") / "rules"))


def sources(where: Path | None = None) -> dict[str, str]:
    """Every rule file by its path within the folder."""
    root = where or folder()
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.toml"))}


def _stamp(root: Path) -> list[list[object]]:
    """What tells one state of the sources from another without reading them."""
    return [[str(p.relative_to(root)), p.stat().st_size, p.stat().st_mtime_ns] for p in sorted(root.rglob("*.toml"))]


def compiled(where: Path | None = None) -> Rulebook:
    """Compile the sources afresh; BrokenRules lists what is wrong."""
    book = compile_rules(sources(where))
    if isinstance(book, list):
        raise BrokenRules(book)
    return book


def _cache_file(root: Path) -> Path:
    if os.access(root, os.W_OK):
        return root / COMPILED
    return Path(tempfile.gettempdir()) / f"zhifa-rules-{os.getuid()}.json"


@cache
def rulebook() -> Rulebook:
    """The rules of this installation; compiled anew only when a source changed."""
    root = folder()
    kept, stamp = _cache_file(root), _stamp(root)
    try:
        first, _, rest = kept.read_text(encoding="utf-8").partition("\n")
        if json.loads(first) == stamp:
            return load(rest)
    except (OSError, ValueError, KeyError):
        pass
    book = compiled(root)
    scratch = kept.with_suffix(f".{os.getpid()}")
    try:
        scratch.write_text(json.dumps(stamp) + "\n" + book.dump(), encoding="utf-8")
        scratch.replace(kept)
    except OSError:
        scratch.unlink(missing_ok=True)
    return book


@cache
def calendar() -> Calendar:
    """The working calendar as shipped; `calendars` imported later replace years marked provisional."""
    return calendar_of(rulebook())


def calendar_of(book: Rulebook) -> Calendar:
    """The working calendar a rulebook holds."""
    return Calendar.load(e.data for section in ("calendar", "fixed_holidays") for e in book.section(section))
