"""Readings of an invented conflict, written by hand: what the store and the outputs are tried on.

Every offset is found by searching the words in the text, so that no fixture can disagree with its report.
"""

from __future__ import annotations

import hashlib
from typing import Any

from claimwire.records import (
    Candidate,
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Contradiction,
    CustomType,
    Effect,
    Event,
    Link,
    Mention,
    Participant,
    Place,
    Quantity,
    QuantityRange,
    Reading,
    Report,
    Run,
    Sentence,
    Span,
    Statement,
    TimeInterval,
    digest,
)

RUN = Run(
    id="run-5f1e", version="0.1.0", config_digest="c0ffee", ontology_version="o-77", model_digests={"encoder.onnx": "ab" * 32}
)

QARAT = Place(
    target="own:qarat",
    name="Qarat",
    country="ARV",
    admin1="Sahl",
    latitude=35.912,
    longitude=38.204,
    precision=1,
    radius_km=5.0,
    feature="P.PPL",
)
SAHL = Place(
    target="own:sahl",
    name="Sahl Province",
    country="ARV",
    latitude=35.7,
    longitude=38.5,
    precision=4,
    radius_km=60.0,
    feature="A.ADM1",
)
CORPS = ("own:north-corps", "Northern Corps")
ARMY = ("own:arvan-army", "Arvan Army")
MINISTRY = ("own:arvan-mod", "Arvan Ministry of Defence")
MONITOR = ("own:truce-mission", "Truce Mission")


class Writer:
    """Builds one reading from a text and the words that matter in it."""

    def __init__(self, name: str, publisher: str, published: str, title: str, text: str, *, kind: str = "news") -> None:
        self.report = Report(
            id=name,
            text=text,
            title=title,
            publisher=publisher,
            published_at=published,
            kind=kind,
            url=f"https://{name}.example/",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        self.sentences: list[Sentence] = []
        for paragraph, line in enumerate(text.split("\n")):
            if line.strip():
                a = text.index(line)
                self.sentences.append(
                    Sentence(id=digest("s", name, a), start=a, end=a + len(line), paragraph=paragraph),
                )
        self.mentions: dict[tuple[int, int, str], Mention] = {}
        self.links: list[Link] = []
        self.statements: list[Statement] = []
        self.claims: list[Claim] = []

    def words(self, words: str, nth: int = 0) -> Span:
        a = -1
        for _ in range(nth + 1):
            a = self.report.text.index(words, a + 1)
        return self.report.span(a, a + len(words))

    def mention(self, span: Span, label: str, target: str | None, *candidates: Candidate) -> str:
        key = (*span.offsets, label)
        if key not in self.mentions:
            m = Mention(id=digest("m", self.report.id, *key), span=span, label=label, score=0.93)
            self.mentions[key] = m
            kind = label if label in ("actor", "place", "time", "quantity") else "actor"
            self.links.append(Link(mention=m.id, kind=kind, target=target, score=0.8, candidates=candidates, rule=f"{kind}.list"))
        return self.mentions[key].id

    def who(self, words: str, actor: tuple[str, str] | None, nth: int = 0) -> Participant:
        span = self.words(words, nth)
        target, name = actor or (None, None)
        return Participant(mention=self.mention(span, "actor", target), span=span, target=target, name=name)

    def where(self, words: str, place: Place | None, role: str = "location", nth: int = 0) -> ClaimPlace:
        span = self.words(words, nth)
        other = Candidate(target="own:qarat-east", name="Qarat East", score=0.21)
        mention = self.mention(span, "place", place and place.target, *((other,) if place is QARAT else ()))
        return ClaimPlace(mention=mention, span=span, role=role, place=place)

    def when(self, words: str, edtf: str, start: str | None, end: str | None, precision: str = "day", nth: int = 0) -> ClaimTime:
        span = self.words(words, nth)
        interval = TimeInterval(edtf=edtf, start=start, end=end, precision=precision, rule="time.weekday", modifier=None)
        return ClaimTime(mention=self.mention(span, "time", edtf), span=span, interval=interval)

    def count(self, words: str, measure: str, low: float | None, best: float | None, high: float | None) -> ClaimQuantity:
        span = self.words(words)
        quantity = Quantity(measure=measure, low=low, best=best, high=high)
        return ClaimQuantity(mention=self.mention(span, "quantity", measure), span=span, quantity=quantity)

    def says(
        self,
        source: str | None,
        cue: str,
        content: str,
        speaker: tuple[str, str] | None,
        *,
        parent: str | None = None,
        quote_type: str = "indirect",
        stance: str = "neutral",
        cue_nth: int = 0,
    ) -> str:
        s = (self.words(source),) if source else ()
        if s and speaker:
            self.mention(s[0], "source", speaker[0])
        c = self.words(cue, cue_nth)
        id_ = digest("st", self.report.id, *c.offsets)
        self.statements.append(
            Statement(
                id=id_,
                parent=parent,
                speaker=speaker and speaker[0],
                quote_type=quote_type,
                source=s,
                cue=(c,),
                content=(self.words(content),),
                stance=stance,
                rule="speech.verb",
            )
        )
        return id_

    def claim(self, trigger: str, evidence: str, **fields: Any) -> str:
        t, e = self.words(trigger, fields.pop("nth", 0)), self.words(evidence)
        sentence = next(s for s in self.sentences if s.start <= t.start < s.end)
        values: dict[str, Any] = {
            "statement": None,
            "kind": "event",
            "event_type": None,
            "modes": (),
            "contexts": (),
            "actor": (),
            "recipient": (),
            "places": (),
            "time": None,
            "realization": "actual",
            "factuality": "CT+",
            "aspect": "punctual",
            "change": None,
            "quantities": (),
            "effect": None,
            "rule": f"{trigger}.v",
            "score": 0.87,
            "event": None,
        }
        id_ = digest("c", self.report.id, *t.offsets, fields.get("event_type"))
        if t.text == "storm":
            values["custom_types"] = (
                CustomType(codebook="towns", type="stormed", score=0.9, rule="entry stormed.1 (storm)", example=None),
            )
        self.claims.append(Claim(id=id_, sentence=sentence.id, trigger=t, evidence=e, **(values | fields)))
        return id_

    def reading(self) -> Reading:
        return Reading(
            report=self.report,
            run=RUN,
            sentences=tuple(self.sentences),
            mentions=tuple(self.mentions.values()),
            links=tuple(self.links),
            statements=tuple(self.statements),
            claims=tuple(self.claims),
        )


def wire() -> Reading:
    """An agency quotes a monitor, who quotes a resident; a ministry denies."""
    w = Writer(
        "wire",
        "Levant Wire",
        "2031-04-09",
        "Shelling hits market in Qarat",
        "Shelling hits market in Qarat\n"
        "Northern Corps artillery shelled the market in Qarat (قرات) on Tuesday, killing at least 12 people, "
        "the Truce Mission said.\n"
        "The Arvan Ministry of Defence denied that its aircraft bombed the hospital. 🏥\n"
        "Captain Nadim al-Harazi said residents had told him that the corps tried to storm the village of Tell Amun on Monday.\n"
        "The army retook the town of Qarat from the Northern Corps, he claimed.",
    )
    day = w.when("Tuesday", "2031-04-08", "2031-04-08", "2031-04-09")
    said = w.says("the Truce Mission", "said", "Northern Corps artillery shelled the market in Qarat (قرات) on Tuesday", MONITOR)
    w.claim(
        "Shelling",
        "Shelling hits market in Qarat",
        event_type="ASSAULT",
        modes=("heavy-weapons",),
        contexts=("military",),
        places=(w.where("Qarat", QARAT),),
        event="e-market",
    )
    w.claim(
        "shelled",
        "Northern Corps artillery shelled the market in Qarat (قرات) on Tuesday",
        statement=said,
        event_type="ASSAULT",
        modes=("heavy-weapons",),
        contexts=("military",),
        actor=(w.who("Northern Corps artillery", CORPS),),
        recipient=(w.who("the market", None),),
        places=(w.where("Qarat", QARAT, nth=1),),
        time=day,
        quantities=(w.count("at least 12 people", "killed", 12.0, 12.0, None),),
        event="e-market",
    )
    denied = w.says(
        "The Arvan Ministry of Defence",
        "denied",
        "that its aircraft bombed the hospital",
        MINISTRY,
        stance="denying",
    )
    w.claim(
        "bombed",
        "its aircraft bombed the hospital",
        statement=denied,
        event_type="ASSAULT",
        modes=("aerial",),
        contexts=("military",),
        actor=(w.who("its aircraft", MINISTRY),),
        recipient=(w.who("the hospital", None),),
        factuality="CT-",
        event="e-hospital",
    )
    outer = w.says(
        "Captain Nadim al-Harazi",
        "said",
        "residents had told him",
        ("name:nadim-al-harazi", "Nadim al-Harazi"),
        cue_nth=1,
    )
    inner = w.says("residents", "told", "that the corps tried to storm the village of Tell Amun on Monday", None, parent=outer)
    w.claim(
        "storm",
        "the corps tried to storm the village of Tell Amun on Monday",
        statement=inner,
        event_type="ASSAULT",
        actor=(w.who("the corps", CORPS),),
        places=(w.where("Tell Amun", None),),
        realization="attempted",
        time=w.when("Monday", "2031-04-07", "2031-04-07", "2031-04-08"),
        event="e-storm",
    )
    claimed = w.says("he", "claimed", "The army retook the town of Qarat from the Northern Corps", None, stance="distancing")
    w.claim(
        "retook",
        "The army retook the town of Qarat from the Northern Corps",
        statement=claimed,
        event_type="ASSAULT",
        contexts=("territory",),
        actor=(w.who("The army", ARMY),),
        recipient=(w.who("the Northern Corps", CORPS),),
        places=(w.where("Qarat", QARAT, nth=2),),
        effect=Effect(kind="territory_transfer", place="own:qarat", from_=CORPS[0], to=ARMY[0]),
        event="e-qarat",
    )
    return w.reading()


def bulletin() -> Reading:
    """The other side's outlet: a denial, an offer, a running total and a state."""
    w = Writer(
        "bulletin",
        "Corps Information Office",
        "2031-04-10",
        "No shelling of Qarat",
        "No shelling of Qarat\n"
        "The Northern Corps did not shell the market in Qarat on 8 April, spokesman Yusuf Dirani said.\n"
        "“We have offered a truce in Sahl Province,” he added, “and it has not been agreed.”\n"
        "Nine people were wounded in Qarat, according to the corps.",
        kind="bulletin",
    )
    speaker = ("name:yusuf-dirani", "Yusuf Dirani")
    said = w.says("spokesman Yusuf Dirani", "said", "The Northern Corps did not shell the market in Qarat on 8 April", speaker)
    w.claim(
        "shell",
        "The Northern Corps did not shell the market in Qarat on 8 April",
        statement=said,
        event_type="ASSAULT",
        nth=1,
        modes=("heavy-weapons",),
        contexts=("military",),
        actor=(w.who("The Northern Corps", CORPS),),
        recipient=(w.who("the market", None),),
        places=(w.where("Qarat", QARAT, nth=1),),
        time=w.when("8 April", "2031-04-08", "2031-04-08", "2031-04-09"),
        factuality="CT-",
        event="e-market",
    )
    added = w.says("he", "added", "We have offered a truce in Sahl Province", speaker, quote_type="direct")
    w.claim(
        "truce",
        "We have offered a truce in Sahl Province",
        statement=added,
        event_type="AGREE",
        actor=(w.who("We", CORPS),),
        places=(w.where("Sahl Province", SAHL),),
        realization="offered",
        event="e-truce",
    )
    told = w.says("the corps", "according to", "Nine people were wounded in Qarat", CORPS)
    w.claim(
        "wounded",
        "Nine people were wounded in Qarat",
        statement=told,
        kind="quantity",
        places=(w.where("Qarat", QARAT, nth=2),),
        quantities=(w.count("Nine people", "injured", 9.0, 9.0, 9.0),),
    )
    return w.reading()


def hostile() -> Reading:
    """A report whose publisher would like to run a script on the reader's screen and a formula in their spreadsheet."""
    w = Writer(
        "hostile",
        '=HYPERLINK("http://evil.example","Gazette")',
        "2031-04-11",
        "<img src=x onerror=alert(1)>",
        "</script><script>window.pwned = 1</script> Militia <b>attacked</b> the <!--post <script> at Qarat, +sources said.",
    )
    w.claim(
        "attacked",
        "Militia <b>attacked</b> the <!--post <script> at Qarat",
        event_type="ASSAULT",
        actor=(w.who("Militia", ("name:militia", "@Militia <i>")),),
        places=(w.where("Qarat", QARAT),),
        event="e-post",
    )
    return w.reading()


def readings() -> list[Reading]:
    return [wire(), bulletin(), hostile()]


def events() -> list[Event]:
    """The events of ``readings``: one contested, one party claim, others of a single source."""
    by_event: dict[str, list[tuple[Reading, Claim]]] = {}
    for reading in readings():
        for c in reading.claims:
            if c.event:
                by_event.setdefault(c.event, []).append((reading, c))
    found = []
    for id_, pairs in by_event.items():
        claims = [c for _, c in pairs]
        denials = [c for c in claims if c.factuality == "CT-"]
        contested = len(denials) not in (0, len(claims))
        toll = [q.quantity for c in claims for q in c.quantities]
        found.append(
            Event(
                id=id_,
                event_type=claims[0].event_type,
                modes=claims[0].modes,
                claims=tuple(c.id for c in claims),
                places=tuple(p for c in claims[:1] for p in c.places),
                time=next((c.time for c in claims if c.time), None),
                actors=next((c.actor for c in claims if c.actor), ()),
                recipients=next((c.recipient for c in claims if c.recipient), ()),
                quantities={
                    q.measure: QuantityRange(low=q.low, best=None, high=q.high, by_origin={"Truce Mission": q.best}) for q in toll
                },
                n_claims=len(claims),
                n_statements=len({c.statement for c in claims if c.statement}),
                n_reports=len({r.report.id for r, _ in pairs}),
                n_origins=len({r.report.id for r, _ in pairs}),
                status="contested" if contested else "party_claim_only" if id_ == "e-truce" else "single_source",
                status_by_attribute={"occurrence": "contested" if contested else "single_source"},
                contradictions=tuple(
                    Contradiction(attribute="occurrence", claims=(c.id, d.id), note="asserted and denied", relation="denies")
                    for d in denials
                    for c in claims
                    if c.factuality == "CT+"
                )
                if contested
                else (),
            )
        )
    return found
