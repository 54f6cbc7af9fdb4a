"""Whose people and things a phrase speaks of, and for whom the persons of a report speak."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.resolve.bodies import Bodies
from claimwire.resolve.cast import BODIES, Answer, Answers, Entity, Seen
from claimwire.resolve.naming import Namer
from claimwire.resolve.phrase_surface import DASHES
from claimwire.resolve.phrases import Phrase

# Rules by which a noun is somebody's.
_WHOSE = frozenset({"member", "owner:member", "demonym:force", "name:force", "belonging", "owner:belonging", "owner:force"})


class Belongings(Bodies):
    """Resolves what is owned, sent or led by somebody who is known."""

    def __init__(self, namer: Namer, answers: Answers, said: frozenset[str]) -> None:
        super().__init__(namer, answers, said)
        self._bodies = self.lists["any_own_body"]
        self.whose: dict[tuple[str, bool], Entity] = {}  # by noun and number: the body whose people or things it was used of last

    def _owner(self, phrase: Phrase) -> Entity | None:
        if phrase.owner is None:
            return None
        answer = self.answers.get((phrase.sentence, phrase.owner))
        if answer is None:
            parse = self.namer.parses[phrase.sentence]
            token = parse.tokens[phrase.owner]
            low = token.text.lower()
            if low in ("his", "her", "its", "their"):
                pronoun = {"his": "he", "her": "she", "its": "it", "their": "they"}[low]
                shadow = Phrase(phrase.sentence, phrase.owner, phrase.owner, phrase.owner, "pronoun", low, pronoun=pronoun)
                found = self._pronoun(shadow)
                return found.entity if found else None
            return None
        return answer.entity

    def note_employers(self, found: Sequence[Phrase]) -> None:
        """Note for whom a sentence says that persons speak: "the corps's commander, Dragash", "coalition spokesman Gilling"."""
        for phrase in found:
            answer = self.answers.get((phrase.sentence, phrase.head)) if phrase.kind == "name" else None
            person = answer.entity if answer is not None else None
            if person is not None and person.kind == "person" and person.voice_of is None and person.target is None:
                person.voice_of = self._employed_by(phrase)

    def employers(self) -> None:
        """Guess for whom the others speak, now that the whole report is known.

        A general of no named army speaks for the one that the report has, a minister of no named country for the country
        that was spoken of before.
        """
        for e in self.cast.entities:
            if e.kind == "person" and e.voice_of is None and not e.listed and e.seen:
                e.voice_of = self._speaks_for({noun for noun, _ in e.roles}, e.seen[0])

    def _speaks_for(self, nouns: set[str], seen: Seen) -> Entity | None:
        """Return for whom a general, a minister or a spokesman speaks whose title does not tell: whoever was spoken of before."""
        kinds: tuple[str, ...] = ()
        if nouns & self.lists["actors.ranks"]:
            kinds = ("armed_force",)
        elif nouns & self.lists["actors.rulers"]:
            kinds = ("state", "government")
        elif nouns & self.lists["actors.voices"]:
            kinds = tuple(BODIES - {"media"})
        found = [e for e in self.cast.entities if e.kind in kinds and e.seen]
        if not found or (self.cast.publisher is not None and not nouns & {"spokesman", "spokeswoman"}):
            return self.cast.publisher if found else None
        if len(found) == 1:
            return found[0]
        near = [(s.sentence, s.head, e) for e in found if (s := e.last_before(seen.sentence, seen.head)) is not None]
        sentence, _, last = max(near, key=lambda x: x[:2], default=(-9, 0, None))
        return last if seen.sentence - sentence <= 1 else None

    def _employed_by(self, phrase: Phrase) -> Entity | None:
        parse = self.namer.parses[phrase.sentence]
        beside = [c for c in parse.children[phrase.head] if parse.relation(c) == "appos" and c > phrase.last]
        around = [phrase, *(p for c in beside if (p := self.namer.smallest.get((phrase.sentence, c))) is not None)]
        for other in around:
            owner = self._owner(other)
            if owner is not None and owner.kind in BODIES | {"state", "government"}:
                return owner
            if (body := self._lower(other)) is not None:
                return body
        return None

    def _lower(self, phrase: Phrase) -> Entity | None:
        """Return the body that a common noun inside a phrase points back to: "coalition warplanes", "an army spokesman"."""
        parse = self.namer.parses[phrase.sentence]
        noun = phrase.noun if phrase.noun >= 0 else phrase.head
        for k in range(phrase.first, noun if phrase.name is None else phrase.last + 1):
            token = parse.tokens[k]
            own = phrase.name is not None and phrase.name[0] <= k <= phrase.name[1]
            if own or token.lemma not in self.lists["actors.inside"] or token.text[:1].isupper():
                continue
            if k > phrase.first and parse.tokens[k - 1].upos in ("ADJ", "NOUN", "PROPN", "PUNCT"):
                continue  # "a Kurdish army unit": whose it is is said, and it is not the one named before
            shadow = Phrase(phrase.sentence, k, k, k, "nominal", token.lemma, definite=True, noun=k)
            answer = self._own(shadow, None) or self._bare_body(shadow, None)
            if answer is not None and answer.entity is not None:
                return answer.entity
        return None

    def _belonging(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "its aircraft", "Front envoys", "the army's batteries": what a body owns or sends stands for it.

        Only where an annotator saw somebody who acts or is acted upon; civilians are nobody's property.
        """
        if not phrase.told or phrase.lemma in self.lists["any_other"]:
            return None
        at = self.namer.parses[phrase.sentence].tokens[phrase.head].start
        wanted = BODIES | {"state", "government"}
        if owner is not None:
            return Answer(owner, "owner:belonging", 0.5) if owner.kind in wanted else None
        for hit in phrase.inner:
            entry = self.cast.actors[hit.targets[0]]
            bound = any(t.start == hit.end and t.text in DASHES for t in self.namer.parses[phrase.sentence].tokens)
            if hit.start < at and entry.kind in wanted and hit.sense != "metonym" and not bound:  # not "Ruritania-bound trucks"
                return Answer(self.cast.listed(entry.id), "belonging", 0.5)
        for word, _ in self.namer.capitals(phrase):
            body = self.cast.body((word,)) or self.namer.shortened(word, phrase)
            if body is not None and body.kind in wanted:
                return Answer(body, "belonging", 0.5)
        if (body := self._lower(phrase)) is not None:
            return Answer(body, "belonging", 0.45)
        for case, head in self.namer.complements(phrase):
            answer = self._answer_at(phrase, head)
            if case == "of" and answer is not None and answer.entity is not None and answer.entity.kind in wanted:
                return Answer(answer.entity, "belonging", 0.45)
        return None

    def _answer_at(self, phrase: Phrase, head: int) -> Answer | None:
        """Return what the phrase around a word resolves to, when it is another one than ``phrase``."""
        inner = self.namer.smallest.get((phrase.sentence, head))
        return self.answers.get((phrase.sentence, inner.head)) if inner is not None and inner is not phrase else None

    def _repeated(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "Front gunmen stormed ... the gunmen", "Ruritanian tanks ... the tanks": the same noun, of whoever it was of."""
        if not phrase.definite or phrase.owner is not None or phrase.kind != "nominal" or self.namer.complements(phrase):
            return None
        last = self.whose.get((phrase.lemma, phrase.plural))
        if last is None or set(self._qualifiers(phrase)) - self.lists["actors.plain"]:
            return None
        return Answer(last, "repeated", 0.6)

    def _told_of(self, phrase: Phrase, answer: Answer) -> None:
        """Note that a noun was used of a body's people or things: a later definite one means the same."""
        if phrase.kind == "nominal" and answer.rule in _WHOSE and answer.entity is not None and phrase.lemma not in self._bodies:
            self.whose[(phrase.lemma, phrase.plural)] = answer.entity
