"""Precision and recall of each rule, from what was found and what was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.supervision.planted import Label


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding as the rules made it: its rule, its organ, the scripts of the cases that show it."""

    key: str
    alert: str
    organ: str
    scripts: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule: how often it spoke rightly and wrongly, and how many of its faults it found."""

    alert: str
    right: int
    wrong: int
    planted: int
    found: int

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.found / self.planted if self.planted else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole measurement."""

    rules: tuple[Measured, ...]
    planted: int
    found: int
    missed: tuple[Label, ...]
    findings: int
    on_clean: tuple[Seen, ...]
    wrong: tuple[Seen, ...]

    @property
    def found_share(self) -> float:
        return self.found / self.planted

    @property
    def clean_share(self) -> float:
        """The share of all findings that lie on nothing that was planted."""
        return len(self.on_clean) / self.findings if self.findings else 0.0


def measure(seen: Sequence[Seen], labels: Sequence[Label], asked: Mapping[str, str]) -> Outcome:
    """Compare findings with the truth. `asked` are findings that ask and do not accuse: they are measured where a fault
    is that something was left out, and are no findings otherwise.

    A finding is right when a fault of a case it lies on is one its rule must or may speak of; a pattern also when the
    fault is its organ's as a whole. It lies on a clean case when no case it lies on has a fault.
    """
    of_script: dict[str, list[Label]] = defaultdict(list)
    of_organ: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        for script in label.scripts:
            of_script[script].append(label)
        if label.whole:
            of_organ[label.organ].append(label)
    right, wrong = Counter[str](), Counter[str]()
    hit: set[tuple[int, str]] = set()
    on_clean, mistaken = [], []
    judged = [one for one in seen if one.key not in asked]
    for one in seen:
        near = {id(label): label for script in one.scripts for label in of_script[script]}
        near |= {id(label): label for label in of_organ[one.organ] if not one.scripts}
        fits = [label for label in near.values() if one.alert in (*label.expected, *label.also)]
        hit |= {(id(label), one.alert) for label in fits}
        if fits:
            right[one.alert] += 1
            continue
        if one.key in asked:
            continue
        wrong[one.alert] += 1
        (mistaken if near else on_clean).append(one)
    missed = [label for label in labels if not any((id(label), alert) in hit for alert in label.expected)]
    rules = sorted({*right, *wrong, *(alert for label in labels for alert in label.expected)})
    return Outcome(
        rules=tuple(_rule(alert, right[alert], wrong[alert], labels, hit) for alert in rules),
        planted=len(labels),
        found=len(labels) - len(missed),
        missed=tuple(missed),
        findings=len(judged),
        on_clean=tuple(on_clean),
        wrong=tuple(mistaken),
    )


def _rule(alert: str, right: int, wrong: int, labels: Sequence[Label], hit: set[tuple[int, str]]) -> Measured:
    """A fault of which one of several rules must speak is that of those that did, and of the first where none did."""
    mine = [label for label in labels if alert in _charged(label, hit)]
    return Measured(alert, right, wrong, len(mine), sum((id(label), alert) in hit for label in mine))


def _charged(label: Label, hit: set[tuple[int, str]]) -> Sequence[str]:
    return [alert for alert in label.expected if (id(label), alert) in hit] or label.expected[:1]
