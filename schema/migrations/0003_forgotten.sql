-- Who was forgotten, so that the next sync does not bring them back: keyed hashes, whose key is not in the file.

CREATE TABLE forgotten (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  person       INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('account', 'email')),
  hash         TEXT NOT NULL UNIQUE,
  forgotten_at TEXT NOT NULL
) STRICT;
CREATE INDEX forgotten_by_person ON forgotten (person);
