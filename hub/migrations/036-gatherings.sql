-- Gatherings for measures. What is written at one stands in a file beside the database until it is handed over; nothing of it is here before.

CREATE TABLE gathering (
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- What its file is called, and what tables join with.
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    -- The day, the areas and the number of tables, as JSON.
    prepared TEXT NOT NULL,
    -- 'prepared', a step, 'handed-over' or 'given-up'; whether the step is open.
    stage TEXT NOT NULL,
    open INTEGER NOT NULL,
    area INTEGER NOT NULL,
    -- When the time of the step is over.
    until INTEGER,
    -- What was handed over, as JSON.
    handed TEXT,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, number)
) STRICT, WITHOUT ROWID;
