"""Mentions of one report to what they mean: who, where, when, how many. Four readers, one Resolution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Report, Resolution

if TYPE_CHECKING:
    from pathlib import Path

    from claimwire.ontology import Ontology

__all__ = ["open_gazetteer", "resolve", "with_actors"]


def open_gazetteer(path: str | None = None, *, ontology: Ontology) -> Gazetteer:
    """Return the default gazetteer, or the one imported at ``path``. Raises GazetteerError when it cannot be opened."""
    from claimwire.resolve import gazetteer

    return gazetteer.open_gazetteer(path, ontology=ontology)


def with_actors(ontology: Ontology, path: Path) -> Ontology:
    """Return an ontology that also knows the actors of a user's list. Raises OntologyError when it cannot be opened."""
    from claimwire.resolve import actor_list

    return actor_list.with_actors(ontology, path)


def resolve(report: Report, annotation: Annotation, *, ontology: Ontology, gazetteer: Gazetteer) -> Resolution:
    """Resolve the actors, places, times and quantities of a report, its mentions in text order.

    A mention that two readers make under one id is kept once; different labels on the same words stay apart, because
    "Homs" may be a place here and an actor there, and the claims room decides by the sentence.
    """
    from claimwire.resolve import actors, place_context, places, quantities, times

    dates = times.resolve_times(report, annotation)
    located = places.resolve_places(report, annotation, gazetteer=gazetteer, ontology=ontology)
    grounds = Counter(p.country for p in {p.target: p for p in located.places.values()}.values() if p.country)
    found = merge(
        actors.resolve_actors(report, annotation, ontology=ontology, grounds=grounds),
        located,
        dates,
        quantities.resolve_quantities(report, annotation, ontology=ontology, times=dates),
    )
    return place_context.contextual(report, found)


def merge(*parts: Resolution) -> Resolution:
    """Join resolutions of one report; the first to name a mention or a link wins."""
    mentions = {m.id: m for part in reversed(parts) for m in part.mentions}
    links = {(k.mention, k.kind): k for part in reversed(parts) for k in part.links}
    order = {m.id: n for n, m in enumerate(sorted(mentions.values(), key=lambda m: (m.span.offsets, m.label, m.id)))}
    return Resolution(
        mentions=tuple(sorted(mentions.values(), key=lambda m: order[m.id])),
        links=tuple(sorted(links.values(), key=lambda k: (order.get(k.mention, len(order)), k.kind))),
        actors={k: v for part in reversed(parts) for k, v in part.actors.items()},
        places={k: v for part in reversed(parts) for k, v in part.places.items()},
        times={k: v for part in reversed(parts) for k, v in part.times.items()},
        quantities={k: v for part in reversed(parts) for k, v in part.quantities.items()},
    )
