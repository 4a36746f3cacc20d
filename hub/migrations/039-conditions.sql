-- The number of a count stands in the audit log too; it is looked up there for every page that says whether tablets found theirs.
CREATE INDEX audit_counted ON audit (wards) WHERE deed = 'counted';

-- How a tablet is, as it says itself at each contact, as JSON: version, battery and disk as "fine" or "low", by how many minutes its clock
-- is behind. Why something waits on it for a box, as it says once the box is closed for good.
ALTER TABLE tablet ADD COLUMN condition TEXT;
ALTER TABLE tablet_box ADD COLUMN why TEXT;
