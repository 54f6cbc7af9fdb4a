"""MAVERICK's bench: which events are held out, what linking may see, and what counts as a disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from claimwire.errors import EvaluationError
from claimwire.evaluate import Bench, Figure, Tools, evaluate
from claimwire.evaluate.benches import BENCHES
from claimwire.evaluate.maverick import COLUMNS, blind, is_held_out, score_maverick

ROWS: list[dict[str, Any]] = [
    {
        "id": f"r{event}-{n}",
        "event_id": f"E-{event}",
        "country": "Tessaly",
        "date_start": f"2031-01-{event + 1:02}",
        "deaths_best": str(n if event % 2 else 4),
        "actor1": "Guard",
        "location": "Orvess" if n else "",
        "city": "Orvess",
        "geo_precision": "3.0",
    }
    for event in range(9)
    for n in range(3)
]


def nothing(*_: object) -> Any:
    raise AssertionError("not asked for")


def by_day(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, tuple[str, ...]]) -> tuple[list[int], set[tuple[int, int]]]:
    assert not any("event_id" in r for r in rows), "gold is dropped before linking"
    days = [int(r["date_start"][-2:]) for r in rows]
    return days, {(a, b) for b in range(len(rows)) for a in range(b) if days[a] == days[b]}


def test_a_third_is_held_out_and_linking_sees_no_gold() -> None:
    share = sum(is_held_out(f"CIV-{n:04}") for n in range(3000)) / 3000
    assert share == pytest.approx(1 / 3, abs=0.03)
    assert blind(ROWS[0])["where_prec"] == 2 and "event_id" not in blind(ROWS[0])


def test_perfect_links_are_1_on_the_held_out_and_on_all() -> None:
    figures = {f.name: f for f in score_maverick(ROWS, by_day, lambda rows, columns: frozenset())}
    for name in ("held_out", "all", "held_out_among_all"):
        assert figures[f"{name}_pairwise"].value == 1 and figures[f"{name}_conll"].value == 1
    assert figures["all_pair_recall"].value == 1 and figures["all_pair_recall"].n == 27
    assert figures["held_out_pairwise"].n == 3 * sum(is_held_out(f"E-{n}") for n in range(9))


def test_who_disagrees_is_compared_with_a_count_on_the_rows() -> None:
    def differ(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        return frozenset({"deaths"} if len({r["deaths_best"] for r in rows}) > 1 else set())

    figures = {f.name: f for f in score_maverick(ROWS, by_day, differ)}
    assert figures["differ.deaths"].value == 1 and figures["differ.deaths"].n == 9
    assert figures["differ.place"].value == 1, "an empty cell disagrees with nobody, and the town stands for it"
    always = {f.name: f for f in score_maverick(ROWS, by_day, lambda rows, columns: frozenset({"date"}))}
    assert always["differ.date"].value == 0


def test_a_bench_that_holds_out_rows_of_its_own_file_is_run_and_another_on_that_file_is_not(tmp_path: Path) -> None:
    assets = tmp_path / "assets.toml"
    assets.write_text('[[file]]\npath = "maverick/reports.jsonl.gz"\nuse = "fit"\n', encoding="utf-8")
    tools = Tools(code=nothing, annotate=nothing, places=nothing, times=nothing)

    def bench(*, held_out: bool) -> Bench:
        run = lambda paths, tools: [Figure(name="f", value=1.0, n=1)]  # noqa: E731
        return Bench(name="b", files=("maverick/reports.jsonl.gz",), run=run, about="", held_out=held_out)

    assert evaluate(bench(held_out=True), data=tmp_path, tools=tools, assets=assets)
    with pytest.raises(EvaluationError, match="was trained on"):
        evaluate(bench(held_out=False), data=tmp_path, tools=tools, assets=assets)
    assert [b.name for b in BENCHES if b.held_out] == ["maverick"]
    assert set(COLUMNS) >= {"start", "place", "deaths", "actor"}
