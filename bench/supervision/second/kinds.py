"""What a kind of fault of the second hand is: how each of its variants comes about and which rules must speak of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.supervision.second.courses import Course, course

Variant = Callable[[], Course]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault; each variant is planted once, turn by turn live and from paper."""

    code: str
    title: str
    expected: tuple[str, ...]
    also: tuple[str, ...]
    variants: tuple[Variant, ...]


def of(code: str, title: str, expected: str, *variants: Variant, also: str = "") -> Kind:
    """A kind as the tables write it: rules divided by spaces."""
    return Kind(code, title, tuple(expected.split()), tuple(also.split()), variants)


def lawful(name: str) -> Course:
    """A lawful course to begin with."""
    return course(name)
