"""Who holds a claim, as one report tells it: what is kept of a report's chains of attribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody whom a report gives as holding a claim. ``knows`` False: nobody in particular ("officials", "reports")."""

    words: str  # as written; the name, for an agency that a dateline credits
    actor: str | None  # an actor target
    name: str
    kind: str  # speech (a person or office), agency, source (an organisation or party), witness, unnamed
    knows: bool
    keys: tuple[str, ...]  # two holders that share one are one voice: ids, the bodies that it speaks for, a bare name
    sides: tuple[str, ...] = ()  # conflict:side on the report's date


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says one claim, as its report tells it: ``chain`` runs outermost first and leaves out the publisher."""

    claim: str
    report: str
    publisher: str | None
    published_at: str | None
    chain: tuple[Holder, ...]
    credit: Holder | None  # the agency that the report, or this statement, is credited to
    credit_words: str | None  # the words that credit it
    house: Holder | None  # the publisher where it is known as an agency, or as a medium of one side
    firsthand: str | None  # words that show the outlet's own reporting: a correspondent, or witnesses who told it
    here: bool = False  # those words stand in the claim's own sentence
    cites: tuple[str, ...] = ()  # of the outlet's own voice: the actors that its report has as sources anywhere
    beside: tuple[str, ...] = ()  # keys of whom the claim's sentence names outside what is said: perhaps he passes it on
    land: str | None = None  # the country where the claim places it, as conflicts are named: "syria"
    quotes: tuple[int, ...] = ()  # digests of the direct quotations that the claim stands in

    def to_dict(self) -> dict[str, Any]:
        """Return the voice as one JSON object; what is empty is left out."""
        out: dict[str, Any] = {"claim": self.claim, "report": self.report}
        for key in ("publisher", "published_at", "credit_words", "firsthand", "land"):
            if getattr(self, key) is not None:
                out[key] = getattr(self, key)
        for key in ("credit", "house"):
            if (holder := getattr(self, key)) is not None:
                out[key] = _holder_to_dict(holder)
        if self.chain:
            out["chain"] = [_holder_to_dict(h) for h in self.chain]
        if self.here:
            out["here"] = True
        for name in ("cites", "quotes", "beside"):
            if getattr(self, name):
                out[name] = list(getattr(self, name))
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Voice:
        """Build a voice from what ``to_dict`` made. Raises KeyError when it is not one."""
        return cls(
            claim=data["claim"],
            report=data["report"],
            publisher=data.get("publisher"),
            published_at=data.get("published_at"),
            chain=tuple(_holder_from_dict(h) for h in data.get("chain", ())),
            credit=_holder_from_dict(data["credit"]) if "credit" in data else None,
            credit_words=data.get("credit_words"),
            house=_holder_from_dict(data["house"]) if "house" in data else None,
            firsthand=data.get("firsthand"),
            land=data.get("land"),
            here=data.get("here", False),
            cites=tuple(data.get("cites", ())),
            beside=tuple(data.get("beside", ())),
            quotes=tuple(data.get("quotes", ())),
        )


def _holder_to_dict(h: Holder) -> dict[str, Any]:
    out = {"words": h.words, "actor": h.actor, "name": h.name, "kind": h.kind, "knows": h.knows, "keys": list(h.keys)}
    return out | ({"sides": list(h.sides)} if h.sides else {})


def _holder_from_dict(h: Mapping[str, Any]) -> Holder:
    return Holder(**{**h, "keys": tuple(h["keys"]), "sides": tuple(h.get("sides", ()))})


def report_of(voice: Voice) -> str:
    """Return how a reason names a report: its id and, where known, who printed it."""
    return f"{voice.report} ({voice.publisher})" if voice.publisher else voice.report
