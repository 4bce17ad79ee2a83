"""Supervision: what the rules of supervision make of a case, and of what many cases show together.

Nothing here decides anything. A finding says what looks wrong, by which article, who must answer and by when; whether
it is a fault is found out by people.
"""

from zhifa.core.oversight.judging import Judged, Judgement, judge
from zhifa.core.oversight.model import COLOURS, Alert
from zhifa.core.oversight.reading import Alerts, alerts

__all__ = ["COLOURS", "Alert", "Alerts", "Judged", "Judgement", "alerts", "judge"]
