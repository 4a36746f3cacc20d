-- A spare that was woken is a code like any other: how many there were is all that is kept. `filler` makes what a tablet sees in
-- the place of a code that does not live: nothing that can be tried out.

ALTER TABLE code_list ADD COLUMN woken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE code_list ADD COLUMN filler BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
UPDATE code_list SET filler = randomblob(16);
-- That something of a tablet was refused because it had delivered as many sheets as it may.
ALTER TABLE tablet_box ADD COLUMN refused_full INTEGER NOT NULL DEFAULT 0;
