"""The order of the work: batches, sections of long texts, failures that stay alone, and what a store already knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from claimwire import pipeline, store
from claimwire.config import Settings, load
from claimwire.errors import ClaimwireError
from claimwire.pipeline import Coder, Failure, fill, sections
from claimwire.records import Annotation, Reading, Report

SHELLED = "The Northern Corps shelled the harbour of Senn on Monday, mayor Ida Brandt said. The corps denied the attack.\n"


def report(name: str, text: str = SHELLED) -> Report:
    return Report(id=name, text=text, published_at="2031-04-08", publisher="Coast News")


def test_readings_come_in_the_order_of_the_reports(coder: Coder) -> None:
    reports = [report(f"r{n}", SHELLED * (1 + n % 3)) for n in range(2 * pipeline.BATCH + 1)]
    found = list(pipeline.code(reports, coder=coder, settings=Settings()))
    assert [r.report.id for r in found if isinstance(r, Reading)] == [r.id for r in reports]


def test_no_more_reports_are_taken_than_a_batch_ahead(coder: Coder) -> None:
    """A million reports must not be read into memory before the first one is coded."""
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield report(f"r{taken}")

    stream = pipeline.code(endless(), coder=coder, settings=Settings())
    for _ in range(3):
        next(stream)
    assert taken == pipeline.BATCH


class _Choosy:
    """An annotator that breaks on one report."""

    def __init__(self, inner: object, bad: str) -> None:
        self._inner, self._bad = inner, bad

    def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
        if any(r.id == self._bad for r in reports):
            raise RuntimeError("no memory for this one")
        return self._inner.annotate(reports)  # type: ignore[attr-defined,no-any-return]


def test_a_report_that_breaks_the_annotator_fails_alone(coder: Coder) -> None:
    choosy = Coder(
        ontology=coder.ontology,
        gazetteer=coder.gazetteer,
        annotator=_Choosy(coder.annotator, "r1"),  # type: ignore[arg-type]
        extractor=coder.extractor,
        run=coder.run,
    )
    found = choosy.code([report("r0"), report("r1"), report("r2")])
    assert [type(f) for f in found] == [Reading, Failure, Reading]
    assert found[1] == Failure(
        report="r1", message="r1: could not be coded (RuntimeError: no memory for this one); please report it"
    )


def test_a_store_is_filled_and_asked_before_anything_is_coded_again(coder: Coder, tmp_path: Path) -> None:
    reports = [report("a"), report("b", "It rained.")]
    with store.open(tmp_path / "claims.db") as kept:
        first = fill(kept, reports, coder=coder, settings=Settings())
        seen: list[str] = []
        second = fill(
            kept,
            [*reports, replace(reports[0], id="c")],
            coder=coder,
            settings=Settings(),
            on_reading=lambda r: seen.append(r.report.id),
        )
    assert (first.read, first.reused, second.read, second.reused) == (2, 0, 1, 2)
    assert second.order == ("a", "b", "c") and sorted(seen) == ["a", "b", "c"]
    assert second.claims == 2 * first.claims > 0 and second.statements == 2 * first.statements > 0


def test_a_report_under_another_date_is_coded_again(coder: Coder, tmp_path: Path) -> None:
    """ "Monday" is another day then."""
    with store.open(tmp_path / "claims.db") as kept:
        fill(kept, [report("a")], coder=coder, settings=Settings())
        again = fill(kept, [replace(report("a"), published_at="2031-05-20")], coder=coder, settings=Settings())
        assert (again.read, again.reused) == (1, 0)
        reading = kept.load("a")
    assert reading is not None and {c.time.interval.edtf for c in reading.claims if c.time} == {"2031-05-19"}


def test_a_failure_is_named_left_out_of_the_order_and_tried_again_next_time(coder: Coder, tmp_path: Path) -> None:
    choosy = Coder(
        ontology=coder.ontology,
        gazetteer=coder.gazetteer,
        annotator=_Choosy(coder.annotator, "b"),  # type: ignore[arg-type]
        extractor=coder.extractor,
        run=coder.run,
    )
    named: list[Failure] = []
    with store.open(tmp_path / "claims.db") as kept:
        reports = [report("a"), report("b"), report("c")]
        first = fill(kept, reports, coder=choosy, settings=Settings(), on_failure=named.append)
        second = fill(kept, reports, coder=coder, settings=Settings())
    assert [f.report for f in named] == ["b"] == list(first.failures) and first.order == ("a", "c")
    assert (second.read, second.reused, second.order) == (1, 2, ("a", "b", "c"))


@pytest.mark.parametrize("mark", ["\n\n", "\n", ". ", " ", ""])
def test_sections_cover_a_long_text_without_gap_and_end_where_something_ends(mark: str) -> None:
    text = ("x" * 997 + mark) * 400
    cut = list(sections(text))
    assert cut[0][0] == 0 and cut[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(cut))
    assert all(end - start <= pipeline.SECTION for start, end in cut)
    assert all(text[:end].endswith(mark) for _, end in cut)


def test_a_long_text_is_coded_in_sections_with_offsets_of_the_whole(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "SECTION", 1000)
    text = "".join(f"{SHELLED}\n" for n in range(30))
    reading = coder.code([report("long", text)])[0]
    assert isinstance(reading, Reading) and reading.report.text == text
    assert len(reading.claims) >= 30 and len(reading.sentences) >= 60
    assert reading.claims[-1].trigger.start > 2000
    for claim in reading.claims:
        for span in (claim.trigger, claim.evidence, *(p.span for p in claim.actor)):
            assert text[span.start : span.end] == span.text
    assert [s.start for s in reading.sentences] == sorted(s.start for s in reading.sentences)
    assert [s.paragraph for s in reading.sentences] == sorted(s.paragraph for s in reading.sentences)
    assert len({c.id for c in reading.claims}) == len(reading.claims) and len({m.id for m in reading.mentions}) == len(
        reading.mentions
    )
    assert Reading.from_dict(reading.to_dict()).to_dict() == reading.to_dict()


def test_a_long_text_costs_in_proportion_to_its_length(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in what the annotator is given at a time, which a busy machine cannot disturb."""
    monkeypatch.setattr(pipeline, "SECTION", 1000)
    given: list[int] = []

    class Counting:
        def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
            given.extend(len(r.text) for r in reports)
            return [Annotation(report=r.id, sentences=()) for r in reports]

    counting = Coder(
        ontology=coder.ontology,
        gazetteer=coder.gazetteer,
        annotator=Counting(),  # type: ignore[arg-type]
        extractor=coder.extractor,
        run=coder.run,
    )
    counting.code([report("long", SHELLED * 500)])
    assert sum(given) == len(SHELLED) * 500 and max(given) <= 1000


def test_the_run_knows_what_can_change_a_reading_and_nothing_else(tmp_path: Path) -> None:
    assert Settings(jobs=1).digest("o") == Settings(jobs=7, publisher="X").digest("o") != Settings().digest("p")
    places = tmp_path / "g.sqlite"
    places.write_bytes(b"one")
    with_places = Settings(gazetteer=places).digest("o")
    places.write_bytes(b"two")
    assert len({with_places, Settings(gazetteer=places).digest("o"), Settings().digest("o")}) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("jobs = 0", "jobs: Input should be greater than or equal to 1; known settings: ontology"),
        ("job = 2", "job: Extra inputs are not permitted"),
        ("jobs = = 2", "not TOML"),
    ],
)
def test_settings_that_are_wrong_are_named_with_file_and_key(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "claimwire.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ClaimwireError, match=r"claimwire\.toml") as e:
        load(path)
    assert said in str(e.value)


def test_settings_are_those_of_the_folder_when_none_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load() == Settings()
    (tmp_path / "claimwire.toml").write_text('publisher = "Coast News"\n', encoding="utf-8")
    assert load().publisher == "Coast News"
