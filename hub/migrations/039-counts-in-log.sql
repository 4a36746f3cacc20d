-- The number of a count stands in the audit log too; it is looked up there for every page that says whether tablets found theirs.
CREATE INDEX audit_counted ON audit (wards) WHERE deed = 'counted';
