"""Score exported files, as they will run, on data that no head was trained on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from claimwire.annotate.encoder import EncoderAnnotator, Found
from training import corpora
from training.corpora import Example

Score = dict[str, float]


def read(annotator: EncoderAnnotator, examples: Sequence[Example]) -> list[Found]:
    """What the heads find in sentences whose words are given."""
    return [annotator.read(e.forms) for e in examples]


def parse(annotator: EncoderAnnotator, examples: Sequence[Example]) -> Score:
    """Labelled and unlabelled attachment and parts of speech, gold words, punctuation included, subtypes counted."""
    count: Counter[str] = Counter()
    for e, f in zip(examples, read(annotator, examples), strict=True):
        for i, head in enumerate(e.heads):
            count["n"] += 1
            count["upos"] += corpora.UPOS.index(f.upos[i]) == e.tags["upos"][i]
            count["uas"] += f.heads[i] == head
            count["las"] += f.heads[i] == head and f.relations[i] == e.relations[i]
    return {k: count[k] / count["n"] for k in ("upos", "uas", "las")} | {"n": count["n"]}


def f1(right: int, gold: int, found: int) -> float:
    """Harmonic mean of precision and recall; 0 when nothing is there to find."""
    return 2 * right / (gold + found) if gold + found else 0.0


def gold_runs(example: Example, layer: str) -> set[tuple[int, int, str]]:
    """Gold spans of a layer as word ranges."""
    labels = corpora.LAYERS[layer].labels
    out, at, tags = set(), 0, example.tags[layer]
    while at < len(tags):
        if tags[at]:
            end = at + 1
            while end < len(tags) and tags[end] == tags[at] + 1:
                end += 1
            out.add((at, end, labels[tags[at]][2:]))
            at = end
        else:
            at += 1
    return out


def spans(pairs: Iterable[tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]]) -> Score:
    """Exact micro F1, and exact F1 per label."""
    right, gold, found = Counter(), Counter(), Counter()
    for g, p in pairs:
        for counter, some in ((right, g & p), (gold, g), (found, p)):
            counter.update(x[2] for x in some)
    each = {k: f1(right[k], gold[k], found[k]) for k in sorted(gold)}
    return {"f1": f1(right.total(), gold.total(), found.total()), **each, "n": gold.total()}


def mentions(annotator: EncoderAnnotator, examples: Sequence[Example]) -> Score:
    """Exact F1 of names, times and quantities."""
    found = read(annotator, examples)
    layers = ("name", "time", "quantity")
    return spans(
        (
            {r for n in layers for r in gold_runs(e, n)},
            {(m.first, m.last, m.label) for m in f.mentions},
        )
        for e, f in zip(examples, found, strict=True)
    )


def parts(annotator: EncoderAnnotator, examples: Sequence[Example]) -> Score:
    """Exact F1 of sources, cues and contents."""
    found = read(annotator, examples)
    layers = ("attribution", "content", "nested")
    return spans(
        ({r for n in layers for r in gold_runs(e, n)}, {(p.first, p.last, p.label) for p in f.parts})
        for e, f in zip(examples, found, strict=True)
    )


def triggers(annotator: EncoderAnnotator, examples: Sequence[Example], *, threshold: float = 0.5) -> Score:
    """Triggers by overlap, and what the other heads say of those that match."""
    count: Counter[str] = Counter()
    labels = corpora.LAYERS["trigger"].labels
    roles = corpora.ROLES
    for e, f in zip(examples, read(annotator, examples), strict=True):
        predicted = [(i, (c.run, *rest)) for i, (c, *rest) in enumerate(f.triggers) if c.run.score >= threshold]
        used: set[int] = set()
        count["gold"] += len(e.triggers)
        count["found"] += len(predicted)
        events = [t for t in e.triggers if labels[e.tags["trigger"][t.first]][2:].isupper()]
        count["gold events"] += len(events)
        count["found events"] += sum(t[0].label.isupper() for _, t in predicted)
        for gold in e.triggers:
            match = next(
                (x for x in predicted if x[0] not in used and x[1][0].first < gold.last and gold.first < x[1][0].last), None
            )
            if match is None:
                continue
            number, (run, realization, factuality, modes, _) = match
            used.add(number)
            label = labels[e.tags["trigger"][gold.first]][2:]
            count["overlap"] += 1
            count["typed"] += run.label == label
            if not label.isupper():
                continue
            count["event overlap"] += run.label.isupper()
            count["event typed"] += run.label == label
            count["asked"] += 1
            count["realization"] += corpora.REALIZATIONS.index(realization) == gold.realization
            count["factuality"] += corpora.FACTUALITIES.index(factuality) == gold.factuality
            gold_modes = {m for m, v in zip(corpora.MODES, gold.modes, strict=True) if v}
            count["modes right"] += len(gold_modes & set(modes))
            count["modes all"] += len(gold_modes) + len(modes)
            for column, role in enumerate(roles):
                wanted = [int(w) for w in range(len(e.forms)) if gold.roles[w, column]]
                heads = [a[1] for a in f.arguments if a[0] == number and a[2] == role and a[3] >= 0.5]
                groups = _groups(wanted)
                hit = all(any(h in g for h in heads) for g in groups) and all(any(h in g for g in groups) for h in heads)
                count[f"{role} hit"] += hit
                count[f"{role} right"] += sum(any(h in g for h in heads) for g in groups)
                count[f"{role} gold"] += len(groups)
                count[f"{role} found"] += len(heads)
    n = count["asked"] or 1
    out = {
        "triggers f1": f1(count["overlap"], count["gold"], count["found"]),
        "triggers typed f1": f1(count["typed"], count["gold"], count["found"]),
        "events f1": f1(count["event overlap"], count["gold events"], count["found events"]),
        "events typed f1": f1(count["event typed"], count["gold events"], count["found events"]),
        "events precision": count["event overlap"] / (count["found events"] or 1),
        "events recall": count["event overlap"] / (count["gold events"] or 1),
        "realization": count["realization"] / n,
        "factuality": count["factuality"] / n,
        "modes f1": 2 * count["modes right"] / (count["modes all"] or 1),
        "n": count["gold"],
        "n events matched": count["asked"],
    }
    for role in roles:
        out[f"{role} all right"] = count[f"{role} hit"] / n
        out[f"{role} f1"] = f1(count[f"{role} right"], count[f"{role} gold"], count[f"{role} found"])
    return out


def _groups(words: Sequence[int]) -> list[set[int]]:
    out: list[set[int]] = []
    for w in words:
        if out and w - 1 in out[-1]:
            out[-1].add(w)
        else:
            out.append({w})
    return out


def happened(annotator: EncoderAnnotator, path: Path) -> Score:
    """Whether what a word speaks of took place, on every predicate: Pearson's r, and the sign where readers were sure of one."""
    gold: list[float] = []
    mine: list[float] = []
    for record in corpora.records(path):
        text = record["text"]
        offsets = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]  # the corpus comes cut into words
        logits = annotator.logits([text[a:b] for a, b in offsets], "happened")[:, 0]
        at = {start: n for n, (start, _) in enumerate(offsets)}
        for target in record["targets"]:
            if target["start"] in at:
                gold.append(target["factuality"])
                mine.append(float(np.tanh(logits[at[target["start"]]])))
    x, y = np.array(gold), np.array(mine)
    sure = np.abs(x) >= 1
    return {"pearson": float(np.corrcoef(x, y)[0, 1]), "sign": float((x * y > 0)[sure].mean()), "n": float(len(x))}


def everything(folder: Path, data: Path) -> dict[str, Score]:
    """All figures of the model card."""
    annotator = EncoderAnnotator(folder=folder)
    dev = corpora.claims(corpora.records(data / "claims/dev.jsonl"), corpus="claims")
    return {
        "EWT dev": parse(annotator, corpora.conllu(data / "treebank_ewt/en_ewt-ud-dev.conllu.gz")),
        "EWT test": parse(annotator, corpora.conllu(data / "treebank_ewt/en_ewt-ud-test.conllu.gz")),
        "GUM dev": parse(annotator, corpora.conllu(data / "treebank_gum/en_gum_permissive-dev.conllu.gz")),
        "UDS-IH2 dev": happened(annotator, data / "factuality/uds_ih2_dev.jsonl"),
        "claims dev triggers": triggers(annotator, dev),
        "claims dev parts": parts(annotator, dev),
        "claims dev mentions": mentions(annotator, dev),
        "re3d BBC mentions": mentions(annotator, corpora.re3d(data / "re3d/eval_only_bbc_online.jsonl")),
    }
