-- What a file of a million enrolments is asked by. The three wide indexes answer whole-file questions alone, without the
-- table's rows, which are four times as wide: by person and by status in the order of people, so that each person is
-- looked up once, and by item. They take the place of narrower ones.
DROP INDEX enrolments_by_person;
DROP INDEX enrolments_by_item;
DROP INDEX enrolments_by_status_and_due_date;
CREATE INDEX enrolments_by_person
  ON enrolments (person_id, deleted_at, status, due_at, source, item_id, assignment_id, score, completed_at);
CREATE INDEX enrolments_by_item
  ON enrolments (item_id, source, deleted_at, status, due_at, person_id, score, assignment_id);
CREATE INDEX enrolments_by_status
  ON enrolments (source, status, person_id, due_at, deleted_at, item_id, assignment_id);

-- main_account_id: the account that tells of the person as a whole, where it is another one. `blank` is an empty text;
-- views.sql says what for. No generated columns: where a table has a CHECK too, SQLite (3.40) cannot VACUUM INTO a copy for
-- who may only read.
ALTER TABLE people ADD COLUMN department TEXT;
ALTER TABLE people ADD COLUMN manager TEXT;
ALTER TABLE people ADD COLUMN main_account_id INTEGER REFERENCES people (id) ON DELETE SET NULL;
ALTER TABLE people ADD COLUMN blank TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN blank TEXT NOT NULL DEFAULT '';
ALTER TABLE assignments ADD COLUMN blank TEXT NOT NULL DEFAULT '';
CREATE INDEX people_by_email ON people (email);
CREATE INDEX people_by_email_key ON people (lower(trim(email, char(9, 10, 13, 32))), source);
CREATE INDEX people_by_main_account ON people (coalesce(main_account_id, id));
CREATE INDEX people_by_manager ON people (source, manager_source_id);
CREATE INDEX people_who_left ON people (id) WHERE is_active = 0;

-- How often values occur, as in a large company. SQLite's planner would else guess; what is written here, and not
-- measured, makes it choose alike in every file.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('sources', 'sqlite_autoindex_sources_1', '2 1'),
       ('people', 'sqlite_autoindex_people_1', '33000 16500 1'),
       ('people', 'people_by_person_key', '33000 2'),
       ('people', 'people_by_email', '33000 2'),
       ('people', 'people_by_email_key', '33000 2 1'),
       ('people', 'people_by_main_account', '33000 2'),
       ('people', 'people_by_manager', '33000 16500 12'),
       ('people', 'people_who_left', '1500 1'),
       ('items', 'sqlite_autoindex_items_1', '340 170 1'),
       ('assignments', 'sqlite_autoindex_assignments_1', '290 145 1'),
       ('sync_streams', 'sqlite_autoindex_sync_streams_1', '290 145 145 1'),
       ('enrolments', 'sqlite_autoindex_enrolments_1', '1000000 500000 1'),
       ('enrolments', 'enrolments_by_person', '1000000 30 20 6 1 1 1 1 1 1'),
       ('enrolments', 'enrolments_by_item', '1000000 3000 3000 1500 250 2 1 1 1'),
       ('enrolments', 'enrolments_by_status', '1000000 500000 77000 5 1 1 1 1'),
       ('enrolments', 'enrolments_by_assignment', '1000000 3500 2'),
       ('enrolments', 'enrolments_deleted', '20000 10000'),
       ('enrolment_history', 'sqlite_autoindex_enrolment_history_1', '1700000 3 1'),
       ('status_periods', 'status_periods_by_enrolment', '2000000 3 1'),
       ('status_periods', 'status_periods_by_status', '2000000 220000 1 1'),
       ('changes', 'changes_by_entity', '3000000 600000 3 1');
