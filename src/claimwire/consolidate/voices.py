"""Whose word each claim of a report is: made once per report, kept, and never read from the report's text again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimwire.consolidate.copies import quotations
from claimwire.consolidate.credits import Credit, agencies_of, agency_id, credits
from claimwire.consolidate.sides import generic, lineage, nation, sides, unlisted
from claimwire.ontology.model import Ontology
from claimwire.records import Claim, Reading, Report, Span, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody whom a report gives as holding a claim. ``knows`` False: a name for nobody in particular ("officials", "reports")."""

    words: str  # as written; the name, for an agency that a dateline credits
    actor: str | None  # an actor target
    name: str
    kind: str  # speech (a person or office), agency, source (an organisation or party), witness, unnamed
    knows: bool
    keys: tuple[str, ...]  # two holders that share one are one voice: ids, the bodies that it speaks for, a bare name
    sides: tuple[str, ...] = ()  # conflict:side on the report's date


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says one claim, as its report tells it: ``chain`` runs outermost first and leaves out the publisher."""

    claim: str
    report: str
    publisher: str | None
    published_at: str | None
    chain: tuple[Holder, ...]
    credit: Holder | None  # the agency that the report, or this statement, is credited to
    credit_words: str | None  # the words that credit it
    house: Holder | None  # the publisher where it is known as an agency, or as a medium of one side
    firsthand: str | None  # words that show the outlet's own reporting: a correspondent, or witnesses who told it
    land: str | None = None  # the country where the claim places it, as conflicts are named: "syria"
    quotes: tuple[int, ...] = ()  # digests of the direct quotations that the claim stands in

    def to_dict(self) -> dict[str, Any]:
        """Return the voice as one JSON object; what is empty is left out."""
        out: dict[str, Any] = {"claim": self.claim, "report": self.report}
        for key in ("publisher", "published_at", "credit_words", "firsthand", "land"):
            if getattr(self, key) is not None:
                out[key] = getattr(self, key)
        for key in ("credit", "house"):
            if (holder := getattr(self, key)) is not None:
                out[key] = _holder_to_dict(holder)
        if self.chain:
            out["chain"] = [_holder_to_dict(h) for h in self.chain]
        if self.quotes:
            out["quotes"] = list(self.quotes)
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Voice:
        """Build a voice from what ``to_dict`` made. Raises KeyError when it is not one."""
        return cls(
            claim=data["claim"],
            report=data["report"],
            publisher=data.get("publisher"),
            published_at=data.get("published_at"),
            chain=tuple(_holder_from_dict(h) for h in data.get("chain", ())),
            credit=_holder_from_dict(data["credit"]) if "credit" in data else None,
            credit_words=data.get("credit_words"),
            house=_holder_from_dict(data["house"]) if "house" in data else None,
            firsthand=data.get("firsthand"),
            land=data.get("land"),
            quotes=tuple(data.get("quotes", ())),
        )


def _holder_to_dict(h: Holder) -> dict[str, Any]:
    out = {"words": h.words, "actor": h.actor, "name": h.name, "kind": h.kind, "knows": h.knows, "keys": list(h.keys)}
    return out | ({"sides": list(h.sides)} if h.sides else {})


def _holder_from_dict(h: Mapping[str, Any]) -> Holder:
    return Holder(**{**h, "keys": tuple(h["keys"]), "sides": tuple(h.get("sides", ()))})


def voices(reading: Reading, ontology: Ontology) -> tuple[Voice, ...]:
    """Return whose word each claim of a reading is, in the order of its claims. Needs nothing but the reading."""
    return tuple(_Listener(reading, ontology).voices())


_NOBODY = re.compile(  # words that name a source without saying who it is
    r"\b(?:officials?|sources?|reports?|media|diplomats?|analysts?|experts?|activists?|observers?|somebody|someone|some|many|others|people"
    r"|monitors?|monitoring group|watchdog|rights groups?|aid (?:workers?|groups?|agencies)|local (?:media|reports)|figures|agencies|commanders?"
    r"|officers?|fighters?|soldiers?|aides?|members?|mediators?|negotiators?)\b",
    re.IGNORECASE,
)
_WITNESS = re.compile(
    r"\b(?:resid\w+|witness\w*|eyewitness\w*|survivors?|villagers?|doctors?|medics?|nurses?|rescuers?|rescue workers?|relatives?|neighbours?|neighbors?"
    r"|shopkeepers?|farmers?|teachers?|drivers?|traders?|bakers?|fishermen|fisherman|porters?|paramedics?|surgeons?|mothers?|fathers?|widows?"
    r"|brothers?|sisters?|sons?|daughters?|wom[ae]n|(?<!armed )m[ae]n|refugees?|evacuees?|passengers?|students?|workers?|volunteers?|locals|families|family|people)\b",
    re.IGNORECASE,
)
_OWN_REPORTER = re.compile(
    r"\b(?:(?i:our|this (?:newspaper|paper|agency|station)'s)|(?P<outlet>[A-Z][\w'’]*(?: [A-Z][\w'’]*){0,3})(?:'s)?) "
    r"(?:own )?(?:special )?(?:correspondents?|reporters?|journalists?|photographers?|stringers?|teams?|crew|staff)\b"
    r"|\b(?:told|speaking to|reached by|shown to|seen by|spoke to|spoke with|spoken to by|counted by|visited by) "
    r"(?:us|this (?:newspaper|paper|agency|station|website)|our (?:correspondent|reporter))\b"
)
_PERSON_TITLE = re.compile(r"\b(?:spokes(?:man|woman|person)|Mr|Mrs|Ms|Dr)\b\.?", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:observatory|monitor|committee|council|centre|center|network|group|organi[sz]ation|association|union|movement|front|army|brigade|corps"
    r"|party|ministry|office|agency|mission|commission|hospital|clinic|society|crescent|cross|fund|programme|program|institute|university|radio"
    r"|television|tv|news|press|post|times|league|federation|alliance|coalition|administration|assembly|court|police|foundation|trust|service"
    r"|forces|battalion|directorate|department|authority|company|church|rights|watch|defen[cs]e|bureau|board|initiative|campaign|house"
    r"|government|prefecture|bloc|embassy|palace|parliament|side|command|staff|website|channel|report|statement)\b",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\b(?:mission|ministry|office|centre|center|observatory|monitor|committee|council|army|front|command|staff|government)\b",
    re.IGNORECASE,
)
_SMALL = frozenset("the of for and in a an at on human local".split())
_UNLISTED = ("name:", "class:", "unnamed:", "agency:")
_NO_BODY = frozenset({"person", "office", "state", "people", "media"})
_BARE_BODY = re.compile(
    r"\bthe (Front|Movement|Council|Committee|Ministry|Observatory|Mission|Monitor|Centre|Center|Army|Brigade|Corps|Coalition|Alliance|Union|Party"
    r"|Organi[sz]ation|Group|Society|Command|Guard|Office|Commission|League|Network)\b"
)
_ALIKE = {  # what one body is called in two translations
    "observatory": "monitor", "monitors": "monitor", "watch": "monitor", "center": "centre", "council": "committee", "commission": "committee",
    "clinic": "hospital", "defense": "defence", "organization": "organisation", "society": "organisation", "association": "organisation",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_JOURNALIST = re.compile(
    r"\b(?P<outlet>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?:'s|’s)? (?:journalist|correspondent|reporter|photographer|team|crew|stringer)s?\b"
)
_ITS = re.compile(
    r"^(?:its|their|the (?:group|organi[sz]ation|movement|body|agency)['’]s) (?:\w+ ){0,2}?"
    r"(?:spokes\w+|director|head|chief|leader|commander|chairman|chairwoman|coordinator|negotiator|secretary|president|founder)\b",
    re.IGNORECASE,
)
_APPOSITION = re.compile(r"^, (?:who is |who was )?((?:the|a|an|its|their|[A-Z][\w'’]+'s?) [^,.;:\n]{3,70}?)(?:,|$)")


class _Listener:
    """One report, and what is said in it by whom."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self.reading, self.report, self.ontology = reading, reading.report, ontology
        self.agencies = agencies_of(ontology)
        self.credits = credits(reading.report, agencies=self.agencies)
        self.statements = {s.id: s for s in reading.statements}
        self.children: dict[str, list[Statement]] = {}
        for s in reading.statements:
            if s.parent is not None:
                self.children.setdefault(s.parent, []).append(s)
        self.quoted = quotations(reading.report)
        self.mentioned = self._mentioned()
        self.described = self._descriptions()
        self.bodies = self._bodies()
        self.house = self._house()
        self.holders: dict[str, Holder] = {}

    def voices(self) -> Iterator[Voice]:
        whole = next((c for c in self.credits if c.whole and not self._is_house(c)), None)
        firsthand = self._firsthand()
        sentences = {s.id: (s.start, s.end) for s in self.reading.sentences}
        medium = next((h.sides for h in (self.house, self._agency(whole) if whole else None) if h is not None and h.sides), ())
        for claim in self.reading.claims:
            chain = self._chain(claim)
            start, end = sentences.get(claim.sentence, claim.evidence.offsets)
            credit = self._told(start, end, chain) or whole
            yield Voice(
                claim=claim.id,
                report=self.report.id,
                publisher=self.report.publisher,
                published_at=self.report.published_at,
                chain=tuple(_through(self._holder(s), medium) for s in chain),
                credit=self._agency(credit) if credit else None,
                credit_words=credit.span.text if credit else None,
                house=self.house,
                firsthand=firsthand if credit is None or credit is whole else None,
                land=self._land(claim),
                quotes=tuple(dict.fromkeys(d for (a, b), d in self.quoted if a <= claim.trigger.start < b)),
            )

    def _land(self, claim: Claim) -> str | None:
        countries = (p.place.country if p.place else p.country for p in claim.places if p.role == "location")
        code = next((c for c in countries if c), None)
        state = self.ontology.actors.get(f"state:{code.lower()}") if code else None
        return "-".join(re.findall(r"\w+", state.name.lower())) if state else None

    def _chain(self, claim: Claim) -> list[Statement]:
        """Return the statements over a claim, outermost first, down to those that the coder left it outside of.

        "SANA, citing a military source, said P" is two statements of P, of which the claim is given the outer.
        """
        out: list[Statement] = []
        at = claim.statement
        while at is not None and len(out) <= len(self.statements):
            out.insert(0, self.statements[at])
            at = self.statements[at].parent
        at = claim.statement
        while at is not None:
            inner = (s for s in self.children.get(at, ()) if any(x.covers(claim.trigger) for x in s.content) and s not in out)
            found = next(inner, None)
            if found is not None:
                out.append(found)
            at = found.id if found is not None else None
        return out

    def _mentioned(self) -> dict[str, list[Span]]:
        """Return every place where the report names an actor, by the actor's target."""
        spans: dict[str, list[Span]] = {}
        by_mention = {m.id: m.span for m in self.reading.mentions}
        for link in self.reading.links:
            if link.kind == "actor" and link.target is not None and link.mention in by_mention:
                spans.setdefault(link.target, []).append(by_mention[link.mention])
        for s in self.reading.statements:
            if s.speaker is not None:
                spans.setdefault(s.speaker, []).extend(s.source)
        return spans

    def _descriptions(self) -> dict[str, list[str]]:
        """Return how the report calls each actor: its mentions, and what stands in apposition to them."""
        out: dict[str, list[str]] = {}
        for target, found in self.mentioned.items():
            words = out.setdefault(target, [])
            for span in found:
                words.append(span.text)
                if (m := _APPOSITION.match(self.report.text[span.end : span.end + 90])) is not None:
                    words.append(m[1])
        return out

    def _bodies(self) -> list[tuple[str, str]]:
        """Return the names of bodies in this report with their targets, longest first: whom a spokesman may speak for.

        A body is also known by its acronym in brackets, and by a word of its name that no other has: "the Observatory".
        """
        out: dict[str, str] = {}
        by_word: dict[str, set[str]] = {}
        for target, found in self.mentioned.items():
            entry = self.ontology.actors.get(target)
            if entry.kind in _NO_BODY if entry else not target.startswith("name:"):
                continue
            for span in found:
                name = _bare(span.text)
                if name[:1].isupper() and len(name) > 3 and (entry or _ORGANISATION.search(name) or name.isupper()):
                    out.setdefault(name, target)
                    if (m := re.search(rf"{re.escape(name)} \(([A-Z]{{2,8}})\)", self.report.text)) is not None:
                        out.setdefault(m[1], target)
                    for word in _ORGANISATION.findall(name):
                        by_word.setdefault(word.lower(), set()).add(target)
        for word, targets in by_word.items():
            if len(targets) == 1:
                out.setdefault(word, *targets)
        return sorted(out.items(), key=lambda x: (-len(x[0]), x))

    def _affiliated(self, about: Sequence[str], own: str | None, source: Sequence[Span]) -> str | None:
        """Return the body that a speaker is described with: "Observatory director R", "a spokesman for the Highland Front"."""
        for name, target in self.bodies:
            flags = re.IGNORECASE if name.islower() else 0
            if target != own and any(
                (name in words or (flags and name in words.lower()))
                and re.search(rf"\b{re.escape(name)}\b", words, flags)
                and _ARTICLE.sub("", words).lower() != name.lower()
                for words in about
            ):
                return target
        if (listed := self._listed_in(about, own)) is not None:
            return listed
        if any(_ITS.match(words) for words in about) and source:
            bodies = {t for _, t in self.bodies} - {own}
            before = [(s.start, t) for t in sorted(bodies) for s in self.mentioned[t] if s.end <= source[0].start]
            return max(before)[1] if before else None
        return None

    def _listed_in(self, about: Sequence[str], own: str | None) -> str | None:
        """Return the listed body that a description names although the report speaks of it nowhere else: "the UN coordinator"."""
        for text in about:
            its = re.findall(r"[\w&'’.-]+", text)
            for n, size in ((n, size) for size in range(5, 0, -1) for n in range(len(its) - size + 1)):
                name = _bare(" ".join(its[n : n + size]))
                found = self.agencies.body(name) if its[n][:1].isupper() and len(its) > size else None
                if found is not None and found != own and self.ontology.actors[found].kind not in _NO_BODY:
                    return found
        return None

    def _holder(self, statement: Statement) -> Holder:
        if statement.id not in self.holders:
            self.holders[statement.id] = self._made(statement)
        return self.holders[statement.id]

    def _made(self, statement: Statement) -> Holder:
        words = " ".join(s.text for s in statement.source)
        if (m := _JOURNALIST.search(words)) is not None:
            name = _bare(m["outlet"])
            if self._calls_house(name):
                return Holder(words=words, actor=statement.speaker, name=_ARTICLE.sub("", words), kind="witness", knows=False, keys=())
            if (outlet := self.agencies.named(name)) is not None:
                return self._outlet(outlet, words)
        target = statement.speaker
        if target in self.ontology.actors:
            return self._listed(words, target, about=self.described.get(target, []), source=statement.source)
        if (outlet := self.agencies.named(_ARTICLE.sub("", words))) is not None:
            return self._outlet(outlet, words)
        return self._unlisted(words, target, statement.source)

    def _listed(self, words: str, target: str, *, about: Sequence[str] = (), source: Sequence[Span] = ()) -> Holder:
        day = self.report.published_at
        entries = lineage(target, ontology=self.ontology, date=day)
        entry = entries[0]
        kind = "agency" if entry.kind == "media" else "speech" if entry.kind in {"person", "office"} else "source"
        keys = [e.id for e in entries if e.kind not in {"state", "igo"} or e is entry]
        held = sides(target, ontology=self.ontology, date=day)
        if entry.kind == "person" and (body := self._affiliated(about, target, source)) is not None:
            other = self._body(body)
            keys, held = keys + [k for k in other.keys if k not in keys], held or other.sides
        return Holder(words=words, actor=target, name=entry.name, kind=kind, knows=True, keys=tuple(keys), sides=held)

    def _body(self, target: str) -> Holder:
        """Return the holder that a body of this report would be, if it spoke itself."""
        if target in self.ontology.actors:
            return self._listed("", target)
        own = target.partition(":")[2].replace("-", " ")
        return self._named("", target, own, _side([*self.described[target], own.title()]))

    def _unlisted(self, words: str, target: str | None, source: Sequence[Span]) -> Holder:
        about = [words, *self.described.get(target or "", [])]
        named = target is not None and target.startswith("name:")
        own = target.partition(":")[2].replace("-", " ") if target is not None else ""
        held = _side([*about, own.title()] if named else about)
        if not words and target is None:
            return Holder(words=words, actor=None, name="an unnamed source", kind="unnamed", knows=False, keys=())
        if named and any(w[:1].isupper() for text in about for w in _ARTICLE.sub("", text).split()):
            holder = self._named(words, str(target), self._shown(own, about), held)
        else:
            knows = bool(held) and _NOBODY.search(words or own) is None
            ordinary = not held and _WITNESS.search(words) and not _ORGANISATION.search(words) and not _NOBODY.search(words)
            kind = "source" if knows else "witness" if ordinary else "unnamed"
            name = _ARTICLE.sub("", words) if len(words) > 4 else own or words
            holder = Holder(words=words, actor=target, name=name, kind=kind, knows=knows, keys=(), sides=held)
        if (body := self._affiliated(about, target, source)) is None:
            bare = tuple(f"bare:{m[1].lower()}" for text in about[:4] for m in _BARE_BODY.finditer(text))
            return replace(holder, keys=tuple(dict.fromkeys((*holder.keys, *bare))))
        other = self._body(body)
        if not holder.knows and (_NOBODY.search(words or own) or holder.kind == "witness"):
            return replace(holder, sides=holder.sides or other.sides)
        keys = tuple(dict.fromkeys((*holder.keys, *other.keys)))
        return replace(holder, knows=True, kind="speech", keys=keys, sides=other.sides or holder.sides)

    def _shown(self, own: str, about: Sequence[str]) -> str:
        """Return how a person would say an unlisted name: as the report writes it, never "he"."""
        parts = own.split()
        full = [a for a in about if all(p in a.lower() for p in parts)]
        return _ARTICLE.sub("", min(full, key=len)) if full else own.title()

    def _named(self, words: str, target: str, name: str, held: tuple[str, ...]) -> Holder:
        own = target.partition(":")[2].replace("-", " ")
        keys = [target]
        if _ORGANISATION.search(own):
            telling = {_ALIKE.get(w, w) for w in own.split() if w not in _SMALL}
            if len(telling) > 1:
                keys.append("org:" + "+".join(sorted(telling)))
            keys += [f"{'has' if ' ' in own else 'bare'}:{w.lower()}" for w in _ORGANISATION.findall(own)]
            kind = "source"
        else:
            keys.append(f"person:{skeleton(own.split()[-1])}")
            if " " not in own:
                keys.append(f"nation:{nation(own)}")
            kind = "speech"
        keys.append(agency_id(own))  # "Meridian reported" does not say that Meridian is an agency; another outlet does
        keys += [f"nation:{s.split(':')[1]}" for s in held if s.count(":") == 2]
        return Holder(words=words, actor=target, name=name, kind=kind, knows=True, keys=tuple(keys), sides=held)

    def _outlet(self, found: tuple[str, str], words: str) -> Holder:
        held = sides(found[0], ontology=self.ontology, date=self.report.published_at) or (
            unlisted(words) if re.search(r"\bstate\b|government", words, re.IGNORECASE) else ()
        )
        keys = tuple(e.id for e in lineage(found[0], ontology=self.ontology, date=self.report.published_at)) or (found[0],)
        return Holder(words=words, actor=found[0], name=found[1], kind="agency", knows=True, keys=keys, sides=held)

    def _agency(self, credit: Credit) -> Holder:
        return self._outlet((credit.id, credit.name), credit.name)

    def _house(self) -> Holder | None:
        publisher = self.report.publisher
        if publisher is None:
            return None
        if (found := self.agencies.named(publisher)) is not None:
            made = self._outlet(found, publisher)
            return made if made.sides or self.agencies.is_agency(publisher) else None
        if (body := self.agencies.body(publisher)) is not None:
            return self._listed(publisher, body)
        # A body that prints its own bulletin: a mission, a ministry, an armed group.
        held = unlisted(publisher)
        if held or (_ISSUER.search(publisher) and self.report.kind != "news"):
            return self._named(publisher, "name:" + "-".join(re.findall(r"\w+", publisher.lower())), publisher, held)
        return None

    def _is_house(self, credit: Credit) -> bool:
        found = self.agencies.named(self.report.publisher)
        return (found is not None and found[0] == credit.id) or self._calls_house(credit.name)

    def _calls_house(self, name: str) -> bool:
        """True where a name is the publisher's own, also cut short ("the Courier") or by its initials ("BPA")."""
        publisher = self.report.publisher
        if not publisher:
            return False
        its, words = re.findall(r"\w+", publisher.lower()), re.findall(r"\w+", name.lower())
        initials = "".join(w[0] for w in its if w not in {"of", "the", "and", "de", "del", "la", "for"})
        return bool(words) and (set(words) <= set(its) or (len(words) == 1 and len(words[0]) > 1 and words[0] == initials))

    def _told(self, start: int, end: int, chain: Sequence[Statement]) -> Credit | None:
        """Return the outlet that got a statement first: "a doctor told AFP". Who is only reported by it speaks for himself."""
        return next(
            (
                c
                for c in self.credits
                if not c.whole and c.how == "told" and chain and start <= c.span.start < end and not self._is_house(c)
            ),
            None,
        )

    def _firsthand(self) -> str | None:
        for credit in self.credits:
            if credit.how == "told" and self._is_house(credit):
                return credit.span.text
        for m in _OWN_REPORTER.finditer(self.report.text):
            if m["outlet"] is None or self._calls_house(_bare(m["outlet"])):
                return m.group()
        return None


def _through(holder: Holder, medium: tuple[str, ...]) -> Holder:
    """Give a speaker that no list has the side of the medium that lets him speak: a side's medium quotes its own."""
    unplaced = not holder.sides and (holder.actor is None or holder.actor.startswith((*_UNLISTED, "person:")))
    return replace(holder, sides=medium) if unplaced and medium else holder


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name).removesuffix("'s").removesuffix("’s")


def _side(described: Sequence[str]) -> tuple[str, ...]:
    """Return the side of a party by all that it is called: one that is named before one that is told by its kind alone."""
    found = [side for text in described if (side := unlisted(text))]
    return next((f for f in found if not generic(f[0])), found[0] if found else ())


def skeleton(name: str) -> str:
    """Return a surname without what transliterations differ in: Vasim and Wassim, Qadri and Kadry, al-Hariri and Hariri."""
    low = re.sub(r"^(?:al|el|ad|an|ar|as|ash|at|az)[-' ]", "", name.lower())
    for old, new in (("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "s"), ("tch", "s"), ("ph", "f")):
        low = low.replace(old, new)
    low = low.translate(str.maketrans({"w": "v", "q": "k", "c": "k", "z": "s", "j": "y", "'": None, "’": None}))
    consonants = re.sub(r"[aeiouyáéíóúàèìòùâêîôûäëïöü]", "", low[1:])
    return low[:1] + re.sub(r"(.)\1+", r"\1", consonants) if consonants else low


def report_of(voice: Voice) -> str:
    """Return how a reason names a report: its id and, where known, who printed it."""
    return f"{voice.report} ({voice.publisher})" if voice.publisher else voice.report


__all__ = ["Holder", "Report", "Voice", "report_of", "skeleton", "voices"]
