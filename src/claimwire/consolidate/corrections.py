"""What no longer stands: reports that were withdrawn or corrected, and words that their own speaker took back.

Nothing is deleted. A claim that is gone stays in its event with the reason, and counts for no status, value or count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimwire.consolidate.members import Member, Replacement
from claimwire.consolidate.sketch import family
from claimwire.records import Statement

NEGATIVE = frozenset({"CT-", "PR-", "PS-"})
AFFIRMING = frozenset({"CT+", "PR+"})

_SOURCES = r"(?:reports?|statements?|claims?|accounts?|figures?|stor(?:y|ies)|tolls?|versions?|announcements?|counts?)"
_EARLIER = r"\b(?:an?\s+|the\s+|its\s+|their\s+)?(?:earlier|previous|initial|first|prior|preliminary|original)\s+(?:\w+\s+){0,2}?"
_FALSE = r"(?:wrong|false|incorrect|inaccurate|mistaken|untrue|erroneous|unfounded|in\s+error|not\s+(?:true|correct))"
# "Earlier reports that nine had died were wrong": what stands between is disowned by whoever says so.
_DISOWNED = (
    re.compile(
        _EARLIER + _SOURCES + r"\b(?P<body>.*?)\b(?:was|were|is|are|been|proved|out\s+to\s+be|to\s+be)\s+(?:\w+ly\s+)?" + _FALSE,
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        r"\b(?:wrongly|incorrectly|mistakenly|erroneously)\s+(?:reported|said|stated|gave|put|identified|attributed)\b(?P<body>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        _EARLIER + r"(?:version|stor(?:y|ies)|report|article|dispatch)\b[^.]*?\b(?:said|stated|gave|reported|put)\b(?P<body>.*)",
        re.IGNORECASE | re.DOTALL,
    ),
)
_WITHDRAWS = re.compile(
    r"\b(?:withdr[aeo]w\w*|retract\w*|recant\w*|disavow\w*|(?:took|takes?|taken|taking)\s+back)\b", re.IGNORECASE
)
_CONFIRM = r"(?:confirm|verif|corroborat|substantiat|authenticat)\w*"
# Who says one of these neither affirms nor denies what follows it.
_WITHHOLDS = re.compile(
    r"(?:\bnot|n't|\bnever|\bunable\s+to|\byet\s+to|\bdeclin\w+\s+to|\brefus\w+\s+to|\bneither|\bwithout|\bcannot)"
    r"(?:\s+\w+ly)?(?:\s+be)?(?:\s+\w+ly)?(?:\s+been)?\s+" + _CONFIRM + r"|\b(?:declin\w+|refus\w+)\s+to\s+comment"
    r"|\b(?:no|any)\s+(?:\w+\s+)?(?:information|knowledge|record|evidence|confirmation|reports?)\s+(?:about|of|on|that|to)\b"
    r"|\bnot\s+aware\s+of\b|\bunaware\s+of\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:be|been)\s+(?:\w+ly\s+)?" + _CONFIRM, re.IGNORECASE)

# Letters that each of the patterns above needs: looking for them first spares nine sentences in ten the patterns.
_DISOWNING = (
    "earlier", "previous", "initial", "first", "prior", "preliminar", "original", "wrongly", "correctly", "mistaken", "erron",
)  # fmt: skip
_WITHHOLDING = (
    "confirm", "verif", "corroborat", "substantiat", "authenticat", "comment", "information", "knowledge", "record", "evidence",
    "report", "aware",
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
    numbers: frozenset[str] = frozenset()  # claims of which the number, and no more, was said to be wrong

    def stands(self, m: Member) -> bool:
        """True when the claim still counts as somebody's word for or against the happening."""
        c = m.claim.id
        return not (c in self.gone or c in self.unconfirmed or c in self.withdrawals or c in self.disowned)

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
    withdrawals = {m.claim.id for m in ordered if _withdrawal(m) is not None}
    disowned = {m.claim.id for m in ordered if _is_disowned(m)}
    versions = [m for m in ordered if m.status != "usable"]
    for m in ordered:
        if (replaced := _replaced(m, versions)) is None:
            continue
        later = [n for n in ordered if n.report == replaced.report and n.status != "canceled"]
        if replaced.status == "canceled":
            gone[m.claim.id] = "withdrawn by its publisher"
            retracted.add(m.claim.id)
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
    turned = {who: ms for who, ms in voices.items() if who is not None and len({_polarity(m) for m in ms}) > 1}
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
        numbers=frozenset(numbers),
    )


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
            statement = _withdrawal(n)
            if statement is not None and who is not None and _withdrawer(n, statement) == who and m.claim.factuality in AFFIRMING:
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
    x, y = ({family(p.target) if p.target else p.span.text.lower() for p in m.claim.actor} for m in (a, b))
    against = [m for m in (a, b) if m.claim.factuality in NEGATIVE]
    if x and y:
        return bool(x & y)
    return not any(m.claim.actor for m in against) or (not x and not y)


def _same_figure(a: Member, b: Member) -> bool:
    """True when what was called wrong is a number that ``a`` gives, or no number at all."""
    wrong = {(q.quantity.measure, q.quantity.low) for q in b.claim.quantities}
    return not wrong or bool(wrong & {(q.quantity.measure, q.quantity.low) for q in a.claim.quantities})


def _withdrawal(m: Member) -> Statement | None:
    """Return the statement that a claim is told to have been withdrawn by."""
    found = next((s for s in m.chain if _WITHDRAWS.search(" ".join(c.text for c in s.cue))), None)
    # "It withdrew its allegation, saying that the witness had erred": what it says in place of it stands.
    return found if found is not None and (found is m.chain[-1] or m.claim.factuality in NEGATIVE) else None


def _withdrawer(m: Member, statement: Statement) -> str | None:
    return _speaker_of(m.chain[: m.chain.index(statement) + 1], m.publisher)


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
    if not _has_any(m.sentence, _WITHHOLDING):
        return False
    at = m.claim.trigger.start - m.offset
    return any(match.end() <= at or _PASSIVE.search(match.group()) for match in _WITHHOLDS.finditer(m.sentence))
