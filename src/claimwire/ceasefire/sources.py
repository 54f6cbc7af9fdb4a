"""Who tells what nobody else tells, who prints whom, and which side each is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimwire.ceasefire.context import Context, Row, View


@dataclass(slots=True)
class _Tally:
    """What was counted of one source or publisher."""

    name: str
    id: str | None
    reports: set[str] = field(default_factory=set)
    claims: int = 0
    events: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    printed_by: set[str] = field(default_factory=set)
    last: str | None = None


def _rows(context: Context) -> Iterator[Row]:
    tallies: dict[tuple[str, str], _Tally] = {}
    printed: dict[str, str] = {}
    for said in context.said():
        report = said.report
        publisher = report.publisher or "unknown publisher"
        printed[report.id] = publisher
        voice = context.voice(said)
        named = [("publisher", publisher, context.publisher(report))]
        if said.chain:
            named.append(("source", voice.name or "unnamed source", voice.id))
        event = context.event_of.get(said.claim.id)
        for kind, name, actor in named:
            tally = tallies.setdefault((kind, actor or name), _Tally(name=name, id=actor))
            tally.reports.add(report.id)
            tally.claims += 1
            tally.last = max(tally.last or "", said.published or "") or None
            if kind == "source":
                tally.printed_by.add(publisher)
            if event is not None:
                tally.events.add(event.id)
                # One origin, however many outlets print it: nobody else tells of it.
                if event.n_origins == 1:
                    tally.alone.add(event.id)
    chains = _chains(context, printed)
    for (kind, key), t in sorted(tallies.items(), key=lambda x: (x[0][0], -x[1].claims, x[1].name)):
        yield {
            "kind": kind,
            "name": t.name,
            "id": t.id,
            "side": ", ".join(sorted(context.sides(t.id, t.last))) or None,
            "reports": len(t.reports),
            "n_claims": t.claims,
            "n_events": len(t.events),
            "alone": len(t.alone),
            "share_alone": round(len(t.alone) / len(t.events), 2) if t.events else None,
            "printed_by": sorted(t.printed_by),
            "reprints": chains.get(t.name, []) if kind == "publisher" else [],
            "unit": "claims; events of which no other origin tells",
            "key": key,
        }


def _chains(context: Context, printed: dict[str, str]) -> dict[str, list[str]]:
    """Return whose voices each publisher printed beside other publishers: "TASS, with Own Wire (3)"."""
    shared: dict[str, dict[tuple[str, str], set[str]]] = {}
    for event in context.events:
        for origin in event.origins:
            houses = sorted({printed[r] for r in origin.reports if r in printed})
            for house in houses:
                for other in houses:
                    if other != house:
                        shared.setdefault(house, {}).setdefault((origin.name, other), set()).add(event.id)
    return {
        house: [f"{name}, also in {other} ({len(events)})" for (name, other), events in sorted(pairs.items())]
        for house, pairs in shared.items()
    }


SOURCES = View(
    name="sources",
    title="Sources and publishers",
    about="Claims of each, the share of events that nobody else tells of, who prints whose words, and which side each is of.",
    columns=(
        "kind", "name", "id", "side", "reports", "n_claims", "n_events", "alone", "share_alone", "printed_by", "reprints",
        "unit",
    ),
    rows=_rows,
)  # fmt: skip
