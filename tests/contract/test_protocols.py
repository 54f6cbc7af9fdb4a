"""What every implementation of a protocol must do. A new one is added to the fixture and inherits the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_server import serving
from claimwire import ontology, store
from claimwire.annotate.endpoint import open_endpoint
from claimwire.annotate.spacy_pipeline import SpacyAnnotator
from claimwire.config import Endpoint
from claimwire.pipeline import Coder
from claimwire.protocols import Annotator, Gazetteer, Store
from claimwire.records import Annotation, Report
from claimwire.resolve.gazetteer import open_gazetteer
from claimwire.resolve.gazetteer_import import import_gazetteer
from invented import events, readings, wire

TEXTS = (
    "The Northern Corps shelled the harbour of Senn on Monday, killing four people, mayor Ida Brandt said.",
    "قصفت القوات مدينة درنا \U0001f525 and the corps denied it.\r\n\r\nCalm held in Dorna\u00a0.",
    "It rained.",
    "“We will not leave,” he said. “Nobody will.”",
)


# --- Annotator -------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["default", "spacy", "endpoint"])
def annotator(request: pytest.FixtureRequest, coder: Coder, tmp_path: Path) -> Iterator[Annotator]:
    if request.param == "default":
        yield coder.annotator
    elif request.param == "spacy":
        spacy = pytest.importorskip("spacy", reason="needs spaCy: pip install 'claimwire[spacy]'")
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ida Brandt said"}])
        yield SpacyAnnotator(nlp, name="rules", base=coder.annotator)
    else:
        with serving() as server:
            given = Endpoint(url=server.url, model="m", cache=tmp_path)
            yield open_endpoint(given, base=coder.annotator, ontology=coder.ontology)


def reports() -> list[Report]:
    return [Report(id=f"r{n}", text=text) for n, text in enumerate(TEXTS)]


def test_an_annotator_is_one_by_its_methods(annotator: Annotator) -> None:
    assert isinstance(annotator, Annotator)
    assert annotator.digests
    assert all(re.fullmatch(r"[0-9a-f]{64}", d) for d in annotator.digests.values()), "SHA-256 of each file that decides"


def test_an_annotator_answers_each_report_in_order(annotator: Annotator) -> None:
    assert [a.report for a in annotator.annotate(reports())] == [f"r{n}" for n in range(len(TEXTS))]
    assert annotator.annotate([]) == []


def test_an_annotator_cuts_every_span_from_its_report(annotator: Annotator) -> None:
    for report, a in zip(reports(), annotator.annotate(reports()), strict=True):
        found = [x.span for group in (a.mentions, a.triggers, a.parts, a.arguments) for x in group]
        found += [x.trigger for x in a.arguments]
        assert all(report.text[s.start : s.end] == s.text and s.text for s in found)


def test_an_annotator_gives_trees(annotator: Annotator) -> None:
    for report, a in zip(reports(), annotator.annotate(reports()), strict=True):
        assert a.sentences
        for sentence in a.sentences:
            tokens = sentence.tokens
            assert [t.text for t in tokens] == [report.text[t.start : t.end] for t in tokens]
            assert [t.head for t in tokens].count(-1) == 1, "one root"
            for n in range(len(tokens)):
                seen = {n}
                while (n := tokens[n].head) != -1:
                    assert n not in seen, "a word that is its own ancestor"
                    seen.add(n)


def test_an_annotator_says_the_same_of_a_report_alone_and_among_others(annotator: Annotator) -> None:
    together = annotator.annotate(reports())
    alone: list[Annotation] = [annotator.annotate([report])[0] for report in reports()]
    assert alone == together == annotator.annotate(reports())


# --- Store -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = {"sqlite": lambda: store.open(tmp_path / "claims.db")}[request.param]()
    yield opened
    opened.close()


def test_a_store_is_one_by_its_methods(kept: Store) -> None:
    assert isinstance(kept, Store)
    assert list(kept.readings()) == [] and list(kept.events()) == [] and kept.load("none") is None


def test_a_store_gives_back_what_it_was_given(kept: Store) -> None:
    for reading in readings():
        kept.save(reading)
    kept.save_events(events())
    assert list(kept.readings()) == readings(), "in the order of saving"
    assert kept.load(readings()[-1].report.id) == readings()[-1]
    assert sorted(kept.events(), key=lambda e: e.id) == sorted(events(), key=lambda e: e.id)


def test_a_store_that_is_told_twice_knows_it_once(kept: Store) -> None:
    for _ in range(2):
        for reading in readings():
            kept.save(reading)
        kept.save_events(events())
    assert len(list(kept.readings())) == len(readings()) and len(list(kept.events())) == len(events())


def test_a_store_replaces_an_older_reading_of_a_report_whole(kept: Store) -> None:
    kept.save(wire())
    shorter = replace(wire(), claims=wire().claims[:1])
    kept.save(shorter)
    assert list(kept.readings()) == [shorter]


def test_a_store_knows_what_was_read_by_text_date_publisher_and_run(kept: Store) -> None:
    report, run = wire().report, wire().run.id
    assert not kept.has(report, run)
    kept.save(wire())
    assert kept.has(report, run) and not kept.has(report, "another run")
    for other in (
        replace(report, text=report.text + "!"),
        replace(report, published_at="2031-01-01"),
        replace(report, publisher="X"),
    ):
        assert not kept.has(other, run)


# --- Gazetteer -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    places = folder / "places.csv"
    places.write_text(
        "id,name,latitude,longitude,country,aliases,feature\n"
        "own:1,Sennhaven,55.1,12.2,ORS,Port of Senn|Senn Harbour,P.PPL\nown:2,Sennhaven,40.0,1.0,ORS,,P.PPL\n",
        encoding="utf-8",
    )
    return import_gazetteer([places], folder / "g.sqlite").path


@pytest.fixture(params=["default", "imported"])
def gazetteer(request: pytest.FixtureRequest, imported: Path) -> Gazetteer:
    nouns = ontology.load()
    return open_gazetteer(imported if request.param == "imported" else None, ontology=nouns)


def test_a_gazetteer_is_one_by_its_methods(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer, Gazetteer)


@pytest.mark.parametrize("name", ["Paris", "Aleppo", "Syria", "Sennhaven", "paris", "PARIS"])
def test_a_gazetteer_ranks_by_prior_between_0_and_1_and_names_a_place_once(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.lookup(name)
    priors = [prior for _, prior in found]
    assert priors == sorted(priors, reverse=True) and all(0 <= p <= 1 for p in priors)
    targets = [place.target for place, _ in found]
    assert len(targets) == len(set(targets)) and all(":" in t for t in targets)
    for place, _ in found:
        assert place.radius_km is None or place.radius_km > 0
        assert 1 <= place.precision <= 7
        if place.latitude is not None and place.longitude is not None:
            assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180


@pytest.mark.parametrize("name", ["", " ", "'", "%", "x" * 10_000, "\U0001f525", "qqzzxw", "\x00", "A'; DROP TABLE place; --"])
def test_a_gazetteer_knows_nothing_of_what_is_no_name(gazetteer: Gazetteer, name: str) -> None:
    assert list(gazetteer.lookup(name)) == []


def test_a_gazetteer_says_the_same_each_time(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.lookup("Tripoli")) == list(gazetteer.lookup("Tripoli")) != []


def test_an_imported_gazetteer_lies_over_the_default_one(imported: Path) -> None:
    both = open_gazetteer(imported, ontology=ontology.load())
    assert [p.target for p, _ in both.lookup("Port of Senn")] == ["own:1"]
    assert both.lookup("Aleppo")[0][0].country == "SYR"
