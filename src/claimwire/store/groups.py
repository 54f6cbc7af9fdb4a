"""What consolidation keeps from one run to the next: sketches, their blocks and edges, and which event each claim is in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_EMPTY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Changes that no consolidation has seen: which reports, up to which change, and what they said before."""

    last: int
    reports: tuple[str, ...]  # sorted; those that are no more among them
    corrected: tuple[str, ...]  # whose standing they change
    nodes_before: Mapping[str, tuple[int, ...]]
    claims_before: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log of events."""

    consolidation: int
    what: str
    event: str
    into: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one consolidation writes, in the store's own terms."""

    last: int  # the change up to which it has seen
    rules: str
    reports: int
    compared: int
    new_nodes: Iterable[tuple[int, bytes, bytes]]  # node, blocks, wording
    new_blocks: Iterable[tuple[int, int]]  # block, node
    lost_nodes: Sequence[int]
    edges: Iterable[tuple[int, int, float | None, int]]
    dropped: Sequence[tuple[int, int]]
    crowded: Mapping[int, tuple[int, int, int] | None]
    events: Iterable[tuple[str, str, str]]  # claim, report, event, of all claims touched
    claims_lost: Sequence[str]
    stale: Collection[str]
    gone: Collection[str]  # ids that no event bears any more
    log: Sequence[LogEntry]
    redirects: Mapping[str, str]


class Groups:
    """The tables of consolidation, over a connection that the store owns. Methods that write must stand in its transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    # What changed

    def queue(self) -> Queue:
        """Return the changes that are waiting."""
        rows = self._connection.execute("SELECT change_no, report_id, corrects, nodes, claims FROM report_changes").fetchall()
        nodes: dict[str, set[int]] = {}
        claims: set[str] = set()
        corrected: set[str] = set()
        for _, report, corrects, before, had in rows:
            nodes.setdefault(report, set()).update(json.loads(before))
            claims.update(json.loads(had))
            if corrects is not None:
                corrected.add(corrects)
        return Queue(
            last=max((r[0] for r in rows), default=0),
            reports=tuple(sorted(nodes)),
            corrected=tuple(sorted(self._versions(corrected))),
            nodes_before={r: tuple(sorted(n)) for r, n in nodes.items() if n},
            claims_before=tuple(sorted(claims)),
        )

    def _versions(self, reports: set[str]) -> set[str]:
        """Add the reports that some took the place of, over any number of versions."""
        found: set[str] = set()
        waiting = set(reports)
        while waiting:
            found |= waiting
            rows = self._connection.execute(
                "SELECT corrects FROM reports WHERE corrects IS NOT NULL AND report_id IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(waiting)),),
            )
            waiting = {r for (r,) in rows} - found
        return found

    def stored(self, report: str) -> str:
        """Return a reading as it was written, its claims with the report's own events."""
        text: str = self._connection.execute("SELECT reading FROM readings WHERE report_id = ?", (report,)).fetchone()[0]
        return text

    def number(self) -> int:
        """Return the number of the last consolidation, 0 before the first."""
        found: int = self._connection.execute("SELECT coalesce(max(consolidation), 0) FROM consolidations").fetchone()[0]
        return found

    def claims_in(self, reports: Iterable[str]) -> list[str]:
        """Return the claims of some reports that were placed."""
        rows = self._connection.execute(
            "SELECT claim_id FROM claim_events WHERE report_id IN (SELECT value FROM json_each(?))", (json.dumps(list(reports)),)
        )
        return [c for (c,) in rows]

    def without_trace(self, rules: str) -> list[str]:
        """Return the reports whose trace is missing, or was made by other rules, in the order of first saving."""
        rows = self._connection.execute(
            "SELECT r.report_id FROM readings r LEFT JOIN traces t USING (report_id) "
            "WHERE t.rules IS NULL OR t.rules != ? ORDER BY r.rowid",
            (rules,),
        )
        return [r for (r,) in rows]

    def other_rules(self, rules: str) -> bool:
        """Return whether events were made by other rules than these."""
        row = self._connection.execute("SELECT rules FROM consolidations ORDER BY consolidation DESC LIMIT 1").fetchone()
        return row is not None and row[0] != rules

    # What is known

    def sketched(self, reports: Sequence[str]) -> Iterator[tuple[str, int, bytes, bytes, list[str]]]:
        """Yield report, node, blocks, wording and claims of each sketch of some reports, report by report."""
        rows = self._connection.execute(
            "SELECT report_id, node, blocks, wording, claims FROM sketches "
            "WHERE report_id IN (SELECT value FROM json_each(?)) ORDER BY report_id, sketch_no",
            (json.dumps(reports),),
        )
        for report, node, blocks, wording, claims in rows:
            yield report, node, blocks, wording, json.loads(claims)

    def known(self, nodes: Collection[int]) -> dict[int, bytes]:
        """Return the blocks of those of some nodes that consolidation has seen."""
        rows = self._connection.execute(
            "SELECT node, blocks FROM nodes WHERE node IN (SELECT value FROM json_each(?))", (json.dumps(sorted(nodes)),)
        )
        return dict(rows.fetchall())

    def said(self, nodes: Collection[int]) -> set[int]:
        """Return those of some nodes that a report says now."""
        rows = self._connection.execute(
            "SELECT DISTINCT node FROM sketches WHERE node IN (SELECT value FROM json_each(?))", (json.dumps(sorted(nodes)),)
        )
        return {n for (n,) in rows}

    def block_rows(self, blocks: Ints) -> Ints:
        """Return rows [n, 2] of block and node."""
        return self._pairs("SELECT block, node FROM node_blocks WHERE block IN (SELECT value FROM json_each(?))", blocks)

    def _pairs(self, sql: str, wanted: Ints) -> Ints:
        rows = self._connection.execute(sql, (json.dumps(wanted.tolist()),)).fetchall()
        return np.array(rows, np.int64).reshape(-1, 2)

    def wording(self, nodes: Ints) -> dict[int, bytes]:
        """Return the packed vectors of some nodes, those too that no report says any more."""
        wanted = json.dumps(nodes.tolist())
        out: dict[int, bytes] = {}
        for table in ("sketches", "nodes"):
            rows = self._connection.execute(
                f"SELECT node, wording FROM {table} WHERE node IN (SELECT value FROM json_each(?))", (wanted,)
            )
            out.update(rows.fetchall())
        return out

    def edges(self, nodes: Ints | None = None) -> list[tuple[int, int, float | None, int]]:
        """Return edges with an end among some nodes, or all."""
        if nodes is None:
            return self._connection.execute("SELECT a, b, score, part FROM edges ORDER BY a, b").fetchall()
        wanted = json.dumps(nodes.tolist())
        found = self._connection.execute(
            "SELECT a, b, score, part FROM edges WHERE a IN (SELECT value FROM json_each(?1)) "
            "UNION SELECT a, b, score, part FROM edges WHERE b IN (SELECT value FROM json_each(?1))",
            (wanted,),
        )
        return found.fetchall()

    def placed(self, nodes: Ints) -> Iterator[tuple[int, str, list[str]]]:
        """Yield node, report and claims of each sketch of some nodes."""
        rows = self._connection.execute(
            "SELECT node, report_id, claims FROM sketches WHERE node IN (SELECT value FROM json_each(?)) "
            "ORDER BY node, report_id",
            (json.dumps(nodes.tolist()),),
        )
        for node, report, claims in rows:
            yield node, report, json.loads(claims)

    def order(self) -> tuple[Ints, Ints]:
        """Return all nodes, sorted, and when each was first told: near ones are likely to be compared."""
        rows = self._connection.execute("SELECT node, min(sketch_no) FROM sketches GROUP BY node ORDER BY node").fetchall()
        both = np.array(rows, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def sketches(self, nodes: Collection[int]) -> Iterator[tuple[int, str, str]]:
        """Yield node, report and sketch of each sketch of some nodes."""
        return self._connection.execute(
            "SELECT node, report_id, sketch FROM sketches WHERE node IN (SELECT value FROM json_each(?)) "
            "ORDER BY node, report_id",
            (json.dumps(sorted(nodes)),),
        )

    # Events

    def events_of(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the event of each of some claims."""
        rows = self._connection.execute(
            "SELECT claim_id, event_id FROM claim_events WHERE claim_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(claims)),),
        )
        return dict(rows.fetchall())

    def claims_of(self, events: Iterable[str]) -> list[tuple[str, str, str]]:
        """Return event, report and claim of each claim of some events."""
        rows = self._connection.execute(
            "SELECT event_id, report_id, claim_id FROM claim_events WHERE event_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY event_id, report_id, claim_id",
            (json.dumps(list(events)),),
        )
        return rows.fetchall()

    def global_of(self, report: str) -> dict[str, str]:
        """Return the event over reports of each of a report's own."""
        rows = self._connection.execute(
            "SELECT s.local_event, k.event_id FROM sketches s JOIN claim_events k ON k.claim_id = json_extract(s.claims, '$[0]') "
            "WHERE s.report_id = ?",
            (report,),
        )
        return dict(rows.fetchall())

    def any_events(self) -> bool:
        """Return whether a consolidation has placed any claim."""
        return self._connection.execute("SELECT 1 FROM claim_events LIMIT 1").fetchone() is not None

    def stale(self) -> list[str]:
        """Return the events that are yet to be written anew, those of the earliest saved reports first."""
        rows = self._connection.execute(
            "SELECT s.event_id FROM stale_events s LEFT JOIN claim_events k USING (event_id) "
            "LEFT JOIN readings r ON r.report_id = k.report_id GROUP BY s.event_id ORDER BY min(r.rowid), s.event_id"
        )
        return [e for (e,) in rows]

    def traces(self, reports: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return voices and print of some reports, as JSON."""
        rows = self._connection.execute(
            "SELECT report_id, voices, print FROM traces WHERE report_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(reports)),),
        )
        return {r: (voices, print_) for r, voices, print_ in rows}

    def standing(self) -> list[tuple[str, str, str | None, str | None]]:
        """Return id, status, corrected report and date of each report that took another's place."""
        return self._connection.execute(
            "SELECT report_id, status, corrects, published_at FROM reports WHERE corrects IS NOT NULL ORDER BY report_id"
        ).fetchall()

    def redirect(self, event: str) -> str | None:
        """Return the event that has most claims of one that is no more; None when the id was never one's, or still is."""
        seen = {event}
        at: str | None = event
        while True:
            row = self._connection.execute("SELECT into_id FROM event_redirects WHERE event_id = ?", (at,)).fetchone()
            if row is None or row[0] in seen:
                return at if at != event else None
            at = row[0]
            seen.add(row[0])

    def log(self, event: str | None = None) -> list[LogEntry]:
        """Return what became of events, or of one, the latest last."""
        where, values = ("WHERE event_id = ?1 OR into_id = ?1", (event,)) if event is not None else ("", ())
        rows = self._connection.execute(
            f"SELECT consolidation, what, event_id, into_id, claims FROM event_log {where} ORDER BY log_no", values
        )
        return [LogEntry(consolidation=n, what=w, event=e, into=i, claims=tuple(json.loads(c))) for n, w, e, i, c in rows]

    def since(self, consolidation: int) -> list[str]:
        """Return the claims that a consolidation saw first."""
        return [c for (c,) in self._connection.execute("SELECT claim_id FROM claim_events WHERE since = ?", (consolidation,))]

    def count(self) -> dict[str, int]:
        """Return how many there are of what consolidation counts."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM readings), (SELECT count(*) FROM claim_events), (SELECT count(*) FROM sketches), "
            "(SELECT count(*) FROM nodes), (SELECT count(DISTINCT event_id) FROM claim_events), "
            "(SELECT count(*) FROM crowded_blocks), (SELECT coalesce(sum(left_out), 0) FROM crowded_blocks), "
            "(SELECT coalesce(max(consolidation), 0) FROM consolidations), (SELECT count(*) FROM stale_events)"
        ).fetchone()
        names = ("reports", "claims", "sketches", "nodes", "events", "crowded", "left_out", "consolidation", "stale")
        return dict(zip(names, row, strict=True))

    def band(self, low: float, high: float) -> list[tuple[int, int, float]]:
        """Return edges whose score lies between two, the nearest to 0 first."""
        return self._connection.execute(
            "SELECT a, b, score FROM edges WHERE score BETWEEN ? AND ? ORDER BY abs(score), a, b", (low, high)
        ).fetchall()

    def parts(self, nodes: Collection[int]) -> list[tuple[int, int]]:
        """Return pairs of nodes, the first inside the second's larger happening, with either among some nodes."""
        wanted = json.dumps(sorted(nodes))
        rows = self._connection.execute(
            "SELECT a, b, part FROM edges WHERE part != 0 AND a IN (SELECT value FROM json_each(?1)) "
            "UNION SELECT a, b, part FROM edges WHERE part != 0 AND b IN (SELECT value FROM json_each(?1))",
            (wanted,),
        )
        return [(a, b) if part < 0 else (b, a) for a, b, part in rows]

    def nodes_of(self, events: Iterable[str]) -> dict[str, list[int]]:
        """Return the nodes of each of some events."""
        rows = self._connection.execute(
            "SELECT DISTINCT k.event_id, s.node FROM claim_events k JOIN sketches s ON s.report_id = k.report_id "
            "AND json_extract(s.claims, '$[0]') = k.claim_id WHERE k.event_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
            (json.dumps(list(events)),),
        )
        out: dict[str, list[int]] = {}
        for event, node in rows:
            out.setdefault(event, []).append(node)
        return out

    def events_of_nodes(self, nodes: Collection[int]) -> dict[int, str]:
        """Return the event of each of some nodes."""
        rows = self._connection.execute(
            "SELECT s.node, k.event_id FROM sketches s JOIN claim_events k ON k.claim_id = json_extract(s.claims, '$[0]') "
            "WHERE s.node IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(nodes)),),
        )
        return dict(rows.fetchall())

    # Writing

    def forget(self) -> None:
        """Forget all that was compared, so that the next consolidation compares everything anew; events keep their ids."""
        for table in ("nodes", "node_blocks", "crowded_blocks", "edges", "report_changes"):
            self._connection.execute(f"DELETE FROM {table}")
        self._connection.execute(
            "INSERT INTO report_changes (report_id, corrects, nodes, claims) "
            "SELECT report_id, NULL, '[]', '[]' FROM readings ORDER BY rowid"
        )
        # Claims whose report was removed or coded again while it waited.
        self._connection.execute(
            "INSERT INTO report_changes (report_id, corrects, nodes, claims) "
            "SELECT report_id, NULL, '[]', json_group_array(claim_id) FROM claim_events GROUP BY report_id"
        )

    def write(self, w: Decision) -> int:
        """Write what a consolidation decided and return its number."""
        c = self._connection
        number = self.number() + 1
        c.execute("INSERT INTO consolidations VALUES (?, ?, ?, ?)", (number, w.rules, w.reports, w.compared))
        c.execute("DELETE FROM report_changes WHERE change_no <= ?", (w.last,))
        lost = [(n,) for n in w.lost_nodes]
        c.executemany("DELETE FROM node_blocks WHERE (block, node) = (?, ?)", self._blocks_of(w.lost_nodes))
        c.executemany("DELETE FROM nodes WHERE node = ?", lost)
        c.executemany("INSERT INTO nodes VALUES (?, ?, ?)", w.new_nodes)
        c.executemany("INSERT INTO node_blocks VALUES (?, ?)", w.new_blocks)
        c.executemany("DELETE FROM edges WHERE a = ? AND b = ?", w.dropped)
        c.executemany("INSERT OR REPLACE INTO edges VALUES (?, ?, ?, ?)", w.edges)
        c.executemany("DELETE FROM crowded_blocks WHERE block = ?", [(k,) for k in w.crowded])
        c.executemany("INSERT INTO crowded_blocks VALUES (?, ?, ?, ?)", [(k, *v) for k, v in sorted(w.crowded.items()) if v])
        c.executemany("DELETE FROM claim_events WHERE claim_id = ?", [(x,) for x in w.claims_lost])
        c.executemany(
            "INSERT INTO claim_events VALUES (?, ?, ?, ?) ON CONFLICT (claim_id) DO UPDATE SET event_id = excluded.event_id "
            "WHERE event_id != excluded.event_id",
            ((claim, report, event, number) for claim, report, event in w.events),
        )
        c.executemany(
            "INSERT INTO event_log (consolidation, what, event_id, into_id, claims) VALUES (?, ?, ?, ?, ?)",
            [(number, x.what, x.event, x.into, json.dumps(x.claims)) for x in w.log],
        )
        c.executemany("DELETE FROM event_redirects WHERE event_id = ?", [(e,) for e in sorted(w.stale)])
        c.executemany("INSERT OR REPLACE INTO event_redirects VALUES (?, ?)", sorted(w.redirects.items()))
        for table in ("events", "stale_events"):
            c.executemany(f"DELETE FROM {table} WHERE event_id = ?", [(e,) for e in sorted(w.gone)])
        c.executemany("INSERT OR IGNORE INTO stale_events VALUES (?)", [(e,) for e in sorted(w.stale)])
        return number

    def _blocks_of(self, nodes: Sequence[int]) -> Iterator[tuple[int, int]]:
        for node, blocks in self.known(nodes).items():
            yield from ((block, node) for block in np.frombuffer(blocks, np.int64).tolist())

    def settle(self, events: Collection[str]) -> None:
        """Say that events were written anew."""
        self._connection.executemany("DELETE FROM stale_events WHERE event_id = ?", [(e,) for e in events])
