"""First pass: phrases that carry a name, listed or not, and those that a name inside them identifies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimwire.resolve.cast import Answer, Answers, Cast, Entity, Seen
from claimwire.resolve.names import PARTICLES, Hit, fold, words
from claimwire.resolve.phrases import Parse, Phrase

_ARABIC_BODIES = frozenset(
    {
        "katibat",
        "kataib",
        "liwa",
        "jaysh",
        "jaish",
        "jeish",
        "jamaat",
        "jamaa",
        "harakat",
        "ansar",
        "jabhat",
        "jund",
        "faylaq",
        "failaq",
        "hizb",
        "saraya",
        "ahrar",
        "tanzim",
    }
)
_ARMED = frozenset(
    {
        "front",
        "brigade",
        "brigades",
        "army",
        "militia",
        "liberation",
        "resistance",
        "vanguard",
        "column",
        "corps",
        "guards",
        "battalion",
        "jihad",
        "fighters",
        "rebels",
        "division",
        "regiment",
        "forces",
        "force",
        "command",
    }
)
_DEMONYMS = ("an", "ian", "i", "ese", "ish", "ite", "ic", "ard")
STOP = frozenset({"the", "a", "an", "of", "for", "and", "in", "his", "her", "its", "their", "s"})
_LADY = frozenset(
    {
        "mrs",
        "ms",
        "miss",
        "lady",
        "madam",
        "queen",
        "princess",
        "spokeswoman",
        "chairwoman",
        "actress",
        "mother",
        "sister",
        "daughter",
        "wife",
        "widow",
        "congresswoman",
        "policewoman",
    }
)
_GENTLEMAN = frozenset(
    {
        "mr",
        "sir",
        "king",
        "prince",
        "sheikh",
        "sultan",
        "emir",
        "pope",
        "lord",
        "father",
        "brother",
        "son",
        "husband",
        "spokesman",
        "chairman",
        "congressman",
        "imam",
    }
)


_RANKS = {
    "gen": "general", "col": "colonel", "maj": "major", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant",
    "adm": "admiral", "sen": "senator", "gov": "governor", "dr": "doctor", "prof": "professor", "pres": "president",
}  # fmt: skip


class Namer:
    """Resolves what names decide, for all phrases of one report."""

    def __init__(self, cast: Cast, parses: Sequence[Parse], lists: Mapping[str, frozenset[str]]) -> None:
        self.cast = cast
        self.parses = parses
        self.lists = lists
        self.answers: Answers = {}

    def read(self, found: Sequence[Phrase]) -> Answers:
        """Return answers for phrases with names; occurrences are noted on their entities in reading order."""
        self._count()
        rounds = (self._listed, self._composed, self._country, self._full, self._part_of, self._short)
        for step in rounds:
            for phrase in found:
                key = (phrase.sentence, phrase.head)
                if phrase.kind == "pronoun" or key in self.answers:
                    continue
                answer = step(phrase)
                if answer is not None:
                    self.answers[key] = answer
                    if answer.entity is not None:
                        self.note(answer.entity, phrase)
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
        if forms & _LADY:
            entity.gender = "she"
        elif forms & _GENTLEMAN:
            entity.gender = "he"
        if entity.voice_of is None and phrase.kind == "name":
            entity.voice_of = self._employer(phrase)
        nouns = [_RANKS.get(fold(t.text), t.lemma) for t in inside]
        nouns = [n for n in nouns if n in self.lists["actors.roles"]]
        if nouns:
            about = frozenset(w for t in inside if t.upos in ("NOUN", "PROPN", "ADJ") for w in words(t.text) if w not in STOP)
            for noun in nouns:
                if (noun, about) not in entity.roles:
                    entity.roles.append((noun, about))

    def _employer(self, phrase: Phrase) -> Entity | None:
        """Return the body that a person's title names: "Front official", "spokesman for the ministry"."""
        for hit in phrase.inner:
            entry = self.cast.actors[self._choose(hit)]
            if entry.kind not in ("person", "office", "people"):
                return self.cast.listed(entry.id)
        parse = self.parses[phrase.sentence]
        for k in range(phrase.first, phrase.last + 1):
            token = parse.tokens[k]
            own = phrase.name is not None and phrase.name[0] <= k <= phrase.name[1]
            if own or not token.text[:1].isupper() or fold(token.text) in self.lists["titles"]:
                continue
            body = self.cast.body((fold(token.text),)) or self.shortened(fold(token.text), phrase)
            root = self.cast.rooted(fold(token.text)) if body is None else None
            if body is not None or root is not None:
                return body if body is not None else self.state(root or "", token.text)
        return None

    def _count(self) -> None:
        for parse in self.parses:
            for hit in parse.hits:
                entry = self.cast.actors[hit.targets[0]]
                if entry.country and entry.kind in ("state", "government", "armed_force"):
                    self.cast.countries[entry.country] += 1

    # --- listed names -------------------------------------------------------------------------------------------

    def _listed(self, phrase: Phrase) -> Answer | None:
        hit = phrase.hit
        if hit is None:
            return None
        if phrase.kind == "nominal" and hit.sense != "demonym":
            return None
        parse = self.parses[phrase.sentence]
        if hit.targets[0].startswith("person:"):
            return self._person_listed(phrase, hit)
        entry = self.cast.actors[self._choose(hit)]
        if hit.sense == "metonym":
            return Answer(self.cast.listed(entry.id), "metonym", 0.7) if self._acts(phrase) else None
        if hit.sense == "demonym":
            return self._demonym(phrase, entry.id)
        if entry.kind == "state" and self._located(phrase):
            return None
        if entry.kind == "office":
            return None if phrase.kind != "name" else self._office(phrase, entry.id)
        others = tuple((self.cast.listed(t), 0.4) for t in hit.targets if t != entry.id)
        entity = self.cast.listed(entry.id)
        rule = "listed:modifier" if phrase.kind == "modifier" else "listed"
        if phrase.kind == "modifier" and entry.kind == "state":
            entity = self.arm(entry.id, parse.tokens[phrase.governor].lemma) or entity
        return Answer(entity, rule, 0.95 if not others else 0.6, others)

    def _choose(self, hit: Hit) -> str:
        home = self.cast.home()
        return next((t for t in hit.targets if home and self.cast.actors[t].country == home), hit.targets[0])

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
        return Answer(self.cast.listed(hit.targets[0]), "listed", 0.95 if parse else 0.9)

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

    def arm(self, state: str, lemma: str, about: Sequence[str] = ()) -> Entity | None:
        """Return the part of a listed state that a noun belongs to: its air force for jets, its army for tanks."""
        entry = self.cast.actors[state]
        if entry.kind != "state":
            return None
        demonyms = [a[1:] for a in entry.aliases if a.startswith("~")] or [entry.name]
        if lemma == "bomber":
            return None if "suicide" in about else self.arm(state, "warplane")
        for words_, branches in self._branches():
            if lemma in words_:
                for branch in branches:
                    for d in demonyms:
                        target = self.cast.index.exact(d, branch)
                        if target is not None:
                            return self.cast.listed(target)
                return None
        return None

    def _branches(self) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
        return (
            (self.lists["actors.air"], ("air force",)),
            (self.lists["actors.ground"], ("army", "military")),
            (self.lists["actors.navy"], ("navy", "military")),
            (self.lists["actors.forces"], ("military",)),
            (self.lists["actors.police"], ("police",)),
            (self.lists["actors.government"], ("government",)),
        )

    # --- phrases that a name inside them identifies -------------------------------------------------------------

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
            elif entry.kind != "person" and hit.sense == "name":
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

    def complements(self, phrase: Phrase) -> list[tuple[str, int]]:
        parse = self.parses[phrase.sentence]
        out = list(phrase.complements)
        for c in parse.children[phrase.head]:
            if c > phrase.last and parse.relation(c) == "nmod" and (case := parse.case(c)):
                out.append((case, c))
        return out

    # --- unlisted names -----------------------------------------------------------------------------------------

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
        if not parts:
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

    def _called(self, entity: Entity, parts: tuple[str, ...], text: str) -> None:
        if parts not in entity.names:
            entity.names.append(parts)
        if not entity.listed and len(parts) > len(words(entity.name)):
            entity.name = text

    def is_body(self, parts: Sequence[str], phrase: Phrase) -> bool:
        """True when a name is a group's or an institution's by its words."""
        parse = self.parses[phrase.sentence]
        assert phrase.name is not None
        nouns = {parse.tokens[k].lemma for k in range(phrase.name[0], phrase.name[1] + 1)}
        known = (set(parts) | nouns) & (
            self.lists["group_nouns"] | self.lists["body_nouns"] | self.lists["actors.bodies"] | self.lists["military_nouns"]
        )
        return (
            bool(known - self.lists["titles"])
            or parts[0] in _ARABIC_BODIES
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
            kind = "armed_group" if set(parts) & _ARMED else "ministry" if "ministry" in parts else "organisation"
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
        entity = self.cast.body(parts) or self.cast.new("person" if phrase.titled else "unknown", text, parts=parts)
        return Answer(entity, "name", 0.7 if phrase.titled else 0.5)

    def latest(self, found: Sequence[Entity], phrase: Phrase) -> Entity:
        before = [(s.sentence, s.head, e) for e in found if (s := e.last_before(phrase.sentence, phrase.head)) is not None]
        return max(before, key=lambda x: x[:2])[2] if before else found[0]

    def shortened(self, word: str, phrase: Phrase) -> Entity | None:
        """Return the body whose longer name a single word stands for ("the Vanguard"), the one named last before here."""
        found = [
            e
            for e in self.cast.entities
            if e.kind not in ("person", "class", "state")
            and any(word in n and len(n) > 1 for n in (e.names if not e.listed else [words(e.name)]))
        ]
        unlisted = [e for e in found if not e.listed or e.seen]
        return self.latest(unlisted, phrase) if unlisted else None

    # --- unlisted countries -------------------------------------------------------------------------------------

    def _country(self, phrase: Phrase) -> Answer | None:
        """An unlisted country's government, army or ministry: "Ruritanian tanks", "Ruritania's foreign ministry"."""
        branch = self.branch(phrase) if phrase.kind == "nominal" and phrase.hit is None else None
        if branch is None:
            return None
        for word, text in self._capitals(phrase):
            if self._countrylike(word, phrase):
                return Answer(self.part(word, text, branch), "name:force", 0.75)
        return None

    def _part_of(self, phrase: Phrase) -> Answer | None:
        """Members, positions and spokesmen of an unlisted body: "Front fighters", "a Front spokesman"."""
        if phrase.kind != "nominal" or phrase.hit is not None:
            return None
        for word, text in self._capitals(phrase):
            body = self.cast.body((word,)) or self.shortened(word, phrase)
            if body is not None and body.kind != "state":
                if phrase.lemma in self.lists["actors.members"]:
                    return Answer(body, "member", 0.75)
                if phrase.lemma in self.lists["actors.voices"] and not phrase.definite:
                    return Answer(body, "voice", 0.6)
            elif (branch := self.branch(phrase)) is not None and self.cast.rooted(word) is not None:
                return Answer(self.part(word, text, branch), "name:force", 0.75)
        return None

    def _countrylike(self, word: str, phrase: Phrase) -> bool:
        """True when a capitalised word beside a force or office is a country's: a demonym, or a name of that root."""
        if self.cast.body((word,)) is not None:
            return False
        if phrase.lemma in self.lists["actors.own"] - {"soldier", "troop", "force"}:
            return True
        return word.endswith(_DEMONYMS) or self.cast.rooted(word) is not None

    def _capitals(self, phrase: Phrase) -> list[tuple[str, str]]:
        """Return capitalised words that own or qualify a description, folded and as written."""
        parse = self.parses[phrase.sentence]
        spots = [k for k in range(phrase.first, phrase.last + 1) if k != phrase.head]
        spots += [h for case, h in self.complements(phrase) if case == "of" or phrase.lemma in self.lists["actors.members"]]
        out = []
        for k in spots:
            token = parse.tokens[k]
            if (
                token.text[:1].isupper()
                and (len(token.text) > 3 or (token.text.isupper() and len(token.text) > 1))
                and (token.upos == "PROPN" or any(t.text[:1].isalnum() for t in parse.tokens[:k]))
            ):
                if parse.covering(token.start, token.end) is None and fold(token.text) not in self.lists["titles"]:
                    out.append((fold(token.text), token.text))
        return out

    def branch(self, phrase: Phrase) -> str | None:
        """Return which part of a state a description names; the empty string for the state itself."""
        lemma = phrase.lemma
        if lemma == "ministry":
            kind = next((m for m in reversed(phrase.modifiers) if m not in ("ministry",)), "")
            if not kind and phrase.complements:
                kind = fold(self.parses[phrase.sentence].tokens[phrase.complements[0][1]].text)
            return f"ministry:{kind.replace('defense', 'defence')}"
        if lemma in self.lists["actors.air"]:
            return "air" if lemma in ("air force", "airforce") or "air" in phrase.modifiers else ""
        for names, branch in (
            (self.lists["actors.government"], "government"),
            (self.lists["actors.police"], "police"),
            (self.lists["actors.navy"], "navy"),
        ):
            if lemma in names:
                return branch
        if lemma == "force" and "air" in phrase.modifiers:
            return "air"
        return "army" if lemma in self.lists["actors.ground"] | self.lists["actors.forces"] else None

    def _country_of(self, phrase: Phrase, parts: Sequence[str]) -> Entity | None:
        """Read a name such as "Armed Forces of Ruritania" or "Ruritanian Army" as a part of a country of the report."""
        if len(parts) < 2:
            return None
        parse = self.parses[phrase.sentence]
        assert phrase.name is not None
        for k in range(phrase.name[0], phrase.name[1] + 1):
            root = self.cast.rooted(fold(parse.tokens[k].text))
            if root is not None:
                lemma = next(
                    (
                        parse.tokens[j].lemma
                        for j in range(phrase.name[0], phrase.name[1] + 1)
                        if parse.tokens[j].lemma in ("force", "army", "government", "police", "navy", "military", "ministry")
                    ),
                    None,
                )
                if lemma is None:
                    return None
                shadow = Phrase(phrase.sentence, phrase.head, phrase.first, phrase.last, "nominal", lemma, modifiers=tuple(parts))
                branch = self.branch(shadow)
                entity = self.part(root, parse.text(*phrase.name), branch or "army")
                self._called(entity, tuple(parts), parse.text(*phrase.name))
                return entity
        return None

    def state(self, word: str, text: str) -> Entity:
        """Return the unlisted state that a word names, new when nothing of it occurred yet."""
        root = self.cast.rooted(word)
        found = next((e for e in self.cast.entities if e.kind == "state" and e.root is not None and e.root == root), None)
        if found is None:
            found = self.cast.new("state", text, parts=(word,))
            found.root = root or word
        elif len(text) < len(found.name) and text[:1].isupper():
            found.name = text
        return found

    def part(self, word: str, text: str, branch: str) -> Entity:
        """Return the part of an unlisted state that ``branch`` names."""
        state = self.state(word, text)
        if not branch:
            return state
        found = self.cast.belonging(state.root, branch)
        if found is None:
            label = branch.removeprefix("ministry:")
            name = f"{text} {'air force' if branch == 'air' else label}{' ministry' if branch.startswith('ministry') else ''}".strip()
            kind = {"government": "government", "police": "police"}.get(
                branch, "ministry" if branch.startswith("ministry") else "armed_force"
            )
            found = self.cast.new(kind, name)
            found.root, found.branch = state.root, branch
        return found
