"""Running totals: numbers that add up what happened until a day, told from counts of one happening."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claimwire.records import Resolution
from claimwire.resolve.numerals import lexicon
from claimwire.resolve.time_lexicon import Words

SERIES = lexicon("number total figure count toll tally sum")
_TOTALS = frozenset({("to", "date"), ("so", "far"), ("in", "total"), ("death", "toll"), ("the", "total"), ("a", "total")})
_GROWN = frozenset({"reached", "risen", "grown", "totalled", "totaling", "totals", "remained", "remains"})
_TOTAL_WORDS = frozenset({"overall", "altogether", "cumulative"})
_NEAR = 14
_CUTS = frozenset({",", ";", ":", "when", "who"})


class Totals:
    """Tells running totals of one report, and the day at which each stood."""

    def __init__(self, words: Words, keys: Sequence[Sequence[str]], published: str | None) -> None:
        self._words = words
        self._keys = keys
        self._published = published

    def as_of(self, a: int, b: int, times: Resolution) -> str | None:
        """The day at which a total of the sentence ``[a, b)`` stood: one that it names, or the report's own ("to date")."""
        start, end = self._words.starts[a], self._words.ends[b - 1]
        named = [
            times.times[m.id]
            for m in times.mentions
            if m.id in times.times and start <= m.span.start < end and times.times[m.id].precision in ("day", "hour")
        ]
        for value in named:
            day = (value.edtf or "").removeprefix("../")
            if value.modifier not in ("since", "from", "after") and len(day) == 10:
                return day
        forms = self._words.forms[a:b]
        return self._published if {("to", "date"), ("so", "far")} & set(pairwise(forms)) or "now" in forms else None

    def is_total(self, a: int, b: int, first: int, core: int, last: int) -> bool:
        """True for a number at ``[first, last)`` of the sentence ``[a, b)`` that runs on from earlier ones."""
        forms = self._words.forms
        near = forms[max(a, first - _NEAR) : min(b, last + _NEAR)]
        pairs = set(pairwise(near))
        if not (_TOTALS.isdisjoint(pairs) and _TOTAL_WORDS.isdisjoint(near)) or self._since(a, b, first, last):
            return True
        series = any(not SERIES.isdisjoint(self._keys[j]) for j in range(a, b) if abs(j - core) <= _NEAR)
        led_to = first > a and forms[first - 1] in ("to", "at")
        return series and (led_to or not _GROWN.isdisjoint(near))

    def _since(self, a: int, b: int, first: int, last: int) -> bool:
        """ "Since May, 39 groups have signed", "39 have signed since May": not "suspended since May, when two were shot"."""
        forms = self._words.forms
        if "since" in forms[a : a + 2] and first - a <= _NEAR:
            return True
        after = forms[last : min(b, last + _NEAR)]
        if "since" in after:
            at = after.index("since")
            return at + 1 < len(after) and _CUTS.isdisjoint(after[:at]) and not after[at + 1].endswith(("ed", "en"))
        before = forms[max(a, first - _NEAR) : first]
        return "since" in before and _CUTS.isdisjoint(before[before.index("since") :])
