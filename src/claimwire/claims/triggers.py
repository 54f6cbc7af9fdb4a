"""Which words of a report name a happening: the lexicon's senses and the learned head's candidates, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims.frames import Clause, Frame
from claimwire.claims.harm import HARM
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology, TriggerEntry
from claimwire.ontology.senses import fallback, phrase, senses
from claimwire.records import Annotation, Trigger

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
# Probabilities that a word names a happening, from the learned head. A word of the lexicon needs a little support, a word that
# only the head knows a lot; tuned on claims/dev, where the share of right claims passes half at these values.
LEXICON_SUPPORT = 0.3
LEARNED_ALONE = 0.8
# An event of a word without a sense in the lexicon needs more: the head typed 7 of 25 of them right on claims/dev.
UNKNOWN_WORD = 0.9
LEXICON_ALONE = 0.5  # score of a claim when there is no learned head to ask


def clauses(annotation: Annotation) -> list[Clause]:
    """Build each sentence's tree once."""
    return [Clause(number=n, sentence=s, tree=Tree(s.tokens)) for n, s in enumerate(annotation.sentences)]


def find_frames(parsed: Sequence[Clause], annotation: Annotation, *, ontology: Ontology) -> list[Frame]:
    """Return every frame of a report in text order, before roles are known."""
    out: list[Frame] = []
    candidates = sorted(annotation.triggers, key=lambda t: t.span.start)
    k = 0
    for clause in parsed:
        inside: list[Trigger] = []
        while k < len(candidates) and candidates[k].span.start < clause.sentence.end:
            if candidates[k].span.start >= clause.sentence.start:
                inside.append(candidates[k])
            k += 1
        out += _sentence(clause, inside, ontology, supported=bool(candidates))
    return out


def _sentence(clause: Clause, learned: Sequence[Trigger], ontology: Ontology, *, supported: bool) -> list[Frame]:
    tree = clause.tree
    heads = {h: t for t in learned if (h := tree.head_of(t.span.start, t.span.end)) is not None}
    spans = {
        i: t for t in learned for i, token in enumerate(tree.tokens) if token.start < t.span.end and t.span.start < token.end
    }
    out: dict[int, Frame] = {}
    for i, token in enumerate(tree.tokens):
        if token.upos not in _CONTENT:
            continue
        entry = senses(tree.tokens, i, ontology)
        if entry is None:
            continue
        words = _words(tree, i, entry)
        near = max((spans[w] for w in words if w in spans), key=lambda t: t.score, default=None)
        doubtful = supported and (near is None or near.score < LEXICON_SUPPORT)
        # "... struck the market, wounding thirty": for the head no happening of its own, but its host needs it.
        harms = entry.measure in HARM and token.upos == "VERB"
        if entry.kind == "none" or (doubtful and not harms):
            continue
        out[i] = replace(_lexical(clause, i, words, entry, near), unsupported=doubtful)
    taken = {w for f in out.values() for w in f.words}
    for h, t in heads.items():
        if h in taken or any(i in out for i, u in spans.items() if u is t):
            continue
        entry = senses(tree.tokens, h, ontology)
        if entry is not None and entry.kind == "none":
            continue  # a false friend: the sense rules out what the head took it for
        if t.score < LEARNED_ALONE or tree.tokens[h].upos not in _CONTENT:
            continue
        known = fallback(tree.tokens, h, ontology, event_type=t.event_type)
        if known is not None:
            out[h] = _lexical(clause, h, _words(tree, h, known), known, t)
        elif t.kind != "event" or t.score >= UNKNOWN_WORD:
            out[h] = _learned(clause, h, t)
    return [out[i] for i in sorted(out)]


def _lexical(clause: Clause, i: int, words: tuple[int, ...], entry: TriggerEntry, learned: Trigger | None) -> Frame:
    if entry.kind == "causal" and learned is not None and learned.kind == "event":
        return replace(_learned(clause, i, learned), words=words)  # "drove out": the head knows a cause from a deed better
    kind, event_type, modes = entry.kind, entry.event_type, entry.modes
    rule = f"lexicon:{entry.id}"
    score = LEXICON_ALONE
    if learned is not None:
        score = (1 + learned.score) / 2
        if (learned.kind, learned.event_type) != (kind, event_type):
            score = LEXICON_ALONE
    return Frame(
        clause=clause,
        head=i,
        words=words,
        kind=kind,
        event_type=event_type,
        modes=modes,
        contexts=entry.contexts,
        entry=entry,
        learned=learned,
        score=score,
        rule=rule,
    )


def _learned(clause: Clause, head: int, trigger: Trigger) -> Frame:
    words = tuple(i for i, t in enumerate(clause.tree.tokens) if t.start < trigger.span.end and trigger.span.start < t.end)
    return Frame(
        clause=clause,
        head=head,
        words=words,
        kind=trigger.kind,
        event_type=trigger.event_type,
        modes=trigger.modes,
        contexts=(),
        entry=None,
        learned=trigger,
        score=trigger.score,
        rule="head:trigger",
    )


def _words(tree: Tree, i: int, entry: TriggerEntry) -> tuple[int, ...]:
    """Return the tokens of a (multi-word) trigger; its particle belongs to it: "pulled out"."""
    words = phrase(tree.tokens, i, entry) or (i,)
    particle = [c for c in tree.children(i, "compound:prt") if c == i + 1]
    return tuple(sorted({*words, *particle}))
