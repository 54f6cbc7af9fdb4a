"""The origin of one claim, as far as its own report tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimwire.consolidate.credits import agency_id
from claimwire.consolidate.holders import Holder, Voice, report_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A claim's origin, as far as its own report tells it."""

    voice: Voice
    kind: str
    name: str
    known: bool  # False: it never counts beside a known voice
    base: bool  # the outlet's own text, which copies of it share; not what somebody says in it
    keys: tuple[str, ...]
    sides: tuple[str, ...]
    because: str
    passed_by: tuple[Holder, ...] = ()  # who passes on this origin's word
    quiet: bool = False  # the own text of an agency that no list has, in which nothing shows who was there
    hearsay: bool = False  # he has it from somebody unnamed
    follows: bool = False  # its report has a source for the same happening


def seated(voices: Sequence[Voice]) -> list[Seat]:
    """Return the origin of each claim. A report's own voice follows whoever its report names as a source for this happening."""
    sourced = {v.report for v in voices if v.chain and not _witnessed(v)}
    speaking = {key for v in voices for h in v.chain if h.knows for key in h.keys}
    return [_seat(v, follows=v.report in sourced or not speaking.isdisjoint(v.cites)) for v in voices]


def _witnessed(voice: Voice) -> bool:
    return voice.chain[-1].kind == "witness" and (voice.credit is not None or voice.firsthand is not None)


def _seat(voice: Voice, *, follows: bool) -> Seat:
    """Return the origin of one claim. ``follows``: its report also has a source for the same happening."""
    knowing = next((h for h in reversed(voice.chain) if h.knows), None)
    if knowing is not None:
        sides = knowing.sides or next((h.sides for h in reversed(voice.chain) if h.sides), ())
        return Seat(
            voice=voice,
            kind=knowing.kind,
            name=knowing.name,
            known=True,
            base=False,
            keys=knowing.keys,
            sides=sides,
            because=f"{report_of(voice)}: {_told(voice, knowing)}",
            hearsay=voice.chain[-1].kind == "unnamed",
            passed_by=tuple(h for h in voice.chain if h.knows and h is not knowing),
        )
    if voice.chain and voice.chain[-1].kind != "witness":
        return _unknown(voice, voice.chain[-1])
    follows = follows and not voice.chain
    if voice.credit is not None:
        seat = _outlet(voice, voice.credit, f'{report_of(voice)}: credited to {voice.credit.name} ("{voice.credit_words}")')
        return _following(seat) if follows else seat
    if voice.firsthand and (voice.here or not follows):
        return replace(_publisher(voice), known=True, because=f'{report_of(voice)}: own reporting ("{voice.firsthand}")')
    if voice.house is not None:
        seat = _outlet(voice, voice.house, f"{report_of(voice)}: {voice.house.name} in its own voice")
        seat = replace(seat, quiet=(voice.house.actor or "").startswith("agency:"))
        return _following(seat) if follows and not voice.house.sides else seat
    if voice.chain:
        return _unknown(voice, voice.chain[-1])
    return _publisher(voice, follows=follows)


def _following(seat: Seat) -> Seat:
    return replace(seat, known=False, follows=True, because=f"{seat.because}, which has a source for it")


def _told(voice: Voice, knowing: Holder) -> str:
    if len(voice.chain) == 1:
        return f"{knowing.name} says it"
    chain = " > ".join(h.name for h in voice.chain)
    return f"{chain}; of these {knowing.name} is the innermost who can know"


def _outlet(voice: Voice, holder: Holder, because: str) -> Seat:
    return Seat(
        voice=voice,
        kind=holder.kind,
        name=holder.name,
        known=True,
        base=True,
        keys=holder.keys,
        sides=holder.sides or next((h.sides for h in reversed(voice.chain) if h.sides), ()),
        because=because,
    )


def _publisher(voice: Voice, *, follows: bool = False) -> Seat:
    name = voice.publisher
    why = "has a source for it in the same report" if follows else "shows no reporting of its own"
    return Seat(
        voice=voice,
        kind="publisher" if name else "unknown",
        name=name or "an unknown publisher",
        known=False,
        base=True,
        keys=(f"publisher:{name.lower()}", agency_id(name)) if name else (f"unknown:{voice.report}",),
        sides=voice.house.sides if voice.house else (),
        follows=follows,
        because=f"{report_of(voice)}: the outlet's own voice, which {why}",
    )


def _unknown(voice: Voice, holder: Holder) -> Seat:
    return Seat(
        voice=voice,
        kind="unknown",
        name=holder.name,
        known=False,
        base=True,
        keys=(f"unknown:{voice.report}:{holder.name.lower()}",),
        sides=next((h.sides for h in reversed(voice.chain) if h.sides), ()),
        because=f'{report_of(voice)}: a source that is not named ("{holder.words or holder.name}")',
    )
