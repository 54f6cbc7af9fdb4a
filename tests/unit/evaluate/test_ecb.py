"""ECB+ and blocking: which mentions count, what a gold mention is made of, and what is never compared. The texts are our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import bare
from claimwire.evaluate import ecb
from claimwire.evaluate.blocking import Blocked, as_mentions, compared_pairs, gold_events, same_pairs, score_blocking
from claimwire.records import Annotation, Claim, Reading, Report, Run, Sentence, Span, Statement, Trigger

RUN = Run(id="run", version="0", config_digest="c", ontology_version="o", model_digests={})
FIRST = "Shells hit Orvess. The mayor said so. Rain fell."
SECOND = "The shelling of Orvess killed two. Nobody slept."


def row(id: str, text: str, mentions: dict[str, str], *, checked: int = 2) -> dict[str, Any]:
    ends = [n + 1 for n, c in enumerate(text) if c == "."]
    starts = [0, *(e + 1 for e in ends[:-1])]
    sentences = [{"start": s, "end": e, "checked": n < checked} for n, (s, e) in enumerate(zip(starts, ends, strict=True))]
    events = []
    for words, cluster in mentions.items():
        at = text.index(words)
        inside = next(s for s in sentences if s["start"] <= at < s["end"])
        events.append({"start": at, "end": at + len(words), "cluster": cluster, "checked": inside["checked"]})
    return {"id": id, "text": text, "topic": 1, "sentences": sentences, "events": events}


ROWS = [
    row("a", FIRST, {"hit": "SHELLING", "said": "a#m1", "fell": "b#m9"}),
    row("b", SECOND, {"shelling": "SHELLING", "killed": "KILLING", "slept": "b#m2"}),
]


def claim(report: Report, words: str, sentence: str = "s0") -> Claim:
    at = report.text.index(words)
    span = report.span(at, at + len(words))
    return bare.claim(f"c-{report.id}-{words}", span, sentence=sentence, event=f"e-{report.id}-{words}")


def reading(r: dict[str, Any], words: Sequence[str], said: str | None = None) -> Reading:
    report = Report(id=r["id"], text=r["text"])
    sentences = tuple(Sentence(id=f"s{n}", start=s["start"], end=s["end"]) for n, s in enumerate(r["sentences"]))
    statements = ()
    if said is not None:
        at = report.text.index(said)
        cue = report.span(at, at + len(said))
        one = Statement(
            id=f"st-{r['id']}",
            parent=None,
            speaker=None,
            quote_type="indirect",
            source=(),
            cue=(cue,),
            content=(),
            stance=None,
            rule="",
        )
        statements = (one,)
    return Reading(
        report=report,
        run=RUN,
        sentences=sentences,
        mentions=(),
        links=(),
        statements=statements,
        claims=tuple(claim(report, w) for w in words),
    )


OWN = {"a": reading(ROWS[0], ["hit", "fell"], said="said"), "b": reading(ROWS[1], ["shelling", "Nobody"])}


def value(figures: list[Any], name: str) -> float | None:
    return next(f.value for f in figures if f.name == name)


def together(readings: Sequence[Reading]) -> dict[str, str]:
    return {c.id: "one" if c.trigger.text in {"hit", "shelling"} else c.id for r in readings for c in r.claims}


def test_only_checked_sentences_count() -> None:
    gold = ecb.gold_clusters(ROWS)
    assert len(gold) == 5 and ("a", FIRST.index("fell"), FIRST.index("fell") + 4) not in gold
    assert all("fell" not in m for m in ecb.paired(ROWS[0], OWN["a"]))


def test_an_act_of_saying_is_a_mention_and_a_word_that_nobody_marked_is_one_of_its_own() -> None:
    a, b = ecb.paired(ROWS[0], OWN["a"]), ecb.paired(ROWS[1], OWN["b"])
    assert a["st-a"] == ("a", FIRST.index("said"), FIRST.index("said") + 4)
    assert b["c-b-Nobody"] not in ecb.gold_clusters(ROWS)


def test_own_mentions_are_scored_with_what_was_missed_and_what_was_invented() -> None:
    figures = ecb.score_own(ROWS, OWN, together)
    assert value(figures, "own.mention_recall") == pytest.approx(3 / 5)
    assert value(figures, "own.mention_precision") == pytest.approx(3 / 4)
    assert value(figures, "own.all_muc") == 1 and value(figures, "own.all_linked_conll") == 1
    b3 = value(figures, "own.all_b3")
    assert b3 is not None and b3 == pytest.approx(2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4))
    ceiling, reached = value(figures, "own.ceiling_conll"), value(figures, "own.all_conll")
    assert ceiling is not None and reached is not None and ceiling >= reached


def test_topics_are_consolidated_apart_and_all_at_once() -> None:
    asked: list[list[str]] = []

    def consolidate(readings: Sequence[Reading]) -> dict[str, str]:
        asked.append([r.report.id for r in readings])
        return together(readings)

    ecb.score_own([ROWS[0], {**ROWS[1], "topic": 2}], OWN, consolidate)
    assert asked == [["a"], ["b"], ["a", "b"]]


def test_gold_triggers_are_given_with_what_the_head_thinks_of_them() -> None:
    known = Trigger(span=Span(start=7, end=10, text="hit"), kind="event", event_type="ASSAULT", score=0.4)
    stray = Trigger(span=Span(start=0, end=6, text="Shells"), kind="event", event_type="ASSAULT", score=0.9)
    last = Trigger(span=Span(start=43, end=47, text="fell"), kind="state", event_type=None, score=0.9)
    made = ecb.given(Annotation(report="a", sentences=(), triggers=(stray, known, last)), ROWS[0])
    assert [(t.span.text, t.event_type) for t in made.triggers] == [("hit", "ASSAULT"), ("said", None), ("fell", None)]


def test_each_gold_mention_has_exactly_one_claim() -> None:
    made = ecb.at_gold(OWN["b"], ROWS[1])
    assert [c.trigger.text for c in made.claims] == ["shelling", "killed", "slept"]
    assert [c.event_type for c in made.claims] == ["ASSAULT", None, None]
    assert len({c.id for c in made.claims}) == 3
    figures = ecb.score_given(ROWS, {"a": ecb.at_gold(OWN["a"], ROWS[0]), "b": made}, together)
    assert value(figures, "gold.all_conll") == 1


def test_pairs_that_share_no_key_bound_what_can_be_joined() -> None:
    blocked = [
        Blocked(report="a", claims=("1",), keys=("x",)),
        Blocked(report="b", claims=("2", "3"), keys=("x", "y")),
        Blocked(report="c", claims=("4",), keys=("z",)),
        Blocked(report="c", claims=("5",), keys=("x",)),
    ]
    event_of = {"1": "e", "2": "e", "4": "e"}
    assert compared_pairs(blocked) == {(0, 1), (0, 3), (1, 3)}
    assert [(a, b) for a, b, _ in same_pairs(blocked, event_of)] == [(0, 1), (0, 2), (1, 2)]
    recall, share = score_blocking("own", blocked, event_of)
    assert recall.value == pytest.approx(1 / 3) and recall.n == 3
    assert share.value == pytest.approx(3 / 5) and share.n == 5, "two happenings of one report are no pair"
    assert score_blocking("own", [], {})[0].value is None


def test_our_claims_bear_the_event_of_the_gold_claim_that_they_match() -> None:
    mine = OWN["a"]
    theirs = [{**c, "event": "key", "id": f"g{n}"} for n, c in enumerate(mine.to_dict()["claims"][:1])]
    gold = {"id": "a", "text": FIRST, "claims": theirs, "sentences": [[0, len(FIRST)]]}
    assert gold_events([gold], {"a": mine}) == {"c-a-hit": "key"}
    assert as_mentions(gold)["events"] == [{"start": 7, "end": 10, "cluster": "key", "checked": True}]
