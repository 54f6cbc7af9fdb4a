"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and Aleph export them.

Read: Person, Organization, Company, LegalEntity, PublicBody; Position and Occupancy, which say who held which office when.
Topics such as "crime.terror" are labels that somebody gives, and are not taken over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimwire.ontology.model import ActorEntry
from claimwire.resolve.actor_list import Held
from claimwire.resolve.actor_rows import Reading, common_words, day, guess_kind, usable
from claimwire.resolve.names import words

SCHEMAS = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "LegalEntity": "organisation",
    "PublicBody": "agency",
}
_NAMES = ("name", "alias", "previousName", "abbreviation", "weakAlias")
_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry")
_NO_COUNTRY = frozenset({"eu", "un", "zz", "suhh", "cshh", "yucs", "ddde", "xk"})  # codes of theirs that no state of ours has
_ALIASES = 40  # names that an entity may have: transliterations of one person come by the hundred


def records(path: Path, lines: Iterable[str], how: Reading) -> Iterator[ActorEntry | Held]:
    """Yield actors, and who held which office, in the file's order. Other schemas are left out."""
    common = common_words(how.ontology)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            data: Any = json.loads(line)
            schema, properties, target = data["schema"], data.get("properties", {}), str(data["id"])
            if not isinstance(properties, dict):
                raise TypeError("properties are no object")
        except (ValueError, KeyError, TypeError) as e:
            reason = f"no {e}" if isinstance(e, KeyError) else str(e)
            how.complain(f"{where}: not an entity ({reason}); each line is an object with id, schema and properties")
            continue
        if schema == "Occupancy":
            yield from _held(properties)
        elif schema == "Position":
            name = next(iter(_texts(properties, "name")), "")
            if words(name):
                country = _country(properties, where, how)
                yield ActorEntry(id=f"ftm:{target}", name=name, kind="office", country=country, sector="GOV")
        elif schema in SCHEMAS:
            entry = _entry(f"ftm:{target}", schema, properties, where=where, how=how, common=common)
            if entry is not None:
                yield entry


def _texts(properties: Mapping[str, Any], *keys: str) -> list[str]:
    out: list[str] = []
    for key in keys:
        value = properties.get(key, ())
        out += [v for v in ([value] if isinstance(value, str) else value) if isinstance(v, str)]
    return out


def _entry(
    target: str, schema: str, properties: Mapping[str, Any], *, where: str, how: Reading, common: frozenset[str]
) -> ActorEntry | None:
    names = [n for n in _texts(properties, *_NAMES[:4]) if words(n)]
    names += [n for n in _texts(properties, "weakAlias") if len(words(n)) > 1]  # a weak alias may be anybody's
    if not names:
        how.complain(f"{where}: {target.removeprefix('ftm:')!r} has no name; left out")
        return None
    kind = SCHEMAS[schema]
    sector = {"Company": "BUS", "PublicBody": "GOV"}.get(schema)
    if kind != "person":
        kind = guess_kind(names[0], sector) or kind
    name, aliases = usable(names[: _ALIASES + 1], kind=kind, common=common)
    country = _country(properties, where, how)
    return ActorEntry(id=target, name=name, kind=kind, aliases=aliases, country=country, sector=sector)


def _country(properties: Mapping[str, Any], where: str, how: Reading) -> str | None:
    code = next((c for c in _texts(properties, *_COUNTRIES) if c.lower() not in _NO_COUNTRY), "")
    return how.country(code.partition("-")[0], where)


def _held(properties: Mapping[str, Any]) -> Iterator[Held]:
    starts = [d for t in _texts(properties, "startDate", "periodStart") if (d := day(t))]
    ends = [d for t in _texts(properties, "endDate", "periodEnd") if (d := day(t, last=True))]
    for person in _texts(properties, "holder"):
        for office in _texts(properties, "post"):
            yield Held(
                person=f"ftm:{person}", office=f"ftm:{office}", start=min(starts, default=None), end=max(ends, default=None)
            )
