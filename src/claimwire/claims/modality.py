"""Did it happen, as the innermost speaker puts it: realization, factuality, aspect and change of a claim.

The words around a trigger decide, nearest first: its own auxiliaries and negation, then each word that governs it ("tried to",
"denied", "called for"), then the clause it stands in ("if", "unless", a question). What no rule decides stays actual and CT+,
unless the learned head is sure of something else.
"""

from __future__ import annotations

from dataclasses import replace

from claimwire.claims import doubt, moods
from claimwire.claims.auxiliaries import Modality, own
from claimwire.claims.cues import NEGATORS
from claimwire.claims.frames import Frame
from claimwire.claims.governors import governed
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology

__all__ = ["Modality", "modality"]

_GOVERNED = frozenset({"xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "csubj", "nsubj"})
_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
_DEEDS = frozenset({"investigate"})  # modes of speech acts that are done, not said
# What the codebook says where the two heads disagree: an attempt is certain as an attempt, a demand commits nobody.
_NATURAL = {"attempted": "CT+", "requested": "Uu", "hypothetical": "Uu", "predicted": "PS+"}
_UNNATURAL = {("attempted", "Uu"), ("requested", "CT+"), ("hypothetical", "CT+"), ("predicted", "CT+")}

_VOICES = frozenset({"aux:future", "aux:would", "aux:must"})

_LEARNED_SURE = 0.6


def modality(frame: Frame, *, ontology: Ontology) -> Modality:
    """Return how far the happening of ``frame`` is said to have happened, its statement's stance apart."""
    tree = frame.tree
    out = own(frame, frame.head, ontology)
    at, steps = frame.head, 0
    subject = tree.child(frame.head, "nsubj")
    if subject is not None and tree.tokens[subject].lemma in {"which", "who"}:
        steps = 4  # a relative clause, whatever the parse hangs it on: nothing governs it
    while steps < 4:
        up = tree.parent(at)
        if up is None:
            break
        relation = tree.relation(at)
        if relation == "conj":
            # "tried to storm and burn the depot": the second conjunct stands under what governs the first; a finite one
            # with a subject of its own does not.
            if tree.child(at, "nsubj") is not None:
                break
            at = up
            continue
        if relation not in _GOVERNED:
            break
        if tree.tokens[at].deprel.endswith(":relcl"):
            break  # what is said of the radar is not said of the missile that it guided
        before = out
        out = governed(frame, at, up, out, ontology)
        decided = (out.realization, out.factuality) != (before.realization, before.factuality)
        comes_about = relation == "nsubj" and tree.tokens[up].lemma in ontology.words.get("occurrence_verbs", frozenset())
        if (
            decided
            or out.change == "stop"
            or out.rules[-1:] == ("barred",)
            or (relation in {"ccomp", "csubj", "nsubj", "acl"} and not comes_about)
        ):
            # The nearest governor decides; what lies beyond is about the governor. Where somebody wants the shelling stopped,
            # the shelling goes on: it is the end that is asked for.
            break
        if relation in {"obj", "obl", "nmod"} and not _carries(tree, at, up, changed=out is not before, ontology=ontology):
            break  # "asked monitors to delete the shooting": the asking is about the deleting
        at, steps = up, steps + 1
    out = _threat(frame, _clause(frame, out, ontology), ontology)
    voiced = frame.event_type in _ACTS and frame.kind == "event" and not _DEEDS & set(frame.modes)
    if voiced and not {"condition", "question"} & set(out.rules):
        # A threat or demand voiced with "will not" or "must" has been voiced: what it is about is another claim's.
        spoken = tuple(r for r in out.rules if r not in _VOICES or not _voices(frame))
        if spoken != out.rules:
            negated = "negation" in spoken and not _inside_phrase(frame)
            return replace(out, realization="actual", factuality="CT-" if negated else "CT+", rules=spoken)
        return _from_entry(frame, out)
    return _from_entry(frame, _from_learned(frame, out))


def _voices(frame: Frame) -> bool:
    """True where the words do what they say: "we would urge", "will not allow"; "he will appeal" is still to come."""
    subject = frame.tree.subject(frame.head)
    first = subject is not None and frame.tree.tokens[subject].text.lower() in {"i", "we"}
    return first or frame.event_type in {"THREATEN", "REJECT"}


def _inside_phrase(frame: Frame) -> bool:
    """True when the negation belongs to the phrase itself: "will not allow", "would not hesitate"."""
    tokens = frame.tree.tokens
    return frame.event_type == "THREATEN" or any(tokens[w].lemma in NEGATORS for w in frame.words)


def _carries(tree: Tree, at: int, up: int, *, changed: bool, ontology: Ontology) -> bool:
    """True for a word that adds nothing but aspect to its noun, so that what governs it governs the noun too."""
    lemma = tree.tokens[up].lemma
    light = tree.relation(at) == "obj" and lemma in ontology.words.get("light_verbs", frozenset())
    owned = tree.relation(at) == "nmod" and lemma in ontology.words.get("responsibility_nouns", frozenset())
    return light or owned or changed  # "denied responsibility for the attack" speaks of the attack too


def _clause(frame: Frame, out: Modality, ontology: Ontology) -> Modality:
    """Read what the clause is: a report that is denied or open, a condition, a question, an order."""
    tree = frame.tree
    said = doubt.reported(tree, frame.head, ontology)
    if said is not None:
        return replace(out, realization="actual", factuality=said, rules=(*out.rules, "report"))
    if moods.conditional(tree, frame.head, ontology):
        return replace(out, realization="hypothetical", factuality="Uu", rules=(*out.rules, "condition"))
    if out.realization in {"actual", "predicted"} and moods.asked(tree, frame.head):
        return replace(out, realization="hypothetical", factuality="Uu", rules=(*out.rules, "question"))
    if out.realization == "actual" and frame.verbal and moods.ordered(tree, frame.head):
        return replace(out, realization="requested", factuality="Uu", rules=(*out.rules, "imperative"))
    return out


def _threat(frame: Frame, out: Modality, ontology: Ontology) -> Modality:
    """ "If they come back, we will shoot": an act of conflict that waits for a condition is a threat."""
    found = ontology.event_types.get(frame.event_type or "")
    if found is None or found.quad != "material_conflict" or not {"aux:future", "aux:would"} & set(out.rules):
        return out
    if out.realization != "predicted" or out.factuality != "PS+" or not moods.awaits(frame.tree, frame.head):
        return out
    return replace(out, realization="threatened", factuality="Uu", rules=(*out.rules, "conditional-threat"))


def _from_entry(frame: Frame, out: Modality) -> Modality:
    """Let the sense itself speak where no rule did: a plot is an attempt, whatever stands around it."""
    entry = frame.entry
    if entry is None or out.realization != "actual":
        return out
    if entry.realization:
        out = replace(out, realization=entry.realization, rules=(*out.rules, f"entry:{entry.id}"))
    if entry.factuality and out.factuality == "CT+":
        out = replace(out, factuality=entry.factuality)
    return out


def _from_learned(frame: Frame, out: Modality) -> Modality:
    """Take the learned head's word where no rule has spoken and it is sure."""
    learned = frame.learned
    if out.rules or learned is None or learned.score < _LEARNED_SURE or not learned.realization or not learned.factuality:
        return out
    if (learned.realization, learned.factuality) == (out.realization, out.factuality):
        return out
    factuality = learned.factuality
    if (learned.realization, factuality) in _UNNATURAL:
        factuality = _NATURAL[learned.realization]
    return replace(out, realization=learned.realization, factuality=factuality, rules=("head:realization",))
