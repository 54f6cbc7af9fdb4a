"""What one claim says of who holds a place: a state, a change of hands, a loss, a denial, a siege, a fight for it.

Each is a ``Hold``: a claim over an interval. What is undated has an upper bound, the day by which it was told, and no start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimwire.ceasefire.context import Said
from claimwire.ceasefire.holders import Party, party
from claimwire.ceasefire.telling import place_name
from claimwire.records import Claim, ClaimPlace, Participant

STATE, TRANSFER, LOSS = "state claimed", "transfer claimed", "loss claimed"
SIEGE, FIGHTING, CONTEST, ENTRY = "siege claimed", "fighting claimed", "contest claimed", "entry claimed"
_POSITIVE, _NEGATIVE = frozenset({"CT+", "PR+"}), frozenset({"CT-", "PR-"})
_SIEGE = re.compile(r"besieg|encircl|surround|siege|blockad", re.IGNORECASE)
_FIGHT = re.compile(r"\b(?:fight|fought|battl|clash|combat|struggl|contest)", re.IGNORECASE)
_FOR = re.compile(
    r"^\s*(?:for|over)\b(?:\W+(?:the|full|control|of|key|strategic|city|town|village|district|province)){0,6}\W*$", re.I
)
_ENTERS = re.compile(r"^(?:re-?)?(?:enter|storm|penetrat|breach|invad)", re.IGNORECASE)
_CONTESTED = re.compile(r"contested|disputed", re.IGNORECASE)
_PART = r"(?:parts?|most|much|half|areas?|districts|neighbou?rhoods|villages|swathes?|a third|a quarter|outskirts|the rest)"
_PARTLY = re.compile(rf"^(?:the )?(?:\w+ )?{_PART} of\b", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:\b{_PART}|\d[\d.,]* ?(?:percent|per cent|%)) of (?:the )?$", re.IGNORECASE)
_BESIDE = re.compile(
    r"^ (?:near|in|around|outside|of|at|above|over|inside|on|[\w-]+ of|close to|overlooking) (?:the )?$", re.IGNORECASE
)
_THING = re.compile(
    r"checkpoint|bridge|hill|height|ground|position|airport|airbase|base|plant|factory|dam|crossing|road|building|hospital|prison|"
    r"field|port|post|barracks|headquarters|quarter|suburb|neighbou?rhood|district|village|front|part",
    re.IGNORECASE,
)
_COUNTRY = ("A.PCL",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Who holds a place, by one claim or by several of one voice."""

    said: Said
    place: ClaimPlace
    part: str | None  # what of the place it is said of, where not of all: another may hold the rest
    basis: str
    holder: Party | None
    contenders: tuple[Party, ...] = ()
    since: str | None = None  # EDTF, as the text dates it
    until: str | None = None
    since_day: str | None = None  # the first day of ``since``
    until_day: str | None = None
    since_by: str | None = None  # by when it had begun, where no date says when
    until_by: str | None = None
    asserted: tuple[str, str] | None = None  # the first and last day on which it is said to have held
    from_: Party | None = None
    to: Party | None = None  # of what was lost: who took it
    status: str = "claimed"
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes two names one place."""
        return place_key(self.place)

    @property
    def start(self) -> str:
        """The day to order it by: its first day, else the day by which it had begun or ended."""
        return self.since_day or self.since_by or self.until_day or self.until_by or ""


def place_key(place: ClaimPlace) -> str:
    """Return a place's id, or its name as written where none was found."""
    return place.place.target if place.place else (place.name or place.span.text).casefold()


def holds(said: Said) -> Iterator[Hold]:
    """Yield what a claim says of who holds which place, nothing for most claims."""
    claim = said.claim
    if claim.realization != "actual" or said.published is None:
        return
    place = _place(claim)
    if place is None:
        return
    if claim.kind == "state" and "territory" in claim.contexts:
        yield from _state(said, place)
    elif claim.effect is not None and claim.effect.kind == "territory_transfer" and _ENTERS.search(claim.trigger.text):
        entering = party(said, claim.actor)  # who is in a town does not yet hold it
        if entering is not None:
            yield _hold(said, place, ENTRY, None, contenders=(entering,))
    elif claim.effect is not None and claim.effect.kind == "territory_transfer":
        yield from _transfer(said, place)
    elif claim.event_type == "RETREAT" and "withdraw" in claim.modes and claim.factuality in _POSITIVE and claim.actor:
        yield _left(said, place, party(said, claim.actor), LOSS)
    elif claim.event_type == "ASSAULT" and "territory" in claim.contexts and claim.factuality in _NEGATIVE:
        lost = claim.trigger.text.lower().startswith("los")  # "denied losing the town": who denies it still has it
        who = party(said, (claim.recipient or claim.actor) if lost else claim.actor)
        yield _hold(said, place, LOSS if lost else TRANSFER, who, status="denied")
    elif claim.event_type in {"COERCE", "ASSAULT"} and _SIEGE.search(claim.trigger.text) and claim.factuality in _POSITIVE:
        besieger = party(said, claim.actor)
        if besieger is not None:
            yield _hold(said, place, SIEGE, None, contenders=(besieger,), status="contested")
    elif claim.event_type == "ASSAULT" and claim.factuality in _POSITIVE and _is_fight_for(said, place):
        sides = tuple(p for x in (*claim.actor, *claim.recipient) if (p := Party.of([x])) is not None)
        yield _hold(said, place, FIGHTING, None, contenders=sides, status="contested")


def _state(said: Said, place: ClaimPlace) -> Iterator[Hold]:
    claim = said.claim
    holder = party(said, claim.actor)
    if _CONTESTED.search(claim.trigger.text):
        if claim.factuality in _POSITIVE:
            sides = tuple(p for x in claim.actor if (p := Party.of([x])) is not None)
            yield _hold(said, place, CONTEST, None, contenders=sides, status="contested")
    elif holder is None:
        return
    elif claim.change == "stop" or _until(said) is not None:
        yield _left(said, place, holder, STATE)
    elif claim.factuality in _NEGATIVE:
        yield _hold(said, place, STATE, holder, status="denied")
    elif claim.factuality in _POSITIVE:
        yield _hold(said, place, STATE, holder)
    elif claim.factuality == "PS+":
        yield _hold(said, place, STATE, holder, status="possible")


def _transfer(said: Said, place: ClaimPlace) -> Iterator[Hold]:
    claim, effect = said.claim, said.claim.effect
    assert effect is not None
    loses = claim.event_type == "RETREAT"
    first, second = (claim.actor, claim.recipient) if loses else (claim.recipient, claim.actor)
    giver, taker = _named(effect.from_, first, said), _named(effect.to, second, said)
    if giver is not None:
        yield _left(said, place, giver, TRANSFER if taker else LOSS, to=taker)
    if taker is not None:
        yield _hold(said, place, TRANSFER, taker, from_=giver)


def _named(name: str | None, likely: tuple[Participant, ...], said: Said) -> Party | None:
    """Return the party that an effect names, with its actors: those of the claim, else whoever the report calls so."""
    if name is None:
        return None
    if any(name in (p.name, p.span.text) for p in likely):
        return party(said, likely)
    everybody = (p for c in said.reading.claims for p in (*c.actor, *c.recipient))
    found = next((p for p in everybody if name in (p.name, p.span.text)), None)
    return Party.of([found]) if found is not None else Party(ids=(), name=name, written=name)


def _hold(
    said: Said,
    place: ClaimPlace,
    basis: str,
    holder: Party | None,
    *,
    status: str = "claimed",
    contenders: tuple[Party, ...] = (),
    from_: Party | None = None,
) -> Hold:
    """A claim that somebody holds a place, or fights for it."""
    published = said.published or ""
    since, until = _ends(said)
    since_day, last = said.since, said.last
    by: str | None = None
    asserted: tuple[str, str]
    if since is None or since_day is None:  # undated, or only "by then": an upper bound, no date
        known = min(last or published, published)
        since, since_day, by = None, None, known
        asserted = (known, known) if basis != TRANSFER else (known, max(known, published))
    elif basis == TRANSFER or until is None:  # taken then, or held since then: so it was when it was told
        since = since if until is None or until == since else f"{since}/{until}"
        asserted = (since_day, max(since_day, published))
    else:  # held on a day: it may have been so before
        still = basis == LOSS and status == "denied"  # who denies that a place was lost then has it now
        asserted = (since_day, max(since_day, published) if still else last or since_day)
        since, since_day, by = None, None, since_day
    return Hold(
        said=said,
        place=place,
        part=_part(said, place),
        basis=basis,
        holder=holder,
        contenders=contenders,
        since=since,
        since_day=since_day,
        since_by=by,
        asserted=asserted,
        from_=from_,
        status=status,
        claims=(said.claim.id,),
    )


def _left(said: Said, place: ClaimPlace, holder: Party | None, basis: str, *, to: Party | None = None) -> Hold:
    """A claim that somebody held a place and does no more."""
    since, until = _ends(said)
    day: str | None = said.since or said.before
    if since is not None and until not in (None, since):
        until = f"{since}/{until}"
    elif until is None:
        until = since  # "no longer since 2001"
    return Hold(
        said=said,
        place=place,
        part=_part(said, place),
        basis=basis,
        holder=holder,
        until=until,
        until_day=day if until else None,
        until_by=None if until else said.published,
        to=to,
        claims=(said.claim.id,),
    )


def _ends(said: Said) -> tuple[str | None, str | None]:
    """Return the two ends of a claim's time in EDTF; None is open or unknown."""
    edtf = said.claim.time.interval.edtf if said.claim.time else None
    if edtf is None or (said.since or "") > (said.published or "9999"):
        return None, None  # what was done is not dated after its telling, whatever day its words were taken for
    first, slash, last = edtf.partition("/")
    ends = (first, last if slash else first)
    return ends[0] if ends[0] not in ("", "..") else None, ends[1] if ends[1] not in ("", "..") else None


def _until(said: Said) -> str | None:
    """Return the end of a time that has only an end: "until last week"."""
    since, until = _ends(said)
    return until if since is None else None


def _place(claim: Claim) -> ClaimPlace | None:
    """Return the one place that a claim of control is about: a name, the most exact one, never a country."""
    wanted = [p for p in claim.places if p.role in {"location", "origin"} and _is_named(p)]
    if claim.effect is not None:
        named = [p for p in wanted if claim.effect.place in (place_name(p), p.span.text)]
        wanted = named or wanted
    return min(wanted, key=lambda p: (p.place is None, p.place.precision if p.place else 1), default=None)


def _is_named(p: ClaimPlace) -> bool:
    """True for a place that a reader can look up; "the town" is nobody's name, and a country is no place to hold."""
    if p.place is not None:
        return not (p.place.feature or "").startswith(_COUNTRY)
    return p.name is not None or p.span.text.split()[-1][:1].isupper()


def _part(said: Said, place: ClaimPlace) -> str | None:
    """Return what of a place is meant, None for all of it: "parts of Aleppo", "a checkpoint near Khan Tuman", "60 percent of"."""
    text, span = said.report.text, place.span
    whole = _PARTLY.search(span.text)
    if whole:
        return span.text
    before = _BEFORE.search(text[max(span.start - 40, 0) : span.start])
    if before:
        return " ".join(before.group(0).split())
    for other in said.claim.places:
        between = text[other.span.end : span.start] if other.span.end <= span.start else ""
        if not _is_name(other.span.text) and _BESIDE.match(between):
            return f"{other.span.text}{between}{span.text}"
    if not _is_name(span.text) and _THING.search(span.text):
        return span.text  # "the bridge" of a town is not the town
    return None


def _is_name(words: str) -> bool:
    return words.rsplit(maxsplit=1)[-1][:1].isupper()


def _is_fight_for(said: Said, place: ClaimPlace) -> bool:
    """True for "the battle for the town of X": whoever fights for a place does not hold it unchallenged."""
    trigger = said.claim.trigger
    return bool(_FIGHT.search(trigger.text) and _FOR.match(said.report.text[trigger.end : place.span.start]))
