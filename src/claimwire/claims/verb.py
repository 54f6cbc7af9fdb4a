"""A verb of saying in its sentence: who its source is, and where what it says begins and ends.

Parses of real reports are wrong where datelines, lost commas and long appositions stand, so every answer is checked
against what stands beside the verb, and found there when the parse has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimwire.claims.acts import NEGATIONS, NOMINAL, SHIFTED, Act, Runs, Scene
from claimwire.records import Token

_RELATIVE = frozenset({"who", "which", "that", "whose", "whom"})
_SKIPPED = frozenset({"AUX", "ADV", "PART"})
_ADDRESSED = frozenset({"tell", "inform", "assure", "remind", "warn", "brief", "notify", "caution", "advise"})
_REACH = 40
_CONFIRMING = frozenset({"confirm", "verify", "not confirm", "neither confirm nor deny"})
_DENYING = frozenset({"deny", "rule out", "exclude"})
_UNABLE = frozenset({"unable", "decline", "refuse", "fail"})
_NOT_CONFIRMED = "not_confirm.v.speech"


class Verb:
    """One verb of saying."""

    def __init__(self, scene: Scene, i: int) -> None:
        self.scene, self.tree, self.i = scene, scene.tree, i
        self.match = scene.matches[i]
        self.cue = self.match.cue
        self.passive = self.tree.is_passive(i)

    def is_in(self, name: str) -> bool:
        """True when the cue stands in the word list ``speech.NAME``."""
        return self.scene.words.takes(name, self.cue.lemma)

    # -- who says it

    def subject(self) -> int | None:
        """Return the head word of the source, or None: the agent of a passive, else the subject, own or shared."""
        shared = self.scene.shared.get(self.i)
        if shared is not None and shared != self.i:
            return Verb(self.scene, shared).subject()
        if self.passive:
            return self.agent()
        quoted = self._quoted_subject()
        if quoted is not None:
            return quoted
        own = [c for c in self.tree.children(self.i, "nsubj") if self.names_someone(c) and not self._belongs_elsewhere(c)]
        if own:
            return self._antecedent(self._before_preposition(min(own, key=lambda c: abs(self.i - c)), own))
        subject = self.tree.subject(self.i)
        if subject is not None and subject != self.i and self.names_someone(subject) and self._plausible(subject):
            return subject
        return self.beside()

    def agent(self) -> int | None:
        """Return the noun of "by ..." after a passive, as the parse has it or as it stands there."""
        found = self.tree.agent(self.i)
        if found is not None and self.tree.tokens[found].upos in NOMINAL:
            return found
        by = next(
            (k for k in range(self.i + 1, min(len(self.tree), self.i + 5)) if self.tree.tokens[k].text.lower() == "by"), None
        )
        if by is None:
            return None
        end = by + 1
        while end < len(self.tree) and self.tree.tokens[end].upos in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"}:
            end += 1
        return end - 1 if end - 1 > by and self.names_someone(end - 1) else None

    def names_someone(self, k: int) -> bool:
        """True for a nominal that may be a source: no weekday, no dateline, no word of another quotation."""
        token = self.tree.tokens[k]
        return token.upos in NOMINAL and not self.scene.is_time(k) and not self.scene.is_date(k) and k >= self.scene.body

    def _before_preposition(self, k: int, others: Sequence[int]) -> int:
        """ "A spokesman for the ministry said": the spokesman, where the parse calls both nouns a subject."""
        start = k
        while start > 0 and self.tree.tokens[start - 1].upos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            start -= 1
        if start < 2 or self.tree.tokens[start - 1].upos != "ADP":
            return k
        return start - 2 if start - 2 in others else k

    def _belongs_elsewhere(self, c: int) -> bool:
        """True when a noun after the verb is whom it speaks to, or the subject of what it says: "told AFP", "said they had"."""
        if c < self.i:
            return False
        before = self.tree.tokens[self.i - 1] if self.i else None
        inverts = before is not None and (before.upos == "PUNCT" or self.cue.lemma in {"say", "report", "add"})
        if self.cue.lemma in _ADDRESSED or not inverts:
            return True
        after = max(self.scene.noun_phrase(c)) + 1
        while after < len(self.tree) and self.tree.tokens[after].upos in _SKIPPED:
            if self.tree.tokens[after].upos == "AUX":
                return True
            after += 1
        return (
            after < len(self.tree) and self.tree.tokens[after].upos == "VERB" and not self.tree.tokens[after].text.endswith("ing")
        )

    def _plausible(self, subject: int) -> bool:
        """True unless another speaker stands right before the verb: then the parse has skipped them."""
        k = self._left()
        return (
            k is None or self.tree.tokens[k].upos not in {"NOUN", "PROPN"} or k in self.scene.noun_phrase(subject) or k < subject
        )

    def _quoted_subject(self) -> int | None:
        """ "Quoted the mayor as saying": the mayor says it."""
        up = self.tree.parent(self.i)
        if up is None or not self.scene.words.takes("citing", self.tree.tokens[up].lemma) or up >= self.i:
            return None
        if self.tree.is_passive(up):
            return self.tree.child(up, "nsubj")
        return next((c for c in self.tree.children(up, "obj", "nsubj", "iobj") if up < c < self.i), None)

    def _antecedent(self, k: int) -> int:
        if self.tree.tokens[k].text.lower() not in _RELATIVE or k == 0:
            return k
        shared = self.tree.subject(self.i)
        if shared is not None and shared != k and self.names_someone(shared):
            return shared
        before = k - 1 if self.tree.tokens[k - 1].text != "," else k - 2
        return self.top(before) if before >= 0 and self.names_someone(before) else k

    def _left(self) -> int | None:
        k = self.i - 1
        while k >= 0 and self.tree.tokens[k].upos in _SKIPPED:
            k -= 1
        return k if k >= 0 else None

    def beside(self) -> int | None:
        """Return the noun beside the verb: before it, after it where its content stands before, or before a relative clause."""
        k = self._left()
        if k is not None and self.names_someone(k) and self.scene.quoted(k) == self.scene.quoted(self.i):
            return self._outside_relative(k)
        after = self.i + 1
        while after < len(self.tree) and self.tree.tokens[after].upos in {"DET", "ADJ", "NUM", "ADV"}:
            after += 1
        named = after < len(self.tree) and self.names_someone(after)
        if named and self.cue.lemma not in _ADDRESSED and self._content_stands_before():
            return self.top(after)
        if k is not None and k + 1 == self.i and self.tree.tokens[k].text in {",", ")", "”", '"'}:
            return self._before_relative(k)
        return None

    def _outside_relative(self, k: int) -> int:
        """ "An officer who spoke on condition of anonymity told ...": the officer."""
        verbs = 0
        for at in range(k - 1, max(self.scene.body, k - 12), -1):
            token = self.tree.tokens[at]
            if token.upos == "VERB":
                verbs += 1
            elif token.text.lower() == "who" and verbs == 1 and self.names_someone(at - 1):
                return self.top(at - 1)
            elif token.text in {",", ";"} or token.upos == "CCONJ":
                break
        return self.top(k)

    def _before_relative(self, end: int) -> int | None:
        for k in range(end - 1, max(-1, end - _REACH), -1):
            text = self.tree.tokens[k].text
            if text == ";":
                return None
            if text.lower() in {"who", "which"} or (text == "," and k < end - 1):
                before = k - 1 if self.tree.tokens[k - 1].text != "," else k - 2
                if (
                    before >= self.scene.body
                    and self.names_someone(before)
                    and self.scene.quoted(before) == self.scene.quoted(self.i)
                ):
                    return self.top(before)
        return None

    def _content_stands_before(self) -> bool:
        return self.i > self.scene.body + 2 and self.tree.tokens[self.i - 1].text in {",", '"', "”", "’", "''", "?", "!"}

    def top(self, k: int) -> int:
        """Climb from a word to the head of its noun phrase."""
        up = self.tree.parent(k)
        climbs = {"flat", "compound", "appos", "nmod", "list", "amod", "nummod", "det"}
        while up is not None and up != self.i and self.names_someone(up) and self.tree.relation(k) in climbs and abs(up - k) < 12:
            k, up = up, self.tree.parent(up)
        return k

    # -- where what is said begins and ends

    def rest(self, start: int) -> tuple[int, ...]:
        """Return the tokens below the verb from ``start`` on, without coordinated verbs and further acts of saying."""
        below = self.tree.subtree(self.i, without=self._leaves)
        return self.cut(k for k in below if k >= start)

    def cut(self, content: Iterable[int]) -> tuple[int, ...]:
        """End what stands after the verb where another act of the same speaker, or another part of the sentence, begins."""
        limit = min((b for g, b in self.scene.boundaries if g == self.i), default=len(self.tree))
        kept = sorted(set(content))
        out = []
        within = self.scene.quoted(self.i)
        for k in kept:
            if within is not None and self.scene.quoted(k) != within:
                continue
            if k > self.i and self.scene.answers(k):
                break
            if k > self.i and (k >= limit or (self.tree.tokens[k].text == ";" and not self._goes_on(k))):
                break
            out.append(k)
        return tuple(out)

    def _leaves(self, c: int) -> bool:
        """True for a dependent of the verb that is no part of what is said: a coordinated verb, a further act of saying."""
        if self.tree.parent(c) != self.i:
            return False
        relation = self.tree.relation(c)
        if relation == "conj":
            return not self.said_too(c)
        return (
            relation in {"advcl", "parataxis"} and self.scene.is_speech_verb(c) and c > self.i and not self.tree.child(c, "mark")
        )

    def said_too(self, c: int) -> bool:
        """True for a predicate beside "said" that is told as said: "said P and that Q", "said they had ... but had been"."""
        tree = self.tree
        if c < self.i:
            return False
        if tree.marker(c) == "that":
            return not self.scene.is_speech_verb(c)
        return self._plain() and self.scene.shifted(c)

    def _plain(self) -> bool:
        return self.tree.tokens[self.i].upos == "VERB" and not self.tree.children(self.i, "aux", "aux:pass")

    def _goes_on(self, semicolon: int) -> bool:
        """True when the next part of the sentence is still told as it was said: "...; three fighters had been killed"."""
        end = next((k for k in range(semicolon + 1, len(self.tree)) if self.tree.tokens[k].text == ";"), len(self.tree))
        part = self.tree.tokens[semicolon + 1 : end]
        told = any(t.text.lower() in SHIFTED and t.upos == "AUX" for t in part)
        return self._plain() and told and not any(self.scene.is_speech_verb(k) for k in range(semicolon + 1, end))

    def start(self, c: int) -> int:
        """Return the first token of clause ``c`` after the verb."""
        return min((k for k in self.tree.subtree(c) if k > self.i), default=c)

    def block(self, source: int | None) -> set[int]:
        """Return the words of the attribution itself: verb, source, addressee, time and occasion."""
        own = {self.i, *self.match.tokens}
        if source is not None:
            own |= set(self.scene.noun_phrase(source))
        for c in self.tree.children(self.i):
            relation = self.tree.relation(c)
            if c > self.i and (relation in {"obj", "iobj", "obl", "advmod", "aux"} or (relation == "nsubj" and c == source)):
                comma = next((k for k in range(self.i, len(self.tree)) if self.tree.tokens[k].text == ","), len(self.tree))
                own |= {k for k in self.tree.subtree(c) if k > self.i and (k < comma or relation == "nsubj")}
            elif c < self.i and relation in {"aux", "advmod"} and self.i - c <= 3:
                own.add(c)
        return own

    def clause_child(self, *, after: bool) -> int | None:
        """Return the verb's clausal complement on one side of it."""
        return next((c for c in self.tree.children(self.i, "ccomp") if (c > self.i) == after), None)

    def has_object(self) -> bool:
        """True when the verb has an object that is nobody spoken to: "he says nothing" attributes no sentence."""
        return self.tree.child(self.i, "obj") is not None and self.cue.lemma not in _ADDRESSED

    # -- the act

    def build(self, pattern: str, source: int | None, content: Iterable[int], *, cue: Iterable[int] = ()) -> Act | None:
        """Return the act, or None when nothing is left of its content."""
        runs = self.scene.chars(self._without_marker(k for k in content if k >= self.scene.body))
        return self.act(pattern, source, runs, cue=cue) if runs else None

    def act(self, pattern: str, source: int | None, content: Runs, *, cue: Iterable[int] = ()) -> Act:
        """Return the act whose content is the character ranges ``content``."""
        words = {*self.match.tokens, *cue}
        if self.scene.negated(self.i):
            words |= {
                k
                for k in self.tree.children(self.i)
                if self.tree.tokens[k].text.lower() in NEGATIONS or self.tree.relation(k) == "aux"
            }
        spans, head = self.scene.source(source)
        withheld = self._withheld()
        return Act(
            sentence=self.scene.number,
            verb=self.i,
            cue_id=_NOT_CONFIRMED if withheld and self.cue.lemma in _CONFIRMING else self.cue.id,
            stance="distancing" if withheld else self.cue.stance,
            pattern=pattern,
            source=spans,
            cue=self.tree.offsets(words),
            content=content,
            source_head=head,
        )

    def _withheld(self) -> bool:
        """True when the words leave open what a plain verb would settle: "could not confirm", "did not rule out"."""
        if self.scene.negated(self.i):
            return self.cue.lemma in _CONFIRMING | _DENYING
        up = self.tree.parent(self.i)
        governs = up is not None and self.tree.relation(self.i) in {"xcomp", "advcl", "ccomp"}
        around = [*self.tree.children(self.i, "advmod", "aux"), *((up,) if governs and up is not None else ())]
        unable = any(self.tree.tokens[k].lemma in _UNABLE for k in around)
        return unable and self.cue.lemma in _CONFIRMING | _DENYING

    def _without_marker(self, content: Iterable[int]) -> list[int]:
        kept = sorted(set(content))
        while kept and (_is_marker(self.tree.tokens[kept[0]]) or self.tree.tokens[kept[0]].upos == "PUNCT"):
            kept.pop(0)
        return kept


def _is_marker(token: Token) -> bool:
    return token.text.lower() == "that" and token.deprel == "mark"
