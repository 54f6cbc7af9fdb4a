"""What of a claim a codebook looks at: its words, what names the happening, and who and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimwire.records import Claim, Report, Span

Lemma = Callable[[str, str], str]  # form and part of speech to dictionary form
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_POS = ("VERB", "NOUN", "ADJ")


@dataclass(frozen=True)
class Passage:
    """A claim, or a sentence of a codebook in which no claim was found: then every part is the whole sentence."""

    text: str  # the claim's words in text order: evidence and participants
    trigger: str
    actor: str = ""
    recipient: str = ""
    place: str = ""
    event_type: str | None = None
    modes: tuple[str, ...] = ()
    realization: str | None = None
    factuality: str | None = None
    coded: bool = True

    @cached_property
    def rest(self) -> str:
        """The claim's words without who does it and what is done: whom or what it is about."""
        without = {*self.trigger.split(), *self.actor.split()}
        kept = " ".join(w for w in self.text.split() if w not in without) if self.coded else self.text
        return kept or " ".join((self.recipient, self.place)).strip() or self.text


def of_claim(claim: Claim, report: Report) -> Passage:
    """A claim as a passage."""
    people = {role: [p.span for p in who] for role, who in (("actor", claim.actor), ("recipient", claim.recipient))}
    places = [p.span for p in claim.places]
    every = [claim.trigger, claim.evidence, *people["actor"], *people["recipient"], *places]
    return Passage(
        text=" ".join(report.text[a:b] for a, b in _union(every)),
        trigger=claim.trigger.text,
        actor=_words(people["actor"]),
        recipient=_words(people["recipient"]),
        place=_words(places),
        event_type=claim.event_type or claim.kind,
        modes=claim.modes,
        realization=claim.realization,
        factuality=claim.factuality,
    )


def of_sentence(sentence: str) -> Passage:
    """A sentence that no claim was found in."""
    return Passage(text=sentence, trigger=sentence, actor=sentence, recipient=sentence, place=sentence, coded=False)


def _words(spans: Iterable[Span]) -> str:
    return " , ".join(s.text for s in spans)  # the comma keeps a phrase from running over two names


def _union(spans: Sequence[Span]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(s.offsets for s in spans):
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


class Lemmas:
    """Dictionary forms that a word may have, remembered: no tagger is asked, for a stored claim has no tags."""

    def __init__(self, lemma: Lemma) -> None:
        self._lemma = lemma
        self._known: dict[str, frozenset[str]] = {}

    def of(self, text: str) -> list[frozenset[str]]:
        """Return the possible lemmas of each word of ``text``; punctuation is a word without any."""
        return [self._forms(w) for w in _split(text)]

    def phrase(self, text: str) -> tuple[str, ...]:
        """A word or phrase of a lexicon, ready to be looked for."""
        return tuple(w.lower() for w in _split(text))

    def _forms(self, word: str) -> frozenset[str]:
        if word not in self._known:
            low = word.lower()
            self._known[word] = frozenset({low, low.removesuffix("'s").removesuffix("’s"), *(self._lemma(word, p) for p in _POS)})
        return self._known[word]


def _split(text: str) -> list[str]:
    return [m[0] for m in re.finditer(rf"{_WORD.pattern}|[,;:.]", text)]


def find(phrases: Iterable[tuple[str, ...]], words: Sequence[frozenset[str]]) -> tuple[str, ...] | None:
    """Return the first of ``phrases`` that stands in ``words``, a word for a word, or None."""
    present = frozenset().union(*words) if words else frozenset()
    for phrase in phrases:
        if not phrase or any(p not in present for p in phrase):
            continue
        if len(phrase) == 1:
            return phrase
        for at in range(len(words) - len(phrase) + 1):
            if all(p in words[at + n] for n, p in enumerate(phrase)):
                return phrase
    return None
