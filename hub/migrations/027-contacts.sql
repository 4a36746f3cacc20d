-- What each tablet has to show at its next contact, so that a copy of it is noticed (see contacts.rs). Follows from nothing that
-- anybody answers.
ALTER TABLE tablet ADD COLUMN contacts TEXT NOT NULL DEFAULT '{}';
