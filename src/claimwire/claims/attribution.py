"""Acts of saying by verbs: vets each verb of saying and tries the patterns that could hold its content, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from claimwire.claims import clauses, complements
from claimwire.claims.acts import Act, Scene
from claimwire.claims.verb import Verb

_NEGATED_TOO = frozenset({"confirm", "rule out", "exclude", "deny", "neither confirm nor deny", "not confirm"})
_DOUBTFUL_AUX = frozenset({"would", "could", "may", "might", "should", "must", "can"})


def verbal_acts(scene: Scene) -> Iterator[Act]:
    """Yield the acts whose cue is a verb or a predicative adjective, in text order."""
    for i in sorted(scene.matches):
        cue = scene.matches[i].cue
        act = None
        if cue.pos == "VERB":
            act = _act(Verb(scene, i))
        elif cue.pos == "ADJ" and scene.tree.children(i, "cop"):
            act = _adjective(Verb(scene, i))
        if act is not None:
            yield act


def _act(verb: Verb) -> Act | None:
    if _vetoed(verb):
        return None
    for pattern in _PATTERNS:
        act = pattern(verb)
        if act is not None:
            return act
    return None


def _adjective(verb: Verb) -> Act | None:
    """ "The ministry was adamant that P": a predicative adjective with a clause."""
    children = verb.tree.children(verb.i, "ccomp", "advcl", "parataxis")
    clause = next((c for c in children if c > verb.i and verb.tree.marker(c) == "that"), None)
    if clause is None or verb.scene.negated(verb.i):
        return None
    return verb.build("adjective", verb.subject(), verb.rest(verb.start(clause)))


def _vetoed(verb: Verb) -> bool:
    """True when the verb attributes nothing: an attribute, a negated or merely possible saying."""
    tree, i = verb.tree, verb.i
    if tree.relation(i) in {"amod", "case", "compound", "aux", "cop"} or tree.tokens[i].upos == "NOUN":
        return True
    negated = verb.scene.negated(i)
    if negated and verb.cue.lemma not in _NEGATED_TOO:
        return True
    helpers = {tree.tokens[c].text.lower() for c in tree.children(i, "aux")}
    return bool(helpers & _DOUBTFUL_AUX) and not (negated or "confirm" in verb.cue.lemma)


def _quoted_as(verb: Verb) -> Act | None:
    """ "The daily quoted the governor as saying P": the daily's act; the governor's is the pattern of "saying"."""
    if not verb.is_in("citing"):
        return None
    children = verb.tree.children(verb.i, "advcl", "xcomp", "obl", "acl", "ccomp")
    saying = next((c for c in children if verb.scene.is_speech_verb(c) and c > verb.i), None)
    inner = _act(Verb(verb.scene, saying)) if saying is not None else None
    source = verb.subject()
    return verb.act("quoted-as", source, inner.content) if inner is not None and source is not None else None


def _citing(verb: Verb) -> Act | None:
    """ "..., the army said, citing survivors": the survivors say what the army says. "Citing P" beside no speech is P."""
    if not verb.is_in("citing") or verb.passive:
        return None
    named = next(
        (c for c in verb.tree.children(verb.i, "obj", "obl", "nsubj") if c > verb.i and verb.tree.preposition(c) is None), None
    )
    if named is None and verb.i + 1 < len(verb.tree):
        beside = range(verb.i + 1, min(len(verb.tree), verb.i + 5))
        named = next((verb.top(k) for k in beside if verb.tree.tokens[k].upos in {"NOUN", "PROPN"}), None)
    if named is None:
        return None
    up = verb.tree.parent(verb.i)
    while up is not None and not verb.scene.is_speech_verb(up):
        up = verb.tree.parent(up) if verb.tree.tokens[verb.i].text.lower().endswith("ing") else None
    outer = _act(Verb(verb.scene, up)) if up is not None and not Verb(verb.scene, up).is_in("citing") else None
    if outer is not None:
        return replace(verb.act("citing", named, outer.content), quoting=True)
    return verb.build("cited-reason", verb.subject(), verb.tree.subtree(named)) if up is None else None


_PATTERNS: tuple[Callable[[Verb], Act | None], ...] = (
    _quoted_as,
    _citing,
    complements.charge,
    complements.free_relative,
    complements.raising,
    complements.predicate,
    complements.said_by,
    clauses.inserted,
    clauses.clause_after,
    clauses.that_after,
    complements.directive,
    complements.infinitive,
    clauses.clause_before,
    clauses.as_clause,
    clauses.parataxis,
    complements.thing,
    clauses.sentence_end,
    clauses.clause_beside,
)
