"""What the words of a noun phrase say: its name, titles before it, owner, complement and acronym."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimwire.resolve.names import PARTICLES, Hit, fold, words
from claimwire.resolve.phrases import PERSONAL, Lexicon, Parse, Phrase

_PREPOSITIONS = frozenset(
    {"of", "for", "in", "from", "at", "with", "on", "to", "by", "near", "inside", "across", "against", "who", "whose", "which"}
)
DASHES = frozenset({"-", "‑", "–", "’", "'"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
_GENERAL = frozenset({"staff", "assembly", "command", "council", "secretariat", "directorate", "headquarters", "prosecutor"})
_CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may"}
    | {
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
    }
    | {"fri", "sat", "sun"}
    | {"june", "july", "august", "september", "october", "november", "december", "ramadan", "eid", "christmas", "easter"}
)


class Surface:
    """Reads one sentence's phrases off their words; a damaged parse does not mislead it."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self._hits = [parse.covering(t.start, t.end) for t in self.tokens]
        self.titles, self.roles, self.groups = lexicon.titles, lexicon.roles, lexicon.groups
        self.parts, self.speaking = lexicon.parts, lexicon.speaking
        self.eventless, self.crowd, self.actorish = lexicon.eventless, lexicon.crowd, lexicon.actorish

    def _cover(self, hit: Hit) -> tuple[int, int]:
        first = bisect_right(self.tokens, hit.start, key=lambda t: t.end)
        return first, bisect_left(self.tokens, hit.end, key=lambda t: t.start) - 1

    def _acronym(self, k: int) -> bool:
        text = self.tokens[k].text
        return len(text) >= 2 and sum(c.isupper() for c in text) >= 2 and text.replace("-", "").isalnum()

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
        if self.tokens[a].deprel == "nmod:poss" and self.tokens[a].text.lower() in PERSONAL and a < b:
            phrase.owner = phrase.owner if phrase.owner is not None else a
            start = a + 1
        for k in range(start + 1, b + 1):
            low = self.tokens[k].text.lower()
            paired = self.tokens[k].upos == "CCONJ" and k < b and self.tokens[k + 1].upos in ("PRON", "DET")
            clause = self.tokens[k].upos == "VERB" and self.parse.relation(k) in ("acl", "advcl") and self.tokens[k].text == low
            named = self.parse.covering(self.tokens[k - 1].start, self.tokens[k].end)
            if (paired or clause) and (named is None or named.sense != "name"):  # "the regime and its allies": the first decides
                end = k - 1
                break
            # A tagger takes the "of" of an office written large ("Chief of Staff") for a part of a name.
            if low in _PREPOSITIONS and (self.tokens[k].upos in ("ADP", "PRON", "SCONJ", "PART") or self.tokens[k].text == "of"):
                covered = self.parse.covering(self.tokens[k - 1].start, self.tokens[k].end)
                if covered is not None and covered.sense == "name":
                    continue
                if low in ("of", "for") and k < b and self._proper(k, b):
                    continue
                head = next(
                    (j for j in range(k + 1, b + 1) if self.tokens[j].upos in ("NOUN", "PROPN") or self.tokens[j].text == "them"),
                    None,
                )
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
        if before.text == "People" and after.text[:1].isupper():
            return True  # "the Luhansk People's Republic", "the People's Protection Units"
        plural = self.tokens[k].text in ("'", "’") and before.text.endswith("s")
        return plural and before.text[:1].isupper() and after.text[:1].isupper() and before.lemma != fold(before.text)

    def _proper(self, k: int, b: int) -> bool:
        """True when "of" joins two parts of one name: "Army of the Sierra", but not "commander of the Army"."""
        before, after = self.tokens[k - 1], next((t for t in self.tokens[k + 1 : b + 1] if t.text.lower() != "the"), None)
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
        numbered = self.tokens[end].text.isdigit() and self._capital(end - 1) and self.tokens[end - 1].upos in ("PROPN", "NOUN")
        if not self._capital(end) and not numbered:
            return None, False, None
        start = end
        while start > core[0] and (self._capital(start - 1) or self._joint(start - 1)):
            start -= 1
        while start < end and not self._capital(start) and self.tokens[start].text.lower() not in PARTICLES:
            start += 1
        only = self._covering(end) if start == end else None
        if only is not None and only.sense == "demonym":
            return None, False, None  # "the Ruritanians"
        if self.tokens[end].text.isupper() and len(self.tokens[end].text) > 4 and self.opens(start):
            return None, False, None  # a dateline
        if start == end and (fold(self.tokens[end].text) in _CALENDAR or (self.opens(end) and self._common(end))):
            return None, False, None
        groups = [k for k in range(start, end + 1) if self._group_word(k)]
        ranked = any(self._title(k) for k in range(groups[-1] + 1, end)) if groups else False  # "Brigade Commander Abu Samer"
        if groups and not ranked and not (self._title(start) and not self._group_word(end)):
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
        known = token.lemma in self.speaking or token.lemma in self.eventless
        return known or token.upos not in ("PROPN", "X")

    def _capital(self, k: int) -> bool:
        return self.tokens[k].text[:1].isupper() and self.tokens[k].upos not in ("DET", "PRON", "PUNCT", "AUX", "ADP")

    def _joint(self, k: int) -> bool:
        low = self.tokens[k].text.lower()
        return (
            low in PARTICLES or low in ("of", "the", "for", ".") or self.tokens[k].text in DASHES or self.tokens[k].text.isdigit()
        )

    def _body_at(self, k: int) -> bool:
        hit = self._covering(k)
        return hit is not None and not hit.targets[0].startswith("person:")

    def _covering(self, k: int) -> Hit | None:
        return self._hits[k]

    def _title(self, k: int) -> bool:
        low = fold(self.tokens[k].text)
        if low == "general" and k + 1 < len(self.tokens) and fold(self.tokens[k + 1].text) in _GENERAL:
            return False
        return low in self.titles and not (low in self.groups and not self.tokens[k].text.endswith("."))

    def _group_word(self, k: int) -> bool:
        low = fold(self.tokens[k].text)
        if low in _GENERAL and k > 0 and fold(self.tokens[k - 1].text) == "general":
            return True
        return (self.tokens[k].lemma in self.groups or low in self.groups) and low not in self.titles

    def _is_body(self, name: tuple[int, int] | None, hit: Hit | None) -> bool:
        if hit is not None:
            return not hit.targets[0].startswith("person:")
        return name is not None and any(self._group_word(k) for k in range(name[0], name[1] + 1))

    def _subject(self, i: int) -> bool:
        return self.parse.relation(i) in ("nsubj", "csubj")
