-- Reminders by mail that were begun, sent, or could not be sent: none is begun twice by itself. Nothing of what a reminder is about is here
-- but its kind and the number of a thing.
CREATE TABLE reminder (
    email TEXT NOT NULL,
    -- Kind, process, thing and its version or day: another day of the same thing is another reminder.
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    process TEXT NOT NULL,
    -- The role in which whoever got it was reminded.
    role TEXT NOT NULL,
    -- The letter that it stood in: what one person is told of one process at once.
    letter TEXT NOT NULL,
    -- begun, sent, maybe, failed, asked.
    state TEXT NOT NULL,
    -- When that came about, in seconds since 1970-01-01 UTC.
    at INTEGER NOT NULL,
    -- How often it was tried.
    tries INTEGER NOT NULL,
    -- When it is tried again, if it is.
    again INTEGER,
    PRIMARY KEY (email, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_process ON reminder (process, at);

-- Who wants no reminders.
CREATE TABLE unreminded (
    email TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The calendar feed of an account: its address is a secret that is kept nowhere.
CREATE TABLE calendar_feed (
    email TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    -- On which day it was made, counted from 1970-01-01.
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Signed plans on their way to another system.
CREATE TABLE webhook_delivery (
    process TEXT NOT NULL,
    -- The number of the version that was signed.
    version INTEGER NOT NULL,
    -- What the receiver knows a repeat by.
    id TEXT NOT NULL UNIQUE,
    -- What is sent, the same each time; empty once it has arrived, was given up, or a later version came.
    body TEXT NOT NULL,
    -- waiting, arrived, given-up, before, passed.
    state TEXT NOT NULL,
    -- When that came about, in seconds since 1970-01-01 UTC.
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    -- When it is tried next.
    again INTEGER NOT NULL,
    PRIMARY KEY (process, version)
) STRICT, WITHOUT ROWID;
