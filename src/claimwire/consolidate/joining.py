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
        x, y = sorted((self.of(a), self.of(b)))
        if x != y:
            self._parent[y] = x
            self._why.append((a, because))

    def of(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def members(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._parent)):
            found[self.of(n)].append(n)
        return list(found.values())

    def reasons(self, members: Sequence[int]) -> tuple[str, ...]:
        inside = set(members)
        return tuple(dict.fromkeys(why for n, why in self._why if n in inside))
