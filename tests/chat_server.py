"""A chat endpoint of our own on the loopback address, which answers well, badly, late, in pieces or not at all, as it is told."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server sends: ``cut`` bytes of the body and no more, after ``delay`` seconds, ``drip`` seconds between bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    cut: int | None = None
    drip: float = 0


def completion(content: str | None, *, finish: str = "stop", **message: Any) -> Reply:
    """A chat completion that says ``content``."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    return Reply(body=json.dumps({"object": "chat.completion", "choices": [choice], "usage": usage}).encode())


def answered(**answer: Any) -> Reply:
    """A completion with a whole answer; what is not given is empty."""
    return completion(json.dumps({"names": [], "statements": [], "happenings": [], **answer}))


def error(status: int, message: str = "", **headers: str) -> Reply:
    """An error as OpenAI's protocol has it."""
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return Reply(status=status, body=json.dumps({"error": {"message": message}}).encode(), headers=named)


def happening(sentence: int, words: str, event_type: str | None = "ASSAULT", **more: Any) -> dict[str, Any]:
    """One happening of an answer."""
    base: dict[str, Any] = {"kind": "event", "modes": [], "realization": "actual", "factuality": "CT+", "roles": []}
    return {"sentence": sentence, "words": words, "type": event_type, **base, **more}


def sentences(payload: Payload) -> list[tuple[int, str]]:
    """The numbered sentences that a request shows."""
    lines = payload["messages"][-1]["content"].splitlines()
    return [(int(m[1]), m[2]) for line in lines if (m := re.fullmatch(r"\[(\d+)] (.+)", line))]


def reader(payload: Payload) -> Reply:
    """Answer well: who shelled what, and what a mayor said of it."""
    names, statements, found = [], [], []
    for n, sentence in sentences(payload):
        if m := re.search(r"(?P<who>[A-Z][\w ]+?) shelled (?P<what>[\w ]+?) on (?P<day>\w+day)", sentence):
            roles = [{"role": r, "words": m[k]} for r, k in (("actor", "who"), ("recipient", "what"), ("time", "day"))]
            found.append(happening(n, "shelled", modes=["heavy-weapons"], roles=roles))
            names.append({"sentence": n, "words": m["who"], "label": "actor"})
        if m := re.fullmatch(r"(?P<what>.+), (?P<who>[\w ]+) said\.", sentence):
            parts = {k: {"sentence": n, "words": w} for k, w in (("source", m["who"]), ("cue", "said"))}
            statements.append({**parts, "content": [{"sentence": n, "words": m["what"]}]})
    return answered(names=names, statements=statements, happenings=found)


class Server:
    """The endpoint: ``requests`` and ``keys`` are what it was sent, ``most_at_once`` how many it worked on at any moment."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Payload] = []
        self.times: list[float] = []
        self.keys: list[str | None] = []
        self.most_at_once = 0
        self.reply: Callable[[Payload, int], Reply] = lambda payload, n: reader(payload)
        self._at_work = 0
        self._lock = threading.Lock()

    def say(self, *replies: Reply | Callable[[Payload], Reply]) -> None:
        """Answer the first requests with these, in order, and all further ones with the last."""

        def reply(payload: Payload, n: int) -> Reply:
            chosen = replies[min(n, len(replies) - 1)]
            return chosen if isinstance(chosen, Reply) else chosen(payload)

        self.reply = reply

    def work(self, payload: Payload, key: str | None) -> Reply:
        """Take note of a request and return its reply, after its delay."""
        with self._lock:
            n = len(self.requests)
            self.requests.append(payload)
            self.times.append(time.monotonic())
            self.keys.append(key)
            self._at_work += 1
            self.most_at_once = max(self.most_at_once, self._at_work)
        try:
            reply = self.reply(payload, n)
            time.sleep(reply.delay)
            return reply
        finally:
            with self._lock:
                self._at_work -= 1


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions", self.path
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = server.work(payload, self.headers.get("Authorization"))
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                body = reply.body[: reply.cut]
                for part in [body] if not reply.drip else [body[i : i + 1] for i in range(len(body))]:
                    self.wfile.write(part)
                    self.wfile.flush()
                    time.sleep(reply.drip)
            except OSError:  # the client has hung up, as it should when we are late
                pass
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
