"""What an event is called when reports come and go."""

from __future__ import annotations

from claimwire.consolidate.identity import named, natural, undone


def test_a_new_event_is_named_after_its_smallest_claim() -> None:
    assert named([["c2", "c1"], ["c3"]], before={}).ids == (natural("c1"), natural("c3"))


def test_an_event_that_grows_keeps_its_id_though_a_smaller_claim_comes_in() -> None:
    found = named([["c0", "c1", "c2"]], before={"c1": "e-1", "c2": "e-1"})
    assert found.ids == ("e-1",) and found.changes == ()


def test_of_two_events_that_merge_the_larger_gives_its_id_and_the_other_leads_to_it() -> None:
    found = named([["a", "b", "c"]], before={"a": "e-small", "b": "e-large", "c": "e-large"})
    assert found.ids == ("e-large",) and found.redirects == {"e-small": "e-large"}
    assert [(x.what, x.event, x.into, x.claims) for x in found.changes] == [("merged", "e-small", "e-large", ("a",))]


def test_equal_halves_are_settled_by_the_smaller_id() -> None:
    assert named([["a", "b"]], before={"a": "e-2", "b": "e-1"}).ids == ("e-1",)


def test_what_splits_off_gets_an_id_of_its_own_even_when_the_event_was_named_after_its_claim() -> None:
    id_ = natural("a")
    found = named([["a"], ["b", "c"]], before={"a": id_, "b": id_, "c": id_})
    assert found.ids == (natural("a", 2), id_)
    assert [(x.what, x.into) for x in found.changes] == [("split", natural("a", 2))]


def test_an_id_that_another_event_bears_is_not_given_again() -> None:
    assert named([["a"]], before={}, taken=lambda ids: {natural("a")} & set(ids)).ids == (natural("a", 2),)


def test_an_event_whose_report_is_removed_ends_and_leads_nowhere() -> None:
    found = named([], before={"a": "e-1"})
    assert found.redirects == {} and [(x.what, x.into, x.claims) for x in found.changes] == [("ended", None, ("a",))]


def test_a_step_is_taken_back_by_its_log() -> None:
    before = {"a": "e-1", "b": "e-1", "c": "e-2", "d": "e-2"}
    found = named([["a", "c", "d"], ["b", "new"]], before=before)
    after = {c: id_ for id_, g in zip(found.ids, (["a", "c", "d"], ["b", "new"]), strict=True) for c in g}
    assert after != before and undone(after, found.changes, since=["new"]) == before
