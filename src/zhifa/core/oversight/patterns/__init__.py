"""Patterns: what many cases show together and none of them alone. Pure functions over narrow rows.

Each takes rows, the parameters of its rule and the day, and gives what it found, each with the cases that show it.
Every threshold is a parameter of the rule; nothing here says how often is too often.
"""

from zhifa.core.oversight.patterns.model import Deed, Found, OrganYear, Reader, Shown, Visit, source_of
from zhifa.core.oversight.patterns.names import READERS

__all__ = ["READERS", "Deed", "Found", "OrganYear", "Reader", "Shown", "Visit", "source_of"]
