"""One question to a chat endpoint: asked again while that can help, given up by name when it cannot.

The standard library's client is enough for one POST and knows the proxies of the environment. Redirections are not followed:
the key would travel with them.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from claimwire.config import Endpoint
from claimwire.errors import EndpointError, ModelError

Answer = TypeVar("Answer")

LONGEST_WAIT = 300.0  # seconds: whoever says to come back later than that is not waited for
LARGEST = 16_000_000  # bytes of an answer
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_HOPELESS = {
    401: "the key is not accepted",
    402: "the account is not paid",
    403: "access is refused",
    404: "no such address or model",
}
_GONE = 3  # questions in a row that reached nobody: the server is down, and asking for a thousand reports more would be in vain


class CutShort(Exception):
    """The answer ends in the middle because it reached the limit of tokens: the same question again would fare no better."""


class _Failed(Exception):
    """One try that failed. ``wait`` is what the server asked for, in seconds."""

    def __init__(self, message: str, *, wait: float | None = None, reached: bool = True) -> None:
        super().__init__(message)
        self.wait, self.reached = wait, reached


@dataclass(slots=True)
class Usage:
    """What the answers of this process took; tokens as the endpoint counts them, where it does."""

    requests: int = 0
    retries: int = 0
    sent: int = 0
    received: int = 0


class Client:
    """Asks one endpoint, from any number of threads, at most ``settings.at_once`` requests at any moment."""

    def __init__(self, settings: Endpoint, *, key: str | None = None) -> None:
        self._settings, self._key = settings, key
        self._address = f"{settings.url}/chat/completions"
        proxies: dict[str, str] | None = {} if _is_local(settings.url) else None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _NoRedirection)
        self._slots = threading.BoundedSemaphore(settings.at_once)
        self._lock = threading.Lock()
        self._not_before = 0.0  # after "too many requests" all threads hold back, not only the one that was told
        self._unreached = 0
        self._answered = False
        self.usage = Usage()

    @property
    def spent(self) -> float | None:
        """What the answers of this process cost; None when no prices are given."""
        there, back = self._settings.price_in, self._settings.price_out
        return None if there is None or back is None else (self.usage.sent * there + self.usage.received * back) / 1e6

    def ask(
        self, fields: Mapping[str, Any], accept: Callable[[str], Answer], *, stop: threading.Event, splittable: bool = False
    ) -> Answer:
        """Return what ``accept`` makes of the answer; a ValueError of it counts as an unusable answer, and is asked again.

        Raises CutShort at once when the answer reached the limit of tokens and the question is ``splittable``, EndpointError
        when further tries did not help, and ModelError when no question to this endpoint can be answered.
        """
        tries = self._settings.retries + 1
        for n in range(tries):
            try:
                body = self._post(fields, stop)
                content = self._content(body)
                if content is None:
                    if splittable:
                        raise CutShort
                    raise _Failed("the answer reached the limit of tokens (parameters.max_tokens)")
                try:
                    return accept(content)
                except ValueError as e:
                    raise _Failed(f"the answer is not what the schema asks for ({_short(str(e))})") from e
            except _Failed as failed:
                if n + 1 == tries or (failed.wait or 0) > LONGEST_WAIT or stop.is_set():
                    asked = f"; the endpoint asks to wait {failed.wait:.0f} s" if (failed.wait or 0) > LONGEST_WAIT else ""
                    self._count(failed)
                    raise EndpointError(f"endpoint gave up after {_many(n + 1)}: {failed}{asked}") from failed
                with self._lock:
                    self.usage.retries += 1
                self._hold_back(n, failed, stop)
        raise AssertionError("unreachable")

    def _hold_back(self, n: int, failed: _Failed, stop: threading.Event) -> None:
        if failed.wait is not None:
            with self._lock:
                self._not_before = max(self._not_before, time.monotonic() + failed.wait)
            return
        longest = min(self._settings.backoff * 2**n, LONGEST_WAIT)
        stop.wait(longest * random.uniform(0.5, 1))  # threads that failed together do not come back together

    def _count(self, failed: _Failed) -> None:
        """Take note of a question that was given up; one that reached nobody may be the sign that nobody is there."""
        with self._lock:
            self._unreached = 0 if failed.reached else self._unreached + 1
            gone = self._unreached >= (_GONE if self._answered else 1)
        if gone:
            raise ModelError(
                f"{self._address}: cannot be reached ({failed}); what was finished is kept, run the same command again to go on"
            ) from failed

    # --- one try --------------------------------------------------------------------------------------------------------

    def _post(self, fields: Mapping[str, Any], stop: threading.Event) -> Mapping[str, Any]:
        with self._slots:
            while (pause := self._not_before - time.monotonic()) > 0 and not stop.is_set():
                stop.wait(pause)
            limit = self._settings.max_cost
            if limit is not None and (self.spent or 0) > limit:
                raise ModelError(f"endpoint: {self.spent:.2f} is spent and max_cost is {limit:g}; what was finished is kept")
            if stop.is_set():
                raise EndpointError("endpoint: the run was stopped")
            with self._lock:
                self.usage.requests += 1
            status, reason, headers, raw = self._exchange(json.dumps({"model": self._settings.model, **fields}).encode())
        if status >= 300:
            self._refuse(status, reason, headers, raw)
        try:
            body = json.loads(raw)
        except ValueError as e:
            raise _Failed("the answer is not JSON, or breaks off") from e
        if not isinstance(body, dict):
            raise _Failed("the answer is no JSON object")
        usage = body.get("usage")
        with self._lock:
            self._answered = True
            self._unreached = 0
            if isinstance(usage, dict):
                self.usage.sent += _count_of(usage.get("prompt_tokens"))
                self.usage.received += _count_of(usage.get("completion_tokens"))
        return body

    def _exchange(self, data: bytes) -> tuple[int, str, Mapping[str, str], bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "claimwire"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._address, data=data, headers=headers, method="POST")
        until = time.monotonic() + self._settings.timeout
        try:
            try:
                response = self._opener.open(request, timeout=self._settings.timeout)
            except urllib.error.HTTPError as e:
                response = e
            with response:
                return response.status, str(response.reason), response.headers, self._read(response, until)
        except TimeoutError as e:
            raise _Failed(f"no whole answer within {self._settings.timeout:g} s") from e
        except urllib.error.URLError as e:
            late = isinstance(e.reason, TimeoutError)
            told = f"no answer within {self._settings.timeout:g} s" if late else f"no connection ({_short(str(e.reason))})"
            raise _Failed(told, reached=late) from e
        except (http.client.HTTPException, OSError) as e:
            raise _Failed(f"the connection was cut ({type(e).__name__})") from e

    def _read(self, response: Any, until: float) -> bytes:
        """Read to the end; an answer that trickles in cannot outlast the timeout by more than one pause of the server."""
        parts, total = [], 0
        while part := response.read1(65536):
            parts.append(part)
            total += len(part)
            if time.monotonic() > until:
                raise TimeoutError
            if total > LARGEST:
                raise http.client.HTTPException("too long")
        promised = response.headers.get("Content-Length")
        if promised is not None and promised.isdigit() and total < int(promised):
            raise http.client.IncompleteRead(b"", int(promised) - total)
        return b"".join(parts)

    def _refuse(self, status: int, reason: str, headers: Mapping[str, str], raw: bytes) -> None:
        told = f"{status} {reason}: {self._message(raw)}".rstrip(": ")
        if status in _HOPELESS or 300 <= status < 400 or b"insufficient_quota" in raw:
            why = _HOPELESS.get(status, "the address has moved" if status < 400 else "the account has no credit")
            raise ModelError(f"{self._address}: {why} ({told}); see [endpoint] in claimwire.toml")
        if status in _BUSY:
            raise _Failed(told, wait=_seconds(headers.get("Retry-After")))
        raise EndpointError(f"endpoint refused the question ({told})")

    def _message(self, raw: bytes) -> str:
        """What the server says of an error, without the key that some repeat there."""
        text = raw.decode("utf-8", "replace")
        try:
            error = json.loads(text)["error"]
            text = error["message"] if isinstance(error, dict) else str(error)
        except (ValueError, KeyError, TypeError):
            pass
        return _short(str(text).replace(self._key, "***") if self._key else str(text))

    @staticmethod
    def _content(body: Mapping[str, Any]) -> str | None:
        """The text of the answer, or None when it was cut at the limit of tokens."""
        try:
            choice = body["choices"][0]
            finish, message = choice.get("finish_reason"), choice["message"]
            if finish == "length":
                return None
            if message.get("refusal"):
                raise _Failed(f"the model refuses ({_short(str(message['refusal']))})")
            if finish == "content_filter" or not isinstance(message["content"], str):
                raise _Failed(f"the answer has no text (finish_reason {finish!r})")
            return str(message["content"])
        except (KeyError, IndexError, TypeError, AttributeError) as e:
            raise _Failed("the answer is no chat completion") from e


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """Return nothing, so that the answer 30x itself is the answer."""


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds(after: str | None) -> float | None:
    """Read a Retry-After: seconds, or a date."""
    if after is None:
        return None
    try:
        return max(0.0, float(after))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(after)
    except ValueError:
        return None
    return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _count_of(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _many(n: int) -> str:
    return "1 try" if n == 1 else f"{n} tries"


def _short(text: str, *, length: int = 200) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[:length]}..."
