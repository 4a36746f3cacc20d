-- What the clock brings is found by its time, without reading a row of any other box.
DROP INDEX box_in_state;
CREATE INDEX box_in_state ON box (state, closed_for_good, closes, opens);
-- Few boxes are ever to be closed unread.
CREATE INDEX box_to_end ON box (unread_at) WHERE unread_at IS NOT NULL;
