-- Who did what, and when: append-only, each entry chained to the one before. Nothing in it comes from an answer or a delivery.

CREATE TABLE audit (
    -- 1, 2, 3, without a gap.
    number INTEGER PRIMARY KEY,
    -- To the minute, in seconds since 1970.
    at INTEGER NOT NULL,
    -- An account's address, 'shell', or 'hub'.
    who TEXT NOT NULL,
    -- The wards that it concerns, as JSON.
    wards TEXT NOT NULL,
    -- The word for what was done, and what belongs to it, as JSON.
    deed TEXT NOT NULL,
    about TEXT NOT NULL,
    -- SHA-256 over the hash of the entry before and everything above.
    hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The last entry that was forgotten because its time was over: the chain begins behind it.
CREATE TABLE audit_start (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO audit_start VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'the audit log never changes');
END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN OLD.number > (SELECT number FROM audit_start)
BEGIN
    SELECT raise(ABORT, 'the audit log stays');
END;

CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM audit), (SELECT number FROM audit_start))
BEGIN
    SELECT raise(ABORT, 'the audit log has no gaps');
END;

CREATE TRIGGER audit_start_stays BEFORE DELETE ON audit_start
BEGIN
    SELECT raise(ABORT, 'the audit log has one start');
END;

CREATE TRIGGER audit_start_goes_on BEFORE UPDATE ON audit_start WHEN NEW.number < OLD.number
BEGIN
    SELECT raise(ABORT, 'the audit log starts no earlier');
END;
