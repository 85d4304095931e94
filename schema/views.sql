-- The front door of the file. Dropped and made anew whenever this text changes.

-- Every column that a person wants of an enrolment, joined and readable; deleted rows are out.
CREATE VIEW enrolment_overview AS
SELECT e.id AS enrolment_id,
       e.source,
       s.platform,
       nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') AS person,
       p.email,
       p.person_key,
       p.ref AS person_ref,
       p.is_active AS person_is_active,
       coalesce(i.title, i.source_id) AS item,
       i.kind AS item_kind,
       coalesce(a.title, a.source_id) AS assignment,
       e.status,
       e.source_status,
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
  FROM enrolments AS e
  JOIN sources AS s ON s.name = e.source
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN items AS i ON i.id = e.item_id
  LEFT JOIN assignments AS a ON a.id = e.assignment_id
 WHERE e.deleted_at IS NULL;

-- What the platform calls overdue, and what is past its date and not done: a platform may flip a status late.
CREATE VIEW overdue_now AS
SELECT person,
       email,
       item,
       due_at,
       CAST(julianday('now') - julianday(due_at) AS INTEGER) AS days_overdue,
       status,
       CASE status WHEN 'overdue' THEN 'platform' ELSE 'date' END AS says_who,
       person_is_active IS 0 AS person_has_left,
       source,
       assignment,
       person_key,
       enrolment_id
  FROM enrolment_overview
 WHERE status = 'overdue'
    OR (status IN ('scheduled', 'open', 'in_progress', 'failed', 'unknown')
        AND due_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

-- How far each item is: shares are of those enrolments that still count (not archived, not unassigned).
CREATE VIEW completion_by_item AS
SELECT item,
       source,
       count(*) AS enrolments,
       sum(status = 'completed') AS completed,
       sum(status = 'overdue') AS overdue,
       sum(status = 'failed') AS failed,
       sum(status IN ('scheduled', 'open', 'in_progress', 'unknown')) AS still_open,
       round(100.0 * sum(status = 'completed') / count(*), 1) AS completed_percent,
       round(avg(score), 1) AS average_score,
       item_id
  FROM enrolment_overview
 WHERE status NOT IN ('archived', 'unassigned')
 GROUP BY source, item_id;

-- One person across both platforms, joined by person_key.
CREATE VIEW person_progress AS
SELECT max(person) AS person,
       max(email) AS email,
       count(*) AS enrolments,
       sum(status = 'completed') AS completed,
       sum(status = 'overdue') AS overdue,
       sum(status IN ('scheduled', 'open', 'in_progress', 'failed', 'unknown')) AS not_done,
       sum(platform = 'learn') AS on_learn,
       sum(platform = 'exec') AS on_exec,
       round(avg(score), 1) AS average_score,
       max(completed_at) AS last_completed_at,
       min(coalesce(person_is_active, 1)) = 0 AS has_left,
       person_key
  FROM enrolment_overview
 WHERE status NOT IN ('archived', 'unassigned') AND person_key IS NOT NULL
 GROUP BY person_key;

-- What is to be done within the next 30 days.
CREATE VIEW due_soon AS
SELECT person,
       email,
       item,
       due_at,
       CAST(julianday(due_at) - julianday('now') AS INTEGER) AS days_left,
       status,
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
SELECT nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') AS person,
       p.email,
       coalesce(i.title, i.source_id) AS item,
       t.status,
       t.valid_from,
       t.valid_to,
       t.evidence,
       e.source,
       p.person_key,
       e.id AS enrolment_id,
       e.deleted_at
  FROM status_periods AS t
  JOIN enrolments AS e ON e.id = t.enrolment_id
  LEFT JOIN people AS p ON p.id = e.person_id
  LEFT JOIN items AS i ON i.id = e.item_id;

-- Whether each stream can be relied on, since when, and what to do where not.
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
         WHEN 'stale' THEN 'no whole pass since then: is trainsync running? (systemctl status trainsync)'
         WHEN 'never' THEN 'not read yet: run trainsync sync'
         ELSE coalesce(last_error, 'the last pass was not whole; the next one tries again')
       END AS what_to_do
  FROM (SELECT t.*,
               CASE
                 WHEN t.last_outcome IS NULL THEN 'never'
                 WHEN t.last_outcome = 'unavailable' THEN 'unavailable'
                 WHEN t.last_outcome <> 'whole' THEN 'failing'
                 WHEN EXISTS (SELECT 1
                                FROM held_deletions AS h
                                JOIN enrolments AS e ON e.id = h.enrolment_id
                                LEFT JOIN assignments AS a ON a.id = e.assignment_id
                               WHERE h.source = t.source
                                 AND (s.platform = 'exec'
                                      OR t.stream = 'enrolments' AND a.source_id = t.assignment_source_id)) THEN 'held'
                 WHEN t.fresh_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now') THEN 'stale'
                 ELSE 'fresh'
               END AS state
          FROM sync_streams AS t
          JOIN sources AS s ON s.name = t.source);

-- Accounts that join no one on the other platform, while both are synced.
CREATE VIEW unmatched_people AS
SELECT nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), '') AS person,
       p.email,
       p.source,
       CASE WHEN p.email IS NULL THEN 'no e-mail' ELSE 'no account with this e-mail elsewhere' END AS reason,
       p.person_key,
       p.id AS person_id
  FROM people AS p
 WHERE (SELECT count(*) FROM sources) > 1
   AND NOT EXISTS (SELECT 1 FROM people AS o WHERE o.person_key = p.person_key AND o.source <> p.source);
