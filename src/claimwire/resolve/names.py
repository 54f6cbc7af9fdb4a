"""Names as written: folding, variants of spelling, and the listed names that occur in a text.

Text is compared in *pieces*: runs of letters and digits, folded to lower case without diacritics, so "al-Nusra", "Al Nusra"
and "al‑Nusra" are the same two pieces. A dotted acronym ("U.S.") is one piece; the possessive "s" is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rapidfuzz import fuzz

from claimwire.ontology.model import ActorEntry

_PIECE = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
_ASKED = 300_000  # beginnings of names that are remembered as looked up
_APOSTROPHES = "'’‘`ʼ"
PARTICLES = frozenset(
    {"al", "el", "ad", "as", "ash", "at", "az", "an", "ar", "ul", "bin", "ben", "ibn", "abu", "umm", "de", "la", "le"}
    | {"der", "den", "van", "von", "du", "di", "da", "dos", "y", "ould", "ag"}
)
# First words so common that a listed name which begins with one counts only where every capital of it is written.
_COMMON_FIRST = frozenset(
    {"southern", "northern", "eastern", "western", "central", "islamic", "popular", "national", "joint", "free", "general"}
    | {"federal", "local", "peoples", "people", "international", "new", "united", "revolutionary", "supreme", "special", "state"}
    | {"security", "armed", "military", "high", "green", "white", "black", "red", "sons", "men"}
)


@dataclass(slots=True)  # not frozen: a text has thousands, and freezing triples what one costs
class Piece:
    """One word of a text: its folded form, and where it stands as written."""

    form: str
    start: int
    end: int
    letters: str  # as written, without dots
    upper: bool  # begins with a capital
    shout: bool  # more than one letter, all capitals


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name found in a text. ``sense``: name, metonym (of whoever sits there) or demonym."""

    start: int
    end: int
    targets: tuple[str, ...]
    sense: str


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Return ``text`` in lower case, without diacritics or dots of acronyms."""
    if text.isascii():
        return text.replace(".", "").lower()
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return stripped.replace(".", "").replace("ı", "i").replace("ø", "o").replace("ł", "l").lower()


def pieces(text: str, *, offset: int = 0) -> list[Piece]:
    """Return the words of ``text`` in order, without possessive endings; ``offset`` is where the text begins."""
    out: list[Piece] = []
    for m in _PIECE.finditer(text):
        raw = m.group()
        start, end = m.span()
        if raw in ("s", "S") and start and text[start - 1] in _APOSTROPHES:
            continue
        form, letters, upper, shout = _shape(raw)
        out.append(Piece(form, start + offset, end + offset, letters, upper, shout))
    return out


@lru_cache(maxsize=1 << 15)
def _shape(raw: str) -> tuple[str, str, bool, bool]:
    letters = raw.replace(".", "")
    return fold(raw), letters, letters[:1].isupper(), len(letters) > 1 and letters.isupper()


@lru_cache(maxsize=1 << 15)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(p.form for p in pieces(text))


@dataclass(frozen=True, slots=True)
class _Alias:
    forms: tuple[str, ...]
    upper: tuple[bool, ...]
    exact: str | None  # an acronym: how it must be written, "IS" and "LeT" but never "is" and "let"
    sense: str


class More(Protocol):
    """Further names, looked up by the first two words of them."""

    def named(self, keys: Iterable[str]) -> list[tuple[str, str, str]]:
        """Return (key, name as written, id) of all names with one of ``keys``."""
        ...


def _longest(alias: _Alias) -> tuple[int, bool]:
    return -len(alias.forms), alias.exact is None


class NameIndex:
    """Finds the names of an actor list in a text, longest first, in time linear in the text."""

    def __init__(self, actors: Mapping[str, ActorEntry], *, more: More | None = None) -> None:
        """Index ``actors``; names of ``more`` are added as the first words of them occur in a text."""
        self._single: dict[str, list[_Alias]] = {}
        self._longer: dict[tuple[str, str], list[_Alias]] = {}  # by their first two words
        self._targets: dict[tuple[tuple[str, ...], str, str | None], list[str]] = {}
        self._forms: set[str] = set()
        self._firsts: set[str] = set()  # words that a name begins with
        self._exact: dict[tuple[str, ...], list[str]] = {}
        self._countries: set[str] = set()  # whose offices are written small: "Ruritania's president"
        self.demonyms: dict[str, str] = {}  # folded demonym -> state or people
        for entry in actors.values():
            if entry.kind == "state":
                self._countries.update(w[0] for raw in (entry.name, *entry.aliases) if len(w := words(raw)) == 1)
            for raw in (entry.name, *entry.aliases):
                self._add(entry.id, raw)
        for group in (*self._longer.values(), *self._single.values()):
            group.sort(key=_longest)
        self._more = more
        self._ours = frozenset(forms for forms, _, _ in self._targets) if more is not None else frozenset()
        self._asked: set[str] = set()

    def _add(self, target: str, raw: str) -> list[_Alias] | None:
        """Add one name; returns the group of aliases that it went into, None when it is known or is none."""
        sense = {"@": "metonym", "~": "demonym"}.get(raw[:1], "name")
        found = pieces(raw if sense == "name" else raw[1:])
        if len(found) > 2 and found[0].form == "the":  # but "The Guardian" is never "guardian"
            found = found[1:]
        if not found:
            return None
        forms = tuple(p.form for p in found)
        letters = found[0].letters
        acronym = len(found) == 1 and len(letters) <= 6 and letters[1:] != letters[1:].lower()
        exact = letters if acronym else None
        key = (forms, sense, exact)
        if sense == "demonym" and len(forms) == 1:
            self.demonyms.setdefault(forms[0], target)
        if sense == "name":
            targets = self._exact.setdefault(forms, [])
            if target not in targets:
                targets.append(target)
        if key in self._targets:
            if target not in self._targets[key]:
                self._targets[key].append(target)
            return None
        self._targets[key] = [target]
        self._forms.update(forms)
        self._firsts.add(forms[0])
        alias = _Alias(forms, tuple(p.upper for p in found), exact, sense)
        one = len(forms) == 1
        group = self._single.setdefault(forms[0], []) if one else self._longer.setdefault((forms[0], forms[1]), [])
        group.append(alias)
        return group

    def _learn(self, keys: Iterable[str]) -> None:
        """Add the names of a user's list that begin with ``keys``. What our list calls by a name stays what it is.

        A text asks for all that its own words begin, whoever asked before, so that the order of reports changes nothing.
        """
        assert self._more is not None
        new = {k for k in keys if k not in self._asked}
        if len(self._asked) > _ASKED:
            self._asked.clear()
        self._asked |= new
        for _, raw, target in self._more.named(new):
            found = words(raw)
            if (found[1:] if len(found) > 2 and found[0] == "the" else found) in self._ours:
                continue
            group = self._add(target, raw)
            if group is not None:
                group.sort(key=_longest)

    def _beginnings(self, found: Sequence[Piece]) -> Iterator[str]:
        for i, piece in enumerate(found):
            if not piece.upper and piece.form not in PARTICLES:
                continue
            firsts = {piece.form, piece.form.removesuffix("s")}
            yield from firsts
            if i + 1 < len(found):
                for second in {found[i + 1].form, found[i + 1].form.removesuffix("s")}:
                    yield from (f"{first} {second}" for first in firsts)

    def exact(self, *parts: str) -> str | None:
        """Return the one actor that bears exactly this name, ignoring case; None when nobody or several do."""
        name = words(" ".join(parts))
        if self._more is not None and name:
            self._learn((" ".join(name[:2]),))
        found = self._exact.get(name, [])
        return found[0] if len(found) == 1 else None

    def names(self) -> frozenset[tuple[str, ...]]:
        """Return every listed name as folded words."""
        return frozenset(self._exact)

    def find(self, found: Sequence[Piece]) -> list[Hit]:
        """Return the listed names among the words of a text: leftmost, longest, none inside another."""
        if self._more is not None:
            self._learn(self._beginnings(found))
        hits: list[Hit] = []
        i = 0
        while i < len(found):
            hit = self._at(found, i)
            if hit is None:
                i += 1
                continue
            alias, length = hit
            targets = tuple(self._targets[(alias.forms, alias.sense, alias.exact)])
            hits.append(Hit(found[i].start, found[i + length - 1].end, targets, alias.sense))
            i += length
        return hits

    def _at(self, found: Sequence[Piece], i: int) -> tuple[_Alias, int] | None:
        first = found[i].form
        if first not in self._firsts:
            first = first if first in self._forms else self._spelled(first)
            if first not in self._firsts:
                return None
        best: tuple[_Alias, int] | None = None
        for alias in self._starting(first, found, i):
            length = len(alias.forms)
            if best is not None and length < best[1]:
                break
            if i + length > len(found):
                continue
            if all(
                found[i + k].form == alias.forms[k] or self._stripped(found[i + k].form, alias.forms[k]) for k in range(1, length)
            ):
                named = best is None or (alias.sense == "name" and best[0].sense != "name")
                if named and self._case_fits(alias, found, i):
                    best = (alias, length)
        return best

    def _starting(self, first: str, found: Sequence[Piece], i: int) -> Sequence[_Alias]:
        single = self._single.get(first, ())
        if i + 1 == len(found):
            return single
        second = found[i + 1].form
        longer = self._longer.get((first, second), ())
        if not longer and second.endswith("s"):
            longer = self._longer.get((first, second[:-1]), ())
        return [*longer, *single] if longer else single

    def _stripped(self, form: str, wanted: str) -> bool:
        return len(wanted) > 3 and form == wanted + "s"

    def _spelled(self, form: str) -> str:
        """Undo a possessive whose apostrophe was stripped: "Syrias" is Syria, when nobody is called Syrias."""
        return form[:-1] if form.endswith("s") and len(form) > 4 and form[:-1] in self._forms else form

    def _case_fits(self, alias: _Alias, found: Sequence[Piece], i: int) -> bool:
        here = found[i : i + len(alias.forms)]
        if alias.exact is not None:
            shouted = any(p.shout and len(p.form) > 2 for p in (*found[max(0, i - 1) : i], *found[i + 1 : i + 2]))
            return here[0].letters == alias.exact and not (len(alias.exact) == 2 and shouted)
        capitals = [k for k, upper in enumerate(alias.upper) if upper and alias.forms[k] != "the"]
        if not capitals:
            return True
        if alias.forms[0] in _COMMON_FIRST:
            return all(here[k].upper for k in capitals)
        strict = (
            capitals
            if len(alias.forms) == 2 and alias.forms[0] not in self.demonyms and alias.forms[0] not in self._countries
            else capitals[:1]
        )
        return all(here[k].upper for k in strict)


_ALIKE = str.maketrans("qczwj", "kksvg")


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """Return what transliterations of one name share: its consonants, with sounds that are written several ways made one."""
    w = fold(word)
    for a, b in (("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k")):
        w = w.replace(a, b)
    w = w.translate(_ALIKE)
    head = "a" if w[:1] in "aeiouy" else w[:1]
    body = re.sub(r"[aeiouyh]", "", w[1:])
    return re.sub(r"(.)\1+", r"\1", head + body)


def same_word(a: str, b: str) -> bool:
    """True when two folded words can be one name spelled two ways ("sergey" and "sergei", not "omar" and "amir")."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or (a[0] != b[0] and {a[0], b[0]} not in ({"q", "k"}, {"c", "k"}, {"y", "j"}, {"u", "o"})):
        return False
    return skeleton(a) == skeleton(b) and fuzz.ratio(a, b) >= (75 if min(len(a), len(b)) > 5 else 80)


_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


def bare(name: Iterable[str]) -> tuple[str, ...]:
    """Drop what names are written with or without: particles and the article."""
    parts = tuple(name)
    if len(parts) > 1 and parts[-1] in _GENERATIONS:
        parts = parts[:-1]
    return tuple(w for w in parts if w not in PARTICLES and w != "the") or parts


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """True when two personal names can be one person's: same last name, and no given name that speaks against it."""
    x, y = bare(a), bare(b)
    if "".join(x) == "".join(y):
        return True
    if len(x) > len(y):
        x, y = y, x
    if len(x) == 1:
        return same_word(x[0], y[-1]) or (len(y) > 1 and a[0] in ("abu", "umm") and same_word(x[0], y[0]))
    if not same_word(x[-1], y[-1]):
        return False
    rest = list(y[:-1])
    for given in x[:-1]:
        match = next((k for k, other in enumerate(rest) if _given(given, other)), None)
        if match is None:
            return False
        del rest[match]
    return True


def _given(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return same_word(a, b) or (len(short) == 1 and long.startswith(short)) or (len(short) >= 3 and long.startswith(short))


_SMALL = frozenset(["of", "the", "for", "and", "in", "on", "to", "at", "de", "la", "al"])


def initials(name: Sequence[str]) -> frozenset[str]:
    """Return the acronyms that a name of several words may have, with and without its small words, folded."""
    if len(name) < 2:
        return frozenset()
    full = "".join(w[0] for w in name)
    content = "".join(w[0] for w in name if w not in _SMALL)
    return frozenset({full, content})


def slug(name: str) -> str:
    """Return a readable id part: folded words joined by hyphens."""
    return "-".join(w for w in words(name)) or "unnamed"
