"""Later passes, in reading order: descriptions ("the minister", "its fighters", "rebels") and pronouns."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.resolve.belonging import Belongings
from claimwire.resolve.cast import BODIES, Answer, Entity
from claimwire.resolve.names import slug, words
from claimwire.resolve.naming import STOP, Namer
from claimwire.resolve.phrases import Phrase

_FIRST = frozenset({"our", "my", "your"})


class Describer(Belongings):
    """Resolves descriptions and pronouns of one report against the names that a Namer found."""

    def read(self, found: Sequence[Phrase]) -> None:
        """Resolve what is left of one sentence; sentences come in reading order."""
        for phrase in found:
            if phrase.kind == "thing":
                self.things.append((phrase.sentence, phrase.head, phrase.subject, phrase.plural))
                continue
            key = (phrase.sentence, phrase.head)
            if key in self.answers and self.answers[key].rule != "wait":
                self._told_of(phrase, self.answers[key])
                continue
            answer = self._pronoun(phrase) if phrase.kind == "pronoun" else self._description(phrase)
            if answer is None:
                self.answers.pop(key, None)
                if phrase.kind != "pronoun":
                    self.things.append((phrase.sentence, phrase.head, phrase.subject, phrase.plural))
                continue
            self.answers[key] = answer
            self._told_of(phrase, answer)
            if answer.entity is not None:
                self.namer.note(answer.entity, phrase)
                answer.entity.seen.sort(key=lambda s: (s.sentence, s.head))
        self.note_employers(found)

    def _description(self, phrase: Phrase) -> Answer | None:
        owner = self._owner(phrase)
        steps = (
            self._wrapped,
            self._repeated,
            self._explained,
            self._role,
            self._owned,
            self._own,
            self._members,
            self._bare_body,
            self._owned_body,
            self._document,
            self._voice,
            self._class,
            self._belonging,
        )
        for step in steps:
            answer = step(phrase, owner)
            if answer is not None:
                return answer
        return None

    def _wrapped(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "dozens of fighters", "130 of his men", "the rest of them": whoever is counted."""
        head = self.namer.parses[phrase.sentence].tokens[phrase.head]
        if phrase.kind != "nominal" or not (phrase.lemma in self.lists["measure_wrappers"] or head.upos == "NUM"):
            return None
        of = next((h for case, h in self.namer.complements(phrase) if case == "of"), None)
        inner = self.namer.smallest.get((phrase.sentence, of)) if of is not None else None
        if inner is None or inner is phrase:
            return None
        answer = self.answers.get((inner.sentence, inner.head))
        if answer is None or answer.rule == "wait":
            answer = self._pronoun(inner) if inner.kind == "pronoun" else self._description(inner)
        return Answer(answer.entity, "counted", answer.score) if answer is not None and answer.entity is not None else None

    def _explained(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "Rell, political chief of the Front": a description behind a name is of whoever is named."""
        parse = self.namer.parses[phrase.sentence]
        if parse.relation(phrase.head) != "appos" or phrase.plural or phrase.lemma not in self.lists["actors.roles"]:
            return None
        host = self.answers.get((phrase.sentence, parse.tokens[phrase.head].head))
        if host is None or host.entity is None or host.entity.kind != "person":
            return None
        return Answer(host.entity, "apposition", min(host.score, 0.75))

    def _about(self, phrase: Phrase) -> frozenset[str]:
        parse = self.namer.parses[phrase.sentence]
        tokens = [parse.tokens[k] for k in range(phrase.first, phrase.last + 1)]
        content = (t for t in tokens if t.upos in ("NOUN", "PROPN", "ADJ") and t.lemma != phrase.lemma)
        return frozenset(w for t in content for w in words(t.text) if w not in STOP)

    def _role(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """A title or office without a name: whoever bore it in this report, else whoever holds it that day."""
        if phrase.lemma not in self.lists["actors.roles"] or phrase.plural:
            return None
        about = self._about(phrase)
        heads = self.lists["actors.heads"]
        scored: list[tuple[float, Entity]] = []
        if phrase.definite or (not phrase.definite and phrase.lemma in heads):
            for e in self.cast.entities:
                if e.kind != "person" or not e.roles:
                    continue
                best = 0.0
                for noun, known in e.roles:
                    same = noun == phrase.lemma
                    if not same and not (noun in heads and phrase.lemma in heads):
                        continue
                    missing = [w for w in about if w not in known and not any(related_country(self.namer, w, k) for k in known)]
                    if missing or (not about and not same):
                        continue
                    best = max(best, (1.0 if same else 0.8) + 0.1 * len(about))
                if best:
                    last = e.last_before(phrase.sentence, phrase.head)
                    near = 0.0 if last is None else 1.0 / (1 + phrase.sentence - last.sentence)
                    scored.append((best + near, e))
        if scored:
            scored.sort(key=lambda x: -x[0])
            others = tuple((e, round(min(0.9, s / 3), 2)) for s, e in scored[1:4])
            return Answer(scored[0][1], "role", 0.8 if not others else 0.6, others)
        office = self._office(phrase, owner)
        if office is not None:
            return office
        return None

    def _office(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        if not phrase.definite and not phrase.modifiers:
            return None
        parse = self.namer.parses[phrase.sentence]
        hit = phrase.hit
        if hit is not None and self.cast.actors[hit.targets[0]].kind == "office":
            return Answer(self.cast.listed(hit.targets[0]), "office", 0.75)
        text = " ".join([*phrase.modifiers, phrase.lemma])
        tries = [text]
        if owner is not None and owner.listed:
            tries.insert(0, f"{owner.name} {text}")
        elif not phrase.inner and phrase.definite and (home := self.cast.home()) is not None:
            state = self.cast.actors.get(f"state:{home.lower()}")
            if state is not None:
                tries.append(f"{state.name} {text}")
        for t in tries:
            target = self.cast.index.exact(t)
            if target is not None and self.cast.actors[target].kind == "office":
                return Answer(self.cast.listed(target), "office", 0.65)
        del parse
        return None

    def _owned(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "its fighters", "the Front's guards", "his army": members and forces of somebody already known."""
        if owner is None:
            return None
        lemma = phrase.lemma
        branch = self.namer.branch(phrase)
        if owner.kind == "person":
            owner = self._employer(owner)
            if owner is None:
                return None
        if lemma in ("country", "nation", "homeland"):
            return Answer(owner, "owner:country", 0.6) if owner.kind in ("state", "government") else None
        if (
            (lemma in self.lists["actors.any_group"] or lemma == "party")
            and owner.kind in BODIES
            and not phrase.plural
            and not phrase.modifiers
        ):
            return Answer(owner, "owner:group", 0.55)
        if owner.kind == "unknown" and branch is not None and lemma in self.lists["actors.own"] and owner.names:
            owner.kind, owner.root = "state", owner.root or owner.names[0][-1]  # what has an army is a country
        if owner.kind in ("state", "government"):
            if owner.listed and branch is not None:
                state = owner.target if owner.kind == "state" else self.cast.actors[owner.target or ""].parent
                entity = self.namer.arm(state or "", lemma)
                if entity is not None:
                    return Answer(entity, "owner:force", 0.75)
            if owner.root is not None and branch is not None:
                return Answer(self.namer.part(owner.root, owner.name, branch), "owner:force", 0.75)
            return None
        if owner.kind in BODIES or owner.kind == "unknown":
            if lemma in self.lists["actors.headship"] and not phrase.plural:
                return Answer(owner, "owner:head", 0.6)
            if phrase.plural and lemma in self.lists["any_owned"]:
                return Answer(owner, "owner:member", 0.7)
            if lemma in self.lists["actors.voices"]:
                return Answer(owner, "voice", 0.55)
        return None

    def _employer(self, person: Entity) -> Entity | None:
        if person.voice_of is not None:
            return person.voice_of
        office = self.cast.office(person)
        country = self.cast.actors[office].country if office is not None and office in self.cast.actors else None
        return self.cast.listed(f"state:{country.lower()}") if country else None

    def owned_by_speaker(self, phrase: Phrase) -> Answer | None:
        """ "our fighters", once it is known who says so."""
        if phrase.owner is None or self.namer.parses[phrase.sentence].tokens[phrase.owner].text.lower() not in _FIRST:
            return None
        known = self.answers.get((phrase.sentence, phrase.head))
        guessed = known is not None and known.rule.startswith("own")  # "our forces" read as "the forces"
        if known is not None and known.entity is not None and known.entity.kind != "class" and not guessed:
            return None
        owner = self.answers.get((phrase.sentence, phrase.owner))
        if owner is None or owner.entity is None:
            return None
        answer = self._owned(phrase, owner.entity) or self._belonging(phrase, owner.entity)
        if answer is not None and answer.entity is not None:
            self.namer.note(answer.entity, phrase)
        return answer

    def _voice(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """An unnamed official of a body that is known speaks for it; one of nobody in particular is nobody."""
        if phrase.lemma not in self.lists["actors.voices"] and phrase.lemma not in self.lists["actors.roles"]:
            return None
        if phrase.plural:
            return None
        if phrase.lemma in self.lists["actors.voices"]:
            for _case, head in self.namer.complements(phrase):
                answer = self._answer_at(phrase, head)
                if answer is not None and answer.entity is not None and answer.entity.kind in BODIES:
                    return Answer(answer.entity, "voice", 0.55)
        if phrase.lemma not in self.lists["actors.roles"]:
            return Answer(None, "nil:unnamed", 0.0)
        return self._someone(phrase)

    def _someone(self, phrase: Phrase) -> Answer:
        """A person without a name keeps apart from others, so that a later "he" can mean that person."""
        about = " ".join([*self._qualifiers(phrase), phrase.lemma])
        described = self._described(phrase) if phrase.definite else None
        if described is None:
            described = self.cast.new("person", about, target=f"unnamed:{slug(about)}")
            described.roles.append((phrase.lemma, frozenset(words(about))))
            described.voice_of = self._employed_by(phrase) or self.namer.employer(phrase)
        return Answer(described, "description", 0.45)

    def _described(self, phrase: Phrase) -> Entity | None:
        found = [
            e
            for e in self.cast.entities
            if e.target is not None and e.target.startswith("unnamed:") and (phrase.lemma,) == words(e.name)[-1:]
        ]
        return self.namer.latest(found, phrase) if found else None

    def _class(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        if phrase.lemma not in self.crowd:
            return None
        if phrase.lemma in self.lists["actors.bodies"] and phrase.lemma not in self.lists["class_actors"]:
            whose = next((m for m in phrase.modifiers if m in self.lists["class_actors"]), None)  # "rebel forces"
            return Answer(self.cast.classed(whose, whose), "class", 0.5) if whose else Answer(None, "nil:unnamed", 0.0)
        parse = self.namer.parses[phrase.sentence]
        text = parse.tokens[phrase.noun].text.lower() if phrase.plural else phrase.lemma
        people = [self.cast.actors[h.targets[0]] for h in phrase.inner if self.cast.actors[h.targets[0]].kind == "people"]
        if people:
            text = f"{parse.text(*self._tokens(phrase, phrase.inner[0].start))} {text}"
            return Answer(self.cast.classed(f"{slug(people[0].name)} {phrase.lemma}", text), "class:people", 0.6)
        if (
            not phrase.plural
            and phrase.lemma not in self.lists["actors.collective"]
            and phrase.noun >= 0
            and parse.tokens[phrase.noun].text.lower() == phrase.lemma
        ):
            return self._someone(phrase)
        return self._irregulars(phrase) or Answer(self.cast.classed(phrase.lemma, text), "class", 0.6)

    def _irregulars(self, phrase: Phrase) -> Answer | None:
        """ "The insurgents" where the report has spoken of one armed group: that group, with the class as runner-up.

        "Insurgents", "the insurgents in the east" and the insurgents of a report with two groups are a class, which is
        compatible with a group and never equal to it; and a label ("the terrorists") is the word of whoever says it.
        """
        if not phrase.plural or not phrase.definite or phrase.owner is not None:
            return None
        if phrase.lemma not in self.lists["actors.irregulars"] or self._qualifiers(phrase) or self.namer.complements(phrase):
            return None
        found = [e for e in self.cast.entities if e.kind == "armed_group" and e.last_before(phrase.sentence, phrase.head)]
        if len(found) != 1:
            return None
        return Answer(found[0], "class:antecedent", 0.5, ((self.cast.classed(phrase.lemma, phrase.lemma), 0.4),))

    def _tokens(self, phrase: Phrase, start: int) -> tuple[int, int]:
        tokens = self.namer.parses[phrase.sentence].tokens
        k = next((k for k, t in enumerate(tokens) if t.end > start), phrase.first)
        return k, k


def related_country(namer: Namer, a: str, b: str) -> bool:
    """True when two words name one listed country, as name or demonym ("russia", "russian")."""
    demonyms = namer.cast.index.demonyms
    x = demonyms.get(a) or namer.cast.index.exact(a)
    y = demonyms.get(b) or namer.cast.index.exact(b)
    return x is not None and x == y
