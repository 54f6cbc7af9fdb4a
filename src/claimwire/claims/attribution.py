"""Acts of saying by verbs: "X said that P", "P, X said", "X accused Y of P", "X denied P", "X is said to P".

The patterns read the parse. Where a report's commas were stripped the parse is worse, so a verb of saying at the end of
its sentence takes what stands before its source for content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimwire.claims.acts import NEGATIONS, Act, Runs, Scene
from claimwire.records import Token

_NEGATED_TOO = frozenset({"confirm", "rule out", "exclude", "deny", "neither confirm nor deny", "not confirm"})
_DOUBTFUL_AUX = frozenset({"would", "could", "may", "might", "should", "must", "can"})
_TOLL_VERBS = frozenset({"put", "give", "raise", "update", "revise"})
_TAIL = 14  # so many words may follow a verb of saying that ends its sentence: time, place, occasion


def verbal_acts(scene: Scene) -> Iterator[Act]:
    """Yield the acts whose cue is a verb or a predicative adjective, in text order."""
    for i in sorted(scene.matches):
        cue = scene.matches[i].cue
        if cue.pos == "VERB":
            act = _VerbPattern(scene, i).act()
        elif cue.pos == "ADJ" and scene.tree.children(i, "cop"):
            act = _VerbPattern(scene, i).adjective()
        else:
            act = None
        if act is not None:
            yield act


class _VerbPattern:
    """One verb of saying and the questions that the patterns ask about it."""

    def __init__(self, scene: Scene, i: int) -> None:
        self.scene, self.tree, self.i = scene, scene.tree, i
        self.match = scene.matches[i]
        self.cue = self.match.cue
        self.passive = self.tree.is_passive(i)

    def act(self) -> Act | None:
        if self._vetoed():
            return None
        for pattern in (
            self._quoted_as, self._citing, self._raising, self._predicate, self._charge, self._clause_after, self._directive,
            self._infinitive, self._clause_before, self._as_clause, self._parataxis, self._object, self._sentence_end,
        ):  # fmt: skip
            act = pattern()
            if act is not None:
                return act
        return None

    def adjective(self) -> Act | None:
        """ "The ministry was adamant that P": a predicative adjective with a clause."""
        clause = next(
            (c for c in self.tree.children(self.i, "ccomp", "advcl") if c > self.i and self.tree.marker(c) == "that"), None
        )
        if clause is None or self.scene.negated(self.i):
            return None
        return self._build("adjective", self._subject(), self.tree.subtree(clause))

    def _vetoed(self) -> bool:
        token = self.tree.tokens[self.i]
        if self.tree.relation(self.i) in {"amod", "case", "compound", "aux", "cop"}:
            return True
        if self.scene.negated(self.i) and self.cue.lemma not in _NEGATED_TOO:
            return True
        helpers = {self.tree.tokens[c].text.lower() for c in self.tree.children(self.i, "aux")}
        if helpers & _DOUBTFUL_AUX and not (self.scene.negated(self.i) or "confirm" in self.cue.lemma):
            return True
        return token.upos == "NOUN"

    # -- who says it

    def _subject(self) -> int | None:
        if self.passive:
            return self.tree.agent(self.i)
        up = self.tree.parent(self.i)
        own = self.tree.child(self.i, "nsubj", "csubj")
        if own is None and up is not None and self._governed_by_quote(up):
            return self.tree.subject(up) if self.tree.is_passive(up) else self.tree.child(up, "obj")
        subject = self.tree.subject(self.i)
        if subject is None or subject == self.i:
            return None
        if own is None and up is not None and self.tree.is_passive(up) and self.tree.relation(self.i) in {"advcl", "conj"}:
            agent = self.tree.agent(up)
            return agent if agent is not None else subject
        return subject if self.tree.tokens[subject].upos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"} else None

    def _governed_by_quote(self, up: int) -> bool:
        return self.scene.words.takes("citing", self.tree.tokens[up].lemma)

    # -- what is said

    def _rest(self, start: int, *, stop: Iterable[int] = ()) -> tuple[int, ...]:
        """Return the tokens below the verb from ``start`` on, without coordinated verbs and further acts of saying."""
        stops = set(stop)
        out = set(self.tree.subtree(self.i, without=lambda c: c in stops or self._leaves(c)))
        return tuple(k for k in sorted(out) if k >= start)

    def _leaves(self, c: int) -> bool:
        """True for a dependent of the verb that is no part of what is said: a coordinated verb, a further act of saying."""
        if self.tree.parent(c) != self.i:
            return False
        relation = self.tree.relation(c)
        if relation == "conj":
            return True
        return (
            relation in {"advcl", "parataxis"} and self.scene.is_speech_verb(c) and c > self.i and not self.tree.child(c, "mark")
        )

    def _start(self, c: int) -> int:
        """Return the first token of clause ``c`` after the verb."""
        return min((k for k in self.tree.subtree(c) if k > self.i), default=c)

    def _build(self, pattern: str, source: int | None, content: Iterable[int], *, cue: Iterable[int] = ()) -> Act | None:
        runs = self.scene.chars(self._without_marker(content))
        return self._act(pattern, source, runs, cue=cue) if runs else None

    def _act(self, pattern: str, source: int | None, content: Runs, *, cue: Iterable[int] = ()) -> Act:
        words = {*self.match.tokens, *cue}
        if self.scene.negated(self.i):
            words |= {
                k
                for k in self.tree.children(self.i)
                if self.tree.tokens[k].text.lower() in NEGATIONS or self.tree.relation(k) == "aux"
            }
        spans, head = self.scene.source(source)
        return Act(
            sentence=self.scene.number,
            verb=self.i,
            cue_id=self.cue.id,
            stance=self.cue.stance,
            pattern=pattern,
            source=spans,
            cue=self.tree.offsets(words),
            content=content,
            source_head=head,
        )

    def _without_marker(self, content: Iterable[int]) -> list[int]:
        kept = sorted(set(content))
        while kept and (self._is_marker(self.tree.tokens[kept[0]]) or self.tree.tokens[kept[0]].upos == "PUNCT"):
            kept.pop(0)
        return kept

    @staticmethod
    def _is_marker(token: Token) -> bool:
        return token.text.lower() in {"that", "how"} and token.upos in {"SCONJ", "PRON"} and token.deprel == "mark"

    def _clause_child(self, *, after: bool) -> int | None:
        for c in self.tree.children(self.i, "ccomp"):
            if (c > self.i) == after and c != self.i:
                return c
        return None

    def _quoted_as(self) -> Act | None:
        """ "The daily quoted the governor as saying P": the daily's act; the governor's is the pattern of "saying"."""
        if not self.scene.words.takes("citing", self.tree.tokens[self.i].lemma):
            return None
        saying = next(
            (
                c
                for c in self.tree.children(self.i, "advcl", "xcomp", "obl", "acl", "ccomp")
                if self.scene.is_speech_verb(c) and c > self.i
            ),
            None,
        )
        if saying is None:
            return None
        inner = _VerbPattern(self.scene, saying).act()
        if inner is None:
            return None
        source = self._subject()
        return self._act("quoted-as", source, inner.content) if source is not None else None

    def _citing(self) -> Act | None:
        """ "..., the army said, citing survivors": the survivors say what the army says. "Citing P" beside no speech is P."""
        lemma = self.tree.tokens[self.i].lemma
        if not self.scene.words.takes("citing", lemma) or self.passive:
            return None
        named = self.tree.child(self.i, "obj")
        if named is None:
            return None
        up = self.tree.parent(self.i)
        if (
            up is not None
            and self.tree.relation(self.i) in {"advcl", "parataxis", "acl", "conj"}
            and self.scene.is_speech_verb(up)
        ):
            outer = _VerbPattern(self.scene, up).act()
            if outer is None:
                return None
            return replace(self._act("citing", named, outer.content), quoting=True)
        return self._build("cited-reason", self._subject(), self.tree.subtree(named))

    def _raising(self) -> Act | None:
        """ "X is said to P", "X was reported killed": the content is X and the predicate; nobody says it unless "by" does."""
        lemma = self.tree.tokens[self.i].lemma
        if not self.passive or not self.scene.words.takes("raising", lemma):
            return None
        subject = self.tree.child(self.i, "nsubj:pass", "nsubj", "csubj")
        predicate = next((c for c in self.tree.children(self.i, "xcomp", "ccomp") if c > self.i), None)
        if subject is None or predicate is None:
            return None
        helpers = [c for c in self.tree.children(self.i, "aux") if c < self.i]
        if self.tree.tokens[subject].lemma in {"it", "there"}:
            return self._build("impersonal", self.tree.agent(self.i), self.tree.subtree(predicate), cue=helpers)
        content = set(self._rest(min(self.tree.subtree(predicate)))) | {k for k in self.tree.subtree(subject) if k < self.i}
        agent = self.tree.agent(self.i)
        if agent is not None:
            content -= set(self.tree.subtree(agent))
        return self._build("raising", agent, content, cue=helpers)

    def _clause_after(self) -> Act | None:
        clause = self._clause_child(after=True)
        if clause is None or self.scene.words.takes("no_clause", self.cue.lemma):
            return None
        marker = self.tree.marker(clause)
        if marker in {"if", "whether", "when", "where", "why", "who"}:
            return None
        start = self._start(clause)
        fronted = self._clause_child(after=False)
        source = self._subject()
        content = set(self._rest(start))
        if source is not None:
            content -= {k for k in self.tree.subtree(source) if k not in self.tree.subtree(clause)}
        if fronted is not None and fronted != clause:
            content |= {k for k in self.tree.subtree(fronted) if k < self.i}
        pattern = "clause" if source is not None or not self.passive else "impersonal"
        return self._build(pattern, source, content)

    def _clause_before(self) -> Act | None:
        clause = self._clause_child(after=False)
        if clause is None or self.scene.words.takes("no_clause", self.cue.lemma):
            return None
        source = self._subject()
        return self._build("inverted", source, self._surrounding(self.i, clause, source))

    def _surrounding(self, top: int, clause: int, source: int | None) -> set[int]:
        """Return what stands around an inserted or final attribution, below token ``top``, coordinated clauses included."""
        own = self._own_words(source)
        left = min(own)
        right = max(own)
        below = set(self.tree.subtree(top))
        lead = {k for k in below if k < left}
        begin = min(self.tree.subtree(clause))
        for k in sorted(lead):  # "But", "and": the link to the sentence before is the publisher's
            if k >= begin and self.tree.tokens[k].upos not in {"CCONJ", "PUNCT"}:
                break
            if self.tree.tokens[k].upos in {"CCONJ", "PUNCT"} and k <= begin:
                lead.discard(k)
        tail: set[int] = set()
        tokens = self.tree.tokens
        if right + 1 < len(tokens) and tokens[right + 1].text in {",", ";"}:
            after = {k for k in below if k > right}
            tail = (
                {k for k in after if not self._in_other_act(k)}
                if any(tokens[k].upos in {"VERB", "AUX"} for k in after)
                else set()
            )
            if tail and not self._continues(clause, min(tail)):
                tail = set()
        return lead | tail

    def _continues(self, clause: int, start: int) -> bool:
        """True when what follows the attribution belongs to clause ``clause`` or is coordinated with it."""
        members = set(self.tree.subtree(clause))
        for c in self.tree.children(self.i, "conj"):
            if not self.scene.is_speech_verb(c):
                members |= set(self.tree.subtree(c))
        return any(k in members for k in range(start, min(start + 3, len(self.tree))))

    def _in_other_act(self, k: int) -> bool:
        """True when token ``k`` hangs on another verb of saying that is coordinated with or added to this one."""
        for at in (k, *self.tree.ancestors(k)):
            if at == self.i:
                return False
            if self.scene.is_speech_verb(at) and self.tree.relation(at) in {"conj", "advcl", "parataxis"} and at > self.i:
                return self.tree.subject(at) is not None
        return False

    def _own_words(self, source: int | None) -> set[int]:
        """Return the words of the attribution itself: verb, source, addressee, time and occasion."""
        own = {self.i, *self.match.tokens}
        if source is not None:
            own |= set(self.scene.noun_phrase(source))
        for c in self.tree.children(self.i):
            if c > self.i and self.tree.relation(c) in {"obj", "iobj", "obl", "advmod", "aux"}:
                own |= set(self.tree.subtree(c))
            elif c < self.i and self.tree.relation(c) in {"aux", "advmod"} and self.i - c <= 3:
                own.add(c)
            elif c > self.i and self.tree.relation(c) == "nsubj":
                own |= set(self.tree.subtree(c))
        return own

    def _as_clause(self) -> Act | None:
        """ "As the army announced, P"."""
        up = self.tree.parent(self.i)
        if self.tree.relation(self.i) != "advcl" or up is None or self.tree.marker(self.i) != "as":
            return None
        if self.tree.child(self.i, "obj", "xcomp", "ccomp") is not None or self.tree.child(self.i, "nsubj") is None:
            return None
        inside = set(self.tree.subtree(self.i))
        return self._build("as", self._subject(), [k for k in self.tree.subtree(up) if k not in inside])

    def _parataxis(self) -> Act | None:
        """ "P, he said" and "A, he said, did B" where the parse hangs the verb below the content."""
        up = self.tree.parent(self.i)
        if up is None or self.tree.relation(self.i) not in {"parataxis", "discourse"}:
            return None
        source = self._subject() if self.tree.child(self.i, "nsubj") is not None else None
        if source is None or self.tree.child(self.i, "ccomp", "xcomp") is not None or self._has_object():
            return None
        inside = set(self.tree.subtree(self.i))
        return self._build("parataxis", source, self._surrounding_outer(up, source) - inside)

    def _has_object(self) -> bool:
        """True when the verb has an object that is nobody spoken to: "he says nothing" attributes no sentence."""
        thing = self.tree.child(self.i, "obj")
        return thing is not None and self.cue.lemma not in {"tell", "inform", "assure", "remind", "warn", "brief", "notify"}

    def _surrounding_outer(self, up: int, source: int | None) -> set[int]:
        own = self._own_words(source)
        below = {k for k in self.tree.subtree(up) if not self._in_other_act(k)}
        tokens = self.tree.tokens
        lead = {k for k in below if k < min(own)}
        while lead and tokens[min(lead)].upos in {"CCONJ", "PUNCT"}:
            lead.discard(min(lead))
        return lead | {k for k in below if k > max(own)}

    def _infinitive(self) -> Act | None:
        if not self.scene.words.takes("infinitive", self.cue.lemma) or self.passive:
            return None
        clause = next(
            (c for c in self.tree.children(self.i, "xcomp", "advcl", "ccomp") if c > self.i and self._to_or_ing(c)), None
        )
        if clause is None:
            return None
        return self._build("infinitive", self._subject(), self._rest(self._start(clause)))

    def _to_or_ing(self, c: int) -> bool:
        token = self.tree.tokens[c]
        return (
            self.tree.marker(c) == "to"
            or token.text.lower().endswith("ing")
            or any(self.tree.tokens[k].text.lower() == "having" for k in self.tree.children(c, "aux"))
        )

    def _directive(self) -> Act | None:
        if not self.scene.words.takes("directive", self.cue.lemma):
            return None
        clause = next(
            (c for c in self.tree.children(self.i, "xcomp", "ccomp", "advcl") if c > self.i and self.tree.marker(c) == "to"), None
        )
        if clause is None:
            return None
        addressee = self.tree.child(self.i, "obj", "iobj")
        start = self._start(clause)
        if self.passive:
            agent = self.tree.agent(self.i)
            return self._build("directive", agent, self.tree.subtree(clause)) if agent is not None else None
        if addressee is not None and self.i < addressee < clause:
            start = min(self._start(addressee), start)
        return self._build("directive", self._subject(), self._rest(start))

    def _charge(self) -> Act | None:
        """ "accused Y of P", "was accused by X of P", "criticised Y for P"."""
        if not self.scene.words.takes("charge", self.cue.lemma):
            return None
        charge = next(
            (
                c
                for c in self.tree.children(self.i, "advcl", "obl", "xcomp", "ccomp", "acl")
                if c > self.i
                and (self.tree.marker(c) in {"of", "for", "with"} or self.tree.preposition(c) in {"of", "with", "for"})
            ),
            None,
        )
        target = self.tree.child(self.i, "obj")
        if charge is None and target is not None:
            charge = next(
                (c for c in self.tree.children(target, "acl", "nmod") if c > target and self.tree.marker(c) in {"of", "for"}),
                None,
            )
        if charge is None:
            return None
        strong = self.cue.lemma in {"accuse", "suspect"} or (
            self.tree.tokens[charge].upos == "VERB" and self.tree.marker(charge) is not None
        )
        if not strong and not self.scene.has_quotation(self.tree.subtree(charge)):
            return None
        if self.passive:
            return self._build("charge", self.tree.agent(self.i), [k for k in self.tree.subtree(charge) if k > self.i][1:])
        start = min(self._start(target), self._start(charge)) if target is not None and target > self.i else self._start(charge)
        content = set(self._rest(start)) | (set(self.tree.subtree(target)) if target is not None and target > self.i else set())
        return self._build("charge", self._subject(), content)

    def _predicate(self) -> Act | None:
        """ "described Y as Z", "called Y Z", "what it termed Z"."""
        if not self.scene.words.takes("predicate", self.cue.lemma):
            return None
        predicate = next(
            (c for c in self.tree.children(self.i, "xcomp", "obl", "advcl") if c > self.i and self._is_predicate(c)), None
        )
        target = self.tree.child(self.i, "obj")
        if predicate is None and target is not None:
            predicate = next(
                (c for c in self.tree.children(target, "nmod", "acl") if c > target and self.tree.preposition(c) == "as"), None
            )
        if predicate is None:
            return None
        content = set(self._rest(self._start(predicate)))
        if self.tree.tokens[min(content, default=0)].text.lower() == "as" and (target is None or target < self.i):
            content.discard(min(content))
        if target is not None and target > self.i:
            content |= set(self.tree.subtree(target)) | set(range(self._start(target), max(content, default=self.i) + 1))
        return self._build("predicate", self._subject(), content)

    def _is_predicate(self, c: int) -> bool:
        if self.tree.preposition(c) == "as" or self.tree.marker(c) == "as":
            return True
        return (
            self.tree.relation(c) == "xcomp"
            and self.tree.tokens[c].upos in {"NOUN", "PROPN", "ADJ"}
            and self.tree.marker(c) is None
        )

    def _object(self) -> Act | None:
        """ "confirmed the death of Y", "put the toll at 12", and quoted words as the object of any verb of saying."""
        thing, words = self._thing()
        if thing is None:
            return None
        content = set(self.tree.subtree(thing))
        lemma = self.tree.tokens[thing].lemma
        quoted = self.scene.has_quotation(content)
        if not quoted and not self.scene.words.takes("object", self.cue.lemma):
            return None
        if not quoted and (lemma in self.scene.words.lists.get("form_nouns", ()) or self.tree.tokens[thing].upos == "PRON"):
            return None
        if self.cue.lemma in _TOLL_VERBS:
            content |= set(self._rest(self._start(thing)))
            if not any(self.tree.tokens[k].upos == "NUM" for k in content):
                return None
        if self.passive:
            agent = self.tree.agent(self.i)
            if agent is None and not quoted:
                return None
        content -= set(words)
        return self._build("object", self._subject(), content)

    def _thing(self) -> tuple[int | None, tuple[int, ...]]:
        """Return what the verb's object slot holds: the object, the noun of the phrase's own preposition, a passive's subject."""
        last = self.match.tokens[-1]
        if self.passive:
            return self.tree.child(self.i, "nsubj:pass"), ()
        if last != self.i and self.tree.tokens[last].upos in {"ADP", "SCONJ", "PART"}:
            for c in self.tree.children(self.i, "obl", "obj", "nmod"):
                if c > last and last in self.tree.subtree(c):
                    return c, (last,)
        return next((c for c in self.tree.children(self.i, "obj") if c > self.i), None), ()

    def _sentence_end(self) -> Act | None:
        """ "P X said Friday" with the commas stripped: what stands before the source is the content."""
        if (
            self.cue.lemma not in {"say", "tell", "report", "add", "state", "announce", "note", "explain", "confirm"}
            or self.passive
        ):
            return None
        if self.scene.has_quotation(range(self.i, len(self.tree))):
            return None
        source = self._subject()
        if source is None or len(self.tree) - self.i > _TAIL:
            return None
        words = self.scene.noun_phrase(source)
        end = min((*words, self.i))
        content = [k for k in range(end) if not self._before_other_act(k)]
        if sum(self.tree.tokens[k].upos in {"VERB", "AUX"} for k in content) == 0 or len(content) < 4:
            return None
        after = range(max(self.i, *words) + 1, len(self.tree))
        if any(self.tree.tokens[k].upos in {"VERB", "AUX"} and self.tree.relation(k) in {"ccomp", "conj", "root"} for k in after):
            return None
        return self._build("sentence-end", source, content)

    def _before_other_act(self, k: int) -> bool:
        return self.tree.tokens[k].upos == "CCONJ" and k == 0
