"""First pass: phrases that carry a name, listed or not, and those that a name inside them identifies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimwire.resolve.cast import BODIES, Answer, Answers, Entity, Seen
from claimwire.resolve.employers import Employers
from claimwire.resolve.names import PARTICLES, Hit, fold, words
from claimwire.resolve.phrases import Parse, Phrase

STOP = frozenset({"the", "a", "an", "of", "for", "and", "in", "his", "her", "its", "their", "s"})
_RANKS = {
    "gen": "general", "col": "colonel", "maj": "major", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant",
    "adm": "admiral", "sen": "senator", "gov": "governor", "dr": "doctor", "prof": "professor", "pres": "president",
}  # fmt: skip


class Namer(Employers):
    """Resolves what names decide, for all phrases of one report."""

    def read(self, found: Sequence[Phrase]) -> Answers:
        """Return answers for phrases with names; occurrences are noted on their entities in reading order."""
        self._count()
        self._article(found)
        for phrase in sorted(found, key=lambda p: p.first - p.last):
            for k in range(phrase.first, phrase.last + 1):
                self.smallest[(phrase.sentence, k)] = phrase
        asked = [p for p in found if p.kind not in ("pronoun", "thing")]
        rounds = (self._listed, self._composed, self._country, self._full, self._part_of, self._short)
        for step in rounds:
            for phrase in asked:
                key = (phrase.sentence, phrase.head)
                if key in self.answers:
                    continue
                answer = step(phrase)
                if answer is not None:
                    self.answers[key] = answer
                    if answer.entity is not None:
                        self.note(answer.entity, phrase)
        for phrase in found:  # now that every body is known
            answer = self.answers.get((phrase.sentence, phrase.head))
            person = answer.entity if answer is not None and phrase.kind == "name" else None
            if answer is not None and person is not None and person.listed and self._retitled(phrase, person):
                answer.rule += ":role_as_written"
            if person is not None and person.kind == "person" and person.voice_of is None:
                person.voice_of = self.employer(phrase) or self._leads(phrase)
        for e in self.cast.entities:
            e.seen.sort(key=lambda s: (s.sentence, s.head))
        return self.answers

    def note(self, entity: Entity, phrase: Phrase) -> None:
        """Note an occurrence, with what the phrase says about the entity."""
        entity.seen.append(Seen(phrase.sentence, phrase.head, phrase.subject, phrase.kind == "name"))
        if phrase.acronym:
            entity.acronyms.add(fold(phrase.acronym))
        if entity.kind != "person" or phrase.kind == "pronoun":
            return
        parse = self.parses[phrase.sentence]
        inside = [parse.tokens[k] for k in range(phrase.first, phrase.last + 1)]
        if phrase.name is not None:
            inside = [
                t
                for k, t in enumerate(parse.tokens)
                if phrase.first <= k <= phrase.last and not phrase.name[0] <= k <= phrase.name[1]
            ]
        forms = {fold(t.text) for t in inside}
        if forms & self.lists["actors.ladies"]:
            entity.gender = "she"
        elif forms & self.lists["actors.gentlemen"]:
            entity.gender = "he"
        nouns = [_RANKS.get(fold(t.text), t.lemma) for t in inside]
        nouns = [n for n in nouns if n in self.lists["actors.roles"]]
        if nouns:
            about = frozenset(w for t in inside if t.upos in ("NOUN", "PROPN", "ADJ") for w in words(t.text) if w not in STOP)
            if "minister" in nouns and "prime" in about:
                nouns.append("premier")
            for noun in nouns:
                if (noun, about) not in entity.roles:
                    entity.roles.append((noun, about))

    def _article(self, found: Sequence[Phrase]) -> None:
        """Note names that stand behind "the" somewhere: the Caliphate Vanguard is nobody's given name and surname."""
        for phrase in found:
            if phrase.name is None or phrase.titled or phrase.name[0] == 0:
                continue
            before = self.parses[phrase.sentence].tokens[phrase.name[0] - 1]
            if before.text.lower() == "the" and phrase.name[0] < phrase.name[1]:
                self.articled.add(tuple(p for p in self._parts(phrase) if p != "the"))

    def _count(self) -> None:
        for parse in self.parses:
            for hit in parse.hits:
                entry = self.cast.actors[hit.targets[0]]
                if entry.country and entry.kind in ("state", "government", "armed_force"):
                    self.cast.countries[entry.country] += 1

    def _listed(self, phrase: Phrase) -> Answer | None:
        hit = phrase.hit
        if hit is None:
            return None
        parse = self.parses[phrase.sentence]
        if phrase.kind == "nominal" and hit.sense != "demonym":
            # "Ruritania's defence ministry" is listed as a whole: whose it is needs no looking for.
            owned = phrase.owner is not None and hit.start <= parse.tokens[phrase.owner].start
            body = self.cast.actors[self._choose(hit)]
            return Answer(self.cast.listed(body.id), "listed", 0.9) if owned and body.kind in BODIES else None
        if hit.targets[0].startswith("person:"):
            return self._person_listed(phrase, hit)
        entry = self.cast.actors[self._choose(hit)]
        if hit.sense == "metonym":
            return Answer(self.cast.listed(entry.id), "metonym", 0.7) if self._acts(phrase) else None
        if hit.sense == "demonym":
            return self._demonym(phrase, entry.id)
        if entry.kind in ("state", "people") and self._located(phrase):  # "in Amhara": a region bears a people's name
            return None
        if entry.kind == "office":
            return None if phrase.kind != "name" else self._office(phrase, entry.id)
        others = tuple((self.cast.listed(t), 0.4) for t in hit.targets if t != entry.id)
        entity = self.cast.listed(entry.id)
        rule = "listed:modifier" if phrase.kind == "modifier" else "listed"
        if phrase.kind == "modifier" and entry.kind == "state":
            entity = self.arm(entry.id, parse.tokens[phrase.governor].lemma) or entity
        return Answer(entity, rule, 0.95 if not others else 0.6, others)

    def _office(self, phrase: Phrase, office: str) -> Answer | None:
        entity = self.cast.listed(office)
        return Answer(entity, "office:holder" if entity.target != office else "office", 0.8)

    def _person_listed(self, phrase: Phrase, hit: Hit) -> Answer | None:
        parse = self.parses[phrase.sentence]
        if phrase.name is None:
            return None
        parts = self._parts(phrase)
        if len([p for p in parts if p not in PARTICLES]) == 1:
            return None  # a bare surname waits for the full names of the report
        if len(hit.targets) > 1:
            return self._namesakes(phrase, hit)
        return Answer(self.cast.listed(hit.targets[0]), "listed", 0.95 if parse else 0.9)

    def _namesakes(self, phrase: Phrase, hit: Hit) -> Answer:
        """Several listed persons bear a name: the one of the report's country, else nobody listed; the others are runners-up."""
        home = self.cast.home()
        listed = [self.cast.actors[t] for t in hit.targets]
        near = [e for e in listed if home is not None and e.country == home]
        one = near[0] if len(near) == 1 else None
        others = tuple((self.cast.aside(e.id), 0.3) for e in listed[:5] if e is not one)
        if one is not None:
            return Answer(self.cast.listed(one.id), "listed:home", 0.6, others)
        parts, text = self._parts(phrase), self.parses[phrase.sentence].text(*(phrase.name or (phrase.head, phrase.head)))
        known = self.cast.person(parts)
        entity = known[0] if known else self.cast.new("person", text, parts=parts)
        return Answer(entity, "name:namesakes", 0.4, others)

    def _demonym(self, phrase: Phrase, target: str) -> Answer | None:
        parse = self.parses[phrase.sentence]
        entry = self.cast.actors[target]
        if phrase.kind == "modifier":
            lemma = parse.tokens[phrase.governor].lemma
            if entry.kind == "people":
                return Answer(self.cast.listed(target), "demonym:modifier", 0.6)
            return Answer(self.arm(target, lemma) or self.cast.listed(target), "demonym:modifier", 0.8)
        if entry.kind == "people":
            return Answer(self.cast.listed(target), "demonym", 0.7)
        if phrase.definite:
            return Answer(self.cast.listed(target), "demonym:side", 0.6)
        return Answer(self.cast.classed(phrase.lemma, parse.text(phrase.first, phrase.last)), "class", 0.5)

    def _acts(self, phrase: Phrase) -> bool:
        """True when a capital is spoken of as somebody who acts, not as where something is."""
        parse = self.parses[phrase.sentence]
        if phrase.kind == "modifier":
            return False
        i = phrase.head
        for _ in range(4):
            if parse.relation(i) != "conj":
                break
            i = parse.tokens[i].head
        relation, verb = parse.tokens[i].deprel, parse.tokens[i].head
        if relation == "nsubj" and verb >= 0:
            return parse.tokens[verb].upos == "VERB" and parse.tokens[verb].lemma not in self.lists["actors.place_verbs"]
        return relation == "obl:agent" or (
            parse.relation(i) in ("nmod", "obl") and parse.case(i) in ("between", "with", "against")
        )

    def _located(self, phrase: Phrase) -> bool:
        parse = self.parses[phrase.sentence]
        return parse.relation(phrase.head) in ("obl", "nmod") and parse.case(phrase.head) in self.lists["actors.locative"]

    def _composed(self, phrase: Phrase) -> Answer | None:
        """ "Russian warplanes", "fighters of the Dune Front", "Front positions", "the Ruritanian army"."""
        if phrase.kind != "nominal":
            return None
        for hit in self._owners(phrase):
            target = self._choose(hit)
            entry = self.cast.actors[target]
            if entry.kind in ("state", "people") and hit.sense != "metonym":
                entity = self.arm(target, phrase.lemma, phrase.modifiers)
                if entity is not None:
                    return Answer(entity, "demonym:force", 0.85)
            elif entry.kind == "government" and hit.sense == "name":
                entity = self.arm(entry.parent or "", phrase.lemma) if entry.parent else None
                if entity is not None:
                    return Answer(entity, "government:force", 0.8)
            elif entry.kind not in ("person", "state", "people") and hit.sense != "metonym":
                if phrase.lemma in self.lists["actors.members"]:
                    return Answer(self.cast.listed(target), "member", 0.8)
                if phrase.lemma in self.lists["actors.voices"] and not phrase.definite:
                    return Answer(self.cast.listed(target), "voice", 0.6)
        return None

    def _owners(self, phrase: Phrase) -> Iterable[Hit]:
        """Return listed names that own, qualify or complement a description, nearest first."""
        parse = self.parses[phrase.sentence]
        at = parse.tokens[phrase.noun if phrase.noun >= 0 else phrase.head].start
        before = [h for h in phrase.inner if h.start < at and not self._split(parse, h.end, at)]
        after = []
        for case, head in self.complements(phrase):
            token = parse.tokens[head]
            hit = parse.covering(token.start, token.end)
            if case in self.lists["actors.affiliation"] and hit is not None:
                after.append(hit)
        return [*reversed(before), *after]

    def _split(self, parse: Parse, start: int, end: int) -> bool:
        """True when a preposition or comma stands between two places of a sentence."""
        return any(t.upos == "ADP" or t.text == "," for t in parse.tokens if start <= t.start < end)

    def _parts(self, phrase: Phrase) -> tuple[str, ...]:
        assert phrase.name is not None
        return words(self.parses[phrase.sentence].text(*phrase.name))

    def _full(self, phrase: Phrase) -> Answer | None:
        """Names of several words, and titled ones: who they are does not hang on other names of the report."""
        if phrase.name is None:
            return None
        if phrase.hit is not None and not phrase.hit.targets[0].startswith("person:"):
            return None
        parts = tuple(p for p in self._parts(phrase) if p not in ("the",))
        if not parts or (len(parts) == 1 and not phrase.titled):
            return None
        body = self.is_body(parts, phrase)
        if not body and len([p for p in parts if p not in PARTICLES]) < 2:
            return None
        text = self.parses[phrase.sentence].text(*phrase.name)
        if body:
            return self._body(phrase, parts, text)
        known = self.cast.person(parts)
        known = [e for e in known if any(len(n) > 1 for n in e.names)] or known
        entity = known[0] if known else self.cast.new("person", text, parts=parts)
        self._called(entity, parts, text)
        return Answer(entity, "name:variant" if known else "name", 0.85 if phrase.titled else 0.7)

    def is_body(self, parts: Sequence[str], phrase: Phrase) -> bool:
        """True when a name is a group's or an institution's by its words."""
        parse = self.parses[phrase.sentence]
        assert phrase.name is not None
        nouns = {parse.tokens[k].lemma for k in range(phrase.name[0], phrase.name[1] + 1)}
        if "general" in parts and parts[-1] == "staff":
            return True
        if not phrase.titled and tuple(parts) in self.articled:
            return True
        known = (set(parts) | nouns) & self.lists["any_body"]
        return (
            bool(known - self.lists["titles"])
            or parts[0] in self.lists["actors.arabic_bodies"]
            or (parse.tokens[phrase.name[0]].text.isupper() and len(parts[0]) > 1)
        )

    def _body(self, phrase: Phrase, parts: tuple[str, ...], text: str) -> Answer:
        entity = self.cast.body(parts)
        if entity is None and len(parts) == 1:
            entity = self.cast.spelled_out(parts[0])
            if entity is not None:
                entity.acronyms.add(parts[0])
        if entity is None:
            rooted = self._country_of(phrase, parts)
            if rooted is not None:
                return Answer(rooted, "name:force", 0.75)
            if len(parts) == 1 and parts[0] in self.lists["actors.bodies"]:
                return Answer(None, "wait", 0.0)
            kind = (
                "armed_group"
                if set(parts) & self.lists["actors.armed_names"] or parts[0] in self.lists["actors.arabic_bodies"]
                else "ministry"
                if "ministry" in parts
                else "organisation"
            )
            entity = self.cast.new(kind, text, parts=parts)
        if len(parts) > 1:
            self._called(entity, parts, text)
        return Answer(entity, "name", 0.85)

    def _short(self, phrase: Phrase) -> Answer | None:
        """Surnames, acronyms and the short names of bodies, now that the full ones are known."""
        if phrase.name is None or phrase.kind == "modifier":
            return None
        if phrase.hit is not None and not phrase.hit.targets[0].startswith("person:"):
            return None
        parts = self._parts(phrase)
        text = self.parses[phrase.sentence].text(*phrase.name)
        if not parts:
            return None
        if all(p in PARTICLES for p in parts):
            return None
        found = self.cast.person(parts)
        if found:
            others = tuple((e, 0.4) for e in found[1:])
            entity = self.latest(found, phrase)
            self._called(entity, parts, text)
            return Answer(entity, "name:surname", 0.85 if not others else 0.55, others)
        if phrase.hit is not None:
            return Answer(self.cast.listed(phrase.hit.targets[0]), "listed:surname", 0.8)
        if not phrase.titled and phrase.kind != "modifier":
            short = self.shortened(parts[-1], phrase)
            if short is not None:
                return Answer(short, "name:short", 0.75)
            root = self.cast.rooted(parts[-1])
            if root is not None:
                if self._located(phrase):
                    return None
                state = self.state(root, text)
                return Answer(state, "name:country", 0.8)
        if self._located(phrase):
            return None
        if not phrase.titled and self.is_body(parts, phrase):
            return self._body(phrase, parts, text)
        entity = self.cast.body(parts) or self.cast.new("person" if phrase.titled else "unknown", text, parts=parts)
        return Answer(entity, "name", 0.7 if phrase.titled else 0.5)
