"""Report to sentences, parse, mentions and what the learned heads suggest. The encoder lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from claimwire.protocols import Annotator
from claimwire.records import Annotation, Report

if TYPE_CHECKING:
    from claimwire.annotate.encoder import EncoderAnnotator

__all__ = ["annotate", "load"]

REPORTS_AT_ONCE = 16


def load(*, threads: int = 1) -> EncoderAnnotator:
    """Return the default annotator with the shipped model; takes a good part of a second, so keep it."""
    from claimwire.annotate.encoder import EncoderAnnotator

    return EncoderAnnotator(threads=threads)


def annotate(reports: Sequence[Report], *, annotator: Annotator | None = None) -> Iterator[Annotation]:
    """Yield one annotation per report, in order; sentences are batched over ``REPORTS_AT_ONCE`` reports."""
    annotator = annotator or load()
    waiting = iter(reports)
    while some := list(islice(waiting, REPORTS_AT_ONCE)):
        yield from annotator.annotate(some)
