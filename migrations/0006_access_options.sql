-- When access begins and ends, and whether good news gives it back. Existing rules give back.
ALTER TABLE rules ADD COLUMN access_until TEXT;
ALTER TABLE rules ADD COLUMN starts_after INTEGER;
ALTER TABLE rules ADD COLUMN starts_on TEXT;
ALTER TABLE rules ADD COLUMN give_back INTEGER NOT NULL DEFAULT 1;
-- Days that are shown as assumed: a rule from before 0.2.0 never asked for them.
ALTER TABLE rules ADD COLUMN days_assumed INTEGER NOT NULL DEFAULT 0;
UPDATE rules SET days_assumed = 1 WHERE end_when = 'paid';
-- The marketplace's time zone, by its IANA name; UTC until one is chosen.
ALTER TABLE marketplaces ADD COLUMN zone TEXT;
-- Failed payments in a row that make a subscription delinquent; 4 until one is chosen.
ALTER TABLE endpoints ADD COLUMN delinquent_at INTEGER;
