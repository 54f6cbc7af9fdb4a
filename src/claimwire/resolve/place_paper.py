"""What a publisher's name says of where it is: the country of its domain, a town in "Ashby Courier" or "ashbycourier.com".

Of some two hundred regional papers ``papers.csv`` knows the town, for "dispatch.com" does not say it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimwire.protocols import Gazetteer
from claimwire.records import Place, Report
from claimwire.resolve.gazetteer import country_codes
from claimwire.resolve.place_names import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHORTEST = 4  # letters of a town at the head of a domain
# Words of mastheads that are also towns somewhere.
_MASTHEAD = _words(
    """the a daily weekly evening morning sunday news times post herald sun star echo press journal mercury gazette
    courier tribune record sentinel standard independent mail express leader chronicle examiner advertiser union
    union's argus world national international local city county state today online live media radio tv global observer
    guardian telegraph dispatch register citizen republic republican democrat democratic review reporter bulletin
    enterprise messenger pilot monitor mirror voice capital central north south east west northern southern eastern
    western free pioneer banner eagle globe light ledger progress patriot call beacon advocate inquirer intelligencer
    this that info network group"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The publisher of a report: its country by its domain, and the letters of its name."""

    country: str | None = None
    words: str = ""  # " ashby courier "
    head: str = ""  # "ashbycourier" of a domain
    town: str = ""
    candidates: tuple[tuple[Place, float], ...] = ()
    home: Place | None = None  # of a paper that our list has

    def bears(self, key: str) -> bool:
        """True when a folded name is in the publisher's name."""
        if len(key) < _SHORTEST or key in _MASTHEAD:
            return False
        return f" {key} " in self.words or self.head.removeprefix("the").startswith(key.replace(" ", ""))


def paper_of(report: Report, gazetteer: Gazetteer | None) -> Paper:
    """Return what the publisher's name says of its place; places of that name only when a gazetteer is given."""
    name = (report.publisher or "").strip()
    if not name:
        return Paper()
    domain = re.fullmatch(r"(?:https?://)?(?:www\d?\.)?([\w-]+(?:\.[\w-]+)+)/?.*", name.lower())
    label = domain[1].split(".")[0] if domain else fold(name).removeprefix("the ")
    row = _papers().get(label)
    if row is not None and gazetteer is not None:
        return _listed(row, label, gazetteer)
    if domain is None:
        words = fold(name).split()
        town, candidates = _first(gazetteer, _runs(words))
        return Paper(words=f" {' '.join(words)} ", town=town, candidates=candidates)
    labels = domain[1].split(".")
    ending = labels[-1]
    country = country_codes().get({"uk": "GB"}.get(ending, ending.upper())) if len(ending) == 2 else None
    while len(labels) > 1 and (len(labels[-1]) <= 3 or labels[-1] in {"info", "news", "online"}):
        labels.pop()
    head = labels[-1].replace("-", "")
    bare = head.removeprefix("the") if len(head) > 8 else head
    if "-" in labels[-1]:
        town, candidates = _first(gazetteer, _runs(labels[-1].split("-")))
    else:
        town, candidates = _first(gazetteer, [bare[:n] for n in range(len(bare), _SHORTEST - 1, -1)])
    return Paper(country=country, words=f" {labels[-1].replace('-', ' ')} ", head=head, town=town, candidates=candidates)


@cache
def _papers() -> Mapping[str, Mapping[str, str]]:
    """Return our list by domain and by name."""
    text = Path(__file__).with_name("papers.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {**{fold(r["name"]).removeprefix("the "): r for r in rows}, **{r["domain"]: r for r in rows}}


def _listed(row: Mapping[str, str], label: str, gazetteer: Gazetteer) -> Paper:
    region = fold(row["admin1"])
    homes = [
        p
        for p, _ in gazetteer.lookup(row["town"])
        if p.country == row["country"]
        and (p.feature or "").startswith("P.")
        and (not region or fold(p.admin1 or region) == region)
    ]
    head = label.replace("-", "").replace(" ", "")
    return Paper(
        country=row["country"], words=f" {fold(row['name'])} ", head=head, town=fold(row["town"]),
        candidates=tuple((p, 0.9) for p in homes[:1]), home=homes[0] if homes else None,
    )  # fmt: skip


def _runs(words: list[str]) -> list[str]:
    """Return the names that a masthead may begin with, longest first: "Saint Alban" of "Saint Alban Evening Post"."""
    start = 1 if words[:1] == ["the"] else 0
    return [" ".join(words[start:end]) for end in range(min(len(words), start + 3), start, -1)]


def _first(gazetteer: Gazetteer | None, keys: list[str]) -> tuple[str, tuple[tuple[Place, float], ...]]:
    """Return the first key that is a place's own name. Other spellings would find something in any word."""
    for key in keys:
        if gazetteer is None or len(key) < _SHORTEST or key in _MASTHEAD:
            continue
        hits = tuple(
            (p, s) for p, s in gazetteer.lookup(key) if fold(p.name) == key and (p.feature or "").startswith(("P.", "A."))
        )
        if hits:
            return key, hits
    return "", ()
