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
from claimwire.resolve.gazetteer import country_adjectives, open_gazetteer
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_names import fold

FOLDER = Path(__file__).parent / "own" / "places"
SEED = 11
LOCAL, CONFLICT = 6, 6  # reports per neighbourhood
WIRE, STATES, NATIONAL, INVENTED = 360, 130, 300, 120
FARTHEST = {"local": 160.0, "conflict": 350.0}  # km between the first town of a neighbourhood and another

FIRST = """Austin Madison Clinton Jackson Lincoln Florence Victoria Sydney Paris Orlando Chelsea Dallas Jordan Troy Charlotte Anna
Peter Maria Samuel Helen Omar Layla Yusuf Ivan Olena Grace Daniel Ruth Kwame Amina Hassan Nadia Carlos Elena Wei Arjun""".split()
LAST = """Reyes Webb Clark Harris Hamilton Lancaster York Mercer Boyd Sutton Preston Carter Bishop Ortega Lindqvist Okafor Haddad
Melnyk Petrov Karimi Diallo Santos Nguyen Fraser Kelly Murphy Stone Kent Ashby Burton Warren Grant Marshall Newton""".split()
BODIES = """Cambridge Associates; Lancaster Insurance; Houston Motors; Aldbury Foods; Richmond Steel; Bristol Holdings; Delta Mills;
Troy Textiles; Phoenix Cement; Windsor Brothers; Orion Freight; Marlin Dairies; Kesslow Energy""".replace("\n", " ").split("; ")
FAMOUS = """Washington|USA London|GBR Paris|FRA Berlin|DEU Moscow|RUS Beijing|CHN Tokyo|JPN Cairo|EGY Baghdad|IRQ Athens|GRC
Dublin|IRL Rome|ITA Madrid|ESP Vienna|AUT Geneva|CHE Brussels|BEL Ankara|TUR Tehran|IRN Kabul|AFG Damascus|SYR Beirut|LBN
Riyadh|SAU Doha|QAT Nairobi|KEN Lagos|NGA Kyiv|UKR Sydney|AUS Melbourne|AUS Toronto|CAN Ottawa|CAN Chicago|USA Boston|USA
Houston|USA Atlanta|USA Miami|USA Seattle|USA Philadelphia|USA Dallas|USA Denver|USA Mumbai|IND Delhi|IND Islamabad|PAK
Istanbul|TUR Barcelona|ESP Milan|ITA Manchester|GBR Birmingham|GBR Lima|PER Bogotá|COL Havana|CUB Santiago|CHL Jakarta|IDN
Manila|PHL Bangkok|THA Seoul|KOR Hanoi|VNM Jerusalem|ISR Tripoli|LBY Khartoum|SDN Johannesburg|ZAF Warsaw|POL Prague|CZE
Budapest|HUN Oslo|NOR Stockholm|SWE Copenhagen|DNK Lisbon|PRT Amsterdam|NLD Perth|AUS Victoria|CAN Panama|PAN
Los~Angeles|USA San~Francisco|USA New~York~City|USA Las~Vegas|USA New~Orleans|USA Hong~Kong|HKG Cape~Town|ZAF Tel~Aviv|ISR
Iraq|IRQ|country Afghanistan|AFG|country Syria|SYR|country Germany|DEU|country France|FRA|country China|CHN|country
Mexico|MEX|country Canada|CAN|country Japan|JPN|country Turkey|TUR|country Jordan|JOR|country Iran|IRN|country
Russia|RUS|country Ukraine|UKR|country India|IND|country Kuwait|KWT|country Vietnam|VNM|country Korea|KOR|country
Israel|ISR|country Egypt|EGY|country Brazil|BRA|country Cuba|CUB|country Ireland|IRL|country Spain|ESP|country
Lebanon|LBN|country Georgia|GEO|country Chad|TCD|country Niger|NER|country Peru|PER|country Poland|POL|country
Libya|LBY|country Yemen|YEM|country Sudan|SDN|country Kenya|KEN|country Australia|AUS|country Italy|ITA|country
Liverpool|GBR Leeds|GBR Sheffield|GBR Glasgow|GBR Bristol|GBR Cardiff|GBR Belfast|GBR Edinburgh|GBR Nottingham|GBR Coventry|GBR
Lyon|FRA Marseille|FRA Nice|FRA Toulouse|FRA Lille|FRA Hamburg|DEU Munich|DEU Cologne|DEU Mannheim|DEU Leipzig|DEU Dresden|DEU
Valencia|ESP Seville|ESP Bilbao|ESP Naples|ITA Turin|ITA Venice|ITA Florence|ITA Porto|PRT Rotterdam|NLD Antwerp|BEL Zurich|CHE
Basel|CHE Gothenburg|SWE Bergen|NOR Aarhus|DNK Gdansk|POL Krakow|POL Brno|CZE Odesa|UKR Lviv|UKR Kharkiv|UKR Kazan|RUS
Samara|RUS Izmir|TUR Adana|TUR Aleppo|SYR Mosul|IRQ Basra|IRQ Isfahan|IRN Shiraz|IRN Jeddah|SAU Dubai|ARE Alexandria|EGY
Luxor|EGY Casablanca|MAR Oran|DZA Kano|NGA Ibadan|NGA Accra|GHA Mombasa|KEN Kampala|UGA Lusaka|ZMB Durban|ZAF Pretoria|ZAF
Lahore|PAK Karachi|PAK Peshawar|PAK Hyderabad|IND Kolkata|IND Chennai|IND Pune|IND Jaipur|IND Dhaka|BGD Kandy|LKA Yangon|MMR
Surabaya|IDN Cebu|PHL Davao|PHL Osaka|JPN Kyoto|JPN Nagoya|JPN Busan|KOR Shanghai|CHN Wuhan|CHN Brisbane|AUS Adelaide|AUS
Auckland|NZL Wellington|NZL Christchurch|NZL Montreal|CAN Vancouver|CAN Calgary|CAN Winnipeg|CAN Halifax|CAN Detroit|USA
Cleveland|USA Baltimore|USA Pittsburgh|USA Tacoma|USA Oakland|USA Sacramento|USA Phoenix|USA Tucson|USA Memphis|USA Nashville|USA
Charlotte|USA Tampa|USA Orlando|USA Louisville|USA Milwaukee|USA Minneapolis|USA Omaha|USA Buffalo|USA Tulsa|USA Portland|USA
San~Diego|USA San~Antonio|USA Fort~Worth|USA Kansas~City|USA Salt~Lake~City|USA Guadalajara|MEX Monterrey|MEX Tijuana|MEX
Medellín|COL Cali|COL Guayaquil|ECU Cusco|PER Córdoba|ARG Rosario|ARG Recife|BRA Salvador|BRA Maracaibo|VEN
Italy|ITA|country Denmark|DNK|country Norway|NOR|country Cyprus|CYP|country Malta|MLT|country Panama|PAN|country
Scotland|GBR|first California|USA|first Texas|USA|first Ontario|CAN|first Queensland|AUS|first""".split()
STATE_NAMES = """Washington Oregon Kansas Oklahoma Virginia Georgia Nevada Maine Indiana Iowa Utah Idaho Montana Wyoming Colorado
Delaware Ohio Florida Texas Alabama Tennessee Kentucky Michigan Wisconsin Minnesota Missouri Arkansas Louisiana Mississippi
Nebraska Maryland Vermont Pennsylvania Connecticut Massachusetts Illinois California Arizona Hawaii Alaska New~York New~Mexico
New~Jersey New~Hampshire North~Carolina South~Carolina North~Dakota South~Dakota West~Virginia Rhode~Island""".split()
STATE_TOWNS = """Portland|Oregon Portland|Maine Springfield|Illinois Springfield|Massachusetts Columbia|Missouri
Columbia|South~Carolina Columbus|Georgia Columbus|Ohio Kansas~City|Missouri Arlington|Texas Arlington|Virginia Aurora|Colorado
Aurora|Illinois Charleston|West~Virginia Charleston|South~Carolina Wilmington|Delaware Wilmington|North~Carolina
Lafayette|Louisiana Lafayette|Indiana Jackson|Mississippi Jackson|Michigan Albany|New~York Albany|Georgia Athens|Georgia
Rochester|New~York Rochester|Minnesota Bloomington|Indiana Bloomington|Illinois Austin|Texas Salem|Oregon Concord|California
Concord|New~Hampshire Richmond|Virginia Richmond|California Peoria|Illinois Peoria|Arizona Glendale|California Glendale|Arizona
Pasadena|Texas Pasadena|California Lincoln|Nebraska Manchester|New~Hampshire Newark|New~Jersey Newark|Ohio
Cambridge|Massachusetts Fayetteville|Arkansas Fayetteville|North~Carolina Nashville|Tennessee Memphis|Tennessee
Vancouver|Washington Spokane|Washington Olympia|Washington Seattle|Washington Wichita|Kansas Topeka|Kansas Tulsa|Oklahoma
Norfolk|Virginia Roanoke|Virginia Buffalo|New~York Syracuse|New~York Savannah|Georgia Macon|Georgia Dover|Delaware
Burlington|Vermont Lexington|Kentucky Lancaster|Pennsylvania Reading|Pennsylvania Eugene|Oregon Reno|Nevada""".split()
COUNTIES = """Orange~County|California Los~Angeles~County|California Cook~County|Illinois Harris~County|Texas King~County|Washington
Broward~County|Florida Maricopa~County|Arizona Suffolk~County|New~York Fairfax~County|Virginia Fulton~County|Georgia
Wayne~County|Michigan Cuyahoga~County|Ohio Allegheny~County|Pennsylvania Santa~Clara~County|California
Guernsey~County|Ohio Kanawha~County|West~Virginia Alachua~County|Florida Hall~County|Georgia Loudon~County|Tennessee
Navarro~County|Texas Stearns~County|Minnesota Culpeper~County|Virginia Laramie~County|Wyoming Yankton~County|South~Dakota
Clackamas~County|Oregon Hennepin~County|Minnesota Miami-Dade~County|Florida Bexar~County|Texas Mecklenburg~County|North~Carolina""".split()
ENDINGS = {"GBR": ".co.uk", "IRL": ".ie", "CAN": ".ca", "AUS": ".com.au", "NZL": ".co.nz", "ZAF": ".co.za", "IND": ".in",
           "PAK": ".com.pk", "NGA": ".ng", "KEN": ".co.ke", "DEU": ".de", "UKR": ".ua", "LBN": ".lb"}  # fmt: skip
MASTHEADS = "Times Herald Gazette Courier Post News Star Record Journal Observer Mail Tribune".split()
ELSEWHERE = "dailyecho.com valleynewsnow.com wkzt.com crossrivernews.com The~Morning~Post newswire.example thecitizen.com".split()
ADJECTIVES = "Kestrian Varnish Ostovian Merrani Talvak Dunmari Yarrovian Selkish".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
STARTS = "Bal Kes Tor Ma Ved Ush Dra Ker Zan Hol Ost Mir Tal Gor Nu Sel Yar Bre Kha Lim".split()
MIDDLES = "a o e i u ar or an el ".split(" ")
ENDS = "vik dun mar stan to rin bad ka ley wick gora sk tesh mun dal rova ".split(" ")


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
        prefix = {"town": "P.", "first": "A.ADM1", "country": "A.PCL", "second": "A.ADM"}[level]
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


class Composer:
    """Writes reports with a seeded die."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.die = random.Random(SEED)
        self.pool = sentences()
        self.countries = {code: adjective for adjective, code in country_adjectives().items()}
        self.famous = [g for entry in FAMOUS if (g := self._famous(entry))]
        self.states = {n: g for s in STATE_NAMES if (n := s.replace("~", " ")) and (g := atlas.find(n, "USA", level="first"))}
        towns = (t.replace("~", " ").split("|") for t in STATE_TOWNS)
        self.towns = [(g, state) for name, state in towns if (g := atlas.find(name, "USA", region=state)) and state in self.states]
        self.regions: dict[str, list[Gold]] = defaultdict(list)
        for n in neighbourhoods():
            gold = n.region and atlas.find(n.region, n.country, level="first")
            if gold and all(g.name != n.region for g in self.regions[n.country]):
                self.regions[n.country].append(gold)
        self.namesakes = self._namesakes()
        rows = csv.DictReader(Path(place_paper.__file__).with_name("papers.csv").read_text("utf-8").splitlines())
        self.papers = [
            (r, g.place) for r in rows if (g := atlas.find(r["town"], r["country"], region=r["admin1"])) is not None
        ]

    def _famous(self, entry: str) -> Gold | None:
        name, country, *level = entry.replace("~", " ").split("|")
        return self.atlas.find(name, country, level=level[0] if level else "town")

    def _namesakes(self) -> list[str]:
        """Return names of small towns of the whole world that lend themselves to an invented country."""
        towns = [t for n in neighbourhoods() if n.kind == "local" for t in n.towns if " " not in t and t.isascii()]
        return sorted({t for t in towns if (hits := self.atlas.gazetteer.lookup(t)) and hits[0][1] < 0.58})

    def local(self, n: Neighbourhood) -> dict[str, Any] | None:
        """Return a report on one neighbourhood; None when the gazetteer holds too few of its towns."""
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
        units = [g for u in n.units if (g := self.atlas.find(u, n.country, region=n.region, level="second", near=first.place, within=far))]
        name = next((p for p in (self._country(n.country),) if p), None)
        slots: dict[str, Gold | str | None] = {
            **dict(zip("ABCD", (towns * 2)[:4], strict=True)), "R": region, "Y": die.choice(units) if units else None, "N": name,
            "G": next((g for g in die.sample(self.regions[n.country], k=len(self.regions[n.country])) if g.name != n.region), None),
        }  # fmt: skip
        silent = die.random() < 0.4  # reports that never say in which region or country they are
        if silent:
            slots["N"] = slots["R"] = slots["G"] = None
            if die.random() < 0.5:
                slots["Y"] = None
        slots["F"] = self._namesake_near(first.place) if die.random() < 0.4 else None
        report = self.write(n.kind, slots, count=die.choice((1, 2, 3, 3, 4, 5, 6)), famous=die.random() < 0.5)
        publisher = self.publisher(first, n.country)
        if report and publisher:
            report["publisher"] = publisher
        return report

    def _namesake_near(self, place: Place) -> Gold | None:
        """Return a famous place that has a small namesake around here: "China" in a Texan paper is mostly the country."""
        near = []
        for gold in self.famous:
            namesakes = [p for p, _ in self.atlas.gazetteer.lookup(gold.name) if p.target != gold.place.target]
            if any((kilometres(p, place) or 0.0) < 300 for p in namesakes) and (kilometres(gold.place, place) or 0.0) > 500:
                near.append(gold)
        return self.die.choice(near) if near else None

    def _country(self, code: str) -> Gold | None:
        for hits in ([p for p in self.atlas.gazetteer.lookup(_COUNTRY_NAMES.get(code, ""))],):
            for place, _ in hits:
                if place.country == code and (place.feature or "").startswith("A.PCL"):
                    return Gold(name=_COUNTRY_NAMES[code], place=place, level="country")
        return None

    def publisher(self, first: Gold, country: str) -> str | None:
        """Return a paper of the town, a paper elsewhere, or none."""
        die, roll = self.die, self.die.random()
        town = first.name
        known = [r for r, home in self.papers if r["country"] == country and (kilometres(home, first.place) or 0.0) < 150]
        if known and die.random() < 0.35:
            row = die.choice(known)
            return f"{row['domain']}{ENDINGS.get(country, '.com')}" if die.random() < 0.7 else row["name"]
        masthead = die.choice(MASTHEADS)
        if roll < 0.35:
            return None
        if roll < 0.6 and town.isascii():
            return fold(town).replace(" ", "") + masthead.lower() + ENDINGS.get(country, ".com")
        if roll < 0.75:
            return f"{town} {masthead}"
        if roll < 0.85 and country in ENDINGS:
            return f"the{masthead.lower()}{ENDINGS[country]}"
        return die.choice(ELSEWHERE).replace("~", " ")

    def wire(self) -> dict[str, Any] | None:
        """Return a report on famous places."""
        chosen = self.die.sample([g for g in self.famous if g.level != "first"], k=4)
        county, state = self.die.choice(COUNTIES).replace("~", " ").split("|")
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
        report = self.write("wire", slots, count=die.choice((2, 3, 4)), famous=True)
        if report and die.random() < 0.4 and country in ENDINGS:
            report["publisher"] = f"the{die.choice(MASTHEADS).lower()}{ENDINGS[country]}"
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
        return self.write("invented", {"M": m, "M2": m2, "I": die.choice(ADJECTIVES)}, count=die.choice((2, 3, 4, 5)), famous=False)

    def write(self, kind: str, slots: Mapping[str, Gold | str | None], *, count: int, famous: bool) -> dict[str, Any] | None:
        """Fill sentences of a kind whose slots are there; marks become offsets."""
        die = self.die
        fill = {k: v for k, v in slots.items() if v is not None}
        fill |= {"W": die.choice(DAYS), "O": die.choice(BODIES)}
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
            text += (break_at if text else "")
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
            return f"{die.choice(FIRST)} {die.choice(LAST)}"
        name = die.choice(STARTS) + die.choice(MIDDLES) + die.choice(ENDS)
        return name if not self.atlas.gazetteer.lookup(name) else "Oskelbrunt"


_COUNTRY_NAMES = dict(
    pair.replace("~", " ").split("|") for pair in """SYR|Syria IRQ|Iraq YEM|Yemen LBY|Libya SDN|Sudan SSD|South~Sudan UKR|Ukraine MLI|Mali
    BFA|Burkina~Faso NER|Niger NGA|Nigeria COD|Congo CAF|Central~African~Republic SOM|Somalia ETH|Ethiopia MOZ|Mozambique
    CMR|Cameroon TCD|Chad AFG|Afghanistan MMR|Myanmar LBN|Lebanon TUR|Turkey AZE|Azerbaijan ARM|Armenia GEO|Georgia RUS|Russia
    COL|Colombia MEX|Mexico HTI|Haiti PHL|Philippines THA|Thailand LKA|Sri~Lanka IND|India PAK|Pakistan EGY|Egypt
    BIH|Bosnia XKX|Kosovo GBR|Britain IRL|Ireland CAN|Canada AUS|Australia NZL|New~Zealand ZAF|South~Africa JAM|Jamaica GHA|Ghana
    KEN|Kenya ESP|Spain ITA|Italy FRA|France DEU|Germany BRA|Brazil VEN|Venezuela GRC|Greece CYP|Cyprus USA|America""".split()
)  # fmt: skip


def compose() -> dict[str, list[dict[str, Any]]]:
    """Return every report by file."""
    composer = Composer(Atlas())
    out: dict[str, list[dict[str, Any] | None]] = defaultdict(list)
    for n in neighbourhoods():
        out[n.kind] += [composer.local(n) for _ in range(LOCAL if n.kind == "local" else CONFLICT)]
    out["wire"] = [composer.wire() for _ in range(WIRE)]
    out["states"] = [composer.of_states() for _ in range(STATES)]
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
