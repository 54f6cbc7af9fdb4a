"""Publication dates: ISO or nothing, since a wrong one moves every "yesterday" of a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.ingest.dates import to_iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2016-05-27", "2016-05-27"),
        ("2016-05-27T10:00:00Z", "2016-05-27T10:00:00Z"),
        ("2016-05-27 10:00:00+03:00", "2016-05-27T10:00:00+03:00"),
        ("2016-05-27T10:00:00+0300", "2016-05-27T10:00:00+03:00"),
        ("2016-05-27T10:00:00.123Z", "2016-05-27T10:00:00.123Z"),
        ("20160527", "2016-05-27"),
        (20160527, "2016-05-27"),
        ("27 May 2016", "2016-05-27"),
        ("May 27, 2016", "2016-05-27"),
        ("Friday, May 27, 2016 10:05 AM", "2016-05-27T10:05:00"),
        ("Fri, 27 May 2016 10:05:00 GMT", "2016-05-27T10:05:00+00:00"),
        ("27 May 2016 10:05 EST", "2016-05-27T10:05:00-05:00"),
        ("27.05.2016", "2016-05-27"),
        ("03.04.2016", "2016-04-03"),
        ("27/05/2016", "2016-05-27"),
        ("05/27/2016", "2016-05-27"),
        ("05/05/2016 10:30", "2016-05-05T10:30"),
        (1464343200, "2016-05-27T10:00:00+00:00"),
        (1464343200000, "2016-05-27T10:00:00+00:00"),
    ],
)
def test_dates_that_name_one_day(written: object, iso: str) -> None:
    assert to_iso(written) == iso


@pytest.mark.parametrize(
    "written",
    (
        *("", "yesterday", "Friday", "May 2016", "2016", "2016-05", "27 May", "03/04/2016", "2016-13-01", "2016-02-30"),
        *("32 May 2016", "10:30", "n/a", "0000-00-00", "spring 2016", None, True),
        "Friday, the 27th of some month, in the year of 2016, as they say",
    ),
)
def test_dates_that_do_not_are_none(written: object) -> None:
    assert to_iso(written) is None


@given(
    st.one_of(
        st.text(max_size=70), st.integers(), st.floats(), st.from_regex(r"[0-9]{1,4}[/. -][0-9A-Za-z]{1,9}[/. -][0-9]{1,6}")
    )
)
def test_no_string_breaks_it_and_what_comes_out_is_iso(value: object) -> None:
    iso = to_iso(value)
    assert iso is None or to_iso(iso) == iso
