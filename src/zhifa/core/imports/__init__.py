"""Lists of finished cases that others keep: their layouts, the reading of their rows, and what cannot be read."""

from zhifa.core.imports.mapping import Head, Mapped, find_head, propose
from zhifa.core.imports.model import Column, Fault, Layout, ListedBeside, ListedRow, ListedStep, layouts_of
from zhifa.core.imports.rowplan import Known, Plan, plan
from zhifa.core.imports.rows import RowReader
from zhifa.core.imports.texts import storable

__all__ = [
    "Column",
    "Fault",
    "Head",
    "Known",
    "Layout",
    "ListedBeside",
    "ListedRow",
    "ListedStep",
    "Mapped",
    "Plan",
    "RowReader",
    "find_head",
    "layouts_of",
    "plan",
    "propose",
    "storable",
]
