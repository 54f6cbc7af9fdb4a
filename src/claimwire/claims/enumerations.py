"""Enumerations of a bulletin: which number stands with which place in "55 cases: Aleppo (27), seven in Hama, Idlib – 4".

Read off the words in their order, for no parser of news sees a table in a sentence: each line is written as a string of
one letter a word (a number, a name, a bracket ...), and the layouts that people use are patterns over that string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimwire.claims.notation import Letters, Number, words
from claimwire.records import Span

# A name and its number behind it: "Aleppo (27)", "in Hama province – 7", "to Jablah: 4.6 tonnes". The number behind "signed
# the Ferry House Accord: two in Aleppo" is of what follows it.
_BEHIND = re.compile(r"(?P<lead>i?f*)P(?P<after>f*)(?:\((?:w{0,2})N[wf]{0,2}\)|:f?N(?![wf]{0,2}if*P)|-f?N)")
# A number and its name behind it: "27 in Aleppo", "12 were noted in the province of Hama"; not one whose own number follows.
_BEFORE = re.compile(r"N[wf]{0,7} *i(?:f|P(?=i))*P(?!f*(?:\(w{0,2}N[wf]{0,2}\)|[-:]f?N|N))")
# "Two each in Hama and Homs", "one in each of Idlib, Homs and Hama".
_EACH = re.compile(r"N[wf]{0,3}(?:ei|if*ef*)f*P(?:[,a]+i?f*P)+")
# "Hays 33, At Tuhayta 29": only a row of them is a list.
_ROW = re.compile(r"P[f]{0,1}w{0,1}N(?:[,;a]+f*Pf{0,1}w{0,1}N)+")
# "Darsa, 20; Kafr Milha, 11": commas inside the pairs, semicolons between them.
_PAIRED = re.compile(r"Pf*,N(?:;a?f*Pf*,N)+")
# "Darsa again came first with 17", "Aleppo accounted for 27 of them, Damascus for 19": by the word before the number.
_WITH = re.compile(r"P[wfai]{1,8}N(?![wf]{0,3}iP)")
_HAD = re.compile(r"Pf?w?[wi]N(?![wf]{0,3}iP)")
_HAVING = words("for saw had witnessed suffered")
# "In Donetsk region it recorded 38 explosions and in Luhansk region 12": each number behind its place.
_LEADS = re.compile(r"if*Pf*,?w{0,3}N(?:[wf]{0,3}[,;]?a?if*Pf*,?w{0,2}N(?![wf]{0,3}iP))+")
# "From Lebanon, 214 people ..., and from Jordan, 822".
_AHEAD = re.compile(r"if*P,N")
_INSIDE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[wfae]{0,2}[,;.a) ][wfia,;.() ]{0,6}")
_NEXT_TO = re.compile(r"[(:-][if]{0,3}")  # "13 (Idlib – 5 ...": a whole without its noun
_BRACKETED = 14  # words between two cells whose numbers stand in brackets
_PARTLY = words("including include among most mostly mainly notably majority chiefly primarily particularly")


_AFTER = 12  # characters: room for "of which"
_OF_THEM = re.compile(r"\s+of (?:them|whom|which|those|these)\b", re.IGNORECASE)
_COMPARED = words("compared against versus than down up")  # before the number of another period


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with the place that it is said of. ``of`` is the cell that it is a part of; ``place`` None: a line's sum."""

    number: Number
    place: Span | None
    start: int
    end: int
    of: int | None = None
    heading: Span | None = None  # of a table: the words at the head of its column


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Numbers by place that count one thing. ``whole`` is the number that they are parts of, as the text gives it."""

    cells: tuple[Cell, ...]
    whole: Number | None
    partial: bool  # "most of them in Aleppo": nobody says that the parts add up
    layout: str
    heading: Span | None = None  # the line above a list that says what is counted


class Line(Letters):
    """One line of a report as a string of kinds, with the numbers and names that it is made of."""

    def enumerations(self) -> Iterator[Enumeration]:
        """Yield the enumerations of this line; one in brackets behind a cell divides that cell."""
        if self.kinds.count("N") < 2 or "P" not in self.kinds:
            return
        kinds = self.kinds
        inner: list[tuple[int, list[Cell]]] = []
        for match in _INSIDE.finditer(kinds):
            found = self._cells(kinds, match.start() + 1, match.end() - 1)
            aside = "P" not in match.group() and match.group().count("N") > 1  # "(94 women and 159 children)"
            if found:
                inner.append((match.start(), found))
            if found or aside or self._only_says_where(match.start(), match.group()):
                kinds = kinds[: match.start()] + " " * (match.end() - match.start()) + kinds[match.end() :]
        cells = self._cells(kinds, 0, len(kinds))
        for group in self._chains(cells, kinds):
            nested = []
            for at, found in list(inner):
                parent = next((n for n, c in enumerate(group) if self._closes(c, at)), None)
                if parent is not None:
                    nested += [_under(c, parent) for c in found]
                    inner.remove((at, found))
            yield self._enumeration([*group, *nested])
        for _, found in inner:
            if len(found) > 1 or found[0].place is not None:
                enumeration = self._enumeration(found)
                if len(found) > 1 or (enumeration.whole and enumeration.whole.value >= found[0].number.value):
                    yield enumeration

    def _only_says_where(self, at: int, brackets: str) -> bool:
        """True for "in Beit Jinn (Damascus province)": the name in brackets holds the one before it."""
        return "N" not in brackets and "P" in brackets and self.kinds[:at].rstrip("f")[-1:] == "P"

    def alone(self) -> Cell | None:
        """Return the one cell of a line that has no more than one: a row of a list."""
        cells = self._cells(self.kinds, 0, len(self.kinds))
        return cells[0] if len(cells) == 1 else None

    def _closes(self, cell: Cell, at: int) -> bool:
        return at > 0 and cell.start < self.items[at - 1].end <= cell.end

    def _cells(self, kinds: str, low: int, high: int) -> list[Cell]:
        """Return the cells between two items, in text order; a layout that says more of a number goes first."""
        taken: set[int] = set()
        out: list[tuple[int, Cell]] = []

        def keep(first: int, last: int, pairs: list[tuple[int, int]]) -> None:
            if pairs and taken.isdisjoint({*(n for n, _ in pairs), *(p for _, p in pairs)}):
                taken.update(x for pair in pairs for x in pair)
                for n, p in pairs:
                    edges = (first, last) if len(pairs) == 1 else (min(n, p), max(n, p))
                    start, end = self.items[edges[0]].start, self.items[edges[1]].end
                    out.append((first, Cell(self.numbers[n], self._place(p), start, end)))

        for match in _EACH.finditer(kinds, low, high):
            n = match.start()
            keep(n, match.end() - 1, [(n, p) for p in range(n, match.end()) if kinds[p] == "P"])
        for match in _BEHIND.finditer(kinds, low, high):
            n = match.start() + match.group().index("N")
            last = match.end() - 1
            keep(match.start() + len(match["lead"]), last, [(n, match.start() + match.group().index("P"))])
        for match in _WITH.finditer(kinds, low, high):
            if self.items[match.end() - 2].text.lower() == "with":
                keep(match.start(), match.end() - 1, [(match.end() - 1, match.start())])
        for match in _LEADS.finditer(kinds, low, high):
            for p in (p for p in range(match.start(), match.end()) if kinds[p] == "P"):
                keep(p, n := kinds.index("N", p), [(n, p)])
        for match in _HAD.finditer(kinds, low, high):
            if self.items[match.end() - 2].text.lower() in _HAVING:
                keep(match.start(), match.end() - 1, [(match.end() - 1, match.start())])
        for match in _PAIRED.finditer(kinds, low, high):
            for p in (p for p in range(match.start(), match.end()) if kinds[p] == "P"):
                keep(p, n := kinds.index("N", p), [(n, p)])
        for match in _ROW.finditer(kinds, low, high):
            places = [p for p in range(match.start(), match.end()) if kinds[p] == "P"]
            for p in places:
                keep(p, n := kinds.index("N", p), [(n, p)])
        for match in _BEFORE.finditer(kinds, low, high):
            keep(match.start(), match.end() - 1, [(match.start(), match.end() - 1)])
        ahead = list(_AHEAD.finditer(kinds, low, high))
        if len(ahead) > 1:
            for match in ahead:
                keep(match.start(), match.end() - 1, [(match.end() - 1, match.end() - 3)])
        return [c for _, c in sorted(out, key=lambda x: (x[1].start, x[1].end, x[0]))]

    def _place(self, p: int) -> Span:
        item = self.items[p]
        return Span(start=item.start, end=item.end, text=item.text)

    def _chains(self, cells: Sequence[Cell], kinds: str) -> Iterator[list[Cell]]:
        """Yield runs of cells that count one thing: little between them, and no number that counts something else."""
        group: list[Cell] = []
        for cell in cells:
            if group and not self._goes_on(group, cell, kinds):
                yield from self._worth(group)
                group = []
            group.append(cell)
        yield from self._worth(group)

    def _worth(self, group: list[Cell]) -> Iterator[list[Cell]]:
        """A number beside a place is a sentence; two of them, or one in brackets behind the whole, are an enumeration."""
        if len(group) > 1:
            known = any(c.place is not None and c.place.start in self._places for c in group)
            if known or self._whole(group) is not None:  # "Hassan (34) and Omar (27)" are no places
                yield group
        elif group and self._is_of_them(group[0]):
            whole = self._whole(group)
            if whole is not None and whole.span.end <= group[0].start and whole.value > group[0].number.value > 0:
                yield group
        elif (
            group and self._text[group[0].end - 1] == ")" and group[0].place and group[0].place.start < group[0].number.span.start
        ):
            whole = self._whole(group)
            if whole is not None and whole.value > group[0].number.value > 0:
                yield group

    def _is_of_them(self, cell: Cell) -> bool:
        """True for "five of them in Hays": a part of what was counted before it, and nobody says that it is the only one."""
        return cell.place is not None and _OF_THEM.match(self._text, cell.number.span.end, cell.place.start) is not None

    def _goes_on(self, group: list[Cell], cell: Cell, kinds: str) -> bool:
        before = group[-1]
        if cell.start <= before.end and cell.number is before.number:
            return True  # "two each in Hama and Homs"
        between = "".join(
            k for i, k in zip(self.items, kinds, strict=True) if before.end <= i.start and i.end <= cell.start
        ).replace(" ", "")
        known = {c.number.measure for c in (*group, cell) if c.number.measure and c.number.unit}
        if len(known) > 1 or self._is_told_apart(before, cell):
            return False
        if re.search(r"^i?f*P,N", self._kinds_at(cell)) and re.search(r"^i?f*P,N", self._kinds_at(before)):
            return "." not in between and "N" not in between
        if self._in_brackets(cell) and not self._in_brackets(before):
            said = {i.text.lower() for i in self.items if before.end <= i.start and i.end <= cell.start}
            if "." in between or not said.isdisjoint(_PARTLY):
                return False  # "54 in Hodeidah, most of them in Hays (19)"
        if self._in_brackets(before) and self._in_brackets(cell):
            return "." not in between and "N" not in between and len(between) <= _BRACKETED
        if "." in between and self._kinds_at(before).count("w") > 1:
            return False  # "95,000 had fled their homes in Idlib. Most went to Ariha (31,000)": a whole and its parts
        if "." in between:
            return cell.number.unit is None and _BETWEEN.fullmatch(between) is not None and between.count("w") <= 2
        return _BETWEEN.fullmatch(between) is not None and between.count("w") <= 2

    def _is_told_apart(self, before: Cell, cell: Cell) -> bool:
        """True for "five were killed in Aleppo and three were wounded in Homs": each number has a predicate of its own."""
        measures = {before.number.measure, cell.number.measure}
        return len(measures) > 1 and None not in measures and "w" in self._kinds_at(cell)

    def _in_brackets(self, cell: Cell) -> bool:
        """True for "Aleppo (27)": nothing else is written so, and more words may stand before the next."""
        return self._text[cell.end - 1] in ")]"

    def _kinds_at(self, cell: Cell) -> str:
        return "".join(i.kind for i in self.items if cell.start <= i.start and i.end <= cell.end)

    def _enumeration(self, cells: list[Cell]) -> Enumeration:
        whole = self._whole(cells)
        start = whole.span.end if whole and whole.span.end <= cells[0].start else cells[0].start
        back = [i.text.lower() for i in self.items if start <= i.start < cells[0].number.span.end]
        partial = not _PARTLY.isdisjoint(back) or (len(cells) == 1 and self._is_of_them(cells[0]))
        return Enumeration(cells=tuple(cells), whole=whole, partial=partial, layout="prose")

    def _whole(self, cells: Sequence[Cell]) -> Number | None:
        """The number that is divided: the nearest before it that counts things, else one behind it that says "in all"."""
        inside = {c.number.span.start for c in cells}
        own = {c.number.measure for c in cells if c.number.measure and c.number.unit}
        values = [c.number.value for c in cells if c.of is None]
        back = [i.text.lower() for i in self.items if i.end <= cells[0].number.span.start][-8:]
        most = max(values) if _PARTLY.isdisjoint(back) else sum(values)
        stops = 0
        for n in range(len(self.items) - 1, -1, -1):
            item = self.items[n]
            if item.start >= cells[0].start:
                continue
            stops += item.kind == "."
            if stops > 1:
                break
            number = self.numbers.get(n)
            if {i.text.lower() for i in self.items[max(0, n - 4) : n]} & _COMPARED:
                continue
            if number is None or number.span.start in inside:
                continue
            gap = "".join(i.kind for i in self.items if number.span.end <= i.start and i.end <= cells[0].start)
            tail = self._text[cells[0].number.span.end : cells[0].end + _AFTER]
            going_on = number.measure is not None and _OF_THEM.match(tail) is not None and self.items[n - 1].text != "from"
            going_on = going_on or (number.measure is not None and len(cells) > 1 and sum(values) == number.value)
            if number.unit is None and not going_on and _NEXT_TO.fullmatch(gap) is None:
                continue
            if (not own or number.measure in own or number.unit is None) and number.value >= most:
                return number
        for n, item in enumerate(self.items):
            if item.start < cells[-1].end:
                continue
            if item.kind == ".":
                break
            number = self.numbers.get(n)
            after = {i.text.lower() for i in self.items[max(n - 2, 0) : n + 5]}
            if number is not None and not after.isdisjoint({"total", "all", "altogether", "overall"}):
                return number
        return None


def _under(cell: Cell, parent: int) -> Cell:
    return Cell(cell.number, cell.place, cell.start, cell.end, of=parent)
