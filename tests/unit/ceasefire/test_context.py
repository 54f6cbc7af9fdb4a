"""What a view is given: claims of a window with their chain, whose words they are, sides by date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.ceasefire.context import Context, Said
from claimwire.ontology import load
from claimwire.ontology.model import Ontology
from claimwire.records import Reading

Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load()


def saids(ontology: Ontology, *readings: Reading, **window: str) -> list[Said]:
    return list(Context(readings=readings, ontology=ontology, **window).said())  # type: ignore[arg-type]


def test_a_dated_claim_is_in_the_window_of_its_own_day_not_of_the_day_it_was_printed(read: Read, ontology: Ontology) -> None:
    told = read("The army shelled Douma on 3 May.", published="2016-05-27")
    assert [s.day for s in saids(ontology, told, from_="2016-05-01", to="2016-05-05")] == ["2016-05-03"]
    assert saids(ontology, told, from_="2016-05-20", to="2016-05-30") == []


def test_an_undated_claim_is_in_the_window_of_the_day_it_was_told_and_has_no_day(read: Read, ontology: Ontology) -> None:
    told = read("The army has shelled Douma.", published="2016-05-27")
    (said,) = saids(ontology, told, from_="2016-05-27", to="2016-05-27")
    assert (said.day, said.since, said.published) == (None, None, "2016-05-27")
    assert saids(ontology, told, to="2016-05-26") == []


def test_an_open_interval_reaches_into_every_later_window(read: Read, ontology: Ontology) -> None:
    told = read("Since 20 May the army has shelled Douma.", published="2016-05-27")
    assert [s.since for s in saids(ontology, told, from_="2016-06-10", to="2016-06-12")] == ["2016-05-20"]
    assert saids(ontology, told, to="2016-05-19") == []


def test_a_report_without_a_date_is_in_an_open_window_only(read: Read, ontology: Ontology) -> None:
    told = read("The army has shelled Douma.", published=None)
    assert len(saids(ontology, told)) == 1 and saids(ontology, told, from_="2016-01-01") == []


def test_the_innermost_source_is_whose_words_they_are_and_the_chain_keeps_all(read: Read, ontology: Ontology) -> None:
    told = read("The army shelled Douma on 3 May, Jaysh al-Islam said.", published="2016-05-04", publisher="Own Wire")
    context = Context(readings=(told,), ontology=ontology)
    said = next(s for s in context.said() if s.claim.event_type == "ASSAULT")
    assert context.voice(said).id == "group:jaysh-al-islam"
    assert context.according_to(said) == "Own Wire > Jaysh al-Islam"


def test_without_a_source_the_words_are_the_publishers_who_may_be_in_the_list(read: Read, ontology: Ontology) -> None:
    own, listed = (
        read("The army shelled Douma on 3 May.", published="2016-05-04", publisher=p) for p in ("Own Wire", "Almasirah")
    )
    voices = [Context(readings=(r,), ontology=ontology).voice(saids(ontology, r)[0]) for r in (own, listed)]
    assert [(v.id, v.name) for v in voices] == [(None, "Own Wire"), ("media:al-masirah", "Almasirah")]


def test_an_office_holder_is_of_his_states_side_only_while_in_office(ontology: Ontology) -> None:
    context = Context(readings=(), ontology=ontology)
    assert "syria:government" in context.sides("person:sergey-rudskoy", "2016-05-27")
    assert context.sides("person:sergey-rudskoy", "2014-05-27") == frozenset()
    assert context.lineage("force:syr-4th-division", "2016-05-27")[-1] == "state:syr"


def test_a_generator_of_readings_is_refused_since_a_second_view_would_find_it_empty(ontology: Ontology) -> None:
    with pytest.raises(TypeError, match="gone over only once"):
        Context(readings=(r for r in ()), ontology=ontology)


def test_words_reach_to_the_next_comma_so_that_what_was_left_is_among_them(read: Read, ontology: Ontology) -> None:
    told = read("Ahrar al-Sham withdrew from the truce, citing air strikes.", published="2016-05-04")
    said = next(s for s in saids(ontology, told) if "withdrew" in s.claim.trigger.text)
    assert said.words == "Ahrar al-Sham withdrew from the truce"


def test_an_actor_in_no_list_is_named_as_names_are_written_and_a_class_is_not(ontology: Ontology) -> None:
    context = Context(readings=(), ontology=ontology)
    assert context.name("name:committee-of-the-northern-coast") == "Committee of the Northern Coast"
    assert context.name("class:militant") == "militant"
    assert context.name("group:houthis") == "Houthis" and context.name(None) is None
