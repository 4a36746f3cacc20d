-- What troubles a tablet while it takes answers for a box, as it says itself (names, as JSON): kept until the box is over, also when the
-- tablet says nothing of it any more.

ALTER TABLE tablet_box ADD COLUMN troubles TEXT NOT NULL DEFAULT '[]';
