-- A marketplace's key to SamCart's API, with which its sales are compared with what was reported.
CREATE TABLE samcart_api_keys (
  -- Of the form that saved it.
  id TEXT PRIMARY KEY NOT NULL,
  marketplace TEXT NOT NULL,
  sealed TEXT NOT NULL,
  saved_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX samcart_api_keys_marketplace ON samcart_api_keys (marketplace);
