-- Reports, frozen: what is published of a box, with the areas that guides made of it. Nothing here is finer than the release.

CREATE TABLE report (
    box BLOB NOT NULL,
    version INTEGER NOT NULL,
    -- SHA-256 of what it says.
    digest BLOB NOT NULL,
    -- What it says, as JSON; gone once a later version takes its place.
    frozen TEXT,
    -- The guide who froze it, and when.
    made_by TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (box, version)
) STRICT, WITHOUT ROWID;
