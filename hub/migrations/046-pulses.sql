-- What a pulse says, one word a question: all that is kept of its count. The box itself has no figures.
CREATE TABLE pulse (box BLOB PRIMARY KEY, results TEXT NOT NULL) STRICT, WITHOUT ROWID;
