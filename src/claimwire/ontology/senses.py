"""Chooses the sense of a trigger word from the parse around it: the first entry in file order whose conditions hold.

Pure functions over tokens, so that a rule file can be tested without a model: nothing here knows a word of English but
the prepositions that make a passive's agent and the pronouns that stand for a relative clause's noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from claimwire.ontology.model import Ontology, TriggerEntry
from claimwire.records import Token

_TAGS = {
    "VERB": frozenset({"VERB", "AUX"}),
    "NOUN": frozenset({"NOUN", "PROPN"}),
    "ADJ": frozenset({"ADJ", "VERB"}),
}
_SUBJECTS = frozenset({"nsubj", "csubj"})
_SHARED = frozenset({"conj", "xcomp", "advcl"})  # clauses that take their subject from the one above
_RELATIVES = frozenset({"who", "whom", "which", "that"})
_REACH = 8  # words between the parts of a split phrase: "opened indiscriminate and heavy fire" needs four
_DEPTH = 3
_MEANINGS = 2  # event types of a word beyond which its first sense tells nothing


class Parse:
    """The tokens of a sentence, with what is asked of them again and again worked out once."""

    __slots__ = ("_children", "_said", "tokens", "words")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = frozenset(t.lemma for t in tokens) | frozenset(t.text.lower() for t in tokens)
        self._children: list[list[tuple[int, str]]] = [[] for _ in tokens]
        for k, token in enumerate(tokens):
            if 0 <= token.head < len(tokens) and token.head != k:
                self._children[token.head].append((k, token.deprel))
        self._said: set[str] | None = None

    @classmethod
    def of(cls, sentence: Sequence[Token] | Parse) -> Parse:
        """Return ``sentence`` as a parse; one that is a parse already keeps what it has worked out."""
        return sentence if isinstance(sentence, Parse) else cls(sentence)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def children(self, i: int) -> list[tuple[int, str]]:
        """Return the dependents of token ``i`` with their relations, in text order."""
        return self._children[i]

    def said(self) -> set[str]:
        """Return all lemmas, forms and pairs of neighbouring lemmas."""
        if self._said is None:
            lemmas = [t.lemma for t in self.tokens]
            plurals = (x[:-1] for x in lemmas if x[-1:] == "s")
            self._said = {*self.words, *plurals, *(f"{a} {b}" for a, b in pairwise(lemmas))}
        return self._said


def senses(sentence: Sequence[Token] | Parse, i: int, ontology: Ontology) -> TriggerEntry | None:
    """Return the sense of ``tokens[i]``, or None when the ontology has no sense whose conditions hold.

    A false friend is returned like any other entry, with kind "none": it says that the word names no happening here.
    """
    tokens = Parse.of(sentence)
    token = tokens[i]
    if _in_a_name(tokens, i):
        return None
    for lemma, tag in _readings(tokens, i):
        for entry in ontology.triggers.get(lemma, ()):
            fits = tag in _TAGS.get(entry.pos, frozenset({entry.pos})) or " - " in entry.lemma
            if entry.pos == "ADJ":
                # "A significant step" judges nothing that "the step is significant" would; "rebel-held" only attributively.
                attributive = token.deprel == "amod"
                fits = fits and (attributive or tag == "ADJ") and not (attributive and entry.kind == "evaluation")
            if fits and holds(tokens, i, entry, ontology):
                return entry
    return None


def fallback(sentence: Sequence[Token] | Parse, i: int, ontology: Ontology, *, event_type: str | None) -> TriggerEntry | None:
    """Return a sense of ``tokens[i]`` whose conditions may fail, for a word that something else says names a happening.

    A sense of the expected type comes first, then the word's first sense, unless the word ("take", "go") may mean many types
    of event; phrases and false friends are left out.
    """
    tokens = Parse.of(sentence)
    for lemma, tag in _readings(tokens, i):
        known = [
            entry
            for entry in ontology.triggers.get(lemma, ())
            if " " not in entry.lemma and entry.kind != "none" and tag in _TAGS.get(entry.pos, frozenset({entry.pos}))
        ]
        if known:
            expected = next((entry for entry in known if entry.event_type == event_type), None)
            vague = len({entry.event_type for entry in known}) > _MEANINGS
            return expected or (None if vague else known[0])
    return None


def holds(tokens: Parse, i: int, entry: TriggerEntry, ontology: Ontology) -> bool:
    """True when every condition of ``entry`` holds around ``tokens[i]``, taken for the head of its word or phrase."""
    if " " in entry.lemma and phrase(tokens, i, entry) is None:
        return False
    if entry.particle and not any(True for _ in _particle(tokens, i, entry.particle)):
        return False
    if entry.objects and not _among(tokens, _objects(tokens, i, entry), entry.objects, ontology):
        return False
    if entry.subjects and not _among(tokens, _subjects(tokens, i), entry.subjects, ontology):
        return False
    if entry.context or entry.without:
        said = tokens.said()
        if entry.context and entry.context.isdisjoint(said):
            return False
        if not entry.without.isdisjoint(said):
            return False
    return True


def phrase(tokens: Parse, i: int, entry: TriggerEntry) -> tuple[int, ...] | None:
    """Return the token numbers of ``entry``'s words around its head ``tokens[i]``, or None when they are not there.

    They stand side by side, or in order with each other word hanging on the head within three steps of the parse.
    """
    words = _split(entry.lemma)
    if not tokens.words.issuperset(_around(entry.lemma, entry.head)):
        return None
    first = i - entry.head
    if first >= 0 and first + len(words) <= len(tokens):
        run = range(first, first + len(words))
        if all(k == i or _is(tokens[k], w) for k, w in zip(run, words, strict=True)):
            return tuple(run)
    found = [i]
    at = i
    for word in words[entry.head + 1 :]:
        span = range(at + 1, min(i + 1 + _REACH, len(tokens)))
        near = _DEPTH if len(words) > 2 else 1  # "took place in Oslo" is no "take in": a lone particle hangs on the verb
        hit = next(
            (k for k in span if _is(tokens[k], word) and _hangs(tokens, k, i, near if _small(tokens[k]) else _DEPTH)), None
        )
        if hit is None:
            return None
        found.append(hit)
        at = hit
    at = i
    for word in reversed(words[: entry.head]):
        span = range(at - 1, max(i - _REACH, -1), -1)
        hit = next((k for k in span if _is(tokens[k], word) and _hangs(tokens, k, i, _DEPTH)), None)
        if hit is None:
            return None
        found.append(hit)
        at = hit
    return tuple(sorted(found))


@cache
def _around(lemma: str, head: int) -> tuple[str, ...]:
    """The words of a phrase beside its head, which may stand in a form of its own."""
    words = _split(lemma)
    return (*words[:head], *words[head + 1 :])


@cache
def _split(lemma: str) -> tuple[str, ...]:
    return tuple(lemma.split())


def _readings(tokens: Parse, i: int) -> Iterator[tuple[str, str]]:
    """Yield lemmas and parts of speech that the word may have, the parser's own first.

    Headlines in capitals are tagged as names, and a name keeps its plural: "Air Strikes Hit Market". A participle tagged as
    a noun or an adjective ("all those killed") is read as its verb when nothing else fits, a bare verb after an article
    ("the withdrawal", tagged as a verb) as a noun.
    """
    token = tokens[i]
    yield token.lemma, token.upos
    text = token.text.lower()
    if token.upos == "VERB" and text == token.lemma and i > 0 and _before_noun(tokens[i - 1]):
        yield text, "NOUN"
    if token.upos == "PROPN" and text.endswith("s"):
        yield text[:-1], "NOUN"
    participle = token.upos in {"NOUN", "VERB"} or (token.upos == "ADJ" and token.deprel != "amod")
    if text.endswith("ed") and participle and len(text) > 4:
        stem = text[:-2]
        yield stem, "VERB"
        yield stem + "e", "VERB"
        if stem[-1] == stem[-2]:
            yield stem[:-1], "VERB"  # "repelled"
        if stem[-1] == "i":
            yield stem[:-1] + "y", "VERB"


def _before_noun(token: Token) -> bool:
    return token.upos in {"DET", "ADJ"} or token.deprel == "nmod:poss"


def _in_a_name(tokens: Parse, i: int) -> bool:
    """True for a word of a longer proper name ("Truce Observation Mission"), except in a headline all in capitals."""
    token = tokens[i]
    if token.upos != "PROPN" or not token.text[:1].isupper():
        return False
    named = any(
        tokens[k].upos == "PROPN" and tokens[k].text[:1].isupper() and abs(k - i) <= 3
        for k in [token.head, *(k for k, deprel in tokens.children(i) if deprel in {"compound", "flat", "flat:name"})]
        if 0 <= k < len(tokens) and (k != token.head or token.deprel in {"compound", "flat", "flat:name"})
    )
    if not named:
        return False
    words = [t for t in tokens if t.text[:1].isalpha() and len(t.text) > 3]
    return sum(t.text[0].islower() for t in words) * 3 > len(words)


def _is(token: Token, word: str) -> bool:
    return word in (token.lemma, token.text.lower())


def _small(token: Token) -> bool:
    return token.upos in {"ADP", "ADV", "PART", "SCONJ"}


def _hangs(tokens: Parse, k: int, i: int, depth: int) -> bool:
    for _ in range(depth):
        k = tokens[k].head
        if k == i:
            return True
        if not 0 <= k < len(tokens):
            return False
    return False


def _base(deprel: str) -> str:
    return deprel.partition(":")[0]


def _particle(tokens: Parse, i: int, word: str) -> Iterator[int]:
    """Yield the nouns that hang on ``i`` by preposition ``word``, or the particle itself."""
    for k, deprel in tokens.children(i):
        is_particle = deprel in {"compound:prt", "advmod"} and tokens[k].lemma == word
        if is_particle or _preposition(tokens, k) == word:
            yield k
    if i + 1 < len(tokens) and tokens[i + 1].upos in {"ADP", "PART"} and tokens[i + 1].lemma == word:
        yield tokens[i + 1].head if tokens[i + 1].head > i else i + 1


def _preposition(tokens: Parse, k: int) -> str | None:
    return next((tokens[c].lemma for c, deprel in tokens.children(k) if _base(deprel) in {"case", "mark"}), None)


def _objects(tokens: Parse, i: int, entry: TriggerEntry) -> list[int]:
    """Return what ``i`` is done to: direct object, passive subject, the noun of a bare participle, a noun's "of"."""
    verbal = tokens[i].upos in {"VERB", "AUX"} and tokens[i].deprel != "amod"
    out: list[int] = []
    bare: list[int] = []
    for k, deprel in tokens.children(i):
        base = _base(deprel)
        wanted = base in {"obj", "iobj"} or deprel == "nsubj:pass" or (not verbal and base == "compound")
        if not wanted:
            preposition = _preposition(tokens, k)
            wanted = preposition is not None and (preposition == (entry.particle or "of") or (not verbal and preposition == "of"))
            if preposition is None and verbal and k > i and (deprel == "obl" or _bare_complement(tokens, k, deprel)):
                bare.append(k)
        if wanted:
            out.append(_antecedent(tokens, i, k))
    token = tokens[i]
    if 0 <= token.head < len(tokens):
        participle = token.deprel == "acl" and not token.text.lower().endswith("ing")
        gap = token.deprel == "acl:relcl" and not out and any(deprel == "nsubj" for _, deprel in tokens.children(i))
        if token.deprel == "amod" or (verbal and (participle or gap)):
            out.append(token.head)  # "the town held by rebels", "the town that they hold"
    out = out or bare  # an object that the parser took for an adverbial or a clause
    after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
    if verbal and not out and after == "by" and i > 0 and tokens[i - 1].upos in {"NOUN", "PROPN"}:
        out.append(i - 1)  # "districts held by the army", whatever the parser made of it
    if verbal and " " in entry.lemma:
        # "opened fire on the crowd": the object of a phrase hangs on its last noun or by its last preposition.
        for k in phrase(tokens, i, entry) or ():
            if k != i:
                out += [c for c, deprel in tokens.children(k) if _base(deprel) in {"nmod", "obl"}]
    return out


def _bare_complement(tokens: Parse, k: int, deprel: str) -> bool:
    """True for a noun taken for a clause, "declared a truce": nothing about it is a predicate's."""
    return (
        deprel in {"xcomp", "ccomp"}
        and tokens[k].upos in {"NOUN", "PROPN"}
        and not any(_base(d) in {"cop", "nsubj", "mark", "aux"} for _, d in tokens.children(k))
    )


def _subjects(tokens: Parse, i: int) -> list[int]:
    """Return who or what does ``i``: subject (shared ones too), passive agent; a noun's possessor, attribute or "by"."""
    token = tokens[i]
    if token.upos not in {"VERB", "AUX"}:
        kinds = {"compound", "nmod", "amod"}
        return [
            k
            for k, deprel in tokens.children(i)
            if _base(deprel) in kinds and (_preposition(tokens, k) in {None, "by"} or deprel == "nmod:poss")
        ]
    own = list(tokens.children(i))
    if any(deprel in {"nsubj:pass", "aux:pass"} for _, deprel in own):
        return [k for k, deprel in own if deprel == "obl:agent" or (_base(deprel) == "obl" and _preposition(tokens, k) == "by")]
    at, seen = i, 0
    while 0 <= at < len(tokens) and seen < 4:
        found = [k for k, deprel in tokens.children(at) if _base(deprel) in _SUBJECTS and deprel != "nsubj:pass"]
        if found:
            return [_antecedent(tokens, at, k) for k in found]
        relation = tokens[at].deprel
        if relation == "acl":
            by = [k for k, deprel in tokens.children(at) if _base(deprel) == "obl" and _preposition(tokens, k) == "by"]
            return by or ([tokens[at].head] if tokens[at].text.lower().endswith("ing") else [])
        if _base(relation) not in _SHARED:
            return []
        at, seen = tokens[at].head, seen + 1
    return []


def _antecedent(tokens: Parse, predicate: int, k: int) -> int:
    if tokens[k].lemma in _RELATIVES and tokens[predicate].deprel == "acl:relcl" and 0 <= tokens[predicate].head < len(tokens):
        return tokens[predicate].head
    return k


def _among(tokens: Parse, heads: list[int], wanted: frozenset[str], ontology: Ontology) -> bool:
    if not heads:
        return "<none>" in wanted
    wrappers = ontology.words.get("measure_wrappers", frozenset())
    queue, seen = list(heads), set(heads)
    while queue:
        k = queue.pop()
        token = tokens[k]
        if token.lemma in wanted or token.text.lower() in wanted or (token.lemma[-1:] == "s" and token.lemma[:-1] in wanted):
            return True
        if (token.upos == "PROPN" and "<name>" in wanted) or (token.upos == "NUM" and "<number>" in wanted):
            return True
        for c, deprel in tokens.children(k):
            joined = deprel in {"compound", "amod"} and f"{tokens[c].lemma} {token.lemma}" in wanted
            if joined:
                return True
            inside = deprel == "conj" or (token.lemma in wrappers and _base(deprel) == "nmod" and _preposition(tokens, c) == "of")
            if inside and c not in seen:
                seen.add(c)
                queue.append(c)
    return False
