"""The Merkle tree over the journal, in the shape of RFC 6962: root, inclusion and consistency.

Positions begin at 0. A complete subtree of height h and index i covers the positions i·2^h … (i+1)·2^h − 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from zhifa.core.journal.hashing import Suite

TILE_HEIGHT: Final = 8
"""Subtrees whose height is a multiple of this are kept, so that a proof reads a few hundred hashes and no more."""

Subtree: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of a complete subtree by height and index; height 0 gives the leaf."""
Kept: TypeAlias = tuple[int, int, bytes]
"""Height, index and hash of a complete subtree worth keeping."""


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first.

    Appending costs one or two hashes per leaf whatever the size; the whole state is at most 64 hashes.
    """

    __slots__ = ("_suite", "peaks", "size")

    def __init__(self, suite: Suite, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"树的边缘应有 {size.bit_count()} 个值，实有 {len(peaks)} 个")
        self._suite = suite
        self.size = size
        self.peaks = list(peaks)

    @classmethod
    def load(cls, suite: Suite, size: int, packed: bytes) -> Frontier:
        return cls(suite, size, [packed[at : at + 32] for at in range(0, len(packed), 32)])

    def dump(self) -> bytes:
        return b"".join(self.peaks)

    def extend(self, leaves: Iterable[bytes]) -> list[Kept]:
        """Append leaves in order; returns the subtrees that became complete at the kept heights."""
        start, peaks, size = self._suite.node_start, self.peaks, self.size
        copy = start.copy
        kept: list[Kept] = []
        for leaf in leaves:
            height, left = 0, size
            while left & 1:
                running = copy()
                running.update(peaks.pop() + leaf)
                leaf = running.digest()
                height += 1
                left >>= 1
                if not height % TILE_HEIGHT:
                    kept.append((height, left, leaf))
            peaks.append(leaf)
            size += 1
        self.size = size
        return kept

    def root(self) -> bytes:
        """The root of the tree as it stands; the hash of nothing when it is empty."""
        if not self.peaks:
            return self._suite.digest(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = self._suite.node(peak, root)
        return root


def _split(count: int) -> int:
    """The largest power of two smaller than the count."""
    return 1 << (count - 1).bit_length() - 1


def range_hash(start: int, end: int, subtree: Subtree, suite: Suite) -> bytes:
    """The root over the positions start … end−1, where start is a multiple of the covering power of two."""
    count = end - start
    if not count & (count - 1):
        height = count.bit_length() - 1
        return subtree(height, start >> height)
    middle = start + _split(count)
    return suite.node(range_hash(start, middle, subtree, suite), range_hash(middle, end, subtree, suite))


def inclusion(position: int, size: int, subtree: Subtree, suite: Suite) -> list[bytes]:
    """The audit path of the leaf at a position in the tree of that size, from the leaf upwards."""
    if not 0 <= position < size:
        raise ValueError(f"位置 {position} 不在大小为 {size} 的树中")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if position < middle:
            path.append(range_hash(middle, end, subtree, suite))
            end = middle
        else:
            path.append(range_hash(start, middle, subtree, suite))
            start = middle
    return path[::-1]


def included(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes, suite: Suite) -> bool:
    """Whether the path leads from the leaf at that position to the root (RFC 9162 §2.1.3.2)."""
    if not 0 <= position < size:
        return False
    at, last, found = position, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = suite.node(beside, found)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            found = suite.node(found, beside)
        at >>= 1
        last >>= 1
    return last == 0 and found == root


def consistency(first: int, second: int, subtree: Subtree, suite: Suite) -> list[bytes]:
    """The proof that the tree of size `first` is the beginning of the tree of size `second`."""
    if not 0 < first <= second:
        raise ValueError(f"不能证明大小 {first} 是大小 {second} 的开头")
    proof, start, end, whole = [], 0, second, True
    while start + (cut := first - start) != end:
        middle = start + _split(end - start)
        if start + cut <= middle:
            proof.append(range_hash(middle, end, subtree, suite))
            end = middle
        else:
            proof.append(range_hash(start, middle, subtree, suite))
            start, whole = middle, False
    if not whole:
        proof.append(range_hash(start, end, subtree, suite))
    return proof[::-1]


def consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes], suite: Suite
) -> bool:
    """Whether the proof shows the smaller tree to be the beginning of the larger one (RFC 9162 §2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    at, last = first - 1, second - 1
    while at & 1:
        at >>= 1
        last >>= 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = suite.node(beside, old), suite.node(beside, new)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            new = suite.node(new, beside)
        at >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root
