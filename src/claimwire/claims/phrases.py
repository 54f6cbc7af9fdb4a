"""Acts of saying by other words than verbs: "according to X", "reportedly", "X's claim that P", "an alleged attack"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimwire.claims.acts import NOMINAL, Act, Scene

_BREAKS = frozenset({";", "–", "—"})
_CARRIERS = frozenset(
    {
        "make",
        "issue",
        "repeat",
        "voice",
        "release",
        "publish",
        "circulate",
        "spread",
        "put",
        "raise",
        "give",
        "carry",
        "drop",
        "withdraw",
        "reverse",
    }
)
_OF_NOUNS = frozenset(
    {
        "report",
        "claim",
        "allegation",
        "accusation",
        "rumour",
        "rumor",
        "suspicion",
        "fear",
        "warning",
        "threat",
        "suggestion",
        "tale",
        "charge",
    }
)
_OPENING = frozenset({"which", "that", "where", "when", "who", "because", "and", "but", "while", "whereas"})
_REACH = 12


def phrasal_acts(scene: Scene, *, spoken: Iterable[Act]) -> Iterator[Act]:
    """Yield the acts of prepositions, adverbs, nouns and adjectives. ``spoken`` are the sentence's acts by verbs."""
    limits = [
        run for act in spoken if act.pattern in {"inverted", "parataxis", "sentence-end"} for run in (*act.source, *act.cue)
    ]
    for i in sorted(scene.matches):
        cue = scene.matches[i].cue
        act: Act | None = None
        if cue.pos == "ADP":
            act = _according(scene, i, limits)
        elif cue.pos == "ADV":
            act = _adverb(scene, i)
        elif cue.pos == "NOUN":
            act = _noun(scene, i)
        elif cue.pos == "ADJ" and scene.tree.relation(i) == "amod":
            act = _adjective(scene, i)
        if act is not None:
            yield act


def _build(scene: Scene, i: int, pattern: str, source: int | None, content: Iterable[int]) -> Act | None:
    runs = scene.chars(content)
    if not runs:
        return None
    match = scene.matches[i]
    spans, head = scene.source(source)
    return Act(
        sentence=scene.number,
        verb=i,
        cue_id=match.cue.id,
        stance=match.cue.stance,
        pattern=pattern,
        source=spans,
        cue=scene.tree.offsets(match.tokens),
        content=runs,
        source_head=head,
    )


def _according(scene: Scene, i: int, limits: list[tuple[int, int]]) -> Act | None:
    """ "According to X, P", "P according to X": the content is the sentence around it, up to another speaker's words."""
    tree = scene.tree
    words = scene.matches[i].tokens
    noun = tree.parent(words[0])
    if noun is None or noun <= words[-1] or tree.tokens[noun].upos not in NOMINAL or _parted(scene, words[-1], noun):
        near = range(words[-1] + 1, min(len(tree), words[-1] + _REACH))
        noun = next((k for k in near if tree.tokens[k].upos in {"NOUN", "PROPN", "PRON"}), None)
        while noun is not None and noun + 1 < len(tree) and tree.tokens[noun + 1].upos in {"NOUN", "PROPN"}:
            noun += 1
    if noun is None:
        return None
    own = {k for k in (*words, *scene.noun_phrase(noun), *(k for k in tree.subtree(noun) if k > noun)) if k >= words[0]}
    first, last = min(own), max(own)
    lead = _segment(scene, range(first - 1, scene.body - 1, -1), limits)[::-1]
    if first > 1 and tree.tokens[first - 1].text == "," and tree.tokens[first - 2].text.lower() in _OPENING:
        lead = []  # "..., in which, according to X, P": what stands before is somebody else's sentence
    tail = _segment(scene, range(last + 1, len(tree)), limits)
    verbs = {"VERB", "AUX"}
    if not any(tree.tokens[k].upos in verbs for k in tail) or (lead and not _comma(scene, last + 1)):
        tail = [] if any(tree.tokens[k].upos in verbs for k in lead) else tail
    elif any(tree.tokens[k].upos in verbs for k in lead) and first > 0 and _starts_clause(scene, last + 1):
        tail = []
    while lead and tree.tokens[lead[-1]].upos in {"CCONJ", "PUNCT"}:
        lead.pop()
    return _build(scene, i, "according", noun, [*lead, *tail])


def _parted(scene: Scene, start: int, end: int) -> bool:
    """True when a comma or a verb stands between two tokens: then the one cannot be the other's noun."""
    return any(scene.tree.tokens[k].text == "," or scene.tree.tokens[k].upos in {"VERB", "AUX"} for k in range(start + 1, end))


def _comma(scene: Scene, k: int) -> bool:
    return k < len(scene.tree) and scene.tree.tokens[k].text == ","


def _starts_clause(scene: Scene, k: int) -> bool:
    """True when a coordinated or relative clause of the publisher's begins after the comma at ``k``."""
    following = scene.tree.tokens[k + 1].text.lower() if _comma(scene, k) and k + 1 < len(scene.tree) else ""
    return following in {"but", "and", "which", "who", "while", "although", "though", "whose"}


def _segment(scene: Scene, order: Iterable[int], limits: list[tuple[int, int]]) -> list[int]:
    out: list[int] = []
    for k in order:
        token = scene.tree.tokens[k]
        if token.text in _BREAKS or any(a < token.end and token.start < b for a, b in limits):
            break
        out.append(k)
    return out


def _adverb(scene: Scene, i: int) -> Act | None:
    """ "P, reportedly": the clause of the adverb, in nobody's name."""
    tree = scene.tree
    up = tree.parent(i)
    if up is None:
        return None
    if i + 1 < len(tree) and tree.tokens[i + 1].text.lower().endswith("ing") and tree.tokens[i + 1].upos in {"VERB", "ADP"}:
        following = tree.subtree(i + 1) if tree.tokens[i + 1].upos == "VERB" else tree.subtree(tree.parent(i + 1) or i + 1)
        return _build(scene, i, "adverb", None, [k for k in following if k > i])
    content = [k for k in tree.subtree(up) if not _leaves(scene, up, k)]
    if tree.tokens[up].upos not in {"VERB", "AUX"} and tree.child(up, "cop") is None:
        content = [k for k in content if k > i]
    return _build(scene, i, "adverb", None, content)


def _leaves(scene: Scene, up: int, k: int) -> bool:
    """True when ``k`` hangs on a coordinated predicate with a subject of its own."""
    for at in (k, *scene.tree.ancestors(k)):
        if at == up:
            return False
        if scene.tree.relation(at) in {"conj", "parataxis"} and scene.tree.child(at, "nsubj") is not None:
            return True
    return False


def _noun(scene: Scene, i: int) -> Act | None:
    """ "X's claim that P", "accusations that P", "reports of P"."""
    tree = scene.tree
    governor = tree.parent(i)
    if governor is not None and scene.is_reporting(governor) and tree.relation(i) == "obl":
        return None  # "said in a message that": the verb's own
    clause = next(
        (
            c
            for c in tree.children(i, "acl", "ccomp", "parataxis", "appos")
            if c > i and tree.marker(c) == "that" and not _relative(scene, c)
        ),
        None,
    )
    pattern = "noun-that"
    content: set[int] = set()
    if clause is not None:
        content = set(tree.subtree(clause)) - {tree.child(clause, "mark") or -1}
    elif (that := _that_after(scene, i)) is not None:
        content = set(_to_clause_end(scene, that + 1))
    elif tree.tokens[i].lemma in _OF_NOUNS:
        of = next((c for c in tree.children(i, "nmod", "acl") if c > i and (tree.preposition(c) or tree.marker(c)) == "of"), None)
        if of is None or not (_attributed(scene, i) or tree.tokens[i].text.lower().endswith("s")):
            return None
        case = tree.child(of, "case", "mark")
        content, pattern = set(tree.subtree(of)) - {-1 if case is None else case}, "noun-of"
    if not content or scene.tree.tokens[i].upos == "PROPN":
        return None
    source = _noun_source(scene, i)
    if source is not None:
        content -= set(tree.subtree(source)) - set(tree.subtree(clause)) if clause is not None else set(tree.subtree(source))
    return _build(scene, i, pattern, source, content)


def _that_after(scene: Scene, i: int) -> int | None:
    """Find the "that" of "reports in the enemy's media that P", whatever the parse made of it."""
    for k in range(i + 1, min(len(scene.tree), i + _REACH)):
        token = scene.tree.tokens[k]
        if token.text.lower() == "that":
            return k if token.upos == "SCONJ" and token.deprel == "mark" else None
        if token.upos in {"AUX", "PUNCT"} or (token.upos == "VERB" and scene.tree.relation(k) not in {"acl", "amod"}):
            return None
    return None


def _to_clause_end(scene: Scene, start: int) -> list[int]:
    """Return the tokens from ``start`` to the end of the clause: below the predicate that follows, or up to a comma."""
    tree = scene.tree
    mark_of = tree.parent(start - 1)
    below = set(tree.subtree(mark_of)) if mark_of is not None and mark_of > start else set()
    out = []
    for k in range(start, len(tree)):
        if tree.tokens[k].text in {",", ";"} and k + 1 not in below:
            break
        out.append(k)
    return out


def _relative(scene: Scene, c: int) -> bool:
    """True for "the claim that he made": "that" is a relative pronoun there."""
    mark = scene.tree.child(c, "mark")
    return scene.tree.tokens[c].deprel == "acl:relcl" and (mark is None or scene.tree.tokens[mark].upos == "PRON")


def _attributed(scene: Scene, i: int) -> bool:
    return _noun_source(scene, i) is not None


def _noun_source(scene: Scene, i: int) -> int | None:
    """Return who makes the claim: the possessor, the "by" or "from" noun, or the subject of a verb that only carries the noun."""
    tree = scene.tree
    owner = tree.child(i, "nmod:poss")
    if owner is not None:
        return owner
    for c in tree.children(i, "nmod", "obl"):
        if tree.preposition(c) in {"by", "from"}:
            return c
    for c in tree.children(i, "acl"):
        agent = tree.agent(c)
        if agent is not None:
            return agent
    for k in range(i + 1, min(len(tree), i + _REACH)):
        if tree.tokens[k].text.lower() == "that" or tree.tokens[k].upos == "PUNCT":
            break
        if tree.tokens[k].text.lower() in {"by", "from", "in"} and (agent := _noun_after(scene, k)) is not None:
            return agent
    for c in tree.children(i, "amod", "compound"):
        if tree.tokens[c].upos == "PROPN" or tree.tokens[c].text[:1].isupper():
            return c
    up = tree.parent(i)
    if up is not None and tree.relation(i) == "obj" and tree.tokens[up].lemma in _CARRIERS:
        return tree.subject(up)
    return None


def _noun_after(scene: Scene, k: int) -> int | None:
    """Return the head of the noun phrase after preposition ``k``; after "in", only media are a source."""
    tree = scene.tree
    head = next((c for c in range(k + 1, min(len(tree), k + 6)) if tree.tokens[c].upos in {"NOUN", "PROPN", "PRON"}), None)
    while head is not None and head + 1 < len(tree) and tree.tokens[head + 1].upos in {"NOUN", "PROPN"}:
        head += 1
    if head is not None and tree.tokens[k].text.lower() == "in" and not scene.words.takes("document", tree.tokens[head].lemma):
        return None
    return head


def _adjective(scene: Scene, i: int) -> Act | None:
    """ "The alleged raid on the camp": the noun phrase, in nobody's name."""
    tree = scene.tree
    noun = tree.parent(i)
    if noun is None or tree.tokens[noun].upos != "NOUN" or not scene.words.names_event(tree.tokens[noun].lemma):
        return None
    content = [k for k in tree.subtree(noun) if k > i]
    return _build(scene, i, "adjective-of", None, content)
