-- What a guide sorted the notes of a box into: sealed to that guide's counting key as the notes are, for it says what they say. Deleted with
-- them.

CREATE TABLE sorting (
    box BLOB NOT NULL,
    email TEXT NOT NULL,
    -- As long whatever was sorted: it has a place for each of the guide's notes.
    sealed BLOB NOT NULL,
    PRIMARY KEY (box, email)
) STRICT, WITHOUT ROWID;

-- What is published of the notes of a box, in bands of writers: made once, of one guide's whole sorting, and either there or withdrawn.
CREATE TABLE bands (
    box BLOB PRIMARY KEY,
    -- The bands, as JSON; gone once they are withdrawn, and then none are made again.
    bands TEXT,
    -- The guide who published them, and when.
    made_by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
