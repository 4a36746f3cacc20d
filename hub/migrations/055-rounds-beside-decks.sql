-- A round's row holds its deck, and a row is found by comparing whole rows: whoever only asked how a round is answered read its deck, and a few
-- others' on the way, for each of its boxes. What lists say of a round stands beside it. Written by the triggers below alone, which go where
-- `round` is written anew under another name: whoever does that makes them again.
CREATE TABLE round_glance (
    id TEXT PRIMARY KEY, mode TEXT NOT NULL,
    participant_marks INTEGER NOT NULL, participant_notes INTEGER NOT NULL, table_marks INTEGER NOT NULL,
    codes INTEGER NOT NULL, pulse_of TEXT, opens INTEGER, closes INTEGER, deck TEXT, version INTEGER, title TEXT
) STRICT, WITHOUT ROWID;
CREATE TRIGGER round_comes AFTER INSERT ON round BEGIN
    INSERT OR REPLACE INTO round_glance VALUES (NEW.id, NEW.mode, NEW.participant_marks, NEW.participant_notes, NEW.table_marks,
        coalesce(NEW.plan ->> '$.codes', 0), NEW.plan ->> '$.pulse_of', NEW.plan ->> '$.opens', NEW.plan ->> '$.closes',
        NEW.deck ->> '$.id', NEW.deck ->> '$.version', NEW.deck ->> '$.title');
END;
CREATE TRIGGER round_changes AFTER UPDATE ON round BEGIN
    DELETE FROM round_glance WHERE id = OLD.id;
    INSERT OR REPLACE INTO round_glance VALUES (NEW.id, NEW.mode, NEW.participant_marks, NEW.participant_notes, NEW.table_marks,
        coalesce(NEW.plan ->> '$.codes', 0), NEW.plan ->> '$.pulse_of', NEW.plan ->> '$.opens', NEW.plan ->> '$.closes',
        NEW.deck ->> '$.id', NEW.deck ->> '$.version', NEW.deck ->> '$.title');
END;
CREATE TRIGGER round_goes AFTER DELETE ON round BEGIN
    DELETE FROM round_glance WHERE id = OLD.id;
END;
INSERT INTO round_glance SELECT id, mode, participant_marks, participant_notes, table_marks, coalesce(plan ->> '$.codes', 0),
    plan ->> '$.pulse_of', plan ->> '$.opens', plan ->> '$.closes', deck ->> '$.id', deck ->> '$.version', deck ->> '$.title' FROM round;
