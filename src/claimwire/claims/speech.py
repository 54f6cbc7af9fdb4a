"""The words of saying: which cue of the ontology stands at a token, and what it may govern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

_SKIPPED = frozenset({"ADV", "DET", "ADJ", "PRON", "PART", "AUX"})  # may stand inside a phrase: "express its deep regret"
_GAP = 3
_PREFIX = "speech."


@dataclass(frozen=True, slots=True)
class Match:
    """A cue at token ``head``; ``tokens`` are the words of the phrase."""

    cue: Cue
    head: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The speech cues of an ontology with the complements that each takes."""

    cues: Mapping[str, tuple[Cue, ...]]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    events: frozenset[str] = frozenset()  # nouns that name a happening

    @classmethod
    def of(cls, ontology: Ontology) -> SpeechWords:
        """Select what concerns speech."""
        cues = {k: tuple(c for c in v if c.kind == "speech") for k, v in ontology.cues.items()}
        lists = {name.removeprefix(_PREFIX): words for name, words in ontology.words.items() if name.startswith(_PREFIX)}
        events = frozenset(
            e.lemma for entries in ontology.triggers.values() for e in entries if e.pos == "NOUN" and e.kind != "none"
        )
        return cls(cues={k: v for k, v in cues.items() if v}, lists=lists, events=events)

    def takes(self, name: str, lemma: str) -> bool:
        """True when ``lemma`` stands in the list ``speech.NAME``."""
        return lemma in self.lists.get(name, frozenset())

    def names_event(self, lemma: str) -> bool:
        """True when the ontology's triggers have ``lemma`` as a noun for a happening."""
        return lemma in self.events

    def match(self, tree: Tree, i: int) -> Match | None:
        """Return the longest cue that begins at token ``i`` and fits its part of speech, or None."""
        token = tree.tokens[i]
        options = self.cues.get(token.lemma) or self.cues.get(token.text.lower(), ())
        for cue in options:
            words = cue.lemma.split()
            if len(words) == 1:
                if _fits(cue.pos, tree, i):
                    return Match(cue, i, (i,))
            elif (found := _phrase(tree, i, words)) and (cue.pos != "VERB" or any(tree.tokens[k].upos == "VERB" for k in found)):
                return Match(cue, i, found)
        return None


def _fits(pos: str, tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    if pos == "VERB":
        return token.upos == "VERB"
    if pos == "NOUN":
        return token.upos in {"NOUN", "PROPN"}
    if pos == "ADJ":
        return token.upos == "ADJ" or (token.upos == "VERB" and token.deprel == "amod")
    if pos == "ADV":
        return token.upos == "ADV" or token.text.endswith("ly")
    return token.upos == pos


def _phrase(tree: Tree, i: int, words: list[str]) -> tuple[int, ...] | None:
    """Match the words of a phrase in order, with a few function words and modifiers allowed in between."""
    found = [i]
    at = i + 1
    for word in words[1:]:
        gap = 0
        while at < len(tree) and tree.tokens[at].lemma != word and tree.tokens[at].text.lower() != word:
            if gap >= _GAP or tree.tokens[at].upos not in _SKIPPED:
                return None
            gap += 1
            at += 1
        if at >= len(tree):
            return None
        found.append(at)
        at += 1
    return tuple(found)
