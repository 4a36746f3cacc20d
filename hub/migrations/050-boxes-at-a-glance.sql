-- What tells where a box stands in a list, without reading its row: a guide's pages look at the boxes of ten years, and show a few of them.
CREATE INDEX box_glance ON box (id, state, opens, notes_until);
