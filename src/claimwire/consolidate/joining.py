"""Union of what is one, with the reasons in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


class Groups:
    """Union-find that remembers why."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))
        self._why: list[tuple[int, str]] = []

    def join(self, a: int, b: int, because: str) -> None:
        """Make the groups of two members one."""
        x, y = sorted((self.of(a), self.of(b)))
        if x != y:
            self._parent[y] = x
            self._why.append((a, because))

    def of(self, n: int) -> int:
        """Return what stands for a member's group: the same for all of them."""
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def members(self) -> list[list[int]]:
        """Return the groups, each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._parent)):
            found[self.of(n)].append(n)
        return list(found.values())

    def reasons(self, members: Sequence[int]) -> tuple[str, ...]:
        """Return why some members are one, in the order in which it was found."""
        inside = set(members)
        return tuple(dict.fromkeys(why for n, why in self._why if n in inside))
