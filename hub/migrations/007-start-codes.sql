-- Start codes of a tablet for a box, hashed under a salt of its own. `hashes` has one for each of the 512 places; those
-- without a code hold random bytes. `codes` says which places have one, and whether it lives. `live` is how many sheets
-- the tablet may deliver.

CREATE TABLE code_list (
    box BLOB NOT NULL, tablet TEXT NOT NULL, salt BLOB NOT NULL, hashes BLOB NOT NULL, codes TEXT NOT NULL,
    live INTEGER NOT NULL, PRIMARY KEY (box, tablet)
) STRICT, WITHOUT ROWID;
