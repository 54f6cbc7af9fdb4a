"""One air strike as eight reports tell it: copies, a denial, another toll, a correction, a withdrawn report.

The event is written by hand, as consolidation over reports would give it: what the page and the tables are tried on.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from claimwire.records import Claim, Contradiction, Event, Origin, QuantityRange, Reading
from invented import MINISTRY, MONITOR, QARAT, SAHL, Writer

UNION = ("own:doctors-union", "Doctors' Union of Sahl")
AIR_FORCE = ("own:arvan-air", "Arvan Air Force")
CORPS_AIR = ("own:north-corps", "Northern Corps")

_STRIKE: dict[str, Any] = {"event_type": "ASSAULT", "modes": ("aerial",), "contexts": ("military",), "event": "e-clinic"}


def _wire(name: str, publisher: str, published: str, title: str, tail: str) -> Reading:
    """The mission's words as an agency carries them, with what each paper adds of its own."""
    w = Writer(
        name,
        publisher,
        published,
        title,
        f"{title}\nWarplanes of the Arvan Air Force struck a clinic in Qarat on Saturday, killing 12 people, "
        f"the Truce Mission said.\n{tail}",
    )
    said = w.says("the Truce Mission", "said", "Warplanes of the Arvan Air Force struck a clinic in Qarat on Saturday", MONITOR)
    w.claim(
        "struck",
        "Warplanes of the Arvan Air Force struck a clinic in Qarat on Saturday",
        statement=said,
        actor=(w.who("Warplanes of the Arvan Air Force", AIR_FORCE),),
        recipient=(w.who("a clinic", None),),
        places=(w.where("Qarat", QARAT, nth=title.count("Qarat")),),
        time=w.when("Saturday", "2031-05-03", "2031-05-03", "2031-05-04"),
        quantities=(w.count("12 people", "killed", 12.0, 12.0, 12.0),),
        **_STRIKE,
    )
    return w.reading()


def agency() -> Reading:
    return _wire("lw-strike", "Levant Wire", "2031-05-03", "Strike hits clinic in Qarat", "The town has 9,000 inhabitants.")


def copy() -> Reading:
    return _wire("herald-strike", "Sahl Herald", "2031-05-04", "Clinic in Qarat is hit", "(Levant Wire)")


def second_copy() -> Reading:
    return _wire("courier-strike", "Northern Courier", "2031-05-04", "Bombs on Qarat clinic", "Levant Wire contributed.")


def ministry() -> Reading:
    w = Writer(
        "mod-strike",
        "Arvan Defence Bulletin",
        "2031-05-04",
        "On reports from Qarat",
        "On reports from Qarat\nThe Ministry of Defence denied that its aircraft hit a clinic in Qarat.\n"
        "The ministry said an ammunition depot in Sahl Province was destroyed on 1 May.",
        kind="bulletin",
    )
    denied = w.says("The Ministry of Defence", "denied", "that its aircraft hit a clinic in Qarat", MINISTRY, stance="denying")
    w.claim(
        "hit",
        "its aircraft hit a clinic in Qarat",
        statement=denied,
        actor=(w.who("its aircraft", MINISTRY),),
        recipient=(w.who("a clinic", None),),
        places=(w.where("Qarat", QARAT, nth=1),),
        factuality="CT-",
        **_STRIKE,
    )
    said = w.says("The ministry", "said", "an ammunition depot in Sahl Province was destroyed on 1 May", MINISTRY)
    w.claim(
        "destroyed",
        "an ammunition depot in Sahl Province was destroyed on 1 May",
        statement=said,
        recipient=(w.who("an ammunition depot", None),),
        places=(w.where("Sahl Province", SAHL),),
        time=w.when("1 May", "2031-05-01", "2031-05-01", "2031-05-02"),
        **(_STRIKE | {"event": "e-depot"}),
    )
    return w.reading()


def _radio(name: str, published: str, toll: str, value: float) -> Reading:
    w = Writer(
        name,
        "Coast Radio",
        published,
        "Doctors count the dead",
        f"Doctors count the dead\n{toll} people died when the clinic in Qarat was bombed, the Doctors' Union of Sahl said. "
        "The union did not say whose aircraft it was.",
    )
    said = w.says("the Doctors' Union of Sahl", "said", f"{toll} people died when the clinic in Qarat was bombed", UNION)
    w.claim(
        "bombed",
        f"{toll} people died when the clinic in Qarat was bombed",
        statement=said,
        recipient=(w.who("the clinic", None),),
        places=(w.where("Qarat", QARAT),),
        quantities=(w.count(f"{toll} people", "killed", value, value, value),),
        **_STRIKE,
    )
    return w.reading()


def radio() -> Reading:
    return _radio("radio-strike", "2031-05-04T06:00", "Nine", 9.0)


def radio_corrected() -> Reading:
    """The same station takes its first figure back."""
    r = _radio("radio-strike-2", "2031-05-04T11:00", "Eleven", 11.0)
    return dataclasses.replace(r, report=dataclasses.replace(r.report, status="corrected", corrects="radio-strike"))


def blog() -> Reading:
    w = Writer(
        "blog-strike",
        "Valley Blog",
        "2031-05-05",
        "What people say",
        "What people say\nA clinic near the bridge of Qarat was bombed last week, residents say.",
        kind="post",
    )
    said = w.says("residents", "say", "A clinic near the bridge of Qarat was bombed last week", None)
    w.claim(
        "bombed",
        "A clinic near the bridge of Qarat was bombed last week",
        statement=said,
        recipient=(w.who("A clinic", None),),
        places=(w.where("Qarat", QARAT),),
        time=w.when("last week", "2031-04-28/2031-05-04", "2031-04-28", "2031-05-05", "week"),
        **_STRIKE,
    )
    return w.reading()


def withdrawn() -> Reading:
    w = Writer(
        "ember-strike",
        "Daily Ember",
        "2031-05-03",
        "Corps bombs clinic",
        "Corps bombs clinic\nThe Northern Corps bombed a clinic in Qarat on 3 May.\n"
        "Qarat came under fire from the air all through that week.",
    )
    w.claim(
        "bombed",
        "The Northern Corps bombed a clinic in Qarat on 3 May",
        actor=(w.who("The Northern Corps", CORPS_AIR),),
        recipient=(w.who("a clinic", None),),
        places=(w.where("Qarat", QARAT),),
        time=w.when("3 May", "2031-05-03", "2031-05-03", "2031-05-04"),
        **_STRIKE,
    )
    w.claim(
        "fire",
        "Qarat came under fire from the air all through that week",
        places=(w.where("Qarat", QARAT, nth=1),),
        time=w.when("that week", "2031-04-28/2031-05-04", "2031-04-28", "2031-05-05", "week"),
        aspect="ongoing",
        **(_STRIKE | {"event": "e-week"}),
    )
    r = w.reading()
    return dataclasses.replace(r, report=dataclasses.replace(r.report, status="canceled"))


def strike_readings() -> list[Reading]:
    return [agency(), copy(), second_copy(), ministry(), radio(), radio_corrected(), blog(), withdrawn()]


COPIES = [  # report, the one that it repeats, why
    ("herald-strike", "lw-strike", "1 of its 2 longer sentences is the same word for word; it credits Levant Wire"),
    ("courier-strike", "lw-strike", "1 of its 2 longer sentences is the same word for word; it credits Levant Wire"),
]


def _of(report: str, event: str = "e-clinic") -> list[tuple[Reading, Claim]]:
    return [(r, c) for r in strike_readings() if r.report.id == report for c in r.claims if c.event == event]


def _origin(
    id_: str, kind: str, name: str, reports: str, *because: str, side: str | None = None, independent: bool = True
) -> Origin:
    pairs = [pair for report in reports.split() for pair in _of(report)]
    return Origin(
        id=id_,
        kind=kind,
        name=name,
        side=side,
        independent=independent,
        claims=tuple(c.id for _, c in pairs),
        reports=tuple(dict.fromkeys(r.report.id for r, _ in pairs)),
        because=because,
    )


def _plain(id_: str, report: str, **fields: Any) -> Event:
    claims = [c for _, c in _of(report, id_)]
    values: dict[str, Any] = {
        "event_type": claims[0].event_type,
        "modes": claims[0].modes,
        "claims": tuple(c.id for c in claims),
        "places": claims[0].places,
        "time": claims[0].time,
        "actors": claims[0].actor,
        "recipients": claims[0].recipient,
        "quantities": {},
        "n_claims": len(claims),
        "n_statements": len({c.statement for c in claims if c.statement}),
        "n_reports": 1,
        "n_origins": 1,
        "status": "single_source",
        "status_by_attribute": {"occurrence": "single_source"},
    }
    return Event(id=id_, **(values | fields))


def strike_events() -> list[Event]:
    """A week under fire, and in it a contested strike on a clinic and the destruction of a depot."""
    origins = (
        _origin(
            "o-mission",
            "source",
            "Truce Mission",
            "lw-strike herald-strike courier-strike",
            "Sahl Herald and Northern Courier credit Levant Wire",
            "the three reports give the same words of the Truce Mission",
        ),
        _origin("o-ministry", "speech", "Arvan Ministry of Defence", "mod-strike", side="arvan:government"),
        _origin(
            "o-union",
            "source",
            "Doctors' Union of Sahl",
            "radio-strike radio-strike-2",
            "Coast Radio's report of 11:00 corrects its report of 06:00",
        ),
        _origin(
            "o-blog", "unknown", "residents, not named", "blog-strike", "nobody is named who could know: it may repeat another",
            independent=False,
        ),
        _origin("o-ember", "publisher", "Daily Ember", "ember-strike"),
    )  # fmt: skip
    claims = [c for o in origins for c in o.claims]
    by_report = {r.report.id: c for r in strike_readings() for c in r.claims if c.event == "e-clinic"}

    def against(attribute: str, relation: str, one: str, two: str, note: str) -> Contradiction:
        return Contradiction(attribute=attribute, relation=relation, claims=(by_report[one].id, by_report[two].id), note=note)

    first = by_report["lw-strike"]
    clinic = _plain(
        "e-clinic",
        "lw-strike",
        claims=tuple(claims),
        places=first.places,
        quantities={
            "killed": QuantityRange(low=11.0, best=11.0, high=12.0, by_origin={"o-mission": 12.0, "o-union": 11.0}),
        },
        n_claims=len(claims),
        n_statements=7,
        n_reports=8,
        n_origins=4,
        status="contested",
        status_by_attribute={
            "occurrence": "contested",
            "agent": "contested",
            "quantity": "contested",
            "outcome": "corroborated",
        },
        part_of="e-week",
        origins=origins,
        contradictions=(
            against("quantity", "differs", "lw-strike", "radio-strike-2", "killed: 12 and 11"),
            against("quantity", "corrects", "radio-strike", "radio-strike-2", "killed: 9, then 11"),
            against("agent", "does_not_confirm", "lw-strike", "radio-strike-2", "the union does not say whose aircraft it was"),
            *(
                against("occurrence", "denies", report, "mod-strike", "Arvan Ministry of Defence denies what Truce Mission says")
                for report in ("lw-strike", "herald-strike", "courier-strike")
            ),
        ),
    )
    ministry_ = Origin(
        id="o-ministry",
        kind="speech",
        name="Arvan Ministry of Defence",
        side="arvan:government",
        independent=True,
        claims=tuple(c.id for _, c in _of("mod-strike", "e-depot")),
        reports=("mod-strike",),
        because=(),
    )
    return [
        _plain("e-week", "ember-strike"),
        clinic,
        _plain("e-depot", "mod-strike", status="party_claim_only", part_of="e-week", origins=(ministry_,)),
    ]
