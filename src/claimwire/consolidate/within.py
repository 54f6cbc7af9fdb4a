"""Which claims of one report speak of one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.compare import score
from claimwire.consolidate.likeness import Face
from claimwire.consolidate.sketch import Sketch

WINDOW = 10  # sentences: a pronoun or "the attack" does not reach further back without a shared name
BUCKET = 40  # claims compared per shared name: "shelling of Aleppo" fifty times over must not cost 2,500 comparisons


def groups(sketches: Sequence[Sketch]) -> list[list[int]]:
    """Group the claims of one report, a sketch each in text order, by happening: positions, each group and the list sorted."""
    faces = [Face.of(s) for s in sketches]

    return average_link(len(faces), pairs(sketches), lambda a, b: score(faces[a], faces[b]))


def pairs(sketches: Sequence[Sketch]) -> set[tuple[int, int]]:
    """Return pairs worth comparing: neighbours in the text, and claims that share a type and a name. Linear in the claims."""
    seen: set[tuple[int, int]] = set()
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_type: dict[str, list[int]] = defaultdict(list)
    by_stem: dict[str, list[int]] = defaultdict(list)
    for n, s in enumerate(sketches):
        kind = s.event_type or s.kind
        for m in reversed(by_type[kind][-BUCKET:]):
            if s.sentences[0] - sketches[m].sentences[0] > WINDOW:
                break
            seen.add((m, n))
        by_type[kind].append(n)
        for m in by_stem[s.stems[0]][-BUCKET:]:
            if s.sentences[0] - sketches[m].sentences[0] <= WINDOW:
                seen.add((m, n))
        by_stem[s.stems[0]].append(n)
        for name in {*(spot.name for spot in s.spots), *s.actors, *s.recipients}:
            bucket = by_name[kind, name]
            seen.update((m, n) for m in bucket[-BUCKET:])
            bucket.append(n)
    return seen
