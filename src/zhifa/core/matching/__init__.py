"""From what somebody saw to the matters it may be: everyday words and pairs of characters, nothing learned.

The same words give the same answer on every machine. When nothing is near enough, or two matters are as near, the
answer says so: a wrong matter said with confidence costs the officer more than none.
"""

from zhifa.core.matching.answer import match
from zhifa.core.matching.lexicon import Lexicon, lexicon
from zhifa.core.matching.model import Answer, Match, Subject

__all__ = ["Answer", "Lexicon", "Match", "Subject", "lexicon", "match"]
