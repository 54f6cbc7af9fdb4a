"""The room's door: what its readers find in one report, side by side."""

from __future__ import annotations

from claimwire import ontology
from claimwire.records import Annotation, Report
from claimwire.resolve import merge
from claimwire.resolve.quantities import resolve_quantities
from claimwire.resolve.times import resolve_times


def test_a_date_and_a_count_of_one_sentence_are_told_apart_and_stand_in_text_order() -> None:
    report = Report(id="r", text="Shelling killed 12 people on 12 July 2031.", published_at="2031-07-15")
    annotation = Annotation(report="r", sentences=())
    times = resolve_times(report, annotation)
    found = merge(times, resolve_quantities(report, annotation, ontology=ontology.load(), times=times))
    assert [(m.span.text, m.label) for m in found.mentions] == [("12", "quantity"), ("on 12 July 2031", "time")]
    assert [k.target for k in found.links] == ["killed", "2031-07-12"]
    assert set(found.times) | set(found.quantities) == {m.id for m in found.mentions}


def test_reading_a_report_twice_gives_the_same_resolution() -> None:
    report = Report(id="r", text="Two days after the raid, on Monday, 30 people fled.", published_at="2031-07-15")
    annotation = Annotation(report="r", sentences=())
    assert resolve_times(report, annotation) == resolve_times(report, annotation)
