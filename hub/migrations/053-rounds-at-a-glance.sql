-- What pages read follows what stands on them, not the years that lie behind.

-- A senior leader's first page looks at every round, and reads the boxes of a few: the newest published box of a round is found by this.
DROP INDEX box_of_round;
DROP INDEX box_glance;
CREATE INDEX box_of_round ON box (round, state, opens);

-- Where each ward's boxes stand, those of which something more comes first, then the newest. `published` is `notes_until` of one that is
-- published, while that is known. Written by the triggers below alone.
CREATE TABLE ward_box (
    ward TEXT NOT NULL, is_over INTEGER NOT NULL, opens INTEGER NOT NULL, box BLOB NOT NULL, published INTEGER,
    PRIMARY KEY (ward, is_over, opens DESC, box)
) STRICT, WITHOUT ROWID;
CREATE INDEX ward_box_of ON ward_box (box);
CREATE INDEX ward_box_published ON ward_box (ward, published);

-- The wards that were asked together, ward by ward; most boxes are of one ward and stand nowhere here. Written by the triggers below alone.
CREATE TABLE ward_beside (ward TEXT NOT NULL, other TEXT NOT NULL, box BLOB NOT NULL, PRIMARY KEY (ward, other, box)) STRICT, WITHOUT ROWID;
CREATE INDEX ward_beside_of ON ward_beside (box);

INSERT INTO ward_box SELECT box_ward.ward, box.state IN ('released', 'closed-unread'), box.opens, box.id, iif(box.state = 'released', box.notes_until, NULL)
    FROM box JOIN box_ward ON box_ward.box = box.id;
INSERT INTO ward_beside SELECT mine.ward, other.ward, mine.box
    FROM box_ward AS mine JOIN box_ward AS other ON other.box = mine.box WHERE other.ward <> mine.ward;

CREATE TRIGGER box_gets_ward AFTER INSERT ON box_ward BEGIN
    INSERT INTO ward_box SELECT NEW.ward, state IN ('released', 'closed-unread'), opens, id, iif(state = 'released', notes_until, NULL)
        FROM box WHERE id = NEW.box;
    INSERT INTO ward_beside SELECT NEW.ward, ward, box FROM box_ward WHERE box = NEW.box AND ward <> NEW.ward;
    INSERT INTO ward_beside SELECT ward, NEW.ward, box FROM box_ward WHERE box = NEW.box AND ward <> NEW.ward;
END;
CREATE TRIGGER box_loses_ward AFTER DELETE ON box_ward BEGIN
    DELETE FROM ward_box WHERE box = OLD.box AND ward = OLD.ward;
    DELETE FROM ward_beside WHERE box = OLD.box AND (ward = OLD.ward OR other = OLD.ward);
END;
CREATE TRIGGER box_moves_on AFTER UPDATE OF state, opens, notes_until ON box BEGIN
    UPDATE ward_box SET is_over = NEW.state IN ('released', 'closed-unread'), opens = NEW.opens,
        published = iif(NEW.state = 'released', NEW.notes_until, NULL) WHERE box = NEW.id;
END;
