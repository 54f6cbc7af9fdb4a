"""Which words are asked whether they name a happening, what speaks for each, and what it is then said to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from claimwire import ontology
from claimwire.annotate import load
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.claims import Extractor, triggers, weigh
from claimwire.claims.assemble import _doubled
from claimwire.claims.frames import Clause, Frame
from claimwire.claims.triggers import candidates, find_frames, label_options, trigger_features
from claimwire.ontology.model import Ontology, TriggerEntry
from claimwire.records import Annotation, Claim, Reading, Report, Resolution, Sentence, Span, Token, Trigger

Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def ours() -> Ontology:
    return ontology.load()


@pytest.fixture(scope="module")
def annotator() -> EncoderAnnotator:
    return load()


def parsed(annotator: EncoderAnnotator, text: str) -> Clause:
    """One sentence with its grammar, and nothing that a head says of its happenings."""
    (annotation,) = annotator.annotate([Report(id="r", text=text)])
    (clause,) = triggers.clauses(annotation)
    return clause


def saw(clause: Clause, text: str, event_type: str | None, *, score: float = 0.8, **more: object) -> Trigger:
    """A head's candidate on the words ``text`` of a sentence."""
    tokens, words = clause.tree.tokens, text.split()
    n = next(n for n in range(len(tokens)) if [t.text for t in tokens[n : n + len(words)]] == words)
    span = Span(start=tokens[n].start, end=tokens[n + len(words) - 1].end, text=text)
    return Trigger(span=span, kind="event" if event_type else "state", event_type=event_type, score=score, **more)  # type: ignore[arg-type]


def told(frames: list[Frame]) -> dict[str, str]:
    """What each frame's head word is said to be."""
    return {f.tree.tokens[f.head].text: f.event_type or f.kind for f in frames}


def weigh_by(monkeypatch: pytest.MonkeyPatch, **tables: Mapping[str, float]) -> None:
    monkeypatch.setattr(weigh, "weights", lambda: {name: {"bias": 0.0, **table} for name, table in tables.items()})


# --- which words are asked ------------------------------------------------------------------------------------------------


def test_a_word_of_the_lexicon_is_asked_though_no_head_saw_it(ours: Ontology, annotator: EncoderAnnotator) -> None:
    (frame,) = candidates(parsed(annotator, "Rebels shelled the village."), [], ours)
    assert frame.tree.tokens[frame.head].text == "shelled"
    assert frame.learned is None
    assert frame.entry is not None


def test_a_word_that_the_lexicon_does_not_know_is_asked_because_a_head_saw_it(
    ours: Ontology, annotator: EncoderAnnotator
) -> None:
    clause = parsed(annotator, "Gunmen peppered the checkpoint all night.")
    assert "peppered" not in told(candidates(clause, [], ours))
    found = {f.tree.tokens[f.head].text: f for f in candidates(clause, [saw(clause, "peppered", "ASSAULT")], ours)}
    assert found["peppered"].event_type == "ASSAULT"
    assert found["peppered"].entry is None


def test_lexicon_and_head_on_one_word_make_one_candidate(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "Rebels shelled the village.")
    seen = saw(clause, "shelled", "ASSAULT", score=0.6)
    (frame,) = candidates(clause, [seen], ours)
    assert frame.learned is seen
    assert frame.entry is not None
    assert frame.score == pytest.approx(0.8)  # two that agree are surer than one


@pytest.mark.parametrize(
    ("text", "phrase", "noun"),
    [
        ("Both sides signed a peace agreement in Oslo.", "signed", "agreement"),
        ("The police opened fire on the crowd.", "opened", "fire"),
    ],
)
def test_a_noun_inside_a_phrase_is_no_second_happening(
    ours: Ontology, annotator: EncoderAnnotator, text: str, phrase: str, noun: str
) -> None:
    clause = parsed(annotator, text)
    by_itself = parsed(annotator, f"The {noun} was the first in years.")
    assert noun in told(candidates(by_itself, [saw(by_itself, noun, "AGREE")], ours)), "by itself it may name one"
    found = told(candidates(clause, [saw(clause, noun, "AGREE")], ours))
    assert phrase in found
    assert noun not in found


def test_what_is_threatened_is_a_happening_of_its_own(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "The front threatened to attack the capital.")
    found = candidates(clause, [saw(clause, "threatened", "THREATEN"), saw(clause, "attack", "ASSAULT")], ours)
    assert told(found) == {"threatened": "THREATEN", "attack": "ASSAULT"}


def test_of_a_phrase_its_head_word_is_asked_first_whatever_the_others_score(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "The front threatened to attack the capital.")
    first, second = saw(clause, "threatened", "THREATEN", score=0.4), saw(clause, "attack", "ASSAULT", score=0.9)
    learned = {f.tree.tokens[f.head].text: f.learned for f in candidates(clause, [first, second], ours)}
    assert learned == {"threatened": first, "attack": second}


def test_of_a_phrase_whose_head_word_no_head_saw_the_surest_other_word_speaks(
    ours: Ontology, annotator: EncoderAnnotator
) -> None:
    clause = parsed(annotator, "The police opened fire on the crowd.")
    fire = saw(clause, "fire", "ASSAULT")
    (frame,) = candidates(clause, [fire], ours)
    assert frame.learned is fire


def test_a_false_friend_is_ruled_out_for_the_head_as_well(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "The report struck a chord with many readers.")
    assert "struck" not in told(candidates(clause, [saw(clause, "struck", "ASSAULT", score=0.99)], ours))


def test_that_something_was_tried_is_no_happening_but_what_was_tried_is(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "Militants tried to storm the barracks but failed.")
    seen = [saw(clause, w, "ASSAULT", score=0.9) for w in ("tried", "storm", "failed")]
    assert told(candidates(clause, seen, ours)) == {"storm": "ASSAULT"}


def test_candidates_stand_in_the_order_of_the_text(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "Troops seized the bridge, shelled the town and arrested its mayor.")
    heads = [f.head for f in candidates(clause, [], ours)]
    assert len(heads) == 3
    assert heads == sorted(heads)


# --- what speaks for a word -----------------------------------------------------------------------------------------------


def shelled(ours: Ontology, annotator: EncoderAnnotator, *, learned: Trigger | None = None, **entry: object) -> Frame:
    """The frame of "shelled", with a sense that is ``entry``'s."""
    (frame,) = candidates(parsed(annotator, "Rebels shelled the village."), [], ours)
    sense = TriggerEntry(id="shell.v", lemma="shell", pos="VERB", event_type="ASSAULT")
    return replace(frame, learned=learned, entry=replace(sense, **entry))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "sort"),
    [
        ({}, "only sense"),
        ({"objects": frozenset({"village"})}, "chosen sense"),
        ({"particle": "at"}, "chosen sense"),
        ({"lemma": "open fire"}, "phrase"),
        ({"lemma": "open fire", "objects": frozenset({"village"})}, "phrase"),
    ],
)
def test_a_sense_is_trusted_by_what_chose_it(
    ours: Ontology, annotator: EncoderAnnotator, entry: dict[str, object], sort: str
) -> None:
    features = trigger_features(shelled(ours, annotator, **entry))
    assert {"only sense", "chosen sense", "phrase"} & features.keys() == {sort}


def test_a_word_without_a_sense_is_known_as_such_and_has_no_sort(ours: Ontology, annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "Gunmen peppered the checkpoint all night.")
    frame = next(f for f in candidates(clause, [saw(clause, "peppered", "ASSAULT")], ours) if f.entry is None)
    assert trigger_features(frame).keys() == {"head", "no sense", "VERB without a sense"}


def test_silence_of_the_head_is_less_than_anything_it_says(ours: Ontology, annotator: EncoderAnnotator) -> None:
    frame = shelled(ours, annotator)
    faint = saw(frame.clause, "shelled", "ASSAULT", score=0.15)
    assert trigger_features(frame)["head"] < trigger_features(replace(frame, learned=faint))["head"]


def test_the_head_speaks_for_the_sense_as_far_as_it_thinks_of_the_same_type(ours: Ontology, annotator: EncoderAnnotator) -> None:
    frame = shelled(ours, annotator)
    for labels, likeness in (((("ASSAULT", 0.7), ("state", 0.2)), 0.7), ((("COERCE", 0.9),), 0.0), ((), 1.0)):
        seen = saw(frame.clause, "shelled", "ASSAULT", labels=labels)
        assert trigger_features(replace(frame, learned=seen))["likeness"] == likeness


def test_a_weak_word_is_known_to_be_weak(ours: Ontology, annotator: EncoderAnnotator) -> None:
    assert trigger_features(shelled(ours, annotator, weak=True))["weak sense"] == 1.0
    assert trigger_features(shelled(ours, annotator))["weak sense"] == 0.0


# --- what it may be -------------------------------------------------------------------------------------------------------


def test_a_word_may_be_what_the_lexicon_says_or_whatever_the_head_offers(ours: Ontology, annotator: EncoderAnnotator) -> None:
    frame = shelled(ours, annotator)
    seen = saw(frame.clause, "shelled", "COERCE", labels=(("COERCE", 0.6), ("state", 0.3)))
    options = label_options(replace(frame, learned=seen))
    assert set(options) == {"ASSAULT", "COERCE", "state"}
    assert [label for label, features in options.items() if "only sense" in features] == ["ASSAULT"]


def test_without_a_head_a_word_is_what_the_lexicon_says(ours: Ontology, annotator: EncoderAnnotator) -> None:
    assert set(label_options(shelled(ours, annotator))) == {"ASSAULT"}
    assert set(label_options(shelled(ours, annotator, kind="state", event_type=None))) == {"state"}


def heard(clause: Clause, *learned: Trigger) -> Annotation:
    return Annotation(report="r", sentences=(clause.sentence,), triggers=learned)


@pytest.mark.parametrize(("trust", "said"), [(5.0, "ASSAULT"), (0.5, "COERCE")])
def test_how_far_the_lexicon_is_trusted_decides_what_a_word_is_said_to_be(
    ours: Ontology, annotator: EncoderAnnotator, monkeypatch: pytest.MonkeyPatch, trust: float, said: str
) -> None:
    weigh_by(monkeypatch, trigger={"bias": 5.0}, label={"head": 1.0, "only sense": trust, "chosen sense": trust})
    clause = parsed(annotator, "Rebels shelled the village.")
    seen = saw(clause, "shelled", "COERCE", labels=(("COERCE", 0.9), ("ASSAULT", 0.1)), modes=("seize",))
    (frame,) = find_frames([clause], heard(clause, seen), ontology=ours)
    assert frame.event_type == said
    assert (frame.modes == ("seize",)) == (said == "COERCE"), "the modes are of the type that was chosen"
    assert (frame.entry is None) == (said == "COERCE")


def test_a_word_that_is_no_event_to_the_head_may_become_a_state(
    ours: Ontology, annotator: EncoderAnnotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh_by(monkeypatch, trigger={"bias": 5.0}, label={"head": 1.0})
    clause = parsed(annotator, "Rebels shelled the village.")
    seen = saw(clause, "shelled", None, labels=(("state", 0.9), ("ASSAULT", 0.1)))
    (frame,) = find_frames([clause], heard(clause, seen), ontology=ours)
    assert (frame.kind, frame.event_type, frame.contexts) == ("state", None, ())


@pytest.mark.parametrize(("score", "said"), [(0.9, {"peppered": "ASSAULT"}), (0.2, {})])
def test_a_word_without_a_sense_names_a_happening_only_if_the_head_is_sure(
    ours: Ontology, annotator: EncoderAnnotator, monkeypatch: pytest.MonkeyPatch, score: float, said: dict[str, str]
) -> None:
    weigh_by(monkeypatch, trigger={"head": 1.0}, label={"head": 1.0})
    clause = parsed(annotator, "Gunmen peppered the checkpoint all night.")
    found = find_frames([clause], heard(clause, saw(clause, "peppered", "ASSAULT", score=score)), ontology=ours)
    assert told(found) == said


def test_where_no_head_was_asked_the_lexicon_decides_alone(
    ours: Ontology, annotator: EncoderAnnotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh_by(monkeypatch, trigger={"bias": -9.0}, label={})
    clause = parsed(annotator, "Rebels shelled the village.")
    assert told(find_frames([clause], heard(clause), ontology=ours)) == {"shelled": "ASSAULT"}


def test_a_participle_of_harm_is_kept_for_its_host_though_by_itself_it_is_unlikely(
    ours: Ontology, annotator: EncoderAnnotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh_by(monkeypatch, trigger={"head": 1.0}, label={"head": 1.0})
    clause = parsed(annotator, "Rebels shelled the village, wounding thirty people.")
    found = find_frames([clause], heard(clause, saw(clause, "shelled", "ASSAULT", score=0.9)), ontology=ours)
    assert {f.tree.tokens[f.head].text: f.unsupported for f in found} == {"shelled": False, "wounding": True}


# --- in claims ------------------------------------------------------------------------------------------------------------


def only_seen(clause: Clause, word: str, event_type: str) -> Frame:
    """A frame on ``word`` that the lexicon knows nothing of."""
    trigger = saw(clause, word, event_type)
    head = next(n for n, t in enumerate(clause.tree.tokens) if t.text == word)
    return Frame(
        clause=clause, head=head, words=(head,), kind="event", event_type=event_type, modes=(), contexts=(), entry=None,
        learned=trigger, score=0.8, rule="head:trigger",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["The navy mounted strikes on the port.", "Strikes were mounted on the port.", "Strikes were mounted by the navy."]
)
def test_the_noun_names_the_happening_that_its_verb_only_says_took_place(annotator: EncoderAnnotator, text: str) -> None:
    clause = parsed(annotator, text)
    noun = "strikes" if "strikes" in text else "Strikes"
    frames = [only_seen(clause, "mounted", "ASSAULT"), only_seen(clause, noun, "ASSAULT")]
    assert _doubled(frames) == {0}


def test_a_verb_of_another_type_than_its_object_is_a_happening_of_its_own(annotator: EncoderAnnotator) -> None:
    clause = parsed(annotator, "The navy halted strikes on the port.")
    assert _doubled([only_seen(clause, "halted", "RETREAT"), only_seen(clause, "strikes", "ASSAULT")]) == set()


def parse(*words: str) -> tuple[Report, Annotation]:
    """One sentence from ``text/lemma/UPOS/head/deprel``, heads from 0: a parse that no training changes."""
    tokens, text = [], ""
    for word in words:
        form, lemma, upos, head, deprel = word.split("/")
        at = len(text) + (1 if text and form != "." else 0)
        text = f"{text:<{at}}{form}"
        tokens.append(Token(start=at, end=len(text), text=form, lemma=lemma, upos=upos, head=int(head), deprel=deprel))
    sentence = Sentence(id="s", start=0, end=len(text), tokens=tuple(tokens))
    return Report(id="r", text=text), Annotation(report="r", sentences=(sentence,))


def _offsets(annotation: Annotation, number: int) -> tuple[int, int]:
    token = annotation.sentences[0].tokens[number]
    return token.start, token.end


def denied(ours: Ontology, what: str, *, hangs_on: str) -> tuple[Claim, ...]:
    """Attacks of "The front denied WHAT for the attack", with "attack" hung on the verb or on its noun."""
    where = "2/obl" if hangs_on == "verb" else "3/nmod"
    report, annotation = parse(
        "The/the/DET/1/det", "front/front/NOUN/2/nsubj", "denied/deny/VERB/-1/root", f"{what}/{what}/NOUN/2/obj",
        "for/for/ADP/6/case", "the/the/DET/6/det", f"attack/attack/NOUN/{where}", "././PUNCT/2/punct",
    )  # fmt: skip
    found = Extractor(ours).extract(report, annotation, Resolution()).claims
    return tuple(c for c in found if c.event_type == "ASSAULT")


@pytest.mark.parametrize("hangs_on", ["verb", "noun"])
@pytest.mark.parametrize("what", ["responsibility", "involvement"])
def test_whoever_denies_responsibility_does_not_deny_the_attack(ours: Ontology, what: str, hangs_on: str) -> None:
    (attack,) = denied(ours, what, hangs_on=hangs_on)
    assert (attack.realization, attack.factuality) == ("actual", "CT+")


@pytest.mark.parametrize("hangs_on", ["verb", "noun"])
def test_whoever_denies_responsibility_for_an_attack_is_not_its_actor(ours: Ontology, hangs_on: str) -> None:
    (attack,) = denied(ours, "responsibility", hangs_on=hangs_on)
    assert attack.actor == ()


def test_whoever_denies_the_attack_does(read: Read) -> None:
    attacks = [c for c in read("The front denied that it had attacked the convoy.").claims if c.event_type == "ASSAULT"]
    assert {c.factuality for c in attacks} == {"CT-"}


@pytest.mark.parametrize("verb", ["killed/kill", "executed/execute"])
def test_a_verb_of_harm_that_is_unlikely_and_has_no_host_is_no_claim(
    ours: Ontology, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    weigh_by(monkeypatch, trigger={"bias": -9.0}, label={"head": 1.0})
    report, annotation = parse(
        "Militants/militant/NOUN/1/nsubj", f"{verb}/VERB/-1/root", "guards/guard/NOUN/1/obj", "overnight/overnight/ADV/1/advmod"
    )
    asked = Trigger(span=report.span(*_offsets(annotation, 3)), kind="state", event_type=None, score=0.2)
    assert Extractor(ours).extract(report, replace(annotation, triggers=(asked,)), Resolution()).claims == ()
