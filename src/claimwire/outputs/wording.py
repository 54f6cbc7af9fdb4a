"""Codes said in plain words, so that nobody has to know the codebook to read a claim."""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.records import Claim, Statement

_NOT_DONE: Mapping[str, str] = {
    "attempted": "attempted, not said to have succeeded",
    "offered": "offered, not done",
    "requested": "asked for, not done",
    "threatened": "threatened, not done",
    "predicted": "expected, not done yet",
    "hypothetical": "a case supposed, not a happening",
}
_HELD: Mapping[str, str] = {
    "PR+": "held probable",
    "PS+": "held possible",
    "CT-": "said not to be so",
    "PR-": "held improbable",
    "PS-": "said perhaps not to be so",
    "Uu": "left open",
}
_KINDS: Mapping[str, str] = {
    "state": "a state, not an event",
    "quantity": "a count",
    "evaluation": "a judgement, not an event",
    "causal": "a cause that the speaker names",
}
_STANCES: Mapping[str, str] = {
    "committed": "the verb commits the publisher",
    "distancing": "the verb keeps a distance",
    "conceding": "an admission",
}
STATUSES: Mapping[str, str] = {
    "contested": "contested",
    "party_claim_only": "party claim only",
    "single_source": "single source",
    "corroborated": "independent sources agree",
    "retracted": "retracted by its source",
}


def presented(claim: Claim, statement: Statement | None) -> str:
    """Say how the claim is presented: "asserted", "denied", "attempted, ...; held possible"."""
    words = []
    if claim.realization != "actual":
        words.append(_NOT_DONE.get(claim.realization, claim.realization))
    if claim.factuality == "CT-":
        words.append("denied" if statement and statement.stance == "denying" else _HELD["CT-"])
    elif claim.factuality != "CT+":
        words.append(_HELD.get(claim.factuality, claim.factuality))
    elif not words:
        words.append("asserted")
    return "; ".join(words)


def manner(claim: Claim, statement: Statement | None) -> list[str]:
    """Say what else a careful reader wants to know of the wording: kind, stance, aspect and change."""
    words = [_KINDS[claim.kind]] if claim.kind in _KINDS else []
    if statement and statement.stance in _STANCES:
        words.append(_STANCES[statement.stance])
    if claim.aspect in ("ongoing", "iterative", "habitual"):
        words.append(claim.aspect)
    if claim.change and claim.change != "none":
        words.append({"start": "begins", "stop": "ends"}.get(claim.change, claim.change))
    return words


def effect(claim: Claim, names: Mapping[str, str]) -> str | None:
    """Say what the happening changes: "control of Qarat: from Northern Corps to Arvan Army"."""
    e = claim.effect
    if e is None:
        return None
    where = names.get(e.place or "") or e.place or "a place not named"
    before, after = names.get(e.from_ or "") or e.from_ or "not said", names.get(e.to or "") or e.to or "not said"
    what = "control of" if e.kind == "territory_transfer" else f"{e.kind.replace('_', ' ')} of"
    return f"{what} {where}: from {before} to {after}"


def status(code: str) -> str:
    """Say an event's status in words."""
    return STATUSES.get(code, code.replace("_", " "))


_UNLISTED = "unlisted:"  # a side of no conflict in the actor list, known by what it is called
_SOMEBODY: Mapping[str, str] = {"government": "a government", "armed": "an armed group"}


def side_in_words(side: str) -> str:
    """Say a side of a conflict, ``syria:government``: "the government side (Syria)"."""
    conflict, _, name = side.removeprefix(_UNLISTED).rpartition(":")
    words = name.replace("-", " ")
    if not conflict:
        return _SOMEBODY.get(name, words)
    return f"the {words} side ({conflict.replace('-', ' ').title()})"


def bounds(low: float | None, best: float | None, high: float | None) -> str:
    """Write a number as read: ``12``, ``12 to 15``, ``12 or more``, ``up to 40``."""
    if low is not None and low == high:
        return _number(low)
    if low is not None and high is not None:
        return f"{_number(low)} to {_number(high)}"
    if low is not None:
        return f"{_number(low)} or more"
    if high is not None:
        return f"up to {_number(high)}"
    return _number(best) if best is not None else "unknown"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
