-- When a box in which enough people have answered is closed unread: a week after a guide said so, unless it is taken back.

ALTER TABLE box ADD COLUMN unread_at INTEGER;
