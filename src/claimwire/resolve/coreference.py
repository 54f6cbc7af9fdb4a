"""Later passes: descriptions ("the group", "the minister", "government troops") and pronouns, in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.resolve.cast import BODIES, Answer, Answers, Entity, related
from claimwire.resolve.names import fold, slug, words
from claimwire.resolve.naming import STOP, Namer
from claimwire.resolve.phrases import Phrase

REACH = 4  # sentences back that a pronoun looks
_LOOSE = frozenset({"based", "backed", "led", "run", "affiliated", "linked", "allied", "aligned"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
_COLLECTIVE = frozenset({"people", "crew", "family", "staff", "personnel", "opposition", "regime", "police", "infantry", "local", "displaced", "crowd", "authority", "civilian", "rebel", "militant", "terrorist", "insurgent", "jihadist", "militia", "gang", "cartel", "source"})
_UNIQUE = frozenset({"police", "parliament", "government", "army", "television", "media", "congress", "senate"})
_PLAIN = frozenset({"armed", "same", "whole", "entire", "own", "local", "main", "former", "powerful", "small", "large", "militant", "islamist", "paramilitary", "rebel", "insurgent", "opposition", "hardline", "joint", "new", "international"})
_MISSIONS = {
    "monitor": frozenset({"mission", "monitoring", "observer", "observation", "verification", "monitors", "observatory"}),
    "observer": frozenset({"mission", "monitoring", "observer", "observation", "verification", "observers"}),
    "peacekeeper": frozenset({"mission", "force", "peacekeeping", "stabilization", "interim"}),
    "watchdog": frozenset({"monitoring", "observatory", "watchdog"}),
    "gendarme": frozenset({"gendarmerie"}),
}  # fmt: skip
_VAGUE = frozenset(
    {
        "other",
        "another",
        "several",
        "many",
        "some",
        "few",
        "more",
        "each",
        "every",
        "both",
        "certain",
        "various",
        "different",
        "any",
        "no",
    }
)
_KINDS = {
    "party": ("party",), "coalition": ("coalition",), "alliance": ("coalition",), "ministry": ("ministry",), "agency": ("igo", "media", "ngo", "organisation", "agency"),
    "charity": ("ngo", "organisation"), "watchdog": ("monitor", "ngo"), "monitor": ("monitor", "ngo"), "mission": ("igo", "organisation"), "army": ("armed_force",), "military": ("armed_force",),
    "government": ("government",), "regime": ("government",), "authority": ("government",), "junta": ("government",), "police": ("police",), "country": ("state",), "nation": ("state",), "state": ("state",),
    "newspaper": ("media",), "broadcaster": ("media",), "channel": ("media",), "station": ("media",), "militia": ("armed_group",), "paramilitary": ("armed_group",), "organisation": ("armed_group", "organisation", "ngo", "monitor", "igo"), "organization": ("armed_group", "organisation", "ngo", "monitor", "igo"),
    "group": ("armed_group", "organisation", "ngo", "monitor"), "faction": ("armed_group",), "movement": ("armed_group", "organisation", "party"), "grouping": ("armed_group", "coalition"), "outfit": ("armed_group",), "bloc": ("igo", "coalition"),
    "tribe": ("people", "organisation"), "union": ("igo", "organisation"),
}  # fmt: skip


class Describer:
    """Resolves descriptions and pronouns of one report against the names that a Namer found."""

    def __init__(self, namer: Namer, answers: Answers, said: frozenset[str]) -> None:
        self.said = said
        self.namer = namer
        self.cast = namer.cast
        self.lists = namer.lists
        self.answers = answers
        self.crowd = self.lists["class_actors"] | self.lists["armed_nouns"] | self.lists["civilian_nouns"]
        self.things: list[tuple[int, int, bool, bool]] = []  # noun phrases that are no actor: sentence, head, subject, plural

    def read(self, found: Sequence[Phrase]) -> None:
        """Resolve what is left of one sentence; sentences come in reading order."""
        for phrase in found:
            key = (phrase.sentence, phrase.head)
            if key in self.answers and self.answers[key].rule != "wait":
                continue
            answer = self._pronoun(phrase) if phrase.kind == "pronoun" else self._description(phrase)
            if answer is None:
                self.answers.pop(key, None)
                if phrase.kind != "pronoun":
                    self.things.append((phrase.sentence, phrase.head, phrase.subject, phrase.plural))
                continue
            self.answers[key] = answer
            if answer.entity is not None:
                self.namer.note(answer.entity, phrase)
                answer.entity.seen.sort(key=lambda s: (s.sentence, s.head))

    # --- descriptions -------------------------------------------------------------------------------------------

    def _description(self, phrase: Phrase) -> Answer | None:
        owner = self._owner(phrase)
        steps = (self._role, self._owned, self._own, self._members, self._bare_body, self._owned_body, self._document, self._voice, self._class)
        for step in steps:
            answer = step(phrase, owner)
            if answer is not None:
                return answer
        return None

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
            if lemma in self.lists["actors.members"] and phrase.plural:
                return Answer(owner, "owner:member", 0.7)
            if lemma in self.lists["actors.voices"]:
                return Answer(owner, "voice", 0.55)
        return None

    def _employer(self, person: Entity) -> Entity | None:
        if person.voice_of is not None:
            return person.voice_of
        office = self.cast.office(person)
        country = self.cast.actors[office].country if office in self.cast.actors else None
        return self.cast.listed(f"state:{country.lower()}") if office is not None and country else None

    def owned_by_speaker(self, phrase: Phrase) -> Answer | None:
        """ "our fighters", once it is known who says so."""
        if phrase.owner is None or self.namer.parses[phrase.sentence].tokens[phrase.owner].lemma not in ("our", "we", "my"):
            return None
        known = self.answers.get((phrase.sentence, phrase.head))
        if known is not None and known.entity is not None and known.entity.kind != "class":
            return None
        owner = self.answers.get((phrase.sentence, phrase.owner))
        if owner is None or owner.entity is None:
            return None
        answer = self._owned(phrase, owner.entity)
        if answer is not None and answer.entity is not None:
            self.namer.note(answer.entity, phrase)
        return answer

    def _own(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the army", "government forces", "regime warplanes": of the country that the report is about."""
        lists = self.lists
        governing = {"government", "regime", "loyalist", "state", "pro-government"} & set(phrase.modifiers)
        if phrase.kind == "modifier" and phrase.lemma in ("government", "regime", "army", "police", "military"):
            governing = set()
        elif phrase.lemma not in lists["actors.own"] and not governing:
            return None
        if owner is not None or _VAGUE & set(phrase.modifiers):
            return None
        if (
            not phrase.definite
            and not governing
            and phrase.lemma in ("force", "troop", "soldier", "serviceman", "authority")
            and self._clashing()
        ):
            return None
        unique = phrase.definite or phrase.lemma in _UNIQUE
        branch = self.namer.branch(phrase)
        if branch is None:
            return None
        if branch == "" and governing:
            branch = "air"
        if branch.startswith("ministry"):
            return self._ministry(phrase, branch)
        kind = {"government": "government", "police": "police"}.get(branch, "armed_force")
        if branch != "air" and (not governing or branch == "government"):
            last = self._recent(phrase, (kind,), branch)
            if last is not None:
                return Answer(last, "own:antecedent", 0.65)
        unlisted = [e for e in self.cast.entities if e.kind == "state" and e.root is not None]
        home = self.cast.home()
        if home is not None and (not unlisted or len(unlisted) < self.cast.countries[home]):
            entity = self.namer.arm(f"state:{home.lower()}", phrase.lemma if branch != "air" else "warplane")
            if entity is not None:
                return Answer(entity, "own:home", 0.6)
        if unlisted:
            counts = sorted(unlisted, key=self._weight)
            score = 0.55 if len(counts) == 1 else 0.4
            others = tuple((e, 0.3) for e in counts[1:3])
            return Answer(self.namer.part(counts[0].root or "", counts[0].name, branch), "own:home", score, others)
        if unique:
            found = self.cast.belonging(None, branch)
            if found is None:
                found = self.cast.new(kind, " ".join([*self._qualifiers(phrase), phrase.lemma]))
                found.branch = branch
            return Answer(found, "own", 0.4)
        return None

    def _weight(self, state: Entity) -> int:
        """Order unlisted countries by how much the report is about them: their own bodies first, then their names."""
        own = sum(1 for e in self.cast.entities if e.root == state.root and e.branch in ("army", "government", "police"))
        root = state.root or ""
        named = sum(1 for p in self.namer.parses for t in p.tokens if t.text[:1].isupper() and related(root, fold(t.text)))
        return -(3 * own + named)

    def _clashing(self) -> bool:
        """True when the report speaks of the forces of two countries: bare "soldiers" may be either's."""
        roots = {e.root for e in self.cast.entities if e.kind == "state" and e.root}
        return len(roots) > 1

    def _ministry(self, phrase: Phrase, branch: str) -> Answer | None:
        kind = branch.removeprefix("ministry:")
        found = [
            e
            for e in self.cast.entities
            if e.kind == "ministry"
            and (not kind or e.branch == branch or kind in fold(e.name).replace("defense", "defence").split())
        ]
        if found:
            last = self.namer.latest(found, phrase)
            return Answer(last, "ministry", 0.75)
        home = self.cast.home()
        unlisted = [e for e in self.cast.entities if e.kind == "state" and e.root is not None]
        if home is not None and kind and not unlisted:
            state = self.cast.actors[f"state:{home.lower()}"]
            for name in (state.name, *(a[1:] for a in state.aliases if a.startswith("~"))):
                target = self.cast.index.exact(name, kind, "ministry")
                if target is not None:
                    return Answer(self.cast.listed(target), "own:home", 0.6)
        if len(unlisted) == 1 and kind:
            return Answer(self.namer.part(unlisted[0].root or "", unlisted[0].name, branch), "own:home", 0.6)
        if not kind:
            return Answer(None, "nil:no ministry before", 0.0)
        entity = self.cast.new("ministry", f"{kind} ministry")
        entity.branch = branch
        return Answer(entity, "name", 0.5)

    def _recent(self, phrase: Phrase, kinds: Sequence[str], branch: str | None = None) -> Entity | None:
        found = [
            e for e in self.cast.entities
            if e.kind in kinds and e.last_before(phrase.sentence, phrase.head) and (branch is None or e.branch in (None, branch)) and not (branch in ("army", "") and e.listed and "Air Force" in e.name)
        ]  # fmt: skip
        return self.namer.latest(found, phrase) if found else None

    def _members(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the monitors", "peacekeepers": the mission whose people they are, when the report has one."""
        wanted = _MISSIONS.get(phrase.lemma)
        if wanted is None or _VAGUE & set(phrase.modifiers):
            return None
        found = [e for e in self.cast.entities if e.seen and e.kind in BODIES and (wanted & set(words(e.name)) or (e.kind == "monitor" and not phrase.plural))]
        if len(found) != 1:
            found = [e for e in found if e.last_before(phrase.sentence, phrase.head)]
        if not found:
            return None
        return Answer(self.namer.latest(found, phrase), "member:mission", 0.6)

    def _qualifiers(self, phrase: Phrase) -> list[str]:
        return [m for m in phrase.modifiers if m not in _VAGUE and m not in STOP]

    def _bare_body(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the group", "the movement", "the Mission": the body named last whose name or kind it fits."""
        lemma = phrase.lemma
        if lemma not in self.lists["actors.bodies"] or owner is not None or phrase.plural:
            return None
        if not phrase.definite and phrase.lemma not in _UNIQUE:
            return self._introduced(phrase)
        if any(case == "of" for case, _ in self.namer.complements(phrase)):
            return None
        if phrase.hit is not None or _VAGUE & set(phrase.modifiers) or "rebel" in phrase.modifiers:
            return None
        parse = self.namer.parses[phrase.sentence]
        forms = {lemma, fold(parse.tokens[phrase.head].text)}
        named = [
            e for e in self.cast.entities
            if e.kind not in ("person", "class", "state") and e.seen and any(forms & set(n) for n in [*e.names, words(e.name)])
        ]  # fmt: skip
        qualifiers = [q for q in self._qualifiers(phrase) if q not in self.lists["labels"] and q not in _PLAIN]
        if _LOOSE & set(phrase.modifiers):
            qualifiers = []
        text = " ".join([*qualifiers, lemma])
        if qualifiers and (listed := self._at_home(text)) is not None:
            return Answer(listed, "own:home", 0.6)
        if qualifiers:
            named = [e for e in named if set(qualifiers) <= {w for n in [*e.names, words(e.name)] for w in n}]
        named = [e for e in named if e.last_before(phrase.sentence, phrase.head)] or named
        if not named and (publisher := self.cast.publisher) is not None and forms & set(words(publisher.name)) and not qualifiers:
            return Answer(publisher, "body:publisher", 0.7)
        if named:
            others = tuple((e, 0.3) for e in named if e is not named[0])[:3]
            return Answer(
                self.namer.latest(named, phrase), "body:word", 0.75 if len(named) == 1 else 0.6, others if len(named) > 1 else ()
            )
        kinds = _KINDS.get(lemma)
        if kinds is not None and not qualifiers:
            last = self._recent(phrase, kinds)
            if last is not None:
                return Answer(last, "body:kind", 0.6)
        if qualifiers or lemma in _UNIQUE or lemma not in self.lists["actors.any_group"]:
            kind = "armed_group" if lemma in _KINDS["group"] else "organisation"
            return Answer(self.cast.new(kind, text, parts=words(text)), "description", 0.5)
        return Answer(None, "nil:no antecedent", 0.0)

    def _at_home(self, text: str) -> Entity | None:
        """Return the institution of the country that the report is about: "state television" in a report on Ruritania."""
        home = self.cast.home()
        if home is None or any(e.kind == "state" and e.root for e in self.cast.entities):
            return None
        state = self.cast.actors[f"state:{home.lower()}"]
        for name in (state.name, *(a[1:] for a in state.aliases if a.startswith("~"))):
            target = self.cast.index.exact(name, text)
            if target is not None:
                return self.cast.listed(target)
        return None

    def _owned_body(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the students' council", "its health directorate": a body told apart by whose it is."""
        if phrase.owner is None or phrase.plural or phrase.lemma not in self.lists["actors.bodies"] or owner is not None and owner.kind == "class":
            return None
        parse = self.namer.parses[phrase.sentence]
        whose = owner.name if owner is not None else parse.tokens[phrase.owner].text
        if owner is None and whose.lower() in _POSSESSIVES:
            return None
        parts = words(" ".join([whose, *self._qualifiers(phrase), phrase.lemma]))
        entity = self.cast.body(parts) or self.cast.new("organisation", " ".join(parts), parts=parts)
        return Answer(entity, "description:owned", 0.45)

    def _document(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "a ministry statement", "the bulletin": a text speaks for the body that issued it."""
        if phrase.lemma not in self.lists["reporting_nouns"] and phrase.lemma not in ("resolution", "document", "text", "toll", "tally"):
            return None
        if phrase.plural:
            return None
        if owner is not None and owner.kind in BODIES:
            return Answer(owner, "document:owner", 0.6)
        for hit in phrase.inner:
            entry = self.cast.actors[hit.targets[0]]
            if entry.kind not in ("state", "person", "people", "office"):
                return Answer(self.cast.listed(entry.id), "document:owner", 0.6)
        for word in phrase.modifiers:
            named = self.namer.shortened(word, phrase)
            if named is not None:
                return Answer(named, "document:owner", 0.5)
        if not phrase.definite or phrase.modifiers:
            return None
        found = [e for e in self.cast.entities if e.kind in BODIES and any(x.subject and (x.sentence, x.head) < (phrase.sentence, phrase.head) for x in e.seen)]
        return Answer(self.namer.latest(found, phrase), "document:issuer", 0.4) if found else None

    def _introduced(self, phrase: Phrase) -> Answer | None:
        """ "A monitoring group said": the one monitor that the report names, before or after."""
        if not {"monitoring", "monitor", "watchdog"} & {phrase.lemma, *phrase.modifiers} or phrase.plural:
            return None
        found = [e for e in self.cast.entities if e.kind == "monitor" and e.seen]
        return Answer(found[0], "introduced", 0.6) if len(found) == 1 else None

    def _voice(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """An unnamed official of a body that is known speaks for it; one of nobody in particular is nobody."""
        if phrase.lemma not in self.lists["actors.voices"] and phrase.lemma not in self.lists["actors.roles"]:
            return None
        if phrase.plural:
            return None
        if phrase.lemma in self.lists["actors.voices"]:
            for _case, head in self.namer.complements(phrase):
                answer = self.answers.get((phrase.sentence, head))
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
        return Answer(described, "description", 0.45)

    def _described(self, phrase: Phrase) -> Entity | None:
        found = [e for e in self.cast.entities if e.target is not None and e.target.startswith("unnamed:") and (phrase.lemma,) == words(e.name)[-1:]]
        return self.namer.latest(found, phrase) if found else None

    def _class(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        if phrase.lemma not in self.crowd:
            return None
        if phrase.lemma in self.lists["actors.bodies"] and phrase.lemma not in self.lists["class_actors"]:
            return Answer(None, "nil:unnamed", 0.0)
        parse = self.namer.parses[phrase.sentence]
        text = parse.tokens[phrase.noun].text.lower() if phrase.plural else phrase.lemma
        people = [self.cast.actors[h.targets[0]] for h in phrase.inner if self.cast.actors[h.targets[0]].kind == "people"]
        if people:
            text = f"{parse.text(*self._tokens(phrase, phrase.inner[0].start))} {text}"
            return Answer(self.cast.classed(f"{slug(people[0].name)} {phrase.lemma}", text), "class:people", 0.6)
        if not phrase.plural and phrase.lemma not in _COLLECTIVE and phrase.noun >= 0 and parse.tokens[phrase.noun].text.lower() == phrase.lemma:
            return self._someone(phrase)
        return Answer(self.cast.classed(phrase.lemma, text), "class", 0.6)

    def _tokens(self, phrase: Phrase, start: int) -> tuple[int, int]:
        tokens = self.namer.parses[phrase.sentence].tokens
        k = next((k for k, t in enumerate(tokens) if t.end > start), phrase.first)
        return k, k

    # --- pronouns -----------------------------------------------------------------------------------------------

    def _pronoun(self, phrase: Phrase) -> Answer | None:
        kind = phrase.pronoun
        if kind in ("i", "we"):
            return None
        if kind == "who":
            parse = self.namer.parses[phrase.sentence]
            up = phrase.governor
            for _ in range(3):
                if not 0 <= up < len(parse.tokens):
                    return None
                if parse.tokens[up].deprel == "acl:relcl":
                    answer = self.answers.get((phrase.sentence, parse.tokens[up].head))
                    return (
                        Answer(answer.entity, "relative", answer.score)
                        if answer is not None and answer.entity is not None
                        else None
                    )
                up = parse.tokens[up].head
            return None
        scored: list[tuple[float, Entity]] = []
        for e in self.cast.entities:
            if not self._fits(e, kind or ""):
                continue
            last = e.last_before(phrase.sentence, phrase.head)
            if last is None or phrase.sentence - last.sentence > REACH:
                continue
            score = 3.0 - 1.5 * (phrase.sentence - last.sentence) + 1.2 * last.subject
            score += 0.01 * last.head / 10 + (0.3 if last.named else 0.0) + min(0.5, 0.1 * len(e.seen))
            if e.target is not None and e.target.startswith("unnamed:"):
                score -= 0.5
            if kind == "it" and self._speaks(phrase) and e.kind == "unknown":
                score -= 0.6
            if kind == "they" and not e.plural:
                score -= 0.8
            scored.append((score, e))
        if kind == "it" and not self._speaks(phrase) and self._thing(phrase, max((s for s, _ in scored), default=-9.0)):
            return Answer(None, "nil:may be a thing", 0.0, tuple((e, 0.3) for _, e in sorted(scored, key=lambda x: -x[0])[:2]))
        if not scored:
            return Answer(None, "nil:no antecedent", 0.0)
        scored.sort(key=lambda x: -x[0])
        best = scored[0]
        if kind == "she" and best[1].kind == "person":
            best[1].gender = "she"
        elif kind == "he" and best[1].kind == "person":
            best[1].gender = "he"
        others = tuple((e, 0.3) for _, e in scored[1:3])
        clear = len(scored) == 1 or best[0] - scored[1][0] > 1.0
        return Answer(best[1], f"pronoun:{kind}", 0.75 if clear else 0.5, others)

    def _speaks(self, phrase: Phrase) -> bool:
        """True when the phrase is the subject of a verb of speech, which no thing can be."""
        tokens = self.namer.parses[phrase.sentence].tokens
        return phrase.subject and 0 <= phrase.governor < len(tokens) and tokens[phrase.governor].lemma in self.said

    def _fits(self, e: Entity, kind: str) -> bool:
        if kind in ("he", "she"):
            return e.kind == "person" and e.gender in (None, kind)
        if kind == "it":
            return e.kind in BODIES or e.kind in ("state", "unknown", "organisation")
        return e.kind in BODIES or e.kind == "class" or e.kind == "people" or e.kind == "unknown"

    def _thing(self, phrase: Phrase, best: float) -> bool:
        plural = phrase.pronoun == "they"
        for sentence, head, subject, many in reversed(self.things[-12:]):
            if phrase.sentence - sentence > 1 or (sentence, head) >= (phrase.sentence, phrase.head) or many != plural:
                continue
            if 3.0 - 1.5 * (phrase.sentence - sentence) + 1.2 * subject > best:
                return True
        return False


def related_country(namer: Namer, a: str, b: str) -> bool:
    """True when two words name one listed country, as name or demonym ("russia", "russian")."""
    demonyms = namer.cast.index.demonyms
    x = demonyms.get(a) or namer.cast.index.exact(a)
    y = demonyms.get(b) or namer.cast.index.exact(b)
    return x is not None and x == y
