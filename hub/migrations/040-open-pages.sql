-- The open page of a process's wards: it is read without logging in by whoever has its address. A process without a row has none.

CREATE TABLE open_page (
    process TEXT PRIMARY KEY,
    -- What its address ends with. Drawn anew, the one before opens nothing.
    token TEXT NOT NULL UNIQUE,
    -- Where this hub's pages are.
    pages TEXT NOT NULL,
    -- The box of which it shows what is published, if of any: chosen once for one, and not for those that come later.
    results BLOB
) STRICT, WITHOUT ROWID;
