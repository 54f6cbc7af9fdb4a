"""Phoenix and PETRARCH actor dictionaries: names in capitals, synonyms behind a plus, CAMEO codes with dates in brackets.

    HARUN_VALDE_ ; a comment
    +H_VALDE
        [RURELI <020101]
        [RURGOV 020101-060630]

``<D`` is until a day, ``>D`` from it; a code without dates holds when no dated one does. Some keep the same as JSON Lines with
``name``, ``aliases`` and ``codes``; those are read, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimwire.ontology.model import ActorEntry, Validity
from claimwire.ontology.schema import SECTORS
from claimwire.resolve.actor_rows import Reading, common_words, guess_kind, usable
from claimwire.resolve.gazetteer import country_codes
from claimwire.resolve.names import slug, words

_CODE = re.compile(r"\[([^\]]*)\]")
_DATED = re.compile(r"([A-Z~-]+)\s*(?:([<>])\s*(\d{6,8})|(\d{6,8})\s*-\s*(\d{6,8}))?")
_OTHER_COUNTRIES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
_SECTORS = {"INS": "REB", "IMG": "REB", "MNC": "BUS", "NGM": "NGO", "HRI": "CVL", "ENV": "CVL", "RAD": "OPP"}
_BODY_SECTORS = frozenset({"IGO", "NGO", "BUS", "MED", "COP", "PTY", "REB", "UAF", "SEP", "SPY", "LAB", "EDU"})
_CAPITALS = frozenset({"UN", "US", "EU", "UK", "UAE", "USA", "NATO", "USSR", "UNHCR", "WHO", "IMF"})


@dataclass(slots=True)
class _Head:
    """One name with what stands under it."""

    name: str
    line: int
    aliases: list[str] = field(default_factory=list)
    codes: list[tuple[str, str | None, str | None]] = field(default_factory=list)  # code, from, until
    wrong: list[str] = field(default_factory=list)


def records(path: Path, lines: Iterable[str], how: Reading) -> Iterator[ActorEntry]:
    """Yield the persons and bodies of a dictionary. Bare countries are left to our list, agents ("~MIL") are classes."""
    common = common_words(how.ontology)
    countries = frozenset(country_codes().values())
    seen: dict[str, int] = {}
    skipped = {"country": 0, "class": 0}
    for head in _heads(path, lines, how):
        where = f"{path}:{head.line}"
        for code in head.wrong:
            how.complain(f"{where}: code {code!r} left out; write [CODE], [CODE >YYMMDD], [CODE <YYMMDD] or [CODE YYMMDD-YYMMDD]")
        if not head.codes:
            how.complain(f"{where}: {head.name!r} has no code; write one behind it or on the next line, like [SYRREB]")
            continue
        if all(c.startswith("~") for c, _, _ in head.codes):
            skipped["class"] += 1
            continue
        entry = _entry(head, countries, common)
        if entry is None:
            skipped["country"] += 1
            continue
        if entry.id in seen:
            how.complain(f"{where}: note: {head.name!r} is already in line {seen[entry.id]}, which is kept")
            continue
        seen[entry.id] = head.line
        yield entry
    if skipped["country"]:
        how.complain(f"{path}: note: {skipped['country']} countries left out; those of our list are used")
    if skipped["class"]:
        how.complain(f"{path}: note: {skipped['class']} agents left out; they are classes, which no list of actors names")


def _heads(path: Path, lines: Iterable[str], how: Reading) -> Iterator[_Head]:
    head: _Head | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if line.startswith("{"):
            found = _from_json(path, number, line, how)
            if found is not None:
                yield found
            continue
        line = re.split(r"[;#]", line, maxsplit=1)[0].strip()
        if not line or line.startswith("<!"):
            continue
        if line[0] in "!&":  # macros of agents' files
            continue
        name = _CODE.split(line)[0].strip()
        if name.startswith("+"):
            if head is None:
                how.complain(f"{path}:{number}: a synonym before any name; put it under the name that it is of")
                continue
            head.aliases.append(_plain(name[1:]))
        elif name:
            if head is not None:
                yield head
            head = _Head(_plain(name), number)
        if head is None:
            how.complain(f"{path}:{number}: a code before any name; put it under the name that it is of")
            continue
        for inside in _CODE.findall(line):
            _add_code(head, inside)
    if head is not None:
        yield head


def _add_code(head: _Head, text: str) -> None:
    m = _DATED.fullmatch(text.strip())
    if m is None:
        head.wrong.append(text)
        return
    code, sign, one, start, end = m.groups()
    days = [_day(d) for d in ((one if sign == ">" else start), (one if sign == "<" else end))]
    if ((one or start) and not any(days)) or (days[0] and days[1] and days[0] >= days[1]):
        head.wrong.append(text)
    elif code.strip("-"):
        head.codes.append((code, days[0], days[1]))


def _from_json(path: Path, number: int, line: str, how: Reading) -> _Head | None:
    try:
        data: Any = json.loads(line)
        head = _Head(_plain(data["name"]), number, [_plain(a) for a in data.get("aliases", ())])
        for c in data.get("codes", ()):
            start, end = c.get("from"), c.get("to")
            if start and end and start >= end:
                head.wrong.append(f"{c['code']} {start}-{end}")
            elif c["code"].strip("-"):
                head.codes.append((c["code"], start, end))
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        how.complain(f"{path}:{number}: not an entry with name, aliases and codes ({type(e).__name__}: {e}); left out")
        return None
    return head


def _plain(name: str) -> str:
    return " ".join(re.sub(r"\{.*?\}", " ", name).replace("_", " ").split())


def _day(text: str | None) -> str | None:
    """Read YYMMDD or YYYYMMDD; of two digits, up to 30 is this century."""
    if text is None or len(text) not in (6, 8):
        return None
    if len(text) == 6:
        text = ("20" if int(text[:2]) <= 30 else "19") + text
    year, month, number = text[:4], int(text[4:6]), int(text[6:])
    return f"{year}-{max(month, 1):02d}-{max(number, 1):02d}" if month <= 12 and number <= 31 else None


def _entry(head: _Head, countries: frozenset[str], common: frozenset[str]) -> ActorEntry | None:
    roles = [(*_read_code(code, countries), start, end) for code, start, end in head.codes if not code.startswith("~")]
    if all(sector is None and country is not None for country, sector, _, _ in roles):
        return None
    dated = [r for r in roles if r[2] or r[3]]
    country, sector = next(((c, s) for c, s, start, end in roles if not start and not end), roles[-1][:2])
    kind = guess_kind(head.name, sector)
    if kind is None or (dated and kind not in ("ministry", "armed_group", "party")):
        person = bool(dated) or (sector not in _BODY_SECTORS and 2 <= len(words(head.name)) <= 4)
        kind = "person" if person else "armed_group" if sector in ("REB", "UAF", "SEP") else "organisation"
    names = [cased(n) for n in (head.name, *head.aliases)]
    if not words(names[0]):
        return None
    name, aliases = usable(names, kind=kind, common=common)
    offices = tuple(
        Validity(value=f"role:{c or ''}:{s or ''}", start=start, end=end) for c, s, start, end in dated if s is not None or c
    )
    target = f"phoenix:{slug(head.name)}"
    return ActorEntry(id=target, name=name, kind=kind, aliases=aliases, country=country, sector=sector, offices=offices)


def _read_code(code: str, countries: frozenset[str]) -> tuple[str | None, str | None]:
    """Return country and sector of a CAMEO code: SYRREB is Syria's rebels, IGOUNO an international organisation."""
    parts = [code[k : k + 3] for k in range(0, len(code) - len(code) % 3, 3)]
    country = _OTHER_COUNTRIES.get(parts[0], parts[0]) if parts else None
    if country not in countries:
        country = None
    rest = parts[1:] if country is not None else parts
    sectors = (_SECTORS.get(p, p) for p in rest)
    return country, next((s for s in sectors if s in SECTORS), None)


def cased(name: str) -> str:
    """Write a name of capitals as texts write it; short lone words stay as they are, for they are acronyms."""
    if not name.isupper():
        return name
    parts = name.split()
    if len(parts) == 1 and len(name) <= 3:
        return name
    return " ".join(p if p in _CAPITALS else "-".join(q.capitalize() for q in p.split("-")) for p in parts)
