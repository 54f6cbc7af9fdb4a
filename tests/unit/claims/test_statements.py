"""Who says what, by which words, and inside whose statement: read with the shipped parser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimwire import ontology
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.claims.speech import SpeechWords
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses
from claimwire.records import Reading, Report, Resolution, Statement

Find = Callable[..., tuple[Statement, ...]]


@pytest.fixture(scope="module")
def find() -> Find:
    annotator, words = EncoderAnnotator(), ontology.load()

    def find_(text: str, *, publisher: str | None = None) -> tuple[Statement, ...]:
        report = Report(id="r", text=text, publisher=publisher)
        annotation = annotator.annotate([report])[0]
        return find_statements(report, annotation, Resolution(), parsed=clauses(annotation), words=SpeechWords.of(words))

    return find_


def words(spans: tuple) -> str:  # type: ignore[type-arg]
    return " | ".join(s.text for s in spans)


def one(statements: tuple[Statement, ...], *, cue: str) -> Statement:
    """Return the only statement whose cue holds ``cue``."""
    found = [s for s in statements if cue in words(s.cue)]
    assert len(found) == 1, [(words(s.source), words(s.cue), words(s.content), s.rule) for s in statements]
    return found[0]


SAID: list[tuple[str, str, str, str]] = [  # text, source, cue, content
    ("The governor said rebels attacked the depot at Karun.", "The governor", "said", "rebels attacked the depot at Karun"),
    ("The governor said that rebels attacked the depot.", "The governor", "said", "rebels attacked the depot"),
    ("Rebels attacked the depot at Karun, the governor said.", "the governor", "said", "Rebels attacked the depot at Karun"),
    ("Rebels attacked the depot on Sunday, said the governor.", "the governor", "said", "Rebels attacked the depot on Sunday"),
    ("Rebels attacked the depot, the governor told reporters.", "the governor", "told", "Rebels attacked the depot"),
    ("The governor told reporters that rebels attacked the depot.", "The governor", "told", "rebels attacked the depot"),
    ("According to the governor, rebels attacked the depot.", "the governor", "According to", "rebels attacked the depot"),
    ("Rebels attacked the depot, according to the governor.", "the governor", "according to", "Rebels attacked the depot"),
    ("Rebels attacked the depot according to the governor.", "the governor", "according to", "Rebels attacked the depot"),
    ("Two shells, the governor said, had hit the school.", "the governor", "said", "Two shells | had hit the school"),
    ("The ministry announced that its troops had left Dorma.", "The ministry", "announced", "its troops had left Dorma"),
    ("Its troops had left Dorma, the ministry announced on Friday.", "the ministry", "announced", "Its troops had left Dorma"),
    ("The army claimed its jets hit a training camp.", "The army", "claimed", "its jets hit a training camp"),
    ("The monitors reported that the truce was holding.", "The monitors", "reported", "the truce was holding"),
    ("Witnesses say soldiers burned the market.", "Witnesses", "say", "soldiers burned the market"),
    ("The rebels admitted that they had shelled the village.", "The rebels", "admitted", "they had shelled the village"),
    ("The general warned that his guns would answer.", "The general", "warned", "his guns would answer"),
    ("The mayor confirmed that nine people had died.", "The mayor", "confirmed", "nine people had died"),
    ("The group alleged that prisoners were beaten.", "The group", "alleged", "prisoners were beaten"),
    ("The minister insisted that no shell had been fired.", "The minister", "insisted", "no shell had been fired"),
    ("As the ministry announced, three bridges were destroyed.", "the ministry", "announced", "three bridges were destroyed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), SAID)
def test_what_somebody_says_is_attributed_to_them(find: Find, text: str, source: str, cue: str, content: str) -> None:
    statement = one(find(text), cue=cue)
    assert (words(statement.source), words(statement.content)) == (source, content)
    assert (statement.quote_type, statement.parent) == ("indirect", None)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The army denied that it had bombed the hospital.", "The army", "it had bombed the hospital"),
        ("The army denied bombing the hospital.", "The army", "bombing the hospital"),
        ("It had bombed no hospital, the army said, and it denied that its jets were near.", "it", "its jets were near"),
        ("Sarvia on Monday flatly denied that its troops had crossed the river.", "Sarvia", "its troops had crossed the river"),
    ],
)
def test_denial_is_attributed_to_the_denier(find: Find, text: str, source: str, content: str) -> None:
    statement = one(find(text), cue="denied")
    assert (words(statement.source), words(statement.content), statement.stance) == (source, content, "denying")


def test_a_rejected_claim_is_two_statements_one_inside_the_other(find: Find) -> None:
    statements = find("Sarvia rejected the rebels' claim that its jets had bombed the clinic.")
    rejected, claim = one(statements, cue="rejected"), one(statements, cue="claim")
    assert words(rejected.source) == "Sarvia"
    assert rejected.stance == "denying"
    assert words(claim.source).startswith("the rebels")
    assert words(claim.content) == "its jets had bombed the clinic"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The governor accused the rebels of shelling the school.", "The governor", "the rebels of shelling the school"),
        ("The rebels were accused by the governor of shelling the school.", "the governor", "shelling the school"),
    ],
)
def test_an_accusation_is_what_comes_after_of(find: Find, text: str, source: str, content: str) -> None:
    statement = one(find(text), cue="accused")
    assert (words(statement.source), words(statement.content)) == (source, content)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The corps threatened to shell the port.", "threatened", "to shell the port"),
        ("The envoy urged both sides to stop the shelling.", "urged", "both sides to stop the shelling"),
        ("The council demanded that the army withdraw its guns.", "demanded", "the army withdraw its guns"),
    ],
)
def test_threats_and_demands_carry_what_was_threatened_or_demanded(find: Find, text: str, cue: str, content: str) -> None:
    assert words(one(find(text), cue=cue).content) == content


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The commander is said to have fled to the coast.", "said"),
        ("It was reported that the bridge had collapsed.", "reported"),
        ("Soldiers reportedly looted the bakery.", "reportedly"),
        ("Militiamen allegedly executed nine prisoners.", "allegedly"),
    ],
)
def test_hearsay_is_a_statement_without_a_source(find: Find, text: str, cue: str) -> None:
    statement = one(find(text), cue=cue)
    assert statement.source == () and statement.speaker is None
    assert statement.content


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ('"They fired at the boats," the fisherman said.', "the fisherman", "said", "They fired at the boats"),
        ('"They fired at the boats," said the fisherman.', "the fisherman", "said", "They fired at the boats"),
        ('The fisherman said: "They fired at the boats."', "The fisherman", "said", "They fired at the boats."),
        ("“They fired at the boats,” the fisherman told the Courier.", "the fisherman", "told", "They fired at the boats"),
        ("'They fired at the boats,' the fisherman said.", "the fisherman", "said", "They fired at the boats"),
        ('"They fired," he said. "Nobody fired back."', "he", "said", "They fired | Nobody fired back."),
        ('"They came at noon," she said, "and they left at dusk."', "she", "said", "They came at noon | and they left at dusk."),
        ('"They came at noon. We hid. They left," she recalled.', "she", "recalled", "They came at noon. We hid. They left"),
        ('"They fired at us," the man said, adding that two had sunk.', "the man", "said", "They fired at us"),
    ],
)  # fmt: skip
def test_quoted_words_are_direct_and_reach_to_their_marks(find: Find, text: str, source: str, cue: str, content: str) -> None:
    statement = one(find(text), cue=cue)
    assert (words(statement.source), words(statement.content), statement.quote_type) == (source, content, "direct")


def test_a_statement_released_on_paper_is_quoted_in_the_next_paragraph(find: Find) -> None:
    (statement,) = find(
        'Gen. Tomas Orell released the following statement on Monday:\n\n"We mourn four of our own. They died at Karun."'
    )
    assert "Orell" in words(statement.source)
    assert words(statement.content) == "We mourn four of our own. They died at Karun."
    assert statement.quote_type == "direct"


@pytest.mark.parametrize(
    "text",
    [
        'The minister said the raid was "a crime without precedent" and that it would be answered.',
        'The minister described the raid as "a crime without precedent".',
    ],
)
def test_words_partly_quoted_are_mixed(find: Find, text: str) -> None:
    assert {s.quote_type for s in find(text)} == {"mixed"}


@pytest.mark.parametrize(
    "text",
    [
        'Units of the "moderate opposition" left the town on Friday.',
        "The army shelled the port on Friday and took the northern district.",
        "The council condemned the attack.",
        "The two leaders discussed the harvest.",
        "We condemn the attack on the clinic and express our condolences.",
        "The ministry ordered new trucks.",
    ],
)
def test_the_publishers_own_voice_is_no_statement(find: Find, text: str) -> None:
    assert find(text) == ()


def test_an_issuing_body_that_names_itself_speaks_in_its_own_voice(find: Find) -> None:
    text = "The Mission noted that two howitzers were missing. A soldier told the Mission that they had been moved."
    statements = find(text, publisher="Lake Truce Observation Mission")
    assert [words(s.source) for s in statements] == ["A soldier"]


def test_nested_statements_name_each_holder_outermost_first(find: Find) -> None:
    statements = find("The general said that sixty groups had stated that they accepted the truce.")
    outer, inner = one(statements, cue="said"), one(statements, cue="stated")
    assert statements[0] is outer
    assert inner.parent == outer.id
    assert (words(outer.source), words(inner.source)) == ("The general", "sixty groups")


def test_a_quoted_speaker_is_inside_the_paper_that_quotes(find: Find) -> None:
    statements = find("The daily quoted the governor as saying that the dam would be blown up.")
    paper, governor = one(statements, cue="quoted"), one(statements, cue="saying")
    assert (words(paper.source), words(governor.source)) == ("The daily", "the governor")
    assert governor.parent == paper.id


def test_a_cited_source_says_what_the_speaker_says(find: Find) -> None:
    statements = find("Nine people were killed, the ministry said, citing hospital doctors.")
    said, citing = one(statements, cue="said"), one(statements, cue="citing")
    assert words(citing.source) == "hospital doctors"
    assert citing.content == said.content
    assert citing.parent == said.id


def test_two_verbs_of_one_speaker_are_two_statements(find: Find) -> None:
    statements = find("The ministry conceded that the convoy had been hit, but said that it had carried weapons.")
    conceded, said = one(statements, cue="conceded"), one(statements, cue="said")
    assert words(conceded.content) == "the convoy had been hit"
    assert words(said.content) == "it had carried weapons"
    assert words(said.source) == words(conceded.source) == "The ministry"


def test_lost_commas_lose_no_speaker(find: Find) -> None:
    text = "Rebels attacked a checkpoint in the province killing six soldiers the Observatory said on Saturday."
    statement = one(find(text), cue="said")
    assert words(statement.source) == "the Observatory"
    assert words(statement.content) == "Rebels attacked a checkpoint in the province killing six soldiers"


def test_a_dateline_belongs_to_nobodys_statement(find: Find) -> None:
    text = "KARUN, March 3 (Halden Wire) - Shells hit the market on Tuesday, the mayor said."
    statement = one(find(text), cue="said")
    assert (words(statement.source), words(statement.content)) == ("the mayor", "Shells hit the market on Tuesday")


@pytest.mark.parametrize(
    "text", ["The army did not say who fired.", "He would say nothing.", "She could not say whether they had left."]
)
def test_saying_nothing_is_no_statement(find: Find, text: str) -> None:
    assert find(text) == ()


def test_neither_confirming_nor_denying_is_kept_apart_from_denial(find: Find) -> None:
    (statement,) = find("The army would neither confirm nor deny that its jets had struck the convoy.")
    assert statement.rule.startswith("neither_confirm_nor_deny")


def test_reading_twice_gives_the_same_statements(find: Find) -> None:
    text = '"We left," the captain said. According to him, the bridge was mined.'
    assert find(text) == find(text)


def test_every_statement_names_its_rule_and_cuts_its_words_from_the_report(find: Find) -> None:
    text = "أعلن الناطق 🙂. “We stay 🙂,” Zoe\u0301 Arman said; the army, she claimed, had shelled the cafe\u0301."
    statements = find(text)
    assert statements
    for s in statements:
        assert s.rule
        assert all(span.text == text[span.start : span.end] for span in (*s.source, *s.cue, *s.content))


@pytest.mark.shared
def test_the_briefing_of_may_2016_is_one_speakers_from_end_to_end(shared: Path, read: Callable[..., Reading]) -> None:
    text = (shared / "data" / "briefing" / "briefing-2016-05-27.txt").read_text(encoding="utf-8")
    reading = read(text, published="2016-05-27")
    outer = [s for s in reading.statements if s.parent is None]
    covered = {i for s in outer for span in (*s.source, *s.cue, *s.content) for i in range(span.start, span.end)}
    bare = [
        p.text[:60]
        for p in (reading.report.span(s.start, s.end) for s in reading.sentences)
        if covered.isdisjoint(range(*p.offsets))
    ]
    assert bare == []  # nothing in it is the publisher's own voice
    assert len({s.speaker for s in outer}) == 1  # every spelling, title and pronoun
    groups = one(reading.statements, cue="stated")
    assert words(groups.source) == "Sixty armed groups"
    assert groups.parent is not None


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The observers could not confirm who had fired the shells.", "confirm"),
        ("The army did not deny that it had shelled the town.", "deny"),
    ],
)
def test_who_neither_affirms_nor_denies_keeps_a_distance(find: Find, text: str, cue: str) -> None:
    assert one(find(text), cue=cue).stance == "distancing"


def test_a_quotation_of_two_sentences_belongs_to_the_speaker_named_at_its_end(find: Find) -> None:
    (statement,) = find('"The guns fell silent at noon. Nobody was hurt," General Orlan said.')
    assert words(statement.source) == "General Orlan"
    assert words(statement.content) == "The guns fell silent at noon. Nobody was hurt"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Two jets collide over Dorna: police\n\nBoth pilots died.", "police", "Two jets collide over Dorna"),
        ("Nine drones downed over the port - General Staff\n\nThe raid began at noon.", "General Staff",
         "Nine drones downed over the port"),
        ("Car bomb kills nine in Dorna Monitor AFP Monday 5 May 2014 A car bomb went off in the market.", "Monitor",
         "Car bomb kills nine in Dorna"),
    ],
)  # fmt: skip
def test_a_headline_names_who_says_it_at_its_end(find: Find, text: str, source: str, content: str) -> None:
    first = find(text)[0]
    assert words(first.source).endswith(source)
    assert content.startswith(words(first.content)[:20])


def test_a_headline_that_ends_with_a_place_or_a_subtitle_says_nothing_in_anybodys_name(find: Find) -> None:
    assert not find("Truce talks fail - live updates\n\nThe army shelled Dorna.")
    assert not find("Nine killed in raid on Dorna\n\nThe army shelled the town.")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The brigade said nine men had given up their arms and that eleven had fallen.", "eleven had fallen"),
        ("An aide said Brock had met the envoy on Monday and had conceded that a commission was needed.", "was needed"),
        ("A patrol, he said, had been ambushed; three men had been killed, and nobody had been captured.", "been captured"),
        ("The cutter rammed a launch on Sunday, naval headquarters said, tearing open its hull.", "tearing open its hull"),
    ],
)
def test_what_goes_on_in_reported_speech_is_still_the_speakers(find: Find, text: str, end: str) -> None:
    said = next(s for s in find(text) if s.parent is None)
    assert words(said.content).endswith(end)


def test_what_follows_a_semicolon_in_plain_tense_is_the_publishers(find: Find) -> None:
    said = one(find("The army said it had left the town; rebels moved in at noon."), cue="said")
    assert words(said.content).endswith("left the town")
