-- Figures stand in a table of their own: a list of a guide's boxes looks at the rows of ten years, and each of them filled a page of the
-- database by what was counted in it.
CREATE TABLE box_figures (box BLOB PRIMARY KEY, tally TEXT, release TEXT) STRICT, WITHOUT ROWID;
INSERT INTO box_figures SELECT id, tally, release FROM box WHERE tally IS NOT NULL OR release IS NOT NULL;
ALTER TABLE box DROP COLUMN tally;
ALTER TABLE box DROP COLUMN release;
