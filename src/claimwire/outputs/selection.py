"""What a page of bounded size shows of a large corpus, and what it leaves out, counted."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from claimwire.records import Event, Reading

MOST_CLAIMS = 5_000  # a page of these has some 5 to 8 MB, opens in a second or two and can still be sent by mail


@dataclass(frozen=True, slots=True)
class Kept:
    """Readings that a page shows, in the order in which they came, and how much of the rest it does not."""

    readings: tuple[Reading, ...]
    reports_left: int
    claims_left: int


def fitting(readings: Iterable[Reading], events: Iterable[Event], *, most: int = MOST_CLAIMS) -> Kept:
    """Choose whole reports until their claims reach ``most``; everything when it fits.

    Reports of contradicted events come first, then those of events with many independent origins, then the latest. The rest
    is passed over without being held, so a corpus of any size can be gone through. One report stays, however long it is.
    """
    rank: dict[str, tuple[int, int]] = {}
    for e in events:
        mine = (int(bool(e.contradictions) or e.status == "contested"), e.n_origins)
        if mine > (0, 1):
            for c in e.claims:
                rank[c] = mine
    heap: list[tuple[tuple[int, int], str, int, Reading]] = []  # the least wanted on top; the number breaks every tie
    held = reports_left = claims_left = 0
    for n, reading in enumerate(readings):
        best = max((rank.get(c.id, (0, 1)) for c in reading.claims), default=(0, 0))
        heapq.heappush(heap, (best, reading.report.published_at or "", -n, reading))
        held += len(reading.claims)
        while held > most and len(heap) > 1:
            *_, gone = heapq.heappop(heap)
            held -= len(gone.claims)
            reports_left += 1
            claims_left += len(gone.claims)
    order = sorted(heap, key=lambda x: -x[2])
    return Kept(tuple(reading for *_, reading in order), reports_left, claims_left)
