-- The tree is frozen when a box opens: a ward that moves to another department takes no earlier result with it, or two
-- roll-ups would differ by just that ward.

ALTER TABLE box ADD COLUMN departments TEXT;
UPDATE box SET departments = (
    SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id
) WHERE state <> 'planned';
