"""Reports of an invented war, built by hand: who shelled, bombed or left which town, with all that consolidation keeps of it."""

from __future__ import annotations

import bare
from claimwire import ontology, store
from claimwire.pipeline.traces import traced
from claimwire.records import ClaimPlace, Link, Mention, Participant, Place, Reading, Report, Run, Sentence, digest

RUN = Run(id="run-1", version="1", config_digest="1", ontology_version="1", model_digests={})
TOWNS = ("Qarat", "Dorna", "Senn")
VERBS = (("shelled", "ASSAULT"), ("bombed", "ASSAULT"), ("left", "RETREAT"))
NOUNS = ontology.load()
WHO = ("Northern Corps", "Arvan Army")

# Verb, town, who, and whether it was only tried.
Telling = tuple[int, int, int, bool]


def reading(name: str, content: tuple[int, list[Telling]]) -> Reading:
    """A report that says, a sentence each, who shelled, bombed or left which town."""
    day, said = content
    text = ""
    parts = []
    for verb, town, who, tried in said:
        start = len(text)
        text += f"{WHO[who]} {VERBS[verb][0]} {TOWNS[town]}. "
        parts.append((start, verb, town, who, tried))
    report = Report(id=name, text=text, publisher=f"Paper {name}", published_at=f"2031-04-0{day}")
    sentences, claims, mentions, links = [], [], [], []
    for n, (start, verb, town, who, tried) in enumerate(parts):
        end = text.index(".", start) + 1
        sentences.append(Sentence(id=f"s{n}", start=start, end=end))
        doer = report.span(start, start + len(WHO[who]))
        trigger = report.span(doer.end + 1, doer.end + 1 + len(VERBS[verb][0]))
        where = report.span(trigger.end + 1, end - 1)
        place = Place(target=f"own:{town}", name=TOWNS[town], country="ARV", latitude=30.0 + town, longitude=40.0, radius_km=5.0)
        for span, label, target in ((doer, "actor", f"own:side{who}"), (where, "place", f"own:{town}")):
            mentions.append(Mention(id=f"m{span.start}", span=span, label=label, score=1.0))
            links.append(Link(mention=f"m{span.start}", kind=label, target=target, score=1.0, rule="test"))
        id_ = digest("c", name, start, VERBS[verb][1])
        claims.append(
            bare.claim(
                id_,
                trigger,
                sentence=f"s{n}",
                event_type=VERBS[verb][1],
                evidence=report.span(start, end),
                actor=(Participant(mention=None, span=doer, target=f"own:side{who}", name=WHO[who]),),
                places=(ClaimPlace(mention=None, span=where, role="location", place=place),),
                realization="attempted" if tried else "actual",
                event=digest("e", id_),
            )
        )
    return Reading(
        report=report,
        run=RUN,
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        links=tuple(links),
        statements=(),
        claims=tuple(claims),
    )


def save(kept: store.SqliteStore, r: Reading) -> None:
    kept.write(store.written(r, trace=tuple(traced(r, ontology=NOUNS))))
