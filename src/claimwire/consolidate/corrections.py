"""What no longer stands: reports that were withdrawn or corrected, and words that their own speaker took back.

Nothing is deleted. A claim that is gone stays in its event with the reason, and counts for no status, value or count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimwire.consolidate.members import Member, Replacement
from claimwire.consolidate.sketch import family
from claimwire.records import Participant, Statement

NEGATIVE = frozenset({"CT-", "PR-", "PS-"})
AFFIRMING = frozenset({"CT+", "PR+"})

_SOURCES = (
    r"(?:reports?|statements?|claims?|accounts?|figures?|stor(?:y|ies)|tolls?|versions?|announcements?|counts?|allegations?)"
)
_EARLIER = r"\b(?:an?\s+|the\s+|its\s+|their\s+)?(?:earlier|previous|initial|first|prior|preliminary|original)\s+(?:\w+\s+){0,2}?"
_FALSE = r"(?:wrong|false|incorrect|inaccurate|mistaken|untrue|erroneous|unfounded|in\s+error|not\s+(?:true|correct))"
_WAS = r"\b(?:was|were|is|are|been|proved|out\s+to\s+be|to\s+be)\s+(?:\w+ly\s+)?"
# "Earlier reports that nine had died were wrong": what stands between is disowned by whoever says so.
_DISOWNED = (
    re.compile(_EARLIER + _SOURCES + r"\b(?P<body>.*?)" + _WAS + _FALSE, re.IGNORECASE | re.DOTALL),
    re.compile(r"\b" + _SOURCES + r"\s+(?:of|that|about)\b(?P<body>[^,;]*?)" + _WAS + _FALSE, re.IGNORECASE),
    re.compile(
        r"\b(?:wrongly|incorrectly|mistakenly|erroneously)\s+(?:reported|said|stated|gave|put|identified|attributed)\b(?P<body>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        _EARLIER + r"(?:version|stor(?:y|ies)|report|article|dispatch)\b[^.]*?\b(?:said|stated|gave|reported|put)\b(?P<body>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
)
_WITHDREW = r"\b(?:withdr[aeo]w\w*|retract\w*|recant\w*|disavow\w*|(?:took|takes?|taken|taking)\s+back)\b"
_WITHDRAWS = re.compile(_WITHDREW, re.IGNORECASE)
_WITHDRAWS_WORDS = re.compile(  # "took back its claim that", where the claim and not the taking back was read as the cue
    _WITHDREW
    + r"\s+(?:its|his|her|their|the|an?|that|this)\s+(?:\w+\s+){0,2}?(?:"
    + _SOURCES
    + r"|accusations?|charges?|assertions?)\b",
    re.IGNORECASE,
)
_CONFIRM = r"(?:confirm|verif|corroborat|substantiat|authenticat)\w*"
_UNABLE = (
    r"(?:\bnot|n't|\bnever|\bunable\s+to|\byet\s+to|\bdeclin\w+\s+to|\brefus\w+\s+to|\bneither|\bwithout|\bcannot)"
    r"(?:\s+(?:in\s+a\s+position|able|ready|prepared)\s+to)?(?:\s+\w+ly)?(?:\s+be)?(?:\s+\w+ly)?(?:\s+been)?\s+"
)
# Who says one of these neither affirms nor denies what it is said of.
_WITHHOLDS = re.compile(
    _UNABLE + _CONFIRM + r"|\b(?:declin\w+|refus\w+)\s+to\s+(?:comment|say)|(?:\bnot|n't)\s+(?:say|comment)\b"
    r"|\b(?:no|any)\s+(?:\w+\s+)?(?:information|knowledge|record|evidence|confirmation|comment|reports?)\s+(?:about|of|on|that|to)\b"
    r"|\bnot\s+aware\s+of\b|\bunaware\s+of\b"
    r"|\b(?:aware\s+of|looking\s+into|check\w*|investigat\w+|examin\w+|stud(?:y|ied|ies|ying)|verifying|receiv\w+|seen|heard|monitor\w+)"
    r"\s+(?:\w+\s+){0,2}?(?:reports?|allegations?|accounts?|rumou?rs?|claims?)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:be|been)\s+(?:\w+ly\s+)?" + _CONFIRM, re.IGNORECASE)
_OF_IT = re.compile(r"(?:\s+or\s+\w+)?\s+(?:it|them|this|that|these|those|the\s+(?:\w+\s+)?" + _SOURCES + r")\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:which|that|who)\s+(?:\w+\s+){0,2}?$", re.IGNORECASE)
_DISCLAIMS = re.compile(  # "denied any role in the shelling" says of who shelled, and nothing of whether anybody did
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|disclaim\w*)\s+(?:\w+\s+){0,2}?(?:responsibility|involvement|role|part|hand|blame|connection"
    r"|complicity|participation)\b|\b(?:no|not|never)\s+(?:\w+\s+)?(?:(?:role|part|hand|involvement|involved)\s+in|responsib\w+\s+for"
    r"|behind)\b|\bnothing\s+to\s+do\s+with\b",
    re.IGNORECASE,
)

# Letters that each of the patterns above needs: looking for them first spares nine sentences in ten the patterns.
_DISOWNING = (
    "earlier", "previous", "initial", "first", "prior", "preliminar", "original", "wrong", "correct", "mistaken", "erron",
    "false", "inaccurate", "untrue", "unfounded", "in error", "not true",
)  # fmt: skip
_WITHHOLDING = (
    "confirm", "verif", "corroborat", "substantiat", "authenticat", "comment", "information", "knowledge", "record", "evidence",
    "report", "aware", "allegation", "account", "rumo", "claim", "not say", "n't say", "to say",
)  # fmt: skip
_DISCLAIMING = (
    "responsib", "involve", " role", " part", " hand", "blame", "connection", "complicity", "behind", "nothing to do",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of an event's claims no longer counts, and why. Keys are claim ids."""

    gone: Mapping[str, str] = field(default_factory=dict)  # why, in words
    retracted: frozenset[str] = frozenset()  # of those gone: taken back by who said it or printed it, with nothing in its place
    by: Mapping[str, str] = field(default_factory=dict)  # the claim, of the same source, that took the place of one gone
    unconfirmed: frozenset[str] = frozenset()  # told as what somebody does not confirm: neither affirmed nor denied
    withdrawals: frozenset[str] = frozenset()  # told as what somebody took back
    disowned: frozenset[str] = frozenset()  # told as an earlier report that was wrong
    disclaimed: frozenset[str] = frozenset()  # told by somebody who says no more than that he had no part in it
    numbers: frozenset[str] = frozenset()  # claims of which the number, and no more, was said to be wrong

    def stands(self, m: Member) -> bool:
        """True when the claim still counts as somebody's word for or against the happening."""
        c = m.claim.id
        told = self.unconfirmed | self.withdrawals | self.disowned | self.disclaimed
        return c not in self.gone and c not in told

    def affirms(self, m: Member) -> bool:
        """True when it stands and its innermost speaker holds it for certain or probable."""
        return self.stands(m) and m.claim.factuality in AFFIRMING

    def denies(self, m: Member) -> bool:
        """True when it stands as a denial."""
        return self.stands(m) and m.claim.factuality in NEGATIVE


def standing(members: Sequence[Member]) -> Standing:
    """Return which claims of one event still stand. The order of ``members`` does not matter."""
    ordered = sorted(members, key=lambda m: m.place_in_text)
    gone: dict[str, str] = {}
    retracted: set[str] = set()
    by: dict[str, str] = {}
    unconfirmed = {m.claim.id for m in ordered if _withheld(m)}
    withdrawals = {m.claim.id for m in ordered if _withdrawer(m) is not None}
    disowned = {m.claim.id for m in ordered if _is_disowned(m)}
    disclaimed = {m.claim.id for m in ordered if _is_disclaimed(m)}
    versions = [m for m in ordered if m.status != "usable"]
    for m in ordered:
        if (replaced := _replaced(m, versions)) is None:
            continue
        later = [n for n in ordered if n.report == replaced.report and n.status != "canceled"]
        if replaced.status == "canceled":
            gone[m.claim.id] = "withdrawn by its publisher"
            retracted.add(m.claim.id)
            continue
        if m.replaced is None:
            # A notice that does not say which report it puts right is about what it says itself: a denial that stood beside
            # the figure is not taken back with it.
            own = [n for n in later if not m.chain or not n.chain or speaker(n) == speaker(m)]
            later = [n for n in own if _polarity(n) == _polarity(m)]
            if not later:
                continue
        gone[m.claim.id] = f"replaced by the corrected report {replaced.report}"
        if later:
            by[m.claim.id] = min(later, key=lambda n: (_polarity(n) != _polarity(m), n.place_in_text)).claim.id
        else:
            retracted.add(m.claim.id)
    numbers: set[str] = set()
    left = [m for m in ordered if m.claim.id not in gone]
    takers = [m for m in left if m.claim.id in withdrawals or m.claim.id in disowned]
    voices: dict[str | None, list[Member]] = {}
    for m in left:
        voices.setdefault(speaker(m), []).append(m)
    # Where a speaker always says the same, nothing of his takes anything back.
    turned = {who: _last_words(ms) for who, ms in voices.items() if who is not None and len({_polarity(m) for m in ms}) > 1}
    for m in left:
        for d, why in _taken_back(m, [*takers, *turned.get(speaker(m) or "", ())], withdrawals, disowned):
            if d.claim.id in disowned and d.claim.quantities:
                numbers.add(m.claim.id)
            else:
                gone[m.claim.id] = why
                if m.claim.factuality in AFFIRMING:
                    retracted.add(m.claim.id)
            by.setdefault(m.claim.id, d.claim.id)
    return Standing(
        gone=gone,
        retracted=frozenset(retracted),
        by=by,
        unconfirmed=frozenset(unconfirmed),
        withdrawals=frozenset(withdrawals),
        disowned=frozenset(disowned),
        disclaimed=frozenset(disclaimed),
        numbers=frozenset(numbers),
    )


def _last_words(ms: Sequence[Member]) -> list[Member]:
    """Return the last claims of a speaker for and against each doer: what takes anything back is among them."""
    last: dict[tuple[object, ...], Member] = {}
    for m in ms:
        last[_polarity(m), frozenset(k for p in m.claim.actor for k in _keys(p))] = m
    return list(last.values())


def speaker(m: Member) -> str | None:
    """Return who holds the claim, comparable over reports; the publisher in its own voice; None for nobody in particular."""
    return _speaker_of(m.chain, m.publisher)


def later(a: Member, b: Member) -> bool:
    """True when ``a`` was certainly published after ``b``; a bare day says nothing about hours of that day."""
    if not a.published or not b.published:
        return False
    n = len("2016-05-27") if min(len(a.published), len(b.published)) <= len("2016-05-27") else None
    return a.published[:n] > b.published[:n]


def _speaker_of(chain: Sequence[Statement], publisher: str | None) -> str | None:
    if not chain:
        return f"publisher:{publisher}" if publisher else None
    statement = chain[-1]
    words = " ".join(s.text.lower() for s in statement.source)
    if statement.speaker is None:
        return None
    kind = statement.speaker.partition(":")[0]
    if kind == "class":
        return None
    if kind == "unnamed":  # an office is one person's ("the mayor of Dorsk"), "a mayor" may be any
        return f"{statement.speaker} {words}" if words.startswith(("the ", "its ")) else None
    return family(statement.speaker) if kind in {"state", "gov"} else statement.speaker


def _replaced(m: Member, versions: Sequence[Member]) -> Replacement | None:
    """Return what took the place of a member's report: by its own word, else by the publisher's later correction."""
    if m.status == "canceled":
        return Replacement(report=m.report, status="canceled")
    if m.replaced is not None:
        return m.replaced
    for n in reversed(versions):
        if n.report == m.report:
            continue
        # A correction that does not say of what: of what its publisher told of this very happening before.
        unsaid = n.corrects is None and n.publisher is not None and n.publisher == m.publisher and not later(m, n)
        if n.corrects == m.report or (unsaid and (m.status == "usable" or later(n, m))):
            return Replacement(report=n.report, status=n.status)
    return None


def _taken_back(m: Member, others: Sequence[Member], withdrawals: set[str], disowned: set[str]) -> Iterator[tuple[Member, str]]:
    """Yield the words of a claim's own speaker (or, of its publisher, who printed it) that take it back."""
    who = speaker(m)
    if m.claim.id in withdrawals or m.claim.id in disowned:
        return
    for n in others:
        if n is m or not _same_matter(m, n):
            continue
        if n.claim.id in withdrawals:
            if m.claim.factuality in AFFIRMING and _is(_withdrawer(n), m):
                yield n, "its source took it back"
        elif n.claim.id in disowned:
            own = who is not None and _disowner(n) == who
            printed = n.publisher is not None and n.publisher == m.publisher and m.report != n.report
            if (own or (printed and not m.chain)) and m.claim.factuality in AFFIRMING and _same_figure(m, n):
                yield n, "its source said later that it was wrong"
        elif who is not None and n.report != m.report and later(n, m) and speaker(n) == who:
            sides = {_polarity(m), _polarity(n)}
            if sides == {"for", "against"}:
                yield n, "its source said otherwise later"


def _polarity(m: Member) -> str:
    f = m.claim.factuality
    return "for" if f in AFFIRMING else "against" if f in NEGATIVE else "open"


def _same_matter(a: Member, b: Member) -> bool:
    """True unless one says who did it and the other does not, or names another: a denial of one's own part is no withdrawal."""
    x, y = ({key for p in m.claim.actor for key in _keys(p)} for m in (a, b))
    against = [m for m in (a, b) if m.claim.factuality in NEGATIVE]
    if x and y:
        return bool(x & y)
    return not any(m.claim.actor for m in against) or (not x and not y)


def _keys(p: Participant) -> set[str]:
    """Return by what a doer is compared: whom it resolves to, and by their noun those who are known by no name."""
    noun = p.span.text.lower().split()[-1].removesuffix("s")
    if p.target is None or p.target.startswith(("class:", "unnamed:")):
        return {noun, *([p.target] if p.target else [])}
    return {family(p.target)}


def _same_figure(a: Member, b: Member) -> bool:
    """True when what was called wrong is a number that ``a`` gives, or no number at all."""
    wrong = {(q.quantity.measure, q.quantity.low) for q in b.claim.quantities}
    return not wrong or bool(wrong & {(q.quantity.measure, q.quantity.low) for q in a.claim.quantities})


def _withdrawer(m: Member) -> tuple[str | None, str] | None:
    """Return who a claim is told to have been withdrawn by: as resolved, and in words."""
    found = next((s for s in m.chain if _WITHDRAWS.search(" ".join(c.text for c in s.cue))), None)
    # "It withdrew its allegation, saying that the witness had erred": what it says in place of it stands.
    if found is not None and (found is m.chain[-1] or m.claim.factuality in NEGATIVE):
        words = " ".join(x.text for x in found.source)
        return _speaker_of(m.chain[: m.chain.index(found) + 1], m.publisher), _bare(words)
    at = m.claim.trigger.start - m.offset
    told = next((x for x in _WITHDRAWS_WORDS.finditer(m.sentence) if x.end() <= at), None)
    if told is None:
        return None
    return speaker(m) if m.chain else None, _bare(m.sentence[: told.start()].rpartition(",")[2])


def _is(who: tuple[str | None, str] | None, m: Member) -> bool:
    """True when the speaker of a claim is whom a withdrawal names, as resolved or word for word."""
    if who is None or not m.chain:
        return False
    return (who[0] is not None and who[0] == speaker(m)) or who[1] == _bare(" ".join(x.text for x in m.chain[-1].source))


def _bare(words: str) -> str:
    return " ".join(w for w in words.lower().split() if w not in {"the", "a", "an", "has", "have", "had", "later"})


def _is_disowned(m: Member) -> bool:
    if not _has_any(m.sentence, _DISOWNING):
        return False
    at = m.claim.trigger.start - m.offset
    return any(match.start("body") <= at < match.end("body") for p in _DISOWNED for match in p.finditer(m.sentence))


def _disowner(m: Member) -> str | None:
    """Return who calls the report wrong: not the "earlier reports" that the claim stands under, but whoever speaks of them."""
    outer = [s for s in m.chain if not re.search(_EARLIER.strip(r"\b"), " ".join(x.text for x in s.source) + " ", re.IGNORECASE)]
    return _speaker_of(outer, m.publisher)


def _has_any(sentence: str, parts: Sequence[str]) -> bool:
    low = sentence.lower()
    return any(p in low for p in parts)


def _withheld(m: Member) -> bool:
    """True when whoever speaks of the happening in this sentence does not confirm it, or knows it from reports only."""
    if not _has_any(m.sentence, _WITHHOLDING):
        return False
    at = m.claim.trigger.start - m.offset
    for match in _WITHHOLDS.finditer(m.sentence):
        if not _own_words(m, match.start() + m.offset, match.end() + m.offset):
            continue
        passive = _PASSIVE.search(match.group()) and not (m.chain and _RELATIVE.search(m.sentence[: match.start()]))
        if match.end() <= at or passive or _OF_IT.match(m.sentence, match.end()):
            return True
    return False


def _own_words(m: Member, start: int, end: int) -> bool:
    """True when words of the sentence are those of a claim's own speakers: what a ministry leaves open, residents may affirm."""
    if not m.chain:
        return True
    return any(x.start < end and start < x.end for s in m.chain for x in (*s.content, *s.cue))


def _is_disclaimed(m: Member) -> bool:
    if m.chain and m.chain[-1].stance == "denying" and m.claim.factuality in AFFIRMING:
        return True
    if not _has_any(m.sentence, _DISCLAIMING):
        return False
    at = m.claim.trigger.start - m.offset
    return any(x.end() <= at and _own_words(m, x.start() + m.offset, x.end() + m.offset) for x in _DISCLAIMS.finditer(m.sentence))
