"""The model card: what the shipped encoder was trained on, how good it is, and what it must not be trusted with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TEXT = """# Model card: the claimwire encoder

One MiniLM-L6 (22 million parameters) with heads for the Universal Dependencies parse, parts of speech, names, times, quantities,
event triggers with PLOVER 2.0 types and modes, realization, factuality, statement parts, and the roles of words for triggers.
English only. Written by `make train`; do not edit.

**Licence of the weights and of the lemma table: CC BY-SA 4.0**, because share-alike data is among what they were trained on.
The code is Apache-2.0. Start: {origin}, {start_licence}.

| file | sha256 |
|---|---|
{files}

## Trained on
Batches of at most 1,400 word pieces; AdamW, two learning rates; all corpora mixed in every batch, heads masked where a corpus
is silent. Word pieces keep MiniLM's vectors. Stages, each going on from the one before:

{runs}

| file | licence | teaches | cite |
|---|---|---|---|
{training}

Beside these, `training/own/*.jsonl`: {own} sentences written for this project and annotated under its codebook by a language
model (CC BY-SA 4.0), of which every fifth trained no head and served to fit how rules and heads are weighed
(`claimwire/claims/weights.json`). No text of the other corpora is part of this package.
Never trained on: the claims dev part, EWT dev and test, re3d's BBC part, PolNeAR, or any corpus marked for evaluation only.

## Scores
Measured on the exported files through the package's own decoder. Trigger figures are on candidates of score .5 and more; role
and field figures on gold events whose trigger was found. `all right` is the share of events whose every participant of that
role was found and none invented; `n` counts words, spans or triggers.

{scores}

Lemmas, given gold parts of speech, EWT dev: {lemmas:.3f}.

## Limits
- The claims corpus was annotated by a language model under the codebook and spot-checked, not by people: figures on it carry
  its noise.
- The sentences of our own share that annotator's habits: they cannot show where it is wrong, and no figure is taken on them.
- Triggers, roles and rare types (COOPERATE, CONCEDE, MOBILIZE, THREATEN) were learned from some 5,000 sentences. Lexicon and
  grammar of the claims room are weighed against these heads; neither decides alone.
- A second training run on another processor gives other bytes and figures within half a point of these.
- Training texts are from 1990 to 2020, many on Syria and Iraq; names of other wars are seen less well.
"""


def write(
    scores: Mapping[str, Any],
    assets: Mapping[str, Any],
    runs: Sequence[str],
    *,
    digests: Mapping[str, str],
    own: int,
) -> str:
    """Return the card as Markdown."""
    int8, full = scores["int8"], scores["float32"]
    table = ["| data | figure | int8 (shipped) | float32 |", "|---|---|---|---|"]
    for data, figures in int8.items():
        for name, value in figures.items():
            if name.startswith("n"):
                table.append(f"| {data} | {name} | {value:.0f} | |")
            else:
                table.append(f"| {data} | {name} | {value:.3f} | {full[data][name]:.3f} |")
    return TEXT.format(
        origin=assets["start"]["origin"],
        start_licence=assets["start"]["licence"],
        files="\n".join(f"| {name} | `{value}` |" for name, value in digests.items()),
        runs="\n".join(f"{i}. {run}" for i, run in enumerate(runs, start=1)),
        training="\n".join(
            f"| {f['path']} | {f['licence']} | {f['teaches']} | {f.get('cite', '')} |"
            for f in assets["file"]
            if f["use"] == "train"
        ),
        own=f"{own:,}",
        scores="\n".join(table),
        lemmas=scores["lemmas"]["EWT dev"],
    )
