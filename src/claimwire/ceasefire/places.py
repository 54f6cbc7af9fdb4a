"""Names of places as rows of the ledger have them: without the words for what they name, and the province above a town."""

from __future__ import annotations

import re
import unicodedata

from claimwire.records import ClaimPlace

_NOUN = r"(?:provinces?|governorates?|regions?|districts?|oblasts?|muhafazah)"
_AROUND = re.compile(
    rf"^(?:the\s+)?(?:(?:{_NOUN}|city|town|village|area|countryside|outskirts|suburbs|vicinity|settlement)\s+of\s+(?:the\s+)?)+|^the\s+|"
    rf"\s+(?:{_NOUN}|area|city)$",
    re.IGNORECASE,
)


def bare(name: str) -> str:
    """Return a name without the words for what it names: "the province of Latakia" is Latakia."""
    before = None
    while before != name:
        before, name = name, _AROUND.sub("", name).strip()
    return name


def is_named(place: ClaimPlace) -> bool:
    """True for a name; "four settlements" and "the following provinces" name no place."""
    text = place.span.text
    return any(w[:1].isupper() for w in bare(text).replace("-", " ").split()) and not any(ch.isdigit() for ch in text)


def place_of(place: ClaimPlace) -> str:
    """Return the name of a place as the text writes it."""
    return bare(place.span.text)


def province_of(place: ClaimPlace) -> str | None:
    """Return the province that a place is or lies in; a name that nobody found is taken for what the text lists it as."""
    written = bare(place.span.text)
    known = place.place
    if known is None or not known.admin1 or (known.feature or "").startswith(("A.PCL", "L.", "A.ADM1")):
        return written
    above = bare(known.admin1)
    return written if plain(written) == plain(above) or plain(bare(known.name)) == plain(above) else above


def plain(name: str) -> str:
    """Return a name for comparing: no case, no marks, no final h of a transliteration (Hamah is Hama)."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalnum()).casefold()
    return letters.removesuffix("h")
