-- What came from a tablet over its own start codes, in envelopes of each kind: counted in whole sheets, the last part of what a tablet holds under
-- a name that it lost was refused for ever. What was noted in sheets is as many envelopes, and no more than came.
ALTER TABLE tablet_box ADD COLUMN over_1 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tablet_box ADD COLUMN over_2 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tablet_box ADD COLUMN over_3 INTEGER NOT NULL DEFAULT 0;
UPDATE tablet_box SET (over_1, over_2, over_3) = (
    SELECT min(held_1, over * participant_marks), min(held_2, over * participant_notes), min(held_3, over * table_marks)
    FROM box JOIN round ON round.id = box.round WHERE box.id = tablet_box.box)
    WHERE over > 0 AND box IN (SELECT id FROM box);
ALTER TABLE tablet_box DROP COLUMN over;
