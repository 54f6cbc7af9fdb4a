"""For whom the persons of a report speak, and whether a title is the office that they hold."""

from __future__ import annotations

from claimwire.resolve.cast import BODIES, Entity, Seen
from claimwire.resolve.countries import DEMONYMS, Countries
from claimwire.resolve.names import fold, words
from claimwire.resolve.offices import conflicts, held
from claimwire.resolve.phrases import Phrase


class Employers(Countries):
    """Reads what a title or a sentence says about whose officer, minister or spokesman somebody is."""

    def employer(self, phrase: Phrase) -> Entity | None:
        """Return the body that a person's title names: "Front official", "spokesman for the ministry"."""
        for hit in phrase.inner:
            entry = self.cast.actors[self._choose(hit)]
            if entry.kind == "office" and entry.country:
                return self.cast.listed(f"state:{entry.country.lower()}")
            if entry.kind not in ("person", "office", "people"):
                return self.cast.listed(entry.id)
        parse = self.parses[phrase.sentence]
        for k in range(phrase.first, phrase.last + 1):
            token = parse.tokens[k]
            own = phrase.name is not None and phrase.name[0] <= k <= phrase.name[1]
            if own or not token.text[:1].isupper() or fold(token.text) in self.lists["titles"]:
                continue
            word = fold(token.text)
            if self._governs(phrase) and (self.cast.rooted(word) is not None or word.endswith(DEMONYMS[:4]) or k == phrase.owner):
                return self.state(word, token.text)
            body = self.cast.body((word,)) or self.shortened(word, phrase)
            if body is not None:
                return body
            if phrase.titled and word in self.lists["actors.bodies"]:  # "Front official Dawas", of a Front never named in full
                kind = "armed_group" if word in self.lists["actors.armed_names"] else "organisation"
                body = self.cast.new(kind, token.text, parts=(word,))
                body.seen.append(Seen(phrase.sentence, k, subject=False, named=True))
                return body
        return None

    def _leads(self, phrase: Phrase) -> Entity | None:
        """Return the body that a sentence puts a person at the head of: "Rell, chief of the Front", "Rell leads the Front"."""
        parse = self.parses[phrase.sentence]
        i = phrase.head
        verb = parse.tokens[i].head if phrase.subject else -1
        beside = [c for c in parse.children[i] if parse.relation(c) == "appos" and c > phrase.last]
        if verb >= 0 and parse.tokens[verb].lemma in self.lists["actors.leading"]:
            beside += [c for c in parse.children[verb] if parse.relation(c) == "obj"]
        for c in beside:
            other = self.smallest.get((phrase.sentence, c))
            if other is None or other is phrase:
                continue
            known = self._body_of(other)
            if known is not None:
                return known
        return None

    def _body_of(self, other: Phrase) -> Entity | None:
        """Return the body that a description belongs to, or is: "envoys of the Front", "the Front's commander", "the Front"."""
        parse = self.parses[other.sentence]
        heads = [other.head, *(h for _, h in self.complements(other))]
        if other.owner is not None:
            heads.append(other.owner)
        for head in heads:
            inner = self.smallest.get((other.sentence, head))
            answer = self.answers.get((other.sentence, inner.head)) if inner is not None else None
            if answer is not None and answer.entity is not None and answer.entity.kind in BODIES | {"state"}:
                return answer.entity
        if other.kind == "name" or parse.tokens[other.head].lemma not in self.lists["actors.roles"]:
            return None
        return self.employer(other)

    def _governs(self, phrase: Phrase) -> bool:
        parse = self.parses[phrase.sentence]
        return any(parse.tokens[k].lemma in self.lists["actors.rulers"] for k in range(phrase.first, phrase.last + 1))

    def _retitled(self, phrase: Phrase, person: Entity) -> bool:
        """True when a person bears a title that is not the office held that day: noted, and no second person."""
        entry = self.cast.actors.get(person.target or "")
        if entry is None or entry.kind != "person" or phrase.name is None or not phrase.titled:
            return False
        parse = self.parses[phrase.sentence]
        title = [
            word
            for k in range(phrase.first, phrase.last + 1)
            if not phrase.name[0] <= k <= phrase.name[1] and parse.tokens[k].upos in ("NOUN", "PROPN", "ADJ", "ADV")
            for word in words(parse.tokens[k].text)
            if word not in self.cast.index.demonyms and self.cast.index.exact(word) is None
        ]
        return conflicts(title, [self.cast.actors[v.value] for v in held(entry, self.cast.on) if v.value in self.cast.actors])
