"""Property: whatever a reading holds, the store gives it back equal."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import store
from claimwire.records import (
    Candidate,
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Effect,
    Link,
    Mention,
    Participant,
    Place,
    Quantity,
    Reading,
    Report,
    Run,
    Sentence,
    Span,
    Statement,
    TimeInterval,
)

WORDS = st.text(alphabet=st.sampled_from("aZ 9.\"'\\=\n\r\t\x00قرات\u0301é🏥👩🏽\u200f\u2028<&"), min_size=1, max_size=40)
NAMES = st.text(max_size=12)
MAYBE = st.none() | NAMES
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
SCORES = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn, report: Report) -> Span:
    start = draw(st.integers(0, len(report.text) - 1))
    return report.span(start, draw(st.integers(start + 1, len(report.text))))


@st.composite
def whole_readings(draw: st.DrawFn) -> Reading:
    report = Report(
        id=draw(NAMES),
        text=draw(WORDS),
        title=draw(MAYBE),
        publisher=draw(MAYBE),
        kind=draw(NAMES),
        url=draw(MAYBE),
        language=draw(NAMES),
        published_at=draw(MAYBE),
        retrieved_at=draw(MAYBE),
        sha256=draw(NAMES),
    )
    some = spans(report)
    run = Run(
        id=draw(NAMES),
        version=draw(NAMES),
        config_digest=draw(NAMES),
        ontology_version=draw(NAMES),
        model_digests=draw(st.dictionaries(NAMES, NAMES, max_size=2)),
    )
    sentences = tuple(
        Sentence(id=f"s{i}", start=s.start, end=s.end, paragraph=draw(st.integers(0, 9)))
        for i, s in enumerate(draw(st.lists(some, min_size=1, max_size=3)))
    )
    mentions = tuple(
        Mention(id=f"m{i}", span=s, label=draw(NAMES), score=draw(SCORES)) for i, s in enumerate(draw(st.lists(some, max_size=3)))
    )
    ids = st.sampled_from([m.id for m in mentions]) if mentions else st.none()
    candidate = st.builds(Candidate, target=NAMES, name=NAMES, score=SCORES)
    links = tuple(
        Link(
            mention=m.id,
            kind=draw(NAMES),
            target=draw(MAYBE),
            score=draw(SCORES),
            rule=draw(NAMES),
            candidates=tuple(draw(st.lists(candidate, max_size=2))),
        )
        for m in mentions
    )
    pieces = st.lists(some, max_size=2).map(tuple)
    statements = tuple(
        Statement(
            id=f"st{i}",
            parent=f"st{i - 1}" if i and draw(st.booleans()) else None,
            speaker=draw(MAYBE),
            quote_type=draw(NAMES),
            source=draw(pieces),
            cue=draw(pieces),
            content=draw(pieces),
            stance=draw(NAMES),
            rule=draw(NAMES),
        )
        for i in range(draw(st.integers(0, 2)))
    )
    participant = st.builds(Participant, mention=ids, span=some, target=MAYBE, name=MAYBE)
    place = st.builds(
        Place,
        target=NAMES,
        name=NAMES,
        country=MAYBE,
        admin1=MAYBE,
        latitude=NUMBERS,
        longitude=NUMBERS,
        precision=st.integers(1, 7),
        radius_km=NUMBERS,
        feature=MAYBE,
    )
    interval = st.builds(TimeInterval, edtf=MAYBE, start=MAYBE, end=MAYBE, precision=MAYBE, rule=NAMES, modifier=MAYBE)
    quantity = st.builds(
        Quantity,
        measure=NAMES,
        low=NUMBERS,
        best=NUMBERS,
        high=NUMBERS,
        type=NAMES,
        unit=MAYBE,
        as_of=MAYBE,
    )
    several = st.lists(participant, max_size=2).map(tuple)
    claims = tuple(
        Claim(
            id=f"{report.id}-c{i}",
            statement=draw(st.sampled_from([None, *(s.id for s in statements)])),
            sentence=draw(st.sampled_from([s.id for s in sentences])),
            kind=draw(NAMES),
            event_type=draw(MAYBE),
            modes=tuple(draw(st.lists(NAMES, max_size=2))),
            contexts=tuple(draw(st.lists(NAMES, max_size=2))),
            trigger=draw(some),
            evidence=draw(some),
            actor=draw(several),
            recipient=draw(several),
            places=tuple(
                draw(st.lists(st.builds(ClaimPlace, mention=ids, span=some, role=NAMES, place=st.none() | place), max_size=2))
            ),
            time=draw(st.none() | st.builds(ClaimTime, mention=ids, span=some, interval=interval)),
            realization=draw(NAMES),
            factuality=draw(NAMES),
            aspect=draw(MAYBE),
            change=draw(MAYBE),
            quantities=tuple(draw(st.lists(st.builds(ClaimQuantity, mention=ids, span=some, quantity=quantity), max_size=2))),
            effect=draw(st.none() | st.builds(Effect, kind=NAMES, place=MAYBE, from_=MAYBE, to=MAYBE)),
            rule=draw(NAMES),
            score=draw(SCORES),
            event=draw(MAYBE),
        )
        for i in range(draw(st.integers(0, 2)))
    )
    return Reading(
        report=report, run=run, sentences=sentences, mentions=mentions, links=links, statements=statements, claims=claims
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(first=whole_readings(), second=whole_readings())
def test_a_round_trip_loses_nothing(first: Reading, second: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "claims.db") as kept:
        kept.save(first)
        assert kept.load(first.report.id) == first
        kept.save(second)
        kept.save(second)
        assert kept.load(second.report.id) == second
        assert len(list(kept.readings())) == len({first.report.id, second.report.id})
