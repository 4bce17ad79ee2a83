"""Fields and step forms, in the order of the law, prefilled from facts already known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from zhifa.web.viewmodels.parts import Action, LawMark, RefusalPanel

FieldKind: TypeAlias = Literal[
    "text",
    "password",
    "longtext",
    "money",
    "date",
    "moment",
    "integer",
    "decimal",
    "boolean",
    "choice",
    "choices",
    "table",
    "file",
    "officers",
    "picker",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice; `note` says what it brings, `why_not` why it cannot be taken."""

    value: str
    label: str
    selected: bool = False
    note: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    code: str
    label: str
    kind: Literal["text", "integer", "decimal", "money", "date", "choice"] = "text"
    options: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """Values in the order of the columns, as they were typed."""

    values: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One fact to be entered. `value` is what was typed or is known, never a parsed value, so nothing is lost."""

    name: str
    label: str
    kind: FieldKind
    value: str = ""
    unit: str = ""
    hint: str = ""
    required: bool = True
    either: bool = False
    """One of two ways to say the same thing: one of them is needed."""
    error: str = ""
    remedy: str = ""
    known_from: str = ""
    """Where a prefilled value comes from, e.g. `来自立案审批表 2024-03-06`."""
    law: LawMark | None = None
    personal: bool = False
    placeholder: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    rows: tuple[TableRow, ...] = ()
    files: tuple[Action, ...] = ()
    accept: str = ""
    single: bool = False
    """One file is meant, not several."""
    check: str = ""
    """Where the inline check is asked on leaving the field; the answer is one `frag/note.html`."""
    needed: int = 0
    """Officers: how many distinct certified officers the step needs."""
    low: str = ""
    high: str = ""
    range_note: str = ""
    """Whose range it is, or that the facts lead to another one."""
    proof: Action | None = None
    """An amount opens its benchmark proof."""
    aside: bool = False
    """May be recorded, is not asked for and is empty: stands below, folded, under its name."""

    @property
    def brief(self) -> bool:
        """Whether all options are so short that many stand in a row, as months do."""
        return all(len(option.label) <= 3 for option in self.options)

    @property
    def photo(self) -> bool:
        """Whether a picture just taken may be handed in."""
        return not self.accept or any(kind in self.accept for kind in ("image", ".jpg"))

    @property
    def segmented(self) -> bool:
        """Whether the options of a choice are few and short enough to stand side by side."""
        return len(self.options) <= 5 and self._letters <= 36

    @property
    def wide(self) -> bool:
        """Whether the options of a choice stand side by side only across the whole form."""
        return self.kind == "choice" and self.segmented and self._letters > 18

    @property
    def _letters(self) -> int:
        return sum(len(option.label) for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNote:
    """The answer of an inline check: empty message means all is well."""

    name: str
    message: str = ""
    remedy: str = ""
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A condition of the step and how it stands now, shown before anybody presses the button."""

    text: str
    state: Literal["met", "open", "unmet"]
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """A step as an inline form: performed now, or recorded afterwards when `recording`."""

    code: str
    title: str
    verb: str
    action: str
    fields: tuple[FieldView, ...]
    law: LawMark | None = None
    draft: str = ""
    drafted: str = ""
    checks: tuple[CheckLine, ...] = ()
    papers: tuple[Action, ...] = ()
    refusal: RefusalPanel | None = None
    recording: bool = False
    note: str = ""
    others: tuple[Action, ...] = ()

    @property
    def asked(self) -> tuple[FieldView, ...]:
        return tuple(field for field in self.fields if not field.aside)

    @property
    def sparing(self) -> bool:
        """Whether nearly everything may be left empty: then what must be filled in is marked, not the rest."""
        return len(self.asked) > 8 and sum(field.required for field in self.asked) <= 2

    @property
    def folded(self) -> tuple[FieldView, ...]:
        return tuple(field for field in self.fields if field.aside)
