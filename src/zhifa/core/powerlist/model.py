"""What a power list is: its items, the words it is written in, and its counts by kind, level and mode.

A list says publicly what an organ may do and by which law. It gives no power: that is law's, and what was registered
for the organ (`core.jurisdiction`). The kinds are those the field counts by; a list of other kinds counts them beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from zhifa.core.bigrams import plain
from zhifa.core.citations import parse_all
from zhifa.core.jurisdiction import GRANT, STATUTE, agencies
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Validity

LISTS: Final = "power_list"
KIND, LEVEL, MODE, COLUMN = "list_kind", "list_level", "list_mode", "list_column"
NOT_SAID: Final = "未注明"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the layout: its code, how it is printed, and whatever else it is written as."""

    code: str
    title: str
    extra: bool = False
    length: int = 0


class Words:
    """The words of one column: kinds, levels, modes, or the columns themselves."""

    __slots__ = ("_names", "all")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.all: dict[str, Word] = {}
        self._names: dict[str, Word] = {}
        for entry in entries:
            data = entry.data
            word = Word(entry.key, str(data["title"]), bool(data.get("extra")), int(data.get("length", 0)))
            self.all[word.code] = word
            for name in (word.code, word.title, *data.get("names", ())):
                self._names.setdefault(squeezed(name), word)

    def find(self, text: str) -> Word | None:
        """The word a cell means, whatever its width, blanks and brackets."""
        return self._names.get(squeezed(text))

    def title(self, code: str) -> str:
        word = self.all.get(code)
        return word.title if word else code


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a list is written in."""

    kinds: Words
    levels: Words
    modes: Words
    columns: Words


def layout_of(rules: Rules) -> Layout:
    """The layout in force on a day."""
    return rules.built(
        "powerlist.layout",
        lambda rules: Layout(*(Words(rules.entries(section).values()) for section in (KIND, LEVEL, MODE, COLUMN))),
    )


def squeezed(text: str) -> str:
    """A name as it is compared: one width, no blanks, no brackets around the whole of a remark's signs."""
    return "".join(sign for sign in plain(text) if not sign.isspace() and sign not in "*＊:：")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerItem:
    """One item of a power list."""

    number: int
    title: str
    kind: str
    sub: str = ""
    """子项, where the list divides the item."""
    basis: str = ""
    """设定依据 as it was published."""
    cites: tuple[str, ...] = ()
    """The articles of the basis that could be read."""
    organ: str = ""
    levels: tuple[str, ...] = ()
    mode: str = ""
    item_type: str = ""
    code: str = ""
    """The code the authorities gave it."""
    matter: str = ""
    """The matter of the catalogue it is, where that is known."""
    near: tuple[str, ...] = ()
    """Matters it may be; somebody has to say which."""
    status: str = "reported"
    """`verified`: every article was read in its text; `reported`: known by name; `configured`: a demonstration."""
    note: str = ""

    @property
    def name(self) -> str:
        """Item and sub-item together."""
        return f"{self.title}（{self.sub}）" if self.sub else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerList:
    """A list as it stood for some time; the items of a long one are read when they are wanted."""

    code: str
    title: str
    organ: str = ""
    organ_code: str = ""
    document: str = ""
    """By which paper it was published."""
    validity: Validity = Validity()
    status: str = "reported"
    note: str = ""
    demonstration: bool = False
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are, by kind, level and mode. An item of two levels counts once in the whole."""

    whole: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    matched: int = 0
    """Items that are a matter of the catalogue."""

    def adds_up(self) -> bool:
        """Whether the kinds make the whole: an item without a kind would be lost in every table."""
        return sum(self.kinds.values()) == self.whole == sum(self.modes.values())


def count(items: Iterable[PowerItem], layout: Layout) -> Counts:
    """Count items; kinds in the order of the layout, the eight with zeros, others only where there are any."""
    found = list(items)
    kinds = Counter(item.kind for item in found)
    levels = Counter(level for item in found for level in item.levels or (NOT_SAID,))
    modes = Counter(item.mode or NOT_SAID for item in found)
    shown = [kind.code for kind in layout.kinds.all.values() if not kind.extra or kinds[kind.code]]
    return Counts(
        whole=len(found),
        kinds={kind: kinds[kind] for kind in [*shown, *(kind for kind in kinds if kind not in shown)]},
        levels=_ordered(levels, layout.levels),
        modes=_ordered(modes, layout.modes),
        matched=sum(1 for item in found if item.matter),
    )


def together(counts: Iterable[Counts], layout: Layout) -> Counts:
    """The counts of several lists."""
    every = list(counts)
    kinds: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    for one in every:
        kinds.update(one.kinds)
        levels.update(one.levels)
        modes.update(one.modes)
    shown = {kind.code: kinds[kind.code] for kind in layout.kinds.all.values() if not kind.extra or kinds[kind.code]}
    return Counts(
        sum(one.whole for one in every), {**shown, **{kind: many for kind, many in kinds.items() if kind not in shown}},
        _ordered(levels, layout.levels), _ordered(modes, layout.modes), sum(one.matched for one in every),
    )  # fmt: skip


def _ordered(counted: Counter[str], words: Words) -> dict[str, int]:
    known = [code for code in words.all if counted[code]]
    return {code: counted[code] for code in [*known, *(code for code in counted if code not in words.all)]}


def shipped(rules: Rules) -> Sequence[PowerList]:
    """The lists that come with the rules, as they stand on a day."""
    return [_head(entry) for entry in rules.entries(LISTS).values()]


def _head(entry: Entry) -> PowerList:
    data = entry.data
    return PowerList(
        code=entry.key, title=str(data.get("title", entry.key)), organ=str(data.get("organ", "")),
        document=str(data.get("document", "")), validity=entry.validity, status=entry.status,
        note=str(data.get("note", "")), demonstration=bool(data.get("demonstration")), shipped=True,
    )  # fmt: skip


def items_of(rules: Rules, code: str) -> tuple[PowerItem, ...]:
    """The items of a shipped list; those that name only a matter say what the catalogue says of it that day."""
    entry = rules.entry(LISTS, code)
    if entry is None:
        return ()
    return rules.built(f"powerlist {code}", lambda rules: tuple(_items(rules, entry)))


def _items(rules: Rules, entry: Entry) -> Iterator[PowerItem]:
    number = 0
    for code in entry.data.get("matters", ()):
        if (matter := rules.entry("matter", str(code))) is not None:
            number += 1
            yield of_matter(number, matter, entry.data, layout_of(rules))
    for said in entry.data.get("items", ()):
        number += 1
        yield _said(number, said, entry)


def of_matter(number: int, matter: Entry, given: Mapping[str, Any], layout: Layout) -> PowerItem:
    """A matter of the catalogue as an item of a list of an organ of some level."""
    data, level = matter.data, str(given.get("level", ""))
    kind = layout.kinds.find(str(data.get("kind", "")))
    held = next((agency for agency in agencies(matter) if agency.level == level), None)
    mode = held.mode if held else STATUTE if not level else str(given.get("mode", GRANT))
    cites = tuple(dict.fromkeys(str(cite) for cite in parse_all(data.get("applied") or matter.cite)))
    return PowerItem(
        number=number, title=str(data.get("title", matter.key)), kind=kind.code if kind else "",
        basis="、".join(cite.chinese for text in cites for cite in parse_all(text)), cites=cites,
        organ=str(given.get("organ", "")), levels=(level,) if level else tuple(data.get("levels", ())), mode=mode,
        item_type=str(data.get("item_type", "")), matter=matter.key, status=matter.status,
    )  # fmt: skip


def _said(number: int, said: Mapping[str, Any], entry: Entry) -> PowerItem:
    given = entry.data
    cites = tuple(str(cite) for cite in parse_all(said.get("cite")))
    level = str(said.get("level", given.get("level", "")))
    return PowerItem(
        number=number, title=str(said["title"]), kind=str(said.get("kind", given.get("kind", ""))),
        basis=str(said.get("basis", "")) or "、".join(cite.chinese for text in cites for cite in parse_all(text)),
        cites=cites, organ=str(said.get("organ", given.get("organ", ""))), levels=(level,) if level else (),
        mode=str(said.get("mode", given.get("mode", STATUTE))), item_type=str(said.get("item_type", "")),
        matter=str(said.get("matter", "")), status=str(said.get("status", "verified")), note=str(said.get("note", "")),
    )  # fmt: skip
