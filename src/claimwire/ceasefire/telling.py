"""What every row about aid, arms, talks and prisoners says: who said it, where, how many, what was carried, and on which claims.

A claim's own words tell what was brought or sold; its numbers keep the unit that they were counted in, and are never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from claimwire.ceasefire.context import Context, Row, Said
from claimwire.ceasefire.holders import Party
from claimwire.records import Claim, ClaimPlace, Participant

POSITIVE, NEGATIVE = frozenset({"CT+", "PR+"}), frozenset({"CT-", "PR-"})
TOLD = ("speaker", "speaker_written", "publisher", "side", "reported_at", "status", "claims")
_PEOPLE = frozenset(
    {"people", "person", "resident", "civilian", "family", "household", "patient", "wounded", "child", "woman", "man", "refugee"}
    | {"inhabitant", "villager", "evacuee", "displaced", "idp", "returnee", "recipient", "beneficiary", "citizen", "injured"}
)
_TRUCKS = frozenset({"truck", "lorry", "truckload", "vehicle", "lorryload"})
_TONNES = frozenset({"tonne", "ton", "tons", "tonnes"})
_ARTICLE = re.compile(r"^(?:the|a|an|some|his|her|its|their) ", re.IGNORECASE)


def told(said: Said, context: Context, *, status: str | None = None) -> dict[str, Any]:
    """Return who said it, printed where and when, and the claims that it rests on."""
    voice = context.voice(said)
    sides = sorted(context.sides(voice.id, said.published))
    standing = status or {"PS+": "possible", "Uu": "uncertain"}.get(said.claim.factuality, "claimed")
    return {
        "speaker": voice.name if said.chain else None,
        "speaker_written": next((" ".join(x.text for x in s.source) for s in reversed(said.chain) if s.source), None),
        "publisher": said.report.publisher,
        "side": sides[0] if sides else None,
        "reported_at": said.published,
        "status": "retracted" if said.withdrawn else standing,
        "claims": [said.claim.id],
    }


def time_of(said: Said) -> str | None:
    """Return a claim's time in EDTF, None when it is undated: never the day of the report."""
    return said.claim.time.interval.edtf if said.claim.time else None


def named(party: Party | None, prefix: str) -> dict[str, str | None]:
    """Return a party's name, its words and its id under ``prefix``."""
    return {
        prefix: party.name if party else None,
        f"{prefix}_written": party.written if party else None,
        f"{prefix}_id": party.ids[0] if party and party.ids else None,
    }


def number(claim: Claim, *measures: str, units: frozenset[str] = frozenset()) -> float | None:
    """Return the first number of a claim that has one of the measures, or counts one of the units."""
    for q in claim.quantities:
        unit = (q.quantity.unit or "").casefold()
        if q.quantity.measure in measures or unit in units or unit.removesuffix("s") in units:
            return q.quantity.best if q.quantity.best is not None else q.quantity.low
    return None


def people(claim: Claim) -> float | None:
    """Return how many people a claim counts."""
    return number(claim, "aid_people", "displaced", "returned", units=_PEOPLE)


def tonnes(claim: Claim) -> float | None:
    """Return how many tonnes a claim counts."""
    return number(claim, "aid_tonnes", units=_TONNES)


def trucks(claim: Claim) -> float | None:
    """Return how many trucks a claim counts."""
    return number(claim, "aid_trucks", units=_TRUCKS)


def amount(claim: Claim) -> tuple[float | None, str | None]:
    """Return the first count of a claim that is no money and no date, with what it counts."""
    for q in claim.quantities:
        if q.quantity.measure != "money" and (q.quantity.unit or q.quantity.measure != "other"):
            best = q.quantity.best if q.quantity.best is not None else q.quantity.low
            return best, q.quantity.unit or q.quantity.measure
    return None, None


def own_words(said: Said) -> str:
    """Return the words that carry a claim, from its evidence and its trigger."""
    claim = said.claim
    return said.report.text[min(claim.evidence.start, claim.trigger.start) : max(claim.evidence.end, claim.trigger.end)]


def place_of(claim: Claim, *roles: str) -> ClaimPlace | None:
    """Return the place of a claim in the first of ``roles`` that has one, a named one before "the road"."""
    for role in roles:
        found = [p for p in claim.places if p.role == role]
        if found:
            return min(found, key=lambda p: (not is_named(p), p.place is None, p.place.precision if p.place else 1))
    return None


def only_place(said: Said) -> ClaimPlace | None:
    """Return the one named place of a claim's sentence, None for none or several."""
    at = next((s for s in said.reading.sentences if s.id == said.claim.sentence), None)
    if at is None:
        return None
    known = {p.mention: p for c in said.reading.claims for p in c.places if p.mention}
    found: dict[str, ClaimPlace] = {}
    for m in said.reading.mentions:
        if m.label == "place" and at.start <= m.span.start < at.end and m.span.text.split()[-1][:1].isupper():
            place = known.get(m.id) or ClaimPlace(mention=m.id, span=m.span, role="location")
            if place.place is None or not (place.place.feature or "").startswith("A.PCL"):
                found[place_name(place)] = place
    return next(iter(found.values())) if len(found) == 1 else None


def is_named(p: ClaimPlace) -> bool:
    """True for a place with a name of its own."""
    return p.place is not None or p.name is not None or p.span.text.split()[-1][:1].isupper()


def placed(p: ClaimPlace | None, prefix: str = "place") -> dict[str, str | None]:
    """Return a place's name, words and, for the main place of a row, what it is in."""
    out: dict[str, str | None] = {prefix: place_name(p) if p else None, f"{prefix}_written": p.span.text if p else None}
    if prefix == "place":
        place = p.place if p else None
        out |= {"target": place.target if place else None, "admin1": place.admin1 if place else None}
        out |= {"country": place.country if place else p.country if p else None}
    return out


def place_name(p: ClaimPlace) -> str:
    """Return a place's name, as written where no gazetteer has it."""
    return p.place.name if p.place else p.name or p.span.text


def goods(words: str, listed: frozenset[str]) -> str | None:
    """Return the listed goods that some words name, in their order, as written; the longer name before the shorter."""
    found = _pattern(listed).findall(words)
    return ", ".join(dict.fromkeys(g.casefold() for g in found)) or None


def says(words: str, listed: frozenset[str]) -> bool:
    """True when some words hold a listed one, in the singular or the plural."""
    return _pattern(listed).search(words) is not None


@lru_cache(maxsize=64)
def _pattern(listed: frozenset[str]) -> re.Pattern[str]:
    each = [re.escape(w[:-1]) + "(?:y|ies)" if w.endswith("y") else re.escape(w) for w in listed]
    each.sort(key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?:es|s)?(?![\w-])", re.IGNORECASE)


def is_carrier(p: Participant, listed: frozenset[str]) -> bool:
    """True for "a convoy of 28 trucks", "aid": what is brought or brings it, and nobody who decides."""
    head = re.split(r"\b(?:of|with|carrying|loaded|from|for|to|in)\b", p.span.text, maxsplit=1)[0].strip()
    return bool(head) and says(head.split()[-1], listed)


def addressee(said: Said, before: re.Pattern[str], context: Context, *, without: Iterable[Participant] = ()) -> Party | None:
    """Return whom a sentence names behind certain words ("for the Front", "to the Red Cross"), where a claim has no part for him.

    Whoever stands inside the trigger ("supplied the rebels with") counts as well.
    """
    at = next((s for s in said.reading.sentences if s.id == said.claim.sentence), None)
    if at is None:
        return None
    trigger = said.claim.trigger
    targets = {k.mention: k.target for k in said.reading.links if k.kind == "actor"}
    taken = [p.span for p in without]
    for m in said.reading.mentions:
        if m.label != "actor" or not at.start <= m.span.start < at.end or any(m.span.overlaps(t) for t in taken):
            continue
        held = trigger.start < m.span.start and m.span.end <= trigger.end
        if held or before.search(said.report.text[max(at.start, m.span.start - 12) : m.span.start]):
            target = targets.get(m.id)
            known = target is not None and target in context.ontology.actors
            name = context.name(target) if known else bare(m.span.text)
            return Party(ids=(target,) if target else (), name=name or m.span.text, written=m.span.text)
    return None


def merged(rows: Iterable[tuple[object, Row]], *, same: tuple[str, ...]) -> list[Row]:
    """Make one row of what one voice tells again of one event: what is missing in one is taken from the other.

    ``rows`` come with a key; rows of one key are one when no column of ``same`` says two different things.
    """
    out: list[dict[str, Any]] = []
    by_key: dict[object, list[dict[str, Any]]] = {}
    for key, row in rows:
        for old in by_key.setdefault(key, []):
            if all(old[c] == row[c] or old[c] is None or row[c] is None for c in same):
                claims = list(dict.fromkeys((*old["claims"], *row["claims"])))
                old.update({c: v for c, v in row.items() if old[c] is None and v is not None})
                old["claims"] = claims
                break
        else:
            kept = dict(row)
            by_key[key].append(kept)
            out.append(kept)
    return list(out)


def happening(said: Said, context: Context, place: ClaimPlace | None) -> tuple[str | None, ...]:
    """Return what makes two claims of one voice about one thing: the event, else place and time, else place and report."""
    known = context.event_of.get(said.claim.id)
    where = (place.place.target if place.place else place_name(place).casefold()) if place else None
    when = time_of(said)
    if when is not None and where is not None:
        return where, when
    if known is not None:
        return "event", known.id
    return where, said.report.id


def bare(text: str) -> str:
    """Return a noun phrase without its article."""
    return _ARTICLE.sub("", text)
