"""What was learned from the catalogue's sentences, read from its file, and how it reads a text.

Every sign of a text has a place in a space of few dimensions, every matter a direction in it; the places of a text's
signs are added up, and the directions they agree with are the likely matters. A matter that was never learned, because
the site added it, gets its direction from its own words.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # The products are small: threads would only wait for each other.

import numpy as np
from numpy.typing import NDArray

from zhifa.core.matching.learning import OUTSIDE
from zhifa.core.matching.model import Likely, Reader, Subject, Subjects
from zhifa.core.matching.signs import Concepts, concepts_of, runs
from zhifa.core.rulebook import Rulebook
from zhifa.ports import rules

Floats = NDArray[np.float32]

LEARNED: Final = rules.folder() / "matching" / "learned.npz"
SHARPNESS: Final = 10.0
"""How far apart the directions stand: the length of a text's row, in learning as in reading."""
_TELLING: Final = 0.3
"""Pairs that say less than this share of the strongest are no reason."""
_STEPS: Final = 7
_WITHIN: Final = 99.5
"""So many of a hundred places lie within the steps."""
_PAIRS: Final = np.array([[pair >> 4, pair & 15] for pair in range(256)], dtype=np.float32) - _STEPS
"""The two steps that a byte holds."""
_TOLD: Final = 3
"""So many stretches are named."""
_NO_START: Final = "子的了着们地得过个"
_NO_END: Final = "的了着一在把被很不也就都到"
"""Characters no word of Chinese begins or ends with as a reason."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The places of the signs, the directions of the matters, and which sentences they were learned from."""

    signs: tuple[str, ...]
    rarity: Floats
    codes: tuple[str, ...]
    places: NDArray[np.uint8]
    """Half a byte for each dimension, two dimensions in a byte."""
    units: Floats
    """What a step of half a byte is worth in each dimension."""
    directions: Floats
    digest: str

    @classmethod
    def packed(
        cls, signs: Sequence[str], rarity: Floats, codes: Sequence[str], places: Floats, directions: Floats, digest: str
    ) -> Learned:
        """With the places in half a byte for each dimension: -7 to 7 steps, the few that lie further out drawn in."""
        units = np.maximum(np.percentile(np.abs(places), _WITHIN, axis=0) / _STEPS, 1e-9).astype(np.float32)
        steps = (np.clip(np.rint(places / units), -_STEPS, _STEPS) + _STEPS).astype(np.uint8)
        return cls(tuple(signs), rarity, tuple(codes), steps[:, ::2] << 4 | steps[:, 1::2], units, directions, digest)

    def at(self, rows: NDArray[np.intp]) -> Floats:
        """The places of some signs."""
        return _PAIRS[self.places[rows]].reshape(len(rows), -1) * self.units


def save(where: Path, learned: Learned) -> None:
    """Write what was learned; the arrays lie in the file as they do in memory, so that it opens at once."""
    with where.open("wb") as file:
        np.savez(
            file,
            signs=np.frombuffer("\n".join(learned.signs).encode(), dtype=np.uint8),
            rarity=learned.rarity.astype(np.float16),
            codes=np.frombuffer("\n".join(learned.codes).encode(), dtype=np.uint8),
            places=learned.places,
            units=learned.units,
            directions=learned.directions.astype(np.float16),
            digest=np.frombuffer(learned.digest.encode(), dtype=np.uint8),
        )


def load(where: Path = LEARNED) -> Learned:
    """Read what was learned."""
    with np.load(where, allow_pickle=False) as file:
        return Learned(
            signs=tuple(_text(file["signs"]).split("\n")),
            rarity=file["rarity"].astype(np.float32),
            codes=tuple(_text(file["codes"]).split("\n")),
            places=file["places"],
            units=file["units"],
            directions=file["directions"].astype(np.float32),
            digest=_text(file["digest"]),
        )


def _text(raw: NDArray[np.uint8]) -> str:
    return raw.tobytes().decode()


@dataclass(frozen=True, slots=True)
class _Day:
    """The matters of a day with their directions, and the middle of these."""

    codes: tuple[str, ...]
    column: dict[str, int]
    directions: Floats
    middle: Floats


class Lexical:
    """Reads a text by the signs that were learned: offline, and the same on every machine."""

    def __init__(self, learned: Learned, concepts: Concepts) -> None:
        self._learned, self._concepts = learned, concepts
        self._place = {sign: number for number, sign in enumerate(learned.signs)}
        self._column = {code: number for number, code in enumerate(learned.codes)}
        self._days: WeakKeyDictionary[Subjects, _Day] = WeakKeyDictionary()

    def likely(self, text: str, among: Subjects, limit: int) -> Sequence[Likely]:
        day, inner = self._day(among), self._read(text)
        if inner is None:
            return ()
        scores = inner @ day.directions
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        top = np.argpartition(-shares, min(limit, len(shares) - 1))[:limit]
        found = [Likely(day.codes[at], float(shares[at])) for at in top]
        return sorted(found, key=lambda item: (-item.share, item.code))

    def why(self, text: str, code: str, among: Subjects) -> Sequence[str]:
        day = self._day(among)
        toward = day.directions[:, day.column[code]] - day.middle
        found: dict[str, float] = {}
        for run in runs(text):
            for stretch, worth in self._stretches(run, toward):
                found[stretch] = found.get(stretch, 0.0) + worth
        best = sorted(found, key=lambda said: (-found[said], said))
        return [said for at, said in enumerate(best) if not any(said in other for other in best[:at])][:_TOLD]

    def _stretches(self, run: str, toward: Floats) -> Iterator[tuple[str, float]]:
        """The stretches of a run whose pairs speak for a direction, with what they say for it."""
        learned = self._learned
        known = [
            (start, at) for start in range(len(run) - 1) if (at := self._place.get(run[start : start + 2])) is not None
        ]
        if not known:
            return
        rows = np.fromiter((at for _, at in known), dtype=np.intp, count=len(known))
        told = (learned.at(rows) @ toward) * learned.rarity[rows]
        worth = [0.0] * len(run)
        for (start, _), value in zip(known, told.tolist(), strict=True):
            worth[start] = value
        least = _TELLING * max(worth)
        start = 0
        while start < len(run) - 1:
            end = start
            while worth[end] > least:
                end += 1
            if end > start and len(said := run[start : end + 1].lstrip(_NO_START).rstrip(_NO_END)) > 1:
                yield said, sum(worth[start:end])
            start = max(end, start + 1)

    def _read(self, text: str) -> Floats | None:
        """Where a text stands: the places of its signs, the rarer the heavier, added up."""
        learned = self._learned
        counts = Counter(at for sign in self._concepts.signs(text) if (at := self._place.get(sign)) is not None)
        if not counts:
            return None
        known = np.fromiter(counts, dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(often)) * learned.rarity[known]
        weights *= SHARPNESS / max(float(np.sqrt(weights @ weights)), 1e-9)
        return np.asarray(weights @ learned.at(known), dtype=np.float32)

    def _day(self, among: Subjects) -> _Day:
        """The matters of a day and what lies outside them, each with its direction."""
        if among not in self._days:
            outside = tuple(code for code in self._learned.codes if code.startswith(OUTSIDE))
            codes = (*among, *outside)
            columns = [self._column.get(code) for code in codes]
            parts = [
                self._learned.directions[:, column] if column is not None else self._own(among[code])
                for code, column in zip(codes, columns, strict=True)
            ]
            directions = np.ascontiguousarray(np.stack(parts, axis=1))
            middle = directions.mean(axis=1)
            self._days[among] = _Day(codes, {code: at for at, code in enumerate(codes)}, directions, middle)
        return self._days[among]

    def _own(self, subject: Subject) -> Floats:
        """The direction of a matter that was not learned: where its own words stand, as long as the others are."""
        usual = float(np.linalg.norm(self._learned.directions, axis=0).mean())
        found = [inner for text in subject.texts if (inner := self._read(text)) is not None]
        middle = np.mean([inner / max(float(np.linalg.norm(inner)), 1e-9) for inner in found], axis=0) if found else 0
        size = float(np.linalg.norm(middle)) if found else 0.0
        empty = np.zeros(self._learned.directions.shape[0], dtype=np.float32)
        return np.asarray(middle / size * usual, dtype=np.float32) if size else empty


@cache
def _learned() -> Learned:
    return load()


def reader(book: Rulebook) -> Reader:
    """What reads texts under these rules, with the site's language model where it has one."""
    return book.kept("reader", lambda: _reader(book))


def _reader(book: Rulebook) -> Reader:
    signs = Lexical(_learned(), concepts_of(book))
    address = os.environ.get("ZHIFA_MATCHING_URL", "")
    if not address:
        return signs
    from zhifa.ports.embedding import beside

    return beside(signs, address, os.environ.get("ZHIFA_MATCHING_MODEL", ""))
