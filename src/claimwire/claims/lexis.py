"""The word lists that the claims room asks for on every word, put together once."""

from __future__ import annotations

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
