-- What a tablet is lies beside the database too, so that one from before knows it. `changes`: how often it was enrolled, moved or
-- taken out of use, so that the newer of the two is known. `token_before`: the token that it had before it was enrolled again; it
-- is good until the new one is shown. `stood_at`: the wards where it stood before, as JSON.

ALTER TABLE tablet ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tablet ADD COLUMN token_before BLOB;
ALTER TABLE tablet ADD COLUMN stood_at TEXT NOT NULL DEFAULT '[]';
CREATE UNIQUE INDEX tablet_token_before ON tablet (token_before);
