"""Whose army, government or ministry a phrase names: a listed state's, or that of a country outside the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from claimwire.records import Token
from claimwire.resolve.cast import BODIES, Answer, Answers, Cast, Entity
from claimwire.resolve.names import Hit, fold, words
from claimwire.resolve.phrases import Parse, Phrase

_STATE_BODIES = frozenset({"ministry", "department", "government", "army", "forces", "police", "parliament", "republic", "navy"})
DEMONYMS = ("an", "ian", "i", "ese", "ish", "ite", "ic", "ard")


_STATES_OWN = frozenset({"government", "army", "military", "police", "state", "regime", "navy"})


class Countries:
    """Finds the parts of listed and unlisted states: governments, armies, ministries."""

    def __init__(self, cast: Cast, parses: Sequence[Parse], lists: Mapping[str, frozenset[str]]) -> None:
        self.cast = cast
        self.parses = parses
        self.capitalised = Counter(fold(t.text) for p in parses for t in p.tokens if t.text[:1].isupper())
        self.lists = lists
        self.answers: Answers = {}
        self.articled: set[tuple[str, ...]] = set()  # names that are written with "the"
        self.smallest: dict[tuple[int, int], Phrase] = {}  # by sentence and token: the shortest phrase that covers it

    def arm(self, state: str, lemma: str, about: Sequence[str] = ()) -> Entity | None:
        """Return the part of a listed state that a noun belongs to: its air force for jets, its army for tanks."""
        entry = self.cast.actors[state]
        if entry.kind != "state" or not self.lists["actors.irregular_forces"].isdisjoint(about):
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

    def _people(self, token: Token) -> bool:
        """True when an adjective at the head of a sentence, where all are capitalised, looks like a demonym."""
        common = token.lemma in self.lists["civilian_nouns"] or token.lemma in self.lists["labels"] or len(token.lemma) < 6
        return token.lemma.endswith(DEMONYMS[:4]) and not common

    def branch(self, phrase: Phrase) -> str | None:
        """Return which part of a state a description names; the empty string for the state itself, None for no part of one."""
        if not self.lists["actors.irregular_forces"].isdisjoint(phrase.modifiers):
            return None  # "Ruritanian rebel forces"
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
        return "army" if lemma in self.lists["any_force"] else None

    def _country(self, phrase: Phrase) -> Answer | None:
        """An unlisted country's government, army or ministry: "Ruritanian tanks", "Ruritania's foreign ministry"."""
        branch = self.branch(phrase) if phrase.kind == "nominal" and phrase.hit is None else None
        if branch is None:
            return None
        for word, text in self.capitals(phrase):
            if self._countrylike(word, phrase):
                return Answer(self.part(word, text, branch), "name:force", 0.75)
        return None

    def _part_of(self, phrase: Phrase) -> Answer | None:
        """Members, positions and spokesmen of an unlisted body: "Front fighters", "a Front spokesman"."""
        if phrase.kind != "nominal" or phrase.hit is not None:
            return None
        for case, head in self.complements(phrase):
            inner = self.smallest.get((phrase.sentence, head))
            answer = self.answers.get((inner.sentence, inner.head)) if inner is not None and inner is not phrase else None
            member = case in self.lists["actors.affiliation"] and phrase.lemma in self.lists["actors.members"]
            if member and answer is not None and answer.entity is not None and answer.entity.kind in BODIES:
                return Answer(answer.entity, "member", 0.75)
        for word, text in self.capitals(phrase):
            body = self.cast.body((word,)) or self.shortened(word, phrase)
            if body is None and text != word.upper() and word in self.lists["actors.sided"] and phrase.told:
                body = self.cast.new("coalition", text, parts=(word,))  # "Coalition aircraft", of one never named in full
            if body is None and text.isupper() and phrase.lemma in self.lists["actors.members"]:
                body = self.cast.new("armed_group", text, parts=(word,))  # "ZLF gunmen", spelled out nowhere
                body.acronyms.add(word)
            if body is not None and body.kind != "state":
                if phrase.lemma in self.lists["any_member"]:
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
        return word.endswith(DEMONYMS) or self.cast.rooted(word) is not None

    def capitals(self, phrase: Phrase) -> list[tuple[str, str]]:
        """Return capitalised words that own or qualify a description, folded and as written."""
        parse = self.parses[phrase.sentence]
        noun = phrase.noun if phrase.noun >= 0 else phrase.head
        spots = [k for k in range(phrase.first, phrase.last + 1) if k != noun]
        spots += [h for case, h in self.complements(phrase) if case == "of" or phrase.lemma in self.lists["actors.members"]]
        out = []
        for k in spots:
            token = parse.tokens[k]
            if (
                token.text[:1].isupper()
                and token.upos not in ("NUM", "DET", "ADP", "ADV", "PRON")
                and (len(token.text) > 3 or (token.text.isupper() and len(token.text) > 1))
                and (token.upos == "PROPN" or any(t.text[:1].isalnum() for t in parse.tokens[:k]) or self._people(token))
            ):
                free = parse.covering(token.start, token.end) is None
                if token.lemma in _STATES_OWN:
                    continue  # "Government aircraft": every country has one, and none is named by it
                if free and fold(token.text) not in self.lists["titles"]:
                    out.append((fold(token.text), token.text))
        return out

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
            label = "air force" if branch == "air" else f"{label} ministry" if branch.startswith("ministry") else label
            name = text if set(words(label)) <= set(words(text)) else f"{text} {label}".strip()
            kind = {"government": "government", "police": "police"}.get(
                branch, "ministry" if branch.startswith("ministry") else "armed_force"
            )
            found = self.cast.new(kind, name)
            found.root, found.branch = state.root, branch
        return found

    def shortened(self, word: str, phrase: Phrase) -> Entity | None:
        """Return the body whose longer name a single word stands for ("the Vanguard"), the one named last before here."""
        found = [
            e
            for e in self.cast.entities
            if e.kind not in ("person", "class", "state")
            and any(word in n and len(n) > 1 and not _whose(word, n) for n in (e.names if not e.listed else [words(e.name)]))
        ]
        unlisted = [e for e in found if not e.listed or e.seen]
        return self.latest(unlisted, phrase) if unlisted else None

    def latest(self, found: Sequence[Entity], phrase: Phrase) -> Entity:
        """Return the one that occurred last before a phrase; the first when none did."""
        before = [(s.sentence, s.head, e) for e in found if (s := e.last_before(phrase.sentence, phrase.head)) is not None]
        return max(before, key=lambda x: x[:2])[2] if before else found[0]

    def complements(self, phrase: Phrase) -> list[tuple[str, int]]:
        """Return what hangs on a phrase by a preposition, inside its span and behind it: (preposition, head token)."""
        parse = self.parses[phrase.sentence]
        out = list(phrase.complements)
        for c in parse.children[phrase.head]:
            if c > phrase.last and parse.relation(c) == "nmod" and (case := parse.case(c)):
                out.append((case, c))
        return out

    def _called(self, entity: Entity, parts: tuple[str, ...], text: str) -> None:
        if parts not in entity.names:
            entity.names.append(parts)
        if not entity.listed and len(parts) > len(words(entity.name)):
            entity.name = text

    def _choose(self, hit: Hit) -> str:
        home = self.cast.home()
        return next((t for t in hit.targets if home and self.cast.actors[t].country == home), hit.targets[0])


def _whose(word: str, name: Sequence[str]) -> bool:
    """True when a word of a body's name is the country that it belongs to: "the Ministry of Defence of Ruritania"."""
    return name[-1] == word and len(name) > 2 and name[-2] == "of" and not _STATE_BODIES.isdisjoint(name)
