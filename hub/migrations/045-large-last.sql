-- What is large stands last in its row: SQLite reads a row from its beginning, and whatever stands behind a text of many pages is found by
-- reading all of them. A list of boxes read every figure that was ever counted. A column that is added later stands behind them again:
-- write the table anew, as here.
CREATE TABLE box_anew (
    id BLOB PRIMARY KEY, round TEXT NOT NULL, wards TEXT NOT NULL, state TEXT NOT NULL,
    opens INTEGER NOT NULL, closes INTEGER NOT NULL, floor INTEGER NOT NULL,
    public_key BLOB, recovery_share BLOB, notes_until INTEGER, departments TEXT, refused_sheets INTEGER,
    closed_for_good INTEGER NOT NULL DEFAULT 0, unread_at INTEGER, restored INTEGER NOT NULL DEFAULT 0,
    most_people INTEGER NOT NULL DEFAULT 0, unread_owed INTEGER NOT NULL DEFAULT 0, notes_written INTEGER, notes_deleted INTEGER,
    confirmed_people INTEGER, count_number BLOB,
    tally TEXT, release TEXT, counted BLOB
) STRICT, WITHOUT ROWID;
INSERT INTO box_anew SELECT id, round, wards, state, opens, closes, floor, public_key, recovery_share, notes_until, departments,
    refused_sheets, closed_for_good, unread_at, restored, most_people, unread_owed, notes_written, notes_deleted, confirmed_people,
    count_number, tally, release, counted FROM box;
-- Its triggers and indexes go with it; what they keep elsewhere stays.
DROP TABLE box;
ALTER TABLE box_anew RENAME TO box;
CREATE INDEX box_of_round ON box (round);
CREATE INDEX box_in_state ON box (state);
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

CREATE TABLE round_anew (
    id TEXT PRIMARY KEY, plan TEXT NOT NULL, mode TEXT NOT NULL,
    participant_marks INTEGER NOT NULL, participant_notes INTEGER NOT NULL, table_marks INTEGER NOT NULL,
    deck TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO round_anew SELECT id, plan, mode, participant_marks, participant_notes, table_marks, deck FROM round;
DROP TABLE round;
ALTER TABLE round_anew RENAME TO round;
