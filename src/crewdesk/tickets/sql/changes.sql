-- What incremental exports go by (core/exported.py, core/sql/changes.sql).
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT OR UPDATE ON tickets_ticket FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
SELECT crewdesk_bring_changes_here('tickets_ticket');
