"""The day in the name of an agreement dates the agreement, and not who keeps or breaks it."""

from __future__ import annotations


def _dates(reading) -> list[str | None]:
    return [c.time.interval.edtf if c.time else None for c in reading.claims if c.event_type in {"CONCEDE", "AGREE", "ASSAULT"}]


def test_who_joins_a_truce_joins_it_on_no_day_of_its_name(read) -> None:
    reading = read("Seventy armed groups have joined the cessation of hostilities of 27 February 2016.", published="2016-04-01")
    assert reading.claims
    assert "2016-02-27" not in _dates(reading)


def test_a_day_beside_that_of_the_name_dates_what_happened(read) -> None:
    reading = read("On 29 March the Nusra Front rejected the ceasefire of 27 February 2016.", published="2016-04-01")
    assert [c.time.interval.edtf for c in reading.claims if c.event_type == "REJECT" and c.time] == ["2016-03-29"]
