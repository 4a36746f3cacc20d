-- Who was let in to a count stays on its page when the account goes; whoever gets the address later reads nothing.

ALTER TABLE box_guide ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
