"""A report read as far as the room of claims, for tests of how its parts are weighed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from claimwire import resolve
from claimwire.claims import triggers
from claimwire.claims.assemble import Assembler
from claimwire.claims.frames import Clause
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.pipeline import Coder
from claimwire.records import Annotation, Report

Assembled = Callable[[str], tuple[Annotation, Sequence[Clause], Assembler]]


@pytest.fixture
def assembled(coder: Coder) -> Assembled:
    """Return the annotation, the sentences and the assembler of a text in which nobody says anything."""

    def assembled_(text: str) -> tuple[Annotation, Sequence[Clause], Assembler]:
        report = Report(id="r", text=text)
        (annotation,) = coder.annotator.annotate([report])
        resolution = resolve.resolve(report, annotation, ontology=coder.ontology, gazetteer=coder.gazetteer)
        parsed = triggers.clauses(annotation)
        assembler = Assembler(
            report, MentionIndex(report, parsed, resolution), statements=(), arguments=annotation.arguments,
            ontology=coder.ontology, lexis=Lexis(coder.ontology),
        )  # fmt: skip
        return annotation, parsed, assembler

    return assembled_
