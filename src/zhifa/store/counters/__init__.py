"""Counters: outcome rows summed by organ and day, month and year, so that the tables of a year come at once.

Acts append what they changed (`moved`), a job adds it up (`fold`), readers take both (`relation`): what is counted is
exact at every moment, and no two acts ever wait for the same counter. No models are imported here, so the package is
the Django app as well.
"""

from zhifa.store.counters.folding import fold, fold_all, recount
from zhifa.store.counters.reading import covers, organ_years, relation, strays
from zhifa.store.counters.writing import moved

__all__ = ["covers", "fold", "fold_all", "moved", "organ_years", "recount", "relation", "strays"]
