"""Event types on sentences with one marked or listed event: PLV, the PLOVER gold-standard records, CASE 2021 task 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from claimwire import ontology
from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe
from claimwire.records import Claim, Reading

Record = Mapping[str, Any]
# PLV folds CONCEDE and RETREAT into YIELD.
_FOLDED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}
# The corpus's rule: material conflict wins over verbal conflict, and so on down.
_PRECEDENCE = {4: 0, 3: 1, 2: 2, 1: 3}


def score_plv(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return accuracy of type (15, as PLV folds them) and of quad class; a sentence without a claim is wrong."""
    quads = {t.name: _QUADS[t.quad] for t in ontology.load().event_types.values()}
    tallies = []
    for record in records:
        if (record.get("public_overlap") or 0) >= 0.5:
            continue
        tally: Tally = Counter()
        marked = ([tuple(s) for s in record[side]["spans"]] for side in ("source", "target"))
        claim = _chosen(readings[record["id"]].claims, *marked, quads=quads)
        found = _plv_type(claim, quads) if claim else None
        observe(tally, "type", (_FOLDED.get(found, found) if found else None) == record["plover15"])
        observe(tally, "quad", (quads.get(found) if found else None) == record["quad"])
        observe(tally, "found", claim is not None)
        tallies.append(tally)
    names = {"type_accuracy": "type", "quad_accuracy": "quad", "coded": "found"}
    return [figure(name, tallies, lambda t, k=key: mean(t, k), n_key=f"{key}.n") for name, key in names.items()]  # type: ignore[misc]


def _plv_type(claim: Claim, quads: Mapping[str, int]) -> str | None:
    """Return the type that the corpus gives an act still to come: it codes the promise, the threat or the demand, not the act."""
    if claim.event_type is None or claim.realization in {"actual", "attempted"}:
        return claim.event_type
    if claim.realization == "requested":
        return "REQUEST"
    cooperative = quads[claim.event_type] in {1, 2}
    if claim.realization in {"offered", "predicted"} and cooperative:
        return "AGREE"
    if claim.realization in {"threatened", "predicted"} and quads[claim.event_type] == 4:
        return "THREATEN"
    return claim.event_type


def _chosen(
    claims: Sequence[Claim],
    source: Sequence[tuple[int, ...]],
    target: Sequence[tuple[int, ...]],
    *,
    quads: Mapping[str, int],
) -> Claim | None:
    """Return the claim that best fits marked actors; among equals the one of the class that the corpus prefers."""
    events = [c for c in claims if c.kind in {"event", "quantity"} and c.event_type]

    def touches(spans: Sequence[tuple[int, ...]], claim: Claim, side: str) -> bool:
        people = claim.actor if side == "actor" else claim.recipient
        mine = [p.span for p in people] + ([p.span for p in claim.places] if side == "recipient" else [])
        return any(s.start < e[1] and e[0] < s.end for s in mine for e in spans)

    def fit(claim: Claim) -> tuple[int, int, int]:
        roles = touches(source, claim, "actor") + touches(target, claim, "recipient")
        return (-roles, _PRECEDENCE[quads[claim.event_type or "AGREE"]], claim.trigger.start)

    return min(events, key=fit, default=None)


def score_gsr(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return how often the listed type is among a sentence's claims, and how often it is the first claim's."""
    tallies = []
    for record in records:
        wanted = {e["plover_2021"] for e in record["events"]}
        claims = [c for c in readings[record["id"]].claims if c.kind in {"event", "quantity"} and c.event_type]
        tally: Tally = Counter()
        observe(tally, "any", any(c.event_type in wanted for c in claims))
        observe(tally, "first", bool(claims) and claims[0].event_type in wanted)
        tallies.append(tally)
    names = {"type_among_claims": "any", "type_of_first_claim": "first"}
    return [figure(name, tallies, lambda t, k=key: mean(t, k), n_key=f"{key}.n") for name, key in names.items()]  # type: ignore[misc]


def score_case(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return how often a snippet's PLOVER type is among its claims, on the snippets that have one."""
    tallies = []
    for record in records:
        if not record["plover_type"]:
            continue
        wanted = {record["plover_type"], *record["plover_also_ok"]}
        tally: Tally = Counter()
        observe(tally, "any", any(c.event_type in wanted for c in readings[record["id"]].claims))
        tallies.append(tally)
    return [figure("type_among_claims", tallies, lambda t: mean(t, "any"), n_key="any.n")]
