-- Whether what a tablet is was learnt when this database was put back: it may hold answers of boxes that are put back after it.

ALTER TABLE tablet ADD COLUMN learnt INTEGER NOT NULL DEFAULT 0;
-- How many sheets came from a tablet over its own start codes, at most, ever: with slips of another id of its.
ALTER TABLE tablet_box ADD COLUMN over INTEGER NOT NULL DEFAULT 0;
