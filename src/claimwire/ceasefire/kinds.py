"""Whether a figure runs on, adds to a total, divides one or is of a period: what the words beside the number say.

"Four more signed today, bringing the total to 74": four is what was added, 74 is how the series stands.
"""

from __future__ import annotations

import re

from claimwire.records import Quantity, Span

STOCKS = frozenset({"settlements", "groups"})  # what joins and stays joined: a count of one day adds to a total
# "Four more", "a further two", "rose by four to 74": what was added, whatever total stands beside it.
_MORE = re.compile(r"\s+(?:\w+\s+)?(?:more|further|additional|new|others?)\b|\s+to\s+[\d]", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:another|a further|further|an additional|additional|"
    r"up|(?:up|rose|risen|increased|grew|grown|climbed|raised|went up) by)\s+$",
    re.IGNORECASE,
)
_AS_A_LINE = re.compile(r"\S\s*[:–—-]\s*$")
_LISTED = re.compile(r"[^\d:.]{3,120}:\s*\d")  # "Groups that accepted: 65 (May 2016), 143 (February 2016)"
# How the series stands, whatever day the sentence is about.
_RUNNING_ON = re.compile(
    r"\b(?:to date|so far|the total|total number|(?:the|their|overall) number|number of|remain(?:s|ed)?|unchanged|stands? at|"
    r"stood at|brings?|bringing|brought|raising|taking the total|have now|has now|had now|up to now|by now|now number)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    rf"{_RUNNING_ON.pattern}|\b(?:now|already|remaining|did not change|has not changed|since|reach(?:es|ed)?|risen to|"
    r"rose (?:from|to)|grown to)\b",
    re.IGNORECASE,
)
NOW = re.compile(r"\b(?:now|to date|so far|already|today)\b", re.IGNORECASE)
_SUMMED = re.compile(r"\b(?:in total|in all|altogether|overall|total)\b", re.IGNORECASE)
_HAVE = re.compile(
    r"\b(?:have|has|had)\s+(?:\w+\s+){0,3}?(?:join|sign|accept|acced|adher|declar|commit|agreed|subscrib|pledg|announc|laid)",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\b(?:join|sign|accept|acced|adher|declar|commit|agree|subscrib|pledg|announc|laid)(?:e|ed|d|s|es|ied)?\b", re.IGNORECASE
)
PERIOD = re.compile(
    r"\b(?:(?:past|last|previous|within|in|over|during) (?:the )?(?:past |last |previous )?(?:24|48|72|twenty-four|\w+) "
    r"(?:hours?|days?)|(?:the|this|past|last|previous|reporting) (?:day|week|month|period)|today|yesterday|daily|overnight)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|versus|(?:down|up) from)\s+$", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:compared|against|versus|than|from)\b")
_BEFORE = re.compile(
    r"[^.;,()]{0,40}?\b(?:the (?:previous|preceding|prior) (?:day|week|month|reporting period|period|24 hours)|"
    r"(?:a|the) (?:day|week|month) (?:before|earlier))\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\W*(?:a|the) (?:day|week|month) (?:before|earlier)\b|\W*the previous (?:day|week|month)\b", re.IGNORECASE)
# "Since the truce took effect": "since Monday evening" may be the last day, which the claim's own date tells.
_SINCE = re.compile(
    r"\bsince (?:the|it|its|that|this|his|their) (?:\w+ ){0,3}"
    r"(?:truce|cease-?fire|cessation|regime|agreement|start|beginning|took|came|entry)",
    re.IGNORECASE,
)
_SINCE_LATELY = re.compile(
    r"\bsince (?:yesterday|midnight|last night|this morning|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", re.IGNORECASE
)
_NUMBER_IS = re.compile(r"\b(?:is|are|was|were|equals|makes)(?: (?:still|now|currently|already))?\s*$", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bnumber of\b", re.IGNORECASE)
_TOTAL_APART = re.compile(r"[;,(]\s*(?:in )?total\b|[;,(]\s*\d[\d,]* in total\b", re.IGNORECASE)
# "A total weight of 4 tonnes", "Overall: 25": sums of what is told, which run on from nothing.
_SUM_OF_A_DAY = re.compile(
    r"\btotal weight\b|\btotall?ing\b|\bwith a total\b|^\W*(?:overall|total|in all|altogether)\W*:", re.IGNORECASE
)
_DAY_BEFORE = re.compile(
    r"\bfrom \d[\d,]* (?:a|the) (?:day|week) (?:before|earlier)\b|\bfrom \d[\d,]* the previous day\b", re.IGNORECASE
)
_RUNS = re.compile(r"\b(?:since|to date|so far|now|already|reach\w*|running)\b", re.IGNORECASE)
AS_OF = re.compile(r"\bas (?:of|at|on)\b", re.IGNORECASE)


def kind(measure: str, value: Quantity, *, own: Span, number: Span, sentence: str, bounded: bool) -> str:
    """Return cumulative, increment or period for a number that divides no other.

    ``own`` are the words that are nobody else's in the sentence; ``bounded``: the claim is dated to days with an end.
    """
    at = max(number.start - own.start, 0)
    ahead, behind = own.text[:at], own.text[at + number.end - number.start :]
    since = _SINCE.search(behind) or (_SINCE.search(ahead) and not PERIOD.search(behind))
    if measure not in STOCKS and since:
        return "cumulative"  # whatever other number of the sentence is of the last day
    if measure in STOCKS:
        if _MORE.match(behind) or _FURTHER.search(ahead):
            return "increment"
        if _NUMBER_IS.search(ahead) and _NUMBER_OF.search(sentence):
            return "cumulative"  # "the number of groups, which ..., is still 234"
        added = PERIOD.search(own.text)
        if _STANDING.search(own.text) or value.type == "total" or AS_OF.search(sentence):
            return "increment" if added and not _RUNNING_ON.search(own.text) else "cumulative"
        if added or (PERIOD.search(sentence) and not _AS_A_LINE.search(ahead)):
            return "increment"
        if _AS_A_LINE.search(ahead) and _TOTAL_APART.search(sentence) and not _SUMMED.search(own.text):
            return "increment"  # "Joined: 2; total: 97"
        said = own.text if _JOINS.search(own.text) else sentence  # "..., and the other agreement by 143 groups"
        stands = _AS_A_LINE.search(ahead) or _LISTED.match(sentence) or _HAVE.search(said) or _SUMMED.search(said)
        return "cumulative" if stands else "increment"
    if value.type == "total":
        day = measure.startswith("aid_") or _SUM_OF_A_DAY.search(sentence)
        if (day and not _RUNS.search(sentence)) or _DAY_BEFORE.search(sentence):
            return "period"
        lately = PERIOD.search(sentence) or _SINCE_LATELY.search(sentence)
        return "period" if bounded and lately else "cumulative"
    return "cumulative" if AS_OF.search(sentence) else "period"


def is_earlier(text: str, start: int, end: int, number: Span) -> bool:
    """True for the number of another period: "compared with 530", "11 the day before", "A day earlier they had counted 11"."""
    if _AGAINST.search(text, start, number.start) or _THEN.match(text, start, number.start):
        return True
    return _BEFORE.match(text, number.end, end) is not None and not _COMPARES.search(text, number.end, end)
