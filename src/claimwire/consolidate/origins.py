"""Who is independent of whom: the voices behind the claims of one event, over however many reports.

The origin of a claim is the innermost one of its chain (publisher > agency > official > party) who can know: a named speaker,
an agency, a party. Somebody unnamed is no origin of his own; witnesses are heard by the outlet or agency that they told.

Dependence that is not known counts as dependence. An outlet's own voice counts beside others only where something shows that
it did its own reporting: it is a wire agency and credits no other, a correspondent of its own is named, witnesses told it. An own
voice follows the source that its report has for the same happening, and any voice of the event that its report names as a source
anywhere. Unnamed sources ("officials said"), a publisher that is not known and everything else without such a sign never count
beside a known voice; where nothing else is there, they count as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from rapidfuzz.fuzz import ratio

from claimwire.consolidate.copies import Likeness, Print, Wording, days_apart, paraphrased, words
from claimwire.consolidate.credits import agency_id
from claimwire.consolidate.holders import Voice, report_of
from claimwire.consolidate.joining import Groups
from claimwire.consolidate.seats import Seat, seated
from claimwire.consolidate.sides import ARMED, GOVERNMENT, generic
from claimwire.records import Origin, digest

SPEECH = 2  # days within which one speaker's words on one happening are one speech
ALIKE = 85  # percent of two full names' letters that are the same: Fatou Keita, Fatu Keyta
NAMES = 60  # names of one happening that are compared
SAME_DAY = 1  # days within which the same facts in the same order are one story, told again
_BODIES = (
    "organ:",
    "gov:",
    "state:",
    "nation:",
    "has:",
    "bare:",
)  # too wide to make two speakers one, not to make them one voice
_LOOSE = ("has:", "bare:", "kind:", "nation:", "organ:")  # keys that more than one body or person may bear
_ORDER = {"speech": 0, "agency": 1, "source": 2, "publisher": 3, "unknown": 4}


def origins(voices: Sequence[Voice], prints: Mapping[str, Print]) -> tuple[Origin, ...]:
    """Group the voices of one event by origin, best known first; ``prints`` are by report id, and may hold other reports.

    Exactly one origin of each dependent group has ``independent`` True, so the number of independent ones is the number of
    voices: at least 1 where there is a claim. The order of ``voices`` changes nothing.
    """
    seats = seated(sorted(voices, key=lambda v: v.claim))
    if not seats:
        return ()
    one = Groups(len(seats))
    _same_speaker(seats, one)
    _same_name(seats, one)
    alike = _alike(seats, prints)
    _same_text(seats, alike, one)
    entries = [_Entry([seats[n] for n in members], one.reasons(members)) for members in one.members()]
    entries.sort(key=lambda e: e.rank)
    voice = Groups(len(entries))
    _same_voice(entries, voice)
    _passed_on(entries, voice)
    _at_hand(entries, voice)
    _same_story(entries, prints, voice)
    loose = _ambiguous(entries, voice)
    return tuple(_origins(entries, voice, loose, _lands(seats)))


def _same_speaker(seats: Sequence[Seat], one: Groups) -> None:
    """Join what one speaker, office or body says within two days: one speech, through however many outlets."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for n, seat in enumerate(seats):
        for k, key in enumerate(seat.keys):
            if k == 0 or not key.startswith(_BODIES):
                by_key[key].append(n)
    for key in sorted(by_key):
        ordered = sorted(by_key[key], key=lambda n: (seats[n].voice.published_at or "", n))
        for a, b in pairwise(ordered):
            x, y = seats[a], seats[b]
            days = days_apart(x.voice.published_at, y.voice.published_at)
            if x.base or y.base or days is None or days <= SPEECH:
                one.join(a, b, _speech(x, y))


def _same_name(seats: Sequence[Seat], one: Groups) -> None:
    """Join speakers of one happening whose full names differ as transliterations and misprints do."""
    by_name: dict[str, int] = {}
    for n, seat in enumerate(seats):
        if seat.kind == "speech" and seat.known and " " in seat.name:
            by_name.setdefault(seat.name, n)
    for a, b in combinations(sorted(by_name)[:NAMES], 2):
        x, y = by_name[a], by_name[b]
        days = days_apart(seats[x].voice.published_at, seats[y].voice.published_at)
        if ratio(a, b) >= ALIKE and (days is None or days <= SPEECH):
            one.join(x, y, _speech(seats[x], seats[y]))


def _speech(a: Seat, b: Seat) -> str:
    if a.voice.report == b.voice.report:
        return f"{report_of(a.voice)}: {a.name}, told more than once"
    who = a.name if a.name == b.name else f"{a.name}, {b.name}"
    what = (
        "the same outlet"
        if a.kind == b.kind == "publisher"
        else "the same agency"
        if "agency" in {a.kind, b.kind}
        else "the same speaker"
    )
    return f"{report_of(a.voice)}, {report_of(b.voice)}: {what}, {who}"


def _alike(seats: Sequence[Seat], prints: Mapping[str, Print]) -> dict[tuple[str, str], Likeness]:
    """Return the pairs of the event's reports that share words, compared each with each up to a hundred, else by their order."""
    reports = sorted({s.voice.report for s in seats} & prints.keys())
    near = (
        combinations(reports, 2)
        if len(reports) <= 100
        else ((a, b) for n, a in enumerate(reports) for b in reports[n + 1 : n + 30])
    )
    ready = {report: Wording(prints[report]) for report in reports}
    found = {}
    for a, b in near:
        likeness = ready[a].like(ready[b])
        if likeness.kind is not None:
            found[a, b] = likeness
    return found


def _same_text(seats: Sequence[Seat], alike: Mapping[tuple[str, str], Likeness], one: Groups) -> None:
    """Join what copies have in common: their own voice and unnamed sources, and the speakers of words that both quote."""
    base: dict[str, list[int]] = defaultdict(list)
    quoting: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, seat in enumerate(seats):
        if seat.base:
            base[seat.voice.report].append(n)
        for quote in seat.voice.quotes:
            quoting[seat.voice.report, quote].append(n)
    for (a, b), likeness in sorted(alike.items()):
        because = f"{a}, {b}: {describe(likeness)}"
        public = True
        for quote in likeness.quotes:
            said = [*quoting[a, quote], *quoting[b, quote]]
            public = public and any(not seats[n].base for n in said)
            for x, y in pairwise(said):
                one.join(x, y, because)
        # What a minister said in public, two outlets may both have heard; a witness's words come from one reporter's notebook.
        if likeness.kind == "shared quotation" and public:
            continue
        text = [*base[a], *base[b]]
        for x, y in pairwise(text):
            one.join(x, y, because)


def describe(likeness: Likeness) -> str:
    """Say how two texts are alike, as a person would."""
    share = f"{likeness.contained:.0%} of the shorter text is in the other"
    quoted = f"{len(likeness.quotes)} quotation{'s' if len(likeness.quotes) > 1 else ''} word for word in both"
    return {"copy": f"one text, {share}", "near-copy": f"one text edited, {share}", "shared quotation": quoted}.get(
        likeness.kind or "", "a passage word for word in both"
    )


class _Entry:
    """Seats that are one origin."""

    def __init__(self, seats: Sequence[Seat], reasons: Iterable[str]) -> None:
        self.seats = seats
        self.known = any(s.known for s in seats)
        self.best = min(seats, key=lambda s: (not s.known, _ORDER[s.kind], s.voice.published_at or "9", s.voice.claim))
        self.keys = {k for s in seats if s.known for k in s.keys}
        self.via = {k for s in seats if s.known for h in s.passed_by for k in h.keys if not k.startswith(_LOOSE)}
        self.via |= {t for s in seats if s.known for t in s.voice.beside} - self.keys
        self.sides = {x for s in seats if s.known for x in s.sides}
        self.belongs = any(k.startswith(("org:", "has:")) for k in self.keys)
        self.claims = tuple(sorted({s.voice.claim for s in seats}))
        self.reports = tuple(sorted({s.voice.report for s in seats}))
        self.because = (*dict.fromkeys(reasons), *dict.fromkeys(s.because for s in seats if s.known == self.known))
        self.known_in = {s.voice.report for s in seats if s.known}
        self.hearsay = all(s.hearsay for s in seats if s.known)
        self.quiet = all(s.quiet for s in seats if s.known)
        self.nobodys = not self.sides and all(k.startswith(("person:", "name:", "agency:", "nation:")) for k in self.keys)
        self.unsure = "bare:*" in self.keys and not self.sides and not self.belongs
        self.rank = (
            not self.known,
            not self.known and not any(s.sides for s in seats),  # what stands beside officials may be theirs
            self.unsure,
            _ORDER[self.best.kind],
            -len(self.reports),
            self.best.voice.published_at or "9",
            self.claims,
        )


def _same_voice(entries: Sequence[_Entry], voice: Groups) -> None:
    """Join speakers of one body and sources of one side; an origin that is not known joins nobody, for it could join all."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        if entry.known:
            for key in entry.keys | {f"side {s}" for s in entry.sides if not generic(s)}:
                if not key.startswith(("has:", "bare:", "organ:")):
                    by_key[key].append(n)
    for key in sorted(by_key):
        for a, b in pairwise(by_key[key]):
            side = key.removeprefix("side ") if key.startswith("side ") else None
            names = f"{entries[a].best.name} and {entries[b].best.name}"
            voice.join(a, b, f"{names} are both on the side {side}" if side else f"{names} speak for one body")


def _passed_on(entries: Sequence[_Entry], voice: Groups) -> None:
    """Join who passes on another's word with that other: what he says elsewhere without a source he may have from there."""
    for n, m in ((n, m) for n, e in enumerate(entries) if e.via for m in range(len(entries)) if m != n):
        if entries[m].known and not entries[n].via.isdisjoint(entries[m].keys):
            voice.join(n, m, f"{entries[m].best.name} passes on {entries[n].best.name}")


def _at_hand(entries: Sequence[_Entry], voice: Groups) -> None:
    """Join an outlet's word with what it has in its own report from a source, and with a person whom it alone has heard.

    Who repeats the outlet repeats its source; the baker whom its reporter met was heard by nobody else.
    """
    printing: dict[str, set[str]] = defaultdict(set)  # "the Kite agency says", and what the Kite agency printed
    for seat in (s for e in entries for s in e.seats if s.voice.publisher):
        printing[agency_id(seat.voice.publisher or "")].add(seat.voice.report)
        for key in seat.voice.house.keys if seat.voice.house else ():
            printing[key].add(seat.voice.report)
    for n, outlet in enumerate(entries):
        own = [s for s in outlet.seats if s.base and s.kind in {"agency", "publisher"}]
        printed = {r for key in outlet.keys for r in printing.get(key, ()) if r not in outlet.known_in}
        if not outlet.known or not (own or printed):
            continue
        follows = {s.voice.report for s in own if not s.known and s.follows} | printed
        alone = set(outlet.reports) if len(outlet.reports) == 1 else set()
        for m, other in enumerate(entries):
            if m == n or not other.known:
                continue
            if follows & set(other.reports):
                voice.join(n, m, f"{outlet.best.name} has it from {other.best.name}")
            elif alone == set(other.reports) and other.nobodys:
                voice.join(n, m, f"{other.best.name} was heard by {outlet.best.name}")


def _same_story(entries: Sequence[_Entry], prints: Mapping[str, Print], voice: Groups) -> None:
    """Join outlets whose texts tell the same facts in the same order within a day: a wire story that nobody credits."""
    quiet = [n for n, e in enumerate(entries) if e.known and e.quiet]
    for n, m in combinations(quiet, 2):
        voice.join(n, m, f"{entries[n].best.name} and {entries[m].best.name} tell one story, and neither tells who was there")
    texts = [(n, sorted({s.voice.report for s in e.seats if s.base and s.known} & prints.keys())) for n, e in enumerate(entries)]
    for (n, mine), (m, other) in combinations([t for t in texts if t[1]], 2):
        for a, b in ((x, y) for x in mine for y in other if x != y):
            days = days_apart(prints[a].published_at, prints[b].published_at)
            if (days is None or days <= SAME_DAY) and paraphrased(prints[a], prints[b]):
                voice.join(n, m, f"{a}, {b}: the same facts in the same order")
                break


def _ambiguous(entries: Sequence[_Entry], voice: Groups) -> set[int]:
    """Join a party told by its kind alone ("the army") with the one such party there is; return those that may be any of several.

    Those may be the same as either of two armies, so they count as neither.
    """
    loose: set[int] = set()
    known = [n for n, e in enumerate(entries) if e.known]
    for kind in (GOVERNMENT, ARMED):
        vague = [n for n in known if kind in entries[n].sides and all(generic(s) for s in entries[n].sides)]
        _place(vague, [n for n in known if any(_is_kind(s, kind) for s in entries[n].sides)], entries, voice, loose)
    for word in sorted({k for n in known for k in entries[n].keys if k.startswith("bare:") and k != "bare:*"}):
        named = word.replace("bare:", "has:")
        vague = [n for n in known if word in entries[n].keys and named not in entries[n].keys]
        noun = word.removeprefix("bare:")
        holding = [n for n in known if n not in vague and (named in entries[n].keys or noun in words(entries[n].best.name))]
        _place(vague, holding, entries, voice, loose)
    organs = [n for n in known if "organ:" in entries[n].keys and not entries[n].sides]
    states = [n for n in known if any(_is_kind(s, GOVERNMENT) or s == GOVERNMENT for s in entries[n].sides)]
    _place(organs, states, entries, voice, loose)
    unnamed = {s.voice.report for e in entries for s in e.seats if not s.known and s.voice.chain}
    outlets = [n for n in known if entries[n].best.base and not unnamed.isdisjoint(entries[n].reports)]
    roles = [
        n for n in known if not entries[n].sides and all(k.startswith(("kind:", "bare:", "organ:")) for k in entries[n].keys)
    ]
    _place(roles if outlets else [], outlets, entries, voice, loose)
    for n in (n for n in known if entries[n].hearsay):
        _place([n], [m for m in known if m != n], entries, voice, loose)
    nobody = [n for n in known if entries[n].unsure]
    _place(
        nobody,
        [n for n in known if n not in nobody and (entries[n].sides or entries[n].best.kind == "source")],
        entries,
        voice,
        loose,
    )
    for n, m in combinations([n for n in known if entries[n].best.known], 2):
        if (name := _within(entries[n], entries[m])) is not None:
            voice.join(n, m, f"{entries[n].best.name} and {entries[m].best.name} may be one: {name}")
    bodies = {n: _names(entries[n]) for n in known}
    for n in known:
        fuller = [m for m in known if m != n and any(a < b for a in bodies[n] for b in bodies[m])]
        if fuller and not any(len(a) > len(b) for a in bodies[n] for m in fuller for b in bodies[m]):
            _place([n], fuller, entries, voice, loose)
    return loose


def _within(a: _Entry, b: _Entry) -> str | None:
    """Return the fuller of two names of which one holds the other's words; None for two names, and for two sides' bodies."""
    if a.sides and b.sides and a.sides.isdisjoint(b.sides):
        return None
    left, right = (set(words(x.best.name)) - {"the", "of", "a", "an", "and", "for"} for x in (a, b))
    if left and right and (left <= right or right <= left):
        return max(a.best.name, b.best.name, key=len)
    return None


def _names(entry: _Entry) -> list[frozenset[str]]:
    """Return the names of an entry's bodies as sets of words: "Resistance Committees" is part of a longer one."""
    return [frozenset(k.removeprefix("org:").split("+")) for k in entry.keys if k.startswith("org:")]


def _place(vague: Sequence[int], named: Sequence[int], entries: Sequence[_Entry], voice: Groups, loose: set[int]) -> None:
    for a, b in pairwise(vague):
        both = f"{entries[a].best.name} and {entries[b].best.name}"
        may = "may speak for one party" if entries[a].sides & entries[b].sides else "may be one"
        voice.join(a, b, f"{both} {may}")
    if not vague:
        return
    apart = {voice.of(n) for n in named} - {voice.of(vague[0])}
    if len(apart) == 1:
        other = apart.pop()
        voice.join(other, vague[0], f"{entries[vague[0]].best.name} may be, or speak for, {entries[other].best.name}")
    elif apart:
        loose.update(vague)


def _is_kind(side: str, kind: str) -> bool:
    state = side.endswith(":government") or (not side.startswith("unlisted:") and _state_like(side))
    return not generic(side) and state == (kind == GOVERNMENT)


def _state_like(side: str) -> bool:
    """True for a listed side that is a state's: it bears its country's name, or is called a government."""
    conflict, _, name = side.partition(":")
    return name == conflict or name in {
        "government",
        "russia",
        "turkey",
        "coalition",
        "israel",
        "azerbaijani",
        "india",
        "morocco",
        "saf",
        "republic",
    }


def _lands(seats: Sequence[Seat]) -> Counter[str]:
    """Count the sides that may speak in this event, those of a conflict in the country of its claims before all others."""
    lands = {s.voice.land for s in seats if s.voice.land}
    counted: Counter[str] = Counter()
    for seat in seats:
        for side in seat.sides:
            counted[side] += 1 + 1000 * any(land in side.partition(":")[0] for land in lands)
    return counted


def _origins(entries: Sequence[_Entry], voice: Groups, loose: set[int], sides: Counter[str]) -> Iterable[Origin]:
    counted: set[int] = set()
    known = any(e.known and n not in loose for n, e in enumerate(entries))
    first: dict[int, _Entry] = {}
    held: dict[int, set[str]] = defaultdict(set)
    for n, entry in enumerate(entries):
        held[voice.of(n)] |= {x for s in entry.seats for x in s.sides}
    for n, entry in enumerate(entries):
        group = voice.of(n)
        counts = group not in counted and ((entry.known and n not in loose) if known else not counted)
        if counts:
            counted.add(group)
            first[group] = entry
        because = [*entry.because]
        if not counts:
            because += _dependent(
                entry, first.get(group), voice.reasons([m for m in range(len(entries)) if voice.of(m) == group])
            )
        found = {x for s in entry.seats for x in s.sides} or held[group]  # who may speak for a party is taken for its own
        yield Origin(
            id=digest("o", entry.claims[0]),
            kind=entry.best.kind,
            name=entry.best.name,
            side=max(found, key=lambda s: (sides[s], s)) if found else None,
            independent=counts,
            claims=entry.claims,
            reports=entry.reports,
            because=tuple(dict.fromkeys(because)),
        )


def _dependent(entry: _Entry, other: _Entry | None, reasons: Sequence[str]) -> list[str]:
    if other is None:
        return ["counts beside no other voice: it may depend on any of them"]
    return [f"counts with {other.best.name}", *reasons]
