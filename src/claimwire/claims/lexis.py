"""The word lists that the claims room asks for on every word, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from claimwire.ontology.model import Ontology

_WEAPON_MODES = {
    "weapons.aerial": "aerial",
    "weapons.heavy": "heavy-weapons",
    "weapons.explosives": "explosives",
    "weapons.firearms": "firearms",
    "weapons.suicide": "suicide-attack",
    "weapons.drone": "drone",
    "weapons.unconventional": "unconventional",
    "weapons.primitive": "primitive",
}


class Lexis:
    """The word lists that roles need, put together once per ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._actors = ontology.actors
        words = ontology.words

        def union(*names: str) -> frozenset[str]:
            return frozenset().union(*(words.get(n, frozenset()) for n in names))

        self.vehicles = union("vehicles")
        self.things = union("vehicles", "facility_nouns", "military_targets")
        self.weapons = frozenset().union(*(w for name, w in words.items() if name.startswith("weapons.")))
        self.modes = tuple(  # lemmas of weapons with the mode of an assault by them
            (mode, words[name]) for name, mode in sorted(_WEAPON_MODES.items()) if name in words
        )
        self.thrown = union("projectiles", "weapons.heavy", "weapons.explosives")  # what is fired acts for nobody
        self.people = union(
            "person_nouns",
            "armed_nouns",
            "civilian_nouns",
            "class_actors",
            "group_nouns",
            "titles",
            "title_nouns",
            "body_nouns",
            "military_nouns",
            "labels",
        )
        nouns = {lemma for lemma, found in ontology.triggers.items() if any(e.pos == "NOUN" and e.kind == "event" for e in found)}
        self.happenings = union("attack_nouns") | nouns
        self.ideas = union(
            "abstract_nouns", "paper_nouns", "deal_nouns", "talks_nouns", "investigation_nouns", "job_nouns", "money_nouns"
        )
        self.threats = union("threat_cues")
        self.light = union("light_verbs")
        self.undergo = union("undergo_verbs")
        self.harm = union("harm_verbs")
        self.civilians = union("civilian_nouns")
        self.armed = union("armed_nouns", "class_actors")
        self.classes = union("class_actors")

    def called(self, name: str) -> tuple[str, str] | None:
        """Return id and name of the one listed actor, or of the class, that a single word names; None for none or several."""
        word = name.casefold()
        found = self._names.get(word) or self._names.get(f"{word}s")
        if found is not None and len(found) == 1:
            return found[0], self._actors[found[0]].name
        return (f"class:{word}", name) if word in self.classes else None

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        out: dict[str, dict[str, None]] = {}
        for entry in self._actors.values():
            for name in (entry.name, *entry.aliases):
                out.setdefault(name.lstrip("@~").casefold(), {})[entry.id] = None
        return {name: tuple(ids) for name, ids in out.items()}
