"""A tree of secrets from which single ones can be taken out for good.

Each number below 2**48 has a secret. All of them follow from a few: a node's secret gives those of
its two halves, by a hash that cannot be turned back. To throw one away, the nodes above it are
replaced by those beside its way down; what follows from them is everything else, and nothing is
left from which the one could be computed. So a secret needs no room before it is used, numbers that
are thrown away beside each other take none afterwards, and only throwing away changes the tree.
(This is a puncturable pseudo-random function after Goldreich, Goldwasser and Micali.)

Owns no file and no numbers: ``owners`` does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

NUMBER_BYTES = 6
SECRET_BYTES = 32
_HEIGHT = NUMBER_BYTES * 8
_NODE_BYTES = NUMBER_BYTES + 1 + SECRET_BYTES
_SIDES = (b"left", b"right")
_NEAR = 6
"""Secrets of 64 numbers beside each other are found from a node that is remembered."""
_REMEMBERED = 4096

Node = tuple[int, int, bytes]
"""The first of its numbers, its height (it has 2**height of them), its secret."""
Gap = tuple[int, int]
"""Numbers to throw away: from the first until before the second."""


class KeyGone(Exception):
    """The secret of this number was thrown away."""


class KeyTree:
    """Never changed: what is left of one is another. Safe to share between threads.

    Its nodes are kept as they are written, in the order of their numbers: a hundred thousand of
    them are copied at once, while objects would hold up everything else.
    """

    def __init__(self, nodes: bytes) -> None:
        """From what `dump` gave. Raises ValueError for what is cut off."""
        if len(nodes) % _NODE_BYTES:
            raise ValueError("a node is cut off")
        self._nodes = nodes
        self._near: dict[int, bytes] = {}

    @classmethod
    def grown_from(cls, seed: bytes) -> "KeyTree":
        """A whole tree."""
        return cls(_raw((0, _HEIGHT, seed)))

    def dump(self) -> bytes:
        """All that is left of it: 39 bytes a node."""
        return self._nodes

    def __len__(self) -> int:
        """How many nodes it takes."""
        return len(self._nodes) // _NODE_BYTES

    def secret(self, number: int) -> bytes:
        """The secret of a number. Raises KeyGone."""
        near = self._near.get(number >> _NEAR)
        if near is not None:
            return _below(near, number, _NEAR)
        _, height, secret = self._above(number)
        if height < _NEAR:
            return _below(secret, number, height)
        near = _below(secret, number >> _NEAR, height - _NEAR)
        if len(self._near) >= _REMEMBERED:
            self._near.clear()
        self._near[number >> _NEAR] = near
        return _below(near, number, _NEAR)

    def is_gone(self, number: int) -> bool:
        """Whether the secret of a number was thrown away."""
        try:
            self._above(number)
        except KeyGone:
            return True
        return False

    def highest_gone(self, low: int, high: int) -> int | None:
        """The highest number from `low` until before `high` that was thrown away."""
        number = high - 1
        while number >= low:
            try:
                first, _, _ = self._above(number)
            except KeyGone:
                return number
            number = first - 1
        return None

    def without(self, gaps: Iterable[Gap]) -> "KeyTree":
        """The same tree, from which these numbers' secrets do not follow any more."""
        sorted_gaps = sorted(gaps)
        parts: list[bytes] = []
        done = 0
        for at in self._touched(sorted_gaps):
            parts.append(self._nodes[done * _NODE_BYTES : at * _NODE_BYTES])
            parts += map(_raw, _rest(self._node(at), sorted_gaps))
            done = at + 1
        parts.append(self._nodes[done * _NODE_BYTES :])
        return self._remembering(KeyTree(b"".join(parts)), sorted_gaps)

    def _remembering(self, left: "KeyTree", gaps: Sequence[Gap]) -> "KeyTree":
        left._near = {  # noqa: SLF001 - of its own kind
            near: secret
            for near, secret in self._near.copy().items()
            if not _within(gaps, near << _NEAR, near + 1 << _NEAR)
        }
        return left

    def _touched(self, gaps: Iterable[Gap]) -> list[int]:
        found = set[int]()
        for first, end in gaps:
            low = max(self._last_up_to(first), 0)
            found.update(range(low, self._last_up_to(end - 1) + 1))
        return sorted(found)

    def _above(self, number: int) -> Node:
        at = self._last_up_to(number)
        if at >= 0:
            first, height, secret = self._node(at)
            if number < first + (1 << height):
                return first, height, secret
        raise KeyGone

    def _last_up_to(self, number: int) -> int:
        """Which node is the last that begins there or before; -1 for none."""
        return bisect_right(range(len(self)), number, key=self._first) - 1

    def _first(self, at: int) -> int:
        begin = at * _NODE_BYTES
        return int.from_bytes(self._nodes[begin : begin + NUMBER_BYTES], "big")

    def _node(self, at: int) -> Node:
        height_at = at * _NODE_BYTES + NUMBER_BYTES
        secret = self._nodes[height_at + 1 : height_at + 1 + SECRET_BYTES]
        return self._first(at), self._nodes[height_at], secret


def _below(secret: bytes, number: int, levels: int) -> bytes:
    for level in range(levels - 1, -1, -1):
        secret = sha256(_SIDES[number >> level & 1] + secret).digest()
    return secret


def _rest(node: Node, gaps: Sequence[Gap]) -> Iterator[Node]:
    """The nodes that are left of one; the gaps are sorted and do not overlap."""
    first, height, secret = node
    end = first + (1 << height)
    inside = _within(gaps, first, end)
    if not inside:
        yield node
    elif inside[0][0] > first or inside[0][1] < end:
        half = height - 1
        for side, words in enumerate(_SIDES):
            below = sha256(words + secret).digest()
            yield from _rest((first + (side << half), half, below), inside)


def _within(gaps: Sequence[Gap], first: int, end: int) -> Sequence[Gap]:
    """The gaps that take any of these numbers."""
    low = bisect_left(gaps, (first + 1,))
    if low and gaps[low - 1][1] > first:
        low -= 1
    return gaps[low : bisect_left(gaps, (end,))]


def _raw(node: Node) -> bytes:
    first, height, secret = node
    return first.to_bytes(NUMBER_BYTES, "big") + bytes([height]) + secret
