"""Readable names for ids: an id is exact, but an analyst reads "Northern Corps"."""

from __future__ import annotations

from claimwire.records import Reading, Span, Statement


def actor_names(reading: Reading) -> dict[str, str]:
    """Return a name for every actor target of the reading: the resolver's, or else the longest words that name it."""
    names: dict[str, str] = {}
    for claim in reading.claims:
        for p in claim.actor + claim.recipient:
            if p.target and p.name:
                names.setdefault(p.target, p.name)
    words = {m.id: m.span.text for m in reading.mentions}
    longest: dict[str, str] = {}
    for k in reading.links:
        if k.kind == "actor" and k.target and k.target not in names:
            longest[k.target] = max(longest.get(k.target, ""), words.get(k.mention, ""), key=len)
    for s in reading.statements:
        if s.speaker and s.speaker not in names:
            longest[s.speaker] = max(longest.get(s.speaker, ""), said_by(s) or "", key=len)
    return names | {target: text for target, text in longest.items() if text}


def place_names(reading: Reading) -> dict[str, str]:
    """Return the gazetteer's name for every place target of the reading."""
    return {p.place.target: p.place.name for c in reading.claims for p in c.places if p.place}


def joined(spans: tuple[Span, ...]) -> str | None:
    """Return the words of a span that may be in pieces, or None when there is none."""
    return " … ".join(s.text for s in spans) or None


def said_by(statement: Statement) -> str | None:
    """Return the words that name who said it."""
    return joined(statement.source)
