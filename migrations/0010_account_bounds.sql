-- A mailed invitation's secret rests as a digest, unknown to the admin who invited.
ALTER TABLE invitations ADD COLUMN secret TEXT;
CREATE INDEX invitations_secret ON invitations (secret);
-- A new password, two-step sign-in turned on or off, and signing out everywhere make every browser unknown again.
ALTER TABLE people ADD COLUMN devices_since INTEGER NOT NULL DEFAULT 0;
-- Whose link set a password: it ends with that admin's place in the team.
ALTER TABLE credentials ADD COLUMN set_by TEXT;
CREATE INDEX credentials_set_by ON credentials (set_by);
-- How many marketplaces a person has made is limited.
ALTER TABLE marketplaces ADD COLUMN maker TEXT;
CREATE INDEX marketplaces_maker ON marketplaces (maker);
