-- Filters of the log that a person keeps for themselves; `query` is what the log's address has behind its question mark.
CREATE TABLE saved_filters (
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX saved_filters_person ON saved_filters (marketplace, person);
