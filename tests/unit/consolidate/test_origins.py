"""Who is one voice with whom, from the words of reports: nothing is corroborated by its own echo."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from claimwire.consolidate.copies import print_of
from claimwire.consolidate.holders import Voice
from claimwire.consolidate.origins import origins
from claimwire.consolidate.surnames import skeleton
from claimwire.consolidate.voices import voices
from claimwire.pipeline import Coder, Failure
from claimwire.records import Origin, Reading, Report

Told = tuple[str | None, str]  # publisher, text
Heard = Callable[..., tuple[Origin, ...]]


@pytest.fixture(scope="session")
def code(coder: Coder) -> Callable[..., list[Reading]]:
    def code_(*told: Told, dates: tuple[str, ...] = ()) -> list[Reading]:
        days = dates or ("2031-06-03",) * len(told)
        reports = [
            Report(id=chr(97 + n), text=text, publisher=publisher, published_at=day)
            for n, ((publisher, text), day) in enumerate(zip(told, days, strict=True))
        ]
        outcomes = coder.code(reports)
        assert not any(isinstance(o, Failure) for o in outcomes)
        return [o for o in outcomes if isinstance(o, Reading)]

    return code_


@pytest.fixture(scope="session")
def heard(code: Callable[..., list[Reading]], coder: Coder) -> Heard:
    """Return the origins of what reports say of one attack: ``heard(("Harbour Post", "Shells ..."), ...)``."""

    def heard_(*told: Told, dates: tuple[str, ...] = ()) -> tuple[Origin, ...]:
        readings = code(*told, dates=dates)
        attacks = {c.id for r in readings for c in r.claims if c.event_type == "ASSAULT"}
        said = [v for r in readings for v in voices(r, coder.ontology) if v.claim in attacks]
        assert {v.report for v in said} == {r.report.id for r in readings}, "every report speaks of the attack"
        return origins(said, {r.report.id: print_of(r) for r in readings})

    return heard_


def counted(found: tuple[Origin, ...]) -> int:
    return sum(o.independent for o in found)


STRIKE = "Warplanes bombed a granary at Sarn on Friday and killed nine workers"


def test_a_wire_story_is_its_agencys_however_many_papers_print_it(heard: Heard) -> None:
    (origin,) = heard(("Post", f"SARN (Meridian) - {STRIKE}."), ("Daily", f"SARN (Meridian) - {STRIKE}."), (None, f"{STRIKE}."))
    assert (origin.kind, origin.name, origin.independent) == ("agency", "Meridian", True)
    assert origin.reports == ("a", "b", "c")
    assert any("one text" in line for line in origin.because)


def test_a_paper_that_shows_no_reporting_of_its_own_counts_beside_nobody(heard: Heard) -> None:
    found = heard(
        ("Post", f"{STRIKE}, the Kelvane Rights Monitor said."), ("Daily", "Nine died when a granary at Sarn was bombed.")
    )
    assert [(o.name, o.independent) for o in found] == [("Kelvane Rights Monitor", True), ("Daily", False)]
    assert "counts beside no other voice: it may depend on any of them" in found[1].because


def test_a_correspondent_of_its_own_makes_a_paper_a_voice(heard: Heard) -> None:
    found = heard(
        ("Post", f"{STRIKE}, the Kelvane Rights Monitor said."),
        ("Daily", "A granary at Sarn was bombed on Friday. Our correspondent in Sarn saw nine coffins."),
    )
    assert counted(found) == 2
    assert any('own reporting ("Our correspondent")' in line for o in found for line in o.because)


def test_a_medium_whose_name_was_cut_short_is_the_medium(heard: Heard) -> None:
    told = heard(
        ("Orient Post", "Soldiers shot dead two demonstrators in Belgar on Tuesday, the local website Belgar Now reported."),
        ("Belgar Now", "Soldiers killed two demonstrators in Belgar on Tuesday. Our correspondent saw both of them fall."),
    )
    assert counted(told) == 1


def test_who_names_an_agency_has_what_that_agency_has_from_its_source(heard: Heard) -> None:
    told = heard(
        ("Ember News Agency", "Planes bombed Belgar on Tuesday and killed five people, the monitor Sky Track said."),
        ("Valley Gazette", "Five people were killed when planes bombed Belgar on Tuesday, Ember reported."),
    )
    assert counted(told) == 1


def test_who_once_passed_on_anothers_word_is_not_heard_beside_it(heard: Heard) -> None:
    told = heard(
        ("Lodmar Courier", "UN envoy Henrik Sol said that 36 civilians were killed in Belgar, citing the Relief Council."),
        ("Orsk Daily", "Shells killed 36 civilians in Belgar, Henrik Sol said."),
        ("Harbour Post", "Shells killed 36 civilians in Belgar, the Relief Council said."),
    )
    assert counted(told) == 1


def test_what_somebody_has_from_unnamed_partners_counts_beside_nobody(heard: Heard) -> None:
    told = heard(
        ("Lodmar Courier", "The charity Open Door said that 27 children were killed in Belgar, citing sources on the ground."),
        ("Orsk Daily", "Bombs killed 27 children in Belgar, the hospital of Belgar said."),
    )
    assert counted(told) == 1


def test_a_mayor_and_his_council_are_one_voice_and_no_party(heard: Heard) -> None:
    told = heard(
        ("Metro Star", "A missile killed a family of four in Belgar on Tuesday, Mayor Olena Sych said."),
        ("Herald", "Four people of one family were killed by a missile in Belgar on Tuesday, the city council said."),
    )
    assert counted(told) == 1
    assert {o.side for o in told} == {None}


def test_a_person_whom_an_outlet_alone_has_met_is_heard_through_it(heard: Heard) -> None:
    told = heard(
        (
            "Tern News Agency",
            "BELGAR -- A Tern reporter saw six bodies after planes bombed a bakery in Belgar on Tuesday. "
            "Planes bombed the bakery twice, baker Sami Odeh said.",
        ),
    )
    assert counted(told) == 1


def test_an_agency_in_small_letters_is_credited(heard: Heard) -> None:
    told = heard(("Bote", "Belgar (dpa) - Gunmen killed the deputy of Belgar outside his house on Tuesday."))
    assert [o.name for o in told] == ["Deutsche Presse-Agentur"]


def test_a_body_named_beside_the_ministry_that_it_quotes_has_it_from_there(heard: Heard) -> None:
    told = heard(
        (
            "Palais Press",
            "The WHO director, Dr Paulo Reyes, said the health ministry had confirmed 102 deaths in a strike on Belgar.",
        ),
        ("Coast Post", "The Lorne health ministry said 102 people were killed in a strike on Belgar on Tuesday."),
        ("Medical World", "A strike on Belgar killed 102 people, the World Health Organization said."),
    )
    assert counted(told) == 1


def test_a_company_of_the_state_is_the_states_voice(heard: Heard) -> None:
    told = heard(("Energy Week", "State-owned operator Kastgas said saboteurs had killed two guards in Belgar on Tuesday."))
    assert {o.side for o in told} == {"unlisted:government"}


def test_an_own_voice_follows_the_source_beside_it(heard: Heard) -> None:
    found = heard(("Meridian News Agency", f"{STRIKE}. The planes bombed the granary from a low height, the rebels said."))
    assert counted(found) == 1
    assert next(o for o in found if o.independent).side == "unlisted:armed"


def test_one_briefing_in_three_translations_is_one_speech(heard: Heard) -> None:
    found = heard(
        ("Post", "Jets bombed a rebel column at Ulmar and killed 30 men, army spokesman Colonel Tarek Vasim told a briefing."),
        (
            "Radio",
            "Thirty were killed when planes bombed rebels at Ulmar, the spokesman of the army, Colonel Tariq Wassim, said.",
        ),
        ("Daily", "Col. Vassim of the army said that planes had bombed rebels at Ulmar, killing 30."),
    )
    assert counted(found) == 1 and len([o for o in found if o.kind == "speech"]) == 1


def test_a_name_that_is_misspelt_is_no_second_witness(heard: Heard) -> None:
    found = heard(
        ("Post", "Fatou Keita, a midwife, said that a shell killed two mothers in Dira on Tuesday."),
        ("Daily", "Two mothers were killed by a shell in Dira on Tuesday, said Fatu Keyta, a midwife."),
    )
    assert [o.reports for o in found if o.independent] == [("a", "b")]


def test_a_spokesman_of_one_knows_not_whom_counts_with_the_body_he_may_speak_for(heard: Heard) -> None:
    found = heard(
        ("Post", "Five fighters were killed in an ambush near Ruda, deputy commander Milos Jarec said."),
        ("Daily", "The Vesna Rescue Committee said that five fighters were killed in an ambush near Ruda."),
    )
    assert counted(found) == 1


def test_who_passes_on_what_another_told_him_is_no_voice(heard: Heard) -> None:
    found = heard(
        (
            "Post",
            "The observers said they had received reports from the Kalani army of an attack by rebels on the bridge at Dira.",
        ),
        ("Daily", "Rebels attacked the bridge at Dira, the Kalani army said."),
    )
    assert counted(found) == 1 and next(o for o in found if o.independent).side == "unlisted:kal:government"


def test_an_own_voice_follows_a_source_that_its_report_names_elsewhere(heard: Heard) -> None:
    monitor = ("Daily", f"{STRIKE}, the Kelvane Rights Monitor said.")
    assert counted(heard(("Meridian News Agency", f"{STRIKE}."), monitor)) == 2
    elsewhere = "Food is short in Ulmar, the Kelvane Rights Monitor said."
    assert counted(heard(("Meridian News Agency", f"{STRIKE}. {elsewhere}"), monitor)) == 1


def test_what_one_speaker_says_again_a_week_later_is_another_speech_and_no_other_voice(heard: Heard) -> None:
    told = (("Post", f"{STRIKE}, Amira Dall, the hospital's director, said."), ("Daily", f"{STRIKE}, said Amira Dall."))
    assert len(heard(*told, dates=("2031-06-03", "2031-06-04"))) == 1
    found = heard(*told, dates=("2031-06-03", "2031-06-12"))
    assert len(found) == 2 and counted(found) == 1


def test_organs_of_one_state_are_one_voice_and_stay_apart_as_origins(heard: Heard) -> None:
    found = heard(
        ("Post", "Rebels shelled the barracks of Ulmar and killed two recruits, the army said."),
        ("Daily", "The interior ministry said that rebels had shelled the barracks of Ulmar, killing two recruits."),
    )
    assert len(found) == 2 and counted(found) == 1
    assert {o.side for o in found} == {"unlisted:government"}


def test_listed_sources_of_one_side_are_one_voice_on_that_day(heard: Heard) -> None:
    told = (
        ("Post", "Militants shelled Aleppo and killed four people, the Russian Defence Ministry said."),
        ("Daily", "SANA reported that militants had shelled Aleppo, killing four people."),
    )
    found = heard(*told, dates=("2016-05-27", "2016-05-27"))
    assert counted(found) == 1 and {o.side for o in found} == {"syria:government"}
    assert any("are both on the side syria:government" in line for o in found for line in o.because)
    assert counted(heard(*told, dates=("2012-05-27", "2012-05-27"))) == 2  # Russia was not fighting there yet


def test_an_agency_that_passes_on_a_partys_word_is_no_voice(heard: Heard) -> None:
    found = heard(
        ("Post", "The defence ministry said that rebels had bombed a bridge at Kestrin, Meridian reported."),
        ("Daily", "Rebels bombed the bridge of Kestrin, the Northline agency quoted the defence ministry as saying."),
    )
    assert counted(found) == 1 and next(o for o in found if o.independent).side == "unlisted:government"


def test_witnesses_are_heard_by_whom_they_told(heard: Heard) -> None:
    found = heard(
        ("Post", "Residents told Meridian that rockets killed four people in Karvash."),
        ("Daily", "Rockets killed four people in Karvash, residents told the Meridian agency."),
        ("Radio", "Rockets killed four people in Karvash, traders told Northline."),
    )
    assert counted(found) == 2
    assert {o.name for o in found if o.independent} == {"Meridian", "Northline"}


def test_a_witnesss_sentence_word_for_word_makes_two_papers_one(heard: Heard) -> None:
    said = '"The last of them fell into the school kitchen while the women were cooking," a teacher told our reporter.'
    found = heard(
        ("Post", f"Rockets hit Harun, killing nine. {said}"), ("Daily", f"Nine were killed by rockets in Harun. {said}")
    )
    assert counted(found) == 1


def test_unnamed_sources_are_one_voice_at_most(heard: Heard) -> None:
    found = heard(
        ("Post", "An air strike killed 18 people at Harun, officials said."),
        ("Daily", "Sources said that 18 people were killed in an air strike on Harun."),
        (None, "An air strike killed 18 people at Harun."),
    )
    assert counted(found) == 1 and all(o.kind in {"unknown", "publisher"} for o in found)


def test_a_party_and_those_who_fight_it_are_two_voices(heard: Heard) -> None:
    found = heard(
        ("Post", "Rebels killed 22 soldiers in an ambush near Harun, the rebels said."),
        ("Daily", "The army said that 22 of its soldiers were killed in an ambush by rebels near Harun."),
    )
    assert counted(found) == 2 and {o.side for o in found} == {"unlisted:armed", "unlisted:government"}


def test_the_army_of_no_country_may_be_either_of_two_so_it_counts_as_neither(heard: Heard) -> None:
    found = heard(
        ("Post", "Shelling killed four farmers on the border, the army said."),
        ("Daily", "The Avernan army said that shelling killed four farmers on the border."),
        ("Radio", "Shelling killed four farmers on the border, the Vardzhenian army said."),
    )
    assert counted(found) == 2
    assert [o.name for o in found if not o.independent] == ["army"]


def test_the_order_of_voices_changes_nothing(code: Callable[..., list[Reading]], coder: Coder) -> None:
    readings = code(("Post", f"{STRIKE}, the army said."), ("Daily", f"SARN (Meridian) - {STRIKE}."), (None, f"{STRIKE}."))
    said = [v for r in readings for v in voices(r, coder.ontology)]
    prints = {r.report.id: print_of(r) for r in readings}
    assert origins(said, prints) == origins(said[::-1], prints)
    assert origins([], prints) == ()


def test_a_voice_that_was_kept_is_the_voice_that_was_heard(code: Callable[..., list[Reading]], coder: Coder) -> None:
    text = f'BELGAR (Meridian) - {STRIKE}, the army said. "{STRIKE}," a doctor told AFP. Our correspondent saw it.'
    (reading,) = code(("Post", text))
    heard_ = voices(reading, coder.ontology)
    assert heard_ and [Voice.from_dict(json.loads(json.dumps(v.to_dict()))) for v in heard_] == list(heard_)


def test_every_origin_says_why_in_words_with_its_reports(heard: Heard) -> None:
    for origin in heard(("Post", f"{STRIKE}, the army said."), ("Daily", f"{STRIKE}, police said."), ("Radio", f"{STRIKE}.")):
        assert origin.because and any(f"{r} (" in line for r in origin.reports for line in origin.because)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Vasim", "Wassim"), ("Qadri", "Kadry"), ("al-Hariri", "Hariri"), ("Nasser", "al-Nasir"), ("Mikhailov", "Mihajlov")],
)
def test_a_surname_is_the_same_in_two_transliterations(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Orr", "Ahr"), ("Dall", "Dell"), ("Brandt", "Brent"), ("Vasim", "Rasim")])
def test_two_surnames_stay_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def bundles() -> list[dict[str, Any]]:
    folder = files("claimwire.evaluate") / "traps"
    names = ("copies.jsonl", "voices.jsonl", "independent.jsonl")
    every = [json.loads(line) for name in names for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    return every[::3]  # `claimwire evaluate traps` has all of them, with the events that they are grouped into


@pytest.mark.parametrize("bundle", bundles(), ids=lambda b: b["id"])
def test_no_trap_is_taken_for_confirmation(bundle: dict[str, Any], coder: Coder) -> None:
    readings = coder.code([Report(**{**r, "id": f"{bundle['id']}-{r['id']}"}) for r in bundle["reports"]])
    assert not any(isinstance(r, Failure) for r in readings)
    expected = bundle["expect"]
    said = [
        v
        for r in readings
        if isinstance(r, Reading)
        for v, c in zip(voices(r, coder.ontology), r.claims, strict=True)
        if (c.event_type, c.realization) == (expected["event_type"], "actual")
    ]
    found = origins(said, {r.report.id: print_of(r) for r in readings if isinstance(r, Reading)})
    assert counted(found) >= 1
    assert counted(found) <= expected["n_origins"], [(o.name, o.because) for o in found if o.independent]
