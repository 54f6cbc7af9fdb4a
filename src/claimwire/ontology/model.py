"""The nouns of the ontology: what `load` returns. The data itself is YAML and CSV beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One PLOVER 2.0 event type, with the quad class that it belongs to and the modes that it may carry."""

    name: str
    quad: str  # verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
    modes: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEntry:
    """One sense of a word or fixed phrase that names a happening.

    ``lemma`` is lower case; a multi-word entry is lemmas joined by spaces, its head named by ``head`` (0-based).
    Conditions rule a sense in or out: each is a set of lower-case lemmas. An entry without conditions is the default
    sense. The first entry in file order whose conditions hold wins, so specific senses stand before general ones.
    """

    id: str  # e.g. "strike.v.aerial": what `Claim.rule` names
    lemma: str
    pos: str  # VERB, NOUN, ADJ
    kind: str = "event"  # event, state, evaluation, causal, or "none": a false friend, which codes nothing
    event_type: str | None = None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    head: int = 0
    realization: str | None = None  # when the word itself says so: "plot" -> attempted
    factuality: str | None = None
    effect: str | None = None  # territory_transfer
    measure: str | None = None  # when the word says what a number beside it counts: "kill" -> killed
    roles: Mapping[str, str] = field(default_factory=dict)
    # Grammatical function -> role, overriding the default of the part of speech. Functions: subj, obj, obl:PREP, nmod:PREP,
    # nmod:poss, compound, xcomp. Roles: actor, recipient, location, origin, destination, target, content, none.
    objects: frozenset[str] = frozenset()  # holds when the object (or nmod:of of a noun) has one of these lemmas
    subjects: frozenset[str] = frozenset()  # holds when the subject (or compound / possessor of a noun) has one
    context: frozenset[str] = frozenset()  # holds when the sentence has one of these lemmas
    without: frozenset[str] = frozenset()  # fails when the sentence has one of these lemmas
    particle: str | None = None  # holds when the word has this particle or preposition: "take over", "call for"
    weak: bool = False  # a word that names a happening only beside a participant, place or time of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word or fixed phrase that governs what is said or meant.

    ``kind``: speech, negation, attempt, hedge, offer, request, threat, condition, plan, start, stop, continue, denial,
    increase, decrease, intention, evaluation, causal.
    """

    id: str
    lemma: str  # lemmas joined by spaces
    pos: str  # VERB, NOUN, ADJ, ADV, ADP, SCONJ, AUX, DET, PART
    kind: str
    stance: str = "neutral"  # of a speech cue: neutral, committed, distancing, denying, conceding
    factuality: str | None = None  # what it makes of its complement, e.g. PS+, CT-
    realization: str | None = None  # e.g. attempted, offered
    event_type: str | None = None  # a speech act with force of its own: demand -> REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a number counts: ``words`` are lemmas of units, or of predicates over persons, that name the measure."""

    name: str
    units: frozenset[str]
    predicates: frozenset[str]
    running: frozenset[str]  # lemmas that make it a running total


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """A value that holds from one day up to another, half-open ISO dates; None is open."""

    value: str
    start: str | None = None
    end: str | None = None

    def holds(self, day: str) -> bool:
        """True on a day, ISO."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """One actor of the list. ``sides`` are conflict:side values with dates; ``offices`` of a person hold by date too."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-3
    sector: str | None = None
    parent: str | None = None
    sides: tuple[Validity, ...] = ()
    offices: tuple[Validity, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """How one kind of happening reads in other codebooks. Codes describe classes: a single event may still not qualify."""

    id: str
    event_type: str
    modes: tuple[str, ...]  # the line holds for claims that carry all of these
    condition: str | None  # in words, what else must hold, e.g. which side acts
    cameo: tuple[str, ...]
    acled: str | None  # None: ACLED has no such sub-event type
    ucdp: str | None  # None: outside UCDP GED
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Everything that the rules know, checked. ``version`` is a digest of the files it was read from."""

    version: str
    event_types: Mapping[str, EventType]
    triggers: Mapping[str, tuple[TriggerEntry, ...]]  # by head lemma, file order
    cues: Mapping[str, tuple[Cue, ...]]  # by first lemma, longest phrase first
    measures: Mapping[str, Measure]
    actors: Mapping[str, ActorEntry]  # by id
    words: Mapping[str, frozenset[str]]
    # Named word lists: person_nouns, armed_nouns, civilian_nouns, class_actors, titles, weapons.aerial, weapons.heavy,
    # facility_nouns, place_nouns, vehicles, labels (terrorist, ...), reporting_nouns, group_nouns, ...
    crosswalk: tuple[Crosswalk, ...] = ()
