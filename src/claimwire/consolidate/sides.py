"""Which side of a conflict somebody speaks for on a day: sources of one side are one voice.

A value is ``conflict:side`` as the actor list writes it. What the list gives no side (a broadcaster run by a party) is in
`aligned.csv`, each line with its reason; a body without a side of its own has that of the body it belongs to, and a person
that of the office held on the day. A party that no list has is known by what it is called: see ``unlisted``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from claimwire.consolidate.wordlists import pattern, words
from claimwire.ontology.model import ActorEntry, Ontology, Validity

GOVERNMENT = "unlisted:government"  # the side of a state that the report does not name: "the army", "the defence ministry"
ARMED = "unlisted:armed"  # of those who fight it, unnamed: "the rebels"

_ENDINGS = ("stani", "stan", "ians", "ian", "ean", "ese", "ish", "ia", "ans", "an", "i", "a")
_RANK = re.compile(r"\b(?:General|Major|Captain) [A-Z]")
_GROUP_NAME = re.compile(r"\b(?!The\b)([A-Z][\w-]+(?: (?:of the |of |for )?[A-Z][\w-]+){1,5})")
_TURNED = re.compile(r"^(?P<kind>\w+) of (?:the )?(?P<rest>.+)$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ORGAN = (
    r"(?:[Aa]rmy|[Mm]ilitary|[Tt]roops|[Gg]overnment|[Mm]inist\w+|[Rr]egime|[Ff]orces?|[Pp]resident|[Ss]taff|[Nn]avy|[Dd]ivision"
    r"|[Rr]egiment|[Cc]ommand|[Ee]mbassy|[Cc]onsulate|[Aa]mbassador)"
)
_OWNER = re.compile(
    rf"\b(?!(?:The|A|An|Its|Their|His|Her|Our)\b)(?P<name>[A-Z][\w-]{{2,}}(?:'s)?)(?: [A-Za-z]+){{0,2}}? {_ORGAN}\b"
)
_OF = re.compile(rf"\b(?:{_ORGAN}|[Mm]inist\w+ of [A-Za-z]+)(?<!inistry)(?<!inister) of (?:the )?(?P<name>[A-Z][\w-]{{2,}})")
_REBEL = re.compile(r"(?:[Tt]he )?(?:rebel|insurgent|separatist|militant|jihadist|guerrilla) (?P<name>[A-Z].+)$")
_OFFICIAL = frozenset({"GOV", "MIL"})


@lru_cache(maxsize=1)
def _aligned() -> dict[str, tuple[Validity, ...]]:
    found: dict[str, list[Validity]] = {}
    with (files("claimwire.consolidate") / "aligned.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            span = Validity(value=row["side"], start=row["start"] or None, end=row["end"] or None)
            found.setdefault(row["id"], []).append(span)
    return {k: tuple(v) for k, v in found.items()}


def lineage(actor: str | None, *, ontology: Ontology, date: str | None) -> tuple[ActorEntry, ...]:
    """Return a listed actor and the bodies that it belongs to on a day, nearest first; nothing for one that is not listed."""
    out: list[ActorEntry] = []
    waiting = [actor] if actor else []
    while waiting:
        entry = ontology.actors.get(waiting.pop(0))
        if entry is None or entry in out:
            continue
        out.append(entry)
        waiting += ([entry.parent] if entry.parent else []) + _valid(entry.offices, date)
        if entry.kind == "person" and entry.sector in _OFFICIAL and not (entry.parent or entry.offices) and entry.country:
            waiting.append(f"gov:{entry.country.lower()}")  # an official of whom the list has no office
    return tuple(out)


def sides(actor: str | None, *, ontology: Ontology, date: str | None) -> tuple[str, ...]:
    """Return the sides that a listed actor is on or speaks for on a day, by its own entry or the nearest body's that has one.

    Without a day every side that it was ever on is returned: not to know when makes nobody neutral.
    """
    bodies = lineage(actor, ontology=ontology, date=date)
    own = next((found for e in bodies if (found := _valid(e.sides, date))), [])
    aligned = [side for e in bodies for side in _valid(_aligned().get(e.id, ()), date)]
    return tuple(dict.fromkeys([*own, *aligned]))


def _valid(values: Iterable[Validity], date: str | None) -> list[str]:
    day = date[:10] if date else None
    return [v.value for v in values if day is None or ((v.start is None or v.start <= day) and (v.end is None or day < v.end))]


@lru_cache(maxsize=8192)
def unlisted(described: str) -> tuple[str, ...]:
    """Return the side of a party that no list has, by how a report describes it; nothing where it is no party's organ.

    The organs of a state speak for its government: "the Avernan army" and "Avernan police" are on one side, which is named by
    the country in front, or ``GOVERNMENT`` where there is none. The police is an organ of a state although it may be no party
    to the fighting: what it says is not taken for a bystander's word.
    """
    text = described.replace("’", "'")
    low = text.lower()
    if pattern("no_party").search(low):
        return ()
    plain = [w.lower().removesuffix("'s") for w in _WORD.findall(text)]
    if any(part in words("armed") for w in plain for part in w.split("-")):
        return (ARMED,)
    for m in _GROUP_NAME.finditer(text):
        its = m[1].split()
        for n in range(len(its), 1, -1):  # "Northern Sword Coalition Media Office"
            if (name := _group(" ".join(its[:n]))) is not None:
                return (f"unlisted:{name}",)
    if not any(w in words("state") for w in plain) and not pattern("state.phrases").search(low) and not _RANK.search(text):
        return ()
    for owner in (*_OWNER.finditer(text), *_OF.finditer(text)):
        if (name := owner["name"].removesuffix("'s")).lower() not in words("no_name"):
            return (f"unlisted:{nation(name)}:government",)
    return (GOVERNMENT,)


def rebels(described: str) -> tuple[str, ...]:
    """Return the side of those whom a report calls rebels before their name, which may be an army's: "the rebel Unity Army"."""
    m = _REBEL.match(described.replace("’", "'"))
    name = _WORD.findall(m["name"].lower()) if m is not None else []
    return (f"unlisted:{'-'.join(name)}",) if name else ()


def _group(name: str) -> str | None:
    """Return the name of an armed group as an id, None for other names: the "Avernan Army", of two words, is a state's."""
    low = name.lower()
    if (turned := _TURNED.match(low)) is not None and turned["kind"] in words("armed.names"):
        low = f"{turned['rest']} {turned['kind']}"  # Brigades of the Dawn, Dawn Brigades
    its = low.split()
    known = words("armed.names") if len(its) > 2 else words("armed.pairs")
    return "-".join(its) if its[-1] in known and not pattern("state.phrases").search(low) else None


def nation(name: str) -> str:
    """Cut a country's name and its adjective to what they share: Vardzhenia, Vardzhenian."""
    low = name.lower()
    while True:
        cut = next((e for e in _ENDINGS if low.endswith(e) and len(low) - len(e) >= 3), None)
        if cut is None:
            return low
        low = low[: -len(cut)]


def generic(side: str) -> bool:
    """True for a party that the report names by its kind alone, so that it may be any party of that kind."""
    return side in {GOVERNMENT, ARMED}
