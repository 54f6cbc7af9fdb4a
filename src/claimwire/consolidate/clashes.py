"""Contradictions as a table: subject, claim A, claim B, kind and relation, what contests an event before what is only unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from claimwire.consolidate.contradictions import silent
from claimwire.consolidate.corrections import standing
from claimwire.consolidate.members import Member
from claimwire.consolidate.status import gives
from claimwire.records import Clash, Event, Told

RELATIONS = ("denies", "differs", "corrects", "does_not_confirm", "is_silent")
KINDS = {"occurrence": "occurrence", "agent": "attribution", "quantity": "figure", "place": "place", "time": "time"}
_DEALS = frozenset({"AGREE", "CONCEDE"})


def clashes(
    events: Iterable[Event],
    *,
    members_of: Callable[[Event], Sequence[Member]],
    attribute: str | None = None,
    silence: bool = False,
) -> list[Clash]:
    """Return what does not go together in these events, contested events first.

    ``members_of`` gives an event's claims, and is asked for events with a contradiction only; with ``silence`` for all that have
    more than one origin, and who says nothing on an attribute is a row too.
    """
    rows = [
        row
        for event in events
        if event.contradictions or (silence and len(event.origins) > 1)
        for row in _rows(event, members_of(event), silence=silence)
        if attribute in {None, row.attribute}
    ]
    return sorted(rows, key=lambda r: (r.status != "contested", RELATIONS.index(r.relation)))


def _rows(event: Event, members: Sequence[Member], *, silence: bool) -> Iterator[Clash]:
    at = {m.claim.id: m for m in members}
    subject = in_words(event)
    for x in event.contradictions:
        a, b = (at.get(c) for c in x.claims)
        if a is not None and b is not None:
            yield _clash(event, x.attribute, x.relation, x.note, subject=subject, a=a, b=b)
    if silence:
        yield from _silences(event, subject, members)


def _silences(event: Event, subject: str, members: Sequence[Member]) -> Iterator[Clash]:
    left = standing(members)
    quiet = silent(members, origins=event.origins, standing=left)
    for attribute, origins in quiet.items():
        told = next((m for m in members if left.affirms(m) and gives(attribute, m)), None)
        for origin in origins if told is not None else ():
            assert told is not None
            note = f"{origin.name} says nothing on the {attribute}"
            yield _clash(event, attribute, "is_silent", note, subject=subject, a=told, b=None)


def _clash(event: Event, attribute: str, relation: str, note: str, *, subject: str, a: Member, b: Member | None) -> Clash:
    kind = KINDS.get(attribute, "status")
    if attribute == "occurrence" and (a.claim.kind == "state" or a.claim.event_type in _DEALS):
        kind = "status"  # whether a truce is agreed or holds is no happening that took place or did not
    return Clash(
        event=event.id,
        subject=subject,
        status=event.status,
        kind=kind,
        attribute=attribute,
        relation=relation,
        note=note,
        a=told(a),
        b=told(b) if b is not None else None,
    )


def told(m: Member) -> Told:
    """Return a claim as a row shows it."""
    sources = [" ".join(s.text for s in statement.source) or "unnamed source" for statement in m.chain]
    return Told(
        claim=m.claim.id,
        report=m.report,
        words=m.claim.evidence.text,
        who=" > ".join([m.publisher or "unknown publisher", *sources]),
        publisher=m.publisher,
        when=m.published,
    )


def in_words(event: Event) -> str:
    """Return an event as one line: type, who to whom, where, when."""
    parts = ["/".join(((event.event_type or "state").lower(), *event.modes))]
    who = ", ".join(p.name or p.span.text for p in event.actors)
    whom = ", ".join(p.name or p.span.text for p in event.recipients)
    if who:
        parts.append(f"by {who}")
    if whom:
        parts.append(f"on {whom}" if event.event_type == "ASSAULT" else f"to {whom}")
    where = ", ".join(dict.fromkeys(p.place.name if p.place else p.span.text for p in event.places if p.role == "location"))
    if where:
        parts.append(f"at {where}")
    if event.time is not None and event.time.interval.edtf:
        parts.append(event.time.interval.edtf)
    return " ".join(parts)
