-- A box that is closed for good takes no new answers ever, whatever the hub's clock says later: tablets have sent what was left.

ALTER TABLE box ADD COLUMN closed_for_good INTEGER NOT NULL DEFAULT 0;
