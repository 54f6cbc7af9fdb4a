"""Universal Dependencies from raw text: our sentences and words against a treebank's, as the CoNLL 2018 task scored it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimwire.evaluate.measures import Figure, Tally, f1, figure
from claimwire.records import Annotation, Token


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A treebank sentence: its text, and (start, end, upos, head offsets or None for the root, deprel) of each word."""

    text: str
    words: tuple[tuple[int, int, str, tuple[int, int] | None, str], ...]


def sentences(conllu: str) -> Iterator[GoldSentence]:
    """Read a CoNLL-U file. Words of a multi-word token share its characters and are left out of scoring offsets apart."""
    for block in conllu.strip().split("\n\n"):
        lines = block.split("\n")
        text = next((x[9:] for x in lines if x.startswith("# text = ")), None)
        if text is None:
            continue
        offsets: dict[str, tuple[int, int]] = {}
        rows: list[list[str]] = []
        at, until = 0, 0
        for line in lines:
            if line.startswith("#"):
                continue
            row = line.split("\t")
            if "." in row[0]:
                continue
            if "-" in row[0]:
                at = text.index(row[1], at)
                until = int(row[0].split("-")[1])
                inner = at
                at += len(row[1])
                continue
            if int(row[0]) <= until:
                found = text.find(row[1], inner, at)
                start = found if found >= 0 else inner
                offsets[row[0]] = (start, min(start + len(row[1]), at))
                inner = offsets[row[0]][1]
            else:
                at = text.index(row[1], at)
                offsets[row[0]] = (at, at + len(row[1]))
                at += len(row[1])
            rows.append(row)
        yield GoldSentence(text, tuple((*offsets[r[0]], r[3], offsets.get(r[6]), r[7]) for r in rows))


def score_parse(gold: Sequence[GoldSentence], annotations: Sequence[Annotation]) -> list[Figure]:
    """Return F1 of words, UPOS, UAS and LAS (with subtypes) over words that both sides cut alike."""
    tallies = []
    for g, annotation in zip(gold, annotations, strict=True):
        found: dict[tuple[int, int], tuple[str, tuple[int, int] | None, str]] = {}
        for s in annotation.sentences:
            for t in s.tokens:
                head = s.tokens[t.head] if t.head >= 0 else None
                found[t.start, t.end] = (t.upos, _offsets(head), t.deprel)
        tally: Tally = Counter()
        for key in ("words", "upos", "uas", "las"):
            tally[f"{key}.gold"] += len(g.words)
            tally[f"{key}.pred"] += len(found)
        for start, end, upos, head_at, deprel in g.words:
            mine = found.get((start, end))
            if mine is None:
                continue
            tally["words.tp"] += 1
            tally["upos.tp"] += mine[0] == upos
            tally["uas.tp"] += mine[1] == head_at
            tally["las.tp"] += mine[1] == head_at and mine[2] == deprel
        tallies.append(tally)
    return [figure(k, tallies, lambda t, k=k: f1(t, k), n_key=f"{k}.gold") for k in ("words", "upos", "uas", "las")]  # type: ignore[misc]


def _offsets(token: Token | None) -> tuple[int, int] | None:
    return (token.start, token.end) if token else None
