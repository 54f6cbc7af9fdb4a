"""An endpoint that is busy, late, cut off, wrong or gone: what is asked again, what is given up, and what ends the run."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from chat_server import Payload, Reply, Server, answered, completion, error, happening, reader, serving
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.annotate.endpoint import EndpointAnnotator, open_endpoint
from claimwire.config import Endpoint
from claimwire.errors import EndpointError, ModelError
from claimwire.pipeline import Coder
from claimwire.records import Report

TEXT = "The Northern Corps shelled the harbour of Senn on Monday, mayor Ida Brandt said."
Open = Callable[..., EndpointAnnotator]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def opened(server: Server, coder: Coder, tmp_path: Path) -> Open:
    """Open an annotator that asks the server; settings may be given."""
    assert isinstance(coder.annotator, EncoderAnnotator)

    def open_(**settings: object) -> EndpointAnnotator:
        given = {"url": server.url, "model": "m", "cache": tmp_path / "kept", "backoff": 0.01, "timeout": 10, **settings}
        return open_endpoint(Endpoint.model_validate(given), base=coder.annotator, ontology=coder.ontology)

    return open_


def report(n: int = 0) -> Report:
    return Report(id=f"r{n}", text=TEXT if n == 0 else f"Corps {n} shelled Dorna on Monday.")


GOOD = answered(happenings=[happening(1, "shelled")])


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (error(500, "out of memory"), "500 Internal Server Error: out of memory"),
        (error(429, "slow down"), "429 Too Many Requests: slow down"),
        (error(503), "503 Service Unavailable"),
        (Reply(body=b"<html>proxy</html>"), "not JSON"),
        (Reply(body=b"[]"), "no JSON object"),
        (Reply(body=b'{"choices": []}'), "no chat completion"),
        (completion("Certainly! Here are the events:"), "not what the schema asks for"),
        (completion('{"names": [], "statements": []}'), "not what the schema asks for"),
        (completion('{"names": [], "statements": [], "happenings": [], "note": "x"}'), "not what the schema asks for"),
        (completion('{"names": [], "statements": [], "happenings": [{"sentence": "one"}]}'), "not what the schema asks for"),
        (completion(None), "has no text"),
        (completion(None, refusal="I cannot read about violence."), "refuses (I cannot read about violence.)"),
        (completion('{"names": [', finish="length"), "limit of tokens"),
        (completion("{}", finish="content_filter"), "content_filter"),
        (Reply(body=GOOD.body, cut=40), "cut (IncompleteRead)"),
        (Reply(body=GOOD.body, cut=0), "cut (IncompleteRead)"),
        (Reply(body=GOOD.body, delay=1.5), "within 0.5 s"),
        (Reply(body=GOOD.body, drip=0.05), "within 0.5 s"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_may_pass_is_asked_again_and_then_given_up_by_name(server: Server, opened: Open, bad: Reply, said: str) -> None:
    server.say(bad, GOOD)
    found = opened(timeout=0.5).annotate([report()])[0]
    assert [t.span.text for t in found.triggers if t.score > 0.5] == ["shelled"]
    assert len(server.requests) == 2, "one try more was enough"

    server.say(bad)
    with pytest.raises(EndpointError) as caught:
        opened(timeout=0.5, retries=1, model="another").annotate([report()])
    assert said in str(caught.value) and "2 tries" in str(caught.value)
    assert len(server.requests) == 4


def test_a_question_that_is_wrong_is_not_asked_again(server: Server, opened: Open) -> None:
    server.say(error(400, "the context is too long"))
    with pytest.raises(EndpointError, match=r"refused the question.*the context is too long"):
        opened().annotate([report()])
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (error(401, "Incorrect API key provided: s3cret-key"), r"key is not accepted \(401 Unauthorized: .*\*\*\*\)"),
        (error(403), "access is refused"),
        (error(404, "model m not found"), "no such address or model.*model m not found"),
        (error(302, Location="http://elsewhere.invalid/"), "the address has moved"),
        (Reply(status=429, body=b'{"error": {"message": "pay", "code": "insufficient_quota"}}'), "no credit"),
    ],
)
def test_an_endpoint_that_answers_nobody_ends_the_run_and_shows_no_key(
    server: Server, opened: Open, monkeypatch: pytest.MonkeyPatch, reply: Reply, said: str
) -> None:
    monkeypatch.setenv("SENN_KEY", "s3cret-key")
    server.say(reply)
    with pytest.raises(ModelError, match=said) as caught:
        opened(api_key_env="SENN_KEY").annotate([report()])
    assert "s3cret" not in str(caught.value)
    assert (len(server.requests), server.keys) == (1, ["Bearer s3cret-key"])


def test_the_wait_that_the_server_asks_for_is_kept_by_all(server: Server, opened: Open) -> None:
    server.say(error(429, Retry_After="1"), reader)
    opened(at_once=1).annotate([report(), report(1)])
    assert server.times[1] - server.times[0] >= 0.95


def test_a_wait_may_be_given_as_a_date(server: Server, opened: Open) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    server.say(error(503, Retry_After=later), GOOD)
    opened().annotate([report()])
    assert server.times[1] - server.times[0] >= 0.8, "dates have whole seconds"


def test_who_asks_to_come_back_tomorrow_is_not_waited_for(server: Server, opened: Open) -> None:
    server.say(error(429, Retry_After="86400"))
    began = time.monotonic()
    with pytest.raises(EndpointError, match="asks to wait 86400 s"):
        opened().annotate([report()])
    assert time.monotonic() - began < 5 and len(server.requests) == 1


def test_the_waits_between_tries_double(server: Server, opened: Open) -> None:
    server.say(error(500))
    with pytest.raises(EndpointError, match="4 tries"):
        opened(retries=3, backoff=0.2).annotate([report()])
    waits = [b - a for a, b in zip(server.times, server.times[1:], strict=False)]
    assert len(waits) == 3
    assert all(0.1 * 2**n <= wait < 0.2 * 2**n + 0.5 for n, wait in enumerate(waits)), "half to whole, and then the server's time"


def test_no_more_requests_are_under_way_than_allowed(server: Server, opened: Open) -> None:
    server.reply = lambda payload, n: Reply(body=reader(payload).body, delay=0.1)
    reports = [Report(id=f"r{n}", text=f"Corps {n} shelled town {n} on Monday.") for n in range(12)]
    began = time.monotonic()
    opened(at_once=3).annotate(reports)
    took = time.monotonic() - began
    assert (len(server.requests), server.most_at_once) == (12, 3)
    assert 0.4 <= took < 1.2, "three abreast: a third of the time that one after the other takes"


def test_nobody_at_the_address_ends_the_run(opened: Open) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=rf"127\.0\.0\.1:{port}/v1/chat/completions: cannot be reached"):
        opened(url=f"http://127.0.0.1:{port}/v1", retries=1).annotate([report()])


def test_an_answer_too_long_for_the_model_is_asked_for_in_halves_now_and_next_time(server: Server, opened: Open) -> None:
    text = " ".join(f"Corps {n} shelled town {n} on Monday." for n in range(4))

    def small(payload: Payload) -> Reply:
        shown = payload["messages"][-1]["content"].splitlines()
        return completion('{"names": [', finish="length") if len(shown) > 1 else reader(payload)

    server.say(small)
    found = opened().annotate([Report(id="r", text=text)])[0]
    assert [t.span.text for t in found.triggers if t.score > 0.5] == ["shelled"] * 4
    assert len(server.requests) == 7, "four, two and two, one each"
    again = opened()
    estimate = again.estimate([Report(id="r", text=text)])
    assert (estimate.requests, estimate.kept) == (0, 4)
    assert again.annotate([Report(id="r", text=text)]) == [found]
    assert len(server.requests) == 7


def test_a_report_that_was_given_up_is_not_tried_twice_over(server: Server, opened: Open) -> None:
    def choosy(payload: Payload) -> Reply:
        return error(500) if "Dorna" in payload["messages"][-1]["content"] else reader(payload)

    server.say(choosy)
    reports = [Report(id="a", text=TEXT), Report(id="b", text="Shells fell on Dorna.")]
    annotator = opened(retries=2)
    with pytest.raises(EndpointError):
        annotator.annotate(reports)
    assert annotator.annotate(reports[:1])[0].report == "a"
    with pytest.raises(EndpointError, match="3 tries"):
        annotator.annotate(reports[1:])
    assert len(server.requests) == 4, "one for the good report, three for the bad one"


def test_the_key_comes_from_the_named_variable_or_the_run_does_not_begin(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SENN_KEY", raising=False)
    with pytest.raises(ModelError, match=r"variable SENN_KEY \(api_key_env\) is not set"):
        opened(api_key_env="SENN_KEY")


def test_the_run_stops_when_more_is_spent_than_allowed(server: Server, opened: Open) -> None:
    annotator = opened(price_in=1000, price_out=1000, max_cost=2, at_once=1)  # each answer: 1,100 tokens, 1.10
    server.say(reader)
    with pytest.raises(ModelError, match=r"2\.20 is spent and max_cost is 2"):
        annotator.annotate([Report(id=f"r{n}", text=f"Corps {n} shelled town {n} on Monday.") for n in range(5)])
    assert len(server.requests) == 2
