-- What a guide sorted the notes of a box into: sealed to that guide's counting key as the notes are, for it says what they say. Deleted with
-- them.

CREATE TABLE sorting (
    box BLOB NOT NULL,
    email TEXT NOT NULL,
    -- As long whatever was sorted: it has a place for each of the guide's notes.
    sealed BLOB NOT NULL,
    PRIMARY KEY (box, email)
) STRICT, WITHOUT ROWID;
