-- Measures that helped, told to everybody who makes a plan here, once leader, safety rep and union rep agree. Which measure one tells of is
-- kept so that it can be changed and withdrawn; no page that shows an idea says it. Nothing says who agreed, or when.
CREATE TABLE idea_box (
    process TEXT NOT NULL,
    measure INTEGER NOT NULL,
    -- The id of a category of the codebook.
    theme TEXT NOT NULL,
    what TEXT NOT NULL,
    how TEXT NOT NULL,
    -- The roles that agree to these words, as JSON.
    agreed TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (process, measure)
) STRICT, WITHOUT ROWID;
