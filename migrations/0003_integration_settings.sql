-- An integration's own settings, as its kind's schema has them. The columns they come from go on being written for now.
ALTER TABLE integrations ADD COLUMN settings TEXT;
UPDATE integrations SET settings = json_object(
  'site', site,
  'scheme', scheme,
  'requestsPerMinute', requests_per_minute,
  'siteWelcome', json(CASE site_welcome WHEN 0 THEN 'false' ELSE 'true' END)
) WHERE kind = 'thinkific';
