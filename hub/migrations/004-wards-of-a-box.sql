-- Every list of boxes asks for the wards of each.
CREATE INDEX box_ward_of_box ON box_ward (box);
