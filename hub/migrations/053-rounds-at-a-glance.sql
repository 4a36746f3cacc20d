-- A senior leader's first page looks at every round, and reads the boxes of a few: the newest published box of a round is found by this.
DROP INDEX box_of_round;
CREATE INDEX box_of_round ON box (round, state, opens);
