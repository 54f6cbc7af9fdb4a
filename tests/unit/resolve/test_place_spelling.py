"""Transliterations of one name, judged against pairs of spellings from general knowledge."""

import csv
from pathlib import Path

import pytest

from claimwire.resolve.place_names import ARABIC, fold, without_article
from claimwire.resolve.place_spelling import FAMILIES, allowed, bones, distance

PAIRS = Path(__file__).with_name("spellings.tsv")


def pairs() -> list[tuple[str, str, str, bool]]:
    rows = csv.reader((x for x in PAIRS.read_text("utf-8").splitlines() if not x.startswith("#")), delimiter="\t")
    return [(a, b, country, verdict == "same") for a, b, country, verdict in rows]


def joined(a: str, b: str, country: str) -> bool:
    """True when a look-up of one spelling finds a place listed under the other."""
    first, second = fold(a), fold(b)
    if country in ARABIC and without_article(first) == without_article(second):
        return True
    for family, countries in FAMILIES.items():
        consonants = bones(first, family)
        if country in countries and consonants is not None and consonants == bones(second, family):
            # Either may be the one that is listed, and an article or second word of either shows what kind of name it is.
            limit = max(allowed(first, consonants, family), allowed(second, consonants, family))
            return distance(first, second, family) <= limit
    return False


def test_the_table_is_large_enough_to_say_something() -> None:
    verdicts = [same for *_, same in pairs()]
    assert verdicts.count(True) >= 150
    assert verdicts.count(False) >= 100


def test_other_spellings_are_joined_and_other_places_are_not() -> None:
    judged = [(joined(a, b, country), same) for a, b, country, same in pairs()]
    true = sum(found and same for found, same in judged)
    assert true / sum(found for found, _ in judged) >= 0.975
    assert true / sum(same for _, same in judged) >= 0.88


@pytest.mark.parametrize(
    ("press", "listed"),
    [
        ("Zerba", "Az Zarbah"),
        ("Khandrat", "Ḩandarāt"),
        ("Deir Ezzor", "Dayr az Zawr"),
        ("Kafranbel", "Kafr Nabl"),
        ("Khan Touman", "Khān Ţūmān"),
        ("Dzhisr ash-Shugur", "Jisr ash Shughūr"),
        ("Maaret al-Numan", "Ma‘arrat an Nu‘mān"),
    ],
)
def test_arabic_names_in_english_french_and_russian_habit_are_one(press: str, listed: str) -> None:
    assert joined(press, listed, "SYR")


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Gorlovka", "Horlivka"),
        ("Volchansk", "Vovchansk"),
        ("Ugledar", "Vuhledar"),
        ("Nikolaev", "Mykolaiv"),
        ("Rubezhnoye", "Rubizhne"),
        ("Zaporozhye", "Zaporizhzhia"),
    ],
)
def test_russian_and_ukrainian_forms_are_one_in_ukraine_alone(russian: str, ukrainian: str) -> None:
    assert joined(russian, ukrainian, "UKR")
    assert not joined(russian, ukrainian, "POL")


@pytest.mark.parametrize(("a", "b"), [("Halba", "Ḩalab"), ("Mosul", "Al Masilah"), ("Tartus", "Tartar"), ("Nubl", "Nabulus")])
def test_the_same_consonants_with_other_vowels_are_other_places(a: str, b: str) -> None:
    assert not joined(a, b, "SYR")


def test_two_words_are_not_read_as_one_name() -> None:
    assert distance(fold("In Iraq"), fold("Niaraq"), "arabic") == float("inf")
    assert distance(fold("Kafr Nabl"), fold("Kafranbel"), "arabic") < 1


def test_an_article_shows_that_a_name_of_two_consonants_is_arabic() -> None:
    consonants = bones("foua", "arabic")
    assert consonants is not None
    assert allowed("al foua", consonants, "arabic") > 0 > allowed("foua", consonants, "arabic")
