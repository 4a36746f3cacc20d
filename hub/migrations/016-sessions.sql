-- Where somebody is logged in: the kind of browser, and the last day on which it was used (days since 1970 in UTC). No address and no
-- time of day.

ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_day INTEGER NOT NULL DEFAULT 0;
