"""What the words that govern a happening make of it: "tried to", "denied", "called for", "kept them from", "will begin"."""

from __future__ import annotations

from dataclasses import replace

from claimwire.claims.auxiliaries import NEGATED, Modality, own
from claimwire.claims.cues import attribute_cue, cue_at, is_negated
from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

_GOVERNING = frozenset(
    [
        "negation",
        "attempt",
        "hedge",
        "offer",
        "request",
        "threat",
        "plan",
        "intention",
        "denial",
        "start",
        "stop",
        "continue",
        "increase",
        "decrease",
    ]
)
_FINITE = frozenset({"have", "has", "had", "was", "were", "is", "are", "will", "would", "did", "does", "'s", "’s", "'d"})
_BACKGROUND = frozenset({"as", "while", "after", "when", "since", "because", "although", "though", "before", "once", "until"})
_DONE = frozenset({"commit", "undertake"})  # "committed atrocities" is no intention
_ASPECTS = frozenset({"start", "stop", "continue", "increase", "decrease"})
_TRYING = frozenset({"attempt", "plan", "intention"})


def governed(frame: Frame, at: int, up: int, out: Modality, ontology: Ontology) -> Modality:
    """Apply the word ``up`` that governs ``at``."""
    tree = frame.tree
    relation = tree.relation(at)
    barred = _barred(frame, at, up, out, ontology)
    if barred is not None:
        return barred
    if relation in {"xcomp", "advcl"} and (by_noun := _by_noun(frame, at, up, out, ontology)) is not None:
        return by_noun
    cue = _offer(tree, at, up, ontology) or cue_at(tree, up, ontology, kinds=_GOVERNING)
    if relation == "nsubj":
        return _as_subject(frame, at, up, out, cue=cue, ontology=ontology)
    if cue is None or not _applies(cue, frame, at):
        return _light(frame, up, relation, out, ontology)
    if relation == "advcl" and (tree.child(at, "nsubj") is not None or tree.marker(at) in _BACKGROUND):
        return out  # "as they meet, we hope to": the hoping is not about the meeting
    if relation == "advcl" and cue.kind not in _TRYING and not (cue.kind == "negation" and tree.marker(at) == "from"):
        return out
    if cue.kind in _ASPECTS:
        bare = relation == "obj" or tree.preposition(at) in {None, "'s", "’s"}
        return _light(frame, up, relation, _aspect(cue, out, off=bare and not frame.verbal), ontology)
    return _by_cue(frame, at, up, out, cue=cue, ontology=ontology)


def _offer(tree: Tree, at: int, up: int, ontology: Ontology) -> Cue | None:
    """ "Is prepared to release": the participle is an offer, where "prepares to release" is a plan."""
    if tree.relation(at) != "xcomp" or not any(tree.tokens[c].lemma == "be" for c in tree.children(up, "aux", "cop")):
        return None
    cue = attribute_cue(tree, up, ontology)
    return cue if cue is not None and cue.kind == "offer" else None


def _by_cue(frame: Frame, at: int, up: int, out: Modality, *, cue: Cue, ontology: Ontology) -> Modality:
    """Let a cue say what it makes of its complement, and its own auxiliaries and negation what they make of the cue."""
    tree = frame.tree
    governor = own(frame, up, ontology)
    realization = cue.realization or out.realization
    factuality = cue.factuality or out.factuality
    clause = tree.relation(at) in {"ccomp", "csubj"}
    if cue.kind == "hedge" and out.factuality not in {"CT+", "CT-"}:
        realization = out.realization  # "feared that it would strike", "suggested that it may have been hit"
        factuality = factuality if factuality.endswith("-") else out.factuality
    elif cue.kind == "hedge" and out.factuality == "CT-":
        factuality = NEGATED[factuality]
    elif cue.kind == "hedge" and cue.pos == "VERB" and factuality == "PS+" and not clause:
        realization = "predicted"  # "fears an attack"
    if cue.realization == "predicted" and cue.kind == "negation" and clause:
        realization = out.realization  # "ruled out that it had been a drone" is about the past, "ruled out talks" is not
    if cue.kind == "hedge" and cue.pos == "ADJ" and tree.marker(at) == "to" and not _perfect(tree, at):
        realization = "predicted"  # "likely to attack"
    if governor.realization != "actual" and cue.kind == "attempt":
        realization, factuality = governor.realization, governor.factuality  # "may attempt", "will try to"
    elif governor.factuality == "CT-" and cue.kind in _TRYING:
        factuality = "CT-"
    elif governor.factuality == "CT-" and cue.kind == "negation" and cue.realization:
        realization, factuality = ("actual" if clause else "hypothetical"), "PS+"  # "did not rule out"
    elif governor.factuality == "CT-" and cue.kind == "denial":
        realization, factuality = "actual", "Uu"  # "did not deny" is no admission
    return replace(out, realization=realization, factuality=factuality, rules=(*out.rules, f"cue:{cue.id}"))


def _perfect(tree: Tree, i: int) -> bool:
    return any(tree.tokens[c].lemma == "have" for c in tree.children(i, "aux"))


def _barred(frame: Frame, at: int, up: int, out: Modality, ontology: Ontology) -> Modality | None:
    """ "Kept them from entering": what somebody was kept from did not happen, unless the keeping failed."""
    tree = frame.tree
    if tree.marker(at) != "from" or tree.tokens[up].lemma not in ontology.words.get("barring_verbs", frozenset()):
        return None
    rules = (*out.rules, "barred")
    above = tree.parent(up) if tree.relation(up) in {"xcomp", "advcl"} else None
    failed = is_negated(tree, up) or (above is not None and tree.tokens[above].lemma in {"fail", "unable", "powerless"})
    if failed:
        return replace(out, rules=rules)
    if tree.marker(up) == "to" or own(frame, up, ontology).realization != "actual":
        return replace(out, realization="hypothetical", factuality="Uu", rules=rules)
    return replace(out, factuality="CT-", rules=rules)


def _by_noun(frame: Frame, at: int, up: int, out: Modality, ontology: Ontology) -> Modality | None:
    """ "In a bid to retake", "announced plans to send", "two hours to surrender": the noun before "to" decides."""
    tree = frame.tree
    to = tree.child(at, "mark")
    if to is None or to == 0 or tree.tokens[to].text.lower() != "to" or to - 1 == up:
        return None
    noun = to - 1
    if tree.tokens[noun].upos != "NOUN":
        return None
    if tree.tokens[up].lemma == "give" and tree.tokens[noun].lemma in ontology.words.get("deadline_nouns", frozenset()):
        return replace(out, realization="requested", factuality="Uu", rules=(*out.rules, "ultimatum"))
    if tree.tokens[noun].lemma in ontology.words.get("attack_nouns", frozenset()):
        return replace(out, realization="attempted", factuality="CT+", rules=(*out.rules, "goal"))  # "launched a battle to take"
    cue = cue_at(tree, noun, ontology)
    if cue is None or not cue.realization or not cue.factuality or cue.pos != "NOUN":
        return None
    return replace(out, realization=cue.realization, factuality=cue.factuality, rules=(*out.rules, f"cue:{cue.id}"))


def _as_subject(frame: Frame, at: int, up: int, out: Modality, *, cue: Cue | None, ontology: Ontology) -> Modality:
    """Read what is said of a happening that is a subject: "an offensive will begin", "is planned", "is imminent"."""
    tree, words = frame.tree, ontology.words
    if frame.verbal and at == frame.head:
        return out
    passive = tree.tokens[at].deprel == "nsubj:pass"
    lemma = tree.tokens[up].lemma
    if cue is not None and cue.kind in _ASPECTS:
        out = _aspect(cue, out, off=passive)
    if out.factuality == "CT-":
        return out
    exists = lemma == "be" and tree.child(up, "expl") is not None  # "there must be an inquiry"
    comes_about = exists or (lemma in words.get("occurrence_verbs", frozenset()) and (lemma != "take" or _takes_place(tree, up)))
    if comes_about or (passive and lemma in words.get("light_verbs", frozenset())):
        said = own(frame, up, ontology)
        if said.rules and out.realization == "actual":
            return replace(out, realization=said.realization, factuality=said.factuality, rules=(*out.rules, *said.rules))
        return out
    if cue is None or tree.child(up, "xcomp", "ccomp") is not None or (out.rules and cue.kind in _ASPECTS):
        return out
    if cue.pos == "ADJ" and cue.kind in {"plan", "hedge"} and cue.factuality:
        open_ = cue.factuality == "Uu"
        realization = out.realization if open_ else "predicted"
        return replace(out, realization=realization, factuality=cue.factuality, rules=(*out.rules, f"cue:{cue.id}"))
    if passive and cue.kind in {"plan", "offer", "request", "threat", "negation", "denial"} and cue.factuality:
        return _by_cue(frame, at, up, out, cue=cue, ontology=ontology)
    return out


def _takes_place(tree: Tree, i: int) -> bool:
    return any(tree.tokens[c].lemma == "place" for c in tree.children(i, "obj", "compound"))


def _applies(cue: Cue, frame: Frame, at: int) -> bool:
    """True when the cue governs the happening: "refused to sign", not "refused the ministry that bombed"."""
    tree = frame.tree
    if cue.kind == "negation":
        return bool(cue.factuality) and tree.relation(at) in {"xcomp", "ccomp", "advcl", "obj"}
    if cue.lemma in _DONE and tree.relation(at) in {"obj", "nsubj"}:
        return False
    if cue.kind == "request" and tree.relation(at) == "ccomp" and _indicative(tree, at):
        return False  # "insisted that the town had not fallen" asks for nothing
    if cue.pos == "VERB" and cue.kind == "attempt" and tree.relation(at) in {"obl", "nmod"}:
        return cue.lemma != "try"  # tried over the fire
    if cue.pos == "NOUN" and cue.kind == "attempt" and tree.relation(at) == "acl":
        return tree.marker(at) == "to"  # "operation to retake" is an attempt, "operation in which three died" is not
    return True


def _indicative(tree: Tree, i: int) -> bool:
    """True for a clause in the indicative: "had fallen", "shelled"; "leave" and "be freed" are what somebody wants."""
    helpers = [tree.tokens[c].text.lower() for c in tree.children(i, "aux", "cop")]
    if helpers:
        return bool(_FINITE & set(helpers))
    token = tree.tokens[i]
    return token.upos == "VERB" and token.text.lower() != token.lemma


def _aspect(cue: Cue, out: Modality, *, off: bool) -> Modality:
    """Note that a happening begins, goes on or ends; one that is called ``off`` does not come about at all."""
    rules = (*out.rules, f"cue:{cue.id}")
    if cue.kind == "continue":
        return replace(out, aspect="ongoing", rules=rules)
    out = replace(out, change=cue.kind, rules=rules)
    if off and cue.factuality and out.realization == "actual":
        return replace(out, realization=cue.realization or out.realization, factuality=cue.factuality)
    return out


def _light(frame: Frame, up: int, relation: str, out: Modality, ontology: Ontology) -> Modality:
    """ "Did not carry out the attack": what is said of the light verb is said of its noun."""
    if relation not in {"obj", "xcomp"} or out.rules or (frame.verbal and relation == "obj"):
        return out
    governor = own(frame, up, ontology)
    if not governor.rules:
        return out
    return replace(governor, rules=(*governor.rules, "light-verb"))
