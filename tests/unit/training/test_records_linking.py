"""The weights of linking rows: fitted on what is not held out, and those that ship are what fitting gives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from training import records_linking

from claimwire.consolidate import linking
from claimwire.evaluate.benches import records
from claimwire.evaluate.maverick import is_held_out

ROOT = Path(__file__).resolve().parents[3]


def test_what_speaks_for_one_event_gets_a_positive_weight_and_what_speaks_against_it_a_negative_one() -> None:
    found = [{"same_days": 1.0}, {"same_days": 1.0, "other_kind": 1.0}, {"other_kind": 1.0}, {}] * 10
    labels = np.array([1.0, 0.0, 0.0, 0.0] * 10)
    fitted = records_linking.fit(found, labels, penalty=1.0)
    assert fitted["same_days"] > 0 > fitted["other_kind"] and fitted["bias"] < 0


@pytest.mark.shared
def test_the_weights_that_ship_are_those_that_fitting_gives_without_the_held_out_events(shared: Path) -> None:
    path = shared / "data" / "maverick" / "reports.jsonl.gz"
    entries, events = records_linking.read(path)
    assert not any(is_held_out(e) for e in events)
    assert len(entries) == sum(not is_held_out(r["event_id"]) for r in records(path)) - 3, "three rows end before they start"
    _, found, labels = records_linking.examples(entries, events)
    fitted = records_linking.fit(found, labels)
    fitted["bias"] += records_linking.SHIFT
    fitted |= records_linking.BY_HAND
    assert json.loads((ROOT / records_linking.OUT).read_text(encoding="utf-8")) == {k: round(v, 2) for k, v in fitted.items()}
    assert set(linking.weights()) == set(fitted)
