-- Tokens that open the API of one marketplace in the place of the admin who made them.
CREATE TABLE api_tokens (
  -- Of the form that made it.
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  -- Its first letters, which name it without opening anything.
  handle TEXT NOT NULL,
  digest TEXT NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX api_tokens_digest ON api_tokens (digest);
CREATE UNIQUE INDEX api_tokens_name ON api_tokens (marketplace, name);
CREATE INDEX api_tokens_person ON api_tokens (person);
