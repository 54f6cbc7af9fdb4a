"""Whether two Latin spellings are one Arabic, Kurdish, Persian, Ukrainian or Russian name: consonants agree, vowels may differ.

``bones`` gives the consonants of a name in one spelling, the key that variants are filed under; it joins too much by itself
("Mosul", "Masila"). ``distance`` then compares what stands between the same consonants: a short a and e are one sound to
transliterators and often left out, Ukrainian i stands for Russian o and e, but u is never a. Each of two families of
languages has rules of its own; a name is tried under both, and what comes out is kept only in the countries of its family.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from claimwire.resolve.place_names import ARABIC, ARTICLES

FAMILIES: Mapping[str, frozenset[str]] = {"arabic": ARABIC, "slavic": frozenset({"UKR", "RUS", "BLR", "MDA"})}
_FEWEST, _MOST = 2, 24  # consonants
# How far apart the vowels of two names may be, by their number of consonants. Two consonants say next to nothing, unless an
# article or a second word shows that a name is Arabic: "al-Foua" is looked for under them, "Annika" is not.
_ALLOWED = {"arabic": {2: 0.1, 3: 0.3, 4: 0.7, 5: 0.9}, "slavic": {2: -1.0, 3: 0.4, 4: 0.7, 5: 0.8}}
_ALLOWED_AT_MOST = 1.1
# What nobody writes who transliterates: "Safeway" is not Safawi, nor "Hyland" Xalend.
_ENGLISH = {
    "arabic": re.compile(
        r"c(?!h)|x|wh|ght|tch|[bcdfgklmnpqrstvz]y[bcdfgklmnpqrstvwz]|ea[b-df-hj-np-tvwxz]|(?:way|land|ing|ley|ers?|eth)\b"
    ),
    "slavic": re.compile(r"c(?!h)|q|w|th|ph|oo|ee|ough|ck|ea[b-df-hj-np-tvwxz]|(?:land|ing|er|ers)\b"),
}
_INITIAL = {"arabic": 0.5, "slavic": 1.0}  # Irbil, Arbil


def allowed(key: str, consonants: str, family: str) -> float:
    """Return the greatest `distance` from a folded name with these bones at which another is taken for it; below 0 is never."""
    if (len(consonants) == 2 and " " not in key) or _ENGLISH[family].search(key):
        return -1.0
    return _ALLOWED[family].get(len(consonants), _ALLOWED_AT_MOST)


@lru_cache(maxsize=1 << 14)
def bones(key: str, family: str) -> str | None:
    """Return the consonants of a folded name in one spelling; None when too few, too many, or not Latin."""
    if not key.isascii():
        return None
    consonants = _VOWELS.sub("", _SPELL[family](key))
    return consonants if _FEWEST <= len(consonants) <= _MOST else None


def distance(a: str, b: str, family: str) -> float:
    """Return how far apart the vowels of two folded names with the same bones are; 0 when they are but spelt differently."""
    first, second = _slots(a, family), _slots(b, family)
    if len(first) != len(second) or not _same_words(a, b, family):
        return float("inf")
    costs, last = _COSTS[family], len(first) - 1
    apart = [costs.get(p + q, 1.0) if p != q else 0.0 for p, q in zip(first, second, strict=True)]
    apart[0] *= _INITIAL[family]
    if first[last] != second[last]:
        apart[last] = _END[family].get(first[last] + second[last], apart[last])
    return round(sum(apart), 2)


def _same_words(a: str, b: str, family: str) -> bool:
    """True when two names have as many words, or one writes together a kind of place and its name: Kafr Nabl, Kafranbel."""
    first, second = _words(a, family), _words(b, family)
    if len(first) == len(second):
        return True
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return family == "arabic" and len(longer) == len(shorter) + 1 and _TYPES.get(longer[0], longer[0]) in _PREFIXES


def _words(key: str, family: str) -> list[str]:
    return [w for w in key.split() if family != "arabic" or w not in ARTICLES]


def _slots(key: str, family: str) -> list[str]:
    """Return the class of the vowels before, between and after the consonants; "-" where there are none."""
    classify = _CLASS[family]
    return [classify(run) if run else "-" for run in _CONSONANT.split(_SPELL[family](key))]


_VOWELS = re.compile(r"[aeiou]+")
_CONSONANT = re.compile(r"[^aeiou]")


def _joined(pairs: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(pairs, key=len, reverse=True)))


# Arabic, Kurdish, Persian, Pashto ------------------------------------------------------------------------------------

_TYPES = {
    "sheik": "shaykh", "seyh": "shaykh", "sheyk": "shaykh", "kufr": "kafr", "om": "umm", "oum": "umm", "um": "umm",
    "tel": "tall", "tell": "tall", "tal": "tall", "tepe": "tappah", "cebel": "jabal", "gabal": "jabal", "gebel": "jabal",
}  # fmt: skip
_BEFORE_NAMES = "kafr khan tall dayr deir ayn ain ras umm abu bayt beit bir jabal wadi jisr bani beni"
_PREFIXES = frozenset(_BEFORE_NAMES.split())
_GLUED = re.compile(r"^[ae](z|s|r|n|t|d|sh)(?=\1[a-z]{2})")  # "Ezzor": the article written with its noun
_ARABIC = {
    "dzh": "j", "dj": "j", "kh": "x", "gh": "g", "dh": "d", "th": "t", "tch": "S", "sch": "S", "sh": "S", "ch": "S", "ph": "f",
    "oo": "u", "ee": "i",
}  # fmt: skip
_ARABIC_PAIRS = _joined(_ARABIC)
_ARABIC_SINGLE = str.maketrans("qcvhy", "kkwxi")  # kh and h are one letter in Russian, whose spellings outlets copy
_ENDS_IN_H = re.compile(r"(?<=[aeiouy])h\b|(?<=[a-z]{2})h\b")
_SEMIVOWEL = re.compile(r"(?<![aeiou])[ou]+(?=[aei])|(?<=[aei])u(?=[aei])|[ou]+w(?=[aeiou])")
_W_IN_VOWEL = re.compile(r"w(?![aeiou])")
_INITIAL_Y = re.compile(r"\b[yj](?=[aeiou])")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-zSCZWY])\1+")


@lru_cache(maxsize=1 << 12)
def _arabic(key: str) -> str:
    """Return a folded name in one spelling of consonants (S is sh, x is kh or h, Y is y as a consonant), vowels a e i o u."""
    words = []
    for word in key.split():
        if word not in ARTICLES:
            words.append(_GLUED.sub("", _TYPES.get(word, word)))
    text = " ".join(words) or key
    text = _ARABIC_PAIRS.sub(lambda m: _ARABIC[m.group()], text)
    text = _ENDS_IN_H.sub("", text)
    text = _INITIAL_Y.sub(lambda m: "Y" if m.group() == "y" else "j", text).translate(_ARABIC_SINGLE)
    text = _W_IN_VOWEL.sub("u", _SEMIVOWEL.sub("w", text))
    return _DOUBLE.sub(r"\1", "".join(text.split()))


@lru_cache(maxsize=1 << 12)
def _arabic_class(run: str) -> str:
    if "u" in run or "o" in run:
        return "u"
    if "i" in run or run == "ae":
        return "j" if run[-1] in "ae" or (run[0] == "i" and len(run) > 2) else "i"
    return "a" if "a" in run else "e"


def _both(pairs: str) -> dict[str, float]:
    """Read "ae .1 ai .5" into costs of either order."""
    parts = pairs.split()
    costs = dict(zip(parts[::2], map(float, parts[1::2]), strict=True))
    return costs | {pair[::-1]: cost for pair, cost in costs.items()}


# Slavic --------------------------------------------------------------------------------------------------------------

_SLAVIC = {
    "shch": "W", "sch": "W", "zh": "Z", "dj": "dZ", "kh": "g", "h": "g", "sh": "S", "ch": "C", "tch": "C", "ts": "c", "tz": "c",
    "x": "ks", "w": "v",
}  # fmt: skip
_SLAVIC_PAIRS = _joined(_SLAVIC)
_OL = re.compile(r"(?<![iyj])ol(?=[bcdfgkmnpqrstvzSCZW])")
_FIRST = (
    (re.compile(r"\bm[yi]kol"), "nikol"),
    (re.compile(r"\bvu"), "u"),  # Vuhledar, Ugledar
)


@lru_cache(maxsize=1 << 12)
def _slavic(key: str) -> str:
    """Return a folded name in one spelling of consonants (g is h, kh and g; S sh, C ch, Z zh, W shch), vowels a e i o u."""
    for pattern, to in _FIRST:
        key = pattern.sub(to, key)
    text = _SLAVIC_PAIRS.sub(lambda m: _SLAVIC[m.group()], "".join(key.split()))
    text = _OL.sub("ov", text.replace("y", "i").replace("j", "i"))  # Volchansk, Vovchansk
    return _DOUBLE.sub(r"\1", text)


@lru_cache(maxsize=1 << 12)
def _slavic_class(run: str) -> str:
    full = run.replace("i", "")
    return full[0] if full else "i"


_SPELL = {"arabic": _arabic, "slavic": _slavic}
_CLASS = {"arabic": _arabic_class, "slavic": _slavic_class}
_COSTS = {
    "arabic": _both("-a .25 -e .15 -i .5 -u .5 -j .6 ae .1 ai .5 au 1 aj .5 ei .15 eu .6 ej .3 iu .9 ij .4 uj 1"),
    "slavic": _both("-o .3 -e .25 -i .4 -a .5 -u 1 ie .1 eo .25 io .3 ao .3 ae .4 ai .7 iu 1 ou 1 au 1 eu 1"),
}
_END = {
    "arabic": _both("-a .4 -e .4 -i .5 -u .6 -j .5 ai .4 aj .3 ij .15"),
    "slavic": _both("-o .6 -e .6 -i .6 -a .6 ae .15 ai .2 ao .2 io .15 eo .1 ie .1"),
}
