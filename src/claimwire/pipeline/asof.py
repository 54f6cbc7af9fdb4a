"""Events as they stood at a moment: a report of a day must not know what was printed on the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from claimwire.pipeline.weighing import Scales
from claimwire.records import Event

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.store import SqliteStore

_PORTION = 200


def without(kept: SqliteStore, *, ontology: Ontology, reports: Collection[str]) -> Iterator[Event]:
    """Yield the events of a store as they are without some reports; what only those tell of is not among them.

    Which claims are of one event stays as it is with all reports: only who says so, and what that amounts to, is weighed anew.
    """
    if not reports:
        yield from kept.events()
        return
    touched: list[str] = []
    for event in kept.events():
        if any(r in reports for o in event.origins for r in o.reports):
            touched.append(event.id)
        else:
            yield event
    scales = Scales(kept, ontology, leaving=reports)
    for at in range(0, len(touched), _PORTION):
        yield from scales.build(touched[at : at + _PORTION])
