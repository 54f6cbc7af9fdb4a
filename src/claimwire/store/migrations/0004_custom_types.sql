-- Types of a researcher's own codebook.

CREATE TABLE claim_custom_types (           -- Types of a codebook of one's own that a claim was given, best first.
    claim_id    TEXT NOT NULL REFERENCES claims ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    codebook    TEXT NOT NULL,
    type        TEXT NOT NULL,
    score       REAL NOT NULL,              -- 0 to 1; what is below the codebook's threshold is not written
    rule        TEXT NOT NULL,              -- the lexicon entry that held, and the score by examples alone
    example     TEXT,                       -- the codebook's example that the claim is nearest to
    PRIMARY KEY (claim_id, position)
) WITHOUT ROWID;
CREATE INDEX custom_types_by_type ON claim_custom_types (codebook, type);
