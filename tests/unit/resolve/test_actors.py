"""Who the actors of a report are: names, titles, descriptions and pronouns on parses written by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from claimwire import ontology
from claimwire.ontology import Ontology
from claimwire.pipeline import Coder
from claimwire.records import Annotation, Link, Mention, Report, Resolution, Sentence, Token
from claimwire.resolve.actors import resolve_actors


@pytest.fixture(scope="module")
def nouns() -> Ontology:
    return ontology.load()


def parsed(*sentences: str, published: str | None = "2016-05-27", publisher: str | None = None) -> tuple[Report, Annotation]:
    """Build a report from sentences of ``form|lemma/UPOS/head/relation`` words; heads count from 1, 0 is the root.

    An underscore before a word joins it to the one before. Without ``|lemma`` a word is its own lemma.
    """
    text, built = "", []
    for number, sentence in enumerate(sentences):
        tokens: list[Token] = []
        start = len(text) + (1 if text else 0)
        for k, word in enumerate(sentence.split()):
            form, upos, head, relation = word.rsplit("/", 3)
            joined = form.startswith("_")
            form, _, lemma = form.removeprefix("_").partition("|")
            text += "" if joined or not text else " "
            tokens.append(
                Token(
                    start=len(text), end=len(text) + len(form), text=form, lemma=lemma or form.lower(),
                    upos=upos, head=int(head) - 1, deprel=relation,
                )
            )  # fmt: skip
            text += form
            assert k or tokens[0].start == start
        built.append(Sentence(id=f"s{number}", start=start, end=len(text), tokens=tuple(tokens)))
    report = Report(id="r", text=text, published_at=published, publisher=publisher)
    return report, Annotation(report="r", sentences=tuple(built))


class Reading:
    """The resolution of a report, asked by the words of a mention."""

    def __init__(
        self, nouns: Ontology, *sentences: str, published: str | None = "2016-05-27", publisher: str | None = None
    ) -> None:
        report, annotation = parsed(*sentences, published=published, publisher=publisher)
        self.resolution: Resolution = resolve_actors(report, annotation, ontology=nouns)
        self._links = {k.mention: k for k in self.resolution.links}

    def links(self, words: str) -> list[Link]:
        found = [m for m in self.resolution.mentions if m.span.text == words]
        return [self._links[m.id] for m in sorted(found, key=lambda m: m.span.start)]

    def target(self, words: str) -> str | None:
        found = self.links(words)
        assert found, f"no mention {words!r} among {[m.span.text for m in self.resolution.mentions]}"
        return found[0].target


VELK = (
    "General/PROPN/2/nmod:desc Tomas/PROPN/12/nsubj Velk/PROPN/2/flat _,/PUNCT/5/punct head/NOUN/2/appos of/ADP/10/case "
    "the/DET/10/det Ruritanian/ADJ/10/amod General/PROPN/10/compound Staff/PROPN/5/nmod _,/PUNCT/5/punct said|say/VERB/0/root "
    "the/DET/14/det bridge/NOUN/15/nsubj fell|fall/VERB/12/ccomp _./PUNCT/12/punct"
)


def test_title_surname_and_role_of_one_general_are_one_person(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        VELK,
        "Velk/PROPN/2/nsubj spoke|speak/VERB/0/root _./PUNCT/2/punct",
        "The/DET/2/det chief/NOUN/7/nsubj of/ADP/6/case the/DET/6/det General/PROPN/6/compound "
        "Staff/PROPN/2/nmod left|leave/VERB/0/root _./PUNCT/7/punct",
        "He/PRON/2/nsubj returned|return/VERB/0/root _./PUNCT/2/punct",
    )
    targets = {
        reading.target("General Tomas Velk, head of the Ruritanian General Staff"),
        reading.target("Velk"),
        reading.target("The chief of the General Staff"),
        reading.target("He"),
    }
    assert targets == {"name:tomas-velk"}


def test_surname_in_the_headline_is_the_person_named_in_full_below(nouns: Ontology) -> None:
    reading = Reading(nouns, "Velk/PROPN/2/nsubj resigns|resign/VERB/0/root", VELK)
    assert reading.target("Velk") == "name:tomas-velk"


@pytest.mark.parametrize("spelling", ["Sergey", "Sergei", "Sergay"])
def test_transliterations_of_a_listed_name_are_one_person(nouns: Ontology, spelling: str) -> None:
    reading = Reading(
        nouns,
        "Sergey/PROPN/3/nsubj Rudskoy/PROPN/1/flat spoke|speak/VERB/0/root _./PUNCT/3/punct",
        f"{spelling}/PROPN/3/nsubj Rudskoi/PROPN/1/flat left|leave/VERB/0/root _./PUNCT/3/punct",
    )
    assert reading.target(f"{spelling} Rudskoi") == reading.target("Sergey Rudskoy") == "person:sergey-rudskoy"


def test_two_people_with_one_surname_stay_two(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Anna/PROPN/3/nsubj Dorn/PROPN/1/flat spoke|speak/VERB/0/root _./PUNCT/3/punct",
        "Karl/PROPN/3/nsubj Dorn/PROPN/1/flat left|leave/VERB/0/root _./PUNCT/3/punct",
    )
    assert (reading.target("Anna Dorn"), reading.target("Karl Dorn")) == ("name:anna-dorn", "name:karl-dorn")


def test_speakers_are_never_linked_by_a_common_noun_alone(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        VELK,
        "An/DET/2/det official/NOUN/3/nsubj objected|object/VERB/0/root _./PUNCT/3/punct",
        "The/DET/3/det village/NOUN/3/compound head/NOUN/4/nsubj fled|flee/VERB/0/root _./PUNCT/4/punct",
    )
    assert reading.target("An official") != "name:tomas-velk"
    assert reading.target("The village head") != "name:tomas-velk"


def test_gender_of_a_title_decides_the_pronoun(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Mrs/PROPN/2/nmod:desc Dorn/PROPN/3/nsubj met|meet/VERB/0/root Mr/PROPN/5/nmod:desc Hale/PROPN/3/obj _./PUNCT/3/punct",
        "He/PRON/2/nsubj left|leave/VERB/0/root _./PUNCT/2/punct",
        "She/PRON/2/nsubj stayed|stay/VERB/0/root _./PUNCT/2/punct",
    )
    assert reading.target("He") == "name:hale"
    assert reading.target("She") == "name:dorn"


BRIGADE = (
    "The/DET/4/det Harbour/PROPN/4/compound Watch/PROPN/4/compound Brigade/PROPN/8/nsubj (/PUNCT/6/punct "
    "_HWB/PROPN/4/appos _)/PUNCT/6/punct "
    "shelled|shell/VERB/0/root the/DET/10/det port/NOUN/8/obj _./PUNCT/8/punct"
)


def test_acronym_short_name_and_members_are_the_group(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        BRIGADE,
        "The/DET/2/det HWB/PROPN/3/nsubj said|say/VERB/0/root its/PRON/5/nmod:poss fighters|fighter/NOUN/6/nsubj "
        "left|leave/VERB/3/ccomp _./PUNCT/3/punct",
        "The/DET/2/det brigade/NOUN/3/nsubj regretted|regret/VERB/0/root it/PRON/3/obj _./PUNCT/3/punct",
    )
    group = "name:harbour-watch-brigade"
    assert reading.target("The Harbour Watch Brigade (HWB)") == group
    assert {reading.target(w) for w in ("The HWB", "its", "its fighters", "The brigade")} == {group}


HEADS = {
    "Militants": "Militants|militant/NOUN/2/nsubj fled|flee/VERB/0/root _./PUNCT/2/punct",
    "The militants": "The/DET/2/det militants|militant/NOUN/3/nsubj fled|flee/VERB/0/root _./PUNCT/3/punct",
    "The terrorists": "The/DET/2/det terrorists|terrorist/NOUN/3/nsubj fled|flee/VERB/0/root _./PUNCT/3/punct",
    "Other militants": "Other/ADJ/2/amod militants|militant/NOUN/3/nsubj fled|flee/VERB/0/root _./PUNCT/3/punct",
}


@pytest.mark.parametrize(
    ("words", "target"),
    [("Militants", "class:militant"), ("The terrorists", "class:terrorist"), ("Other militants", "class:militant")],
)
def test_a_class_and_a_label_are_never_the_group_named_before(nouns: Ontology, words: str, target: str) -> None:
    reading = Reading(nouns, BRIGADE, HEADS[words])
    assert reading.target(words) == target
    (link,) = reading.links(words)
    assert reading.resolution.actors[link.mention].kind == "class"


def test_the_militants_of_a_report_with_one_armed_group_are_that_group_with_the_class_as_runner_up(nouns: Ontology) -> None:
    reading = Reading(nouns, BRIGADE, HEADS["The militants"])
    (link,) = reading.links("The militants")
    assert (link.target, link.rule) == ("name:harbour-watch-brigade", "class:antecedent")
    assert [c.target for c in link.candidates] == ["class:militant"]
    assert link.score < 0.6


def test_the_militants_of_a_report_with_two_armed_groups_are_a_class(nouns: Ontology) -> None:
    other = (
        "The/DET/4/det Inland/PROPN/4/compound Lake/PROPN/4/compound Battalion/PROPN/5/nsubj "
        "withdrew|withdraw/VERB/0/root _./PUNCT/5/punct"
    )
    assert Reading(nouns, BRIGADE, other, HEADS["The militants"]).target("The militants") == "class:militant"


def test_listed_group_keeps_its_id_under_every_spelling(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Jabhat/PROPN/4/nsubj al/PROPN/1/flat _-/PUNCT/1/punct Nusra/PROPN/1/flat fled|flee/VERB/0/root _./PUNCT/5/punct",
        "The/DET/3/det Nusra/PROPN/3/compound Front/PROPN/4/nsubj denied|deny/VERB/0/root it/PRON/4/obj _./PUNCT/4/punct",
        "This/DET/3/det terrorist/ADJ/3/amod group/NOUN/4/nsubj fought|fight/VERB/0/root _./PUNCT/4/punct",
    )
    assert reading.target("The Nusra Front") == reading.target("This terrorist group") == "group:nusra-front"


def test_demonym_before_jets_means_the_air_force(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Russian/ADJ/2/amod warplanes|warplane/NOUN/3/nsubj bombed|bomb/VERB/0/root Turkish/ADJ/5/amod "
        "positions|position/NOUN/3/obj _./PUNCT/3/punct",
    )
    assert reading.target("Russian warplanes") == "force:rus-air-force"


def test_capital_that_acts_is_a_government_and_one_that_is_struck_is_not(nouns: Ontology) -> None:
    acting = Reading(nouns, "Moscow/PROPN/2/nsubj denied|deny/VERB/0/root it/PRON/2/obj _./PUNCT/2/punct")
    assert acting.target("Moscow") == "gov:rus"
    struck = Reading(nouns, "Shells|shell/NOUN/2/nsubj fell|fall/VERB/0/root in/ADP/4/case Damascus/PROPN/2/obl _./PUNCT/2/punct")
    assert not struck.links("Damascus")


def test_forces_and_government_of_an_unlisted_country_belong_together(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Ruritanian/ADJ/2/amod tanks|tank/NOUN/3/nsubj crossed|cross/VERB/0/root the/DET/5/det river/NOUN/3/obj _./PUNCT/3/punct",
        "Ruritania/PROPN/2/nsubj denied|deny/VERB/0/root that/SCONJ/6/mark its/PRON/5/nmod:poss "
        "troops|troop/NOUN/6/nsubj fired|fire/VERB/2/ccomp _./PUNCT/2/punct",
    )
    assert reading.target("Ruritania") == "name:ruritania"
    assert reading.target("Ruritanian tanks") == reading.target("its troops") == "name:ruritanian-army"


@pytest.mark.parametrize(("published", "holder"), [("2012-03-01", "person:hillary-clinton"), ("2016-05-27", "person:john-kerry")])
def test_an_office_is_whoever_holds_it_that_day(nouns: Ontology, published: str, holder: str) -> None:
    reading = Reading(
        nouns,
        "The/DET/2/det US/PROPN/3/compound Secretary/PROPN/6/nsubj of/ADP/5/case State/PROPN/3/nmod "
        "arrived|arrive/VERB/0/root _./PUNCT/6/punct",
        published=published,
    )
    assert reading.target("The US Secretary of State") == holder


def test_an_undated_report_names_the_office_and_no_holder(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "The/DET/2/det US/PROPN/3/compound Secretary/PROPN/6/nsubj of/ADP/5/case State/PROPN/3/nmod "
        "arrived|arrive/VERB/0/root _./PUNCT/6/punct",
        published=None,
    )
    assert reading.target("The US Secretary of State") == "office:usa-secretary-of-state"


def test_a_monitoring_group_is_the_monitor_named_later(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "A/DET/3/det monitoring/NOUN/3/compound group/NOUN/4/nsubj reported|report/VERB/0/root it/PRON/4/obj _./PUNCT/4/punct",
        "The/DET/3/det Syrian/PROPN/3/amod Observatory/PROPN/7/nsubj for/ADP/6/case Human/PROPN/6/compound Rights/PROPN/3/nmod "
        "counted|count/VERB/0/root the/DET/9/det dead/ADJ/7/obj _./PUNCT/7/punct",
    )
    assert reading.target("A monitoring group") == reading.target("The Syrian Observatory for Human Rights") == "org:sohr"


def test_we_in_a_quotation_is_the_group_that_the_spokeswoman_speaks_for(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        '"/PUNCT/3/punct _We/PRON/3/nsubj hold/VERB/8/ccomp the/DET/5/det town/NOUN/3/obj _,/PUNCT/3/punct '
        '_"/PUNCT/3/punct said|say/VERB/0/root '
        "Anna/PROPN/8/nsubj Dorn/PROPN/9/flat _,/PUNCT/13/punct a/DET/13/det spokeswoman/NOUN/9/appos "
        "for/ADP/17/case the/DET/17/det "
        "Dune/PROPN/17/compound Front/PROPN/13/nmod _./PUNCT/8/punct",
        "The/DET/3/det Dune/PROPN/3/compound Front/PROPN/4/nsubj celebrated|celebrate/VERB/0/root _./PUNCT/4/punct",
    )
    assert reading.target("We") == reading.target("The Dune Front") == "name:dune-front"


def test_we_outside_quotations_is_the_issuing_party(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "We/PRON/2/nsubj reject/VERB/0/root this/DET/4/det lie/NOUN/2/obj _./PUNCT/2/punct",
        publisher="Dune Front Media Office",
    )
    assert reading.target("We") == "name:dune-front"


def test_a_news_agency_speaks_for_nobody(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "We/PRON/2/nsubj reject/VERB/0/root this/DET/4/det lie/NOUN/2/obj _./PUNCT/2/punct",
        publisher="Harbour News Agency",
    )
    assert not reading.links("We")


def test_a_backer_named_in_an_adjective_is_not_the_one_who_acts(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Iran/PROPN/3/obl _-/PUNCT/3/punct _backed|back/VERB/4/amod rebels|rebel/NOUN/5/nsubj "
        "fled|flee/VERB/0/root _./PUNCT/5/punct",
    )
    assert [k.target for k in reading.resolution.links] == ["class:rebel"]


def test_pronoun_without_an_antecedent_stays_open(nouns: Ontology) -> None:
    reading = Reading(nouns, "He/PRON/2/nsubj left|leave/VERB/0/root _./PUNCT/2/punct")
    (link,) = reading.links("He")
    assert link.target is None
    assert link.rule.startswith("nil")


def test_every_link_names_its_rule_and_every_target_its_actor(nouns: Ontology) -> None:
    reading = Reading(nouns, VELK, BRIGADE)
    for link in reading.resolution.links:
        assert link.rule
        assert (link.target is None) == (link.mention not in reading.resolution.actors)


def test_resolving_twice_gives_the_same_bytes(nouns: Ontology) -> None:
    first, second = Reading(nouns, VELK, BRIGADE), Reading(nouns, VELK, BRIGADE)
    assert first.resolution == second.resolution


@pytest.mark.shared
def test_every_spelling_title_and_pronoun_of_the_generals_briefing_is_one_person(shared: Path, coder: Coder) -> None:
    text = (shared / "data/briefing/briefing-2016-05-27.txt").read_text("utf-8")
    report = Report(id="briefing", text=text, published_at="2016-05-27")
    resolution = resolve_actors(report, coder.annotator.annotate([report])[0], ontology=coder.ontology)
    target = {k.mention: k.target for k in resolution.links}
    spelled = {m.span.text: target[m.id] for m in resolution.mentions if re.search("Rud|^[Hh]e$|chief|head of", m.span.text)}
    assert len(spelled) >= 7
    assert set(spelled.values()) == {"person:sergey-rudskoy"}
    assert len({m.span.text for m in resolution.mentions if target[m.id] == "group:nusra-front"}) >= 3
    assert not [m for m in resolution.mentions if m.span.text == "Terrorists" and not (target[m.id] or "").startswith("class:")]


@pytest.mark.parametrize("head", [0, 5, 16])
@pytest.mark.parametrize("relation", ["compound", "nsubj", "appos", "nmod:poss"])
def test_a_damaged_parse_is_read_without_an_error(nouns: Ontology, head: int, relation: str) -> None:
    words = [w.rsplit("/", 2)[0] for w in VELK.split()]
    reading = Reading(nouns, " ".join(f"{w}/{head}/{relation}" for w in words))
    assert all(k.rule for k in reading.resolution.links)


def test_a_ministry_listed_with_its_owner_is_the_owners_and_nobody_elses(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Ukraine/PROPN/2/nsubj waited|wait/VERB/0/root _./PUNCT/2/punct",
        "Russia/PROPN/4/compound _'s/PART/1/case defence/NOUN/4/compound ministry/NOUN/5/nsubj "
        "spoke|speak/VERB/0/root _./PUNCT/5/punct",
        "Its/PRON/2/nmod:poss forces|force/NOUN/3/nsubj left|leave/VERB/0/root _./PUNCT/3/punct",
    )
    assert reading.target("Russia's defence ministry") == reading.target("Its") == "min:rus-defence"


def test_a_rank_behind_a_body_makes_a_person_of_the_name_after_it(nouns: Ontology) -> None:
    report, annotation = parsed(
        "Army/PROPN/2/compound Chief/PROPN/8/nsubj of/PROPN/5/nmod:desc Staff/PROPN/8/nsubj General/PROPN/8/nsubj "
        "Tomas/PROPN/8/nsubj Velk/PROPN/6/flat spoke|speak/VERB/0/root _./PUNCT/8/punct",
        "General/PROPN/2/nmod:desc Velk/PROPN/3/nsubj left|leave/VERB/0/root _./PUNCT/3/punct",
        "The/DET/2/det Chief/NOUN/5/nsubj of/PROPN/4/case Staff/NOUN/5/nsubj returned|return/VERB/0/root _./PUNCT/5/punct",
    )
    said = ("Army Chief of Staff General Tomas Velk", "General Velk", "The Chief of Staff")
    at = {words: report.text.index(words) for words in said}
    told = tuple(Mention(id=w, span=report.span(k, k + len(w)), label="actor", score=0.9) for w, k in at.items())
    found = resolve_actors(report, replace(annotation, mentions=told), ontology=nouns)
    targets = {m.span.text: found.actors[m.id].id for m in found.mentions}
    assert targets == dict.fromkeys(said, "name:tomas-velk")


def told(nouns: Ontology, text: str, *sentences: str) -> str | None:
    """Resolve a report in which an annotator found one mention; returns its target."""
    report, annotation = parsed(*sentences)
    at = report.text.rindex(text)
    mention = Mention(id="m", span=report.span(at, at + len(text)), label="actor", score=0.9)
    found = resolve_actors(report, replace(annotation, mentions=(mention,)), ontology=nouns)
    (mine,) = [m for m in found.mentions if m.span.text == text]
    return next(k.target for k in found.links if k.mention == mine.id)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "40 of them",
            "Police/NOUN/2/nsubj held|hold/VERB/0/root 40/NUM/2/obj of/ADP/5/case them|they/PRON/3/nmod _./PUNCT/2/punct",
        ),
        (
            "The rest of its fighters",
            "The/DET/2/det rest/NOUN/6/nsubj of/ADP/5/case its/PRON/5/nmod:poss fighters|fighter/NOUN/2/nmod "
            "fled|flee/VERB/0/root _./PUNCT/6/punct",
        ),
        (
            "its delegates",
            "Its/PRON/2/nmod:poss men|man/NOUN/3/nsubj said|say/VERB/0/root its/PRON/5/nmod:poss delegates|delegate/NOUN/6/nsubj "
            "left|leave/VERB/3/ccomp _./PUNCT/3/punct",
        ),
    ],
)
def test_a_number_or_a_delegate_of_a_group_is_the_group(nouns: Ontology, words: str, sentence: str) -> None:
    assert told(nouns, words, BRIGADE, sentence) == "name:harbour-watch-brigade"


def test_the_whole_name_behind_of_counts_though_the_parse_broke_it(nouns: Ontology) -> None:
    broken = (
        "Envoys|envoy/NOUN/7/nsubj of/ADP/6/case the/DET/6/det Salt/PROPN/6/compound March/PROPN/7/nsubj "
        "Accord/PROPN/7/nsubj left|leave/VERB/0/root _./PUNCT/7/punct"
    )
    later = (
        "The/DET/4/det Salt/PROPN/4/compound March/PROPN/4/compound Accord/PROPN/5/nsubj spoke|speak/VERB/0/root _./PUNCT/5/punct"
    )
    target = told(nouns, "Envoys of the Salt March Accord", broken, later)
    assert target == Reading(nouns, later).target("The Salt March Accord") == "name:salt-march-accord"


def test_what_is_written_with_the_article_is_no_person(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "The/DET/3/det Kestrel/PROPN/3/compound Dawn/PROPN/4/nsubj struck|strike/VERB/0/root Ostra/PROPN/4/obj _./PUNCT/4/punct",
    )
    (link,) = reading.links("The Kestrel Dawn")
    assert reading.resolution.actors[link.mention].kind != "person"


def test_a_bracket_is_no_part_of_a_name(nouns: Ontology) -> None:
    reading = Reading(nouns, "(/PUNCT/2/punct Kestrel/PROPN/4/appos _)/PUNCT/2/punct Jets|jet/NOUN/5/nsubj fell|fall/VERB/0/root")
    assert all(")" not in m.span.text for m in reading.resolution.mentions)
    assert reading.target("Kestrel") == "name:kestrel"


@pytest.mark.parametrize("publisher", ["Dune Front Information Office (unverified)", "Press Bureau of the Dune Front"])
def test_the_office_of_a_group_speaks_as_the_group(nouns: Ontology, publisher: str) -> None:
    reading = Reading(
        nouns,
        "The/DET/3/det Dune/PROPN/3/compound Front/PROPN/4/nsubj waits|wait/VERB/0/root _./PUNCT/4/punct",
        "We/PRON/2/nsubj left|leave/VERB/0/root _./PUNCT/2/punct",
        "Our/PRON/2/nmod:poss forces|force/NOUN/3/nsubj returned|return/VERB/0/root _./PUNCT/3/punct",
        publisher=publisher,
    )
    assert reading.target("We") == reading.target("Our forces") == reading.target("The Dune Front") == "name:dune-front"


def test_the_country_in_a_ministrys_name_is_not_the_ministry(nouns: Ontology) -> None:
    reading = Reading(
        nouns,
        "Ruritania/PROPN/2/nsubj waits|wait/VERB/0/root _./PUNCT/2/punct",
        publisher="Ministry of Defence of Ruritania",
    )
    assert reading.target("Ruritania") == "name:ruritania"


@pytest.mark.parametrize(("demonym", "government"), [("Congolese", "gov:cod"), ("British", "gov:rwa")])
def test_the_government_of_a_minister_at_war_is_his_own(nouns: Ontology, demonym: str, government: str) -> None:
    reading = Reading(
        nouns,
        "The/DET/3/det Congolese/ADJ/3/amod army/NOUN/4/nsubj left|leave/VERB/0/root _./PUNCT/4/punct",
        "The/DET/3/det Rwandan/ADJ/3/amod government/NOUN/4/nsubj waits|wait/VERB/0/root _./PUNCT/4/punct",
        f"{demonym}/ADJ/3/amod foreign/ADJ/3/amod minister/NOUN/6/nsubj Jo/PROPN/3/appos Orlan/PROPN/4/flat said|say/VERB/0/root "
        "the/DET/8/det government/NOUN/9/nsubj agreed|agree/VERB/6/ccomp _./PUNCT/6/punct",
    )
    assert reading.target("the government") == government
