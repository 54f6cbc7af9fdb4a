"""Statements and claims of one report: the room where who said what, and who did what to whom, is put together."""

from __future__ import annotations

from claimwire.claims.assemble import Assembler, Extraction
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses, find_frames
from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution

__all__ = ["Extraction", "extract"]


def extract(report: Report, annotation: Annotation, resolution: Resolution, *, ontology: Ontology) -> Extraction:
    """Return the statements and claims of a report, with the mentions that they point at."""
    statements = find_statements(report, annotation, resolution, ontology=ontology)
    parsed = clauses(annotation)
    index = MentionIndex(report, parsed, resolution)
    claims = Assembler(report, index, statements, ontology=ontology).claims(find_frames(parsed, annotation, ontology=ontology))
    for claim in claims:
        index.add(claim.trigger, "event")
    for statement in statements:
        for label, spans in (("source", statement.source), ("cue", statement.cue)):
            for span in spans:
                index.add(span, label)
    mentions = sorted((*resolution.mentions, *index.added.values()), key=lambda m: (m.span.start, m.span.end, m.id))
    links = (*resolution.links, *index.added_links.values())
    return Extraction(statements=statements, claims=tuple(claims), mentions=tuple(mentions), links=links)
