"""Probes of meaning: one small change of wording changes who did what, whether it happened, or who says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire import ontology
from claimwire.records import Claim, Reading

Read = Callable[..., Reading]


def find(reading: Reading, word: str, event_type: str | None = "ASSAULT") -> Claim:
    """Return the claim whose trigger holds ``word``."""
    found = [c for c in reading.claims if word in c.trigger.text.lower() and c.event_type == event_type]
    assert found, f"no {event_type} claim on {word!r} among {[(c.trigger.text, c.event_type) for c in reading.claims]}"
    return found[0]


def names(people: object) -> list[str]:
    return [p.span.text for p in people]  # type: ignore[attr-defined]


def source(reading: Reading, claim: Claim) -> str | None:
    if claim.statement is None:
        return None
    statement = next(s for s in reading.statements if s.id == claim.statement)
    return " ".join(s.text for s in statement.source)


@pytest.mark.parametrize(
    "text",
    [
        "Government troops did not attack the village of Osh Hadra on Monday.",
        "The army has not attacked the town.",
        "Rebels never attacked the convoy.",
        "No army unit attacked the hospital.",
        "The army did not carry out an attack on the market.",
    ],
)
def test_a_negated_attack_is_certain_not_to_have_happened(read: Read, text: str) -> None:
    assert find(read(text), "attack").factuality == "CT-"


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Corps denied attacking the hospital.",
        "The army denied that it had attacked the hospital.",
        "A spokesman for the rebels denied that their fighters attacked the convoy.",
        "The ministry denied having attacked the village.",
    ],
)
def test_denial_is_attributed_to_the_denier(read: Read, text: str) -> None:
    reading = read(text)
    claim = find(reading, "attack")
    assert claim.factuality == "CT-"
    assert claim.statement is not None


@pytest.mark.parametrize(
    "text",
    ["The militants may attack the town.", "Rebels might attack the airport.", "Fighters could attack the bridge tonight."],
)
def test_a_possible_attack_is_no_attack(read: Read, text: str) -> None:
    claim = find(read(text), "attack")
    assert (claim.realization, claim.factuality) != ("actual", "CT+")
    assert claim.factuality in {"PS+", "Uu"}


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Corps threatened to attack the airport.",
        "Rebels have threatened to attack the oil terminal.",
        "The general threatened to bomb the capital.",
    ],
)
def test_a_threatened_attack_is_threatened_and_the_threat_is_a_claim(read: Read, text: str) -> None:
    reading = read(text)
    claim = find(reading, "bomb" if "bomb" in text else "attack")
    assert (claim.realization, claim.factuality) == ("threatened", "Uu")
    assert any(c.event_type == "THREATEN" for c in reading.claims)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said rebels attacked the convoy.",
        "Rebels attacked the convoy, the ministry said.",
        "According to the ministry, rebels attacked the convoy.",
        "Rebels attacked the convoy, according to the ministry.",
        "Rebels, the ministry said, attacked the convoy.",
        'The ministry said: "Rebels attacked the convoy."',
        '"Rebels attacked the convoy," said the ministry.',
    ],
)
def test_who_says_it_is_not_who_did_it(read: Read, text: str) -> None:
    reading = read(text)
    claim = find(reading, "attack")
    assert any("ebels" in n for n in names(claim.actor))
    assert any("convoy" in n for n in names(claim.recipient))
    assert "ministry" in (source(reading, claim) or "")
    assert (claim.realization, claim.factuality) == ("actual", "CT+")


@pytest.mark.parametrize(
    "text",
    [
        "If the army attacks, the Corps will respond.",
        "The Corps will respond if the army attacks.",
        "Unless the army attacks, we will wait.",
    ],
)
def test_a_condition_is_hypothetical(read: Read, text: str) -> None:
    claim = find(read(text), "attack")
    assert (claim.realization, claim.factuality) == ("hypothetical", "Uu")


@pytest.mark.parametrize(
    "text",
    [
        "Militants attempted to storm the power station.",
        "Militants tried to storm the power station.",
        "Militants have repeatedly tried to storm the power station.",
        "Fighters sought to storm the base.",
    ],
)
def test_an_attempt_is_never_counted_as_done(read: Read, text: str) -> None:
    assert find(read(text), "storm").realization == "attempted"


@pytest.mark.parametrize(
    "text",
    [
        "The convoy was attacked by rebels near Tel Amun.",
        "The convoy has been attacked by rebels.",
        "An attack by rebels on the convoy was reported from the north.",
        "The rebels' attack on the convoy lasted an hour.",
        "Rebels carried out an attack on the convoy.",
        "Rebels launched an attack against the convoy.",
    ],
)
def test_actor_and_recipient_keep_their_roles_in_every_voice(read: Read, text: str) -> None:
    claim = find(read(text), "attack")
    assert any("ebels" in n for n in names(claim.actor)), names(claim.actor)
    assert any("convoy" in n for n in names(claim.recipient)), names(claim.recipient)


@pytest.mark.parametrize(
    "text",
    [
        "The mediator called on the army to stop shelling the town.",
        "The mediator urged the army to stop shelling the town.",
        "The mediator demanded that the army stop shelling the town.",
    ],
)
def test_a_call_to_stop_is_a_request(read: Read, text: str) -> None:
    reading = read(text)
    requests = [c for c in reading.claims if c.event_type == "REQUEST"]
    assert requests
    assert any("mediator" in n for n in names(requests[0].actor))


@pytest.mark.parametrize(
    "text",
    [
        "The army rejected the rebels' claim that its aircraft bombed the hospital.",
        "The army dismissed the rebels' allegation that its aircraft bombed the hospital.",
    ],
)
def test_rejecting_a_claim_leaves_the_claim_with_its_claimant(read: Read, text: str) -> None:
    reading = read(text)
    assert any(c.event_type == "REJECT" for c in reading.claims)
    assert find(reading, "bomb").statement is not None


def test_each_town_taken_is_a_claim_of_its_own(read: Read) -> None:
    reading = read("Militants took over Dara, Khan Sefer and Bel Amun, which were held by government troops.")
    taken = [c for c in reading.claims if c.effect is not None]
    assert len({c.effect.place for c in taken if c.effect}) == 3


def test_a_false_friend_codes_nothing(read: Read) -> None:
    reading = read("The two companies struck a deal and the minister launched an investigation into a bombshell report.")
    assert not [c for c in reading.claims if c.event_type == "ASSAULT"]


def test_everyday_words_of_conflict_are_nearly_always_left_alone(read: Read) -> None:
    """The lexicon's counter-examples, end to end: "shelling peas", "shot a film". Nine of 88 came out as events when written."""
    coded = 0
    rows = [row for row in ontology.table("examples", ("id", "sentence", "trigger", "expected")) if row["expected"] == "none"]
    for row in rows:
        start = row["sentence"].find(row["trigger"])
        end = start + len(row["trigger"])
        coded += any(c.kind == "event" and c.trigger.start < end and start < c.trigger.end for c in read(row["sentence"]).claims)
    assert len(rows) >= 80
    assert coded <= 0.12 * len(rows)
