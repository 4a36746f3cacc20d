-- Whether the database was put back from a copy while this box was not counted yet: tablets that came after the copy may hold
-- answers of it, and this hub does not know them.

ALTER TABLE box ADD COLUMN restored INTEGER NOT NULL DEFAULT 0;
