-- The process of a ward, or of the wards that are counted together. All of it is done in a role, under a name; nothing comes from an answer.

CREATE TABLE process (
    -- The id of the first of its wards.
    id TEXT PRIMARY KEY,
    -- Its wards by id, as JSON.
    wards TEXT NOT NULL,
    -- Whether 'one' holder of a role signs, or 'all'.
    needs TEXT NOT NULL,
    -- Since which day it is put to rest, counted from 1970-01-01.
    resting INTEGER
) STRICT, WITHOUT ROWID;
-- No ward is in two processes.
CREATE TABLE process_ward (ward TEXT PRIMARY KEY, process TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE process_phase (
    process TEXT NOT NULL,
    -- 1, 2, 3: the last is the present one.
    number INTEGER NOT NULL,
    phase TEXT NOT NULL,
    day INTEGER NOT NULL,
    account TEXT NOT NULL,
    -- Why it began before everybody had signed.
    reason TEXT,
    -- The version of the goal sheet at that time.
    goals INTEGER,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_sheet (
    process TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- The goals, as JSON; how they are looked at, and on which day.
    goals TEXT NOT NULL,
    how TEXT NOT NULL,
    look INTEGER NOT NULL,
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (process, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- 'introductory', 'regular', 'gathering', 'follow-up'.
    kind TEXT NOT NULL,
    day INTEGER NOT NULL,
    -- The roles that took part, as JSON, and what was decided.
    roles TEXT NOT NULL,
    decided TEXT NOT NULL,
    -- The day of the next meeting, or why none is needed.
    next_day INTEGER,
    none_needed TEXT,
    closed INTEGER NOT NULL,
    account TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;

-- Hard cases that a guide showed on to whoever is there for them. No free text.
CREATE TABLE passed_on (
    id TEXT PRIMARY KEY,
    ward TEXT NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    function TEXT NOT NULL,
    account TEXT NOT NULL,
    -- The guides who can read it, as JSON: those who had a counting key when it was written. Whoever is made a guide later reads none.
    readers TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was made of a published result, outside Trykk or in it: on which day its report was given, and its plan made.
CREATE TABLE follow_up (box BLOB PRIMARY KEY, report INTEGER, plan INTEGER) STRICT, WITHOUT ROWID;
