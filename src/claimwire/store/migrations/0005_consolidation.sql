-- Consolidation: what each report leaves for it, which claims speak of one event over reports, and how events changed since.

ALTER TABLE reports ADD COLUMN status TEXT NOT NULL DEFAULT 'usable';  -- usable, corrected, canceled: withdrawn by its publisher

ALTER TABLE reports ADD COLUMN corrects TEXT;                          -- the report whose place this one takes

CREATE INDEX reports_by_corrects ON reports (corrects) WHERE corrects IS NOT NULL;

ALTER TABLE contradictions ADD COLUMN relation TEXT NOT NULL DEFAULT 'differs';  -- denies, does_not_confirm, differs, corrects

CREATE TABLE event_origins (                -- The voices behind an event: one origin is one voice, over however many reports.
    event_id    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    origin_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,              -- speech, agency, source, publisher, unknown
    name        TEXT NOT NULL,
    side        TEXT,                       -- conflict:side of a party or one aligned with it on that date
    independent INTEGER NOT NULL,           -- 0: may depend on another origin of the event
    claims      TEXT NOT NULL,              -- JSON list
    reports     TEXT NOT NULL,              -- JSON list
    because     TEXT NOT NULL,              -- JSON list: what made its claims one, in words
    PRIMARY KEY (event_id, position)
) WITHOUT ROWID;

CREATE TABLE traces (                       -- What a report leaves for consolidation, so that its text is never read again.
    report_id  TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    rules      TEXT NOT NULL,               -- digest of the rules that made it; others make it anew
    voices     TEXT NOT NULL,               -- JSON list: whose word each claim is
    print      TEXT NOT NULL                -- JSON: what of its wording is kept, to know its copies
);

CREATE TABLE sketches (                     -- One happening as one report tells it.
    sketch_no    INTEGER PRIMARY KEY,
    report_id    TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    local_event  TEXT NOT NULL,             -- the report's own id of the event
    node         INTEGER NOT NULL,          -- digest of what it says: copies of a report share it
    claims       TEXT NOT NULL,             -- JSON list
    blocks       BLOB NOT NULL,             -- digests of the blocks that it stands in, 8 bytes each
    wording        BLOB NOT NULL,             -- packed vectors of its sentence and of its report, a byte a number
    sketch       TEXT NOT NULL              -- JSON
);
CREATE INDEX sketches_by_report ON sketches (report_id);
CREATE INDEX sketches_by_node ON sketches (node);

CREATE TABLE report_changes (               -- Reports written or removed that no consolidation has seen yet.
    change_no  INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id  TEXT NOT NULL,
    corrects   TEXT,                        -- the report whose place it took
    nodes      TEXT NOT NULL,               -- JSON list: what it said before
    claims     TEXT NOT NULL                -- JSON list: its claims before
);

CREATE TABLE nodes (                        -- Sketches that consolidation has seen, those that say the same as one.
    node    INTEGER PRIMARY KEY,
    blocks  BLOB NOT NULL,
    wording BLOB NOT NULL
);

CREATE TABLE node_blocks (                  -- Nodes by block: those of one block are compared.
    block  INTEGER NOT NULL,
    node   INTEGER NOT NULL,
    PRIMARY KEY (block, node)
) WITHOUT ROWID;

CREATE TABLE crowded_blocks (               -- Blocks too full to compare each with each: only members that are worded alike are.
    block     INTEGER PRIMARY KEY,
    members   INTEGER NOT NULL,
    pairs     INTEGER NOT NULL,             -- pairs of members
    left_out  INTEGER NOT NULL              -- pairs that are not compared by this block
);

CREATE TABLE edges (                        -- Pairs of nodes that may be one happening, or one a part of the other.
    a      INTEGER NOT NULL,
    b      INTEGER NOT NULL,                -- a < b
    score  REAL,                            -- log-odds; null: a rule forbids it
    part   INTEGER NOT NULL,                -- -1: a lies inside b, 1: b inside a
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX edges_by_b ON edges (b);

CREATE TABLE claim_events (                 -- The event over reports that each claim is in.
    claim_id   TEXT PRIMARY KEY,
    report_id  TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    since      INTEGER NOT NULL             -- the consolidation that saw the claim first
) WITHOUT ROWID;
CREATE INDEX claim_events_by_event ON claim_events (event_id);
CREATE INDEX claim_events_by_report ON claim_events (report_id);
INSERT INTO claim_events (claim_id, report_id, event_id, since)
    SELECT k.claim_id, c.report_id, k.event_id, 0 FROM event_claims k JOIN claims c USING (claim_id);

CREATE TABLE stale_events (                 -- Events that are yet to be written anew.
    event_id  TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE consolidations (               -- One row a consolidation that found something to do.
    consolidation  INTEGER PRIMARY KEY,
    rules          TEXT NOT NULL,           -- digest of the rules
    reports        INTEGER NOT NULL,        -- reports that were new, changed or removed
    compared       INTEGER NOT NULL         -- pairs compared
);

CREATE TABLE event_log (                    -- What became of events: enough to take each step back.
    log_no         INTEGER PRIMARY KEY,
    consolidation  INTEGER NOT NULL,
    what           TEXT NOT NULL,           -- merged, split, moved, ended, shrank
    event_id       TEXT NOT NULL,
    into_id        TEXT,                    -- null: the claims went with their report
    claims         TEXT NOT NULL            -- JSON list: the claims that passed
);
CREATE INDEX event_log_by_event ON event_log (event_id);
CREATE INDEX event_log_by_into ON event_log (into_id);

CREATE TABLE event_redirects (              -- Ids that no event bears any more, and where most of its claims went.
    event_id  TEXT PRIMARY KEY,
    into_id   TEXT NOT NULL
) WITHOUT ROWID;
