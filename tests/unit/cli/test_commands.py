"""What every command owes its user, and the commands about what the rules know."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    ("code",),
    ("consolidate",),
    ("contradictions",),
    ("duplicates",),
    ("link",),
    ("ceasefire",),
    ("claims",),
    ("events",),
    ("explain",),
    ("report",),
    ("export",),
    ("gazetteer", "import"),
    ("gazetteer", "search"),
    ("ontology", "check"),
    ("evaluate",),
    ("verify",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_an_example(run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.status == 0
    assert f"Example: claimwire {' '.join(command)}" in " ".join(ran.out.split())


def test_a_command_that_does_not_exist_is_bad_usage_with_the_nearest_one(run) -> None:
    ran = run("claim")
    assert ran.status == 2 and "'claims'" in ran.err
    assert run("--version").out.startswith("claimwire ")


def _milliseconds(code: str) -> float:
    """CPU time, so that a busy machine does not fail the test; the best of three, so that a cold disk does not."""
    timed = f"import time; t = time.process_time(); {code}; print((time.process_time() - t) * 1000)"
    runs = [subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(r.stdout) for r in runs)


def test_the_package_imports_in_under_three_tenths_of_a_second() -> None:
    assert _milliseconds("import claimwire, claimwire.cli, claimwire.pipeline") < 300


def test_help_loads_no_engine_no_reader_and_no_table_library() -> None:
    code = (
        "import sys; from claimwire.cli import _status, coding, browse, knowledge, measure; _status(['code', '--help']);"
        "heavy = {'onnxruntime', 'tokenizers', 'numpy', 'pyarrow', 'trafilatura', 'lxml', 'yaml', 'feedparser'};"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED []"


def test_ontology_check_names_file_key_and_remedy(run, tmp_path: Path) -> None:
    ran = run("ontology", "check")
    assert ran.status == 0 and ran.out.startswith("no problem: ")
    (tmp_path / "event_types.yaml").write_text("ASSAULT:\n  lable: attack\n", encoding="utf-8")
    ran = run("ontology", "check", tmp_path)
    assert ran.status == 1 and "event_types.yaml" in ran.out and "lable" in ran.out
    assert all("problem" in json.loads(line) for line in run("ontology", "check", tmp_path, "--json").out.splitlines())
    ran = run("ontology", "check", tmp_path / "none")
    assert ran.status == 1 and "none: no such folder" in ran.err


def test_a_gazetteer_is_imported_and_searched(run, tmp_path: Path) -> None:
    places, out = tmp_path / "places.csv", tmp_path / "g.sqlite"
    places.write_text(
        "id,name,latitude,longitude,country,aliases\nown:1,Sennhaven,55.1,12.2,ORS,Port of Senn\n", encoding="utf-8"
    )
    ran = run("gazetteer", "import", places, "--out", out)
    assert ran.status == 0 and ran.out.startswith("1 places under 2 names")
    found = json.loads(run("gazetteer", "search", "port of senn", "--gazetteer", out, "--json").out.splitlines()[0])
    assert (found["target"], found["because"]) == ("own:1", "alternate name")
    ran = run("gazetteer", "search", "Xqzzyv")
    assert ran.status == 0 and ran.out == "" and "no place is called 'Xqzzyv'" in ran.err


def test_a_gazetteer_that_is_none_is_named(run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("one\ttwo\n", encoding="utf-8")
    assert "expected 19" in run("gazetteer", "import", notes, "--out", tmp_path / "g.sqlite").err
    assert not (tmp_path / "g.sqlite").exists()
    assert "no such file" in run("gazetteer", "import", tmp_path / "none.txt", "--out", tmp_path / "g.sqlite").err
    assert "is a folder" in run("gazetteer", "import", notes, "--out", tmp_path).err
    ran = run("gazetteer", "search", "Senn", "--gazetteer", notes)
    assert ran.status == 1 and "notes.txt" in ran.err


def test_evaluate_names_the_benchmarks_there_are(run, tmp_path: Path) -> None:
    ran = run("evaluate", "claimz", "--data", tmp_path)
    assert ran.status == 1 and "there are claims, polnear" in ran.err
    ran = run("evaluate", "claims", "--data", tmp_path)
    assert ran.status == 1 and "dev.jsonl is absent; give the data folder with --data" in ran.err
