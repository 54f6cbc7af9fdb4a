"""Which words of a report name a happening: the lexicon's senses and the learned head's candidates, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims.frames import Clause, Frame
from claimwire.claims.harm import is_harm
from claimwire.claims.tree import Tree
from claimwire.claims.weigh import UNSEEN, Features, label_features, log_odds, odds
from claimwire.ontology.model import Ontology, TriggerEntry
from claimwire.ontology.senses import Parse, fallback, phrase, senses
from claimwire.records import Annotation, Token, Trigger

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
# Log-odds that make a claim, tuned on claims/dev: its coders wrote down fewer background happenings than our own sentences have.
ENOUGH = 0.2
LEXICON_ALONE = 0.5  # score of a claim when there is no learned head to ask
_NAMED = ("VERB", "NOUN", "ADJ")


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
    found = candidates(clause, learned, ontology)
    if not supported:
        return [f for f in found if f.entry is not None]
    out = []
    for frame in found:
        if log_odds("trigger", trigger_features(frame)) > ENOUGH:
            out.append(_labelled(frame, ontology))
        elif is_harm(frame):
            # "... struck the market, wounding thirty": for the head no happening of its own, but its host needs it.
            out.append(replace(frame, unsupported=True))
    return out


def candidates(clause: Clause, learned: Sequence[Trigger], ontology: Ontology) -> list[Frame]:
    """Return, in text order, every word of a sentence that lexicon or head takes for a happening, likely or not.

    A sense that rules a word out (a false friend) rules it out for the head as well.
    """
    tree, parse = clause.tree, Parse(clause.tree.tokens)
    heads = {h: t for t in learned if (h := tree.head_of(t.span.start, t.span.end)) is not None}
    spans = {
        i: t for t in learned for i, token in enumerate(tree.tokens) if token.start < t.span.end and t.span.start < token.end
    }
    out: dict[int, Frame] = {}
    for i, token in enumerate(tree.tokens):
        entry = senses(parse, i, ontology) if token.upos in _CONTENT else None
        if entry is not None and entry.kind != "none":
            words = _words(parse, i, entry)
            # In "threatened to attack" the head has a word for each; the one at the head of the phrase is asked first.
            near = spans.get(i) or max((spans[w] for w in words if w in spans), key=lambda t: t.score, default=None)
            out[i] = _lexical(clause, i, words, entry, near)
    for i in [i for i in out if tree.tokens[i].upos not in {"VERB", "AUX"}]:
        # "Signed an agreement" is one happening; what is threatened in "threatened to attack" is one of its own.
        if any(i in f.words for h, f in out.items() if h != i and len(f.words) > 1):
            del out[i]
    taken = {w for f in out.values() for w in f.words}
    for h, t in heads.items():
        if h in taken or any(i in out for i, u in spans.items() if u is t) or tree.tokens[h].upos not in _CONTENT:
            continue
        entry = senses(parse, h, ontology)
        if entry is None and not _tries(parse[h], ontology):
            known = fallback(parse, h, ontology, event_type=t.event_type)
            out[h] = _learned(clause, h, t) if known is None else _lexical(clause, h, _words(parse, h, known), known, t)
    return [out[i] for i in sorted(out)]


def _tries(token: Token, ontology: Ontology) -> bool:
    """True for a verb that says that something was tried or came to nothing ("but failed"): what was tried is the happening."""
    return token.upos == "VERB" and any(c.kind == "attempt" and c.pos == "VERB" for c in ontology.cues.get(token.lemma, ()))


def trigger_features(frame: Frame) -> Features:
    """What speaks for and against a word's naming a happening that coders would write down."""
    entry, learned = frame.entry, frame.learned
    features: Features = {"head": UNSEEN if learned is None else odds(learned.score)}
    upos = frame.tree.tokens[frame.head].upos
    if entry is None:
        features["no sense"] = 1.0
    else:
        features["sense of an event" if entry.kind == "event" else "sense of no event"] = 1.0
        features["weak sense"] = float(entry.weak)
        features[_sort(entry)] = 1.0
        features["likeness"] = _offered(learned).get(entry.event_type or entry.kind, 0.0)
    features[f"{upos if upos in _NAMED else 'other'}{' without a sense' if entry is None else ''}"] = 1.0
    return features


def _sort(entry: TriggerEntry) -> str:
    """How sure a sense is by itself: a phrase means what it means; other words may choose a single word's sense, or none do."""
    if " " in entry.lemma:
        return "phrase"
    chosen = entry.objects or entry.subjects or entry.context or entry.particle
    return "chosen sense" if chosen else "only sense"


def _offered(learned: Trigger | None) -> dict[str, float]:
    """Return what the head thinks a trigger may be."""
    if learned is None:
        return {}
    return dict(learned.labels) or {learned.event_type or learned.kind: 1.0}


def label_options(frame: Frame) -> dict[str, Features]:
    """Return what a frame may be, types and kinds, with what speaks for each."""
    offered, entry = _offered(frame.learned), frame.entry
    sense = (entry.event_type or entry.kind) if entry is not None else None
    labels = dict.fromkeys((*([sense] if sense else []), *offered))
    return {label: label_features(label, offered, sense, how=_sort(entry) if entry else "") for label in labels}


def _labelled(frame: Frame, ontology: Ontology) -> Frame:
    """Give a frame the type or kind that lexicon and head together speak for."""
    learned = frame.learned
    if learned is None:
        return frame
    options = label_options(frame)
    label = max(options, key=lambda name: log_odds("label", options[name]))
    if label == (frame.event_type or frame.kind) or _tries(frame.tree.tokens[frame.head], ontology):
        return frame
    event_type = label if label in ontology.event_types else None
    other = fallback(frame.tree.tokens, frame.head, ontology, event_type=event_type) if event_type else None
    if other is not None and other.event_type == event_type:
        return _lexical(frame.clause, frame.head, frame.words, other, learned)
    modes = learned.modes if learned.event_type == event_type else ()
    kind = "event" if event_type else label
    return replace(frame, kind=kind, event_type=event_type, modes=modes, contexts=(), entry=None, rule="head:type")


def _lexical(clause: Clause, i: int, words: tuple[int, ...], entry: TriggerEntry, learned: Trigger | None) -> Frame:
    score = LEXICON_ALONE
    if learned is not None and (learned.kind, learned.event_type) == (entry.kind, entry.event_type):
        score = (1 + learned.score) / 2
    return Frame(
        clause=clause,
        head=i,
        words=words,
        kind=entry.kind,
        event_type=entry.event_type,
        modes=entry.modes,
        contexts=entry.contexts,
        entry=entry,
        learned=learned,
        score=score,
        rule=f"lexicon:{entry.id}",
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


def _words(parse: Parse, i: int, entry: TriggerEntry) -> tuple[int, ...]:
    """Return the tokens of a (multi-word) trigger; its particle belongs to it: "pulled out"."""
    words = phrase(parse, i, entry) or (i,)
    particle = [c for c, deprel in parse.children(i) if deprel == "compound:prt" and c == i + 1]
    return tuple(sorted({*words, *particle}))
