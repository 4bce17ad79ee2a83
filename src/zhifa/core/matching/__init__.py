"""From what somebody saw to the matters it may be, with the words that carried them.

The same words give the same answer on every machine. When nothing is near enough, or two matters are as near, the
answer says so: a wrong matter said with confidence costs the officer more than none.
"""

from zhifa.core.matching.answer import match
from zhifa.core.matching.model import Affair, Answer, Likely, Match, Reader, Subject, Subjects, subjects

__all__ = ["Affair", "Answer", "Likely", "Match", "Reader", "Subject", "Subjects", "match", "subjects"]
