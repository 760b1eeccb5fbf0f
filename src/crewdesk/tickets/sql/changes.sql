-- What incremental exports go by (core/exported.py, core/sql/changes.sql).
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON tickets_ticket FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
-- In a database restored from another server, transactions begin to count anew: rows from beyond their present number are as good as
-- just changed. The owner sees rows of all desks while the policy is not forced on it, which the walls do again right after.
ALTER TABLE tickets_ticket NO FORCE ROW LEVEL SECURITY;
UPDATE tickets_ticket SET changed_in = 0 WHERE changed_in > pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
