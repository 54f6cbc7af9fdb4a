"""Sentences of our own: phrases instead of offsets, a checker that says what is wrong where, and a fifth that trains no head."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from training import own  # noqa: E402

TEXT = "Militiamen attacked Ardal on Friday, the governor said, and a second attack on Ardal failed."
LINE: dict[str, Any] = {
    "text": TEXT,
    "says": [{"source": "the governor", "cue": "said", "content": ["Militiamen attacked Ardal on Friday"]}],
    "claims": [
        {
            "on": "attacked",
            "type": "ASSAULT",
            "modes": ["heavy-weapons"],
            "actor": ["Militiamen"],
            "location": ["Ardal#1"],
            "time": "on Friday",
        },
        {"on": "attack", "type": "ASSAULT", "location": ["Ardal#2"], "real": "attempted", "fact": "CT+"},
    ],
}


def cut(span: tuple[int, int]) -> str:
    return TEXT[span[0] : span[1]]


def with_claim(**changes: object) -> dict[str, Any]:
    return {**LINE, "claims": [{**LINE["claims"][0], **changes}]}


# --- phrases --------------------------------------------------------------------------------------------------------------


def test_a_phrase_is_found_where_it_stands_as_whole_words() -> None:
    """ "attack" stands inside "attacked" as well, and that is another word."""
    assert TEXT[slice(*own.span(TEXT, "attack"))] == "attack"
    assert own.span(TEXT, "attack")[0] > own.span(TEXT, "attacked")[0]


def test_a_phrase_that_occurs_twice_is_told_apart_by_its_number() -> None:
    first, second = own.span(TEXT, "Ardal#1"), own.span(TEXT, "Ardal#2")
    assert cut(first) == cut(second) == "Ardal"
    assert first[1] <= second[0]


def test_a_phrase_that_occurs_twice_must_say_which_it_is() -> None:
    with pytest.raises(ValueError, match=r"occurs 2 times; say which: Ardal#1 \.\. Ardal#2"):
        own.span(TEXT, "Ardal")


@pytest.mark.parametrize("phrase", ["Kestrin", "Arda", "militiamen", "attack on Friday"])
def test_words_that_the_text_does_not_have_are_a_fault(phrase: str) -> None:
    with pytest.raises(ValueError, match="not in the text"):
        own.span(TEXT, phrase)


@pytest.mark.parametrize("phrase", ["Ardal#3", "Ardal#0", "attacked#2"])
def test_a_number_beyond_the_last_of_them_is_a_fault(phrase: str) -> None:
    with pytest.raises(ValueError, match="there are"):
        own.span(TEXT, phrase)


def test_a_hash_that_numbers_nothing_is_part_of_the_phrase() -> None:
    assert own.span("They took post #B at dawn.", "post #B") == (10, 17)


# --- records --------------------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_record_whose_spans_are_cut_from_its_text() -> None:
    record = own.record_of(LINE, "own-test-1")
    first, second = record["claims"]
    assert cut(first["trigger"]) == "attacked"
    assert [cut(a["span"]) for a in first["actor"]] == ["Militiamen"]
    assert cut(first["time"]["span"]) == "on Friday"
    assert [(cut(p["span"]), p["role"]) for p in first["places"]] == [("Ardal", "location")]
    assert first["places"][0]["span"] < second["places"][0]["span"]
    (statement,) = record["statements"]
    assert [cut(s) for s in (*statement["source"], *statement["cue"])] == ["the governor", "said"]


def test_what_a_line_leaves_out_happened_for_certain_and_was_done_by_nobody_known() -> None:
    bare, tried = own.record_of({"text": TEXT, "claims": [{"on": "attacked", "type": "ASSAULT"}, LINE["claims"][1]]}, "x")[
        "claims"
    ]
    assert (bare["realization"], bare["factuality"]) == ("actual", "CT+")
    assert (bare["actor"], bare["recipient"], bare["places"], bare["time"], bare["quantities"]) == ([], [], [], None, [])
    assert tried["realization"] == "attempted"


def test_what_is_no_event_has_a_kind_and_no_type() -> None:
    (claim,) = own.record_of(with_claim(type="state", modes=[]), "x")["claims"]
    assert (claim["kind"], claim["event_type"]) == ("state", None)


def test_a_statement_inside_another_points_at_it() -> None:
    says = [LINE["says"][0], {"source": "Militiamen", "cue": "failed", "content": "attack", "inside": 0}]
    outer, inner = own.record_of({**LINE, "says": says}, "x")["statements"]
    assert outer["parent"] is None
    assert inner["parent"] == outer["id"]


def test_sentences_are_cut_as_the_shipped_segmenter_cuts_them() -> None:
    text = "Rebels shelled Ardal. Nobody was hurt."
    record = own.record_of({"text": text, "claims": []}, "x")
    assert [text[a:b] for a, b in record["sentences"]] == ["Rebels shelled Ardal.", "Nobody was hurt."]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (with_claim(type="ATTACK"), "type 'ATTACK'; one of"),
        (with_claim(real="done"), "real 'done'"),
        (with_claim(fact="CT"), "fact 'CT'"),
        (with_claim(modes=["cannon"]), r"unknown modes \['cannon'\]"),
        (with_claim(actors=["Militiamen"]), r"claim: unknown keys \['actors'\]"),
        (with_claim(actor=["the rebels"]), "'the rebels' is not in the text"),
        (with_claim(location=["Ardal"]), "occurs 2 times"),
        ({**LINE, "says": [{"source": "the governor", "verb": "said"}]}, r"says: unknown keys \['verb'\]"),
        ({**LINE, "note": "check"}, r"unknown keys \['note'\]"),
    ],
)
def test_a_slip_of_the_writer_is_named_and_never_trained_on(line: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        own.record_of(line, "x")


# --- files ----------------------------------------------------------------------------------------------------------------


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line) if line else ''}\n" for line in lines), encoding="utf-8")
    return path


def numbered(count: int) -> list[dict[str, Any]]:
    return [{"text": f"Rebels shelled hill {n}.", "claims": [{"on": "shelled", "type": "ASSAULT"}]} for n in range(1, count + 1)]


def test_every_line_trains_or_is_held_out_and_none_does_both(tmp_path: Path) -> None:
    path = write(tmp_path / "war.jsonl", *numbered(23))
    trained = [r["id"] for r in own.read(path, held_out=False)]
    held = [r["id"] for r in own.read(path, held_out=True)]
    assert held == ["own-war-5", "own-war-10", "own-war-15", "own-war-20"]
    assert set(trained).isdisjoint(held)
    assert len({*trained, *held}) == 23


def test_an_empty_line_is_no_sentence_and_moves_no_other(tmp_path: Path) -> None:
    first, *rest = numbered(6)
    path = write(tmp_path / "war.jsonl", first, None, *rest)
    assert [r["id"] for r in own.read(path, held_out=True)] == ["own-war-5"]
    assert len(list(own.read(path, held_out=False))) == 5


@pytest.mark.parametrize(
    ("line", "fault"), [({"text": "Nobody came.", "claims": [{"on": "came"}]}, "type"), ({"claims": []}, "text"), ([1], "")]
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, line: object, fault: str) -> None:
    path = write(tmp_path / "war.jsonl", *numbered(2), line)
    with pytest.raises(ValueError, match=rf"war\.jsonl:3: .*{fault}"):
        list(own.read(path, held_out=False))


def test_the_checker_names_every_fault_and_counts_what_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {"text": "Nobody came.", "claims": [{"on": "went", "type": "ASSAULT"}]}
    path = write(tmp_path / "war.jsonl", *numbered(2), wrong, with_claim(type="shelling"), LINE)
    assert own.main([str(path)]) == 1
    faults = capsys.readouterr().out
    assert "war.jsonl:3: 'went' is not in the text" in faults
    assert "war.jsonl:4: type 'shelling'" in faults
    assert "5 lines, 2 faults, 4 claims: {'ASSAULT': 4} {'actual': 3, 'attempted': 1}" in faults


def test_the_checker_is_content_with_files_that_are_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert own.main([str(write(tmp_path / "war.jsonl", *numbered(3)))]) == 0
    assert "3 lines, 0 faults" in capsys.readouterr().out


FILES = sorted((ROOT / "training" / "own").glob("*.jsonl"))


def test_the_project_has_sentences_of_its_own() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_sentences_that_are_trained_on_have_no_fault(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert own.main([str(path)]) == 0, capsys.readouterr().out


def test_no_sentence_that_is_held_out_is_also_trained_on() -> None:
    """A sentence that stands in two files, or twice in one, would say that the heads may be trusted more than they may."""
    trained = {r["text"] for path in FILES for r in own.read(path, held_out=False)}
    both = {r["text"] for path in FILES for r in own.read(path, held_out=True)} & trained
    assert not both
