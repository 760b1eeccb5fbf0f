-- What incremental exports go by (core/exported.py, core/sql/changes.sql).
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON accounts_user FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
SELECT crewdesk_bring_changes_here('accounts_user');
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON accounts_organization FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
SELECT crewdesk_bring_changes_here('accounts_organization');
