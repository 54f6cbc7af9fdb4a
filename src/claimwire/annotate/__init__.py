"""Report to sentences, parse, mentions and what the learned heads suggest. The encoder lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, overload

from claimwire.errors import ModelError
from claimwire.protocols import Annotator
from claimwire.records import Annotation, Report

if TYPE_CHECKING:
    from claimwire.annotate.encoder import EncoderAnnotator
    from claimwire.annotate.lemma import Lemmatizer
    from claimwire.annotate.vectors import Vectors
    from claimwire.config import Endpoint
    from claimwire.ontology.model import Ontology

__all__ = ["annotate", "load", "open_lemmas", "open_vectors"]

ENCODER = "encoder"
ENDPOINT = "endpoint"
SPACY = "spacy:"


@overload
def load(*, threads: int = 1) -> EncoderAnnotator: ...
@overload
def load(name: str, *, endpoint: Endpoint | None = None, ontology: Ontology, threads: int = 1) -> Annotator: ...
def load(
    name: str = ENCODER, *, endpoint: Endpoint | None = None, ontology: Ontology | None = None, threads: int = 1
) -> Annotator:
    """Return the default annotator, or the one of this name: ``spacy:PIPELINE`` or ``endpoint``.

    Takes a good part of a second, so keep it. Raises ModelError when the name is unknown or its settings or packages are
    missing. Nothing is sent to an endpoint before it is asked to annotate.
    """
    from claimwire.annotate.encoder import EncoderAnnotator

    if name == ENCODER:
        return EncoderAnnotator(threads=threads)
    if pipeline := name.removeprefix(SPACY) if name.startswith(SPACY) else "":
        from claimwire.annotate.spacy_pipeline import open_pipeline

        return open_pipeline(pipeline, base=EncoderAnnotator(threads=threads))
    if name == ENDPOINT:
        from claimwire.annotate.endpoint import open_endpoint

        if endpoint is None or ontology is None:
            raise ModelError("endpoint: claimwire.toml has no table [endpoint]; give it at least url and model")
        return open_endpoint(endpoint, base=EncoderAnnotator(threads=threads), ontology=ontology)
    raise ModelError(
        f"annotator {name!r}: none of that name; one of encoder, spacy:PIPELINE (e.g. spacy:en_core_web_sm), endpoint"
    )


def annotate(reports: Iterable[Report], *, annotator: Annotator | None = None) -> Iterator[Annotation]:
    """Yield one annotation per report, in order. An annotation depends on its own report alone, never on its neighbours."""
    annotator = annotator or load()
    for report in reports:
        yield from annotator.annotate([report])


def open_vectors() -> Vectors:
    """Return the shipped table of vectors, which compares texts by what they say."""
    from claimwire.annotate.vectors import Vectors

    return Vectors.open()


def open_lemmas() -> Lemmatizer:
    """Return the shipped lemmatizer."""
    from claimwire.annotate.lemma import Lemmatizer
    from claimwire.annotate.vectors import MODELS

    return Lemmatizer(MODELS / "lemmas.tsv")
