-- Events: clusters of claims that speak of one happening. An event stores no truth; who says what is read off its claims.

CREATE TABLE events (
    event_id        TEXT PRIMARY KEY,
    event_type      TEXT,
    modes           TEXT NOT NULL,          -- JSON list
    time_text       TEXT,
    time_edtf       TEXT,
    time_from       TEXT,                   -- half-open interval, ISO 8601
    time_until      TEXT,
    n_claims        INTEGER NOT NULL,
    n_statements    INTEGER NOT NULL,
    n_reports       INTEGER NOT NULL,
    n_origins       INTEGER NOT NULL,
    status          TEXT NOT NULL,          -- party_claim_only, single_source, corroborated, contested, retracted
    part_of         TEXT,                   -- the larger happening's event_id
    event           TEXT NOT NULL           -- JSON: the exact object of the events export
);

CREATE TABLE event_claims (                 -- Which claims speak of an event. A claim speaks of one event at most.
    event_id  TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    claim_id  TEXT NOT NULL UNIQUE REFERENCES claims DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (event_id, position)
);

CREATE TABLE event_participants (
    event_id    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    role        TEXT NOT NULL,              -- actor, recipient
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    target      TEXT,
    name        TEXT,
    PRIMARY KEY (event_id, role, position)
) WITHOUT ROWID;

CREATE TABLE event_places (
    event_id    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    role        TEXT NOT NULL,
    text        TEXT NOT NULL,
    target      TEXT,
    name        TEXT,
    country     TEXT,
    admin1      TEXT,
    latitude    REAL,
    longitude   REAL,
    precision   INTEGER,
    radius_km   REAL,
    PRIMARY KEY (event_id, position)
) WITHOUT ROWID;

CREATE TABLE event_quantities (             -- One value per origin, never merged; the bounds are over origins.
    event_id  TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    measure   TEXT NOT NULL,
    low       REAL,
    best      REAL,
    high      REAL,
    by_origin TEXT NOT NULL,                -- JSON object: origin -> value
    PRIMARY KEY (event_id, measure)
) WITHOUT ROWID;

CREATE TABLE event_statuses (               -- Status of one attribute: occurrence, agent, outcome, quantity, ...
    event_id   TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    attribute  TEXT NOT NULL,
    status     TEXT NOT NULL,
    PRIMARY KEY (event_id, attribute)
) WITHOUT ROWID;

CREATE TABLE contradictions (               -- Two claims on one event that cannot both hold; neither is deleted.
    event_id   TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    attribute  TEXT NOT NULL,
    claim_a    TEXT NOT NULL,
    claim_b    TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (event_id, position)
) WITHOUT ROWID;
