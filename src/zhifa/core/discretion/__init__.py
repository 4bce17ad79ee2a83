"""How much may be fined: the statutory range narrowed by circumstances, as an interval with its proof.

The percentages, the circumstances and the reading of 第355号令 articles 13 to 20 are rule data
(`rules/benchmarks`); here is only the arithmetic. Amounts are whole fen; where an article excludes its end, the
interval stops one fen short of it.
"""

from zhifa.core.discretion.asking import asked_facts
from zhifa.core.discretion.leniency import Lenient, leniency_for
from zhifa.core.discretion.lighter import Comparison
from zhifa.core.discretion.likeness import Likeness, likeness
from zhifa.core.discretion.model import Line, Range, reasons
from zhifa.core.discretion.ranges import comparison_for, range_for

__all__ = [
    "Comparison", "Lenient", "Likeness", "Line", "Range", "asked_facts", "comparison_for", "leniency_for", "likeness",
    "range_for", "reasons",
]  # fmt: skip
