-- The front door of the file. Dropped and made anew whenever this text changes.

-- The enrolments that are not deleted, without names. What is overdue is said here for all views: the platform calls it
-- so, or the date has passed and it is neither done nor failed, since a platform may flip a status late.
CREATE VIEW live_enrolments AS
SELECT id AS enrolment_id,
       source,
       person_id,
       item_id,
       assignment_id,
       status,
       source_status,
       status = 'overdue'
         OR (status IN ('scheduled', 'open', 'in_progress', 'unknown')
             AND due_at IS NOT NULL
             AND due_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) AS is_overdue,
       available_at,
       due_at,
       completed_at,
       score,
       rank,
       rank_required,
       attempts,
       attempts_min,
       attempts_max,
       created_at,
       updated_at,
       first_seen_at,
       changed_at,
       source_id
  FROM enrolments
 WHERE deleted_at IS NULL;

-- Every column that a person wants of an enrolment, joined and readable. `h` is the account that tells of the person as a
-- whole: Learn's, where there is one. `blank` is empty. By `|| p.blank` SQLite sees that a row which passes a filter on the
-- column has a `p`, so that it may begin with the people; it sees that of operators, but not of functions or of `h` alone,
-- and would go through all enrolments.
CREATE VIEW enrolment_overview AS
SELECT e.enrolment_id,
       e.source,
       s.platform,
       nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') || p.blank AS person,
       p.email,
       p.person_key,
       h.ref || p.blank AS person_ref,
       h.department || p.blank AS department,
       h.manager || p.blank AS manager,
       h.is_active AS person_is_active,
       coalesce(i.title, i.source_id) || i.blank AS item,
       i.kind AS item_kind,
       coalesce(a.title, a.source_id) || a.blank AS assignment,
       e.status,
       e.source_status,
       e.is_overdue,
       e.available_at,
       e.due_at,
       e.completed_at,
       e.score,
       e.rank,
       e.rank_required,
       e.attempts,
       e.attempts_min,
       e.attempts_max,
       e.created_at,
       e.updated_at,
       e.first_seen_at,
       e.changed_at,
       e.source_id,
       e.person_id,
       e.item_id,
       e.assignment_id
  FROM live_enrolments AS e
  JOIN sources AS s ON s.name = e.source
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN people AS h ON h.id = coalesce(p.main_account_id, p.id)
  LEFT JOIN items AS i ON i.id = e.item_id
  LEFT JOIN assignments AS a ON a.id = e.assignment_id;

-- What is overdue, and who says so.
CREATE VIEW overdue_now AS
SELECT person,
       email,
       item,
       due_at,
       iif(julianday(due_at) < julianday('now'), CAST(julianday('now') - julianday(due_at) AS INTEGER), NULL)
         AS days_overdue,
       status,
       CASE status WHEN 'overdue' THEN 'platform' ELSE 'date' END AS says_who,
       person_is_active IS 0 AS person_has_left,
       person_ref,
       department,
       manager,
       source,
       assignment,
       person_key,
       enrolment_id
  FROM enrolment_overview
 WHERE is_overdue;

-- How far each item is, of those enrolments that still count: not archived, not unassigned, and not of people who have
-- left. What cannot be begun yet lowers no share. Counted item by item, in the index's order; enrolments without an item
-- are counted source by source.
CREATE VIEW completion_by_item AS
SELECT item,
       source,
       enrolments,
       completed,
       overdue,
       failed,
       enrolments - completed - overdue - failed - scheduled AS still_open,
       scheduled,
       round(100.0 * completed / nullif(enrolments - scheduled, 0), 1) AS completed_percent,
       average_score,
       item_id
  FROM (SELECT coalesce(i.title, i.source_id) AS item,
               i.source,
               count(*) AS enrolments,
               count(*) FILTER (WHERE e.status = 'completed') AS completed,
               count(*) FILTER (WHERE e.is_overdue) AS overdue,
               count(*) FILTER (WHERE e.status = 'failed') AS failed,
               count(*) FILTER (WHERE e.status = 'scheduled' AND NOT e.is_overdue) AS scheduled,
               round(avg(e.score), 1) AS average_score,
               i.id AS item_id
          FROM items AS i
         CROSS JOIN live_enrolments AS e ON e.item_id = i.id
         WHERE e.status NOT IN ('archived', 'unassigned')
           AND (e.person_id IN (SELECT p.id
                                  FROM people AS h
                                  JOIN people AS p ON coalesce(p.main_account_id, p.id) = h.id
                                 WHERE h.is_active = 0)) IS NOT TRUE
         GROUP BY i.id, i.title, i.source_id, i.source
         UNION ALL
        SELECT NULL,
               e.source,
               count(*),
               count(*) FILTER (WHERE e.status = 'completed'),
               count(*) FILTER (WHERE e.is_overdue),
               count(*) FILTER (WHERE e.status = 'failed'),
               count(*) FILTER (WHERE e.status = 'scheduled' AND NOT e.is_overdue),
               round(avg(e.score), 1),
               NULL
          FROM live_enrolments AS e
         WHERE e.item_id IS NULL
           AND e.status NOT IN ('archived', 'unassigned')
           AND (e.person_id IN (SELECT p.id
                                  FROM people AS h
                                  JOIN people AS p ON coalesce(p.main_account_id, p.id) = h.id
                                 WHERE h.is_active = 0)) IS NOT TRUE
         GROUP BY e.source);

-- One person across all accounts. `h` tells of the person, `p` are the person's accounts. CROSS JOIN and NOT INDEXED hold
-- the order: person by person as they lie in the file, each with the enrolments of the index. The columns that `h` gives
-- are grouped by, so that a filter on them is tried before anything is counted; the name by its parts, which is quicker.
CREATE VIEW person_progress AS
SELECT nullif(trim(coalesce(h.first_name, '') || ' ' || coalesce(h.last_name, '')), '') AS person,
       h.email,
       count(*) AS enrolments,
       count(*) FILTER (WHERE e.status = 'completed') AS completed,
       count(*) FILTER (WHERE e.is_overdue) AS overdue,
       count(*) - count(*) FILTER (WHERE e.status = 'completed') - count(*) FILTER (WHERE e.is_overdue) AS not_done,
       count(*) FILTER (WHERE s.platform = 'learn') AS on_learn,
       count(*) FILTER (WHERE s.platform = 'exec') AS on_exec,
       round(avg(e.score), 1) AS average_score,
       max(e.completed_at) AS last_completed_at,
       h.is_active IS 0 AS has_left,
       h.ref AS person_ref,
       h.department,
       h.manager,
       h.person_key
  FROM people AS h NOT INDEXED
 CROSS JOIN people AS p ON coalesce(p.main_account_id, p.id) = h.id
  JOIN sources AS s ON s.name = p.source
 CROSS JOIN live_enrolments AS e ON e.person_id = p.id
 WHERE e.status NOT IN ('archived', 'unassigned')
 GROUP BY h.id, h.person_key, h.first_name, h.last_name, h.email, h.ref, h.department, h.manager;

-- What is to be done within the next 30 days.
CREATE VIEW due_soon AS
SELECT person,
       email,
       item,
       due_at,
       CAST(julianday(due_at) - julianday('now') AS INTEGER) AS days_left,
       status,
       person_is_active IS 0 AS person_has_left,
       person_ref,
       department,
       manager,
       source,
       assignment,
       person_key,
       enrolment_id
  FROM enrolment_overview
 WHERE status IN ('scheduled', 'open', 'in_progress', 'failed', 'unknown')
   AND due_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
   AND due_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+30 days');

-- Who held which status from when to when; valid_to is empty for the status that still holds. Deleted rows are in: the
-- past stays as it was.
CREATE VIEW status_history AS
SELECT nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') || p.blank AS person,
       p.email,
       coalesce(i.title, i.source_id) || i.blank AS item,
       t.status,
       t.valid_from,
       t.valid_to,
       t.evidence,
       h.department || p.blank AS department,
       e.source,
       p.person_key,
       e.id AS enrolment_id,
       e.deleted_at
  FROM status_periods AS t
  JOIN enrolments AS e ON e.id = t.enrolment_id
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN people AS h ON h.id = coalesce(p.main_account_id, p.id)
  LEFT JOIN items AS i ON i.id = e.item_id;

-- Assignments that the platform switched off, deleted or does not list any more, and whose enrolments did not change in
-- two whole readings since: they are not read again until that changes.
CREATE VIEW resting_assignments AS
SELECT a.source,
       a.source_id
  FROM assignments AS a
  JOIN sync_streams AS t
    ON t.source = a.source AND t.stream = 'enrolments' AND t.assignment_source_id = a.source_id
 WHERE t.quiet_full_passes >= 2
   AND (a.is_active IS 0 OR a.deleted_at IS NOT NULL OR a.source_id NOT IN (
          SELECT s.value
            FROM sync_streams AS l
            JOIN walk_pages AS w ON w.stream_id = l.id, json_each(w.source_ids) AS s
           WHERE l.source = a.source AND l.stream = 'assignments'))
   AND NOT EXISTS (SELECT 1
                     FROM enrolments AS e
                    WHERE e.assignment_id = a.id AND e.missing_since IS NOT NULL AND e.deleted_at IS NULL);

-- Whether each stream can be relied on, since when, and what to do where not. Exec rows outside the config's filters have
-- a row of their own: their stream is fresh, but they are not.
CREATE VIEW sync_health AS
SELECT source,
       stream,
       nullif(assignment_source_id, '') AS assignment,
       state,
       last_whole_at,
       CAST(86400 * (julianday('now') - julianday(last_whole_at)) AS INTEGER) AS lag_seconds,
       last_pass_at,
       CASE state
         WHEN 'fresh' THEN remark
         WHEN 'held' THEN 'deletions are held: look at held_deletions, then run trainsync approve-deletes ' || source
         WHEN 'stale' THEN 'not read since then: run trainsync sync, or look whether what runs trainsync does '
                           || '(cron, a timer, or the service: systemctl status trainsync)'
         WHEN 'resting' THEN 'switched off at the platform and read to its end: it is not read again until that changes'
         WHEN 'never' THEN 'not read to an end yet: run trainsync sync'
         WHEN 'left_out' THEN 'the config leaves this list out: its rows stay as they were read last'
         ELSE coalesce(last_error,
                       unread || ' record(s) could not be read: the file may lack them, or have them as they were before; '
                       || 'see rejected_records, those without healed_at',
                       'the last pass was not whole; the next one tries again')
       END AS what_to_do
  FROM (SELECT t.*,
               CASE
                 WHEN t.left_out THEN 'left_out'
                 WHEN t.last_outcome IS NULL THEN 'never'
                 WHEN t.last_outcome = 'unavailable' THEN 'unavailable'
                 WHEN t.last_outcome <> 'whole' OR t.unread > 0 THEN 'failing'
                 WHEN EXISTS (SELECT 1
                                FROM held_deletions AS h
                                JOIN enrolments AS e ON e.id = h.enrolment_id
                                LEFT JOIN assignments AS a ON a.id = e.assignment_id
                               WHERE h.source = t.source
                                 AND (t.platform = 'exec'
                                      OR t.stream = 'enrolments' AND a.source_id = t.assignment_source_id)) THEN 'held'
                 WHEN t.stream = 'enrolments' AND t.quiet_full_passes >= 2
                      AND EXISTS (SELECT 1
                                    FROM resting_assignments AS r
                                   WHERE r.source = t.source AND r.source_id = t.assignment_source_id) THEN 'resting'
                 WHEN t.fresh_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now') THEN 'stale'
                 ELSE 'fresh'
               END AS state
          FROM (SELECT r.*,
                       s.platform,
                       CASE r.stream
                         WHEN 'enrolments' THEN json_type(s.filters, '$.assignments') IS 'array'
                                                AND r.assignment_source_id NOT IN (
                                                      SELECT value FROM json_each(s.filters, '$.assignments'))
                         ELSE json_type(s.filters, '$.' || r.stream) IS 'false'
                       END AS left_out,
                       (SELECT nullif(count(*), 0)
                          FROM rejected_records AS x
                         WHERE (x.source, x.stream, x.assignment_source_id)
                               = (r.source, r.stream, r.assignment_source_id)
                           AND x.healed_at IS NULL) AS unread
                  FROM sync_streams AS r
                  JOIN sources AS s ON s.name = r.source) AS t)
 UNION ALL
SELECT s.name,
       'assignments',
       NULL,
       'left_out',
       NULL,
       NULL,
       NULL,
       count(*) || ' row(s) are outside the filters of the config: they stay as they were read last'
  FROM sources AS s
  JOIN enrolments AS e ON e.source = s.name
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN items AS i ON i.id = e.item_id
  LEFT JOIN assignments AS a ON a.id = e.assignment_id
 WHERE s.platform = 'exec'
   AND EXISTS (SELECT 1 FROM json_each(s.filters) AS f WHERE json_array_length(f.value) > 0)
   AND e.deleted_at IS NULL
   AND ((json_array_length(s.filters, '$.user_ids') + json_array_length(s.filters, '$.user_emails') = 0
         OR p.source_id IN (SELECT value FROM json_each(s.filters, '$.user_ids'))
         OR lower(p.email) IN (SELECT lower(value) FROM json_each(s.filters, '$.user_emails')))
        AND (json_array_length(s.filters, '$.scenario_ids') = 0
             OR i.source_id IN (SELECT value FROM json_each(s.filters, '$.scenario_ids')))
        AND (json_array_length(s.filters, '$.program_ids') = 0
             OR a.source_id IN (SELECT value FROM json_each(s.filters, '$.program_ids')))) IS NOT TRUE
 GROUP BY s.name;

-- Accounts that join no one on another source, while several are synced.
CREATE VIEW unmatched_people AS
SELECT nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') AS person,
       p.email,
       p.source,
       CASE
         WHEN coalesce(lower(trim(p.email, char(9, 10, 13, 32))), '') = '' THEN 'no e-mail'
         WHEN p.person_key = p.source || ':' || p.source_id
              AND EXISTS (SELECT 1
                            FROM people AS o
                           WHERE lower(trim(o.email, char(9, 10, 13, 32))) = lower(trim(p.email, char(9, 10, 13, 32))) AND o.source = p.source AND o.id <> p.id)
           THEN 'another account of this source has this e-mail'
         WHEN EXISTS (SELECT 1 FROM people AS o WHERE lower(trim(o.email, char(9, 10, 13, 32))) = lower(trim(p.email, char(9, 10, 13, 32))) AND o.source <> p.source)
           THEN 'the account elsewhere with this e-mail is not clear'
         ELSE 'no account with this e-mail elsewhere'
       END AS reason,
       p.person_key,
       p.id AS person_id
  FROM people AS p
 WHERE (SELECT count(*) FROM sources) > 1
   AND NOT EXISTS (SELECT 1 FROM people AS o WHERE o.person_key = p.person_key AND o.source <> p.source);
