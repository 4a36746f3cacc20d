-- Who made an enrolment code on a page: it is void once that account's rights or sessions end. None from the command line.
ALTER TABLE enrolment_code ADD COLUMN made_by TEXT;
-- A round belongs to the departments that its wards had when its first box was confirmed.
UPDATE box SET departments = (SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id
                              WHERE box_ward.box = box.id)
    WHERE departments IS NULL AND round IN (SELECT round FROM box WHERE state <> 'planned' OR public_key IS NOT NULL);
-- The most people that are said to have worked on its wards since it was confirmed: what a tablet may deliver never shrinks.
ALTER TABLE box ADD COLUMN most_people INTEGER NOT NULL DEFAULT 0;
-- Who has a counting key, came in by an invitation, and has not given the passphrase on a page since.
ALTER TABLE account ADD COLUMN unproven INTEGER NOT NULL DEFAULT 0;
-- How much longer the week before a box is closed unread still has to last, in seconds.
ALTER TABLE box ADD COLUMN unread_owed INTEGER NOT NULL DEFAULT 0;
-- Who made an invitation on a page: it is void once that account's rights end. None from the command line.
ALTER TABLE account ADD COLUMN invited_by TEXT;
-- How often everybody who was logged in with an account was logged out: a log-in that was begun before begins no session.
ALTER TABLE account ADD COLUMN logged_out INTEGER NOT NULL DEFAULT 0;
