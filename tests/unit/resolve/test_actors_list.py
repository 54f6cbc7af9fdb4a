"""The actor list: ids, parents, dates, and the coverage that the resolver leans on."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from claimwire import ontology
from claimwire.ontology import ActorEntry
from claimwire.resolve.names import NameIndex, words
from claimwire.resolve.offices import Offices, held


@pytest.fixture(scope="module")
def actors() -> Mapping[str, ActorEntry]:
    return ontology.load().actors


def test_ids_are_readable_slugs_that_say_what_they_name(actors: Mapping[str, ActorEntry]) -> None:
    assert len(actors) >= 1500
    for entry in actors.values():
        assert re.fullmatch(r"[a-z]+:[a-z0-9-]+", entry.id), entry.id
        assert entry.name and entry.kind and entry.name not in entry.aliases


def test_parents_exist_and_never_lead_back(actors: Mapping[str, ActorEntry]) -> None:
    for entry in actors.values():
        seen = {entry.id}
        up = entry.parent
        while up is not None:
            assert up in actors and up not in seen, entry.id
            seen.add(up)
            up = actors[up].parent


def test_spans_of_sides_and_offices_begin_before_they_end(actors: Mapping[str, ActorEntry]) -> None:
    for entry in actors.values():
        for v in (*entry.sides, *entry.offices):
            assert v.start is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", v.start), entry.id
            assert v.end is None or v.start < v.end, entry.id
        for v in entry.offices:
            assert v.value in actors, v.value
        for v in entry.sides:
            assert ":" in v.value, entry.id


def test_nobody_holds_an_office_together_with_another(actors: Mapping[str, ActorEntry]) -> None:
    held = defaultdict(list)
    for entry in actors.values():
        for v in entry.offices:
            held[v.value].append((v.start or "", v.end or "9999", entry.id))
    for office, spans in held.items():
        spans.sort()
        for (_, end, a), (start, _, b) in pairwise(spans):
            assert end <= start, (office, a, b)


def test_no_two_actors_share_a_name(actors: Mapping[str, ActorEntry]) -> None:
    named = defaultdict(set)
    for entry in actors.values():
        for name in (entry.name, *entry.aliases):
            if name[0] not in "@~":
                acronym = len(name) <= 6 and name[1:] != name[1:].lower()
                named[name if acronym else words(name)].add(entry.id)
    assert {n: ids for n, ids in named.items() if len(ids) > 1} == {}


def test_enemies_in_syria_never_stand_on_one_side_on_one_day(actors: Mapping[str, ActorEntry]) -> None:
    day = "2016-05-27"

    def sides(actor: str) -> set[str]:
        held = (v for v in actors[actor].sides if (v.start or "") <= day and (v.end is None or day < v.end))
        return {v.value for v in held if v.value.startswith("syria:")}

    ranks = [sides(a) for a in ("gov:syr", "group:fsa", "group:islamic-state", "group:ypg", "group:nusra-front")]
    assert all(len(r) == 1 for r in ranks)
    assert len({next(iter(r)) for r in ranks}) == len(ranks)
    assert sides("force:rus-air-force") == sides("gov:syr")


@pytest.mark.shared
def test_countries_carry_iso_codes_and_every_un_member_is_there(actors: Mapping[str, ActorEntry], shared: Path) -> None:
    with (shared / "data/actors_country_codes/country_codes.csv").open(encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    codes = {r["iso3"] for r in rows} | {"XKX"}
    assert {e.country for e in actors.values() if e.country} <= codes
    states = {e.country for e in actors.values() if e.kind == "state"}
    assert not {r["iso3"] for r in rows if r["is_independent"] == "Yes"} - states


@pytest.mark.shared
def test_most_armed_groups_of_recent_conflicts_are_listed(actors: Mapping[str, ActorEntry], shared: Path) -> None:
    index = NameIndex(actors)
    places = ("Syria", "Iraq", "Yemen", "Libya", "Ukraine", "Sudan", "South Sudan", "Israel", "Lebanon", "Afghanistan")
    groups = []
    for line in (shared / "data/actors_ucdp/ucdp_parties.jsonl").read_text("utf-8").splitlines():
        party = json.loads(line)
        of_state = any(t.startswith("armed group") for t in party["types"])
        if of_state and (party["last_year"] or 0) >= 2012 and any(p in str(party["locations"]) for p in places):
            groups.append(party["name"])
    found = [g for g in groups if words(g) in index.names()]
    assert len(groups) > 20
    assert len(found) >= 0.75 * len(groups), sorted(set(groups) - set(found))


@pytest.mark.shared
@pytest.mark.parametrize(("since", "share"), [(2010, 0.7), (2000, 0.55)])
def test_most_parties_to_conflicts_of_our_time_have_a_name_in_the_list(
    actors: Mapping[str, ActorEntry], shared: Path, since: int, share: float
) -> None:
    known = NameIndex(actors).names()
    parties = [json.loads(line) for line in (shared / "data/actors_ucdp/ucdp_parties.jsonl").read_text("utf-8").splitlines()]
    recent = [p for p in parties if (p["last_year"] or 0) >= since and not p.get("members")]
    found = [p for p in recent if any(words(n) in known for n in _written(p))]
    assert len(recent) > 700
    assert len(found) >= share * len(recent), sorted(p["name"] for p in recent if p not in found)[:50]


def _written(party: Mapping[str, object]) -> list[str]:
    """Return a party's names: without its bracket, and a government by its country."""
    names = [str(party["name"]), *(party["full_names"] or [])]  # type: ignore[misc]
    out = []
    for name in names:
        bare = re.sub(r"\s*\(.*\)$", "", name.removeprefix("Government of "))
        out += [name, bare, *re.findall(r"\(([^)]*)\)$", name)]
    return out


def test_what_holds_for_a_time_only_says_so(actors: Mapping[str, ActorEntry]) -> None:
    """Sides and offices carry a first day; a group that is gone has a last one."""
    gone = {"group:isi": "2013-04-08", "group:nusra-front": None, "group:caucasus-emirate": None}
    for target, end in gone.items():
        ends = [v.end for v in actors[target].sides]
        assert ends and (end is None or end in ends), target


@pytest.mark.parametrize(
    ("office", "day", "person"),
    [
        ("office:rus-foreign-minister", "2016-05-27", "person:sergey-lavrov"),
        ("office:usa-secretary-of-state", "2016-05-27", "person:john-kerry"),
        ("office:usa-secretary-of-state", "2017-02-01", "person:rex-tillerson"),
        ("office:usa-president", "2017-01-19", "person:barack-obama"),
        ("office:usa-president", "2017-01-20", "person:donald-trump"),
        ("office:un-secretary-general", "2016-12-30", "person:ban-ki-moon"),
        ("office:un-secretary-general", "2017-01-01", "person:antonio-guterres"),
        ("office:un-envoy-syria", "2016-05-27", "person:staffan-de-mistura"),
    ],
)
def test_offices_change_hands_on_their_day(actors: Mapping[str, ActorEntry], office: str, day: str, person: str) -> None:
    assert Offices(actors).holder(office, day) == person
    assert office in [v.value for v in held(actors[person], day)]


def test_nobody_holds_an_office_on_a_day_that_is_not_known(actors: Mapping[str, ActorEntry]) -> None:
    assert Offices(actors).holder("office:rus-foreign-minister", None) is None
    assert held(actors["person:sergey-lavrov"], None) == ()
