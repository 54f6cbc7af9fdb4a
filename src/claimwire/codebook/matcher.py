"""Gives claims the types of a codebook: by lexicon entries that hold, by nearness to the examples, and by both together."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from claimwire.codebook.lexicon import Hit, Lexicon
from claimwire.codebook.nearness import NONE, Array, Embed, Group, Nearness, Scores
from claimwire.codebook.passage import Lemma, Lemmas, Passage, of_claim, of_sentence
from claimwire.codebook.schema import Codebook
from claimwire.records import Claim, CustomType, Reading, Report

ORDINARY = Path(__file__).parent / "ordinary.jsonl"
SAME_CLAIM = 0.75  # nearness to a counter-example from which a lexicon entry gives way to it
EQUALLY_NEAR = 0.02

ClaimsOf = Callable[[str], tuple[Report, Sequence[Claim]]]  # codes one sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks for one type of one claim. ``score`` is what is written down."""

    type: str
    score: float
    hit: Hit | None
    likeness: float  # score by nearness alone
    example: str
    nearness: float
    vetoed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Matcher:
    """A codebook that has read its examples. Make it with ``learn``."""

    book: Codebook
    types: tuple[str, ...]
    sentences: tuple[str, ...]
    lexicon: Lexicon
    near: Nearness
    given: Scores  # [sentences, types]: score by the lexicon
    left_out: Scores  # [sentences, types]: score by nearness with the sentence itself left out
    left_out_alone: Scores  # the same, as if there were no lexicon
    unlike_ordinary: tuple[str, ...]  # ordinary sentences that are left aside, for they may be of a type

    def verdicts(self, passages: Sequence[Passage]) -> list[list[Verdict]]:
        """Return for each passage what speaks for each type."""
        if not passages:
            return []
        scores, near = self.near.scores(passages)
        return [self._judge(p, scores[n], near[n]) for n, p in enumerate(passages)]

    def _judge(self, passage: Passage, likeness: Scores, near: Array) -> list[Verdict]:
        hits = self.lexicon.hits(passage)
        against = self.near.nearest(near, NONE)
        out = []
        for t, name in enumerate(self.types):
            best = self.near.nearest(near, t)
            hit, alike = hits.get(name), float(likeness[t])
            # A researcher adds a counter-example because an entry held where it should not.
            vetoed = against.nearness >= SAME_CLAIM and against.nearness > best.nearness + EQUALLY_NEAR
            weight = 0.0 if hit is None or vetoed else hit.weight
            out.append(
                Verdict(
                    type=name,
                    score=round(1 - (1 - alike) * (1 - weight), 3),
                    hit=hit,
                    likeness=alike,
                    example=self.sentences[best.sentence],
                    nearness=best.nearness,
                    vetoed_by=self.sentences[against.sentence] if hit and vetoed else None,
                )
            )
        return out

    def assign(self, reading: Reading) -> Reading:
        """Return the reading with the codebook's types on its claims, best first."""
        found = self.verdicts([of_claim(c, reading.report) for c in reading.claims])
        claims = (
            replace(claim, custom_types=self._written(verdicts)) for claim, verdicts in zip(reading.claims, found, strict=True)
        )
        return replace(reading, claims=tuple(claims))

    def _written(self, verdicts: Sequence[Verdict]) -> tuple[CustomType, ...]:
        kept = sorted((v for v in verdicts if v.score >= self.book.threshold), key=lambda v: (-v.score, self.types.index(v.type)))
        return tuple(
            CustomType(codebook=self.book.codebook, type=v.type, score=v.score, rule=reason(v), example=v.example) for v in kept
        )


def reason(verdict: Verdict) -> str:
    """Why a type was given, e.g. ``entry facility_hit.1 (ASSAULT + target clinic), examples .41``."""
    by_examples = f"examples {verdict.likeness:.2f}"
    return f"entry {verdict.hit.entry} ({verdict.hit.because}), {by_examples}" if verdict.hit else by_examples


def ordinary() -> list[tuple[str, Group]]:
    """Sentences of ordinary reporting with their claims: what a claim of no type looks like (``training/ordinary.py``)."""
    out = []
    for line in ORDINARY.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passages = tuple(Passage(**{**p, "modes": tuple(p.get("modes", ()))}) for p in row["claims"])
        out.append((row["sentence"], passages or (of_sentence(row["sentence"]),)))
    return out


def learn(book: Codebook, *, claims_of: ClaimsOf, embed: Embed, lemma: Lemma) -> Matcher:
    """Read the codebook's sentences as reports are read, and fit what nearness to them is worth."""
    types = tuple(book.types)
    lexicon = Lexicon(book, Lemmas(lemma))

    def group(sentence: str) -> Group:
        report, claims = claims_of(sentence)
        return tuple(of_claim(c, report) for c in claims) or (of_sentence(sentence),)

    labelled = [(s, t) for t, name in enumerate(types) for s in book.types[name].examples]
    labelled += [(s, NONE) for name in types for s in book.types[name].counter_examples]
    labelled += [(s, NONE) for s in book.counter_examples]
    groups = [group(s) for s, _ in labelled]
    kept, aside = _apart(groups, [t for _, t in labelled], lexicon, embed, len(types))
    sentences = (*(s for s, _ in labelled), *(s for s, _ in kept))
    near = Nearness(
        embed=embed,
        groups=[*groups, *(g for _, g in kept)],
        types=np.array([*(t for _, t in labelled), *(NONE for _ in kept)]),
        n_types=len(types),
    )
    given = np.array([[strongest(lexicon, g).get(name, 0.0) for name in types] for g in near.groups])
    left_out, alone = near.learn(given, np.array([bool(book.types[name].lexicon) for name in types]))
    return Matcher(book, types, sentences, lexicon, near, given, left_out, alone, tuple(aside))


def strongest(lexicon: Lexicon, group: Group) -> dict[str, float]:
    """The best entry of each type over the claims of a sentence."""
    out: dict[str, float] = {}
    for passage in group:
        for name, hit in lexicon.hits(passage).items():
            out[name] = max(out.get(name, 0.0), hit.weight)
    return out


def _apart(
    groups: Sequence[Group], labels: Sequence[int], lexicon: Lexicon, embed: Embed, n_types: int
) -> tuple[list[tuple[str, Group]], list[str]]:
    """Split ordinary sentences: those of no type, and those that may well be of one.

    A codebook may be about just what our ordinary sentences tell. One for which an entry holds, or which is as near to an example
    as the nearest fifth of the examples are to one another, teaches nothing.
    """
    near = Nearness(embed=embed, groups=groups, types=np.array(labels), n_types=n_types)
    of_type = np.array(labels) != NONE
    own = near.similarities(near.rows, without=near.group_of)
    typical = []
    for t in range(n_types):
        mine = np.array(labels) == t
        rows = mine[near.group_of]
        typical.append(float(np.quantile(own[rows][:, mine].max(axis=1), 0.8)) if mine.sum() > 1 else 1.0)
    kept: list[tuple[str, Group]] = []
    aside: list[str] = []
    limits = np.array([typical[t] for t in np.array(labels)[of_type]])
    for sentence, group in ordinary():
        nearest = near.near(group)[:, of_type]
        if (nearest >= limits).any() or any(lexicon.hits(p) for p in group if p.coded):
            aside.append(sentence)
        else:
            kept.append((sentence, group))
    return kept, aside
