"""The order of the work: report -> annotation -> resolution -> claims -> events. The only file that knows it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import claimwire
from claimwire.errors import ClaimwireError, ModelError, StoreError
from claimwire.records import Annotation, Claim, Reading, Report, Run, Sentence, Span, digest

if TYPE_CHECKING:
    from claimwire.claims import Extractor
    from claimwire.codebook import Matcher
    from claimwire.config import Settings
    from claimwire.ontology.model import Ontology
    from claimwire.protocols import Annotator, Gazetteer
    from claimwire.store import SqliteStore, Written

T = TypeVar("T")

BATCH = 8  # reports that an annotator is given at once, as an endpoint answers several at a time
SHARE = 2  # reports a task of a worker process: few, so that no worker has much left to do when the others have ended
AHEAD = 8  # tasks a worker that may wait or be done while an earlier one, of a long text, is not
SECTION = 50_000  # characters: no report is as long, and reference within a text is looked for pair by pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be read to the end; the rest of the batch went on."""

    report: str
    message: str


@dataclass(slots=True, kw_only=True, repr=False)
class Coder:
    """Everything that a process needs to code reports, loaded once."""

    ontology: Ontology
    gazetteer: Gazetteer
    annotator: Annotator
    extractor: Extractor
    run: Run
    matcher: Matcher | None = None

    def __repr__(self) -> str:
        return f"Coder({self.run.id})"  # the default one would print the whole ontology into every traceback

    @classmethod
    def open(cls, settings: Settings) -> Coder:
        """Load ontology, gazetteer and model. Raises OntologyError, GazetteerError or ModelError."""
        from claimwire import annotate, claims, ontology, resolve

        nouns = ontology.load(settings.ontology)
        if settings.actors is not None:
            nouns = resolve.with_actors(nouns, settings.actors)
        annotator = annotate.load(settings.annotator, endpoint=settings.endpoint, ontology=nouns)
        gazetteer = resolve.open_gazetteer(str(settings.gazetteer) if settings.gazetteer else None, ontology=nouns)
        config = settings.digest(nouns.version)
        digests = dict(annotator.digests)
        run = Run(
            id=digest("run", claimwire.__version__, config, nouns.version, sorted(digests.items())),
            version=claimwire.__version__,
            config_digest=config,
            ontology_version=nouns.version,
            model_digests=digests,
        )
        coder = cls(ontology=nouns, gazetteer=gazetteer, annotator=annotator, extractor=claims.Extractor(nouns), run=run)
        if settings.codebook is None:
            return coder
        return coder.with_codebook(settings.codebook, own_reader=settings.annotator == "encoder")

    def with_codebook(self, path: Path, *, own_reader: bool = True) -> Coder:
        """Return a coder that also gives claims the types of a codebook. Raises CodebookError.

        Without ``own_reader`` our encoder reads the codebook's sentences: another annotator may charge for them.
        """
        from claimwire import annotate, codebook

        vectors = annotate.open_vectors()
        reader = self if own_reader else replace(self, annotator=annotate.load())

        def claims_of(sentence: str) -> tuple[Report, Sequence[Claim]]:
            report = Report(id=digest("example", sentence), text=sentence)
            outcome = reader.code([report])[0]
            return report, () if isinstance(outcome, Failure) else outcome.claims

        book = codebook.load(path, event_types={n: t.modes for n, t in self.ontology.event_types.items()})
        matcher = codebook.learn(book, claims_of=claims_of, embed=vectors.embed, lemma=annotate.open_lemmas())
        digests = {**self.run.model_digests, "vectors.npz": vectors.digest, "codebook": book.digest}
        run = replace(self.run, id=digest("run", self.run.id, sorted(digests.items())), model_digests=digests)
        return replace(self, matcher=matcher, run=run)

    def code(self, reports: Sequence[Report]) -> list[Reading | Failure]:
        """Code reports in order. A report that breaks a rule of ours is returned as a Failure, never raised.

        A text of book length is read section by section: nobody is "he" in the next one.
        """
        if any(len(r.text) > SECTION for r in reports):
            return [out for r in reports for out in (self.code([r]) if len(r.text) <= SECTION else [self._read_long(r)])]
        try:
            annotations = self.annotator.annotate(reports)
        except (ModelError, StoreError):  # nobody can be asked, or no answer kept: the run ends, and goes on where it stopped
            raise
        except Exception as e:  # a batch must not die of one report: find which one by reading them singly
            if len(reports) == 1:
                return [_failure(reports[0], e)]
            return [out for report in reports for out in self.code([report])]
        out: list[Reading | Failure] = []
        for report, annotation in zip(reports, annotations, strict=True):
            try:
                out.append(self._read(report, annotation))
            except Exception as e:
                out.append(_failure(report, e))
        return out

    def read(self, report: Report, annotation: Annotation) -> Reading:
        """Code a report whose annotation is there, as benchmarks have it. Raises what breaks a rule of ours."""
        return self._read(report, annotation)

    def _read(self, report: Report, annotation: Annotation) -> Reading:
        from claimwire import consolidate, resolve
        from claimwire.pipeline.traces import vectors

        resolution = resolve.resolve(report, annotation, ontology=self.ontology, gazetteer=self.gazetteer)
        found = self.extractor.extract(report, annotation, resolution)
        reading = Reading(
            report=report,
            run=self.run,
            # The parse stays behind: no output has it, and it is most of what a worker would hand over.
            sentences=tuple(replace(s, tokens=()) for s in annotation.sentences),
            mentions=found.mentions,
            links=found.links,
            statements=found.statements,
            claims=found.claims,
        )
        numbered = consolidate.number(reading, embed=vectors().embed)
        return numbered if self.matcher is None else self.matcher.assign(numbered)

    def _read_long(self, report: Report) -> Reading | Failure:
        parts: list[Reading] = []
        paragraphs = 0
        for start, end in sections(report.text):
            # An id of its own for each section, because ids of claims are digests of report and offsets.
            section = replace(report, id=f"{report.id}#{start}", text=report.text[start:end])
            outcome = self.code([section])[0] if section.text.strip() else None
            if isinstance(outcome, Failure):
                return replace(outcome, report=report.id)
            if outcome is not None:
                parts.append(_moved(outcome, start, paragraphs))
                paragraphs = max((s.paragraph for s in parts[-1].sentences), default=paragraphs - 1) + 1

        def joined(name: str) -> tuple[Any, ...]:
            return tuple(item for part in parts for item in getattr(part, name))

        names = ("sentences", "mentions", "links", "statements", "claims")
        return Reading(report=report, run=self.run, **{name: joined(name) for name in names})


def sections(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text into stretches of at most ``SECTION`` characters, after a paragraph, line or sentence where one ends."""
    start = 0
    while len(text) - start > SECTION:
        reach = start + SECTION
        cuts = (text.rfind(mark, start + SECTION // 2, reach) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((cut for cut in cuts if cut > start + SECTION // 2), reach)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _moved(value: Any, by: int, paragraphs: int) -> Any:
    """Return a part of a section's reading with its offsets counted from the start of the whole text."""
    if isinstance(value, tuple):
        return tuple(_moved(v, by, paragraphs) for v in value)
    if isinstance(value, Report | Run) or not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {f.name: _moved(getattr(value, f.name), by, paragraphs) for f in fields(value)}
    if isinstance(value, Span | Sentence):
        changed |= {"start": value.start + by, "end": value.end + by}
    if isinstance(value, Sentence):
        changed["paragraph"] = value.paragraph + paragraphs
    return replace(value, **changed)


def _failure(report: Report, error: Exception) -> Failure:
    if isinstance(error, ClaimwireError):
        return Failure(report=report.id, message=f"{report.id}: could not be coded: {error}")
    return Failure(
        report=report.id, message=f"{report.id}: could not be coded ({type(error).__name__}: {error}); please report it"
    )


Form = Callable[[Reading, Coder], T]  # what becomes of a reading in the process that made it

_coder: Coder | None = None  # one per worker process, set by its initializer


def _start(settings: Settings) -> None:
    global _coder  # noqa: PLW0603 - a worker process has no other place to keep its model between tasks
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what it means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(ClaimwireError):  # the parent meets the same error and says so
        _coder = Coder.open(settings)
    gc.freeze()  # what was loaded is never garbage: walking it in every collection costs a thirtieth of all coding


def _end_with_parent() -> None:
    """A worker waits for tasks on a pipe that its siblings hold open too: it would outlive a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def loaded() -> Coder | None:
    """Return the coder that this process was started with."""
    return _coder


def _loaded() -> None:
    """A task that makes a pool start a process; its initializer does the work."""


def _work(reports: Sequence[Report], form: Form[T]) -> list[T | Failure]:
    assert _coder is not None
    return _formed(_coder, reports, form)


def _formed(coder: Coder, reports: Sequence[Report], form: Form[T]) -> list[T | Failure]:
    out: list[T | Failure] = []
    for outcome in coder.code(reports):
        try:
            out.append(outcome if isinstance(outcome, Failure) else form(outcome, coder))
        except ValueError as e:  # a number that JSON does not have
            assert isinstance(outcome, Reading)
            out.append(_failure(outcome.report, e))
    return out


def _as_it_is(reading: Reading, _: Coder) -> Reading:
    return reading


def _to_keep(reading: Reading, coder: Coder, *, tables: bool) -> Written:
    """Return a reading as it is kept, with what it leaves for consolidation: no later one reads its text again."""
    from claimwire.pipeline.traces import traced
    from claimwire.store import written

    return written(reading, tables=tables, trace=tuple(traced(reading, ontology=coder.ontology)))


def _batches(reports: Iterable[Report], size: int) -> Iterator[list[Report]]:
    iterator = iter(reports)
    while batch := list(islice(iterator, size)):
        yield batch


def code(reports: Iterable[Report], *, coder: Coder, settings: Settings) -> Iterator[Reading | Failure]:
    """Code reports in input order, on ``settings.processes`` processes; memory is bounded by the batches in flight."""
    with workers(settings) as pool:
        yield from _code_as(_as_it_is, reports, coder=coder, settings=settings, pool=pool)


@contextmanager
def workers(settings: Settings) -> Iterator[ProcessPoolExecutor | None]:
    """Start the processes that a run shares its reports out to, None when it takes no other; they load while the caller does."""
    if settings.processes == 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")  # onnxruntime's threads do not survive a fork
    pool = ProcessPoolExecutor(settings.jobs, mp_context=context, initializer=partial(_start, settings))
    try:
        for _ in range(min(settings.jobs, os.cpu_count() or 1)):
            pool.submit(_loaded)
        yield pool
    except BrokenProcessPool as e:
        raise ClaimwireError(
            "a worker process died, as when memory runs out (each takes about 300 MB); run the same command again with a "
            "smaller --jobs: it goes on where it stopped"
        ) from e
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _code_as(
    form: Form[T],
    reports: Iterable[Report],
    *,
    coder: Coder,
    settings: Settings,
    pool: ProcessPoolExecutor | None,
) -> Iterator[T | Failure]:
    """Code reports, and give each reading the form that its process hands over: what is built there costs the parent nothing."""
    if pool is None:
        for batch in _batches(reports, BATCH):
            yield from _formed(coder, batch, form)
        return
    flying: list[Future[list[T | Failure]]] = []
    for batch in _batches(reports, SHARE):
        flying.append(pool.submit(_work, batch, form))
        while len(flying) > AHEAD * settings.jobs:
            yield from flying.pop(0).result()
    while flying:
        yield from flying.pop(0).result()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did: the counts that its last line prints, over the reports read now and those reused.

    ``order`` holds the ids of the reports in input order, without those that failed.
    """

    read: int
    reused: int
    claims: int
    statements: int
    failures: tuple[str, ...]
    order: tuple[str, ...]


def fill(
    store: SqliteStore,
    reports: Iterable[Report],
    *,
    coder: Coder,
    settings: Settings,
    pool: ProcessPoolExecutor | None = None,
    on_reading: Callable[[Reading | Written], None] = lambda reading: None,
    on_failure: Callable[[Failure], None] = lambda failure: None,
) -> Summary:
    """Code reports into ``store``, skipping those that this very run configuration has read: a killed run resumes here.

    ``pool`` is that of ``workers``; without one this process reads all reports itself.
    """
    order: list[str] = []
    failures: list[str] = []
    reused = read = n_claims = n_statements = 0

    def fresh() -> Iterator[Report]:
        nonlocal reused, n_claims, n_statements
        for report in reports:
            order.append(report.id)
            if store.has(report, coder.run.id):
                reused += 1
                reading = store.load(report.id)
                assert reading is not None
                n_claims += len(reading.claims)
                n_statements += len(reading.statements)
                on_reading(reading)
            else:
                yield report

    form = partial(_to_keep, tables=store.tables)
    for outcome in _code_as(form, fresh(), coder=coder, settings=settings, pool=pool):
        if isinstance(outcome, Failure):
            failures.append(outcome.report)
            on_failure(outcome)
            continue
        store.write(outcome)
        read += 1
        n_claims += outcome.claims
        n_statements += outcome.statements
        on_reading(outcome)
    lost = set(failures)
    return Summary(
        read=read,
        reused=reused,
        claims=n_claims,
        statements=n_statements,
        failures=tuple(failures),
        order=tuple(i for i in order if i not in lost),
    )
