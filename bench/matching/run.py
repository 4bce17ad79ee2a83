"""How well descriptions nobody showed it are matched: `python -m bench.matching.run [--half tuning] [--wrong N]`.

Prints the table of README.md for the reported half. `--half tuning` is for work on words and rules; what is wrong is
listed only there, so that the reported half stays unread.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.matching.split import descriptions, half
from zhifa.core.citations import parse_all
from zhifa.core.matching import Answer, Subjects, match, subjects
from zhifa.core.rulebook import Rulebook, Rules
from zhifa.ports import rules
from zhifa.ports.matching import reader

HERE = Path(__file__).resolve().parent
SPOKEN = "夜里十点后烧烤摊把桌子摆到人行道上，油烟很大"


@dataclass
class Figures:
    """What was counted; the shares are of the descriptions that belong to the catalogue unless said otherwise."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: list[tuple[dict[str, Any], Answer]] = field(default_factory=list)

    def share(self, name: str, whole: str = "inside") -> float:
        return round(100 * self.counts[name] / (self.counts[whole] or 1), 1)

    def table(self) -> dict[str, float]:
        return {
            "descriptions": self.counts["all"],
            "top1": self.share("top1"),
            "top3": self.share("top3"),
            "abstained": self.share("abstained"),
            "wrong_but_confident": self.share("confident", "all"),
            "first_right": self.share("first"),
            "near_top1": self.share("near.top1", "near"),
            "two_both_in_top3": self.share("two.top3", "two"),
            "outside_abstained": self.share("outside.right", "outside"),
            "queries_per_second": round(self.counts["all"] / (self.seconds or 1)),
        }


def articles(day: Rules) -> dict[str, frozenset[str]]:
    """The articles of every matter of a day, as the descriptions cite them: law and number; a law not read, by name."""
    return {
        code: frozenset(
            f"{cite.title}#{cite.article}" if cite.article else cite.title
            for key in ("applied", "violated")
            for text in entry.data.get(key, ())
            for cite in parse_all(text)
        )
        for code, entry in day.entries("matter").items()
    }


def measure(which: str) -> Figures:
    """Every description of a half, matched as on its day."""
    book, figures = rules.rulebook(), Figures()
    lists: dict[str, tuple[Rules, Subjects, dict[str, frozenset[str]]]] = {}
    for row in descriptions(HERE / "descriptions.jsonl"):
        if half(row["id"]) != which:
            continue
        if row["on"] not in lists:
            day = book.as_of(date.fromisoformat(row["on"]))
            lists[row["on"]] = day, subjects(day), articles(day)
            match(SPOKEN, day, subjects(day), reader(book))
        _count(row, lists[row["on"]], book, figures)
    return figures


def _count(
    row: dict[str, Any], day: tuple[Rules, Subjects, dict[str, frozenset[str]]], book: Rulebook, figures: Figures
) -> None:
    law, among, known = day
    began = time.perf_counter()
    answer = match(row["text"], law, among, reader(book))
    figures.seconds += time.perf_counter() - began
    counts, accepted = figures.counts, [frozenset(choice) for choice in row["accept"]]
    found = [known[item.subject.code] for item in answer.matches]
    first = bool(found) and any(found[0] & choice for choice in accepted)
    every = bool(accepted) and all(any(place & choice for place in found[:3]) for choice in accepted)
    counts.update(["all", "inside" if accepted else "outside"])
    counts["confident"] += not answer.abstained and not first
    if not accepted:
        counts["outside.right"] += answer.abstained
    else:
        counts.update(
            {"abstained": answer.abstained, "first": first, "top1": first and not answer.abstained, "top3": every}
        )
        if row["kind"] in ("near", "two"):
            counts.update(
                {row["kind"]: 1, f"{row['kind']}.top1": first and not answer.abstained, f"{row['kind']}.top3": every}
            )
    if (accepted and not every) or (not answer.abstained and not first):
        figures.wrong.append((row, answer))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def cold() -> float:
    """Seconds of `zhifa match` as a process of its own, the middle of five."""
    words = [str(Path(sys.executable).parent / "zhifa"), "match", "--json", SPOKEN]
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True, timeout=60)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["reported", "tuning"], default="reported")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="list N of what is wrong; tuning half only")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.wrong and args.half == "reported":
        parser.error("--wrong shows descriptions: the reported half stays unread")
    figures = measure(args.half)
    table = figures.table() | {"cold_seconds": round(cold(), 2)}
    if args.json:
        say(json.dumps(table))
        return 0
    for name, value in table.items():
        say(f"{name:22} {value}")
    for row, answer in figures.wrong[: args.wrong]:
        said = "; ".join(f"{item.subject.code} {item.score:.2f}" for item in answer.matches)
        say(f"{row['id']} {row['kind']} {row['text']} | {row['conduct']} | {'?' if answer.abstained else '!'} {said}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
