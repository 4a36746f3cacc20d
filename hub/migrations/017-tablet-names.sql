-- What people call a tablet: "break room, north".

CREATE TABLE tablet_name (tablet TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
