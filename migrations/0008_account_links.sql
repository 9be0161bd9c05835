-- Who made a link for a new password: it ends with their place in the team. Mailed ones prove the address they went to.
ALTER TABLE verifications ADD COLUMN maker TEXT;
ALTER TABLE verifications ADD COLUMN proves_email INTEGER NOT NULL DEFAULT 0;
CREATE INDEX verifications_value ON verifications (value);
ALTER TABLE invitations ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;
-- Invitations left behind by admins who are none any more.
UPDATE invitations SET status = 'canceled' WHERE status = 'pending' AND NOT EXISTS (
  SELECT 1 FROM members
  WHERE members.marketplace = invitations.marketplace AND members.person = invitations.inviter AND members.role = 'admin'
);
