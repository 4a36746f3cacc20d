-- Decks that guides finished on pages; what stands here never changes. Those that came with a round stand in `round`.

CREATE TABLE deck (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- The deck, as JSON.
    deck TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- Decks that guides are still writing.
CREATE TABLE deck_draft (
    id TEXT PRIMARY KEY,
    -- What was written, as JSON.
    written TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- When it was saved last.
    saved INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
