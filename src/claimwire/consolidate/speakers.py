"""Who a speaker is: listed, told by the body that he is described with, named, or nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from claimwire.consolidate.credits import agencies_of, agency_id
from claimwire.consolidate.holders import Holder
from claimwire.consolidate.sides import generic, lineage, nation, rebels, sides, unlisted
from claimwire.consolidate.surnames import surname
from claimwire.consolidate.wordlists import mapped, pattern
from claimwire.consolidate.wordlists import words as words_of
from claimwire.ontology.model import Ontology
from claimwire.records import Reading, Span, Statement

_NO_BODY = frozenset({"person", "office", "state", "people", "media"})
_SMALL = frozenset(["the", "of", "for", "and", "in", "a", "an", "at", "on", "human", "local"])
_BARE_BODY = re.compile(
    r"\bthe (Front|Movement|Council|Committee|Ministry|Observatory|Mission|Monitor|Centre|Center|Army|Brigade|Corps|Coalition"
    r"|Alliance|Union|Party|Organi[sz]ation|Group|Society|Command|Guard|Office|Commission|League|Network)\b|\b([A-Z]{3,6})\b"
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_JOURNALIST = re.compile(
    r"\b(?P<outlet>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?:'s|’s)? "
    r"(?:journalist|correspondent|reporter|photographer|team|crew|stringer)s?\b"
)
_APPOSITION = re.compile(r"^, (?:who is |who was )?((?:the|a|an|its|their|[A-Z][\w'’]+'s?) [^,.;:\n]{3,70}?)(?:,|$)")


_LEADS = re.compile(  # "country director of Bridge", "Bridge's Lise Aaker"
    r"\b(?:spokes\w+|director|head|chief|leader|coordinator|negotiator|secretary|president|founder|manager|representative"
    r"|commander) (?:of|for|at|with) (?:the )?(?P<body>[A-Z][\w-]+(?: [A-Z][\w-]+){0,4})"
    r"|^[A-Z][\w-]+ [A-Z][\w-]+,? (?:of|from|with|at) (?:the )?(?:[a-z]+ ){0,2}(?P<home>[A-Z][\w-]+(?: [A-Z][\w-]+){0,4})"
    r"|^(?:the )?(?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})['’]s [A-Z]"
)
_OF_WHAT = re.compile(  # "port director Arik" speaks for the port
    r"\b(?P<of>[a-z]{3,})(?:['’]s)? (?:director|spokes\w+|manager|head|leader|secretary|president|chairman|chairwoman|warden)\b"
)
_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "they", "it", "mr", "mrs", "ms", "the", "al"})
_ANTI = re.compile(r"\banti-[A-Z]")
_STATE_MEDIA = re.compile(r"\bstate\b|government|\bnational (?:tv|television|radio|news agency|broadcaster)\b", re.IGNORECASE)
_RUN_BY = re.compile(  # "Sadek TV, which is run by the insurgents"; "the rebel-run Radio Dira"
    r"\b[A-Z][^.;:\n]{2,60}?,? (?:which|that) is (?:run|controlled|owned|operated|funded) by (?P<whom>[^.,;:\n]{3,60})"
    r"|\b(?P<of>\w+)-(?:run|controlled|owned|operated|affiliated|linked|aligned|backed) [^.,;:\n]{3,60}"
)
_TITLE = re.compile(r"(?:\b\w+ )?\b(?P<office>\w+)(?: [A-Z][\w'’-]+){1,2} $")
_MEDIUM = re.compile(  # "the local website Sarn Today", where no list has it and nothing in its name says so
    r"(?:the |a |an )?(?:\w+[ -]){0,2}?(?:newspaper|website|news site|site|portal|channel|magazine|daily|weekly|broadcaster|blog"
    r"|radio|television|outlet|station|agency|network) (?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3})$"
)
_CALLED = re.compile(  # "the aid group Doctors in Action"
    r"(?:the |an? )(?:[a-z]+[ -]){0,3}(?:group|organi[sz]ation|charity|network|agency|association|union|foundation"
    r"|body|monitor|watchdog|movement|committee|collective) "
    r"(?P<name>[A-Z][\w'’-]*(?: (?:(?:in|of|for|without|the) ){0,2}[A-Z][\w'’-]*){1,4})$"
)
_REST = re.compile(r"(?: [A-Z][\w'’-]+){1,3}(?=[ ,.])")
_DEFINITE = re.compile(r"^(?:the|its|their|[A-Z][\w'’]+['’]s|\w+['’]s)\s|.*['’]s\s", re.IGNORECASE)
_PEOPLE = re.compile(
    r"^(?:[A-Z][a-z]+ )?[A-Z]?[a-z]+(?:ers|ors|ists|ants|ees|men|women|folk)$"
)  # "Dockers", at a sentence's start
_ITS = re.compile(r"^(?:its|their|the (?:group|organi[sz]ation|movement|body|agency)['’]s)\s", re.IGNORECASE)


class Speakers:
    """The speakers of one report, each made into a holder once."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self.reading, self.report, self.ontology = reading, reading.report, ontology
        self.agencies = agencies_of(ontology)
        self.mentioned = self._mentioned()
        self.described = self._descriptions()
        self.bodies = self._bodies()
        self._holders: dict[str, Holder] = {}
        self._spans: dict[tuple[int, int], Holder] = {}

    @cached_property
    def nations(self) -> frozenset[str]:
        """The countries that no list has and that this report gives an army or a government: cut to what an adjective shares."""
        texts = {text for found in self.described.values() for text in found}
        return frozenset(s.split(":")[1] for text in texts for s in unlisted(text) if s.count(":") == 2)

    @cached_property
    def _run_by(self) -> list[re.Match[str]]:
        return list(_RUN_BY.finditer(self.report.text))

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
                m = _TITLE.search(self.report.text, max(span.start - 60, 0), span.start)
                if m is not None and m["office"].lower() in words_of("state"):
                    words.append(m.group())  # "Deputy governor Said | Rahimi", of which the name was cut short
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
                name = bare(span.text)
                if name[:1].isupper() and len(name) > 3 and (entry or pattern("organisation").search(name) or name.isupper()):
                    out.setdefault(name, target)
                    if (m := re.search(rf"{re.escape(name)} \(([A-Z]{{2,8}})\)", self.report.text)) is not None:
                        out.setdefault(m[1], target)
                    for word in pattern("organisation.alone").findall(name):
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
        if any(_ITS.match(text) and pattern("heads").search(text) for text in about) and source:
            bodies = {t for _, t in self.bodies} - {own}
            before = [(s.start, t) for t in sorted(bodies) for s in self.mentioned[t] if s.end <= source[0].start]
            return max(before)[1] if before else None
        return None

    def _listed_in(self, about: Sequence[str], own: str | None) -> str | None:
        """Return the listed body that a description names although the report speaks of it nowhere else: "the UN coordinator"."""
        for text in about:
            its = re.findall(r"[\w&'’.-]+", text)
            capitals = [n for n, word in enumerate(its) if word[0].isupper()]
            for n, size in ((n, k) for k in range(min(5, len(its) - 1), 0, -1) for n in capitals if n + k <= len(its)):
                found = self.agencies.body(bare(" ".join(its[n : n + size])))
                if found is not None and found != own and self.ontology.actors[found].kind not in _NO_BODY:
                    return found
        return None

    def holder(self, statement: Statement) -> Holder:
        """Return who makes a statement."""
        if statement.id not in self._holders:
            self._holders[statement.id] = self._made(statement)
        return self._holders[statement.id]

    def at(self, start: int, end: int) -> Holder:
        """Return whom the words at ``[start, end)`` name, as one who speaks."""
        if (start, end) not in self._spans:
            self._spans[start, end] = self._at(start, end)
        return self._spans[start, end]

    def _at(self, start: int, end: int) -> Holder:
        span = self.report.span(start, end)
        found = ((len(s.text), t) for t, spans in self.mentioned.items() for s in spans if span.covers(s))
        target = max(found, default=(0, ""))[1] or None
        if target is not None and target in self.ontology.actors and self.ontology.actors[target].kind != "state":
            return self.listed(span.text, target, about=self.described[target], source=(span,))
        return self._unlisted(span.text, target, (span,))

    def _made(self, statement: Statement) -> Holder:
        words = " ".join(s.text for s in statement.source)
        if (m := _JOURNALIST.search(words)) is not None:
            name = bare(m["outlet"])
            if self.calls_house(name):
                return Holder(
                    words=words, actor=statement.speaker, name=_ARTICLE.sub("", words), kind="witness", knows=False, keys=()
                )
            if (outlet := self.agencies.named(name)) is not None:
                return self.outlet(outlet, words)
        target = statement.speaker
        if target is None or target not in self.ontology.actors:
            words, target = self._whole(words, target, statement.source)
        if (m := _MEDIUM.match(words)) is not None and (target is None or target not in self.ontology.actors):
            return self.outlet(self.agencies.named(m["name"]) or (agency_id(m["name"]), m["name"]), words)
        if (
            target is not None
            and self._is_outlet(target)
            and unlisted(words)
            and not re.search(r"\bstate\b", words, re.IGNORECASE)
        ):
            target = None  # "Prime Minister Karim Sabah" is no newspaper
        if target is not None and target in self.ontology.actors:
            return self.listed(words, target, about=self.described.get(target, []), source=statement.source)
        if target is not None and re.match(
            rf"(?:the )?{target.partition(':')[2].replace('-', ' ')}['’]s [a-z]", words, re.IGNORECASE
        ):
            target = None  # "Kesra's town hall" is not Kesra
        if target is not None and self._is_publisher(target) and not self.calls_house(bare(words)) and len(words.split()) > 2:
            target = None  # a body of the town that the paper bears in its name
        if (outlet := self.agencies.named(_ARTICLE.sub("", words))) is not None:
            return self.outlet(outlet, words)
        return self._unlisted(words, target, statement.source)

    def _whole(self, words: str, target: str | None, source: Sequence[Span]) -> tuple[str, str | None]:
        """Return a name that was cut short with the rest of it: "the group Steppe" of "the group Steppe Eyes"."""
        if target is None and (m := _CALLED.match(words)) is not None:
            return words, "name:" + "-".join(re.findall(r"[^\W_]+", m["name"].lower()))
        last = words.rsplit(maxsplit=1)[-1] if words else ""
        if not source or not last[:1].isupper() or (target or "name:").partition(":")[0] != "name":
            return words, target
        m = _REST.match(self.report.text, source[-1].end)
        rest = m.group().split() if m is not None else []
        if not rest or any(w.lower() in words_of("no_name") for w in rest):
            return words, target
        its = "-".join(re.findall(r"[^\W_]+", " ".join(rest).lower()))
        return f"{words} {' '.join(rest)}", f"{target}-{its}" if target is not None else None

    def _is_publisher(self, target: str) -> bool:
        its = re.findall(r"\w+", (self.report.publisher or "").lower())
        return bool(its) and target.partition(":")[2].split("-") == [w for w in its if w != "the"]

    def _is_outlet(self, target: str) -> bool:
        return target in self.ontology.actors and self.ontology.actors[target].kind == "media"

    def listed(self, words: str, target: str, *, about: Sequence[str] = (), source: Sequence[Span] = ()) -> Holder:
        """Return a listed actor as a holder, with the bodies and sides that it speaks for on the report\'s date."""
        day = self.report.published_at
        entries = lineage(target, ontology=self.ontology, date=day)
        entry = entries[0]
        kind = "agency" if entry.kind == "media" else "speech" if entry.kind in {"person", "office"} else "source"
        keys = [e.id for e in entries if e.kind not in {"state", "igo"} or e is entry]
        if entry.kind == "person":
            keys.append(f"person:{surname(entry.name)}")
        elif (short := bare(words)).isupper() and len(short) > 2:
            keys.append(f"bare:{short.lower()}")  # initials are many bodies'
        if kind == "source" and (told := _telling(entry.name)):
            keys.append(told)
        held = sides(target, ontology=self.ontology, date=day)
        if entry.kind == "person" and (body := self._affiliated(about, target, source)) is not None:
            other = self._body(body)
            keys, held = keys + [k for k in other.keys if k not in keys], held or other.sides
        if entry.kind == "person" and not held:
            held = self._side(about)
        return Holder(words=words, actor=target, name=entry.name, kind=kind, knows=True, keys=tuple(keys), sides=held)

    def _body(self, target: str) -> Holder:
        """Return the holder that a body of this report would be, if it spoke itself."""
        if target in self.ontology.actors:
            return self.listed("", target)
        own = target.partition(":")[2].replace("-", " ")
        return self.named("", target, own, self._side([*self.described[target], self._cased(own)]))

    def _unlisted(self, words: str, target: str | None, source: Sequence[Span]) -> Holder:
        about = [words, *self.described.get(target or "", [])]
        named = target is not None and target.startswith("name:")
        own = target.partition(":")[2].replace("-", " ") if target is not None else ""
        held = self._side([*about, self._cased(own)] if named else about)
        if not words and target is None:
            return Holder(words=words, actor=None, name="an unnamed source", kind="unnamed", knows=False, keys=())
        if named and not _PEOPLE.match(words) and any(w[:1].isupper() for text in about for w in _ARTICLE.sub("", text).split()):
            holder = self.named(words, str(target), self._shown(own, about), held)
        else:
            vague = pattern("nobody").search(words or own) is not None
            roles = pattern("roles").findall(words) if not vague and _DEFINITE.match(words) else []
            knows = not vague and bool(held or roles)
            ordinary = not held and not vague and (_PEOPLE.match(words) or pattern("witness").search(words))
            kind = "source" if knows else "witness" if ordinary and not pattern("organisation").search(words) else "unnamed"
            name = _ARTICLE.sub("", words) if len(words) > 4 else own or words
            keys = (*((f"kind:{name.lower()}",) if knows else ()), *(f"bare:{_role(w)}" for w in roles))
            holder = Holder(words=words, actor=target, name=name, kind=kind, knows=knows, keys=keys, sides=held)
        if holder.knows and any(pattern("organ").search(text) for text in about[:4]):
            holder = replace(holder, keys=(*holder.keys, "organ:"))
        if (body := self._affiliated(about, target, source)) is None:
            unsure = [f"bare:{(m[1] or m[2]).lower()}" for text in about[:4] for m in _BARE_BODY.finditer(text)]
            if holder.knows and any(pattern("medical").search(text) for text in about[:4]):
                unsure.append("bare:hospital")  # a surgeon's word may be his hospital's
            if holder.kind == "speech" and not held and not any(k.startswith("has:") for k in holder.keys):
                led = [m["body"] or m["home"] or m["owner"] for text in about for m in _LEADS.finditer(text)]
                unsure += [f"bare:{_role(m['of'])}" for text in about for m in _OF_WHAT.finditer(text)]
                unsure += ["name:" + "-".join(re.findall(r"[^\W_]+", body.lower())) for body in led]
                if not led and self._speaks_for_somebody(own, about):
                    unsure.append(self._its(about, source) or "bare:*")
            return replace(holder, keys=tuple(dict.fromkeys((*holder.keys, *unsure))))
        other = self._body(body)
        leads = _DEFINITE.match(words) and pattern("heads").search(words)  # "the front's commander" is one man
        if not holder.knows and not leads and (pattern("nobody").search(words or own) or holder.kind == "witness"):
            return replace(holder, sides=holder.sides or other.sides)
        keys = tuple(dict.fromkeys((*holder.keys, *other.keys)))
        return replace(holder, knows=True, kind="speech", keys=keys, sides=other.sides or holder.sides)

    def _cased(self, own: str) -> str:
        """Return an unlisted name with the capitals that its words have in the report: they tell a country from a department."""
        return " ".join(w.title() if w.title() in self.report.text else w for w in own.split())

    def _speaks_for_somebody(self, own: str, about: Sequence[str]) -> bool:
        """True for a name that nothing explains, and for a spokesman or leader of one knows not whom: it may be anybody's."""
        name = set(own.split())
        rest = [w for text in about for w in re.findall(r"[^\W\d_]{2,}", text) if w.lower() not in name | _PRONOUNS]
        said = pattern("practising").sub(" ", " ".join(rest))  # a chief surgeon heads no body
        return not rest or pattern("heads").search(said) is not None

    def _its(self, about: Sequence[str], source: Sequence[Span]) -> str | None:
        """Return the key of what "its director" is of, where the sentence tells: "the hospital treated 40, its director said"."""
        if not source or not any(_ITS.match(text) for text in about):
            return None
        before = re.split(r"[.!?]\s", self.report.text[max(source[0].start - 250, 0) : source[0].start])[-1]
        found = pattern("roles").findall(before)
        return f"bare:{_role(found[-1])}" if found else None

    def _shown(self, own: str, about: Sequence[str]) -> str:
        """Return how a person would say an unlisted name: as the report writes it, never "he"."""
        name = re.compile(r"\W+".join(re.escape(p) for p in own.split()), re.IGNORECASE)
        found = [m.group() for a in about if (m := name.search(a)) is not None]
        return max(found, key=lambda n: sum(c.isupper() for c in n)) if found else own.title()

    def named(self, words: str, target: str, name: str, held: tuple[str, ...]) -> Holder:
        """Return somebody whom no list has as a holder, with the keys by which other reports may know the same."""
        own = target.partition(":")[2].replace("-", " ")
        keys = [target]
        if pattern("organisation").search(own):
            if told := _telling(own):
                keys.append(told)
            keys += [f"{'has' if ' ' in own else 'bare'}:{w.lower()}" for w in pattern("organisation").findall(own)]
            if len(initials := "".join(w[0] for w in own.split() if w not in _SMALL)) > 2:
                keys.append(f"has:{initials}")
            kind = "source"
        else:
            keys.append(f"person:{surname(own)}")
            if " " not in own:
                keys.append(f"nation:{nation(own)}")
                if not held and nation(own) in self.nations:
                    held = (f"unlisted:{nation(own)}:government",)  # a country that speaks
            kind = "speech"
        keys += [f"has:{_role(w)}" for text in (words, *self.described.get(target, ())) for w in pattern("roles").findall(text)]
        keys.append(agency_id(own))  # "Meridian reported" does not say that Meridian is an agency; another outlet does
        keys += [f"nation:{s.split(':')[1]}" for s in held if s.count(":") == 2]
        return Holder(words=words, actor=target, name=name, kind=kind, knows=True, keys=tuple(keys), sides=held)

    def _side(self, described: Sequence[str]) -> tuple[str, ...]:
        """Return the side of a party by all that it is called: one that is named before one that is told by its kind alone.

        An organ of a country that the actor list has is on that government's side, and on none where the list knows of no war.
        """
        if (called := next((side for text in described if (side := rebels(text))), None)) is not None:
            return called
        found = [side for text in described if (side := unlisted(text))]
        best = next((f for f in found if not generic(f[0])), found[0] if found else ())
        listed = next((g for f in found if (g := self.agencies.government(f[0])) is not None), None)
        return sides(listed, ontology=self.ontology, date=self.report.published_at) or best

    def outlet(self, found: tuple[str, str], words: str) -> Holder:
        """Return an agency or outlet, by its id and name, as a holder."""
        held = sides(found[0], ontology=self.ontology, date=self.report.published_at)
        if not held and _STATE_MEDIA.search(words):
            held = self._side([words, f"{words} government"])
        if not held:
            held = self._side([m["whom"] or m["of"] for m in self._run_by if found[1] in m.group()])
        keys = tuple(e.id for e in lineage(found[0], ontology=self.ontology, date=self.report.published_at)) or (found[0],)
        return Holder(words=words, actor=found[0], name=found[1], kind="agency", knows=True, keys=keys, sides=held)

    def calls_house(self, name: str) -> bool:
        """True where a name is the publisher's own, also cut short ("the Courier") or by its initials ("BPA")."""
        publisher = self.report.publisher
        if not publisher:
            return False
        its, given = re.findall(r"\w+", publisher.lower()), re.findall(r"\w+", name.lower())
        initials = "".join(w[0] for w in its if w not in {"of", "the", "and", "de", "del", "la", "for"})
        return bool(given) and (set(given) <= set(its) or (len(given) == 1 and len(given[0]) > 1 and given[0] == initials))


def _role(word: str) -> str:
    return mapped("alike").get(word.lower(), word.lower())


def bare(name: str) -> str:
    """Return a name without its article and without the mark of the genitive."""
    return _ARTICLE.sub("", name).removesuffix("'s").removesuffix("’s")


def _telling(name: str) -> str | None:
    """Return a body's name as the set of its words, which is the same in two translations; None for a name of one word."""
    its = {mapped("alike").get(w, w) for w in re.findall(r"\w+", name.lower()) if w not in _SMALL and len(w) > 1}
    return "org:" + "+".join(sorted(its)) if len(its) > 1 else None
