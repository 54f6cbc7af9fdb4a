"""Statements and claims of one report: the room where who said what, and who did what to whom, is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims.assemble import Assembler, Extraction
from claimwire.claims.frames import Clause
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.parts import Parts
from claimwire.claims.speech import SpeechWords
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses, find_frames
from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution, Statement

__all__ = ["Extraction", "Extractor"]

_ALSO_GOES_ON = ("continue.", "go_on.")  # cues of speech that are said of happenings too


class Extractor:
    """Extracts statements and claims with one ontology; keep it, its word lists are put together once."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._lexis = Lexis(ontology)
        self._speech = SpeechWords.of(ontology)

    def extract(self, report: Report, annotation: Annotation, resolution: Resolution) -> Extraction:
        """Return the statements and claims of a report, with the mentions that they point at."""
        parsed = clauses(annotation)
        found = find_statements(report, annotation, resolution, parsed=parsed, words=self._speech)
        statements = tuple(s for s in found if not self._happens(s, parsed))
        gone = {s.id: s.parent for s in found if s not in statements}
        statements = tuple(replace(s, parent=gone.get(s.parent, s.parent)) if s.parent else s for s in statements)
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
        claims = Parts(report, parsed, index, resolution, statements, ontology=self._ontology).counted(claims)
        for claim in claims:
            index.add(claim.trigger, "event")
        for statement in statements:
            for label, spans in (("source", statement.source), ("cue", statement.cue)):
                for span in spans:
                    index.add(span, label)
        mentions = sorted((*resolution.mentions, *index.added.values()), key=lambda m: (m.span.start, m.span.end, m.id))
        links = (*resolution.links, *index.added_links.values())
        return Extraction(statements=statements, claims=tuple(claims), mentions=tuple(mentions), links=links)

    def _happens(self, statement: Statement, parsed: Sequence[Clause]) -> bool:
        """True for "the offensive is continuing": a happening says nothing, whatever its verb can mean beside a person."""
        if not statement.source or not statement.rule.startswith(_ALSO_GOES_ON):
            return False
        source = statement.source[0]
        clause = next((c for c in parsed if c.sentence.start <= source.start < c.sentence.end), None)
        head = clause.tree.head_of(source.start, source.end) if clause else None
        return clause is not None and head is not None and clause.tree.tokens[head].lemma in self._lexis.happenings
