-- Whether what a tablet is was learnt when this database was put back: it may hold answers of boxes that are put back after it.

ALTER TABLE tablet ADD COLUMN learnt INTEGER NOT NULL DEFAULT 0;
