-- The first form of the file. Stamps are text, UTC, YYYY-MM-DDTHH:MM:SS.sssZ.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
  id               INTEGER PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  platform         TEXT NOT NULL CHECK (platform IN ('learn', 'exec')),
  host             TEXT NOT NULL,
  tenant           TEXT NOT NULL,
  filters          TEXT NOT NULL,
  server_clock     TEXT,
  local_clock      TEXT,
  unavailable      TEXT,
  created_at       TEXT NOT NULL
) STRICT;

CREATE TABLE people (
  id                INTEGER PRIMARY KEY,
  source            TEXT NOT NULL REFERENCES sources (name),
  source_id         TEXT NOT NULL,
  email             TEXT,
  first_name        TEXT,
  last_name         TEXT,
  ref               TEXT,
  role              TEXT,
  is_active         INTEGER CHECK (is_active IN (0, 1)),
  manager_source_id TEXT,
  extra             TEXT,
  person_key        TEXT NOT NULL,
  UNIQUE (source, source_id)
) STRICT;
CREATE INDEX people_by_person_key ON people (person_key);

CREATE TABLE items (
  id        INTEGER PRIMARY KEY,
  source    TEXT NOT NULL REFERENCES sources (name),
  source_id TEXT NOT NULL,
  kind      TEXT,
  title     TEXT,
  slug      TEXT,
  extra     TEXT,
  UNIQUE (source, source_id)
) STRICT;

CREATE TABLE assignments (
  id              INTEGER PRIMARY KEY,
  source          TEXT NOT NULL REFERENCES sources (name),
  source_id       TEXT NOT NULL,
  kind            TEXT,
  title           TEXT,
  audience_id     TEXT,
  item_id         INTEGER REFERENCES items (id),
  completion_days INTEGER,
  recurrence_days INTEGER,
  is_active       INTEGER CHECK (is_active IN (0, 1)),
  created_at      TEXT,
  updated_at      TEXT,
  deleted_at      TEXT,
  extra           TEXT,
  UNIQUE (source, source_id)
) STRICT;

CREATE TABLE enrolments (
  id            INTEGER PRIMARY KEY,
  source        TEXT NOT NULL REFERENCES sources (name),
  source_id     TEXT NOT NULL,
  person_id     INTEGER REFERENCES people (id),
  item_id       INTEGER REFERENCES items (id),
  assignment_id INTEGER REFERENCES assignments (id),
  audience_id   TEXT,
  status        TEXT NOT NULL CHECK (status IN ('scheduled', 'open', 'in_progress', 'completed', 'overdue', 'failed',
                                                'archived', 'unassigned', 'unknown')),
  source_status TEXT,
  available_at  TEXT,
  due_at        TEXT,
  completed_at  TEXT,
  score         REAL,
  rank          TEXT,
  rank_required TEXT,
  attempts      INTEGER,
  attempts_min  INTEGER,
  attempts_max  INTEGER,
  created_at    TEXT,
  updated_at    TEXT,
  first_seen_at TEXT NOT NULL,
  changed_at    TEXT NOT NULL,
  missing_since TEXT,
  deleted_at    TEXT,
  UNIQUE (source, source_id)
) STRICT;
CREATE INDEX enrolments_by_person ON enrolments (person_id);
CREATE INDEX enrolments_by_item ON enrolments (item_id, status);
CREATE INDEX enrolments_by_assignment ON enrolments (assignment_id, updated_at);
CREATE INDEX enrolments_by_status_and_due_date ON enrolments (status, due_at);

CREATE TABLE enrolment_history (
  id              INTEGER PRIMARY KEY,
  enrolment_id    INTEGER NOT NULL REFERENCES enrolments (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  type            TEXT,
  completion_id   TEXT,
  previous_status TEXT,
  next_status     TEXT,
  created_at      TEXT,
  updated_at      TEXT,
  UNIQUE (enrolment_id, position)
) STRICT;

CREATE TABLE enrolment_payloads (
  enrolment_id INTEGER PRIMARY KEY REFERENCES enrolments (id) ON DELETE CASCADE,
  payload      TEXT NOT NULL,
  run_id       INTEGER NOT NULL REFERENCES sync_runs (id),
  fetched_at   TEXT NOT NULL
) STRICT;

CREATE TABLE status_periods (
  id           INTEGER PRIMARY KEY,
  enrolment_id INTEGER NOT NULL REFERENCES enrolments (id) ON DELETE CASCADE,
  status       TEXT NOT NULL,
  valid_from   TEXT NOT NULL,
  valid_to     TEXT,
  evidence     TEXT NOT NULL CHECK (evidence IN ('history', 'observed'))
) STRICT;
CREATE INDEX status_periods_by_enrolment ON status_periods (enrolment_id, valid_from);
CREATE INDEX status_periods_by_status ON status_periods (status, valid_from, valid_to);

CREATE TABLE changes (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id      INTEGER REFERENCES sync_runs (id),
  entity      TEXT NOT NULL CHECK (entity IN ('enrolment', 'enrolment_history', 'person', 'item', 'assignment')),
  entity_id   INTEGER NOT NULL,
  observed_at TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('inserted', 'updated', 'deleted', 'restored', 'erased')),
  field       TEXT,
  old_value   TEXT,
  new_value   TEXT
) STRICT;
CREATE INDEX changes_by_entity ON changes (entity, entity_id, seq);

CREATE TABLE sync_runs (
  id             INTEGER PRIMARY KEY,
  source         TEXT NOT NULL REFERENCES sources (name),
  kind           TEXT NOT NULL CHECK (kind IN ('incremental', 'full')),
  started_at     TEXT NOT NULL,
  ended_at       TEXT,
  outcome        TEXT CHECK (outcome IN ('whole', 'partial', 'failed')),
  error          TEXT,
  pages          INTEGER NOT NULL DEFAULT 0,
  requests       INTEGER NOT NULL DEFAULT 0,
  rows_seen      INTEGER NOT NULL DEFAULT 0,
  rows_new       INTEGER NOT NULL DEFAULT 0,
  rows_changed   INTEGER NOT NULL DEFAULT 0,
  rows_unchanged INTEGER NOT NULL DEFAULT 0,
  rows_rejected  INTEGER NOT NULL DEFAULT 0,
  rows_deleted   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sync_streams (
  id                   INTEGER PRIMARY KEY,
  source               TEXT NOT NULL REFERENCES sources (name),
  stream               TEXT NOT NULL CHECK (stream IN ('assignments', 'users', 'contents', 'enrolments')),
  assignment_source_id TEXT NOT NULL DEFAULT '',
  cursor               TEXT,
  longest_page         INTEGER NOT NULL DEFAULT 0,
  last_pass_at         TEXT,
  last_outcome         TEXT CHECK (last_outcome IN ('whole', 'partial', 'failed', 'unavailable')),
  last_error           TEXT,
  remark               TEXT,
  last_whole_at        TEXT,
  last_full_at         TEXT,
  failures             INTEGER NOT NULL DEFAULT 0,
  quiet_full_passes    INTEGER NOT NULL DEFAULT 0,
  next_due_at          TEXT,
  fresh_until          TEXT,
  UNIQUE (source, stream, assignment_source_id)
) STRICT;

CREATE TABLE walk_progress (
  id          INTEGER PRIMARY KEY,
  stream_id   INTEGER NOT NULL UNIQUE REFERENCES sync_streams (id) ON DELETE CASCADE,
  started_at  TEXT NOT NULL,
  is_full     INTEGER NOT NULL CHECK (is_full IN (0, 1)),
  window_from TEXT,
  window_to   TEXT,
  first_to    TEXT,
  round       INTEGER NOT NULL,
  is_head     INTEGER NOT NULL CHECK (is_head IN (0, 1)),
  ignores_end INTEGER NOT NULL CHECK (ignores_end IN (0, 1)),
  next_page   INTEGER NOT NULL,
  low_page    INTEGER NOT NULL,
  high_page   INTEGER NOT NULL
) STRICT;

-- The rows that the full pass under way has shown, a page a row: source ids as a JSON list.
CREATE TABLE walk_pages (
  id         INTEGER PRIMARY KEY,
  stream_id  INTEGER NOT NULL REFERENCES sync_streams (id) ON DELETE CASCADE,
  source_ids TEXT NOT NULL
) STRICT;
CREATE INDEX walk_pages_by_stream ON walk_pages (stream_id);

CREATE TABLE request_budgets (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL REFERENCES sources (name),
  minute   TEXT NOT NULL,
  requests INTEGER NOT NULL,
  UNIQUE (source, minute)
) STRICT;

CREATE TABLE rejected_records (
  id        INTEGER PRIMARY KEY,
  run_id    INTEGER NOT NULL REFERENCES sync_runs (id),
  source    TEXT NOT NULL REFERENCES sources (name),
  stream    TEXT NOT NULL,
  assignment_source_id TEXT NOT NULL DEFAULT '',
  source_id TEXT,
  reason    TEXT NOT NULL,
  payload   TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at  TEXT NOT NULL,
  healed_at     TEXT
) STRICT;
CREATE INDEX rejected_records_by_source ON rejected_records (source, stream, source_id);
CREATE INDEX rejected_records_not_healed ON rejected_records (source, stream, assignment_source_id)
 WHERE healed_at IS NULL;

CREATE TABLE held_deletions (
  id           INTEGER PRIMARY KEY,
  enrolment_id INTEGER NOT NULL UNIQUE REFERENCES enrolments (id) ON DELETE CASCADE,
  source       TEXT NOT NULL REFERENCES sources (name),
  held_since   TEXT NOT NULL,
  reason       TEXT NOT NULL
) STRICT;
