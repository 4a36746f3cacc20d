-- Who reads what a count gave: those who could count it when its key was drawn, and later guides whom the counting
-- guide let in (`added_by`). Whoever becomes a guide afterwards does not.

CREATE TABLE box_guide (
    box BLOB NOT NULL, email TEXT NOT NULL, added_by TEXT, PRIMARY KEY (box, email)
) STRICT, WITHOUT ROWID;
-- Boxes from before this were counted for every guide of their wards.
INSERT OR IGNORE INTO box_guide (box, email)
    SELECT box.id, account.email
    FROM box JOIN box_ward ON box_ward.box = box.id JOIN ward ON ward.id = box_ward.ward JOIN account
    WHERE box.state IN ('counted', 'released') AND account.role = '"guide"'
        AND (EXISTS (SELECT 1 FROM json_each(account.places, '$.wards') WHERE value = ward.id)
            OR EXISTS (SELECT 1 FROM json_each(account.places, '$.departments') WHERE value = ward.department));
INSERT OR IGNORE INTO box_guide (box, email) SELECT DISTINCT box, email FROM note;

-- The counting key that a share is sealed to: a share is its guide's only while that is the guide's key. Nothing in
-- rows from before this.
ALTER TABLE guide_share ADD COLUMN sealed_to BLOB;
-- How many sheets there were when a count was refused because too few of them had answers: it is not tried again before
-- five more have come.
ALTER TABLE box ADD COLUMN refused_sheets INTEGER;
