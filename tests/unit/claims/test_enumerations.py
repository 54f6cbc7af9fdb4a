"""Enumerations by place: each number is a claim of its own with its own words, and what is no enumeration stays as it was."""

from __future__ import annotations

import pytest

from claimwire.records import Claim, Reading


def parts(reading: Reading) -> list[tuple[str, float]]:
    """(place, number) of the parts, in text order."""
    found = [c for c in reading.claims if c.rule.startswith("enumeration.")]
    return [(c.places[0].span.text, _value(c)) for c in sorted(found, key=lambda c: c.evidence.start)]


def _value(claim: Claim) -> float:
    (quantity,) = claim.quantities
    assert quantity.quantity.best is not None
    return quantity.quantity.best


def whole(reading: Reading) -> list[float]:
    return [
        q.quantity.best for c in reading.claims if c.rule.endswith("enumeration.whole") for q in c.quantities if q.quantity.best
    ]


THREE = [("Aleppo", 27.0), ("Hama", 7.0), ("Latakia", 5.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Over the past day 39 violations were registered: Aleppo (27), Hama (7), Latakia (5).",
        "Over the past day 39 violations were registered: Aleppo - 27; Hama - 7; Latakia - 5.",
        "Over the past day 39 violations were registered: in Aleppo – 27, in Hama – 7 and in Latakia – 5.",
        "The centre counted 39 violations: 27 in Aleppo, seven in Hama and five in Latakia.",
        "The centre counted thirty-nine violations (Aleppo: 27, Hama: 7, Latakia: 5).",
        "Of 39 violations, 27 were recorded in Aleppo, 7 in Hama and 5 in Latakia.",
        "The centre counted 39 violations: Aleppo 27, Hama 7, Latakia 5.",
    ],
)
def test_each_layout_gives_the_same_parts_and_keeps_the_whole(read, text):
    reading = read(text, published="2016-06-02")
    assert parts(reading) == THREE
    assert whole(reading) == [39.0]


def test_each_part_opens_its_own_words(read):
    reading = read("Over the past day 34 violations were registered: Aleppo (27), Hama (7).", published="2016-06-02")
    found = [c for c in reading.claims if c.rule.startswith("enumeration.part")]
    assert {c.evidence.text for c in found} == {"Aleppo (27)", "Hama (7)"}
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    assert all(c.kind == "quantity" and c.quantities[0].quantity.measure == "violations" for c in found)
    (total,) = (c for c in reading.claims if c.rule.endswith("enumeration.whole"))
    assert all(f"of:{total.id}" in c.rule for c in found)


def test_one_each_gives_every_place_the_number(read):
    text = "Six violations were reported: two each in Hama and Homs and one in each of Latakia and Damascus."
    assert sorted(parts(read(text))) == [("Damascus", 1.0), ("Hama", 2.0), ("Homs", 2.0), ("Latakia", 1.0)]


def test_none_is_zero_of_what_the_sentence_before_counts(read):
    text = "Five violations were reported: three in Aleppo and two in Hama. None was reported in Daraa."
    found = [c for c in read(text).claims if c.places and c.places[0].span.text == "Daraa" and c.quantities]
    assert [(c.quantities[0].quantity.best, c.quantities[0].quantity.measure) for c in found] == [(0.0, "violations")]


def test_a_part_of_a_part_divides_that_part(read):
    reading = read("The centre counted 25 violations: 18 in Aleppo (12 of them in Azaz) and seven in Hama.")
    subset = next(c for c in reading.claims if c.rule.startswith("enumeration.subset"))
    aleppo = next(c for c in reading.claims if c.rule.startswith("enumeration.part") and _value(c) == 18)
    assert f"of:{aleppo.id}" in subset.rule


def test_most_of_them_need_not_add_up(read):
    text = "The mission recorded 214 violations, compared with 97 before. Most of them occurred in Azaz (131) and Homs (58)."
    reading = read(text)
    assert whole(reading) == [214.0]
    assert {c.rule.split(";")[0] for c in reading.claims if c.rule.startswith("enumeration.")} == {"enumeration.some.prose"}


def test_lines_of_a_list_take_what_they_count_from_the_heading(read):
    reading = read(
        "Violations over 17 February\n• Idlib – 22\n• Aleppo – 13\n• Hama – none\n\nNo convoy left.", published="2020-02-18"
    )
    assert parts(reading) == [("Idlib", 22.0), ("Aleppo", 13.0), ("Hama", 0.0)]
    assert all(c.time is not None for c in reading.claims if c.rule.startswith("enumeration.part"))


def test_a_table_is_read_column_by_column(read):
    text = "Breaches by region\n\nRegion | Explosions | Breaches\nDonetsk | 63 | 151\nLuhansk | 12 | 40\nTotal | 75 | 191\n"
    reading = read(text)
    found = {
        (c.places[0].span.text, _value(c), c.quantities[0].quantity.unit)
        for c in reading.claims
        if c.rule.startswith("enumeration.")
    }
    assert found == {
        ("Donetsk", 63.0, "explosion"),
        ("Luhansk", 12.0, "explosion"),
        ("Donetsk", 151.0, "breach"),
        ("Luhansk", 40.0, "breach"),
    }
    assert sorted(whole(reading)) == [75.0, 191.0]


def test_victims_by_town_stay_an_attack_at_each_town(read):
    reading = read("The strikes killed 61 people in Raqqa, 45 in Deir ez-Zor and 12 in Idlib.")
    found = [c for c in reading.claims if c.event_type == "ASSAULT"]
    assert [(c.places[0].span.text, _value(c)) for c in sorted(found, key=lambda c: c.evidence.start)] == [
        ("Raqqa", 61.0),
        ("Deir ez-Zor", 45.0),
        ("Idlib", 12.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed in Aleppo and three were wounded in Homs.",
        "The convoy left Aleppo at 9 and reached Hama, 140 kilometres away, at 11.",
        "Two soldiers died near Azaz on 5 May 2016.",
        "Hassan (34) and Omar (27) were arrested in Homs.",
        "Some 40 fighters withdrew from Aleppo to Idlib.",
    ],
)
def test_numbers_of_plain_prose_are_no_enumeration(read, text):
    assert not [c for c in read(text).claims if "enumeration" in c.rule]


def test_every_number_and_name_of_a_part_is_a_linked_mention(read):
    reading = read("Militants shelled Aleppo (5 times), Hama (twice) and Homs (once); Norvan Hill (3 times) was quiet later.")
    linked = {k.mention for k in reading.links}
    found = [c for c in reading.claims if c.rule.startswith("enumeration.")]
    assert {(_value(c), c.places[0].span.text) for c in found} >= {(5.0, "Aleppo"), (2.0, "Hama"), (1.0, "Homs")}
    assert {m for c in found for m in (c.places[0].mention, c.quantities[0].mention)} <= linked


def test_where_people_come_from_stays_an_origin(read):
    reading = read("In January 1,036 refugees returned: 214 from Lebanon and 822 from Jordan.")
    assert parts(reading) == [("Lebanon", 214.0), ("Jordan", 822.0)]
    assert whole(reading) == [1036.0]
    assert {p.role for c in reading.claims if c.rule.startswith("enumeration.") for p in c.places} == {"origin"}
