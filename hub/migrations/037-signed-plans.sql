-- On which day a version of a plan came to be signed, counted from 1970-01-01: written down once, by the answer that completed it. Nothing
-- that happens to the people who hold the roles takes it away, or gives it to a version that never had it.
ALTER TABLE plan_version ADD COLUMN signed INTEGER;

-- What senior leaders answered, answer by answer: none is written over.
ALTER TABLE help_answer RENAME TO last_answer;
CREATE TABLE help_answer (
    process TEXT NOT NULL,
    measure INTEGER NOT NULL,
    -- 1, 2, 3: the last one to a text counts.
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL,
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    -- Whether a guide wrote down what was answered on paper or in a meeting.
    written_down INTEGER NOT NULL,
    PRIMARY KEY (process, measure, number)
) STRICT, WITHOUT ROWID;
INSERT INTO help_answer SELECT process, measure, revision, text, words, account, day, written_down FROM last_answer;
DROP TABLE last_answer;

-- To which words a status was given: others begin with none.
ALTER TABLE measure_status ADD COLUMN what TEXT NOT NULL DEFAULT '';
UPDATE measure_status SET what = coalesce((
    SELECT CASE WHEN json_valid(measure.measure) THEN measure.measure ->> '$.what' END FROM measure
    WHERE measure.process = measure_status.process AND measure.number = measure_status.measure), '');
