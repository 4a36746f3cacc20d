-- Boxes that are counted and never released keep notes and shares for twelve months too; those that were counted before this, from
-- now on.

UPDATE box SET notes_until = unixepoch() + 31536000 WHERE state = 'counted' AND notes_until IS NULL;
