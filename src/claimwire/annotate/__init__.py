"""Report to sentences, parse, mentions and what the learned heads suggest. The encoder lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimwire.protocols import Annotator
from claimwire.records import Annotation, Report

if TYPE_CHECKING:
    from claimwire.annotate.encoder import EncoderAnnotator

__all__ = ["annotate", "load"]


def load(*, threads: int = 1) -> EncoderAnnotator:
    """Return the default annotator with the shipped model; takes a good part of a second, so keep it."""
    from claimwire.annotate.encoder import EncoderAnnotator

    return EncoderAnnotator(threads=threads)


def annotate(reports: Iterable[Report], *, annotator: Annotator | None = None) -> Iterator[Annotation]:
    """Yield one annotation per report, in order. An annotation depends on its own report alone, never on its neighbours."""
    annotator = annotator or load()
    for report in reports:
        yield from annotator.annotate([report])
