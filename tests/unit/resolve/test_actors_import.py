"""Lists of actors from elsewhere: what of them is taken, what is told, and how a report is read with them."""

from __future__ import annotations

import json
import pickle
import random
from pathlib import Path

import pytest

from claimwire import ontology
from claimwire.errors import OntologyError
from claimwire.ontology import ActorEntry, Ontology
from claimwire.resolve import actor_formats, actor_list
from claimwire.resolve.actor_list import ActorList, Held, with_actors
from claimwire.resolve.actor_rows import Reading, day
from claimwire.resolve.actor_search import faults, search
from claimwire.resolve.names import NameIndex, pieces

CSV = """Party;Land;Type;Other names;Side
Kestrel League;Syria;armed_group;KLG|The Kestrels;syria:opposition@2014/2016-05-01
Salt March Front;Ruritania;armed_group;;
;SY;;;
Harun Belda;SY;person;Abu Salem|Belda;
Kestrel League;Iraq;;;
"""
PHOENIX = """# our own dictionary
HARUN_BELDA_ ; a governor
+H_BELDA
\t[SYRELI <050101]
\t[SYRGOV 050101-160601]
\t[SYROPP >20160601]
KESTREL_LEAGUE [SYRREB]
+KLG
LONELY_NAME
BADLY_DATED [SYRGOV 16]
OSTRA_LAND [SYR]
GUNMAN [~UAF]
"""
FTM = [
    {
        "id": "o1",
        "schema": "Occupancy",
        "properties": {"holder": ["p1"], "post": ["z1"], "startDate": ["2014-03"], "endDate": ["2016"]},
    },
    {"id": "z1", "schema": "Position", "properties": {"name": ["Harbour Minister of Syria"], "country": ["sy"]}},
    {
        "id": "p1",
        "schema": "Person",
        "properties": {
            "name": ["Harun Belda"],
            "alias": ["Haroun Beldah"],
            "weakAlias": ["Belda"],
            "nationality": ["sy"],
            "topics": ["crime.terror"],
        },
    },
    {"id": "b1", "schema": "PublicBody", "properties": {"name": ["Ministry of Harbours"], "country": ["sy"]}},
    {"id": "c1", "schema": "Company", "properties": {"name": ["Kestrel Salt Ltd"], "jurisdiction": ["zz"]}},
    {"id": "a1", "schema": "Address", "properties": {"full": ["1 Quay"]}},
    {"id": "n1", "schema": "Person", "properties": {}},
]


@pytest.fixture(scope="module")
def nouns() -> Ontology:
    return ontology.load()


def _read(path: Path, nouns: Ontology, **options: object) -> tuple[dict[str, ActorEntry], list[Held], list[str]]:
    told: list[str] = []
    found = list(actor_formats.read(path, Reading(nouns, told.append, **options)))  # type: ignore[arg-type]
    return {e.id: e for e in found if isinstance(e, ActorEntry)}, [e for e in found if isinstance(e, Held)], told


def test_a_table_with_its_own_columns_is_read_and_each_bad_line_told_with_its_place(nouns: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text(CSV, encoding="utf-8")
    columns = {"name": "Party", "country": "Land", "kind": "Type", "aliases": "Other names", "sides": "Side"}
    entries, _, told = _read(path, nouns, columns=columns)
    league = entries["own:kestrel-league"]
    assert (league.kind, league.country, league.aliases) == ("armed_group", "SYR", ("KLG", "The Kestrels"))
    assert [(v.value, v.start, v.end) for v in league.sides] == [("syria:opposition", "2014-01-01", "2016-05-01")]
    assert entries["own:harun-belda"].aliases == ("Abu Salem",)  # a lone surname would be everybody of that name
    assert entries["own:salt-march-front"].country is None
    assert [m.removeprefix(f"{path}:").split(":")[0] for m in told] == ["3", "4", "6"]
    assert "Ruritania" in told[0] and "ISO 3166-1" in told[0]
    assert "line 2" in told[2]


def test_a_table_without_names_says_which_columns_it_has(nouns: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text("Party,Land\nKestrel League,Syria\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"--column name=COLUMN; the columns are: Party, Land"):
        _read(path, nouns)
    with pytest.raises(OntologyError, match="no column 'Partei'"):
        _read(path, nouns, columns={"name": "Partei"})


def test_a_phoenix_dictionary_gives_persons_and_groups_with_dated_roles(nouns: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "own.actors"
    path.write_text(PHOENIX, encoding="utf-8")
    entries, _, told = _read(path, nouns)
    assert set(entries) == {"phoenix:harun-belda", "phoenix:kestrel-league"}
    belda = entries["phoenix:harun-belda"]
    assert (belda.name, belda.kind, belda.aliases) == ("Harun Belda", "person", ("H Belda",))
    assert [(v.value, v.start, v.end) for v in belda.offices] == [
        ("role:SYR:ELI", None, "2005-01-01"),
        ("role:SYR:GOV", "2005-01-01", "2016-06-01"),
        ("role:SYR:OPP", "2016-06-01", None),
    ]
    league = entries["phoenix:kestrel-league"]
    assert (league.kind, league.country, league.sector, league.aliases) == ("armed_group", "SYR", "REB", ("KLG",))
    text = "\n".join(told)
    assert "own.actors:9: 'LONELY NAME' has no code" in text
    assert "own.actors:10: code 'SYRGOV 16' left out" in text
    assert "1 countries left out" in text and "1 agents left out" in text


@pytest.mark.shared
def test_the_public_phoenix_dictionaries_are_read_to_the_end(nouns: Ontology, shared: Path) -> None:
    entries, _, told = _read(shared / "data" / "actors_phoenix" / "phoenix_actors.jsonl.gz", nouns)
    assert len(entries) > 25_000
    assert sum(e.kind == "person" for e in entries.values()) > 15_000
    assert len([m for m in told if ": note: " not in m]) < 100


def test_entities_of_follow_the_money_bring_offices_and_no_labels(nouns: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    path.write_text("".join(json.dumps(e) + "\n" for e in FTM) + "{broken\n", encoding="utf-8")
    entries, held, told = _read(path, nouns)
    assert {k: e.kind for k, e in entries.items()} == {
        "ftm:z1": "office",
        "ftm:p1": "person",
        "ftm:b1": "ministry",
        "ftm:c1": "organisation",
    }
    assert entries["ftm:p1"].aliases == ("Haroun Beldah",)
    assert "terror" not in repr(entries["ftm:p1"])
    assert held == [Held(person="ftm:p1", office="ftm:z1", start="2014-03-01", end="2017-01-01")]
    assert [m.split(": ")[0] for m in told] == [f"{path}:7", f"{path}:8"]


def _written(tmp_path: Path, *entries: ActorEntry | Held) -> Path:
    path = tmp_path / "own.sqlite"
    actor_list.write(path, entries, source="own.csv")
    return path


BELDA = ActorEntry(id="own:belda", name="Harun Belda", kind="person", country="SYR", aliases=("Haroun Beldah",))
NAMESAKE = ActorEntry(id="own:belda-2", name="Harun Belda", kind="person", country="IRQ")
LEAGUE = ActorEntry(id="own:league", name="The Kestrel League", kind="armed_group", country="SYR", aliases=("KLG",))
ISIS = ActorEntry(id="own:isis", name="Islamic State", kind="armed_group")


def test_an_office_of_the_list_is_its_holder_on_the_day_and_of_two_holders_nobody(nouns: Ontology, tmp_path: Path) -> None:
    office = ActorEntry(id="own:minister", name="Harbour Minister of Syria", kind="office", country="SYR")
    first = Held(person="own:belda", office="own:minister", start="2014-01-01", end="2016-06-01")
    second = Held(person="own:belda-2", office="own:minister", start="2016-05-01", end=None)
    known = with_actors(nouns, _written(tmp_path, office, BELDA, first, second, NAMESAKE))
    assert [e.id for e, _ in search(known, "harbour minister of syria", on="2015-05-05")] == ["own:minister", "own:belda"]
    assert [e.id for e, _ in search(known, "harbour minister of syria", on="2016-05-05")] == ["own:minister"]
    assert isinstance(known.actors, ActorList)
    said = [problem for _, problem in faults(known.actors.entries(), known)]
    assert said == ["holds own:minister until 2016-06-01, while own:belda-2 does from 2016-05-01"]


def test_names_of_a_list_are_found_whatever_was_read_before(nouns: Ontology, tmp_path: Path) -> None:
    known = with_actors(nouns, _written(tmp_path, BELDA, LEAGUE, ISIS))
    assert isinstance(known.actors, ActorList)
    texts = [
        "Harun Belda left.",
        "Fighters of the Kestrel League and Haroun Beldah's men met the KLG.",
        "Islamic State denied it.",
        "The Kestrel Leagues of old.",
        "A klg of salt",
    ]
    expected = None
    for seed in range(4):
        index = NameIndex(known.actors.ours, more=known.actors)
        order = random.Random(seed).sample(range(len(texts)), len(texts))
        found = {n: [(texts[n][h.start : h.end], h.targets) for h in index.find(pieces(texts[n]))] for n in order}
        expected = expected or found
        assert found == expected
    assert expected is not None
    assert expected[1] == [
        ("Kestrel League", ("own:league",)),
        ("Haroun Beldah", ("own:belda",)),
        ("KLG", ("own:league",)),
    ]
    assert expected[2] == [("Islamic State", ("group:islamic-state",))]  # ours stays who it is
    assert expected[4] == []


def test_a_list_goes_to_another_process_and_changes_the_ontologys_version(nouns: Ontology, tmp_path: Path) -> None:
    known = with_actors(nouns, _written(tmp_path, BELDA))
    assert known.version != nouns.version
    assert with_actors(nouns, _written(tmp_path, BELDA, LEAGUE)).version != known.version
    again = pickle.loads(pickle.dumps(with_actors(nouns, _written(tmp_path, BELDA)).actors))
    assert again["own:belda"] == BELDA
    assert "own:nobody" not in again and len(again) == len(nouns.actors) + 1
    assert list(again)[-1] == "own:belda"


def test_what_is_no_list_is_named_with_the_command_that_makes_one(nouns: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text(CSV * 40, encoding="utf-8")
    with pytest.raises(OntologyError, match="claimwire actors import"):
        with_actors(nouns, path)
    with pytest.raises(OntologyError, match="no such file"):
        with_actors(nouns, tmp_path / "none.sqlite")


def test_of_two_entries_with_one_id_the_first_stays(tmp_path: Path) -> None:
    done = actor_list.write(tmp_path / "own.sqlite", [BELDA, LEAGUE, BELDA], source="own.csv")
    assert (done.actors, done.names, done.repeated) == (2, 4, 1)


@pytest.mark.parametrize(
    ("text", "first", "behind"),
    [("2016", "2016-01-01", "2017-01-01"), ("2016-12", "2016-12-01", "2017-01-01"), ("2016-05-27", "2016-05-27", "2016-05-27")],
)
def test_a_year_or_month_begins_on_its_first_day_and_ends_behind_its_last(text: str, first: str, behind: str) -> None:
    assert day(text) == first
    assert day(text, last=True) == behind
    assert day("last spring") is None
