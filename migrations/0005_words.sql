-- What a marketplace chose for words of its senders that are not understood.
CREATE TABLE words (
  marketplace TEXT NOT NULL,
  format TEXT NOT NULL,
  word TEXT NOT NULL,
  spelling TEXT NOT NULL,
  meaning TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (marketplace, format, word)
) WITHOUT ROWID;
