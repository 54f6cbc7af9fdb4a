"""Traps: bundles of reports of our own that invite a wrong answer, and how often it is given. They ship with the package.

Each bundle is read and consolidated by itself. What is asked of it stands in its ``expect`` (``traps/README.md``); what a bundle
does not ask for is not counted. The grave error has a figure of its own: an event called corroborated that nobody confirmed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations
from typing import Any

from claimwire.errors import EvaluationError
from claimwire.evaluate.measures import Figure, Tally, f1, figure, mean, observe
from claimwire.records import Claim, Event, Reading, Report

Bundle = Mapping[str, Any]
CONFIRMED = "corroborated"
_SUBJECTS = ("copies", "voices", "independent", "denials", "corrections", "numbers", "strikes", "episodes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the program made of a bundle: its readings, the events over them, and the groups of reports that are copies."""

    readings: Sequence[Reading]
    events: Sequence[Event]
    copies: Sequence[frozenset[str]]


def bundles() -> list[dict[str, Any]]:
    """Return the bundles that ship with the package, by subject, each in its file's order; ``subject`` is the file's name."""
    folder = files("claimwire.evaluate").joinpath("traps")
    out = []
    for subject in _SUBJECTS:
        lines = folder.joinpath(f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
        out += [{**json.loads(line), "subject": subject} for line in lines if line.strip()]
    return out


def reports(bundle: Bundle) -> list[Report]:
    """Return the reports of a bundle; ids are prefixed by the bundle's, so that no two bundles share one."""
    out = []
    for r in bundle["reports"]:
        title = r.get("title")
        corrected = bool(title and title.startswith("CORRECTION"))
        out.append(
            Report(
                id=_id(bundle, r["id"]),
                text=r["text"],
                title=title,
                publisher=r.get("publisher"),
                published_at=r.get("published_at"),
                status=r.get("status") or ("corrected" if corrected else "usable"),
                corrects=_id(bundle, r["corrects"]) if r.get("corrects") else None,
            )
        )
    return out


def score_traps(told: Sequence[Bundle], answers: Sequence[Answer]) -> list[Figure]:
    """Return the figures over all bundles, then false corroboration, status, events and wrong merges by subject."""
    tallies = [judged(b, a) for b, a in zip(told, answers, strict=True)]
    means = (
        "false_corroborated",
        "status",
        "grave_status",
        "origin_count",
        "origin_count_error",
        "events",
        "over_all_reports",
        "apart",
        "together",
        "found",
        "contradictions",
        "quantities",
        "status_by_attribute",
    )
    out = [figure(k, tallies, lambda t, k=k: mean(t, k), n_key=f"{k}.n") for k in means]  # type: ignore[misc]
    out.append(figure("copies", tallies, lambda t: f1(t, "copies"), n_key="copies.gold"))
    for subject in dict.fromkeys(b["subject"] for b in told):
        mine = [t for b, t in zip(told, tallies, strict=True) if b["subject"] == subject]
        for k in ("false_corroborated", "status", "events", "over_all_reports", "apart"):
            if any(t.get(f"{k}.n") for t in mine):
                out.append(figure(f"{subject}.{k}", mine, lambda t, k=k: mean(t, k), n_key=f"{k}.n"))  # type: ignore[misc]
    return out


def judged(bundle: Bundle, answer: Answer) -> Tally:
    """Return the counts of one bundle."""
    tally: Tally = Counter()
    expect = bundle["expect"]
    same_type = [e for e in answer.events if e.event_type == expect.get("event_type", e.event_type)]
    main = max(same_type, key=lambda e: (e.n_claims, e.n_reports, e.id), default=None)
    statuses = _listed(expect.get("status"))
    never = expect.get("never", [])
    if CONFIRMED in never or (statuses and CONFIRMED not in statuses):
        wrong = same_type if expect.get("n_events", 1) != 1 or "apart" in expect else [main]
        observe(tally, "false_corroborated", any(e is not None and e.status == CONFIRMED for e in wrong))
    if statuses:
        observe(tally, "status", main is not None and main.status in statuses)
    if never:
        observe(tally, "grave_status", main is not None and main.status in never)
    if "n_origins" in expect:
        n = sum(o.independent for o in main.origins) if main is not None else 0
        observe(tally, "origin_count", n == expect["n_origins"])
        observe(tally, "origin_count_error", abs(n - expect["n_origins"]))
    if "n_events" in expect:
        observe(tally, "events", len(same_type) in _listed(expect["n_events"]))
    elif "apart" not in expect:
        observe(tally, "over_all_reports", main is not None and main.n_reports == len(bundle["reports"]))
    _pairs(tally, bundle, answer)
    found = {(c.attribute, c.relation) for c in main.contradictions} if main is not None else set()
    for wanted in expect.get("contradictions", []):
        observe(tally, "contradictions", tuple(wanted) in found)
    for measure, (low, best, high) in expect.get("quantities", {}).items():
        q = main.quantities.get(measure) if main is not None else None
        observe(tally, "quantities", q is not None and (q.low, q.best, q.high) == (low, best, high))
    for attribute, wanted in expect.get("status_by_attribute", {}).items():
        observe(tally, "status_by_attribute", main is not None and main.status_by_attribute.get(attribute) in _listed(wanted))
    if "copies" in expect:
        gold = {p for group in expect["copies"] for p in combinations(sorted(_id(bundle, i) for i in group), 2)}
        mine = {p for group in answer.copies for p in combinations(sorted(group), 2)}
        tally["copies.gold"], tally["copies.pred"], tally["copies.tp"] = len(gold), len(mine), len(gold & mine)
    return tally


def _pairs(tally: Tally, bundle: Bundle, answer: Answer) -> None:
    """Count pairs of happenings that must stay apart, or come together; what the program has no claim for is only not found."""
    event_of = {c: e.id for e in answer.events for c in e.claims}
    for name in ("apart", "together"):
        for pair in bundle["expect"].get(name, []):
            ids = [event_of.get(c.id) if (c := _quoted(bundle, answer, q)) is not None else None for q in pair]
            observe(tally, "found", None not in ids)
            if None not in ids:
                observe(tally, name, (ids[0] != ids[1]) if name == "apart" else (ids[0] == ids[1]))


def _quoted(bundle: Bundle, answer: Answer, quoted: str) -> Claim | None:
    """Return the claim on the words of "a:exploded": in report a, where they stand first. Raises EvaluationError if nowhere."""
    name, _, words = quoted.partition(":")
    reading = next((r for r in answer.readings if r.report.id == _id(bundle, name)), None)
    text = next((r["text"] for r in bundle["reports"] if r["id"] == name), "")
    at = text.lower().find(words.lower())
    if at < 0:
        raise EvaluationError(f"trap {bundle['id']}: {words!r} stands nowhere in report {name!r}; correct the bundle")
    claims = reading.claims if reading is not None else ()
    return next((c for c in claims if c.trigger.start < at + len(words) and at < c.trigger.end), None)


def _listed(wanted: Any) -> list[Any]:
    return [] if wanted is None else list(wanted) if isinstance(wanted, list) else [wanted]


def _id(bundle: Bundle, report: str) -> str:
    return f"{bundle['id']}:{report}"
