"""`claimwire actors`: import, search and check from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimwire.cli import actors  # noqa: F401 - adds its commands

Run = Callable[..., Any]

CSV = "name,country,kind\nKestrel League,Syria,armed_group\nSalt March Front,Ruritania,armed_group\n,SY,\n"


def test_import_names_what_it_cannot_use_and_writes_the_rest(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "parties.csv", tmp_path / "parties.sqlite"
    path.write_text(CSV, encoding="utf-8")
    done = run("actors", "import", path, "--out", out)
    assert done.status == 0
    assert "2 actors under 2 names" in done.out
    assert f"{path}:3: country 'Ruritania' is not known" in done.err
    assert f"{path}:4: no name" in done.err
    found = run("actors", "search", "kestrel league", "--actors", out, "--json")
    assert [json.loads(line)["target"] for line in found.out.splitlines()] == ["own:kestrel-league"]
    assert run("actors", "check", "--actors", out).status == 0


def test_a_list_with_nobody_in_it_is_not_written(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "parties.csv", tmp_path / "parties.sqlite"
    path.write_text("name\n \n--\n", encoding="utf-8")
    done = run("actors", "import", path, "--out", out)
    assert done.status == 1
    assert "nothing is written" in done.err
    assert not out.exists()


def test_usage_is_told_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text(CSV, encoding="utf-8")
    assert run("actors", "import", path, "--format", "xml").status == 2
    assert run("actors", "import", path, "--column", "colour=Land").status == 2
    assert run("actors", "search", "Lavrov", "--date", "spring").status == 2
    assert run("actors", "import", tmp_path / "none.csv").status == 1
    assert run("actors", "import", path, "--out", path).status == 1
    assert path.read_text(encoding="utf-8") == CSV


def test_search_gives_the_holder_of_an_office_on_a_day(run: Run) -> None:
    found = run("actors", "search", "russian foreign minister", "--date", "2016-05-27", "--json")
    rows = [json.loads(line) for line in found.out.splitlines()]
    assert [r["target"] for r in rows[:2]] == ["office:rus-foreign-minister", "person:sergey-lavrov"]
    assert rows[1]["because"] == "held Foreign Minister of Russia on 2016-05-27"


def test_our_own_list_goes_together(run: Run) -> None:
    done = run("actors", "check")
    assert done.status == 0
    assert "no problem" in done.out
