"""Measure the report checker: `python -m bench.reports.run [--tuned] [--show]`.

Without options the reported half of the generated reports, the hand-written sets, the drafts, the passages and
the outlines are measured. What each gave when it was first run stands in the README beside; all of them have been
looked at since.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from bench.reports import drafts, outlines, passages
from bench.reports.generate import reports
from bench.reports.score import Planted, Sample, Score, score

HERE = Path(__file__).parent
SETS = (
    "written", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "published",
)  # fmt: skip
"""Written by hand one after the other; each was labelled before the checker first saw it, and tuned on afterwards."""


def written(folder: Path = HERE / "written") -> list[Sample]:
    """The hand-written reports with their labels."""
    labels = tomllib.loads((folder / "labels.toml").read_text(encoding="utf-8"))
    return [
        Sample(
            entry["file"],
            (folder / entry["file"]).read_bytes(),
            tuple(Planted(item["say"], tuple(item["at"])) for item in entry["contradictions"]),
            tuple(piece for item in entry.get("undecidable", ()) for piece in item["at"]),
        )
        for entry in labels["report"]
    ]


def show(name: str, result: Score, *, details: bool) -> None:
    """Print a score, and where asked everything missed and false."""
    say = sys.stdout.write
    for line in result.lines():
        say(f"{name}: {line}\n")
    if details:
        for sample, planted in result.missed:
            say(f"  missed {sample}: {planted.kind} {planted.at}\n")
        for sample, check in result.false:
            say(f"  false {sample}: {check.kind} {check.expression} {check.lines} {check.explain}\n")


def main() -> None:
    """Run the halves asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tuned", action="store_true", help="only the half that may be tuned on")
    parser.add_argument("--show", action="store_true", help="name everything missed and false")
    args = parser.parse_args()
    if args.tuned:
        show("tuned half", score(reports(0)), details=args.show)
        return
    show("reported half", score(reports(1)), details=args.show)
    for name in filter(lambda name: (HERE / name).is_dir(), SETS):
        show(name, score(written(HERE / name)), details=args.show)
    for batch in "abcdefghijk":
        show(f"drafts {batch}", drafts.score(batch), details=args.show)
    for half in "abc":
        show(f"passages {half}", passages.score(half), details=args.show)
    show("outlines", outlines.score(), details=args.show)


if __name__ == "__main__":
    main()
