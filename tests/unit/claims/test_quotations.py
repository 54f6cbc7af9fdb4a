"""Quotations are found by their marks, whatever marks the outlet uses, and however long they run."""

from __future__ import annotations

import pytest

from claimwire.claims.quotations import find_quotations, is_fragment
from claimwire.claims.turns import find_turns


def quoted(text: str) -> list[str]:
    return [" / ".join(text[a:b] for a, b in q.pieces) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [('"', '"'), ("“", "”"), ("«", "»"), ("„", "“"), ("''", "''"), ("‘‘", "’’"), ("``", "''"), ("'", "'"), ("‘", "’")],
)
def test_words_between_marks_of_any_kind_are_a_quotation(opening: str, closing: str) -> None:
    text = f"The mayor said: {opening}Nobody crossed the dam last night.{closing} The army was silent."
    assert quoted(text) == ["Nobody crossed the dam last night."]


def test_an_apostrophe_opens_and_closes_nothing() -> None:
    assert quoted("The rebels' guns weren't found, and the army's engineers left the villagers' homes.") == []


def test_a_possessive_inside_single_marks_does_not_end_them() -> None:
    assert quoted("The envoy said: 'The rebels' guns are still here.' Nobody answered.") == ["The rebels' guns are still here."]


def test_elided_words_are_no_quotation() -> None:
    assert quoted("They left in '94 and 'twas not the first time, the widow's son said.") == []


def test_a_quotation_inside_a_quotation_keeps_its_own_range() -> None:
    text = "“The so-called ‘peacekeepers’ fired first,” the priest said."
    outer, inner = find_quotations(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.start < inner.start and inner.end < outer.end
    assert is_fragment(text, inner)


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_the_last() -> None:
    text = "“We buried nine.\n\n“Then they shelled the graveyard.\n\n“We left,” Ms Tuva said. She wept."
    found = find_quotations(text)
    assert len(found) == 1
    assert [text[a:b] for a, b in found[0].pieces] == ["We buried nine.", "Then they shelled the graveyard.", "We left,"]
    assert found[0].closed


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = '"The bridge is gone, the engineer said.\nTalks resume on Monday.'
    (found,) = find_quotations(text)
    assert not found.closed
    assert text[found.pieces[-1][0] : found.pieces[-1][1]] == "The bridge is gone, the engineer said."


def test_two_quotations_of_one_sentence_stay_apart() -> None:
    assert quoted('"They came by boat," he said, "and they left by boat."') == ["They came by boat,", "and they left by boat."]


def test_marks_without_a_blank_between_sentences_still_open() -> None:
    assert quoted('The road is closed, she said."Nobody can reach the wells" she added.') == ["Nobody can reach the wells"]


def test_doubled_marks_of_an_export_count_once() -> None:
    assert quoted('It named him ""leader of the northern cells"" in a list.') == ["leader of the northern cells"]


@pytest.mark.parametrize(
    "text",
    [
        'Units of the "moderate opposition" withdrew.',
        'The region calls itself a "people\'s republic" now.',
        "Fighters of the ‘Night Wolves’ were seen.",
    ],
)
def test_a_term_in_marks_is_a_fragment(text: str) -> None:
    assert all(is_fragment(text, q) for q in find_quotations(text))
    assert find_quotations(text)


@pytest.mark.parametrize("text", ['"They shelled us for an hour," he said.', 'He said: "We did not fire."', '"Never."'])
def test_an_utterance_is_no_fragment(text: str) -> None:
    assert not any(is_fragment(text, q) for q in find_quotations(text))


def test_quotations_survive_other_scripts_and_combining_marks() -> None:
    text = "قال «لن نغادر» ثم صمت 🙂. Zoe\u0301 said “we stay 🙂”."
    assert quoted(text) == ["لن نغادر", "we stay 🙂"]


def test_a_transcript_gives_each_speaker_their_turn() -> None:
    text = (
        "QUESTION: Did your planes hit the depot?\n\nMR ORLAND: We hit a depot. It held rockets.\n\nIt held nothing else.\n\n"
        "QUESTION: Were there civilians?\n\nMR ORLAND: None that we know of."
    )
    turns = find_turns(text)
    assert [text[slice(*t.label)] for t in turns] == ["QUESTION", "MR ORLAND", "QUESTION", "MR ORLAND"]
    assert [t.asks for t in turns] == [True, False, True, False]
    assert [text[a:b] for a, b in turns[1].words] == ["We hit a depot. It held rockets.", "It held nothing else."]


def test_an_interview_leaves_unlabelled_questions_to_the_publisher() -> None:
    text = (
        "The commander answered by letter.\nWill you disarm?\nTovan: We will not.\nWho fired on Tuesday?\n"
        "Tovan: They did. We buried two.\nAnd the truce?\nTovan: It holds."
    )
    assert [text[a:b] for t in find_turns(text) for a, b in t.words] == ["We will not.", "They did. We buried two.", "It holds."]


def test_a_colon_in_ordinary_prose_makes_no_transcript() -> None:
    text = "Three towns fell: Ara, Belin and Cor.\nThe toll was high: 40 dead.\nDarsa: 12 violations.\nRihana: 4 violations."
    assert find_turns(text) == ()
