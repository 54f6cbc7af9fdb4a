"""Keys under which a place name is found: spelling that varies between outlets is folded away, in stages.

``fold`` drops case, diacritics, apostrophes and hyphens. Arabic names vary further: the article is written al-, Al, ash-
or left out. ``without_article`` folds it, for the countries of ``ARABIC`` alone: "El Paso" is not "Paso". What else varies
between transliterations is the business of place_spelling.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ARABIC = """SYR IRQ YEM LBY LBN PSE ISR JOR SAU ARE OMN QAT KWT BHR EGY SDN TUN DZA MAR MRT ESH SOM DJI TCD AFG TUR IRN"""
ARABIC = frozenset(_ARABIC.split())
_WRITTEN = "al el ash esh as es ar er at et az ez ad ed an en adh edh ath eth l ul"
ARTICLES = frozenset(_WRITTEN.split())
_PLAIN = str.maketrans({"-": " ", "–": " ", "/": " ", ".": "", "'": "", "`": "", ",": " "})
_DROPPED = str.maketrans(dict.fromkeys("‘’ʻʼʿʾˈ´'`′“”.", ""))
_SPELT = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}


class _Folding(dict[int, str | int | None]):
    """What each character becomes, worked out when it is first met: combining marks vanish, as do full stops."""

    def __missing__(self, code: int) -> str | int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_FOLDED = _Folding({**_PLAIN, **{ord(c): to for c, to in _SPELT.items()}})


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """Return ``name`` without case, diacritics, apostrophes, full stops and hyphens: the key of exact look-up."""
    if name.isascii():
        return " ".join(name.lower().translate(_PLAIN).split())
    folded = unicodedata.normalize("NFKD", name.translate(_DROPPED)).casefold()
    return " ".join(folded.translate(_FOLDED).split())


def without_article(key: str) -> str:
    """Return a folded name without its Arabic articles; the name itself when nothing would be left."""
    words = key.split()
    kept = [w for w in words if w not in ARTICLES]
    return " ".join(kept) if kept else key


def is_code(name: str) -> bool:
    """True of airport and region codes (ALP, SY-HL), and of romanised strings without a capital, which no report prints."""
    return (len(name) <= 3 and name.isupper()) or not any(c.isupper() for c in name)


def is_latin(name: str) -> bool:
    """True when every letter of the name is Latin."""
    return name.isascii() or all(
        not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or ord(c) in _MODIFIERS for c in name
    )


_MODIFIERS = frozenset(map(ord, "ʻʼʿʾ"))


# Countries whose names GeoNames writes in scholars' transliteration; the accents of Turkish and French names are their own.
_TRANSLITERATED = ARABIC - {"TUR", "TUN", "DZA", "MAR", "MRT", "TCD", "ESH", "DJI"}
_SIGNS = str.maketrans("", "", "‘’ʻʼʿʾ`'")


def in_print(name: str, country: str | None) -> str:
    """Return a name as it is printed: Tartus for Ţarţūs, Zabadani stays what it is; Zürich and Şırnak keep their letters."""
    if name.isascii() or country not in _TRANSLITERATED:
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).translate(_SIGNS)
