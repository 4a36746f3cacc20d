-- Where each holder of a role signs, a paper is one holder's.
ALTER TABLE signature ADD COLUMN holder TEXT;

-- Who holds a role that signs, at which ward, and since when: nobody is silent before they came.
CREATE TABLE holding (
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    ward TEXT NOT NULL,
    -- The day, counted from 1970-01-01. Of whoever came before this was kept: when it was first known.
    since INTEGER NOT NULL,
    PRIMARY KEY (email, role, ward)
) STRICT, WITHOUT ROWID;
