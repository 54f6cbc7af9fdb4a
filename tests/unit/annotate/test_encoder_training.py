"""What the encoder is taught: the readers of the corpora, and that nothing reserved for evaluation is among them."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from training import corpora  # noqa: E402
from training.labels import LAYERS, ROLES  # noqa: E402

TREE = """# newdoc id = GUM_news_invented
# text = The rebels, tired, left Kestrin.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\trebels\trebel\tNOUN\tNNS\t_\t6\tnsubj\t_\tSpaceAfter=No
3\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
4\ttired\ttired\tADJ\tJJ\t_\t2\tamod\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
6\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
7\tKestrin\tKestrin\tPROPN\tNNP\t_\t6\tobj\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

# newdoc id = GUM_voyage_invented
1\tNo\tno\tDET\tDT\t_\t0\troot\t_\t_

"""

TEXT = "Militiamen shelled the port of Ardal on Friday, the governor said."
RECORD = {
    "id": "invented",
    "text": TEXT,
    "sentences": [[0, len(TEXT)]],
    "statements": [{"id": "s1", "parent": None, "source": [[48, 60]], "cue": [[61, 65]], "content": [[0, 46]]}],
    "claims": [
        {
            "kind": "event",
            "event_type": "ASSAULT",
            "modes": ["heavy-weapons"],
            "trigger": [11, 18],
            "actor": [{"span": [0, 10]}],
            "recipient": [],
            "places": [{"span": [19, 36], "role": "location"}],
            "time": {"span": [40, 46]},
            "realization": "actual",
            "factuality": "CT+",
            "quantities": [],
        }
    ],
}


def test_only_the_genres_whose_licence_allows_it_are_read(tmp_path: Path) -> None:
    path = tmp_path / "en_gum-ud-train.conllu"
    path.write_text(TREE, encoding="utf-8")
    assert len(corpora.conllu(path)) == 2
    (example,) = corpora.conllu(path, keep=corpora.GUM_GENRES)
    assert example.forms[5] == "left"
    assert example.heads is not None
    assert example.heads[5] == -1


def test_a_sentence_without_its_commas_is_still_the_same_tree(tmp_path: Path) -> None:
    path = tmp_path / "en_gum-ud-train.conllu"
    path.write_text(TREE, encoding="utf-8")
    bare = corpora.without_commas(corpora.conllu(path)[0])
    assert bare.forms == ["The", "rebels", "tired", "left", "Kestrin", "."]
    assert bare.heads is not None
    assert [bare.forms[h] if h >= 0 else None for h in bare.heads] == ["rebels", "left", "rebels", None, "left", "left"]


def test_a_claim_teaches_trigger_roles_and_statement_parts(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    (example,) = corpora.claims(corpora.records(path), corpus="claims")
    tags = {layer: [LAYERS[layer].labels[t] for t in values] for layer, values in example.tags.items()}
    assert tags["trigger"][example.forms.index("shelled")] == "B-ASSAULT"
    assert tags["attribution"][example.forms.index("governor")] == "I-source"
    assert tags["attribution"][example.forms.index("said")] == "B-cue"
    assert tags["content"][0] == "B-content"
    assert tags["time"][example.forms.index("Friday")] == "B-time"
    (trigger,) = example.triggers
    assert trigger.roles is not None
    named = {form: [ROLES[r] for r in np.flatnonzero(row)] for form, row in zip(example.forms, trigger.roles, strict=True)}
    assert named["Militiamen"] == ["actor"]
    assert named["Ardal"] == ["location"]
    assert named["governor"] == []


def test_spans_that_overlap_leave_the_outer_one() -> None:
    offsets = [(0, 3), (4, 8), (9, 12)]
    spans = corpora.longest_first([((4, 8), "place"), ((0, 12), "actor")])
    assert [LAYERS["name"].labels[t] for t in corpora.tag("name", offsets, spans)] == ["B-actor", "I-actor", "I-actor"]


def test_nothing_but_files_marked_for_training_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    for name in ("records", "lines"):
        monkeypatch.setattr(corpora, name, lambda path: (read.append(path), iter(()))[1])
    names = ("ewt", "gum", "claims", "re3d", "wikigold", "wikiwars", "wikievents", "plover", "event_location", "uds")
    corpora.load(Path("data"), dict.fromkeys(names, 10))
    assets = tomllib.loads((ROOT / "training" / "assets.toml").read_text(encoding="utf-8"))["file"]
    assert {p.relative_to("data").as_posix() for p in read} == {f["path"] for f in assets if f["use"] == "train"}
    reserved = ("dev", "test", "eval_only", "polnear", "muc", "case2021", "geoparsing")
    assert not [p for p in read if any(word in p.as_posix() for word in reserved)]
