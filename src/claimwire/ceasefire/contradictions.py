"""What contradicts what: each pair with both quotations. *Denies*, *does not confirm* and *differs* are three things."""

from __future__ import annotations

from collections.abc import Iterator

from claimwire.ceasefire.context import Context, Row, View


def _rows(context: Context) -> Iterator[Row]:
    wanted = {c for event in context.events for x in event.contradictions for c in x.claims}
    told: dict[str, tuple[str, str, bool]] = {}
    inside: set[str] = set()
    for said in context.said(everything=True):
        if said.claim.id in wanted:
            told[said.claim.id] = (context.according_to(said), said.sentence, said.withdrawn)
            if context.holds(said):
                inside.add(said.claim.id)
    for event in context.events:
        for x in event.contradictions:
            if not inside & set(x.claims) or not all(c in told for c in x.claims):
                continue
            (by_a, words_a, back_a), (by_b, words_b, back_b) = told[x.claims[0]], told[x.claims[1]]
            yield {
                "event": event.id,
                "subject": _subject(event.event_type, event.modes, [p.name or p.span.text for p in event.actors]),
                "kind": x.attribute,
                "relation": x.relation,
                "claim_a": words_a,
                "according_to_a": by_a + (" (withdrawn)" if back_a else ""),
                "claim_b": words_b,
                "according_to_b": by_b + (" (withdrawn)" if back_b else ""),
                "note": x.note,
                "status": event.status,
                "claims": list(x.claims),
            }


def _subject(event_type: str | None, modes: tuple[str, ...], actors: list[str]) -> str:
    what = "/".join((event_type or "event", *modes))
    return f"{what} by {', '.join(actors)}" if actors else what


CONTRADICTIONS = View(
    name="contradictions",
    title="Contradictions",
    about="Pairs of claims on one event that cannot both hold; who is silent contradicts nobody and is not here.",
    columns=(
        "event", "subject", "kind", "relation", "claim_a", "according_to_a", "claim_b", "according_to_b", "note", "status",
        "claims",
    ),
    rows=_rows,
)  # fmt: skip
