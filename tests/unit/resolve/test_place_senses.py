"""Names that act and names that locate, over sentences that the annotator reads itself."""

import re
from pathlib import Path

from claimwire.pipeline import Coder
from claimwire.records import Report
from claimwire.resolve.places import read_places

_TABLE = Path(__file__).with_name("place_senses.txt")
_TOLERATED = 5  # of the table: a newly trained tagger reads some sentence in another way


def _rows() -> list[tuple[str, str, list[tuple[int, int]]]]:
    rows = []
    for line in _TABLE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        sense, marked = line.split("\t")
        text, spans = "", []
        for part in re.split(r"(\[[^\]]+\])", marked):
            if part.startswith("["):
                spans.append((len(text), len(text) + len(part) - 2))
            text += part.strip("[]") if part.startswith("[") else part
        rows.append((sense, text, spans))
    return rows


def test_capitals_and_countries_act_or_locate_as_their_sentence_says(coder: Coder) -> None:
    rows = _rows()
    reports = [Report(id=str(n), text=text) for n, (_, text, _) in enumerate(rows)]
    annotations = [a for i in range(0, len(reports), 16) for a in coder.annotator.annotate(reports[i : i + 16])]
    wrong, seen = [], 0
    for (sense, text, spans), report, annotation in zip(rows, reports, annotations, strict=True):
        readings = read_places(report, annotation, gazetteer=coder.gazetteer, ontology=coder.ontology)
        for start, end in spans:
            on_it = [r.found for r in readings if r.found.span.start < end and start < r.found.span.end]
            got = "place" if any(not f.metonym for f in on_it) else "actor"
            seen += 1
            if got != sense:
                wrong.append(f"{text[start:end]} is {sense}, read as {got}: {text}")
    assert seen >= 190
    assert len(wrong) <= _TOLERATED, "\n".join(wrong)
