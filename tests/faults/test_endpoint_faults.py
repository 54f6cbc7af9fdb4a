"""`claimwire code --annotator endpoint`, with an endpoint that is well, ill, dear or killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_server import Payload, Reply, Server, answered, error, happening, reader, serving

SAMPLES = (
    "The Northern Corps shelled the harbour of Senn on Monday, mayor Ida Brandt said.\nThe corps denied the attack.",
    "Two battalions shelled the market of Dorna on Tuesday.",
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Path:
    """A folder with two reports and settings that name the server."""
    for n, text in enumerate(SAMPLES):
        (tmp_path / f"report{n}.txt").write_text(text, encoding="utf-8")
    settings(tmp_path, server)
    return tmp_path


def settings(desk: Path, server: Server, **more: object) -> None:
    given = {"url": server.url, "model": "m", "cache": str(desk / "kept"), "backoff": 0.01, **more}
    lines = "".join(f"{k} = {json.dumps(v)}\n" for k, v in given.items())
    (desk / "claimwire.toml").write_text(f"[endpoint]\n{lines}", encoding="utf-8")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "claimwire", "code", *arguments, "--annotator", "endpoint", "--published", "2031-04-08"]


def run(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=desk, capture_output=True, text=True, check=False)


def readings(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_two_reports_are_read_once_and_a_second_run_asks_nothing(desk: Path, server: Server) -> None:
    first = run(desk, "report0.txt", "report1.txt", "--readings", "a.jsonl")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("2 reports: ")
    assert "endpoint: 2 requests for 2 reports, about " in first.stderr
    assert "endpoint: 2 requests sent, 2,000 tokens there and 200 back; " in first.stderr
    assert len(server.requests) == 2
    coded = readings(desk / "a.jsonl")
    claims = [c for r in coded for c in r["claims"]]  # type: ignore[attr-defined]
    assert [c["event_type"] for c in claims if c["trigger"]] == ["ASSAULT", "ASSAULT"]
    again = run(desk, "report0.txt", "report1.txt", "--readings", "b.jsonl")
    assert "no request: every answer on 2 reports is kept already" in again.stderr
    assert len(server.requests) == 2
    assert (desk / "a.jsonl").read_bytes() == (desk / "b.jsonl").read_bytes()


def test_another_model_is_another_run_and_reads_again_into_the_same_database(desk: Path, server: Server) -> None:
    run(desk, "report1.txt", "--db", "a.db")
    same = run(desk, "report1.txt", "--db", "a.db", "--json")
    settings(desk, server, model="another")
    other = run(desk, "report1.txt", "--db", "a.db", "--json")
    assert [json.loads(r.stdout)["reused"] for r in (same, other)] == [1, 0]
    assert [r["model"] for r in server.requests] == ["m", "another"]


def test_what_is_refused_is_counted_on_the_screen_and_listed_in_a_file(desk: Path, server: Server) -> None:
    server.say(answered(happenings=[happening(1, "shelled"), happening(1, "bombed"), happening(9, "shelled")]))
    ran = run(desk, "report1.txt", "--readings", "a.jsonl", "--refused", "refused.jsonl")
    assert "1 field of the answers kept, 2 refused: 1 no such sentence, 1 not in the sentence\n" in ran.stderr
    listed = readings(desk / "refused.jsonl")
    assert [(r["sentence"], r["field"], r["words"], r["reason"]) for r in listed] == [
        (1, "happening", "bombed", "not in the sentence"),
        (None, "happening", "shelled", "no such sentence"),
    ]
    assert "  refused.jsonl\n" in ran.stdout


def test_a_report_that_gets_no_answer_is_named_and_the_others_are_coded(desk: Path, server: Server) -> None:
    def choosy(payload: Payload) -> Reply:
        return error(500, "no memory") if "Senn" in payload["messages"][-1]["content"] else reader(payload)

    server.say(choosy)
    settings(desk, server, retries=1)
    ran = run(desk, "report0.txt", "report1.txt", "--db", "a.db")
    assert ran.returncode == 1
    assert "could not be coded: endpoint gave up after 2 tries: 500 Internal Server Error: no memory" in ran.stderr
    assert "claimwire: 1 problem; named above" in ran.stderr
    assert ran.stdout.startswith("1 report: ")
    server.say(reader)
    asked = len(server.requests)
    ran = run(desk, "report0.txt", "report1.txt", "--db", "a.db", "--json")
    assert json.loads(ran.stdout)["reused"] == 1
    assert ran.returncode == 0 and len(server.requests) == asked + 1, "the next run asks for the lost one alone"


def test_a_run_dearer_than_allowed_does_not_begin(desk: Path, server: Server) -> None:
    settings(desk, server, price_in=2.5, price_out=10)
    ran = run(desk, "report0.txt", "report1.txt", "--max-cost", "0.0001")
    assert (ran.returncode, server.requests, ran.stdout) == (1, [], "")
    assert "more than the limit of 0.0001, so nothing was sent. Raise --max-cost" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert run(desk, "report0.txt", "report1.txt", "--max-cost", "5").returncode == 0


def test_a_key_that_is_not_accepted_ends_the_run_with_one_line(desk: Path, server: Server) -> None:
    server.say(error(401, "bad key"))
    ran = run(desk, "report0.txt", "report1.txt")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(f"claimwire: {server.url}/chat/completions: the key is not accepted")
    assert "Traceback" not in ran.stderr


def test_a_cache_that_breaks_in_the_middle_ends_the_run_before_more_is_paid_for(desk: Path, server: Server) -> None:
    (desk / "kept").mkdir()
    for n in range(256):
        (desk / "kept" / f"{n:02x}").write_text("a file where a folder must be", encoding="utf-8")
    settings(desk, server, at_once=1)
    ran = run(desk, "report0.txt", "report1.txt")
    assert ran.returncode == 1 and len(server.requests) == 1
    assert "cannot be written (File exists); name another folder as endpoint.cache" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--annotator", "oracle"], "annotator 'oracle': none of that name; one of encoder, spacy:PIPELINE"),
        (["--annotator", "endpoint"], "endpoint: claimwire.toml has no table [endpoint]"),
        (["--max-cost", "1"], "add --annotator endpoint"),
        (["--refused", "x"], "add --annotator endpoint"),
    ],
)
def test_a_wrong_choice_is_named_with_the_remedy(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text(SAMPLES[0], encoding="utf-8")
    base = [sys.executable, "-m", "claimwire", "code", "a.txt"]
    ran = subprocess.run([*base, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode in {1, 2} and "Traceback" not in ran.stderr
    assert said in " ".join(ran.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('url = "localhost:8000"', "endpoint.url: Value error, not an address that begins with http:// or https://"),
        ('url = "https://me:pass@a.invalid/v1"', "keys belong in the variable that api_key_env names"),
        ('url = "http://a.invalid"\napi_key_env = "sk-123"', "not the name of an environment variable"),
        ('url = "http://a.invalid"\nkey = "x"', "endpoint.key: Extra inputs are not permitted; known settings: url, model"),
        ('url = "http://a.invalid"\nparameters = {stream = true}', "stream: set by claimwire itself"),
    ],
)
def test_wrong_settings_are_named_and_no_key_is_repeated(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(SAMPLES[0], encoding="utf-8")
    (tmp_path / "claimwire.toml").write_text(f'[endpoint]\nmodel = "m"\n{line}\n', encoding="utf-8")
    ran = run(tmp_path, "a.txt")
    assert ran.returncode == 1 and said in ran.stderr
    assert "sk-123" not in ran.stderr and "me:pass" not in ran.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_goes_on_and_asks_nothing_twice(desk: Path, server: Server, how: signal.Signals) -> None:
    reports = desk / "reports.jsonl"
    texts = [f"Battalion {n} shelled village {n} on Monday." for n in range(20)]
    reports.write_text("".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8")
    settings(desk, server, at_once=2)
    server.reply = lambda payload, n: Reply(body=reader(payload).body, delay=0.2 if n >= 9 else 0)
    with subprocess.Popen(
        command("reports.jsonl", "--readings", "a.jsonl"), cwd=desk, stderr=subprocess.PIPE, text=True
    ) as running:
        until = time.monotonic() + 60
        while len(server.requests) < 12:
            assert running.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        began = time.monotonic()
        os.kill(running.pid, how)
        said = running.communicate(timeout=30)[1]
        assert time.monotonic() - began < 5, "nobody waits for answers that are under way"
    if how is signal.SIGINT:
        assert running.returncode == 130 and said.endswith("run the same command again to go on there\n")
    whole = [json.loads(p.read_text(encoding="utf-8")) for p in (desk / "kept").rglob("*.json")]
    assert 9 <= len(whole) < 20 and all(w["answer"]["happenings"] for w in whole)
    asked = len(server.requests)
    ran = run(desk, "reports.jsonl", "--readings", "a.jsonl", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["reused"] == 8, "a batch was in the database"
    assert len(server.requests) - asked == 20 - len(whole)
    fresh = run(desk, "reports.jsonl", "--readings", "b.jsonl")
    assert fresh.returncode == 0
    assert (desk / "a.jsonl").read_bytes() == (desk / "b.jsonl").read_bytes()


def test_more_processes_do_not_send_more_at_once(desk: Path, server: Server) -> None:
    reports = desk / "reports.jsonl"
    texts = [f"Battalion {n} shelled village {n} on Monday." for n in range(20)]
    reports.write_text("".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8")
    settings(desk, server, at_once=2)
    server.reply = lambda payload, n: Reply(body=reader(payload).body, delay=0.05)
    ran = run(desk, "reports.jsonl", "--readings", "a.jsonl", "--jobs", "4")
    assert ran.returncode == 0, ran.stderr
    assert (len(server.requests), server.most_at_once) == (20, 2)
