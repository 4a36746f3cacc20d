-- Whose places are where: what `account.places` says, turned round, so that the accounts of a ward are found without reading all. It
-- follows the accounts by itself.
CREATE TABLE account_place (
    place TEXT NOT NULL,
    -- 1: the place is a department.
    is_department INTEGER NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (place, is_department, email)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_place_of ON account_place (email);

CREATE TRIGGER account_comes AFTER INSERT ON account BEGIN
    DELETE FROM account_place WHERE email = NEW.email;
    INSERT OR IGNORE INTO account_place SELECT value, 0, NEW.email FROM json_each(NEW.places, '$.wards');
    INSERT OR IGNORE INTO account_place SELECT value, 1, NEW.email FROM json_each(NEW.places, '$.departments');
END;
CREATE TRIGGER account_moves AFTER UPDATE OF email, places ON account BEGIN
    DELETE FROM account_place WHERE email IN (OLD.email, NEW.email);
    INSERT OR IGNORE INTO account_place SELECT value, 0, NEW.email FROM json_each(NEW.places, '$.wards');
    INSERT OR IGNORE INTO account_place SELECT value, 1, NEW.email FROM json_each(NEW.places, '$.departments');
END;
CREATE TRIGGER account_goes AFTER DELETE ON account BEGIN
    DELETE FROM account_place WHERE email = OLD.email;
END;

INSERT OR IGNORE INTO account_place
    SELECT place.value, 0, account.email FROM account, json_each(account.places, '$.wards') AS place;
INSERT OR IGNORE INTO account_place
    SELECT place.value, 1, account.email FROM account, json_each(account.places, '$.departments') AS place;

-- To which departments a box belongs once that is settled: `box.departments`, turned round in the same way. It is what roll-ups go by.
CREATE TABLE box_department (department TEXT NOT NULL, box BLOB NOT NULL, PRIMARY KEY (department, box)) STRICT, WITHOUT ROWID;

CREATE TRIGGER box_comes AFTER INSERT ON box WHEN NEW.departments IS NOT NULL BEGIN
    INSERT OR IGNORE INTO box_department SELECT value, NEW.id FROM json_each(NEW.departments);
END;
CREATE TRIGGER box_settles AFTER UPDATE OF departments ON box BEGIN
    DELETE FROM box_department WHERE box = NEW.id AND department IN (SELECT value FROM json_each(OLD.departments));
    INSERT OR IGNORE INTO box_department SELECT value, NEW.id FROM json_each(NEW.departments);
END;
CREATE TRIGGER box_goes AFTER DELETE ON box BEGIN
    DELETE FROM box_department WHERE box = OLD.id AND department IN (SELECT value FROM json_each(OLD.departments));
END;
INSERT OR IGNORE INTO box_department SELECT department.value, box.id FROM box, json_each(box.departments) AS department;

-- By what the cost of a page follows: the wards that its reader may see.
CREATE INDEX ward_of_department ON ward (department);
CREATE INDEX box_of_round ON box (round);
CREATE INDEX box_in_state ON box (state);
CREATE INDEX holding_at ON holding (ward);
CREATE INDEX process_of_wards ON process_ward (process);
CREATE INDEX tablet_on_ward ON tablet (ward);
CREATE INDEX tablet_box_of ON tablet_box (tablet);
