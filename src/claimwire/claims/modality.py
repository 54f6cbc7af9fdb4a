"""Did it happen, as the innermost speaker puts it: realization, factuality, aspect and change of a claim.

The words around a trigger decide, nearest first: its own auxiliaries and negation, then each word that governs it ("tried to",
"denied", "called for"), then the clause it stands in ("if", "unless", a question). What no rule decides stays actual and CT+,
unless the learned head is sure of something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire.claims import doubt, moods
from claimwire.claims.cues import NEGATORS, cue_at, is_negated
from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

_NEGATED = {"CT+": "CT-", "PR+": "PR-", "PS+": "PS-", "CT-": "CT+", "PR-": "PR+", "PS-": "PS+", "Uu": "Uu"}
_POSSIBLE = frozenset({"may", "might", "could"})
_ABLE = frozenset({"can", "cannot", "could"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_NECESSARY = frozenset({"should", "must", "ought"})
_CONTINUING = frozenset({"continue", "keep", "remain", "go"})
_GOVERNED = frozenset({"xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "csubj", "nsubj"})
_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
_SOON = frozenset({"due", "about", "set", "scheduled", "poised", "bound"})
_FINITE = frozenset({"have", "has", "had", "was", "were", "is", "are", "will", "would", "did", "does", "'s", "’s", "'d"})
_BACKGROUND = frozenset({"as", "while", "after", "when", "since", "because", "although", "though", "before", "once", "until"})
_DONE = frozenset({"commit", "undertake"})  # "committed atrocities" is no intention
_DEEDS = frozenset({"investigate"})  # modes of speech acts that are done, not said
_HELD = frozenset({"CONSULT"})  # failed talks were held all the same
_ASPECTS = frozenset({"start", "stop", "continue", "increase", "decrease"})
_TRYING = frozenset({"attempt", "plan", "intention"})
# What the codebook says where the two heads disagree: an attempt is certain as an attempt, a demand commits nobody.
_NATURAL = {"attempted": "CT+", "requested": "Uu", "hypothetical": "Uu", "predicted": "PS+"}
_UNNATURAL = {("attempted", "Uu"), ("requested", "CT+"), ("hypothetical", "CT+"), ("predicted", "CT+")}

_VOICES = frozenset({"aux:future", "aux:would", "aux:must"})

_LEARNED_SURE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """Values of CODEBOOK section 3, and the rules that set them."""

    realization: str = "actual"
    factuality: str = "CT+"
    aspect: str | None = None
    change: str | None = None
    rules: tuple[str, ...] = ()


def modality(frame: Frame, *, ontology: Ontology) -> Modality:
    """Return how far the happening of ``frame`` is said to have happened, its statement's stance apart."""
    tree = frame.tree
    out = _own(frame, frame.head, ontology)
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
    light = tree.relation(at) == "obj" and tree.tokens[up].lemma in ontology.words.get("light_verbs", frozenset())
    return light or changed


def _own(frame: Frame, i: int, ontology: Ontology) -> Modality:
    """Read the auxiliaries, the negation, the hedges and the attributes that stand with word ``i`` itself."""
    tree = frame.tree
    out = Modality()
    own = [tree.tokens[c] for c in tree.children(i, "aux", "advmod", "mark")]
    lemmas = {t.lemma for t in own} | {t.text.lower() for t in own}
    shared = i
    while (
        tree.relation(shared) == "conj" and (up := tree.parent(shared)) is not None and tree.child(shared, "nsubj", "aux") is None
    ):
        shared = up
        lemmas |= {tree.tokens[c].lemma for c in tree.children(shared, "aux")}
    negated = is_negated(tree, i)
    past = "have" in lemmas
    if negated and lemmas & _ABLE and not past:
        return replace(out, factuality="CT-", rules=("aux:unable",))
    if lemmas & _POSSIBLE:
        out = replace(out, realization="actual" if past else "predicted", factuality="PS+", rules=("aux:possible",))
    elif lemmas & _ABLE:
        out = replace(out, realization="hypothetical", factuality="PS+", rules=("aux:able",))
    elif lemmas & _FUTURE or _going_to(tree, i) or _about_to(tree, i):
        if tree.tokens[i].lemma == "continue" or (tree.tokens[i].lemma in _CONTINUING and tree.child(i, "xcomp") is not None):
            out = replace(out, aspect="ongoing", rules=("aux:will-continue",))
        else:
            out = replace(out, realization="predicted", factuality="PS+", rules=("aux:future",))
    elif "would" in lemmas and past:
        out = replace(out, realization="hypothetical", factuality="Uu", rules=("aux:would-have",))
    elif "would" in lemmas:
        out = replace(out, realization="predicted", factuality="PS+", rules=("aux:would",))
    elif lemmas & _NECESSARY:
        out = replace(out, realization="requested", factuality="Uu", rules=("aux:must",))
    if negated:
        out = replace(out, factuality=_NEGATED[out.factuality], rules=(*out.rules, "negation"))
    if _is_attempt(frame, i) and not out.rules:
        return replace(out, realization="attempted", rules=("name:attempt",))
    return _qualified(frame, i, out, ontology)


def _is_attempt(frame: Frame, i: int) -> bool:
    """True for a happening whose own name says that it was tried: "assassination attempt"."""
    return i == frame.head and not frame.verbal and frame.tree.tokens[i].lemma == "attempt" and len(frame.words) > 1


def _qualified(frame: Frame, i: int, out: Modality, ontology: Ontology) -> Modality:
    """Apply a hedging adverb or a qualifying attribute: "probably shelled", "attempted coup"."""
    tree = frame.tree
    cue = doubt.hedge(tree, i, ontology)
    if cue is not None and cue.factuality and out.factuality in {"CT+", "CT-", "PS+", "PS-"}:
        factuality = _NEGATED[cue.factuality] if out.factuality.endswith("-") else cue.factuality
        return replace(out, factuality=factuality, rules=(*out.rules, f"cue:{cue.id}"))
    cue = doubt.attribute(tree, i, ontology) if tree.tokens[i].upos in {"NOUN", "PROPN"} and not out.rules else None
    if cue is None or (cue.kind == "attempt" and frame.event_type in _HELD):
        return out
    return replace(
        out,
        realization=cue.realization or out.realization,
        factuality=cue.factuality or out.factuality,
        rules=(*out.rules, f"cue:{cue.id}"),
    )


def _going_to(tree: Tree, i: int) -> bool:
    up = tree.parent(i)
    if up is None or tree.relation(i) != "xcomp":
        return False
    return tree.tokens[up].text.lower() == "going" and tree.marker(i) == "to"


def _about_to(tree: Tree, i: int) -> bool:
    """ "Is to visit", "are due to resume", "about to fall": read off the words, which parses tear apart."""
    if i < 2 or tree.tokens[i - 1].text.lower() != "to":
        return False
    before = tree.tokens[i - 2]
    return before.lemma == "be" or before.text.lower() in _SOON


def _governed(frame: Frame, at: int, up: int, out: Modality, ontology: Ontology) -> Modality:
    """Apply the word ``up`` that governs ``at``."""
    tree = frame.tree
    relation = tree.relation(at)
    barred = _barred(frame, at, up, out, ontology)
    if barred is not None:
        return barred
    if relation in {"xcomp", "advcl"} and (by_noun := _by_noun(frame, at, up, out, ontology)) is not None:
        return by_noun
    cue = cue_at(tree, up, ontology)
    if relation == "nsubj":
        return _as_subject(frame, at, up, out, cue=cue, ontology=ontology)
    if cue is None or cue.kind in {"speech", "evaluation", "causal", "condition"} or not _applies(cue, frame, at):
        return _light(frame, up, relation, out, ontology)
    if relation == "advcl" and (tree.child(at, "nsubj") is not None or tree.marker(at) in _BACKGROUND):
        return out  # "as they meet, we hope to": the hoping is not about the meeting
    if relation == "advcl" and cue.kind not in _TRYING and not (cue.kind == "negation" and tree.marker(at) == "from"):
        return out
    if cue.kind in _ASPECTS:
        bare = relation == "obj" or tree.preposition(at) in {None, "'s", "’s"}
        return _light(frame, up, relation, _aspect(cue, out, off=bare and not frame.verbal), ontology)
    return _by_cue(frame, at, up, out, cue=cue, ontology=ontology)


def _by_cue(frame: Frame, at: int, up: int, out: Modality, *, cue: Cue, ontology: Ontology) -> Modality:
    """Let a cue say what it makes of its complement, and its own auxiliaries and negation what they make of the cue."""
    tree = frame.tree
    governor = _own(frame, up, ontology)
    realization = cue.realization or out.realization
    factuality = cue.factuality or out.factuality
    clause = tree.relation(at) in {"ccomp", "csubj"}
    if cue.kind == "hedge" and out.factuality not in {"CT+", "CT-"}:
        realization = out.realization  # "feared that it would strike", "suggested that it may have been hit"
        factuality = factuality if factuality.endswith("-") else out.factuality
    elif cue.kind == "hedge" and out.factuality == "CT-":
        factuality = _NEGATED[factuality]
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
    if tree.marker(up) == "to" or _own(frame, up, ontology).realization != "actual":
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
    comes_about = lemma in words.get("occurrence_verbs", frozenset()) and (lemma != "take" or _takes_place(tree, up))
    if comes_about or (passive and lemma in words.get("light_verbs", frozenset())):
        said = _own(frame, up, ontology)
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
    governor = _own(frame, up, ontology)
    if not governor.rules:
        return out
    return replace(governor, rules=(*governor.rules, "light-verb"))


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
