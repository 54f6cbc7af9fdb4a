"""What is kept of an endpoint's answer: only what stands in the report; the rest is counted with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_server import Server, answered, happening, sentences, serving
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.annotate.endpoint import EndpointAnnotator, open_endpoint
from claimwire.annotate.endpoint_answer import DOUBT
from claimwire.annotate.endpoint_prompt import prompt
from claimwire.config import Endpoint
from claimwire.errors import EndpointError, ModelError, StoreError
from claimwire.pipeline import Coder, Failure
from claimwire.records import Annotation, Report

TEXT = (
    "The Northern Corps shelled the harbour of Senn on Monday, killing four people, mayor Ida Brandt said.\n\n"
    "The corps denied it, and said that the corps of Dorna had\u00a0done it.\n"
)
Open = Callable[..., EndpointAnnotator]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def opened(server: Server, coder: Coder, tmp_path: Path) -> Open:
    assert isinstance(coder.annotator, EncoderAnnotator)

    def open_(**settings: object) -> EndpointAnnotator:
        given = {"url": server.url, "model": "m", "cache": tmp_path / "kept", "backoff": 0.01, **settings}
        return open_endpoint(Endpoint.model_validate(given), base=coder.annotator, ontology=coder.ontology)

    return open_


@pytest.fixture
def read(server: Server, opened: Open) -> Callable[..., tuple[Annotation, dict[str, str]]]:
    """Annotate TEXT with one answer; returns the annotation and the reason by refused words."""

    def read_(**answer: object) -> tuple[Annotation, dict[str, str]]:
        server.say(answered(**answer))
        annotator = opened()
        found = annotator.annotate([Report(id="r", text=TEXT)])[0]
        return found, {r.words: r.reason for r in annotator.tally.refused}

    return read_


def sure(a: Annotation) -> list[str]:
    return [t.span.text for t in a.triggers if t.score > DOUBT]


def test_phrases_become_spans_of_the_report(read: Callable[..., tuple[Annotation, dict[str, str]]]) -> None:
    roles = [
        {"role": "actor", "words": "The Northern Corps"},
        {"role": "recipient", "words": "the harbour of Senn"},
        {"role": "time", "words": "Monday"},
    ]
    a, refused = read(
        names=[{"sentence": 1, "words": "Ida Brandt", "label": "actor"}, {"sentence": 1, "words": "Senn", "label": "place"}],
        statements=[
            {
                "source": {"sentence": 1, "words": "mayor Ida Brandt"},
                "cue": {"sentence": 1, "words": "said"},
                "content": [
                    {"sentence": 1, "words": "The Northern Corps shelled the harbour of Senn on Monday, killing four people"}
                ],
            }
        ],
        happenings=[
            happening(1, "shelled", modes=["heavy-weapons"], roles=roles),
            happening(2, "denied", "REJECT", factuality="Uu"),
        ],
    )
    assert refused == {}
    shelled = next(t for t in a.triggers if t.span.text == "shelled")
    assert (shelled.event_type, shelled.modes, shelled.realization, shelled.factuality) == (
        "ASSAULT",
        ("heavy-weapons",),
        "actual",
        "CT+",
    )
    played = [(x.role, x.span.text) for x in a.arguments if x.trigger == shelled.span]
    assert played == [("actor", "Corps"), ("recipient", "harbour"), ("time", "Monday")], "the words that govern the phrases"
    assert {(p.label, p.span.text) for p in a.parts} >= {("source", "mayor Ida Brandt"), ("cue", "said")}
    assert {("actor", "Ida Brandt"), ("place", "Senn")} <= {(m.label, m.span.text) for m in a.mentions}
    assert sure(a) == ["shelled", "denied"]


@pytest.mark.parametrize(
    ("sentence", "words", "reason"),
    [
        (1, "bombarded", "not in the sentence"),  # another word for it
        (1, "Shelled", "not in the sentence"),  # letter for letter
        (2, "shelled", "not in the sentence"),  # of another sentence
        (1, "shell", "not whole words"),
        (1, "   ", "no words"),
        (0, "shelled", "no such sentence"),
        (-1, "shelled", "no such sentence"),
        (3, "shelled", "no such sentence"),
        (1, "Northern Corps shelled the harbour of Senn on", "too many words to name a happening"),
    ],
)
def test_what_does_not_stand_there_is_refused_with_the_reason(
    read: Callable[..., tuple[Annotation, dict[str, str]]], sentence: int, words: str, reason: str
) -> None:
    a, refused = read(happenings=[happening(sentence, words), happening(2, "denied", "REJECT")])
    assert refused == {words: reason}
    assert sure(a) == ["denied"], "one phrase made up loses itself alone"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"event_type": "EXPLODE"}, "an event without a type of the ontology"),
        ({"event_type": None}, "an event without a type of the ontology"),
        ({"kind": "rumour"}, "unknown kind"),
        ({"realization": "maybe"}, "unknown realization"),
        ({"factuality": "true"}, "unknown factuality"),
    ],
)
def test_values_outside_the_codebook_are_refused(
    read: Callable[..., tuple[Annotation, dict[str, str]]], wrong: dict[str, object], reason: str
) -> None:
    a, refused = read(happenings=[happening(1, "shelled", **wrong)])  # type: ignore[arg-type]
    assert (refused, sure(a)) == ({"shelled": reason}, [])


def test_a_mode_of_another_type_is_refused_and_the_happening_is_kept(
    read: Callable[..., tuple[Annotation, dict[str, str]]],
) -> None:
    a, refused = read(happenings=[happening(1, "shelled", modes=["heavy-weapons", "hunger"])])
    assert refused == {"hunger": "no mode of this type"}
    assert next(t.modes for t in a.triggers if t.span.text == "shelled") == ("heavy-weapons",)


def test_a_role_that_is_made_up_leaves_the_happening_and_the_other_roles(
    read: Callable[..., tuple[Annotation, dict[str, str]]],
) -> None:
    roles = [{"role": "actor", "words": "the Southern Corps"}, {"role": "recipient", "words": "the harbour"}]
    roles += [{"role": "witness", "words": "Ida Brandt"}, {"role": "actor", "words": "shelled"}]
    a, refused = read(happenings=[happening(1, "shelled", roles=roles)])
    assert refused == {
        "the Southern Corps": "not in the sentence",
        "Ida Brandt": "unknown role",
        "shelled": "a happening takes no part in itself",
    }
    assert [x.role for x in a.arguments if x.trigger.text == "shelled"] == ["recipient"]


def test_of_words_that_occur_twice_the_nearest_plays_the_role(read: Callable[..., tuple[Annotation, dict[str, str]]]) -> None:
    a, _ = read(
        happenings=[
            happening(2, "denied", "REJECT", roles=[{"role": "actor", "words": "corps"}]),
            happening(2, "done", roles=[{"role": "actor", "words": "corps"}]),
        ]
    )
    starts = [x.span.start for x in a.arguments if x.trigger.text in {"denied", "done"}]
    assert starts == [TEXT.index("corps denied"), TEXT.index("corps of Dorna")]


def test_a_word_told_twice_names_its_two_occurrences_in_order(read: Callable[..., tuple[Annotation, dict[str, str]]]) -> None:
    a, refused = read(happenings=[happening(2, "it", "ACCUSE"), happening(2, "it", "ASSAULT"), happening(2, "it", "AID")])
    assert [t.event_type for t in a.triggers if t.span.text == "it"] == ["ACCUSE", "ASSAULT"]
    assert refused == {"it": "named more often than it is written"}


def test_white_space_is_the_reports_own(read: Callable[..., tuple[Annotation, dict[str, str]]]) -> None:
    a, refused = read(happenings=[happening(2, "had done", "ASSAULT")])
    assert (refused, sure(a)) == ({}, ["had\u00a0done"])


def test_what_the_encoder_alone_suspects_makes_no_claim_but_is_not_forgotten(
    read: Callable[..., tuple[Annotation, dict[str, str]]],
) -> None:
    a, _ = read()
    assert a.triggers and all(t.score <= DOUBT for t in a.triggers)
    assert a.parts == ()


def test_a_request_holds_the_schema_the_sentences_and_nothing_of_the_readers_own(
    server: Server, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "a-name-of-somebody")
    opened(parameters={"temperature": 0.5, "seed": 7}).annotate([Report(id="secret-id", text=TEXT, url="http://a.invalid/b")])
    (sent,) = server.requests
    assert [s for _, s in sentences(sent)] == [TEXT.split("\n", maxsplit=1)[0], TEXT.split("\n")[2].replace("\u00a0", " ")]
    assert (sent["model"], sent["temperature"], sent["seed"]) == ("m", 0.5, 7) and "max_tokens" not in sent
    form = sent["response_format"]
    assert form["type"] == "json_schema" and form["json_schema"]["strict"] is True
    assert server.keys == [None], "no key is sent unless one is named"
    assert not any(word in str(sent) for word in ("secret-id", "a.invalid", "a-name-of-somebody"))


def test_the_schema_is_one_that_strict_decoders_take(coder: Coder) -> None:
    def check(node: object) -> None:
        if isinstance(node, dict):
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            assert not node.keys() & {"$ref", "anyOf", "minItems", "pattern"}
            for value in node.values():
                check(value)

    shape = prompt(coder.ontology).schema
    check(shape)
    types = shape["properties"]["happenings"]["items"]["properties"]["type"]["enum"]
    assert types == [*coder.ontology.event_types, None]


def test_a_long_report_goes_in_pieces_of_whole_sentences(server: Server, opened: Open) -> None:
    text = "\n".join(f"Corps {n} shelled village {n} on Monday." for n in range(30))
    found = opened(chunk_tokens=100, at_once=2).annotate([Report(id="r", text=text)])[0]
    assert sure(found) == ["shelled"] * 30
    assert len(server.requests) > 3
    assert sorted((s for r in server.requests for _, s in sentences(r)), key=text.index) == text.split("\n")


def test_an_answer_is_asked_for_once_and_kept_whole(server: Server, opened: Open, tmp_path: Path) -> None:
    report = Report(id="r", text=TEXT)
    first = opened().annotate([report])
    assert opened().annotate([report]) == first
    assert opened(url=server.url.replace("127.0.0.1", "localhost")).annotate([report]) == first, "wherever the model is served"
    assert len(server.requests) == 1
    for other in ({"model": "n"}, {"parameters": {"temperature": 1}}):
        opened(**other).annotate([report])
    opened().annotate([Report(id="r", text=TEXT + "More.")])
    assert len(server.requests) == 4
    files = [p for p in (tmp_path / "kept").rglob("*") if p.is_file()]
    assert len(files) == 4 and all(p.suffix == ".json" for p in files)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"answer": {"names": []}}', '{"split": false}'])
def test_a_damaged_answer_is_asked_for_again(server: Server, opened: Open, tmp_path: Path, damage: str) -> None:
    report = Report(id="r", text=TEXT)
    first = opened().annotate([report])
    (kept,) = (p for p in (tmp_path / "kept").rglob("*") if p.is_file())
    kept.write_text(damage, encoding="utf-8")
    assert opened().estimate([report]).requests == 1
    assert opened().annotate([report]) == first
    assert len(server.requests) == 2


def test_a_cache_that_cannot_be_written_is_named_before_anything_is_sent(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"answers cannot be kept there .*name another folder as endpoint\.cache"):
        opened(cache=tmp_path / "file")


def test_the_estimate_counts_what_will_be_sent(server: Server, opened: Open) -> None:
    reports = [Report(id=f"r{n}", text=f"Corps {n} shelled village {n} on Monday.") for n in range(8)]
    annotator = opened(price_in=10, price_out=100, tokens_per_second=50, at_once=4)
    before = annotator.estimate(reports)
    assert (before.reports, before.requests, before.kept) == (8, 8, 0)
    assert before.cost == pytest.approx((before.sent * 10 + before.received * 100) / 1e6)
    assert before.seconds == pytest.approx(before.received / 4 / 50)
    assert server.requests == [], "an estimate sends nothing"
    annotator.annotate(reports[:5])
    after = annotator.estimate(reports)
    assert (after.requests, after.kept) == (3, 5)
    assert "3 requests (5 answers kept already) for 8 reports" in str(after)
    shown = sum(len(m["content"]) for m in server.requests[0]["messages"])
    assert 0.15 * shown < before.sent / 8 < 0.6 * shown, "a token is two to six letters, and the schema counts too"


def test_an_estimate_without_prices_says_what_is_unknown(opened: Open) -> None:
    told = str(opened().estimate([Report(id="r", text=TEXT)]))
    assert "cost unknown (price_in, price_out)" in told and "time unknown (tokens_per_second)" in told


def test_an_estimate_beyond_the_limit_sends_nothing(server: Server, opened: Open) -> None:
    annotator = opened(price_in=10, price_out=100, max_cost=0.001)
    with pytest.raises(EndpointError, match=r"more than the limit of 0\.0010, so nothing was sent"):
        annotator.check(annotator.estimate([Report(id="r", text=TEXT)]))
    assert server.requests == []


def test_a_limit_without_prices_cannot_be_kept(opened: Open) -> None:
    with pytest.raises(ModelError, match="needs prices"):
        opened(max_cost=1)


def test_what_decides_an_answer_decides_the_run(opened: Open, coder: Coder) -> None:
    one = opened().digests
    assert coder.annotator.digests.items() <= one.items(), "the parse is the encoder's"
    assert opened(at_once=1, timeout=5, retries=0, price_in=1, price_out=1).digests == one
    for other in ({"model": "n"}, {"parameters": {"temperature": 1}}, {"chunk_tokens": 500}):
        assert opened(**other).digests != one


def test_the_prompt_decides_the_run(coder: Coder) -> None:
    types = dict(coder.ontology.event_types)
    types["AID"] = replace(types["AID"], definition="Something else.")
    assert prompt(replace(coder.ontology, event_types=types)).digest != prompt(coder.ontology).digest


@pytest.mark.parametrize("verb", ["shelled", "flumped"])
def test_claims_follow_what_the_endpoint_says_with_or_without_a_sense_in_the_lexicon(
    server: Server, opened: Open, coder: Coder, verb: str
) -> None:
    roles = [{"role": "actor", "words": "The Northern Corps"}, {"role": "recipient", "words": "Dorna"}]
    server.say(answered(happenings=[happening(1, verb, roles=roles)]))
    ours = replace(coder, annotator=opened())
    reading = ours.code([Report(id="r", text=f"The Northern Corps {verb} Dorna on Monday.")])[0]
    assert not isinstance(reading, Failure)
    (claim,) = reading.claims
    assert (claim.trigger.text, claim.event_type) == (verb, "ASSAULT")
    assert [p.span.text for p in claim.actor] == ["The Northern Corps"]


def test_what_the_endpoint_says_is_no_happening_is_no_claim(server: Server, opened: Open, coder: Coder) -> None:
    text = "The Northern Corps shelled Dorna on Monday."
    assert not isinstance(ours := coder.code([Report(id="r", text=text)])[0], Failure) and ours.claims
    server.say(answered())
    reading = replace(coder, annotator=opened()).code([Report(id="r", text=text)])[0]
    assert not isinstance(reading, Failure) and reading.claims == ()
