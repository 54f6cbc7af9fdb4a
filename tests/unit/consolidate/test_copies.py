"""Copies are found however they were edited, and two hands at one subject are not taken for one."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.consolidate.copies import Print, compare, days_apart, pairs, paraphrased, print_of, quotations, shared_words, words
from claimwire.records import Reading, Report, Run, Sentence

RUN = Run(id="run", version="0", config_digest="", ontology_version="", model_digests={})
STORY = (
    "Artillery fire hit the railway station of Ulmar on Thursday afternoon, killing eight passengers who were waiting for "
    "the Orsk train. A further twenty-two were taken to the district hospital, three of them with burns. The roof of the "
    "waiting hall fell in and the line to Orsk was cut at two places. Work on the rails was to begin on Friday."
)
OTHER = (
    "Farmers along the river have begun to bring in the barley, two weeks late and under guard. The mills at Tresk pay a third "
    "more than last year, and the ferries run through the night. Nobody remembers a summer with so little rain, said the woman "
    "who sells tickets at the lower landing."
)


def made(text: str, *, id: str = "a", published: str | None = "2031-07-10", publisher: str | None = "Harbour Post") -> Print:
    sentences = tuple(Sentence(id=f"s{m.start()}", start=m.start(), end=m.end()) for m in re.finditer(r"[^.!?]+[.!?]*", text))
    report = Report(id=id, text=text, publisher=publisher, published_at=published)
    return print_of(Reading(report=report, run=RUN, sentences=sentences, mentions=(), links=(), statements=(), claims=()))


def test_a_text_under_another_dateline_is_a_copy() -> None:
    likeness = compare(made(STORY), made("ULMAR (Meridian) -- " + STORY, id="b"))
    assert likeness.kind == "copy" and likeness.contained == 1.0


def test_an_edited_text_is_a_near_copy() -> None:
    edited = (
        STORY.replace("railway station", "train station")
        .replace("twenty-two", "22")
        .replace(" afternoon, killing", " and killed")
    )
    edited = edited.replace(" three of them with burns", "").replace("Work on the rails", "Repairs")
    assert compare(made(STORY), made(edited, id="b")).kind == "near-copy"


def test_a_story_inside_a_longer_one_is_found_although_the_texts_differ() -> None:
    likeness = compare(made(STORY), made(f"{OTHER} {STORY} {OTHER.replace('river', 'lake')}", id="b"))
    assert likeness.kind == "copy" and likeness.resemblance < 0.6


def test_two_reports_on_one_happening_by_two_hands_are_not_copies() -> None:
    mine = "Eight people waiting for a train were killed in Ulmar when shells landed on the station, and the roof came down."
    assert compare(made(STORY), made(mine, id="b")).kind is None


def test_words_that_both_quote_are_told_apart_from_words_of_their_own() -> None:
    said = '"We pulled the first of them out with our hands, because the machine would not start," a rescuer said.'
    a, b = made(f"Six people died in Orsk. {said}"), made(f"The brickworks was shelled at dawn, killing six. {said}", id="b")
    likeness = compare(a, b)
    assert likeness.kind == "shared quotation" and len(likeness.quotes) == 1 and likeness.contained < 0.3


def test_a_quotation_is_the_same_in_other_quotation_marks_and_with_other_commas() -> None:
    a = Report(id="a", text='He said: "We left, all of us, before the bridge was gone."')
    b = Report(id="b", text="He said: “we left all of us before the bridge was gone”.")
    assert [d for _, d in quotations(a)] == [d for _, d in quotations(b)]


def test_a_short_quotation_is_no_sign_of_copying() -> None:
    assert quotations(Report(id="a", text='The "so-called moderate opposition" fled, the "last of them".')) == []


def test_an_agencys_background_paragraph_months_later_is_no_copy_of_a_story() -> None:
    background = (
        "The observatory relies on a network of volunteers in all provinces and has counted the dead since the war began."
    )
    a, b = f"{STORY} {background}", f"{OTHER} {background}"
    assert compare(made(a), made(b, id="b")).kind == "shared passage"
    assert compare(made(a), made(b, id="b", published="2031-11-02")).kind is None
    assert compare(made(STORY), made(STORY, id="b", published="2031-11-02")).kind == "copy"


def test_a_print_that_was_kept_says_the_same_as_one_that_was_just_made() -> None:
    a, b = made(STORY), made(STORY + " " + OTHER, id="b")
    assert Print.from_dict(a.to_dict()) == a
    assert compare(Print.from_dict(a.to_dict()), Print.from_dict(b.to_dict())) == compare(a, b)


def test_a_long_report_keeps_a_sample_that_still_tells_how_much_is_shared() -> None:
    vocabulary = [f"word{n}" for n in range(4000)]
    rng = random.Random(3)
    long = " ".join(rng.choice(vocabulary) for _ in range(6000))
    half = " ".join([*long.split()[:3000], *(rng.choice(vocabulary) for _ in range(3000))])
    a, b = made(long), made(half, id="b")
    assert len(a.shingles) <= 256 and a.level > 0
    assert compare(a, b).contained == pytest.approx(0.5, abs=0.12)


def test_pairs_are_those_that_comparing_each_with_each_would_find_whatever_the_order() -> None:
    texts = {"a": STORY, "b": STORY[:220], "c": OTHER, "d": f"{OTHER} {STORY[:200]}", "e": "It rained.", "f": ""}
    prints = [made(t, id=i) for i, t in texts.items()]
    every = {(a.report, b.report) for a in prints for b in prints if a.report < b.report and compare(a, b).kind is not None}
    assert {(a.report, b.report) for a, b, _ in pairs(prints)} == every
    assert list(pairs(prints)) == list(pairs(reversed(prints)))
    assert ("a", "d") in every and ("a", "c") not in every


def test_a_crowd_of_copies_is_not_compared_each_with_each() -> None:
    found = list(pairs(made(STORY, id=f"r{n:03}") for n in range(260)))
    assert 259 <= len(found) < 260 * 259 / 2 / 3


def test_a_rewrite_keeps_numbers_and_names_in_their_order() -> None:
    a = made("In Brez 13 miners of the firm Aldane were shot by men in 3 cars who stayed 5 hours. Ondra and Korvin sent men.")
    b = made(
        "In Brez thirteen who worked for Aldane are dead. There were three cars, and for five hours; Ondra and Korvin sent help."
    )
    c = made(
        "In Brez nine miners died when the roof of the Old Shaft fell in, the mayor of Tresk said after visiting Ulmar and Sarn."
    )
    assert paraphrased(a, b)
    assert not paraphrased(a, c)


def test_two_short_reports_that_share_place_and_toll_are_no_rewrite() -> None:
    assert not paraphrased(made("Shells killed 12 in Belgar."), made("In Belgar 12 people were killed by shells."))


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [("2031-07-10", "2031-07-12T08:00:00Z", 2), ("2031-07-10", None, None), ("2031-07-10", "in July", None)],
)
def test_days_between_dates_of_any_form(a: str | None, b: str | None, days: int | None) -> None:
    assert days_apart(a, b) == days


def test_the_words_in_both_are_shown_as_written_and_cut_short() -> None:
    assert shared_words(
        "He said: shells hit the Fish Market of Belgar today.", "On Monday shells hit the fish market of Belgar, again."
    ) == ("shells hit the Fish Market of Belgar")
    shown = shared_words(STORY, f"{OTHER} {STORY}")
    assert shown is not None and shown.endswith(" ...") and len(words(shown)) == 20
    assert shared_words(STORY, OTHER) is None


@given(st.text(max_size=400), st.text(max_size=400))
def test_comparing_is_symmetric_and_stays_between_nothing_and_all(a: str, b: str) -> None:
    x, y = made(a), made(b, id="b")
    assert compare(x, y) == compare(y, x)
    assert 0.0 <= compare(x, y).resemblance <= compare(x, y).contained <= 1.0
