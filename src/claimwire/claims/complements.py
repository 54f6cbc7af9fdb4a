"""What verbs of saying govern besides clauses: things, infinitives, charges, predicates ("put the toll at 12")."""

from __future__ import annotations

from claimwire.claims.acts import Act
from claimwire.claims.verb import Verb

_TOLL_VERBS = frozenset({"put", "give", "raise", "revise"})
_FATES = frozenset({"dead", "missing", "hurt", "shot", "lost"})
_TO_THE_CHARGE = 14  # so many words may stand between "accused" and "of": who is accused
_TOLL_NOUNS = frozenset({"toll", "number", "figure", "count", "estimate", "total", "version", "account", "tally"})
_STRONG_CHARGES = frozenset({"accuse", "suspect"})
_SAID_THINGS = frozenset(
    {"that", "this", "it", "them", "which", "who", "so", "what", "both", "he", "she", "they", "i", "we", "you"}
)


def raising(verb: Verb) -> Act | None:
    """ "X is said to P", "X was reported killed": the content is X and the predicate; nobody says it unless "by" does."""
    tree, i = verb.tree, verb.i
    if not verb.passive or not verb.is_in("raising"):
        return None
    subject = tree.child(i, "nsubj:pass", "nsubj", "csubj")
    predicate = next((c for c in tree.children(i, "xcomp", "ccomp") if c > i), None)
    if predicate is None and i + 1 < len(tree) and (tree.tokens[i + 1].text.endswith("ed") or tree.tokens[i + 1].text in _FATES):
        predicate = i + 1  # "six people were reported killed"
    if subject is None or predicate is None:
        return None
    helpers = [c for c in tree.children(i, "aux") if c < i]
    agent = verb.agent()
    if tree.tokens[subject].lemma in {"it", "there"}:
        return verb.build("impersonal", agent, verb.cut(tree.subtree(predicate)), cue=helpers)
    content = set(verb.rest(min((k for k in tree.subtree(predicate) if k > i), default=i + 1))) | {
        k for k in tree.subtree(subject) if k < i
    }
    if agent is not None:
        content -= set(tree.subtree(agent))
    return verb.build("raising", agent, content, cue=helpers)


def infinitive(verb: Verb) -> Act | None:
    """ "X threatened to P", "X denied P-ing"."""
    if not verb.is_in("infinitive") or verb.passive:
        return None
    clause = next(
        (c for c in verb.tree.children(verb.i, "xcomp", "advcl", "ccomp") if c > verb.i and _is_nonfinite(verb, c)), None
    )
    return None if clause is None else verb.build("infinitive", verb.subject(), verb.rest(verb.start(clause)))


def _is_nonfinite(verb: Verb, c: int) -> bool:
    tokens = verb.tree.tokens
    having = any(tokens[k].text.lower() in {"having", "being", "ever"} for k in verb.tree.children(c, "aux", "advmod"))
    return verb.tree.marker(c) == "to" or tokens[c].text.lower().endswith("ing") or having


def directive(verb: Verb) -> Act | None:
    """ "X urged Y to P", "X called on Y to P"."""
    tree, i = verb.tree, verb.i
    if not verb.is_in("directive"):
        return None
    clause = next((c for c in tree.children(i, "xcomp", "ccomp", "advcl", "acl") if c > i and tree.marker(c) == "to"), None)
    addressee = tree.child(i, "obj", "iobj")
    if clause is None and addressee is not None:
        clause = next(
            (c for c in tree.children(addressee, "acl", "xcomp", "advcl") if c > addressee and tree.marker(c) == "to"), None
        )
    if clause is None:
        return None
    if verb.passive:
        agent = verb.agent()
        return verb.build("directive", agent, tree.subtree(clause)) if agent is not None else None
    start = verb.start(clause)
    if len(verb.match.tokens) == 1 and not any(tree.tokens[k].upos in {"PUNCT", "VERB", "AUX"} for k in range(i + 1, start)):
        start = i + 1  # whoever is told to: "urged both sides to ..."
    content = {*range(start, verb.start(clause)), *verb.rest(verb.start(clause))}
    return verb.build("directive", verb.subject(), content)


def charge(verb: Verb) -> Act | None:
    """ "X accused Y of P", "Y was accused by X of P", "X criticised Y for P-ing"."""
    tree, i = verb.tree, verb.i
    if not verb.is_in("charge"):
        return None
    target = next((c for c in tree.children(i, "obj", "nsubj") if c > i), None)
    places = [(i, "advcl", "obl", "xcomp", "ccomp", "acl")] + ([(target, "acl", "nmod", "advcl")] if target is not None else [])
    found = (
        c
        for head, *relations in places
        for c in tree.children(head, *relations)
        if c > i and {tree.marker(c), tree.preposition(c)} & {"of", "for", "with"}
    )
    crime = next(found, None)
    if crime is None:
        return _charge_beside(verb)
    strong = verb.cue.lemma in _STRONG_CHARGES or (tree.tokens[crime].upos == "VERB" and tree.marker(crime) is not None)
    if not strong and not verb.scene.has_quotation(tree.subtree(crime)):
        return None
    if verb.passive:
        content = [k for k in tree.subtree(crime) if k > i]
        return verb.build("charge", verb.agent(), content[1:])
    start = verb.start(crime) if target is None else min(verb.start(target), verb.start(crime))
    return verb.build("charge", verb.subject(), verb.rest(start))


def _charge_beside(verb: Verb) -> Act | None:
    """Find the charge by its "of" alone, where the parse has no place for it."""
    tokens = verb.tree.tokens
    of = next((k for k in range(verb.i + 1, min(len(tokens), verb.i + _TO_THE_CHARGE)) if tokens[k].text.lower() == "of"), None)
    if verb.cue.lemma not in _STRONG_CHARGES or of is None or of + 1 >= len(tokens):
        return None
    if not (tokens[of + 1].text.lower().endswith("ing") or verb.scene.tells(of + 1, [of + 1])):
        return None
    content = verb.cut(range(of + 1 if verb.passive else verb.i + 1, len(tokens)))
    return verb.build("charge", verb.subject(), content)


def free_relative(verb: Verb) -> Act | None:
    """ "What X called Z", "what X said was Z": the content is Z."""
    tokens, source = verb.tree.tokens, verb.subject()
    if source is None or source > verb.i:
        return None
    left = min(verb.scene.noun_phrase(source))
    if left == 0 or tokens[left - 1].text.lower() != "what":
        return None
    start = verb.i + 1
    while start < len(tokens) and (tokens[start].text.lower() == "as" or verb.scene.is_time(start)):
        start += 1
    end = start
    while (
        end < len(tokens)
        and tokens[end].text not in {",", ";", "."}
        and not (tokens[end].upos == "CCONJ" and verb.scene.is_speech_verb(end + 1))
    ):
        end += 1
    said = start < len(tokens) and tokens[start].upos == "AUX"
    if end == start or not (said if not verb.is_in("predicate") else not said):
        return None
    return verb.build("free-relative", source, range(start, end))


def predicate(verb: Verb) -> Act | None:
    """ "X described Y as Z", "X called Y Z", "what X termed Z"."""
    tree, i = verb.tree, verb.i
    if not verb.is_in("predicate"):
        return None
    said = next((c for c in tree.children(i, "xcomp", "ccomp", "obl", "advcl") if c > i and _is_predicate(verb, c)), None)
    target = tree.child(i, "obj")
    if said is None and target is not None and target > i:
        said = next((c for c in tree.children(target, "nmod", "acl", "advcl", "xcomp") if c > target and _has_as(verb, c)), None)
    if said is None:
        return None
    content = set(verb.rest(verb.start(said)))
    if target is not None and target > i:
        content |= set(range(verb.start(target), max(content, default=i) + 1))
    elif content and tree.tokens[min(content)].text.lower() == "as":
        content.discard(min(content))
    return verb.build("predicate", verb.subject(), _one_predicate(verb, content, said))


def _one_predicate(verb: Verb, content: set[int], said: int) -> list[int]:
    """End the predicate where a further one begins: "called it a farce | and left"."""
    tokens = verb.tree.tokens
    ends = (
        k
        for k in sorted(content)
        if k > said
        and tokens[k].upos == "CCONJ"
        and tokens[min(k + 1, len(tokens) - 1)].upos in {"AUX", "VERB"}
        and verb.scene.quoted(k) is None
    )
    end = next(ends, len(tokens))
    return [k for k in sorted(content) if k < end]


def _has_as(verb: Verb, c: int) -> bool:
    return verb.tree.preposition(c) == "as" or verb.tree.marker(c) == "as"


def _is_predicate(verb: Verb, c: int) -> bool:
    if _has_as(verb, c):
        return verb.tree.tokens[c].upos not in {"VERB", "AUX"} or verb.tree.child(c, "nsubj") is None
    nominal = verb.tree.tokens[c].upos in {"NOUN", "PROPN", "ADJ"} and verb.tree.marker(c) is None
    return nominal and verb.tree.relation(c) in {"xcomp", "ccomp"} and verb.tree.child(c, "cop", "aux", "case") is None


def thing(verb: Verb) -> Act | None:
    """ "X confirmed the death of Y", "X put the toll at 12", and quoted words as the object of any verb of saying."""
    tree = verb.tree
    noun, words = _object(verb)
    if noun is None:
        return None
    content = set(tree.subtree(noun))
    quoted = verb.scene.has_quotation(content)
    if verb.cue.lemma == "give" and not quoted and not {tree.tokens[k].lemma for k in content} & _TOLL_NOUNS:
        return None
    if not quoted and (
        not verb.is_in("object")
        or tree.tokens[noun].lemma in _SAID_THINGS
        or verb.scene.words.takes("form_nouns", tree.tokens[noun].lemma)
    ):
        return None
    toll = verb.cue.lemma in _TOLL_VERBS
    if toll:
        content |= set(verb.rest(verb.start(noun)))
    if not quoted and verb.cue.lemma != "demand" and not verb.scene.tells(noun, content, numbers_only=toll):
        return None
    if verb.passive and verb.agent() is None and not quoted and verb.cue.lemma != "report":
        return None
    return verb.build("object", verb.subject(), verb.cut(content - set(words)))


def _object(verb: Verb) -> tuple[int | None, tuple[int, ...]]:
    """Return what the object slot holds: the object, the noun of the phrase's own preposition, a passive's subject."""
    tree, i, last = verb.tree, verb.i, verb.match.tokens[-1]
    if verb.passive:
        return tree.child(i, "nsubj:pass"), ()
    if last != i and tree.tokens[last].upos in {"ADP", "SCONJ", "PART"}:
        holder = tree.parent(last)
        return (holder, (last,)) if holder is not None and holder > last else (None, ())
    if last != i and tree.tokens[last].upos == "NOUN":  # "claimed responsibility": for what
        for head in (i, last):
            found = next((c for c in tree.children(head, "obl", "nmod") if c > last and tree.preposition(c) == "for"), None)
            if found is not None:
                case = tree.child(found, "case")
                return found, () if case is None else (case,)
        return None, ()
    return next(
        (c for c in tree.children(i, "obj", "ccomp") if c > i and tree.tokens[c].upos in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}),
        None,
    ), ()


def said_by(verb: Verb) -> Act | None:
    """ "A death reported by the council", "an attack claimed by the group": the noun, by the agent of the participle."""
    tree, i = verb.tree, verb.i
    noun, agent = tree.parent(i), verb.agent()
    if noun is None or agent is None or tree.relation(i) != "acl" or noun > i or not verb.is_in("object"):
        return None
    inside = set(tree.subtree(i))
    content = [k for k in tree.subtree(noun) if k not in inside]
    if tree.tokens[noun].upos != "NOUN" or not verb.scene.tells(noun, content):
        return None
    case = tree.child(noun, "case")
    return verb.build("said-by", agent, [k for k in content if k != case])
