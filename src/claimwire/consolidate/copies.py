"""Which reports are copies: whole, inside a longer one, or by the words that they quote.

A report's print is made once and kept; two prints tell how much of the one is in the other without either text. Copies are
looked for by bands of MinHash (Broder 1997; banding after Leskovec, Rajaraman, Ullman 2014), by whole sentences, by rarer
five-word runs and by quotations: work grows with the reports, not with their pairs.

The thresholds are measured on edits made by program of 125 reports of the claims corpus, on all 7,750 pairs of those reports,
and on the 27,261 pairs of 234 newspaper reports on one war (FA-KES). Found of the edits (n = 121 to 125 each): all of those cut
to a half or a quarter, or short of a third of their sentences; 1.00, .99, .98, .94 and .76 with one word in twenty, ten, seven,
five and three changed; .93 of passages of two or four sentences inside another text, .84 of three sentences with one word in ten
changed. Of the 7,750 pairs five are found, and are one story. Of the newspapers' pairs every one at .35 or more of the smaller
text is one story, and nearly every one below .30 is an outlet's or an agency's stock of background paragraphs.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from claimwire.records import Reading, Report

Array = npt.NDArray[np.uint32]

RUN = 5  # words of a shingle
KEPT = 256  # shingles kept of a report: all of one of some 260 words, a fair sample of a longer one
BANDS, ROWS = 32, 2  # two reports that share three tenths of their shingles share a band with probability .95
SENTENCE = 10  # words from which the same sentence twice is no chance
QUOTED = 6  # words from which the same quotation twice is no chance
FACT, MANY = 6, 8  # numbers and names that a rewrite must keep: so many in their order, or so many in any
FACTS = 80  # numbers and names kept of a report
CROWD = 200  # reports that share a key and are still compared pair by pair; beyond, each is compared with its neighbours
NEIGHBOURS = 20
IDIOM = 30  # reports that share a five-word run by which copies are looked for; beyond, it is a turn of phrase
_RARE = 2**30  # one shingle in four is looked for: of a passage in common, with its edits, some remain

COPY = 0.8  # of the smaller report's shingles are in the other: the same text, give or take a headline
NEAR = 0.3  # an edited copy, or one with paragraphs of its own
BRIEF = 12  # shingles that even a short report must share with its copy
PASSAGE = 20  # shingles in common, some 24 words in a row: no accident of two hands
STORY = 10  # days in which outlets print one story; later, an agency's background paragraph comes back in another

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_QUOTE = re.compile(r'["“«„]([^"“”«»„]{15,}?)["”»“]')
_NUMBERS = (  # from two: "one" is more often a pronoun
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty"
)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_NUMBERS.split(), 2)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "dozens": "dozens", "scores": "scores", "hundreds": "hundreds",
}  # fmt: skip
_CALENDAR = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april"),
        *("may", "june", "july", "august", "september", "october", "november", "december"),
    }
)
_RANDOM = np.random.default_rng(1997)
_FACTOR = _RANDOM.integers(1, 2**32, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFT = _RANDOM.integers(0, 2**32, BANDS * ROWS, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What of a report's wording is kept, so that it can be compared with any later report; made once, some 3 kB of JSON."""

    report: str
    publisher: str | None
    published_at: str | None
    shingles: tuple[int, ...]  # digests of its five-word runs in rising order, a sample of them in a long report
    level: int  # one in 2 ** level was kept: those with the smallest digests
    bands: tuple[int, ...]  # two near-copies share at least one
    sentences: tuple[int, ...]  # digests of its longer sentences, without punctuation and case
    quotes: tuple[int, ...]  # digests of its longer direct quotations
    facts: tuple[int, ...]  # digests of its numbers and names, in their order: what a paraphrase keeps

    def to_dict(self) -> dict[str, Any]:
        """Return the print as one JSON object."""
        return {k: list(v) if isinstance(v := getattr(self, k), tuple) else v for k in self.__slots__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Print:
        """Build a print from what ``to_dict`` made. Raises TypeError when it is not one."""
        known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two reports share their words. ``contained`` is the share of the smaller one that is in the other."""

    resemblance: float
    contained: float
    shared: int  # shingles in common, estimated where one is long
    sentences: int
    quotes: tuple[int, ...]
    days: int | None = None  # between their dates; None where one has none

    @property
    def kind(self) -> str | None:
        """Return copy, near-copy, shared passage or shared quotation; None for two texts of their own."""
        if self.contained >= COPY and self.shared:
            return "copy"
        if self.days is not None and self.days > STORY:
            return None
        if self.contained >= NEAR and self.shared >= BRIEF:
            return "near-copy"
        if self.sentences or self.shared >= PASSAGE:
            return "shared passage"
        return "shared quotation" if self.quotes else None


def words(text: str) -> list[str]:
    """Return the words of a text as copies are compared by them: no case, no punctuation."""
    return [w.replace("’", "'") for w in _WORD.findall(text.lower())]


def print_of(reading: Reading) -> Print:
    """Make the print of one report from its text and sentences."""
    report = reading.report
    text = report.text
    quoted = quotations(report)
    outside = _without(text, [span for span, _ in quoted])
    shingles, level = _sampled(_shingles(words(outside)))
    every = _shingles(words(text))
    sentences = []
    for s in reading.sentences:
        its = words(outside[s.start : s.end])
        if len(its) >= SENTENCE:
            sentences.append(_digest(" ".join(its)))
    return Print(
        report=report.id,
        publisher=report.publisher,
        published_at=report.published_at,
        shingles=tuple(shingles.tolist()),
        level=level,
        bands=_bands(every),
        sentences=tuple(dict.fromkeys(sentences)),
        quotes=tuple(dict.fromkeys(d for _, d in quoted)),
        facts=_facts(text),
    )


def quotations(report: Report) -> list[tuple[tuple[int, int], int]]:
    """Return the longer direct quotations of a report: where each stands, and its digest."""
    out = []
    for m in _QUOTE.finditer(report.text):
        its = words(m[1])
        if len(its) >= QUOTED:
            out.append((m.span(1), _digest(" ".join(its))))
    return out


class Wording:
    """A print made ready to be compared with many others."""

    def __init__(self, print_: Print) -> None:
        self.print = print_
        self._at = {print_.level: frozenset(print_.shingles)}
        self._sentences, self._quotes = frozenset(print_.sentences), frozenset(print_.quotes)

    def like(self, other: Wording) -> Likeness:
        """Return how much of their own words two reports share; their quotations are compared apart."""
        level = max(self.print.level, other.print.level)
        mine, its = self._shingles(level), other._shingles(level)
        shared = len(mine & its)
        small, union = min(len(mine), len(its)), len(mine) + len(its) - shared
        return Likeness(
            resemblance=shared / union if union else 0.0,
            contained=shared / small if small else 0.0,
            shared=shared << level,
            sentences=len(self._sentences & other._sentences),
            quotes=tuple(sorted(self._quotes & other._quotes)),
            days=days_apart(self.print.published_at, other.print.published_at),
        )

    def _shingles(self, level: int) -> frozenset[int]:
        if level not in self._at:
            self._at[level] = frozenset(x for x in self.print.shingles if x < 2 ** (32 - level))
        return self._at[level]


def compare(a: Print, b: Print) -> Likeness:
    """Return how much of their own words two reports share; their quotations are compared apart."""
    return Wording(a).like(Wording(b))


def pairs(prints: Iterable[Print]) -> Iterator[tuple[Print, Print, Likeness]]:
    """Yield the pairs of reports that share words enough to be of one origin, each once, ordered by their ids."""
    every = sorted({p.report: p for p in prints}.values(), key=lambda p: p.report)
    seen: set[tuple[int, int]] = set()
    for idiom, members in _sharing(every):
        if len(members) <= (IDIOM if idiom else CROWD):
            seen.update(combinations(members, 2))
        elif not idiom:
            seen.update(_neighbours(members))
    ready = {n: Wording(every[n]) for n in {x for pair in seen for x in pair}}
    for a, b in sorted(seen):
        likeness = ready[a].like(ready[b])
        if likeness.kind is not None:
            yield every[a], every[b], likeness


def _sharing(every: Sequence[Print]) -> Iterator[tuple[bool, list[int]]]:
    """Yield the reports that share a band, a sentence, a quotation or a rarer run of words, and whether it is such a run."""
    for idiom, found in _keys(every):
        keys = np.fromiter((k for ks in found for k in ks), dtype=np.uint32)
        owner = np.repeat(np.arange(len(every)), [len(ks) for ks in found])
        order = np.argsort(keys, kind="stable")
        keys, owner = keys[order], owner[order]
        cuts = np.flatnonzero(np.diff(keys)) + 1
        starts, ends = np.append(0, cuts), np.append(cuts, len(keys))
        for n in np.flatnonzero(ends - starts > 1):
            yield idiom, owner[starts[n] : ends[n]].tolist()


def _keys(every: Sequence[Print]) -> Iterator[tuple[bool, list[tuple[int, ...]]]]:
    for n in range(BANDS):
        yield False, [p.bands[n : n + 1] for p in every]
    yield False, [p.sentences for p in every]
    yield False, [p.quotes for p in every]
    yield True, [p.shingles[: bisect_left(p.shingles, _RARE)] for p in every]


def paraphrased(a: Print, b: Print) -> bool:
    """True where two texts tell the same facts: what a rewrite keeps are the numbers and the names, mostly in their order.

    Two hands at work on one happening share its place and its toll, and differ in the rest.
    """
    least = min(len(a.facts), len(b.facts))
    if least < FACT:
        return False
    if _in_order(a.facts, b.facts) >= max(FACT, 0.8 * least):
        return True
    return least >= MANY and len(set(a.facts) & set(b.facts)) >= 0.85 * least


def days_apart(a: str | None, b: str | None) -> int | None:
    """Return the days between two ISO dates or date-times; None where one is missing or no date."""
    try:
        return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days) if a and b else None
    except ValueError:
        return None


def _in_order(a: Sequence[int], b: Sequence[int]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for n, y in enumerate(b, 1):
            before, row[n] = row[n], before + 1 if x == y else max(row[n], row[n - 1])
    return row[-1]


def _neighbours(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    for n, a in enumerate(ids):
        for b in ids[n + 1 : n + 1 + NEIGHBOURS]:
            yield a, b


def _digest(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out the quotations: what somebody said in public may stand in two reports that have nothing else in common."""
    out = list(text)
    for start, end in spans:
        out[start:end] = "\n" * (end - start)
    return "".join(out)


def _shingles(its: Sequence[str]) -> Array:
    runs = {_digest(" ".join(its[n : n + RUN])) for n in range(len(its) - RUN + 1)}
    return np.array(sorted(runs), dtype=np.uint32)


def _sampled(shingles: Array) -> tuple[Array, int]:
    level = 0
    while len(shingles) > KEPT:
        level += 1
        shingles = shingles[shingles < np.uint32(2 ** (32 - level))]
    return shingles, level


def _bands(shingles: Array) -> tuple[int, ...]:
    if not len(shingles):
        return ()
    mixed = (shingles.astype(np.uint64)[:, None] * _FACTOR + _SHIFT) >> np.uint64(16)
    least = (mixed & np.uint64(0xFFFFFFFF)).min(axis=0).astype(np.uint32).reshape(BANDS, ROWS)
    return tuple(zlib.crc32(row.tobytes()) for row in least)


def _facts(text: str) -> tuple[int, ...]:
    """Return digests of the numbers and of the names inside sentences, the first time each is told."""
    out: dict[str, None] = {}
    for m in _WORD.finditer(text):
        word = m.group()
        low = word.lower().replace("’", "'").removesuffix("'s")
        inside = (
            m.start() > 1
            and text[m.start() - 1] in " -("
            and text[: m.start()].rstrip()[-1:] not in {"", ".", "!", "?", '"', "”", "“", ":"}
        )
        if word[0].isdigit() or low in _NUMBER_WORDS or (inside and word[0].isupper() and low not in _CALENDAR):
            out.setdefault(_NUMBER_WORDS.get(low, low))
    return tuple(_digest(w) for w in list(out)[:FACTS])


def shared_words(a: str, b: str, *, limit: int = 20) -> str | None:
    """Return the first words of the longest run that two texts have in common, as the first writes them; None without one."""
    mine, other = [(m.group().lower().replace("’", "'"), m.span()) for m in _WORD.finditer(a)], words(b)
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n in range(len(other) - RUN + 1):
        at[tuple(other[n : n + RUN])].append(n)
    best, start = 0, 0
    n = 0
    while n + RUN <= len(mine):
        run = 0
        for place in at.get(tuple(w for w, _ in mine[n : n + RUN]), ())[:NEIGHBOURS]:
            k = RUN
            while n + k < len(mine) and place + k < len(other) and mine[n + k][0] == other[place + k]:
                k += 1
            run = max(run, k)
        if run > best:
            best, start = run, n
        n += max(run - RUN, 0) + 1
    if not best:
        return None
    last = mine[start + min(best, limit) - 1][1][1]
    more = " ..." if best > limit else ""
    return " ".join(a[mine[start][1][0] : last].split()) + more
