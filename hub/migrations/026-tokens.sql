-- Tokens with which a guide's other programs read what is published. The token itself is kept nowhere.

CREATE TABLE token (
    -- What pages call it by; random, and no part of the token.
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    -- The guide who made it.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The wards it reads, by id, as JSON.
    wards TEXT NOT NULL,
    -- When it is void.
    until INTEGER NOT NULL,
    -- The last day on which it was used.
    last_day INTEGER
) STRICT, WITHOUT ROWID;
