-- Areas to keep and to improve: a guide's own words over what is published of a box. Nothing here comes from an answer.

CREATE TABLE area (
    box BLOB NOT NULL,
    -- What pages call it by; random.
    id TEXT NOT NULL,
    -- The order in which guides made them.
    place INTEGER NOT NULL,
    -- The area, as JSON: kind, title, sentence, and the questions it rests on.
    area TEXT NOT NULL,
    -- How often it was saved.
    revision INTEGER NOT NULL,
    PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
