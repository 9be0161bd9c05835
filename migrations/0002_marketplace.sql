CREATE TABLE integrations (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  site TEXT NOT NULL,
  scheme TEXT NOT NULL,
  sealed_credential TEXT NOT NULL,
  requests_per_minute INTEGER NOT NULL,
  site_welcome INTEGER NOT NULL,
  problem TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX integrations_name ON integrations (marketplace, name);
CREATE INDEX integrations_site ON integrations (site);

CREATE TABLE endpoints (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX endpoints_marketplace ON endpoints (marketplace);

CREATE TABLE endpoint_secrets (
  id TEXT PRIMARY KEY NOT NULL,
  endpoint TEXT NOT NULL,
  kind TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  valid_until INTEGER
) WITHOUT ROWID;
CREATE INDEX endpoint_secrets_endpoint ON endpoint_secrets (endpoint);

CREATE TABLE products (
  marketplace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (marketplace, id)
) WITHOUT ROWID;

CREATE TABLE rules (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  integration TEXT NOT NULL,
  product TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  target_name TEXT NOT NULL,
  name TEXT NOT NULL,
  "on" INTEGER NOT NULL,
  access_days INTEGER,
  end_when TEXT NOT NULL,
  end_days INTEGER,
  skip_test INTEGER NOT NULL,
  remove_always INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX rules_match ON rules (marketplace, product, "trigger");
CREATE INDEX rules_integration ON rules (integration);

CREATE TABLE mappings (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  integration TEXT NOT NULL,
  field TEXT NOT NULL,
  definition TEXT NOT NULL,
  definition_label TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX mappings_definition ON mappings (integration, definition);

CREATE TABLE audit (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  did TEXT NOT NULL,
  what TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX audit_marketplace ON audit (marketplace, at);
