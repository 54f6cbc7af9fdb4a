"""From an answer to spans: phrases are looked for in the sentence they claim to be from, and what is not there is refused.

Whatever a model makes up, corrects or misplaces ends here. White space aside, a phrase must stand in the report
letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict

from claimwire.annotate.endpoint_prompt import FACTUALITIES, KINDS, LABELS, REALIZATIONS, ROLES, Chunk
from claimwire.ontology.model import EventType
from claimwire.records import Annotation, Argument, Mention, Part, Report, Sentence, Span, Token, Trigger, digest

# An answer comes without probabilities. This one is high enough for a room to believe a word that no lexicon knows.
SCORE = 0.97
# What the encoder alone takes for a happening stays below every threshold: it makes no claim, but a report without any candidate
# is read by the lexicon alone, as one that nobody has looked at.
DOUBT = 0.01
LONGEST_TRIGGER = 6  # words: more are the proposition and not its name
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"})
_MENTIONED = {
    "actor": "actor",
    "recipient": "actor",
    "location": "place",
    "origin": "place",
    "destination": "place",
    "scope": "place",
    "time": "time",
    "quantity": "quantity",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Phrase(_Strict):
    """Words of a numbered sentence."""

    sentence: int
    words: str


class Role(_Strict):
    """Words of the happening's own sentence."""

    role: str
    words: str


class Happening(Phrase):
    """What an answer says of one happening."""

    kind: str
    type: str | None
    modes: tuple[str, ...]
    realization: str
    factuality: str
    roles: tuple[Role, ...]


class Saying(_Strict):
    """One act of saying."""

    source: Phrase | None
    cue: Phrase | None
    content: tuple[Phrase, ...]


class Name(Phrase):
    """A name or description, an expression of time, or a number."""

    label: str


class Answer(_Strict):
    """One whole answer; pydantic's ValidationError, a ValueError, says what is not as the schema has it."""

    names: tuple[Name, ...]
    statements: tuple[Saying, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that an answer says and that is not kept, with the reason."""

    report: str
    sentence: int | None  # counted from 1 in the report; None when the answer names none that was asked about
    field: str
    words: str
    reason: str


@dataclass(slots=True)
class Placed:
    """What is kept of the answers on one report, and what is refused."""

    mentions: list[Mention] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many fields of the answers are kept."""
        return len(self.mentions) + len(self.triggers) + len(self.parts) + len(self.arguments)


class Reader:
    """Places the answers on one report."""

    def __init__(self, report: Report, sentences: Sequence[Sentence], types: Mapping[str, EventType]) -> None:
        self._report, self._sentences, self._types = report, sentences, types
        self.placed = Placed()

    def read(self, chunk: Chunk, answer: Answer) -> None:
        """Keep what an answer says of the sentences that it was asked about, as far as it is there."""
        for name in answer.names:
            if self._known("name", chunk, name, ("label", name.label, LABELS)):
                for span in self._spans("name", chunk, name):
                    self._mention(span, name.label)
        for saying in answer.statements:
            self._saying(chunk, saying)
        taken: set[Span] = set()
        for happening in answer.happenings:
            self._happening(chunk, happening, taken)

    def _saying(self, chunk: Chunk, saying: Saying) -> None:
        """Of words that occur twice in a sentence, those nearest to the content are the source and the cue."""
        contents = [span for phrase in saying.content for span in self._spans("content", chunk, phrase)[:1]]
        self._part("content", contents)
        for label, phrase in (("source", saying.source), ("cue", saying.cue)):
            if phrase is not None:
                near = contents[0] if contents else None
                found = sorted(self._spans(label, chunk, phrase), key=lambda s: 0 if near is None else _distance(s, near))
                self._part(label, found[:1])

    def _part(self, label: str, spans: Sequence[Span]) -> None:
        for span in spans:
            part = Part(span=span, label=label, score=SCORE)
            if part not in self.placed.parts:
                self.placed.parts.append(part)

    def _happening(self, chunk: Chunk, happening: Happening, taken: set[Span]) -> None:
        values = (
            ("kind", happening.kind, KINDS),
            ("realization", happening.realization, REALIZATIONS),
            ("factuality", happening.factuality, FACTUALITIES),
        )
        if not self._known("happening", chunk, happening, *values):
            return
        event_type = self._types.get(happening.type or "") if happening.kind == "event" else None
        if happening.kind == "event" and event_type is None:
            self._refuse("happening", chunk, happening, "an event without a type of the ontology")
            return
        found = self._spans("happening", chunk, happening)
        span = next((s for s in found if s not in taken), None)  # "attack ... attack": in the order in which the answer has them
        if span is None:
            if found:
                self._refuse("happening", chunk, happening, "named more often than it is written")
            return
        sentence = self._sentences[chunk.first + happening.sentence - 1]
        if len(_inside(sentence, span)) > LONGEST_TRIGGER:
            self._refuse("happening", chunk, happening, "too many words to name a happening")
            return
        taken.add(span)
        modes = []
        for mode in happening.modes:
            if event_type is not None and mode in event_type.modes:
                modes.append(mode)
            else:
                self._refuse("mode", chunk, Phrase(sentence=happening.sentence, words=mode), "no mode of this type")
        self.placed.triggers.append(
            Trigger(
                span=span,
                kind=happening.kind,
                event_type=event_type.name if event_type else None,
                score=SCORE,
                realization=happening.realization,
                factuality=happening.factuality,
                modes=tuple(dict.fromkeys(modes)),
            )
        )
        for role in happening.roles:
            self._role(chunk, happening, role, span)

    def _role(self, chunk: Chunk, happening: Happening, role: Role, trigger: Span) -> None:
        phrase = Phrase(sentence=happening.sentence, words=role.words)
        if not self._known("role", chunk, phrase, ("role", role.role, ROLES)):
            return
        found = self._spans("role", chunk, phrase)
        apart = [s for s in found if not s.overlaps(trigger)]
        if found and not apart:
            self._refuse("role", chunk, phrase, "a happening takes no part in itself")
        if not apart:
            return
        span = min(apart, key=lambda s: _distance(s, trigger))
        sentence = self._sentences[chunk.first + happening.sentence - 1]
        head = _head(sentence, span)
        argument = Argument(trigger=trigger, span=self._report.span(head.start, head.end), role=role.role, score=SCORE)
        if argument not in self.placed.arguments:
            self.placed.arguments.append(argument)
        self._mention(span, _MENTIONED[role.role])

    def _mention(self, span: Span, label: str) -> None:
        if not any(m.span.overlaps(span) for m in self.placed.mentions):
            identity = digest("mention", self._report.id, span.start, span.end, label)
            self.placed.mentions.append(Mention(id=identity, span=span, label=label, score=SCORE))

    # --- finding and refusing -------------------------------------------------------------------------------------------

    def _spans(self, name: str, chunk: Chunk, phrase: Phrase) -> list[Span]:
        """Return where the words of a phrase stand in its sentence, whole words only; refuses it where they do not."""
        words = phrase.words.split()
        if not 1 <= phrase.sentence <= chunk.last - chunk.first:
            self._refuse(name, chunk, phrase, "no such sentence")
        elif not words:
            self._refuse(name, chunk, phrase, "no words")
        else:
            sentence = self._sentences[chunk.first + phrase.sentence - 1]
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            found = [m.span() for m in pattern.finditer(self._report.text, sentence.start, sentence.end)]
            starts, ends = {t.start for t in sentence.tokens}, {t.end for t in sentence.tokens}
            whole = [self._report.span(a, b) for a, b in found if a in starts and b in ends]
            if whole:
                return whole
            self._refuse(name, chunk, phrase, "not whole words" if found else "not in the sentence")
        return []

    def _known(self, name: str, chunk: Chunk, phrase: Phrase, *values: tuple[str, str, Sequence[str]]) -> bool:
        for what, value, allowed in values:
            if value not in allowed:
                self._refuse(name, chunk, phrase, f"unknown {what}")
                return False
        return True

    def _refuse(self, name: str, chunk: Chunk, phrase: Phrase, reason: str) -> None:
        known = 1 <= phrase.sentence <= chunk.last - chunk.first
        number = chunk.first + phrase.sentence if known else None
        self.placed.refused.append(
            Refusal(report=self._report.id, sentence=number, field=name, words=phrase.words, reason=reason)
        )


def combine(base: Annotation, placed: Placed) -> Annotation:
    """Put what an endpoint says over the encoder's parse; where the endpoint names nothing, the encoder's names stay."""
    own = [t.span for t in placed.triggers]
    doubts = [replace(t, score=min(t.score, DOUBT)) for t in base.triggers if not any(t.span.overlaps(span) for span in own)]
    names = [m for m in base.mentions if not any(m.span.overlaps(p.span) for p in placed.mentions)]
    rest = [a for a in base.arguments if not any(a.trigger.overlaps(span) for span in own)]
    return replace(
        base,
        mentions=tuple(sorted((*placed.mentions, *names), key=lambda m: (m.span.start, m.span.end, m.label))),
        triggers=tuple(sorted((*placed.triggers, *doubts), key=lambda t: (t.span.start, t.span.end))),
        parts=tuple(sorted(placed.parts, key=lambda p: (p.span.start, p.span.end, p.label))),
        arguments=tuple(sorted((*placed.arguments, *rest), key=lambda a: (a.trigger.start, a.span.start, a.role))),
    )


def _inside(sentence: Sentence, span: Span) -> list[int]:
    return [i for i, t in enumerate(sentence.tokens) if span.start <= t.start and t.end <= span.end]


def _head(sentence: Sentence, span: Span) -> Token:
    """Return the word that governs the others of a phrase, a noun where several do."""
    inside = _inside(sentence, span)
    tops: Iterator[int] = (i for i in inside if sentence.tokens[i].head not in inside)
    best = sorted(tops, key=lambda i: (sentence.tokens[i].upos not in _NOMINAL, i))
    return sentence.tokens[best[0]]


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
