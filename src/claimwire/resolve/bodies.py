"""Descriptions of bodies: "the group", "government troops", "the prisons directorate", "a ministry statement"."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.resolve.cast import BODIES, Answer, Entity, related
from claimwire.resolve.names import fold, words
from claimwire.resolve.naming import STOP
from claimwire.resolve.phrases import Phrase
from claimwire.resolve.pronouns import Pronouns

_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
_MISSIONS = {
    "monitor": frozenset({"mission", "monitoring", "observer", "observation", "verification", "monitors", "observatory"}),
    "observer": frozenset({"mission", "monitoring", "observer", "observation", "verification", "observers"}),
    "peacekeeper": frozenset({"mission", "force", "peacekeeping", "stabilization", "interim"}),
    "watchdog": frozenset({"monitoring", "observatory", "watchdog"}),
    "gendarme": frozenset({"gendarmerie"}),
}  # fmt: skip
_BRANCHES = {"army": "army", "government": "government", "police": "police", "navy": "navy", "air": "air force"}
_COMPANY = ("armed_group", "organisation", "ngo", "monitor")
# What kinds of body a bare noun may point back to.
_KINDS = {
    "agency": ("igo", "media", "ngo", "organisation", "agency"),
    "alliance": ("coalition",),
    "army": ("armed_force",),
    "authority": ("government",),
    "bloc": ("igo", "coalition"),
    "broadcaster": ("media",),
    "channel": ("media",),
    "charity": ("ngo", "organisation"),
    "coalition": ("coalition",),
    "country": ("state",),
    "faction": ("armed_group",),
    "government": ("government",),
    "group": _COMPANY,
    "grouping": ("armed_group", "coalition"),
    "junta": ("government",),
    "military": ("armed_force",),
    "militia": ("armed_group",),
    "ministry": ("ministry",),
    "mission": ("igo", "organisation"),
    "monitor": ("monitor", "ngo"),
    "movement": ("armed_group", "organisation", "party"),
    "nation": ("state",),
    "newspaper": ("media",),
    "organisation": (*_COMPANY, "igo"),
    "organization": (*_COMPANY, "igo"),
    "outfit": ("armed_group",),
    "paramilitary": ("armed_group",),
    "party": ("party",),
    "police": ("police",),
    "regime": ("government",),
    "state": ("state",),
    "station": ("media",),
    "tribe": ("people", "organisation"),
    "union": ("igo", "organisation"),
    "watchdog": ("monitor", "ngo"),
}


class Bodies(Pronouns):
    """Resolves descriptions of groups, forces and institutions."""

    def _own(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the army", "government forces", "regime warplanes": of the country that the report is about."""
        lists = self.lists
        governing = {"government", "regime", "loyalist", "state", "pro-government"} & set(phrase.modifiers)
        if phrase.kind == "modifier" and phrase.lemma in ("government", "regime", "army", "police", "military"):
            governing = set()
        elif phrase.lemma not in lists["actors.own"] and not governing:
            return None
        if owner is not None or self.lists["any_foreign"] & set(phrase.modifiers):
            return None
        if (
            not phrase.definite
            and not governing
            and phrase.lemma in ("force", "troop", "soldier", "serviceman", "authority")
            and self._clashing()
        ):
            return None
        unique = phrase.definite or bool(governing) or phrase.lemma in self.lists["actors.unique"]
        branch = self.namer.branch(phrase)
        if branch is None:
            return None
        if branch == "" and governing:
            branch = "air"
        if branch.startswith("ministry"):
            return self._ministry(phrase, branch)
        kind = {"government": "government", "police": "police"}.get(branch, "armed_force")
        if branch == "government" and (spoken := self._of_the_speaker(phrase)) is not None:
            return Answer(spoken, "own:speaker", 0.7)
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
                # Who holds a post or flees it is the army's: the army is not called a garrison.
                noun = phrase.lemma if phrase.lemma in self.lists["actors.bodies"] else _BRANCHES.get(branch, phrase.lemma)
                found = self.cast.new(kind, " ".join([*(q for q in self._qualifiers(phrase) if q not in governing), noun]))
                found.branch = branch
            return Answer(found, "own", 0.4)
        return None

    def _of_the_speaker(self, phrase: Phrase) -> Entity | None:
        """ "The government", said by a minister of a country at war: his own, not the one named last.

        A minister of a country whose forces do nothing in the report speaks of the governments that it is about.
        """
        parse = self.namer.parses[phrase.sentence]
        for i, token in enumerate(parse.tokens):
            if token.lemma not in self.said or token.upos != "VERB" or i > phrase.head:
                continue
            for c in parse.children[i]:
                told = self.namer.smallest.get((phrase.sentence, c)) if parse.relation(c) == "nsubj" else None
                if told is None or not any(parse.tokens[k].lemma == "minister" for k in range(told.first, told.last + 1)):
                    continue
                home = next((x for h in told.inner if (x := self.cast.actors[h.targets[0]].country)), None)
                party = any(
                    e.country == home and e.kind in ("armed_force", "government") and e.last_before(phrase.sentence, phrase.head)
                    for e in self.cast.entities
                )
                if home is not None and party:
                    return self.namer.arm(f"state:{home.lower()}", "government")
        return None

    def _weight(self, state: Entity) -> int:
        """Order unlisted countries by how much the report is about them: their own bodies first, then their names."""
        own = sum(1 for e in self.cast.entities if e.root == state.root and e.branch in ("army", "government", "police"))
        root = state.root or ""
        named = sum(n for word, n in self.namer.capitalised.items() if related(root, word))
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
        found = []
        for e in self.cast.entities:
            if e.kind not in kinds or not e.last_before(phrase.sentence, phrase.head):
                continue
            flying = branch in ("army", "") and e.listed and "Air Force" in e.name
            if (branch is None or e.branch in (None, branch)) and not flying:
                found.append(e)
        return self.namer.latest(found, phrase) if found else None

    def _members(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the monitors", "peacekeepers": the mission whose people they are, when the report has one."""
        wanted = _MISSIONS.get(phrase.lemma)
        if wanted is None or self.lists["actors.vague"] & set(phrase.modifiers):
            return None
        found = [
            e
            for e in self.cast.entities
            if e.seen and e.kind in BODIES and (wanted & set(words(e.name)) or (e.kind == "monitor" and not phrase.plural))
        ]
        if len(found) != 1:
            found = [e for e in found if e.last_before(phrase.sentence, phrase.head)]
        if not found:
            return None
        return Answer(self.namer.latest(found, phrase), "member:mission", 0.6)

    def _worded(self, e: Entity, forms: set[str]) -> bool:
        return any(forms & set(n) for n in ([words(e.name)] if e.listed else [*e.names, words(e.name)]))

    def _qualifiers(self, phrase: Phrase) -> list[str]:
        return [m for m in phrase.modifiers if m not in self.lists["actors.vague"] and m not in STOP]

    def _bare_body(self, phrase: Phrase, owner: Entity | None) -> Answer | None:
        """ "the group", "the movement", "the Mission": the body named last whose name or kind it fits."""
        lemma = phrase.lemma
        if lemma not in self.lists["actors.bodies"] or owner is not None or phrase.plural:
            return None
        if not phrase.definite and phrase.lemma not in self.lists["actors.unique"]:
            return self._introduced(phrase)
        if any(case == "of" for case, _ in self.namer.complements(phrase)):
            return None
        if phrase.hit is not None or self.lists["actors.vague"] & set(phrase.modifiers) or "rebel" in phrase.modifiers:
            return None
        parse = self.namer.parses[phrase.sentence]
        forms = {lemma, fold(parse.tokens[phrase.head].text)}
        named = []
        if lemma not in self.lists["actors.any_group"] and lemma not in ("state", "country", "nation"):
            named = [
                e for e in self.cast.entities if e.kind not in ("person", "class", "state") and e.seen and self._worded(e, forms)
            ]
        qualifiers = [
            q for q in self._qualifiers(phrase) if q not in self.lists["labels"] and q not in self.lists["actors.plain"]
        ]
        if self.lists["actors.loose"] & set(phrase.modifiers):
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
        if qualifiers or lemma in self.lists["actors.unique"] or lemma not in self.lists["actors.any_group"]:
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
        if (
            phrase.owner is None
            or phrase.plural
            or phrase.lemma not in self.lists["actors.bodies"]
            or (owner is not None and owner.kind == "class")
        ):
            return None
        if owner is not None and owner.kind == "person" and not self._qualifiers(phrase) and phrase.lemma != "office":
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
        if phrase.lemma not in self.lists["reporting_nouns"] and phrase.lemma not in (
            "resolution",
            "document",
            "text",
            "toll",
            "tally",
        ):
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
        found = [
            e
            for e in self.cast.entities
            if e.kind in BODIES and any(x.subject and (x.sentence, x.head) < (phrase.sentence, phrase.head) for x in e.seen)
        ]
        return Answer(self.namer.latest(found, phrase), "document:issuer", 0.4) if found else None

    def _introduced(self, phrase: Phrase) -> Answer | None:
        """ "A monitoring group said": the one monitor that the report names, before or after."""
        if not {"monitoring", "monitor", "watchdog"} & {phrase.lemma, *phrase.modifiers} or phrase.plural:
            return None
        found = [e for e in self.cast.entities if e.kind == "monitor" and e.seen]
        return Answer(found[0], "introduced", 0.6) if len(found) == 1 else None
