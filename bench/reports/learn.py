"""Learn from right reports what figures are worked out from: `python -m bench.reports.learn [--folds]`.

Writes the weights `core/footing/derived` goes by. Every figure of the sets, drafts, passages and tested sentences that
no planted mistake touches is an example: the ways it may be worked out in, and which of them give what is printed. A
figure more than one way gives counts for all of them together, and for none a little: some come out by chance.

With --folds nothing is written: three quarters are learned from and the last is examined, four times over, and what
is then false in right texts and found of `silent` is counted. With --without the sets named are not learned from.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import localcontext
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.reports import drafts, passages
from bench.reports.run import HERE, SETS, written
from bench.reports.score import DAY, Sample, places
from bench.reports.silent import altered, coming_out
from zhifa.core.footing.certainty import assured
from zhifa.core.footing.checks import Check
from zhifa.core.footing.derived.beliefs import NONE, Weights, believed, comes_out
from zhifa.core.footing.derived.derivations import asked, derivations
from zhifa.core.footing.derived.derived import derived
from zhifa.core.footing.derived.traits import of_derivations, of_target
from zhifa.core.footing.derived.views import views
from zhifa.core.footing.examining import Examination, examine
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.lexicon import Lexicon, Trait
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import WEIGHTS, folder, report_words

SENTENCES: Final = HERE.parents[1] / "tests" / "core" / "report_sentences.txt"
SEEN: Final = 20
"""A trait fewer examples have is not learned."""
_ROUNDS, _RATE, _BY_CHANCE, _SMALL = 4, 0.15, 0.05, 0.05
_FOLDS: Final = 4
_MISLEADING: Final = 5
_MORE: Final = 5
"""So often is learned anew while a sentence that is right is contradicted."""


@dataclass(frozen=True, slots=True)
class Example:
    """A figure: the traits of its being worked out from nothing, those of each way, and which ways come out."""

    none: tuple[Trait, ...]
    ways: tuple[tuple[Trait, ...], ...]
    right: tuple[bool, ...]


def texts(without: Iterable[str] = ()) -> Iterator[tuple[str, Sample]]:
    """Every text to learn from, by the set it is of."""
    yield from ((name, sample) for name in SETS if name not in without for sample in written(HERE / name))
    for path in sorted(drafts.DRAFTS.iterdir()):
        yield "drafts", Sample(path.name, drafts.right(path.read_text(encoding="utf-8")).encode(), ())
    for path in sorted(passages.PASSAGES.glob("*.txt")):
        for number, text in passages.texts(path):
            yield "passages", Sample(f"{path.stem}-{number}.txt", drafts.right(text).encode(), ())
    for number, line in enumerate(SENTENCES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            text = passages.TITLE + drafts.right(line).replace("\\n", "\n")
            yield "sentences", Sample(f"sentence-{number}.txt", text.encode(), ())


def _counts(name: str) -> int:
    """How often a set is learned from: sentences made to mislead are few, and say most of what is not meant."""
    return _MISLEADING if name == "sentences" else 1


def examples(sample: Sample, words: Lexicon) -> list[Example]:
    """The figures of one text and what they may be worked out from, but those a planted mistake touches."""
    with localcontext(prec=64):
        lines = read_report(sample.content, sample.name)
        found = examine(lines, words)
        spoilt = {line for planted in sample.planted for line in places(lines, planted.at)}
        seen = views(found.reading, found.celled, words)
        learned = []
        for target in filter(asked, seen.told):
            ways = [w for w in derivations(seen, target) if not spoilt & {term.figure.line for term in w.terms}]
            if target.figure.line not in spoilt and ways:
                told = zip(ways, of_derivations(seen, target, ways), strict=True)
                traits = tuple(_filed(way.kind, each) for way, each in told)
                right = tuple(comes_out(target, way) for way in ways)
                learned.append(Example(_filed(NONE, of_target(target)), traits, right))
        return learned


def _filed(kind: str, traits: Iterable[Trait]) -> tuple[Trait, ...]:
    return tuple((kind, *trait) for trait in traits)


def learned(given: Sequence[Example]) -> Weights:
    """The weights that make what comes out likeliest, by adaptive steps over the examples in a fixed order."""
    many = Counter(trait for one in given for trait in {*one.none, *(t for way in one.ways for t in way)})
    kept = sorted((trait for trait, count in many.items() if count >= SEEN), key=repr)
    place = {trait: at for at, trait in enumerate(kept)}
    rows = [_row(one, place) for one in given]
    weights, steps = np.zeros(len(place)), np.full(len(place), 1e-2)
    for _round in range(_ROUNDS):
        for at in np.random.default_rng(_round).permutation(len(rows)):
            _step(rows[at], weights, steps)
    found: dict[str, dict[Trait, float]] = {}
    for trait, at in place.items():
        if abs(weights[at]) >= _SMALL:
            found.setdefault(str(trait[0]), {})[trait[1:]] = round(float(weights[at]), 2)
    return found


def printed(weights: Weights) -> str:
    """Weights as they are kept: kind by kind, a trait a line."""
    kinds = (
        f"{json.dumps(kind)}: [\n"
        + ",\n".join(json.dumps([weight, *trait], ensure_ascii=False) for trait, weight in each.items())
        + "\n]"
        for kind, each in weights.items()
    )
    return "{\n" + ",\n".join(kinds) + "\n}\n"


@dataclass(frozen=True, slots=True)
class _Row:
    """An example in numbers: `traits` of all ways one behind the other, then those of none; `owner` the way of each."""

    traits: NDArray[np.int64]
    owner: NDArray[np.int64]
    right: NDArray[np.bool_]
    touched: NDArray[np.int64]
    place: NDArray[np.int64]
    """The traits once each, and where in them each of `traits` stands."""


def _row(one: Example, place: dict[Trait, int]) -> _Row:
    told = [[place[trait] for trait in way if trait in place] for way in (*one.ways, one.none)]
    owner = np.repeat(np.arange(len(told)), [len(way) for way in told])
    traits = np.array([at for way in told for at in way], dtype=np.int64)
    return _Row(traits, owner, np.array([*one.right, False]), *np.unique(traits, return_inverse=True))


def _step(row: _Row, weights: NDArray[np.float64], steps: NDArray[np.float64]) -> None:
    each = np.bincount(row.owner, weights[row.traits], minlength=len(row.right))
    share = np.exp(each - each.max())
    share /= share.sum()
    wanted = np.where(row.right, share, 0.0)
    wanted[-1] = share[-1] * (_BY_CHANCE if row.right.any() else 1.0)
    slope = (share - wanted / wanted.sum())[row.owner]
    total = np.bincount(row.place, slope)
    steps[row.touched] += total * total
    weights[row.touched] -= _RATE * total / np.sqrt(steps[row.touched])


def main() -> None:
    """Learn and write, or measure what is learned."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", action="store_true", help="measure on texts that were not learned from")
    parser.add_argument("--without", nargs="*", default=[], help="sets that are not learned from")
    parser.add_argument("--to", type=Path, default=folder() / WEIGHTS, help="the file the weights are written to")
    args = parser.parse_args()
    words = report_words(DAY)
    told = list(texts(args.without))
    with ProcessPoolExecutor() as pool:
        read = partial(examples, words=replace(words, weights={}))
        given = list(pool.map(read, [sample for _, sample in told], chunksize=8))
    if args.folds:
        _folds(told, given, words)
        return
    weights = _sparing(told, given, words)
    args.to.write_text(printed(weights), encoding="utf-8")
    sys.stdout.write(
        f"{sum(map(len, given))} figures of {len(told)} texts, {sum(map(len, weights.values()))} weights\n"
    )


def _sparing(told: Sequence[tuple[str, Sample]], given: Sequence[list[Example]], words: Lexicon) -> Weights:
    """What is learned when sentences that are still falsely contradicted by it are learned twice as often."""
    times = [_counts(name) for name, _ in told]
    sentences = [at for at, (name, _) in enumerate(told) if name == "sentences"]
    for _round in range(_MORE):
        weights = learned([one for many, each in zip(times, given, strict=True) for one in each * many])
        with ProcessPoolExecutor() as pool:
            asked = partial(_contradicted, words=replace(words, weights=weights))
            wrong = pool.map(asked, [told[at][1] for at in sentences], chunksize=32)
            accused = [at for at, is_wrong in zip(sentences, wrong, strict=True) if is_wrong]
        sys.stdout.write(f"{len(accused)} sentences falsely contradicted\n")
        if not accused:
            break
        for at in accused:
            times[at] *= 2
    return weights


def _contradicted(sample: Sample, words: Lexicon) -> bool:
    return bool(examine(read_report(sample.content, sample.name), words).contradictions)


def _folds(told: Sequence[tuple[str, Sample]], given: Sequence[list[Example]], words: Lexicon) -> None:
    fold = [zlib.crc32(f"{name}{sample.name}".encode()) % _FOLDS for name, sample in told]
    counted = Counter[str]()
    parts = [
        [one for at, each in enumerate(given) if fold[at] != part for one in each * _counts(told[at][0])]
        for part in range(_FOLDS)
    ]
    with ProcessPoolExecutor() as pool:
        books = [replace(words, weights=weights) for weights in pool.map(learned, parts)]
        jobs = [(sample, books[fold[at]]) for at, (_, sample) in enumerate(told)]
        for result, shown in pool.map(_measured, jobs, chunksize=8):
            counted += result
            sys.stdout.write(shown)
    for key, count in sorted(counted.items()):
        sys.stdout.write(f"{key}: {count}\n")


def _measured(job: tuple[Sample, Lexicon]) -> tuple[Counter[str], str]:
    """What is false in a right text and noticed of figures printed wrongly, without what was learned and with it."""
    sample, words = job
    without, counted, shown = replace(words, weights={}), Counter[str](texts=1), ""
    lines = read_report(sample.content, sample.name)
    found = examine(lines, without)
    spoilt = {line for planted in sample.planted for line in places(lines, planted.at)}
    for check in _more(found, words):
        right = not spoilt & set(check.lines)
        counted["false" if right else "planted"] += 1
        shown += f"  false {sample.name}: {check.expression} {check.explain}\n" if right else ""
    draw = random.Random(zlib.crc32(sample.name.encode()))
    for _kind, figure in coming_out(found):
        other = altered(lines, found, figure, draw)
        if figure.line not in spoilt and other != list(lines):
            counted["printed wrongly"] += 1
            wrong = examine(other, without)
            if any(figure.line in check.lines for check in wrong.contradictions):
                counted["noticed by rules"] += 1
            elif any(figure.line in check.lines for check in _more(wrong, words)):
                counted["noticed besides"] += 1
    return counted, shown


def _more(found: Examination, words: Lexicon) -> list[Check]:
    """What is contradicted besides by what was learned."""
    with localcontext(prec=64):
        more = derived(believed(found.reading, found.celled, words), found.checks)
        return [one for one in assured(more, found.reading, words) if one.state == CONTRADICTION]


if __name__ == "__main__":
    main()
