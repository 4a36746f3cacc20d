-- Nothing that came from an answer has a timestamp, a sequence or a rowid.

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE department (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ward (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, department TEXT NOT NULL, headcount INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
    email TEXT PRIMARY KEY, role TEXT NOT NULL, places TEXT NOT NULL,
    invitation BLOB, counting_public BLOB, counting_wrapped BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
    id TEXT PRIMARY KEY, plan TEXT NOT NULL, deck TEXT NOT NULL, mode TEXT NOT NULL,
    participant_marks INTEGER NOT NULL, participant_notes INTEGER NOT NULL, table_marks INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE box (
    id BLOB PRIMARY KEY, round TEXT NOT NULL, wards TEXT NOT NULL, state TEXT NOT NULL,
    opens INTEGER NOT NULL, closes INTEGER NOT NULL, floor INTEGER NOT NULL,
    public_key BLOB, recovery_share BLOB, tally TEXT, release TEXT, notes_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE box_ward (ward TEXT NOT NULL, box BLOB NOT NULL, PRIMARY KEY (ward, box)) STRICT, WITHOUT ROWID;
CREATE TABLE guide_share (
    box BLOB NOT NULL, email TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (box, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE envelope (
    box BLOB NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
    box BLOB NOT NULL, tablet TEXT NOT NULL, id BLOB NOT NULL, kind INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (box, tablet, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    box BLOB NOT NULL, email TEXT NOT NULL, id BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (box, email, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tablet (
    id TEXT PRIMARY KEY, ward TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, state TEXT NOT NULL, last_seen INTEGER
) STRICT, WITHOUT ROWID;
-- Handed: the tablet was given the box's key. Held: how many envelopes of each kind the hub has from it.
-- Clear: it has said since closing that nothing waits.
CREATE TABLE tablet_box (
    box BLOB NOT NULL, tablet TEXT NOT NULL, held_1 INTEGER NOT NULL DEFAULT 0, held_2 INTEGER NOT NULL DEFAULT 0,
    held_3 INTEGER NOT NULL DEFAULT 0, clear INTEGER NOT NULL DEFAULT 0, left_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (box, tablet)
) STRICT, WITHOUT ROWID;
CREATE TABLE enrolment_code (
    ticket_hash BLOB PRIMARY KEY, proof_key BLOB NOT NULL, ward TEXT NOT NULL, expires INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
