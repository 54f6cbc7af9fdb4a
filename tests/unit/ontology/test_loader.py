"""The ontology loads whole, a user's directory lies over it, and what is wrong is named with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire import ontology
from claimwire.errors import OntologyError
from claimwire.ontology.model import Ontology


@pytest.fixture(scope="module")
def ours() -> Ontology:
    return ontology.load()


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_we_ship_has_no_problem() -> None:
    assert ontology.check() == []


def test_all_sixteen_types_have_triggers_and_every_mode_is_reached_by_one(ours: Ontology) -> None:
    entries = [e for group in ours.triggers.values() for e in group]
    assert len(ours.event_types) == 16
    reached = {(e.event_type, m) for e in entries for m in e.modes}
    wanted = {(t.name, m) for t in ours.event_types.values() for m in t.modes}
    assert wanted <= reached
    assert {e.kind for e in entries} >= {"event", "state", "evaluation", "causal", "quantity", "none"}
    assert len({e.id for e in entries}) >= 1500


def test_every_mode_of_the_crosswalk_is_vetted_with_a_reason(ours: Ontology) -> None:
    assert {line.event_type for line in ours.crosswalk} == set(ours.event_types)
    assert all(line.reason.endswith(".") for line in ours.crosswalk)
    aerial = next(line for line in ours.crosswalk if line.modes == ("aerial",))
    assert aerial.cameo == ("195",)


def test_the_measures_of_the_codebook_keep_their_names(ours: Ontology) -> None:
    names = {"other", "killed", "injured", "strikes", "prisoners", "violations", "fighters", "arrested", "abducted", "displaced",
             "aid_people", "aid_tonnes", "missing", "settlements", "returned", "groups"}  # fmt: skip
    assert names <= set(ours.measures)
    assert {"kill", "die"} <= ours.measures["killed"].predicates


def test_the_version_is_a_digest_of_what_was_read(ours: Ontology, tmp_path: Path) -> None:
    assert ontology.load().version == ours.version
    write(tmp_path, "words.yaml", "person_nouns: herder\n")
    assert ontology.load(tmp_path).version != ours.version


def test_a_users_sense_wins_over_ours(tmp_path: Path) -> None:
    write(tmp_path, "triggers.csv", "id,lemma,pos,event_type,modes\nstrike.v.mine,strike,VERB,PROTEST,strike\n")
    assert ontology.load(tmp_path).triggers["strike"][0].id == "strike.v.mine"


def test_a_row_with_our_id_replaces_ours_and_a_minus_removes_it(tmp_path: Path) -> None:
    write(tmp_path, "measures.csv", "name,units,predicates,running\nvehicles,lorry,destroy,\n-money,,,\n")
    loaded = ontology.load(tmp_path)
    assert loaded.measures["vehicles"].units == frozenset({"lorry"})
    assert "money" not in loaded.measures


def test_a_replace_file_stands_in_for_ours(tmp_path: Path) -> None:
    write(tmp_path, "cues.replace.csv", "id,lemma,pos,kind\ntry.v,try,VERB,attempt\n")
    loaded = ontology.load(tmp_path)
    assert [c.id for group in loaded.cues.values() for c in group] == ["try.v"]


def test_a_users_words_are_added_and_a_minus_takes_one_out(tmp_path: Path) -> None:
    write(tmp_path, "words.yaml", "vehicles: rickshaw, -bicycle\n")
    vehicles = ontology.load(tmp_path).words["vehicles"]
    assert "rickshaw" in vehicles
    assert "bicycle" not in vehicles


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("triggers.csv", "id,lemma,pos,event_typ\nx,raid,VERB,ASSAULT\n", "unknown column; did you mean 'event_type'?"),
        ("triggers.csv", "id,lemma,pos,event_type\nx,raid,VERB,ASALT\n", "unknown event type 'ASALT'; did you mean 'ASSAULT'?"),
        ("triggers.csv", "id,lemma,pos,event_type,modes\nx,raid,VERB,ASSAULT,ariel\n", "did you mean 'aerial'?"),
        ("triggers.csv", "id,lemma,pos,event_type,objects\nx,raid,VERB,ASSAULT,@vehicels\n", "did you mean 'vehicles'?"),
        ("triggers.csv", "id,lemma,pos,event_type,roles\nx,raid,VERB,ASSAULT,obj=recipent\n", "did you mean 'recipient'?"),
        ("triggers.csv", "id,lemma,pos,event_type,head\nx,air raid,NOUN,ASSAULT,2\n", "counted from 0"),
        ("triggers.csv", "id,lemma,pos\nx,raid,VERB\n", "an event needs one of the event types"),
        ("triggers.csv", "id,lemma,pos,event_type\nx,Raid,VERB,ASSAULT\n", "write 'raid'"),
        ("triggers.csv", "id,lemma\nx,raid,VERB\n", "quote a cell that holds a comma"),
        ("triggers.csv", "lemma,pos\nraid,VERB\n", "the column is missing"),
        ("cues.csv", "id,lemma,pos,kind\nx,try,VERB,atempt\n", "did you mean 'attempt'?"),
        ("actors.csv", "id,name,kind,parent\nx,X,state,no-such-parent\n", "no actor 'no-such-parent'"),
        ("actors.csv", "id,name,kind,offices\nx,X,person,minister@5 May/\n", "write VALUE@START/END"),
        ("measures.csv", "name,units\n-kiled,\n", "nothing to remove under 'kiled'; did you mean 'killed'?"),
        ("words.yaml", "vehicles: {a: b}\n", "must be words with commas"),
        ("words.yaml", "vehicles: '@vehicles'\n", "includes itself"),
        ("words.yaml", "a: [\n", "not YAML"),
        ("event_types.yaml", "RAID: {quad: material_conflct, definition: x}\n", "did you mean 'material_conflict'?"),
        ("triger.csv", "id\n", "no such table; did you mean 'triggers.csv'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_remedy(tmp_path: Path, name: str, text: str, says: str) -> None:
    write(tmp_path, name, text)
    with pytest.raises(OntologyError) as caught:
        ontology.load(tmp_path)
    assert name in str(caught.value)
    assert says in str(caught.value)
    assert [str(p) for p in ontology.check(tmp_path)] == str(caught.value).splitlines()


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "cues.csv").write_bytes(b"id,lemma,pos,kind\nx,caf\xe9,NOUN,hedge\n")
    assert ":2: not UTF-8" in str(ontology.check(tmp_path)[0])


def test_a_directory_that_is_not_there_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no such directory"):
        ontology.load(tmp_path / "absent")


@pytest.mark.parametrize(
    ("kind", "sector", "said"),
    [
        ("armed_grup", "REB", "kind: unknown value 'armed_grup'; did you mean 'armed_group'?"),
        ("armed_group", "reb", "sector: unknown value 'reb'; did you mean 'REB'?"),
        ("armed_group", "MILT", "sector: unknown value 'MILT'; did you mean 'MIL'?"),
        ("warband", "REB", "kind: unknown value 'warband'; known: agency, armed_force"),
    ],
)
def test_a_mistyped_kind_or_sector_of_an_actor_is_named_with_the_nearest_one(
    tmp_path: Path, kind: str, sector: str, said: str
) -> None:
    write(tmp_path, "actors.csv", f"id,name,kind,sector\ngroup:senn-watch,Senn Watch,{kind},{sector}\n")
    (problem,) = ontology.check(tmp_path)
    assert str(problem).startswith(f"{tmp_path / 'actors.csv'}:2: group:senn-watch, {said}")


@pytest.mark.parametrize("name", ["places.csv", "places_orsenna.csv", "places.replace.csv"])
def test_places_in_an_ontology_folder_are_refused_with_the_command_that_reads_them(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "id,name,latitude,longitude\nown:1,Sennhaven,55.1,12.2\n")
    (problem,) = ontology.check(tmp_path)
    assert f"`claimwire gazetteer import {name} --out mine.sqlite`" in str(problem)
    assert "--gazetteer mine.sqlite" in str(problem)
