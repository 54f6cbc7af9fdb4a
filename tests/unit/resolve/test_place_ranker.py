"""Which of the places of one name a report means: what speaks for a candidate, and when nothing speaks for any."""

import json
import re
from pathlib import Path

import pytest

from claimwire.records import Annotation, Place, Report, Sentence, Token
from claimwire.resolve import place_ranker
from claimwire.resolve.gazetteer import LayeredGazetteer, open_gazetteer
from claimwire.resolve.place_features import NAMES, fits, region_key
from claimwire.resolve.place_mentions import Found
from claimwire.resolve.place_paper import paper_of
from claimwire.resolve.place_ranker import Choice, rank
from claimwire.resolve.place_ties import Ties

NOUNS = {"province", "county", "town", "river", "state"}


@pytest.fixture(scope="module")
def gazetteer() -> LayeredGazetteer:
    return open_gazetteer(None)


def mentions(
    text: str, names: list[str], gazetteer: LayeredGazetteer, *, publisher: str | None = None
) -> tuple[list[Found], Report, Annotation]:
    """Mark names in a text by their words alone; a noun that stands after a name is read with it."""
    report = Report(id="r", text=text, publisher=publisher)
    sentences, found = [], []
    for number, part in enumerate(re.finditer(r"[^.\n]+[.\n]?", text)):
        tokens = tuple(
            Token(
                start=part.start() + w.start(),
                end=part.start() + w.end(),
                text=w[0],
                lemma=w[0].lower(),
                upos="X",
                head=-1,
                deprel="dep",
            )
            for w in re.finditer(r"\w+", part[0])
        )
        sentences.append(Sentence(id=f"s{number}", start=part.start(), end=part.end(), tokens=tokens))
        for name in names:
            for at in re.finditer(rf"\b{re.escape(name)}\b", part[0]):
                core = report.span(part.start() + at.start(), part.start() + at.end())
                after = part[0][at.end() :].split()
                noun = after[0].strip(".,").lower() if after else ""
                noun_or_none = noun if noun in NOUNS else None
                full = gazetteer.lookup(f"{name} {noun}") if noun_or_none else ()
                found.append(
                    Found(span=core, core=core, sentence=number, head=0, noun=noun_or_none, strong=True,
                          candidates=(*full, *gazetteer.lookup(name)))
                )  # fmt: skip
    return found, report, Annotation(report="r", sentences=tuple(sentences))


@pytest.fixture
def ranked(gazetteer: LayeredGazetteer):
    def read(text: str, *names: str, publisher: str | None = None) -> dict[str, Choice]:
        found, report, annotation = mentions(text, list(names), gazetteer, publisher=publisher)
        return dict(rank(found, report, annotation, gazetteer=gazetteer))

    return read


def test_small_towns_of_one_county_find_one_another_where_no_state_is_named(ranked) -> None:
    south = ranked(
        "The Gainesville board will meet on Monday. Buses from Ocala and Micanopy are free.", "Gainesville", "Ocala", "Micanopy"
    )
    north = ranked(
        "The Gainesville board will meet on Monday. Buses from Dahlonega and Oakwood are free.",
        "Gainesville",
        "Dahlonega",
        "Oakwood",
    )
    assert south["gainesville"].place and south["gainesville"].place.admin1 == "Florida"
    assert north["gainesville"].place and north["gainesville"].place.admin1 == "Georgia"
    assert north["gainesville"].rule == "place:supported"


def test_a_bare_famous_name_keeps_its_famous_sense(ranked) -> None:
    for name, country in (("Athens", "GRC"), ("Paris", "FRA"), ("Moscow", "RUS"), ("China", "CHN")):
        choice = ranked(f"Prices rose in {name} on Friday.", name)[name.lower()]
        assert choice.place and choice.place.country == country, name
        assert choice.rule == "place:well-known"


def test_the_state_written_after_a_name_decides(ranked) -> None:
    for state in ("Texas", "Ohio", "Alabama"):
        choices = ranked(f"A barn burned down near Athens, {state}, on Friday.", "Athens", state)
        assert choices["athens"].place and choices["athens"].place.admin1 == state


def test_a_country_is_not_displaced_by_a_village_of_its_name_near_other_places(ranked) -> None:
    choices = ranked("Steel from China is cheaper in Houston and Beaumont, Texas.", "China", "Houston", "Beaumont", "Texas")
    assert choices["china"].place and choices["china"].place.country == "CHN"


def test_a_regional_paper_speaks_of_its_own_town(ranked) -> None:
    for publisher, state in (("dispatch.com", "Ohio"), ("Ledger-Enquirer", "Georgia")):
        choice = ranked("A fire closed two streets in Columbus on Friday.", "Columbus", publisher=publisher)["columbus"]
        assert choice.place and choice.place.admin1 == state, publisher


def test_names_among_names_that_no_gazetteer_holds_stay_unresolved(ranked) -> None:
    text = "Veskarin shelled Talmoor and Marlow. Oskelbrunt fell on Monday. Drovnik and Keldrosh were quiet."
    choices = ranked(text, "Veskarin", "Talmoor", "Marlow", "Oskelbrunt", "Drovnik", "Keldrosh")
    assert {name: c.place for name, c in choices.items() if c.place} == {}
    assert choices["veskarin"].rule == "place:not-in-gazetteer"
    assert choices["marlow"].rule == "place:unsupported"
    assert choices["marlow"].ranked  # what it was weighed against stays visible


def test_chances_of_a_name_are_shares_of_one(ranked) -> None:
    choice = ranked("Springfield voted on Friday.", "Springfield")["springfield"]
    chances = [chance for _, chance in choice.ranked]
    assert 0 < sum(chances) <= 1.01
    assert chances == sorted(chances, reverse=True)


def test_a_town_is_not_its_district_and_a_province_not_its_capital(ranked) -> None:
    choices = ranked("Planes bombed Idlib province. The mayor of Idlib fled to Aleppo in Syria.", "Idlib", "Aleppo", "Syria")
    assert (choices["idlib province"].place or Place(target="", name="")).feature == "A.ADM1"
    assert ((choices["idlib"].place or Place(target="", name="")).feature or "").startswith("P.")


def test_villages_without_a_country_are_put_beside_their_neighbours(ranked) -> None:
    choices = ranked("Shells fell on Taftanaz, Binnish and Saraqib overnight.", "Taftanaz", "Binnish", "Saraqib")
    assert {c.place.country for c in choices.values() if c.place} == {"SYR"}


def test_the_order_of_candidates_does_not_matter(gazetteer: LayeredGazetteer) -> None:
    found, report, annotation = mentions("Ocala and Gainesville will merge.", ["Ocala", "Gainesville"], gazetteer)
    turned = [Found(**{**{k: getattr(f, k) for k in f.__dataclass_fields__}, "candidates": f.candidates[::-1]}) for f in found]
    assert rank(found, report, annotation) == rank(turned, report, annotation)


def test_a_report_without_names_has_no_choices() -> None:
    assert rank((), Report(id="r", text="Nothing."), Annotation(report="r", sentences=())) == {}


def test_every_number_has_a_weight_and_every_weight_a_number() -> None:
    table = json.loads(Path(place_ranker.__file__).with_name("place_weights.json").read_text("utf-8"))
    assert list(table) == list(NAMES)


def test_nouns_say_what_kind_of_place_a_name_is() -> None:
    town = Place(target="x", name="Homs", feature="P.PPL")
    assert fits(town, "town") == "noun agrees"
    assert fits(town, "river") == "noun objects"
    assert fits(town, "province") is None  # a province is often listed only by its seat
    assert fits(town, None) is None


def test_a_region_is_the_same_with_and_without_the_word_for_it() -> None:
    assert region_key("Idlib Governorate") == region_key("Idlib") == "idlib"
    assert region_key("Washington State") == "washington"


def test_a_domain_gives_a_country_and_the_town_at_its_head(gazetteer: LayeredGazetteer) -> None:
    paper = paper_of(Report(id="r", text="x", publisher="www.mallowgazette.ie"), gazetteer)
    assert paper.country == "IRL"
    assert paper.town == "mallow"
    assert paper.bears("mallow")
    assert not paper.bears("gazette")


def test_words_of_mastheads_are_no_towns(gazetteer: LayeredGazetteer) -> None:
    assert paper_of(Report(id="r", text="x", publisher="The Star"), gazetteer).town == ""
    assert paper_of(Report(id="r", text="x", publisher="Cobh Evening Post"), gazetteer).town == "cobh"
    assert paper_of(Report(id="r", text="x"), gazetteer).country is None


@pytest.mark.parametrize(
    ("text", "names", "outer"),
    [
        ("Azaz, Syria, was hit.", ["Azaz", "Syria"], True),
        ("Azaz in Syria was hit.", ["Azaz", "Syria"], True),
        ("Azaz (Syria) was hit.", ["Azaz", "Syria"], True),
        ("Azaz, north of Aleppo, was hit.", ["Azaz", "Aleppo"], True),
        ("Azaz, 30 km north of Aleppo, was hit.", ["Azaz", "Aleppo"], True),
        ("Azaz fell. Syria denied it.", ["Azaz", "Syria"], False),
        ("Azaz was shelled from Syria.", ["Azaz", "Syria"], False),
    ],
)  # fmt: skip
def test_what_is_written_around_a_name_may_hold_it(text: str, names: list[str], outer: bool, gazetteer: LayeredGazetteer) -> None:
    assert bool(_ties(text, names, gazetteer).outer[0, 1]) is outer


def test_members_of_a_list_know_one_another(gazetteer: LayeredGazetteer) -> None:
    ties = _ties("Shells fell on Homs, Hama and Idlib. Aleppo was quiet.", ["Homs", "Hama", "Idlib", "Aleppo"], gazetteer)
    assert ties.list[0].tolist() == [0, 1, 1, 0]
    assert ties.sentence[0].tolist() == [0, 1, 1, 0]


def test_a_dateline_is_the_first_name_before_a_dash(gazetteer: LayeredGazetteer) -> None:
    assert _ties("Beirut (Agency) - Shells fell on Homs.", ["Beirut", "Homs"], gazetteer).dateline == 0
    assert _ties("BEIRUT, Lebanon — Shells fell on Homs.", ["BEIRUT", "Homs"], gazetteer).dateline == 0
    assert _ties("Beirut denied that shells fell on Homs.", ["Beirut", "Homs"], gazetteer).dateline is None


def _ties(text: str, names: list[str], gazetteer: LayeredGazetteer) -> Ties:
    found, report, _ = mentions(text, names, gazetteer)

    class Named:
        def __init__(self, name: str) -> None:
            self.mentions = tuple(f for f in found if f.span.text == name)

    return Ties([Named(n) for n in names], report)
