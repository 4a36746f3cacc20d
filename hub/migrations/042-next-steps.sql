-- What was decided of a measure after it was looked at whether it helped: keep, adjust, close. Nothing where only its status was set.
ALTER TABLE measure_status ADD COLUMN next TEXT;
