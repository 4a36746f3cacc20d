-- What a list of figures says of each box stands with its ward and its department: nobody who looks at one round reads the boxes of ten years.

-- As in 053, with the round, and whether it was counted, published or not. Written by the triggers below alone.
DROP TRIGGER box_gets_ward;
DROP TRIGGER box_loses_ward;
DROP TRIGGER box_moves_on;
DROP TABLE ward_box;
CREATE TABLE ward_box (
    ward TEXT NOT NULL, is_over INTEGER NOT NULL, opens INTEGER NOT NULL, box BLOB NOT NULL, published INTEGER,
    round TEXT NOT NULL, is_counted INTEGER NOT NULL,
    PRIMARY KEY (ward, is_over, opens DESC, box)
) STRICT, WITHOUT ROWID;
INSERT INTO ward_box SELECT box_ward.ward, box.state IN ('released', 'closed-unread'), box.opens, box.id,
    iif(box.state = 'released', box.notes_until, NULL), box.round, box.state IN ('counted', 'released')
    FROM box JOIN box_ward ON box_ward.box = box.id ORDER BY 1, 2, 3 DESC, 4;
CREATE INDEX ward_box_of ON ward_box (box);
CREATE INDEX ward_box_published ON ward_box (ward, published);
CREATE TRIGGER box_gets_ward AFTER INSERT ON box_ward BEGIN
    INSERT INTO ward_box SELECT NEW.ward, state IN ('released', 'closed-unread'), opens, id, iif(state = 'released', notes_until, NULL),
        round, state IN ('counted', 'released') FROM box WHERE id = NEW.box;
    INSERT INTO ward_beside SELECT NEW.ward, ward, box FROM box_ward WHERE box = NEW.box AND ward <> NEW.ward;
    INSERT INTO ward_beside SELECT ward, NEW.ward, box FROM box_ward WHERE box = NEW.box AND ward <> NEW.ward;
END;
CREATE TRIGGER box_loses_ward AFTER DELETE ON box_ward BEGIN
    DELETE FROM ward_box WHERE box = OLD.box AND ward = OLD.ward;
    DELETE FROM ward_beside WHERE box = OLD.box AND (ward = OLD.ward OR other = OLD.ward);
END;
CREATE TRIGGER box_moves_on AFTER UPDATE OF state, opens, notes_until, round ON box BEGIN
    UPDATE ward_box SET is_over = NEW.state IN ('released', 'closed-unread'), opens = NEW.opens,
        published = iif(NEW.state = 'released', NEW.notes_until, NULL), round = NEW.round, is_counted = NEW.state IN ('counted', 'released')
        WHERE box = NEW.id;
END;

-- To which departments a box belongs, as in 038, round by round, and whether to no other.
DROP TRIGGER box_comes;
DROP TRIGGER box_settles;
DROP TRIGGER box_goes;
DROP TABLE box_department;
CREATE TABLE box_department (
    department TEXT NOT NULL, round TEXT NOT NULL, box BLOB NOT NULL, is_alone INTEGER NOT NULL,
    is_published INTEGER NOT NULL, opens INTEGER NOT NULL,
    PRIMARY KEY (department, round, box)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO box_department
    SELECT department.value, box.round, box.id, (SELECT count(DISTINCT value) FROM json_each(box.departments)) = 1,
        box.state = 'released', box.opens
    FROM box, json_each(box.departments) AS department ORDER BY 1, 2, 3;
CREATE TRIGGER box_comes AFTER INSERT ON box WHEN NEW.departments IS NOT NULL BEGIN
    INSERT OR IGNORE INTO box_department
        SELECT value, NEW.round, NEW.id, (SELECT count(DISTINCT value) FROM json_each(NEW.departments)) = 1,
            NEW.state = 'released', NEW.opens FROM json_each(NEW.departments);
END;
CREATE TRIGGER box_settles AFTER UPDATE OF departments, round, state, opens ON box BEGIN
    DELETE FROM box_department WHERE department IN (SELECT value FROM json_each(OLD.departments)) AND round = OLD.round AND box = NEW.id;
    INSERT OR IGNORE INTO box_department
        SELECT value, NEW.round, NEW.id, (SELECT count(DISTINCT value) FROM json_each(NEW.departments)) = 1,
            NEW.state = 'released', NEW.opens FROM json_each(NEW.departments);
END;
CREATE TRIGGER box_goes AFTER DELETE ON box BEGIN
    DELETE FROM box_department WHERE department IN (SELECT value FROM json_each(OLD.departments)) AND round = OLD.round AND box = OLD.id;
END;

-- What a sum says of the boxes of a round that stand alike, without a row of theirs.
CREATE INDEX box_alike ON box (round, departments, state, closes, public_key IS NOT NULL, opens);
