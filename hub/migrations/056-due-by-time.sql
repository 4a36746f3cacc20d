-- What the clock brings is found by its time, without reading a row of any other box.
CREATE INDEX box_to_open ON box (opens) WHERE state = 'planned';
CREATE INDEX box_to_close ON box (closed_for_good, closes) WHERE state = 'open';
CREATE INDEX box_to_end ON box (unread_at) WHERE state = 'open' AND unread_at IS NOT NULL;
CREATE INDEX box_to_forget ON box (notes_until) WHERE state = 'counted';
