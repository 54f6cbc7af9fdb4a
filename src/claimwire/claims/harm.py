"""Deaths and wounds belong to the happening that caused them: "an air strike killed nine" is one claim, not two.

Coders count one claim where the sentence names the attack; the verb of harm then adds its victims and their number to it.
Two killings of one sentence that hang on different attacks stay with their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree

HARM = frozenset({"killed", "injured"})
# Verbs that say of people only what became of them, whatever weapon their sense was told by.
_VICTIMS = frozenset({"kill", "wound", "injure", "hurt", "die", "maim", "eliminate"})
_WHEN = frozenset({"when", "after", "as", "while", "where"})
_INSIDE = frozenset({"in", "by", "during", "after", "following", "when", "from", "at", "amid"})


def is_harm(frame: Frame) -> bool:
    """True when the trigger says only that people were hurt: killed, wounded, left dead."""
    if not frame.verbal or frame.event_type != "ASSAULT" or frame.entry is None:
        return False
    if _trails(frame) and frame.tree.tokens[frame.head].lemma in _VICTIMS:
        return True  # "..., killing three": the drone is the main verb's
    return frame.entry.measure in HARM and not frame.entry.modes


def _trails(frame: Frame) -> bool:
    """True for a participle that says what came of it: "..., killing three", however the parse hangs it."""
    tree, v = frame.tree, frame.head
    if not tree.tokens[v].text.lower().endswith("ing"):
        return False
    return tree.relation(v) == "advcl" or (v > 0 and tree.tokens[v - 1].text == ",")


def hosts(frames: Sequence[Frame]) -> Mapping[int, int]:
    """Return, for each harm frame's position, the position of the frame of one sentence that it belongs to."""
    at = {(f.clause.number, f.head): n for n, f in enumerate(frames)}
    out: dict[int, int] = {}
    for n, frame in enumerate(frames):
        if not is_harm(frame):
            continue
        head = _cause(frame, at)
        if head is not None:
            host = at[frame.clause.number, head]
            if host != n and frames[host].event_type == "ASSAULT" and not is_harm(frames[host]):
                out[n] = host
                continue
        told = _told_by(frame, n, frames)
        if told is not None:
            out[n] = told
            continue
        first = at.get((frame.clause.number, frame.tree.tokens[frame.head].head))
        if first is not None and frame.tree.relation(frame.head) == "conj" and is_harm(frames[first]):
            out[n] = out.get(first, first)  # "six were killed and nineteen wounded" is one claim
        elif _trails(frame) or (frame.unsupported and frame.tree.tokens[frame.head].text.lower().endswith("ing")):
            # "... struck the market, killing nine and wounding thirty", however the parse hangs the last of them.
            before = [m for m in range(n) if frames[m].clause is frame.clause and frames[m].event_type == "ASSAULT"]
            if before:
                out[n] = out.get(before[-1], before[-1])
    return out


def _told_by(harmed: Frame, n: int, frames: Sequence[Frame]) -> int | None:
    """Return the attack that the sentence gives as the cause where the parse has hung the clause elsewhere.

    "Three were killed and eleven hurt when tanks opened fire"; "was hit by four missiles, which killed six".
    """
    tree, v = harmed.tree, harmed.head
    attacks = [
        (m, f) for m, f in enumerate(frames)
        if f.clause is harmed.clause and f.kind == "event" and f.event_type == "ASSAULT" and not is_harm(f) and m != n
    ]  # fmt: skip
    if tree.is_passive(_first_verb(tree, v)) or tree.tokens[v].upos == "ADJ":
        when = next((i for i in range(v + 1, min(v + 12, len(tree))) if tree.tokens[i].lemma in _WHEN), None)
        cut = when is None or any(tree.tokens[i].text in (";", ":") for i in range(v, when))
        after = [(f.head, m) for m, f in attacks if when is not None and when < f.head <= when + 14 and f.verbal]
        if after and not cut:
            return min(after)[1]
    if tree.tokens[v].deprel == "acl:relcl" and _relative(tree, v):
        before = [(f.head, m) for m, f in attacks if f.head < v]
        if before:
            return max(before)[1]
    return None


def _cause(frame: Frame, at: Mapping[tuple[int, int], int]) -> int | None:
    tree, v, number = frame.tree, _first_verb(frame.tree, frame.head), frame.clause.number

    def named(i: int | None) -> bool:
        return i is not None and (number, i) in at

    if not tree.is_passive(v):
        subject = tree.child(v, "nsubj")
        if subject is not None and named(subject):
            return subject
    for o in tree.children(v, "obl", "nmod"):
        if tree.preposition(o) in _INSIDE and named(o):
            return o
    for when in tree.children(v, "advcl", "acl"):
        # "Twenty were killed when a shell hit the market": the clause names what killed them.
        marks = {tree.tokens[m].lemma for m in tree.children(when, "mark", "advmod")}
        if when > v and marks & _WHEN and named(when):
            return when
    relation, up = tree.tokens[v].deprel, tree.parent(v)
    if up is None:
        return None
    if relation == "acl:relcl" and _relative(tree, v):
        # "the bombing in the central city that killed twelve": the clause may hang on a noun inside the attack's phrase.
        for above in (up, *tree.ancestors(up)):
            if named(above):
                return above
            if tree.relation(above) != "nmod":
                break
    if tree.relation(v) == "advcl" and tree.child(v, "nsubj", "mark") is None:
        # "shells hit the market, killing four": the participle says what the shelling did.
        if named(up):
            return up
        for o in tree.children(up, "obj", "nsubj"):
            if named(o):
                return o
    return None


def _first_verb(tree: Tree, v: int) -> int:
    """ "Killed and wounded": the second verb hangs on what the first does."""
    while tree.relation(v) == "conj" and (up := tree.parent(v)) is not None and tree.tokens[up].upos == "VERB":
        if tree.child(v, "nsubj", "obl") is not None:
            break
        v = up
    return v


def _relative(tree: Tree, v: int) -> bool:
    """True for "the attack that killed", "the fighting in which ten were killed"."""
    for i in tree.subtree(v):
        if tree.tokens[i].lemma in {"which", "that"} and tree.tokens[i].deprel in {"nsubj", "obl", "nsubj:pass"}:
            return True
    return False
