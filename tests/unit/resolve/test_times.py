"""Dates as news gives them. 15 July 2031 is a Tuesday."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.records import Annotation, Report, Sentence, TimeInterval
from claimwire.resolve.time_lexicon import MONTHS, WEEKDAYS
from claimwire.resolve.times import resolve_times


def read(text: str, published: str | None = "2031-07-15") -> dict[str, TimeInterval]:
    """The time phrases of a text, by their words."""
    report = Report(id="r", text=text, published_at=published)
    found = resolve_times(report, Annotation(report="r", sentences=()))
    return {m.span.text: found.times[m.id] for m in found.mentions}


def edtf(text: str, published: str | None = "2031-07-15") -> dict[str, str | None]:
    return {words: value.edtf for words, value in read(text, published).items()}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Shells hit the harbour on Friday.", "on Friday", "2031-07-11"),
        ("Shells hit the harbour on Tuesday.", "on Tuesday", "2031-07-15"),  # the day of publication is included
        ("Shells hit the harbour last Tuesday.", "last Tuesday", "2031-07-08"),
        ("Rockets fell on Thursday night.", "on Thursday night", "2031-07-10"),
        ("Early on Monday a patrol was ambushed.", "Early on Monday", "2031-07-14"),
        ("The bridge was hit before dawn on Sunday.", "before dawn on Sunday", "2031-07-13"),
        ("Drones struck the depot overnight.", "overnight", "2031-07-14/2031-07-15"),
        (
            "Fighting raged overnight Sunday and into Monday morning.",
            "overnight Sunday and into Monday morning",
            "2031-07-13/2031-07-14",
        ),
        ("Yesterday the garrison withdrew.", "Yesterday", "2031-07-14"),
        ("The road was mined last week.", "last week", "2031-07-07/2031-07-13"),
        ("The depot burned at the weekend.", "at the weekend", "2031-07-12/2031-07-13"),
        ("Two camps were emptied last month.", "last month", "2031-06"),
        ("The town fell earlier this year.", "earlier this year", "2031"),
        ("The town fell in 2029.", "in 2029", "2029"),
        ("The town fell in May.", "in May", "2031-05"),
        ("The town fell last November.", "last November", "2030-11"),
        ("The town fell in the summer of 2030.", "in the summer of 2030", "2030-06/2030-08"),
        ("The militia ruled in the 2010s.", "in the 2010s", "201X"),
        ("He was shot three days ago.", "three days ago", "2031-07-12"),
        ("He was shot two years ago.", "two years ago", "2029"),
        ("In the past 24 hours nine shells landed.", "In the past 24 hours", "2031-07-14/2031-07-15"),
        ("They fought for the second consecutive day.", "for the second consecutive day", "2031-07-14/2031-07-15"),
        ("Between 3 and 7 May the crossing was shut.", "Between 3 and 7 May", "2031-05-03/2031-05-07"),
        ("From Monday to Wednesday the pass was closed.", "From Monday to Wednesday", "2031-07-07/2031-07-09"),
        ("On 18 March the column left.", "On 18 March", "2031-03-18"),
        ("On Dec. 6th the column left.", "On Dec. 6th", "2030-12-06"),
        ("The deal of 2031-06-30 lapsed.", "2031-06-30", "2031-06-30"),
        ("On 16 July 2030 the column left.", "On 16 July 2030", "2030-07-16"),
    ],
)
def test_words_of_a_report_become_the_days_they_mean(text: str, words: str, value: str) -> None:
    assert edtf(text) == {words: value}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Shelling has gone on since May 20.", "since May 20", "2031-05-20/.."),
        ("Shelling has gone on since early July.", "since early July", "2031-07/.."),
        ("The truce holds until Friday.", "until Friday", "../2031-07-18"),
        ("Talks must end by the end of August.", "by the end of August", "../2031-08-31"),
        ("The curfew applies from 1 August.", "from 1 August", "2031-08-01/.."),
        ("The town has been under siege for 20 days.", "for 20 days", "2031-06-25/.."),
    ],
)
def test_a_bound_leaves_its_interval_open(text: str, words: str, value: str) -> None:
    assert edtf(text) == {words: value}


def test_since_with_a_clause_is_one_phrase_and_its_date_another() -> None:
    assert edtf("It was the worst raid since the war broke out in March 2027.") == {
        "since the war broke out in March 2027": "2027-03/..",
        "in March 2027": "2027-03",
    }


@pytest.mark.parametrize(
    "text",
    [
        "The two sides will meet on Friday.",
        "The envoys are due to return on Friday.",
        "A convoy is planned for Friday.",
        "On Friday the parties will sign.",
    ],
)
def test_a_verb_that_points_ahead_moves_a_weekday_ahead(text: str) -> None:
    assert list(edtf(text).values()) == ["2031-07-18"]


def test_a_speech_verb_in_the_past_keeps_its_weekday_in_the_past() -> None:
    assert edtf("The minister said on Friday that the army will advance.") == {"on Friday": "2031-07-11"}


def test_days_later_count_from_the_last_day_that_the_text_named() -> None:
    found = edtf("On 1 July the mill was shelled. Two days later it burned. The following day nobody came.")
    assert found["Two days later"] == "2031-07-03"
    assert found["The following day"] == "2031-07-04"


def test_since_then_is_open_from_the_date_before_it() -> None:
    assert edtf("The camp was emptied in March 2029. Since then nobody has returned.")["Since then"] == "2029-03/.."


def test_the_hours_of_a_monitoring_report_run_back_from_the_day_it_names() -> None:
    found = edtf("In the 24 hours to 19:30 on 12 July the mission counted nine blasts.")
    assert list(found.values()) == ["2031-07-11/2031-07-12"]


def test_days_later_without_a_day_before_them_are_undated() -> None:
    assert edtf("Two days later the mill burned.") == {"Two days later": None}


@pytest.mark.parametrize("text", ["The siege lasted two months.", "Sniping is heard every day.", "They fought for weeks."])
def test_durations_and_frequencies_have_no_interval(text: str) -> None:
    assert list(edtf(text).values()) == [None]


def test_a_duration_says_how_long() -> None:
    assert read("The siege lasted two months.")["two months"].duration == "P2M"


@pytest.mark.parametrize("text", ["He was hit on Friday.", "It began yesterday.", "Shells fell on 3 May.", "It is calm now."])
def test_without_a_date_of_its_own_or_of_publication_a_text_dates_nothing(text: str) -> None:
    assert list(edtf(text, None).values()) == [None]


def test_the_dateline_of_the_text_overrides_the_publication_date() -> None:
    text = "PORT SAVEL, 4 July 2031 - A mine killed a shepherd on Wednesday."
    assert edtf(text)["on Wednesday"] == "2031-07-02"
    assert edtf(text, None)["on Wednesday"] == "2031-07-02"


def test_a_date_in_the_running_text_is_no_dateline() -> None:
    assert edtf("The truce of 4 July 2031 broke on Wednesday.")["on Wednesday"] == "2031-07-09"


def test_a_date_without_a_year_takes_the_year_of_the_story_in_a_history() -> None:
    text = (
        "The war began on 3 May 1974. In August 1974 the capital fell. Both armies dug in during January 1975. "
        "On 9 February the front broke."
    )
    assert edtf(text)["On 9 February"] == "1975-02-09"


@pytest.mark.parametrize(
    "text",
    [
        "They may attack.",
        "The troops march south.",
        "At least 2012 people fled.",
        "A second convoy left.",
        "She is 34 years old.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text: str) -> None:
    assert edtf(text) == {}


def test_an_hour_narrows_the_start_and_not_the_edtf() -> None:
    value = read("At 14:05 on Monday a drone fell.")["At 14:05 on Monday"]
    assert (value.edtf, value.start, value.end, value.precision) == ("2031-07-14", "2031-07-14T14:05", "2031-07-14T15:05", "hour")


def test_edtf_is_inclusive_and_the_fields_half_open() -> None:
    value = read("The road was mined last week.")["last week"]
    assert (value.edtf, value.start, value.end) == ("2031-07-07/2031-07-13", "2031-07-07", "2031-07-14")


def _bounds(value: TimeInterval) -> tuple[str, str]:
    return (value.start or "0000", value.end or "9999")


@settings(deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2035, 12, 31)), published=st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_a_more_exact_date_lies_inside_the_vaguer_one(day: date, published: date) -> None:
    month = next(name for name, n in MONTHS.items() if n == day.month and len(name) > 2).capitalize()
    phrases = [
        f"in {day.year}",
        f"in {month} {day.year}",
        f"on {day.day} {month} {day.year}",
        f"at noon on {day.day} {month} {day.year}",
    ]
    values = [next(iter(read(f"It fell {p}.", published.isoformat()).values())) for p in phrases]
    for wide, narrow in pairwise(values):
        assert _bounds(wide)[0] <= _bounds(narrow)[0]
        assert _bounds(narrow)[1] <= _bounds(wide)[1]


@settings(deadline=None)
@given(
    published=st.dates(date(2000, 1, 1), date(2035, 12, 31)), weekday=st.sampled_from([w for w in WEEKDAYS if w.endswith("day")])
)
def test_a_bare_weekday_is_the_latest_such_day_up_to_publication(published: date, weekday: str) -> None:
    (value,) = edtf(f"It fell on {weekday.capitalize()}.", published.isoformat()).values()
    assert value is not None
    assert 0 <= (published - date.fromisoformat(value)).days < 7
    assert date.fromisoformat(value).weekday() == WEEKDAYS[weekday]


_PIECES = st.sampled_from(
    [
        "on Friday",
        "since May",
        "İ",
        "🚀",
        "الجمعة",
        "\r\n",
        "3 to 7 May",
        "overnight",
        "two weeks ago",
        "e\u0301",
        ", ",
        " ",
        ".",
        "2031-02-30",
        "the end of",
        "last",
        "10 000",
        "99/99/99",
        "12:75",
        "ten thousand years ago",
        "before",
        "-",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=12).map(" ".join))
def test_any_text_is_read_and_every_span_is_cut_letter_for_letter(text: str) -> None:
    report = Report(id="r", text=text, published_at="2031-07-15")
    found = resolve_times(report, Annotation(report="r", sentences=()))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found.mentions)
    assert {k.mention for k in found.links} == {m.id for m in found.mentions} == set(found.times)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_arbitrary_text_never_breaks_the_grammar(text: str) -> None:
    read(text) if text else None


def test_weekdays_listed_under_the_days_of_a_heading_are_those_days() -> None:
    text = "What we noted between 30 June and 6 July:\n- Monday: A bridge was mined.\n- Wednesday: A boat sank."
    sentences, at = [], 0
    for n, line in enumerate(text.split("\n")):
        sentences.append(Sentence(id=str(n), start=at, end=at + len(line)))
        at += len(line) + 1
    report = Report(id="r", text=text, published_at="2031-07-15")
    found = resolve_times(report, Annotation(report="r", sentences=tuple(sentences)))
    assert [found.times[m.id].edtf for m in found.mentions] == ["2031-06-30/2031-07-06", "2031-06-30", "2031-07-02"]


def test_a_day_of_which_something_was_said_does_not_become_the_storys_day() -> None:
    assert (
        edtf("Rebels took the hill on 3 July. Two days ago a bridge fell. The next day it rained.")["The next day"]
        == "2031-07-04"
    )
