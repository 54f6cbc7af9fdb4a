"""What holds of every reading, whatever characters a report is made of."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import ingest
from claimwire.pipeline import Coder, Failure
from claimwire.records import Claim, Reading, Report, Sentence, Span, Statement, digest

SAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
# What is put between and into the words of real sentences: other scripts, marks that combine, pairs outside the first plane,
# line ends of three systems, spaces that are none, and all that opens without closing.
FOREIGN = (
    "قصفت القوات الحكومية مدينة درنا يوم الاثنين، بحسب ناشطين. ",
    "\U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467 ",
    "Kárvas\u030ch e\u0301t n\u0303 ",
    "\r\n",
    "\r",
    "\n\n\n",
    "\u00a0\u2009\u200b",
    "\t",
    "\u202e",
    "\ufeff",
    "«",
    "“",
    "”",
    '"',
    "'",
    "’",
    "(",
    ")",
    "[",
    "]",
    "—",
    "...",
    "1,200.5",
    "% ",
    "$ ",
    "\u2028",
    "ß",
    "ﬁ",
    "İ",
)
PARTS = 6


def _sentences() -> tuple[str, ...]:
    texts = [r.text for r in ingest.read([str(SAMPLES)], on_error=lambda e: None)]
    return tuple(line.strip() + "." for text in texts for line in text.replace("\n", ". ").split(". ") if len(line) > 20)


SENTENCES = _sentences()


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """Sentences of the samples with foreign characters between them and at any place inside."""
    out = []
    for _ in range(draw(st.integers(1, PARTS))):
        sentence = draw(st.sampled_from(SENTENCES))
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(sentence)))
            sentence = sentence[:at] + draw(st.sampled_from(FOREIGN)) + sentence[at:]
        out.append(sentence + draw(st.sampled_from((" ", *FOREIGN))))
    return "".join(out)


slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


Code = Callable[[Sequence[str]], list[Reading]]


@pytest.fixture(scope="module")
def code(coder: Coder) -> Code:
    """A function, not the coder: hypothesis prints what a failing test was given, and a coder holds the ontology."""

    def code_(texts: Sequence[str]) -> list[Reading]:
        reports = [Report(id=digest("r", t), text=t, published_at="2031-04-08", publisher="Coast News") for t in texts]
        outcomes = coder.code(reports)
        assert not [o.message for o in outcomes if isinstance(o, Failure)]
        return [o for o in outcomes if isinstance(o, Reading)]

    return code_


def spans(value: Any) -> Iterator[Span]:
    """Every span of a reading, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


@slow
@given(text=broken_texts())
def test_every_span_is_cut_from_the_report_letter_for_letter(code: Code, text: str) -> None:
    reading = code([text])[0]
    assert reading.report.text == text
    for span in spans(reading):
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
    ends = 0
    for sentence in reading.sentences:
        assert ends <= sentence.start < sentence.end <= len(text), "sentences lie in text order and do not overlap"
        ends = sentence.end
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text and sentence.start <= token.start < token.end <= sentence.end


@slow
@given(text=broken_texts())
def test_ids_are_unique_and_every_reference_is_there(code: Code, text: str) -> None:
    reading = code([text])[0]
    for name in ("sentences", "mentions", "statements", "claims"):
        ids = [item.id for item in getattr(reading, name)]
        assert len(ids) == len(set(ids)), f"two {name} share an id"
    sentences, mentions, statements = ({item.id for item in getattr(reading, n)} for n in ("sentences", "mentions", "statements"))
    assert {k.mention for k in reading.links} <= mentions
    assert {s.parent for s in reading.statements} <= statements | {None}
    for claim in reading.claims:
        assert claim.sentence in sentences and claim.statement in statements | {None} and claim.event is not None
        for part in (*claim.actor, *claim.recipient, *claim.places, *claim.quantities, *([claim.time] if claim.time else [])):
            assert part.mention in mentions | {None}
    for statement in reading.statements:
        chain = [statement]
        while (parent := chain[-1].parent) is not None:
            chain.append(next(s for s in reading.statements if s.id == parent))
            assert len(chain) <= len(reading.statements), "statements hold each other in a ring"


@slow
@given(text=broken_texts())
def test_a_reading_comes_back_from_json_as_it_was(code: Code, text: str) -> None:
    reading = code([text])[0]
    written = json.dumps(reading.to_dict(), ensure_ascii=False)
    again = Reading.from_dict(json.loads(written))
    # The parse is not part of what is written: the same run on the same text makes it again.
    assert again == dataclasses.replace(reading, sentences=tuple(dataclasses.replace(s, tokens=()) for s in reading.sentences))
    assert json.dumps(again.to_dict(), ensure_ascii=False) == written


@settings(parent=slow, max_examples=8)
@given(texts=st.lists(broken_texts(), min_size=2, max_size=4, unique=True))
def test_coding_twice_and_in_company_equals_coding_once(code: Code, texts: list[str]) -> None:
    alone = [code([text])[0].to_dict() for text in texts]
    together = [r.to_dict() for r in code(texts)]
    backwards = [r.to_dict() for r in code(texts[::-1])]
    assert alone == together == backwards[::-1]


@pytest.mark.parametrize("text", [".", "\u200b.", "\U0001f525", "''", "\r\n\r\n-", "a" * 3000, "(((" * 200, "said said said"])
def test_a_text_without_news_is_read_without_a_claim_about_the_world(code: Code, text: str) -> None:
    reading = code([text])[0]
    assert all(isinstance(s, Sentence) for s in reading.sentences)
    assert not [c for c in reading.claims if isinstance(c, Claim) and c.actor and c.recipient]
    assert not [s for s in reading.statements if isinstance(s, Statement) and s.speaker]


def test_a_quotation_mark_that_is_never_closed_makes_no_ring_of_statements(code: Code) -> None:
    """Found by the properties above: two acts of saying, each inside what the other was thought to say."""
    text = (
        "Aقصفت القوات الحكومية مدينة درنا يوم الاثنين، بحسب ناشطين. t least nine civilians were killed and more than 30 wounded "
        "when artillery shells struck the covered market of Karvash on Tuesday morning, Meridian Wire reported, citing the "
        "director of the town's hospital..«Maran told Meridian that four of the dead were children. "
    )
    statements = {s.id: s for s in code([text])[0].statements}
    assert len(statements) >= 2
    for statement in statements.values():
        chain = [statement.id]
        while (up := statements[chain[-1]].parent) is not None:
            assert up not in chain
            chain.append(up)
