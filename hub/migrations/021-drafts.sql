-- Rounds that a guide is still writing. Not in `round`: what stands there opens by itself.

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    -- What was written, as JSON.
    written TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- When it was saved last, and how often: two who write at the same time do not overwrite each other in silence.
    saved INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
