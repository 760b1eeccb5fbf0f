-- What incremental exports go by (core/exported.py, core/sql/changes.sql).
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON accounts_user FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
-- In a database restored from another server, transactions begin to count anew: rows from beyond their present number are as good as
-- just changed. The owner sees rows of all desks while the policy is not forced on it, which the walls do again right after.
ALTER TABLE accounts_user NO FORCE ROW LEVEL SECURITY;
UPDATE accounts_user SET changed_in = 0 WHERE changed_in > pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON accounts_organization FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
-- In a database restored from another server, transactions begin to count anew: rows from beyond their present number are as good as
-- just changed. The owner sees rows of all desks while the policy is not forced on it, which the walls do again right after.
ALTER TABLE accounts_organization NO FORCE ROW LEVEL SECURITY;
UPDATE accounts_organization SET changed_in = 0 WHERE changed_in > pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
