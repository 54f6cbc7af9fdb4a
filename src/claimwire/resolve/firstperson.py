"""Last pass: "I", "we" and "our" belong to whoever speaks: the source of the quotation, or the publisher outside quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimwire.records import Report
from claimwire.resolve.cast import BODIES, Answer, Answers, Cast, Entity
from claimwire.resolve.naming import Namer
from claimwire.resolve.phrases import Parse, Phrase

RESUMED = 160  # characters of attribution between two halves of a quotation
_TURN = re.compile(r"^((?:[A-Z][^\W\d_]*\.? ?){1,4}):[ \t]+(\S.*)$", re.MULTILINE)
_MARK = re.compile('[\n“«„”»"]')
_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"'


@dataclass(slots=True)
class Quotation:
    """Quoted words of a report, ``[start, end)`` without the marks, and who says them."""

    start: int
    end: int
    speaker: Entity | None = None


class FirstPerson:
    """Resolves first persons of one report once everyone else is known."""

    def __init__(self, report: Report, namer: Namer, answers: Answers, said: frozenset[str], found: Sequence[Phrase]) -> None:
        self.phrases: dict[tuple[int, int], Phrase] = {}
        for phrase in sorted(found, key=lambda p: p.first - p.last, reverse=True):
            for k in range(phrase.first, phrase.last + 1):
                self.phrases.setdefault((phrase.sentence, k), phrase)
        self.cast: Cast = namer.cast
        self.parses: Sequence[Parse] = namer.parses
        self.lists = namer.lists
        self.namer = namer
        self.answers = answers
        self.said = said
        self.quotations = quotations(report.text)
        for n, quotation in enumerate(self.quotations):
            quotation.speaker = self._speaker(quotation) or self._resumed(report.text, n)
        turns = self._turns(report.text)
        self.quotations += turns
        speakers = {id(t.speaker): t.speaker for t in turns}
        # In an interview with one person, "you" of whoever asks is that person.
        self.asked = next(iter(speakers.values())) if len(turns) > 1 and len(speakers) == 1 else None
        self.author = self._author()

    def read(self, phrase: Phrase) -> Answer | None:
        """Return whom "I", "we" or an interviewer's "you" means; "our fighters" are the speaker's, too."""
        if phrase.pronoun == "you":
            if self.asked is None or self._quoted(phrase) is not None:
                return None
            return Answer(self._side(self.asked), "second:interview", 0.6)
        if phrase.pronoun in ("i", "we"):
            quotation = self._quoted(phrase)
            if quotation is None:
                if phrase.pronoun == "i":
                    return None
                if self.cast.publisher is not None:
                    return Answer(self._side(self.cast.publisher), "first:publisher", 0.6)
                return Answer(self._side(self.author), "first:author", 0.5) if self.author is not None else None
            if quotation.speaker is None:
                return None
            if phrase.pronoun == "i" or quotation.speaker.kind != "person":
                return Answer(quotation.speaker, "first:speaker", 0.7)
            side = self._side(quotation.speaker)
            return Answer(side, "first:side", 0.6) if side is not quotation.speaker else None
        return None

    def _quoted(self, phrase: Phrase) -> Quotation | None:
        at = self.parses[phrase.sentence].tokens[phrase.head].start
        return next((q for q in self.quotations if q.start <= at < q.end), None)

    def _author(self) -> Entity | None:
        """Return the body that a text in the first person opens with: "The high command informs the people that we ..."."""
        if self.cast.publisher is not None or not self.parses:
            return None
        own = [
            p
            for p in {id(p): p for p in self.phrases.values()}.values()
            if p.pronoun == "we" and self._quoted(p) is None
        ]  # fmt: skip
        if len(own) < 3 or min(p.sentence for p in own) > 2:
            return None
        for i, token in enumerate(self.parses[0].tokens):
            answer = self._answer(0, i) if self.parses[0].relation(i) == "nsubj" or token.deprel == "root" else None
            if answer is not None and answer.entity is not None and answer.entity.kind in BODIES:
                return answer.entity
        return None

    def _side(self, speaker: Entity) -> Entity:
        """Return whom a speaker says "we" for: a minister's country, a spokesman's group."""
        if speaker.kind == "person":
            if speaker.voice_of is not None:
                return self._side(speaker.voice_of)
            office = self.cast.office(speaker)
            country = self.cast.actors[office].country if office is not None and office in self.cast.actors else None
            return self.cast.listed(f"state:{country.lower()}") if country else speaker
        if speaker.listed and speaker.kind in ("ministry", "government") and speaker.country:
            return self.cast.listed(f"state:{speaker.country.lower()}")
        if speaker.root is not None and speaker.kind in ("ministry", "government"):
            return self.namer.state(speaker.root, speaker.name)
        return speaker

    def _turns(self, text: str) -> list[Quotation]:
        """Return the turns of an interview or transcript: paragraphs that begin with a name and a colon."""
        out = []
        starts = {p.sentence.start: p for p in self.parses}
        for m in _TURN.finditer(text):
            parse = starts.get(m.start(1))
            answer = self._answer(parse.number, 0) if parse is not None else None
            if answer is None and parse is not None:
                answer = next((a for k in range(1, 4) if (a := self._answer(parse.number, k)) is not None and a.entity), None)
            if answer is not None and answer.entity is not None and answer.entity.kind in ("person", "media"):
                out.append(Quotation(m.start(2), m.end(2), answer.entity))
        return out

    def _resumed(self, text: str, n: int) -> Entity | None:
        """A quotation that follows another in its paragraph, and that nobody else is said to say, goes on in the same voice."""
        if n == 0:
            return None
        before, here = self.quotations[n - 1], self.quotations[n]
        between = text[before.end : here.start]
        if here.start - before.end < 8 and not between.strip(' "“”«»\n\r\t'):
            return before.speaker
        return before.speaker if len(between) < RESUMED and "\n" not in between else None

    def _speaker(self, quotation: Quotation) -> Entity | None:
        touching = [
            p for p in self.parses if p.sentence.end > quotation.start - 2 and p.sentence.start < quotation.end + 2
        ]  # fmt: skip
        for parse in [*reversed(touching), *self._before(touching)]:
            found = self._source(parse, quotation)
            if found is not None:
                return found
        return None

    def _before(self, touching: Sequence[Parse]) -> Sequence[Parse]:
        if not touching or touching[0].number == 0:
            return ()
        previous = self.parses[touching[0].number - 1]
        ends = previous.tokens[-1].text if previous.tokens else ""
        return (previous,) if ends == ":" else ()

    def _source(self, parse: Parse, quotation: Quotation) -> Entity | None:
        """Return the subject of a verb of speech that stands outside the quotation."""
        for i, token in enumerate(parse.tokens):
            if token.lemma not in self.said or token.upos != "VERB" or quotation.start <= token.start < quotation.end:
                continue
            for c in parse.children[i]:
                if parse.tokens[c].deprel == "nsubj" and not quotation.start <= parse.tokens[c].start < quotation.end:
                    answer = self._answer(parse.number, c)
                    if answer is not None and answer.entity is not None:
                        return answer.entity
        return None

    def _answer(self, sentence: int, head: int) -> Answer | None:
        phrase = self.phrases.get((sentence, head))
        return self.answers.get((sentence, head)) or (self.answers.get((sentence, phrase.head)) if phrase is not None else None)


def quotations(text: str) -> list[Quotation]:
    """Return the quoted stretches of a text of more than a few words; a mark left open ends with its paragraph."""
    out: list[Quotation] = []
    start: int | None = None
    for mark in _MARK.finditer(text):
        i, c = mark.start(), mark.group()
        if c == "\n" and start is not None:
            out.append(Quotation(start, i))
            start = None
        elif start is None and (c in _OPEN or c == _STRAIGHT):
            start = i + 1
        elif start is not None and (c in _CLOSE or c == _STRAIGHT):
            out.append(Quotation(start, i))
            start = None
    if start is not None:
        out.append(Quotation(start, len(text)))
    return [q for q in out if q.end - q.start > 8]
