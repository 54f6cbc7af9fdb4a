"""Events as the page wants them: their versions by origin, what contradicts what, and where each is on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimwire.outputs.wording import bounds, side_in_words, status
from claimwire.records import ClaimPlace, Contradiction, Event, Origin, Place

Position = tuple[int, int]  # of a report on the page, and of a claim in it
_FIRST = ("denies", "corrects", "differs", "does_not_confirm")  # in the order in which a reader wants to know


@dataclass(frozen=True, slots=True)
class Here:
    """What is on the page: where each claim and report is, and what people call actors and reports."""

    claims: Mapping[str, Position]
    reports: Mapping[str, int]
    place: Callable[[Place, str], str]  # keeps a place, and returns its key
    names: Mapping[str, str]  # of actors
    papers: Mapping[str, str]  # of reports, by publisher and date


def page_event(e: Event, page: Here) -> dict[str, Any]:
    """Return an event as the page wants it."""
    t = e.time.interval if e.time else None
    called = dict(page.names) | {o.id: o.name for o in e.origins}
    claims = [page.claims[c] for c in e.claims if c in page.claims]
    return {
        "id": e.id,
        "type": e.event_type,
        "modes": list(e.modes),
        "claims": claims,
        "left": len(e.claims) - len(claims),
        "actors": [p.name or p.span.text for p in e.actors],
        "recipients": [p.name or p.span.text for p in e.recipients],
        "places": [_place(p, page.place) for p in e.places if p.role == "location"],
        "time": {"start": t.start, "end": t.end, "edtf": t.edtf} if t else None,
        "quantities": [
            {
                "measure": m,
                "value": bounds(q.low, q.best, q.high),
                "by": [[called.get(o, o), v] for o, v in q.by_origin.items()] if len(q.by_origin) > 1 else [],
            }
            for m, q in e.quantities.items()
        ],
        "reports": e.n_reports,
        "n_origins": e.n_origins,
        "origins": [_origin(o, page) for o in e.origins],
        "code": e.status,
        "status": status(e.status),
        "attributes": [[k, v, status(v)] for k, v in e.status_by_attribute.items()],
        "part_of": e.part_of,
        "contradictions": [
            _contradiction(x, page.claims, called)
            for x in sorted(e.contradictions, key=lambda x: _FIRST.index(x.relation) if x.relation in _FIRST else 9)
        ],
    }


def _place(p: ClaimPlace, place: Callable[[Place, str], str]) -> dict[str, Any]:
    return {"id": place(p.place, p.span.text) if p.place else None, "words": p.span.text}


def _origin(o: Origin, page: Here) -> dict[str, Any]:
    return {
        "id": o.id,
        "kind": o.kind,
        "name": o.name,
        "side": side_in_words(o.side) if o.side else None,
        "independent": o.independent,
        "claims": [page.claims[c] for c in o.claims if c in page.claims],
        "reports": [page.reports[r] for r in o.reports if r in page.reports],
        "left": sum(r not in page.reports for r in o.reports),
        "because": [_with_papers(why, o.reports, page.papers) for why in o.because],
    }


def _with_papers(why: str, reports: Sequence[str], papers: Mapping[str, str]) -> str:
    """Put publisher and date for the ids of reports in a reason, and for the publisher that may stand after one."""
    for r in sorted(reports, key=len, reverse=True):
        if r in papers:
            named = re.compile(rf"(?<![\w-]){re.escape(r)}(?: \((?:[^()]|\([^()]*\))*\))?(?=[,:])")
            why = papers[r].join(named.split(why))
    return why


def _contradiction(x: Contradiction, at: Mapping[str, Position], called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "attribute": x.attribute,
        "relation": x.relation,
        "claims": [at[c] for c in x.claims if c in at],
        "note": _readable(x.note, called),
    }


_ID = re.compile(r"\b[a-z]+:[\w.-]+")


def _readable(note: str, names: Mapping[str, str]) -> str:
    """Put names for the actor ids of a note; an origin that is a publisher goes by its own name already."""
    return _ID.sub(lambda m: names.get(m[0], m[0]), note).replace("publisher:", "")


def number_events(events: list[dict[str, Any]], reports: Sequence[dict[str, Any]]) -> None:
    """Order events for reading, contradictions first and then by date, and tell each claim the number of its event.

    A part is told the number of the event that it belongs to; one that is not on the page is forgotten.
    """
    late = "9999"
    events.sort(
        key=lambda e: (
            not e["contradictions"],
            e["code"] != "contested",
            (e["time"] or {}).get("start") or (e["time"] or {}).get("end") or late,
            e["id"],
        )
    )
    number = {e["id"]: n for n, e in enumerate(events)}
    for n, e in enumerate(events):
        e["part_of"] = number.get(e["part_of"])
        for r, c in e["claims"]:
            reports[r]["claims"][c]["event"] = n
