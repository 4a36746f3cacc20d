-- What a count was made of, so that tablets can check that all they delivered is in it.

-- The ids of the envelopes that were counted, among drawn ones up to a size that follows from the box; gone once tablets hear no more of it.
ALTER TABLE box ADD COLUMN counted BLOB;
-- SHA-256 over them: people compare its last digits.
ALTER TABLE box ADD COLUMN count_number BLOB;
-- What the tablet found: 1 all that it holds is in that count, 0 something is not.
ALTER TABLE tablet_box ADD COLUMN checked INTEGER;
