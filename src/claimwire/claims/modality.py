"""Did it happen, as the innermost speaker puts it: realization, factuality, aspect and change of a claim.

The words around a trigger decide, nearest first: its own auxiliaries and negation, then each word that governs it ("tried to",
"denied", "called for"), then the clause it stands in ("if", "unless", a question). What no rule decides stays actual and CT+,
unless the learned head is sure of something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

_NEGATED = {"CT+": "CT-", "PR+": "PR-", "PS+": "PS-", "CT-": "CT+", "PR-": "PR+", "PS-": "PS+", "Uu": "Uu"}
_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "none", "nobody", "nothing", "hardly"})
_POSSIBLE = frozenset({"may", "might", "could", "can"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_NECESSARY = frozenset({"should", "must", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "should", "provided", "lest"})
_CONTINUING = frozenset({"continue", "keep", "remain", "go"})
_GOVERNED = frozenset({"xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "csubj", "nsubj"})
_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})

_LEARNED_SURE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """Values of CODEBOOK section 3, and the rules that set them."""

    realization: str = "actual"
    factuality: str = "CT+"
    aspect: str | None = None
    change: str | None = None
    rules: tuple[str, ...] = ()


def cue_at(tree: Tree, i: int, ontology: Ontology) -> Cue | None:
    """Return the cue that token ``i`` begins or is, longest phrase first; words of a phrase follow one another."""
    token = tree.tokens[i]
    for cue in ontology.cues.get(token.lemma, ()):
        words = cue.lemma.split()
        if len(words) == 1:
            if cue.pos == token.upos or (cue.pos == "VERB" and token.upos == "AUX"):
                return cue
            continue
        following = [t.lemma for t in tree.tokens[i + 1 : i + len(words)]]
        if following == words[1:]:
            return cue
    return None


def modality(frame: Frame, *, ontology: Ontology) -> Modality:
    """Return how far the happening of ``frame`` is said to have happened, its statement's stance apart."""
    tree = frame.tree
    out = _own(frame)
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
        out = _governed(frame, at, up, out, ontology)
        decided = (out.realization, out.factuality) != (before.realization, before.factuality)
        if decided or out.change == "stop" or relation in {"ccomp", "csubj", "nsubj", "acl"}:
            # The nearest governor decides; what lies beyond is about the governor. Where somebody wants the shelling stopped,
            # the shelling goes on: it is the end that is asked for.
            break
        if relation in {"obj", "obl", "nmod"} and not _carries(tree, up, out, before, ontology):
            break  # "asked monitors to delete the shooting": the asking is about the deleting
        at, steps = up, steps + 1
    out = _clause(frame, out)
    if frame.event_type in _ACTS and frame.kind == "event":
        # A threat or demand voiced with "will not" or "must" has been voiced: what it is about is another claim's.
        spoken = tuple(r for r in out.rules if r not in {"aux:future", "aux:would", "aux:must"})
        if spoken != out.rules:
            negated = "negation" in spoken and not _inside_phrase(frame)
            return replace(out, realization="actual", factuality="CT-" if negated else "CT+", rules=spoken)
        return _from_entry(frame, out)
    return _from_entry(frame, _from_learned(frame, out))


def _inside_phrase(frame: Frame) -> bool:
    """True when the negation belongs to the phrase itself: "will not allow", "would not hesitate"."""
    tokens = frame.tree.tokens
    return frame.event_type == "THREATEN" or any(tokens[w].lemma in _NEGATORS for w in frame.words)


def _carries(tree: Tree, up: int, out: Modality, before: Modality, ontology: Ontology) -> bool:
    """True for a word that adds nothing but aspect to its noun, so that what governs it governs the noun too."""
    return out is not before or tree.tokens[up].lemma in ontology.words.get("light_verbs", frozenset())


def _own(frame: Frame) -> Modality:
    """Read the trigger's own negation, auxiliaries and determiners."""
    tree, i = frame.tree, frame.head
    out = Modality()
    own = [tree.tokens[c] for c in tree.children(i, "aux", "advmod", "det", "mark", "case", "cc")]
    lemmas = {t.lemma for t in own} | {t.text.lower() for t in own}
    shared = i
    while (
        tree.relation(shared) == "conj" and (up := tree.parent(shared)) is not None and tree.child(shared, "nsubj", "aux") is None
    ):
        shared = up
        lemmas |= {tree.tokens[c].lemma for c in tree.children(shared, "aux")}
    subject = tree.child(i, "nsubj")
    negated_subject = subject is not None and (
        tree.tokens[subject].lemma in {"no", "none", "nobody", "neither"}
        or any(tree.tokens[c].lemma in {"no", "neither"} for c in tree.children(subject, "det", "advmod"))
    )
    negated_object = any(tree.tokens[c].lemma == "no" for o in tree.children(i, "obj") for c in tree.children(o, "det"))
    if lemmas & _POSSIBLE and "able" not in lemmas:
        out = replace(out, realization="hypothetical", factuality="PS+", rules=("aux:possible",))
    elif lemmas & _FUTURE or _going_to(tree, i):
        if tree.tokens[i].lemma in _CONTINUING:
            out = replace(out, aspect="ongoing", rules=("aux:will-continue",))
        else:
            out = replace(out, realization="predicted", factuality="PS+", rules=("aux:future",))
    elif "would" in lemmas:
        out = replace(out, realization="predicted", factuality="PS+", rules=("aux:would",))
    elif lemmas & _NECESSARY:
        out = replace(out, realization="requested", factuality="Uu", rules=("aux:must",))
    if lemmas & _NEGATORS or negated_subject or negated_object:
        out = replace(out, factuality=_NEGATED[out.factuality], rules=(*out.rules, "negation"))
        if out.factuality.startswith("PS"):
            out = replace(out, factuality="CT-" if out.realization == "predicted" else "PS-")
    return out


def _going_to(tree: Tree, i: int) -> bool:
    up = tree.parent(i)
    if up is None or tree.relation(i) != "xcomp":
        return False
    return tree.tokens[up].text.lower() == "going" and tree.marker(i) == "to"


def _governed(frame: Frame, at: int, up: int, out: Modality, ontology: Ontology) -> Modality:
    """Apply the word ``up`` that governs ``at``."""
    tree = frame.tree
    relation = tree.relation(at)
    cue = cue_at(tree, up, ontology)
    if cue is None or cue.kind in {"speech", "evaluation", "causal", "condition"} or not _applies(cue, frame, at):
        return _light_negation(frame, up, relation, out)
    if relation == "nsubj":
        # "The attack continued / has stopped": the subject is what the aspect is about; it governs no other way.
        if cue.kind in {"start", "stop", "continue", "increase", "decrease"}:
            return _aspect(cue, out)
        return out
    if relation == "advcl" and cue.kind not in {"attempt", "plan", "intention"}:
        return out
    if cue.kind in {"start", "stop", "continue", "increase", "decrease"}:
        return _light_negation(frame, up, relation, _aspect(cue, out))
    governor = _own(replace(frame, head=up))
    realization = cue.realization or out.realization
    factuality = cue.factuality or out.factuality
    if governor.realization != "actual" and cue.kind == "attempt":
        realization, factuality = governor.realization, governor.factuality  # "may attempt", "will try to"
    elif governor.factuality == "CT-" and cue.kind in {"attempt", "plan", "intention"}:
        factuality = "CT-"
    return replace(out, realization=realization, factuality=factuality, rules=(*out.rules, f"cue:{cue.id}"))


def _applies(cue: Cue, frame: Frame, at: int) -> bool:
    """True when the cue governs the happening: "refused to sign", not "refused the ministry that bombed"."""
    tree = frame.tree
    if cue.kind == "negation":
        return bool(cue.factuality) and tree.relation(at) in {"xcomp", "ccomp", "advcl", "obj"}
    if cue.pos == "NOUN" and cue.kind == "attempt" and tree.relation(at) == "acl":
        return tree.marker(at) == "to"  # "operation to retake" is an attempt, "operation in which three died" is not
    return True


def _aspect(cue: Cue, out: Modality) -> Modality:
    rules = (*out.rules, f"cue:{cue.id}")
    if cue.kind == "continue":
        return replace(out, aspect="ongoing", rules=rules)
    return replace(out, change=cue.kind, rules=rules)


def _light_negation(frame: Frame, up: int, relation: str, out: Modality) -> Modality:
    """ "Did not carry out the attack": what is said of the light verb is said of its noun."""
    if relation not in {"obj", "xcomp"} or out.rules or (frame.verbal and relation == "obj"):
        return out
    governor = _own(replace(frame, head=up))
    if not governor.rules:
        return out
    return replace(governor, rules=(*governor.rules, "light-verb"))


def _clause(frame: Frame, out: Modality) -> Modality:
    """Read what the clause is: a condition, a question."""
    tree = frame.tree
    at: int | None = frame.head
    seen = 0
    while at is not None and seen < 6:
        relation = tree.relation(at)
        if relation == "advcl":
            marks = {tree.tokens[c].text.lower() for c in tree.children(at, "mark", "advmod", "aux")}
            if marks & (_CONDITIONS - {"should"}) or _inverted_condition(tree, at):
                return replace(out, realization="hypothetical", factuality="Uu", rules=(*out.rules, "condition"))
            break
        if tree.marker(at) in {"whether", "if"}:
            return replace(out, realization="hypothetical", factuality="Uu", rules=(*out.rules, "condition"))
        at, seen = tree.parent(at), seen + 1
    last = [t.text for t in tree.tokens[-2:]]
    if "?" in last and out.realization == "actual":
        return replace(out, realization="hypothetical", factuality="Uu", rules=(*out.rules, "question"))
    return out


def _inverted_condition(tree: Tree, at: int) -> bool:
    """ "Should they attack, ...": an auxiliary before the subject."""
    aux, subject = tree.child(at, "aux"), tree.child(at, "nsubj")
    return aux is not None and subject is not None and aux < subject and tree.tokens[aux].lemma in {"should", "had", "were"}


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
    return replace(out, realization=learned.realization, factuality=learned.factuality, rules=("head:realization",))
