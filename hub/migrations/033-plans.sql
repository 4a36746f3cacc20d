-- The plan of measures of a ward's process. All of it is written in a role, under a name; nothing comes from an answer.

CREATE TABLE bundle (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- The day by which the staff are told what became of it, counted from 1970-01-01.
    answer_by INTEGER NOT NULL,
    -- What they are told, as JSON: what was decided, why, who wrote it down, on which day.
    reply TEXT,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    bundle INTEGER NOT NULL,
    -- The measure card, as JSON; what was decided, as a reply; how often that was.
    card TEXT NOT NULL,
    decided TEXT,
    decisions INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;

-- What leader, safety rep and union rep think of a proposal, from 1 to 5.
CREATE TABLE rating (
    process TEXT NOT NULL,
    proposal INTEGER NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    gain INTEGER NOT NULL,
    ease INTEGER NOT NULL,
    quality INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (process, proposal, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- All that is signed of it, as JSON.
    measure TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;

-- Every status that a measure was given; the last one counts.
CREATE TABLE measure_status (
    process TEXT NOT NULL,
    measure INTEGER NOT NULL,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (process, measure, number)
) STRICT, WITHOUT ROWID;

-- What a senior leader answered to a measure that asks for help, and the text that was answered.
CREATE TABLE help_answer (
    process TEXT NOT NULL,
    measure INTEGER NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL,
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    -- Whether a guide wrote down what was answered on paper or in a meeting.
    written_down INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, measure)
) STRICT, WITHOUT ROWID;

-- The measures as they were put forward to be signed. One that nobody answered gives way to the next.
CREATE TABLE plan_version (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    version BLOB NOT NULL,
    measures TEXT NOT NULL,
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;
