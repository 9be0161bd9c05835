-- Channels for alerts: where a marketplace's people are alerted to what needs them.
CREATE TABLE alert_channels (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  -- What people may see of the address.
  shown TEXT NOT NULL,
  sealed_address TEXT NOT NULL,
  -- Where links lead while PUBLIC_URL is not set.
  origin TEXT NOT NULL,
  causes TEXT NOT NULL,
  quiet_from INTEGER,
  quiet_until INTEGER,
  digest_weekday INTEGER,
  digest_hour INTEGER,
  "on" INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX alert_channels_name ON alert_channels (marketplace, name);
