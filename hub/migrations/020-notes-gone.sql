-- Whether anybody wrote notes, known since the count (1 yes, 0 nobody; none where an older version counted or the database was put back
-- from before), and when they were deleted: a page that shows none says why.

ALTER TABLE box ADD COLUMN notes_written INTEGER;
ALTER TABLE box ADD COLUMN notes_deleted INTEGER;
UPDATE box SET notes_written = 1 WHERE EXISTS (SELECT 1 FROM note WHERE note.box = box.id);
