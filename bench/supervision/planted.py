"""What a planted fault is: scripts with something wrong in them, and which rules must and may speak of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.supervision.clean import Writer
from zhifa.jobs.simulation.deeds import Script


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: how it is planted, the rules one of which must find it, those that follow from it."""

    code: str
    title: str
    plant: Callable[[Writer], Sequence[Script]]
    expected: tuple[str, ...]
    also: tuple[str, ...] = ()
    """What is wrong besides when this is wrong: true findings, and no measure of whether the fault was found."""
    alone: bool = False
    """The fault is how the organ goes on as a whole: it has an organ of its own and few lawful cases beside it."""


@dataclass(frozen=True, slots=True)
class Label:
    """The truth about one planted fault, kept where no rule can read it."""

    kind: str
    organ: str
    scripts: tuple[str, ...]
    expected: tuple[str, ...]
    also: tuple[str, ...]
    whole: bool = False
    """The fault is the organ's as a whole: patterns without cases speak of it too."""
