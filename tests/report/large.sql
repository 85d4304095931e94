-- Fills a fresh file with many enrolments: what `trainsync report` is tried on. The table size(rows, items), in the
-- database temp, says how many; a tenth as many accounts on each platform, half of them on both.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = OFF;
PRAGMA cache_size = -524288;
BEGIN;

INSERT INTO sources (name, platform, host, tenant, filters, created_at)
VALUES ('learn', 'learn', 'learn.example', 't', '{}', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-400 days')),
       ('exec', 'exec', 'exec.example', '', '{}', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-400 days'));

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, temp.size WHERE i < rows / 10)
INSERT INTO people (id, source, source_id, email, first_name, last_name, is_active, person_key)
SELECT i,
       iif(i % 2, 'learn', 'exec'),
       'u' || i,
       'person' || (i / 4 * 2 + i % 4 / 3) || '@northwind.example',
       'First' || i,
       'Last' || i,
       iif(i % 2, i % 50 <> 1, NULL),
       'person' || (i / 4 * 2 + i % 4 / 3) || '@northwind.example'
  FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, temp.size WHERE i < items)
INSERT INTO items (id, source, source_id, kind, title)
SELECT i, iif(i % 2, 'learn', 'exec'), 'i' || i, iif(i % 2, 'elearning', 'scenario'), 'Course number ' || i
  FROM n;

-- The dice are a hash of the row's number, so that each run makes the same rows.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, temp.size WHERE i < rows),
     dice AS (SELECT i, i * 2654435761 % 4294967296 / 65536 AS d, i % 2 AS on_learn FROM n)
INSERT INTO enrolments (id, source, source_id, person_id, item_id, status, source_status, due_at, completed_at, score,
                        updated_at, first_seen_at, changed_at)
SELECT i,
       iif(on_learn, 'learn', 'exec'),
       'e' || i,
       (i + d) % (rows / 10 / 2) * 2 + 2 - on_learn,
       (i / 3 + d * d) % (items / 2) * 2 + 2 - on_learn,
       CASE WHEN d % 100 < 62 THEN 'completed' WHEN d % 100 < 68 THEN 'overdue' WHEN d % 100 < 90 THEN 'open'
            WHEN d % 100 < 95 THEN 'scheduled' WHEN d % 100 < 98 THEN 'archived' ELSE 'failed' END,
       'word',
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (CASE WHEN d % 100 < 62 THEN -d / 90 WHEN d % 100 < 68 THEN -d / 400
                                                   ELSE d / 300 - 2 END) || ' days'),
       iif(on_learn AND d % 100 < 62, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-d / 80) || ' days'), NULL),
       iif(on_learn, NULL, d % 100),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-d / 80) || ' days'),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', iif(d % 4, '-400 days', (-d / 170) || ' days')),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-d / 200) || ' days')
  FROM dice, temp.size;

INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, evidence)
SELECT id, 'open', strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '-40 days'), updated_at,
       iif(source = 'learn', 'history', 'observed')
  FROM enrolments
 WHERE status IN ('completed', 'overdue')
 UNION ALL
SELECT id, status, updated_at, NULL, iif(source = 'learn', 'history', 'observed')
  FROM enrolments;

INSERT INTO sync_runs (id, source, kind, started_at, ended_at, outcome)
SELECT row_number() OVER (), name, 'full', created_at, strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+1 hours'), 'whole'
  FROM sources;

INSERT INTO changes (run_id, entity, entity_id, observed_at, kind, field, old_value, new_value)
SELECT 1, 'enrolment', id, first_seen_at, 'inserted', NULL, NULL, NULL
  FROM enrolments
 UNION ALL
SELECT 1, 'enrolment', id, changed_at, 'updated', 'status', 'open', status
  FROM enrolments
 WHERE status IN ('completed', 'overdue')
 ORDER BY 4;

INSERT INTO sync_streams (source, stream, last_pass_at, last_outcome, last_whole_at, fresh_until)
SELECT name, 'assignments', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-5 minutes'), 'whole',
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-5 minutes'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 days')
  FROM sources;
COMMIT;
PRAGMA journal_mode = WAL;
