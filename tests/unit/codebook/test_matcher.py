"""Claims get a researcher's types, with scores and the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from books import SMALL

from claimwire.codebook import check
from claimwire.config import Settings
from claimwire.pipeline import Coder, Failure
from claimwire.records import Claim, Reading, Report, digest


def claims(coder: Coder, text: str) -> tuple[Claim, ...]:
    outcome = coder.code([Report(id=digest("r", text), text=text)])[0]
    assert isinstance(outcome, Reading), outcome
    return outcome.claims


def types(coder: Coder, text: str) -> set[str]:
    return {t.type for c in claims(coder, text) for t in c.custom_types}


def test_an_entry_that_holds_gives_its_type_and_says_why(harvest: Coder) -> None:
    found = [t for c in claims(harvest, "Gunmen burned the barley of two hamlets on Sunday.") for t in c.custom_types]
    assert found[0].type == "crop_burned"  # a type of five examples may follow by likeness, with a lower score
    assert found[0].codebook == "harvest"
    assert found[0].rule.startswith("entry crop_burned.1 (burn + barley), examples ")
    assert found[0].score >= 0.8
    assert found[0].example in SMALL


def test_a_claim_like_an_example_gets_its_type_without_any_entry(harvest: Coder) -> None:
    found = [t for c in claims(harvest, "Rebels seized the wheat of four villages.") for t in c.custom_types]
    assert [t.type for t in found] == ["crop_seized"]
    assert found[0].rule.startswith("examples ")
    assert found[0].example == "Rebels seized the wheat of three villages."


@pytest.mark.parametrize(
    "text",
    [
        "The president met the foreign minister of Norway in Oslo.",
        "A car bomb killed nine people at a market.",
        "Rebels burned a police car.",  # a counter-example
    ],
)
def test_what_is_of_no_type_gets_none(harvest: Coder, text: str) -> None:
    assert types(harvest, text) == set()


def test_a_word_that_rules_an_entry_out_keeps_it_from_holding(harvest: Coder) -> None:
    found = [t for c in claims(harvest, "Peasants burned the stubble of the wheat field.") for t in c.custom_types]
    assert all(t.rule.startswith("examples ") for t in found)  # likeness may still propose a type


def test_without_a_codebook_a_claim_has_an_empty_list(coder: Coder) -> None:
    found = claims(coder, "Gunmen burned the barley of two hamlets on Sunday.")
    assert found
    assert all(c.custom_types == () for c in found)


def test_a_reading_keeps_the_types_when_it_is_written_and_read(harvest: Coder) -> None:
    text = "Gunmen burned the barley of two hamlets on Sunday."
    reading = harvest.code([Report(id="r", text=text)])[0]
    assert isinstance(reading, Reading)
    again = Reading.from_dict(reading.to_dict())
    assert [c.custom_types for c in again.claims] == [c.custom_types for c in reading.claims]
    old = reading.to_dict()
    for claim in old["claims"]:
        del claim["custom_types"]  # written by an earlier version
    assert all(c.custom_types == () for c in Reading.from_dict(old).claims)


def test_the_run_is_another_one_under_another_codebook(coder: Coder, harvest: Coder, tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(SMALL.replace("by force", "by force or threat"), encoding="utf-8")
    other = Coder.open(Settings(codebook=path))
    assert len({coder.run.id, harvest.run.id, other.run.id}) == 3
    assert other.run.model_digests["vectors.npz"] == harvest.run.model_digests["vectors.npz"]


def test_scores_lie_between_0_and_1_and_an_example_is_nearest_to_itself(harvest: Coder) -> None:
    matcher = harvest.matcher
    assert matcher is not None
    for group, label in zip(matcher.near.groups, matcher.near.types, strict=True):
        scores, near = matcher.near.scores(group)
        assert ((scores >= 0) & (scores <= 1)).all()
        if label >= 0:
            assert near.max() == pytest.approx(1, abs=0.02)


def test_leaving_an_example_out_lowers_its_score(harvest: Coder) -> None:
    matcher = harvest.matcher
    assert matcher is not None
    for g, (group, label) in enumerate(zip(matcher.near.groups, matcher.near.types, strict=True)):
        if label >= 0:
            assert matcher.near.scores(group)[0][:, label].max() >= matcher.left_out[g, label]


def test_the_check_names_types_with_few_examples_and_entries_that_hold_too_often(harvest: Coder) -> None:
    matcher = harvest.matcher
    assert matcher is not None
    results = {r.type: r for r in check.leave_one_out(matcher)}
    assert results["all"].n == 10
    assert results["crop_burned"].by["entries"][0] == 1.0
    seized = matcher.book.types["crop_seized"]
    few = replace(
        matcher,
        book=matcher.book.model_copy(
            update={"types": {**matcher.book.types, "crop_seized": seized.model_copy(update={"examples": seized.examples[:2]})}}
        ),
        given=np.ones_like(matcher.given),
    )
    told = "\n".join(check.warnings(few))
    assert "types.crop_seized: 2 examples; similarity needs about ten" in told
    assert "crop_burned: an entry holds for 'Rebels seized the wheat of three villages.', of crop_seized" in told


def test_ordinary_sentences_that_may_be_of_a_type_are_left_aside(health: Coder) -> None:
    matcher = health.matcher
    assert matcher is not None
    assert any("clinic" in s or "ambulance" in s for s in matcher.unlike_ordinary)
    assert len(matcher.unlike_ordinary) < 0.2 * check.n_ordinary(matcher)


def test_another_annotator_does_not_read_the_codebook(harvest: Coder, tmp_path: Path) -> None:
    class Costly:
        digests: ClassVar[dict[str, str]] = {}

        def annotate(self, reports: object) -> list[object]:
            raise AssertionError("asked, and paid")

    path = tmp_path / "harvest.yaml"
    path.write_text(SMALL, encoding="utf-8")
    coder = replace(harvest, annotator=Costly(), matcher=None).with_codebook(path, own_reader=False)
    assert coder.matcher is not None
    assert isinstance(coder.code([Report(id="a", text="Rain fell.")])[0], Failure)
