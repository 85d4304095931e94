-- What is laid out badly where a page is careless, and what must not be taken for markup.
INSERT INTO sources (name, platform, host, tenant, filters, created_at)
VALUES ('learn', 'learn', 'learn.example', 't', '{}', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-300 days')),
       ('a source with a long name that goes on and on', 'exec', 'exec.example', '', '{}',
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-100 days'));

CREATE TEMP TABLE awkward (id INTEGER PRIMARY KEY, words TEXT);
INSERT INTO awkward (words)
VALUES ('<script>document.title = "taken"</script>'),
       ('"quoted" & ''quoted'' <b>bold</b>'),
       ('Averylongtitlewithoutanyblank' || replace(hex(zeroblob(100)), '00', 'Word')),
       (replace(hex(zeroblob(40)), '00', 'Wide WWWWWWWWWWWW ')),
       (char(0x202e) || 'turned round ' || 'تدريب السلامة من الحرائق في مكان العمل'),
       ('安全教育安全教育安全教育安全教育安全教育安全教育安全教育安全教育'),
       (char(1, 2, 27) || 'control' || char(127, 0x9f) || char(10) || 'and a line'),
       ('<img src=http://evil.example/x.png>'),
       (''),
       ('👩‍🚒👨‍👩‍👧‍👦' || replace(hex(zeroblob(30)), '00', 'Z̷̢̛'));

INSERT INTO people (id, source, source_id, first_name, last_name, is_active, person_key)
SELECT id, 'learn', 'u' || id, words, words, 1, 'person' || id FROM awkward
 UNION ALL
SELECT id + 100, 'a source with a long name that goes on and on', 'x' || id, words, NULL, NULL, 'person' || (id + id % 3)
  FROM awkward;
INSERT INTO items (id, source, source_id, title)
SELECT id, iif(id % 2, 'learn', 'a source with a long name that goes on and on'), 'i' || id, words FROM awkward;

WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
INSERT INTO enrolments (source, source_id, person_id, item_id, status, source_status, due_at, score, first_seen_at,
                        changed_at)
SELECT source, 'e' || i, iif(source = 'learn', 0, 100) + i % 10 + 1, items.id,
       CASE i / 10 % 7 WHEN 0 THEN 'open' WHEN 1 THEN 'overdue' WHEN 2 THEN 'failed' WHEN 3 THEN 'scheduled'
            WHEN 4 THEN 'unknown' ELSE 'completed' END,
       '<i>a word</i>' || (i % 3),
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (50 - i / 3) || ' days'),
       i % 100, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
  FROM n JOIN items ON items.id = (i * 7 + i / 10) % 10 + 1;
INSERT INTO status_periods (enrolment_id, status, valid_from, evidence)
SELECT id, status, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-id / 2) || ' days'), iif(id % 2, 'history', 'observed')
  FROM enrolments;
INSERT INTO changes (entity, entity_id, observed_at, kind, field, new_value)
SELECT 'enrolment', id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-(1000 - id) / 5) || ' days'),
       CASE id % 5 WHEN 0 THEN 'inserted' WHEN 1 THEN 'deleted' ELSE 'updated' END,
       CASE id % 5 WHEN 0 THEN NULL WHEN 1 THEN 'deleted_at' ELSE 'status' END,
       iif(id % 2, 'completed', 'overdue')
  FROM enrolments ORDER BY id;
INSERT INTO sync_streams (source, stream, assignment_source_id, last_pass_at, last_outcome, last_error, last_whole_at,
                          fresh_until)
VALUES ('learn', 'users', '', '2026-01-01T00:00:00.000Z', 'failed',
        'the server said <h1>' || replace(hex(zeroblob(100)), '00', 'no') || '</h1>', NULL, NULL),
       ('learn', 'enrolments', '1', '2026-01-01T00:00:00.000Z', 'whole', NULL, '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.000Z'),
       ('a source with a long name that goes on and on', 'assignments', '', '2026-01-01T00:00:00.000Z', 'whole', NULL,
        '2026-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z');
