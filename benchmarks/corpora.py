"""An invented war as its newspapers tell it: readings of any number of reports, with the same seed always the same.

Towns are unequal, most happenings are told once and a few by hundreds of reports, agencies' texts are printed by others word for
word, tolls are revised from day to day, and half of what is said is talk: demands, accusations, views, without a place or a day.
"""

from __future__ import annotations

import argparse
import bisect
import datetime
import hashlib
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import claimwire
from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Link,
    Mention,
    Participant,
    Place,
    Quantity,
    Reading,
    Report,
    Run,
    Sentence,
    Span,
    Statement,
    TimeInterval,
    digest,
)

SEED = 20
CLAIMS = 20  # of a report, on average
START = datetime.date(2031, 1, 1)
TOPICS = 60  # each with its own words
PER_DAY = 35  # reports
COPIED = 0.15  # of reports are an agency's text word for word
RUN = Run(id="run-bench", version="bench", config_digest="bench", ontology_version="bench", model_digests={})

_SYLLABLES = (
    "ka",
    "dor",
    "mel",
    "sha",
    "run",
    "tis",
    "bel",
    "qar",
    "an",
    "vo",
    "zem",
    "lu",
    "har",
    "ist",
    "ney",
    "pol",
    "gra",
    "um",
)
_ACTS = (  # type, mode, verb, realization, what is hit
    ("ASSAULT", "heavy-weapons", "shelled", "actual", ("market", "hospital", "school", "depot", "bridge", "camp")),
    ("ASSAULT", "aerial", "bombed", "actual", ("market", "hospital", "airfield", "depot", "convoy", "power station")),
    ("ASSAULT", "firearms", "attacked", "actual", ("checkpoint", "patrol", "village", "convoy")),
    ("ASSAULT", "explosives", "blew up", "actual", ("bridge", "bus", "police station", "pipeline")),
    ("COERCE", "arrest", "detained", "actual", ("students", "journalists", "villagers", "doctors")),
    ("RETREAT", "", "left", "actual", ("position", "hill", "village")),
    ("PROTEST", "demo", "marched through", "actual", ("square", "old town", "university")),
    ("MOBILIZE", "troops", "reinforced", "actual", ("front", "garrison", "crossing")),
)  # fmt: skip
_TALK = (
    ("ACCUSE", "allege", "accused", "actual"), ("DEMAND", "", "demanded action of", "requested"),
    ("SUPPORT", "", "praised", "actual"), ("CONSULT", "meet", "met", "actual"), ("THREATEN", "", "threatened", "threatened"),
    ("AID", "humanitarian", "helped", "actual"), (None, "", "is weary of", "actual"), (None, "", "fears", "actual"),
)  # fmt: skip
_SIDES = tuple(
    f"{name} {kind}"
    for kind in ("Corps", "Army", "Front", "Brigades", "Militia", "Union")
    for name in ("Northern", "Arvan", "River", "Highland", "Coast", "Qarat", "Desert", "Harvest")
)
_SIDES_UPTO = tuple(itertools.accumulate(1 / (n + 2) for n in range(len(_SIDES))))
_VOICES = ("the Truce Mission", "residents", "a spokesman", "the health directorate", "officials", "a doctor", "the governor")


@cache
def _words() -> tuple[str, ...]:
    """Return common English words: the whole words of the encoder's vocabulary."""
    text = (Path(claimwire.__file__).parent / "models" / "vocabulary.txt").read_text(encoding="utf-8")
    return tuple(w for w in text.split()[1000:9000] if w.isascii() and w.isalpha() and len(w) > 3)


def _side(rng: random.Random) -> str:
    """Return a party: a few are in most of the news."""
    return rng.choices(_SIDES, cum_weights=_SIDES_UPTO)[0]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in the invented world."""

    number: int
    day: int
    place: Place
    actor: str
    act: tuple[str, str, str, str, tuple[str, ...]]
    hit: str
    dead: int
    weight: float  # how much it is told


class World:
    """Everything that happens, and who prints it."""

    def __init__(self, seed: int = SEED) -> None:
        rng = self._rng = random.Random(seed)
        names = {"".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3)))).title() for _ in range(1500)}
        self._towns = [self._town(n, name) for n, name in enumerate(sorted(names)[:900])]
        rng.shuffle(self._towns)
        self._towns_upto = list(itertools.accumulate(1 / (n + 3) for n in range(len(self._towns))))
        self._papers = [
            f"{''.join(rng.choices(_SYLLABLES, k=2)).title()} {kind}" for kind in ("Post", "Times", "News") for _ in range(30)
        ]
        self._agencies = ["Meridian News", "Arvan Press Agency", "Levant Wire"]
        self._number = 0
        self._alive: list[Happening] = []
        self._day = -1

    def _town(self, n: int, name: str) -> Place:
        rng = self._rng
        admin = n % 45
        return Place(
            target=f"own:{n}",
            name=name,
            country=("ARV", "KES", "TOL")[admin % 3],
            admin1=f"Province {admin}",
            latitude=round(30 + admin // 7 * 1.5 + rng.random(), 3),
            longitude=round(35 + admin % 7 * 1.5 + rng.random(), 3),
            precision=rng.choice((1, 1, 1, 2)),
            radius_km=5.0,
            feature="P.PPL",
        )

    def _dawn(self) -> None:
        """Begin a day: what is older than a week is told no more."""
        rng = self._rng
        self._day += 1
        self._alive = [h for h in self._alive if h.day > self._day - 7]
        for _ in range(rng.randint(60, 140)):
            place = self._towns[bisect.bisect(self._towns_upto, rng.random() * self._towns_upto[-1])]
            act = rng.choice(_ACTS)
            self._number += 1
            weight = rng.paretovariate(0.9)
            side = _side(rng)
            hit = rng.choice(act[4])
            self._alive.append(
                Happening(self._number, self._day, place, side, act, hit, int(rng.expovariate(0.2)), min(weight, 400))
            )

    def reports(self) -> Iterator[tuple[Reading, dict[str, int]]]:
        """Yield readings without end, in order of publication, each with the happening of each of its claims (0: none)."""
        rng = self._rng
        n = 0
        while True:
            self._dawn()
            wires: list[tuple[Reading, dict[str, int]]] = []
            weights = [h.weight / (1 + 2 * (self._day - h.day)) for h in self._alive]
            for _ in range(PER_DAY):
                n += 1
                if wires and rng.random() < COPIED:
                    yield _copied(*rng.choice(wires), id=f"r{n}", publisher=rng.choice(self._papers))
                    continue
                agency = rng.random() < 0.15
                publisher = rng.choice(self._agencies if agency else self._papers)
                told = sorted(set(rng.choices(range(len(self._alive)), weights, k=rng.randint(3, 8))))
                text = _Text(f"r{n}", publisher, START + datetime.timedelta(days=self._day), rng)
                found = text.of([self._alive[t] for t in told])
                if agency:
                    wires.append(found)
                yield found


class _Text:
    """Writes one report, sentence by sentence, with the reading of it."""

    def __init__(self, id: str, publisher: str, published: datetime.date, rng: random.Random) -> None:
        self._id, self._publisher, self._published, self._rng = id, publisher, published, rng
        self._text = ""
        self._sentences: list[Sentence] = []
        self._mentions: list[Mention] = []
        self._links: list[Link] = []
        self._statements: list[Statement] = []
        self._claims: list[Claim] = []
        self._event: dict[str, int] = {}
        self._truth: dict[str, int] = {}

    def of(self, told: list[Happening]) -> tuple[Reading, dict[str, int]]:
        rng = self._rng
        for h in told:
            for nth in range(rng.choice((1, 1, 2, 3))):
                self._tell(h, again=nth > 0)
        while len(self._claims) < CLAIMS + rng.randint(-6, 6):
            self._talk()
        first: dict[int, str] = {}
        for c in sorted(self._claims, key=lambda c: c.id):
            first.setdefault(self._event[c.id], digest("e", c.id))
        sha = hashlib.sha256(self._text.encode()).hexdigest()
        report = Report(
            id=self._id, text=self._text, publisher=self._publisher, published_at=self._published.isoformat(), sha256=sha
        )
        reading = Reading(
            report=report,
            run=RUN,
            sentences=tuple(self._sentences),
            mentions=tuple(self._mentions),
            links=tuple(self._links),
            statements=tuple(self._statements),
            claims=tuple(replace(c, event=first[self._event[c.id]]) for c in self._claims),
        )
        return reading, self._truth

    def _tell(self, h: Happening, *, again: bool) -> None:
        rng = self._rng
        kind, mode, verb, realization, _ = h.act
        date = START + datetime.timedelta(days=h.day)
        late = (self._published - date).days
        dead = h.dead + (rng.randint(0, 3) if late else 0)
        said: list[str] = []
        actor = None if again and rng.random() < 0.5 else h.actor
        voice = rng.choice(_VOICES)
        said += [f"On {date:%A} " if not again else "", actor or "Gunmen", f" {verb} ", f"the {h.hit}", " in ", h.place.name]
        if dead and kind == "ASSAULT":
            said += [", killing ", f"{dead} people"]
        said += [", ", voice, " ", "said", ". "]
        spans = self._sentence(said)
        self._sentence([f"{self._filling(14, h.number % TOPICS).capitalize()}. "])
        when = TimeInterval(
            edtf=date.isoformat(),
            start=date.isoformat(),
            end=(date + datetime.timedelta(days=1)).isoformat(),
            precision="day",
            rule="bench",
        )
        statement = self._says(spans[-4], spans[-2], (spans[1].start, spans[-4].start - 2))
        self._claim(
            spans[2],
            statement=statement,
            happening=h.number,
            event_type=kind,
            modes=(mode,) if mode else (),
            actor=(self._who(spans[1], actor),),
            recipient=(Participant(mention=None, span=spans[3]),),
            places=(
                ClaimPlace(
                    mention=self._mention(spans[5], "place", h.place.target), span=spans[5], role="location", place=h.place
                ),
            ),
            time=None if again else ClaimTime(mention=None, span=spans[0], interval=when),
            realization=realization,
            quantities=(
                ClaimQuantity(mention=None, span=spans[7], quantity=Quantity(measure="killed", low=dead, best=dead, high=dead)),
            )
            if dead and kind == "ASSAULT"
            else (),
        )

    def _talk(self) -> None:
        rng = self._rng
        kind, mode, verb, realization = rng.choice(_TALK)
        one, other = _side(rng), _side(rng)
        about = rng.choice(
            ("the talks", "the crossing", "prisoners", "the blockade", "the harvest", "prices", "the dam", "elections")
        )
        spans = self._sentence([one, f" {verb} ", other, " over ", about, f" amid {self._filling(9, rng.randrange(TOPICS))}. "])
        self._claim(
            spans[1],
            statement=None,
            happening=0,
            kind="event" if kind else "evaluation",
            event_type=kind,
            modes=(mode,) if mode else (),
            actor=(self._who(spans[0], one),),
            recipient=(self._who(spans[2], other),),
            realization=realization,
        )

    def _sentence(self, parts: list[str]) -> list[Span]:
        start = len(self._text)
        spans, at = [], start
        for part in parts:
            core = part.strip() or part
            lead = part.index(core)
            spans.append(Span(start=at + lead, end=at + lead + len(core), text=core))
            at += len(part)
        self._text += "".join(parts)
        self._sentences.append(Sentence(id=f"s{start}", start=start, end=len(self._text.rstrip())))
        return spans

    def _mention(self, span: Span, label: str, target: str) -> str:
        id_ = f"m{span.start}"
        self._mentions.append(Mention(id=id_, span=span, label=label, score=1.0))
        self._links.append(Link(mention=id_, kind=label, target=target, score=1.0, rule="bench"))
        return id_

    def _who(self, span: Span, name: str | None) -> Participant:
        target = "own:" + name.lower().replace(" ", "-") if name else "class:gunmen"
        return Participant(mention=self._mention(span, "actor", target), span=span, target=target, name=name)

    def _filling(self, n: int, topic: int) -> str:
        """Return words of one topic, so that reports of other matters are worded otherwise."""
        words = _words()
        return " ".join(words[(topic * 131 + int(self._rng.expovariate(0.04))) % len(words)] for _ in range(n))

    def _says(self, source: Span, cue: Span, content: tuple[int, int]) -> str:
        id_ = f"st{cue.start}"
        words = Span(start=content[0], end=content[1], text=self._text[content[0] : content[1]])
        self._statements.append(
            Statement(id=id_, parent=None, speaker=None, quote_type="indirect", source=(source,), cue=(cue,), content=(words,))
        )
        return id_

    def _claim(self, trigger: Span, *, happening: int, **fields: object) -> None:
        sentence = self._sentences[-1]
        evidence = Span(start=sentence.start, end=sentence.end, text=self._text[sentence.start : sentence.end])
        values: dict[str, object] = {"kind": "event", "recipient": (), "places": (), "time": None, "quantities": ()} | fields
        id_ = digest("c", self._id, *trigger.offsets)
        self._event[id_] = happening or -len(self._claims) - 1
        self._truth[id_] = happening
        self._claims.append(
            Claim(
                id=id_,
                sentence=sentence.id,
                contexts=(),
                trigger=trigger,
                evidence=evidence,
                factuality="CT+",
                aspect="punctual",
                change=None,
                effect=None,
                rule="bench",
                score=1.0,
                **values,  # type: ignore[arg-type]
            )
        )


def _copied(reading: Reading, truth: dict[str, int], *, id: str, publisher: str) -> tuple[Reading, dict[str, int]]:
    """Return what another paper makes of an agency's report: its words, under its own name."""
    new = {c.id: digest("c", id, *c.trigger.offsets) for c in reading.claims}
    first: dict[str | None, str] = {}
    for c in sorted(reading.claims, key=lambda c: new[c.id]):
        first.setdefault(c.event, digest("e", new[c.id]))
    claims = tuple(replace(c, id=new[c.id], event=first[c.event]) for c in reading.claims)
    report = replace(reading.report, id=id, publisher=publisher)
    return replace(reading, report=report, claims=claims), {new[c]: h for c, h in truth.items()}


def main() -> None:
    """Write the reports of the invented world as JSON Lines, for `claimwire code`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("reports", type=int)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as out:
        for reading, _ in itertools.islice(World().reports(), options.reports):
            r = reading.report
            out.write(json.dumps({"id": r.id, "text": r.text, "published_at": r.published_at, "publisher": r.publisher}) + "\n")


if __name__ == "__main__":
    main()
