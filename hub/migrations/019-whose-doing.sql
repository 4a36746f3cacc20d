-- Who made an enrolment code on a page: it is void once that account's rights or sessions end. None from the command line.
ALTER TABLE enrolment_code ADD COLUMN made_by TEXT;
