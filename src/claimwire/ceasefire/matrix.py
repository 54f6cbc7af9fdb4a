"""Who alleges how much against whom. Counts of claims and of events stand side by side and are never added to each other."""

from __future__ import annotations

from collections.abc import Iterator

from claimwire.ceasefire.allegations import ledger
from claimwire.ceasefire.context import Context, Row, View

UNNAMED = "nobody named"


def _rows(context: Context) -> Iterator[Row]:
    cells: dict[tuple[str, str, str, str], tuple[dict[str, None], set[str]]] = {}
    for row in ledger(context).allegations:
        key = (row["agreement"], row["basis"], row["alleger"] or UNNAMED, row["accused"] or UNNAMED)
        claims, events = cells.setdefault(key, ({}, set()))
        claims[row["claims"][-1]] = None  # the act, or the allegation where no act is told with it
        # What no event holds is one of its own: it was not consolidated with anything.
        events.add(row["event"] or row["claims"][-1])
    for (agreement, basis, alleger, accused), (claims, events) in sorted(cells.items()):
        yield {
            "agreement": agreement,
            "basis": basis,
            "alleger": alleger,
            "accused": accused,
            "n_claims": len(claims),
            "n_events": len(events),
            "unit": "claims and events of alleged acts; no count of any side's own",
            "claims": list(claims),
        }


MATRIX = View(
    name="allegation_matrix",
    title="Who alleges against whom",
    about="Allegations told by each against each, as claims and as events; one happening told ten times is one event.",
    columns=("agreement", "basis", "alleger", "accused", "n_claims", "n_events", "unit", "claims"),
    rows=_rows,
)
