"""What readers of other people's actor lists share: countries, kinds, dates, and which names can be looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claimwire.ontology.model import Ontology, Validity
from claimwire.resolve.gazetteer import country_codes
from claimwire.resolve.names import fold, words

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# What a word of a name says about whose name it is; the first word found decides.
_KINDS = {
    "ministry": "ministry department",
    "police": "police gendarmerie constabulary",
    "media": "news newspaper television radio tv broadcasting press daily times",
    "armed_group": "front brigade brigades battalion battalions militia liberation guerrilla rebels mujahideen jihad katibat "
    "liwa jaysh jaish harakat fighters resistance vanguard",
    "armed_force": "army navy force forces military corps regiment division guard",
    "party": "party",
    "coalition": "coalition alliance",
    "agency": "agency bureau commission authority directorate service office",
    "government": "government cabinet regime",
    "organisation": "organization organisation committee council union association federation group company corporation bank "
    "university institute foundation movement congress league society network centre center court parliament assembly senate "
    "ltd llc inc",
}
_BY_WORD = {word: kind for kind, some in _KINDS.items() for word in some.split()}


@dataclass(slots=True)
class Reading:
    """How a file is read: who is told of lines that cannot be used, and of how far it has been read."""

    ontology: Ontology
    complain: Callable[[str], None]
    progress: Callable[[int, int | None], None] = lambda done, total: None
    columns: Mapping[str, str] = field(default_factory=dict)  # of CSV: our field -> their column
    defaults: Mapping[str, str] = field(default_factory=dict)  # field -> value where a row has none
    _countries: dict[str, str] = field(default_factory=dict)

    def country(self, text: str, where: str) -> str | None:
        """Return the ISO 3166-1 alpha-3 code of a code or name; a country that is not known is told, the rest is kept."""
        if not text:
            return None
        if not self._countries:
            self._countries = _countries(self.ontology)
        known = self._countries.get(fold(text).strip())
        if known is None:
            self.complain(f"{where}: country {text!r} is not known; write a code of ISO 3166-1 (SYR, SY) or its English name")
        return known


def _countries(ontology: Ontology) -> dict[str, str]:
    out: dict[str, str] = {}
    for entry in ontology.actors.values():
        if entry.kind == "state" and entry.country:
            for raw in (entry.country, entry.name, *(a for a in entry.aliases if a[0] not in "@~")):
                out.setdefault(fold(raw), entry.country)
    for two, three in country_codes().items():
        out.setdefault(two.lower(), three)
        out.setdefault(three.lower(), three)
    return out


def guess_kind(name: str, sector: str | None) -> str | None:
    """Return what kind of actor a name and sector speak of, None when they do not say."""
    by_word = next((_BY_WORD[w] for w in words(name) if w in _BY_WORD), None)
    if by_word in ("armed_force", "armed_group", "organisation") and sector in ("REB", "UAF", "SEP"):
        return "armed_group"
    return by_word or {"IGO": "igo", "NGO": "ngo", "MED": "media"}.get(sector or "")


def usable(names: list[str], *, kind: str, common: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return a name and the aliases that can be looked for: no lone given names of persons, no lone common words."""
    name, *rest = dict.fromkeys(" ".join(n.split()) for n in names if n.strip())
    kept = []
    for alias in rest:
        parts = words(alias)
        lone = len(parts) == 1 and not (alias.isupper() and 2 < len(alias) < 8)
        if not parts or (lone and (kind == "person" or len(alias) < 4 or parts[0] in common)):
            continue
        kept.append(alias)
    return name, tuple(kept)


def common_words(ontology: Ontology) -> frozenset[str]:
    """Return words that mean something besides naming somebody: no alias by themselves."""
    lists = (v for k, v in ontology.words.items() if "nouns" in k or k.startswith("actors."))
    return frozenset().union(*lists, ontology.triggers, ("union", "state", "people", "council", "house", "defence", "defense"))


def validities(cell: str) -> tuple[tuple[Validity, ...], list[str]]:
    """Return dated values of a cell ``VALUE@START/END|...``, and the parts of it that are none."""
    good, wrong = [], []
    for part in filter(None, (p.strip() for p in cell.split("|"))):
        value, _, dates = part.partition("@")
        start, _, end = dates.partition("/")
        days = [day(d) if d else None for d in (start, end)]
        bad = any(d and given is None for d, given in zip((start, end), days, strict=True))
        if not value or bad or (days[0] and days[1] and days[0] >= days[1]):
            wrong.append(part)
        else:
            good.append(Validity(value=value, start=days[0], end=days[1]))
    return tuple(good), wrong


def day(text: str, *, last: bool = False) -> str | None:
    """Return a date as an ISO day: a year or month alone is its first day, or with ``last`` the day after it ends."""
    m = _DAY.fullmatch(text.strip()[:10])
    if m is None:
        return None
    year, month, number = m[1], m[2], m[3]
    if number:
        return f"{year}-{month}-{number}"
    if not last:
        return f"{year}-{month or '01'}-01"
    if month and month != "12":
        return f"{year}-{int(month) + 1:02d}-01"
    return f"{int(year) + 1}-01-01"
