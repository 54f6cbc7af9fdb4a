"""Clauses that verbs of saying govern: "X said that P", "P, X said", "A, he said, did B", "as X announced, P"."""

from __future__ import annotations

from claimwire.claims.acts import Act
from claimwire.claims.verb import Verb

_FINITE = frozenset({"VERB", "AUX"})
_QUESTIONS = frozenset({"if", "whether", "when", "where", "why", "who"})
_ADDITIONS = frozenset({"but", "and", "although", "though", "while", "whereas"})
_ASIDES = _ADDITIONS | {"after", "as", "who", "which", "where", "when", "in", "following", "because"}
_TAIL = 16  # so many words may follow a verb of saying that ends its sentence: time, place, occasion
_BARE = frozenset({"say", "tell", "add", "state", "report", "claim", "believe", "think"})  # often without "that"
_TO_THE_VERB = 8  # so many words may stand between a verb and its "that": whom it was said to, when


def clause_after(verb: Verb) -> Act | None:
    """ "X said (that) P": a clausal complement after the verb."""
    clause = verb.clause_child(after=True)
    if clause is None or verb.is_in("no_clause") or verb.tree.marker(clause) in _QUESTIONS:
        return None
    source = verb.subject()
    start = verb.start(clause)
    if _is_aside(verb, start) or (verb.tree.tokens[verb.i + 1].text == "," and _is_aside(verb, verb.i + 2)):
        return None
    marker = next((k for k in range(verb.i + 1, min(start + 1, verb.i + _TO_THE_VERB)) if _is_that(verb, k)), None)
    content = set(verb.rest(start if marker is None else _with_its_noun(verb, marker)))
    if source is not None and source > verb.i:
        content -= set(verb.scene.noun_phrase(source))
    fronted = verb.clause_child(after=False)
    if fronted is not None and (source is None or fronted < source):
        before = min(verb.block(source))
        content |= set(verb.tree.subtree(fronted)) & set(_segment_before(verb, before))
    return verb.build("clause" if source is not None or not verb.passive else "impersonal", source, content)


def inserted(verb: Verb) -> Act | None:
    """ "A, X said, did B": an attribution between commas that parts a clause from its predicate."""
    tokens = verb.tree.tokens
    parted = verb.i + 1 < len(tokens) and tokens[verb.i + 1].text == ","  # what stands behind the comma is no object
    if not verb.is_in("reporting") or verb.passive or (verb.has_object() and not parted):
        return None
    source = verb.subject()
    if source is None:
        return None
    own = verb.block(source)
    left, right = min(own), max(own)
    if left <= verb.scene.body + 1 or right + 2 >= len(tokens) or tokens[left - 1].text != "," or tokens[right + 1].text != ",":
        return None
    lead = _segment_before(verb, left)
    rest = verb.cut(range(right + 2, len(tokens)))
    if not lead or any(tokens[k].upos in _FINITE for k in lead) or not any(tokens[k].upos in _FINITE for k in rest[:4]):
        return None
    return verb.build("inserted", source, {*lead, *rest})


def that_after(verb: Verb) -> Act | None:
    """ "X told reporters on Monday that P" where the parse lost the complement: from "that" to the end of the sentence part."""
    if verb.is_in("no_clause"):
        return None
    last = min(len(verb.tree), verb.i + 1 + _TO_THE_VERB)
    that = next((k for k in range(verb.i + 1, last) if _is_that(verb, k)), None)
    if that is None or any(verb.tree.tokens[k].upos in _FINITE for k in range(verb.i + 1, that)):
        return None
    source = verb.subject()
    if source is None or (source > verb.i and source >= that):
        return None
    content = verb.cut(range(_with_its_noun(verb, that), len(verb.tree)))
    if not any(verb.tree.tokens[k].upos in _FINITE for k in content):
        return None
    return verb.build("that", source, content)


def _with_its_noun(verb: Verb, that: int) -> int:
    """ "Rejected the claim that P": what is rejected begins with the claim; elsewhere content begins at "that"."""
    between = range(verb.i + 1, that)
    if any(verb.scene.cue(k, "NOUN") is not None for k in between) and not any(
        verb.tree.tokens[k].upos == "ADP" for k in between[:1]
    ):
        return next((k for k in range(verb.i + 1, that) if verb.tree.tokens[k].upos not in {"ADV", "PUNCT"}), that)
    return that


def _is_that(verb: Verb, k: int) -> bool:
    token = verb.tree.tokens[k]
    return token.text.lower() == "that" and token.upos in {"SCONJ", "PRON"} and token.deprel == "mark"


def clause_before(verb: Verb) -> Act | None:
    """ "P, X said": a clausal complement before the verb, with what follows the attribution when it belongs to it."""
    clause = verb.clause_child(after=False)
    if clause is None or verb.is_in("no_clause"):
        return None
    source = verb.subject()
    if source is not None and source < clause:
        return None
    return verb.build("inverted", source, _around(verb, verb.i, source, members=_members(verb, clause)))


def _is_aside(verb: Verb, start: int) -> bool:
    """True when what begins at ``start`` is set off by a comma: ", but ...", ", wounding ..."."""
    tokens = verb.tree.tokens
    if not 0 < start < len(tokens) or start - 1 <= verb.i or tokens[start - 1].text != ",":
        return False
    word = tokens[start]
    return word.upos == "CCONJ" or word.text.lower() in _ASIDES or (word.upos == "VERB" and word.text.endswith("ing"))


def parataxis(verb: Verb) -> Act | None:
    """ "P, he said" and "A, he said, did B" where the parse hangs the verb below the content."""
    up = verb.tree.parent(verb.i)
    if up is None or verb.tree.relation(verb.i) not in {"parataxis", "discourse", "advcl", "conj", "appos"} or verb.has_object():
        return None
    if not verb.is_in("reporting"):
        return None
    source = verb.subject()
    if source is None or verb.tree.child(verb.i, "ccomp", "xcomp") is not None or not _between_commas(verb, source):
        return None
    inside = set(verb.tree.subtree(verb.i))
    members = set(verb.tree.subtree(up)) - inside
    return verb.build("parataxis", source, _around(verb, up, source, members=members) - inside)


def _between_commas(verb: Verb, source: int) -> bool:
    """True when the attribution stands apart: a comma, a dash or a quotation mark before it."""
    left = min(verb.block(source))
    return left > verb.scene.body and verb.tree.tokens[left - 1].upos == "PUNCT"


def _members(verb: Verb, clause: int) -> set[int]:
    out = set(verb.tree.subtree(clause))
    for c in verb.tree.children(verb.i, "conj"):
        if not verb.scene.is_speech_verb(c):
            out |= set(verb.tree.subtree(c))
    return out


def _around(verb: Verb, top: int, source: int | None, *, members: set[int]) -> set[int]:
    """Return what stands before the attribution in its sentence part, and after it when that belongs to ``members``."""
    tokens = verb.tree.tokens
    own = verb.block(source)
    left, right = min(own), max(own)
    lead = set(_segment_before(verb, left))
    if members:  # coordinated sentences before the content are the publisher's, or another speaker's
        below = set(verb.tree.subtree(top))
        first = min((k for k in lead if k in below), default=left)
        if any(verb.scene.is_reporting(k) for k in lead if k < first):
            lead = {k for k in lead if k >= first}
    tail: set[int] = set()
    if right + 1 < len(tokens) and tokens[right + 1].text in {",", ";"}:
        after = verb.cut(k for k in verb.tree.subtree(top) if k > right and not _in_other_act(verb, k))
        belongs = any(k in members for k in after[:4]) and any(tokens[k].upos in _FINITE for k in after)
        following = tokens[right + 2] if right + 2 < len(tokens) else None
        goes_on = (
            following is not None
            and tokens[right + 1].text == ","
            and right + 2 in after
            and (following.text.lower() in {"but", "and"} or following.text.endswith("ing"))
        )
        if belongs and (not _is_aside(verb, right + 2) or goes_on) and not (goes_on and any(map(verb.scene.is_reporting, after))):
            tail = set(after)
    return lead | tail


def _segment_before(verb: Verb, left: int) -> list[int]:
    """Return the tokens before ``left`` in its part of the sentence: from a semicolon or the start, without a first "but"."""
    tokens = verb.tree.tokens
    start = verb.scene.body
    for k in range(left - 1, verb.scene.body - 1, -1):
        if tokens[k].text == ";" or (tokens[k].text == "," and k + 1 < left and _ends_an_act(verb, k)):
            start = k + 1
            break
    while start < left and (tokens[start].upos in {"CCONJ", "PUNCT"} or tokens[start].text.lower() in _ADDITIONS):
        start += 1
    return list(range(start, left))


def _ends_an_act(verb: Verb, comma: int) -> bool:
    """True when the comma is followed by "but" or "and" and something was attributed to somebody else before it."""
    following = verb.tree.tokens[comma + 1].text.lower()
    return following in _ADDITIONS and any(verb.scene.is_reporting(k) for k in range(verb.scene.body, comma))


def _in_other_act(verb: Verb, k: int) -> bool:
    """True when token ``k`` hangs on another verb of saying that is coordinated with or added to this one."""
    for at in (k, *verb.tree.ancestors(k)):
        if at == verb.i:
            return False
        if verb.scene.is_speech_verb(at) and verb.tree.relation(at) in {"conj", "advcl", "parataxis"} and at > verb.i:
            return verb.tree.subject(at) is not None
    return False


def as_clause(verb: Verb) -> Act | None:
    """ "As the army announced, P"."""
    up = verb.tree.parent(verb.i)
    if verb.tree.relation(verb.i) != "advcl" or up is None or verb.tree.marker(verb.i) != "as" or not verb.is_in("reporting"):
        return None
    source = verb.subject()
    if verb.tree.child(verb.i, "obj", "xcomp", "ccomp") is not None or source is None or verb.tree.child(verb.i, "nsubj") is None:
        return None
    inside = set(verb.tree.subtree(verb.i))
    return verb.build("as", source, verb.cut(k for k in verb.tree.subtree(up) if k not in inside))


def sentence_end(verb: Verb) -> Act | None:
    """ "P X said Friday" where the parse or lost commas hide it: what stands before the source is the content."""
    if not verb.is_in("reporting") or verb.passive or verb.has_object():
        return None
    source = verb.subject()
    if source is None or verb.i in verb.scene.shared:
        return None
    own = verb.block(source)
    left, right = min(own), max(own)
    tokens = verb.tree.tokens
    closed = left > verb.scene.body and tokens[left - 1].upos == "PUNCT"
    if left > 0 and tokens[left - 1].upos in {"CCONJ", "SCONJ"}:
        return None
    if not closed and verb.cue.lemma not in {"say", "tell", "report", "add", "announce", "state", "confirm"}:
        return None
    if len(tokens) - verb.i > _TAIL and not (closed and right + 1 < len(tokens) and tokens[right + 1].text == ","):
        return None
    if (
        any(tokens[k].upos in _FINITE and not tokens[k].text.endswith("ing") for k in range(right + 1, len(tokens)))
        and not closed
    ):
        return None
    content = _segment_before(verb, left)
    if len(content) < 4 or not any(tokens[k].upos in _FINITE for k in content):
        return None
    if any(verb.scene.is_reporting(k) and not _quoted(verb, k) for k in content if k > left - 6) and not closed:
        return None
    return verb.build("sentence-end", source, content)


def _quoted(verb: Verb, k: int) -> bool:
    return verb.scene.quoted(k) is not None


def clause_beside(verb: Verb) -> Act | None:
    """ "X said P" where the parse sees no complement: the finite words after the verb, up to the end of the sentence part."""
    if verb.cue.lemma not in _BARE or verb.passive or verb.has_object():
        return None
    source = verb.subject()
    if source is None or source > verb.i:
        return None
    start = _past_occasion(verb)
    content = verb.cut(range(start, len(verb.tree)))
    if len(content) < 3 or not any(verb.tree.tokens[k].upos in _FINITE for k in content):
        return None
    if verb.tree.tokens[verb.i + 1].text in {",", "."} or any(verb.tree.tokens[k].text in _QUESTIONS for k in content[:1]):
        return None
    return verb.build("beside", source, content)


def _past_occasion(verb: Verb) -> int:
    """Skip the day, the addressee's preposition and the like right after the verb."""
    k = verb.i + 1
    while k < len(verb.tree) and (
        verb.scene.is_time(k) or (verb.tree.tokens[k].upos == "ADP" and k + 1 < len(verb.tree) and verb.scene.is_time(k + 1))
    ):
        k += 1
    return k
