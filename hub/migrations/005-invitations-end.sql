-- An invitation that nobody used is void after a while. Those from before this are void at once.

ALTER TABLE account ADD COLUMN invitation_until INTEGER NOT NULL DEFAULT 0;
