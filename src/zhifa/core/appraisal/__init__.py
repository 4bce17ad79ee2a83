"""The appraisal of casefiles (案卷评查): what a file loses by a standard, where in the file, and why."""

from zhifa.core.appraisal.model import (
    ITEM,
    STANDARD,
    BadStandard,
    Grade,
    Item,
    Standard,
    standard_for,
    standard_of,
    standards,
)
from zhifa.core.appraisal.sheet import Deduction, Lacked, Sheet, appraise, concerned, graded

__all__ = [
    "ITEM",
    "STANDARD",
    "BadStandard",
    "Deduction",
    "Grade",
    "Item",
    "Lacked",
    "Sheet",
    "Standard",
    "appraise",
    "concerned",
    "graded",
    "standard_for",
    "standard_of",
    "standards",
]
