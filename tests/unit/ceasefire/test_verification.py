"""How far an alleged act has come, and what people decided; the program decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimwire.ceasefire.agreements import load
from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.verification import VERIFICATION, Decision, read_decisions
from claimwire.errors import ClaimwireError
from claimwire.ontology import load as load_ontology
from claimwire.records import Event, Origin, Reading


def origin(name: str, side: str | None, *, independent: bool = True) -> Origin:
    return Origin(id=f"o-{name}", kind="source", name=name, side=side, independent=independent, claims=(), reports=(), because=())


@pytest.fixture(scope="module")
def row(read: Callable[..., Reading]) -> Callable[..., Row]:
    ontology = load_ontology()
    told = read("The Syrian army shelled Douma on 26 May, Jaysh al-Islam said.", published="2016-05-27", publisher="Own Wire")
    (claim,) = [c for c in told.claims if c.event_type == "ASSAULT"]

    def row_(*, origins: tuple[Origin, ...] | None = None, status: str = "party_claim_only", **decided: Decision) -> Row:
        values: dict[str, Any] = {
            "event_type": "ASSAULT", "modes": (), "places": (), "time": None, "actors": (), "recipients": (), "quantities": {},
            "n_claims": 1, "n_statements": 1, "n_reports": 1, "n_origins": 1, "status_by_attribute": {},
        }  # fmt: skip
        event = Event(id="e-1", claims=(claim.id,), status=status, origins=origins or (), **values)
        decisions = {{"event": "e-1", "claim": claim.id}[k]: d for k, d in decided.items()}
        events = () if origins is None else (event,)
        context = Context(
            readings=(told,), events=events, ontology=ontology, agreements=load(ontology=ontology), decisions=decisions
        )
        (found,) = VERIFICATION.rows(context)
        assert found.keys() == set(VERIFICATION.columns)
        return found

    return row_


def test_an_act_that_one_side_told_of_is_alleged_and_no_more(row: Callable[..., Row]) -> None:
    found = row(origins=(origin("Jaysh al-Islam", "syria:opposition"),))
    assert (found["stage"], found["corroborated_by"], found["decision"]) == ("alleged", [], None)
    assert found["origins"] == ["Jaysh al-Islam (syria:opposition)"]


def test_an_act_in_no_event_yet_is_alleged(row: Callable[..., Row]) -> None:
    assert (row()["stage"], row()["event"]) == ("alleged", None)


def test_a_corroborated_act_names_the_independent_origins_of_no_party(row: Callable[..., Row]) -> None:
    origins = (
        origin("Jaysh al-Islam", "syria:opposition"),
        origin("Relief Office", None),
        origin("Reprint", None, independent=False),
    )
    found = row(origins=origins, status="corroborated")
    assert (found["stage"], found["corroborated_by"]) == ("corroborated", ["Relief Office"])


def test_what_a_person_decided_stands_with_the_name_and_leaves_the_status_as_it_is(row: Callable[..., Row]) -> None:
    decision = Decision(decision="not attributable", by="I. Brandt", on="2016-06-01", note="craters only")
    for where in ("event", "claim"):
        found = row(origins=(origin("Jaysh al-Islam", "syria:opposition"),), **{where: decision})
        assert (found["stage"], found["decided_by"]) == ("not attributable", "I. Brandt")
        assert found["status"] == "party_claim_only"


def test_decisions_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("id,decision,by,on,note\ne-1,suspended: no access,I. Brandt,2016-06-01,\n", encoding="utf-8")
    expected = Decision(decision="suspended: no access", by="I. Brandt", on="2016-06-01", note=None)
    assert read_decisions(path) == {"e-1": expected}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,decison,by\n", ":1: decison: unknown column; did you mean 'decision'?"),
        ("id,decision\n", ":1: by: the column is missing"),
        ("id,decision,by\ne-1,verifyed,Brandt\n", ":2: decision: 'verifyed' is none; did you mean 'verified'?"),
        ("id,decision,by\ne-1,verified,\n", ":2: by: empty"),
        ("id,decision,by\ne-1,verified,B\ne-1,unverifiable,B\n", ":3: id: e-1 is decided twice"),
    ],
)
def test_a_mistake_in_decisions_names_line_value_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimwireError) as caught:
        read_decisions(path)
    assert str(caught.value).startswith(f"{path}{said}")
    with pytest.raises(ClaimwireError, match="cannot be read"):
        read_decisions(tmp_path / "nowhere.csv")
