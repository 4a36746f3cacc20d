-- The open page of a process's wards: it is read without logging in by whoever has its address. A process without a row has none.

CREATE TABLE open_page (
    process TEXT PRIMARY KEY,
    -- What its address ends with. Drawn anew, the one before opens nothing.
    token TEXT NOT NULL UNIQUE,
    -- Under which host it is reached.
    host TEXT NOT NULL,
    -- Whether it shows what is published of the newest round.
    results INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
