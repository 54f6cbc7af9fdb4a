"""Any spaCy pipeline as an annotator: what it says replaces what the encoder says, and the encoder's heads do the rest.

spaCy has no heads for triggers, statement parts and roles, so those stay the encoder's. Words are ours: the pipeline gets them
cut, so that offsets, lexicon and heads still fit together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimwire.annotate.spacy_relations import CLEARNLP, Arcs, repaired, to_universal
from claimwire.errors import ModelError
from claimwire.protocols import Annotator
from claimwire.records import Annotation, Mention, Report, Sentence, Token, digest

VERSION = "1"  # of the mapping below and of spacy_relations: raised when it changes, so that reports are read again
SCORE = 0.9  # spaCy gives its names no probability: sure enough to decide what a phrase spans
# OntoNotes and WikiNER labels.
LABELS = {
    "PERSON": "actor",
    "PER": "actor",
    "NORP": "actor",
    "ORG": "actor",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "DATE": "time",
    "TIME": "time",
    "CARDINAL": "quantity",
    "QUANTITY": "quantity",
    "WEAPON": "weapon",
}
_POS = {"CONJ": "CCONJ", "SPACE": "X", "EOL": "X", "": "X"}
_EDGES = frozenset({"DET", "PUNCT", "PART", "ADP", "CCONJ"})


@dataclass(frozen=True, slots=True)
class Layers:
    """What a pipeline said of a report; the encoder answers for the rest."""

    parse: bool
    upos: bool
    lemmas: bool
    names: bool


class SpacyAnnotator:
    """Annotates with a spaCy pipeline over ``base``, which gives sentences, words and whatever the pipeline lacks."""

    def __init__(self, pipeline: Any, *, name: str, base: Annotator) -> None:
        self._nlp, self._base = pipeline, base
        self._scheme = {label for pipe in pipeline.pipe_names for label in getattr(pipeline.get_pipe(pipe), "labels", ())}
        self._digests = {**base.digests, f"spacy:{name}": _digest(pipeline)}

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of each file of the encoder, and one over the pipeline's files and spaCy's version."""
        return self._digests

    def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
        """Return one annotation per report, in order."""
        return [self._over(report, base) for report, base in zip(reports, self._base.annotate(reports), strict=True)]

    def _over(self, report: Report, base: Annotation) -> Annotation:
        tokens = [t for s in base.sentences for t in s.tokens]
        if not tokens:
            return base
        doc = self._doc(report, base.sentences, tokens)
        layers = Layers(
            parse=doc.has_annotation("DEP"),
            upos=doc.has_annotation("POS"),
            lemmas=doc.has_annotation("LEMMA"),
            names=doc.has_annotation("ENT_IOB"),
        )
        universal = not CLEARNLP & (self._scheme | {w.dep_ for w in doc})
        sentences, at = [], 0
        for sentence in base.sentences:
            words = [doc[i] for i in range(at, at + len(sentence.tokens))]
            sentences.append(replace(sentence, tokens=tuple(_tokens(sentence.tokens, words, layers, at, universal=universal))))
            at += len(words)
        mentions = _mentions(report, base, doc, sentences) if layers.names else base.mentions
        return replace(base, sentences=tuple(sentences), mentions=mentions)

    def _doc(self, report: Report, sentences: Sequence[Sentence], tokens: Sequence[Token]) -> Any:
        """Run the pipeline over our words, with our sentences as boundaries that its parser keeps to."""
        from spacy.tokens import Doc

        follows = [b.start for b in tokens[1:]] + [len(report.text)]
        doc = Doc(
            self._nlp.vocab,
            words=[t.text for t in tokens],
            spaces=[t.end < start for t, start in zip(tokens, follows, strict=True)],
            sent_starts=[n == 0 for s in sentences for n in range(len(s.tokens))],
        )
        return self._nlp(doc)


def open_pipeline(name: str, *, base: Annotator) -> SpacyAnnotator:
    """Load an installed pipeline, or one in a folder. Raises ModelError that says what to install."""
    try:
        import spacy
    except ImportError as e:
        raise ModelError(f"spacy:{name}: spaCy is not installed; pip install 'claimwire[spacy]'") from e
    try:
        pipeline = spacy.load(name)
    except (OSError, ValueError, ImportError) as e:
        reason = " ".join(str(e).split())
        raise ModelError(
            f"spacy:{name}: no such pipeline can be loaded ({reason}); install it, e.g. `python -m spacy download en_core_web_sm`"
        ) from e
    if pipeline.lang not in {"en", "xx"}:
        raise ModelError(
            f"spacy:{name}: reads {pipeline.lang!r}; claimwire's lexicon and rules read English: name an English one"
        )
    return SpacyAnnotator(pipeline, name=name, base=base)


def _digest(pipeline: Any) -> str:
    """SHA-256 over everything that decides what a pipeline says."""
    import spacy

    total = hashlib.sha256(f"{VERSION} {spacy.__version__} {pipeline.pipe_names}".encode())
    folder = getattr(pipeline, "path", None)
    if folder is None:
        total.update(pipeline.to_bytes())
    else:
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            total.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def _tokens(own: Sequence[Token], words: Sequence[Any], layers: Layers, at: int, *, universal: bool) -> Iterator[Token]:
    """Yield a sentence's tokens with the pipeline's layers in them; ``at`` is the number of its first word in the report."""
    upos = [_POS.get(w.pos_, w.pos_) if layers.upos else t.upos for t, w in zip(own, words, strict=True)]
    lemmas = [(w.lemma_.lower() or t.lemma) if layers.lemmas else t.lemma for t, w in zip(own, words, strict=True)]
    heads, labels = [t.head for t in own], [t.deprel for t in own]
    if layers.parse:
        heads = repaired([-1 if w.head.i == w.i else w.head.i - at for w in words])
        given = [w.dep_ for w in words]
        was_root = {i for i, w in enumerate(words) if w.head.i == w.i or not 0 <= w.head.i - at < len(words)}
        labels = [
            "ROOT" if h == -1 else "parataxis" if i in was_root else d for i, (h, d) in enumerate(zip(heads, given, strict=True))
        ]
        arcs = Arcs(heads, labels, upos, [t.text.lower() for t in own], lemmas)
        if not universal:
            to_universal(arcs)
        heads = arcs.heads
        labels = [
            "root" if h == -1 else "dep" if d in {"ROOT", "root", ""} else d for h, d in zip(heads, arcs.labels, strict=True)
        ]
    for token, tag, lemma, head, label in zip(own, upos, lemmas, heads, labels, strict=True):
        yield replace(token, upos=tag, lemma=lemma, head=head, deprel=label)


def _mentions(report: Report, base: Annotation, doc: Any, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """The pipeline's names where the encoder has none. A phrase of the encoder's stays as it is: it was trained on what actors
    and places are here, descriptions among them, and small models take many a town for a person.
    """
    tokens = [t for s in sentences for t in s.tokens]
    number = [n for n, s in enumerate(sentences) for _ in s.tokens]
    found: list[Mention] = []
    for entity in doc.ents:
        first, last = entity.start, entity.end
        while last > first and (tokens[last - 1].upos in _EDGES or number[last - 1] != number[first]):
            last -= 1
        while first < last and tokens[first].upos in _EDGES:
            first += 1
        label = LABELS.get(entity.label_)
        if label is None or first == last:
            continue
        span = report.span(tokens[first].start, tokens[last - 1].end)
        if any(m.span.overlaps(span) for m in base.mentions):
            continue
        identity = digest("mention", report.id, span.start, span.end, label)
        found.append(Mention(id=identity, span=span, label=label, score=SCORE))
    return tuple(sorted((*base.mentions, *found), key=lambda m: (m.span.start, m.span.end, m.label)))
