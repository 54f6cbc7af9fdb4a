"""Noun phrases that may name an actor, cut from a Universal Dependencies parse.

A phrase spans the base noun phrase with its appositive title or name ("the corps's commander, Miro Dragash"), without relative
clauses; a prepositional phrase belongs to it only when it is part of a name or office ("the Ministry of Defence").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimwire.records import Sentence, Token
from claimwire.resolve.names import PARTICLES, Hit, fold, words

_INSIDE = frozenset(
    {"det", "amod", "compound", "flat", "nummod", "nmod", "punct", "case", "advmod", "fixed", "goeswith", "conj", "cc"}
)
_PREPOSITIONS = frozenset(
    {"of", "for", "in", "from", "at", "with", "on", "to", "by", "near", "inside", "across", "against", "who", "whose", "which"}
)
_NEVER = frozenset(
    {"compound", "flat", "fixed", "goeswith", "det", "case", "mark", "punct", "cc", "aux", "expl", "discourse", "nummod"}
)
_PERSONAL = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it", "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "i": "i", "me": "i", "my": "i", "mine": "i", "we": "we", "us": "we", "our": "we", "ours": "we", "who": "who", "which": "who", "whose": "who",
}  # fmt: skip
_DASHES = frozenset({"-", "‑", "–", "’", "'"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
_ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "obl", "root", "conj", "nmod", "vocative", "dislocated"})
_HOLDING = frozenset({"controlled", "held", "run", "occupied", "ruled", "dominated"})
_CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may"}
    | {"june", "july", "august", "september", "october", "november", "december", "ramadan", "eid", "christmas", "easter"}
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

    @classmethod
    def of(cls, lists: Mapping[str, frozenset[str]]) -> Lexicon:
        """Join the lists once per ontology."""
        titles = lists["titles"] | {"officer", "class", "spc", "pfc", "specialist", "mullah", "comrade", "father", "editor", "sheikh"}
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
            nouns=roles.union(crowd, *(lists[f"actors.{b}"] for b in branches)),
        )


@dataclass(slots=True)
class Phrase:
    """One noun phrase, possessive or modifying name, or pronoun of a sentence. Token numbers are inclusive."""

    sentence: int
    head: int
    first: int
    last: int
    kind: str  # name, nominal, pronoun, modifier
    lemma: str
    pronoun: str | None = None  # he, she, it, they, i, we, who
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
    noun: int = -1  # token of the describing noun of a phrase without a name


@dataclass(slots=True)
class Parse:
    """A sentence's tokens with children and the listed names that stand in it."""

    number: int
    sentence: Sentence
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    children: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, number: int, sentence: Sentence, hits: Sequence[Hit], nouns: frozenset[str] = frozenset()) -> Parse:
        """Index the sentence; a head outside it counts as a root.

        ``nouns`` are known lemmas: a plural that the tagger took for a name ("forces" as PROPN) gets its own back.
        """
        children: list[list[int]] = [[] for _ in sentence.tokens]
        for i, token in enumerate(sentence.tokens):
            if 0 <= token.head < len(sentence.tokens) and token.head != i:
                children[token.head].append(i)
        tokens = tuple(t if t.lemma in nouns else _singular(t, nouns) for t in sentence.tokens)
        return cls(number, sentence, tokens, tuple(hits), children)

    def text(self, first: int, last: int) -> str:
        """Return the words of tokens ``first`` to ``last`` as written, with single spaces."""
        out = ""
        for k in range(first, last + 1):
            token = self.tokens[k]
            out += (" " if k > first and token.start > self.tokens[k - 1].end else "") + token.text
        return out

    def relation(self, i: int) -> str:
        """Return the relation of ``i`` without its subtype."""
        return self.tokens[i].deprel.partition(":")[0]

    def case(self, i: int) -> str | None:
        """Return the preposition of ``i``, None when it has none."""
        marks = [self.tokens[c].lemma for c in self.children[i] if self.relation(c) == "case" and c < i]
        return marks[0] if marks else None

    def covering(self, start: int, end: int) -> Hit | None:
        """Return the listed name that covers ``[start, end)``."""
        return next((h for h in self.hits if h.start <= start and end <= h.end), None)


def _singular(token: Token, nouns: frozenset[str]) -> Token:
    lemma = token.lemma
    if token.upos not in ("NOUN", "PROPN") or len(lemma) < 5:
        return token
    for ending, single in (("s", ""), ("ies", "y"), ("men", "man")):
        if lemma.endswith(ending) and lemma.removesuffix(ending) + single in nouns:
            return replace(token, lemma=lemma.removesuffix(ending) + single)
    return token


def phrases(
    parse: Parse,
    lexicon: Lexicon,
    spans: Sequence[tuple[int, int]] = (),
    others: Sequence[tuple[int, int]] = (),
) -> list[Phrase]:
    """Return the phrases of a sentence in text order.

    ``spans`` are character spans of actors that an annotator found; a parsed phrase that shares its head with one gives way.
    ``others`` are spans that it took for a place, time, quantity or weapon: no unlisted name or description is looked for there.
    """
    return _Finder(parse, lexicon).all(spans, others)


class _Finder:
    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.titles, self.roles, self.groups = lexicon.titles, lexicon.roles, lexicon.groups
        self.eventless, self.crowd, self.actorish = lexicon.eventless, lexicon.crowd, lexicon.actorish

    def all(self, spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[Phrase]:
        found: dict[int, Phrase] = {}
        taken: list[Phrase] = []
        for start, end in spans:
            inside = [k for k, t in enumerate(self.tokens) if start <= t.start and t.end <= end]
            if not inside or self._several(inside[0], inside[-1]):
                continue
            phrase = self._span(inside[0], inside[-1])
            if phrase is not None:
                taken.append(phrase)
                found[phrase.head] = phrase
        for i, token in enumerate(self.tokens):
            if i in found:
                continue
            phrase = self._parsed(i, token)
            if phrase is None:
                continue
            if phrase.hit is None and phrase.kind not in ("pronoun", "modifier") and any(a <= token.start < b for a, b in others):
                continue
            around = [p for p in taken if p.first <= i <= p.last]
            if (
                around
                and not (phrase.kind in ("pronoun", "modifier") or self._possessor(i))
                and not self._complement(around[0], phrase)
            ):
                continue
            found[i] = phrase
        names = [p for p in found.values() if p.name is not None]
        return [p for i, p in sorted(found.items()) if not any(self._swallowed(p, q) for q in names)]

    def _swallowed(self, inner: Phrase, outer: Phrase) -> bool:
        """True when an unlisted name is only a part of another name."""
        if inner is outer or inner.kind != "name" or inner.hit is not None or outer.name is None:
            return False
        return outer.name[0] <= inner.first and inner.last <= outer.name[1] and outer.name[1] - outer.name[0] > inner.last - inner.first

    def _several(self, first: int, last: int) -> bool:
        """True when a span coordinates two listed names ("the army and the police"): they are two actors."""
        at = [k for k in range(first + 1, last) if self.tokens[k].upos == "CCONJ"]
        hits = [h for h in self.parse.hits if self.tokens[first].start <= h.start and h.end <= self.tokens[last].end and h.sense != "demonym"]
        return any(
            any(h.end <= self.tokens[k].start for h in hits) and any(h.start >= self.tokens[k].end for h in hits)
            and not any(h.start < self.tokens[k].start < h.end for h in hits)
            for k in at
        )  # fmt: skip

    def _complement(self, outer: Phrase, inner: Phrase) -> bool:
        """True when ``inner`` names someone else inside ``outer``: "fighters of the Front", not a part of its own name."""
        marks = [k for k in range(outer.first, inner.first) if self.tokens[k].upos == "ADP"]
        names = outer.name is not None and outer.name[0] <= inner.head <= outer.name[1]
        return bool(marks) and not names and inner.kind == "name"

    def _possessor(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1].text in ("'s", "’s", "'", "’")

    def _span(self, first: int, last: int) -> Phrase | None:
        """Build the phrase of a span that an annotator found."""
        while (
            first < last and self.tokens[last].upos in ("PUNCT", "CCONJ", "ADP") and self.tokens[last].text not in (")", "”", '"')
        ):
            last -= 1
        while first < last and self.tokens[first].upos in ("PUNCT", "CCONJ", "ADP") and self.tokens[first].text not in ("“", '"'):
            first += 1
        if first == last and self.tokens[first].upos in ("PUNCT", "ADP", "CCONJ", "AUX", "SCONJ"):
            return None
        if first == last and self.tokens[first].text.lower() in _PERSONAL:
            return self._parsed(first, self.tokens[first])
        outside = [
            k for k in range(first, last + 1) if not first <= self.tokens[k].head <= last and self.tokens[k].upos != "PUNCT"
        ]
        nouns = [k for k in outside if self.tokens[k].upos in ("NOUN", "PROPN", "PRON") and self.parse.relation(k) in _ARGUMENTS]
        return self._describe(nouns[-1] if nouns else outside[0] if outside else last, first, last)

    def _parsed(self, i: int, token: Token) -> Phrase | None:
        relation = self.parse.relation(i)
        pronoun = _PERSONAL.get(token.text.lower())
        if pronoun is not None and token.text != "US" and (token.upos in ("PRON", "DET") or token.deprel == "nmod:poss"):
            if relation == "expl":
                return None
            return Phrase(
                self.parse.number, i, i, i, "pronoun", token.lemma, pronoun=pronoun, subject=self._subject(i), governor=token.head
            )
        hit = self.parse.covering(token.start, token.end)
        if self._possessor(i) and token.upos in ("NOUN", "PROPN"):
            relation = "nmod:poss"
        if relation in ("compound", "amod"):
            return self._modifier(i, token, hit)
        if token.upos not in ("NOUN", "PROPN") and not (hit is not None and token.upos in ("ADJ", "X")):
            return None
        if relation in _NEVER or (token.deprel == "nmod:desc"):
            return None
        first, last = self._extent(i)
        if hit is not None and hit.sense == "name":
            a, b = self._cover(hit)
            first, last = min(first, a), max(last, b)
        return self._describe(i, first, last)

    def _modifier(self, i: int, token: Token, hit: Hit | None) -> Phrase | None:
        """A name or body that modifies a happening ("Russian airstrikes", "rebel shelling") is a participant of its own."""
        head = token.head
        if not 0 <= head < len(self.tokens) or head < i:
            return None
        owner = self.tokens[head]
        if self.tokens[i + 1].text in _DASHES and i + 2 < len(self.tokens) and self.tokens[i + 2].text not in _HOLDING:
            return None  # "Ruritania-bound trucks", unlike "Front-held villages"
        if hit is None and token.upos not in ("NOUN", "PROPN") and self.tokens[i + 1].text not in _DASHES:
            return None
        if hit is not None and (
            hit.start <= owner.start < hit.end or any(self.tokens[k].start < hit.end for k in range(i + 1, head))
        ):
            return None
        if (hit is None and token.lemma not in self.actorish) or owner.lemma in self.eventless or owner.upos == "PROPN":
            return None
        first, last = self._cover(hit) if hit is not None else (i, i)
        name = (first, last) if hit is not None else None
        return Phrase(self.parse.number, i, first, last, "modifier", token.lemma, hit=hit, governor=head, name=name)

    def _cover(self, hit: Hit) -> tuple[int, int]:
        inside = [k for k, t in enumerate(self.tokens) if t.start < hit.end and hit.start < t.end]
        return inside[0], inside[-1]

    def _extent(self, i: int) -> tuple[int, int]:
        """Return the base noun phrase of a head word: what stands before it, and names and titles after it."""
        first = i
        while first > 0 and self._belongs(first - 1, i):
            first -= 1
        while first < i and self.tokens[first].upos in ("PUNCT", "CCONJ", "ADP"):
            first += 1
        last = self._right(i)
        for c in self.parse.children[i]:
            if c > i and self.parse.relation(c) == "appos" and 0 < c - last <= 12 and self._explains(i, c):
                last = max(last, self._right(c))
        if last + 3 < len(self.tokens) and self.tokens[last + 1].text == "(" and self.tokens[last + 3].text == ")":
            last += 3 if self._acronym(last + 2) else 0
        return first, last

    def _explains(self, i: int, c: int) -> bool:
        """True when one of the two is a title or description of a person and the other a name."""
        a, b = self.tokens[i], self.tokens[c]
        return (a.lemma in self.roles and b.upos == "PROPN") or (a.upos == "PROPN" and b.lemma in self.roles)

    def _acronym(self, k: int) -> bool:
        text = self.tokens[k].text
        return len(text) >= 2 and sum(c.isupper() for c in text) >= 2 and text.replace("-", "").isalnum()

    def _right(self, i: int) -> int:
        last = i
        for c in self.parse.children[i]:
            if c < i:
                continue
            relation = self.parse.relation(c)
            case = next((self.tokens[d].lemma for d in self.parse.children[c] if self.parse.relation(d) == "case"), None)
            joined = relation in ("flat", "compound", "goeswith", "fixed") or (relation == "nummod" and c == last + 1)
            if joined or (relation == "nmod" and case in ("of", "for") and c - last <= 8 and self._naming(i, c)):
                last = max(last, self._right(c))
        return last

    def _naming(self, i: int, c: int) -> bool:
        capital = self.tokens[c].text[:1].isupper()
        if self.tokens[i].lemma in self.roles or self.tokens[i].lemma in (
            "ministry",
            "department",
            "government",
            "army",
            "office",
        ):
            return capital or self.tokens[c].lemma in self.groups
        return (
            capital
            and self.tokens[i].text[:1].isupper()
            and (self.tokens[i].upos == "PROPN" or self.tokens[i].lemma in self.groups)
        )

    def _belongs(self, k: int, i: int) -> bool:
        """True when token ``k``, left of ``i``, is part of its base phrase."""
        for _ in range(12):
            relation, head = self.parse.relation(k), self.tokens[k].head
            if relation not in _INSIDE or (head == i and relation in ("case", "conj", "cc", "advmod")):
                return False
            if relation == "punct" and self.tokens[k].text in (",", ".", ";", ":", "—", "!", "?", "(", ")"):
                return False
            if head == i:
                return True
            k = head
            if not 0 <= k < len(self.tokens):
                return False
        return False

    def _describe(self, i: int, first: int, last: int) -> Phrase:
        """Tell name, title, owner and modifiers apart by the surface, which survives a damaged parse."""
        token = self.tokens[i]
        phrase = Phrase(self.parse.number, i, first, last, "nominal", token.lemma, subject=self._subject(i), governor=token.head)
        inside = [h for h in self.parse.hits if self.tokens[first].start <= h.start and h.end <= self.tokens[last].end]
        end = last
        if end - first >= 3 and self.tokens[end].text == ")" and self.tokens[end - 2].text == "(" and self._acronym(end - 1):
            phrase.acronym = self.tokens[end - 1].text
            end -= 3
        parts: list[tuple[list[int], tuple[int, int] | None, bool, Hit | None]] = []
        for a, b in self._segments(first, end):
            for core in self._cores(phrase, a, b):
                parts.append((core, *self._name(core, inside)))
        if not parts:
            return phrase
        named = [p for p in parts if p[1] is not None]
        lowered = [p for p in parts if p[1] is None and self.tokens[p[0][-1]].lemma in self.roles]
        best = next((p for p in named if not self._is_body(p[1], p[3])), named[0] if named else parts[0])
        if lowered and named and self._is_body(best[1], best[3]):  # "the Front's commander, a Ruritanian": nobody is named
            best = parts[0]
        core, name, titled, hit = best
        phrase.name, phrase.hit = name, hit
        phrase.titled = titled or (name is not None and not self._is_body(name, hit) and bool(lowered))
        phrase.kind = "name" if name is not None else "nominal"
        role = lowered[0][0] if lowered and lowered[0][0] is not core else [k for k in core if name is None or k < name[0]]
        nouns = [k for k in role if self.tokens[k].lemma in self.roles]
        if nouns and (name is None or phrase.titled):
            phrase.role = (role[0], nouns[-1])
        if name is None:
            at = next((k for k in reversed(core) if self.tokens[k].upos in ("NOUN", "PROPN")), core[-1])
            phrase.lemma, phrase.noun = self.tokens[at].lemma, at
            text = self.tokens[at].text.lower()
            phrase.plural = text != phrase.lemma and text.endswith(("s", "men", "people"))
            phrase.hit = next((h for h in inside if h.start <= self.tokens[at].start and self.tokens[at].end <= h.end), None)
        phrase.inner = tuple(h for h in inside if h is not phrase.hit)
        phrase.definite = phrase.owner is not None or self.tokens[first].lemma in _DETERMINERS
        phrase.modifiers = tuple(
            w
            for k in core
            if (name is None or not name[0] <= k <= name[1]) and self.tokens[k].upos in ("NOUN", "PROPN", "ADJ") and k != core[-1]
            for w in words(self.tokens[k].text)
        )
        return phrase

    def _segments(self, first: int, last: int) -> list[tuple[int, int]]:
        out, a = [], first
        for k in range(first, last + 1):
            if self.tokens[k].text in (",", "(", ")", "—", "–", ";") and self._covering(k) is None:
                if k > a:
                    out.append((a, k - 1))
                a = k + 1
        if a <= last:
            out.append((a, last))
        return out

    def _cores(self, phrase: Phrase, a: int, b: int) -> list[list[int]]:
        """Return a segment without owner and complement, and the name that follows a complement without a comma."""
        core = self._core(phrase, a, b)
        out = [core] if core else []
        behind = core[-1] + 1 if core else a
        start = b
        while start > behind and (self._capital(start) or self._joint(start) or self._title(start)) and not self._body_at(start):
            start -= 1
        titles = [k for k in range(start + 1, b + 1) if self._title(k)]
        if behind <= start < b and titles and titles[0] < b:
            out.append(list(range(titles[0], b + 1)))
        else:
            named = self._covering(b)
            if named is not None and named.targets[0].startswith("person:") and self._cover(named)[0] > behind:
                out.append(list(range(self._cover(named)[0], b + 1)))
        return out

    def _core(self, phrase: Phrase, a: int, b: int) -> list[int]:
        """Cut the owner before and the prepositional phrase behind off a segment, and note both on the phrase."""
        start, end = a, b
        for k in range(a, b + 1):
            if self.tokens[k].text in ("'s", "’s", "'", "’") and a < k < b and not self._name_possessive(a, k):
                phrase.owner = phrase.owner if phrase.owner is not None else k - 1
                start = k + 1
        if self.tokens[a].deprel == "nmod:poss" and self.tokens[a].text.lower() in _PERSONAL and a < b:
            phrase.owner = phrase.owner if phrase.owner is not None else a
            start = a + 1
        for k in range(start + 1, b + 1):
            low = self.tokens[k].text.lower()
            if self.tokens[k].upos == "VERB" and self.parse.relation(k) in ("acl", "advcl") and low.islower() and self.tokens[k].text == low:
                end = k - 1
                break
            if low in _PREPOSITIONS and self.tokens[k].upos in ("ADP", "PRON", "SCONJ", "PART"):
                covered = self.parse.covering(self.tokens[k - 1].start, self.tokens[k].end)
                if covered is not None and covered.sense == "name":
                    continue
                if low in ("of", "for") and k < b and self._proper(k, b):
                    continue
                head = next((j for j in range(k + 1, b + 1) if self.tokens[j].upos in ("NOUN", "PROPN")), None)
                if head is not None:
                    phrase.complements += ((low, head),)
                end = k - 1
                break
        core = list(range(start, end + 1))
        while core and self.tokens[core[-1]].upos in ("PUNCT", "PART"):
            core.pop()
        return core

    def _name_possessive(self, a: int, k: int) -> bool:
        """True when the apostrophe is a name's own ("Physicians' Bridge"): a plural before it, a capital behind it."""
        before, after = self.tokens[k - 1], self.tokens[k + 1]
        plural = self.tokens[k].text in ("'", "’") and before.text.endswith("s")
        return plural and before.text[:1].isupper() and after.text[:1].isupper() and before.lemma != fold(before.text)

    def _proper(self, k: int, b: int) -> bool:
        """True when "of" joins two parts of one name: "Army of the Sierra", but not "commander of the Army"."""
        before, after = self.tokens[k - 1], next((t for t in self.tokens[k + 1 : b + 1] if t.upos != "DET"), None)
        if after is None or not after.text[:1].isupper() or not before.text[:1].isupper():
            return False
        return (
            fold(before.text) in self.groups
            or before.lemma in self.groups
            or before.lemma in ("ministry", "department", "office")
        )

    def _name(self, core: list[int], inside: Sequence[Hit]) -> tuple[tuple[int, int] | None, bool, Hit | None]:
        """Return the tokens of the name that ends a core, whether a title stood before it, and the listed name that it is."""
        end = core[-1]
        for h in inside:
            if h.sense == "demonym":
                continue
            a, b = self._cover(h)
            if b == end and a >= core[0]:
                person = h.targets[0].startswith("person:")
                titled = a > core[0] and self._title(a - 1)
                if person and not titled and a > core[0] and self._capital(a - 1) and self._covering(a - 1) is None:
                    break  # a listed surname behind somebody else's given name
                return (a, b), titled and person, h
        if not self._capital(end) and not (self.tokens[end].text.isdigit() and self._capital(end - 1)):
            return None, False, None
        start = end
        while start > core[0] and (self._capital(start - 1) or self._joint(start - 1)):
            start -= 1
        while start < end and not self._capital(start) and self.tokens[start].text.lower() not in PARTICLES:
            start += 1
        if self.tokens[end].text.isupper() and len(self.tokens[end].text) > 4 and self.opens(start):
            return None, False, None  # a dateline
        if start == end and (fold(self.tokens[end].text) in _CALENDAR or (self.opens(end) and self._common(end))):
            return None, False, None
        if any(self._group_word(k) for k in range(start, end + 1)) and not (self._title(start) and not self._group_word(end)):
            return (start, end), False, None
        shown = [k for k in range(start, end) if self._covering(k) is None]
        if self.tokens[end].lemma in self.crowd and not self._title(end) and not shown:
            return None, False, None  # "Ruritanian Soldiers" in a headline
        titles = [k for k in range(start, end + 1) if self._title(k)]
        titled = bool(titles) or (start > core[0] and self.tokens[start - 1].lemma in self.roles)
        if titles:
            start = titles[-1] + 1
            while start <= end and not self._capital(start) and self.tokens[start].text.lower() not in PARTICLES:
                start += 1
        while start < end and titled is False and self._covering(start) is not None and self._covering(start + 1) is None:
            start += 1  # a demonym before a name
        return ((start, end), titled, None) if start <= end else (None, False, None)

    def opens(self, k: int) -> bool:
        """True when a token is the first word of its sentence, where a capital says nothing."""
        return not any(t.text[:1].isalnum() for t in self.tokens[:k])

    def _common(self, k: int) -> bool:
        token = self.tokens[k]
        known = token.lemma in self.eventless or token.lemma in self.actorish or token.lemma in self.crowd
        return known or token.upos not in ("PROPN", "X")

    def _capital(self, k: int) -> bool:
        return self.tokens[k].text[:1].isupper() and self.tokens[k].upos not in ("DET", "PRON", "PUNCT", "AUX", "ADP")

    def _joint(self, k: int) -> bool:
        low = self.tokens[k].text.lower()
        return (
            low in PARTICLES
            or low in ("of", "the", "for", ".")
            or self.tokens[k].text in _DASHES
            or self.tokens[k].text.isdigit()
        )

    def _body_at(self, k: int) -> bool:
        hit = self._covering(k)
        return hit is not None and not hit.targets[0].startswith("person:")

    def _covering(self, k: int) -> Hit | None:
        return self.parse.covering(self.tokens[k].start, self.tokens[k].end)

    def _title(self, k: int) -> bool:
        low = fold(self.tokens[k].text)
        return low in self.titles and not (low in self.groups and not self.tokens[k].text.endswith("."))

    def _group_word(self, k: int) -> bool:
        low = fold(self.tokens[k].text)
        return (self.tokens[k].lemma in self.groups or low in self.groups) and low not in self.titles

    def _is_body(self, name: tuple[int, int] | None, hit: Hit | None) -> bool:
        if hit is not None:
            return not hit.targets[0].startswith("person:")
        return name is not None and any(self._group_word(k) for k in range(name[0], name[1] + 1))

    def _subject(self, i: int) -> bool:
        return self.parse.relation(i) in ("nsubj", "csubj")
