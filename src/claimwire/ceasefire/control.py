"""Who holds which place since when, according to whom: claims over intervals, transfers, contested places. Never a front line.

Claims of one voice are put together: what it says again is one row, and a hold ends when it says another holder. Claims of
several voices stand side by side; where two of them cannot both hold, both are contested and each names the other's claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.holders import compatible
from claimwire.ceasefire.holds import LOSS, TRANSFER, Hold, holds
from claimwire.ceasefire.telling import TOLD, place_name, told

_NEAR = timedelta(
    days=3
)  # two states of control said this near to each other, with no change of hands between, are about one time
COLUMNS = (
    "place",
    "place_written",
    "target",
    "admin1",
    "country",
    "extent",
    "holder",
    "holder_written",
    "holder_id",
    "since",
    "since_by",
    "until",
    "until_by",
    "basis",
    "from",
    "from_written",
    "to",
    "contenders",
    "against",
    *TOLD,
)


def rows(context: Context) -> list[Row]:
    """Return who holds what, place by place and day by day; only what touches the context's window."""
    return [_row(h, context, against) for h, against in _held(context) if _touches(h, context)]


def _held(context: Context) -> list[tuple[Hold, tuple[str, ...]]]:
    by_place: dict[str, list[Hold]] = {}
    for said in context.said(everything=True):
        for hold in holds(said):
            by_place.setdefault(hold.key, []).append(hold)
    out = []
    for key in sorted(by_place, key=lambda k: (place_name(by_place[k][0].place).casefold(), k)):
        out += _contested(_by_voice(by_place[key], context), context)
    return out


def _by_voice(found: list[Hold], context: Context) -> list[Hold]:
    """Put together what each voice says of one place."""
    voices: dict[str, list[Hold]] = {}
    for hold in found:
        voices.setdefault(voice_key(hold.said, context), []).append(hold)
    merged = [h for said in voices.values() for h in _merged(said, context)]
    return sorted(merged, key=lambda h: (h.start, h.holder.name if h.holder else "", h.claims))


def voice_key(said: Said, context: Context) -> str:
    """Return what makes two claims one voice: the side of the speaker, else the speaker, else the publisher."""
    voice = context.voice(said)
    sides = sorted(context.sides(voice.id, said.published))
    return sides[0] if sides else voice.id or f"name:{(voice.name or said.report.publisher or said.report.id).casefold()}"


def _merged(found: list[Hold], context: Context) -> list[Hold]:
    """Make one row of what a voice repeats, and end a hold where it says another holder. Denials and fights stand alone."""
    out: list[Hold] = []
    latest: dict[tuple[object, ...], int] = {}  # of each holder, standing and extent: only the last hold can go on or end
    for hold in sorted(found, key=lambda h: (h.start, h.until is None and h.until_by is None, h.said.claim.trigger.start)):
        same = next((n for n in reversed(latest.values()) if _continues(out[n], hold, context)), None)
        if same is not None:
            out[same] = _joined(out[same], hold)
            continue
        if _is_plain(hold) and hold.part is None and hold.asserted is not None:
            for n in latest.values():
                if _is_succeeded(out[n], hold, context):
                    out[n] = _ended(out[n], hold)
        who = hold.holder.ids or hold.holder.name.casefold() if hold.holder else tuple(c.name for c in hold.contenders)
        latest[who, hold.part, hold.status, hold.basis if hold.holder is None else None, hold.said.withdrawn] = len(out)
        out.append(hold)
    return out


def _is_plain(hold: Hold) -> bool:
    """True for a claim that a party holds or held a place; withdrawn reports, denials and sieges end nothing."""
    return hold.holder is not None and hold.status in {"claimed", "possible"} and not hold.said.withdrawn


def _continues(old: Hold, new: Hold, context: Context) -> bool:
    """True when two claims of one voice tell one hold: same holder, same extent, not two stays with an end between."""
    if old.said.withdrawn != new.said.withdrawn or old.part != new.part or old.status != new.status:
        return False
    if old.holder is None or new.holder is None:
        names = [sorted(c.name for c in h.contenders) for h in (old, new)]
        return old.holder is new.holder and old.basis == new.basis and names[0] == names[1]
    if not compatible(old.holder, new.holder, context, new.start):
        return False
    ends = new.until is not None or new.until_by is not None
    open_ = old.until is None and old.until_by is None
    again = new.until == old.until and new.until_by == old.until_by
    return (open_ and (ends or not (new.basis == TRANSFER and old.basis == TRANSFER and new.since != old.since))) or (
        ends and again
    )


def _joined(old: Hold, new: Hold) -> Hold:
    """One hold of two claims: the date that is known, the least upper bound, every claim."""
    since_by = min((d for d in (old.since_by, new.since_by) if d), default=None)
    asserted = old.asserted or new.asserted
    if old.asserted and new.asserted:
        asserted = (min(old.asserted[0], new.asserted[0]), max(old.asserted[1], new.asserted[1]))
    known = old if old.since else new
    named = old.holder if old.holder is None or old.holder.listed or new.holder is None or not new.holder.listed else new.holder
    return replace(
        old,
        holder=named,
        basis=TRANSFER if TRANSFER in (old.basis, new.basis) and (old.asserted or new.asserted) else old.basis,
        since=known.since,
        since_day=known.since_day,
        since_by=None if known.since else since_by,
        until=old.until or new.until,
        until_day=old.until_day or new.until_day,
        until_by=None if old.until or new.until else old.until_by or new.until_by,
        asserted=asserted,
        from_=old.from_ or new.from_,
        to=old.to or new.to,
        claims=tuple(dict.fromkeys((*old.claims, *new.claims))),
    )


def _is_succeeded(old: Hold, new: Hold, context: Context) -> bool:
    """True when a voice that said one holder now says another."""
    if not _is_plain(old) or old.part or old.until or old.until_by or old.asserted is None or new.asserted is None:
        return False
    assert old.holder is not None and new.holder is not None
    return old.asserted[0] <= new.asserted[0] and not compatible(old.holder, new.holder, context, new.start)


def _ended(old: Hold, new: Hold) -> Hold:
    return replace(old, until=new.since, until_day=new.since_day, until_by=None if new.since else new.since_by)


def _contested(found: list[Hold], context: Context) -> list[tuple[Hold, tuple[str, ...]]]:
    """Mark what another voice contradicts; each row names the claims that stand against it."""
    against: list[dict[str, None]] = [{} for _ in found]
    keys = [voice_key(h.said, context) for h in found]
    for n, a in enumerate(found):
        for m in range(n):
            if keys[n] != keys[m] and _clash(a, found[m], context):
                against[n].update(dict.fromkeys(found[m].claims))
                against[m].update(dict.fromkeys(a.claims))
    return [
        (replace(h, status="contested") if other and h.status in {"claimed", "possible"} else h, tuple(other))
        for h, other in zip(found, against, strict=True)
    ]


def _clash(a: Hold, b: Hold, context: Context) -> bool:
    """True when two voices' claims of one place cannot both hold."""
    if a.holder is None or b.holder is None or a.part or b.part or a.said.withdrawn or b.said.withdrawn:
        return False
    if a.asserted is None or b.asserted is None:
        return False
    if not _together(a, b):
        return False
    same = compatible(a.holder, b.holder, context, max(a.start, b.start))
    for denied, other in ((a, b), (b, a)):
        if denied.status == "denied" and denied.basis == LOSS:  # who denies the loss of a place holds it
            return not same and other.status != "denied"
    return same and a.status != b.status if "denied" in (a.status, b.status) else not same


def _together(a: Hold, b: Hold) -> bool:
    """True when the days for which two voices assert something meet; the day of a change of hands may belong to both."""
    first, second = sorted((a, b), key=lambda h: h.start)
    assert first.asserted is not None and second.asserted is not None
    ends = min(first.asserted[1], first.until_day or "9999")
    if second.basis == TRANSFER and second.status != "denied" and second.since_day:
        return ends > second.asserted[0]
    return date.fromisoformat(second.asserted[0]) - date.fromisoformat(ends) <= _NEAR if ends != "9999" else True


def _touches(hold: Hold, context: Context) -> bool:
    """True when a hold lies in the window: said in it, or holding in it as far as is known."""
    if context.from_ is None and context.to is None:
        return True
    if context.published_inside(hold.said.report):
        return True
    start = hold.since_day or hold.since_by
    over = hold.until_day or hold.until_by
    return not (context.to and start and start > context.to) and not (context.from_ and over and over < context.from_)


def _row(hold: Hold, context: Context, against: Iterable[str]) -> Row:
    said, place = hold.said, hold.place.place
    return {
        "place": place_name(hold.place),
        "place_written": hold.place.span.text,
        "target": place.target if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else hold.place.country,
        "extent": hold.part or "whole",
        "holder": hold.holder.name if hold.holder else None,
        "holder_written": hold.holder.written if hold.holder else None,
        "holder_id": hold.holder.ids[0] if hold.holder and hold.holder.ids else None,
        "since": hold.since,
        "since_by": hold.since_by,
        "until": hold.until,
        "until_by": hold.until_by,
        "basis": hold.basis,
        "from": hold.from_.name if hold.from_ else None,
        "from_written": hold.from_.written if hold.from_ else None,
        "to": hold.to.name if hold.to else None,
        "contenders": [c.name for c in hold.contenders],
        "against": list(against),
        **told(said, context, status=hold.status),
        "claims": list(hold.claims),
    }


CONTROL = View(
    name="control",
    title="Who holds what",
    about="One row: one voice's claim that a party holds, took, lost or contests a place, over an interval. No line on the map.",
    columns=COLUMNS,
    rows=rows,
)
