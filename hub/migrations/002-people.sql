-- How people come in. Nothing here came from an answer.

ALTER TABLE account ADD COLUMN password BLOB;
ALTER TABLE account ADD COLUMN language TEXT;
-- A session is kept by the hash of its token: who steals the database cannot go on with it.
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY, email TEXT NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
