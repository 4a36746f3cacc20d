-- How many tablets an enrolment link may enrol, and how many it has. `used` says that it is used up.
ALTER TABLE enrolment_code ADD COLUMN tablets INTEGER NOT NULL DEFAULT 1;
ALTER TABLE enrolment_code ADD COLUMN enrolled INTEGER NOT NULL DEFAULT 0;
UPDATE enrolment_code SET enrolled = 1 WHERE used = 1;
