"""Probes: one proposition, many verbs and word orders. Each must come out as one statement of the right speaker."""

from __future__ import annotations

import pytest

from claimwire import ontology
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.claims.speech import SpeechWords
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses
from claimwire.records import Report, Resolution, Statement

SPEAKERS = ("The governor", "Rescue workers", "A spokesman for the ministry", "Colonel Anna Brevik")
VERBS = (
    "said",
    "claimed",
    "reported",
    "announced",
    "confirmed",
    "stated",
    "added",
    "insisted",
    "admitted",
    "alleged",
    "warned",
    "noted",
)
WHAT = "rebels attacked the depot at Karun"
THEN = "Rebels attacked the depot at Karun"
AFTER = [(f"{s} {v} that {WHAT}.", s, v) for s in SPEAKERS for v in VERBS]
BEFORE = [(f"{THEN}, {s[0].lower() + s[1:] if s[0] in 'TRA' else s} {v}.", s, v) for s in SPEAKERS for v in VERBS]
ON_A_DAY = [(f"{THEN}, the governor {v} on Friday.", "the governor", v) for v in VERBS]
QUOTED = [(f'"{THEN}," the governor {v}.', "the governor", v) for v in VERBS]
DENIALS = [
    ("The army denied that its guns had shelled the town.", "The army", "denied"),
    ("The army has denied shelling the town.", "The army", "denied"),
    ("The army rejected the claim that its guns had shelled the town.", "The army", "rejected"),
    ("The army dismissed reports that its guns had shelled the town.", "The army", "dismissed"),
    ("The army disputed that its guns had shelled the town.", "The army", "disputed"),
    ("Its guns had not shelled the town, the army said.", "the army", "said"),
]
REQUESTS = [
    ("The envoy called on the rebels to stop shelling the town.", "The envoy", "called"),
    ("The envoy urged the rebels to stop shelling the town.", "The envoy", "urged"),
    ("The envoy demanded that the rebels stop shelling the town.", "The envoy", "demanded"),
    ("The envoy appealed to the rebels to stop shelling the town.", "The envoy", "appealed"),
    ("The envoy asked the rebels to stop shelling the town.", "The envoy", "asked"),
    ("The rebels threatened to shell the town again.", "The rebels", "threatened"),
    ("The governor accused the rebels of shelling the town.", "The governor", "accused"),
    ("The governor accused the rebels of having shelled the town.", "The governor", "accused"),
]
PROBES = [*AFTER, *BEFORE, *ON_A_DAY, *QUOTED, *DENIALS, *REQUESTS]


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Statement, ...]]:
    words = ontology.load()
    reports = [Report(id=f"r{n}", text=text) for n, (text, _, _) in enumerate(PROBES)]
    annotations = EncoderAnnotator().annotate(reports)
    read = (
        find_statements(r, a, Resolution(), parsed=clauses(a), words=SpeechWords.of(words))
        for r, a in zip(reports, annotations, strict=True)
    )
    return dict(zip((r.text for r in reports), read, strict=True))


def right(statements: tuple[Statement, ...], source: str, cue: str) -> bool:
    outer = [s for s in statements if s.parent is None]
    return (
        len(outer) == 1
        and " ".join(s.text for s in outer[0].source).lower() == source.lower()
        and cue in " ".join(s.text for s in outer[0].cue)
    )


@pytest.mark.parametrize(
    ("probes", "least"),
    [(AFTER, 0.95), (BEFORE, 0.95), (ON_A_DAY, 0.95), (QUOTED, 0.95), (DENIALS, 1.0), (REQUESTS, 1.0)],
    ids=["after", "before", "on-a-day", "quoted", "denials", "requests"],
)
def test_a_paraphrase_changes_no_speaker(
    found: dict[str, tuple[Statement, ...]], probes: list[tuple[str, str, str]], least: float
) -> None:
    wrong = [text for text, source, cue in probes if not right(found[text], source, cue)]
    assert 1 - len(wrong) / len(probes) >= least, wrong


def test_the_content_of_every_probe_holds_its_proposition(found: dict[str, tuple[Statement, ...]]) -> None:
    probes = [*AFTER, *BEFORE, *ON_A_DAY, *QUOTED]
    texts = [text for text, _, _ in probes]
    kept = [t for t in texts if any(" ".join(c.text for c in s.content).lower() == WHAT.lower() for s in found[t])]
    assert len(kept) / len(texts) >= 0.95, sorted(set(texts) - set(kept))
