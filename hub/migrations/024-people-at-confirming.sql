-- How many worked on a box's wards when it was confirmed (none before that, and for what was confirmed by an older version): slips and
-- sheets are held against it too, so that a headcount which is raised later hides nobody who answers twice.

ALTER TABLE box ADD COLUMN confirmed_people INTEGER;
