"""Conditions of the rules: a closed grammar with three-valued logic that explains itself.

An expression such as `decision.fine <= notice.fine and done('heard')` is read once, with Python's own parser and a
whitelist, into a typed tree. The one tree gives the value (true, false or unknown), the facts that are missing, the
reasons in Chinese, and the facts and functions it uses. Nothing outside the whitelist can be written.
"""

from zhifa.core.conditions.condition import Condition
from zhifa.core.conditions.logic import UNKNOWN, Known, Result, Unknown, truth
from zhifa.core.conditions.reader import BadCondition, parse
from zhifa.core.conditions.tree import Call, Function, Name, Scope

__all__ = [
    "UNKNOWN", "BadCondition", "Call", "Condition", "Function", "Known", "Name", "Result", "Scope", "Unknown",
    "parse", "truth",
]  # fmt: skip
