"""Noun phrases that may name an actor, cut from a Universal Dependencies parse.

A phrase spans the base noun phrase with its appositive title or name ("the corps's commander, Miro Dragash"), without relative
clauses; a prepositional phrase belongs to it only when it is part of a name or office ("the Ministry of Defence").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from claimwire.records import Sentence, Token
from claimwire.resolve.names import Hit

PERSONAL = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("i", "me", "my", "mine"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours"), "we"),
    **dict.fromkeys(("you", "your", "yours"), "you"),
    **dict.fromkeys(("who", "which", "whose"), "who"),
}


# Lists whose nouns can be somebody, and nouns that a rule names.
_LISTS = frozenset(
    {"actors.members", "actors.air", "actors.ground", "actors.forces", "actors.navy", "actors.police", "actors.government"}
    | {"actors.own", "actors.voices", "actors.bodies", "actors.any_group", "actors.unique", "actors.irregulars", "actors.heads"}
    | {"reporting_nouns", "measure_wrappers", "labels", "military_nouns", "body_nouns", "person_nouns", "speaker_nouns"}
)
_SPEAKING = (
    "resolution",
    "document",
    "text",
    "toll",
    "tally",
    "country",
    "nation",
    "homeland",
    "peacekeeper",
    "monitor",
    "watchdog",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The ontology's word lists as phrases use them: lemmas."""

    titles: frozenset[str]
    roles: frozenset[str]
    groups: frozenset[str]
    eventless: frozenset[str]  # nouns whose modifier says whose they are, not who did it
    crowd: frozenset[str]
    actorish: frozenset[str]
    nouns: frozenset[str]
    parts: frozenset[str]  # words that take a part of a number of people
    speaking: frozenset[str]  # nouns that can be somebody: any other one in small letters is a thing

    @classmethod
    def of(cls, lists: Mapping[str, frozenset[str]]) -> Lexicon:
        """Join the lists once per ontology."""
        titles = lists["titles"] | {
            "officer",
            "class",
            "spc",
            "pfc",
            "specialist",
            "mullah",
            "comrade",
            "father",
            "editor",
            "sheikh",
        }
        roles = lists["actors.roles"] | titles
        groups = lists["group_nouns"] | lists["body_nouns"] | lists["actors.bodies"]
        crowd = lists["class_actors"] | lists["armed_nouns"] | lists["civilian_nouns"]
        branches = ("air", "ground", "navy", "forces", "government", "police", "members", "bodies")
        return cls(
            titles=titles,
            roles=roles,
            groups=groups,
            eventless=lists["actors.members"] | groups | roles | lists["actors.own"],
            crowd=crowd,
            actorish=lists["class_actors"] | lists["actors.own"] | {"coalition"},
            parts=lists["actors.parts"],
            speaking=frozenset(_SPEAKING).union(roles, groups, crowd, *(v for k, v in lists.items() if k in _LISTS)),
            nouns=roles.union(crowd, *(lists[f"actors.{b}"] for b in branches)),
        )


def joined(lists: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the word lists with the unions of them that every phrase is held against, made once."""
    unions = {
        "any_body": ("group_nouns", "body_nouns", "actors.bodies", "military_nouns", "actors.armed_names"),
        "any_member": ("actors.members", "actors.air", "military_nouns"),
        "any_owned": ("actors.members", "armed_nouns", "actors.air"),
        "any_crowd": ("class_actors", "armed_nouns", "civilian_nouns"),
        "any_force": ("actors.ground", "actors.forces"),
        "any_other": ("civilian_nouns", "actors.others"),
        "any_own_body": ("actors.bodies", "actors.own"),
        "any_foreign": ("actors.vague", "actors.irregular_forces"),
    }
    return {**lists, **{name: frozenset().union(*(lists[p] for p in parts)) for name, parts in unions.items()}}


@dataclass(slots=True)
class Phrase:
    """One noun phrase, possessive or modifying name, or pronoun of a sentence. Token numbers are inclusive."""

    sentence: int
    head: int
    first: int
    last: int
    kind: str  # name, nominal, pronoun, modifier; thing: nobody, but "it" may mean it
    lemma: str
    pronoun: str | None = None  # he, she, it, they, i, we, you, who
    definite: bool = False
    plural: bool = False
    name: tuple[int, int] | None = None  # tokens of its own name, without titles
    role: tuple[int, int] | None = None  # tokens of its title or description
    hit: Hit | None = None  # the listed name that covers its head or its own name
    inner: tuple[Hit, ...] = ()  # other listed names inside it
    acronym: str | None = None  # introduced in brackets
    owner: int | None = None  # head token of a possessor
    complements: tuple[tuple[str, int], ...] = ()  # (preposition, head token) of what hangs on it
    subject: bool = False
    titled: bool = False
    modifiers: tuple[str, ...] = ()  # folded content words before the head, demonyms and names included
    governor: int = -1
    told: bool = False  # an annotator found it
    noun: int = -1  # token of the describing noun of a phrase without a name


@dataclass(slots=True)
class Parse:
    """A sentence's tokens with children and the listed names that stand in it."""

    number: int
    sentence: Sentence
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    children: list[list[int]] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)  # without subtypes

    @classmethod
    def of(cls, number: int, sentence: Sentence, hits: Sequence[Hit], nouns: frozenset[str] = frozenset()) -> Parse:
        """Index the sentence; a head outside it counts as a root.

        ``nouns`` are known lemmas: a plural that the tagger took for a name ("forces" as PROPN) gets its own back.
        """
        children: list[list[int]] = [[] for _ in sentence.tokens]
        for i, token in enumerate(sentence.tokens):
            if 0 <= token.head < len(sentence.tokens) and token.head != i:
                children[token.head].append(i)
        tokens = tuple(t if t.upos not in ("NOUN", "PROPN") or t.lemma in nouns else _singular(t, nouns) for t in sentence.tokens)
        return cls(number, sentence, tokens, tuple(hits), children, [_bare(t.deprel) for t in tokens])

    def text(self, first: int, last: int) -> str:
        """Return the words of tokens ``first`` to ``last`` as written, with single spaces."""
        out = ""
        for k in range(first, last + 1):
            token = self.tokens[k]
            out += (" " if k > first and token.start > self.tokens[k - 1].end else "") + token.text
        return out

    def relation(self, i: int) -> str:
        """Return the relation of ``i`` without its subtype."""
        return self.relations[i]

    def case(self, i: int) -> str | None:
        """Return the preposition of ``i``, None when it has none."""
        marks = [self.tokens[c].lemma for c in self.children[i] if self.relation(c) == "case" and c < i]
        return marks[0] if marks else None

    def covering(self, start: int, end: int) -> Hit | None:
        """Return the listed name that covers ``[start, end)``."""
        for h in self.hits:
            if h.start <= start and end <= h.end:
                return h
        return None


@lru_cache(maxsize=512)
def _bare(deprel: str) -> str:
    return deprel.partition(":")[0]


def _singular(token: Token, nouns: frozenset[str]) -> Token:
    lemma = token.lemma
    if len(lemma) < 5:
        return token
    for ending, single in (("s", ""), ("ies", "y"), ("men", "man")):
        if lemma.endswith(ending) and lemma.removesuffix(ending) + single in nouns:
            return replace(token, lemma=lemma.removesuffix(ending) + single)
    return token
