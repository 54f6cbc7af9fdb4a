"""The order of the work: report -> annotation -> resolution -> claims -> events. The only file that knows it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import claimwire
from claimwire import consolidate
from claimwire.records import Annotation, Reading, Report, Run, digest

if TYPE_CHECKING:
    from claimwire.claims import Extractor
    from claimwire.config import Settings
    from claimwire.ontology.model import Ontology
    from claimwire.protocols import Annotator, Gazetteer, Store

BATCH = 8  # reports a task: enough sentences for batches of like length, few enough that a killed run loses little


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be read to the end; the rest of the batch went on."""

    report: str
    message: str


@dataclass(slots=True, kw_only=True)
class Coder:
    """Everything that a process needs to code reports, loaded once."""

    ontology: Ontology
    gazetteer: Gazetteer
    annotator: Annotator
    extractor: Extractor
    run: Run

    @classmethod
    def open(cls, settings: Settings) -> Coder:
        """Load ontology, gazetteer and model. Raises OntologyError, GazetteerError or ModelError."""
        from claimwire import annotate, claims, ontology, resolve

        nouns = ontology.load(settings.ontology)
        annotator = annotate.load()
        gazetteer = resolve.open_gazetteer(settings.gazetteer, ontology=nouns)
        config = settings.digest(nouns.version)
        digests = dict(annotator.digests)
        run = Run(
            id=digest("run", claimwire.__version__, config, nouns.version, sorted(digests.items())),
            version=claimwire.__version__,
            config_digest=config,
            ontology_version=nouns.version,
            model_digests=digests,
        )
        return cls(ontology=nouns, gazetteer=gazetteer, annotator=annotator, extractor=claims.Extractor(nouns), run=run)

    def code(self, reports: Sequence[Report]) -> list[Reading | Failure]:
        """Code reports in order. A report that breaks a rule of ours is returned as a Failure, never raised."""
        try:
            annotations = self.annotator.annotate(reports)
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

    def _read(self, report: Report, annotation: Annotation) -> Reading:
        from claimwire import resolve

        resolution = resolve.resolve(report, annotation, ontology=self.ontology, gazetteer=self.gazetteer)
        found = self.extractor.extract(report, annotation, resolution)
        reading = Reading(
            report=report,
            run=self.run,
            sentences=annotation.sentences,
            mentions=found.mentions,
            links=found.links,
            statements=found.statements,
            claims=found.claims,
        )
        return consolidate.number(reading)


def _failure(report: Report, error: Exception) -> Failure:
    return Failure(
        report=report.id, message=f"{report.id}: could not be coded ({type(error).__name__}: {error}); please report it"
    )


_coder: Coder | None = None  # one per worker process, set by its initializer


def _start(settings: Settings) -> None:
    global _coder  # noqa: PLW0603 - a worker process has no other place to keep its model between tasks
    _coder = Coder.open(settings)


def _work(reports: Sequence[Report]) -> list[Reading | Failure]:
    assert _coder is not None
    return _coder.code(reports)


def _batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    iterator = iter(reports)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def code(reports: Iterable[Report], *, coder: Coder, settings: Settings) -> Iterator[Reading | Failure]:
    """Code reports in input order, on ``settings.jobs`` processes; memory is bounded by the batches in flight."""
    if settings.jobs == 1:
        for batch in _batches(reports):
            yield from coder.code(batch)
        return
    context = multiprocessing.get_context("spawn")  # onnxruntime's threads do not survive a fork
    with ProcessPoolExecutor(settings.jobs, mp_context=context, initializer=partial(_start, settings)) as pool:
        flying: list[Future[list[Reading | Failure]]] = []
        for batch in _batches(reports):
            flying.append(pool.submit(_work, batch))
            while len(flying) > 2 * settings.jobs:
                yield from flying.pop(0).result()
        for future in flying:
            yield from future.result()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did: the counts that its last line prints. ``order`` holds the ids of the reports in input order."""

    read: int
    reused: int
    claims: int
    statements: int
    failures: tuple[str, ...]
    order: tuple[str, ...]


def fill(
    store: Store,
    reports: Iterable[Report],
    *,
    coder: Coder,
    settings: Settings,
    on_reading: Callable[[Reading], None] = lambda reading: None,
    on_failure: Callable[[Failure], None] = lambda failure: None,
) -> Summary:
    """Code reports into ``store``, skipping those that this very run configuration has read: a killed run resumes here."""
    order: list[str] = []
    failures: list[str] = []
    reused = read = n_claims = n_statements = 0

    def fresh() -> Iterator[Report]:
        nonlocal reused
        for report in reports:
            order.append(report.id)
            if store.has(report, coder.run.id):
                reused += 1
                reading = store.load(report.id)
                assert reading is not None
                on_reading(reading)
            else:
                yield report

    for outcome in code(fresh(), coder=coder, settings=settings):
        if isinstance(outcome, Failure):
            failures.append(outcome.report)
            on_failure(outcome)
            continue
        store.save(outcome)
        read += 1
        n_claims += len(outcome.claims)
        n_statements += len(outcome.statements)
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
