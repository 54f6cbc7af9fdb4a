"""Compose the reports of ``own/places`` that the place ranker learns from, out of our neighbourhoods and sentences.

    .venv/bin/python -m training.place_reports

Each report is of one kind: local news, a conflict report, a wire report, a report on states, one about an invented country.
Its places are neighbours, as they are in news, and it may never say in which state or country they lie. Towns of the invented
country borrow the names of real small towns from all over the world, so that the ranker learns to leave such names alone.
Coordinates come from the gazetteer: of its places in the stated country, the one nearest to the neighbourhood's first town.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.records import Place
from claimwire.resolve import place_paper
from claimwire.resolve.gazetteer import open_gazetteer
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_names import fold

FOLDER = Path(__file__).parent / "own" / "places"
SEED = 11
LOCAL, CONFLICT = 6, 6  # reports per neighbourhood
WIRE, STATES, NATIONAL, INVENTED = 360, 240, 300, 140
FARTHEST = {"local": 160.0, "conflict": 350.0}  # km between the first town of a neighbourhood and another

ENDINGS = {"GBR": ".co.uk", "IRL": ".ie", "CAN": ".ca", "AUS": ".com.au", "NZL": ".co.nz", "ZAF": ".co.za", "IND": ".in",
           "PAK": ".com.pk", "NGA": ".ng", "KEN": ".co.ke", "DEU": ".de", "UKR": ".ua", "LBN": ".lb"}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """Towns near one another, with the units that they lie in."""

    kind: str
    country: str
    region: str
    units: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Gold:
    """What a name in a report means; ``level`` as the ranker has it."""

    name: str
    place: Place
    level: str = "town"


class Atlas:
    """Looks real places up, and says on the error stream what the gazetteer does not hold."""

    def __init__(self) -> None:
        self.gazetteer = open_gazetteer(None)
        self.missing: dict[str, set[str]] = defaultdict(set)

    def find(
        self, name: str, country: str, *, region: str = "", level: str = "town", near: Place | None = None, within: float = 160.0
    ) -> Gold | None:
        """Return the place meant, or None."""
        keys = (name, f"{name} State", f"{name} Province") if level == "first" else (name,)
        prefix = {"town": "P.", "first": "A.ADM1", "country": "A.PCL", "second": "A.ADM", "natural": ("L.", "T.")}[level]
        for key in keys:
            found = [p for p, _ in self.gazetteer.lookup(key) if p.country == country and (p.feature or "").startswith(prefix)]
            if country == "USA" and level == "town" and region:
                found = [p for p in found if fold(p.admin1 or "") == fold(region)]
            if country == "USA" and level == "second":
                found = [p for p in found if fold(p.admin1 or "") == fold(region)]
                return Gold(name=name, place=found[0], level=level) if found else None
            if near is not None:
                far = sorted((kilometres(near, p) or 0.0, p.target, p) for p in found)
                found = [p for apart, _, p in far if apart <= within]
            if found:
                return Gold(name=name, place=found[0], level=level)
        self.missing[f"{country} {region}"].add(name)
        return None


def neighbourhoods() -> list[Neighbourhood]:
    """Read ``regions.txt``."""
    out = []
    for line in (FOLDER / "regions.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, country, region, units, towns = (part.strip() for part in line.split("|"))
            split = [tuple(x.strip() for x in part.split(";") if x.strip()) for part in (units, towns)]
            out.append(Neighbourhood(kind=kind, country=country, region=region, units=split[0], towns=split[1]))
    return out


def sentences() -> dict[str, list[str]]:
    """Read ``sentences.txt`` by kind."""
    out: dict[str, list[str]] = defaultdict(list)
    for line in (FOLDER / "sentences.txt").read_text("utf-8").splitlines():
        if "|" in line and not line.startswith("#"):
            kind, _, text = line.partition("|")
            out[kind.strip()].append(text.strip())
    return out


def words() -> dict[str, list[str]]:
    """Read ``words.txt`` by list."""
    out: dict[str, list[str]] = defaultdict(list)
    for line in (FOLDER / "words.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, _, part = line.partition(" : ")
            out[name] += [w.replace("~", " ") for w in part.split()]
    return out


class Composer:
    """Writes reports with a seeded die."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.die = random.Random(SEED)
        self.pool = sentences()
        self.words = words()
        self.countries = dict(pair.split("|") for pair in self.words["countries"])
        self.famous = [g for entry in self.words["famous"] if (g := self._famous(entry))]
        self.states = {s: g for s in self.words["states"] if (g := atlas.find(s, "USA", level="first"))}
        towns = (t.split("|") for t in self.words["state towns"])
        self.towns = [
            (g, state) for name, state in towns if (g := atlas.find(name, "USA", region=state)) and state in self.states
        ]
        self.regions: dict[str, list[Gold]] = defaultdict(list)
        for n in neighbourhoods():
            gold = n.region and atlas.find(n.region, n.country, level="first")
            if gold and all(g.name != n.region for g in self.regions[n.country]):
                self.regions[n.country].append(gold)
        self.namesakes = self._namesakes()
        rows = csv.DictReader(Path(place_paper.__file__).with_name("papers.csv").read_text("utf-8").splitlines())
        self.papers = [(r, g.place) for r in rows if (g := atlas.find(r["town"], r["country"], region=r["admin1"])) is not None]

    def _famous(self, entry: str) -> Gold | None:
        name, country, *level = entry.split("|")
        return self.atlas.find(name, country, level=level[0] if level else "town")

    def _namesakes(self) -> list[str]:
        """Return names of small towns of the whole world that lend themselves to an invented country."""
        towns = [t for n in neighbourhoods() if n.kind == "local" for t in n.towns if " " not in t and t.isascii()]
        return sorted({t for t in towns if (hits := self.atlas.gazetteer.lookup(t)) and hits[0][1] < 0.58})

    def local(self, n: Neighbourhood, *, abroad: bool = False) -> dict[str, Any] | None:
        """Return a report on one neighbourhood; None when the gazetteer holds too few of its towns.

        ``abroad`` asks for a report that also names a country, one that has a small namesake not far off.
        """
        die = self.die
        first = self.atlas.find(n.towns[0], n.country, region=n.region)
        if first is None:
            return None
        far = FARTHEST[n.kind]
        near = [g for t in n.towns[1:] if (g := self.atlas.find(t, n.country, region=n.region, near=first.place, within=far))]
        if len(near) < 2:
            return None
        others = die.sample(near, k=len(near))
        towns = [first, *others] if die.random() < 0.7 else [*others, first]
        region = self.atlas.find(n.region, n.country, level="first") if n.region else None
        units = [
            g
            for u in n.units
            if (g := self.atlas.find(u, n.country, region=n.region, level="second", near=first.place, within=far))
        ]
        name, regions = self._country(n.country), self.regions[n.country]
        slots: dict[str, Gold | str | None] = {
            **dict(zip("ABCD", (towns * 2)[:4], strict=True)), "R": region, "Y": die.choice(units) if units else None, "N": name,
            "G": next((g for g in die.sample(regions, k=len(regions)) if g.name != n.region), None),
        }  # fmt: skip
        silent = die.random() < 0.4  # reports that never say in which region or country they are
        if silent:
            slots["N"] = slots["R"] = slots["G"] = None
            if die.random() < 0.5:
                slots["Y"] = None
        if region is not None and not silent:
            bare = re.sub(r" (?:Governorate|Province|Oblast|State|Region)$", "", region.name)
            slots["Z"] = Gold(name=bare, place=region.place, level="first")
        slots["F"] = self._namesake_near(first.place, units=abroad) if abroad or die.random() < 0.4 else None
        if abroad and slots["F"] is None:
            return None
        count = die.choice((2, 3, 4)) if abroad else die.choice((1, 2, 3, 3, 4, 5, 6))
        report = self.write(n.kind, slots, count=count, famous=die.random() < 0.5)
        publisher = self.publisher(first, n.country)
        if report and publisher:
            report["publisher"] = publisher
        return report

    def _namesake_near(self, place: Place, *, within: float = 300, units: bool = False) -> Gold | None:
        """Return a famous place that has a small namesake around here: "China" in a Texan paper is mostly the country."""
        near = []
        for gold in self.famous:
            namesakes = [p for p, _ in self.atlas.gazetteer.lookup(gold.name) if p.target != gold.place.target]
            if any((kilometres(p, place) or 0.0) < within for p in namesakes) and (kilometres(gold.place, place) or 0.0) > 500:
                near.append(gold)
        if units:
            near = [g for g in near if g.level in {"country", "first"}]
        return self.die.choice(near) if near else None

    def _country(self, code: str) -> Gold | None:
        for place, _ in self.atlas.gazetteer.lookup(self.countries.get(code, "")):
            if place.country == code and (place.feature or "").startswith("A.PCL"):
                return Gold(name=self.countries[code], place=place, level="country")
        return None

    def publisher(self, first: Gold, country: str) -> str | None:
        """Return a paper of the town, a paper elsewhere, or none."""
        die, roll = self.die, self.die.random()
        town = first.name
        known = [r for r, home in self.papers if r["country"] == country and (kilometres(home, first.place) or 0.0) < 150]
        if known and die.random() < 0.35:
            row = die.choice(known)
            return f"{row['domain']}{ENDINGS.get(country, '.com')}" if die.random() < 0.7 else row["name"]
        masthead = die.choice(self.words["mastheads"])
        if roll < 0.35:
            return None
        if roll < 0.6 and town.isascii():
            return fold(town).replace(" ", "") + masthead.lower() + ENDINGS.get(country, ".com")
        if roll < 0.75:
            return f"{town} {masthead}"
        if roll < 0.85 and country in ENDINGS:
            return f"the{masthead.lower()}{ENDINGS[country]}"
        return die.choice(self.words["elsewhere"])

    def wire(self) -> dict[str, Any] | None:
        """Return a report on famous places."""
        chosen = self.die.sample([g for g in self.famous if g.level != "first"], k=4)
        county, state = self.die.choice(self.words["counties"]).split("|")
        slots: dict[str, Gold | str | None] = dict(zip(("F", "F2", "F3", "F4"), chosen, strict=True))
        slots["K"] = self.atlas.find(county, "USA", region=state, level="second")
        return self.write("wire", slots, count=self.die.choice((1, 2, 3, 4)), famous=True)

    def national(self, lands: Mapping[str, Sequence[Neighbourhood]]) -> dict[str, Any] | None:
        """Return a report on places of one country that are far from one another."""
        die = self.die
        country = die.choice(sorted(lands)) if die.random() < 0.55 else "USA"
        chosen = die.sample(lands[country], k=min(4, len(lands[country])))
        golds = [self.atlas.find(die.choice((n.towns[0], *n.towns[:3])), country, region=n.region) for n in chosen]
        slots: dict[str, Gold | str | None] = dict(zip(("F", "F2", "F3", "F4"), golds, strict=False))
        if die.random() < 0.4:
            slots["F4"] = self._country(country)
        if golds[0] is not None and die.random() < 0.35:
            slots["F2"] = self._namesake_near(golds[0].place, within=900) or slots.get("F2")
        report = self.write("wire", slots, count=die.choice((2, 3, 4)), famous=True)
        if report and die.random() < 0.4 and country in ENDINGS:
            report["publisher"] = f"the{die.choice(self.words['mastheads']).lower()}{ENDINGS[country]}"
        return report

    def of_states(self) -> dict[str, Any] | None:
        """Return a report on states of one country and their towns."""
        die = self.die
        (town, state), (other, state2) = die.sample(self.towns, k=2)
        third = die.choice(sorted(self.states))
        slots = {"U": town, "U2": other, "S": self.states[state], "S2": self.states[state2], "S3": self.states[third]}
        if len({state, state2, third}) < 3:
            return None
        return self.write("states", slots, count=die.choice((1, 2, 3, 4)), famous=True)

    def invented(self) -> dict[str, Any] | None:
        """Return a report on a country that is not there: its towns bear names of real ones, and mean none of them."""
        die = self.die
        m, m2 = die.sample(self.namesakes, k=2)
        return self.write(
            "invented",
            {"M": m, "M2": m2, "I": die.choice(self.words["adjectives"])},
            count=die.choice((2, 3, 4, 5)),
            famous=False,
        )

    def write(self, kind: str, slots: Mapping[str, Gold | str | None], *, count: int, famous: bool) -> dict[str, Any] | None:
        """Fill sentences of a kind whose slots are there; marks become offsets."""
        die = self.die
        fill = {k: v for k, v in slots.items() if v is not None}
        fill |= {"W": die.choice(DAYS), "O": die.choice(self.words["bodies"])}
        if famous and "F" not in fill:
            fill["F"] = die.choice(self.famous)
        usable = [s for s in self.pool[kind] if all(k in fill or k in "PQX" for k in re.findall(r"\{(\w+)\}", s))]
        if len(usable) < count:
            return None
        text, toponyms = "", []
        far = [s for s in usable if "{F}" in s and s.count("{") > 1]
        datelines = [s for s in usable if " - " in s]
        chosen = die.sample([s for s in usable if s not in datelines], k=count)
        if datelines and die.random() < 0.25:
            chosen[0] = die.choice(datelines)
        if slots.get("F") and kind == "local" and count > 1 and far:
            chosen[-1] = die.choice(far)
        break_at = "\n\n" if die.random() < 0.3 else " "
        for sentence in chosen:
            text += break_at if text else ""
            at = 0
            for slot in re.finditer(r"\{(\w+)\}", sentence):
                text += sentence[at : slot.start()]
                at = slot.end()
                value = fill.get(slot[1]) or self._made(slot[1])
                if isinstance(value, str):
                    text += value
                    continue
                start = len(text)
                text += value.name
                toponyms.append(
                    {"start": start, "end": len(text), "name": value.name, "country": value.place.country,
                     **({"admin1": value.place.admin1} if value.place.admin1 else {}), "level": value.level,
                     "latitude": round(value.place.latitude or 0.0, 4), "longitude": round(value.place.longitude or 0.0, 4)}
                )  # fmt: skip
            text += sentence[at:]
        return {"text": text, "toponyms": toponyms}

    def _made(self, slot: str) -> str:
        """Return a person's name, or a hamlet's that nothing bears."""
        die = self.die
        if slot in {"P", "Q"}:
            return f"{die.choice(self.words['first'])} {die.choice(self.words['last'])}"
        name = die.choice(self.words["starts"]) + die.choice(self.words["middles"]) + die.choice(self.words["ends"])
        return name if not self.atlas.gazetteer.lookup(name) else "Oskelbrunt"


def compose() -> dict[str, list[dict[str, Any]]]:
    """Return every report by file."""
    composer = Composer(Atlas())
    out: dict[str, list[dict[str, Any] | None]] = defaultdict(list)
    for n in neighbourhoods():
        out[n.kind] += [composer.local(n) for _ in range(LOCAL if n.kind == "local" else CONFLICT)]
    out["wire"] = [composer.wire() for _ in range(WIRE)]
    out["states"] = [composer.of_states() for _ in range(STATES)]
    out["local"] += [composer.local(n, abroad=True) for n in neighbourhoods() if n.kind == "local" for _ in range(2)]
    lands: dict[str, list[Neighbourhood]] = defaultdict(list)
    for n in neighbourhoods():
        lands[n.country].append(n)
    lands = {country: found for country, found in lands.items() if len(found) > 2}
    out["national"] = [composer.national(lands) for _ in range(NATIONAL)]
    out["invented"] = [composer.invented() for _ in range(INVENTED)]
    for where, names in sorted(composer.atlas.missing.items()):
        print(f"not in the gazetteer: {where}: {', '.join(sorted(names))}", file=sys.stderr)
    return {kind: [r for r in reports if r] for kind, reports in out.items()}


def write(reports: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write one file a kind."""
    for kind, lines in reports.items():
        (FOLDER / f"{kind}.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in lines), encoding="utf-8")
        print(f"{kind}: {len(lines)} reports", file=sys.stderr)


if __name__ == "__main__":
    write(compose())
