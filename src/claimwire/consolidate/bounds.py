"""What many pairs of nodes can score at most, and which a rule surely forbids, worked out for all of them at once.

Each method goes with the function of ``likeness`` of the same name and says no less than that would.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.compare import SAME_KM, weights
from claimwire.consolidate.likeness import ONE_STORY, STRANGERS, SYNONYMS

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[Any]]

NO_DAY = -(10**6)
# Names of a report, words of a sentence and names beside it that are held one by one.
NAMES, WORDS, BESIDE = 12, 32, 16
LEEWAY = 1e-3  # of scores and cosines, for sums in another order
_KM_LEEWAY = 0.5


class Pairs:
    """Some pairs of nodes, held against each other."""

    def __init__(self, columns: Columns, vectors: npt.NDArray[np.float32], a: Ints, b: Ints) -> None:
        self._columns, self._vectors = columns, vectors
        self.a, self.b = a, b

    def _two(self, name: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        column = self._columns[name]
        return column[self.a], column[self.b]

    def _both(self, name: str) -> Bools:
        x, y = self._two(name)
        return np.asarray(x & y)

    def _one(self, name: str) -> Bools:
        """True where a flag is up on either side."""
        x, y = self._two(name)
        return np.asarray(x | y)

    def _differ(self, name: str) -> Bools:
        x, y = self._two(name)
        return np.asarray(x != y)

    def _may_share(self, name: str, other: str | None = None) -> Bools:
        x = self._columns[name][self.a]
        return np.asarray((x & self._columns[other or name][self.b]) != 0)

    def _filled(self, name: str) -> tuple[Bools, Bools]:
        x, y = self._two(name)
        return np.asarray(x != 0), np.asarray(y != 0)

    def _at_most(self, name: str, doubled: str) -> Floats:
        """Return how many things two sets can have in common."""
        x, y = self._two(name)
        bits = np.bitwise_count(x & y).astype(np.float64)
        return np.asarray((bits.sum(axis=1) if bits.ndim > 1 else bits) + np.minimum(*self._two(doubled)))

    def _cosines(self, which: int) -> Floats:
        v = self._vectors[:, which]
        return np.asarray(np.einsum("ij,ij->i", v[self.a], v[self.b]), np.float64)

    def forbidden(self) -> Bools:
        """True where a rule that is asked before that of granularity surely forbids the two to be one."""
        alien = ~self._may_share("stems")
        out = (alien & self._differ("type")) | self._differ("realization")
        untyped = alien & ~out & ~self._one("typed")
        if untyped.any():
            these = np.flatnonzero(untyped)
            few = Pairs(self._columns, self._vectors, self.a[these], self.b[these])
            out[these] |= few._cosines(1) < SYNONYMS - LEEWAY
        located = self._both("located")
        here = located & ~self._may_share("points") & ~self._maybe_spelled_otherwise()
        far = here & (~self._both("some_km") | (self._km() > SAME_KM + _KM_LEEWAY))
        far &= ~(self._may_share("inside", "called") | self._may_share("called", "inside"))
        namesakes = self._provinces_differ() & ~self._may_share("targets")
        out |= far | (located & namesakes)
        armed_a, armed_b = self._two("armed")
        unarmed_a, unarmed_b = self._two("unarmed")
        out |= (unarmed_a & armed_b & ~(armed_a | unarmed_b)) | (unarmed_b & armed_a & ~(armed_b | unarmed_a))
        first_a, first_b = self._two("first")
        last_a, last_b = self._two("last")
        apart = (last_a <= first_b) | (last_b <= first_a)
        return np.asarray(out | (apart & self._both("full") & ~self._both("hourly")))

    def _maybe_spelled_otherwise(self) -> Bools:
        return self._one("loose") & self._may_share("sounds")

    def _provinces_differ(self) -> Bools:
        x, y = self._filled("provinces")
        return x & y & ~self._may_share("provinces")

    def _km(self) -> Floats:
        """Return how far apart two single points are, km; not a number where a side has none or several."""
        (north_a, north_b), (east_a, east_b) = ((np.radians(c) for c in self._two(name)) for name in ("latitude", "longitude"))
        h = np.sin((north_b - north_a) / 2) ** 2 + np.cos(north_a) * np.cos(north_b) * np.sin((east_b - east_a) / 2) ** 2
        return np.asarray(12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, h))))

    def episode(self) -> Bools:
        """True where one is a day's event and the other goes on."""
        return self._differ("ongoing") & self._differ("on_a_day")

    def maybe_part(self) -> Bools:
        """True where one may lie inside the other."""
        people = self._may_share("actor_names") & self._may_share("recipient_names")
        return self._may_share("points") | self._may_share("over") | people

    def most(self, assault: int) -> Floats:
        """Return no less than the score of each pair."""
        w = _Greatest()
        out = w["bias"] + w["lenience"] + self._what(w) + self._where(w) + self._who(w, assault)
        return out + self._when(w) + self._how_many(w) + self._wording(w) + w.others()

    def _what(self, w: _Greatest) -> Floats:
        out = np.where(self._may_share("telling"), w.up("same generic word", "same word"), w.up("same generic word"))
        out = np.where(self._may_share("stems"), out, 0.0)
        out += _of(
            np.add(*(x.astype(np.int64) for x in self._two("harm"))), 0.0, w["harm told beside the act"], w["both tell the harm"]
        )
        other = self._differ("type") & self._one("typed")  # two without a type are of one, whatever their kinds
        out += np.where(other, w["other type, same word"], 0.0)
        x, y = self._filled("modes")
        out += np.where(x & y, np.where(self._may_share("modes"), w.any("same mode", "other mode"), w["other mode"]), 0.0)
        out += np.where(self._differ("denied"), w["one denies"], 0.0)
        out += _of(np.add(*(x.astype(np.int64) for x in self._two("lead"))), 0.0, w["one in the lead"], w["both in the lead"])
        told_a, told_b = self._two("told")
        out += np.where(self._both("main") & (np.abs(told_a - told_b) <= 1), w.up("main matter of reports of one day"), 0.0)
        out += np.where(other, 0.0, self._of_type())
        going = np.add(*(x.astype(np.int64) for x in self._two("ongoing")))
        out += _of(going, 0.0, w["one goes on"], w["both go on"])
        campaign = self._both("campaign") & ~self._one("located")
        return np.asarray(out + np.where(campaign, w["both a campaign"] + w.up("campaign of one party"), 0.0))

    def _of_type(self) -> Floats:
        """Return what two of one type are worth."""
        return np.asarray(np.maximum(*self._two("of_type")))

    def _where(self, w: _Greatest) -> Floats:
        both, one = self._both("located"), self._one("located")
        apart = w.any("points within 10 km", "two points")
        out = np.where(self._maybe_spelled_otherwise(), max(apart, w["point spelled otherwise"]), apart)
        out = np.where(self._may_share("points"), np.maximum(out, w["same point"]), out)
        is_a = self._columns["located"][self.a]
        area = np.where(is_a, self._columns["has_area"][self.b], self._columns["has_area"][self.a])
        beside = np.where(is_a, self._may_share("points", "near"), self._may_share("near", "points"))
        named = np.where(is_a, self._may_share("points", "names"), self._may_share("names", "points"))
        unknown = w["point unknown to the other"]
        there = w.any("point named in the other's report", "point unknown to the other")
        alone = np.where(named, there, unknown)
        alone = np.where(beside, np.maximum(alone, w["point named near the other"]), alone)
        alone = np.where(area, w.any("point inside area", "point outside area"), alone)
        x, y = self._filled("over")
        areas = np.where(self._may_share("over"), w.any("same area", "other area"), w["other area"])
        no_point = np.where(x & y, areas, np.where(x | y, w["area on one side"], w["no place"]))
        return np.where(both, out, np.where(one, alone, no_point))

    def _who(self, w: _Greatest, assault: int) -> Floats:
        a, b = self._two("type")
        force = (a == assault) | (b == assault)
        actor = np.where(force, self._role(w, "actor", "actor"), self._role(w, "actor", "doer"))
        other = np.where(force, self._role(w, "recipient", "recipient"), self._role(w, "recipient", "addressee"))
        return actor + other + w.up("roles exchanged")

    def _role(self, w: _Greatest, who: str, role: str) -> Floats:
        x, y = self._filled(f"{who}_names")
        part = np.where(
            self._may_share(f"{who}_parts"), w.any(f"{role} by a part of the name", f"other {role}"), w[f"other {role}"]
        )
        names = np.where(self._may_share(f"{who}_names"), np.maximum(part, w[f"same {role}"]), part)
        p, q = self._filled(f"{who}s")
        like = w.any(f"like words for {role}", f"other words for {role}")
        head = np.where(self._may_share(f"{who}_heads"), like, w[f"other words for {role}"])
        words = np.where(self._may_share(f"{who}s"), np.maximum(head, w[f"same words for {role}"]), head)
        words = np.where(p & q, words, np.where(p | q, w[f"{role} on one side"], 0.0))
        return np.where(x & y, names, words)

    def _when(self, w: _Greatest) -> Floats:
        (first_a, first_b), (last_a, last_b) = self._two("first"), self._two("last")
        same = np.where(last_a - first_a <= 1, w["same day"], w["same days"])
        days = np.where((first_a == first_b) & (last_a == last_b), same, w["days overlap"])
        dated_a, dated_b = self._two("dated")
        told_a, told_b = self._two("told")
        begun = np.where(dated_a, np.where(first_a == NO_DAY, last_a, first_a), np.where(first_b == NO_DAY, last_b, first_b))
        told = np.where(dated_a, told_b, told_a)
        before = told - begun
        how = np.select(
            [before < -1, before <= 3, before <= 10],
            [w["day after the other's report"], w["day close to the other's report"], w["day a week before the other's report"]],
            w["day long before the other's report"],
        )
        how = np.where(told == NO_DAY, w["day on one side"], how)
        out = np.where(self._both("full"), days, np.where(dated_a | dated_b, how, w["no day"]))
        apart = np.abs(told_a - told_b)
        reports = np.select(
            [apart <= 1, apart <= 4, apart <= 9],
            [w["reports a day apart"], w["reports days apart"], w["reports a week apart"]],
            w["reports weeks apart"],
        )
        undated = (told_a == NO_DAY) | (told_b == NO_DAY)
        return np.asarray(out + np.where(undated, w["report without a date"], reports))

    def _how_many(self, w: _Greatest) -> Floats:
        numbers = self._may_share("numbers")
        both = w.up("same number", "number close", "other number") + np.where(numbers, w.up("same number above two"), 0.0)
        other = np.where(numbers, w.up("same figure, counted otherwise"), 0.0)
        return np.where(self._may_share("counts"), np.maximum(both, other), other)

    def _wording(self, w: _Greatest) -> Floats:
        out = np.where(self._may_share("quotes"), w.up("same quotation"), 0.0)
        evidence, trigger, report = (self._cosines(n) for n in range(3))
        out += w["evidence alike"] * np.maximum(0.0, evidence) + w["trigger alike"] * np.maximum(0.0, trigger)
        out += w["evidence much alike"] * np.maximum(0.0, evidence - 0.5) * 2
        out += self._story(w, report)
        out += self._words(w, self._at_most("words", "doubled"), self._at_most("rare", "rare_doubled"))
        out += self._beside(w, self._at_most("near", "near_doubled"))
        targets = np.where(self._may_share("targeted"), w["same kind of target"], w["two kinds of target"])
        x, y = self._filled("targeted")
        targets = np.where(x & y, targets, 0.0)
        return out + np.where(self._may_share("things"), np.maximum(targets, w.up("same thing hit")), targets)

    def _words(self, w: _Greatest, shared: Floats, rare: Floats) -> Floats:
        out = w.up("words shared") * np.minimum(1.0, shared / np.maximum(1.0, np.minimum(*self._two("weight"))))
        return np.asarray(out + w.up("rare words shared") * np.minimum(rare, 6) / 6)

    def _beside(self, w: _Greatest, shared: Floats) -> Floats:
        return np.asarray(w.up("names near shared") * np.minimum(shared, 4) / 4)

    def too_much(self) -> Floats:
        """Return how much of what ``most`` returns falls away when words and names are held against each other one by one."""
        w = _Greatest()
        x, y = self._two("spoken")
        much = self._columns["much"][self.a]
        same = ((x[:, :, None] == y[:, None, :]) & (x >= 0)[:, :, None]).any(axis=2)
        out = self._words(w, self._at_most("words", "doubled"), self._at_most("rare", "rare_doubled"))
        out -= self._words(w, (same * much).sum(axis=1), (same & (much == 1.0)).sum(axis=1).astype(np.float64))
        p, q = self._two("beside")
        near = ((p[:, :, None] == q[:, None, :]) & (p >= 0)[:, :, None]).any(axis=2).sum(axis=1).astype(np.float64)
        out += self._beside(w, self._at_most("near", "near_doubled")) - self._beside(w, near)
        return np.where(self._both("whole"), out, 0.0)

    def _story(self, w: _Greatest, alike: Floats) -> Floats:
        (x, y), (n, m) = self._two("named"), self._two("n_names")
        same = (x[:, :, None] == y[:, None, :]) & (x >= 0)[:, :, None]
        least = same.sum(axis=(1, 2)) / np.maximum(1, np.minimum(n, m))
        cut = (n > NAMES) | (m > NAMES)
        rare = np.where(cut, 1.0, np.minimum(2, (same & (x % 2 == 1)[:, :, None]).sum(axis=(1, 2))) / 2)
        out = w["reports alike"] * np.maximum(0.0, alike - 0.5) * 2
        names = w["names of reports shared"]
        out += names * least if names < 0 else names * np.where(cut, 1.0, least)
        told_a, told_b = self._two("told")
        word = self._may_share("stems")
        dated = w.up("unlisted names shared") * rare
        dated += np.where(word, w.up("same generic word beside unlisted names", "same word beside unlisted names"), 0.0) * rare
        story = np.maximum(rare, np.minimum(1.0, np.maximum(0.0, alike - STRANGERS) / (ONE_STORY - STRANGERS)))
        undated = w.up("undated reports of one story") * story
        told = w.up("same generic word in undated reports of one story", "same word in undated reports of one story")
        undated += np.where(word, told, 0.0) * story
        return np.asarray(out + np.where((told_a == NO_DAY) | (told_b == NO_DAY), undated, dated))


class _Greatest:
    """Weights by finding."""

    def __init__(self) -> None:
        self._table = weights("across")
        self._asked: set[str] = set()

    def __getitem__(self, finding: str) -> float:
        self._asked.add(finding)
        return self._table.get(finding, 0.0)

    def any(self, *findings: str) -> float:
        """Return the greatest of those of which one is found."""
        return max(self[f] for f in findings)

    def up(self, *findings: str) -> float:
        """Return the greatest of those of which one, or none, is found."""
        return max(0.0, self.any(*findings))

    def others(self) -> float:
        """Return what findings can add that nobody asked for."""
        return sum(max(0.0, v) for k, v in self._table.items() if k not in self._asked and not k.startswith("of type "))


def _of(n: Ints, *values: float) -> Floats:
    return np.asarray(values)[n]
