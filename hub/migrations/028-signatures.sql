-- What leader, safety rep and union rep are asked to sign, and what they answered. All of it is done in a role, under a name.

CREATE TABLE signing (
    -- What it is, and its id: one of its kind.
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    -- The wards that it is about, by id, as JSON.
    wards TEXT NOT NULL,
    -- SHA-256 over what is signed: another version makes what was signed void.
    version BLOB NOT NULL,
    -- Since which day this version is asked for, counted from 1970-01-01.
    since INTEGER NOT NULL,
    -- Whether 'one' holder of a role is enough, or 'all' sign.
    needs TEXT NOT NULL,
    PRIMARY KEY (kind, thing)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
    -- In the order in which they came; the last of an account counts.
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    version BLOB NOT NULL,
    -- The post that it is for.
    ward TEXT NOT NULL,
    role TEXT NOT NULL,
    -- 'signed', 'refused', 'on-paper', 'gone-on'.
    answer TEXT NOT NULL,
    -- A remark, a reason, or the name on the paper.
    words TEXT NOT NULL,
    -- Who wrote it.
    account TEXT NOT NULL,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_of ON signature (kind, thing);
