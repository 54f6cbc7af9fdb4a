-- Readings: one report and everything that one run read in it.

CREATE TABLE runs (                         -- What made a reading: enough to make it again.
    run_id            TEXT PRIMARY KEY,
    version           TEXT NOT NULL,        -- claimwire's version
    config_digest     TEXT NOT NULL,
    ontology_version  TEXT NOT NULL,
    model_digests     TEXT NOT NULL         -- JSON object: file name -> SHA-256
) WITHOUT ROWID;

CREATE TABLE reports (                      -- One published text, exactly as read.
    report_id     TEXT PRIMARY KEY,
    publisher     TEXT,                     -- who printed it, never who is quoted in it
    kind          TEXT NOT NULL,            -- news, briefing, bulletin, post
    url           TEXT,
    title         TEXT,
    text          TEXT NOT NULL,            -- every offset counts Unicode code points of this
    language      TEXT NOT NULL,
    published_at  TEXT,                     -- ISO 8601
    retrieved_at  TEXT,
    sha256        TEXT NOT NULL,            -- of the text's UTF-8 bytes
    run_id        TEXT NOT NULL REFERENCES runs
);
CREATE INDEX reports_by_date ON reports (published_at);

CREATE TABLE readings (                     -- The exact JSON object that `claimwire code --readings` writes.
    report_id  TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    run_id     TEXT NOT NULL REFERENCES runs,
    reading    TEXT NOT NULL                -- JSON
);

CREATE TABLE sentences (                    -- Sentences, headlines and list items in text order.
    sentence_no  INTEGER PRIMARY KEY,
    report_id    TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    sentence_id  TEXT NOT NULL,
    position     INTEGER NOT NULL,          -- 0 is the first of the report
    paragraph    INTEGER NOT NULL,
    start_char   INTEGER NOT NULL,
    end_char     INTEGER NOT NULL,
    text         TEXT NOT NULL,
    UNIQUE (report_id, sentence_id)
);

CREATE TABLE mentions (                     -- Words that name something.
    report_id   TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    mention_id  TEXT NOT NULL,
    position    INTEGER NOT NULL,
    label       TEXT NOT NULL,              -- actor, place, time, quantity, weapon, facility, event, source, cue
    text        TEXT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    score       REAL NOT NULL,
    PRIMARY KEY (report_id, mention_id)
);

CREATE TABLE links (                        -- What a mention resolves to; a null target was looked for and not found.
    report_id   TEXT NOT NULL,
    position    INTEGER NOT NULL,
    mention_id  TEXT NOT NULL,
    kind        TEXT NOT NULL,              -- actor, place, time, quantity
    target      TEXT,
    score       REAL NOT NULL,
    rule        TEXT NOT NULL,              -- why
    PRIMARY KEY (report_id, position),
    FOREIGN KEY (report_id, mention_id) REFERENCES mentions ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX links_by_mention ON links (report_id, mention_id);
CREATE INDEX links_by_target ON links (target);

CREATE TABLE link_candidates (              -- The runners-up of a link, best first.
    report_id  TEXT NOT NULL,
    link       INTEGER NOT NULL,            -- links.position
    position   INTEGER NOT NULL,
    target     TEXT NOT NULL,
    name       TEXT NOT NULL,
    score      REAL NOT NULL,
    PRIMARY KEY (report_id, link, position),
    FOREIGN KEY (report_id, link) REFERENCES links (report_id, position) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE statements (                   -- One act of saying inside a report.
    report_id     TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    statement_id  TEXT NOT NULL,
    position      INTEGER NOT NULL,
    parent_id     TEXT,                     -- the statement that this one is inside of
    speaker       TEXT,                     -- an actor target
    quote_type    TEXT NOT NULL,            -- direct, indirect, mixed
    stance        TEXT NOT NULL,            -- neutral, committed, distancing, denying, conceding
    source        TEXT NOT NULL,            -- the words that name who said it; parts of a split span joined by " … "
    cue           TEXT NOT NULL,            -- the words that say that it was said
    content       TEXT NOT NULL,            -- what was said
    source_spans  TEXT NOT NULL,            -- JSON: [[start, end], ...]
    cue_spans     TEXT NOT NULL,
    content_spans TEXT NOT NULL,
    rule          TEXT NOT NULL,
    PRIMARY KEY (report_id, statement_id),
    FOREIGN KEY (report_id, parent_id) REFERENCES statements (report_id, statement_id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX statements_by_parent ON statements (report_id, parent_id);
CREATE INDEX statements_by_speaker ON statements (speaker);

CREATE TABLE claims (                       -- One proposition under one statement, or in the publisher's own voice. Never a fact.
    claim_id        TEXT PRIMARY KEY,
    report_id       TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    sentence_id     TEXT NOT NULL,
    statement_id    TEXT,                   -- null: the publisher's own voice
    kind            TEXT NOT NULL,          -- event, state, quantity, evaluation, causal
    event_type      TEXT,                   -- a PLOVER type
    modes           TEXT NOT NULL,          -- JSON list
    contexts        TEXT NOT NULL,          -- JSON list
    trigger_text    TEXT NOT NULL,          -- the words that name the happening
    trigger_start   INTEGER NOT NULL,
    trigger_end     INTEGER NOT NULL,
    evidence        TEXT NOT NULL,          -- the words that carry the whole proposition
    evidence_start  INTEGER NOT NULL,
    evidence_end    INTEGER NOT NULL,
    time_text       TEXT,
    time_edtf       TEXT,
    time_from       TEXT,                   -- half-open interval, ISO 8601
    time_until      TEXT,
    time_precision  TEXT,                   -- hour, day, week, month, season, year, decade
    time_modifier   TEXT,                   -- approx, early, late, before, after, since, frequency
    time_rule       TEXT,
    realization     TEXT NOT NULL,          -- actual, attempted, offered, requested, threatened, predicted, hypothetical
    factuality      TEXT NOT NULL,          -- CT+ PR+ PS+ CT- PR- PS- Uu, as the innermost speaker presents it
    aspect          TEXT,
    change          TEXT,
    effect_kind     TEXT,                   -- territory_transfer
    effect_place    TEXT,
    effect_from     TEXT,
    effect_to       TEXT,
    rule            TEXT NOT NULL,          -- the rule, lexicon entry or head that made the claim
    score           REAL NOT NULL,
    event_id        TEXT,                   -- the event within this report; event_claims has the one over reports
    FOREIGN KEY (report_id, sentence_id) REFERENCES sentences (report_id, sentence_id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (report_id, statement_id) REFERENCES statements (report_id, statement_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX claims_by_report ON claims (report_id, position);
CREATE INDEX claims_by_sentence ON claims (report_id, sentence_id);
CREATE INDEX claims_by_statement ON claims (report_id, statement_id);
CREATE INDEX claims_by_type ON claims (event_type, realization);

CREATE TABLE claim_participants (           -- Who did it (actor) and who got it (recipient), as written and as resolved.
    claim_id    TEXT NOT NULL REFERENCES claims ON DELETE CASCADE,
    role        TEXT NOT NULL,              -- actor, recipient
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    mention_id  TEXT,
    target      TEXT,                       -- an actor id; null: not resolved
    name        TEXT,
    PRIMARY KEY (claim_id, role, position)
) WITHOUT ROWID;
CREATE INDEX participants_by_target ON claim_participants (target, role);

CREATE TABLE claim_places (                 -- Where; only role location geocodes the event.
    claim_id    TEXT NOT NULL REFERENCES claims ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    role        TEXT NOT NULL,              -- location, origin, destination, route_destination, scope
    text        TEXT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    mention_id  TEXT,
    target      TEXT,                       -- geonames:ID or the gazetteer's own prefix; null: not resolved
    name        TEXT,
    country     TEXT,                       -- ISO 3166-1 alpha-3
    admin1      TEXT,
    latitude    REAL,
    longitude   REAL,
    precision   INTEGER,                    -- UCDP where_prec, 1 (exact) to 7 (international)
    radius_km   REAL,                       -- the place is somewhere within this; no pin is finer
    feature     TEXT,
    PRIMARY KEY (claim_id, position)
) WITHOUT ROWID;
CREATE INDEX places_by_target ON claim_places (target);

CREATE TABLE claim_quantities (             -- How many, of what. An open bound is null.
    claim_id    TEXT NOT NULL REFERENCES claims ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    measure     TEXT NOT NULL,
    low         REAL,
    best        REAL,
    high        REAL,
    type        TEXT NOT NULL,              -- count, or a running total
    unit        TEXT,
    as_of       TEXT,
    text        TEXT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    mention_id  TEXT,
    PRIMARY KEY (claim_id, position)
) WITHOUT ROWID;
