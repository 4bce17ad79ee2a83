"""Casting: a light case worked out once, and those alike filled in.

Of a hundred thousand penalties of one kind law sees the same: the same steps, matter and sum, and days that give the
same answers to everything the rules ask of days. The name, the number plate, the place are read by no condition. The
first case of a kind is judged and its event and rows are kept as stencils; the next is filled in.

What makes two cases of one kind is not guessed. The first is judged with an ear on which facts are asked for, with
traced days (`core.tracing`) that remember what was asked of them, and it is made twice, with other days and with
marks in the place of the words, so that nothing that is cut off, compared or reckoned can pass unnoticed. Where that
fails every case is worked out by itself.

`making` works a case out and seals it; `molds` are the stencils of one; `kinds` tell what law sees of a row; `caster`
learns kinds and casts rows.
"""

from zhifa.acts.casting.caster import Caster, Ready
from zhifa.acts.casting.kinds import Raw, first_moment
from zhifa.acts.casting.making import GRAMS, RULING, Cast, Given, Setting, searched
from zhifa.acts.casting.molds import CASE_ID, NUMBER, Mold, officers_of, rows_of

__all__ = [
    "CASE_ID", "GRAMS", "NUMBER", "RULING", "Cast", "Caster", "Given", "Mold", "Raw", "Ready", "Setting",
    "first_moment", "officers_of", "rows_of", "searched",
]  # fmt: skip
