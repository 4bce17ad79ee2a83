"""Paper templates as data: what a paper must contain, by which article, and in which words.

A template body is a list of items, each with one main key (`text`, `heading`, `field`, `row`, `table`, `list`,
`sign`, `seal`, `note`, `qr`, `page_break`, `passage`) and, where needed, an `if` condition. Placeholders are
written `{{fact.code|filter}}`; besides facts they may name `paper.*` (the act of issuing: organ, officers,
remedies) and `issued.<template code>` (a paper issued earlier in the case).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhifa.core.facts import Vocabulary
from zhifa.core.rulebook import Rules

KINDS = (
    "text", "heading", "field", "row", "table", "list", "sign",
    "seal", "note", "qr", "page_break", "passage", "contents",
)  # fmt: skip
OPTIONS = frozenset(
    ["if", "level", "align", "indent", "value", "lines", "columns", "numbered", "spare", "caption", "ordered"]
    + ["dated", "remark", "sign", "total", "landscape", "cite"]
)
FILTERS = frozenset(
    ["date", "yuan", "capitals", "number", "lines", "blank", "or", "count", "column", "sum", "officers"]
)
CONTEXT_LABELS = {
    "title": "文书名称",
    "organ": "行政机关名称",
    "number": "文号",
    "issued_on": "文书日期",
    "officers": "承办执法人员及证件号码",
    "reconsideration_body": "行政复议机关",
    "court": "有管辖权的人民法院",
    "address": "行政机关地址",
    "contact": "联系人",
    "phone": "联系电话",
    "bank": "罚款代收机构（名称和地址）",
    "payee": "罚款代收账户名称",
    "account": "罚款代收账号",
    "blank": "待填写",
    "pages": "本卷页数",
    "remarks": "本卷情况说明",
}
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_TWICE = re.compile(r"\{\{([\w.]+)\}\}（大写：\{\{\1\|capitals\}\}")
"""An amount is printed with its capitals by itself; a template that adds them prints them twice."""
_NAME = re.compile(r"(?:[a-z_]+\.[a-z0-9_]+|issued\.[a-z0-9-]+)")

Data = Mapping[str, object]


class BadTemplate(ValueError):
    """A template that cannot be used; the message names the paper, the item and the mistake."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{{name|filter|filter:argument}}` in a text."""

    name: str
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def tolerant(self) -> bool:
        """Whether the text itself says what to print when the value is not known."""
        return any(name in {"blank", "or"} for name, _ in self.filters)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a template body; `kind` is its main key and `data` everything written in it."""

    kind: str
    data: Data
    condition: str = ""

    def option(self, key: str, default: str = "") -> str:
        return str(self.data.get(key, default))


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of paper in the version of one day: number kind, required facts and body, with its article.

    `number_kind` is empty for papers without a number. `optional` facts may be missing: their field stays empty
    and a paragraph that needs them is left out.
    """

    code: str
    title: str
    cite: str
    body: tuple[Item, ...]
    number_kind: str = ""
    status: str = "verified"
    applies_to: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def parse_text(text: str) -> tuple[str | Placeholder, ...]:
    """The literal pieces and placeholders of a text in order; ValueError on a malformed placeholder.

    Remembered: every version of a template is read again for each day on which a passage of it changes.
    """
    pieces: list[str | Placeholder] = []
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.start() > end:
            pieces.append(text[end : found.start()])
        name, *filters = (part.strip() for part in found[1].split("|"))
        if not _NAME.fullmatch(name):
            raise ValueError(f"占位符“{found[0]}”应写作 {{{{组.名}}}}")
        parsed = tuple((head, argument) for head, _, argument in (part.partition(":") for part in filters))
        if unknown := [head for head, _ in parsed if head not in FILTERS]:
            raise ValueError(f"占位符“{found[0]}”用了未知的格式“{unknown[0]}”")
        pieces.append(Placeholder(name, parsed))
        end = found.end()
    if end < len(text):
        pieces.append(text[end:])
    if "{{" in (literal := _PLACEHOLDER.sub("", text)) or "}}" in literal:
        raise ValueError(f"“{text[:40]}”中的大括号没有成对")
    return tuple(pieces)


def strings(value: object) -> tuple[str, ...]:
    """A TOML list as strings; a missing one is empty."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Sequence):
        raise BadTemplate("应为列表")
    return tuple(str(item) for item in value)


def _item(data: object, where: str) -> Item:
    if not isinstance(data, Mapping):
        raise BadTemplate(f'{where}：应写作 {{ text = "…" }} 这样的一组')
    kinds = [key for key in KINDS if key in data and not (key == "sign" and "row" in data)]
    if len(kinds) != 1:
        raise BadTemplate(f"{where}：须有且只有一个主要键（{'、'.join(KINDS)}）")
    if unknown := set(data) - OPTIONS - set(kinds):
        raise BadTemplate(f"{where}：未知的键“{sorted(map(str, unknown))[0]}”")
    return Item(kinds[0], data, str(data.get("if", "")))


def _items(body: object, where: str, passage: Callable[[str], Data | None], condition: str = "") -> Iterator[Item]:
    if not isinstance(body, Sequence) or isinstance(body, str) or not body:
        raise BadTemplate(f"{where}：缺 body")
    for place, data in enumerate(body, 1):
        item = _item(data, f"{where} 第 {place} 项")
        both = [part for part in (condition, item.condition) if part]
        joined = both[0] if len(both) == 1 else " and ".join(f"({part})" for part in both)
        if item.kind != "passage":
            yield Item(item.kind, item.data, joined)
            continue
        code = item.option("passage")
        found = passage(code)
        if found is None:
            raise BadTemplate(f"{where} 第 {place} 项：当日没有名为“{code}”的通用段落")
        yield from _items(found.get("body"), f"通用段落 {code}", passage, joined)


def read_template(code: str, data: Data, *, passage: Callable[[str], Data | None] = lambda _: None) -> Template:
    """A template from its rule entry; `passage` gives the shared passage in force on the same day.

    Shared passages (remedies above all) are dated on their own, so a change of the law of remedies is made once.
    BadTemplate names the paper, the item and the mistake.
    """
    where = f"文书 {code}"
    title = str(data.get("title", ""))
    if not title:
        raise BadTemplate(f"{where}：缺 title")
    facts: dict[str, list[str]] = {"required": [], "optional": []}

    def noted(name: str) -> Data | None:
        found = passage(name)
        for key, codes in facts.items():
            codes += strings(found.get(key)) if found else ()
        return found

    body = tuple(_items(data.get("body"), where, noted))
    required = tuple(dict.fromkeys([*strings(data.get("required")), *facts["required"]]))
    optional = dict.fromkeys([*strings(data.get("optional")), *facts["optional"]])
    template = Template(
        code=code,
        title=title,
        cite=str(data.get("cite", "")),
        body=body,
        number_kind=str(data.get("number_kind", "")),
        status=str(data.get("status", "verified")),
        applies_to=strings(data.get("applies_to")),
        required=required,
        optional=tuple(code for code in optional if code not in required),
    )
    for item in template.body:
        try:
            tuple(placeholders(item))
        except ValueError as error:
            raise BadTemplate(f"{where}：{error}") from None
    return template


def template_of(rules: Rules, code: str) -> Template | None:
    """The template in force on the day of these rules, with the passages of the same day; None when there is none."""
    entry = rules.entry("paper", code)
    if entry is None:
        return None

    def passage(name: str) -> Data | None:
        found = rules.entry("passage", name)
        return found.data if found else None

    return rules.built(f"paper {code}", lambda _: read_template(code, entry.data, passage=passage))


def cells(item: Item) -> tuple[tuple[str, str], ...]:
    """The labelled cells of a form row."""
    raw = item.data.get("row")
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise BadTemplate('row 应为 [["名称", "内容"], …]')
    found = []
    for cell in raw:
        parts = strings(cell)
        if len(parts) != 2:
            raise BadTemplate('row 的每一格应为 ["名称", "内容"]')
        found.append((parts[0], parts[1]))
    return tuple(found)


def columns(item: Item) -> tuple[Data, ...]:
    """The columns a table item prints: code, title, width."""
    raw = item.data.get("columns", ())
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not all(isinstance(c, Mapping) for c in raw):
        raise BadTemplate("columns 应为列表")
    return tuple(raw)


def texts(item: Item) -> tuple[str, ...]:
    """Every text of an item in which placeholders may stand."""
    match item.kind:
        case "row":
            return tuple(value for _, value in cells(item))
        case "list":
            return strings(item.data["list"])
        case "field":
            return (item.option("value"),)
        case "text" | "heading" | "note" | "sign":
            return (item.option(item.kind),)
    return ()


def placeholders(item: Item) -> Iterator[Placeholder]:
    for text in texts(item):
        yield from (piece for piece in parse_text(text) if isinstance(piece, Placeholder))
    if item.kind == "table":
        yield Placeholder(item.option("table"))


def facts_printed(template: Template) -> frozenset[str]:
    """Every fact that stands on the paper."""
    return frozenset(
        place.name for item in template.body for place in placeholders(item) if place.group not in {"paper", "issued"}
    )


def facts_used(template: Template) -> frozenset[str]:
    """Every fact the template prints or requires."""
    return facts_printed(template) | set(template.required) | set(template.optional)


def check_template(template: Template, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What is wrong with a template, in Chinese: unknown facts, undeclared needs, required content not printed."""
    problems = [f"未知的事实 {code}" for code in sorted(facts_used(template)) if code not in vocabulary]
    printed: set[str] = set()
    for item in template.body:
        if item.kind == "table" and (code := item.option("table")) in vocabulary:
            known = {column.code for column in vocabulary[code].columns}
            problems += [f"{code} 没有栏目 {c.get('code')}" for c in columns(item) if c.get("code") not in known]
        problems += [
            f"{found[1]} 自带大写，删去后面的“（大写…）”" for text in texts(item) for found in _TWICE.finditer(text)
        ]
        for place in placeholders(item):
            printed.add(place.name)
            if place.group == "paper" and place.name.partition(".")[2] not in CONTEXT_LABELS:
                problems.append(f"未知的签发信息 {place.name}")
    problems += [f"{code} 既未列为必填 required，也未列为选填 optional" for code in undeclared(template, vocabulary)]
    problems += [f"必填的 {code} 没有印在文书上" for code in template.required if code not in printed]
    return tuple(dict.fromkeys(f"{template.code}：{problem}" for problem in problems))


def undeclared(template: Template, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Facts printed without a condition of which the template does not say whether the paper can do without them."""
    declared = set(template.required) | set(template.optional)
    return tuple(
        dict.fromkeys(
            place.name
            for item in template.body
            if not item.condition
            for place in placeholders(item)
            if place.group not in {"paper", "issued"}
            and not (place.tolerant or place.name in declared or _closed(place.name, vocabulary))
        )
    )


def _closed(code: str, vocabulary: Vocabulary) -> bool:
    """Whether the absence of the fact has a meaning, so that it never is a gap."""
    return code in vocabulary and vocabulary[code].absent != "unknown"
