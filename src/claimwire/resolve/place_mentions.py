"""Which words of a report name or stand for a place: gazetteer names that the parse accepts, and "the town", "a hospital"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from claimwire.ontology.model import Ontology
from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Report
from claimwire.resolve import place_terms as terms
from claimwire.resolve.by_version import ByVersion
from claimwire.resolve.place_found import Found
from claimwire.resolve.place_names import fold
from claimwire.resolve.place_position import Judge, share_nouns
from claimwire.resolve.place_relations import relate
from claimwire.resolve.place_sentence import Nouns, ParsedSentence
from claimwire.resolve.place_spans import NameFinder

__all__ = ["Found", "find_mentions"]


@lru_cache(maxsize=4)
def _nouns(key: ByVersion) -> Nouns:
    return Nouns(key.ontology)


def find_mentions(report: Report, annotation: Annotation, *, gazetteer: Gazetteer, ontology: Ontology) -> list[Found]:
    """Return the place mentions of a report in text order, metonyms included and marked."""
    nouns = _nouns(ByVersion(ontology))
    mentions = sorted(annotation.mentions, key=lambda m: m.span.start)
    starts = [m.span.start for m in mentions]
    found: list[Found] = []
    for index, sentence in enumerate(annotation.sentences):
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        found.extend(_read(ParsedSentence(report, sentence, inside, nouns), index, gazetteer))
    return _settle(found, _surnames(annotation) | _speakers(found))


def _surnames(annotation: Annotation) -> frozenset[str]:
    """Return the last names of persons: "Bobby Jones" shows that "Jones" is no town here, "the Jones family" does too."""
    names = set()
    for sentence in annotation.sentences:
        for token in sentence.tokens:
            if token.deprel == "flat" and token.upos == "PROPN" and token.head >= 0:
                first = sentence.tokens[token.head]
                actor = any(m.label == "actor" and m.span.start <= token.start < m.span.end for m in annotation.mentions)
                if actor and first.upos == "PROPN" and first.end + 1 >= token.start - 12 and first.text[:1].isupper():
                    names.add(fold(token.text))
    return frozenset(names)


def _speakers(found: Sequence[Found]) -> frozenset[str]:
    """Return names that say or think more often than they are where something is: "Noma said" is no town's doing."""
    seen: Counter[str] = Counter()
    for f in found:
        if f.core is not None:
            seen[fold(f.core.text)] += 1 if f.role == "person" else -1 if f.strong else 0
    persons = {fold(f.core.text) for f in found if f.core is not None and f.role == "person"}
    return frozenset(name for name in persons if seen[name] > 0)


def _settle(found: Sequence[Found], surnames: Set[str]) -> list[Found]:
    """Keep weak names only where the report elsewhere, or the name itself, shows that a place is meant."""
    found = [f for f in found if not (f.core and f.weak and fold(f.core.text) in surnames)]
    found = [replace(f, role="name") if f.role == "person" else f for f in found]
    shown = {fold(f.core.text) for f in found if f.core and (f.strong or f.role == "body") and f.role != "site"}
    kept = []
    for f in found:
        if f.named_after is not None:
            town = fold(f.named_after.text) in shown
            kept.append(replace(f, core=f.named_after) if town else replace(f, candidates=()))
        elif (
            f.core is None
            or f.strong
            or f.role == "body"
            or fold(f.core.text) in shown
            or (f.candidates and f.candidates[0][1] >= 0.68)
        ):
            kept.append(f)
    return kept


def _read(sentence: ParsedSentence, index: int, gazetteer: Gazetteer) -> list[Found]:
    """Read one sentence: names first, then the nouns that they do not cover."""
    names = NameFinder(sentence, gazetteer)
    judge = Judge(sentence, names, index)
    named = share_nouns([f for name in names.names() if (f := judge.judge(name)) is not None], sentence, names)
    covered = [f.span for f in named]
    nominal = [f for f in _nominals(sentence, index) if not any(f.span.overlaps(s) for s in covered)]
    covered.extend(f.span for f in nominal)
    tagged = [f for f in _tagged(sentence, index, gazetteer) if not any(f.span.overlaps(s) for s in covered)]
    return relate(sorted([*named, *nominal, *tagged], key=lambda f: f.span.offsets), sentence)


def _nominals(sentence: ParsedSentence, index: int) -> Iterator[Found]:
    """Yield "the town", "a field hospital", "residential areas": places without a name."""
    nouns = sentence.nouns
    for i, t in enumerate(sentence.tokens):
        facility = t.lemma in nouns.facilities
        if t.upos not in {"NOUN", "PROPN"} or t.text[:1].isupper() or not (facility or t.lemma in nouns.places):
            continue
        if t.deprel in {"compound", "amod", "flat", "nmod:poss", "obl:npmod", "obl:tmod"}:
            continue
        deprel, cases, governor = sentence.position(i)
        located = bool(cases & (terms.LOCATIVE | terms.MOTION | terms.GROUNDED))
        body = t.lemma in nouns.bodies
        object_ = deprel in {"obj", "nsubj:pass"} and (governor in terms.PLACE_VERBS or not body)
        if not (located or object_ or "of" in cases or (deprel == "nsubj" and not body)):
            continue
        left = min([i, *sentence.modifiers(i)])
        yield Found(
            span=sentence.span(left, i), core=None, sentence=index, head=i, noun=t.lemma, near=bool(cases & terms.NEAR),
            facility=facility and t.lemma not in nouns.places, strong=located, score=0.5 if located else 0.35,
        )  # fmt: skip


def _tagged(sentence: ParsedSentence, index: int, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield what the annotator takes for a place and no rule of ours reached: "there", "campus", an unlisted name."""
    nouns, tokens = sentence.nouns, sentence.tokens
    for m in sentence.mentions:
        if m.label not in {"place", "facility"}:
            continue
        inside = [i for i, t in enumerate(tokens) if m.span.start <= t.start < m.span.end]
        if not inside:
            continue
        head = sentence.head(inside[0], inside[-1])
        token = tokens[head]
        if token.upos in {"DET", "ADP", "PUNCT", "CCONJ"} or m.score < 0.5:
            continue
        named = all(tokens[i].upos == "PROPN" and tokens[i].text[:1].isupper() for i in inside)
        yield Found(
            span=m.span, core=m.span if named else None, sentence=index, head=head, strong=True, score=m.score,
            noun=token.lemma if token.lemma in nouns.sites else None,
            candidates=tuple(gazetteer.lookup(m.span.text)) if named else (),
            facility=m.label == "facility" or (token.lemma in nouns.facilities and token.lemma not in nouns.places),
        )  # fmt: skip
