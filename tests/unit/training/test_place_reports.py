"""The reports that the place ranker learns from are what they say, and fitting finds what decides."""

import json
from pathlib import Path

import numpy as np
from training import place_reports, places

from claimwire.records import Annotation, Place, Report
from claimwire.resolve.place_features import NAMES, Board, Name
from claimwire.resolve.place_mentions import Found
from claimwire.resolve.place_paper import Paper


def test_every_name_of_our_reports_stands_where_it_is_said_to_stand() -> None:
    assert places.FILES
    assert places.check(places.FILES) == 0


def test_there_are_enough_reports_and_every_fifth_is_kept_apart() -> None:
    kept = [r["id"] for path in places.FILES for r in places.read(path, held_out=True)]
    used = [r["id"] for path in places.FILES for r in places.read(path, held_out=False)]
    assert not set(kept) & set(used)
    assert len(used) >= 1200
    assert abs(len(kept) - len(used) / 4) < 10


def test_towns_of_invented_countries_are_marked_as_no_place() -> None:
    path = next(p for p in places.FILES if p.stem == "invented")
    assert all(not json.loads(line)["toponyms"] for line in path.read_text("utf-8").splitlines())


def test_a_report_is_composed_the_same_way_twice() -> None:
    atlas = place_reports.Atlas()
    first, second = (place_reports.Composer(atlas) for _ in range(2))
    assert [first.wire() for _ in range(5)] == [second.wire() for _ in range(5)]


def test_our_neighbourhoods_are_told_apart_by_country_and_have_neighbours() -> None:
    found = place_reports.neighbourhoods()
    assert len({n.country for n in found}) > 50
    assert all(len(n.towns) > 1 and len(n.country) == 3 for n in found)


def _found(text: str, at: int, end: int, candidates: tuple[tuple[Place, float], ...]) -> Found:
    core = Report(id="r", text=text).span(at, end)
    return Found(span=core, core=core, sentence=0, head=0, strong=True, candidates=candidates)


def test_fitting_learns_that_the_nearer_namesake_is_meant() -> None:
    """Forty made-up reports in which the smaller namesake lies beside the other town, and is right."""
    examples = []
    for n in range(40):
        far = Place(target=f"far{n}", name="Marton", country="AAA", latitude=-30.0, longitude=10.0 + n, feature="P.PPL")
        near = Place(target=f"near{n}", name="Marton", country="BBB", latitude=50.0, longitude=float(n), feature="P.PPL")
        other = Place(target=f"other{n}", name="Selby", country="CCC", latitude=50.1, longitude=float(n), feature="P.PPL")
        text = "Marton and Selby"
        names = [
            Name(sense="marton", mentions=(_found(text, 0, 6, ()),), candidates=((far, 0.6), (near, 0.5))),
            Name(sense="selby", mentions=(_found(text, 11, 16, ()),), candidates=((other, 0.7),)),
        ]
        annotation = Annotation(report="r", sentences=())
        board = Board(names, Report(id="r", text=text), annotation, paper=Paper(), unlisted=0)
        examples.append(places.Example(board=board, gold=(1, 2)))
    weights = places.alternate(examples)
    assert weights[NAMES.index("close neighbour")] > 0.3
    assert places.score(examples, weights)["right"] == 1.0
    assert np.isfinite(weights).all()


def test_a_unit_is_no_town_of_its_name() -> None:
    state = Place(target="s", name="New York State", country="USA", latitude=43.0, longitude=-75.5, feature="A.ADM1")
    city = Place(target="c", name="New York City", country="USA", latitude=40.7, longitude=-74.0, feature="P.PPL")
    gold = {"country": "USA", "latitude": 40.7, "longitude": -74.0, "level": "town"}
    assert places._is(city, gold)
    assert not places._is(state, gold)


def test_files_lie_beside_the_training_scripts() -> None:
    assert {p.parent for p in places.FILES} == {Path(places.__file__).parent / "own" / "places"}
