"""What kind of clause a happening stands in: a condition, a question, an order."""

from __future__ import annotations

from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology

_CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest"})
_ASKING = frozenset({"why", "when", "where", "how", "who", "whose", "which"})
_REACH = 6
_FIXED = frozenset({"hit", "put", "cut", "set", "let", "shut", "spread", "hurt", "cost", "burst", "split", "quit"})


def conditional(tree: Tree, i: int, ontology: Ontology) -> bool:
    """True when ``i`` stands in a condition: "if", "in case", "should they attack", "in the event of a raid"."""
    at: int | None = i
    subject = tree.child(i, "nsubj")
    if subject is not None and tree.tokens[subject].lemma in {"who", "which"}:
        return False  # a relative clause, whatever the parse hangs it on
    for _ in range(_REACH):
        if at is None or tree.tokens[at].deprel.endswith(":relcl"):
            return False  # "if the army, which shelled the town, withdraws": what the relative clause says is no condition
        relation = tree.relation(at)
        if tree.marker(at) in {"whether", "if"} or _inverted(tree, at):
            return True
        marks = {tree.tokens[c].text.lower() for c in tree.children(at, "mark", "advmod")}
        if relation == "advcl":
            return bool(marks & _CONDITIONS) or _led_by_phrase(tree, at, ontology)
        if relation in {"acl", "obl", "nmod", "ccomp"} and _led_by_phrase(tree, at, ontology):
            return True
        at = tree.parent(at)
    return False


def awaits(tree: Tree, i: int) -> bool:
    """True when predicate ``i`` waits for a condition: "if they come", "unless", "should they come", "any ship that enters"."""
    top = i
    while tree.relation(top) == "conj" and (up := tree.parent(top)) is not None:
        top = up
    for c in {c for at in (i, top) for c in tree.children(at, "advcl")}:
        if tree.marker(c) in {"if", "unless"} or _inverted(tree, c):
            return True
    subject = tree.subject(i)
    return subject is not None and any(tree.tokens[c].lemma == "any" for c in tree.children(subject, "det"))


def _led_by_phrase(tree: Tree, at: int, ontology: Ontology) -> bool:
    """True when a condition phrase of the ontology opens what hangs on ``at``, or stands right before it."""
    first = min(tree.subtree(at))
    words = [t.text.lower() for t in tree.tokens]
    for start in range(max(0, first - 4), first + 1):
        for cue in ontology.cues.get(tree.tokens[start].lemma, ()):
            if cue.kind != "condition" or cue.pos not in {"SCONJ", "ADP"}:
                continue
            phrase = cue.lemma.split()
            # Articles inside the phrase count, one after it does not: "in case of a raid".
            end = start + len(phrase)
            if words[start:end] == phrase and first <= end <= at and (len(phrase) > 1 or start == first):
                return True
    return False


def _inverted(tree: Tree, at: int) -> bool:
    """ "Should they attack, ...", "had they bombed it, ...": an auxiliary before the subject, and no question."""
    aux, subject = tree.child(at, "aux", "cop"), tree.child(at, "nsubj")
    if aux is None or subject is None or aux > subject or is_question(tree):
        return False
    opens = aux == 0 or tree.tokens[aux - 1].upos == "PUNCT" or aux == min(tree.subtree(at))
    return opens and tree.tokens[aux].text.lower() in {"should", "had", "were"}


def is_question(tree: Tree) -> bool:
    """True for a sentence that ends in a question mark."""
    return "?" in {t.text for t in tree.tokens[-3:]}


def asked(tree: Tree, i: int) -> bool:
    """True when a question asks whether ``i`` happened; "why did they leave?" takes the leaving for granted."""
    if not is_question(tree):
        return False
    for at in (i, *tree.ancestors(i)):
        if tree.tokens[at].deprel.endswith(":relcl"):
            return False
    clause = {t.text.lower() for t in tree.tokens[:2]}
    return not (clause & _ASKING)


def ordered(tree: Tree, i: int) -> bool:
    """True for an imperative: a base form that opens its sentence or quotation, without a subject."""
    token = tree.tokens[i]
    text = token.text.lower()
    if token.upos != "VERB" or text != token.lemma or text in _FIXED or tree.child(i, "nsubj", "aux", "mark") is not None:
        return False
    first = min((k for k in tree.subtree(i) if tree.tokens[k].upos not in {"PUNCT", "ADV", "INTJ"}), default=i)
    opens = i == 0 or tree.tokens[i - 1].text in {'"', "“", "‘", ":"}
    return first == i and opens and tree.relation(i) in {"root", "ccomp", "parataxis"}
