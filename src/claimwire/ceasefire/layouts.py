"""What stands in a daily report and in which order: one like a monitoring mission's, one like a party's bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A section: the view that it is read off, the columns that it shows (label, column), and what it says when empty."""

    name: str
    title: str
    view: str  # a view's name, or "changes"
    about: str
    columns: tuple[tuple[str, str], ...] = ()
    nothing: str = "No report of this period says anything of it."
    order: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()  # kinds of rows that another section has
    history: bool = False  # rows are read beside all that was said before: a count before, an offer that is answered


CHANGES = Block(
    name="changes",
    title="Changes against the period before",
    view="changes",
    about="Counts of claims and running totals. A difference is one of what was reported, not of what happened.",
)
ALLEGATIONS = Block(
    name="allegations",
    title="Alleged breaches",
    view="allegations",
    about="Alleged in words, or acts that the standing of the parties makes candidates; nothing here is established.",
    columns=(
        ("Alleged by", "alleger"),
        ("Against", "accused"),
        ("Act", "act"),
        ("Times", "times"),
        ("Place", "place"),
        ("Province", "province"),
        ("Date", "date"),
        ("Weapon", "weapon"),
        ("Harm", "harm"),
        ("Basis", "basis"),
        ("Under", "agreement"),
        ("Term", "term"),
        ("Covered", "candidate"),
        ("Standing", "status"),
    ),
    nothing="No report of this period alleges a breach or tells of an act that a clause would cover.",
    order=("province", "place", "date"),
)
SET_ASIDE = Block(
    name="set_aside",
    title="Acts set aside, and why",
    view="set_aside",
    about="Of a kind that a clause rules out, by or against somebody whom the text leaves out, by nobody named, or undated.",
    columns=(
        ("By", "actor"),
        ("Against", "recipient"),
        ("Act", "act"),
        ("Place", "place"),
        ("Province", "province"),
        ("Date", "date"),
        ("Weapon", "weapon"),
        ("Harm", "harm"),
        ("Why no candidate", "reason"),
        ("Standing", "status"),
        ("According to", "according_to"),
    ),
    order=("province", "place", "date"),
)
BY_PROVINCE = Block(
    name="by_province",
    title="By province",
    view="by_province",
    about="What one counter counts in a province in a day, in its own unit; never added up over counters or units.",
    columns=(
        ("Date", "date"),
        ("Counter", "counter"),
        ("Counted", "measure"),
        ("Province", "province"),
        ("Place", "place"),
        ("Number", "value"),
        ("Before", "previous"),
        ("On", "previous_date"),
        ("Difference", "difference"),
        ("Notice", "alerts"),
    ),
    history=True,
)
MATRIX = Block(
    name="matrix",
    title="Who alleges against whom",
    view="allegation_matrix",
    about="Claims of this period, and the happenings that they speak of.",
    columns=(
        ("Alleged by", "alleger"),
        ("Against", "accused"),
        ("Basis", "basis"),
        ("Claims", "n_claims"),
        ("Happenings", "n_events"),
    ),
)
CONTRADICTIONS = Block(
    name="contradictions",
    title="Contradictions and denials",
    view="contradictions",
    about="Two claims that cannot both hold. Who denies, who does not confirm and who merely differs are told apart.",
    columns=(
        ("Of", "subject"),
        ("About", "aspect"),
        ("Relation", "relation"),
        ("One says", "claim_a"),
        ("Said by", "according_to_a"),
        ("Another says", "claim_b"),
        ("Said against it by", "according_to_b"),
    ),
    history=True,
    nothing="No two claims of this period contradict each other.",
)
VERIFICATION = Block(
    name="verification",
    title="Verification",
    view="verification",
    about="How far an alleged act has come: told, told by an independent origin too, decided by a person.",
    columns=(
        ("Act", "act"),
        ("Alleged by", "alleger"),
        ("Against", "accused"),
        ("Place", "place"),
        ("Date", "date"),
        ("Stage", "stage"),
        ("Origins", "origins"),
        ("Decision", "decision"),
    ),
)
ACCESS = Block(
    name="access",
    title="Humanitarian access and aid",
    view="access",
    about="Delivered, denied, promised or asked for, according to whom.",
    columns=(
        ("What", "what"),
        ("By", "by"),
        ("Blocked by", "blocked_by"),
        ("To", "to"),
        ("Place", "place"),
        ("Convoy", "convoy"),
        ("Goods", "goods"),
        ("Tonnes", "tonnes"),
        ("People", "people"),
        ("Trucks", "trucks"),
        ("When", "time"),
        ("According to", "speaker"),
    ),
)
CONTROL = Block(
    name="control",
    title="Who holds what, according to whom",
    view="control",
    about="Claims over intervals. Where two holders are claimed, the place is contested; no line is drawn.",
    columns=(
        ("Place", "place"),
        ("Holder", "holder"),
        ("Since", "since"),
        ("Until", "until"),
        ("From", "from"),
        ("Lost to", "to"),
        ("Basis", "basis"),
        ("Fought over by", "contenders"),
        ("Extent", "extent"),
        ("Standing", "status"),
        ("According to", "speaker"),
    ),
    history=True,
)
SETTLEMENTS = Block(
    name="settlements",
    title="Settlements that joined",
    view="settlements",
    about="By name, or so many without names, as one side claims.",
    columns=(
        ("Date", "date"),
        ("Reported", "reported"),
        ("Settlement", "settlement"),
        ("Number", "number"),
        ("Kind", "kind"),
        ("Province", "province"),
        ("Agreement", "agreement"),
        ("Counter", "counter"),
    ),
)
FIGURES = Block(
    name="figures",
    title="Figures",
    view="figures",
    about="Each with its counter and its scope; figures with different keys are never compared. Parts stand by province.",
    without=frozenset({"part"}),
    columns=(
        ("Counted", "measure"),
        ("Agreement", "agreement"),
        ("Counter", "counter"),
        ("Province", "province"),
        ("Place", "scope"),
        ("Kind", "kind"),
        ("Value", "value"),
        ("As written", "as_written"),
        ("As of", "as_of"),
        ("Notice", "alerts"),
    ),
    history=True,
)
TALKS = Block(
    name="talks",
    title="Talks",
    view="talks",
    about="Offers, demands, answers and meetings, as told.",
    columns=(
        ("What", "kind"),
        ("By", "by"),
        ("To", "to"),
        ("About", "about"),
        ("Place", "place"),
        ("When", "time"),
        ("According to", "speaker"),
    ),
    history=True,
)
SUPPLY = Block(
    name="supply",
    title="Arms, fighters and trade, as alleged",
    view="supply",
    about="Movements that somebody alleges or denies.",
    columns=(
        ("Kind", "kind"),
        ("What", "what"),
        ("By", "by"),
        ("From", "from"),
        ("To", "to"),
        ("Route", "route"),
        ("When", "time"),
        ("According to", "speaker"),
    ),
)
PRISONERS = Block(
    name="prisoners",
    title="Prisoners",
    view="prisoners",
    about="Exchanged, released, handed over or taken, as told.",
    columns=(
        ("What", "what"),
        ("By", "by"),
        ("To", "to"),
        ("Who", "who"),
        ("Number", "number"),
        ("Place", "place"),
        ("When", "time"),
        ("According to", "speaker"),
    ),
)
GAPS = Block(
    name="gaps",
    title="Gaps",
    view="gaps",
    about="Days, provinces and sources of which no report was read.",
    columns=(("Kind", "kind"), ("Name", "name"), ("From", "from"), ("To", "to"), ("Days", "days"), ("Note", "note")),
    nothing="Of every day, province and source of this period there is a report.",
)

LAYOUTS: Mapping[str, tuple[Block, ...]] = {
    "osce": (
        CHANGES,
        MATRIX,
        ALLEGATIONS,
        SET_ASIDE,
        VERIFICATION,
        BY_PROVINCE,
        CONTROL,
        ACCESS,
        PRISONERS,
        CONTRADICTIONS,
        GAPS,
    ),
    "bulletin": (
        CHANGES,
        SETTLEMENTS,
        FIGURES,
        BY_PROVINCE,
        ALLEGATIONS,
        SET_ASIDE,
        CONTROL,
        CONTRADICTIONS,
        ACCESS,
        SUPPLY,
        TALKS,
        PRISONERS,
        GAPS,
    ),
}
