"""A frame: one word of one sentence that names a happening, with the sense that was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass

from claimwire.claims.tree import Tree
from claimwire.ontology.model import TriggerEntry
from claimwire.records import Sentence, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A parsed sentence, built once and shared by every frame in it. ``number`` is its place in the report."""

    number: int
    sentence: Sentence
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A trigger and its sense. ``head`` and ``words`` are token numbers; ``words`` make the trigger's span."""

    clause: Clause
    head: int
    words: tuple[int, ...]
    kind: str
    event_type: str | None
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    entry: TriggerEntry | None  # the lexicon's sense, None when only the learned head saw it
    learned: Trigger | None  # the learned head's candidate, None when only the lexicon saw it
    score: float
    rule: str
    unsupported: bool = False  # the learned head was asked and saw nothing: the word may only tell who was hurt by another

    @property
    def tree(self) -> Tree:
        """The sentence's parse."""
        return self.clause.tree

    @property
    def verbal(self) -> bool:
        """True when the trigger is a predicate, so that its subject and object are its participants."""
        token = self.tree.tokens[self.head]
        return token.upos in {"VERB", "AUX"} or (token.upos == "ADJ" and self.tree.child(self.head, "nsubj") is not None)

    def offsets(self) -> tuple[int, int]:
        """Characters of the trigger, first word to last."""
        tokens = self.tree.tokens
        return tokens[self.words[0]].start, tokens[self.words[-1]].end
