"""The benchmarks by name: what each reads, and which figures it gives."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.errors import EvaluationError
from claimwire.evaluate import ecb, maverick, parsing, trapped, types
from claimwire.evaluate.blocking import Blocked, as_mentions, gold_events, score_blocking
from claimwire.evaluate.claims import score_claims
from claimwire.evaluate.factuality import score_factuality
from claimwire.evaluate.measures import Figure
from claimwire.evaluate.mentions import score_mentions
from claimwire.evaluate.names import score_event_places, score_names
from claimwire.evaluate.places import score_places
from claimwire.evaluate.polnear import score_polnear
from claimwire.evaluate.probes import probes, score_probes
from claimwire.evaluate.times import score_times
from claimwire.evaluate.villages import COUNTRIES, read_rows, score_villages
from claimwire.records import Annotation, Event, Reading, Report, Resolution

Record = Mapping[str, Any]
Run = Callable[[list[Path], "Tools"], list[Figure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What of consolidation is measured, as callables."""

    read: Callable[[Report, Annotation], Reading]  # the pipeline after its annotator
    events: Callable[[Sequence[Reading]], list[Event]]  # over all of them, whatever they bear already
    blocked: Callable[[Sequence[Reading]], list[Blocked]]
    copies: Callable[[Sequence[Reading]], list[frozenset[str]]]  # reports that are one text, in groups
    link: maverick.Link
    differ: maverick.Differ

    def event_of(self, readings: Sequence[Reading]) -> dict[str, str]:
        """Return the event of each claim."""
        return {claim: event.id for event in self.events(readings) for claim in event.claims}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What benchmarks measure, as callables over reports in order. ``places`` counts places that act, as geoparsing does."""

    code: Callable[[Sequence[Report]], list[Reading]]
    annotate: Callable[[Sequence[Report]], list[Annotation]]
    places: Callable[[Sequence[Report]], list[Resolution]]
    times: Callable[[Sequence[Report]], list[Resolution]]
    imported: Callable[[Sequence[Report], Sequence[Path]], list[Resolution]] | None = None  # places, with dumps imported first
    grouping: Grouping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A benchmark: its files below the data folder (none where the package brings them), and what makes figures of them."""

    name: str
    files: tuple[str, ...]
    run: Run
    about: str
    held_out: bool = False  # its file trained something, but not the rows that it scores first: it says so itself


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON Lines, gzipped or not. Raises EvaluationError naming file and line."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield json.loads(line)
                    except json.JSONDecodeError as e:
                        raise EvaluationError(f"{path}:{number}: not JSON ({e.msg}); fetch the corpus again") from e
    except OSError as e:
        raise EvaluationError(f"{path}: cannot be read ({e.strerror}); give the data folder with --data") from e


def report(record: Record) -> Report:
    """Make a report of a benchmark's record: its text to the letter, with id, date and publisher."""
    return Report(
        id=str(record["id"]),
        text=record["text"],
        title=record.get("title"),
        publisher=record.get("publisher"),
        published_at=record.get("published_at"),
    )


def sample(rows: Sequence[Record], n: int) -> list[Record]:
    """Return ``n`` records, always the same ones, in the corpus's order."""
    chosen = random.Random(29).sample(range(len(rows)), min(n, len(rows)))
    return [rows[i] for i in sorted(chosen)]


def _claims(paths: list[Path], tools: Tools) -> list[Figure]:
    """Score what the program finds; where it can consolidate, events are over the reports of a part, as gold's keys are."""
    gold = list(records(paths[0]))
    readings = tools.code([report(g) for g in gold])
    found = [r.to_dict() for r in readings]
    if tools.grouping is None:
        return score_claims(gold, found)
    part = {str(g["id"]): g["part"] for g in gold}
    event_of: dict[str, str] = {}
    for name in dict.fromkeys(part.values()):
        event_of |= tools.grouping.event_of([r for r in readings if part[r.report.id] == name])
    for reading in found:
        for claim in reading["claims"]:
            claim["event"] = event_of.get(claim["id"], claim["event"])
    by_id = {r.report.id: r for r in readings}
    blocked = score_blocking("blocking", tools.grouping.blocked(readings), gold_events(gold, by_id))
    return [*score_claims(gold, found), *blocked, *_given_blocking(gold, tools, tools.grouping)]


def _given_blocking(gold: Sequence[Record], tools: Tools, grouping: Grouping) -> list[Figure]:
    """Return the figures of blocking with gold's triggers in place of ours."""
    rows = [as_mentions(g) for g in gold]
    readings = _at_gold(rows, [report(g) for g in gold], tools, grouping)
    event_at = ecb.gold_clusters(rows)
    events = {c.id: event_at[(r.report.id, *c.trigger.offsets)] for r in readings for c in r.claims}
    return score_blocking("blocking_given", grouping.blocked(readings), events)


def _at_gold(rows: Sequence[Record], reports: Sequence[Report], tools: Tools, grouping: Grouping) -> list[Reading]:
    annotations = tools.annotate(reports)
    return [
        ecb.at_gold(grouping.read(report, ecb.given(annotation, row)), row)
        for row, report, annotation in zip(rows, reports, annotations, strict=True)
    ]


def _ecb(paths: list[Path], tools: Tools) -> list[Figure]:
    grouping = _grouping(tools, "ecb")
    rows = list(records(paths[0]))
    reports = [report(r) for r in rows]
    own = {r.report.id: r for r in tools.code(reports)}
    given = {r.report.id: r for r in _at_gold(rows, reports, tools, grouping)}
    return [*ecb.score_own(rows, own, grouping.event_of), *ecb.score_given(rows, given, grouping.event_of)]


def _maverick(paths: list[Path], tools: Tools) -> list[Figure]:
    grouping = _grouping(tools, "maverick")
    return maverick.score_maverick(list(records(paths[0])), grouping.link, grouping.differ)


def _traps(_paths: list[Path], tools: Tools) -> list[Figure]:
    grouping = _grouping(tools, "traps")
    told = trapped.bundles()
    readings = iter(tools.code([r for b in told for r in trapped.reports(b)]))
    answers = []
    for bundle in told:
        its = [next(readings) for _ in bundle["reports"]]
        answers.append(trapped.Answer(readings=its, events=grouping.events(its), copies=grouping.copies(its)))
    return trapped.score_traps(told, answers)


def _grouping(tools: Tools, name: str) -> Grouping:
    if tools.grouping is None:
        raise EvaluationError(f"{name}: needs tools that consolidate; run it by `claimwire evaluate {name}`")
    return tools.grouping


def _polnear(paths: list[Path], tools: Tools) -> list[Figure]:
    gold = list(records(paths[0]))
    return score_polnear(gold, (r.to_dict() for r in tools.code([report(g) for g in gold])))


def _coded(score: Callable[[Sequence[Record], Mapping[str, Reading]], list[Figure]], n: int | None = None) -> Run:
    def run(paths: list[Path], tools: Tools) -> list[Figure]:
        rows: Sequence[Record] = list(records(paths[0]))
        rows = rows if n is None else sample(rows, n)
        readings = tools.code([report(r) for r in rows])
        return score(rows, {r.report.id: r for r in readings})

    return run


def _probes(_paths: list[Path], tools: Tools) -> list[Figure]:
    rows = probes()
    readings = tools.code([report(r) for r in rows])
    return score_probes(rows, {r.report.id: r for r in readings})


def _factuality(paths: list[Path], tools: Tools) -> list[Figure]:
    rows = list(records(paths[0]))
    reports = [report(r) for r in rows]
    readings = {r.report.id: r for r in tools.code(reports)}
    return score_factuality(rows, readings, {a.report: a for a in tools.annotate(reports)})


def _places(n: int | None = None) -> Run:
    def run(paths: list[Path], tools: Tools) -> list[Figure]:
        rows: Sequence[Record] = list(records(paths[0]))
        rows = rows if n is None else sample(rows, n)
        return score_places(rows, _by_id(rows, tools.places([report(r) for r in rows])))

    return run


def _times(paths: list[Path], tools: Tools) -> list[Figure]:
    rows = list(records(paths[0]))
    return score_times(rows, _by_id(rows, tools.times([report(r) for r in rows])))


def _villages(paths: list[Path], tools: Tools) -> list[Figure]:
    rows = list(records(paths[0]))
    if tools.imported is None:
        raise EvaluationError("villages: needs tools that import a gazetteer; run it by `claimwire evaluate villages`")
    found = tools.imported([report(r) for r in rows], paths[1:])
    dumps = [p for p in paths[1:] if p.name.removesuffix(".txt.gz") in COUNTRIES]
    return score_villages(rows, _by_id(rows, found), rows=read_rows(dumps))


def _by_id(rows: Sequence[Record], found: Sequence[Resolution]) -> dict[str, Resolution]:
    return {str(r["id"]): f for r, f in zip(rows, found, strict=True)}


def _parse(paths: list[Path], tools: Tools) -> list[Figure]:
    with gzip.open(paths[0], "rt", encoding="utf-8") as f:
        gold = list(parsing.sentences(f.read()))
    reports = [Report(id=str(n), text=g.text) for n, g in enumerate(gold)]
    return parsing.score_parse(gold, tools.annotate(reports))


_LGL = 200  # of 586 documents

BENCHES: tuple[Bench, ...] = (
    Bench(name="claims", files=("claims/dev.jsonl",), run=_claims, about="attributed claims, end to end"),
    Bench(name="polnear", files=("polnear/dev.jsonl",), run=_polnear, about="who is said to have said what, political news"),
    Bench(name="plv", files=("plv/plv_sample.jsonl",), run=_coded(types.score_plv), about="event type of marked actor pairs"),
    Bench(
        name="plover_gsr",
        files=("plover_gsr/plover_gsr.jsonl",),
        run=_coded(types.score_gsr),
        about="event type of a manual's example sentences",
    ),
    Bench(
        name="case2021",
        files=("case2021_task2/case2021_task2_a.jsonl",),
        run=_coded(types.score_case),
        about="event type of news snippets",
    ),
    Bench(
        name="uw",
        files=("factuality/uw_dev.jsonl",),
        run=_factuality,
        about="did it happen, on words that a claim or the head's trigger touches",
    ),
    Bench(
        name="uds",
        files=("factuality/uds_ih2_dev.jsonl",),
        run=_factuality,
        about="did it happen, on the verbs of web text that a claim or the head's trigger touches",
    ),
    Bench(
        name="ecb",
        files=("coref_ecbplus/ecbplus_dev.jsonl",),
        run=_ecb,
        about="the same event in many news reports, with our mentions and with gold's",
    ),
    Bench(
        name="maverick",
        files=("maverick/reports.jsonl.gz",),
        run=_maverick,
        about="coded reports of one event linked, a third of the events held out",
        held_out=True,
    ),
    Bench(name="traps", files=(), run=_traps, about="bundles of reports of our own that invite a wrong answer, brought along"),
    Bench(name="probes", files=(), run=_probes, about="denied, tried, demanded, threatened: sentences of our own, brought along"),
    Bench(
        name="re3d",
        files=("re3d/eval_only_bbc_online.jsonl",),
        run=_coded(score_mentions),
        about="actors, places, times, quantities in BBC reports on Syria and Iraq",
    ),
    Bench(
        name="uner",
        files=("ner_uner_en/uner_ewt_test.jsonl",),
        run=_coded(score_names),
        about="names of actors and places in web text",
    ),
    Bench(
        name="gum_names",
        files=("ner_gum/gum_entities_dev.jsonl",),
        run=_coded(score_names),
        about="names of actors and places in eight genres",
    ),
    Bench(
        name="wikigold",
        files=("ner_wikigold/wikigold.jsonl",),
        run=_coded(score_names),
        about="names of actors and places in Wikipedia",
    ),
    Bench(
        name="factrueval",
        files=("ner_factrueval_ru/factrueval_dev.jsonl",),
        run=_coded(score_names),
        about="names in Russian news, a language that claimwire does not read: what it makes of it",
    ),
    Bench(
        name="event_location",
        files=("event_location/event_location.jsonl.gz",),
        run=_coded(score_event_places, 600),
        about="the places of marked verbs in news sentences, 600 drawn once",
    ),
    Bench(
        name="geowebnews",
        files=("geoparsing_geowebnews/geowebnews.jsonl",),
        run=_places(),
        about="places in news, half of the corpus",
    ),
    Bench(name="geovirus", files=("geoparsing_geovirus/geovirus.jsonl",), run=_places(), about="places in Wikinews on outbreaks"),
    Bench(
        name="villages",
        files=(
            "claims/dev.jsonl",
            *(f"gazetteer/{code}.txt.gz" for code in COUNTRIES),
            "gazetteer/admin1CodesASCII.txt",
            "gazetteer/countryInfo.txt",
        ),
        run=_villages,
        about="towns and villages of the claims corpus, with nine countries imported",
    ),
    Bench(
        name="lgl",
        files=("geoparsing_lgl/lgl.jsonl.gz",),
        run=_places(_LGL),
        about=f"places in local news, {_LGL} documents drawn once",
    ),
    Bench(name="tbaq", files=("time_tempeval3_tbaq/tbaq.jsonl.gz",), run=_times, about="times in TimeBank and AQUAINT"),
    Bench(
        name="wikiwars", files=("time_wikiwars_en/wikiwars_en.jsonl",), run=_times, about="times in Wikipedia's histories of wars"
    ),
    Bench(name="ewt", files=("treebank_ewt/en_ewt-ud-test.conllu.gz",), run=_parse, about="parse from raw text, web English"),
    Bench(
        name="gum",
        files=("treebank_gum/en_gum_permissive-dev.conllu.gz",),
        run=_parse,
        about="parse from raw text, eight written and spoken genres",
    ),
)
