-- Days before the end that a rule on Access Ends in N Days waits for.
ALTER TABLE rules ADD COLUMN notice_days INTEGER;
-- Only the rules on access: whether an integration has any is asked with every batch of events.
CREATE INDEX rules_access ON rules (integration) WHERE "trigger" >= 'access.' AND "trigger" < 'access/';
