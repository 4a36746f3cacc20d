-- A ward that is closed takes part in no new round; an account that is blocked opens nothing. What they have stays.

ALTER TABLE ward ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
