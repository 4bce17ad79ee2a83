"""Articles, and the days on which law begins, stand in the rules; no sentence of the program names one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

NAMED = re.compile(
    r"\(\d{4}\)#\d"  # a citation: 行政处罚法(2021)#20
    r"|(?:法|典|条例|办法|规定|》|）)第[〇零一二三四五六七八九十百千\d]+条"  # as papers print it
    r"|(?:19|20)\d\d年\d{1,2}月"  # a day of law
)
EXAMPLE = re.compile(r"(?:如|写作|例如)[ 《]?[^，；。]*$")
"""What stands behind these words shows how something is written."""
FIXTURES = "web/gallery"
"""Pages shown from made-up cases."""


def sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text of a module that is no docstring."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def breaches(source: str) -> list[str]:
    return [
        f"line {node.lineno}: {node.value[:60]}"
        for node in sentences(ast.parse(source))
        for found in NAMED.finditer(str(node.value))
        if not EXAMPLE.search(str(node.value)[: found.start()])
    ]


def test_no_sentence_of_the_program_names_an_article(checkout: Path) -> None:
    root = checkout / "src/zhifa"
    found = [
        f"{place.relative_to(root)} {breach}"
        for place in sorted(root.rglob("*.py"))
        if not place.is_relative_to(root / FIXTURES)
        for breach in breaches(place.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'CITE = "行政处罚法(2021)#20"',
        'said = f"{name}应当公布（行政处罚法第二十条）"',
        'basis = "《行政强制法》第二十二条"',
        'hint = "2021年7月15日以前已经从事审核的"',
    ],
)
def test_a_planted_article_is_found(planted: str) -> None:
    assert breaches(planted)


@pytest.mark.parametrize(
    "allowed",
    [
        '"""Read as 行政处罚法(2021)#20."""',
        'mend = "写明法律名称和条，如《道路交通安全法》第九十条"',
        'help = "写作 行政处罚法(2021)#58.1(2)；版本可以不写"',
        'empty = "用上面的表登记第一条"',
    ],
)
def test_a_docstring_and_an_example_of_writing_are_none(allowed: str) -> None:
    assert breaches(allowed) == []
