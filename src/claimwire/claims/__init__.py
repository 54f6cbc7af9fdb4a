"""Statements and claims of one report: the room where who said what, and who did what to whom, is put together."""

from __future__ import annotations

from claimwire.claims.assemble import Assembler, Extraction
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses, find_frames
from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution

__all__ = ["Extraction", "Extractor"]


class Extractor:
    """Extracts statements and claims with one ontology; keep it, its word lists are put together once."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._lexis = Lexis(ontology)

    def extract(self, report: Report, annotation: Annotation, resolution: Resolution) -> Extraction:
        """Return the statements and claims of a report, with the mentions that they point at."""
        statements = find_statements(report, annotation, resolution, ontology=self._ontology)
        parsed = clauses(annotation)
        index = MentionIndex(report, parsed, resolution)
        assembler = Assembler(
            report,
            index,
            statements=statements,
            arguments=annotation.arguments,
            ontology=self._ontology,
            lexis=self._lexis,
        )
        claims = assembler.claims(find_frames(parsed, annotation, ontology=self._ontology))
        for claim in claims:
            index.add(claim.trigger, "event")
        for statement in statements:
            for label, spans in (("source", statement.source), ("cue", statement.cue)):
                for span in spans:
                    index.add(span, label)
        mentions = sorted((*resolution.mentions, *index.added.values()), key=lambda m: (m.span.start, m.span.end, m.id))
        links = (*resolution.links, *index.added_links.values())
        return Extraction(statements=statements, claims=tuple(claims), mentions=tuple(mentions), links=links)
