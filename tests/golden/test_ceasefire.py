"""Two weeks of a ceasefire as a monitor reads them: tables that a person wrote from the texts of examples/ceasefire.

What the program does not read yet stays in the tables as it should be. `not_yet.json` names such rows, with the reason, and rows
that stand and should not; each is a test that is expected to fail, and fails when it no longer does.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from claimwire.ceasefire import VIEWS, load_agreements, tables
from claimwire.cli import _status, browse, coding, knowledge, measure  # noqa: F401 - each adds its commands
from claimwire.cli.ceasefire import context
from claimwire.ontology import load

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "examples" / "ceasefire"
EXPECTED = Path(__file__).parent / "expected" / "ceasefire"
KNOWLEDGE = {"ontology": SAMPLES / "sarvonia", "agreements": SAMPLES / "agreements"}
CUTOFF = "2031-05-12T20:00"
Line = tuple[Any, ...]


def _load(name: str) -> Any:
    return json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))


TABLES: dict[str, dict[str, Any]] = {p.stem: _load(p.stem) for p in sorted(EXPECTED.glob("*.json")) if p.stem in VIEWS}
DAILY: dict[str, list[dict[str, str]]] = _load("daily")
NOT_YET: dict[str, dict[str, Any]] = _load("not_yet")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples coded from the command line, with the places and actors that go with them."""
    folder = tmp_path_factory.mktemp("ceasefire")
    gazetteer, path = folder / "sarvonia.sqlite", folder / "sarvonia.db"
    assert _status(["gazetteer", "import", str(SAMPLES / "places.csv"), "--out", str(gazetteer)]) == 0
    options = {"--ontology": KNOWLEDGE["ontology"], "--gazetteer": gazetteer, "--db": path}
    words = [str(word) for pair in options.items() for word in pair]
    assert _status(["code", str(SAMPLES / "reports"), *words]) == 0
    return path


@pytest.fixture(scope="module")
def found(db: Path) -> Mapping[str, list[Line]]:
    """The rows of every view that a table was written for, in the columns of that table."""
    with context(db, **KNOWLEDGE) as opened:
        return {t.name: list(_lines(_ours(t.rows), TABLES[t.name]["columns"])) for t in tables(opened, TABLES)}


@pytest.fixture(scope="module")
def daily(db: Path) -> Mapping[str, list[dict[str, str]]]:
    """The tables of the report of one day, without cells that say nothing."""
    out = db.parent / "daily"
    options = {"--ontology": KNOWLEDGE["ontology"], "--agreements": KNOWLEDGE["agreements"], "--cutoff": CUTOFF, "--db": db}
    words = [str(word) for pair in {**options, "--out": out}.items() for word in pair]
    assert _status(["report", "--daily", *words]) == 0
    read = {}
    for name in DAILY:
        path = out / f"daily-{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [{k: _plain(v) for k, v in row.items() if v and k not in ("claims", "Note")} for row in csv.DictReader(lines)]
        read[name] = rows
    return read


def _ours(rows: Any) -> list[Mapping[str, Any]]:
    """Rows that are not of the real agreements, which are in every register."""
    shipped = {a.id for a in load_agreements(None, ontology=load())}
    return [row for row in rows if row.get("agreement") not in shipped]


def _lines(rows: Any, columns: list[str]) -> Iterator[Line]:
    kinds = {row.get("id"): row.get("kind") for row in rows}
    for row in rows:
        yield tuple(_cell(column, row[column], kinds) for column in columns)


def _cell(column: str, value: Any, kinds: Mapping[Any, Any]) -> Any:
    """A report by its number, an alert by what it is about, an answer by what it answers; names without "(invented)"."""
    if column == "report":
        return value[:2]
    if column == "alerts":
        return tuple(dict.fromkeys(alert.partition(":")[0] for alert in value))
    if column == "answers":
        return kinds.get(value)
    return _plain(value) if isinstance(value, str) else value


def _plain(words: str) -> str:
    return words.replace(" (invented)", "").removeprefix("the ")


def _row(cells: list[Any]) -> Line:
    return tuple(tuple(c) if isinstance(c, list) else c for c in cells)


def _missing() -> list[Any]:
    """Every row that a table holds, those that do not come out yet marked with the reason."""
    out = []
    for view, table in TABLES.items():
        late = {_row(cells): reason for *cells, reason in NOT_YET.get(view, {}).get("missing", [])}
        assert late.keys() <= {_row(r) for r in table["rows"]}, f"{view}: not_yet.json names a row that the table has not"
        for n, cells in enumerate(table["rows"]):
            row = _row(cells)
            marks = pytest.mark.xfail(strict=True, reason=late[row]) if row in late else ()
            out.append(pytest.param(view, row, marks=marks, id=f"{view}-{n}"))
    return out


def _extra() -> list[Any]:
    out = []
    for view in TABLES:
        for n, (*cells, reason) in enumerate(NOT_YET.get(view, {}).get("extra", [])):
            mark = pytest.mark.xfail(strict=True, reason=reason)
            out.append(pytest.param(view, _row(cells), marks=mark, id=f"{view}-{n}"))
    return out


@pytest.mark.parametrize(("view", "row"), _missing())
def test_a_row_that_a_person_reads_off_the_texts_stands_in_its_view(
    view: str, row: Line, found: Mapping[str, list[Line]]
) -> None:
    wanted = Counter(_row(r) for r in TABLES[view]["rows"])
    assert Counter(found[view])[row] == wanted[row], f"{view}: {dict(zip(TABLES[view]['columns'], row, strict=True))}"


@pytest.mark.parametrize(("view", "row"), _extra())
def test_a_row_that_no_text_supports_does_not_stand(view: str, row: Line, found: Mapping[str, list[Line]]) -> None:
    assert row not in found[view]


@pytest.mark.parametrize("view", TABLES)
def test_no_view_has_a_row_that_a_person_would_not_write(view: str, found: Mapping[str, list[Line]]) -> None:
    known = {_row(cells) for *cells, _ in NOT_YET.get(view, {}).get("extra", [])}
    wanted = {_row(r) for r in TABLES[view]["rows"]}
    assert [dict(zip(TABLES[view]["columns"], r, strict=True)) for r in found[view] if r not in wanted | known] == []


def _late() -> list[Any]:
    """Rows of the daily report that do not come out yet, and rows that stand in their place."""
    out = []
    for section, known in NOT_YET["daily"].items():
        rows = [(DAILY[section][n], True, reason) for n, reason in known.get("missing", [])]
        rows += [(row, False, reason) for row, reason in known.get("extra", [])]
        for n, (row, wanted, reason) in enumerate(rows):
            mark = pytest.mark.xfail(strict=True, reason=reason)
            out.append(pytest.param(section, row, wanted, marks=mark, id=f"{section}-{n}"))
    return out


@pytest.mark.parametrize("section", DAILY)
def test_the_daily_report_of_twelve_may_says_what_a_monitor_would(
    section: str, daily: Mapping[str, list[dict[str, str]]]
) -> None:
    known = NOT_YET["daily"].get(section, {})
    late = [n for n, _ in known.get("missing", [])]
    extra = [row for row, _ in known.get("extra", [])]
    wanted = [row for n, row in enumerate(DAILY[section]) if n not in late]
    assert [row for row in daily[section] if row not in extra] == wanted


@pytest.mark.parametrize(("section", "row", "wanted"), _late())
def test_a_row_of_the_daily_report_stands_as_a_person_would_write_it(
    section: str, row: dict[str, str], wanted: bool, daily: Mapping[str, list[dict[str, str]]]
) -> None:
    assert (row in daily[section]) is wanted


def test_totals_of_two_agreements_stand_on_the_day_of_their_bulletin(db: Path) -> None:
    with context(db, window=("2031-05-12", "2031-05-12"), **KNOWLEDGE) as opened:
        (figures,) = tables(opened, ["figures"])
    totals = {(row["measure"], row["agreement"]): row["value"] for row in figures.rows if row["kind"] == "cumulative"}
    assert totals == {
        ("groups", "ferry-house-2031-01"): 143,
        ("groups", "sarvonia-2031-03"): 70,
        ("settlements", "ferry-house-2031-01"): 117,
    }
