"""Every format becomes the same kind of report; what an input says is kept, what it does not say stays unknown."""

import csv
import gzip
import hashlib
import io
import json
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import ingest
from claimwire.errors import IngestError
from claimwire.records import Report, digest

SHELLING = "Two shells hit the market in Dorna on Tuesday, killing three traders, the mayor said. The army denied firing."
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Shells hit Dorna market</title>
<meta property="og:site_name" content="Northline"><meta property="article:published_time" content="2021-04-06T10:20:00+02:00">
<link rel="canonical" href="https://northline.example/dorna"></head><body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav>
<article><h1>Shells hit Dorna market</h1>
<p>Two shells hit the market in Dorna on Tuesday, killing three traders, the mayor said.</p>
<p>The army &amp; its allies denied firing. They blamed the rebels for the third time this month.</p></article>
<footer>All rights reserved</footer></body></html>"""


def reports(*inputs: object, **options: object) -> list[Report]:
    """Read inputs that have nothing wrong with them."""
    problems: list[IngestError] = []
    found = list(ingest.read([str(i) for i in inputs], on_error=problems.append, **options))  # type: ignore[arg-type]
    assert problems == []
    return found


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_plain_file_says_nothing_but_its_text(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path, "a.txt", "DORNA, 6 April\r\n\r\n" + SHELLING))
    assert report.text == "DORNA, 6 April\r\n\r\n" + SHELLING
    assert (report.title, report.published_at, report.publisher, report.language) == (None, None, None, "en")
    assert report.id == digest("r", None, None, None, report.text)
    assert report.sha256 == hashlib.sha256(report.text.encode()).hexdigest()


def test_options_fill_what_an_input_does_not_say_and_change_nothing_else(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.jsonl",
        json.dumps({"text": SHELLING}) + "\n" + json.dumps({"text": "Calm.", "publisher": "SANA", "published_at": "2021-04-01"}),
    )
    first, second = reports(path, published="6 April 2021", publisher="Northline")
    assert (first.published_at, first.publisher) == ("2021-04-06", "Northline")
    assert (second.published_at, second.publisher) == ("2021-04-01", "SANA")
    assert first.id == digest("r", "Northline", None, "2021-04-06", SHELLING)


def test_a_date_option_that_is_no_date_is_refused_at_once() -> None:
    with pytest.raises(IngestError, match="'last week' does not name one day"):
        ingest.read([], published="last week", on_error=lambda _: None)


def test_a_record_keeps_every_field_and_every_character(tmp_path: Path) -> None:
    record = {
        "id": 17, "text": " A\r\n\tB \u200f\u0639\u0631\u0628 e\u0301 \U0001f525 ", 
        "title": "Shells", "publisher": "Northline", "kind": "briefing",
        "url": "https://n.example/1", "language": "ar-SY", "published_at": "2021-04-06T10:00:00Z", "retrieved_at": "2021-04-07",
        "claims": [], "sentences": [[0, 3]],
    }  # fmt: skip
    (report,) = reports(write(tmp_path, "gold.jsonl", json.dumps(record)))
    assert report == Report(
        id="17", text=str(record["text"]), title="Shells", publisher="Northline", kind="briefing", url="https://n.example/1",
        language="ar", published_at="2021-04-06T10:00:00Z", retrieved_at="2021-04-07",
        sha256=hashlib.sha256(str(record["text"]).encode()).hexdigest(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"id": "a", "text": SHELLING},
        [{"id": "a", "text": SHELLING}],
        {"reports": [{"id": "a", "text": SHELLING}]},
        {"report": {"id": "a", "text": SHELLING}, "run": {}, "claims": []},
    ],
    ids=["object", "list", "wrapped", "reading"],
)
def test_a_json_document_may_be_a_record_a_list_or_a_reading(tmp_path: Path, document: object) -> None:
    for indent in (None, 2):
        (report,) = reports(write(tmp_path, f"{indent}.json", json.dumps(document, indent=indent)))
        assert (report.id, report.text) == ("a", SHELLING)


def test_json_lines_are_told_by_content_too(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": str(n), "text": SHELLING}) for n in range(3))
    assert [r.id for r in reports(write(tmp_path, "export.json", lines))] == ["0", "1", "2"]
    assert [r.id for r in reports(write(tmp_path, "export", lines))] == ["0", "1", "2"]


def test_a_column_mapping_serves_csv_and_json(tmp_path: Path) -> None:
    columns = {"text": "body", "id": "nr", "published_at": "Date"}
    table = write(
        tmp_path, "a.csv", 'nr;Date;body\r\n1;06.04.2021;"Two shells; ""one"" hit\r\nthe market."\r\n2;07.04.2021;Calm.\r\n'
    )
    first, second = reports(table, columns=columns)
    assert (first.id, first.text, first.published_at) == ("1", 'Two shells; "one" hit\r\nthe market.', "2021-04-06")
    assert (second.id, second.published_at) == ("2", "2021-04-07")
    (report,) = reports(write(tmp_path, "b.jsonl", json.dumps({"nr": 9, "body": SHELLING})), columns=columns)
    assert (report.id, report.text) == ("9", SHELLING)


def test_a_csv_cell_may_be_longer_than_the_library_allows_and_a_tag_row_is_no_report(tmp_path: Path) -> None:
    text = "shell " * 40_000
    (report,) = reports(write(tmp_path, "a.tsv", f"id\ttext\n#event+code\t#description\n1\t{text}\n"))
    assert report.text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_csv_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Обстрел рынка продолжался до вечера, сообщил мэр города. Армия отрицает свою причастность."
    (report,) = reports(write(tmp_path, "a.csv", f'id,text\n1,"{text}"\n'.encode(encoding)))
    assert report.text == text


def test_a_page_gives_article_title_date_publisher_and_language(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path, "a.html", PAGE))
    assert "killing three traders, the mayor said.\nThe army & its allies denied firing." in report.text
    assert "Sport" not in report.text and "rights" not in report.text
    assert (report.title, report.publisher, report.language) == ("Shells hit Dorna market", "Northline", "en")
    assert (report.published_at, report.url) == ("2021-04-06T10:20:00+02:00", "https://northline.example/dorna")


def test_a_page_is_told_by_content_and_its_json_ld_date_is_read(tmp_path: Path) -> None:
    script = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2021-04-06"}]}</script>'
    page = PAGE.replace('<meta property="article:published_time" content="2021-04-06T10:20:00+02:00">', script)
    (report,) = reports(write(tmp_path, "a", page))
    assert report.published_at == "2021-04-06"


def test_a_paragraph_that_two_pages_share_is_kept_in_both(tmp_path: Path) -> None:
    a = write(tmp_path, "a.html", PAGE)
    b = write(tmp_path, "b.html", PAGE.replace("/dorna", "/other"))
    first, second = reports(a, b)
    assert first.text == second.text and first.id != second.id


def test_a_bulletin_that_repeats_a_line_for_two_towns_keeps_both(tmp_path: Path) -> None:
    line = "<p>Two shells were fired at the village, and no one was hurt.</p><p>The army gave no reason for it.</p>"
    page = f"<html><body><article><h2>Dorna</h2>{line}<h2>Kessab</h2>{line}</article></body></html>"
    (report,) = reports(write(tmp_path, "a.html", page))
    assert report.text.count("no one was hurt.") == 2


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Northline</title><language>en-us</language>
<item><title>Shells &amp; fire</title><link>https://n.example/1</link><guid>tag:1</guid>
<pubDate>Tue, 06 Apr 2021 10:20:00 +0200</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>{SHELLING}</p><p>Ten were hurt&hellip;<br/>No one knows.</p>]]></content:encoded></item>

<item><link>https://n.example/2</link><description>The truce held.</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Northline</title>
<entry><id>urn:1</id><title>Shells</title>
<updated>2021-04-06T10:20:00Z</updated><link href="https://n.example/1"/>
<content type="html">&lt;p&gt;{SHELLING}&lt;/p&gt;</content></entry></feed>"""


def test_a_feed_gives_one_report_an_entry(tmp_path: Path) -> None:
    first, second = reports(write(tmp_path, "feed.xml", RSS))
    assert first.text == f"{SHELLING}\n\nTen were hurt…\nNo one knows."
    assert (first.id, first.title, first.publisher, first.url) == ("tag:1", "Shells & fire", "Northline", "https://n.example/1")
    assert (first.published_at, first.language) == ("2021-04-06T10:20:00+02:00", "en")
    assert (second.id, second.text, second.published_at) == ("https://n.example/2", "The truce held.", None)
    (entry,) = reports(write(tmp_path, "atom", ATOM))
    assert (entry.id, entry.text, entry.published_at) == ("urn:1", SHELLING, "2021-04-06T10:20:00Z")


def test_ninjs_of_all_versions(tmp_path: Path) -> None:
    one = {"uri": "urn:n:1", "versioncreated": "2021-04-06T08:00:00Z", "pubstatus": "usable", "headline": "Shells",
           "body_xhtml": f"<p>{SHELLING}</p><ul><li>One shop burned</li></ul>", "copyrightholder": "Northline",
           "language": "en"}  # fmt: skip
    three = {"uri": "urn:n:3", "versioncreated": "2021-04-06T08:00:00Z", "headlines": [{"role": "main", "value": "Shells"}],
             "bodies": [{"contenttype": "text/html", "value": "<p>Marked up.</p>"},
                        {"contenttype": "text/plain", "value": SHELLING}]}  # fmt: skip
    first, third = reports(write(tmp_path, "n.json", json.dumps([one, three])))
    assert first.text == f"{SHELLING}\n\n- One shop burned"
    assert (first.id, first.title, first.publisher, first.published_at) == (
        "urn:n:1",
        "Shells",
        "Northline",
        "2021-04-06T08:00:00Z",
    )
    assert (third.title, third.text) == ("Shells", SHELLING)


def test_a_reliefweb_answer(tmp_path: Path) -> None:
    answer = {"totalCount": 1, "data": [{"id": "4711", "fields": {"title": "Flash update", "body": "**Dorna**\n\n" + SHELLING,
              "date": {"created": "2021-04-08T00:00:00+00:00", "original": "2021-04-06T00:00:00+00:00"},
              "source": [{"name": "Relief Coordination"}], "url": "https://r.example/4711",
              "language": [{"code": "en"}]}}]}  # fmt: skip
    (report,) = reports(write(tmp_path, "r.json", json.dumps(answer)))
    assert (report.id, report.publisher, report.published_at) == (
        "reliefweb:4711",
        "Relief Coordination",
        "2021-04-06T00:00:00+00:00",
    )
    assert report.text == "**Dorna**\n\n" + SHELLING


NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:g:1" xml:lang="en">
<itemMeta><provider><name>Northline</name></provider><versionCreated>2021-04-06T09:00:00Z</versionCreated>
<pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>2021-04-06T08:00:00Z</contentCreated><headline>Shells hit market</headline>
</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>{SHELLING}</p><p>Ten were <b>hurt</b>.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:g:2"><itemMeta><title>Calm</title></itemMeta>
<contentSet><inlineData>The truce held.</inlineData></contentSet></newsItem>
</itemSet></newsMessage>"""


def test_newsml_g2_items_in_a_message(tmp_path: Path) -> None:
    first, second = reports(write(tmp_path, "n.xml", NEWSML))
    assert first.text == f"{SHELLING}\n\nTen were hurt."
    assert (first.id, first.title, first.publisher, first.published_at) == (
        "urn:g:1",
        "Shells hit market",
        "Northline",
        "2021-04-06T08:00:00Z",
    )
    assert (second.id, second.title, second.text) == ("urn:g:2", "Calm", "The truce held.")


def archive(*pages: tuple[str, str, bytes], compress: bool) -> bytes:
    """A web archive of (address, content type, body), each record its own gzip member as archives have it."""
    out = b""
    for number, (url, media, body) in enumerate(pages):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2021-04-07T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        out += gzip.compress(record) if compress else record
    return out


@pytest.mark.parametrize("compress", [True, False])
def test_a_web_archive_gives_its_pages(tmp_path: Path, compress: bool) -> None:
    data = archive(
        ("https://n.example/1", "text/html; charset=utf-8", PAGE.encode()),
        ("https://n.example/2", "text/plain", b"Calm."),
        compress=compress,
    )
    page, plain = reports(write(tmp_path, "a.warc.gz", data))
    assert (page.id, page.url, page.retrieved_at) == ("0", "https://n.example/1", "2021-04-07T00:00:00Z")
    assert page.published_at == "2021-04-06T10:20:00+02:00"
    assert (plain.id, plain.text) == ("1", "Calm.")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "feed.xml", "n.xml"])
def test_any_of_them_gzipped_under_any_name(tmp_path: Path, name: str) -> None:
    content = {"a.txt": SHELLING, "a.html": PAGE, "a.jsonl": json.dumps({"text": SHELLING}), "a.csv": f'text\n"{SHELLING}"\n',
               "feed.xml": RSS, "n.xml": NEWSML}[name]  # fmt: skip
    plain = reports(write(tmp_path, name, content))
    assert reports(write(tmp_path / "z", name + ".gz", gzip.compress(content.encode()))) == plain
    assert reports(write(tmp_path / "y", name, gzip.compress(content.encode()))) == plain


SENTENCE = {
    "cp1252": "The mayor of Besançon said – “we won’t stay” – that the café’s owner, José Muñoz, fled to Zürich.",
    "cp1251": "Представитель генштаба заявил, что авиация нанесла удары по складам боевиков к северу от города.",
}


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [(e, SENTENCE["cp1251"]) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251")]
    + [(e, SENTENCE["cp1252"]) for e in ("cp1252", "utf-16")],
)
def test_a_plain_file_in_any_usual_encoding(tmp_path: Path, encoding: str, sentence: str) -> None:
    if encoding in {"utf-16-le", "utf-16-be"}:
        sentence = "DORNA, 6 April 2021: " + SHELLING + " «Да»"  # without a mark only mostly Latin text can be told
    (report,) = reports(write(tmp_path, "a.txt", (sentence * 3).encode(encoding)))
    assert report.text == sentence * 3


def test_a_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    head = '<html><head><meta charset="windows-1251"><title>x</title></head>'
    page = f"{head}<body><article><p>{SENTENCE['cp1251']}</p></article></body></html>"
    (report,) = reports(write(tmp_path, "a.html", page.encode("cp1251")))
    assert report.text == SENTENCE["cp1251"]


def test_folders_are_read_whole_and_in_order_and_globs_too(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".hidden/x.txt", "a/.DS_Store", "README.md", "b/LICENSE"):
        write(tmp_path, name, f"Report {name}.")
    assert [r.text for r in reports(tmp_path)] == ["Report a/1.txt.", "Report b/2.txt.", "Report c.txt."]
    assert [r.text for r in reports(tmp_path / "*" / "*.txt", tmp_path / "a")] == ["Report a/1.txt.", "Report b/2.txt."]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path, "note[1].txt", SHELLING))
    assert report.text == SHELLING


@pytest.mark.parametrize("content", [SHELLING, json.dumps({"text": SHELLING}), f'text,id\n"{SHELLING}",1\n'])
def test_standard_input_may_be_any_format(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(gzip.compress(content.encode()))))
    (report,) = reports("-")
    assert report.text == SHELLING


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(SHELLING,))
    writer.start()
    (report,) = reports(pipe)
    writer.join()
    assert report.text == SHELLING


def test_reports_stream_one_at_a_time(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", "".join(json.dumps({"id": str(n), "text": SHELLING}) + "\n" for n in range(100)))
    problems: list[IngestError] = []
    stream = ingest.read([str(path), str(tmp_path / "missing")], on_error=problems.append)
    assert next(stream).id == "0" and problems == []


STORABLE = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1).filter(
    lambda t: t.strip(" \n\t\ufeff\u200b") and t.strip()
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STORABLE, min_size=1, max_size=4, unique=True))
def test_text_comes_out_of_json_and_csv_as_it_went_in(tmp_path: Path, texts: list[str]) -> None:
    lines = write(tmp_path, "a.jsonl", "".join(json.dumps({"text": t}) + "\n" for t in texts))
    assert [r.text for r in reports(lines)] == texts
    texts = [t for t in texts if not any(ord(c) < 32 and c not in "\t\n\r" for c in t)]  # a file of these is no text
    if not texts:
        return
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["id", "text"], *[[n, t] for n, t in enumerate(texts)]])
    assert [r.text for r in reports(write(tmp_path, "a.csv", table.getvalue()))] == texts
