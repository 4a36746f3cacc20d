-- Figures are kept compressed, each in a row of its own: ten years of a country's were nine tenths of the database, and all of it is
-- rewritten whenever it is tidied. What stood in `box_figures` is packed between this migration and the next.
CREATE TABLE figures (box BLOB, kind TEXT, packed BLOB, PRIMARY KEY (box, kind)) STRICT, WITHOUT ROWID;
