-- Fills an empty file; make_file.hpp says with what. The program makes the temporary table `wanted` (rows), and the
-- functions roll(n, salt, sides), hex_id(n, salt) and at(seconds), which are random but the same each time.

-- How many there are of everything. Three fifths of Learn's rows belong to assignments for all its people, the others
-- to assignments for small groups.
CREATE TEMP TABLE size AS
WITH split (learn, exec) AS (SELECT rows - rows / 5, rows / 5 FROM wanted),
     people (learn, exec) AS (SELECT max(20, rows / 40), max(10, rows / 125) FROM wanted)
SELECT split.learn AS learn_rows,
       split.exec AS exec_rows,
       people.learn AS learn_people,
       people.exec AS exec_people,
       split.learn * 3 / 5 / people.learn AS for_all,
       people.learn / 20 AS group_size,
       unixepoch('now', 'start of day') AS today
  FROM split, people;

CREATE TEMP TABLE n (n INTEGER PRIMARY KEY);
INSERT INTO n
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers LIMIT (SELECT rows FROM wanted))
SELECT n FROM numbers;
INSERT INTO sources (name, platform, host, tenant, filters, created_at)
VALUES ('learn', 'learn', 'https://learn.example', 't', '{}', '2024-01-01T00:00:00.000Z'),
       ('exec', 'exec', 'https://exec.example', '', '{}', '2024-01-01T00:00:00.000Z');
INSERT INTO sync_runs (id, source, kind, started_at, ended_at, outcome)
VALUES (1, 'learn', 'full', '2024-01-01T00:00:00.000Z', '2024-01-01T01:00:00.000Z', 'whole'),
       (2, 'exec', 'full', '2024-01-01T00:00:00.000Z', '2024-01-01T01:00:00.000Z', 'whole');

CREATE TEMP TABLE words AS
SELECT json('["Ada","Ben","Chloe","Daniel","Elif","Farah","Grace","Harper","Isla","Jack","Kofi","Lena","Mona","Noah",
              "Oliver","Priya","Quinn","Rosa","Sven","Tara","Uma","Vera","Wei","Xenia","Yuki","Zoe"]') AS first,
       json('["Adams","Berg","Chen","Dubois","Evans","Ferrari","Garcia","Hoffmann","Ivanova","Jones","Kim","Lindqvist",
              "Moreau","Novak","Okafor","Patel","Quist","Rossi","Silva","Taylor","Usman","Vega","Weber","Xu",
              "Young","Zhang"]') AS last,
       json('["Finance","Operations","Sales","Support","Warehouse","Legal","Product","People"]') AS department;

-- Of a hundred on Learn, two were only named, three have no e-mail, six have left.
INSERT INTO people (id, source, source_id, email, first_name, last_name, ref, role, is_active, department,
                    manager_source_id, extra, person_key)
SELECT n + 1, 'learn', id, email, iif(named, first, NULL), iif(named, last, NULL), iif(named, 'E' || (10000 + n), NULL),
       iif(named, 'learner', NULL), iif(named, roll(n, 3, 100) >= 6, NULL), iif(named, department, NULL),
       iif(named AND n > 0, manager, NULL),
       iif(named, json_object('additionalFields', json_object('department', department),
                              'positions', json_array(json_object('id', id, 'manager', json_object('id', manager))),
                              'languageCode', 'en-gb', 'updatedAt', '2025-11-03T10:11:12.000Z'), NULL),
       iif(shares OR email IS NULL, 'learn:' || id, lower(email))
  FROM (SELECT n, id, first, last, named, manager, department, shares,
               CASE WHEN NOT named OR roll(n, 2, 100) < 3 THEN NULL
                    WHEN shares THEN 'Store' || (n / 2000) || '@northwind.example'
                    ELSE first || '.' || last || n || '@northwind.example' END AS email
          FROM (SELECT n, hex_id(n, 1) AS id, roll(n, 1, 100) >= 2 AS named, n % 1000 < 2 AS shares,
                       first ->> roll(n, 4, 26) AS first, last ->> roll(n, 5, 26) AS last,
                       hex_id(n / 12, 1) AS manager, iif(roll(n, 7, 10) > 0, department ->> roll(n / 12, 6, 8), NULL)
                         AS department
                  FROM n, words
                 WHERE n < (SELECT learn_people FROM size)));

-- Every other account on Exec belongs to somebody who is on Learn too, in lower case.
INSERT INTO people (id, source, source_id, email, first_name, last_name, person_key)
SELECT learn_people + n + 1, 'exec', substr(hex_id(n, 2), 1, 12), coalesce(l.email, 'x' || n || '@partner.example'),
       coalesce(l.first_name, 'Sam'), l.last_name,
       coalesce(l.email, 'x' || n || '@partner.example')
  FROM n
  JOIN size
  LEFT JOIN (SELECT id, lower(email) AS email, first_name, last_name FROM people WHERE person_key NOT LIKE 'learn:%') AS l
    ON n % 2 = 0 AND l.id = n + 1
 WHERE n < exec_people;

UPDATE people SET manager = (SELECT trim(m.first_name || ' ' || m.last_name) FROM people AS m
                              WHERE m.source = people.source AND m.source_id = people.manager_source_id);
UPDATE people SET main_account_id = (SELECT l.id FROM people AS l
                                      WHERE l.source = 'learn' AND l.person_key = people.person_key)
 WHERE source = 'exec';

-- An item for each assignment of Learn, some known by their id only; sixty scenarios.
INSERT INTO items (id, source, source_id, kind, title)
SELECT n + 1, 'learn', hex_id(n, 3), iif(n % 50 < 49, 'elearning', NULL), iif(n % 50 < 49, 'Course ' || (n + 1), NULL)
  FROM n
 WHERE n < (SELECT for_all + (learn_rows - for_all * learn_people) / group_size + 1 FROM size);
INSERT INTO assignments (id, source, source_id, kind, item_id, completion_days, is_active, created_at)
SELECT id, 'learn', hex_id(id, 4), 'assignment', id, 30, 1, '2024-01-01T00:00:00.000Z' FROM items;
INSERT INTO items (id, source, source_id, kind, title, slug)
SELECT (SELECT max(id) FROM items) + n + 1, 'exec', substr(hex_id(n, 5), 1, 12), 'scenario', 'Roleplay ' || (n + 1),
       'roleplay-' || (n + 1)
  FROM n WHERE n < 60;
INSERT INTO assignments (id, source, source_id, kind, title)
SELECT (SELECT max(id) FROM assignments) + n + 1, 'exec', substr(hex_id(n, 6), 1, 12), 'program', 'Program ' || (n + 1)
  FROM n WHERE n < 8;

INSERT INTO sync_streams (source, stream, assignment_source_id, last_pass_at, last_outcome, last_whole_at, fresh_until)
SELECT source, 'enrolments', source_id, '2026-01-01T00:00:00.000Z', 'whole', '2026-01-01T00:00:00.000Z',
       '2100-01-01T00:00:00.000Z'
  FROM assignments WHERE source = 'learn'
 UNION ALL
SELECT 'exec', 'assignments', '', '2026-01-01T00:00:00.000Z', 'whole', '2026-01-01T00:00:00.000Z',
       '2100-01-01T00:00:00.000Z';

-- What happened to an enrolment, step by step: `share` of a hundred thousand have it.
CREATE TEMP TABLE stories (id INTEGER PRIMARY KEY, platform TEXT, share INTEGER, steps TEXT);
INSERT INTO stories (platform, share, steps)
VALUES ('learn', 42000, '["open","completed"]'),
       ('learn', 10000, '["open","overdue","completed"]'),
       ('learn', 12000, '["open"]'),
       ('learn', 9000, '["open","completed","open"]'),
       ('learn', 6500, '["open","overdue"]'),
       ('learn', 6000, '["scheduled"]'),
       ('learn', 8500, '["open","archived"]'),
       ('learn', 4900, '["open","completed","archived"]'),
       ('learn', 1000, '["unassigned"]'),
       ('learn', 100, '["open","unknown"]'),
       ('exec', 45000, '["open","completed"]'),
       ('exec', 22000, '["open"]'),
       ('exec', 15000, '["open","in_progress"]'),
       ('exec', 9000, '["open","overdue"]'),
       ('exec', 8900, '["open","in_progress","failed"]'),
       ('exec', 100, '["unknown"]');
CREATE TEMP TABLE spans AS
SELECT id, platform, steps, json_array_length(steps) AS length,
       sum(share) OVER (PARTITION BY platform ORDER BY id) - share AS low,
       sum(share) OVER (PARTITION BY platform ORDER BY id) AS high
  FROM stories;
CREATE TEMP TABLE told AS
SELECT s.id AS story, j.key AS step, j.value AS status, j.key + 1 = s.length AS is_last,
       lag(j.value) OVER (PARTITION BY s.id ORDER BY j.key) AS before
  FROM spans AS s, json_each(s.steps) AS j;
CREATE INDEX temp.told_by_story ON told (story);

-- One line an enrolment: who, what, which story, when it began (seconds), and how far apart its steps are. One in fifty
-- was deleted today.
CREATE TEMP TABLE plan (id INTEGER PRIMARY KEY, source TEXT, person INTEGER, item INTEGER, assignment INTEGER,
                        story INTEGER, last_status TEXT, begun INTEGER, gap INTEGER, is_deleted INTEGER);

INSERT INTO plan
SELECT n + 1, 'learn', 1 + (place * 7919 + assignment * 31) % learn_people, assignment, assignment, s.id,
       s.steps ->> '$[#-1]',
       today - age, roll(n, 11, 100) * (age / s.length) / 100, roll(n, 12, 50) = 0
  FROM (SELECT n, size.*,
               iif(n < for_all * learn_people, n / learn_people,
                   for_all + (n - for_all * learn_people) / group_size) + 1 AS assignment,
               iif(n < for_all * learn_people, n % learn_people,
                   (n - for_all * learn_people) % group_size) AS place,
               86400 + roll(n, 10, 700 * 86400) AS age
          FROM n, size
         WHERE n < learn_rows) AS r
  JOIN spans AS s ON s.platform = 'learn' AND roll(r.n, 13, 100000) >= s.low AND roll(r.n, 13, 100000) < s.high;

INSERT INTO plan
SELECT n + 1, 'exec', learn_people + 1 + k % exec_people,
       (SELECT min(id) FROM items WHERE source = 'exec') + (k / exec_people * 7 + k) % 60,
       iif(roll(n, 14, 10) < 4, (SELECT min(id) FROM assignments WHERE source = 'exec') + roll(n, 15, 8), NULL), s.id,
       s.steps ->> '$[#-1]',
       today - age, roll(n, 11, 100) * (age / s.length) / 100, roll(n, 12, 50) = 0
  FROM (SELECT n, n - learn_rows AS k, size.*, 86400 + roll(n, 10, 300 * 86400) AS age
          FROM n, size
         WHERE n >= learn_rows) AS r
  JOIN spans AS s ON s.platform = 'exec' AND roll(r.n, 13, 100000) >= s.low AND roll(r.n, 13, 100000) < s.high;

INSERT INTO enrolments (id, source, source_id, person_id, item_id, assignment_id, status, source_status, available_at,
                        due_at, completed_at, score, rank, rank_required, attempts, attempts_min, created_at, updated_at,
                        first_seen_at, changed_at, missing_since, deleted_at)
SELECT p.id, p.source, iif(is_learn, hex_id(p.id, 8), substr(hex_id(p.id, 9), 1, 12)),
       iif(roll(p.id, 20, 10000) = 0, NULL, person), iif(roll(p.id, 21, 10000) = 0, NULL, item), assignment, status,
       CASE status WHEN 'unknown' THEN 'paused'
                   WHEN 'completed' THEN iif(is_learn, 'complete', 'completed')
                   WHEN 'overdue' THEN iif(is_learn, 'overdue', 'past_due')
                   WHEN 'failed' THEN 'did_not_pass'
                   WHEN 'open' THEN iif(is_learn, 'open', 'not_started')
                   ELSE status END,
       iif(is_learn, at(begun), NULL),
       CASE WHEN roll(p.id, 22, 10) = 0 AND status <> 'overdue' THEN NULL
            WHEN status IN ('open', 'scheduled', 'in_progress', 'unknown')
            THEN at(today + (roll(p.id, 23, 100) - 3) * 86400)
            ELSE at(min(begun + gap, today - 86400)) END,
       iif(is_learn AND story_completes, at(begun + gap), NULL),
       iif(tried, 8.0 + roll(p.id, 24, 92), NULL),
       iif(tried, json_extract('["unranked","bronze","silver","gold"]', '$[' || roll(p.id, 25, 4) || ']'), NULL),
       iif(is_learn, NULL, 'silver'), iif(tried, 1 + roll(p.id, 26, 6), iif(is_learn, NULL, 0)),
       iif(is_learn, NULL, 1), iif(is_learn, NULL, at(begun)), iif(is_learn, at(begun + gap * (length - 1)), NULL),
       '2024-01-01T00:00:00.000Z', at(begun + gap * (length - 1)),
       iif(is_deleted, at(today - 86400), NULL), iif(is_deleted, at(today), NULL)
  FROM (SELECT plan.*, last_status AS status, source = 'learn' AS is_learn, length, today,
               steps LIKE '%completed%' AS story_completes,
               source = 'exec' AND last_status IN ('completed', 'failed', 'in_progress') AS tried
          FROM plan JOIN spans ON spans.id = plan.story JOIN size) AS p
 ORDER BY p.id;

INSERT INTO enrolment_history (enrolment_id, position, type, completion_id, previous_status, next_status, created_at,
                               updated_at)
SELECT p.id, t.step + 1,
       CASE t.status WHEN 'completed' THEN 'completion-on-system'
                     WHEN 'archived' THEN 'user-removed-from-audience'
                     ELSE iif(t.step = 0, 'user-added-to-audience', 'scheduled-check') END,
       iif(t.status = 'completed', hex_id(p.id, 10), NULL),
       CASE WHEN t.step = 0 THEN 'unassigned' WHEN t.before = 'completed' THEN 'complete' ELSE t.before END,
       CASE t.status WHEN 'completed' THEN 'complete' WHEN 'unknown' THEN 'paused' ELSE t.status END,
       at(begun + gap * t.step), at(begun + gap * t.step)
  FROM plan AS p
  JOIN told AS t ON t.story = p.story
 WHERE p.source = 'learn';

INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, evidence)
SELECT p.id, t.status, at(begun + gap * t.step),
       iif(NOT t.is_last, at(begun + gap * (t.step + 1)), iif(p.is_deleted, at(today), NULL)),
       iif(p.source = 'learn', 'history', 'observed')
  FROM plan AS p
  JOIN told AS t ON t.story = p.story
  JOIN size;

INSERT INTO changes (run_id, entity, entity_id, observed_at, kind)
SELECT 1, 'person', id, '2024-01-01T00:00:00.000Z', 'inserted' FROM people;
INSERT INTO changes (run_id, entity, entity_id, observed_at, kind)
SELECT 1, 'item', id, '2024-01-01T00:00:00.000Z', 'inserted' FROM items;
INSERT INTO changes (run_id, entity, entity_id, observed_at, kind)
SELECT 1, 'assignment', id, '2024-01-01T00:00:00.000Z', 'inserted' FROM assignments;
INSERT INTO changes (run_id, entity, entity_id, observed_at, kind)
SELECT 1, 'enrolment', id, '2024-01-01T00:00:00.000Z', 'inserted' FROM enrolments;
INSERT INTO changes (run_id, entity, entity_id, observed_at, kind, field, new_value)
SELECT 1, 'enrolment', id, deleted_at, 'deleted', 'deleted_at', deleted_at FROM enrolments
 WHERE deleted_at IS NOT NULL;
