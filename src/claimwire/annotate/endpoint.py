"""A chat endpoint as an annotator: it says what happens, who says so and who takes part; the parse stays the encoder's.

Requests of several reports fly at once. Answers are kept on disk as they come, so that a killed run pays
for nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import queue
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimwire.annotate.endpoint_answer import Answer, Reader, Refusal, combine
from claimwire.annotate.endpoint_cache import AnswerCache, default_folder
from claimwire.annotate.endpoint_http import Client, CutShort, Usage
from claimwire.annotate.endpoint_prompt import Chunk, Prompt, chunk, chunks, prompt
from claimwire.annotate.segment import SegmentedSentence, segment
from claimwire.config import Endpoint
from claimwire.errors import EndpointError, ModelError
from claimwire.ontology.model import EventType, Ontology
from claimwire.protocols import Annotator
from claimwire.records import Annotation, Report

VERSION = "1"  # of how an answer is read: raised when that changes, so that reports are read again (from the kept answers)
_SPLIT = {"split": True}  # kept where an answer would be: these sentences are too many for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What reading some reports takes, before the first request; further tries of failed requests come on top."""

    reports: int
    requests: int
    kept: int  # answers that are there already
    sent: int  # tokens
    received: int
    cost: float | None  # in the currency of the prices; None when they are not given
    seconds: float | None

    def __str__(self) -> str:
        if not self.requests:
            return f"no request: every answer on {_many(self.reports, 'report')} is kept already"
        kept = f" ({_many(self.kept, 'answer')} kept already)" if self.kept else ""
        cost = "cost unknown (price_in, price_out)" if self.cost is None else f"cost about {_money(self.cost)}"
        time = "time unknown (tokens_per_second)" if self.seconds is None else f"time about {_duration(self.seconds)}"
        return (
            f"{_many(self.requests, 'request')}{kept} for {_many(self.reports, 'report')}, about {self.sent:,} tokens there and "
            f"{self.received:,} back, {cost}, {time}"
        )


@dataclass(slots=True)
class Tally:
    """What was kept and refused of the answers, over the reports of this process."""

    kept: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        reasons = Counter(r.reason for r in self.refused)
        told = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items(), key=lambda x: (-x[1], x[0])))
        return f"{_many(self.kept, 'field')} of the answers kept, {len(self.refused):,} refused" + (f": {told}" if told else "")


class EndpointAnnotator:
    """Asks a chat endpoint about every report, over the parse of ``base``."""

    def __init__(
        self,
        client: Client,
        *,
        settings: Endpoint,
        prompt: Prompt,
        types: Mapping[str, EventType],
        base: Annotator,
        cache: AnswerCache,
    ) -> None:
        self._client, self._settings, self._prompt, self._types = client, settings, prompt, types
        self._base, self._cache = base, cache
        self._given_up: dict[str, EndpointError] = {}
        self.tally = Tally()
        reading = json.dumps([VERSION, settings.chunk_tokens, settings.parameters], sort_keys=True)
        own = {"endpoint:model": settings.model, "endpoint:reading": reading}
        self._digests = {
            **base.digests,
            **{name: hashlib.sha256(value.encode()).hexdigest() for name, value in own.items()},
            "endpoint:prompt": prompt.digest,
        }

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of the encoder's files and of all that decides an answer: model, prompt with schema, parameters.

        The address is left out: one model may be served from several.
        """
        return self._digests

    @property
    def usage(self) -> Usage:
        """What the requests of this process took."""
        return self._client.usage

    @property
    def spent(self) -> float | None:
        """What they cost; None when no prices are given."""
        return self._client.spent

    def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
        """Return one annotation per report, in order.

        Raises EndpointError when a question was given up; the answers on the other reports are kept, so that asking for those
        alone sends nothing. Raises ModelError when the endpoint answers nobody.
        """
        cut = [segment(report.text) for report in reports]
        asked = [list(self._chunks(report, s)) for report, s in zip(reports, cut, strict=True)]
        work = [(i, c) for i, own in enumerate(asked) for c in own]
        answers = self._gather([(reports[i], cut[i], c) for i, c in work])
        found: list[list[tuple[Chunk, Answer]]] = [[] for _ in reports]
        for (i, _), pairs in zip(work, answers, strict=True):
            found[i] += pairs
        return [
            self._read(report, base, pairs)
            for report, base, pairs in zip(reports, self._base.annotate(reports), found, strict=True)
        ]

    def _read(self, report: Report, base: Annotation, pairs: Sequence[tuple[Chunk, Answer]]) -> Annotation:
        reader = Reader(report, base.sentences, self._types)
        for piece, answer in pairs:
            reader.read(piece, answer)
        self.tally.kept += reader.placed.kept
        self.tally.refused += reader.placed.refused
        return combine(base, reader.placed)

    # --- before the first request ---------------------------------------------------------------------------------------

    def estimate(self, reports: Iterable[Report]) -> Estimate:
        """Return what these reports take; looks into the cache and sends nothing."""
        seen = requests = kept = sent = received = longest = 0
        for report in reports:
            seen += 1
            sentences = segment(report.text)
            for piece in self._chunks(report, sentences):
                for part, known in self._open(report, sentences, piece):
                    if known:
                        kept += 1
                        continue
                    requests += 1
                    there, back = self._prompt.cost(part)
                    sent, received, longest = sent + there, received + back, max(longest, back)
        there_price, back_price, speed = self._settings.price_in, self._settings.price_out, self._settings.tokens_per_second
        return Estimate(
            reports=seen,
            requests=requests,
            kept=kept,
            sent=sent,
            received=received,
            cost=None if there_price is None or back_price is None else (sent * there_price + received * back_price) / 1e6,
            seconds=None if speed is None else max(longest, received / self._settings.at_once) / speed,
        )

    def check(self, estimate: Estimate) -> None:
        """Raise EndpointError when an estimate is beyond ``max_cost``."""
        limit = self._settings.max_cost
        if limit is not None and estimate.cost is not None and estimate.cost > limit:
            raise EndpointError(
                f"endpoint: {estimate}; that is more than the limit of {_money(limit)}, so nothing was sent. "
                "Raise --max-cost or give fewer reports"
            )

    # --- questions ------------------------------------------------------------------------------------------------------

    def _chunks(self, report: Report, sentences: Sequence[SegmentedSentence]) -> Iterator[Chunk]:
        return chunks(report.text, sentences, size=self._settings.chunk_tokens)

    def _key(self, piece: Chunk) -> str:
        parts = [self._settings.model, self._settings.parameters, self._prompt.digest, piece.text]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _open(self, report: Report, sentences: Sequence[SegmentedSentence], piece: Chunk) -> Iterator[tuple[Chunk, bool]]:
        """Yield the questions of a chunk, halved where that was needed before, and whether the answer is kept."""
        known = self._cache.load(self._key(piece))
        if known == _SPLIT and piece.last - piece.first > 1:
            for half in _halves(report, sentences, piece):
                yield from self._open(report, sentences, half)
        else:
            yield piece, known is not None and _accepted(known) is not None

    def _answer(
        self, report: Report, sentences: Sequence[SegmentedSentence], piece: Chunk, stop: threading.Event
    ) -> list[tuple[Chunk, Answer]]:
        """Return the answer on a chunk: the kept one, a new one, or those on its halves when one answer cannot hold it all."""
        key = self._key(piece)
        splittable = piece.last - piece.first > 1
        known = self._cache.load(key)
        if known is not None and known != _SPLIT and (kept := _accepted(known)) is not None:
            return [(piece, kept)]
        if known != _SPLIT:
            if (error := self._given_up.pop(key, None)) is not None:
                raise error  # the pipeline asks again report by report: the tries on this one are used up
            try:
                answer = self._client.ask(self._fields(piece), Answer.model_validate_json, stop=stop, splittable=splittable)
            except CutShort:
                self._cache.save(key, _SPLIT)
            except EndpointError as e:
                if not stop.is_set():
                    self._given_up[key] = e
                raise
            else:
                self._cache.save(key, {"model": self._settings.model, "answer": answer.model_dump(mode="json")})
                return [(piece, answer)]
        return [pair for half in _halves(report, sentences, piece) for pair in self._answer(report, sentences, half, stop)]

    def _fields(self, piece: Chunk) -> dict[str, Any]:
        schema = {"name": "annotation", "strict": True, "schema": self._prompt.schema}
        return {
            "messages": self._prompt.messages(piece),
            "response_format": {"type": "json_schema", "json_schema": schema},
            **self._settings.parameters,
        }

    def _gather(self, work: Sequence[tuple[Report, Sequence[SegmentedSentence], Chunk]]) -> list[list[tuple[Chunk, Answer]]]:
        """Answer every question, ``at_once`` of them at a time. Raises ModelError at once, else the first EndpointError.

        Daemon threads, so that Ctrl-C does not wait for a model that thinks for a minute.
        """
        todo: queue.SimpleQueue[int] = queue.SimpleQueue()
        for i in range(len(work)):
            todo.put(i)
        done: queue.SimpleQueue[tuple[int, list[tuple[Chunk, Answer]] | BaseException]] = queue.SimpleQueue()
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    i = todo.get_nowait()
                except queue.Empty:
                    return
                try:
                    done.put((i, self._answer(*work[i], stop)))
                except BaseException as e:
                    if not isinstance(e, EndpointError):
                        stop.set()  # here, and not when the others hear of it: they may begin the next question meanwhile
                    done.put((i, e))

        for _ in range(min(self._settings.at_once, len(work))):
            threading.Thread(target=serve, daemon=True).start()
        out: dict[int, list[tuple[Chunk, Answer]]] = {}
        failed: list[BaseException] = []
        try:
            for _ in work:
                i, outcome = done.get()
                if isinstance(outcome, EndpointError):
                    failed.append(outcome)
                elif isinstance(outcome, BaseException):
                    raise outcome
                else:
                    out[i] = outcome
        finally:
            stop.set()
        if failed:
            raise failed[0]
        return [out[i] for i in range(len(work))]


def open_endpoint(settings: Endpoint, *, base: Annotator, ontology: Ontology) -> EndpointAnnotator:
    """Make the annotator; sends nothing. Raises ModelError when the key is missing or a limit cannot be kept."""
    key = None
    if settings.api_key_env is not None:
        key = os.environ.get(settings.api_key_env, "").strip()
        if not key:
            raise ModelError(
                f"endpoint: the environment variable {settings.api_key_env} (api_key_env) is not set; put the key there"
            )
    if settings.max_cost is not None and (settings.price_in is None or settings.price_out is None):
        raise ModelError("endpoint: a limit of cost needs prices; give price_in and price_out, per million tokens")
    return EndpointAnnotator(
        Client(settings, key=key),
        settings=settings,
        prompt=prompt(ontology),
        types=ontology.event_types,
        base=base,
        cache=AnswerCache(settings.cache or default_folder()),
    )


def _accepted(known: Mapping[str, Any]) -> Answer | None:
    """Read a kept answer; one that an older version kept in another form is asked for again."""
    try:
        return Answer.model_validate_json(json.dumps(known["answer"]))
    except (KeyError, ValueError):
        return None


def _halves(report: Report, sentences: Sequence[SegmentedSentence], piece: Chunk) -> tuple[Chunk, Chunk]:
    middle = (piece.first + piece.last) // 2
    return chunk(report.text, sentences, piece.first, middle), chunk(report.text, sentences, middle, piece.last)


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _money(amount: float) -> str:
    return f"{amount:.2f}" if amount >= 0.1 else f"{amount:.4f}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{math.ceil(seconds)} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
