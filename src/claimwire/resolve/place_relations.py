"""How a happening lies to the place that is named: near it, 12 km east of it, between it and another, in its countryside.

The words around a name are read as text, because they follow fixed patterns that a parse renders in many ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claimwire.resolve import place_terms as terms
from claimwire.resolve.place_found import Found, Relation
from claimwire.resolve.place_sentence import ParsedSentence

_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_COMPASS = r"(?:north|south)[ -]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern|wards?)?"
_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a": 1, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12, "a few": 5,
    "few": 5, "several": 5, "dozens of": 50, "tens of": 50,
}  # fmt: skip
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|{'|'.join(sorted(_SMALL, key=len, reverse=True))}"
_UNIT = r"km|kms|kilomet(?:re|er)s?|miles?|mi|met(?:re|er)s?|yards?|m"
_KM = {"km": 1.0, "ki": 1.0, "mi": 1.609, "me": 0.001, "ya": 0.0009, "m": 0.001}
# What may stand between the words of a relation and the name: "the town of", "the besieged city of".
_KIND = r"(?:the\s+)?(?:(?:[\w-]+\s+){0,3}(?:city|town|village|capital|district|province|camp|settlement|hamlet)\s+of\s+)?"
_AWAY = re.compile(
    rf"(?P<number>{_NUMBER})[\s-]*(?P<unit>{_UNIT})\b(?:\s*\([^)]{{0,30}}\))?(?:\s+away)?(?:,?\s+(?:to\s+the\s+|due\s+|further\s+)?"
    rf"(?P<compass>{_COMPASS}))?\s+(?P<case>of|from|outside|off|beyond)\s+{_KIND}$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    rf"(?P<lead>\b(?:in|from|of|across|into|for|throughout)\s+the\s+)?\b(?P<compass>{_COMPASS})\s+of\s+{_KIND}$", re.IGNORECASE
)
_BORDER = re.compile(
    rf"\b(?:border|frontier|boundary|borders)(?:\s+(?:area|region|crossing|fence|zone)s?)?\s+(?:with|of|to)\s+{_KIND}$|\bbordering\s+{_KIND}$",
    re.IGNORECASE,
)
_OWN_BORDER = re.compile(r"(?:['’]s)?\s+(?:border|frontier)\b", re.IGNORECASE)
_ROAD = r"(?:road|highway|motorway|route|line|railway|rail|corridor|axis|motorways|highways|roads|pipeline|bridge|street)"
_LINK = re.compile(
    rf"\b{_ROAD}\s+(?:(?:that\s+|which\s+)?(?:leads|leading|runs|running|goes|going|stretching|extending)\s+)?from\s+{_KIND}$"
    rf"|\b(?:linking|links|linked|connecting|connects|connected|joining|joins)\s+{_KIND}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\b(?P<where>border|frontier)?\s*\b(?:between|midway between|halfway between)\s+{_KIND}$", re.IGNORECASE)
_HYPHENED = re.compile(r"\s*(?:-|–|/|-to-)\s*")
_LOOSE = re.compile(rf"^\s+{_ROAD}\b", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|and|with)\s+(?:the\s+)?", re.IGNORECASE)
_VERSUS = re.compile(r"\s+(?:border|frontier)\b", re.IGNORECASE)


def relate(found: Sequence[Found], sentence: ParsedSentence) -> list[Found]:
    """Return the mentions of one sentence with the relations that the words around them state."""
    text, start = sentence.report.text, sentence.tokens[0].start if sentence.tokens else 0
    end = sentence.tokens[-1].end if sentence.tokens else 0
    out = [_extended(replace(f, relation=r), sentence) if (r := _relation(f, text, start, end)) is not None else f for f in found]
    named = [n for n, f in enumerate(out) if f.core is not None]
    for i, j in pairwise(named):
        out[i], out[j] = _pair(out[i], out[j], text, start, end)
    return out


def _extended(found: Found, sentence: ParsedSentence) -> Found:
    """Take the whole direction into the mention where the tokens split it: "north-east of X"."""
    text, relation = sentence.report.text, found.relation
    if relation is None or relation.bearing is None or relation.kind == "part":
        return found
    m = re.search(r"\b(?:north|south)[ -]$", text[sentence.tokens[0].start : found.span.start], re.IGNORECASE)
    if m is None or not found.span.text.lower().startswith(("east", "west")):
        return found
    return replace(found, span=sentence.report.span(sentence.tokens[0].start + m.start(), found.span.end))


def _relation(found: Found, text: str, start: int, end: int) -> Relation | None:
    """Return what the words before and behind one name say."""
    core = found.core
    if core is None:
        return None
    before, behind = text[max(start, core.start - 110) : core.start], text[core.end : min(end, core.end + 40)]
    if (m := _AWAY.search(before)) is not None:
        distance = _kilometres(m["number"], m["unit"])
        compass = m["compass"]
        lead = f"{m['number']} {m['unit']}"
        words = f"{lead} {compass.lower()} of" if compass else f"{lead} from"
        return Relation(kind="away", words=words, kilometres=distance, bearing=_bearing(compass) if compass else None)
    if (m := _BORDER.search(before)) is not None or _OWN_BORDER.match(behind):
        return Relation(kind="border", words="on the border of")
    if (m := _TOWARDS.search(before)) is not None:
        if m["lead"]:
            return Relation(kind="part", words=f"in the {m['compass'].lower()} of", bearing=_bearing(m["compass"]))
        return Relation(kind="near", words=f"{m['compass'].lower()} of", bearing=_bearing(m["compass"]))
    around = next((w for w in reversed(_words(text[found.span.start : core.start])) if _singular(w) in terms.AROUND), None)
    around = around or next((w for w in _words(behind)[:2] if _singular(w) in terms.AROUND and _touches(w, behind)), None)
    if around is not None:
        return Relation(kind="around", words=f"at the {around} of")
    if found.near:
        near = next((w for w in reversed(_words(before)) if w in terms.NEAR), "near")
        return Relation(kind="near", words="toward" if near.startswith("toward") else near)
    if found.part:
        lead = " ".join(w for w in _words(text[found.span.start : core.start]) if w not in {"the", "of"})
        return Relation(kind="part", words=f"part: {lead}" if lead else "part of")
    return None


def _pair(a: Found, b: Found, text: str, start: int, end: int) -> tuple[Found, Found]:
    """Return two neighbouring mentions as the ends of one stretch, where the words make them that."""
    if a.core is None or b.core is None:
        return a, b
    before, gap = text[max(start, a.span.start - 60) : a.span.start], text[a.core.end : b.core.start]
    behind = text[b.core.end : min(end, b.core.end + 20)]
    joined = _kindless(gap)
    acting = a.metonym and b.metonym
    if (m := _BETWEEN.search(before)) is not None and _AND.fullmatch(joined):
        if acting and not m["where"] and not _ground(before):
            return a, b  # talks between Moscow and Ankara
        if m["where"]:
            return _ends(a, b, "border", "on the border between")
        return _ends(a, b, "between", "between")
    if _LINK.search(before) is not None and _TO.fullmatch(joined):
        return _ends(a, b, "between", "on the road between")
    if _HYPHENED.fullmatch(gap) and _LOOSE.match(behind):
        return _ends(a, b, "between", "on the road between")
    if _HYPHENED.fullmatch(gap) and _VERSUS.match(behind):
        return _ends(a, b, "border", "on the border between")
    return a, b


def _ends(a: Found, b: Found, kind: str, words: str) -> tuple[Found, Found]:
    first = replace(a, relation=Relation(kind=kind, words=words, other=b.core), metonym=False, strong=True, near=False)
    second = replace(b, relation=Relation(kind=kind, words=words, other=a.core), metonym=False, strong=True, near=False)
    return first, second


def _kindless(gap: str) -> str:
    """Return the words between two names without "the town of"."""
    return re.sub(rf"(\s(?:and|to|with)\s+){_KIND}$", r"\1", gap, flags=re.IGNORECASE)


def _ground(before: str) -> bool:
    """True when what lies between the two is ground: "the road between", "villages between"."""
    words = _words(before)
    return any(_singular(w) in terms.GROUND for w in words[-4:])


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z-]*", text.lower())


def _touches(word: str, behind: str) -> bool:
    """True when a word follows a name directly or after its possessive: "Hama's countryside", not "Hama and the area"."""
    return (
        re.match(rf"(?:['’]s?)?(?:\s+[a-z]+)?\s+{re.escape(word)}\b", behind.lower()) is not None
        and " and " not in behind[: behind.lower().find(word)]
    )


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word not in terms.AROUND else word


def _kilometres(number: str, unit: str) -> float:
    amount = float(_SMALL[number.lower()]) if number.lower() in _SMALL else float(number.replace(",", ""))
    low = unit.lower()
    return amount * (_KM["m"] if low == "m" else _KM[low[:2]])


def _bearing(compass: str) -> float:
    """Return degrees from north: "north-eastern" is 45."""
    word = re.sub(r"[\s-]", "", compass.lower())
    word = re.sub(r"(?:ern|wards?)$", "", word)
    return 45.0 * _POINTS.index(word)
