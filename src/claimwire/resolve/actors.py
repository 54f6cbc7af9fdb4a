"""Who the actor mentions of a report are: one target for all names, titles, spellings and pronouns of one person or group.

Three passes over the report. *Names* first, the fullest ones before surnames and acronyms, so that a headline's "Rell" is
known by the time it is read; then *descriptions* ("the group", "the minister", "government troops") in reading order; then
pronouns. Every link names its rule; where the rules do not decide, the target is None and the runners-up are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from claimwire.ontology.model import Ontology
from claimwire.records import Actor, Annotation, Candidate, Link, Mention, Report, Resolution, digest
from claimwire.resolve.actor_list import ActorList
from claimwire.resolve.by_version import ByVersion
from claimwire.resolve.cast import Answer, Answers, Cast
from claimwire.resolve.coreference import Describer
from claimwire.resolve.firstperson import FirstPerson
from claimwire.resolve.names import NameIndex, pieces, slug
from claimwire.resolve.naming import Namer
from claimwire.resolve.offices import Offices
from claimwire.resolve.phrase_finder import phrases
from claimwire.resolve.phrases import Lexicon, Parse, Phrase, joined

ANNOTATED = 0.5  # score from which an annotator's actor mention decides what a phrase spans


# "Ruritania-backed rebels", "the Front's local affiliate": whoever is named here is not who is spoken of.
_KIN = re.compile(
    r"-(?:linked|affiliated|backed|inspired|aligned|allied|supported|funded|armed|trained|sponsored|friendly|loyal)\b"
    r"|['’]?s? (?:\w+ )?(?:affiliate|offshoot|branch|franchise|proxy)\b(?! of)"
)


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What is derived from an ontology once, and used for every report."""

    index: NameIndex
    lexicon: Lexicon
    said: frozenset[str]  # verbs of speech
    offices: Offices
    lists: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def _knowledge(key: ByVersion) -> _Knowledge:
    ontology = key.ontology
    said = frozenset(c.lemma for cues in ontology.cues.values() for c in cues if c.kind == "speech" and c.pos == "VERB")
    more = ontology.actors if isinstance(ontology.actors, ActorList) else None
    ours = ontology.actors.ours if isinstance(ontology.actors, ActorList) else ontology.actors
    return _Knowledge(
        NameIndex(ours, more=more), Lexicon.of(ontology.words), said, Offices(ours, more=more), joined(ontology.words)
    )


def resolve_actors(
    report: Report, annotation: Annotation, *, ontology: Ontology, grounds: Mapping[str, int] = MappingProxyType({})
) -> Resolution:
    """Find the actor mentions of a report and say who each is.

    ``actors`` of the result holds an Actor for every mention that has a target. A target is an id of the actor list,
    ``name:slug`` for someone outside it, or ``class:lemma`` for a class ("militants"), which is nobody in particular.
    ``grounds`` are the countries that the report's places lie in, each place once: "the army" is sooner theirs. One place
    alone speaks for no country, it may be a namesake.
    """
    known = _knowledge(ByVersion(ontology))
    cast = Cast(ontology.actors, known.index, known.offices, on=report.published_at)
    found = list(_phrases(report, annotation, known))
    parses = [parse for parse, _ in found]
    cast.publish(report.publisher, armed=ontology.words["actors.armed_names"])
    cast.countries.update({c: n for c, n in grounds.items() if n > 1 and f"state:{c.lower()}" in cast.actors})
    namer = Namer(cast, parses, known.lists)
    answers = namer.read([p for _, ps in found for p in ps])
    cast.issued()
    describer = Describer(namer, answers, known.said)
    for _, ps in found:
        describer.read(ps)
    describer.employers()
    first = FirstPerson(report, namer, answers, known.said, [p for _, ps in found for p in ps])
    for _, ps in found:
        for phrase in ps:
            if phrase.kind == "pronoun" and (answer := first.read(phrase)) is not None:
                answers[(phrase.sentence, phrase.head)] = answer
        for phrase in ps:
            if phrase.owner is not None and (answer := describer.owned_by_speaker(phrase)) is not None:
                answers[(phrase.sentence, phrase.head)] = answer
    return _resolution(report, found, answers, cast)


def _phrases(report: Report, annotation: Annotation, known: _Knowledge) -> Iterator[tuple[Parse, list[Phrase]]]:
    told = sorted((m for m in annotation.mentions if m.score >= ANNOTATED), key=lambda m: m.span.start)
    at = 0
    for number, sentence in enumerate(annotation.sentences):
        found = pieces(report.text[sentence.start : sentence.end], offset=sentence.start)
        hits = [h for h in known.index.find(found) if not _KIN.match(report.text, h.end)]
        parse = Parse.of(number, sentence, hits, known.lexicon.nouns)
        here = []
        while at < len(told) and told[at].span.start < sentence.end:
            here.append(told[at])
            at += 1
        spans = [m.span.offsets for m in here if m.label == "actor"]
        others = [m.span.offsets for m in here if m.label in ("place", "time", "quantity", "weapon")]
        yield parse, phrases(parse, known.lexicon, spans, others)


def _resolution(report: Report, found: list[tuple[Parse, list[Phrase]]], answers: Answers, cast: Cast) -> Resolution:
    ids = _targets(cast)
    mentions: dict[str, Mention] = {}
    links: dict[str, Link] = {}
    actors: dict[str, Actor] = {}
    for parse, ps in found:
        for phrase in ps:
            answer = answers.get((phrase.sentence, phrase.head))
            if answer is None and phrase.told:
                answer = Answer(None, "nil:unknown", 0.0)
            if answer is None:
                continue
            span = report.span(parse.tokens[phrase.first].start, parse.tokens[phrase.last].end)
            mention = Mention(
                id=digest("m", report.id, span.start, span.end, "actor"), span=span, label="actor", score=answer.score
            )
            if mention.id in mentions:
                continue
            mentions[mention.id] = mention
            target = ids[id(answer.entity)] if answer.entity is not None else None
            candidates = tuple(
                Candidate(target=ids.get(id(e)) or e.target or "", name=e.name, score=round(s, 3)) for e, s in answer.candidates
            )
            links[mention.id] = Link(
                mention=mention.id, kind="actor", target=target, score=answer.score, candidates=candidates, rule=answer.rule
            )
            if answer.entity is not None and target is not None:
                e = answer.entity
                actors[mention.id] = Actor(
                    id=target, name=e.name, kind=e.kind, country=e.country, sector=e.sector, listed=e.listed
                )
    return Resolution(mentions=tuple(mentions.values()), links=tuple(links.values()), actors=actors)


def _targets(cast: Cast) -> dict[int, str]:
    """Give every entity its id; two that differ but share a name get numbers."""
    out: dict[int, str] = {}
    used: dict[str, int] = {}
    for e in cast.entities:
        target = e.target or f"name:{slug(e.name)}"
        if not e.listed and e.kind != "class":
            used[target] = used.get(target, 0) + 1
            if used[target] > 1:
                target = f"{target}-{used[target]}"
        out[id(e)] = target
    return out
