-- What is kept of the PIN that opens the staff menu of a ward's tablets, as a PHC string of Argon2id. Every tablet of the ward gets it.
CREATE TABLE staff_pin (ward TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
