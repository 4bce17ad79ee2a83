"""Core computes: it takes time, rules and randomness as arguments and imports nothing that could bring them in."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Modules of the standard library that reach a clock, a file, a network, a process or chance.
OUTSIDE = {
    "asyncio", "http", "io", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3",
    "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}
LOCK = "from threading import Lock"
"""The one exception: it keeps two callers apart and brings nothing in."""


def breaches(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        names = []
        if ast.unparse(node) == LOCK:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            if isinstance(node.func.value, ast.Name) and node.func.value.id in {"date", "datetime", "timezone"}:
                yield f"line {node.lineno} reads the clock"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield f"line {node.lineno} opens a file"
        for name in names:
            root = name.split(".")[0]
            if name.startswith((".", "zhifa.core")) or name == "zhifa":
                continue
            if root not in sys.stdlib_module_names or root in OUTSIDE:
                yield f"line {getattr(node, 'lineno', 0)} imports {name}"


def test_core_imports_only_what_computes(checkout: Path) -> None:
    found = [
        f"{place.relative_to(checkout)}: {breach}"
        for place in sorted((checkout / "src/zhifa/core").rglob("*.py"))
        for breach in breaches(place.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "import os",
        "import threading",
        "from threading import Thread",
        "from django.db import models",
        "from zhifa.store import x",
        "open('a')",
        "date.today()",
    ],
)
def test_a_planted_breach_is_found(planted: str) -> None:
    assert list(breaches(planted))
