"""Learns from the sentences of the catalogue which signs of a text speak for which matter: `python -m tools.learn`.

Writes `src/zhifa/rules/matching/learned.npz`, which ships with the rules. Run it after matters, words, sentences or
concepts have changed; `zhifa rules check` says when what was learned is older than they are. It reads nothing but the
catalogue: the descriptions of `bench/matching` are never seen here.

Several small models are learned from different beginnings and added up: each errs elsewhere, and what they agree on
stays. Each gives every sign a place in a space of few dimensions and every matter a direction in it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # Many small products: threads would wait for each other.

import numpy as np
from numpy.typing import NDArray

from zhifa.core.matching.learning import Lesson, digest_of, lessons
from zhifa.core.matching.signs import Concepts, concepts_of
from zhifa.ports import rules
from zhifa.ports.matching import LEARNED, SHARPNESS, Learned, save

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

MODELS: Final = 4
DIMENSIONS: Final = 96
EPOCHS: Final = 20
BATCH: Final = 128
RATE: Final = 0.05
FORGOTTEN: Final = 0.6
"""So many of the signs of a sentence are hidden each time, so that no matter hangs on a single word."""
LEAST: Final = 3
"""A sign in fewer sentences than this is not learned."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sentences as sparse rows: where each begins, which signs it has, how much each weighs; rows are of length one."""

    starts: Ints
    signs: Ints
    weights: Floats

    def rows(self, chosen: Ints) -> Sheet:
        sizes = self.starts[chosen + 1] - self.starts[chosen]
        starts = np.concatenate(([0], np.cumsum(sizes)))
        places = np.repeat(self.starts[chosen] - starts[:-1], sizes) + np.arange(starts[-1])
        return Sheet(starts, self.signs[places], self.weights[places])

    def times(self, table: Floats) -> Floats:
        """Each row's signs looked up in the table, weighed and added up."""
        return np.add.reduceat(table[self.signs] * self.weights[:, None], self.starts[:-1], axis=0)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=LEARNED)
    parser.add_argument("--models", type=int, default=MODELS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args(argv)
    book = rules.compiled()
    sentences = list(lessons(book))
    concepts = concepts_of(book)
    learned = learn(sentences, concepts, digest_of(sentences), models=args.models, epochs=args.epochs)
    save(args.out, learned)
    said = f"{len(sentences)} 句，{len(learned.codes)} 个事项，{len(learned.signs)} 个特征 → {args.out}"
    print(said, file=sys.stderr)  # noqa: T201
    return 0


def learn(sentences: Sequence[Lesson], concepts: Concepts, digest: str, *, models: int, epochs: int) -> Learned:
    """Everything that is learned, ready to be written."""
    texts = [concepts.signs(lesson.text) for lesson in sentences]
    held = Counter(sign for text in texts for sign in set(text))
    signs = sorted(sign for sign, count in held.items() if count >= LEAST)
    rarity = np.array([np.log((len(texts) + 1) / (held[sign] + 1)) for sign in signs], dtype=np.float32)
    place = {sign: number for number, sign in enumerate(signs)}
    codes = sorted({lesson.code for lesson in sentences})
    number = {code: position for position, code in enumerate(codes)}
    sheet, kept = _sheet(texts, place, rarity)
    answers = np.array([number[sentences[row].code] for row in kept], dtype=np.int64)
    parts = [_model(sheet, answers, len(signs), len(codes), seed, epochs) for seed in range(models)]
    table = np.concatenate([part[0] for part in parts], axis=1)
    directions: Floats = np.concatenate([part[1] for part in parts], axis=0).astype(np.float32)
    directions /= len(parts)
    return Learned.packed(signs, rarity, codes, table, directions, digest=digest)


def _sheet(texts: Sequence[Sequence[str]], place: dict[str, int], rarity: Floats) -> tuple[Sheet, list[int]]:
    starts, kept = [0], []
    signs: list[int] = []
    weights: list[float] = []
    for row, text in enumerate(texts):
        counts = Counter(place[sign] for sign in text if sign in place)
        if not counts:
            continue
        found = {sign: (1 + np.log(count)) * rarity[sign] for sign, count in counts.items()}
        size = np.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        signs += found
        weights += [weight / size for weight in found.values()]
        starts.append(len(signs))
        kept.append(row)
    return Sheet(np.array(starts), np.array(signs), np.array(weights, dtype=np.float32)), kept


def _model(sheet: Sheet, answers: Ints, signs: int, codes: int, seed: int, epochs: int) -> tuple[Floats, Floats]:
    """One model: places of the signs and directions of the matters, by gradient steps of falling size (Adagrad)."""
    chance = np.random.default_rng(seed)
    table, directions = (
        (chance.standard_normal(shape) * 0.1).astype(np.float32) for shape in ((signs, DIMENSIONS), (DIMENSIONS, codes))
    )
    table_steps, direction_steps = (np.full(part.shape, 1e-6, dtype=np.float32) for part in (table, directions))
    for epoch in range(epochs):
        began, loss = time.perf_counter(), 0.0
        for chosen in _batches(len(answers), chance):
            rows = sheet.rows(chosen)
            shown = (chance.random(len(rows.weights)) >= FORGOTTEN) / (1 - FORGOTTEN) * SHARPNESS
            rows = Sheet(rows.starts, rows.signs, (rows.weights * shown).astype(np.float32))
            inner = rows.times(table)
            wrong = _likely(inner @ directions)
            right = np.arange(len(chosen)), answers[chosen]
            loss -= float(np.log(wrong[right] + 1e-9).sum())
            wrong[right] -= 1
            wrong /= len(chosen)
            _step(directions, direction_steps, slice(None), inner.T @ wrong)
            touched, gradient = _gathered(rows, wrong @ directions.T)
            _step(table, table_steps, touched, gradient)
        said = f"model {seed} epoch {epoch} loss {loss / len(answers):.3f} {time.perf_counter() - began:.1f}s"
        print(said, file=sys.stderr)  # noqa: T201
    return table, directions


def _batches(count: int, chance: np.random.Generator) -> Iterator[Ints]:
    order = chance.permutation(count)
    for start in range(0, count, BATCH):
        yield order[start : start + BATCH]


def _likely(scores: Floats) -> Floats:
    scores -= scores.max(axis=1, keepdims=True)
    likely = np.exp(scores)
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def _step(values: Floats, steps: Floats, where: Any, gradient: Floats) -> None:
    steps[where] += gradient * gradient
    values[where] -= RATE * gradient / np.sqrt(steps[where])


def _gathered(rows: Sheet, of_rows: Floats) -> tuple[Ints, Floats]:
    """What every sign that was shown gets of the gradient of its rows."""
    owner = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    order = np.argsort(rows.signs, kind="stable")
    touched, firsts = np.unique(rows.signs[order], return_index=True)
    each = of_rows[owner[order]] * rows.weights[order][:, None]
    return touched, np.add.reduceat(each, firsts, axis=0)


if __name__ == "__main__":
    raise SystemExit(main())
