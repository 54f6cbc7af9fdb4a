"""Bad input: each fault is named with its place and a remedy, and everything good around it is read."""

import gzip
import json
import os
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import ingest
from claimwire.errors import IngestError
from claimwire.ingest import IngestNote
from claimwire.records import Report

CALM = "The truce held in Dorna on Monday."


def read(*inputs: object, **options: object) -> tuple[list[Report], list[str], list[str]]:
    """Return reports, errors and notes."""
    problems: list[IngestError] = []
    found = list(ingest.read([str(i) for i in inputs], on_error=problems.append, **options))  # type: ignore[arg-type]
    errors = [str(p) for p in problems if not isinstance(p, IngestNote)]
    return found, errors, [str(p) for p in problems if isinstance(p, IngestNote)]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def line(**fields: object) -> str:
    return json.dumps({"text": CALM} | fields) + "\n"


@pytest.mark.parametrize(
    ("bad", "place_and_reason"),
    [
        ('{"id": "x", "text": "cut o\n', r":2:27: not valid JSON"),
        ("not json at all\n", r":2:1: not valid JSON"),
        ('{"id": "x"}\n', r":2: has no 'text' \(its keys: id\)"),
        ('{"id": "x", "body": "Shells fell."}\n', r":2: .*--column text=body"),
        ('{"date": "9 April 2031", "story so far": "Shells fell on Senn."}\n', r":2: .*--column 'text=story so far'"),
        ('{"id": "x", "text": ""}\n', r":2: its text is empty"),
        ('{"id": "x", "text": " \\n\\t "}\n', r":2: its text is empty"),
        ('{"id": "x", "text": null}\n', r":2: has no text"),
        ('{"id": "x", "text": 5}\n', r":2: its text is int"),
        ("[1, 2]\n", r":2: list where an object"),
        ('"shells"\n', r":2: str where an object"),
        ("[" * 100_000 + "\n", r":2(:\d+)?: .*JSON"),
        ('{"text": ' + "9" * 5000 + "}\n", r":2: JSON that cannot be read"),
    ],
    ids=[
        "cut",
        "prose",
        "no-text",
        "other-key",
        "longest-value",
        "empty",
        "blank",
        "null",
        "number",
        "list",
        "string",
        "deep",
        "huge-number",
    ],
)
def test_a_bad_line_is_named_and_the_lines_around_it_are_read(tmp_path: Path, bad: str, place_and_reason: str) -> None:
    found, errors, notes = read(write(tmp_path, "a.jsonl", line(id="1") + bad + line(id="3")))
    assert [r.id for r in found] == ["1", "3"]
    assert len(errors) == 1 and notes == []
    assert re.search(re.escape("a.jsonl") + place_and_reason, errors[0]), errors


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    found, errors, _ = read(write(tmp_path, "a.jsonl", line(id="1").encode() + b'{"text": "caf\xe9"}\n' + line(id="3").encode()))
    assert [r.id for r in found] == ["1", "3"]
    assert "a.jsonl:2: byte 14 of this line is not UTF-8" in errors[0]


def test_a_broken_document_names_line_and_column(tmp_path: Path) -> None:
    found, errors, _ = read(write(tmp_path, "a.json", '{\n  "text": "a",\n  "id": oops\n}'), write(tmp_path, "b.txt", CALM))
    assert [r.text for r in found] == [CALM]
    assert "a.json:3:9: not valid JSON" in errors[0]


def test_json_lines_with_a_broken_first_line_under_the_name_of_json(tmp_path: Path) -> None:
    found, errors, _ = read(write(tmp_path, "a.json", '{"text": broken}\n' + line(id="2") + line(id="3", text="Calm.")))
    assert [r.id for r in found] == ["2", "3"]
    assert "a.json:1:10" in errors[0]


def test_a_gzip_file_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    noise = random.Random(1)
    lines = "".join(line(id=str(n), text=f"Shell {noise.random()} fell.") for n in range(5000))
    data = gzip.compress(lines.encode())
    found, errors, _ = read(write(tmp_path, "a.jsonl.gz", data[: len(data) // 2]), write(tmp_path, "b.txt", CALM))
    assert len(found) > 1000 and found[-1].text == CALM
    assert [r.id for r in found[:-1]] == [str(n) for n in range(len(found) - 1)]
    assert f"cut off or damaged after {len(found) - 1} record(s)" in errors[-1]


@pytest.mark.parametrize("keep", [3, 12, 40])
def test_a_gzip_file_that_is_hardly_there(tmp_path: Path, keep: int) -> None:
    found, errors, _ = read(write(tmp_path, "a.txt.gz", gzip.compress(CALM.encode() * 50)[:keep]), write(tmp_path, "b.txt", CALM))
    assert [r.text for r in found] == [CALM]
    assert len(errors) == 1 and "a.txt.gz" in errors[0]


def test_a_gzip_file_with_a_wrong_checksum(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(CALM.encode()))
    data[-8] ^= 0xFF
    found, errors, _ = read(write(tmp_path, "a.txt.gz", bytes(data)))
    assert found == [] and "a.txt.gz: cannot be read: damaged gzip data" in errors[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF; convert it"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 20, "binary data"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"", "is empty"),
        (b"  \n\t\n", "its text is empty"),
        (b"\xef\xbb\xbf", "its text is empty"),
        (b"\xff\xfe\x00\xd8 ", "UTF-16"),
        (b"<?xml version='1.0'?><gpx><wpt/></gpx>", "root <gpx>"),
    ],
)
def test_what_is_not_text_is_refused_and_the_rest_goes_on(tmp_path: Path, content: bytes, reason: str) -> None:
    found, errors, _ = read(write(tmp_path, "a.bin", content), write(tmp_path, "b.txt", CALM))
    assert [r.text for r in found] == [CALM]
    assert len(errors) == 1 and "a.bin" in errors[0] and reason in errors[0], errors


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><head><title>Shells</title></head><body><script>x</script></body></html>"]
)
def test_a_page_without_text_is_an_error_that_names_it(tmp_path: Path, page: str) -> None:
    found, errors, _ = read(write(tmp_path, "a.html", page))
    assert found == [] and "a.html: no article text on this page" in errors[0]


def test_missing_files_folders_without_files_and_patterns_without_match(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found, errors, _ = read(tmp_path / "none.txt", tmp_path / "empty", tmp_path / "*.pdf", "a\0b", write(tmp_path, "b.txt", CALM))
    assert [r.text for r in found] == [CALM]
    assert [re.sub(r".*/", "", e) for e in errors[:3]] == [
        "none.txt: no such file or folder; check the spelling",
        "empty: no files in this folder",
        "*.pdf: no file matches; put the pattern between quotation marks and check the folder",
    ]
    assert len(errors) == 4


def test_a_dangling_link_and_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    secret = write(tmp_path, "b.txt", CALM)
    secret.chmod(0)
    found, errors, _ = read(tmp_path)
    if os.geteuid() == 0:  # root reads everything
        assert [r.text for r in found] == [CALM] and len(errors) == 1
    else:
        assert found == [] and "Permission denied" in errors[1]
    assert "a.txt: cannot be read: No such file" in errors[0]


def test_the_same_report_twice_is_read_once_and_a_different_text_under_one_id_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", line(id="1") + line(id="1") + line(id="1", text="Other.") + line(id="2"))
    found, errors, notes = read(path)
    assert [(r.id, r.text) for r in found] == [("1", CALM), ("2", CALM)]
    assert len(notes) == 1 and re.search(r"a\.jsonl:2: report '1' was read already at .*a\.jsonl:1", notes[0])
    assert len(errors) == 1 and re.search(r"a\.jsonl:3: report '1' has another text at .*a\.jsonl:1", errors[0])


def test_a_file_named_twice_is_read_once_without_a_word(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", CALM)
    assert read(path, tmp_path, tmp_path / "*.txt") == (read(path)[0], [], [])


def test_a_date_that_is_none_is_dropped_with_a_note_and_the_report_is_kept(tmp_path: Path) -> None:
    found, errors, notes = read(write(tmp_path, "a.jsonl", line(id="1", published_at="some Friday")), published="2021-04-06")
    assert [(r.id, r.published_at) for r in found] == [("1", "2021-04-06")]
    assert errors == [] and "a.jsonl:1: publication date 'some Friday' does not name one day" in notes[0]
    assert IngestNote.warning


def test_nul_and_half_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    found, errors, notes = read(
        write(tmp_path, "a.jsonl", '{"id": "a\\ud800", "title": "\\u0000", "text": "A\\u0000b \\udc00c \\ud83d\\udd25"}')
    )
    assert found[0].text == "A\ufffdb \ufffdc \U0001f525"
    assert (found[0].id, found[0].title) == ("a\ufffd", "\ufffd")
    found[0].text.encode()
    assert errors == [] and "2 character(s)" in notes[0]


def test_a_text_of_ten_megabytes(tmp_path: Path) -> None:
    text = (CALM + " ") * 300_000
    begin = time.process_time()
    found, errors, _ = read(write(tmp_path, "a.txt", text), write(tmp_path, "b.jsonl", line(id="1", text=text)))
    assert [r.text == text for r in found] == [True, True] and errors == []
    assert time.process_time() - begin < 10


def test_csv_rows_and_headers_that_do_not_fit(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,text\n1,Calm.\n2,Shells fell, he said.\n3\n\n4,"Two\nlines."\n5,"cut off')
    found, errors, _ = read(path)
    assert [(r.id, r.text) for r in found] == [("1", "Calm."), ("4", "Two\nlines."), ("5", "cut off")]
    assert "a.csv:3: 3 cells under 2 columns" in errors[0] and "a.csv:4: 1 cells" in errors[1]
    _, errors, _ = read(write(tmp_path, "b.csv", "nr,body\n1,Calm.\n"))
    assert "b.csv:1: no column 'text'; it has nr, body. Name the right one with --column text=body" in errors[0]
    _, errors, _ = read(path, columns={"url": "link"})
    assert "no column 'link'" in errors[0]


@pytest.mark.parametrize(
    ("table", "columns", "hint"),
    [
        ("date,body\n2031-04-09,Calm on the front.\n", {"text": "words"}, "text=body"),
        ("id,date,what was said\n1,2031-04-09,Shells fell on Senn.\n", {}, "'text=what was said'"),
        ("title,story,notes\nShells on Senn,Two shells fell on Senn on Monday.,By phone\n", {"text": "date"}, "text=story"),
        ("id,texts,body\n1,Shells fell on Senn.,Shells fell on the port.\n", {}, "text=texts"),
        ("date,body\n2031-04-09,Calm on the front.\n", {"text": "dat"}, "text=body"),
        ("id,text,date\n1,Calm.,2031-04-09\n", {"published_at": "when"}, "published_at=date"),
        ("id,text,date\n1,Calm.,2031-04-09\n", {"publisher": "who"}, "publisher=NAME"),
        ("id,date\n", {}, "text=NAME"),
    ],
)
def test_a_missing_column_is_answered_with_the_one_that_was_meant(
    tmp_path: Path, table: str, columns: dict[str, str], hint: str
) -> None:
    _, errors, _ = read(write(tmp_path, "a.csv", table), columns=columns)
    assert len(errors) == 1 and errors[0].endswith(f"Name the right one with --column {hint}"), errors


def test_a_quotation_mark_that_is_never_closed_swallows_rows_and_is_named(tmp_path: Path) -> None:
    found, errors, _ = read(write(tmp_path, "a.csv", 'id,text\n1,Calm.\n2,"Shells fell.\n3,Calm again.\n4,"Still calm."\n'))
    assert found[0].id == "1"
    assert any("a.csv:3: " in e for e in errors)
    found, errors, _ = read(write(tmp_path, "b.csv", 'id,text\n1,"A 3"" mortar"\n2,a 5" gun\n'))
    assert [r.text for r in found] == ['A 3" mortar', 'a 5" gun'] and errors == []


def test_a_feed_that_breaks_off_keeps_its_entries(tmp_path: Path) -> None:
    feed = f"<rss version='2.0'><channel><title>N</title><item><guid>1</guid><description>{CALM}</description></item><item><gu"
    found, errors, _ = read(write(tmp_path, "a.xml", feed))
    assert found[0].text == CALM
    assert any("not well-formed" in e for e in errors)
    found, errors, _ = read(write(tmp_path, "b.rss", "<rss version='2.0'><channel></channel></rss>"))
    assert found == [] and "b.rss: a feed without entries" in errors[0]


def test_news_that_its_agency_withheld_is_named_and_not_read(tmp_path: Path) -> None:
    item = {"uri": "urn:1", "pubstatus": "withheld", "headline": "x", "body_text": CALM}
    newsml = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:2">'
        f'<itemMeta><pubStatus qcode="stat:withheld"/></itemMeta>'
        f"<contentSet><inlineData>{CALM}</inlineData></contentSet></newsItem>"
    )
    found, errors, notes = read(write(tmp_path, "a.json", json.dumps(item)), write(tmp_path, "b.xml", newsml))
    assert found == [] and errors == []
    assert "urn:1 was withheld" in notes[0] and "urn:2 was withheld" in notes[1]


def test_newsml_that_is_broken_or_has_no_text(tmp_path: Path) -> None:
    head = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:2">'
    found, errors, _ = read(write(tmp_path, "a.xml", head + "<itemMeta>"), write(tmp_path, "b.xml", head + "</newsItem>"))
    assert found == []
    assert re.search(r"a\.xml:1:\d+: not well-formed XML", errors[0]) and "b.xml: has no text" in errors[1]


def test_an_entity_bomb_is_not_expanded(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE newsItem [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f"<newsItem guid='1'><contentSet><inlineData>{CALM} &b; &f;</inlineData></contentSet></newsItem>"
    )
    found, _, _ = read(write(tmp_path, "a.xml", bomb))
    assert [r.text.startswith(CALM) and "haha" not in r.text for r in found] == [True]


def test_a_web_archive_that_is_damaged_keeps_its_first_pages(tmp_path: Path) -> None:
    def response(number: int) -> bytes:
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nReport {number}.".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: http://n.example\r\n"
            f"WARC-Date: 2021-04-06T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body + b"\r\n\r\n"

    found, errors, _ = read(write(tmp_path, "a.warc", response(1) + response(2) + b"garbage\r\n" * 5))
    assert [r.text for r in found] == ["Report 1.", "Report 2."]
    assert "a.warc: not a valid web archive after record" in errors[0]
    members = gzip.compress(response(1)) + gzip.compress(response(2))
    found, errors, _ = read(write(tmp_path, "b.warc.gz", members[:-20]))
    assert [r.text for r in found][:1] == ["Report 1."] and "b.warc.gz" in errors[0]


HEADS = st.sampled_from(
    [
        b"",
        b"{",
        b'{"text": "',
        b"[",
        b"<html><p>",
        b"<?xml version='1.0'?><rss>",
        b"<newsItem>",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
        b"\xff\xfe",
    ]
)
NAMES = st.sampled_from(["a.txt", "a.json", "a.jsonl", "a.csv", "a.html", "a.xml", "a.warc", "a"])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, HEADS, st.one_of(st.binary(max_size=120), st.text(max_size=60).map(str.encode)))
def test_no_bytes_under_any_name_stop_the_run(tmp_path: Path, name: str, head: bytes, rest: bytes) -> None:
    folder = tmp_path / "fuzz"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    found, errors, notes = read(write(folder, name, head + rest), write(tmp_path, "good.txt", CALM))
    assert found[-1].text == CALM or (len(found) == 1 and found[0].text == CALM)
    assert len(found) > 1 or errors or notes
    for report in found:
        report.text.encode()
