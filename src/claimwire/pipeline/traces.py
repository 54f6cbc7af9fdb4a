"""What a report leaves for consolidation, as the rows that a store keeps: made in the process that read it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from claimwire import consolidate
from claimwire.records import Reading

if TYPE_CHECKING:
    from claimwire.annotate.vectors import Vectors
    from claimwire.ontology.model import Ontology


def traced(reading: Reading, *, ontology: Ontology) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the rows of a reading's trace."""
    from claimwire.store import trace_rows

    made = consolidate.trace(reading, embed=vectors().embed, ontology=ontology)
    told = ((t.event, t.node, t.claims, _packed(t.keys), t.wording, t.sketch) for t in made.told)
    yield from trace_rows(made.report, rules=made.rules, voices=made.voices, print=made.print, told=told)


def _packed(numbers: tuple[int, ...]) -> bytes:
    return np.array(numbers, np.int64).tobytes()


@cache
def vectors() -> Vectors:
    """Open the table of vectors once a process."""
    from claimwire import annotate

    return annotate.open_vectors()
