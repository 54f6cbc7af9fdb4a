"""The lexicon of a codebook: entries that hold for a claim by its words, its roles and what the coder made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimwire.codebook.passage import Lemmas, Passage, find
from claimwire.codebook.schema import Codebook, Entry

ROLES = ("actor", "recipient", "place")
Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds: its score alone, and what in the claim it holds for."""

    entry: str  # type.number
    weight: float
    because: str


class Lexicon:
    """The entries of all types, with their phrases cut into words once."""

    def __init__(self, book: Codebook, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._entries = {
            name: [(f"{name}.{n}", entry, _phrases(entry, lemmas)) for n, entry in enumerate(one.lexicon, 1)]
            for name, one in book.types.items()
        }

    def hits(self, passage: Passage) -> dict[str, Hit]:
        """Return for each type its strongest entry that holds for the passage."""
        seen = _Seen(passage, self._lemmas)
        out: dict[str, Hit] = {}
        for name, entries in self._entries.items():
            for label, entry, phrases in entries:
                if name in out and out[name].weight >= entry.weight:
                    continue
                because = _holds(entry, phrases, seen)
                if because is not None:
                    out[name] = Hit(label, entry.weight, because)
        return out


def _phrases(entry: Entry, lemmas: Lemmas) -> dict[str, Phrases]:
    keys = ("triggers", "target", "anywhere", "unless", *ROLES)
    return {k: tuple(lemmas.phrase(w) for w in getattr(entry, k)) for k in keys}


class _Seen:
    """The words of a passage by part."""

    def __init__(self, passage: Passage, lemmas: Lemmas) -> None:
        self.passage = passage
        self.parts: dict[str, Sequence[frozenset[str]]] = {r: lemmas.of(getattr(passage, r)) for r in ROLES}
        self.parts["target"] = [*self.parts["recipient"], frozenset(), *self.parts["place"]]
        self.parts["anywhere"] = self.parts["unless"] = lemmas.of(passage.text)
        self.trigger = lemmas.of(passage.trigger)


def _holds(entry: Entry, phrases: dict[str, Phrases], seen: _Seen) -> str | None:
    """What makes the entry hold, in words, or None."""
    passage = seen.passage
    reasons: list[str] = []
    if entry.events:
        named = passage.event_type or ""
        of = {named, *(f"{named}/{m}" for m in passage.modes)}
        if not passage.coded or not of.intersection(entry.events):
            return None
        reasons.append(next(e for e in entry.events if e in of))
    if entry.realization and passage.realization not in entry.realization:
        return None
    if entry.factuality and passage.factuality not in entry.factuality:
        return None
    if entry.triggers:
        # "come under fire": a coder may take one word of a phrase for the trigger, so the others may stand beside it.
        named_by = find(phrases["triggers"], seen.trigger) or find(
            [p for p in phrases["triggers"] if len(p) > 1 and any(p0 in w for p0 in p for w in seen.trigger)],
            seen.parts["anywhere"],
        )
        if named_by is None:
            return None
        reasons.append(" ".join(named_by))
    for key in ("target", "anywhere", *ROLES):
        if phrases[key]:
            found = find(phrases[key], seen.parts[key])
            if found is None:
                return None
            reasons.append(f"{key} {' '.join(found)}" if key != "anywhere" else " ".join(found))
    if phrases["unless"] and find(phrases["unless"], seen.parts["unless"]) is not None:
        return None
    return " + ".join(reasons)
