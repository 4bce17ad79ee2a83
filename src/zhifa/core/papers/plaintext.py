"""A template as text that a clerk can edit: one item a line, what is not plain text in brackets before it.

`[标题] 一、违法事实` a heading, `[字段 案由] {{case.title}}` a labelled line, `[栏 甲] … [栏 乙] …` a row of a form,
`[表 事实]` a list, `[签名 …]`, `[盖章]`, `[二维码]`, `[说明]`, `[段落 party]` a passage shared by papers; everything
else is a paragraph. What is said of an item stands behind it: `〔如果 条件〕〔依据 条文〕`. It reads back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

BREAK: Final = "⏎"
"""A line break inside one item."""
MARKS: Final[Mapping[str, str]] = {
    "标题": "heading", "字段": "field", "栏": "row", "表": "table", "列": "list", "签名": "sign", "盖章": "seal",
    "说明": "note", "二维码": "qr", "换页": "page_break", "段落": "passage", "目录": "contents",
}  # fmt: skip
OPTIONS: Final[Mapping[str, str]] = {
    "如果": "if", "依据": "cite", "级": "level", "对齐": "align", "缩进": "indent", "高": "lines", "签": "sign",
    "栏目": "columns", "序号": "numbered", "空行": "spare", "表题": "caption", "有序": "ordered", "日期": "dated",
    "注": "remark", "横": "landscape", "合计": "total",
}  # fmt: skip
_NUMBERS: Final = frozenset(["level", "indent", "lines", "spare"])
_YES: Final = frozenset(["numbered", "ordered", "dated", "landscape", "total"])
_NAMED: Final = {key: word for word, key in MARKS.items()}
_SAID: Final = {key: word for word, key in OPTIONS.items()}
_HEAD: Final = re.compile(r"\[(" + "|".join(MARKS) + r")(?:[ 　]+([^\[\]]*))?\][ 　]?")
_TAIL: Final = re.compile(r"〔(" + "|".join(OPTIONS) + r")[ 　]+((?:[^〔〕]|〔[^〔〕]*〕)*)〕$")


class BadLine(ValueError):
    """A line that cannot be read; the message names the line and the mistake, in Chinese."""


def to_text(body: Sequence[Mapping[str, Any]]) -> str:
    """The body of a template as lines."""
    return "\n".join(_line(item) for item in body) + "\n"


def _line(item: Mapping[str, Any]) -> str:
    kind = next((key for key in ("row", "text", *_NAMED) if key in item), "text")
    said = _main(kind, item)
    left = [(key, value) for key, value in item.items() if key not in (kind, "value")]
    options = "".join(f"〔{_SAID[key]} {_option(key, value)}〕" for key, value in left if key in _SAID)
    return said.replace("\n", BREAK) + options


def _main(kind: str, item: Mapping[str, Any]) -> str:
    value = item.get(kind)
    match kind:
        case "text":
            said = str(value)
            return f"[文] {said}" if _HEAD.match(said) or not said.strip() else said
        case "row":
            return " ".join(f"[栏 {label}] {text}".rstrip() for label, text in value or ())
        case "field":
            return f"[字段 {value}] {item.get('value', '')}".rstrip()
        case "list":
            return "[列] " + " ｜ ".join(str(one) for one in ([value] if isinstance(value, str) else value or ()))
        case "heading" | "note":
            return f"[{_NAMED[kind]}] {value}"
        case "table" | "sign" | "passage":
            return f"[{_NAMED[kind]} {value}]"
    return f"[{_NAMED[kind]}]"


def _option(key: str, value: Any) -> str:
    if key == "columns":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).replace("\n", BREAK)


def from_text(text: str) -> list[dict[str, Any]]:
    """The body that these lines say; empty lines are skipped. BadLine names the first that cannot be read."""
    body = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        try:
            body.append(_item(line.strip()))
        except ValueError as error:
            raise BadLine(f"第 {number} 行：{error}") from None
    if not body:
        raise BadLine("没有内容：至少写一行")
    return body


def _item(line: str) -> dict[str, Any]:
    line, options = _options(line)
    line = line.replace(BREAK, "\n")
    if line.startswith("[文] "):
        return {"text": line.removeprefix("[文] "), **options}
    found = _HEAD.match(line)
    if found is None:
        if line.startswith("[") and "]" in line:
            word = line[1 : line.index("]")].split()[0] if line[1 : line.index("]")].split() else ""
            raise ValueError(f"没有“[{word}]”这种写法，可用：{'、'.join(MARKS)}")
        return {"text": line, **options}
    kind, argument, rest = MARKS[found[1]], (found[2] or "").strip(), line[found.end() :].strip()
    return {**_read(kind, argument, rest, line), **options}


def _options(line: str) -> tuple[str, dict[str, Any]]:
    """What is said behind a line, in the order it was written."""
    found: list[tuple[str, Any]] = []
    while tail := _TAIL.search(line):
        key = OPTIONS[tail[1]]
        found.insert(0, (key, _option_value(key, tail[1], tail[2].strip())))
        line = line[: tail.start()].rstrip()
    return line, dict(found)


def _option_value(key: str, word: str, raw: str) -> Any:
    if key == "columns":
        try:
            value = json.loads(raw)
        except json.JSONDecodeError:
            raise ValueError(f"〔{word} …〕的栏目读不懂：照原来的写法，只改 title、width") from None
        if not isinstance(value, list):
            raise ValueError(f"〔{word} …〕应为一组栏目")
        return value
    if key in _NUMBERS:
        if not raw.isdecimal():
            raise ValueError(f"〔{word} {raw}〕应为数字")
        return int(raw)
    if key in _YES:
        if raw not in ("是", "否"):
            raise ValueError(f"〔{word} {raw}〕应写是或者否")
        return raw == "是"
    return raw.replace(BREAK, "\n")


def _read(kind: str, argument: str, rest: str, line: str) -> dict[str, Any]:
    match kind:
        case "row":
            return {"row": [list(cell) for cell in _cells(line)]}
        case "field":
            if not argument:
                raise ValueError("[字段 …] 要写名称，例如 [字段 案由] {{case.title}}")
            return {"field": argument, "value": rest}
        case "list":
            return {"list": [part.strip() for part in rest.split("｜")]}
        case "heading" | "note":
            return {kind: rest or argument}
        case "table" | "sign" | "passage":
            if not argument:
                raise ValueError(f"[{_NAMED[kind]} …] 要写是哪一个")
            return {kind: argument}
    return {kind: True}


def _cells(line: str) -> Iterator[tuple[str, str]]:
    found = [head for head in _HEAD.finditer(line) if head[1] == "栏"]
    for place, head in enumerate(found):
        if not (head[2] or "").strip():
            raise ValueError("[栏 …] 要写名称，例如 [栏 案由] {{case.title}}")
        end = found[place + 1].start() if place + 1 < len(found) else len(line)
        yield (head[2] or "").strip(), line[head.end() : end].strip()
