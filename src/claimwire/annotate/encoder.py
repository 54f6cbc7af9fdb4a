"""The default annotator: one small encoder, all heads in one pass, on the CPU.

A sentence longer than the encoder's window is read in parts and stays one sentence. Offsets come from the segmenter alone,
so whatever the model says, a span is cut from the report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from claimwire.annotate import decode
from claimwire.annotate.lemma import Lemmatizer
from claimwire.annotate.pieces import Pieces
from claimwire.annotate.repair import repair
from claimwire.annotate.segment import SegmentedSentence, segment
from claimwire.errors import ModelError
from claimwire.records import Annotation, Argument, Mention, Part, Report, Sentence, Token, Trigger, digest

MODELS = Path(__file__).parent.parent / "models"
FILES = ("encoder.onnx", "vocabulary.txt", "labels.json", "heads.npz", "lemmas.tsv")
WINDOW = 320  # pieces; the encoder was trained on shorter sentences, and attention grows with the square
FAINT = 0.15  # probability from which a word is offered as a trigger, though most such words are none
_RELATIVE = frozenset({"who", "whom", "which", "that"})
ROLE_FLOOR = 0.15  # probability from which a role is offered; what it is worth beside the grammar is for others to weigh

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})  # parts of speech that can name a happening on their own
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"})
PLACES = frozenset({"location", "origin", "destination", "scope"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """The words of one sentence, or of the part of it that fits the window."""

    sentence: int
    words: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """What the heads say of one chunk; word numbers count from the chunk's start."""

    upos: list[str]
    heads: list[int]
    relations: list[str]
    mentions: list[decode.Run]
    triggers: list[tuple[decode.Candidate, str, str, tuple[str, ...], float]]  # realization, factuality, modes, happened
    parts: list[decode.Run]
    arguments: list[tuple[int, int, str, float]]  # trigger number, head word, role, score


class EncoderAnnotator:
    """Annotates with the shipped model, or with one in ``folder`` that was exported by the same training."""

    def __init__(self, *, folder: Path = MODELS, threads: int = 1) -> None:
        self._folder = folder
        self._digests = {name: _sha256(folder / name) for name in FILES}
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        for name, expected in labels["files"].items():
            if self._digests[name] != expected:
                raise ModelError(f"{folder / name}: sha256 is {self._digests[name]}, not {expected}; install claimwire again")
        self._relations: list[str] = labels["relations"]
        self._roles: list[str] = labels["roles"]
        self._layers: dict[str, tuple[slice, list[str]]] = {}
        at = 0
        for layer in labels["layers"]:
            self._layers[layer["name"]] = (slice(at, at + len(layer["labels"])), layer["labels"])
            at += len(layer["labels"])
        with np.load(folder / "heads.npz") as heads:
            self._weights: dict[str, decode.Scores] = {name: heads[name].astype(np.float32) for name in heads.files}
        self._root = self._relations.index("root")
        self.pieces = Pieces(folder / "vocabulary.txt")
        self._lemma = Lemmatizer(folder / "lemmas.tsv")
        self._threads = threads

    @cached_property
    def _session(self) -> Any:
        """The graph, opened by the first sentence: a process that leaves reading to others needs none."""
        return _session(self._folder / "encoder.onnx", self._threads)

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of each model file."""
        return self._digests

    def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
        """Return one annotation per report, in order."""
        out = []
        for report in reports:
            segments = segment(report.text)
            out.append(self._assemble(report, segments, [(c, self.read(c.forms)) for c in self._chunks(report, segments)]))
        return out

    def _chunks(self, report: Report, segments: Sequence[SegmentedSentence]) -> Iterator[Chunk]:
        for index, sentence in enumerate(segments):
            forms = tuple(report.text[a:b] for a, b in sentence.tokens)
            begin = total = 0
            for i, length in enumerate(map(len, self.pieces.of(forms))):
                if total + length > WINDOW:
                    yield Chunk(index, sentence.tokens[begin:i], forms[begin:i])
                    begin, total = i, 0
                total += length
            if begin < len(forms):
                yield Chunk(index, sentence.tokens[begin:], forms[begin:])

    # --- one batch ------------------------------------------------------------------------------------------------------

    def read(self, forms: Sequence[str]) -> Found:
        """Run the graph over the words of one sentence and decode it.

        One sentence at a time: the int8 graph scales its activations per batch, so in a batch a sentence would read a little
        differently among other neighbours, and it would be no faster (326 sentences a second alone, 304 in batches).
        """
        arcs, rel_dependent, rel_head, tags, role_trigger, role_word = self._run(forms)
        heads = decode.tree(arcs)
        relations = [self._relations[r] for r in self._relate(rel_dependent + rel_head[heads + 1], heads)]
        columns, labels = self._layers["upos"]
        upos = [labels[k] for k in tags[:, columns].argmax(axis=1)]
        governors = [int(h) for h in heads]
        repair(forms, upos, governors, relations)
        found = Found(
            upos=upos,
            heads=governors,
            relations=relations,
            mentions=_mentions(*(self._runs(tags, n) for n in ("name", "time", "quantity"))),
            triggers=[],
            parts=[run for n in ("attribution", "content", "nested") for run in self._runs(tags, n)],
            arguments=[],
        )
        self._add_triggers(found, tags, role_trigger, role_word)
        return found

    def logits(self, forms: Sequence[str], layer: str) -> decode.Scores:
        """Return what one head says of each word of a sentence, undecoded: [words, labels of the layer]."""
        tags: decode.Scores = self._run(forms)[3]
        return tags[:, self._layers[layer][0]]

    def _run(self, forms: Sequence[str]) -> list[decode.Scores]:
        ids, shapes, firsts = self.pieces.batch([forms])
        return [o[0] for o in self._session.run(None, {"ids": ids, "shapes": shapes, "firsts": firsts})]

    def _relate(self, pairs: decode.Scores, heads: decode.Indices) -> decode.Indices:
        logits = decode.gelu(pairs) @ self._weights["relation_weight"].T + self._weights["relation_bias"]
        logits[:, self._root] = np.where(heads < 0, np.inf, -np.inf)
        return np.asarray(logits.argmax(axis=1), dtype=np.int64)

    def _add_triggers(self, found: Found, tags: decode.Scores, role_trigger: decode.Scores, role_word: decode.Scores) -> None:
        """Add the words that may name a happening, what the heads say of each, and who may take part in it."""
        columns, labels = self._layers["trigger"]
        candidates = decode.candidates(tags[:, columns], labels, floor=FAINT)
        likely = [c for c in candidates if c.run.score >= 0.5 or any(u in CONTENT for u in found.upos[c.run.first : c.run.last])]
        if not likely:
            return
        projected = decode.means(role_trigger, [c.run for c in likely])
        scores = decode.sigmoid(decode.roles(projected, role_word, self._weights["role_weight"], self._weights["role_bias"]))
        for number, (candidate, mean) in enumerate(zip(likely, decode.means(tags, [c.run for c in likely]), strict=True)):
            found.triggers.append(
                (
                    candidate,
                    self._best(mean, "realization"),
                    self._best(mean, "factuality"),
                    self._several(mean, "mode"),
                    round(3 * float(np.tanh(mean[self._layers["happened"][0]])[0]), 2),
                )
            )
            self._add_arguments(found, number, candidate.run, scores[number])

    def _runs(self, tags: decode.Scores, layer: str) -> list[decode.Run]:
        columns, labels = self._layers[layer]
        return decode.runs(tags[:, columns], labels)

    def _best(self, logits: decode.Scores, layer: str) -> str:
        columns, labels = self._layers[layer]
        return labels[int(logits[columns].argmax())]

    def _several(self, logits: decode.Scores, layer: str) -> tuple[str, ...]:
        columns, labels = self._layers[layer]
        return tuple(label for label, value in zip(labels, logits[columns], strict=True) if value > 0)

    def _add_arguments(self, found: Found, number: int, trigger: decode.Run, scores: decode.Scores) -> None:
        """Words that follow one another in one role are one argument, named by the word that governs the others."""
        for column in np.flatnonzero(scores.max(axis=0) >= ROLE_FLOOR):
            role = self._roles[column]
            for first, last in decode.stretches(scores[:, column].tolist(), sure=0.5, floor=ROLE_FLOOR):
                if (first, last) == (trigger.first, trigger.last):
                    continue  # a happening takes no part in itself
                inside = range(first, last)
                tops = [w for w in inside if found.heads[w] not in inside] or [first]
                content = [w for w in tops if found.upos[w] in NOMINAL] or tops
                head = max(content, key=lambda w: (float(scores[w, column]), -w))
                found.arguments.append((number, head, role, round(float(scores[first:last, column].max()), 4)))
                label = "actor" if role in {"actor", "recipient"} else "place" if role in PLACES else role
                covered = any(m.first <= head < m.last for m in found.mentions)
                if not covered and scores[head, column] >= 0.5:
                    run = decode.Run(first, last, label, round(float(scores[first:last, column].mean()), 4))
                    if not any(m.first < run.last and run.first < m.last for m in found.mentions):
                        found.mentions.append(run)

    # --- one report -----------------------------------------------------------------------------------------------------

    def _assemble(
        self, report: Report, segments: Sequence[SegmentedSentence], found: Sequence[tuple[Chunk, Found]]
    ) -> Annotation:
        tokens: dict[int, list[Token]] = {}
        mentions: list[Mention] = []
        triggers: list[Trigger] = []
        parts: list[Part] = []
        arguments: list[Argument] = []
        for chunk, one in found:
            words = chunk.words

            def span(first: int, last: int, words: tuple[tuple[int, int], ...] = words) -> Any:
                return report.span(words[first][0], words[last - 1][1])

            own = tokens.setdefault(chunk.sentence, [])
            own += self._tokens(chunk, one, before=own)
            for m in one.mentions:
                where = span(m.first, _last_word(m, one.upos, [report.text[a:b].lower() for a, b in words[m.first : m.last]]))
                identity = digest("mention", report.id, where.start, where.end, m.label)
                mentions.append(Mention(id=identity, span=where, label=m.label, score=m.score))
            here = []
            for candidate, realization, factuality, modes, happened in one.triggers:
                run = candidate.run
                typed = run.label.isupper()
                here.append(
                    Trigger(
                        span=span(run.first, run.last),
                        kind="event" if typed else run.label,
                        event_type=run.label if typed else None,
                        score=run.score,
                        realization=realization,
                        factuality=factuality,
                        modes=modes if typed else (),
                        happened=happened,
                        labels=candidate.labels,
                    )
                )
            triggers += here
            parts += [Part(span=span(p.first, p.last), label=p.label, score=p.score) for p in one.parts]
            arguments += [
                Argument(trigger=here[number].span, span=span(head, head + 1), role=role, score=score)
                for number, head, role, score in one.arguments
            ]
        return Annotation(
            report=report.id,
            sentences=tuple(
                Sentence(
                    id=digest("sentence", report.id, s.start, s.end),
                    start=s.start,
                    end=s.end,
                    paragraph=s.paragraph,
                    tokens=tuple(tokens.get(i, ())),
                )
                for i, s in enumerate(segments)
            ),
            mentions=tuple(sorted(mentions, key=lambda m: (m.span.start, m.span.end, m.label))),
            triggers=tuple(triggers),
            parts=tuple(sorted(parts, key=lambda p: (p.span.start, p.span.end, p.label))),
            arguments=tuple(arguments),
        )

    def _tokens(self, chunk: Chunk, one: Found, *, before: Sequence[Token]) -> list[Token]:
        """Tokens of a chunk; the root of a later chunk hangs on the sentence's first root, as a parataxis."""
        shift = len(before)
        root = next((i for i, t in enumerate(before) if t.head == -1), -1)
        out = []
        for (start, end), form, upos, head, relation in zip(
            chunk.words, chunk.forms, one.upos, one.heads, one.relations, strict=True
        ):
            is_root = head < 0
            out.append(
                Token(
                    start=start,
                    end=end,
                    text=form,
                    lemma=self._lemma(form, upos),
                    upos=upos,
                    head=root if is_root else head + shift,
                    deprel="parataxis" if is_root and root >= 0 else relation,
                )
            )
        return out


def _last_word(mention: decode.Run, upos: Sequence[str], words: Sequence[str]) -> int:
    """Return where a name or description ends: never on a preposition, a conjunction or a relative pronoun."""
    last = mention.last
    while mention.label in {"actor", "place"} and last > mention.first + 1:
        if upos[last - 1] not in {"ADP", "CCONJ", "SCONJ"} and words[last - 1 - mention.first] not in _RELATIVE:
            break
        last -= 1
    return last


def _mentions(names: list[decode.Run], times: list[decode.Run], quantities: list[decode.Run]) -> list[decode.Run]:
    """One list without overlaps: names before times before quantities, for a year is a number and a time."""
    out = list(names)
    for run in (*times, *quantities):
        if not any(m.first < run.last and run.first < m.last for m in out):
            out.append(run)
    return out


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as e:
        raise ModelError(f"{path}: cannot be read ({e.strerror}); install claimwire again") from e


def _session(path: Path, threads: int) -> Any:
    """An onnxruntime session that does not spin: work is spread over processes, and idle threads would take their cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
